//! Values as they stand in the file: read loosely first, so that one pass finds every mistake.

mod choice;
mod code;
mod dsn;
mod line;
mod name;
mod pop3;
mod quantity;
mod rule;
mod when;

pub(super) use choice::{
    ActionName, AskKind, AskName, AuthMechanismName, ConditionName, ContentFaultName,
    DialoguePointName, DnsFailureName, DoubleBounceName, EventName, ExtensionName, FullMailboxName,
    LanguageName, MessageName, MovingName, NotifyName, Occasion, PanelName, Pop3CapabilityName,
    Pop3LoginName, ProfileName, RecordKind, RecordType, RetName, RoleName, Service, ServiceName,
    StrangersName, SubmissionAuthName, ToolName, TypingEndName, UnknownUsersName,
};
pub(super) use code::CodeName;
pub(super) use dsn::{Envid, OrcptName};
pub(super) use line::{About, Line, Markdown, Title, Words};
pub(super) use name::{
    Address, DomainName, Ip, MailboxName, MailboxRef, RelayName, RelayRef, ReversePathName,
    ServerName, ServerPort,
};
pub(super) use pop3::{ExpireDays, FieldName};
pub(super) use quantity::{Loss, Number, Rate, Size, Version};
pub(super) use rule::RetryRuleText;
pub(super) use when::Instant;
pub(super) use when::{Duration, Moment, StartTime};

use core::marker::PhantomData;
use core::ops::{Deref, Range};

use toml_datetime::Datetime;

/// A kind of value: what it is called, and how it is read.
pub(super) trait Kind {
    /// What comes out.
    type Value;
    /// What an author should write, after "expected".
    const EXPECTED: &'static str;
    /// Reads it.
    fn read(raw: &Raw) -> Result<Self::Value, Problem>;
    /// The JSON Schema of what may be written.
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema;
}

/// What numbers are called after "expected".
pub(super) const WHOLE_NUMBER: &str = "a whole number";

/// A TOML value that is no array and no table.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    Text(String),
    Integer(i128),
    Datetime(Datetime),
}

impl Raw {
    /// The text, or the complaint that it is none.
    pub(super) fn text<K: Kind>(&self) -> Result<&str, Problem> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.unexpected(K::EXPECTED)),
        }
    }

    /// The complaint that this is no `expected`.
    pub(super) fn unexpected(&self, expected: &str) -> Problem {
        let found = match self {
            Self::Text(text) => format!("the text \"{}\"", shorten(text)),
            Self::Integer(number) => format!("the number {number}"),
            Self::Datetime(datetime) => format!("the date {datetime}"),
        };
        let problem = Problem::new(format!("expected {expected}, found {found}"));
        match self {
            Self::Text(text) if expected == WHOLE_NUMBER && text.trim().parse::<i128>().is_ok() => {
                problem.hint("numbers stand without quotes")
            }
            Self::Integer(_) | Self::Datetime(_) if expected != WHOLE_NUMBER => {
                problem.hint("texts stand in quotes")
            }
            _ => problem,
        }
    }
}

/// At most 40 characters of `text`, for a message.
pub(super) fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && line.chars().count() <= 40 {
        return line.to_owned();
    }
    line.chars().take(39).chain(['…']).collect()
}

/// Why a value cannot be read.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Something and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

impl<T> Deref for Item<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A value of the kind `K` that has not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Text<K> {
    pub(super) raw: Raw,
    pub(super) span: Range<usize>,
    kind: PhantomData<K>,
}

impl<K: Kind> Text<K> {
    pub(super) fn new(raw: Raw, span: Range<usize>) -> Self {
        Self { raw, span, kind: PhantomData }
    }

    /// Reads it.
    pub(super) fn read(&self) -> Result<K::Value, Problem> {
        K::read(&self.raw)
    }
}

/// One value, or an array of them.
#[derive(Clone, Debug)]
pub(super) struct OneOrMore<K> {
    pub(super) items: Vec<Text<K>>,
    pub(super) span: Range<usize>,
}

/// A table, or one text that says the most important of it.
#[derive(Clone, Debug)]
pub(super) enum ShortOr<K, T> {
    Short(Text<K>),
    Full(Item<T>),
}
