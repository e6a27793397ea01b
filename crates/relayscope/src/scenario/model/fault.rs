//! What goes wrong.

use relay_kernel::SimTime;
use relay_mail::Domain;

use super::{HostNo, Services};

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
    /// Nothing gets through between two hosts; they differ.
    LinkCut([HostNo; 2]),
    /// Questions about a name and everything below it are not answered properly.
    Dns {
        /// The name.
        name: Domain,
        /// What resolvers get instead.
        failure: DnsFailure,
    },
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
