//! What a reader has done: the step that is read, the answers that were given, and how both are kept.

use std::collections::BTreeMap;

use relay_kernel::RecordId;
use relayscope::lesson;
use relayscope::scenario::Prediction;

use super::{Reading, step};
use crate::Show;

/// Choices of one question, at most; more is nothing that was written here.
const CHOICES_MAX: usize = 16;

/// Where a reader is in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The step that is read, from 0.
    pub step: usize,
    /// The answers that the reader gave, by step. Once given, an answer stays.
    given: Vec<Option<Given>>,
}

/// An answer with all that there was to choose from, and what was right: who changes the run later
/// was not wrong before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// What could be chosen, as a lesson is printed.
    pub(super) choices: Vec<String>,
    /// Which one was.
    pub(super) chosen: usize,
    /// Which one was right then.
    pub(super) right: usize,
}

/// A question of the run as it is now.
pub(super) struct Asked {
    /// What can be chosen, as a lesson is printed.
    pub(super) choices: Vec<String>,
    /// What is right.
    pub(super) right: String,
    /// The record that shows it.
    pub(super) record: Option<RecordId>,
}

impl Asked {
    /// The question of a step that is shown behind so many records.
    pub(super) fn new(show: &Show, prediction: &Prediction, position: usize) -> Self {
        let (trace, scenario) = (show.trace(), show.scenario());
        let found = lesson::answer(trace, scenario, position, prediction);
        let choices = lesson::choices(trace, scenario, prediction, &found);
        Self {
            choices: choices.iter().map(|choice| lesson::words(choice, scenario)).collect(),
            right: lesson::words(&found.answer, scenario),
            record: found.record,
        }
    }
}

impl Progress {
    /// The answer that was given in a step.
    pub(super) fn given(&self, step: usize) -> Option<&Given> {
        self.given.get(step)?.as_ref()
    }

    /// Notes the answer to the question of a step, unless there is one.
    fn give(&mut self, step: usize, given: Given) {
        if self.given.len() <= step {
            self.given.resize(step + 1, None);
        }
        self.given[step].get_or_insert(given);
    }
}

/// What is written of one answer.
#[derive(Default)]
struct Written {
    choices: Vec<String>,
    answer: Option<String>,
    right: Option<String>,
}

impl Reading {
    /// Notes that the reader takes the choice of that number.
    pub fn choose(&self, show: &Show, progress: &mut Progress, choice: usize) {
        let Some(Asked { choices, right, .. }) = self.asked(show, progress.step) else { return };
        let right = choices.iter().position(|it| *it == right);
        if let Some(right) = right.filter(|_| choice < choices.len()) {
            progress.give(progress.step, Given { choices, chosen: choice, right });
        }
    }

    /// The question of a step, if it has one.
    fn asked(&self, show: &Show, number: usize) -> Option<Asked> {
        let prediction = step(show, number)?.prediction.as_ref()?;
        Some(Asked::new(show, prediction, self.stops.get(number)?.position))
    }

    /// What the reader has done, as lines of text: the step that is read, and for each answer what
    /// there was to choose from, what was chosen, and what was right.
    pub fn written(&self, progress: &Progress) -> Vec<(String, String)> {
        let mut lines = vec![("step".to_owned(), progress.step.to_string())];
        for (step, given) in progress.given.iter().enumerate() {
            let Some(Given { choices, chosen, right }) = given else { continue };
            for (at, choice) in choices.iter().enumerate() {
                lines.push((format!("choice.{step}.{at:02}"), choice.clone()));
            }
            lines.push((format!("answer.{step}"), choices[*chosen].clone()));
            lines.push((format!("right.{step}"), choices[*right].clone()));
        }
        lines
    }

    /// What was [`written`](Self::written), as far as it has a meaning for this lesson: answers that
    /// could not be chosen are left out.
    pub fn read<'a>(
        &self,
        show: &Show,
        lines: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Progress {
        let last = self.stops.len().saturating_sub(1);
        let mut progress = Progress::default();
        let mut written: BTreeMap<usize, Written> = BTreeMap::new();
        for (name, value) in lines {
            let Some((kind, at)) = name.split_once('.') else {
                if name == "step" {
                    progress.step = value.parse::<usize>().unwrap_or(0).min(last);
                }
                continue;
            };
            let at = at.split('.').next().and_then(|at| at.parse().ok());
            let Some(at) = at.filter(|at| *at <= last) else { continue };
            let one = written.entry(at).or_default();
            match kind {
                "choice" if one.choices.len() < CHOICES_MAX => one.choices.push(value.to_owned()),
                "answer" => one.answer = Some(value.to_owned()),
                "right" => one.right = Some(value.to_owned()),
                _ => {}
            }
        }
        for (at, one) in written {
            if let Some(given) = self.given(show, at, one) {
                progress.give(at, given);
            }
        }
        progress
    }

    /// An answer that was written; what is missing of it is as the run has it now.
    fn given(&self, show: &Show, at: usize, written: Written) -> Option<Given> {
        let asked = self.asked(show, at)?;
        let choices = if written.choices.is_empty() { asked.choices } else { written.choices };
        let place = |words: &str| choices.iter().position(|choice| choice == words);
        let chosen = place(&written.answer?)?;
        let right = place(&written.right.unwrap_or(asked.right))?;
        Some(Given { choices, chosen, right })
    }
}
