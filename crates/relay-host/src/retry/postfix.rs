//! Postfix: a message waits as long as it is old, within bounds (`src/qmgr/qmgr_active.c`).

use relay_kernel::SimDuration;

use super::{Failed, Next, Rule};

/// Constants of Postfix (`src/global/mail_params.h`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postfix {
    /// `minimal_backoff_time`
    pub delay_min: SimDuration,
    /// `maximal_backoff_time`
    pub delay_max: SimDuration,
    /// `queue_run_delay`: an attempt is made at the first scan at or after it is due; zero for a
    /// scan that is always on time.
    pub queue_run: SimDuration,
    /// `maximal_queue_lifetime`, tested after an attempt.
    pub lifetime: SimDuration,
    /// `bounce_queue_lifetime`, for messages with the null reverse-path.
    pub bounce_lifetime: SimDuration,
}

impl Default for Postfix {
    fn default() -> Self {
        Self {
            delay_min: SimDuration::from_secs(300),
            delay_max: SimDuration::from_secs(4000),
            queue_run: SimDuration::from_secs(300),
            lifetime: SimDuration::from_days(5),
            bounce_lifetime: SimDuration::from_days(5),
        }
    }
}

impl Postfix {
    pub(super) fn next(&self, failed: &Failed) -> (Next, Rule) {
        // Postfix caps the lifetime of bounces to that of all messages.
        let lifetime = if failed.null_sender {
            self.bounce_lifetime.min(self.lifetime)
        } else {
            self.lifetime
        };
        let age = failed.age();
        if age >= lifetime {
            return (Next::GiveUp(lifetime), Rule::Lifetime(lifetime));
        }
        let longest = self.delay_max.max(self.delay_min);
        let due = failed.now_secs() + age.clamp(self.delay_min, longest);
        let at = due.round_up_to(self.queue_run);
        let scan = (at != due).then_some(self.queue_run);
        let rule = if age < self.delay_min {
            Rule::MinimalBackoff(self.delay_min, scan)
        } else if age > longest {
            Rule::MaximalBackoff(longest, scan)
        } else {
            Rule::AgeBackoff(age, scan)
        };
        (Next::At(at), rule)
    }
}
