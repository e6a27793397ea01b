//! What is said where two runs are compared.

use relay_mail::language::{Words, words};
use relay_mail::say;

use super::language;

/// What the rows of the comparison tell.
pub(crate) const WHAT_DIFFERS: Words = words("What differs", "Was anders ist");

/// That one of two runs is over.
pub(crate) const NOTHING_NEXT: Words =
    words("nothing more happens", "danach geschieht nichts mehr");

/// That one of two runs is not known further.
pub(crate) const UNKNOWN_NEXT: Words =
    words("more of it is not known yet", "mehr ist davon noch nicht bekannt");

/// Leads to where two runs part.
pub(crate) const GO_THERE: Words = words("Go there", "Dorthin");

/// Until when two runs are the same.
pub(crate) fn they_part(at: &str) -> String {
    say!(language(), "Where they part: {at}", "Wo sie sich trennen: {at}")
}
