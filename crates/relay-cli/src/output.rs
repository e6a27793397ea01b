//! Standard output and standard error.

use core::ops::Range;
use std::io::{self, IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use relay_mail::Language;
use relayscope::expect::Unmet;
use relayscope::lesson::Flaw;
use relayscope::scenario::{Diagnostic, Severity, Told};

use crate::Outcome;

/// Writes to standard error. When that is closed, nobody is left to be told.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Complains about the input as a whole, and ends with that.
pub(crate) fn bad_input(text: &str) -> Outcome {
    complain(&format!("error: {text}"));
    Outcome::BadInput
}

/// What is complained of, in the English of the command line.
#[derive(Clone, Debug)]
pub(crate) struct Complaint {
    severity: Severity,
    /// Where, in bytes of the file.
    pub(crate) span: Range<usize>,
    message: String,
    label: String,
    hint: Option<String>,
}

impl Complaint {
    /// An error.
    pub(crate) fn error(span: Range<usize>, message: &str) -> Self {
        let (severity, message) = (Severity::Error, printable(message));
        Self { severity, span, message, label: String::new(), hint: None }
    }

    /// The same with a hint.
    pub(crate) fn hint(self, hint: &str) -> Self {
        Self { hint: Some(printable(hint)), ..self }
    }

    /// The same at another place.
    pub(crate) fn at(self, span: Range<usize>) -> Self {
        Self { span, ..self }
    }

    /// All in one line.
    pub(crate) fn in_a_line(&self) -> String {
        let hint = self.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{}{hint}", self.message)
    }
}

impl From<&Diagnostic> for Complaint {
    fn from(diagnostic: &Diagnostic) -> Self {
        let Told { message, label, hint } = diagnostic.told(Language::English);
        Self { severity: diagnostic.severity, span: diagnostic.span.clone(), message, label, hint }
    }
}

impl From<Flaw> for Complaint {
    fn from(Flaw { span, message, hint }: Flaw) -> Self {
        let complaint = Self::error(span, &message);
        hint.into_iter().fold(complaint, |complaint, hint| complaint.hint(&hint))
    }
}

impl From<Unmet> for Complaint {
    fn from(Unmet { span, message }: Unmet) -> Self {
        Self::error(span, &message)
    }
}

/// The same text, without what would move the cursor of a terminal: some of it is the file's.
fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// Complains about a place in a file, as `path:line:column` with a caret and a hint.
pub(crate) fn diagnose(path: &str, source: &str, complaint: &Complaint) {
    let plain = !io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    let renderer = if plain { Renderer::plain() } else { Renderer::styled() };
    complain(&render(&renderer, path, source, complaint));
}

/// Complains about several places in a file.
pub(crate) fn diagnose_all(path: &str, source: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        diagnose(path, source, &diagnostic.into());
    }
}

fn render(renderer: &Renderer, path: &str, source: &str, complaint: &Complaint) -> String {
    let level = match complaint.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let label = Some(complaint.label.as_str()).filter(|label| !label.is_empty());
    let mark = AnnotationKind::Primary.span(first_line(source, &complaint.span)).label(label);
    let snippet = Snippet::source(source).path(path).annotation(mark);
    let mut report = level.primary_title(complaint.message.as_str()).element(snippet);
    if let Some(hint) = &complaint.hint {
        report = report.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[report])
}

/// The marked bytes, as far as they are on one line: a caret under the start of a long array says
/// as much as the whole of it.
fn first_line(source: &str, span: &Range<usize>) -> Range<usize> {
    let start = span.start.min(source.len());
    let end = span.end.clamp(start, source.len());
    let line = source[start..end].find('\n').map_or(end, |at| start + at);
    start..line
}

/// Writes to standard output; `Err` when it cannot be written.
pub(crate) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// What a command ends with when standard output failed: a reader who has seen enough is no fault.
pub(crate) fn after_write_error(error: &io::Error) -> Outcome {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Outcome::Fine;
    }
    bad_input(&format!("standard output cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, span: Range<usize>, expected: &str) {
        let complaint = Complaint::error(span, "this is wrong").hint("mend it");
        let complaint = Complaint { label: "here".to_owned(), ..complaint };
        assert_eq!(render(&Renderer::plain(), "a.toml", source, &complaint), expected);
    }

    #[test]
    fn a_caret_and_a_hint() {
        check(
            "x = 1\ny = [\n1]\n",
            10..15,
            "error: this is wrong\n --> a.toml:2:5\n  |\n2 | y = [\n  |     ^ here\n  |\n  = help: mend it",
        );
    }

    #[test]
    fn the_end_of_a_file_is_a_place() {
        check(
            "",
            0..0,
            "error: this is wrong\n --> a.toml:1:1\n  |\n1 |\n  | ^ here\n  |\n  = help: mend it",
        );
    }
}
