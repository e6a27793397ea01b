//! What is said in POP3, in words.

use relay_kernel::{ConnNo, RecordId};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::trace::{Asked, Kind, Record, Side};

use super::line::{argument, told, verb};
use super::{Teller, Told};
use crate::plain;
use crate::transcript::{Service, Tone, tone_of};

impl Teller<'_> {
    /// What QUIT does to messages that are marked as deleted (RFC 1939 §6); nothing of that where
    /// none is.
    pub(super) fn removal(&self, id: RecordId, record: &Record) -> Option<String> {
        let Kind::Line { conn, from: Side::Client, start, len, .. } = record.kind else {
            return None;
        };
        let is_quit = Service::of(self.trace.conn(conn).port) == Service::Pop3
            && verb(self.trace.octets(start, len)) == "QUIT";
        let text = words(
            "Now, and only now, the marked messages are removed.",
            "Jetzt, und erst jetzt, werden die markierten Nachrichten entfernt.",
        );
        (is_quit && self.has_marked(conn, &self.trace.records()[..id.index()]))
            .then(|| text.in_(self.cast.language).to_owned())
    }

    /// Whether a client has marked messages in a session, by the first records of the trace. What
    /// is not answered yet is taken for granted: a client may pipeline (RFC 2449 §6.6).
    fn has_marked(&self, conn: ConnNo, records: &[Record]) -> bool {
        let mut asked = Asked::new(self.trace, conn);
        // Each line of the client with its answer, behind the greeting, which answers none.
        let mut said = vec![(String::new(), Tone::Plain)];
        let mut answered = 0;
        for record in records {
            let is_answer = asked.hear(self.trace, &record.kind).is_some();
            match record.kind {
                Kind::Line { conn: no, from: Side::Client, start, len, .. } if no == conn => {
                    said.push((verb(self.trace.octets(start, len)), Tone::Plain));
                }
                Kind::Line { start, len, .. } if is_answer => {
                    if let Some((_, answer)) = said.get_mut(answered) {
                        *answer = tone_of(self.trace.octets(start, len));
                    }
                    answered += 1;
                }
                _ => {}
            }
        }
        let granted = said.iter().filter(|(_, answer)| *answer != Tone::No);
        granted.fold(false, |marked, (verb, _)| match verb.as_str() {
            "DELE" => true,
            "RSET" => false,
            _ => marked,
        })
    }
}

#[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
pub(super) fn pop3_command(language: Language, client: &str, server: &str, octets: &[u8]) -> Told {
    let argument = argument(octets);
    match verb(octets).as_str() {
        "USER" => told(
            say!(
                language,
                "{client} names the maildrop: {argument}.",
                "{client} nennt den Maildrop: {argument}."
            ),
            "",
        ),
        "PASS" => {
            told(say!(language, "{client} gives the password.", "{client} nennt das Passwort."), "")
        }
        "APOP" => told(
            say!(
                language,
                "{client} names the maildrop and proves that it knows the password.",
                "{client} nennt den Maildrop und beweist, dass das Passwort bekannt ist."
            ),
            "",
        ),
        "CAPA" => told(
            say!(
                language,
                "{client} asks {server} what it can do.",
                "{client} fragt {server}, was der Server kann."
            ),
            "",
        ),
        "STAT" => told(
            say!(
                language,
                "{client} asks how many messages there are.",
                "{client} fragt, wie viele Nachrichten da sind."
            ),
            "",
        ),
        "LIST" => told(
            say!(
                language,
                "{client} asks for the sizes of the messages.",
                "{client} fragt nach den Größen der Nachrichten."
            ),
            "",
        ),
        "UIDL" => told(
            say!(
                language,
                "{client} asks for the unique ids of the messages.",
                "{client} fragt nach den eindeutigen Kennungen der Nachrichten."
            ),
            words(
                "By them a mail client knows which messages it has already.",
                "An ihnen erkennt ein Mailprogramm, welche Nachrichten es schon hat.",
            )
            .in_(language),
        ),
        "TOP" => told(
            say!(
                language,
                "{client} asks for the beginning of a message.",
                "{client} will den Anfang einer Nachricht."
            ),
            "",
        ),
        "RETR" => told(
            say!(
                language,
                "{client} asks for message {argument}.",
                "{client} will Nachricht {argument}."
            ),
            "",
        ),
        "DELE" => told(
            say!(
                language,
                "{client} marks message {argument} as deleted.",
                "{client} markiert Nachricht {argument} als gelöscht."
            ),
            words(
                "It is removed only when the session ends with QUIT.",
                "Entfernt wird sie erst, wenn die Sitzung mit QUIT endet.",
            )
            .in_(language),
        ),
        "RSET" => told(
            say!(
                language,
                "{client} takes all marks back.",
                "{client} nimmt alle Markierungen zurück."
            ),
            "",
        ),
        "NOOP" => told(
            say!(
                language,
                "{client} asks for an answer, and for nothing else.",
                "{client} bittet um eine Antwort, und um sonst nichts."
            ),
            "",
        ),
        "QUIT" => {
            told(say!(language, "{client} says goodbye.", "{client} verabschiedet sich."), "")
        }
        _ => told(
            say!(
                language,
                "{client} says “{}”.",
                "{client} sagt „{}“.",
                plain::short(&plain::line(octets), 80)
            ),
            "",
        ),
    }
}

/// The lines behind a `+OK` that announces several.
pub(super) fn listing(language: Language, server: &str, asked: &str) -> Told {
    let what = match asked {
        "CAPA" => words("what it can do", "was hier möglich ist").in_(language),
        "LIST" => words(
            "the messages with their sizes in octets",
            "die Nachrichten mit ihren Größen in Oktetten",
        )
        .in_(language),
        "UIDL" => words(
            "the messages with their unique ids",
            "die Nachrichten mit ihren eindeutigen Kennungen",
        )
        .in_(language),
        _ => "",
    };
    let text = match what {
        "" => say!(
            language,
            "{server} goes on, up to a line with a single dot.",
            "{server} fährt fort, bis zu einer Zeile mit einem einzelnen Punkt."
        ),
        what => say!(
            language,
            "{server} lists {what}; a single dot ends the list.",
            "{server} zählt auf: {what}; ein einzelner Punkt beendet die Liste."
        ),
    };
    (text, None)
}

pub(super) fn pop3_response(
    language: Language,
    server: &str,
    client: &str,
    asked: &str,
    octets: &[u8],
) -> Told {
    let first = octets.split_inclusive(|&octet| octet == b'\n').next().unwrap_or(b"");
    let line = plain::line(first);
    let said = plain::short(line.split_once(' ').map_or("", |(_, words)| words), 110);
    if tone_of(octets) == Tone::No {
        return told(say!(language, "{server} says no: {said}", "{server} sagt nein: {said}"), "");
    }
    match asked {
        "" => told(say!(language, "{server} greets {client}.", "{server} grüßt {client}."), ""),
        "USER" => told(
            say!(language, "{server} asks for the password.", "{server} fragt nach dem Passwort."),
            "",
        ),
        "PASS" | "APOP" => told(
            say!(
                language,
                "{server} lets {client} in: the maildrop is open.",
                "{server} lässt {client} ein: Der Maildrop ist offen."
            ),
            "",
        ),
        "CAPA" | "LIST" | "UIDL" => told(
            say!(
                language,
                "{server} says yes: a list follows.",
                "{server} sagt ja: Eine Liste folgt."
            ),
            "",
        ),
        "STAT" => told(
            say!(
                language,
                "{server} answers with number and octets: {said}.",
                "{server} antwortet mit Anzahl und Oktetten: {said}."
            ),
            "",
        ),
        "RETR" | "TOP" => told(
            say!(
                language,
                "{server} has it; the text follows.",
                "{server} hat die Nachricht; der Text folgt."
            ),
            "",
        ),
        "DELE" => told(
            say!(language, "{server} has marked it.", "{server} hat die Nachricht markiert."),
            "",
        ),
        "QUIT" => {
            told(say!(language, "{server} says goodbye.", "{server} verabschiedet sich."), "")
        }
        _ => told(say!(language, "{server} says yes. {said}", "{server} sagt ja. {said}"), ""),
    }
}
