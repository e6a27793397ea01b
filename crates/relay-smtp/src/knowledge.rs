//! What replies and commands mean, for people: every code that is emitted here, the theory of the
//! digits (RFC 5321 §4.2, RFC 3463), every verb and every parameter. The page, the console and the documents all take their words from
//! these tables.

use relay_mail::language::{Words, words};
use relay_mail::{EnhancedCode, ReplyCode};

mod arguments;
mod commands;
mod enhanced;
mod faults;
mod keywords;
mod replies;
mod verbs;

pub use arguments::{PARAMETERS, parameter};
pub use commands::{Part, command, content, response};
pub use enhanced::ENHANCED;
pub use faults::fault;
pub use keywords::{KEYWORDS, keyword};
pub use replies::REPLIES;
pub use verbs::{VERBS, verb};

/// A short explanation and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it means, in one line.
    pub meaning: Words,
    /// What follows from it, in a sentence or two.
    pub explanation: Words,
    /// The section that says so.
    pub section: &'static str,
}

const fn note(meaning: Words, explanation: Words, section: &'static str) -> Note {
    Note { meaning, explanation, section }
}

/// What the first digit says: the only one that a client acts on (§4.2.1).
pub const fn first_digit(code: ReplyCode) -> Note {
    match code.get() / 100 {
        2 => note(
            words("Positive completion", "Erledigt"),
            words(
                "It was done. The client may go on with the next command.",
                "Es ist geschehen. Der Client kann mit dem nächsten Befehl weitermachen.",
            ),
            "RFC 5321 §4.2.1",
        ),
        3 => note(
            words("Positive intermediate", "Bis hierher gut"),
            words(
                "So far so good, but the server waits for more before it does anything: the \
                 message after DATA, or a response within AUTH.",
                "So weit, so gut, aber der Server wartet auf mehr, bevor er etwas tut: auf die \
                 Nachricht nach DATA oder auf eine Antwort innerhalb von AUTH.",
            ),
            "RFC 5321 §4.2.1",
        ),
        4 => note(
            words("Transient negative completion", "Vorläufig abgelehnt"),
            words(
                "It was not done, but the same command may succeed later. The client keeps the \
                 mail and tries again.",
                "Es ist nicht geschehen, doch derselbe Befehl kann später gelingen. Der Client \
                 behält die Mail und versucht es wieder.",
            ),
            "RFC 5321 §4.2.1",
        ),
        _ => note(
            words("Permanent negative completion", "Endgültig abgelehnt"),
            words(
                "It was not done, and repeating it unchanged is pointless. The client gives up \
                 and tells the sender.",
                "Es ist nicht geschehen, und es unverändert zu wiederholen ist zwecklos. Der \
                 Client gibt auf und sagt es dem Absender.",
            ),
            "RFC 5321 §4.2.1",
        ),
    }
}

/// What the second digit says: which part of the system speaks (§4.2.1).
pub const fn second_digit(code: ReplyCode) -> Note {
    match code.get() / 10 % 10 {
        0 => note(
            words("Syntax", "Form"),
            words(
                "About the form of a command, or about a command that is not implemented or out \
                 of place.",
                "Es geht um die Form eines Befehls, oder um einen Befehl, den es hier nicht gibt \
                 oder der jetzt nicht an der Reihe ist.",
            ),
            "RFC 5321 §4.2.1",
        ),
        1 => note(
            words("Information", "Auskunft"),
            words(
                "An answer to a question, such as HELP.",
                "Eine Antwort auf eine Frage wie HELP.",
            ),
            "RFC 5321 §4.2.1",
        ),
        2 => note(
            words("Connection", "Verbindung"),
            words("About the connection itself.", "Es geht um die Verbindung selbst."),
            "RFC 5321 §4.2.1",
        ),
        3 => note(
            words("Authentication", "Anmeldung"),
            words(
                "RFC 5321 leaves it open; AUTH uses it.",
                "RFC 5321 lässt die Ziffer offen; AUTH benutzt sie.",
            ),
            "RFC 4954 §6",
        ),
        5 => note(
            words("Mail system", "Mailsystem"),
            words(
                "About the mail system and what it does with the message or the mailbox.",
                "Es geht um das Mailsystem und darum, was es mit der Nachricht oder dem Postfach \
                 tut.",
            ),
            "RFC 5321 §4.2.1",
        ),
        _ => note(
            words("Unspecified", "Nicht festgelegt"),
            words("No meaning was given to it.", "Niemand hat ihr eine Bedeutung gegeben."),
            "RFC 5321 §4.2.1",
        ),
    }
}

/// What the third digit says.
pub const fn third_digit() -> Note {
    note(
        words("Finer gradation", "Feinere Abstufung"),
        words(
            "It only tells apart replies of one kind.",
            "Sie unterscheidet Antworten derselben Art.",
        ),
        "RFC 5321 §4.2.1",
    )
}

/// What `code` means, if it is one that is emitted here.
pub fn reply(code: ReplyCode) -> Option<Note> {
    REPLIES.iter().find(|(known, _)| *known == code.get()).map(|(_, note)| *note)
}

/// What a reply means that only follows from refusals before it: 554 to DATA or BDAT when every RCPT
/// was refused (§3.3). `command` is the verb in upper case.
pub fn following(command: &str, code: ReplyCode, enhanced: Option<EnhancedCode>) -> Option<Note> {
    // Without the second code it may mean anything.
    let sequence = enhanced.is_some_and(|it| (it.subject, it.detail) == (5, 1));
    match (command, code.get()) {
        ("DATA" | "BDAT", 554) if sequence => Some(note(
            words("No valid recipients", "Keine gültigen Empfänger"),
            words(
                "No recipient was accepted before, so there is nobody to send to. It says nothing \
                 of its own: what counts are the replies to MAIL and RCPT.",
                "Davor wurde kein Empfänger angenommen, also gibt es niemanden, für den etwas käme. \
                 Für sich besagt es nichts: Es zählen die Antworten auf MAIL und RCPT.",
            ),
            "RFC 5321 §3.3",
        )),
        _ => None,
    }
}

/// What the class of an enhanced code says (RFC 3463 §2).
pub const fn class(code: EnhancedCode) -> Note {
    match code.class {
        2 => note(
            words("Success", "Erfolg"),
            words("The action was taken.", "Es ist geschehen."),
            "RFC 3463 §2",
        ),
        4 => note(
            words("Persistent transient failure", "Anhaltender vorläufiger Fehler"),
            words(
                "Something temporary stands in the way; sending later may succeed.",
                "Etwas Vorübergehendes steht im Weg; später kann es gelingen.",
            ),
            "RFC 3463 §2",
        ),
        _ => note(
            words("Permanent failure", "Endgültiger Fehler"),
            words(
                "Not likely to be mended by sending the message again as it is.",
                "Es hilft wohl nicht, die Nachricht unverändert noch einmal zu schicken.",
            ),
            "RFC 3463 §2",
        ),
    }
}

/// What the subject of an enhanced code says (RFC 3463 §2).
pub const fn subject(code: EnhancedCode) -> Note {
    match code.subject {
        1 => note(
            words("Addressing", "Adressen"),
            words(
                "About the address of the sender or the recipient.",
                "Es geht um die Adresse des Absenders oder des Empfängers.",
            ),
            "RFC 3463 §3.2",
        ),
        2 => note(
            words("Mailbox", "Postfach"),
            words("About the recipient's mailbox.", "Es geht um das Postfach des Empfängers."),
            "RFC 3463 §3.3",
        ),
        3 => note(
            words("Mail system", "Mailsystem"),
            words("About the host of the recipient.", "Es geht um den Host des Empfängers."),
            "RFC 3463 §3.4",
        ),
        4 => note(
            words("Network and routing", "Netz und Wegewahl"),
            words("About the way there.", "Es geht um den Weg dorthin."),
            "RFC 3463 §3.5",
        ),
        5 => note(
            words("Protocol", "Protokoll"),
            words(
                "About the dialogue between the two hosts.",
                "Es geht um das Gespräch der beiden Hosts.",
            ),
            "RFC 3463 §3.6",
        ),
        6 => note(
            words("Content", "Inhalt"),
            words("About the message itself.", "Es geht um die Nachricht selbst."),
            "RFC 3463 §3.7",
        ),
        7 => note(
            words("Security or policy", "Sicherheit oder Richtlinie"),
            words("About who may do what.", "Es geht darum, wer was darf."),
            "RFC 3463 §3.8",
        ),
        _ => note(
            words("Other", "Anderes"),
            words("About nothing in particular.", "Es geht um nichts Bestimmtes."),
            "RFC 3463 §3.1",
        ),
    }
}

/// What `code` means, if it is one that is emitted here. Subject and detail decide; the class only
/// says whether it went well, but for what reads like a complaint and is none.
pub fn enhanced(code: EnhancedCode) -> Option<Note> {
    let key = (code.subject, code.detail);
    if (code.class, key) == (2, (6, 0)) {
        return Some(MESSAGE_ACCEPTED);
    }
    ENHANCED.iter().find(|(known, _)| *known == key).map(|(_, note)| *note)
}

/// 2.6.0, which follows the end of the message.
const MESSAGE_ACCEPTED: Note = note(
    words("Message accepted", "Nachricht angenommen"),
    words("Nothing is wrong with its content.", "An ihrem Inhalt ist nichts auszusetzen."),
    "RFC 3463 §3.7",
);

#[cfg(test)]
mod tests {
    use relay_mail::Language;

    use super::*;
    use crate::reply::ALL;

    #[test]
    fn every_reply_of_the_catalogue_is_explained() {
        for (name, make) in ALL {
            let emitted = make();
            assert!(reply(emitted.code).is_some(), "{name}: {}", emitted.code);
            if let Some(code) = emitted.enhanced {
                assert!(enhanced(code).is_some(), "{name}: {code}");
            }
        }
        for code in [214, 220, 221, 251, 334, 551] {
            assert!(reply(ReplyCode::of(code)).is_some(), "{code}");
        }
        assert!(enhanced(EnhancedCode::new(5, 1, 6)).is_some());
        assert_eq!(reply(ReplyCode::of(211)), None, "nobody here says 211");
    }

    #[test]
    fn tables_are_in_order_and_notes_are_whole() {
        assert!(REPLIES.is_sorted_by_key(|(code, _)| *code));
        assert!(ENHANCED.is_sorted_by_key(|(code, _)| *code));
        let replies = REPLIES.iter().map(|(_, note)| note);
        let keywords = KEYWORDS.iter().map(|(_, note)| note);
        let verbs = VERBS.iter().map(|(_, note)| note);
        let all = replies.chain(keywords).chain(verbs);
        let all = all.chain(PARAMETERS.iter().map(|(.., note)| note));
        for note in all.chain(ENHANCED.iter().map(|(_, note)| note)) {
            assert!(note.section.starts_with("RFC ") && note.section.contains('§'), "{note:?}");
            for language in Language::ALL {
                let (meaning, rest) = (note.meaning.in_(language), note.explanation.in_(language));
                assert!(rest.ends_with('.') && !meaning.ends_with('.'), "{note:?}");
                assert!(!meaning.is_empty() && rest.len() < 250, "{note:?}");
            }
        }
    }

    #[test]
    fn digits_are_explained() {
        let code = ReplyCode::of(452);
        assert_eq!(first_digit(code).meaning.english, "Transient negative completion");
        assert_eq!(second_digit(code).meaning.english, "Mail system");
        assert_eq!(second_digit(ReplyCode::of(535)).meaning.english, "Authentication");
        assert_eq!(third_digit().section, "RFC 5321 §4.2.1");
        assert!(third_digit().explanation.english.len() < 50, "it stands in every explanation");
        let code = EnhancedCode::new(4, 2, 2);
        assert_eq!(
            (class(code).meaning.english, subject(code).meaning.english),
            ("Persistent transient failure", "Mailbox")
        );
    }

    #[test]
    fn a_code_is_explained_by_what_it_answers() {
        let meaning = |class| enhanced(EnhancedCode::new(class, 6, 0)).map(|it| it.meaning.english);
        assert_eq!(meaning(2), Some("Message accepted"));
        assert_eq!(meaning(5), Some("Content status"));
        let none = ReplyCode::of(554);
        let about = following("DATA", none, Some(EnhancedCode::new(5, 5, 1)));
        assert_eq!(about.map(|it| it.meaning.english), Some("No valid recipients"));
        assert_eq!(following("DATA", none, Some(EnhancedCode::new(5, 7, 1))), None);
        assert_eq!(following(".", none, None), None);
        assert_eq!(following("DATA", ReplyCode::of(451), None), None);
    }
}
