//! What authors of pages are told whose tags or calls have no meaning.

use relay_mail::language::{Words, words};
use relay_mail::{Language, say};

pub(crate) const NO_LINK_TO_ITSELF: Words = words(
    "link: a host and itself have no link; name two hosts",
    "link: Ein Host hat keine Leitung zu sich selbst; zwei Hosts nennen",
);
pub(crate) const NO_STATE: Words = words(
    "setState: this is no state that getState has given, or a newer version's",
    "setState: Das ist kein Zustand, den getState gegeben hat, oder einer von einer neueren Version",
);

/// What stands before the last of several words.
pub(crate) const OR: Words = words(" or ", " oder ");
pub(crate) const AND: Words = words(" and ", " und ");
pub(crate) const COMMA: Words = words(", ", ", ");
/// The largest latency.
pub(crate) const AN_HOUR: Words = words("3600 seconds", "3600 Sekunden");

/// Several words one after the other.
pub(crate) fn listed(language: Language, before_last: Words, all: &[&str]) -> String {
    match all {
        [first @ .., last] if !first.is_empty() => {
            format!("{}{}{last}", first.join(", "), before_last.in_(language))
        }
        _ => all.concat(),
    }
}

/// A name that no built-in scenario has.
pub(crate) fn no_such_scenario(language: Language, name: &str, known: &str) -> String {
    say!(
        language,
        "there is no built-in scenario “{name}”; choose one of {known}",
        "es gibt kein eingebautes Szenario „{name}“; zur Wahl stehen {known}"
    )
}

/// A word that has no meaning where `known` ones have one.
pub(crate) fn unknown(language: Language, what: &str, word: &str, known: &str) -> String {
    say!(
        language,
        "{what}: “{word}” is unknown; choose from {known}",
        "{what}: „{word}“ ist unbekannt; zur Wahl stehen {known}"
    )
}

/// What is no seed.
pub(crate) fn no_seed(language: Language, text: &str) -> String {
    say!(
        language,
        "seed: “{text}” is no whole number from 0 to {}",
        "seed: „{text}“ ist keine ganze Zahl von 0 bis {}",
        u64::MAX
    )
}

/// A number that is too large, or none.
pub(crate) fn out_of_bounds(language: Language, what: &str, most: Words) -> String {
    say!(
        language,
        "{what}: give a number from 0 to {}",
        "{what}: eine Zahl von 0 bis {} angeben",
        most.in_(language)
    )
}
