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
    ActionName, AskKind, AskName, AuthMechanismName, ContentFaultName, DialoguePointName,
    DnsFailureName, DoubleBounceName, EventName, ExtensionName, FullMailboxName, MessageName,
    MovingName, NotifyName, Occasion, PanelName, Pop3CapabilityName, Pop3LoginName, ProfileName,
    RecordKind, RecordType, RetName, RoleName, Service, ServiceName, StrangersName,
    SubmissionAuthName, ToolName, TypingEndName, UnknownUsersName,
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

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, Range};

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use toml::Spanned;
use toml::value::Datetime;

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
        Problem::new(format!("expected {expected}, found {found}"))
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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { span: spanned.span(), value: spanned.into_inner() })
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
    fn new(raw: Raw, span: Range<usize>) -> Self {
        Self { raw, span, kind: PhantomData }
    }

    /// Reads it.
    pub(super) fn read(&self) -> Result<K::Value, Problem> {
        K::read(&self.raw)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Text<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Item { value, span } = Item::<Loose<K>>::deserialize(deserializer)?;
        Ok(Self::new(value.0, span))
    }
}

/// A [`Raw`] that complains in the words of the kind `K`.
struct Loose<K>(Raw, PhantomData<K>);

impl<'de, K: Kind> Deserialize<'de> for Loose<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = deserializer.deserialize_any(RawVisitor::<K>(PhantomData))?;
        Ok(Self(raw, PhantomData))
    }
}

struct RawVisitor<K>(PhantomData<K>);

impl<'de, K: Kind> Visitor<'de> for RawVisitor<K> {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(K::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(number.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Raw, E> {
        Ok(Raw::Integer(number.into()))
    }

    fn visit_i128<E: de::Error>(self, number: i128) -> Result<Raw, E> {
        Ok(Raw::Integer(number))
    }

    /// A date comes as a table with a key of toml's own.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Raw, A::Error> {
        Datetime::deserialize(MapAccessDeserializer::new(map))
            .map(Raw::Datetime)
            .map_err(|_| de::Error::invalid_type(Unexpected::Map, &self))
    }
}

/// One value, or an array of them.
#[derive(Clone, Debug)]
pub(super) struct OneOrMore<K> {
    pub(super) items: Vec<Text<K>>,
    pub(super) span: Range<usize>,
}

impl<'de, K: Kind> Deserialize<'de> for OneOrMore<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        enum Either<K> {
            One(Raw),
            More(Vec<Text<K>>),
        }
        struct EitherVisitor<K>(PhantomData<K>);
        impl<'de, K: Kind> Visitor<'de> for EitherVisitor<K> {
            type Value = Either<K>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} or an array of such", K::EXPECTED)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Either<K>, E> {
                Ok(Either::One(Raw::Text(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Either<K>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Either::More(items))
            }
        }
        impl<'de, K: Kind> Deserialize<'de> for Either<K> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(EitherVisitor(PhantomData))
            }
        }
        let Item { value, span } = Item::<Either<K>>::deserialize(deserializer)?;
        let items = match value {
            Either::One(raw) => vec![Text::new(raw, span.clone())],
            Either::More(items) => items,
        };
        Ok(Self { items, span })
    }
}

/// A table, or one text that says the most important of it.
#[derive(Clone, Debug)]
pub(super) enum ShortOr<K, T> {
    Short(Text<K>),
    Full(Item<T>),
}

impl<'de, K: Kind, T: Deserialize<'de>> Deserialize<'de> for ShortOr<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        enum Either<T> {
            Short(Raw),
            Full(T),
        }
        struct EitherVisitor<K, T>(PhantomData<(K, T)>);
        impl<'de, K: Kind, T: Deserialize<'de>> Visitor<'de> for EitherVisitor<K, T> {
            type Value = Either<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} or a table", K::EXPECTED)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Either<T>, E> {
                Ok(Either::Short(Raw::Text(text.to_owned())))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Either<T>, E> {
                Ok(Either::Short(Raw::Integer(number.into())))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Either::Full)
            }
        }
        struct Wrapped<K, T>(Either<T>, PhantomData<K>);
        impl<'de, K: Kind, T: Deserialize<'de>> Deserialize<'de> for Wrapped<K, T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = EitherVisitor::<K, T>(PhantomData);
                deserializer.deserialize_any(visitor).map(|either| Self(either, PhantomData))
            }
        }
        let Item { value, span } = Item::<Wrapped<K, T>>::deserialize(deserializer)?;
        Ok(match value.0 {
            Either::Short(raw) => Self::Short(Text::new(raw, span)),
            Either::Full(value) => Self::Full(Item { value, span }),
        })
    }
}
