//! What RFC 5321 §4.5.4.1 asks for: two attempts in the first hour, then one every two or three
//! hours, for four or five days.

use relay_kernel::SimDuration;

use super::{Failed, Next, Rule};

/// The schedule that RFC 5321 §4.5.4.1 describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rfc {
    /// Gap of the attempts in the first hour.
    pub first_gap: SimDuration,
    /// How long the first gap is used.
    pub first_span: SimDuration,
    /// Gap of all later attempts.
    pub later_gap: SimDuration,
    /// How long a message is tried.
    pub lifetime: SimDuration,
}

impl Default for Rfc {
    fn default() -> Self {
        Self {
            first_gap: SimDuration::from_mins(30),
            first_span: SimDuration::from_hours(1),
            later_gap: SimDuration::from_hours(2),
            lifetime: SimDuration::from_days(5),
        }
    }
}

impl Rfc {
    pub(super) fn next(&self, failed: &Failed) -> (Next, Rule) {
        let age = failed.age();
        if age >= self.lifetime {
            return (Next::GiveUp(self.lifetime), Rule::Lifetime(self.lifetime));
        }
        let early = age + self.first_gap <= self.first_span;
        let gap = if early { self.first_gap } else { self.later_gap };
        (Next::At(failed.now_secs() + gap), Rule::Interval(gap, early))
    }
}
