//! The file as a whole, and the files beside it.

use super::Advice;

/// The file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum File {
    TooLong {
        octets: usize,
    },
    /// In the words of the TOML parser, which are English.
    NotToml {
        said: String,
        mend: Syntax,
    },
    NoFormat,
    NoVersionZero,
    Newer {
        version: u64,
    },
    NoHosts,
    NoTables {
        key: &'static str,
    },
    TooMany {
        count: usize,
        max: usize,
        what: Many,
    },
    UnknownKey {
        name: String,
        advice: Advice,
    },
    MissingKey {
        key: &'static str,
    },
}

/// How to mend what is no TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Markdown has made HTML of it.
    Markup,
    Commas,
    KeyTwice,
    KeysInLines,
    KeyWithoutValue,
    EmptyKey,
    Unclosed,
    Date,
    Time,
    Backslash,
    TextEnds,
    LinesEnd,
    LineEnds,
    Nesting,
    Boolean,
    /// What is mended most often.
    Usual,
}

/// What there can be too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Many {
    Tables(&'static str),
    Addresses,
    Aliases,
    BehindAlias,
    Capabilities,
    Choices,
    ContentFaults,
    Domains,
    Expectations,
    Extensions,
    Hosts,
    Lines,
    Links,
    Lists,
    Mailboxes,
    Mechanisms,
    Members,
    Messages,
    MovedUsers,
    Moves,
    Occasions,
    OriginalRecipients,
    Panels,
    Recipients,
    RelayFor,
    RetryRules,
    Routes,
    Services,
    Sources,
    Steps,
    Tools,
}

/// What a scenario gets from outside its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Attached {
    NotHere {
        name: String,
    },
    NotNamed {
        name: String,
    },
    NoSend {
        name: String,
        sends: usize,
    },
    Empty {
        name: String,
    },
    TooLarge {
        name: String,
        octets: usize,
    },
    /// The run would become so long that mail would be collected too many times.
    CollectedTooOften,
    RunTooOften,
    OnlineTooOften,
}
