//! The texts of the story panel.

use relay_mail::Language;
use relay_mail::language::{Words, words};
use relay_mail::say;
use relay_view::lesson::Missed;
use relayscope::scenario::Panel;

use super::language;

pub(crate) const SOURCES: Words = words("Sources", "Quellen");
pub(crate) const START_LESSON: Words = words("Start the lesson", "Lektion beginnen");
pub(crate) const START_OVER: Words = words("Start from the beginning", "Von vorn beginnen");
pub(crate) const POINTED_AT: Words = words("the lesson points at it", "die Lektion zeigt darauf");
pub(crate) const STEP_BEFORE: Words = words("Back", "Zurück");
pub(crate) const GO_ON: Words = words("Continue", "Weiter");
pub(crate) const GOES_ON: Words = words("Playing…", "Läuft …");
pub(crate) const SKIP: Words = words("Skip", "Überspringen");
pub(crate) const TO_THE_QUESTION: Words = words("Question", "Zur Frage");
pub(crate) const GO_THERE: Words = words("Go there now", "Gleich dorthin");
pub(crate) const GO_THERE_NOW: Words =
    words("Go there now, to the next step", "Gleich dorthin, zum nächsten Schritt");
pub(crate) const YOUR_CHOICE: Words = words("(your choice)", "(gewählt)");
pub(crate) const BACK_TO_PLAN: Words =
    words("Show the run as planned", "Den Lauf wie geplant zeigen");

/// A step to which the run does not come any more.
pub(crate) fn lost(number: usize) -> String {
    say!(
        language(),
        "What you did changes this story: the run does not come to step {number} any more.",
        "Der Eingriff ändert diese Geschichte: Der Lauf kommt nicht mehr zu Schritt {number}."
    )
}

pub(crate) fn next_lesson(title: &str) -> String {
    say!(language(), "Next lesson: {title}", "Nächste Lektion: {title}")
}

pub(crate) const LESSON_ENDS: Words = words("That was the lesson.", "Das war die Lektion.");
pub(crate) const ANSWER_FIRST: Words = words(
    "There is a question first: choose an answer, or skip the step.",
    "Zuerst kommt eine Frage: eine Antwort wählen oder den Schritt überspringen.",
);
pub(crate) const SKIP_TO: Words =
    words("Skip to the next step", "Überspringen, zum nächsten Schritt");
pub(crate) const LOOK_AT: Words = words("Look at:", "Hinsehen:");
const NOT_REACHED: Words = words(
    "The run does not come to this point: something was done by hand, or it has another seed or message. \
     What follows is told of the run as planned.",
    "Der Lauf kommt nicht an diesen Punkt: Hier wurde eingegriffen, oder er hat einen anderen Seed oder \
     eine andere Nachricht. Was folgt, gilt für den Lauf wie geplant.",
);
const NEVER_REACHED: Words = words(
    "The run never comes to this point: what this step waits for does not happen. That is a mistake in \
     the lesson.",
    "Der Lauf kommt nie an diesen Punkt: worauf dieser Schritt wartet, geschieht nicht. Das ist ein \
     Fehler der Lektion.",
);
pub(crate) const ANSWER: Words = words("Answer", "Antworten");
pub(crate) const RIGHT: Words = words("Right.", "Richtig.");
pub(crate) const NOT_RIGHT: Words =
    words("Not so. The right answer is marked.", "Leider nein. Die richtige Antwort ist markiert.");
pub(crate) const TO_THE_END: Words = words("Show the end", "Das Ende zeigen");
pub(crate) const TASK: Words = words("Your turn", "Zum Selbermachen");
pub(crate) const TASK_OPEN: Words = words("Not done yet.", "Noch nicht erledigt.");
pub(crate) const TASK_COMES: Words =
    words("At the end of the run it is done.", "Am Ende des Laufs ist es geschafft.");
pub(crate) const TASK_DONE: Words = words("Done.", "Erledigt.");
pub(crate) const TOOLS: Words = words("You may:", "Erlaubt ist:");
pub(crate) const HINT: Words = words("Hint", "Hinweis");

/// Why a step is not reached.
pub(crate) fn missed(why: Missed) -> Words {
    match why {
        Missed::ByHand => NOT_REACHED,
        Missed::ByLesson => NEVER_REACHED,
    }
}

/// That a step is never reached, for the author.
pub(crate) fn never_paused(language: Language, number: usize, title: &str) -> String {
    say!(
        language,
        "The run never comes to step {number}, “{title}”: what its `pause` waits for does not happen. \
         `relayscope run --format events` says what does.",
        "Der Lauf kommt nie zu Schritt {number}, „{title}“: worauf sein `pause` wartet, geschieht nicht. \
         `relayscope run --format events` zeigt, was geschieht."
    )
}

/// That another answer would be right now.
pub(crate) fn right_now(answer: &str) -> String {
    say!(
        language(),
        "The run was changed since. In the run as it is now the answer would be: {answer}.",
        "Der Lauf wurde seither verändert. In dem jetzigen Lauf wäre die Antwort: {answer}."
    )
}

/// How long a lesson takes.
pub(crate) fn minutes(minutes: u32) -> String {
    say!(language(), "About {minutes} minutes", "Etwa {minutes} Minuten")
}

/// Where a reader goes on who was here before.
pub(crate) fn resume_at(number: usize) -> String {
    say!(language(), "Continue with step {number}", "Weiter bei Schritt {number}")
}

/// A link that a lesson points at.
pub(crate) fn link(a: &str, b: &str) -> String {
    say!(language(), "the link {a} – {b}", "die Leitung {a} – {b}")
}

/// A part of the page that a lesson points at.
pub(crate) fn panel(panel: Panel) -> &'static str {
    match panel {
        Panel::Map => words("the map", "die Karte").in_(language()),
        Panel::Ladder => words("the ladder", "den Ablauf").in_(language()),
        Panel::Session => words("the session", "die Sitzung").in_(language()),
        Panel::Hosts => words("the hosts", "die Hosts").in_(language()),
        Panel::Messages => words("the messages", "die Nachrichten").in_(language()),
        Panel::Console => words("the console", "die Konsole").in_(language()),
    }
}

/// Lines that a lesson points at.
pub(crate) fn lines(count: usize) -> String {
    if count == 1 {
        say!(language(), "one marked line", "eine markierte Zeile")
    } else {
        say!(language(), "{count} marked lines", "{count} markierte Zeilen")
    }
}

/// Which step of a lesson it is.
pub(crate) fn step(number: usize, count: usize) -> String {
    say!(language(), "Step {number} of {count}", "Schritt {number} von {count}")
}

/// When the run shows that an answer is right.
pub(crate) fn shown_at(time: &str) -> String {
    say!(language(), "Show it, at {time}", "Zeigen, um {time}")
}

/// Why a task is not done though all is so.
pub(crate) fn not_allowed(what: &str) -> String {
    say!(
        language(),
        "It is as it should be, but this was not allowed: {what}. Show the other run, or load \
         the lesson again.",
        "Es ist, wie es sein soll, aber das war nicht erlaubt: {what}. Den anderen Lauf zeigen oder \
         die Lektion neu laden."
    )
}

/// What a tool of a task lets one do, by its name in the scenario format.
pub(crate) fn tool(name: &str) -> &'static str {
    match name {
        "send" => words("send messages", "Nachrichten senden").in_(language()),
        "collect" => words("collect mail", "Mail abholen").in_(language()),
        "run-queue" => {
            words("run queues by hand", "Warteschlangen von Hand abarbeiten").in_(language())
        }
        "console" => words("type at the console", "an der Konsole tippen").in_(language()),
        "break" => words("break things", "Dinge kaputt machen").in_(language()),
        "set" => words("change settings", "Einstellungen ändern").in_(language()),
        _ => words("mend things", "Dinge in Ordnung bringen").in_(language()),
    }
}
