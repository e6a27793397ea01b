//! Whom a host makes wait: greylisting.

use core::net::Ipv4Addr;
use std::collections::BTreeMap;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{ForwardPath, ReversePath};

use crate::limit;

/// A stranger's attempt: from where, from whom, for whom.
type Triplet = (Ipv4Addr, ReversePath, ForwardPath);

/// When each stranger was first seen. A server that follows RFC 5321 §4.5.4.1 comes again; much
/// of what sends spam does not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Greylist {
    first_seen: BTreeMap<Triplet, SimTime>,
}

impl Greylist {
    /// Whether this attempt is too early.
    pub(crate) fn is_too_early(
        &mut self,
        delay: SimDuration,
        now: SimTime,
        triplet: Triplet,
    ) -> bool {
        if self.first_seen.len() >= limit::GREYLIST_ENTRIES {
            self.first_seen.pop_first();
        }
        let first = *self.first_seen.entry(triplet).or_insert(now);
        now.since(first) < delay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_again_later_is_let_in() {
        let mut greylist = Greylist::default();
        let triplet = || (Ipv4Addr::LOCALHOST, ReversePath::Null, ForwardPath::Postmaster);
        let delay = SimDuration::from_mins(5);
        let at = |mins| SimTime::START + SimDuration::from_mins(mins);
        assert!(greylist.is_too_early(delay, at(0), triplet()));
        assert!(greylist.is_too_early(delay, at(4), triplet()));
        assert!(!greylist.is_too_early(delay, at(5), triplet()));
        let other = (Ipv4Addr::BROADCAST, ReversePath::Null, ForwardPath::Postmaster);
        assert!(greylist.is_too_early(delay, at(5), other));
    }
}
