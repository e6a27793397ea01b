//! What is said where two runs are compared.

use relay_mail::language::{Words, words};

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

/// What comes next where two runs are no longer the same.
pub(crate) const THEY_PART: Words = words("Where they part", "Wo sie sich trennen");
