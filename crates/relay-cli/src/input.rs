//! Scenario files and the message files beside them.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use relayscope::scenario::{MessageFile, Scenario, limit};

use crate::Outcome;
use crate::output::{Complaint, bad_input, diagnose, diagnose_all};

/// A scenario file that was read.
#[derive(Debug)]
pub(crate) struct Input {
    /// Its name as the user gave it.
    pub(crate) path: String,
    /// Its text.
    pub(crate) source: String,
    /// What it means, with its message files.
    pub(crate) scenario: Scenario,
}

impl Input {
    /// Reads a scenario file and the message files that it names. Everything that is wrong is told;
    /// then nothing is returned but the outcome.
    pub(crate) fn read(file: &Path) -> Result<Self, Outcome> {
        let path = file.display().to_string();
        let bytes = read_file(file, limit::SOURCE)?;
        let source = text(bytes, &path)?;
        let mut scenario = Scenario::parse(&source).map_err(|found| {
            diagnose_all(&path, &source, &found);
            Outcome::BadInput
        })?;
        diagnose_all(&path, &source, &scenario.warnings);
        attach(&mut scenario, file, &path, &source)?;
        Ok(Self { path, source, scenario })
    }
}

/// The text of a file, without a byte order mark, which no editor shows.
fn text(bytes: Vec<u8>, path: &str) -> Result<String, Outcome> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        bad_input(&format!(
            "{path}:{line}:{column}: this is no text in UTF-8; save the file as UTF-8"
        ))
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Attaches the message files, whose names count from the folder of the scenario file.
fn attach(scenario: &mut Scenario, file: &Path, path: &str, source: &str) -> Result<(), Outcome> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let missing: Vec<MessageFile> = scenario.missing_files().into_iter().cloned().collect();
    let mut all_there = true;
    for MessageFile { name, span, .. } in missing {
        let problem = match read_at_most(&folder.join(&name), limit::MESSAGE) {
            Ok(octets) => scenario.attach(&name, &octets).err().as_ref().map(Complaint::from),
            Err(error) => {
                let message = format!("the message file `{name}` cannot be read: {error}");
                let hint = "its name counts from the folder of the scenario file";
                Some(Complaint::error(0..0, &message).hint(hint))
            }
        };
        if let Some(problem) = problem {
            diagnose(path, source, &problem.at(span));
            all_there = false;
        }
    }
    if all_there { Ok(()) } else { Err(Outcome::BadInput) }
}

/// The octets of a file that the user named.
pub(crate) fn read_file(file: &Path, octets_max: usize) -> Result<Vec<u8>, Outcome> {
    read_at_most(file, octets_max)
        .map_err(|error| bad_input(&format!("{}: {error}", file.display())))
}

/// The octets of a file that is not larger than it may be; a device may have no end.
fn read_at_most(file: &Path, octets_max: usize) -> io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    let bound = u64::try_from(octets_max).expect("bounds fit") + 1;
    File::open(file)?.take(bound).read_to_end(&mut octets)?;
    if octets.len() > octets_max {
        let message = format!("it has more than {octets_max} octets");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(octets)
}
