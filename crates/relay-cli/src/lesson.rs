//! What is said of a lesson that is right.

use relayscope::scenario::{Lesson, Step};

/// What a lesson has, behind the word "ok".
pub(crate) fn summary(lesson: &Lesson) -> String {
    let count = |has: fn(&Step) -> bool| lesson.steps.iter().filter(|step| has(step)).count();
    let parts = [
        (lesson.steps.len(), "step", "steps"),
        (count(|step| step.pause.is_some()), "pause", "pauses"),
        (count(|step| step.prediction.is_some()), "question", "questions"),
        (count(|step| step.challenge.is_some()), "challenge", "challenges"),
    ];
    let said = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more }));
    format!(" (a lesson: {})", said.collect::<Vec<_>>().join(", "))
}
