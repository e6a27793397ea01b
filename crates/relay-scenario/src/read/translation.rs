//! `[[translation]]`

use core::ops::Range;

use super::Reader;
use crate::Diagnostic;
use crate::file::{LessonTable, ScenarioFile, StepTable, StepWordsTable, TranslationTable};
use crate::mistake::Translated;
use crate::model::{StepWords, Translation};
use crate::text::{Item, Kind, Text};

impl Reader<'_> {
    /// The words of the file in other languages, where `title` and `about` are its own.
    pub(super) fn translations(
        &mut self,
        file: &ScenarioFile,
        title: &str,
        about: &str,
    ) -> Vec<Translation> {
        let mut found: Vec<Translation> = Vec::new();
        for table in &file.translation {
            let Some(language) = self.read(&table.language) else { continue };
            if found.iter().any(|other| other.language == language) {
                let twice = Translated::Twice { language: language.tag() };
                self.report(Diagnostic::error(table.language.span.clone(), twice));
                continue;
            }
            let own_about = self.maybe(table.about.as_ref()).map(|words| words.trim().to_owned());
            found.push(Translation {
                language,
                title: self.maybe(table.title.as_ref()).unwrap_or_else(|| title.to_owned()),
                about: own_about.unwrap_or_else(|| about.to_owned()),
                steps: self.words_of_steps(table, file.lesson.as_ref()),
            });
        }
        found
    }

    fn words_of_steps(
        &mut self,
        table: &Item<TranslationTable>,
        lesson: Option<&Item<LessonTable>>,
    ) -> Vec<StepWords> {
        let Some(lesson) = lesson else {
            // A lesson that cannot be read is what must be mended first.
            if let Some(step) = table.step.first().filter(|_| !self.lesson_is_broken) {
                self.report(Diagnostic::error(step.span.clone(), Translated::NoLesson));
            }
            return Vec::new();
        };
        let (steps, words) = (&lesson.step, &table.step);
        if steps.len() != words.len() {
            let (steps, translated) = (steps.len(), words.len());
            let other = Translated::OtherSteps { steps, translated };
            self.report(Diagnostic::error(table.span.clone(), other));
        }
        words.iter().zip(steps).map(|(words, step)| self.step_words(words, step)).collect()
    }

    fn step_words(&mut self, table: &Item<StepWordsTable>, step: &Item<StepTable>) -> StepWords {
        let (predict, challenge) = (step.predict.as_ref(), step.challenge.as_ref());
        let explain = predict.and_then(|it| it.explain.as_ref());
        let hint = challenge.and_then(|it| it.hint.as_ref());
        self.fits("question", table.question.as_ref(), predict.is_some(), &table.span);
        self.fits("explain", table.explain.as_ref(), explain.is_some(), &table.span);
        self.fits("goal", table.goal.as_ref(), challenge.is_some(), &table.span);
        self.fits("hint", table.hint.as_ref(), hint.is_some(), &table.span);
        StepWords {
            title: self.heading(&table.title).unwrap_or_default(),
            text: self.prose(&table.text).unwrap_or_default(),
            question: self.maybe(table.question.as_ref()),
            explain: table.explain.as_ref().and_then(|text| self.prose(text)),
            goal: self.maybe(table.goal.as_ref()),
            hint: table.hint.as_ref().and_then(|text| self.prose(text)),
        }
    }

    /// Reports words that the step has and its translation lacks, or the other way about.
    fn fits<K: Kind>(
        &mut self,
        key: &'static str,
        words: Option<&Text<K>>,
        is_said: bool,
        table: &Range<usize>,
    ) {
        match words {
            None if is_said => {
                self.report(Diagnostic::error(table.clone(), Translated::MissingKey { key }));
            }
            Some(words) if !is_said => {
                let nothing = Translated::NothingToTranslate { key };
                self.report(Diagnostic::error(words.span.clone(), nothing));
            }
            _ => {}
        }
    }
}
