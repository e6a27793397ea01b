//! What is wrong, in every language.

use relay_mail::Language;
use relay_scenario::{Diagnostic, Told};

/// The pieces between backticks, sorted: sentences have another order in other languages.
fn quoted(text: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    pieces.sort_unstable();
    pieces
}

/// A text in another language: other words, but the same pieces of the file.
#[track_caller]
fn same_but_for_words(english: &str, other: &str) {
    assert_eq!(english.is_empty(), other.is_empty(), "{english:?} {other:?}");
    assert!(english.is_empty() || english != other, "{english}");
    assert_eq!(quoted(english), quoted(other), "{english}\n{other}");
    for word in [" the ", " is ", " are ", " and ", " or ", " of ", " not "] {
        assert!(!other.contains(word), "{word:?} in {other}");
    }
}

/// Every language has words of its own for it.
#[track_caller]
pub(super) fn check(mistake: &Diagnostic) {
    let Told { message, label, hint } = mistake.told(Language::English);
    for language in Language::ALL.into_iter().filter(|it| *it != Language::English) {
        let other = mistake.told(language);
        same_but_for_words(&message, &other.message);
        same_but_for_words(&label, &other.label);
        assert_eq!(hint.is_some(), other.hint.is_some());
        same_but_for_words(&hint.clone().unwrap_or_default(), &other.hint.unwrap_or_default());
    }
}
