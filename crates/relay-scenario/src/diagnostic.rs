//! What is wrong with a scenario file: what, where, and how to mend it.

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use relay_mail::Language;

use crate::mistake::Mistake;
use crate::words::{self, Told};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Allowed, but probably not meant.
    Warning,
    /// The file cannot be used.
    Error,
}

/// One mistake of the author of a scenario file, which is put into words when somebody reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// Shared, since there are so many kinds of mistakes that to copy one is much code.
    mistake: Arc<Mistake>,
}

impl Diagnostic {
    /// An error.
    pub(crate) fn error(span: Range<usize>, mistake: impl Into<Mistake>) -> Self {
        Self { severity: Severity::Error, span, mistake: Arc::new(mistake.into()) }
    }

    /// A warning.
    pub(crate) fn warning(span: Range<usize>, mistake: impl Into<Mistake>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, mistake) }
    }

    /// What is wrong and how to mend it, in a language.
    pub fn told(&self, language: Language) -> Told {
        words::told(&self.mistake, language)
    }

    /// Where that is for a reader of `source`.
    pub fn place(&self, source: &str) -> Place {
        Place::of(&self.span, source)
    }
}

/// A place in a file as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The text of that line without its end.
    pub text: String,
    /// The characters of `text` to be marked, from 0; at least one wide, and just behind the text
    /// when the place is the end of the line.
    pub caret: Range<usize>,
}

impl Place {
    /// The place of `span`; of several lines, the first.
    pub fn of(span: &Range<usize>, source: &str) -> Self {
        let start = source.floor_char_boundary(span.start.min(source.len()));
        let end = source.floor_char_boundary(span.end.clamp(start, source.len()));
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let rest = &source[line_start..];
        let text = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let from = source[line_start..start].chars().count();
        let marked_to = end.min(line_start + text.len()).max(start);
        let width = source[start..marked_to].chars().count().max(1);
        Self {
            line: source[..line_start].matches('\n').count() + 1,
            column: from + 1,
            text: text.to_owned(),
            caret: from..from + width,
        }
    }
}

/// `error: … (how to mend it)`, without the place, in English.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.severity {
            Severity::Warning => "warning: ",
            Severity::Error => "error: ",
        })?;
        let Told { message, hint, .. } = self.told(Language::English);
        f.write_str(&message)?;
        if let Some(hint) = hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mistake::{Advice, File};

    fn place(source: &str, span: Range<usize>) -> (usize, usize, String, Range<usize>) {
        let place = Place::of(&span, source);
        (place.line, place.column, place.text, place.caret)
    }

    #[test]
    fn places_count_characters() {
        let source = "title = 'x'\nnäme = 5\r\n";
        assert_eq!(place(source, 0..5), (1, 1, "title = 'x'".into(), 0..5));
        let five = source.find('5').unwrap();
        assert_eq!(place(source, five..five + 1), (2, 8, "näme = 5".into(), 7..8));
    }

    #[test]
    fn a_message_does_not_move_the_cursor() {
        let advice = Advice::Meant("\u{9b}".to_owned());
        let mistake = File::UnknownKey { name: "a\u{1b}[2J\t".to_owned(), advice };
        for language in Language::ALL {
            let told = Diagnostic::error(0..0, mistake.clone()).told(language);
            assert!(told.message.ends_with("`a\u{fffd}[2J\u{fffd}`"), "{told:?}");
            assert!(told.hint.is_some_and(|hint| hint.contains("`\u{fffd}`")));
        }
    }

    #[test]
    fn a_place_stays_on_its_line() {
        let source = "[[host]]\nname = 1\n";
        assert_eq!(place(source, 0..source.len()), (1, 1, "[[host]]".into(), 0..8));
        assert_eq!(place(source, 8..9), (1, 9, "[[host]]".into(), 8..9));
        assert_eq!(place(source, 18..18), (3, 1, String::new(), 0..1));
        assert_eq!(place("", 0..0), (1, 1, String::new(), 0..1));
        assert_eq!(place("é", 1..900), (1, 1, "é".into(), 0..1));
    }
}
