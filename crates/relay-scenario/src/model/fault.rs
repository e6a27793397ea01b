//! What goes wrong.

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Domain, Mailbox};

use super::{ClockSkew, HostNo, LinkQuality, Services};

/// Something that goes wrong for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// When it begins.
    pub at: SimTime,
    /// When it is over; `None` is never.
    pub until: Option<SimTime>,
    /// What it is.
    pub kind: FaultKind,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The host is switched off: its connections time out. What it stored, it keeps.
    HostDown(HostNo),
    /// The host runs, but does not listen: connections are refused.
    ServicesStopped {
        /// The host.
        host: HostNo,
        /// Which services; at least one is set.
        services: Services,
    },
    /// The host tells its clients 421, dismisses them, and does not listen (RFC 5321 §3.8).
    ShutDown {
        /// The host.
        host: HostNo,
        /// Which services; at least one is set.
        services: Services,
    },
    /// Nothing gets through between two hosts; they differ.
    LinkCut([HostNo; 2]),
    /// A link treats packets otherwise; its ends differ.
    LinkChanged([HostNo; 2], LinkQuality),
    /// These hosts reach each other only, and so do all others.
    Partition(Vec<HostNo>),
    /// Whatever a host says as a server comes so much later.
    Slow(HostNo, SimDuration),
    /// There is no room for new mail on a host's disk.
    DiskFull(HostNo),
    /// There is no room in the mailbox with this address on a host that has it.
    MailboxFull(HostNo, Mailbox),
    /// The directory of a host's users and their passwords does not answer.
    DirectoryDown(HostNo),
    /// A host's clock is wrong.
    Clock(HostNo, ClockSkew),
    /// A host runs, and nothing gets in or out.
    Offline(HostNo),
    /// A connection breaks at a point of the dialogue.
    Break(Break),
    /// Questions about a name and everything below it are not answered properly.
    Dns {
        /// The name.
        name: Domain,
        /// What resolvers get instead.
        failure: DnsFailure,
    },
}

/// A connection that breaks at a point of the dialogue, before what stands there has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The server.
    pub server: HostNo,
    /// The client; `None` is any.
    pub client: Option<HostNo>,
    /// The point.
    pub at: DialoguePoint,
    /// How many times it happens; at least 1.
    pub times: u32,
}

impl Break {
    /// Whether another one waits for the same: it may wait for another number of times.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.server, self.client, self.at) == (other.server, other.client, other.at)
    }

    /// Whether it waits for a dialogue of these two.
    pub fn is_between(&self, client: HostNo, server: HostNo) -> bool {
        self.server == server && self.client.is_none_or(|no| no == client)
    }
}

/// A point of an SMTP dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialoguePoint {
    /// The server's greeting.
    Greeting,
    /// The reply to EHLO or HELO.
    Hello,
    /// The reply to MAIL.
    Mail,
    /// The first reply to RCPT.
    Recipient,
    /// The reply to DATA.
    Data,
    /// The message itself.
    Content,
    /// The reply to the message: where it is 250, the server has taken it (RFC 1047).
    FinalReply,
    /// The reply to QUIT.
    Quit,
}

impl DialoguePoint {
    /// All points with their names in the file.
    pub const ALL: [(Self, &str); 8] = [
        (Self::Greeting, "greeting"),
        (Self::Hello, "ehlo"),
        (Self::Mail, "mail"),
        (Self::Recipient, "rcpt"),
        (Self::Data, "data"),
        (Self::Content, "content"),
        (Self::FinalReply, "final-reply"),
        (Self::Quit, "quit"),
    ];

    /// What is lost there, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Greeting => "the greeting",
            Self::Hello => "the reply to EHLO",
            Self::Mail => "the reply to MAIL",
            Self::Recipient => "the reply to RCPT",
            Self::Data => "the reply to DATA",
            Self::Content => "the message itself",
            Self::FinalReply => "the reply to the message",
            Self::Quit => "the reply to QUIT",
        }
    }
}

/// How DNS fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsFailure {
    /// A server answers that it cannot tell: SERVFAIL.
    ServerFailure,
    /// No server answers.
    Timeout,
    /// A server answers that the name does not exist: NXDOMAIN.
    NoSuchName,
}

impl DnsFailure {
    /// All failures with their names in the file.
    pub const ALL: [(Self, &str); 3] = [
        (Self::ServerFailure, "servfail"),
        (Self::Timeout, "timeout"),
        (Self::NoSuchName, "nxdomain"),
    ];
}
