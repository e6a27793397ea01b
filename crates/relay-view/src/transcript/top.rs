//! The beginning of a message, as TOP asks for it (RFC 1939 §7): its header, the empty line, and so
//! many lines of its text.

use std::collections::VecDeque;

use relay_kernel::{ConnNo, RecordId};
use relay_mail::{Language, say};
use relayscope::trace::{Asked, Kind, Record, Side, Trace};

use super::Service;
use crate::number;

/// What the TOPs of a session ask for. Commands may run ahead of their answers (RFC 2449 §6.6).
#[derive(Clone, Debug, Default)]
pub(crate) struct Tops {
    asked: VecDeque<u64>,
    read_out: Option<u64>,
}

impl Tops {
    /// Those of a connection before a record: how many lines were asked for of what it carries;
    /// `None` where it is no answer to TOP.
    pub(crate) fn at(trace: &Trace, id: RecordId, conn: ConnNo) -> Option<u64> {
        let mut asked = Asked::new(trace, conn);
        let mut tops = Self::default();
        let before = trace.records()[..id.index()].iter();
        for record in before.filter(|record| record.kind.conn() == Some(conn)) {
            let answers = asked.hear(trace, &record.kind);
            tops.hear(trace, record, answers);
        }
        tops.read_out
    }

    /// Takes note of the next record of the session, and of what it answers.
    pub(super) fn hear(&mut self, trace: &Trace, record: &Record, answers: Option<[u8; 4]>) {
        let Kind::Line { conn, from, start, len, .. } = record.kind else { return };
        if Service::of(trace.conn(conn).port) != Service::Pop3 {
            return;
        }
        match (from, answers) {
            (Side::Client, _) => self.asked.extend(lines_of(trace.octets(start, len))),
            (Side::Server, Some(answers)) => {
                let is_top = answers.trim_ascii_end() == b"TOP";
                self.read_out = if is_top { self.asked.pop_front() } else { None };
            }
            (Side::Server, None) => {}
        }
    }

    /// How many lines were asked for of what is read out now; `None` where TOP did not ask for it.
    pub(super) fn read_out(&self) -> Option<u64> {
        self.read_out
    }
}

/// The lines that a command asks for, if it is TOP; one without a number gets no text.
fn lines_of(command: &[u8]) -> Option<u64> {
    let command = String::from_utf8_lossy(command);
    let mut words = command.split_ascii_whitespace();
    let is_top = words.next().is_some_and(|verb| verb.eq_ignore_ascii_case("TOP"));
    is_top.then(|| words.nth(1).and_then(|lines| lines.parse().ok()).unwrap_or(0))
}

/// What an answer to TOP holds.
pub(crate) fn head_and_lines(language: Language, lines: u64) -> String {
    let count = number::grouped(lines);
    match lines {
        0 => say!(
            language,
            "the header and no line of the text",
            "der Kopf und keine Zeile des Textes"
        ),
        // A text may have fewer, and then all of it comes.
        1 => say!(
            language,
            "the header and at most one line of the text",
            "der Kopf und höchstens eine Zeile des Textes"
        ),
        _ => say!(
            language,
            "the header and at most {count} lines of the text",
            "der Kopf und höchstens {count} Zeilen des Textes"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn the_lines_are_the_second_argument() {
        assert_eq!(lines_of(b"TOP 1 0\r\n"), Some(0));
        assert_eq!(lines_of(b"top 12 7\r\n"), Some(7));
        assert_eq!(lines_of(b"TOP 1\r\n"), Some(0));
        assert_eq!(lines_of(b"RETR 1\r\n"), None);
    }
}
