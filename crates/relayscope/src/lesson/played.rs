//! A lesson without a page: its steps, where each pauses, and the answers to its questions.

use core::ops::Range;
use std::fmt::Write as _;

use super::{Finder, Stop, Tries, answer, choices, solve, stops, words};
use crate::expect::Unmet;
use crate::scenario::{Challenge, Lesson, Pattern, Prediction, Scenario, Step};
use crate::timeline::Timeline;
use crate::trace::Writer;

/// The mark before a step in the text.
const MARK: &str = "── ";

/// A lesson that was played from its first step to its last.
#[derive(Debug)]
pub struct Played<'a> {
    scenario: &'a Scenario,
    lesson: &'a Lesson,
    run: Timeline,
    stops: Vec<Stop>,
    /// How each challenge went, by the number of its step.
    tries: Vec<Option<Tries>>,
}

/// What is wrong with a lesson that was played, in the English of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl<'a> Played<'a> {
    /// Plays the lesson of a scenario.
    pub fn new(scenario: &'a Scenario, lesson: &'a Lesson) -> Self {
        let mut run = Timeline::new(scenario.clone());
        run.run_to_end();
        let stops = stops(run.trace(), scenario, lesson);
        let try_out = |(step, stop): (&Step, &Stop)| {
            let challenge = step.challenge.as_ref()?;
            Some(solve(&run, stop.position, challenge))
        };
        let tries = lesson.steps.iter().zip(&stops).map(try_out).collect();
        Self { scenario, lesson, run, stops, tries }
    }

    /// What is wrong: a pause that is never reached, a challenge that is none or cannot be met.
    pub fn failures(&self) -> Vec<Flaw> {
        let mut failures = Vec::new();
        for ((step, stop), tries) in self.lesson.steps.iter().zip(&self.stops).zip(&self.tries) {
            if let (Some(pause), false) = (&step.pause, stop.reached) {
                let message = format!("the step \"{}\" is never reached", step.title);
                let hint = Some(self.hint(pause, stop.position));
                failures.push(Flaw { span: pause.span.clone(), message, hint });
            }
            if let (Some(challenge), Some(tries)) = (&step.challenge, tries) {
                failures.extend(unfit(challenge, tries));
            }
        }
        failures
    }

    /// How to mend a pause that is never reached; the step before it pauses behind `before` records.
    fn hint(&self, pause: &Pattern, before: usize) -> String {
        let (trace, scenario) = (self.run.trace(), self.scenario);
        let early = Finder::new(trace, scenario).find(pause, 1);
        if let Some(id) = early.filter(|id| id.index() < before) {
            let time = Writer::new(trace, scenario).time(trace.record(id).at);
            return format!(
                "this happens at {time} (#{id}), before the step before it pauses: change the order \
                 of the steps, or say with `nth` which time is meant"
            );
        }
        let mut end = self.run.clone();
        end.seek(end.len());
        if end.world().hosts().any(|(_, host)| !host.queue().is_empty()) {
            let until = Writer::new(trace, scenario).time(scenario.until);
            return format!(
                "this does not happen, or not so often, before the run ends at {until}, when mail still \
                 waits in queues: a later `until` of the scenario may reach it"
            );
        }
        "this does not happen, or not so often: `relayscope run --format events` shows what does"
            .to_owned()
    }

    /// The lesson as text, with the answers: what a teacher would print.
    pub fn text(&self) -> String {
        let lesson = self.lesson;
        let mut out = String::new();
        let (title, minutes) = (&self.scenario.title, lesson.minutes);
        line(&mut out, &format!("\nlesson: {title} ({minutes} min)"));
        line(&mut out, &format!("sources: {}", lesson.sources.join("; ")));
        for (nth, (step, stop)) in lesson.steps.iter().zip(&self.stops).enumerate() {
            line(&mut out, &format!("\n{MARK}{}. {}", nth + 1, step.title));
            line(&mut out, &format!("   {}", self.place(step, *stop)));
            out.push('\n');
            indented(&mut out, &step.text.plain());
            if let Some(prediction) = &step.prediction {
                self.question(&mut out, prediction, stop.position);
            }
            if let (Some(challenge), Some(tries)) = (&step.challenge, &self.tries[nth]) {
                task(&mut out, challenge, tries);
            }
        }
        out
    }

    /// Where and why the run pauses.
    fn place(&self, step: &Step, stop: Stop) -> String {
        let trace = self.run.trace();
        let writer = Writer::new(trace, self.scenario);
        let last = stop.position.checked_sub(1).and_then(|n| trace.records().get(n));
        let time = last.map(|record| writer.time(record.at)).unwrap_or_default();
        match (stop.record, &step.pause) {
            (Some(id), _) => {
                let record = trace.record(id);
                let what = writer.what(record);
                let what = what.lines().next().unwrap_or_default();
                format!("[{time}, #{id}] {}: {what}", writer.host(record.host))
            }
            (None, Some(_)) if !stop.reached => "never reached".to_owned(),
            (None, Some(_)) => format!("[{time}] the end of the run"),
            (None, None) => format!("[{time}]"),
        }
    }

    fn question(&self, out: &mut String, prediction: &Prediction, position: usize) {
        let (trace, scenario) = (self.run.trace(), self.scenario);
        let found = answer(trace, scenario, position, prediction);
        line(out, &format!("\n   ? {}", prediction.question));
        for choice in choices(trace, scenario, prediction, &found) {
            line(out, &format!("     ( ) {}", words(&choice, scenario)));
        }
        line(out, &format!("   = {}", words(&found.answer, scenario)));
        if let Some(id) = found.record {
            let writer = Writer::new(trace, scenario);
            let record = trace.record(id);
            let what = writer.what(record);
            let what = what.lines().next().unwrap_or_default();
            let (time, host) = (writer.time(record.at), writer.host(record.host));
            line(out, &format!("     [{time}, #{id}] {host}: {what}"));
        }
        if let Some(explain) = &prediction.explain {
            out.push('\n');
            indented(out, &explain.plain());
        }
    }
}

/// What is wrong with a challenge.
fn unfit(challenge: &Challenge, tries: &Tries) -> Vec<Flaw> {
    let mut found = Vec::new();
    if tries.without.is_empty() {
        let message = "this challenge is fulfilled without anybody's doing".to_owned();
        found.push(Flaw { span: challenge.span.clone(), message, hint: None });
    }
    for Unmet { span, message } in &tries.solved {
        let message = format!("the solution of this challenge does not do it: {message}");
        found.push(Flaw { span: span.clone(), message, hint: None });
    }
    found
}

fn task(out: &mut String, challenge: &Challenge, tries: &Tries) {
    line(out, &format!("\n   ! {}", challenge.goal));
    let tools: Vec<_> = challenge.tools.iter().map(|tool| tool.name()).collect();
    if !tools.is_empty() {
        line(out, &format!("     tools: {}", tools.join(", ")));
    }
    for unmet in &tries.without {
        line(out, &format!("     at first: {}", unmet.message));
    }
    let solved = tries.solved.is_empty();
    let moves = challenge.solution.len();
    let moves = if moves == 1 { "1 move".to_owned() } else { format!("{moves} moves") };
    line(out, &format!("   = {} in {moves}", if solved { "solved" } else { "NOT solved" }));
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes text");
}

fn indented(out: &mut String, text: &str) {
    for one in text.lines() {
        if one.is_empty() {
            out.push('\n');
        } else {
            line(out, &format!("   {one}"));
        }
    }
}
