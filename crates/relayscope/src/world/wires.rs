//! The network's side of the world: what hosts want becomes packets and planned events, and a
//! record for each.

use core::net::Ipv4Addr;

use relay_host::{Answer, Asker, Question, SessionId};
use relay_kernel::{ConnNo, EventQueue, RecordId, Series, SimDuration, SimTime};
use relay_net::dns::{Answered, QueryId};
use relay_net::{ConnId, End, Endpoint, Fabric, Fate, NetHostId, Outbox, Sent};

use crate::scenario::Break;
use crate::trace::{Conn, HostId, Kind, Record, Side, Trace, Transit, strike};

use super::Event;
use super::connections::{Connections, Half, side};
use super::late::{Late, Word};
use super::resolve::{self, Pending};
use super::terminal::Terminals;

/// Half of the network's window: below it a session that holds may go on.
const REOPEN: usize = relay_net::limit::SEND_WINDOW / 2;

/// The network, who speaks over which of its connections, and what is to happen next.
#[derive(Clone, Debug)]
pub(super) struct Wires {
    pub(super) now: SimTime,
    pub(super) events: EventQueue<Event>,
    pub(super) fabric: Fabric,
    pub(super) outbox: Outbox,
    pub(super) connections: Connections,
    pub(super) terminals: Terminals,
    /// Connections that are to break at a point of the dialogue.
    pub(super) breaks: Vec<Break>,
    /// Servers that answer slowly.
    pub(super) late: Late,
    /// Questions under way, by their serial numbers.
    queries: Series<Pending>,
}

impl Wires {
    /// The wires of a world before anything happened.
    pub(super) fn new(fabric: Fabric, hosts: usize) -> Self {
        Self {
            now: SimTime::START,
            events: EventQueue::new(),
            fabric,
            outbox: Outbox::new(),
            connections: Connections::for_hosts(hosts),
            terminals: Terminals::default(),
            breaks: Vec::new(),
            late: Late::default(),
            queries: Series::new(),
        }
    }

    /// Schedules what the network wants scheduled, as a consequence of `cause`.
    #[inline]
    pub(super) fn flush(&mut self, cause: RecordId) {
        for &(at, event) in &self.outbox.events {
            self.events.schedule(at, Event::Net(event, cause));
        }
        self.outbox.events.clear();
        self.outbox.facts.clear();
    }

    /// Sends a line or a block, and records it as the kind that `kind` makes of it.
    pub(super) fn transmit(
        &mut self,
        trace: &mut Trace,
        (host, session): (HostId, SessionId),
        octets: &[u8],
        cause: RecordId,
        kind: impl Fn(ConnNo, Side, Transit) -> Kind,
    ) {
        let Some(at) = self.connections.of(host, session) else { return };
        self.say(trace, host, at, octets, cause, kind);
    }

    /// The same at an end that is known already.
    #[inline]
    pub(super) fn say(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        (id, end): (ConnId, End),
        octets: &[u8],
        cause: RecordId,
        kind: impl Fn(ConnNo, Side, Transit) -> Kind,
    ) {
        if !self.breaks.is_empty()
            && let Some(no) = self.connections.get(id).map(|connection| connection.no)
        {
            let lost = kind(no, side(end), Transit::NEVER);
            if strike(&mut self.breaks, trace, trace.written(), &lost) {
                self.tear(id, end);
                let record = trace.push(self.now, cause, host, lost);
                return self.flush(record);
            }
        }
        self.send(trace, host, (id, end), octets, cause, kind);
    }

    /// Sends over a connection that is known already.
    #[inline]
    pub(super) fn send(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        (id, end): (ConnId, End),
        octets: &[u8],
        cause: RecordId,
        kind: impl FnOnce(ConnNo, Side, Transit) -> Kind,
    ) {
        let Some(connection) = self.connections.get_mut(id) else { return };
        let no = connection.no;
        let half = &mut connection.halves[end.index()];
        let transit = if half.backlog.is_empty() {
            let sent = self.fabric.send(self.now, id, end, octets, &mut self.outbox);
            if sent.accepted < octets.len() {
                half.backlog.extend_from_slice(&octets[sent.accepted..]);
            }
            transit(self.now, &sent)
        } else {
            half.backlog.extend_from_slice(octets);
            Transit::HELD
        };
        let record = trace.push(self.now, cause, host, kind(no, side(end), transit));
        self.flush(record);
    }

    /// Notes that a session waits for the network to take content again, if it does.
    pub(super) fn note_hold(&mut self, host: HostId, session: SessionId, holds: bool) {
        if holds
            && let Some((id, end)) = self.connections.of(host, session)
            && let Some(connection) = self.connections.get_mut(id)
        {
            connection.halves[end.index()].holds = true;
        }
    }

    /// A session has said its last word.
    pub(super) fn close(
        &mut self,
        trace: &mut Trace,
        (host, session): (HostId, SessionId),
        cause: RecordId,
    ) {
        if self.is_late(host, session) {
            return self.keep_back((host, session), Word::Close, cause);
        }
        let Some((id, end)) = self.connections.of(host, session) else { return };
        self.finish(trace, host, (id, end), cause);
        self.connections.detach(id, end);
    }

    /// Closes one end, behind all that was sent there.
    pub(super) fn finish(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        (id, end): (ConnId, End),
        cause: RecordId,
    ) {
        let Some(connection) = self.connections.get_mut(id) else { return };
        let no = connection.no;
        let half = &mut connection.halves[end.index()];
        let record = trace.push(self.now, cause, host, Kind::Closed { conn: no, by: side(end) });
        if half.backlog.is_empty() {
            self.fabric.close(self.now, id, end, &mut self.outbox);
        } else {
            half.closing = true;
        }
        self.flush(record);
    }

    /// Dials for a session; returns the number of the connection.
    pub(super) fn dial(
        &mut self,
        trace: &mut Trace,
        (host, session): (HostId, SessionId),
        to: (Ipv4Addr, u16),
        timeout: SimDuration,
        cause: RecordId,
    ) -> ConnNo {
        let (id, no) = self.call(trace, host, to, timeout, cause);
        self.connections.attach(host, session, id, End::Dialer);
        no
    }

    /// Dials from a host.
    pub(super) fn call(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        (addr, port): (Ipv4Addr, u16),
        timeout: SimDuration,
        cause: RecordId,
    ) -> (ConnId, ConnNo) {
        let server = self.fabric.host_of(addr).map_or(Record::NOWHERE, |found| HostId(found.0));
        let no = trace.push_conn(Conn { client: host, server, addr, port });
        let record = trace.push(self.now, cause, host, Kind::Dialed { conn: no });
        let to = Endpoint::new(addr, port);
        let id = self.fabric.dial(self.now, NetHostId(host.0), to, timeout, &mut self.outbox);
        self.flush(record);
        self.connections.open(id, no, [Half::new(host, None), Half::new(server, None)]);
        (id, no)
    }

    /// Asks the domain system; the answer if it is known at once.
    pub(super) fn ask(
        &mut self,
        host: HostId,
        asker: Asker,
        question: &Question,
        cause: RecordId,
    ) -> Option<Answer> {
        let at = NetHostId(host.0);
        let rtype = resolve::rtype(question);
        // Mostly the resolver knows the name as it is written, and need not look whether it is one.
        let known = resolve::with_name_as_written(question, |name| {
            let outcome = self.fabric.dns().recall(self.now, at, name, rtype);
            outcome.map(|outcome| resolve::to_host(rtype, outcome))
        });
        if known.is_some() {
            return known;
        }
        let Some(name) = resolve::to_net(question) else {
            return Some(resolve::impossible(question));
        };
        match self.fabric.query(self.now, at, &name, rtype, &mut self.outbox) {
            Answered::Now(answer) => {
                self.flush(cause);
                Some(resolve::to_host(rtype, &answer.outcome))
            }
            Answered::Later(query) => {
                self.queries.insert(query.serial(), Pending { host, asker, rtype, name, cause });
                self.flush(cause);
                None
            }
        }
    }

    /// The question that is answered now, if somebody still waits.
    pub(super) fn take_question(&mut self, query: QueryId) -> Option<Pending> {
        self.queries.remove(query.serial())
    }

    /// Forgets all sessions and questions of a host that went down.
    pub(super) fn forget_host(&mut self, host: HostId) {
        self.connections.forget_host(host);
        self.terminals.forget_host(host);
        let asked = self.queries.iter().filter(|(_, pending)| pending.host == host);
        for serial in asked.map(|(serial, _)| serial).collect::<Vec<_>>() {
            self.queries.remove(serial);
        }
    }

    /// The receiver has read `len` octets.
    #[inline]
    pub(super) fn consume(&mut self, conn: ConnId, to: End, len: usize, cause: RecordId) {
        self.read((conn, to), len, cause, |_| ());
    }

    /// The receiver reads `len` octets now.
    #[inline]
    pub(super) fn read(
        &mut self,
        at: (ConnId, End),
        len: usize,
        cause: RecordId,
        read: impl FnOnce(&[u8]),
    ) {
        self.fabric.read(self.now, at, len, read, &mut self.outbox);
        if !self.outbox.events.is_empty() {
            self.flush(cause);
        }
    }

    /// The session that held at one end, if enough of what it sent has arrived by now.
    #[inline]
    pub(super) fn reopened(&mut self, conn: ConnId, end: End) -> Option<(HostId, SessionId)> {
        let connection = self.connections.get_mut(conn)?;
        if end == End::Listener && !self.late.is_idle() && self.late.keeps(connection.no) {
            return None;
        }
        let half = &mut connection.halves[end.index()];
        if !half.holds || !half.backlog.is_empty() || self.fabric.in_flight(conn, end) > REOPEN {
            return None;
        }
        half.holds = false;
        Some((half.host, half.session?))
    }

    /// The network takes more of what one end holds back.
    pub(super) fn take_backlog(&mut self, conn: ConnId, end: End, cause: RecordId) {
        let Some(connection) = self.connections.get_mut(conn) else { return };
        let half = &mut connection.halves[end.index()];
        let sent = self.fabric.send(self.now, conn, end, &half.backlog, &mut self.outbox);
        half.backlog.drain(..sent.accepted);
        if half.backlog.is_empty() && half.closing {
            half.closing = false;
            self.fabric.close(self.now, conn, end, &mut self.outbox);
        }
        self.flush(cause);
    }

    /// Lets go of one end of a connection.
    pub(super) fn let_go(&mut self, conn: ConnId, end: End, cause: RecordId) {
        self.fabric.close(self.now, conn, end, &mut self.outbox);
        self.flush(cause);
    }
}

fn transit(now: SimTime, sent: &Sent) -> Transit {
    match sent.fate {
        Fate::Arrives(at) => Transit::micros(at.since(now).as_micros()),
        Fate::Held => Transit::HELD,
        Fate::Lost | Fate::NotOpen => Transit::NEVER,
    }
}
