//! Where hosts and network meet: events of the network become inputs of hosts, outputs of hosts
//! become bytes on the network.

use core::net::Ipv4Addr;

use relay_host::{Input, Output, Service, Unreachable};
use relay_kernel::RecordId;
use relay_net::{ConnId, DialError, End, Happening, NetEvent, ResetCause};
use smol_str::format_smolstr;

use crate::trace::{HostId, Kind, ResetKind, Trace};

use super::late::Word;
use super::log::HostLog;
use super::resolve::{self, Pending};
use super::{Event, World};

impl World {
    /// Gives a host an input, carries out what it wants, and notes when to wake it.
    pub(super) fn feed(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        input: Input<'_>,
        cause: RecordId,
    ) {
        let now = self.wires.now;
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
        loop {
            self.drain_outputs(trace, host);
            if !self.wires.late.is_idle() {
                self.put_off(host);
            }
            let Some(known) = self.known.pop_front() else { break };
            let resolve::Known { asker, answer, cause } = known;
            let now = self.wires.now;
            let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
            let input = Input::Resolved { asker, answer };
            self.places[host.index()].host.handle(now, input, cause, &mut log);
        }
        if !self.places[host.index()].is_armed() {
            self.rearm(host);
        }
    }

    fn drain_outputs(&mut self, trace: &mut Trace, host: HostId) {
        let (place, wires) = (&mut self.places[host.index()].host, &mut self.wires);
        while let Some(output) = place.poll() {
            match output {
                Output::Line { session, octets, cause } if wires.is_late(host, session) => {
                    wires.keep_back((host, session), Word::Line(octets.to_vec()), cause);
                }
                Output::Block { session, octets, holds, cause } if wires.is_late(host, session) => {
                    wires.keep_back((host, session), Word::Block(octets.to_vec()), cause);
                    wires.note_hold(host, session, holds);
                }
                Output::Line { session, octets, cause } => {
                    let (start, len) = trace.push_octets(octets);
                    wires.transmit(trace, (host, session), octets, cause, |conn, from, transit| {
                        Kind::Line { conn, from, transit, start, len }
                    });
                }
                Output::Block { session, octets, holds, cause } => {
                    let (start, len) = trace.push_octets(octets);
                    wires.transmit(trace, (host, session), octets, cause, |conn, from, transit| {
                        Kind::Block { conn, from, transit, start, len }
                    });
                    wires.note_hold(host, session, holds);
                }
                Output::Data { session, octets, content, start, holds, cause } => {
                    let len = u32::try_from(octets.len()).expect("a block is small");
                    wires.transmit(trace, (host, session), octets, cause, |conn, _, transit| {
                        Kind::Data { conn, transit, content, start, len }
                    });
                    wires.note_hold(host, session, holds);
                }
                Output::Close { session, cause } => wires.close(trace, (host, session), cause),
                Output::Dial { session, addr, port, timeout, cause } => {
                    let no = wires.dial(trace, (host, session), (addr, port), timeout, cause);
                    place.dialled(session, no);
                }
                Output::Resolve { asker, question, cause } => {
                    if let Some(answer) = wires.ask(host, asker, question, cause) {
                        self.known.push_back(resolve::Known { asker, answer, cause });
                    }
                }
            }
        }
    }

    /// Sees to it that a host is woken exactly at its deadline.
    pub(super) fn rearm(&mut self, host: HostId) {
        let (place, wires) = (&mut self.places[host.index()], &mut self.wires);
        if place.is_armed() {
            return;
        }
        if let Some((key, _)) = place.wake.take() {
            wires.events.cancel(key);
        }
        let due = place.host.deadline();
        place.wake =
            due.map(|at| (wires.events.schedule(at.max(wires.now), Event::Wake(host)), at));
    }

    pub(super) fn net_event(&mut self, trace: &mut Trace, event: NetEvent, cause: RecordId) {
        let happening = self.wires.fabric.handle(self.wires.now, event, &mut self.wires.outbox);
        match happening {
            Happening::Nothing => self.wires.flush(cause),
            Happening::Accepted { conn, host, local, peer } => {
                self.wires.flush(cause);
                self.accepted(trace, conn, HostId(host.0), (local.port, peer.addr), cause);
            }
            Happening::Connected { conn, host } => {
                let Some(no) = self.wires.connections.get_mut(conn).map(|c| c.no) else { return };
                let host = HostId(host.0);
                let record = self.record(trace, host, Kind::Connected { conn: no }, cause);
                self.wires.flush(record);
                if let Some((host, session)) = self.wires.connections.session(conn, End::Dialer) {
                    self.feed(trace, host, Input::Connected { session }, record);
                } else {
                    self.wires.terminal_connected(trace, no);
                }
            }
            Happening::DialFailed { conn, host, error } => {
                self.wires.flush(cause);
                self.dial_failed(trace, conn, HostId(host.0), error, cause);
            }
            // Nothing is to be scheduled: bytes that arrive lead to nothing but their being read.
            Happening::Bytes { conn, to, len, .. } => {
                self.bytes(trace, conn, to, len as usize, cause);
            }
            Happening::Closed { conn, to, .. } => {
                self.wires.flush(cause);
                self.peer_gone(trace, (conn, to), true, cause);
            }
            Happening::Reset { conn, to, host, cause: why } => {
                let Some(no) = self.wires.connections.get_mut(conn).map(|c| c.no) else { return };
                let host = HostId(host.0);
                let how = match why {
                    ResetCause::TimedOut => ResetKind::TimedOut,
                    ResetCause::Peer | ResetCause::Rule(_) | ResetCause::Torn => {
                        ResetKind::Received
                    }
                };
                let record = self.record(trace, host, Kind::Reset { conn: no, how }, cause);
                self.wires.flush(record);
                self.peer_gone(trace, (conn, to), false, record);
            }
            Happening::Writable { conn, end, .. } => {
                self.wires.flush(cause);
                self.wires.take_backlog(conn, end, cause);
                self.reopen(trace, conn, end, cause);
            }
            Happening::Resolved { query, .. } => {
                self.wires.flush(cause);
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
        let Some(no) = self.wires.connections.get_mut(conn).map(|c| c.no) else { return };
        let now = self.wires.now;
        let service = Service::ALL.into_iter().find(|service| service.port() == port);
        let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
        let session = service.and_then(|service| {
            self.places[host.index()].host.accept((now, cause), service, peer, no, &mut log)
        });
        if let Some(session) = session {
            self.wires.connections.attach(host, session, conn, End::Listener);
            self.drain(trace, host);
        } else {
            self.wires.fabric.reset(now, conn, End::Listener, &mut self.wires.outbox);
            self.wires.flush(cause);
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
        let Some(no) = self.wires.connections.get_mut(conn).map(|c| c.no) else { return };
        let record = self.record(trace, host, Kind::DialFailed { conn: no, how }, cause);
        if let Some((host, session)) = self.wires.connections.session(conn, End::Dialer) {
            self.wires.connections.detach(conn, End::Dialer);
            self.feed(trace, host, Input::DialFailed { session, how }, record);
        } else {
            self.wires.terminals.remove(no);
        }
    }

    fn bytes(&mut self, trace: &mut Trace, conn: ConnId, to: End, len: usize, cause: RecordId) {
        let Some(connection) = self.wires.connections.get(conn) else { return };
        let half = &connection.halves[to.index()];
        // It is the peer alone who can begin to hold.
        let peer_holds = connection.halves[to.peer().index()].holds;
        if let Some(session) = half.session {
            let host = half.host;
            if self.wires.more_follows(conn, to, len) {
                self.places[host.index()].host.more_follows(session);
            }
            let (place, now) = (&mut self.places[host.index()].host, self.wires.now);
            let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
            self.wires.read((conn, to), len, cause, |octets| {
                place.handle(now, Input::Bytes { session, octets }, cause, &mut log);
            });
            self.drain(trace, host);
        } else if !self.wires.terminal_hears(conn, to, len, cause) {
            self.wires.consume(conn, to, len, cause);
        }
        if peer_holds {
            self.reopen(trace, conn, to.peer(), cause);
        }
    }

    /// A session that holds may go on when enough of what it sent has arrived.
    #[inline]
    pub(super) fn reopen(&mut self, trace: &mut Trace, conn: ConnId, end: End, cause: RecordId) {
        if let Some((host, session)) = self.wires.reopened(conn, end) {
            self.feed(trace, host, Input::Writable { session }, cause);
        }
    }

    /// The other end closed, which is `orderly`, or the connection broke. A host that has nothing
    /// more to say lets go of its end too.
    fn peer_gone(
        &mut self,
        trace: &mut Trace,
        (conn, to): (ConnId, End),
        orderly: bool,
        cause: RecordId,
    ) {
        let Some((host, session)) = self.wires.connections.session(conn, to) else {
            match self.wires.terminal_left(conn, to) {
                Some(host) if orderly => self.wires.finish(trace, host, (conn, to), cause),
                _ => self.wires.let_go(conn, to, cause),
            }
            return;
        };
        let input = if orderly { Input::Closed { session } } else { Input::Broken { session } };
        self.feed(trace, host, input, cause);
        if self.wires.connections.of(host, session).is_some() {
            if orderly {
                self.wires.finish(trace, host, (conn, to), cause);
            } else {
                self.wires.let_go(conn, to, cause);
            }
            self.wires.connections.detach(conn, to);
        }
    }

    fn resolved(&mut self, trace: &mut Trace, query: relay_net::dns::QueryId) {
        let Some(pending) = self.wires.take_question(query) else { return };
        let Some(answer) = self.wires.fabric.take_answer(query) else { return };
        let Pending { host, asker, rtype, name, cause } = pending;
        let question = trace.intern(&format_smolstr!("{} {}", rtype.as_str(), name.as_str()));
        let words = trace.intern(&resolve::words(&answer));
        let record = self.record(trace, host, Kind::Lookup { question, answer: words }, cause);
        let answer = resolve::to_host(rtype, &answer.outcome);
        self.feed(trace, host, Input::Resolved { asker, answer }, record);
    }
}
