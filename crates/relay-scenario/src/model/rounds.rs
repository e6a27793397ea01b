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

    /// The first round behind a moment, in a run that goes on beyond its scenario's end: rounds that have no
    /// end of their own go on there.
    pub fn after(&self, moment: SimTime) -> Option<SimTime> {
        let next = if moment < self.at {
            self.at
        } else {
            let every = self.every?;
            let before = moment.since(self.at).as_micros() / every.as_micros().max(1);
            self.at + every * (before + 1)
        };
        (self.open_ended || next <= self.until).then_some(next)
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
        assert_eq!(rounds.after(minutes(30)), Some(minutes(35)));
        assert_eq!(rounds.after(minutes(35)), Some(minutes(45)), "one at that very moment is over");
        assert_eq!(rounds.after(minutes(0)), Some(minutes(5)), "the first may lie behind the end");
        let once = Rounds { every: None, ..rounds };
        assert_eq!((once.after(minutes(0)), once.after(minutes(5))), (Some(minutes(5)), None));
        let own = Rounds { open_ended: false, ..rounds };
        assert_eq!((own.after(minutes(20)), own.after(minutes(25))), (Some(minutes(25)), None));
    }

    #[test]
    fn another_end_of_the_run_is_theirs_unless_they_have_one() {
        assert_eq!(every_ten().ending(minutes(60)).count(), 6);
        let own = Rounds { open_ended: false, ..every_ten() };
        assert_eq!(own.ending(minutes(60)), own);
    }
}
