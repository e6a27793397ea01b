//! What a host says of itself.

use relay_kernel::SimDuration;

/// A host, its services and its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    NameTwice { name: String, line: usize },
    AddressTwice { address: String, line: usize },
    ClientServes { name: String },
    FreezesNothing,
    TwoSkews,
    TooShort { span: SimDuration, min: SimDuration },
    OwnSmartHost,
    ServersSayNoAuth,
}

/// The mailboxes, aliases and lists of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mailboxes {
    Twice { address: String },
    UserTwice { user: String },
    NeedsDomain { local: String },
    NotFinalFor { domain: String },
    TakenAlready { address: String },
    AliasForNobody { name: String },
    ListWithoutMembers { name: String },
    ListOwnsItself { name: String },
    NoCatchAll { name: String },
}

/// Which domains a host is final for, and where it sends the mail for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    DomainTwice { domain: String },
    FinalAndNoBackup { domain: String },
    FinalItself { domain: String },
    OwnNextHop,
}

/// When a host tries again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Retry {
    NotInProfile { profile: &'static str, key: &'static str },
    MinBeyondMax,
    NoGap { key: &'static str },
    NoRules,
    NeverHolds,
}

/// What an account needs of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Login {
    NotListening { name: String, port: u16 },
    NoMailbox { host: String, address: String },
    NoPop3 { host: String },
    NoPassword { host: String },
}
