//! Texts for people.

use super::{Kind, Problem, Raw};
use crate::limit;

/// A text of at most `max` characters; on one line, unless `lines`.
fn bounded<K: Kind>(raw: &Raw, max: usize, lines: bool) -> Result<String, Problem> {
    let text = raw.text::<K>()?;
    let count = text.chars().count();
    if count > max {
        let hint = format!("at most {max} characters are allowed here");
        return Err(Problem::new(format!("a text of {count} characters is too long")).hint(hint));
    }
    let allowed = |c: char| !c.is_control() || c == '\t' || (lines && matches!(c, '\n' | '\r'));
    if let Some(bad) = text.chars().find(|c| !allowed(*c)) {
        let name = if matches!(bad, '\n' | '\r') { "a line break" } else { "a control character" };
        return Err(Problem::new(format!("{name} is not allowed here")));
    }
    Ok(text.to_owned())
}

#[cfg(feature = "schema")]
fn schema_of(max: usize) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "maxLength": max })
}

macro_rules! text_kinds {
    ($($(#[$doc:meta])* $name:ident: $expected:literal, $max:expr, $lines:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name;

        impl Kind for $name {
            type Value = String;
            const EXPECTED: &'static str = $expected;
            fn read(raw: &Raw) -> Result<String, Problem> {
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
    Title: "a title", limit::TITLE, false;
    /// A paragraph or a few.
    About: "a text", limit::ABOUT, true;
    /// What a lesson tells, in Markdown.
    Markdown: "a text", limit::ABOUT, true;
    /// Anything on one line.
    Line: "a line of text", limit::LINE, false;
    /// A message's text, or a whole message.
    Words: "a text", limit::TEXT, true;
}
