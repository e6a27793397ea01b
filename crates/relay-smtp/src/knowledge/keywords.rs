//! What the keywords mean with which a server answers EHLO (RFC 5321 §4.1.1.1), for people.

use relay_mail::language::words;

use super::{Note, note};

/// Keywords in upper case, in their order.
pub const KEYWORDS: &[(&str, Note)] = &[
    (
        "8BITMIME",
        note(
            words("Eight-bit text", "Text mit acht Bit"),
            words(
                "The text may hold octets above 127, such as umlauts in UTF-8. Without it, they \
                 have to be encoded.",
                "Der Text darf Oktette über 127 enthalten, etwa Umlaute in UTF-8. Ohne dies müssen \
                 sie kodiert werden.",
            ),
            "RFC 6152 §2",
        ),
    ),
    (
        "AUTH",
        note(
            words("Login", "Anmeldung"),
            words(
                "A client may log in, in one of the ways that follow.",
                "Ein Client darf sich anmelden, auf eine der Arten, die dahinter stehen.",
            ),
            "RFC 4954 §3",
        ),
    ),
    (
        "CHUNKING",
        note(
            words("BDAT beside DATA", "BDAT neben DATA"),
            words(
                "BDAT sends a message as counted octets, so that no dot has to end it.",
                "BDAT sendet eine Nachricht als abgezählte Oktette; kein Punkt muss sie beenden.",
            ),
            "RFC 3030 §2",
        ),
    ),
    (
        "DSN",
        note(
            words("Reports on request", "Berichte nach Wunsch"),
            words(
                "The sender may say at MAIL and RCPT which reports are wanted, and what they are to \
                 hold.",
                "Der Absender darf bei MAIL und RCPT sagen, welche Berichte erwünscht sind und was \
                 sie enthalten sollen.",
            ),
            "RFC 3461 §4",
        ),
    ),
    (
        "ENHANCEDSTATUSCODES",
        note(
            words("Second codes", "Zweite Codes"),
            words(
                "A code such as 2.1.5 or 5.1.1 stands in replies behind the three digits, and says \
                 more exactly what happened.",
                "In Antworten steht hinter den drei Ziffern ein Code wie 2.1.5 oder 5.1.1, der \
                 genauer sagt, was geschehen ist.",
            ),
            "RFC 2034 §4",
        ),
    ),
    (
        "ETRN",
        note(
            words("Mail on demand", "Mail auf Abruf"),
            words(
                "Who was offline may ask for a run of the queue that holds mail for its domain.",
                "Wer offline war, darf darum bitten, dass die Warteschlange mit Mail für die eigene \
                 Domain abgearbeitet wird.",
            ),
            "RFC 1985 §5",
        ),
    ),
    (
        "EXPN",
        note(
            words("Lists are told", "Listen werden genannt"),
            words(
                "EXPN tells the members of a list. Most servers refuse that nowadays.",
                "EXPN nennt die Mitglieder einer Liste. Die meisten Server verweigern das heute.",
            ),
            "RFC 5321 §3.5",
        ),
    ),
    (
        "HELP",
        note(
            words("HELP is answered", "HELP wird beantwortet"),
            words("HELP tells which commands there are.", "HELP sagt, welche Befehle es gibt."),
            "RFC 5321 §4.1.1.8",
        ),
    ),
    (
        "PIPELINING",
        note(
            words("Commands in one go", "Befehle in einem Zug"),
            words(
                "A client may send several commands without a wait for each reply. That saves a \
                 round trip for each of them.",
                "Ein Client darf mehrere Befehle senden, ohne auf jede Antwort zu warten. Das spart \
                 für jeden einen Hin- und Rückweg.",
            ),
            "RFC 2920 §3",
        ),
    ),
    (
        "SIZE",
        note(
            words("Largest message", "Größte Nachricht"),
            words(
                "The number behind it is the most octets that a message may have; 0 says that there \
                 is no fixed maximum, no number says nothing. A client that announces a size at \
                 MAIL learns before the text whether it is too much.",
                "Die Zahl dahinter ist die Höchstgröße in Oktetten; 0 heißt, dass es keine feste \
                 gibt; ohne Zahl ist nichts gesagt. Ein Client, der bei MAIL eine Größe ankündigt, \
                 erfährt vor dem Text, ob sie zu viel ist.",
            ),
            "RFC 1870 §3",
        ),
    ),
    (
        "SMTPUTF8",
        note(
            words("Addresses of all scripts", "Adressen aller Schriften"),
            words(
                "Addresses and header fields may be UTF-8, not ASCII alone.",
                "Adressen und Kopffelder dürfen UTF-8 sein, nicht nur ASCII.",
            ),
            "RFC 6531 §3.1",
        ),
    ),
    (
        "VRFY",
        note(
            words("Addresses are looked up", "Adressen werden nachgesehen"),
            words(
                "VRFY asks whether a mailbox exists. Every server knows the command; many answer \
                 252 to all, which tells nothing.",
                "VRFY fragt, ob es ein Postfach gibt. Jeder Server kennt den Befehl; viele antworten \
                 immer mit 252, und das verrät nichts.",
            ),
            "RFC 5321 §3.5",
        ),
    ),
];

/// What the keyword of a line of an answer to EHLO means, if it is one that is spoken here. `line`
/// is what stands behind the code, with the values of the keyword.
pub fn keyword(line: &str) -> Option<Note> {
    let word = line.split_ascii_whitespace().next()?;
    KEYWORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, note)| *note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension::Extensions;

    #[test]
    fn every_keyword_that_is_offered_is_explained() {
        let mut offered = 0;
        Extensions::ALL.each_line(Some(1000), |line| {
            let line = core::str::from_utf8(line).expect("keywords are ASCII");
            assert!(keyword(line).is_some(), "{line}");
            offered += 1;
        });
        assert_eq!(offered, KEYWORDS.len());
        assert!(KEYWORDS.is_sorted_by_key(|(word, _)| *word));
        assert_eq!(keyword("size 1000"), keyword("SIZE"));
        assert_eq!(keyword("X-WHATEVER"), None);
        assert_eq!(keyword(""), None);
    }
}
