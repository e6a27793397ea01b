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

use crate::mistake::{Expected, Found, Mend, Mistake, Or, Unexpected};

/// A kind of value: what it is called, and how it is read.
pub(super) trait Kind {
    /// What comes out.
    type Value;
    /// What an author should write.
    const EXPECTED: Expected;
    /// Reads it.
    fn read(raw: &Raw) -> Result<Self::Value, Mistake>;
    /// The JSON Schema of what may be written.
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema;
}

/// A TOML value that is no array and no table.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    Text(String),
    Integer(i128),
    Datetime(Datetime),
}

impl Raw {
    /// The text, or the complaint that it is none.
    pub(super) fn text<K: Kind>(&self) -> Result<&str, Unexpected> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.unexpected(K::EXPECTED)),
        }
    }

    /// The complaint that this is no `expected`.
    pub(super) fn unexpected(&self, expected: Expected) -> Unexpected {
        let found = match self {
            Self::Text(text) => Found::Text(shorten(text)),
            Self::Integer(number) => Found::Number(*number),
            Self::Datetime(datetime) => Found::Date(datetime.to_string()),
        };
        let is_number = expected == Expected::WholeNumber;
        let mend = match self {
            Self::Text(text) if is_number && text.trim().parse::<i128>().is_ok() => {
                Some(Mend::NoQuotes)
            }
            Self::Integer(_) | Self::Datetime(_) if !is_number => Some(Mend::Quotes),
            _ => None,
        };
        Unexpected { expected, or: Or::Nothing, found, mend }
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
    pub(super) fn read(&self) -> Result<K::Value, Mistake> {
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
