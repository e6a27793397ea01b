//! Hosts whose servers answer slowly: what they say waits with them before it leaves.
//!
//! A slow server is not a slow network. It has not written its answer yet, so nothing of it is under
//! way, and its patience with the client (RFC 5321 §4.5.3.2.7) begins when the answer leaves.

use std::collections::{BTreeMap, VecDeque};

use relay_host::SessionId;
use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_net::{ConnId, End};

use crate::trace::{HostId, Kind, Trace};

use super::wires::Wires;
use super::{Event, World};

/// What a server has decided to say or do.
#[derive(Clone, Debug)]
pub(super) enum Word {
    Line(Vec<u8>),
    Block(Vec<u8>),
    Close,
}

/// What one connection's server keeps back.
#[derive(Clone, Debug)]
struct Kept {
    host: HostId,
    conn: ConnId,
    words: VecDeque<(SimTime, Word, RecordId)>,
}

/// Who is slow, and what waits to leave.
#[derive(Clone, Debug, Default)]
pub(super) struct Late {
    slow: BTreeMap<HostId, SimDuration>,
    kept: BTreeMap<ConnNo, Kept>,
    /// Sessions whose answers were kept back since the world last told their host, until when.
    put_off: Vec<(SessionId, SimTime)>,
}

impl Late {
    /// Lets the servers of a host answer so much later from now on.
    pub(super) fn slow_down(&mut self, host: HostId, by: SimDuration) {
        self.slow.remove(&host);
        if by > SimDuration::ZERO {
            self.slow.insert(host, by);
        }
    }

    /// How much later the servers of a host answer.
    pub(super) fn delay_of(&self, host: HostId) -> SimDuration {
        self.slow.get(&host).copied().unwrap_or(SimDuration::ZERO)
    }

    /// Whether nobody is slow and nothing waits.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.slow.is_empty() && self.kept.is_empty()
    }

    /// Whether something of a connection's server waits.
    pub(super) fn keeps(&self, no: ConnNo) -> bool {
        self.kept.contains_key(&no)
    }
}

impl Wires {
    /// Whether what a session says now leaves later.
    #[inline]
    pub(super) fn is_late(&self, host: HostId, session: SessionId) -> bool {
        !self.late.is_idle() && self.is_kept_back(host, session)
    }

    #[cold]
    fn is_kept_back(&self, host: HostId, session: SessionId) -> bool {
        let Some((id, End::Listener)) = self.connections.of(host, session) else { return false };
        // Behind what waits, all waits.
        let waits = |no| self.late.keeps(no);
        self.late.slow.contains_key(&host)
            || self.connections.get(id).is_some_and(|connection| waits(connection.no))
    }

    /// Keeps back what a session of a slow server says.
    #[cold]
    pub(super) fn keep_back(
        &mut self,
        (host, session): (HostId, SessionId),
        word: Word,
        cause: RecordId,
    ) {
        let Some((conn, end)) = self.connections.of(host, session) else { return };
        let Some(no) = self.connections.get(conn).map(|connection| connection.no) else { return };
        if matches!(word, Word::Close) {
            self.connections.detach(conn, end);
        }
        let by = self.late.slow.get(&host).copied().unwrap_or(SimDuration::ZERO);
        let kept = self.late.kept.entry(no);
        let kept = kept.or_insert_with(|| Kept { host, conn, words: VecDeque::new() });
        let behind = kept.words.back().map_or(SimTime::START, |(at, ..)| *at);
        let at = (self.now + by).max(behind);
        kept.words.push_back((at, word, cause));
        self.late.put_off.push((session, at));
        self.events.schedule(at, Event::Leaves(no));
    }

    /// The next of what a connection's server kept back leaves.
    fn let_leave(&mut self, trace: &mut Trace, no: ConnNo) {
        let Some(kept) = self.late.kept.get_mut(&no) else { return };
        let (host, id) = (kept.host, kept.conn);
        let Some((_, word, cause)) = kept.words.pop_front() else { return };
        // A host that was switched off in between has no connection any more.
        let open = self.fabric.connection(id);
        let open = open.is_some_and(|it| it.states[End::Listener.index()].can_send());
        if kept.words.is_empty() || !open {
            self.late.kept.remove(&no);
        }
        if !open {
            return;
        }
        let end = (id, End::Listener);
        match word {
            Word::Line(octets) => {
                let (start, len) = trace.push_octets(&octets);
                self.say(trace, host, end, &octets, cause, |conn, from, transit| Kind::Line {
                    conn,
                    from,
                    transit,
                    start,
                    len,
                });
            }
            Word::Block(octets) => {
                let (start, len) = trace.push_octets(&octets);
                self.say(trace, host, end, &octets, cause, |conn, from, transit| Kind::Block {
                    conn,
                    from,
                    transit,
                    start,
                    len,
                });
            }
            Word::Close => self.finish(trace, host, end, cause),
        }
    }
}

impl World {
    /// What a slow server decided to say leaves now.
    pub(super) fn leaves(&mut self, trace: &mut Trace, no: ConnNo) {
        self.wires.let_leave(trace, no);
    }

    /// Tells a host which of its sessions cannot have been answered before when.
    pub(super) fn put_off(&mut self, host: HostId) {
        let now = self.wires.now;
        for (session, at) in core::mem::take(&mut self.wires.late.put_off) {
            self.places[host.index()].host.answers_late(session, at.since(now));
        }
    }
}
