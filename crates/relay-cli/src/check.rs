//! `relayscope check`

use std::path::PathBuf;

use clap::Args;

use crate::Outcome;
use crate::input::Input;
use crate::lesson;
use crate::output::{after_write_error, say};

/// Checks scenario files without running them: whether a lesson comes to its pauses, `run` says.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The scenario files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Check {
    /// Checks every file, and tells of each that is right on standard output.
    pub(crate) fn execute(&self) -> Outcome {
        let mut worst = Outcome::Fine;
        for file in &self.files {
            match Input::read(file) {
                Ok(input) => {
                    let lesson = input.scenario.lesson.as_ref().map(lesson::summary);
                    let lesson = lesson.map(|what| format!("{what}; `relayscope run` plays it"));
                    let lesson = lesson.unwrap_or_default();
                    if let Err(error) = say(&format!("{}: ok{lesson}", input.path)) {
                        return worst.max(after_write_error(&error));
                    }
                }
                Err(outcome) => worst = worst.max(outcome),
            }
        }
        worst
    }
}
