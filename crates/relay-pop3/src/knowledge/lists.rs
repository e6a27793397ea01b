//! What the lines of a server's lists mean (RFC 1939 §3), and the end of a list or a message.

use relay_mail::language::words;

use super::PartExplanation;
use crate::command::Verb;

const fn says(
    english: &'static str,
    german: &'static str,
    section: &'static str,
) -> PartExplanation {
    PartExplanation { meaning: words(english, german), section }
}

const SCAN: PartExplanation = says(
    "The number of a message, and its size in octets.",
    "Die Nummer einer Nachricht und ihre Größe in Oktetten.",
    "RFC 1939 §5",
);
const UNIQUE_ID: PartExplanation = says(
    "The number of a message in this session, and its unique-id, which stays the same in all \
     sessions.",
    "Die Nummer einer Nachricht in dieser Sitzung und ihre eindeutige Kennung, die in allen \
     Sitzungen dieselbe bleibt.",
    "RFC 1939 §7",
);
const LANGUAGE: PartExplanation = says(
    "The tag of a language, and what it calls itself.",
    "Das Kürzel einer Sprache, und wie sie sich selbst nennt.",
    "RFC 6856 §3.2",
);

/// A line of one dot, behind a list or a message.
pub const END: PartExplanation = says(
    "A line of one dot ends what spans several lines.",
    "Eine Zeile aus einem Punkt beendet, was über mehrere Zeilen geht.",
    "RFC 1939 §3",
);

/// A line that begins with two dots.
pub const STUFFED: PartExplanation = says(
    "A line of the message begins with a dot and is sent with a second one, lest it end the message; \
     the client takes it away again.",
    "Eine Zeile der Nachricht beginnt mit einem Punkt und wird mit einem zweiten gesendet, damit sie \
     nichts beendet; der Client nimmt ihn wieder weg.",
    "RFC 1939 §3",
);

/// The capabilities by their first words.
pub const CAPABILITIES: [(&str, PartExplanation); 13] = [
    (
        "AUTH-RESP-CODE",
        says(
            "A refused login says in square brackets whether it was the name or password, or the \
             server.",
            "Eine abgelehnte Anmeldung sagt in eckigen Klammern, ob es am Namen oder Passwort lag \
             oder am Server.",
            "RFC 3206 §6",
        ),
    ),
    (
        "EXPIRE",
        says(
            "So many days a message stays at least; NEVER is as long as its owner likes.",
            "So viele Tage bleibt eine Nachricht mindestens; NEVER heißt, so lange es ihrem Besitzer \
             gefällt.",
            "RFC 2449 §6.7",
        ),
    ),
    (
        "IMPLEMENTATION",
        says("The name of the program.", "Der Name des Programms.", "RFC 2449 §6.9"),
    ),
    (
        "LANG",
        says(
            "The client may choose the language of the texts.",
            "Der Client darf die Sprache der Texte wählen.",
            "RFC 6856 §3.1",
        ),
    ),
    (
        "LOGIN-DELAY",
        says(
            "So many seconds have to lie between two logins.",
            "So viele Sekunden müssen zwischen zwei Anmeldungen liegen.",
            "RFC 2449 §6.5",
        ),
    ),
    (
        "PIPELINING",
        says(
            "The client may send commands before earlier ones are answered.",
            "Der Client darf Befehle senden, bevor frühere beantwortet sind.",
            "RFC 2449 §6.6",
        ),
    ),
    (
        "RESP-CODES",
        says(
            "Responses may hold a code in square brackets, for programs to read.",
            "Antworten dürfen einen Code in eckigen Klammern enthalten, den Programme lesen.",
            "RFC 2449 §6.4",
        ),
    ),
    (
        "SASL",
        says(
            "AUTH is there, with the mechanisms that follow.",
            "Es gibt AUTH, mit den Verfahren, die folgen.",
            "RFC 2449 §6.3",
        ),
    ),
    (
        "STLS",
        says(
            "The client may ask for TLS before it logs in.",
            "Der Client darf vor der Anmeldung um TLS bitten.",
            "RFC 2595 §4",
        ),
    ),
    (
        "TOP",
        says(
            "TOP is there: headers without the whole message.",
            "Es gibt TOP: den Kopf ohne die ganze Nachricht.",
            "RFC 2449 §6.1",
        ),
    ),
    (
        "UIDL",
        says(
            "UIDL is there: unique-ids that stay.",
            "Es gibt UIDL: eindeutige Kennungen, die bleiben.",
            "RFC 2449 §6.8",
        ),
    ),
    (
        "USER",
        says(
            "A login with USER and PASS is possible.",
            "Eine Anmeldung mit USER und PASS ist möglich.",
            "RFC 2449 §6.2",
        ),
    ),
    (
        "UTF8",
        says(
            "UTF-8 mode is there; with USER behind it, names and passwords may hold UTF-8 too.",
            "Es gibt den UTF-8-Modus; steht USER dahinter, dürfen auch Namen und Passwörter UTF-8 \
             enthalten.",
            "RFC 6856 §2.1",
        ),
    ),
];

/// The lines of a list that answers `verb`, without their CRLFs, each with what it means. Lines of
/// one kind are explained once, by the first of them.
pub fn list<'a>(verb: Verb, lines: &[&'a str]) -> Vec<(&'a str, PartExplanation)> {
    let (last, items) = match lines {
        [items @ .., "."] => (Some((".", END)), items),
        items => (None, items),
    };
    let first = |about| items.first().map(|line| (*line, about)).into_iter().collect();
    let mut parts: Vec<_> = match verb {
        Verb::List => first(SCAN),
        Verb::Uidl => first(UNIQUE_ID),
        Verb::Lang => first(LANGUAGE),
        Verb::Capa => items.iter().filter_map(|line| Some((*line, capability(line)?))).collect(),
        _ => Vec::new(),
    };
    parts.extend(last);
    parts
}

/// What a line of the answer to CAPA means.
fn capability(line: &str) -> Option<PartExplanation> {
    let tag = line.split(' ').next().unwrap_or_default();
    let found = CAPABILITIES.iter().find(|(known, _)| tag.eq_ignore_ascii_case(known));
    found.map(|(_, about)| *about)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capability::{Announced, Capabilities, Expire, Utf8};

    #[test]
    fn the_lines_of_a_list_are_explained() {
        let said = |verb, lines: &[&'static str]| -> Vec<&str> {
            list(verb, lines).into_iter().map(|(part, _)| part).collect()
        };
        assert_eq!(said(Verb::List, &["1 120", "2 200", "."]), ["1 120", "."]);
        assert_eq!(list(Verb::Uidl, &["1 a"])[0].1, UNIQUE_ID);
        assert_eq!(said(Verb::List, &["."]), ["."]);
        assert_eq!(
            said(Verb::Capa, &["TOP", "SASL PLAIN", "X-Y", "."]),
            ["TOP", "SASL PLAIN", "."]
        );
        assert!(said(Verb::Retr, &[]).is_empty());
    }

    #[test]
    fn every_capability_that_is_offered_is_explained() {
        let all = Capabilities {
            login_delay: Some(Announced { value: 60, per_user: true }),
            expire: Some(Announced { value: Expire::Days(7), per_user: false }),
            utf8: Some(Utf8::User),
            lang: true,
            ..Capabilities::usual()
        };
        let mut out = Vec::new();
        all.write(false, &mut out);
        let text = String::from_utf8(out).expect("ASCII");
        assert!(text.lines().count() > 10, "{text}");
        for line in text.lines() {
            assert!(capability(line).is_some(), "{line}");
        }
        assert!(CAPABILITIES.is_sorted_by_key(|(tag, _)| *tag));
    }
}
