//! What a host takes, from whom, and how often.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, VecDeque};

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{ForwardPath, ReversePath};

use crate::limit;

/// The rules by which a host refuses mail or makes clients wait. Hosts that it relays for are no
/// strangers: greylisting, checks and limits for one client leave them alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What strangers get who want to send through the host (RFC 5321 §3.6.2).
    pub strangers: Strangers,
    /// What becomes of mail to mailboxes that do not exist.
    pub unknown_users: UnknownUsers,
    /// How long a stranger has to wait before a second try is taken; `None` takes the first.
    pub greylisting: Option<SimDuration>,
    /// SMTP sessions with the host at once; `None` for no bound but its memory.
    pub connections_max: Option<u32>,
    /// What one stranger may do.
    pub client: ClientLimits,
    /// What becomes of mail to full mailboxes.
    pub full_mailbox: FullMailbox,
    /// Octets that queue and maildrops hold together; beyond it the host answers 452 4.3.1.
    pub storage_max: Option<u64>,
    /// Strangers' sender domains must exist and take mail (RFC 7505 §4.2).
    pub check_sender: bool,
    /// Recipients elsewhere must have a domain that exists and takes mail (RFC 7505 §4.1).
    pub check_recipient: bool,
    /// VRFY and EXPN are answered with what is true (RFC 5321 §3.5), and not with 252 and 502.
    pub verify: bool,
    /// Whoever connects to port 25 is greeted with 554: no mail is taken there (RFC 5321 §3.1).
    pub no_service: bool,
}

/// What becomes of mail to full mailboxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FullMailbox {
    /// 452 to RCPT: it may be tried again (RFC 1870 §6.4).
    #[default]
    Defer,
    /// 450 to RCPT, which does not say why the mailbox is unavailable (RFC 5321 §4.2.3).
    Busy,
    /// 552 to RCPT: it fails.
    Refuse,
}

/// What strangers get who want to send through a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strangers {
    /// 550 to RCPT.
    #[default]
    Refuse,
    /// 421, and the connection is closed.
    Dismiss,
}

/// What becomes of mail to mailboxes that do not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownUsers {
    /// 550 to RCPT.
    #[default]
    Refuse,
    /// It is accepted, and a bounce is written later: to whoever stands in MAIL, guilty or not.
    Bounce,
}

/// What one stranger may do; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientLimits {
    /// Sessions at once.
    pub connections: Option<u32>,
    /// New connections within a minute.
    pub connections_per_minute: Option<u32>,
    /// MAIL commands within a minute.
    pub messages_per_minute: Option<u32>,
}

/// The span that rates count.
const MINUTE: SimDuration = SimDuration::from_mins(1);

/// The clients of the SMTP servers, as far as there are limits for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clients {
    by_addr: BTreeMap<Ipv4Addr, Client>,
    open: u32,
}

#[derive(Clone, Debug, Default)]
struct Client {
    open: u32,
    connected: VecDeque<SimTime>,
    sent: VecDeque<SimTime>,
}

impl Clients {
    /// A client connected; whether it is one too many. It counts until it [leaves](Self::leave).
    pub(crate) fn connects(
        &mut self,
        policy: &Policy,
        now: SimTime,
        addr: Ipv4Addr,
        is_stranger: bool,
    ) -> bool {
        self.open += 1;
        let too_many = policy.connections_max.is_some_and(|max| self.open > max);
        if !is_stranger || policy.client == ClientLimits::default() {
            return too_many;
        }
        // Whatever comes of it, it is counted: it will leave again.
        let client = self.client(addr);
        client.open += 1;
        if too_many {
            return true;
        }
        let too_fast = too_often(&mut client.connected, now, policy.client.connections_per_minute);
        too_fast || policy.client.connections.is_some_and(|max| client.open > max)
    }

    /// The session of a client is over.
    pub(crate) fn leave(&mut self, addr: Ipv4Addr) {
        self.open = self.open.saturating_sub(1);
        if let Some(client) = self.by_addr.get_mut(&addr) {
            client.open = client.open.saturating_sub(1);
        }
    }

    /// A stranger begins a message; whether it is one too many.
    pub(crate) fn sends(&mut self, policy: &Policy, now: SimTime, addr: Ipv4Addr) -> bool {
        let max = policy.client.messages_per_minute;
        max.is_some() && too_often(&mut self.client(addr).sent, now, max)
    }

    fn client(&mut self, addr: Ipv4Addr) -> &mut Client {
        if self.by_addr.len() >= limit::CLIENTS_REMEMBERED {
            self.by_addr.retain(|known, client| client.open > 0 || *known == addr);
        }
        self.by_addr.entry(addr).or_default()
    }
}

/// Notes that something happened, and says whether that was too often within a minute. What is
/// refused does not count.
fn too_often(times: &mut VecDeque<SimTime>, now: SimTime, max: Option<u32>) -> bool {
    let Some(max) = max else { return false };
    while times.front().is_some_and(|first| now.since(*first) >= MINUTE) {
        times.pop_front();
    }
    if times.len() >= max as usize {
        return true;
    }
    times.push_back(now);
    false
}

/// A stranger's attempt: from where, from whom, for whom.
type Triplet = (Ipv4Addr, ReversePath, ForwardPath);

/// When each stranger was first seen. A server that follows RFC 5321 §4.5.4.1 comes again; much
/// of what sends spam does not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Greylist {
    first_seen: BTreeMap<Triplet, SimTime>,
}

impl Greylist {
    /// Whether this attempt is too early. Whole seconds count, as on every server that takes the
    /// time from `time_t`: so does Postfix with its retries, and both have to agree.
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
        now.as_secs() - first.as_secs() < delay.as_micros().div_ceil(1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_counted_by_the_minute() {
        let client = ClientLimits {
            connections: Some(2),
            connections_per_minute: Some(3),
            messages_per_minute: Some(1),
        };
        let policy = Policy { client, connections_max: Some(4), ..Policy::default() };
        let at = |secs| SimTime::START + SimDuration::from_secs(secs);
        let (mut clients, a, b) = (Clients::default(), Ipv4Addr::LOCALHOST, Ipv4Addr::BROADCAST);
        assert!(!clients.connects(&policy, at(0), a, true));
        assert!(!clients.connects(&policy, at(1), a, true));
        assert!(clients.connects(&policy, at(2), a, true), "a third one at once");
        clients.leave(a);
        clients.leave(a);
        assert!(clients.connects(&policy, at(3), a, true), "a fourth one in a minute");
        assert!(!clients.connects(&policy, at(62), b, true));
        assert!(!clients.connects(&policy, at(62), b, false), "it relays for this one");
        assert!(clients.connects(&policy, at(62), b, false), "five at once");
        assert!(!clients.sends(&policy, at(0), a));
        assert!(clients.sends(&policy, at(59), a));
        assert!(!clients.sends(&policy, at(60), a));
    }

    #[test]
    fn who_is_turned_away_from_a_full_host_leaves_what_it_brought() {
        let client = ClientLimits { connections: Some(2), ..ClientLimits::default() };
        let policy = Policy { client, connections_max: Some(3), ..Policy::default() };
        let now = SimTime::START;
        let (mut clients, a, b) = (Clients::default(), Ipv4Addr::LOCALHOST, Ipv4Addr::BROADCAST);
        assert!(!clients.connects(&policy, now, b, true));
        assert!(!clients.connects(&policy, now, a, true));
        assert!(!clients.connects(&policy, now, a, true));
        for _ in 0..3 {
            assert!(clients.connects(&policy, now, a, true), "a fourth one at the host");
            clients.leave(a);
        }
        clients.leave(b);
        assert!(clients.connects(&policy, now, a, true), "a still has its two");
    }

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

    #[test]
    fn greylisting_counts_whole_seconds() {
        let triplet = || (Ipv4Addr::LOCALHOST, ReversePath::Null, ForwardPath::Postmaster);
        let delay = SimDuration::from_mins(5);
        let at = |millis| SimTime::START + SimDuration::from_millis(millis);
        let mut greylist = Greylist::default();
        assert!(greylist.is_too_early(delay, at(10_360), triplet()));
        assert!(greylist.is_too_early(delay, at(309_999), triplet()), "299 seconds by the clock");
        assert!(!greylist.is_too_early(delay, at(310_170), triplet()), "after 299.81 seconds");
        let half = SimDuration::from_millis(500);
        let mut greylist = Greylist::default();
        assert!(greylist.is_too_early(half, at(100), triplet()), "less than a second is one");
        assert!(!greylist.is_too_early(half, at(1_000), triplet()));
    }
}
