//! Exim: rules by how long a host has failed (`src/retry.c`, function `retry_update`).
//!
//! An address times out when everything that it was tried at has (`src/retry.c`): a host, because it
//! has failed for longer than the last cutoff, or because the message has waited for longer than
//! that and came before the failures began. Hosts that were not due count as well, but only when
//! they have failed for too long (`src/transports/smtp.c`): then the message bounces without a try,
//! and once the host is due with one. A message that is older than the last cutoff is tried even at a
//! host that is not due, so that it can come to its end. What was noted more than a week ago is void
//! (`retry_data_expire`).

use relay_kernel::SimDuration;

use super::{Failed, History, Next, Rule};

/// Constants of Exim (`src/configure.default`, `src/globals.c`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exim {
    /// The rules in order of their cutoffs.
    pub rules: Vec<EximRule>,
    /// The interval of the queue runner (`-q`); zero for one that is always on time.
    pub queue_run: SimDuration,
    /// `retry_interval_max`: no gap is longer.
    pub interval_max: SimDuration,
    /// `retry_data_expire`: what was noted longer ago is void.
    pub data_expire: SimDuration,
}

/// One retry rule of Exim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EximRule {
    /// The rule holds while the failure is not older than this.
    pub cutoff: SimDuration,
    /// The gap, or the least gap of a growing rule.
    pub interval: SimDuration,
    /// For a `G` rule, by how many thousandths the last gap grows (1500 for `1.5`); `None` for `F`.
    pub growth_per_mille: Option<u64>,
}

impl Default for Exim {
    fn default() -> Self {
        let (hours, mins) = (SimDuration::from_hours, SimDuration::from_mins);
        let fixed = |cutoff, interval| EximRule { cutoff, interval, growth_per_mille: None };
        let growing = EximRule { growth_per_mille: Some(1500), ..fixed(hours(16), hours(1)) };
        Self {
            rules: vec![
                fixed(hours(2), mins(15)),
                growing,
                fixed(SimDuration::from_days(4), hours(6)),
            ],
            queue_run: SimDuration::ZERO,
            interval_max: SimDuration::from_hours(24),
            data_expire: SimDuration::from_days(7),
        }
    }
}

impl Exim {
    /// The last cutoff: what has failed for longer has timed out.
    pub fn lifetime(&self) -> SimDuration {
        self.rules.last().map_or(SimDuration::ZERO, |rule| rule.cutoff)
    }

    pub(crate) fn next(&self, failed: &Failed, history: &mut Option<History>) -> (Next, Rule) {
        let now = failed.now_secs();
        let known = history.unwrap_or(History {
            first_failed: now,
            last_try: now,
            next_try: now,
            expired: false,
        });
        let mut failing = now.since(known.first_failed);
        if !failed.is_host_error {
            // Other messages may get through meanwhile and wipe out what is known.
            failing = failing.max(failed.age());
        }
        let current = self.rules.iter().find(|rule| failing <= rule.cutoff);
        // The last rule goes on for ever: by it the host is tried once in a while.
        let (rule, expired) = (current.or(self.rules.last()), current.is_none());
        // A message that came before the failures began may itself be too old.
        let too_old =
            super::whole(failed.born) <= known.first_failed && failed.age() > self.lifetime();
        let gap = rule.map_or(SimDuration::ZERO, |rule| rule.gap(now, &known));
        let next_try = now + gap.min(self.interval_max);
        *history = Some(History {
            first_failed: known.first_failed,
            last_try: now,
            next_try: if too_old && !expired { now } else { next_try },
            expired,
        });
        let lifetime = self.lifetime();
        match rule {
            Some(rule) if !expired && !too_old => {
                let at = next_try.round_up_to(self.queue_run);
                let tick = (at != next_try).then_some(self.queue_run);
                (Next::At(at), Rule::Exim(*rule, tick))
            }
            _ => (Next::GiveUp(lifetime), Rule::Lifetime(lifetime)),
        }
    }
}

impl EximRule {
    /// How long to wait: Exim counts whole seconds, and rounds down.
    fn gap(&self, now: relay_kernel::SimTime, known: &History) -> SimDuration {
        let Some(per_mille) = self.growth_per_mille else { return self.interval };
        let planned = known.next_try.since(known.last_try);
        let last = planned.min(now.since(known.last_try));
        if last < self.interval {
            return self.interval;
        }
        SimDuration::from_secs(last.as_secs().saturating_mul(per_mille) / 1000)
    }
}
