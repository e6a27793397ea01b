//! Texts for people.

use super::{Kind, Raw};
use crate::limit;
use crate::mistake::{self, Expected, Mistake};

/// A text of at most `max` characters; on one line, unless `lines`.
fn bounded<K: Kind>(raw: &Raw, max: usize, lines: bool) -> Result<String, Mistake> {
    let text = raw.text::<K>()?;
    let count = text.chars().count();
    if count > max {
        return Err(mistake::Text::TooLong { characters: count, max }.into());
    }
    let allowed = |c: char| !c.is_control() || c == '\t' || (lines && matches!(c, '\n' | '\r'));
    if let Some(bad) = text.chars().find(|c| !allowed(*c)) {
        let is_break = matches!(bad, '\n' | '\r');
        let bad = mistake::Text::ControlCharacter;
        return Err(if is_break { mistake::Text::LineBreak } else { bad }.into());
    }
    Ok(text.to_owned())
}

#[cfg(feature = "schema")]
fn schema_of(max: usize) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "maxLength": max })
}

macro_rules! text_kinds {
    ($($(#[$doc:meta])* $name:ident: $expected:ident, $max:expr, $lines:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name;

        impl Kind for $name {
            type Value = String;
            const EXPECTED: Expected = Expected::$expected;
            fn read(raw: &Raw) -> Result<String, Mistake> {
                bounded::<Self>(raw, $max, $lines)
            }
            #[cfg(feature = "schema")]
            fn schema() -> schemars::Schema {
                schema_of($max)
            }
        }
    )*};
}

text_kinds! {
    /// One line for menus.
    Title: Title, limit::TITLE, false;
    /// A paragraph or a few.
    About: Text, limit::ABOUT, true;
    /// What a lesson tells, in Markdown.
    Markdown: Text, limit::ABOUT, true;
    /// Anything on one line.
    Line: Line, limit::LINE, false;
    /// A message's text, or a whole message.
    Words: Text, limit::TEXT, true;
}
