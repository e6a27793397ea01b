//! Where hosts and network meet: events of the network become inputs of hosts, outputs of hosts
//! become bytes on the network.

use core::net::Ipv4Addr;

use relay_host::{Input, Output, Service, SessionId, Unreachable};
use relay_kernel::{RecordId, SimDuration, SimTime};
use relay_net::dns::Answered;
use relay_net::{ConnId, DialError, End, Endpoint, Fate, Happening, NetEvent, NetHostId, Sent};
use smol_str::format_smolstr;

use crate::trace::{Conn, HostId, Kind, Record, Trace, Transit};

use super::connections::{Half, side};
use super::log::HostLog;
use super::resolve::{self, Pending};
use super::{Event, World};

/// Half of the network's window: below it a session that holds may go on.
const REOPEN: usize = relay_net::limit::SEND_WINDOW / 2;

impl World {
    /// Gives a host an input, carries out what it wants, and notes when to wake it.
    pub(super) fn feed(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        input: Input<'_>,
        cause: RecordId,
    ) {
        let now = self.now;
        let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
        self.places[host.index()].host.handle(now, input, cause, &mut log);
        self.drain(trace, host);
    }

    pub(super) fn wake(&mut self, trace: &mut Trace, host: HostId) {
        self.places[host.index()].wake = None;
        self.feed(trace, host, Input::Wake, self.origin);
    }

    /// Carries out everything that a host wants.
    pub(super) fn drain(&mut self, trace: &mut Trace, host: HostId) {
        let mut known = Vec::new();
        loop {
            self.drain_outputs(trace, host, &mut known);
            let Some((asker, answer, cause)) = known.pop() else { break };
            let now = self.now;
            let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
            let input = Input::Resolved { asker, answer };
            self.places[host.index()].host.handle(now, input, cause, &mut log);
        }
        self.rearm(host);
    }

    /// `known` takes questions that the host's resolver could answer at once.
    fn drain_outputs(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        known: &mut Vec<(relay_host::Asker, relay_host::Answer, RecordId)>,
    ) {
        // What it wants is taken out as a whole: carrying it out needs the world beside it.
        let mut wanted = self.places[host.index()].host.take_outputs();
        while let Some(output) = wanted.poll() {
            match output {
                Output::Line { session, octets, cause } => {
                    let (start, len) = trace.push_octets(octets);
                    self.transmit(trace, (host, session), octets, cause, |conn, from, transit| {
                        Kind::Line { conn, from, transit, start, len }
                    });
                }
                Output::Block { session, octets, holds, cause } => {
                    let (start, len) = trace.push_octets(octets);
                    self.transmit(trace, (host, session), octets, cause, |conn, _, transit| {
                        Kind::Block { conn, transit, start, len }
                    });
                    self.note_hold(host, session, holds);
                }
                Output::Data { session, octets, content, start, holds, cause } => {
                    let len = u32::try_from(octets.len()).expect("a block is small");
                    self.transmit(trace, (host, session), octets, cause, |conn, _, transit| {
                        Kind::Data { conn, transit, content, start, len }
                    });
                    self.note_hold(host, session, holds);
                }
                Output::Close { session, cause } => self.close(trace, host, session, cause),
                Output::Dial { session, addr, port, timeout, cause } => {
                    self.dial(trace, (host, session), (addr, port), timeout, cause);
                }
                Output::Resolve { asker, question, cause } => {
                    let Some((name, rtype)) = resolve::to_net(question) else {
                        known.push((asker, resolve::impossible(question), cause));
                        continue;
                    };
                    let at = NetHostId(host.0);
                    match self.fabric.query(self.now, at, &name, rtype, &mut self.outbox) {
                        Answered::Now(answer) => {
                            known.push((asker, resolve::to_host(rtype, &answer), cause));
                        }
                        Answered::Later(query) => {
                            let pending = Pending { host, asker, rtype, name, cause };
                            self.queries.insert(query, pending);
                        }
                    }
                    self.flush(cause);
                }
            }
        }
        self.places[host.index()].host.return_outputs(wanted);
    }

    /// Schedules what the network wants scheduled, as a consequence of `cause`.
    pub(super) fn flush(&mut self, cause: RecordId) {
        for (at, event) in self.outbox.events.drain(..) {
            self.events.schedule(at, Event::Net(event, cause));
        }
        self.outbox.facts.clear();
    }

    /// Sees to it that a host is woken exactly at its deadline.
    pub(super) fn rearm(&mut self, host: HostId) {
        let place = &mut self.places[host.index()];
        let due = place.host.deadline();
        if place.wake.map(|(_, at)| at) == due {
            return;
        }
        if let Some((key, _)) = place.wake.take() {
            self.events.cancel(key);
        }
        place.wake = due.map(|at| (self.events.schedule(at.max(self.now), Event::Wake(host)), at));
    }

    fn transmit(
        &mut self,
        trace: &mut Trace,
        (host, session): (HostId, SessionId),
        octets: &[u8],
        cause: RecordId,
        kind: impl FnOnce(relay_kernel::ConnNo, crate::trace::Side, Transit) -> Kind,
    ) {
        let Some((id, end)) = self.connections.of(host, session) else { return };
        let Some(connection) = self.connections.get_mut(id) else { return };
        let no = connection.no;
        let half = &mut connection.halves[end.index()];
        let transit = if half.backlog.is_empty() {
            let sent = self.fabric.send(self.now, id, end, octets, &mut self.outbox);
            half.backlog.extend_from_slice(&octets[sent.accepted..]);
            transit(self.now, &sent)
        } else {
            half.backlog.extend_from_slice(octets);
            Transit::NEVER
        };
        let record = trace.push(self.now, cause, host, kind(no, side(end), transit));
        self.flush(record);
    }

    fn note_hold(&mut self, host: HostId, session: SessionId, holds: bool) {
        if holds
            && let Some((id, end)) = self.connections.of(host, session)
            && let Some(connection) = self.connections.get_mut(id)
        {
            connection.halves[end.index()].holds = true;
        }
    }

    fn close(&mut self, trace: &mut Trace, host: HostId, session: SessionId, cause: RecordId) {
        let Some((id, end)) = self.connections.of(host, session) else { return };
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
        self.connections.detach(id, end);
    }

    fn dial(
        &mut self,
        trace: &mut Trace,
        (host, session): (HostId, SessionId),
        (addr, port): (Ipv4Addr, u16),
        timeout: SimDuration,
        cause: RecordId,
    ) {
        let server = self.fabric.host_of(addr).map_or(Record::NOWHERE, |found| HostId(found.0));
        let no = trace.push_conn(Conn { client: host, server, addr, port });
        let record = trace.push(self.now, cause, host, Kind::Dialed { conn: no });
        let to = Endpoint::new(addr, port);
        let id = self.fabric.dial(self.now, NetHostId(host.0), to, timeout, &mut self.outbox);
        self.flush(record);
        self.connections.open(id, no, [Half::new(host, None), Half::new(server, None)]);
        self.connections.attach(host, session, id, End::Dialer);
        self.places[host.index()].host.dialled(session, no);
    }

    pub(super) fn net_event(&mut self, trace: &mut Trace, event: NetEvent, cause: RecordId) {
        let happening = self.fabric.handle(self.now, event, &mut self.outbox);
        match happening {
            Happening::Nothing => self.flush(cause),
            Happening::Accepted { conn, host, local, peer } => {
                self.flush(cause);
                self.accepted(trace, conn, HostId(host.0), (local.port, peer.addr), cause);
            }
            Happening::Connected { conn, host } => {
                let Some(no) = self.connections.get_mut(conn).map(|c| c.no) else { return };
                let host = HostId(host.0);
                let record = self.record(trace, host, Kind::Connected { conn: no }, cause);
                self.flush(record);
                if let Some((host, session)) = self.connections.session(conn, End::Dialer) {
                    self.feed(trace, host, Input::Connected { session }, record);
                }
            }
            Happening::DialFailed { conn, host, error } => {
                self.flush(cause);
                self.dial_failed(trace, conn, HostId(host.0), error, cause);
            }
            Happening::Bytes { conn, to, len, .. } => {
                self.flush(cause);
                self.bytes(trace, conn, to, len as usize, cause);
            }
            Happening::Closed { conn, to, .. } => {
                self.flush(cause);
                self.peer_gone(trace, conn, to, cause);
            }
            Happening::Reset { conn, to, host, .. } => {
                let Some(no) = self.connections.get_mut(conn).map(|c| c.no) else { return };
                let host = HostId(host.0);
                let record = self.record(trace, host, Kind::Reset { conn: no }, cause);
                self.flush(record);
                self.peer_gone(trace, conn, to, record);
            }
            Happening::Writable { conn, end, .. } => {
                self.flush(cause);
                self.writable(trace, conn, end, cause);
            }
            Happening::Resolved { query, .. } => {
                self.flush(cause);
                self.resolved(trace, query);
            }
        }
    }

    fn accepted(
        &mut self,
        trace: &mut Trace,
        conn: ConnId,
        host: HostId,
        (port, peer): (u16, Ipv4Addr),
        cause: RecordId,
    ) {
        let Some(no) = self.connections.get_mut(conn).map(|c| c.no) else { return };
        let now = self.now;
        let service = Service::ALL.into_iter().find(|service| service.port() == port);
        let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
        let session = service.and_then(|service| {
            self.places[host.index()].host.accept((now, cause), service, peer, no, &mut log)
        });
        if let Some(session) = session {
            self.connections.attach(host, session, conn, End::Listener);
            self.drain(trace, host);
        } else {
            self.fabric.reset(now, conn, End::Listener, &mut self.outbox);
            self.flush(cause);
        }
    }

    fn dial_failed(
        &mut self,
        trace: &mut Trace,
        conn: ConnId,
        host: HostId,
        error: DialError,
        cause: RecordId,
    ) {
        let how = match error {
            DialError::Refused => Unreachable::Refused,
            DialError::TimedOut => Unreachable::TimedOut,
            DialError::Unreachable | DialError::Exhausted => Unreachable::NoRoute,
        };
        let Some(no) = self.connections.get_mut(conn).map(|c| c.no) else { return };
        let record = self.record(trace, host, Kind::DialFailed { conn: no, how }, cause);
        if let Some((host, session)) = self.connections.session(conn, End::Dialer) {
            self.connections.detach(conn, End::Dialer);
            self.feed(trace, host, Input::DialFailed { session, how }, record);
        }
    }

    fn bytes(&mut self, trace: &mut Trace, conn: ConnId, to: End, len: usize, cause: RecordId) {
        if let Some((host, session)) = self.connections.session(conn, to) {
            let now = self.now;
            let octets = self.fabric.received(conn, to);
            let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
            let input = Input::Bytes { session, octets: &octets[..len.min(octets.len())] };
            self.places[host.index()].host.handle(now, input, cause, &mut log);
            self.fabric.consume(now, conn, to, len, &mut self.outbox);
            self.flush(cause);
            self.drain(trace, host);
        } else {
            self.fabric.consume(self.now, conn, to, len, &mut self.outbox);
            self.flush(cause);
        }
        self.reopen(trace, conn, to.peer(), cause);
    }

    /// A session that holds may go on when enough of what it sent has arrived.
    fn reopen(&mut self, trace: &mut Trace, conn: ConnId, end: End, cause: RecordId) {
        let Some(connection) = self.connections.get_mut(conn) else { return };
        let half = &mut connection.halves[end.index()];
        if !half.holds || !half.backlog.is_empty() || self.fabric.in_flight(conn, end) > REOPEN {
            return;
        }
        half.holds = false;
        if let Some(session) = half.session {
            let host = half.host;
            self.feed(trace, host, Input::Writable { session }, cause);
        }
    }

    fn writable(&mut self, trace: &mut Trace, conn: ConnId, end: End, cause: RecordId) {
        let Some(connection) = self.connections.get_mut(conn) else { return };
        let half = &mut connection.halves[end.index()];
        let sent = self.fabric.send(self.now, conn, end, &half.backlog, &mut self.outbox);
        half.backlog.drain(..sent.accepted);
        if half.backlog.is_empty() && half.closing {
            half.closing = false;
            self.fabric.close(self.now, conn, end, &mut self.outbox);
        }
        self.flush(cause);
        self.reopen(trace, conn, end, cause);
    }

    /// The other end closed, or the connection broke. A host that has nothing more to say lets go
    /// of its end too.
    fn peer_gone(&mut self, trace: &mut Trace, conn: ConnId, to: End, cause: RecordId) {
        let Some((host, session)) = self.connections.session(conn, to) else {
            self.fabric.close(self.now, conn, to, &mut self.outbox);
            self.flush(cause);
            return;
        };
        self.feed(trace, host, Input::Closed { session }, cause);
        if self.connections.of(host, session).is_some() {
            self.fabric.close(self.now, conn, to, &mut self.outbox);
            self.flush(cause);
            self.connections.detach(conn, to);
        }
    }

    fn resolved(&mut self, trace: &mut Trace, query: relay_net::dns::QueryId) {
        let Some(pending) = self.queries.remove(&query) else { return };
        let Some(answer) = self.fabric.take_answer(query) else { return };
        let Pending { host, asker, rtype, name, cause } = pending;
        let question = trace.intern(&format_smolstr!("{} {}", rtype.as_str(), name.as_str()));
        let words = trace.intern(&resolve::words(&answer));
        let record = self.record(trace, host, Kind::Lookup { question, answer: words }, cause);
        let answer = resolve::to_host(rtype, &answer);
        self.feed(trace, host, Input::Resolved { asker, answer }, record);
    }
}

fn transit(now: SimTime, sent: &Sent) -> Transit {
    match sent.fate {
        Fate::Arrives(at) => {
            Transit(u32::try_from(at.since(now).as_micros()).unwrap_or(u32::MAX - 1))
        }
        Fate::Held | Fate::Lost | Fate::NotOpen => Transit::NEVER,
    }
}
