//! One record of the trace, as a compact value; [`text`](super::text) turns it into words.

use core::net::Ipv4Addr;

use relay_host::{ContentId, Fact, NameId};
use relay_kernel::{ConnNo, RecordId, SimTime};

relay_kernel::define_id! {
    /// Which host of the world, in the order of the scenario.
    pub struct HostId
}

relay_kernel::define_id! {
    /// Which command in the trace's table: from the scenario or from a person.
    pub struct CommandId
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// When.
    pub at: SimTime,
    /// The record that led to it; the first record of a run names itself.
    pub cause: RecordId,
    /// Where; [`Record::NOWHERE`] for the world itself.
    pub host: HostId,
    /// What.
    pub kind: Kind,
}

impl Record {
    /// The place of what happens to the world as a whole.
    pub const NOWHERE: HostId = HostId(u32::MAX);
}

/// The two ends of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The end that dialled: the client.
    Client,
    /// The end that listened: the server.
    Server,
}

/// How long bytes are under way, in microseconds, saturating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transit(pub u32);

impl Transit {
    /// The bytes never arrive.
    pub const NEVER: Self = Self(u32::MAX);
    /// The network holds the bytes back, because much is under way already or nothing gets through:
    /// when they arrive is not known yet.
    pub const HELD: Self = Self(u32::MAX - 1);

    /// The bytes are under way for so many microseconds.
    pub fn micros(micros: u64) -> Self {
        let longest = Self::HELD.0 - 1;
        Self(u32::try_from(micros).map_or(longest, |micros| micros.min(longest)))
    }

    /// How long the bytes are under way, in microseconds, where that is known.
    pub fn known(self) -> Option<u32> {
        (self.0 < Self::HELD.0).then_some(self.0)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The scenario began.
    Started,
    /// A command was carried out.
    Command(CommandId),
    /// A host did or found something.
    Host(Fact),
    /// A connection was asked for.
    Dialed {
        /// Which one; [`Trace::conn`](super::Trace::conn) tells between whom.
        conn: ConnNo,
    },
    /// A connection came about.
    Connected {
        /// Which one.
        conn: ConnNo,
    },
    /// A connection did not come about.
    DialFailed {
        /// Which one.
        conn: ConnNo,
        /// What happened instead.
        how: relay_host::Unreachable,
    },
    /// A command line or a whole reply left for the other end.
    Line {
        /// The connection.
        conn: ConnNo,
        /// Who sent it.
        from: Side,
        /// How long it is under way.
        transit: Transit,
        /// Where its octets start; read them with [`Trace::octets`](super::Trace::octets).
        start: u32,
        /// How many octets it has.
        len: u32,
    },
    /// A block left for the other end: of a text that a POP3 server reads out, or of content that
    /// somebody outside sends.
    Block {
        /// The connection.
        conn: ConnNo,
        /// Who sent it.
        from: Side,
        /// How long it is under way.
        transit: Transit,
        /// Where its octets start; read them with [`Trace::octets`](super::Trace::octets).
        start: u32,
        /// How many octets it has.
        len: u32,
    },
    /// A block of dot-stuffed content left an SMTP client for the server.
    Data {
        /// The connection.
        conn: ConnNo,
        /// How long it is under way.
        transit: Transit,
        /// Whose octets.
        content: ContentId,
        /// Where in the stuffed stream the block starts.
        start: u32,
        /// How many octets it has.
        len: u32,
    },
    /// One end closed the connection in good order.
    Closed {
        /// Which one.
        conn: ConnNo,
        /// Who closed.
        by: Side,
    },
    /// The connection broke, for the host that the record is about.
    Reset {
        /// Which one.
        conn: ConnNo,
        /// How the host comes to know.
        how: ResetKind,
    },
    /// The domain system answered a host that did not know the answer already.
    Lookup {
        /// For example `MX example.net`.
        question: NameId,
        /// For example `10 mx.example.net`, or what failed.
        answer: NameId,
    },
}

impl Kind {
    /// The connection that it is about, if it is about one.
    pub fn conn(&self) -> Option<ConnNo> {
        match *self {
            Self::Dialed { conn }
            | Self::Connected { conn }
            | Self::DialFailed { conn, .. }
            | Self::Line { conn, .. }
            | Self::Block { conn, .. }
            | Self::Data { conn, .. }
            | Self::Closed { conn, .. }
            | Self::Reset { conn, .. } => Some(conn),
            Self::Host(ref fact) => fact.conn(),
            Self::Started | Self::Command(_) | Self::Lookup { .. } => None,
        }
    }
}

/// How a host comes to know that a connection is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetKind {
    /// A reset came (RFC 9293 §3.5.3).
    Received,
    /// Nothing came back for too long, and it gives up (§3.8.3).
    TimedOut,
    /// It resets the connection itself (§3.10.5).
    Sent,
}

/// A connection: between whom, and of which service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conn {
    /// Who dialled.
    pub client: HostId,
    /// Who was dialled; [`Record::NOWHERE`] when no host has that address.
    pub server: HostId,
    /// The address that was dialled.
    pub addr: Ipv4Addr,
    /// The port that was dialled.
    pub port: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_stay_compact() {
        assert!(size_of::<Record>() <= 40, "{} octets", size_of::<Record>());
    }
}
