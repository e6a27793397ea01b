//! Mistakes in words: a module for each language, with a function for each topic.
//!
//! A further language is one more module beside these, and one more arm in [`told`]; the compiler names
//! every mistake that it has no words for. Keys, values and names of the file stand in backticks, and are
//! the same in every language.

mod english;
mod german;

use relay_mail::Language;

use crate::mistake::Mistake;

#[cfg(feature = "schema")]
pub(crate) use english::expected as expected_in_english;

/// A mistake in the words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is wrong, in one line that can stand alone.
    pub message: String,
    /// What to write at the place, in a few words; may be empty.
    pub label: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Told {
    /// A message alone.
    #[inline(never)]
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), label: String::new(), hint: None }
    }

    #[inline(never)]
    fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    #[inline(never)]
    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// A mistake in the words of a language.
pub(crate) fn told(mistake: &Mistake, language: Language) -> Told {
    let Told { message, label, hint } = match language {
        Language::English => english::told(mistake),
        Language::German => german::told(mistake),
    };
    Told { message: printable(message), label: printable(label), hint: hint.map(printable) }
}

/// The same text, without what would move the cursor of a terminal: some of it is the file's.
fn printable(text: String) -> String {
    if text.contains(char::is_control) {
        return text.replace(char::is_control, "\u{fffd}");
    }
    text
}

/// Names in backticks, with commas between them.
fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
