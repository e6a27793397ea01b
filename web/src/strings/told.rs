//! What a screen reader is told where others see it.

use relay_mail::language::{Words, words};
use relay_mail::{Language, say};

use super::{EXPLAIN, WHY, language, t};

/// That the run is the scenario's own again.
pub(crate) const UNDONE: Words = words(
    "This is the run as planned again. The run with what was done by hand is kept.",
    "Das ist wieder der Lauf wie geplant. Der Lauf mit den Eingriffen bleibt erhalten.",
);

/// That a run is over, and what came of it.
pub(crate) fn ended(language: Language, outcome: &str) -> String {
    say!(
        language,
        "The end: nothing more is to happen. {outcome}",
        "Ende: Mehr geschieht nicht. {outcome}"
    )
}

/// That another of the runs that are kept is shown.
pub(crate) fn other_run(language: Language, name: &str) -> String {
    say!(language, "Another run is shown: {name}.", "Ein anderer Lauf wird gezeigt: {name}.")
}

/// A link of the map: its ends, its state, and what was made of it by hand.
pub(crate) fn link(a: &str, b: &str, state: &str, changed: Option<&str>) -> String {
    let changed = changed.map(|it| say!(language(), ", with {it}", "; sie hat {it}"));
    let changed = changed.unwrap_or_default();
    say!(
        language(),
        "Link between {a} and {b}: {state}{changed}",
        "Leitung zwischen {a} und {b}: {state}{changed}"
    )
}

/// What "Why?" asks about, behind what is seen of it.
pub(crate) fn why(about: &str) -> String {
    format!("{} {about}", t(WHY))
}

/// What is asked about a line.
pub(crate) fn explain(about: &str) -> String {
    format!("{} {about}", t(EXPLAIN))
}

/// A row of a session, to be told from one with the same words.
pub(crate) fn row(text: &str, at: &str) -> String {
    format!("{text}, {at}")
}
