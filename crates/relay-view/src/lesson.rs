//! A lesson beside its run: the step that is read, its question, its task, and where it pauses.

use std::collections::BTreeSet;

use relay_kernel::{ConnNo, RecordId};
use relayscope::expect;
use relayscope::lesson::{self, Finder, Stop};
use relayscope::scenario::prose::Prose;
use relayscope::scenario::{
    Challenge, Event, Highlight, HostNo, Lesson, Panel, Prediction, Step, StepWords,
};
use relayscope::trace::HostId;

use crate::phrase::phrase;
use crate::{Show, clock};

mod progress;

pub use progress::Progress;
use progress::{Asked, Given};

/// Records that a step points at, at most.
const LIT_MAX: usize = 200;

/// A step as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Which step it is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// Its heading.
    pub title: String,
    /// What the reader is told.
    pub text: Prose,
    /// Why the run does not come to what the step waits for, where it does not.
    pub missed: Option<Missed>,
    /// The question, if it has one.
    pub question: Option<Question>,
    /// The task, if it has one.
    pub task: Option<Task>,
    /// What is pointed at.
    pub lit: Lit,
}

/// Why a run does not come to what a step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Something was done by hand, or the run has another seed or message than its author gave it.
    ByHand,
    /// It is the run of the author: the lesson is wrong.
    ByLesson,
}

/// What a step points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// Hosts on the map.
    pub hosts: Vec<HostId>,
    /// Links on the map.
    pub links: Vec<[HostId; 2]>,
    /// Parts of the page.
    pub panels: Vec<Panel>,
    /// Records that have happened by then, in order.
    pub records: Vec<RecordId>,
    /// The connections of those.
    pub conns: BTreeSet<ConnNo>,
}

impl Lit {
    /// What a step that is shown behind so many records points at.
    fn new(show: &Show, highlight: &Highlight, position: usize) -> Self {
        let (trace, host) = (show.trace(), |no: &HostNo| HostId(no.0));
        let records: Vec<_> = highlight.lines.as_ref().map_or_else(Vec::new, |pattern| {
            let finder = Finder::new(trace, show.scenario());
            let nth = |found: &usize| pattern.nth == 1 || *found + 1 == pattern.nth as usize;
            let found = finder.all(pattern, 0).take_while(|id| id.index() < position);
            found.enumerate().filter(|(at, _)| nth(at)).map(|(_, id)| id).take(LIT_MAX).collect()
        });
        Self {
            hosts: highlight.hosts.iter().map(host).collect(),
            links: highlight.links.iter().map(|[a, b]| [host(a), host(b)]).collect(),
            panels: highlight.panels.clone(),
            conns: records.iter().filter_map(|id| trace.record(*id).kind.conn()).collect(),
            records,
        }
    }

    /// Whether a link is among them, whichever way it is named.
    pub fn has_link(&self, a: HostId, b: HostId) -> bool {
        self.links.iter().any(|ends| *ends == [a, b] || *ends == [b, a])
    }
}

/// A question, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// What was chosen, and what the run says; `None` until the reader commits.
    pub verdict: Option<Verdict>,
}

/// What a reader is told behind an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Which choice was taken.
    pub chosen: usize,
    /// Which one is right.
    pub right: usize,
    /// What would be right in the run as it is now, when it was changed since the answer.
    pub now: Option<String>,
    /// The record that shows it, and when that is, where one does.
    pub shown_by: Option<(RecordId, String)>,
    /// What else there is to say.
    pub explain: Option<Prose>,
}

impl Question {
    /// Whether nobody has answered it.
    pub fn is_open(&self) -> bool {
        self.verdict.is_none()
    }
}

impl Verdict {
    /// Whether the reader was right.
    pub fn is_right(&self) -> bool {
        self.chosen == self.right
    }
}

/// A task, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What the reader shall bring about.
    pub goal: String,
    /// What the reader may use, by the names of the scenario format; empty is everything.
    pub tools: Vec<&'static str>,
    /// Help.
    pub hint: Option<Prose>,
    /// How far it is.
    pub state: TaskState,
}

/// How far a task is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Not all is so at the end of the run.
    Open,
    /// It is done.
    Done,
    /// All is so, but something was used that is not allowed: this, in words.
    NotAllowed(String),
}

/// A lesson that is read beside the run of a [`Show`]. What the run says is found once for each run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    stops: Vec<Stop>,
}

impl Reading {
    /// Finds where the steps of the lesson pause; `None` when the scenario holds none.
    pub fn new(show: &Show) -> Option<Self> {
        let lesson = show.scenario().lesson.as_ref()?;
        Some(Self { stops: lesson::stops(show.trace(), show.scenario(), lesson) })
    }

    /// The position in the run, in beats, at which a step is shown.
    pub fn position(&self, show: &Show, step: usize) -> usize {
        let records = self.stops.get(step).map_or(0, |stop| stop.position);
        // The first record says that the scenario begins: nothing has happened yet.
        if records <= 1 { 0 } else { show.pace().position_of(records) }
    }

    /// Whether the place of a step is known: the run was computed so far, or to its end.
    pub fn knows(&self, show: &Show, step: usize) -> bool {
        let Some(lesson) = show.scenario().lesson.as_ref() else { return true };
        let is_settled = |(step, stop): (&Step, &Stop)| {
            let waits_for_end = step.pause.as_ref().is_some_and(|it| it.event == Event::End);
            stop.reached && !waits_for_end
        };
        !show.has_more() || lesson.steps.iter().zip(&self.stops).take(step + 1).all(is_settled)
    }

    /// The first step that waits for what never happens in the lesson's own run, from 1, and its
    /// heading.
    pub fn mistake(&self, show: &Show) -> Option<(usize, String)> {
        let wrong = |stop: &Stop| missed(show, stop) == Some(Missed::ByLesson);
        let at = self.stops.iter().position(wrong)?;
        Some((at + 1, words(show, at)?.title))
    }

    /// The first step behind one, from 1, to which the run does not come any more because of what was done
    /// by hand.
    pub fn lost_behind(&self, show: &Show, step: usize) -> Option<usize> {
        let is_lost = |stop: &Stop| show.is_changed_by_hand() && missed(show, stop).is_some();
        let at = self.stops.iter().skip(step + 1).position(is_lost)?;
        Some(step + 1 + at + 1)
    }

    /// The step that is read.
    pub fn page(&self, show: &Show, progress: &Progress) -> Option<Page> {
        let lesson = show.scenario().lesson.as_ref()?;
        let (step, stop) = (lesson.steps.get(progress.step)?, self.stops.get(progress.step)?);
        let mut words = words(show, progress.step)?;
        let question = step.prediction.as_ref().map(|prediction| {
            let given = progress.given(progress.step);
            question(show, prediction, &mut words, stop.position, given)
        });
        let task = step.challenge.as_ref().map(|challenge| task(show, challenge, &mut words));
        Some(Page {
            number: progress.step + 1,
            count: lesson.steps.len(),
            title: words.title,
            text: words.text,
            missed: missed(show, stop),
            question,
            task,
            lit: Lit::new(show, &step.highlight, stop.position),
        })
    }
}

fn missed(show: &Show, stop: &Stop) -> Option<Missed> {
    if stop.reached || !show.is_complete() {
        return None;
    }
    let is_its_own = show.is_as_written();
    Some(if is_its_own { Missed::ByLesson } else { Missed::ByHand })
}

fn step(show: &Show, number: usize) -> Option<&Step> {
    show.scenario().lesson.as_ref()?.steps.get(number)
}

/// What a step says, in the language of the page where it is translated.
fn words(show: &Show, step: usize) -> Option<StepWords> {
    show.scenario().step_in(show.cast().language, step)
}

/// The question, whose words are taken. Once it was answered, its choices and its verdict stay as
/// they were then.
fn question(
    show: &Show,
    prediction: &Prediction,
    words: &mut StepWords,
    position: usize,
    given: Option<&Given>,
) -> Question {
    let language = show.cast().language;
    let asked = Asked::new(show, prediction, position);
    let choices = given.map_or(&asked.choices, |given| &given.choices);
    let verdict = given.map(|given| {
        let is_right_now = given.choices[given.right] == asked.right;
        let shown_by = asked.record.filter(|_| is_right_now).map(|id| {
            let at = show.trace().record(id).at;
            (id, clock::precise(show.cast().clock(), at))
        });
        Verdict {
            chosen: given.chosen,
            right: given.right,
            now: (!is_right_now).then(|| phrase(language, &asked.right)),
            shown_by,
            explain: words.explain.take(),
        }
    });
    Question {
        text: words.question.take().unwrap_or_default(),
        choices: choices.iter().map(|choice| phrase(language, choice)).collect(),
        verdict,
    }
}

/// The task, whose words are taken.
fn task(show: &Show, challenge: &Challenge, words: &mut StepWords) -> Task {
    let unmet = expect::unmet_of(&challenge.expectations, show.trace(), show.scenario());
    let foreign = lesson::foreign(challenge, show.journal());
    let state = match foreign {
        _ if !unmet.is_empty() || show.has_more() => TaskState::Open,
        Some(entry) => TaskState::NotAllowed(phrase(
            show.cast().language,
            &entry.command.describe(show.scenario()),
        )),
        None => TaskState::Done,
    };
    Task {
        goal: words.goal.take().unwrap_or_default(),
        tools: challenge.tools.iter().map(|tool| tool.name()).collect(),
        hint: words.hint.take(),
        state,
    }
}

/// Whether the lesson of a scenario sets a task, for which the world must be changed.
pub fn has_task(show: &Show) -> bool {
    let lesson = show.scenario().lesson.as_ref();
    lesson.is_some_and(|lesson| lesson.steps.iter().any(|step| step.challenge.is_some()))
}

/// A source of a lesson, with the address at which it can be read, where it is an RFC.
pub fn sources(lesson: &Lesson) -> impl Iterator<Item = (String, Option<String>)> + '_ {
    lesson.sources.iter().map(|source| (source.clone(), rfc_address(source)))
}

/// Where an RFC can be read: `RFC 5321 section 4.2`, also written `RFC 5321 §4.2`, is at
/// `https://www.rfc-editor.org/rfc/rfc5321#section-4.2`.
pub fn rfc_address(source: &str) -> Option<String> {
    let source = source.replace('§', "section ");
    let mut words = source.split_whitespace();
    let number: u32 = (words.next()? == "RFC").then(|| words.next()?.parse().ok()).flatten()?;
    let address = format!("https://www.rfc-editor.org/rfc/rfc{number}");
    match (words.next(), words.next(), words.next()) {
        (None, ..) => Some(address),
        (Some("section"), Some(section), None)
            if section.chars().all(|c| c.is_ascii_digit() || c == '.') =>
        {
            Some(format!("{address}#section-{section}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::rfc_address;

    #[test]
    fn rfcs_have_addresses() {
        let at = |source| rfc_address(source);
        assert_eq!(at("RFC 1047").as_deref(), Some("https://www.rfc-editor.org/rfc/rfc1047"));
        assert_eq!(
            at("RFC 5321 section 4.2.1").as_deref(),
            Some("https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1")
        );
        assert_eq!(at("RFC 5321 §4.2.1"), at("RFC 5321 section 4.2.1"));
        for other in ["RFC", "RFC x", "RFC 1 section \"><b>", "postconf(5)", "RFC 1 appendix A"] {
            assert_eq!(at(other), None, "{other}");
        }
    }
}
