//! From the values that a TOML parser finds to the structs of the file.
//!
//! We do this by hand, key by key: a derived deserializer stops at the first mistake of a table, and
//! becomes by far the largest part of the page's Wasm.

use core::ops::Range;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Expected, File, Found, Mend, Or, Unexpected, Value as BadValue};
use super::text::{Item, Kind, OneOrMore, Raw, ShortOr, Text};
use super::{Diagnostic, limit, similar};

/// A value where it stands in the file.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// What can be made of a value.
pub(super) trait Decode: Sized {
    /// Makes it, or tells `found` why not.
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self>;

    /// What it is when its key is not written; nothing where the key is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// A table with a fixed set of keys; implemented by [`keys!`].
pub(super) trait Table: Sized {
    /// Its keys.
    const KEYS: &'static [&'static str];

    /// Takes the values of all keys.
    fn take(row: &mut Row<'_, '_>) -> Option<Self>;
}

/// Says which keys a table has: each by the name of its field, or `field = "key"` where the key is a
/// word of Rust.
macro_rules! keys {
    ($table:ident { $($field:ident $(= $key:literal)?),* $(,)? }) => {
        impl $crate::decode::Table for $table {
            const KEYS: &'static [&'static str] = &[$(keys!(@ $field $($key)?)),*];

            fn take(row: &mut $crate::decode::Row<'_, '_>) -> Option<Self> {
                $(let $field = row.take(keys!(@ $field $($key)?));)*
                Some(Self { $($field: $field?),* })
            }
        }
    };
    (@ $field:ident) => { stringify!($field) };
    (@ $field:ident $key:literal) => { $key };
}
pub(super) use keys;

/// A table while its keys are taken out of it.
pub(super) struct Row<'i, 'f> {
    table: DeTable<'i>,
    span: Range<usize>,
    found: &'f mut Vec<Diagnostic>,
    /// Whether it has keys that nobody knows: one of them may be a missing one, misspelt.
    has_strange_keys: bool,
}

impl<'i, 'f> Row<'i, 'f> {
    /// The table `value`, after a complaint about each key that is not one of `keys`.
    pub(super) fn new(
        value: Value<'i>,
        keys: &[&'static str],
        found: &'f mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let span = value.span();
        let table = match value.into_inner() {
            DeValue::Table(table) => table,
            other => {
                found.push(unexpected(&other, span, Expected::Table, Or::Nothing));
                return None;
            }
        };
        if found.len() >= limit::DIAGNOSTICS {
            return None;
        }
        let before = found.len();
        let strange = table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref()));
        found.extend(strange.take(limit::DIAGNOSTICS).map(|key| unknown(key, keys)));
        let has_strange_keys = found.len() > before;
        Some(Self { table, span, found, has_strange_keys })
    }

    /// The value of a key.
    pub(super) fn take<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        let Some(value) = self.table.remove(key) else {
            return T::absent().or_else(|| {
                self.missing(key);
                None
            });
        };
        T::decode(value, self.found)
    }

    /// The value of a key as it is, for those who decode it otherwise.
    pub(super) fn take_value(&mut self, key: &'static str) -> Option<Value<'i>> {
        self.table.remove(key)
    }

    /// Whether a key is there and was not taken.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Decodes a value that was taken, or a part of it.
    pub(super) fn decode<T: Decode>(&mut self, value: Value<'i>) -> Option<T> {
        T::decode(value, self.found)
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    fn missing(&mut self, key: &'static str) {
        if !self.has_strange_keys {
            self.found.push(Diagnostic::error(self.span.clone(), File::MissingKey { key }));
        }
    }

    /// The table, unless some of its keys are unknown.
    fn finish<T>(self, table: Option<T>) -> Option<T> {
        table.filter(|_| !self.has_strange_keys)
    }
}

fn unknown(key: &Spanned<std::borrow::Cow<'_, str>>, keys: &[&'static str]) -> Diagnostic {
    let name = key.get_ref();
    let advice = similar::advice(name, keys);
    Diagnostic::error(key.span(), File::UnknownKey { name: name.clone().into_owned(), advice })
}

/// The complaint that `value` is not what is `expected`.
fn unexpected(value: &DeValue<'_>, span: Range<usize>, expected: Expected, or: Or) -> Diagnostic {
    let found = match value {
        DeValue::String(text) => Found::String(text.escape_debug().to_string()),
        DeValue::Integer(number) => Found::Integer(number.to_string()),
        DeValue::Float(number) => Found::Float(number.to_string()),
        DeValue::Boolean(truth) => Found::Boolean(*truth),
        DeValue::Datetime(date) => Found::Datetime(date.to_string()),
        DeValue::Array(_) => Found::Array,
        DeValue::Table(_) => Found::Table,
    };
    let mend = match (value, (expected, or)) {
        (_, (Expected::Boolean, Or::Nothing)) => Some(Mend::TrueOrFalse),
        (DeValue::Float(_), (Expected::WholeNumber, Or::Nothing)) => Some(Mend::Digits),
        (_, (Expected::Table, Or::Nothing)) => Some(Mend::Braces),
        (_, (Expected::Array, Or::Nothing)) => Some(Mend::Brackets),
        (DeValue::Array(_), _) => Some(Mend::NoBrackets),
        (DeValue::Table(_), _) => Some(Mend::NoBraces),
        (_, (Expected::WholeNumber, Or::Nothing)) => None,
        _ => Some(Mend::Quotes),
    };
    Diagnostic::error(span, Unexpected { expected, or, found, mend })
}

/// A value that is no array and no table, and no truth either.
fn raw(value: &DeValue<'_>) -> Option<Raw> {
    Some(match value {
        DeValue::String(text) => Raw::Text(text.as_ref().to_owned()),
        // What is beyond 128 bits is beyond every bound, on its own side.
        DeValue::Integer(number) => {
            let digits = number.as_str();
            let beyond = if digits.starts_with('-') { i128::MIN } else { i128::MAX };
            Raw::Integer(i128::from_str_radix(digits, number.radix()).unwrap_or(beyond))
        }
        DeValue::Datetime(date) => Raw::Datetime(*date),
        DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
            return None;
        }
    })
}

/// Such a value, or a complaint that it is not what is `expected`.
fn raw_or_complaint(
    value: &Value<'_>,
    (expected, or): (Expected, Or),
    found: &mut Vec<Diagnostic>,
) -> Option<Raw> {
    let read = raw(value.get_ref());
    if read.is_none() {
        found.push(unexpected(value.get_ref(), value.span(), expected, or));
    }
    read
}

impl<T: Table> Decode for Item<T> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let span = value.span();
        let mut row = Row::new(value, T::KEYS, found)?;
        let table = T::take(&mut row);
        Some(Self { value: row.finish(table)?, span })
    }
}

impl<K: Kind> Decode for Text<K> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        Some(Self::new(raw_or_complaint(&value, (K::EXPECTED, Or::Nothing), found)?, value.span()))
    }
}

impl<K: Kind> Decode for OneOrMore<K> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let span = value.span();
        let items = match value.into_inner() {
            DeValue::Array(items) => every(items, found)?,
            one @ DeValue::String(_) => {
                vec![Text::decode(Spanned::new(span.clone(), one), found)?]
            }
            other => {
                found.push(unexpected(&other, span, K::EXPECTED, Or::Array));
                return None;
            }
        };
        Some(Self { items, span })
    }
}

impl<K: Kind, T: Table> Decode for ShortOr<K, T> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        if matches!(value.get_ref(), DeValue::Table(_)) {
            return Item::decode(value, found).map(Self::Full);
        }
        let raw = raw_or_complaint(&value, (K::EXPECTED, Or::Table), found)?;
        Some(Self::Short(Text::new(raw, value.span())))
    }
}

impl Decode for bool {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        if let DeValue::Boolean(truth) = value.get_ref() {
            return Some(*truth);
        }
        found.push(unexpected(value.get_ref(), value.span(), Expected::Boolean, Or::Nothing));
        None
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        T::decode(value, found).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// An array; where its key is not written, there is nothing in it.
impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => every(items, found),
            other => {
                found.push(unexpected(&other, span, Expected::Array, Or::Nothing));
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

/// A table whose keys are the author's.
impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            found.push(Diagnostic::error(span, BadValue::NoTable));
            return None;
        };
        let decoded: Vec<_> = table
            .into_iter()
            .map(|(key, value)| Some((key.into_inner().into_owned(), T::decode(value, found)?)))
            .collect();
        decoded.into_iter().collect()
    }
}

/// All of them, or nothing and a complaint about each that is wrong.
fn every<'i, T: Decode>(
    items: impl IntoIterator<Item = Value<'i>>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<T>> {
    let decoded: Vec<Option<T>> = items.into_iter().map(|item| T::decode(item, found)).collect();
    decoded.into_iter().collect()
}
