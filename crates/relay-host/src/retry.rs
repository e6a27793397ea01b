//! When a deferred recipient is tried again, and when it is given up.
//!
//! Each profile is the schedule of a real product, from that product's public sources. Virtual
//! time starts with the scenario; a product that scans its queue does so at multiples of its
//! interval. The products count whole seconds, and so do these schedules.

use relay_kernel::{SimDuration, SimTime};

/// A product's schedule with its constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Postfix: the back-off is the message's age, clamped (`src/qmgr/qmgr_active.c`).
    Postfix(Postfix),
    /// Exim: rules by how long the host has failed (`src/retry.c`).
    Exim(Exim),
    /// qmail: quadratic (`qmail-send.c`).
    Qmail(Qmail),
    /// The floor that RFC 5321 §4.5.4.1 sets.
    Rfc(Rfc),
}

/// Constants of Postfix (`src/global/mail_params.h`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postfix {
    /// `minimal_backoff_time`
    pub delay_min: SimDuration,
    /// `maximal_backoff_time`
    pub delay_max: SimDuration,
    /// `queue_run_delay`: an attempt is made at the first scan at or after it is due.
    pub queue_run: SimDuration,
    /// `maximal_queue_lifetime`, tested after an attempt.
    pub lifetime: SimDuration,
    /// `bounce_queue_lifetime`, for messages with the null reverse-path.
    pub bounce_lifetime: SimDuration,
}

/// Constants of Exim (`src/configure.default`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exim {
    /// The rules in order of their cutoffs.
    pub rules: Vec<EximRule>,
    /// The interval of the queue runner (`-q`); zero for one that is always on time.
    pub queue_run: SimDuration,
}

/// One retry rule of Exim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EximRule {
    /// The rule holds while the failure is not older than this.
    pub cutoff: SimDuration,
    /// The gap, or the least gap of a growing rule.
    pub interval: SimDuration,
    /// For a `G` rule, by how many tenths the last gap grows (15 for `1.5`); `None` for `F`.
    pub growth_tenths: Option<u64>,
}

/// Constants of qmail (`qmail-send.c`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Qmail {
    /// `chanskip` of the channel, in seconds: 20 for remote, 10 for local.
    pub skip_secs: u64,
    /// `queuelifetime`: the first attempt past it is the last.
    pub lifetime: SimDuration,
}

/// The schedule that RFC 5321 §4.5.4.1 describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rfc {
    /// Gap of the attempts in the first hour.
    pub first_gap: SimDuration,
    /// How long the first gap is used.
    pub first_span: SimDuration,
    /// Gap of all later attempts.
    pub later_gap: SimDuration,
    /// How long a message is tried.
    pub lifetime: SimDuration,
}

/// What is known when an attempt has failed.
#[derive(Clone, Copy, Debug)]
pub struct Failed {
    /// When the message came into the queue.
    pub born: SimTime,
    /// When the attempt ended.
    pub now: SimTime,
    /// The gap before this attempt; zero for the first.
    pub last_gap: SimDuration,
    /// Whether the message has the null reverse-path.
    pub null_sender: bool,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again then.
    At(SimTime),
    /// Give up; the message was tried for this lifetime.
    GiveUp(SimDuration),
}

impl Schedule {
    /// Postfix as it is delivered.
    pub fn postfix() -> Self {
        Self::Postfix(Postfix {
            delay_min: SimDuration::from_secs(300),
            delay_max: SimDuration::from_secs(4000),
            queue_run: SimDuration::from_secs(300),
            lifetime: SimDuration::from_days(5),
            bounce_lifetime: SimDuration::from_days(5),
        })
    }

    /// Exim with the rules of its default configuration: `F,2h,15m; G,16h,1h,1.5; F,4d,6h`.
    pub fn exim() -> Self {
        let (hours, mins) = (SimDuration::from_hours, SimDuration::from_mins);
        let rule = |cutoff, interval, growth_tenths| EximRule { cutoff, interval, growth_tenths };
        Self::Exim(Exim {
            rules: vec![
                rule(hours(2), mins(15), None),
                rule(hours(16), hours(1), Some(15)),
                rule(SimDuration::from_days(4), hours(6), None),
            ],
            queue_run: SimDuration::ZERO,
        })
    }

    /// qmail's remote channel.
    pub fn qmail() -> Self {
        Self::Qmail(Qmail { skip_secs: 20, lifetime: SimDuration::from_secs(604_800) })
    }

    /// Two attempts in the first hour, then one every two hours, for five days.
    pub fn rfc() -> Self {
        Self::Rfc(Rfc {
            first_gap: SimDuration::from_mins(30),
            first_span: SimDuration::from_hours(1),
            later_gap: SimDuration::from_hours(2),
            lifetime: SimDuration::from_days(5),
        })
    }

    /// The schedule of a mail client's outbox: every five minutes, for a day. A mail client is not
    /// held to RFC 5321 §4.5.4.1; its user sits in front of it.
    pub fn outbox() -> Self {
        Self::Rfc(Rfc {
            first_gap: SimDuration::from_mins(5),
            first_span: SimDuration::from_hours(1),
            later_gap: SimDuration::from_mins(30),
            lifetime: SimDuration::from_days(1),
        })
    }

    /// When to try again after a failed attempt.
    pub fn next(&self, failed: Failed) -> Next {
        let now = SimTime::START + SimDuration::from_secs(failed.now.as_secs());
        let age = SimDuration::from_secs(failed.now.since(failed.born).as_secs());
        match self {
            Self::Postfix(rules) => {
                let lifetime =
                    if failed.null_sender { rules.bounce_lifetime } else { rules.lifetime };
                if age >= lifetime {
                    return Next::GiveUp(lifetime);
                }
                let backoff = age.clamp(rules.delay_min, rules.delay_max.max(rules.delay_min));
                Next::At((now + backoff).round_up_to(rules.queue_run))
            }
            Self::Exim(rules) => {
                let Some(rule) = rules.rules.iter().find(|rule| age <= rule.cutoff) else {
                    let last = rules.rules.last().map_or(SimDuration::ZERO, |rule| rule.cutoff);
                    return Next::GiveUp(last);
                };
                let gap = rule.growth_tenths.map_or(rule.interval, |tenths| {
                    rule.interval.max(failed.last_gap * tenths / 10)
                });
                Next::At((now + gap).round_up_to(rules.queue_run))
            }
            Self::Qmail(rules) => {
                if age > rules.lifetime {
                    return Next::GiveUp(rules.lifetime);
                }
                let root = age.as_secs().isqrt() + rules.skip_secs;
                let born = SimTime::START + SimDuration::from_secs(failed.born.as_secs());
                Next::At(born + SimDuration::from_secs(root * root))
            }
            Self::Rfc(rules) => {
                if age >= rules.lifetime {
                    return Next::GiveUp(rules.lifetime);
                }
                let early = age + rules.first_gap <= rules.first_span;
                Next::At(now + if early { rules.first_gap } else { rules.later_gap })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times of all attempts in seconds, where attempts take no time, and that of giving up.
    fn times(schedule: &Schedule) -> (Vec<u64>, u64) {
        let (mut at, mut last_gap, mut times) = (SimTime::START, SimDuration::ZERO, Vec::new());
        loop {
            times.push(at.as_secs());
            let failed = Failed { born: SimTime::START, now: at, last_gap, null_sender: false };
            match schedule.next(failed) {
                Next::At(next) => (last_gap, at) = (next.since(at), next),
                Next::GiveUp(_) => return (times, at.as_secs()),
            }
        }
    }

    #[test]
    fn postfix_waits_as_long_as_the_message_is_old() {
        let (times, end) = times(&Schedule::postfix());
        // 4800 + 4000 = 8800 is no multiple of 300; the scan at 9000 finds it.
        assert_eq!(times[..8], [0, 300, 600, 1200, 2400, 4800, 9000, 13_200]);
        assert!(end >= 5 * 86_400, "expiry is tested after an attempt");
    }

    #[test]
    fn exim_follows_its_rules() {
        let (times, end) = times(&Schedule::exim());
        assert_eq!(times[..10], [0, 900, 1800, 2700, 3600, 4500, 5400, 6300, 7200, 8100]);
        assert_eq!(times[10..13], [11_700, 17_100, 25_200]);
        assert!(end > 4 * 86_400);
    }

    #[test]
    fn qmail_is_quadratic() {
        let (times, end) = times(&Schedule::qmail());
        assert!(times.iter().enumerate().all(|(k, &at)| at == (20 * k as u64).pow(2)));
        assert!(end > 604_800, "the first attempt past the lifetime is the last");
        assert_eq!(times.iter().filter(|&&at| at > 604_800).count(), 1);
    }

    #[test]
    fn the_rfc_asks_for_two_attempts_in_the_first_hour() {
        let (times, end) = times(&Schedule::rfc());
        assert_eq!(times[..5], [0, 1800, 3600, 10_800, 18_000]);
        assert!(end >= 5 * 86_400);
    }
}
