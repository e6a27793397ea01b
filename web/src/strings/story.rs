//! The texts of the story panel.

use relayscope::scenario::Panel;

pub(crate) const SOURCES: &str = "Sources";
pub(crate) const START_LESSON: &str = "Start the lesson";
pub(crate) const START_OVER: &str = "Start from the beginning";
pub(crate) const POINTED_AT: &str = "the lesson points at it";
pub(crate) const STEP_BEFORE: &str = "Step before";
pub(crate) const GO_ON: &str = "Continue";
pub(crate) const SKIP_TO: &str = "Skip to the next step";
pub(crate) const LOOK_AT: &str = "Look at:";
pub(crate) const NOT_REACHED: &str = "The run does not come to this point any more, because of what you did. Go back to the branch \
     before, or load the lesson again.";
pub(crate) const ANSWER: &str = "Answer";
pub(crate) const RIGHT: &str = "Right.";
pub(crate) const NOT_RIGHT: &str = "Not quite. The right answer is marked.";
pub(crate) const TASK: &str = "Your turn";
pub(crate) const TASK_OPEN: &str = "Not done yet.";
pub(crate) const TASK_DONE: &str = "Done.";
pub(crate) const TOOLS: &str = "You may:";
pub(crate) const HINT: &str = "Hint";

/// How long a lesson takes.
pub(crate) fn minutes(minutes: u32) -> String {
    format!("About {minutes} minutes")
}

/// Where a reader goes on who was here before.
pub(crate) fn resume_at(number: usize) -> String {
    format!("Continue with step {number}")
}

/// A link that a lesson points at.
pub(crate) fn link(a: &str, b: &str) -> String {
    format!("the link {a} – {b}")
}

/// A part of the page that a lesson points at.
pub(crate) fn panel(panel: Panel) -> &'static str {
    match panel {
        Panel::Map => "the map",
        Panel::Ladder => "the ladder",
        Panel::Session => "the session",
        Panel::Hosts => "the hosts",
        Panel::Messages => "the messages",
        Panel::Console => "the console",
    }
}

/// Lines that a lesson points at.
pub(crate) fn lines(count: usize) -> String {
    if count == 1 { "one marked line".to_owned() } else { format!("{count} marked lines") }
}

/// Which step of a lesson it is.
pub(crate) fn step(number: usize, count: usize) -> String {
    format!("Step {number} of {count}")
}

/// When the run shows that an answer is right.
pub(crate) fn shown_at(time: &str) -> String {
    format!("Show it, at {time}")
}

/// Why a task is not done though all is so.
pub(crate) fn not_allowed(what: &str) -> String {
    format!("It is as it should be, but this was not allowed: {what}.")
}

/// What a tool of a task lets one do, by its name in the scenario format.
pub(crate) fn tool(name: &str) -> &'static str {
    match name {
        "send" => "send messages",
        "collect" => "collect mail",
        "run-queue" => "run queues by hand",
        "console" => "type at the console",
        "break" => "break things",
        "set" => "change settings",
        _ => "mend things",
    }
}
