//! What every response and every command means, as data that the page, the console and the
//! documentation share.

use relay_mail::language::{Words, words};

use crate::command::Verb;
use crate::reply::{Reply, ReplyKind, ResponseCode, Status, StatusLine};

mod commands;
mod lists;
mod replies;

pub use commands::{KEYWORDS, PartExplanation, by_keyword, command, response};
pub use lists::{CAPABILITIES, END, STUFFED, list};
pub use replies::REPLIES;

/// What a response means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Which response it is.
    pub kind: ReplyKind,
    /// The commands that it answers; for the greeting there is none, and a fault of syntax answers
    /// any line.
    pub verbs: &'static [Verb],
    /// The line without its response code; `#` stands for a number, and `*` for anything else that
    /// is filled in.
    pub pattern: &'static str,
    /// One or two sentences for somebody who learns.
    pub meaning: Words,
    /// The document and section to read on.
    pub section: &'static str,
}

/// What a response code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeExplanation {
    /// The code.
    pub code: ResponseCode,
    /// One or two sentences for somebody who learns.
    pub meaning: Words,
    /// What a client does about it.
    pub advice: Words,
    /// The document and section to read on.
    pub section: &'static str,
}

/// What the first word of a response means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusExplanation {
    /// The status.
    pub status: Status,
    /// One or two sentences for somebody who learns.
    pub meaning: Words,
    /// The document and section to read on.
    pub section: &'static str,
}

/// The theory of POP3's responses: there are two, and a third within AUTH.
pub const STATUSES: [StatusExplanation; 3] = [
    StatusExplanation {
        status: Status::Positive,
        meaning: words(
            "It worked. Only for STAT, LIST and UIDL does the text matter to a program; elsewhere \
             it is for people.",
            "Es hat geklappt. Nur bei STAT, LIST und UIDL zählt der Text für Programme; sonst ist \
             er für Menschen.",
        ),
        section: "RFC 1939 §9",
    },
    StatusExplanation {
        status: Status::Negative,
        meaning: words(
            "It did not work, or is not allowed now. There are no numbers as in SMTP: whether to \
             try again is told, if at all, by a code in square brackets.",
            "Es hat nicht geklappt oder ist jetzt nicht erlaubt. Nummern wie bei SMTP gibt es \
             nicht: Ob ein neuer Versuch lohnt, sagt höchstens ein Code in eckigen Klammern.",
        ),
        section: "RFC 1939 §3",
    },
    StatusExplanation {
        status: Status::Challenge,
        meaning: words(
            "The server waits for the client's next line of an AUTH exchange.",
            "Der Server wartet auf die nächste Zeile des Clients in einem Wechsel von AUTH.",
        ),
        section: "RFC 5034 §4",
    },
];

/// Every response code.
pub const CODES: [CodeExplanation; 6] = [
    CodeExplanation {
        code: ResponseCode::InUse,
        meaning: words(
            "The password was right, but another session has the maildrop. Only one may, so that \
             nobody removes what another is reading.",
            "Das Passwort stimmt, aber eine andere Sitzung hat den Maildrop. Nur eine darf, damit \
             keine löscht, was eine andere liest.",
        ),
        advice: words(
            "Wait for the other session to end, then log in again.",
            "Warten, bis die andere Sitzung endet, und sich dann wieder anmelden.",
        ),
        section: "RFC 2449 §8.1.2",
    },
    CodeExplanation {
        code: ResponseCode::LoginDelay,
        meaning: words(
            "The last login was too short ago. Opening a maildrop is work, and the server allows \
             it only every so often.",
            "Die letzte Anmeldung ist zu kurz her. Einen Maildrop zu öffnen macht Arbeit, und der \
             Server erlaubt es nur ab und zu.",
        ),
        advice: words(
            "Wait as long as LOGIN-DELAY in CAPA says.",
            "So lange warten, wie LOGIN-DELAY in CAPA sagt.",
        ),
        section: "RFC 2449 §8.1.1",
    },
    CodeExplanation {
        code: ResponseCode::Auth,
        meaning: words(
            "It is about the name or the password, and nothing else.",
            "Es liegt am Namen oder am Passwort, und an nichts anderem.",
        ),
        advice: words(
            "Ask the user; the same login will not work later.",
            "Den Benutzer fragen; dieselbe Anmeldung gelingt auch später nicht.",
        ),
        section: "RFC 3206 §4",
    },
    CodeExplanation {
        code: ResponseCode::SysTemp,
        meaning: words(
            "The server has trouble that will likely pass.",
            "Der Server hat eine Störung, die wohl vorübergeht.",
        ),
        advice: words(
            "Try again later without troubling the user.",
            "Später wieder versuchen, ohne den Benutzer zu behelligen.",
        ),
        section: "RFC 3206 §4",
    },
    CodeExplanation {
        code: ResponseCode::SysPerm,
        meaning: words(
            "The server has trouble that somebody has to mend.",
            "Der Server hat eine Störung, die jemand beheben muss.",
        ),
        advice: words(
            "Tell the user to ask the postmaster.",
            "Den Benutzer bitten, den Postmaster zu fragen.",
        ),
        section: "RFC 3206 §4",
    },
    CodeExplanation {
        code: ResponseCode::Utf8,
        meaning: words(
            "The message has UTF-8 in its header section, which a client that did not ask for \
             UTF-8 mode may not understand.",
            "Die Nachricht hat UTF-8 im Kopf, und ein Client, der den UTF-8-Modus nicht verlangt \
             hat, versteht das vielleicht nicht.",
        ),
        advice: words(
            "Give UTF8 before the login, then fetch it again.",
            "Vor der Anmeldung UTF8 sagen und sie dann noch einmal holen.",
        ),
        section: "RFC 6856 §5",
    },
];

/// The explanation of a response that we give.
pub fn explain(reply: &Reply<'_>) -> &'static Explanation {
    by_kind(reply.kind())
}

/// The explanation of a kind of response.
pub fn by_kind(kind: ReplyKind) -> &'static Explanation {
    REPLIES
        .iter()
        .find(|entry| entry.kind == kind)
        .expect("the table has every kind, as a test shows")
}

/// The explanation of a line that a server of ours sent, without its CRLF, in answer to `verb`
/// (nothing for the greeting, or when the command is not known). Of several that fit, the one with
/// the most words of its own; none where only the command could tell them apart.
pub fn by_line(verb: Option<Verb>, line: &str) -> Option<&'static Explanation> {
    let read = StatusLine::read(line.as_bytes())?;
    let gap = if read.text.is_empty() { "" } else { " " };
    let bare = format!("{}{gap}{}", read.status.as_str(), read.text);
    let answers = |entry: &Explanation| match verb {
        Some(verb) => entry.verbs.is_empty() || entry.verbs.contains(&verb),
        None => true,
    };
    let fits =
        |entry: &&Explanation| answers(entry) && matches(entry.pattern.as_bytes(), bare.as_bytes());
    let fitting = || REPLIES.iter().filter(fits);
    let best = fitting().max_by_key(|entry| own_octets(entry.pattern))?;
    let most = own_octets(best.pattern);
    let same = fitting().filter(|entry| own_octets(entry.pattern) == most).count();
    (same == 1).then_some(best)
}

/// The explanation of a response code.
pub fn by_code(code: ResponseCode) -> &'static CodeExplanation {
    CODES
        .iter()
        .find(|entry| entry.code == code)
        .expect("the table has every code, as a test shows")
}

/// The explanation of a status.
pub fn by_status(status: Status) -> &'static StatusExplanation {
    STATUSES
        .iter()
        .find(|entry| entry.status == status)
        .expect("the table has every status, as a test shows")
}

/// Whether `text` is `pattern` with something in place of each `*` and digits in place of each
/// `#`.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|at| matches(rest, &text[at..])),
        [b'#', rest @ ..] => {
            let digits = text.iter().take_while(|octet| octet.is_ascii_digit()).count();
            digits > 0 && matches(rest, &text[digits..])
        }
        [own, rest @ ..] => {
            text.split_first().is_some_and(|(it, text)| it == own && matches(rest, text))
        }
    }
}

/// How many octets of a pattern stand for themselves.
fn own_octets(pattern: &str) -> usize {
    pattern.bytes().filter(|octet| !matches!(octet, b'*' | b'#')).count()
}

#[cfg(test)]
mod tests {
    use relay_mail::Language;

    use super::*;
    use crate::reply::{Codes, Totals};
    use crate::uidl::Uidl;

    /// One response of each kind.
    fn samples(id: &Uidl) -> Vec<Reply<'_>> {
        let totals = Totals { count: 2, octets: 320 };
        let (name, verb, number) = ("dewey", Verb::Retr, 1);
        vec![
            Reply::Greeting { name, timestamp: Some("<1.2@dewey>") },
            Reply::NameTaken,
            Reply::LoggedIn { totals },
            Reply::Challenge,
            Reply::DropListing { totals },
            Reply::ScanListing { totals },
            Reply::ScanLine { number, size: 120 },
            Reply::UniqueIdListing,
            Reply::UniqueIdLine { number, id },
            Reply::Message { size: 120 },
            Reply::Top,
            Reply::Marked { number },
            Reply::Noop,
            Reply::Unmarked { totals },
            Reply::Capabilities,
            Reply::Utf8Mode,
            Reply::Languages,
            Reply::Language { tag: "en" },
            Reply::Goodbye { name },
            Reply::Updated { name, left: 2 },
            Reply::BadCredentials,
            Reply::InUse,
            Reply::LoginDelay,
            Reply::LoginTemporary,
            Reply::LoginPermanent,
            Reply::UnknownMechanism,
            Reply::SaslCancelled,
            Reply::SaslMalformed,
            Reply::NoSuchMessage { count: 2 },
            Reply::AlreadyDeleted { number },
            Reply::Unreadable { number },
            Reply::NeedsUtf8 { number },
            Reply::NotRemoved,
            Reply::UnknownCommand,
            Reply::NotOffered { verb: Verb::Top },
            Reply::BadArguments { verb },
            Reply::BadOctets,
            Reply::TooLong,
            Reply::NotLoggedIn { verb },
            Reply::AlreadyLoggedIn { verb: Verb::User },
            Reply::NoUser,
            Reply::UnknownLanguage,
            Reply::ShuttingDown,
        ]
    }

    fn line(reply: &Reply<'_>) -> String {
        let mut out = Vec::new();
        reply.write(Codes { any: true, auth: true }, &mut out);
        let text = String::from_utf8(out).expect("ASCII");
        text.strip_suffix("\r\n").expect("ends in CRLF").into()
    }

    #[test]
    fn every_response_has_its_explanation_and_is_found_by_its_line() {
        let id = Uidl::parse("whqtswO00WBw418f9t5JxYwZ").expect("a unique-id");
        let samples = samples(&id);
        assert_eq!(samples.iter().map(Reply::kind).collect::<Vec<_>>(), ReplyKind::ALL);
        assert_eq!(REPLIES.len(), ReplyKind::ALL.len());
        for reply in samples {
            let entry = explain(&reply);
            let line = line(&reply);
            let verbs = entry.verbs.iter().copied().map(Some);
            let greeting = entry.verbs.is_empty().then_some(None);
            for verb in verbs.chain(greeting) {
                let found = by_line(verb, &line).map(|found| found.kind);
                assert_eq!(found, Some(reply.kind()), "{line} to {verb:?}");
            }
            for verb in Verb::ALL.into_iter().filter(|verb| !entry.verbs.contains(verb)) {
                let found = by_line(Some(verb), &line).map(|found| found.kind);
                let other = found.is_none_or(|kind| kind != reply.kind());
                assert!(other || entry.verbs.is_empty(), "{line} is no answer to {verb:?}");
            }
            assert!(entry.section.starts_with("RFC ") && entry.section.contains(" §"));
            for meaning in Language::ALL.map(|language| entry.meaning.in_(language)) {
                assert!(meaning.ends_with('.') && meaning.len() < 250, "{line}: {meaning}");
            }
            assert!(entry.pattern.starts_with(reply.kind().status().as_str()));
        }
    }

    #[test]
    fn the_empty_maildrop_and_the_plain_greeting_are_found_too() {
        let empty = line(&Reply::Updated { name: "dewey", left: 0 });
        assert_eq!(by_line(Some(Verb::Quit), &empty).map(|e| e.kind), Some(ReplyKind::Updated));
        let plain = line(&Reply::Greeting { name: "dewey", timestamp: None });
        assert_eq!(by_line(None, &plain).map(|e| e.kind), Some(ReplyKind::Greeting));
    }

    #[test]
    fn codes_and_statuses_are_complete() {
        assert_eq!(CODES.map(|entry| entry.code), ResponseCode::ALL);
        for status in [Status::Positive, Status::Negative, Status::Challenge] {
            assert_eq!(by_status(status).status, status);
        }
        for kind in ReplyKind::ALL {
            if let Some(code) = kind.code() {
                assert_eq!(by_code(code).code, code);
                assert_eq!(kind.status(), Status::Negative);
            }
        }
    }

    #[test]
    fn foreign_lines_have_no_explanation_here() {
        assert_eq!(by_line(None, "220 smtp.example.org"), None);
        assert_eq!(by_line(Some(Verb::Stat), "-ERR no idea"), None);
        assert_eq!(by_line(Some(Verb::Stat), "+OK two messages"), None);
        assert_eq!(by_line(Some(Verb::Dele), "+OK 2 320"), None);
        assert_eq!(by_line(None, "+OK 2 320"), None, "STAT and LIST 2 have the same answer");
    }
}
