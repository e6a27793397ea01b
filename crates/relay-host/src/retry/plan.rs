//! All attempts for one destination that never works.

use relay_kernel::{SimDuration, SimTime};

use super::{Channel, Failed, Next, Rule, Schedule};
use crate::limit;

/// One attempt of a [`Timetable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// When.
    pub at: SimTime,
    /// The time since the one before; zero for the first.
    pub gap: SimDuration,
    /// By which rule.
    pub rule: Rule,
}

/// What comes out when nothing ever works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The attempts in order, the first at the start.
    pub attempts: Vec<Planned>,
    /// When the message is given up: right after the last attempt.
    pub bounce_at: SimTime,
    /// Why then.
    pub bounce_rule: Rule,
}

/// The times of all attempts at a destination that always fails, with the first at the start of
/// time and attempts that take no time of their own. The message has a return path, and nothing
/// else goes to that destination.
pub fn plan(schedule: &Schedule, channel: Channel) -> Timetable {
    let is_host_error = channel == Channel::Remote;
    let mut history = None;
    let mut current = Planned { at: SimTime::START, gap: SimDuration::ZERO, rule: Rule::AtOnce };
    let mut attempts = Vec::new();
    loop {
        attempts.push(current);
        let now = current.at;
        let failed = Failed {
            born: SimTime::START,
            began: now,
            now,
            null_sender: false,
            channel,
            is_host_error,
        };
        let (next, rule) = schedule.next(&failed, &mut history);
        match next {
            Next::At(at) if attempts.len() < usize::from(limit::ATTEMPTS) => {
                current = Planned { at, gap: at.since(now), rule };
            }
            _ => return Timetable { attempts, bounce_at: now, bounce_rule: rule },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Exim, EximRule, Postfix};
    use super::*;

    /// The times of all attempts in seconds.
    fn times(schedule: &Schedule, channel: Channel) -> Vec<u64> {
        let timetable = plan(schedule, channel);
        let times: Vec<_> = timetable.attempts.iter().map(|one| one.at.as_secs()).collect();
        assert_eq!(times.last(), Some(&timetable.bounce_at.as_secs()));
        times
    }

    #[test]
    fn postfix_waits_as_long_as_the_message_is_old() {
        let all = times(&Schedule::postfix(), Channel::Remote);
        // 4800 + 4000 = 8800 is no multiple of 300; the scan at 9000 finds it.
        assert_eq!(all[..8], [0, 300, 600, 1200, 2400, 4800, 9000, 13_200]);
        let [.., before, last] = all[..] else { panic!() };
        assert!(before < 5 * 86_400 && last >= 5 * 86_400, "expiry is tested after an attempt");
        assert_eq!(all, times(&Schedule::postfix(), Channel::Local));
    }

    #[test]
    fn postfix_without_a_scan_is_exactly_on_time() {
        let ideal = Postfix { queue_run: SimDuration::ZERO, ..Postfix::default() };
        let all = times(&Schedule::Postfix(ideal), Channel::Remote);
        assert_eq!(all[..8], [0, 300, 600, 1200, 2400, 4800, 8800, 12_800]);
    }

    #[test]
    fn exim_follows_its_rules() {
        let all = times(&Schedule::exim(), Channel::Remote);
        assert_eq!(all[..10], [0, 900, 1800, 2700, 3600, 4500, 5400, 6300, 7200, 8100]);
        // Half of 18,225 s is no whole second; Exim rounds down.
        assert_eq!(all[10..16], [11_700, 17_100, 25_200, 37_350, 55_575, 82_912]);
        assert_eq!(all[16..18], [104_512, 126_112]);
        assert!(all.last().is_some_and(|last| *last > 4 * 86_400));
        assert_eq!(all.iter().filter(|&&at| at > 4 * 86_400).count(), 1);
    }

    #[test]
    fn a_queue_runner_holds_exim_back() {
        let half_hour = SimDuration::from_mins(30);
        let slow = Exim { queue_run: half_hour, ..Exim::default() };
        let all = times(&Schedule::Exim(slow), Channel::Remote);
        assert_eq!(all[..6], [0, 1800, 3600, 5400, 7200, 9000]);
        assert!(all.iter().all(|at| at % half_hour.as_secs() == 0));
    }

    #[test]
    fn no_gap_of_exim_is_longer_than_the_longest() {
        let growing = EximRule {
            cutoff: SimDuration::from_days(30),
            interval: SimDuration::from_hours(1),
            growth_per_mille: Some(4000),
        };
        let rules = Exim { rules: vec![growing], ..Exim::default() };
        let all = times(&Schedule::Exim(rules), Channel::Remote);
        assert_eq!(all[..5], [0, 3600, 18_000, 75_600, 162_000]);
        assert_eq!(all[5] - all[4], 86_400);
    }

    #[test]
    fn qmail_is_quadratic() {
        for (channel, step) in [(Channel::Remote, 20), (Channel::Local, 10)] {
            let all = times(&Schedule::qmail(), channel);
            assert!(all.iter().enumerate().all(|(k, &at)| at == (step * k as u64).pow(2)));
            // The first attempt past the lifetime is the last.
            assert_eq!(all.iter().filter(|&&at| at > 604_800).count(), 1);
        }
    }

    #[test]
    fn the_rfc_asks_for_two_attempts_in_the_first_hour() {
        let all = times(&Schedule::rfc(), Channel::Remote);
        assert_eq!(all[..5], [0, 1800, 3600, 10_800, 18_000]);
        assert!(all.last().is_some_and(|last| *last >= 5 * 86_400));
    }
}
