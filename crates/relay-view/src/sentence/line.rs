//! What is said on the wire, in words.

use std::collections::VecDeque;

use relay_kernel::{ConnNo, RecordId};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::trace::{Asked, Kind, Record, Side, Transit};

use super::pop3::{listing, pop3_command, pop3_response};
use super::refused::{Refused, follows};
use super::{Teller, Told};
use crate::passage::{Obstacle, Passage};
use crate::plain;
use crate::transcript::{Service, Tone, code_of, tone_of};

impl Teller<'_> {
    pub(super) fn line(&self, id: RecordId, record: &Record) -> Told {
        let Kind::Line { conn, from, transit, start, len } = record.kind else {
            return (String::new(), None);
        };
        let octets = self.trace.octets(start, len);
        let ends = self.trace.conn(conn);
        let language = self.cast.language;
        let pop3 = Service::of(ends.port) == Service::Pop3;
        let (client, server) = (self.client(conn).to_owned(), self.server(conn));
        let (text, because) = match (from, pop3) {
            (Side::Client, false) => smtp_command(language, &client, &server, octets),
            (Side::Client, true) => pop3_command(language, &client, &server, octets),
            (Side::Server, _) => {
                let (asked, refused) = self.asked(id, conn);
                if pop3 && tone_of(octets) == Tone::Plain {
                    listing(language, &server, &asked)
                } else if pop3 {
                    pop3_response(language, &server, &client, &asked, octets)
                } else {
                    let (text, why) = smtp_reply(language, &server, &client, &asked, octets);
                    let only_follows = refused.consequence(&asked, octets);
                    let why = only_follows.map(|codes| follows(language, &codes)).or(why);
                    (text, why)
                }
            }
        };
        match transit {
            Transit::NEVER => {
                (text, Some(say!(self.cast.language, "It never arrives.", "Es kommt nie an.")))
            }
            Transit::HELD => (text, Some(self.obstacle(id))),
            _ => (text, because),
        }
    }

    /// Why a line does not get through at once.
    fn obstacle(&self, id: RecordId) -> String {
        let language = self.cast.language;
        match Passage::obstacle(self.trace, id) {
            Some(Obstacle::Host) => say!(
                language,
                "The other host is switched off: nobody is there to take it.",
                "Der andere Host ist ausgeschaltet: Niemand ist da, der es annimmt."
            ),
            Some(Obstacle::Network) => say!(
                language,
                "The network holds it back: it does not get through now.",
                "Das Netz hält es zurück: Jetzt kommt es nicht durch."
            ),
            Some(Obstacle::Traffic) | None => say!(
                language,
                "It cannot go at once, and goes as soon as there is room.",
                "Es kann nicht sofort los und geht, sobald Platz ist."
            ),
        }
    }

    /// The verb that a reply answers, in upper case: `.` for the text of a message, empty for the
    /// greeting. Commands may run ahead of their replies (RFC 2920, RFC 2449 §6.6), but every one
    /// has one, and they come in order. Beside it, what was refused before in the transaction.
    fn asked(&self, reply: RecordId, conn: ConnNo) -> (String, Refused) {
        let records = &self.trace.records()[..=reply.index()];
        let mut asked = Asked::new(self.trace, conn);
        // Whether each BDAT that waits for its reply is the last one of its content.
        let mut chunks = VecDeque::new();
        let mut current = String::new();
        let mut refused = Refused::default();
        for (nth, record) in records.iter().enumerate() {
            let octets = match record.kind {
                Kind::Line { conn: no, start, len, .. } if no == conn => {
                    self.trace.octets(start, len)
                }
                _ => &[],
            };
            let answered = asked.hear(self.trace, &record.kind);
            if let Some(command) = answered {
                current = String::from_utf8_lossy(command.trim_ascii_end()).into_owned();
                let is_last = current == "BDAT" && chunks.pop_front() == Some(true);
                if nth < reply.index() {
                    refused.hear(&current, is_last, octets);
                }
            } else if verb(octets) == "BDAT" {
                chunks.push_back(is_last_chunk(octets));
            } else if nth == reply.index() && tone_of(octets) != Tone::Plain {
                // Nobody asked for it.
                current.clear();
            }
        }
        (current, refused)
    }
}

/// Whether a line is `BDAT` with its last chunk (RFC 3030 §2).
fn is_last_chunk(octets: &[u8]) -> bool {
    let mut words = octets.trim_ascii_end().rsplit(|octet| *octet == b' ');
    words.next().is_some_and(|last| last.eq_ignore_ascii_case(b"LAST"))
}

pub(super) fn verb(octets: &[u8]) -> String {
    let line = plain::line(octets);
    line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase()
}

/// What stands behind the verb, or behind the colon of MAIL FROM and RCPT TO.
pub(super) fn argument(octets: &[u8]) -> String {
    let line = plain::line(octets);
    let argument = line.split_once(' ').map_or("", |(_, argument)| argument);
    argument.to_owned()
}

/// The path of MAIL or RCPT.
fn path(octets: &[u8]) -> String {
    let argument = argument(octets);
    let path = argument.split_once(':').map_or("", |(_, path)| path).trim();
    path.split(' ').next().unwrap_or_default().to_owned()
}

pub(super) fn told(text: String, because: &str) -> Told {
    (text, (!because.is_empty()).then(|| because.to_owned()))
}

#[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
fn smtp_command(language: Language, client: &str, server: &str, octets: &[u8]) -> Told {
    match verb(octets).as_str() {
        "EHLO" => told(
            say!(
                language,
                "{client} introduces itself to {server} and asks what it can do.",
                "{client} stellt sich {server} vor und fragt, was der Server kann."
            ),
            words(
                "EHLO is the greeting of extended SMTP; the answer lists the extensions.",
                "EHLO ist der Gruß des erweiterten SMTP; die Antwort zählt die Erweiterungen auf.",
            )
            .in_(language),
        ),
        "HELO" => told(
            say!(
                language,
                "{client} introduces itself to {server} the old way.",
                "{client} stellt sich {server} auf die alte Art vor."
            ),
            "",
        ),
        "MAIL" if path(octets) == "<>" => told(
            say!(
                language,
                "{client} gives the null return path: <>.",
                "{client} nennt den leeren Rückpfad: <>."
            ),
            words(
                "Reports are sent like this: should it fail in turn, nobody is told.",
                "So werden Berichte gesendet: Scheitert auch so eine Nachricht, erfährt es niemand.",
            )
            .in_(language),
        ),
        "MAIL" => told(
            say!(
                language,
                "{client} gives the return path: reports about this message go to {}.",
                "{client} nennt den Rückpfad: Berichte über diese Nachricht gehen an {}.",
                path(octets)
            ),
            words(
                "This is the envelope. It need not agree with the From line of the message.",
                "Das ist der Umschlag. Er muss nicht zur From-Zeile der Nachricht passen.",
            )
            .in_(language),
        ),
        "RCPT" => told(
            say!(
                language,
                "{client} asks {server} to take the message for {}.",
                "{client} bittet {server}, die Nachricht für {} anzunehmen.",
                path(octets)
            ),
            words(
                "One RCPT for each recipient; each is answered on its own.",
                "Ein RCPT für jeden Empfänger; jedes wird für sich beantwortet.",
            )
            .in_(language),
        ),
        "DATA" => told(
            say!(
                language,
                "{client} asks to send the message itself.",
                "{client} will jetzt die eigentliche Nachricht senden."
            ),
            "",
        ),
        "." => told(
            say!(
                language,
                "{client} ends the message with a single dot.",
                "{client} beendet die Nachricht mit einem einzelnen Punkt."
            ),
            "",
        ),
        "RSET" => told(
            say!(
                language,
                "{client} drops the transaction and begins anew.",
                "{client} verwirft die Transaktion und fängt von vorn an."
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
        "VRFY" => told(
            say!(
                language,
                "{client} asks {server} whether it knows {}.",
                "{client} fragt {server} nach {}: Ist das bekannt?",
                argument(octets)
            ),
            "",
        ),
        "AUTH" => told(
            say!(
                language,
                "{client} logs in to {server}: AUTH {}.",
                "{client} meldet sich bei {server} an: AUTH {}.",
                plain::short(argument(octets).split(' ').next().unwrap_or_default(), 40)
            ),
            words(
                "The name and the password are in base64, which is no encryption. Real servers \
                 offer this only where TLS protects the connection (RFC 4954 §4).",
                "Name und Passwort stehen in Base64 da, und das ist keine Verschlüsselung. Echte \
                 Server bieten das nur an, wo TLS die Verbindung schützt (RFC 4954 §4).",
            )
            .in_(language),
        ),
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

#[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
fn smtp_reply(language: Language, server: &str, client: &str, asked: &str, octets: &[u8]) -> Told {
    let text =
        plain::line(octets.split_inclusive(|&octet| octet == b'\n').next_back().unwrap_or(b""));
    let said = plain::short(text.get(4..).unwrap_or_default(), 110);
    let code = code_of(octets).map_or(0, relay_mail::ReplyCode::get);
    match (tone_of(octets), asked) {
        (Tone::NotNow, _) => told(
            say!(
                language,
                "{server} says: not now. {code} {said}",
                "{server} sagt: jetzt nicht. {code} {said}"
            ),
            words(
                "The first digit 4 means that the same may work later, so the client keeps the \
                 message.",
                "Die erste Ziffer 4 heißt, dass dasselbe später gehen kann; darum behält der \
                 Client die Nachricht.",
            )
            .in_(language),
        ),
        (Tone::No, _) => told(
            say!(language, "{server} says no. {code} {said}", "{server} sagt nein. {code} {said}"),
            words(
                "The first digit 5 means that trying the same again is no use.",
                "Die erste Ziffer 5 heißt, dass es nichts nützt, dasselbe noch einmal zu \
                 versuchen.",
            )
            .in_(language),
        ),
        (_, _) if code == 220 => told(
            say!(
                language,
                "{server} greets {client} and is ready.",
                "{server} grüßt {client} und ist bereit."
            ),
            "",
        ),
        (_, _) if code == 221 => {
            told(say!(language, "{server} says goodbye.", "{server} verabschiedet sich."), "")
        }
        (_, _) if code == 354 => told(
            say!(
                language,
                "{server} is ready for the message.",
                "{server} ist bereit für die Nachricht."
            ),
            words("3 means: so far, so good; go on.", "3 heißt: bis hierher gut, bitte weiter.")
                .in_(language),
        ),
        (_, "EHLO") => told(
            say!(
                language,
                "{server} greets {client} and lists the extensions that it offers.",
                "{server} grüßt {client} und zählt die Erweiterungen auf, die es hier gibt."
            ),
            words("The first digit 2 means yes.", "Die erste Ziffer 2 heißt ja.").in_(language),
        ),
        (_, "HELO") => told(
            say!(language, "{server} greets {client}.", "{server} grüßt {client}."),
            words("The first digit 2 means yes.", "Die erste Ziffer 2 heißt ja.").in_(language),
        ),
        (_, "MAIL") => told(
            say!(language, "{server} accepts the return path.", "{server} nimmt den Rückpfad an."),
            "",
        ),
        (_, "RCPT") => told(
            say!(
                language,
                "{server} will take the message for this recipient.",
                "{server} nimmt die Nachricht für diesen Empfänger an."
            ),
            "",
        ),
        (_, ".") => told(
            say!(
                language,
                "{server} has the message and is responsible for it now: {code}.",
                "{server} hat die Nachricht und ist nun für sie verantwortlich: {code}."
            ),
            words(
                "From here on it must deliver the message, or report to the return path that it \
                 could not.",
                "Von hier an muss der Server die Nachricht zustellen oder an den Rückpfad melden, \
                 dass es nicht ging.",
            )
            .in_(language),
        ),
        (_, "RSET") => told(
            say!(
                language,
                "{server} has forgotten the transaction.",
                "{server} hat die Transaktion vergessen."
            ),
            "",
        ),
        _ => told(
            say!(language, "{server} says yes. {code} {said}", "{server} sagt ja. {code} {said}"),
            "",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_apart() {
        assert_eq!(verb(b"MAIL FROM:<a@example.org> SIZE=9\r\n"), "MAIL");
        assert_eq!(path(b"MAIL FROM:<a@example.org> SIZE=9\r\n"), "<a@example.org>");
        assert_eq!(path(b"MAIL FROM:<>\r\n"), "<>");
        assert_eq!(verb(b"quit\r\n"), "QUIT");
        assert_eq!(argument(b"RETR 3\r\n"), "3");
        assert_eq!(path(b"MAIL\r\n"), "");
    }

    #[test]
    fn a_reply_is_told_by_what_it_answers() {
        let (text, why) =
            smtp_reply(Language::English, "mx", "c", ".", b"250 2.0.0 Ok: queued\r\n");
        assert!(text.contains("responsible") && why.is_some());
        let (text, _) = smtp_reply(
            Language::English,
            "mx",
            "c",
            "RCPT",
            b"550-a\r\n550 5.1.1 no such user\r\n",
        );
        assert_eq!(text, "mx says no. 550 5.1.1 no such user");
        let (text, _) = smtp_reply(Language::English, "mx", "c", "RCPT", b"garbage");
        assert!(!text.is_empty());
    }

    #[test]
    fn a_login_is_told_as_one() {
        for (language, login, plain) in [
            (Language::English, "c logs in to mx: AUTH PLAIN.", "no encryption"),
            (Language::German, "c meldet sich bei mx an: AUTH PLAIN.", "keine Verschlüsselung"),
        ] {
            let (text, why) = smtp_command(language, "c", "mx", b"AUTH PLAIN AGFsaWNlAHM=\r\n");
            let why = why.expect("it is explained");
            assert_eq!(text, login);
            assert!(why.contains(plain) && why.contains("TLS"), "{why}");
        }
    }

    #[test]
    fn nobody_knows_that_a_null_path_is_a_report() {
        let (_, why) = smtp_command(Language::English, "c", "mx", b"MAIL FROM:<>\r\n");
        assert!(why.is_some_and(|why| !why.contains("This is a report")));
    }
}
