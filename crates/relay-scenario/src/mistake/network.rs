//! Links, the DNS, what breaks, and the time of the run.

use relay_kernel::SimDuration;

use super::Advice;

/// Hosts by their names, and the links between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    NoSuchHost { name: String, advice: Advice },
    NotTwoHosts { count: usize },
    ToItself,
    Twice { line: usize },
    TooSlow { latency: SimDuration },
}

/// A record of the DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dns {
    Twice,
    AliasBeside { name: String },
    NoPreference,
}

/// The moments of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    NoTime,
    TooLate,
    BeforeStart,
    AfterEnd,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NotOne,
    PartsNobody,
    LinkAsItWas,
    NoMailbox { address: String },
    NotSlow { by: SimDuration },
    NoSkew,
    StopsNothing,
}
