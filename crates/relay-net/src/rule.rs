//! Faults as an ordered chain of rules: the first that matches decides.

use core::net::Ipv4Addr;

use relay_kernel::SimDuration;

use crate::limit::RULES_MAX;
use crate::{End, Endpoint, NetHostId};

relay_kernel::define_id! {
    /// Which rule: its number in the run, in the order of adding. No two rules share one.
    pub struct RuleId
}

/// What happens to something that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes its way, and no later rule is asked.
    Pass,
    /// It arrives this much later. Bytes behind it wait for it.
    Delay(SimDuration),
    /// It vanishes. The sender sends it again until it gets through or the connection times out.
    Drop,
    /// The connection is torn: both ends get a reset, behind the bytes that are already on their
    /// way. While a connection opens, this is the same as `Refuse`.
    Reset,
    /// A dial is refused, as if nobody listened. On an open connection this is the same as `Reset`.
    Refuse,
}

/// Between which hosts a rule works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hosts {
    /// All.
    #[default]
    Any,
    /// Connections with this host at either end.
    With(NetHostId),
    /// Connections between these two, whoever dialled.
    Between(NetHostId, NetHostId),
    /// Connections that the first dialled to the second.
    Dialled {
        /// The host that dialled.
        from: NetHostId,
        /// The host that was dialled.
        to: NetHostId,
    },
}

/// When in the life of a connection a rule works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// While it opens: the dialer's SYN, the listener's SYN-ACK.
    Handshake,
    /// When it is open: bytes and the orderly close.
    Stream,
}

/// A point in a stream: behind the first `bytes` bytes that `from` sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// The end whose bytes are counted.
    pub from: End,
    /// How many of its bytes are let through first.
    pub bytes: u64,
}

/// One rule: what it matches (all conditions together) and what it decides.
///
/// ```
/// use relay_net::{End, Rule, Stage, Verdict};
/// // Whatever listeners say after their first 100 bytes is lost, twice.
/// let rule = Rule {
///     stage: Some(Stage::Stream),
///     sender: Some(End::Listener),
///     after: Some(relay_net::After { from: End::Listener, bytes: 100 }),
///     hits_max: Some(2),
///     ..Rule::new(Verdict::Drop)
/// };
/// assert_eq!(rule.port, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Between which hosts.
    pub hosts: Hosts,
    /// The address that was dialled; `None` is any.
    pub addr: Option<Ipv4Addr>,
    /// The port that was dialled; `None` is any.
    pub port: Option<u16>,
    /// At which stage; `None` is both.
    pub stage: Option<Stage>,
    /// Which end sends; `None` is either.
    pub sender: Option<End>,
    /// From which point of a stream on; `None` is from the start. A chunk that crosses the point
    /// is split there.
    pub after: Option<After>,
    /// What it decides.
    pub verdict: Verdict,
    /// After so many hits it matches no more; `None` is without limit.
    pub hits_max: Option<u32>,
}

impl Rule {
    /// A rule that matches everything.
    pub const fn new(verdict: Verdict) -> Self {
        Self {
            hosts: Hosts::Any,
            addr: None,
            port: None,
            stage: None,
            sender: None,
            after: None,
            verdict,
            hits_max: None,
        }
    }
}

/// A rule in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstalledRule {
    /// Its id.
    pub id: RuleId,
    /// The rule.
    pub rule: Rule,
    /// How often it has decided.
    pub hits: u32,
}

impl InstalledRule {
    /// Whether it has reached its limit and matches no more.
    pub fn is_spent(&self) -> bool {
        self.rule.hits_max.is_some_and(|max| self.hits >= max)
    }
}

/// What the chain is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packet {
    pub(crate) dialer: NetHostId,
    pub(crate) listener: NetHostId,
    pub(crate) dialled: Endpoint,
    pub(crate) stage: Stage,
    pub(crate) sender: End,
    /// Bytes that each end sent before this; for the sender: where in its stream this begins.
    pub(crate) offsets: [u64; 2],
    pub(crate) len: usize,
}

/// What the chain says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) rule: Option<RuleId>,
    pub(crate) verdict: Verdict,
    /// For how many bytes it holds; the chain must be asked again about the rest.
    pub(crate) len: usize,
}

/// The ordered rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleChain {
    rules: Vec<InstalledRule>,
    next: u32,
}

impl RuleChain {
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub(crate) fn rules(&self) -> &[InstalledRule] {
        &self.rules
    }

    /// Adds at the end; `None` when the chain is full.
    pub(crate) fn add(&mut self, rule: Rule) -> Option<RuleId> {
        if self.rules.len() >= RULES_MAX {
            return None;
        }
        let id = RuleId(self.next);
        self.next += 1;
        self.rules.push(InstalledRule { id, rule, hits: 0 });
        Some(id)
    }

    pub(crate) fn remove(&mut self, id: RuleId) -> Option<InstalledRule> {
        let at = self.rules.iter().position(|held| held.id == id)?;
        Some(self.rules.remove(at))
    }

    /// Finds the rule that decides about the beginning of `packet`, and counts the hit.
    pub(crate) fn judge(&mut self, packet: &Packet) -> Ruling {
        let mut len = packet.len;
        for held in &mut self.rules {
            if held.is_spent() {
                continue;
            }
            match reach(&held.rule, packet) {
                Reach::No => {}
                Reach::From(offset) => len = len.min(offset),
                Reach::Yes => {
                    held.hits = held.hits.saturating_add(1);
                    return Ruling { rule: Some(held.id), verdict: held.rule.verdict, len };
                }
            }
        }
        Ruling { rule: None, verdict: Verdict::Pass, len }
    }
}

/// Whether a rule matches a packet.
enum Reach {
    No,
    /// From this many bytes into it, which is more than none and fewer than all.
    From(usize),
    Yes,
}

fn reach(rule: &Rule, packet: &Packet) -> Reach {
    let (dialer, listener) = (packet.dialer, packet.listener);
    let hosts = match rule.hosts {
        Hosts::Any => true,
        Hosts::With(host) => host == dialer || host == listener,
        Hosts::Between(a, b) => (a, b) == (dialer, listener) || (b, a) == (dialer, listener),
        Hosts::Dialled { from, to } => (from, to) == (dialer, listener),
    };
    let matches = hosts
        && rule.addr.is_none_or(|addr| addr == packet.dialled.addr)
        && rule.port.is_none_or(|port| port == packet.dialled.port)
        && rule.stage.is_none_or(|stage| stage == packet.stage)
        && rule.sender.is_none_or(|sender| sender == packet.sender);
    if !matches {
        return Reach::No;
    }
    let Some(after) = rule.after else {
        return Reach::Yes;
    };
    let missing = after.bytes.saturating_sub(packet.offsets[after.from.index()]);
    if missing == 0 {
        return Reach::Yes;
    }
    match usize::try_from(missing) {
        Ok(missing) if after.from == packet.sender && missing < packet.len => Reach::From(missing),
        _ => Reach::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NetHostId = NetHostId(0);
    const B: NetHostId = NetHostId(1);
    const C: NetHostId = NetHostId(2);

    fn packet(len: usize) -> Packet {
        Packet {
            dialer: A,
            listener: B,
            dialled: Endpoint::new(Ipv4Addr::new(192, 0, 2, 1), 25),
            stage: Stage::Stream,
            sender: End::Dialer,
            offsets: [0, 0],
            len,
        }
    }

    fn hits(rule: Rule, packet: &Packet) -> bool {
        let mut chain = RuleChain::default();
        chain.add(rule);
        chain.judge(packet).rule.is_some()
    }

    #[test]
    fn the_first_match_decides() {
        let mut chain = RuleChain::default();
        let spare =
            chain.add(Rule { hosts: Hosts::With(C), ..Rule::new(Verdict::Drop) }).expect("room");
        let pass = chain.add(Rule { port: Some(25), ..Rule::new(Verdict::Pass) }).expect("room");
        let drop = chain.add(Rule::new(Verdict::Drop)).expect("room");
        assert_eq!(chain.judge(&packet(5)).rule, Some(pass));
        chain.remove(pass);
        assert_eq!(
            chain.judge(&packet(5)),
            Ruling { rule: Some(drop), verdict: Verdict::Drop, len: 5 }
        );
        assert_eq!(chain.remove(pass), None);
        assert_eq!(chain.remove(spare).map(|held| held.hits), Some(0));
    }

    #[test]
    fn a_spent_rule_lets_the_next_decide() {
        let mut chain = RuleChain::default();
        let twice = chain.add(Rule { hits_max: Some(2), ..Rule::new(Verdict::Drop) });
        let seen: Vec<_> = (0..3).map(|_| chain.judge(&packet(1)).rule).collect();
        assert_eq!(seen, [twice, twice, None]);
        assert!(chain.rules()[0].is_spent());
    }

    #[test]
    fn every_condition_counts() {
        let rule = Rule::new(Verdict::Drop);
        let it = packet(1);
        assert!(hits(Rule { hosts: Hosts::Between(B, A), ..rule }, &it));
        assert!(!hits(Rule { hosts: Hosts::Between(B, C), ..rule }, &it));
        assert!(hits(Rule { hosts: Hosts::Dialled { from: A, to: B }, ..rule }, &it));
        assert!(!hits(Rule { hosts: Hosts::Dialled { from: B, to: A }, ..rule }, &it));
        assert!(!hits(Rule { hosts: Hosts::With(C), ..rule }, &it));
        assert!(!hits(Rule { addr: Some(Ipv4Addr::LOCALHOST), ..rule }, &it));
        assert!(!hits(Rule { port: Some(110), ..rule }, &it));
        assert!(!hits(Rule { stage: Some(Stage::Handshake), ..rule }, &it));
        assert!(!hits(Rule { sender: Some(End::Listener), ..rule }, &it));
    }

    #[test]
    fn a_point_in_the_stream_splits_a_chunk() {
        let mut chain = RuleChain::default();
        let after = Some(After { from: End::Dialer, bytes: 10 });
        chain.add(Rule { after, ..Rule::new(Verdict::Reset) });
        let first = chain.judge(&packet(15));
        assert_eq!(first, Ruling { rule: None, verdict: Verdict::Pass, len: 10 });
        let rest = chain.judge(&Packet { offsets: [10, 0], ..packet(5) });
        assert_eq!((rest.verdict, rest.len), (Verdict::Reset, 5));
        assert_eq!(chain.judge(&packet(10)).len, 10, "ten bytes are let through");
    }

    #[test]
    fn the_other_ends_bytes_do_not_split() {
        let mut chain = RuleChain::default();
        let after = Some(After { from: End::Listener, bytes: 3 });
        chain.add(Rule { after, ..Rule::new(Verdict::Drop) });
        assert_eq!(chain.judge(&packet(9)).verdict, Verdict::Pass);
        let later = Packet { offsets: [0, 3], ..packet(9) };
        assert_eq!(chain.judge(&later).verdict, Verdict::Drop);
    }

    #[test]
    fn the_chain_is_bounded() {
        let mut chain = RuleChain::default();
        assert!((0..RULES_MAX).all(|_| chain.add(Rule::new(Verdict::Pass)).is_some()));
        assert_eq!(chain.add(Rule::new(Verdict::Pass)), None);
    }
}
