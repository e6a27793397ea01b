//! Lessons at work: where they pause, what the right answers are, whether a task is fulfilled.
//!
//! Everything is read from the trace of a finished run, so that the answer to a question is what
//! the simulation does and not what an author believes.

mod answer;
mod choice;
mod matching;
mod played;
mod task;

pub use answer::{Found, answer};
pub use choice::{choices, words};
pub use matching::Finder;
pub use played::{Flaw, Played};
pub use task::{Tries, foreign, solve, tool_of};

use relay_kernel::RecordId;

use crate::scenario::{Event, Lesson, Scenario};
use crate::trace::Trace;

/// Where a step of a lesson is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// How many records have happened by then.
    pub position: usize,
    /// The record that the step waits for; `None` where it waits for none.
    pub record: Option<RecordId>,
    /// Whether the run comes to what the step waits for. Otherwise its place is that of the step
    /// before.
    pub reached: bool,
}

/// Where each step of a lesson is shown, in a run that was computed to its end.
pub fn stops(trace: &Trace, scenario: &Scenario, lesson: &Lesson) -> Vec<Stop> {
    let finder = Finder::new(trace, scenario);
    // The first record says that the scenario begins.
    let mut position = trace.records().len().min(1);
    let mut stops = Vec::new();
    for step in &lesson.steps {
        let found = match &step.pause {
            None => Some((position, None)),
            Some(pattern) if pattern.event == Event::End => Some((trace.records().len(), None)),
            Some(pattern) => {
                finder.find(pattern, position).map(|record| (record.index() + 1, Some(record)))
            }
        };
        let (at, record) = found.unwrap_or((position, None));
        position = at;
        stops.push(Stop { position, record, reached: found.is_some() });
    }
    stops
}
