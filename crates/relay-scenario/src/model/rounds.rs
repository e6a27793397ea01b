//! Something that is done once, or again and again.

use relay_kernel::{SimDuration, SimTime};

/// When something is done that a scenario repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounds {
    /// When, or when first.
    pub at: SimTime,
    /// From the beginning of one round to that of the next; `None` is once.
    pub every: Option<SimDuration>,
    /// The last moment at which another round may begin; the end of the scenario's run unless it is said.
    pub until: SimTime,
    /// Whether the file leaves `until` to the end of the scenario's run.
    pub open_ended: bool,
}

impl Rounds {
    /// How many there are up to `until`.
    pub fn count(&self) -> u64 {
        let span = self.until.since(self.at).as_micros();
        self.every.map_or(1, |every| 1 + span / every.as_micros().max(1))
    }

    /// When each begins.
    pub fn times(&self) -> impl Iterator<Item = SimTime> + use<> {
        let Self { at, every, until, .. } = *self;
        core::iter::successors(Some(at), move |last| {
            every.map(|every| *last + every).filter(|next| *next <= until)
        })
    }

    /// The first round behind `until`, and the pause from each to the next, where only the end of the
    /// scenario's run ends them: in a run that goes on, they go on.
    pub fn beyond(&self) -> Option<(SimTime, SimDuration)> {
        let every = self.every.filter(|_| self.open_ended)?;
        Some((self.at + every * self.count(), every))
    }

    /// The same where the scenario's run ends at another moment.
    pub(crate) fn ending(self, until: SimTime) -> Self {
        if self.open_ended { Self { until, ..self } } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> SimTime {
        SimTime::START + SimDuration::from_secs(60 * minutes)
    }

    fn every_ten() -> Rounds {
        let every = Some(SimDuration::from_secs(600));
        Rounds { at: minutes(5), every, until: minutes(30), open_ended: true }
    }

    #[test]
    fn rounds_go_on_where_the_file_names_no_end() {
        let rounds = every_ten();
        assert_eq!(rounds.times().collect::<Vec<_>>(), [5, 15, 25].map(minutes));
        assert_eq!(rounds.count(), 3);
        assert_eq!(rounds.beyond(), Some((minutes(35), SimDuration::from_secs(600))));
        assert_eq!(Rounds { open_ended: false, ..rounds }.beyond(), None);
        assert_eq!(Rounds { every: None, ..rounds }.beyond(), None, "once is once");
    }

    #[test]
    fn one_at_the_very_end_is_not_done_twice() {
        let rounds = Rounds { until: minutes(25), ..every_ten() };
        assert_eq!(rounds.times().last(), Some(minutes(25)));
        assert_eq!(rounds.beyond().map(|(at, _)| at), Some(minutes(35)));
    }

    #[test]
    fn another_end_of_the_run_is_theirs_unless_they_have_one() {
        assert_eq!(every_ten().ending(minutes(60)).count(), 6);
        let own = Rounds { open_ended: false, ..every_ten() };
        assert_eq!(own.ending(minutes(60)), own);
    }
}
