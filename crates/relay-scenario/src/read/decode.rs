//! The whole file into its struct, and what is no TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::Reader;
use crate::decode::{Decode, Row, Table};
use crate::file::ScenarioFile;
use crate::mistake::{File, Many, Syntax};
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
            self.row.report(Diagnostic::error(span, File::NoTables { key }));
            self.names_are_known = false;
            return Vec::new();
        };
        if let Some(first_too_many) = items.get(max) {
            let too_many = File::TooMany { count: items.len(), max, what: Many::Tables(key) };
            self.row.report(Diagnostic::error(first_too_many.span(), too_many));
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
    let at = source.floor_char_boundary(span.start.min(source.len()));
    let marked = source.get(span.clone()).unwrap_or_default();
    let in_brackets = source[..at].trim_end().ends_with(['[', ',']);
    let mend = if is_markup(line_of(source, at)) {
        Syntax::Markup
    } else if in_brackets && marked.trim().contains(char::is_whitespace) {
        Syntax::Commas
    } else {
        mend(error.message())
    };
    Diagnostic::error(span, File::NotToml { said: error.message().to_owned(), mend })
}

/// How to mend what a TOML parser complains of.
fn mend(complaint: &str) -> Syntax {
    const KNOWN: &[(&str, Syntax)] = &[
        ("duplicate key", Syntax::KeyTwice),
        ("unexpected key or value", Syntax::KeysInLines),
        ("key with no value", Syntax::KeyWithoutValue),
        ("unquoted keys cannot be empty", Syntax::EmptyKey),
        ("unclosed", Syntax::Unclosed),
        ("invalid date", Syntax::Date),
        ("invalid time", Syntax::Time),
        ("missing escaped value", Syntax::Backslash),
        ("invalid basic string", Syntax::TextEnds),
        ("invalid literal string", Syntax::TextEnds),
        ("invalid multi-line", Syntax::LinesEnd),
        ("carriage return", Syntax::LineEnds),
        ("cannot recurse", Syntax::Nesting),
        ("invalid boolean", Syntax::Boolean),
    ];
    let known = KNOWN.iter().find(|(begins, _)| complaint.starts_with(begins));
    known.map_or(Syntax::Usual, |(_, mend)| *mend)
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
