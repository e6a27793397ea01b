//! How far the runs are computed: a piece at a time, until it is stopped.

use relay_kernel::SimTime;
use relayscope::Ahead;

use super::{EVENTS_AT_A_TIME, RECORDS_MAX, Show};

impl Show {
    /// Computes no more of any run; [`go_on`](Self::go_on) does.
    pub fn stop(&mut self) {
        let left = self.left.iter_mut().map(|it| (&mut it.more, &mut it.stopped));
        for (more, stopped) in left.chain([(&mut self.more, &mut self.stopped)]) {
            *stopped |= core::mem::take(more);
        }
    }

    /// Goes on with what was stopped.
    pub fn go_on(&mut self) {
        let left = self.left.iter_mut().map(|it| (&mut it.more, &mut it.stopped));
        for (more, stopped) in left.chain([(&mut self.more, &mut self.stopped)]) {
            *more |= core::mem::take(stopped);
        }
    }

    /// Whether somebody stopped before everything was computed.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// How far the run was computed, in hundredths of its time; it may end before the last of them.
    pub fn computed(&self) -> u32 {
        let last = self.trace().records().last().map_or(SimTime::START, |record| record.at);
        // What a scenario plans is seen before its own end; what comes of deeds may be over long before the
        // horizon.
        let own = self.scenario().until;
        let until = if last <= own { own } else { self.timeline.horizon() };
        let (last, until) = (last.as_micros(), until.as_micros().max(1));
        let hundredths = u128::from(last) * 100 / u128::from(until);
        u32::try_from(hundredths.min(100)).unwrap_or(100)
    }

    /// Computes a piece more; false when there is nothing more to compute.
    pub fn compute_more(&mut self) -> bool {
        let more = self.more;
        if more {
            self.compute(EVENTS_AT_A_TIME);
        }
        more
    }

    /// Computes a piece more of a run that was left, with which the one that is shown is compared, once
    /// that one is computed; whether it is whole now. `None` when there is nothing to compute.
    pub fn compute_left(&mut self) -> Option<bool> {
        if self.more {
            return None;
        }
        let branch = self.left.iter_mut().find(|branch| branch.more)?;
        branch.compute(EVENTS_AT_A_TIME);
        let is_whole = !branch.more;
        self.share_horizon();
        Some(is_whole)
    }

    /// Whether one of the two has something to do.
    pub fn has_work(&self) -> bool {
        self.more || self.left.iter().any(|branch| branch.more)
    }

    pub(super) fn compute(&mut self, events: u32) {
        let ahead = self.timeline.run_ahead(events);
        self.more = ahead == Ahead::More && self.timeline.len() < RECORDS_MAX;
        let trace = self.timeline.trace();
        // Who was seen to talk in one run stays tied in those that are made from it.
        self.cast.more_ties(&mut self.ties, trace, self.pace.seen());
        self.pace.extend(trace);
        self.share_horizon();
    }

    /// All runs that are kept go on to the same moment: what was done in one of them must not look as if it
    /// had ended what the others had no time for.
    fn share_horizon(&mut self) {
        let left = self.left.iter().map(|branch| branch.timeline.horizon());
        let latest = left.fold(self.timeline.horizon(), SimTime::max);
        if self.timeline.go_on_to(latest) {
            self.more = !self.stopped;
        }
        for branch in &mut self.left {
            if branch.timeline.go_on_to(latest) {
                branch.more = !branch.stopped;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use relay_kernel::SimDuration;
    use relayscope::command::Command;
    use relayscope::scenario::HostNo;

    use super::super::sample::SOURCE;
    use super::*;

    #[test]
    fn what_was_stopped_goes_on() {
        let source = format!("{SOURCE}count = 900\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        assert!(show.has_more() && show.computed() < 100);
        let records = show.trace().records().len();
        show.stop();
        assert!(!show.compute_more() && show.is_stopped() && !show.has_more());
        assert_eq!(show.trace().records().len(), records);
        show.go_on();
        assert!(show.compute_more() && !show.is_stopped());
        assert!(show.trace().records().len() > records);
        while show.compute_more() {}
        show.stop();
        assert!(!show.is_stopped(), "all of it is there");
    }

    /// Behind a deed a run may go on for days, and mostly is over long before.
    #[test]
    fn what_the_scenario_plans_is_computed_by_its_own_end() {
        let source = format!("until = \"1h\"{SOURCE}count = 1800\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        show.act(0, Command::FillDisk(HostNo(0)));
        let begun = show.computed();
        while show.has_more() && show.trace().records().last().is_some_and(|it| it.at < minutes(15))
        {
            show.compute_more();
        }
        assert!(begun < 25 && (25..30).contains(&show.computed()), "{begun}, {}", show.computed());
    }

    fn minutes(minutes: u64) -> SimTime {
        SimTime::START + SimDuration::from_mins(minutes)
    }
}
