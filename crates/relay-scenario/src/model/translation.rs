//! The words of a scenario in other languages.

use relay_mail::language::Language;

use super::{Lesson, Scenario, Step};
use crate::prose::Prose;

/// All the words of a scenario in another language.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The language; no other translation of the scenario has it.
    pub language: Language,
    /// The title.
    pub title: String,
    /// What the scenario shows.
    pub about: String,
    /// The words of the lesson's steps: as many as it has.
    pub steps: Vec<StepWords>,
}

/// The words of one step of a lesson; what the step does not have, it has no words for.
#[derive(Clone, Debug, PartialEq)]
pub struct StepWords {
    /// The heading.
    pub title: String,
    /// What the reader is told.
    pub text: Prose,
    /// What is asked.
    pub question: Option<String>,
    /// What the reader is told behind the answer.
    pub explain: Option<Prose>,
    /// What the reader shall bring about.
    pub goal: Option<String>,
    /// Help for the task.
    pub hint: Option<Prose>,
}

impl Step {
    /// Its words as the file has them.
    fn words(&self) -> StepWords {
        let (prediction, challenge) = (self.prediction.as_ref(), self.challenge.as_ref());
        StepWords {
            title: self.title.clone(),
            text: self.text.clone(),
            question: prediction.map(|it| it.question.clone()),
            explain: prediction.and_then(|it| it.explain.clone()),
            goal: challenge.map(|it| it.goal.clone()),
            hint: challenge.and_then(|it| it.hint.clone()),
        }
    }
}

impl Scenario {
    fn translation(&self, language: Language) -> Option<&Translation> {
        self.translations.iter().find(|translation| translation.language == language)
    }

    /// The title in that language, where it is translated, and otherwise as the file has it.
    pub fn title_in(&self, language: Language) -> &str {
        self.translation(language).map_or(&self.title, |translation| &translation.title)
    }

    /// What it shows, in that language, where it is translated, and otherwise as the file says it.
    pub fn about_in(&self, language: Language) -> &str {
        self.translation(language).map_or(&self.about, |translation| &translation.about)
    }

    /// The words of a step of the lesson, counted from 0, in that language, where they are
    /// translated, and otherwise as the file has them; `None` where there is no such step.
    pub fn step_in(&self, language: Language, step: usize) -> Option<StepWords> {
        let translated = || self.translation(language)?.steps.get(step).cloned();
        let as_written = |lesson: &Lesson| lesson.steps.get(step).map(Step::words);
        translated().or_else(|| self.lesson.as_ref().and_then(as_written))
    }
}
