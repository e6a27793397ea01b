//! Settings of a host that people change while it runs.

use core::fmt;

use relay_host::{HostConfig, SettingChange};
use relay_kernel::SimDuration;

use crate::scenario::Profile;
use crate::schedule;

/// A setting with its new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Whose retry schedule the host keeps to, as it is delivered. What waits keeps its
    /// appointment; the next failure goes by the new schedule.
    RetryProfile(Profile),
    /// For how long the host puts off those whom it does not know; zero is not at all.
    Greylisting(SimDuration),
    /// Octets of the largest message that the host takes (RFC 1870), from the next session on; 0
    /// is no bound.
    MessageSizeMax(u64),
}

impl Setting {
    /// Whether a host is set so already.
    pub fn is_so(self, config: &HostConfig) -> bool {
        config.has(&self.change())
    }

    /// The same in the host's words.
    pub(crate) fn change(self) -> SettingChange {
        match self {
            Self::RetryProfile(profile) => {
                let schedule = schedule::of(profile);
                let patience = schedule::usual_patience(&schedule);
                SettingChange::Retry(schedule, patience)
            }
            Self::Greylisting(delay) => {
                SettingChange::Greylisting((delay > SimDuration::ZERO).then_some(delay))
            }
            Self::MessageSizeMax(max) => SettingChange::MessageSizeMax((max > 0).then_some(max)),
        }
    }
}

/// What it is set to, to stand behind `set `.
impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RetryProfile(profile) => {
                let named = Profile::ALL.iter().find(|(known, _)| known == profile);
                write!(f, "the retry schedule to that of {}", named.map_or("", |(_, name)| name))
            }
            Self::Greylisting(SimDuration::ZERO) => f.write_str("greylisting off"),
            Self::Greylisting(delay) => write!(f, "greylisting to {delay}"),
            Self::MessageSizeMax(0) => f.write_str("the largest message to any size"),
            Self::MessageSizeMax(max) => write!(f, "the largest message to {max} octets"),
        }
    }
}
