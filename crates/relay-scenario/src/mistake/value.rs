//! Single values: of another type, beyond their bounds, or not written as they should be.

use super::{Advice, Choice};

/// A value that is something else than what belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Unexpected(Unexpected),
    NoTable,
    NoSuch { what: Choice, text: String, advice: Advice },
    NoCode { text: String, of: Code },
}

/// A value of another type, or in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unexpected {
    pub(crate) expected: Expected,
    pub(crate) or: Or,
    pub(crate) found: Found,
    pub(crate) mend: Option<Mend>,
}

impl Unexpected {
    /// The same with another way to mend it.
    pub(crate) fn mend(self, mend: Mend) -> Self {
        Self { mend: Some(mend), ..self }
    }
}

/// What is expected at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Address,
    Array,
    Boolean,
    Choice(Choice),
    Code,
    Date,
    Days,
    Domain,
    Duration,
    Envid,
    FieldName,
    Host,
    HostAndPort,
    Ip,
    Line,
    Loss,
    Mailbox,
    Moment,
    Network,
    Orcpt,
    Rate,
    RetryRule,
    ReversePath,
    Size,
    Table,
    Text,
    Title,
    WholeNumber,
}

/// What may stand there instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Or {
    /// Nothing.
    Nothing,
    /// An array of such values.
    Array,
    /// A table.
    Table,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Text(String),
    Number(i128),
    Date(String),
    /// As TOML calls them.
    String(String),
    Integer(String),
    Float(String),
    Boolean(bool),
    Datetime(String),
    Array,
    Table,
}

/// How to mend a value of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    Bare,
    Braces,
    Brackets,
    Digits,
    NoBraces,
    NoBrackets,
    NoQuotes,
    Loss,
    Quotes,
    Rate,
    Size,
    TrueOrFalse,
    Unit,
}

/// Where a reply code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Where a family of codes may stand, too.
    Pattern,
    /// Where only one may stand.
    Reply,
    /// In an answer.
    Answer,
    /// An enhanced status code.
    Status,
}

/// A number, or a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    TooSmall { number: i128, range: [u64; 2] },
    TooLarge { number: i128, range: [u64; 2] },
    TooManyOctets { octets: u128 },
    TooSlow,
    TooFast,
    TooMuchLoss { loss: String },
    TooLongSpan { span: String },
    OutOfRange { date: String },
    PartOfSecond,
    NotComplete { date: String },
    NoSuchDate { date: String },
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    TooLong {
        characters: usize,
        max: usize,
    },
    LineBreak,
    ControlCharacter,
    FieldName {
        text: String,
    },
    RetryRule {
        text: String,
    },
    /// It cannot be written as xtext.
    NoXtext {
        text: String,
    },
    TooMuchXtext {
        characters: usize,
        max: usize,
    },
    AddressType {
        text: String,
    },
}

/// A name or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    NoDomain { text: String, why: BadDomain },
    Port { port: String },
    Malformed { text: String, why: BadMailbox },
    NoMailboxName { text: String, why: BadMailbox },
    EmptyPath,
    NoIp { text: String },
    NoHostIp { address: String },
    NoNetwork { text: String },
    BitsBehindPrefix { text: String, network: String },
}

/// Why a text is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadDomain {
    At,
    LastDot,
    TooLong,
    Labels,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadMailbox {
    Brackets,
    NoAt,
    Dots,
    Syntax,
}
