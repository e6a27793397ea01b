//! From records of the trace to the packets of their connections.
//!
//! Each connection is played on its own: what its records say is sent, and what they say of
//! arrivals is acknowledged. Then all packets are put in the order of time.

use std::collections::{BTreeMap, VecDeque};

use relay_host::{ContentId, Unreachable};
use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_mail::{Content, dot};
use relayscope::command::Command;
use relayscope::scenario::{HostNo, Scenario};
use relayscope::trace::{Conn, HostId, Kind, Record, Side, Trace, Transit};

use super::packet::{SEGMENT_MAX, Segment, Way, packet};

/// Each host counts its own ports from here up, as the simulated network does (RFC 6335 §6).
const PORT_MIN: u16 = 49_152;

/// An end that hears of a reset and has said nothing for so long has given up by itself: nobody
/// acknowledged its octets (RFC 9293 §3.8.3). The simulated network takes a little longer for that,
/// and then no packet arrives.
const GIVEN_UP_AFTER: SimDuration = SimDuration::from_mins(15);
/// The same for an end that had closed and heard no more of its peer.
const FORGOTTEN_AFTER: SimDuration = SimDuration::from_secs(60);

/// A packet, from its IP header on.
#[derive(Clone, Debug)]
pub(super) struct Packet {
    /// When it was sent; when it arrives where the trace tells only that.
    pub(super) at: SimTime,
    /// The record that it comes from, for those of one moment.
    record: usize,
    pub(super) octets: Vec<u8>,
}

/// All packets of a run, in the order of time.
pub(super) fn packets(trace: &Trace, scenario: &Scenario) -> Vec<Packet> {
    let mut wires = BTreeMap::new();
    let mut ports = BTreeMap::new();
    let mut sent = Vec::new();
    for (number, record) in trace.records().iter().enumerate() {
        if let Kind::Command(id) = record.kind {
            interrupt(&mut wires, trace.command(id), (record.at, number), &mut sent);
            continue;
        }
        let Some(no) = record.kind.conn() else { continue };
        if let Kind::Dialed { .. } = record.kind {
            let conn = trace.conn(no);
            let port = ports.entry(conn.client).or_insert(PORT_MIN);
            let client = scenario.hosts[conn.client.index()].address;
            let ends = Way { from: (client, *port), to: (conn.addr, conn.port) };
            *port = port.checked_add(1).unwrap_or(PORT_MIN);
            wires.insert(no, Wire::new(conn, ends, (no, record.at)));
        }
        if let Some(wire) = wires.get_mut(&no) {
            wire.advance((record.at, number));
            wire.step(trace, number, record);
            if wire.is_over() {
                sent.append(&mut wire.packets);
                wires.remove(&no);
            }
        }
    }
    // What arrives behind the last record is not known to have arrived.
    let end = trace.records().last().map_or(SimTime::START, |record| record.at);
    for mut wire in wires.into_values() {
        wire.advance((end, usize::MAX));
        wire.acknowledge();
        sent.append(&mut wire.packets);
    }
    sent.sort_by_key(|packet| (packet.at, packet.record));
    sent
}

/// What a command does to connections without a record of theirs. Octets that may be lost by it are
/// not acknowledged until later ones are.
fn interrupt(
    wires: &mut BTreeMap<ConnNo, Wire>,
    command: &Command,
    now: (SimTime, usize),
    sent: &mut Vec<Packet>,
) {
    let id = |no: HostNo| HostId::from_index(no.index());
    match command {
        Command::HostDown(no) => hit(wires, now, |_, wire| wire.silence(id(*no))),
        Command::ResetConnection(torn) => hit(wires, now, |no, wire| {
            if no == torn {
                wire.lose();
            }
        }),
        Command::CutLink(ends) => hit(wires, now, |_, wire| {
            if ends.iter().all(|end| wire.touches(id(*end))) {
                wire.lose();
            }
        }),
        Command::GoOffline(no) => hit(wires, now, |_, wire| {
            if wire.touches(id(*no)) {
                wire.lose();
            }
        }),
        Command::Partition(_) => hit(wires, now, |_, wire| wire.lose()),
        _ => return,
    }
    wires.retain(|_, wire| {
        if wire.is_over() {
            sent.append(&mut wire.packets);
        }
        !wire.is_over()
    });
}

/// Does something to every connection as it is at a moment.
fn hit(
    wires: &mut BTreeMap<ConnNo, Wire>,
    now: (SimTime, usize),
    change: impl Fn(&ConnNo, &mut Wire),
) {
    for (no, wire) in wires {
        wire.advance(now);
        change(no, wire);
    }
}

/// Octets that arrive: when, of which record, and how many of the stream have arrived by then.
type Arrival = (SimTime, usize, u32);

/// One end of a connection.
#[derive(Clone, Debug, Default)]
struct End {
    /// Its next sequence number.
    next: u32,
    /// The next one that it expects from its peer.
    expected: u32,
    /// What it sent, as far as the trace tells when it arrives.
    under_way: VecDeque<Arrival>,
    /// What it has heard and not acknowledged yet: since when.
    heard: Option<(SimTime, usize)>,
    /// When it last sent something.
    spoke: SimTime,
    closed: bool,
    /// It sent a reset.
    reset: bool,
    /// It does not know of the connection, or not any more.
    is_gone: bool,
}

/// A connection while it lasts.
#[derive(Clone, Debug)]
struct Wire {
    conn: Conn,
    /// From the client to the server.
    way: Way,
    dialled: SimTime,
    cause: Option<RecordId>,
    connected: bool,
    failed: bool,
    /// By [`Side`].
    ends: [End; 2],
    /// Whether the client's last command was BDAT: no dots in what follows (RFC 3030 §2).
    counted: bool,
    /// The content that goes over the wire, counted or with its dots.
    carried: Option<((ContentId, bool), Vec<u8>)>,
    packets: Vec<Packet>,
}

impl Wire {
    fn new(conn: Conn, way: Way, (no, at): (ConnNo, SimTime)) -> Self {
        // A clock of 4 microseconds, and something that differs from one connection to the next
        // (RFC 9293 §3.4.1).
        let clock = (at.as_micros() / 4) & u64::from(u32::MAX);
        let clock = u32::try_from(clock).expect("the lower half of 64 bits");
        let number = u32::try_from(no.index()).expect("numbers of connections have 32 bits");
        let first = clock.wrapping_add(number.wrapping_mul(0x9e37_79b1));
        let end = |next| End { next, spoke: at, ..End::default() };
        Self {
            conn,
            way,
            dialled: at,
            cause: None,
            connected: false,
            failed: false,
            ends: [end(first), end(!first)],
            counted: false,
            carried: None,
            packets: Vec::new(),
        }
    }

    /// Whether no packet can follow.
    fn is_over(&self) -> bool {
        self.failed || self.ends.iter().all(|end| end.is_gone)
    }

    fn step(&mut self, trace: &Trace, number: usize, record: &Record) {
        let now = (record.at, number);
        match record.kind {
            Kind::Dialed { .. } => {
                self.cause = Some(record.cause);
                self.segment(now, Side::Client, Segment { syn: true, ..Segment::default() }, &[]);
            }
            Kind::Connected { .. } => self.connect(now),
            Kind::DialFailed { how, .. } => self.fail(now, how),
            Kind::Line { from, transit, start, len, .. } => {
                let line = trace.octets(start, len);
                if from == Side::Client {
                    self.counted =
                        line.get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case(b"BDAT"));
                }
                self.say(now, from, line, transit);
            }
            Kind::Block { from, transit, start, len, .. } => {
                self.say(now, from, trace.octets(start, len), transit);
            }
            Kind::Data { transit, content, start, len, .. } => {
                let octets = self.content(trace, content, (start as usize, len as usize));
                self.say(now, Side::Client, &octets, transit);
            }
            Kind::Closed { by, .. } => self.close(now, by),
            Kind::Reset { .. } => self.reset(now, record),
            _ => {}
        }
    }

    fn connect(&mut self, now: (SimTime, usize)) {
        let [client, server] = &mut self.ends;
        (server.expected, client.expected) = (client.next, server.next.wrapping_add(1));
        self.connected = true;
        let answer = Segment { ack: Some(0), syn: true, ..Segment::default() };
        self.segment(now, Side::Server, answer, &[]);
        self.segment(now, Side::Client, ACK, &[]);
    }

    fn fail(&mut self, now: (SimTime, usize), how: Unreachable) {
        self.failed = true;
        match how {
            Unreachable::Refused => {
                let [client, server] = &mut self.ends;
                (server.next, server.expected) = (0, client.next);
                self.segment(now, Side::Server, Segment { rst: true, ..ACK }, &[]);
            }
            // Its own host knew that no way leads there.
            Unreachable::NoRoute if now.0 == self.dialled => self.packets.clear(),
            Unreachable::NoRoute | Unreachable::TimedOut => {}
        }
    }

    /// Octets leave one end.
    fn say(&mut self, now: (SimTime, usize), from: Side, octets: &[u8], transit: Transit) {
        if !self.connected || self.end(from).closed || self.end(from).is_gone {
            return;
        }
        let mut segments = octets.chunks(usize::from(SEGMENT_MAX)).peekable();
        while let Some(payload) = segments.next() {
            let psh = segments.peek().is_none();
            self.segment(now, from, Segment { psh, ..ACK }, payload);
        }
        let end = self.end(from);
        if let Some(micros) = transit.known() {
            let at = now.0 + SimDuration::from_micros(micros.into());
            end.under_way.push_back((at, now.1, end.next));
        }
    }

    fn close(&mut self, now: (SimTime, usize), by: Side) {
        if !self.connected {
            // It was abandoned while it was dialled.
            self.failed = true;
        } else if !self.end(by).closed && !self.end(by).is_gone {
            self.segment(now, by, Segment { fin: true, ..ACK }, &[]);
            self.end(by).closed = true;
        }
    }

    /// One end hears that the connection broke, or breaks it.
    fn reset(&mut self, now: (SimTime, usize), record: &Record) {
        if !self.connected {
            // It was abandoned while it was dialled.
            self.failed = true;
            return;
        }
        let client_first = self.conn.client == record.host && !self.ends[0].is_gone;
        let hears = if client_first { Side::Client } else { Side::Server };
        // Whoever types at a terminal can break off: then the cause is what dialled, too.
        if hears == Side::Client && self.cause == Some(record.cause) {
            self.acknowledge();
            self.segment(now, Side::Client, Segment { rst: true, ..ACK }, &[]);
            self.ends[0].reset = true;
        } else {
            let end = self.end(hears);
            let quiet = now.0.since(end.spoke);
            let alone = quiet >= GIVEN_UP_AFTER || end.closed && quiet >= FORGOTTEN_AFTER;
            let expected = end.expected;
            let peer = other(hears);
            if !alone && !self.end(peer).reset {
                let rst = Segment { rst: true, ..ACK };
                // What was lost on the way does not count: a reset must have the number that is
                // expected (RFC 9293 §3.5.3).
                self.end(peer).next = expected;
                self.segment(now, peer, rst, &[]);
                self.end(peer).reset = true;
            }
        }
        self.leave(hears);
    }

    /// A host is switched off: its ends are gone without a word.
    fn silence(&mut self, host: HostId) {
        if self.conn.client == host {
            self.leave(Side::Client);
        }
        if self.conn.server == host {
            self.leave(Side::Server);
        }
    }

    fn touches(&self, host: HostId) -> bool {
        self.conn.client == host || self.conn.server == host
    }

    /// What is under way may not arrive.
    fn lose(&mut self) {
        self.ends.iter_mut().for_each(|end| end.under_way.clear());
    }

    fn leave(&mut self, side: Side) {
        let end = self.end(side);
        (end.is_gone, end.heard) = (true, None);
        self.end(other(side)).under_way.clear();
    }

    /// Lets everything arrive that arrives before a record, and acknowledges what was not
    /// acknowledged by other octets of the same moment.
    fn advance(&mut self, now: (SimTime, usize)) {
        loop {
            let first = |side: Side| self.ends[index(side)].under_way.front().map(|it| (*it, side));
            let next = [first(Side::Client), first(Side::Server)].into_iter().flatten().min();
            let Some(((at, number, upto), from)) = next.filter(|(it, _)| (it.0, it.1) < now) else {
                break;
            };
            self.acknowledge_before(at);
            self.end(from).under_way.pop_front();
            let to = self.end(other(from));
            to.expected = upto;
            to.heard = Some((at, number));
        }
        self.acknowledge_before(now.0);
    }

    fn acknowledge_before(&mut self, at: SimTime) {
        for side in [Side::Client, Side::Server] {
            if let Some(heard) = self.end(side).heard.filter(|heard| heard.0 < at) {
                self.segment(heard, side, ACK, &[]);
            }
        }
    }

    fn acknowledge(&mut self) {
        self.acknowledge_before(SimTime::MAX);
    }

    /// Sends a segment with the numbers of the moment.
    fn segment(&mut self, now: (SimTime, usize), from: Side, segment: Segment, payload: &[u8]) {
        let (at, record) = now;
        let Way { from: client, to: server } = self.way;
        let way = match from {
            Side::Client => self.way,
            Side::Server => Way { from: server, to: client },
        };
        let end = self.end(from);
        let ack = segment.ack.map(|_| end.expected);
        let octets = packet(way, Segment { seq: end.next, ack, ..segment }, payload);
        let len = u32::try_from(payload.len()).expect("a segment is small");
        let len = len + u32::from(segment.syn) + u32::from(segment.fin);
        end.next = end.next.wrapping_add(len);
        end.heard = None;
        if len > 0 {
            end.spoke = at;
        }
        self.packets.push(Packet { at, record, octets });
    }

    /// A piece of a content as the wire carries it.
    fn content(
        &mut self,
        trace: &Trace,
        content: ContentId,
        (start, len): (usize, usize),
    ) -> Vec<u8> {
        // The lone dot that a client sends when all recipients had been refused (RFC 2920 §3.1). No
        // other stuffed content has so few octets.
        let mut lone_dot = Vec::new();
        dot::Stuffer::new().finish(&mut lone_dot);
        if !self.counted && (start, len) == (0, lone_dot.len()) {
            return lone_dot;
        }
        let key = (content, self.counted);
        if self.carried.as_ref().is_none_or(|(known, _)| *known != key) {
            let content = trace.content(content);
            let octets = if self.counted { content.to_vec() } else { stuffed(content) };
            self.carried = Some((key, octets));
        }
        let (_, octets) = self.carried.as_ref().expect("it was made just now");
        octets[start..start + len].to_vec()
    }

    fn end(&mut self, side: Side) -> &mut End {
        &mut self.ends[index(side)]
    }
}

/// Acknowledges, and says nothing else; the numbers are those of the end.
const ACK: Segment =
    Segment { seq: 0, ack: Some(0), syn: false, fin: false, rst: false, psh: false };

fn index(side: Side) -> usize {
    match side {
        Side::Client => 0,
        Side::Server => 1,
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::Client => Side::Server,
        Side::Server => Side::Client,
    }
}

/// A content as it goes behind DATA, with its end.
fn stuffed(content: &Content) -> Vec<u8> {
    let (mut stuffer, mut out) = (dot::Stuffer::new(), Vec::new());
    content.pieces().for_each(|piece| stuffer.push(piece, &mut out));
    stuffer.finish(&mut out);
    out
}
