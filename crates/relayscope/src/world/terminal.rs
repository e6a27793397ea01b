//! Terminals: connections over which somebody outside speaks, a person or a real mail program.
//!
//! A terminal is one end of an ordinary connection. In place of a session there are commands: what
//! is typed goes over the links as what a session says, and what arrives can be read.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, VecDeque};

use relay_kernel::{ConnNo, RecordId, SimDuration};
use relay_net::{ConnId, End};

use crate::command::{HangUp, Reading};
use crate::trace::{HostId, Kind, ResetKind, Trace};

use super::wires::Wires;

mod speech;

use speech::{Shape, Speech};

/// How long a terminal waits for its connection to come about.
const CONNECT_TIMEOUT: SimDuration = SimDuration::from_secs(30);
/// The port at which nobody sends content.
const POP3_PORT: u16 = 110;

/// A terminal, for those who look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal<'a> {
    /// What has arrived and was not read yet; empty with [`Reading::AtOnce`].
    pub unread: &'a [u8],
    /// Whether the network holds back some of what was typed: a program that sends much waits.
    pub is_held_back: bool,
}

/// A terminal.
#[derive(Clone, Debug)]
pub(super) struct Line {
    id: ConnId,
    host: HostId,
    /// The record of the command that dialled: the cause of all that is said.
    cause: RecordId,
    reading: Reading,
    speech: Speech,
    together: Together,
    /// What was typed before the connection came about; `None` when it has.
    early: Option<Vec<u8>>,
    /// Nothing more will be typed.
    hung_up: bool,
    /// The other end will say nothing more.
    left: bool,
    unread: Vec<u8>,
}

/// What was typed in one go and arrives piece by piece, as it is shown.
#[derive(Clone, Debug, Default)]
struct Together {
    said: u64,
    arrived: u64,
    /// Up to where each of those that have not arrived goes.
    ends: VecDeque<u64>,
}

impl Together {
    fn say(&mut self, len: u64) {
        self.said += len;
        self.ends.push_back(self.said);
    }

    /// So many octets arrive; whether some that were typed together with the last of them do not.
    fn arrive(&mut self, len: u64) -> bool {
        self.arrived += len;
        while self.ends.front().is_some_and(|end| *end < self.arrived) {
            self.ends.pop_front();
        }
        self.ends.pop_front_if(|end| *end == self.arrived).is_none() && !self.ends.is_empty()
    }
}

/// All terminals that are not over.
#[derive(Clone, Debug, Default)]
pub(super) struct Terminals {
    lines: BTreeMap<ConnNo, Line>,
}

impl Terminals {
    pub(super) fn remove(&mut self, no: ConnNo) {
        self.lines.remove(&no);
    }

    /// Forgets the terminals of a host that went down.
    pub(super) fn forget_host(&mut self, host: HostId) {
        self.lines.retain(|_, line| line.host != host);
    }
}

impl Wires {
    pub(super) fn terminal(&self, no: ConnNo) -> Option<Terminal<'_>> {
        let line = self.terminals.lines.get(&no)?;
        let waits = |early: &Vec<u8>| !early.is_empty();
        let held_back = self
            .connections
            .get(line.id)
            .is_some_and(|connection| !connection.halves[End::Dialer.index()].backlog.is_empty());
        let is_held_back = held_back || line.early.as_ref().is_some_and(waits);
        Some(Terminal { unread: &line.unread, is_held_back })
    }

    pub(super) fn open_terminal(
        &mut self,
        trace: &mut Trace,
        host: HostId,
        to: (Ipv4Addr, u16),
        reading: Reading,
        cause: RecordId,
    ) -> ConnNo {
        let (id, no) = self.call(trace, host, to, CONNECT_TIMEOUT, cause);
        let line = Line {
            id,
            host,
            cause,
            reading,
            speech: if to.1 == POP3_PORT { Speech::without_content() } else { Speech::default() },
            together: Together::default(),
            early: Some(Vec::new()),
            hung_up: false,
            left: false,
            unread: Vec::new(),
        };
        self.terminals.lines.insert(no, line);
        no
    }

    /// The connection has come about: what was typed early goes.
    pub(super) fn terminal_connected(&mut self, trace: &mut Trace, no: ConnNo) {
        let Some(line) = self.terminals.lines.get_mut(&no) else { return };
        let early = line.early.take().unwrap_or_default();
        let hung_up = core::mem::take(&mut line.hung_up);
        self.type_into(trace, no, &early);
        if hung_up {
            self.hang_up(trace, no, HangUp::Close);
        }
    }

    pub(super) fn type_into(&mut self, trace: &mut Trace, no: ConnNo, octets: &[u8]) {
        let Some(line) = self.terminals.lines.get_mut(&no).filter(|line| !line.hung_up) else {
            return;
        };
        if let Some(early) = &mut line.early {
            return early.extend_from_slice(octets);
        }
        line.together.say(octets.len() as u64);
        let (id, host, cause, mut speech) = (line.id, line.host, line.cause, line.speech);
        let mut rest = octets;
        while !rest.is_empty() {
            let (shape, len) = speech.next(rest);
            let (piece, after) = rest.split_at(len);
            rest = after;
            let (start, len) = trace.push_octets(piece);
            self.send(trace, host, (id, End::Dialer), piece, cause, |conn, from, transit| {
                match shape {
                    Shape::Line => Kind::Line { conn, from, transit, start, len },
                    Shape::Content => Kind::Block { conn, from, transit, start, len },
                }
            });
        }
        if let Some(line) = self.terminals.lines.get_mut(&no) {
            line.speech = speech;
        }
    }

    /// Octets arrive at a server; whether the person who typed them has typed more in the same go.
    #[inline]
    pub(super) fn more_follows(&mut self, conn: ConnId, to: End, len: usize) -> bool {
        !self.terminals.lines.is_empty() && to == End::Listener && self.arrive_typed(conn, len)
    }

    #[cold]
    fn arrive_typed(&mut self, conn: ConnId, len: usize) -> bool {
        let no = self.connections.get(conn).map(|connection| connection.no);
        let line = no.and_then(|no| self.terminals.lines.get_mut(&no));
        line.is_some_and(|line| line.together.arrive(len as u64))
    }

    /// Octets have arrived; true when they stay unread for now.
    pub(super) fn terminal_hears(
        &mut self,
        conn: ConnId,
        to: End,
        len: usize,
        cause: RecordId,
    ) -> bool {
        let Some(no) = self.connections.get_mut(conn).map(|connection| connection.no) else {
            return false;
        };
        let Some(line) = self.terminals.lines.get_mut(&no).filter(|_| to == End::Dialer) else {
            return false;
        };
        // What arrived before may still lie there unread.
        let received = self.fabric.received(conn, to);
        let octets = &received[received.len() - len.min(received.len())..];
        line.speech.hear(octets);
        if line.reading == Reading::OnDemand {
            line.unread.extend_from_slice(octets);
        } else {
            self.consume(conn, to, len, cause);
        }
        true
    }

    /// Reads octets that have arrived; the connection that has room for others now, and the cause
    /// of what follows.
    pub(super) fn take(&mut self, no: ConnNo, len: usize) -> Option<(ConnId, RecordId)> {
        let line = self.terminals.lines.get_mut(&no)?;
        let len = len.min(line.unread.len());
        line.unread.drain(..len);
        let (id, cause, over) = (line.id, line.cause, line.left && line.unread.is_empty());
        self.consume(id, End::Dialer, len, cause);
        if over {
            self.terminals.remove(no);
        }
        Some((id, cause))
    }

    pub(super) fn hang_up(&mut self, trace: &mut Trace, no: ConnNo, how: HangUp) {
        let Some(line) = self.terminals.lines.get_mut(&no) else { return };
        let (id, host, cause) = (line.id, line.host, line.cause);
        match how {
            HangUp::Close if line.hung_up => {}
            HangUp::Close => {
                line.hung_up = true;
                if line.early.is_none() {
                    self.finish(trace, host, (id, End::Dialer), cause);
                }
            }
            HangUp::Reset => {
                let record = trace.push(
                    self.now,
                    cause,
                    host,
                    Kind::Reset { conn: no, how: ResetKind::Sent },
                );
                self.fabric.reset(self.now, id, End::Dialer, &mut self.outbox);
                self.flush(record);
                self.terminals.remove(no);
            }
        }
    }

    /// The other end has closed, or the connection broke: nothing more is said by either end, and
    /// what has arrived can still be read. Gives the terminal's host where nobody had hung up there.
    pub(super) fn terminal_left(&mut self, conn: ConnId, to: End) -> Option<HostId> {
        let no = self.connections.get_mut(conn).map(|connection| connection.no)?;
        let line = self.terminals.lines.get_mut(&no).filter(|_| to == End::Dialer)?;
        let hung_up = core::mem::replace(&mut line.hung_up, true);
        line.left = true;
        let host = line.host;
        if line.unread.is_empty() {
            self.terminals.remove(no);
        }
        (!hung_up).then_some(host)
    }
}
