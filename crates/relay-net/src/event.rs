//! What the network asks the world to schedule, and what it tells the world when that happens.

use relay_kernel::{SimDuration, SimTime};

use crate::dns::QueryId;
use crate::{ConnId, End, Endpoint, NetHostId, RuleId, Verdict};

/// Something of the network that is due at a moment. The world schedules it, keeps it unread, and
/// gives it back to [`Fabric::handle`](crate::Fabric::handle) at that moment.
///
/// An event of a connection that is gone by then is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetEvent {
    /// A SYN arrives at the address that was dialled.
    Syn(ConnId),
    /// The SYN-ACK arrives at the dialer.
    SynAck(ConnId),
    /// The ACK that ends the handshake arrives at the listener.
    Ack(ConnId),
    /// The dialer waited long enough for an answer to its SYN and sends another or gives up.
    SynTimeout(ConnId),
    /// The dialer learns that there will be no connection.
    DialFailed {
        /// The connection.
        conn: ConnId,
        /// Why not.
        error: DialError,
    },
    /// Bytes arrive.
    Deliver {
        /// The connection.
        conn: ConnId,
        /// The end at which they arrive.
        to: End,
        /// The transmission they belong to; those of an earlier one were sent again since.
        epoch: u16,
        /// How many bytes.
        len: u32,
    },
    /// The peer's orderly close arrives, after all its bytes.
    Fin {
        /// The connection.
        conn: ConnId,
        /// The end at which it arrives.
        to: End,
        /// As in `Deliver`.
        epoch: u16,
    },
    /// A reset arrives.
    Rst {
        /// The connection.
        conn: ConnId,
        /// The end at which it arrives.
        to: End,
        /// Where it comes from.
        cause: ResetCause,
    },
    /// Nobody acknowledged what this end sent: it sends again or gives up.
    Retransmit {
        /// The connection.
        conn: ConnId,
        /// The end that sends.
        from: End,
        /// As in `Deliver`.
        epoch: u16,
    },
    /// The receiver has room again, and the sender hears of it.
    Room {
        /// The connection.
        conn: ConnId,
        /// The end that may send again.
        to: End,
    },
    /// An end that closed has waited long enough for a peer that vanished.
    FinWaitOver {
        /// The connection.
        conn: ConnId,
        /// The end that waited.
        end: End,
    },
    /// The answer to a DNS question arrives.
    Resolved(QueryId),
}

/// Why a dial failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DialError {
    /// Nobody listens on that port: a reset came back (RFC 9293 section 3.10.7.1).
    Refused,
    /// No answer in the time that the dialer was ready to wait.
    TimedOut,
    /// No host has that address, or no way leads there: a router said so (RFC 792, type 3).
    Unreachable,
    /// More connections at once than the network can hold
    /// ([`limit::CONNECTIONS_MAX`](crate::limit::CONNECTIONS_MAX)).
    Exhausted,
}

/// Where a reset comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResetCause {
    /// The other end reset the connection, or its host no longer knows it.
    Peer,
    /// A rule of the fault chain tore the connection.
    Rule(RuleId),
    /// [`Fabric::tear`](crate::Fabric::tear) was called.
    Torn,
    /// Nobody acknowledged what this end sent for too long (RFC 9293 section 3.8.3, R2).
    TimedOut,
}

/// What an event of the network means to the hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Nothing that a host notices.
    Nothing,
    /// A listening host has a new connection.
    Accepted {
        /// The connection.
        conn: ConnId,
        /// The host that listened.
        host: NetHostId,
        /// The address and port that were dialled.
        local: Endpoint,
        /// The dialer's address and port.
        peer: Endpoint,
    },
    /// A dial succeeded: the dialer may send.
    Connected {
        /// The connection.
        conn: ConnId,
        /// The host that dialled.
        host: NetHostId,
    },
    /// A dial failed; the connection is gone.
    DialFailed {
        /// The connection.
        conn: ConnId,
        /// The host that dialled.
        host: NetHostId,
        /// Why.
        error: DialError,
    },
    /// Bytes arrived; read them with [`Fabric::received`](crate::Fabric::received).
    Bytes {
        /// The connection.
        conn: ConnId,
        /// The end at which they arrived.
        to: End,
        /// Its host.
        host: NetHostId,
        /// How many arrived just now.
        len: u32,
    },
    /// The peer has closed in order, and all its bytes have arrived before. This end may still
    /// send until it closes too.
    Closed {
        /// The connection.
        conn: ConnId,
        /// The end that hears of it.
        to: End,
        /// Its host.
        host: NetHostId,
    },
    /// The connection is gone for this end; what was under way is lost.
    Reset {
        /// The connection.
        conn: ConnId,
        /// The end that hears of it.
        to: End,
        /// Its host.
        host: NetHostId,
        /// Where it comes from.
        cause: ResetCause,
    },
    /// This end could not send all it wanted ([`Sent::accepted`]); now there is room again.
    Writable {
        /// The connection.
        conn: ConnId,
        /// The end that may go on.
        end: End,
        /// Its host.
        host: NetHostId,
    },
    /// The answer to a question is there; take it with
    /// [`Fabric::take_answer`](crate::Fabric::take_answer).
    Resolved {
        /// The question.
        query: QueryId,
        /// The host that asked.
        host: NetHostId,
    },
}

/// Something that the network did and no host notices; the trace may tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A rule decided about something that `from` sent.
    RuleHit {
        /// The rule.
        rule: RuleId,
        /// The connection.
        conn: ConnId,
        /// The end that sent.
        from: End,
        /// What the rule decided.
        verdict: Verdict,
    },
    /// The link lost packets, and the sender sent them again.
    Retransmitted {
        /// The connection.
        conn: ConnId,
        /// The end that sent.
        from: End,
        /// How many times in a row the same packet was lost.
        losses: u8,
        /// How much later it arrives because of that.
        delay: SimDuration,
    },
    /// Nothing gets through: what `from` sent waits for its retransmission timer.
    Stalled {
        /// The connection.
        conn: ConnId,
        /// The end that sends.
        from: End,
        /// When it tries again.
        retry_at: SimTime,
    },
}

/// What became of a [`Fabric::send`](crate::Fabric::send).
#[must_use = "bytes that were not accepted must be sent again later"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// How many of the bytes were taken, from the front. When it is fewer than were offered, a
    /// [`Happening::Writable`] follows as soon as there is room.
    pub accepted: usize,
    /// What happens to the bytes that were taken.
    pub fate: Fate,
}

impl Sent {
    /// When the last byte that was taken arrives, if it is on its way.
    pub const fn arrives(&self) -> Option<SimTime> {
        match self.fate {
            Fate::Arrives(at) => Some(at),
            Fate::Held | Fate::Lost | Fate::NotOpen => None,
        }
    }
}

/// What happens to bytes that were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The last of them arrives at this moment (unless something breaks before).
    Arrives(SimTime),
    /// They wait: nothing gets through at present, or the window is full.
    Held,
    /// They are lost: the connection is torn, and the sender does not know it yet.
    Lost,
    /// This end cannot send: it is not open yet, has closed, or is gone. Nothing was taken.
    NotOpen,
}

/// Where calls leave what the world must schedule and may tell. Reuse one and drain it after every
/// call: then nothing is allocated on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Events with their moments, in the order in which the world must schedule them.
    pub events: Vec<(SimTime, NetEvent)>,
    /// Facts for the trace, in order.
    pub facts: Vec<Fact>,
}

impl Outbox {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is left to drain.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.facts.is_empty()
    }

    #[inline]
    pub(crate) fn at(&mut self, at: SimTime, event: NetEvent) {
        self.events.push((at, event));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every chunk is an event in a queue: a bigger one costs every line of a run.
    #[test]
    fn events_are_small() {
        assert!(size_of::<NetEvent>() <= 24, "{} bytes", size_of::<NetEvent>());
        assert!(size_of::<Happening>() <= 32, "{} bytes", size_of::<Happening>());
    }
}
