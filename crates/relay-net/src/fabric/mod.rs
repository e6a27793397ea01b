//! The network itself: hosts, listeners, connections and everything that happens to them.

mod close;
mod dial;
mod names;
mod topology;
mod transfer;

use core::net::Ipv4Addr;
use std::collections::BTreeMap;

use relay_kernel::{Rng, SimDuration, SimTime};

pub use self::topology::Power;
use crate::connection::{Connection, ConnectionView, EndState};
use crate::dns::Dns;
use crate::limit::{HANDSHAKE_TIMEOUT, RETRANSMISSION_TIMEOUT};
use crate::link::{Link, delay_of, losses};
use crate::rule::{Packet, RuleChain, Ruling, Stage};
use crate::{
    ConnId, End, Endpoint, Fact, Happening, InstalledRule, LinkProfile, NetEvent, NetHostId,
    Outbox, Rule, RuleId, Verdict,
};

/// A host as the network sees it.
#[derive(Clone, Debug)]
struct Host {
    addrs: Vec<Ipv4Addr>,
    up: bool,
    plugged: bool,
    /// Which side of a partition it is on; all are on side 0 when there is none.
    side: u32,
    /// Ports with a listener, in order.
    listeners: Vec<u16>,
    next_port: u16,
}

/// Byte streams between simulated hosts.
///
/// The fabric is sans-IO and owns no event queue. Calls leave events in an [`Outbox`]; the caller
/// schedules them and gives each back to [`Fabric::handle`] when its moment has come. Events of
/// one moment must come back in the order in which they were left.
///
/// # A connection's life
///
/// The handshake is that of RFC 9293 section 3.5. With a latency of L, for a dial at 0:
///
/// * at L the SYN arrives. Nobody listens: the dial fails as refused at 2 L.
/// * at 2 L the SYN-ACK arrives and the dialer is connected: it may send.
/// * at 3 L the ACK arrives and the listener has accepted: it may send. That is when `accept`
///   returns on a real host: a listener does not know before that the dialer is real. Bytes that
///   the dialer sends at once arrive at the same moment, after it.
///
/// See [`EndState`] for the states after that. A host that is down, or a rule that drops, leaves a
/// dial unanswered: the dialer repeats its SYN after 1, 2, 4 … s and gives up when its time is
/// over. An address without a host, a cut link, a partition or an unplugged cable makes it
/// unreachable after a round trip.
///
/// # What goes wrong on an open connection
///
/// Bytes never go missing in the middle. Whatever keeps them from arriving (loss, a cut, a host
/// that is down, a rule) only delays them: the sender repeats after 200 ms (or a round trip, if
/// that is longer), doubling up to 120 s, until they arrive or the connection times out after 16
/// transmissions (924.6 s). Fast retransmission is left out: a lost packet always costs a timeout.
///
/// A host that goes down forgets all its connections. When it is up again, whatever reaches it on
/// one of them is answered by a reset.
///
/// A reset by an end discards everything under way in both directions at once (section 3.5.3:
/// "all segment queues should be flushed"); the peer hears of it after the link's latency.
#[derive(Clone, Debug)]
pub struct Fabric {
    hosts: Vec<Host>,
    by_addr: BTreeMap<Ipv4Addr, NetHostId>,
    links: Vec<Link>,
    by_pair: BTreeMap<(NetHostId, NetHostId), u32>,
    default_link: LinkProfile,
    slots: Vec<Connection>,
    free: Vec<u32>,
    next_serial: u32,
    rules: RuleChain,
    rng: Rng,
    dns: Dns,
    /// Whether a host is down or unplugged, a link is cut or there is a partition. While not, no
    /// packet needs to ask.
    obstructed: bool,
}

/// When something that leaves now arrives.
enum Arrival {
    At(SimTime),
    /// Every transmission is lost; after this long the sender gives up.
    Never(SimDuration),
}

impl Fabric {
    /// A network without hosts. All that is random in it is drawn from `rng`; pairs of hosts
    /// without a link of their own are connected by `default_link`.
    pub fn new(rng: Rng, default_link: LinkProfile) -> Self {
        Self {
            hosts: Vec::new(),
            by_addr: BTreeMap::new(),
            links: Vec::new(),
            by_pair: BTreeMap::new(),
            default_link,
            slots: Vec::new(),
            free: Vec::new(),
            next_serial: 1,
            rules: RuleChain::default(),
            rng,
            dns: Dns::default(),
            obstructed: false,
        }
    }

    /// What `event` means now. The caller gives back here what a call left in an outbox.
    #[inline]
    pub fn handle(&mut self, now: SimTime, event: NetEvent, out: &mut Outbox) -> Happening {
        match event {
            NetEvent::Deliver { conn, to, epoch, len } => {
                self.on_deliver(now, conn, to, epoch, len, out)
            }
            NetEvent::Fin { conn, to, epoch } => self.on_fin(now, conn, to, epoch, out),
            NetEvent::Rst { conn, to, cause } => self.on_rst(now, conn, to, cause, out),
            NetEvent::Room { conn, to } => self.on_room(conn, to),
            NetEvent::Retransmit { conn, from, epoch } => {
                self.on_retransmit(now, conn, from, epoch, out)
            }
            NetEvent::FinWaitOver { conn, end } => self.on_fin_wait_over(conn, end),
            NetEvent::Syn(conn) => self.on_syn(now, conn, out),
            NetEvent::SynAck(conn) => self.on_syn_ack(now, conn, out),
            NetEvent::Ack(conn) => self.on_ack(now, conn, out),
            NetEvent::SynTimeout(conn) => self.on_syn_timeout(now, conn, out),
            NetEvent::DialFailed { conn, error } => self.on_dial_failed(conn, error),
            NetEvent::Resolved(query) => self.on_resolved(now, query),
        }
    }

    /// Bytes that have arrived at `to` and were not consumed, oldest first; none when the
    /// connection is gone.
    #[inline]
    pub fn received(&self, conn: ConnId, to: End) -> &[u8] {
        self.live(conn).map_or(&[], |held| held.flow(to.peer()).readable())
    }

    /// Bytes that `from` sent and the peer has not consumed.
    pub fn in_flight(&self, conn: ConnId, from: End) -> usize {
        self.live(conn).map_or(0, |held| held.flow(from).held())
    }

    /// How many bytes [`Fabric::send`] would take from `from` now.
    pub fn room(&self, conn: ConnId, from: End) -> usize {
        match self.live(conn) {
            Some(held) if held.state(from).can_send() => held.flow(from).room(),
            _ => 0,
        }
    }

    /// What is known of a connection; `None` when it is gone.
    pub fn connection(&self, conn: ConnId) -> Option<ConnectionView> {
        self.live(conn).map(|held| held.view(conn.slot))
    }

    /// All connections that are open or opening.
    pub fn connections(&self) -> impl Iterator<Item = ConnectionView> {
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, held)| held.serial != 0)
            .map(|(slot, held)| held.view(u32::try_from(slot).expect("slots are counted in a u32")))
    }

    /// How many connections are open or opening.
    pub fn connection_count(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Adds a rule at the end of the chain; `None` when there are
    /// [`limit::RULES_MAX`](crate::limit::RULES_MAX) already.
    pub fn add_rule(&mut self, rule: Rule) -> Option<RuleId> {
        self.rules.add(rule)
    }

    /// Takes a rule out; `None` when it is not there. Bytes that it held back go on with the
    /// sender's next retransmission.
    pub fn remove_rule(&mut self, id: RuleId) -> Option<InstalledRule> {
        self.rules.remove(id)
    }

    /// The rules in their order, with their hits.
    pub fn rules(&self) -> &[InstalledRule] {
        self.rules.rules()
    }

    #[inline]
    fn live(&self, conn: ConnId) -> Option<&Connection> {
        self.slots.get(conn.slot()).filter(|held| held.serial == conn.serial)
    }

    #[inline]
    fn live_mut(&mut self, conn: ConnId) -> Option<&mut Connection> {
        self.slots.get_mut(conn.slot()).filter(|held| held.serial == conn.serial)
    }

    /// A connection that the caller has just seen.
    #[inline]
    fn at(&mut self, conn: ConnId) -> &mut Connection {
        &mut self.slots[conn.slot()]
    }

    /// Frees the slot when neither end knows of the connection any more.
    fn release_if_over(&mut self, conn: ConnId) {
        let held = self.at(conn);
        if held.is_over() {
            held.serial = 0;
            held.flows[0].renew();
            held.flows[1].renew();
            self.free.push(conn.slot);
        }
    }

    /// Whether a packet of this connection gets through to the host of `to` now.
    #[inline]
    fn is_clear(&self, conn: ConnId, to: End) -> bool {
        if !self.obstructed {
            return true;
        }
        let held = &self.slots[conn.slot()];
        let (from, to) = (held.host(to.peer()), held.host(to));
        self.hosts[to.index()].up && self.has_way(from, to)
    }

    /// Whether a way leads from one host to the other, be they up or not.
    fn has_way(&self, from: NetHostId, to: NetHostId) -> bool {
        let (a, b) = (&self.hosts[from.index()], &self.hosts[to.index()]);
        let cut = || self.link_of(from, to).is_some_and(|link| link.cut);
        from == to || (a.plugged && b.plugged && a.side == b.side && !cut())
    }

    /// The profile of the link under a connection.
    #[inline]
    fn profile(&self, conn: ConnId) -> LinkProfile {
        match &self.slots[conn.slot()].route {
            Some(route) => self.links[route.link as usize].profile,
            None => self.default_link,
        }
    }

    /// When `len` bytes arrive that `sender` sends now, or a packet without payload for 0.
    fn travel(
        &mut self,
        now: SimTime,
        conn: ConnId,
        sender: End,
        len: usize,
        out: &mut Outbox,
    ) -> Arrival {
        let Some(route) = &self.slots[conn.slot()].route else {
            return Arrival::At(now + self.default_link.latency);
        };
        let link = &mut self.links[route.link as usize];
        let profile = &link.profile;
        let lane = &mut link.lanes[route.lane(sender)];
        let at = lane.occupy(now, len, profile.rate_bytes_per_second) + profile.latency;
        if profile.is_steady() {
            return Arrival::At(at);
        }
        let profile = *profile;
        self.travel_by_chance(at, conn, sender, (len, profile), out)
    }

    /// The same on a link that delays at random, or loses packets: `at` is when all would have
    /// arrived.
    #[cold]
    fn travel_by_chance(
        &mut self,
        mut at: SimTime,
        conn: ConnId,
        sender: End,
        (len, profile): (usize, LinkProfile),
        out: &mut Outbox,
    ) -> Arrival {
        let held = &self.slots[conn.slot()];
        if !profile.jitter.is_zero() {
            at += SimDuration::from_micros(self.rng.below(profile.jitter.as_micros() + 1));
        }
        if profile.loss_per_million > 0 {
            let lost = losses(&mut self.rng, profile.loss_per_million, len);
            if lost > 0 {
                let open = held.state(sender).can_send() || held.state(sender).can_receive();
                let first = if open { RETRANSMISSION_TIMEOUT } else { HANDSHAKE_TIMEOUT };
                let delay = delay_of(first.max(profile.round_trip()), lost);
                if lost >= crate::limit::TRANSMISSIONS_MAX {
                    return Arrival::Never(delay);
                }
                out.facts.push(Fact::Retransmitted { conn, from: sender, losses: lost, delay });
                at += delay;
            }
        }
        Arrival::At(at)
    }

    /// Asks the rules about something that `sender` sends, and tells who decided.
    fn judge(
        &mut self,
        conn: ConnId,
        stage: Stage,
        sender: End,
        len: usize,
        out: &mut Outbox,
    ) -> Ruling {
        let held = &self.slots[conn.slot()];
        let Some(route) = held.route.filter(|_| !self.rules.is_empty()) else {
            return Ruling { rule: None, verdict: Verdict::Pass, len };
        };
        let packet = Packet {
            dialer: held.dialer,
            listener: route.listener,
            dialled: held.endpoints[End::Listener.index()],
            stage,
            sender,
            offsets: [held.flows[0].waiting_from(), held.flows[1].waiting_from()],
            len,
        };
        let ruling = self.rules.judge(&packet);
        if let Some(rule) = ruling.rule {
            let verdict = ruling.verdict;
            out.facts.push(Fact::RuleHit { rule, conn, from: sender, verdict });
        }
        ruling
    }

    /// A slot for a new connection.
    fn open_slot(&mut self, opened_at: SimTime, dialer: NetHostId, to: Endpoint) -> ConnId {
        let slot = self.free.pop().unwrap_or_else(|| {
            let slot = u32::try_from(self.slots.len()).expect("slots are counted in a u32");
            self.slots.push(Connection {
                serial: 0,
                dialer,
                route: None,
                endpoints: [to, to],
                states: [EndState::Closed; 2],
                flows: Default::default(),
                torn: false,
                dial_deadline: opened_at,
                dial_timeouts: 0,
                opened_at,
            });
            slot
        });
        let serial = self.next_serial;
        self.next_serial = serial.checked_add(1).expect("fewer than u32::MAX dials in a run");
        let local = self.local_endpoint(dialer);
        let route = self.route(dialer, to.addr);
        let held = &mut self.slots[slot as usize];
        held.serial = serial;
        held.dialer = dialer;
        held.route = route;
        held.endpoints = [local, to];
        held.states = [EndState::SynSent, EndState::Listen];
        held.torn = false;
        held.dial_timeouts = 0;
        held.opened_at = opened_at;
        ConnId { serial, slot }
    }
}
