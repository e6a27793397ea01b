//! The whole file into its struct, and what is no TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::{Reader, too_many};
use crate::decode::{Decode, Row, Table};
use crate::file::ScenarioFile;
use crate::text::Item;
use crate::{Diagnostic, limit};

/// The keys of the file.
const KEYS: &[&str] = &[
    "format",
    "title",
    "about",
    "seed",
    "start",
    "until",
    "network",
    "host",
    "account",
    "link",
    "dns",
    "send",
    "collect",
    "queue_run",
    "type",
    "dial_up",
    "fault",
    "expect",
    "lesson",
    "translation",
];

/// The whole file; what cannot be decoded is reported and left out.
pub(super) fn file(table: Spanned<DeTable<'_>>, reader: &mut Reader<'_>) -> ScenarioFile {
    let mut found = Vec::new();
    let value = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    let row = Row::new(value, KEYS, &mut found).expect("a file is a table");
    let has_lesson = row.has("lesson");
    let mut top = Top { row, names_are_known: true };
    let file = ScenarioFile {
        format: top.one("format"),
        title: top.one("title"),
        about: top.one("about"),
        seed: top.one("seed"),
        start: top.one("start"),
        until: top.one("until"),
        network: top.one("network"),
        host: top.many("host", limit::HOSTS),
        account: top.many("account", limit::ACCOUNTS),
        link: top.many("link", limit::LINKS),
        dns: top.many("dns", limit::RECORDS),
        send: top.many("send", limit::SENDS),
        collect: top.many("collect", limit::COLLECTS),
        queue_run: top.many("queue_run", limit::QUEUE_RUNS),
        typing: top.many("type", limit::TYPINGS),
        dial_up: top.many("dial_up", limit::HOSTS),
        fault: top.many("fault", limit::FAULTS),
        expect: top.many("expect", limit::EXPECTATIONS),
        lesson: top.one("lesson"),
        translation: top.many("translation", limit::TRANSLATIONS),
    };
    reader.names_are_known &= top.names_are_known;
    reader.lesson_is_broken = has_lesson && file.lesson.is_none();
    for diagnostic in found {
        reader.report(diagnostic);
    }
    file
}

/// The top level of the file. Each table is decoded on its own, so that a mistake in one does not
/// hide those in others.
struct Top<'i, 'f> {
    row: Row<'i, 'f>,
    /// Whether no mistake was found in hosts and accounts.
    names_are_known: bool,
}

impl Top<'_, '_> {
    fn one<T: Decode>(&mut self, key: &'static str) -> Option<T> {
        self.row.take::<Option<T>>(key).flatten()
    }

    fn many<T: Table>(&mut self, key: &'static str, max: usize) -> Vec<Item<T>> {
        let Some(value) = self.row.take_value(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            let message = format!("expected tables under `[[{key}]]`");
            let hint = format!("write `[[{key}]]` in double brackets, once for each");
            self.row.report(Diagnostic::error(span, message).hint(hint));
            self.names_are_known = false;
            return Vec::new();
        };
        if let Some(first_too_many) = items.get(max) {
            let what = format!("`[[{key}]]` tables");
            self.row.report(too_many(items.len(), max, &what, first_too_many.span()));
        }
        let count = items.len();
        let decoded: Vec<Item<T>> =
            items.into_iter().take(max).filter_map(|item| self.row.decode(item)).collect();
        if matches!(key, "host" | "account") && decoded.len() < count {
            self.names_are_known = false;
        }
        decoded
    }
}

/// What is no TOML.
pub(super) fn syntax(error: &Error, source: &str) -> Diagnostic {
    let span = error.span().unwrap_or(source.len()..source.len());
    let message = format!("this is not TOML: {}", error.message());
    let at = source.floor_char_boundary(span.start.min(source.len()));
    let has_markup = is_markup(line_of(source, at));
    let diagnostic = Diagnostic::error(span.clone(), message);
    if has_markup {
        return diagnostic.hint(
            "this is HTML: Markdown has changed the text on its way here; write an empty line before the \
             `<script>` and behind it, and no spaces before it, or keep it in a file and name that in `src`",
        );
    }
    let marked = source.get(span).unwrap_or_default();
    let in_brackets = source[..at].trim_end().ends_with(['[', ',']);
    if in_brackets && marked.trim().contains(char::is_whitespace) {
        return diagnostic.hint("values in brackets are parted by commas");
    }
    diagnostic.hint(mend(error.message()))
}

/// How to mend what a TOML parser complains of.
fn mend(complaint: &str) -> &'static str {
    const HINTS: &[(&str, &str)] = &[
        ("duplicate key", "each key stands once in a table; tables that repeat are written [[…]]"),
        ("unexpected key or value", "each key has a line of its own: key = value"),
        ("key with no value", "write key = value; tables begin with [name] or [[name]]"),
        ("unquoted keys cannot be empty", "write a key before the `=`"),
        ("unclosed", "what a bracket or a brace opens, its counterpart closes"),
        ("invalid date", "dates are written as 2026-03-02T09:00:00Z, without quotes"),
        (
            "invalid time",
            "dates are written as 2026-03-02T09:00:00Z; spans of time are texts: \"20s\"",
        ),
        ("missing escaped value", "write a backslash twice, or the text in single quotes"),
        ("invalid basic string", "a text ends on its line, with the quotes that it began with"),
        ("invalid literal string", "a text ends on its line, with the quotes that it began with"),
        ("invalid multi-line", "a text of several lines ends with the three quotes it began with"),
        ("carriage return", "lines end in a line feed, or in a carriage return and a line feed"),
        ("cannot recurse", "no scenario needs so many brackets within brackets"),
        ("invalid boolean", "write true or false, without quotes"),
    ];
    let hint = HINTS.iter().find(|(begins, _)| complaint.starts_with(begins));
    hint.map_or(
        "texts stand in quotes: key = \"text\"; tables begin with [name] or [[name]]",
        |(_, hint)| hint,
    )
}

/// The line around a place.
fn line_of(source: &str, at: usize) -> &str {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    source[start..].lines().next().unwrap_or_default()
}

/// Whether a line is what a Markdown processor makes of one.
fn is_markup(line: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let has_tag = line.trim_start().strip_prefix('<').is_some_and(tag);
    has_tag || ["&lt;", "&gt;", "&quot;", "&amp;"].iter().any(|entity| line.contains(entity))
}
