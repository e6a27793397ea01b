//! Standard output and standard error.

use std::io::{self, IsTerminal as _, Write as _};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use relayscope::scenario::{Diagnostic, Severity};

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

/// Complains about a place in a file, as `path:line:column` with a caret and a hint.
pub(crate) fn diagnose(path: &str, source: &str, diagnostic: &Diagnostic) {
    let plain = !io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    let renderer = if plain { Renderer::plain() } else { Renderer::styled() };
    complain(&render(&renderer, path, source, diagnostic));
}

/// Complains about several places in a file.
pub(crate) fn diagnose_all(path: &str, source: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        diagnose(path, source, diagnostic);
    }
}

fn render(renderer: &Renderer, path: &str, source: &str, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let label = Some(diagnostic.label.as_str()).filter(|label| !label.is_empty());
    let mark = AnnotationKind::Primary.span(first_line(source, diagnostic)).label(label);
    let snippet = Snippet::source(source).path(path).annotation(mark);
    let mut report = level.primary_title(diagnostic.message.as_str()).element(snippet);
    if let Some(hint) = &diagnostic.hint {
        report = report.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[report])
}

/// The marked bytes, as far as they are on one line: a caret under the start of a long array says
/// as much as the whole of it.
fn first_line(source: &str, diagnostic: &Diagnostic) -> core::ops::Range<usize> {
    let start = diagnostic.span.start.min(source.len());
    let end = diagnostic.span.end.clamp(start, source.len());
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
    fn check(source: &str, span: core::ops::Range<usize>, expected: &str) {
        let diagnostic = Diagnostic::error(span, "this is wrong").label("here").hint("mend it");
        assert_eq!(render(&Renderer::plain(), "a.toml", source, &diagnostic), expected);
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
