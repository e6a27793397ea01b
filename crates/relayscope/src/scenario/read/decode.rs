//! Tables of TOML into the structs of the file, and the complaints of toml and serde into ours.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use super::Reader;
use crate::scenario::file::ScenarioFile;
use crate::scenario::text::Item;
use crate::scenario::{Diagnostic, limit, similar};

/// The whole file; what cannot be decoded is reported and left out.
pub(super) fn file(table: Spanned<DeTable<'_>>, reader: &mut Reader<'_>) -> ScenarioFile {
    let mut top = Top { table: table.into_inner(), asked: Vec::new(), reader };
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
    };
    top.finish();
    file
}

/// The top level of the file. Each table is decoded on its own, so that a mistake in one does not
/// hide those in others.
struct Top<'i, 'r, 'a> {
    table: DeTable<'i>,
    asked: Vec<&'static str>,
    reader: &'r mut Reader<'a>,
}

impl<'i> Top<'i, '_, '_> {
    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'i>>> {
        self.asked.push(key);
        self.table.remove(key)
    }

    fn one<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let value = self.take(key)?;
        self.decode(value)
    }

    fn many<T: DeserializeOwned>(&mut self, key: &'static str, max: usize) -> Vec<Item<T>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            let message = format!("expected tables under `[[{key}]]`");
            let hint = format!("write `[[{key}]]` in double brackets, once for each");
            self.reader.report(Diagnostic::error(span, message).hint(hint));
            self.reader.names_are_known = false;
            return Vec::new();
        };
        if let Some(first_too_many) = items.get(max) {
            self.reader.bounded(
                items.len(),
                max,
                &format!("`[[{key}]]` tables"),
                &first_too_many.span(),
            );
        }
        let count = items.len();
        let decoded: Vec<Item<T>> =
            items.into_iter().take(max).filter_map(|item| self.decode(item)).collect();
        if matches!(key, "host" | "account") && decoded.len() < count {
            self.reader.names_are_known = false;
        }
        decoded
    }

    fn decode<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'i>>) -> Option<T> {
        let span = value.span();
        let error = match T::deserialize(ValueDeserializer::from(value)) {
            Ok(decoded) => return Some(decoded),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(span);
        self.reader.report(complaint(error.message(), span));
        None
    }

    /// Reports the keys that nobody asked for.
    fn finish(self) {
        for key in self.table.keys() {
            let (name, span) = (key.get_ref(), key.span());
            let known = self.asked.iter().copied();
            let hint = similar::hint(name, known.clone()).unwrap_or_else(|| similar::list(known));
            let message = format!("unknown key `{name}`");
            self.reader.report(Diagnostic::error(span, message).label("unknown").hint(hint));
        }
    }
}

/// What serde complains about, in the words of the format.
fn complaint(message: &str, span: core::ops::Range<usize>) -> Diagnostic {
    // serde writes: unknown field `x`, expected one of `a`, `b`
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let mut quoted = rest.split('`').skip(1).step_by(2);
        let name = quoted.next().unwrap_or_default();
        let hint = similar::hint(name, quoted.clone()).unwrap_or_else(|| similar::list(quoted));
        let message = format!("unknown key `{name}`");
        return Diagnostic::error(span, message).label("unknown").hint(hint);
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return Diagnostic::error(span, format!("missing key {name}"))
            .label(format!("this table needs {name}"));
    }
    // serde writes: invalid type: integer `5`, expected a string
    let wrong_type = message.strip_prefix("invalid type: ");
    if let Some((found, expected)) = wrong_type.and_then(|rest| rest.split_once(", expected ")) {
        let found = match found {
            "map" => "a table".to_owned(),
            "sequence" => "an array".to_owned(),
            other => format!("the {other}"),
        };
        let expected = match expected.strip_prefix("struct ") {
            Some(_) => "a table",
            None => expected,
        };
        return Diagnostic::error(span, format!("expected {expected}, found {found}"));
    }
    Diagnostic::error(span, message.to_owned())
}

/// What is no TOML.
pub(super) fn syntax(error: &Error, source: &str) -> Diagnostic {
    let span = error.span().unwrap_or(source.len()..source.len());
    let message = format!("this is not TOML: {}", error.message());
    let diagnostic = Diagnostic::error(span, message);
    if error.message().starts_with("duplicate key") {
        return diagnostic
            .hint("each key stands once in a table; tables that repeat are written [[…]]");
    }
    diagnostic.hint("texts stand in quotes: key = \"text\"; tables begin with [name] or [[name]]")
}
