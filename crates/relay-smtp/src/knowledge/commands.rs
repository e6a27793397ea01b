//! A line of a client taken apart: its verb and whatever stands behind it, each with what it means.

use super::arguments::{self as known, parameter};
use super::faults::{self, fault};
use super::verbs::{VERBS, verb};
use super::{Note, note};
use crate::command::{ArgumentError, Command, CommandError, space_after_colon, split_path};
use crate::params::{MailParams, RcptParams};
use crate::sasl::Mechanism;

/// A part of a line and what it means.
pub type Part<'a> = (&'a str, Note);

/// The parts of a command, without its CRLF, and what is wrong in it. An initial response of AUTH
/// stays as it is written.
pub fn command(line: &str) -> Vec<Part<'_>> {
    let line = line.trim_ascii_end();
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rest = rest.trim_ascii_start();
    let mut parts: Vec<Part<'_>> = verb(word).map(|note| (word, note)).into_iter().collect();
    let error = if line == "." { None } else { Command::parse(line.as_bytes()).err() };
    match word.to_ascii_uppercase().as_str() {
        "EHLO" | "HELO" if error.is_none() => name(rest, &mut parts),
        "MAIL" => envelope(rest, "FROM:", &mut parts),
        "RCPT" => envelope(rest, "TO:", &mut parts),
        "AUTH" => auth(rest, &mut parts),
        "BDAT" if error.is_none() => chunk(rest, &mut parts),
        "VRFY" | "EXPN" if !rest.is_empty() => parts.push((rest, known::ASKED)),
        "ETRN" if error.is_none() => parts.push((rest, known::TURNED)),
        "HELP" | "NOOP" if !rest.is_empty() => parts.push((rest, known::WORDS)),
        _ => {}
    }
    let is_param = matches!(error, Some(CommandError::Arguments(_, ArgumentError::Param(_))));
    // Parameters have their faults with them.
    if let Some(note) = error.filter(|_| !is_param).and_then(fault) {
        let whole = if parts.is_empty() || rest.is_empty() { word } else { rest };
        parts.push((whole, note));
    }
    if error == Some(CommandError::Unknown) {
        parts.extend(nearest(word).map(|near| (near, MEANT)));
    }
    parts
}

/// What a line within AUTH is: no command.
pub fn response(line: &str) -> Part<'_> {
    let line = line.trim_ascii_end();
    (line, if line == "*" { known::CANCEL } else { known::RESPONSE })
}

/// What is to be said about the end of a message that was sent behind DATA: whether one of its lines
/// began with a dot, and that a line of one dot ends it.
pub fn content(has_dots: bool, has_end: bool) -> Vec<Part<'static>> {
    let stuffed = has_dots.then_some(("..", known::STUFFED));
    let end = VERBS.first().filter(|_| has_end).map(|(dot, note)| (*dot, *note));
    stuffed.into_iter().chain(end).collect()
}

/// Offered when a word is a verb but for one letter.
const MEANT: Note = note(
    relay_mail::language::words("Perhaps this was meant", "Vielleicht war das gemeint"),
    relay_mail::language::words(
        "The word differs from this verb by one letter.",
        "Das Wort unterscheidet sich von diesem Verb um einen Buchstaben.",
    ),
    "RFC 5321 §4.1.1",
);

/// The verb that differs from a word by one letter: another one, one too many, one too few, or two
/// that changed places.
fn nearest(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    let verbs = VERBS.iter().map(|(verb, _)| *verb).filter(|verb| verb.len() > 1);
    let near = verbs.filter(|verb| strsim::osa_distance(&word, verb) == 1);
    // Whoever mistypes a word has mostly begun it well.
    near.min_by_key(|verb| !verb.starts_with(word.get(..1).unwrap_or_default()))
}

fn name<'a>(rest: &'a str, parts: &mut Vec<Part<'a>>) {
    let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    parts.push((name, if name.starts_with('[') { known::LITERAL } else { known::NAME }));
    if !behind.trim_ascii().is_empty() {
        parts.push((behind.trim_ascii(), faults::BEHIND_NAME));
    }
}

/// The path of MAIL or RCPT and what stands behind it.
fn envelope<'a>(rest: &'a str, keyword: &str, parts: &mut Vec<Part<'a>>) {
    let Some((head, after)) = rest.split_at_checked(keyword.len()) else { return };
    let after = after.trim_ascii_start();
    let Some((path, params)) =
        split_path(after).ok().filter(|_| head.eq_ignore_ascii_case(keyword))
    else {
        return;
    };
    parts.push((path, path_note(path, keyword)));
    if space_after_colon(rest.as_bytes()) {
        parts.push((head, faults::SPACE));
    }
    for param in params.split_ascii_whitespace() {
        let (name, value) = param.split_once('=').unwrap_or((param, ""));
        parts.extend(parameter(name, value).map(|note| (param, note)));
        // One by one, so that each has its own fault.
        let error = if keyword == "TO:" {
            RcptParams::parse(param).err()
        } else {
            MailParams::parse(param).err()
        };
        parts.extend(error.map(|error| (param, faults::parameter(error))));
    }
    twice(params, parts);
}

/// Parameters that are there twice.
fn twice<'a>(params: &'a str, parts: &mut Vec<Part<'a>>) {
    let name = |param: &'a str| param.split_once('=').map_or(param, |(name, _)| name);
    let all: Vec<&str> = params.split_ascii_whitespace().collect();
    let again = all.iter().enumerate().filter(|(at, param)| {
        all[..*at].iter().any(|before| name(before).eq_ignore_ascii_case(name(param)))
    });
    parts.extend(again.map(|(_, param)| (*param, faults::TWICE)));
}

fn path_note(path: &str, keyword: &str) -> Note {
    match (path, keyword) {
        ("<>", "FROM:") => known::NULL_PATH,
        _ if path.starts_with("<@") => known::SOURCE_ROUTE,
        _ if path.eq_ignore_ascii_case("<postmaster>") => known::POSTMASTER,
        (_, "FROM:") => known::REVERSE_PATH,
        _ => known::FORWARD_PATH,
    }
}

fn auth<'a>(rest: &'a str, parts: &mut Vec<Part<'a>>) {
    let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
    if mechanism.is_empty() {
        return;
    }
    let about = match Mechanism::parse(mechanism) {
        Some(Mechanism::Plain) => known::PLAIN,
        Some(Mechanism::Login) => known::LOGIN,
        None => known::MECHANISM,
    };
    parts.push((mechanism, about));
    match initial {
        "" => {}
        "=" => parts.push((initial, known::INITIAL_EMPTY)),
        _ => parts.push((initial, known::INITIAL)),
    }
}

fn chunk<'a>(rest: &'a str, parts: &mut Vec<Part<'a>>) {
    let (size, last) = rest.split_once(' ').unwrap_or((rest, ""));
    parts.push((size, known::CHUNK));
    if !last.is_empty() {
        parts.push((last, known::LAST));
    }
}

#[cfg(test)]
mod tests {
    use super::super::arguments::PARAMETERS;
    use super::*;
    use crate::command::Verb;
    use crate::params::Keyword;

    fn parts(line: &str) -> Vec<&str> {
        command(line).into_iter().map(|(part, _)| part).collect()
    }

    fn meanings(line: &str) -> Vec<&'static str> {
        command(line).into_iter().map(|(_, note)| note.meaning.english).collect()
    }

    #[test]
    fn a_command_is_taken_apart() {
        for (line, whole) in [
            ("EHLO desk.example.net", &["EHLO", "desk.example.net"][..]),
            ("helo [192.0.2.1]", &["helo", "[192.0.2.1]"]),
            (
                "MAIL FROM:<ada@example.org> SIZE=512 BODY=8BITMIME RET=HDRS ENVID=QQ314 SMTPUTF8",
                &[
                    "MAIL",
                    "<ada@example.org>",
                    "SIZE=512",
                    "BODY=8BITMIME",
                    "RET=HDRS",
                    "ENVID=QQ314",
                    "SMTPUTF8",
                ],
            ),
            ("MAIL FROM:<> AUTH=<>", &["MAIL", "<>", "AUTH=<>"]),
            (
                "RCPT TO:<bob@example.net> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob@example.net",
                &[
                    "RCPT",
                    "<bob@example.net>",
                    "NOTIFY=SUCCESS,DELAY",
                    "ORCPT=rfc822;bob@example.net",
                ],
            ),
            ("DATA", &["DATA"]),
            (".", &["."]),
            ("BDAT 86 LAST", &["BDAT", "86", "LAST"]),
            ("AUTH PLAIN AGFkYQBzZWNyZXQ=", &["AUTH", "PLAIN", "AGFkYQBzZWNyZXQ="]),
            ("AUTH LOGIN =", &["AUTH", "LOGIN", "="]),
            ("VRFY bob", &["VRFY", "bob"]),
            ("ETRN @example.net", &["ETRN", "@example.net"]),
            ("STARTTLS", &["STARTTLS"]),
            ("QUIT  ", &["QUIT"]),
        ] {
            assert_eq!(parts(line), whole, "{line}");
        }
    }

    #[test]
    fn values_are_told_apart() {
        assert_eq!(meanings("MAIL FROM:<>")[1], "The null return path");
        assert_eq!(meanings("RCPT TO:<Postmaster>")[1], "The postmaster");
        assert_eq!(meanings("RCPT TO:<@a.example:b@c.example>")[1], "With a source route");
        assert_eq!(meanings("MAIL FROM:<a@b.example> body=7bit")[2], "Seven bits");
        assert_eq!(
            meanings("RCPT TO:<a@b.example> NOTIFY=never")[2],
            "No report, whatever happens"
        );
        assert_eq!(meanings("AUTH XOAUTH2")[1], "The mechanism");
        assert_eq!(response("AGFkYQ==\r\n").1.meaning.english, "An answer to a challenge");
        assert_eq!(response("*").1.meaning.english, "Give the login up");
        assert_eq!(content(true, true).len(), 2);
        assert!(content(false, false).is_empty());
    }

    #[test]
    fn what_is_mistyped_is_named() {
        for (line, part, meaning) in [
            ("ELHO desk", "ELHO", "No command"),
            ("ELHO desk", "EHLO", "Perhaps this was meant"),
            ("", "", "No command"),
            ("EHLO", "EHLO", "The name is missing"),
            ("EHLO -x-", "-x-", "No host name"),
            ("EHLO a b", "b", "Too much behind the name"),
            ("MAIL", "MAIL", "The return path is missing"),
            ("MAIL <a@b.example>", "<a@b.example>", "FROM: is missing"),
            ("MAIL FROM:a@b.example", "FROM:a@b.example", "No angle brackets"),
            ("MAIL FROM: <a@b.example>", "FROM:", "A space too many"),
            ("MAIL FROM:<a b>", "FROM:<a b>", "No mailbox"),
            ("MAIL FROM:<a@b.example> SIZE=x", "SIZE=x", "Not of its form"),
            ("MAIL FROM:<a@b.example> NOTIFY=NEVER", "NOTIFY=NEVER", "Unknown here"),
            ("MAIL FROM:<a@b.example> SIZE=1 SIZE=2", "SIZE=2", "There twice"),
            ("RCPT TO:<a@b.example> FOO=BAR", "FOO=BAR", "Unknown here"),
            ("RCPT a@b.example", "a@b.example", "TO: is missing"),
            ("DATA now", "now", "Too much"),
            ("BDAT many", "many", "No size"),
            ("AUTH PLAIN a b", "PLAIN a b", "Too much"),
        ] {
            let found = command(line).into_iter().map(|(part, note)| (part, note.meaning.english));
            let found: Vec<_> = found.collect();
            assert!(found.contains(&(part, meaning)), "{line}: {found:?}");
        }
        // A word that is far from all verbs was not one of them.
        for line in ["EXXO desk", "HXLX"] {
            let found = command(line);
            assert!(found.iter().all(|(_, note)| note.meaning.english != MEANT.meaning.english));
        }
        // What is right has no fault.
        for line in ["EHLO a", "MAIL FROM:<a@b.example> SIZE=1", "RSET", "NOOP x", "AUTH LOGIN"] {
            assert!(Command::parse(line.as_bytes()).is_ok(), "{line}");
        }
        for odd in ["é", "MAIL FROM:é", "RCPT T", "MAIL FROM:<é@x> é=é", "BDAT", "AUTH", "X Y"]
        {
            assert!(!command(odd).is_empty(), "{odd}");
        }
        for (word, near) in [
            ("RCTP", Some("RCPT")),
            ("QUITT", Some("QUIT")),
            ("DAT", Some("DATA")),
            ("MAUL", Some("MAIL")),
            ("XYZZY", None),
        ] {
            assert_eq!(nearest(word), near, "{word}");
        }
    }

    #[test]
    fn every_verb_and_every_keyword_is_known() {
        let all = [
            Verb::Ehlo,
            Verb::Helo,
            Verb::Mail,
            Verb::Rcpt,
            Verb::Data,
            Verb::Bdat,
            Verb::Rset,
            Verb::Vrfy,
            Verb::Expn,
            Verb::Help,
            Verb::Noop,
            Verb::Quit,
            Verb::Etrn,
            Verb::Auth,
            Verb::Send,
            Verb::Soml,
            Verb::Saml,
            Verb::Turn,
            Verb::StartTls,
        ];
        for it in all {
            assert!(verb(it.as_str()).is_some(), "{it:?}");
        }
        for keyword in Keyword::ALL {
            assert!(parameter(keyword.as_str(), "").is_some(), "{keyword}");
        }
        assert!(VERBS.is_sorted_by_key(|(verb, _)| *verb));
        assert!(PARAMETERS.len() > 8);
    }
}
