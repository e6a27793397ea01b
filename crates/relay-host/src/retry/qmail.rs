//! qmail: the square root of a message's age grows by one step with each try (`qmail-send.c`).

use relay_kernel::{SimDuration, SimTime};

use super::{Channel, Failed, Next, Rule};

/// Constants of qmail (`qmail-send.c`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Qmail {
    /// `chanskip` of the remote channel, in seconds to the power of one half.
    pub skip_remote: u64,
    /// `chanskip` of the local channel, in seconds to the power of one half.
    pub skip_local: u64,
    /// `queuelifetime`: the first attempt past it is the last.
    pub lifetime: SimDuration,
}

impl Default for Qmail {
    fn default() -> Self {
        Self { skip_remote: 20, skip_local: 10, lifetime: SimDuration::from_secs(604_800) }
    }
}

impl Qmail {
    pub(super) fn next(&self, failed: &Failed) -> (Next, Rule) {
        let born = super::whole(failed.born);
        // qmail settles both when a pass begins, not when a delivery ends (`pass_dochan`).
        let age = super::whole(failed.began).since(born);
        if age > self.lifetime {
            return (Next::GiveUp(self.lifetime), Rule::Lifetime(self.lifetime));
        }
        let skip = match failed.channel {
            Channel::Remote => self.skip_remote,
            Channel::Local => self.skip_local,
        };
        let root = age.as_secs().isqrt();
        let steps = root.saturating_add(skip.max(1));
        let at: SimTime = born + SimDuration::from_secs(steps.saturating_mul(steps));
        (Next::At(at), Rule::Quadratic { root, skip })
    }
}
