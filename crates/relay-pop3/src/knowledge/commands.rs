//! What a client's lines and a server's lists mean, part by part.

use relay_mail::language::{Words, words};

use crate::command::{Command, Fault, Verb};

/// What a part of a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartExplanation {
    /// One sentence for somebody who learns.
    pub meaning: Words,
    /// The document and section to read on.
    pub section: &'static str,
}

const fn says(
    english: &'static str,
    german: &'static str,
    section: &'static str,
) -> PartExplanation {
    PartExplanation { meaning: words(english, german), section }
}

/// Every keyword in upper case, that of STLS too, which nobody here implements.
pub const KEYWORDS: [(&str, PartExplanation); 17] = [
    (
        "APOP",
        says(
            "Logs in with a digest made of the greeting's timestamp and the secret, so that the \
             secret itself never goes over the wire.",
            "Anmeldung mit einer Prüfsumme aus dem Zeitstempel des Grußes und dem Geheimnis, das \
             selbst nie über die Leitung geht.",
            "RFC 1939 §7",
        ),
    ),
    (
        "AUTH",
        says(
            "Begins a login in the way that is named behind it.",
            "Beginnt eine Anmeldung auf die Art, die dahinter steht.",
            "RFC 5034 §4",
        ),
    ),
    (
        "CAPA",
        says(
            "Asks what the server can do; it may be given before the login and after it.",
            "Fragt, was der Server kann; das geht vor der Anmeldung und danach.",
            "RFC 2449 §5",
        ),
    ),
    (
        "DELE",
        says(
            "Marks a message as deleted; only QUIT removes it.",
            "Markiert eine Nachricht als gelöscht; erst QUIT entfernt sie.",
            "RFC 1939 §5",
        ),
    ),
    (
        "LANG",
        says(
            "Chooses the language of the server's texts, or asks which there are.",
            "Wählt die Sprache der Texte des Servers, oder fragt, welche es gibt.",
            "RFC 6856 §3.2",
        ),
    ),
    (
        "LIST",
        says(
            "Asks for the numbers and sizes of the messages, or of one of them.",
            "Fragt nach Nummern und Größen der Nachrichten, oder nach einer von ihnen.",
            "RFC 1939 §5",
        ),
    ),
    (
        "NOOP",
        says(
            "Does nothing but get an answer.",
            "Tut nichts, als eine Antwort zu holen.",
            "RFC 1939 §5",
        ),
    ),
    (
        "PASS",
        says(
            "Gives the password for the name before it; if it is right, the maildrop is locked for \
             this session.",
            "Nennt das Passwort zum Namen davor; stimmt es, ist der Maildrop für diese Sitzung \
             gesperrt.",
            "RFC 1939 §7",
        ),
    ),
    (
        "QUIT",
        says(
            "Ends the session; after a login, this is what removes the marked messages.",
            "Beendet die Sitzung; nach einer Anmeldung entfernt erst dies die markierten \
             Nachrichten.",
            "RFC 1939 §6",
        ),
    ),
    ("RETR", says("Asks for a whole message.", "Bittet um eine ganze Nachricht.", "RFC 1939 §5")),
    (
        "RSET",
        says(
            "Takes all marks of deletion away again.",
            "Nimmt alle Löschmarken wieder weg.",
            "RFC 1939 §5",
        ),
    ),
    (
        "STAT",
        says(
            "Asks how many messages there are, and how many octets they have together.",
            "Fragt, wie viele Nachrichten es gibt und wie viele Oktette sie zusammen haben.",
            "RFC 1939 §5",
        ),
    ),
    (
        "STLS",
        says(
            "Asks to go on under TLS; here the wire stays readable and nobody offers it.",
            "Will unter TLS weitersprechen; hier bleibt die Leitung lesbar, und niemand bietet es an.",
            "RFC 2595 §4",
        ),
    ),
    (
        "TOP",
        says(
            "Asks for the header of a message and the first lines of its text.",
            "Bittet um den Kopf einer Nachricht und die ersten Zeilen ihres Textes.",
            "RFC 1939 §7",
        ),
    ),
    (
        "UIDL",
        says(
            "Asks for unique-ids, by which a client knows in the next session what it has already.",
            "Fragt nach eindeutigen Kennungen, an denen ein Client in der nächsten Sitzung erkennt, \
             was er schon hat.",
            "RFC 1939 §7",
        ),
    ),
    (
        "USER",
        says(
            "Names the maildrop; the password follows with PASS.",
            "Nennt den Maildrop; das Passwort folgt mit PASS.",
            "RFC 1939 §7",
        ),
    ),
    (
        "UTF8",
        says(
            "Switches to UTF-8 mode, before the login: messages may then come with UTF-8 in their \
             headers.",
            "Schaltet vor der Anmeldung in den UTF-8-Modus: Nachrichten dürfen dann mit UTF-8 im \
             Kopf kommen.",
            "RFC 6856 §2.1",
        ),
    ),
];

/// The explanation of a keyword, in any case.
pub fn by_keyword(word: &str) -> Option<PartExplanation> {
    KEYWORDS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)).map(|(_, about)| *about)
}

const NAME: PartExplanation = says(
    "The name of the maildrop; a server need not say whether there is one of that name.",
    "Der Name des Maildrops; ein Server muss nicht sagen, ob es einen dieses Namens gibt.",
    "RFC 1939 §7",
);
const PASSWORD: PartExplanation = says(
    "The password, readable for everybody on the way; spaces in it belong to it.",
    "Das Passwort, lesbar für alle auf dem Weg; Leerzeichen darin gehören dazu.",
    "RFC 1939 §7",
);
const DIGEST: PartExplanation = says(
    "The MD5 digest of timestamp and secret, in 32 hexadecimal digits; in the next session it is \
     another one.",
    "Die MD5-Prüfsumme von Zeitstempel und Geheimnis, in 32 Hexadezimalziffern; in der nächsten \
     Sitzung ist es eine andere.",
    "RFC 1939 §7",
);
const MECHANISM: PartExplanation = says(
    "The way to log in, one of those behind SASL in the answer to CAPA.",
    "Die Art der Anmeldung, eine von denen hinter SASL in der Antwort auf CAPA.",
    "RFC 5034 §4",
);
const INITIAL: PartExplanation = says(
    "The first response, in base64, which is no encryption; an equals sign stands for an empty one.",
    "Die erste Antwort, in Base64, was keine Verschlüsselung ist; ein Gleichheitszeichen steht für \
     eine leere.",
    "RFC 5034 §4",
);
const NUMBER: PartExplanation = says(
    "The number of a message, counted from 1; it is good for this session only.",
    "Die Nummer einer Nachricht, ab 1 gezählt; sie gilt nur in dieser Sitzung.",
    "RFC 1939 §5",
);
const LINES: PartExplanation = says(
    "So many lines of the text behind the header; 0 is the header alone.",
    "So viele Zeilen des Textes hinter dem Kopf; 0 ist der Kopf allein.",
    "RFC 1939 §7",
);
const LANGUAGE: PartExplanation = says(
    "The tag of a language such as en, or * for the one that the server thinks best.",
    "Das Kürzel einer Sprache wie en, oder * für die, die der Server am besten findet.",
    "RFC 6856 §3.2",
);
const RESPONSE: PartExplanation = says(
    "A line of the login, in base64; no command, whatever it looks like.",
    "Eine Zeile der Anmeldung, in Base64; kein Befehl, wie sie auch aussieht.",
    "RFC 5034 §4",
);
const CANCEL: PartExplanation = says(
    "The client gives the login up; the server says -ERR.",
    "Der Client bricht die Anmeldung ab; der Server sagt -ERR.",
    "RFC 5034 §4",
);
const UNKNOWN: PartExplanation = says(
    "No command of POP3 begins with this word; a keyword of three or four letters stands first, and \
     a single space behind it.",
    "Kein Befehl von POP3 beginnt mit diesem Wort; zuerst steht ein Schlüsselwort aus drei oder vier \
     Buchstaben und dahinter ein einzelnes Leerzeichen.",
    "RFC 1939 §3",
);
const ARGUMENTS: PartExplanation = says(
    "This is how the command is written; words in square brackets may be left out, and numbers have \
     digits only.",
    "So wird der Befehl geschrieben; Wörter in eckigen Klammern dürfen fehlen, und Zahlen bestehen \
     nur aus Ziffern.",
    "RFC 1939 §9",
);
const OCTETS: PartExplanation = says(
    "The line holds characters that no command may hold: only printable ASCII, unless UTF-8 mode is \
     on.",
    "In der Zeile stehen Zeichen, die in keinem Befehl stehen dürfen: nur druckbares ASCII, solange \
     der UTF-8-Modus aus ist.",
    "RFC 1939 §3",
);

/// The parts of a command, without its CRLF, and what is wrong in it. `utf8` is whether UTF-8 mode
/// is on.
pub fn command(line: &str, utf8: bool) -> Vec<(&str, PartExplanation)> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let mut parts: Vec<_> = by_keyword(word).map(|about| (word, about)).into_iter().collect();
    let of = match Command::parse(line.as_bytes(), utf8).command {
        Ok(command) => arguments(&command),
        Err(Fault::Unknown) if parts.is_empty() => {
            parts.push((word, UNKNOWN));
            &[]
        }
        Err(Fault::Unknown) => &[],
        Err(Fault::Octets) => {
            parts.push((line, OCTETS));
            &[]
        }
        Err(Fault::Arguments(verb)) => {
            parts.push((verb.usage(), ARGUMENTS));
            &[]
        }
    };
    if word.eq_ignore_ascii_case("PASS") {
        // Spaces belong to it.
        parts.extend(of.iter().map(|about| (rest, *about)));
    } else {
        let words = rest.split(' ').filter(|word| !word.is_empty());
        parts.extend(words.zip(of.iter().copied()));
    }
    parts
}

/// What the arguments of a command are, in their order.
const fn arguments(command: &Command<'_>) -> &'static [PartExplanation] {
    match command.verb() {
        Verb::User => &[NAME],
        Verb::Pass => &[PASSWORD],
        Verb::Apop => &[NAME, DIGEST],
        Verb::Auth => &[MECHANISM, INITIAL],
        Verb::Lang => &[LANGUAGE],
        Verb::List | Verb::Uidl | Verb::Retr | Verb::Dele => &[NUMBER],
        Verb::Top => &[NUMBER, LINES],
        Verb::Capa | Verb::Utf8 | Verb::Stat | Verb::Noop | Verb::Rset | Verb::Quit => &[],
    }
}

/// What a client's line within AUTH is: no command.
pub fn response(line: &str) -> (&str, PartExplanation) {
    (line, if line == "*" { CANCEL } else { RESPONSE })
}

#[cfg(test)]
mod tests {
    use relay_mail::Language;

    use super::*;

    fn parts(line: &str) -> Vec<&str> {
        command(line, false).into_iter().map(|(part, _)| part).collect()
    }

    #[test]
    fn a_command_is_taken_apart() {
        for (line, whole) in [
            ("USER mrose", &["USER", "mrose"][..]),
            ("PASS tan staaf", &["PASS", "tan staaf"]),
            ("apop mrose c4c9", &["apop", "mrose", "c4c9"]),
            ("AUTH PLAIN =", &["AUTH", "PLAIN", "="]),
            ("AUTH PLAIN", &["AUTH", "PLAIN"]),
            ("LIST", &["LIST"]),
            ("LIST 2", &["LIST", "2"]),
            ("TOP 1 10", &["TOP", "1", "10"]),
            ("RETR 3 ", &["RETR", "3"]),
            ("LANG *", &["LANG", "*"]),
            ("STLS", &["STLS"]),
            ("QUIT", &["QUIT"]),
        ] {
            assert_eq!(parts(line), whole, "{line}");
        }
        assert_eq!(command("PASS tan staaf", false)[1].1, PASSWORD);
        assert_eq!(command("TOP 1 10", false)[2].1, LINES);
        assert_eq!((response("*").1, response("AGFk").1), (CANCEL, RESPONSE));
    }

    #[test]
    fn what_is_mistyped_is_named() {
        assert_eq!(command("RETRIEVE 1", false), [("RETRIEVE", UNKNOWN)]);
        assert_eq!(command("", false), [("", UNKNOWN)]);
        assert_eq!(command("RETR one", false)[1], ("RETR msg", ARGUMENTS));
        assert_eq!(command("TOP 1", false)[1], ("TOP msg n", ARGUMENTS));
        assert_eq!(command("USER bob\u{e9}", false)[1].1, OCTETS);
        assert_eq!(command("USER bob\u{e9}", true)[1], ("bob\u{e9}", NAME));
    }

    #[test]
    fn every_keyword_is_explained_in_a_sentence() {
        for verb in Verb::ALL {
            assert!(by_keyword(verb.as_str()).is_some(), "{verb:?}");
        }
        assert!(KEYWORDS.is_sorted_by_key(|(keyword, _)| *keyword));
        for (keyword, about) in KEYWORDS {
            assert!(about.section.starts_with("RFC ") && about.section.contains('§'), "{keyword}");
            for language in Language::ALL {
                let text = about.meaning.in_(language);
                assert!(text.ends_with('.') && text.len() < 250, "{keyword}");
            }
        }
    }
}
