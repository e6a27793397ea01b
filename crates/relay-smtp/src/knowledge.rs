//! What replies mean, for people: every code that is emitted here, and the theory of the digits
//! (RFC 5321 §4.2, RFC 3463). The page, the console and the documents all take their words from
//! these tables.

use relay_mail::{EnhancedCode, ReplyCode};

/// A short explanation and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What follows from it, in a sentence or two.
    pub explanation: &'static str,
    /// The section that says so.
    pub section: &'static str,
}

const fn note(meaning: &'static str, explanation: &'static str, section: &'static str) -> Note {
    Note { meaning, explanation, section }
}

/// What the first digit says: the only one that a client acts on (§4.2.1).
pub const fn first_digit(code: ReplyCode) -> Note {
    match code.get() / 100 {
        2 => note(
            "Positive completion",
            "It was done. The client may go on with the next command.",
            "RFC 5321 §4.2.1",
        ),
        3 => note(
            "Positive intermediate",
            "So far so good, but the server waits for more before it does anything: the message \
             after DATA, or a response within AUTH.",
            "RFC 5321 §4.2.1",
        ),
        4 => note(
            "Transient negative completion",
            "It was not done, but the same command may succeed later. The client keeps the mail \
             and tries again.",
            "RFC 5321 §4.2.1",
        ),
        _ => note(
            "Permanent negative completion",
            "It was not done, and repeating it unchanged is pointless. The client gives up and \
             tells the sender.",
            "RFC 5321 §4.2.1",
        ),
    }
}

/// What the second digit says: which part of the system speaks (§4.2.1).
pub const fn second_digit(code: ReplyCode) -> Note {
    match code.get() / 10 % 10 {
        0 => note(
            "Syntax",
            "About the form of a command, or about a command that is not implemented or out of \
             place.",
            "RFC 5321 §4.2.1",
        ),
        1 => note("Information", "An answer to a question, such as HELP.", "RFC 5321 §4.2.1"),
        2 => note("Connection", "About the connection itself.", "RFC 5321 §4.2.1"),
        3 => note("Authentication", "RFC 5321 leaves it open; AUTH uses it.", "RFC 4954 §6"),
        5 => note(
            "Mail system",
            "About the mail system and what it does with the message or the mailbox.",
            "RFC 5321 §4.2.1",
        ),
        _ => note("Unspecified", "No meaning was given to it.", "RFC 5321 §4.2.1"),
    }
}

/// What the third digit says.
pub const fn third_digit() -> Note {
    note(
        "Finer gradation",
        "It tells apart replies of one kind. A client that does not know it loses nothing.",
        "RFC 5321 §4.2.1",
    )
}

/// What `code` means, if it is one that is emitted here.
pub fn reply(code: ReplyCode) -> Option<Note> {
    REPLIES.iter().find(|(known, _)| *known == code.get()).map(|(_, note)| *note)
}

/// What the class of an enhanced code says (RFC 3463 §2).
pub const fn class(code: EnhancedCode) -> Note {
    match code.class {
        2 => note("Success", "The action was taken.", "RFC 3463 §2"),
        4 => note(
            "Persistent transient failure",
            "Something temporary stands in the way; sending later may succeed.",
            "RFC 3463 §2",
        ),
        _ => note(
            "Permanent failure",
            "Not likely to be mended by sending the message again as it is.",
            "RFC 3463 §2",
        ),
    }
}

/// What the subject of an enhanced code says (RFC 3463 §2).
pub const fn subject(code: EnhancedCode) -> Note {
    match code.subject {
        1 => {
            note("Addressing", "About the address of the sender or the recipient.", "RFC 3463 §3.2")
        }
        2 => note("Mailbox", "About the recipient's mailbox.", "RFC 3463 §3.3"),
        3 => note("Mail system", "About the host of the recipient.", "RFC 3463 §3.4"),
        4 => note("Network and routing", "About the way there.", "RFC 3463 §3.5"),
        5 => note("Protocol", "About the dialogue between the two hosts.", "RFC 3463 §3.6"),
        6 => note("Content", "About the message itself.", "RFC 3463 §3.7"),
        7 => note("Security or policy", "About who may do what.", "RFC 3463 §3.8"),
        _ => note("Other", "About nothing in particular.", "RFC 3463 §3.1"),
    }
}

/// What `code` means, if it is one that is emitted here. Subject and detail decide; the class only
/// says whether it went well.
pub fn enhanced(code: EnhancedCode) -> Option<Note> {
    let key = (code.subject, code.detail);
    ENHANCED.iter().find(|(known, _)| *known == key).map(|(_, note)| *note)
}

/// The reply codes, in order.
pub const REPLIES: &[(u16, Note)] = &[
    (214, note("Help message", "For a person to read.", "RFC 5321 §4.2.3")),
    (
        220,
        note(
            "Service ready",
            "The greeting. The server's name comes first; the client now introduces itself.",
            "RFC 5321 §3.1",
        ),
    ),
    (
        221,
        note(
            "Closing the connection",
            "The answer to QUIT. The server closes behind it.",
            "RFC 5321 §4.1.1.10",
        ),
    ),
    (235, note("Authentication succeeded", "The client is who it says.", "RFC 4954 §6")),
    (
        250,
        note(
            "Done",
            "The command was carried out. After the final dot it means more: the server has taken \
             responsibility for the message and must deliver it or report back.",
            "RFC 5321 §4.2.5",
        ),
    ),
    (
        251,
        note(
            "Not local, will forward",
            "The recipient has moved; the server takes the message all the same and passes it on.",
            "RFC 5321 §3.4",
        ),
    ),
    (
        252,
        note(
            "Cannot verify",
            "Neither yes nor no: the server will not say whether the user exists, but would take \
             a message and try.",
            "RFC 5321 §3.5.3",
        ),
    ),
    (
        334,
        note("Go on with AUTH", "The server asks for the next response in base64.", "RFC 4954 §4"),
    ),
    (
        354,
        note(
            "Start the message",
            "The client sends the message now, and ends it with a line that holds a single dot.",
            "RFC 5321 §4.1.1.4",
        ),
    ),
    (
        421,
        note(
            "Service not available",
            "The server closes the connection: it goes down, is too busy, or waited too long. It \
             may say so at any time; the client tries again later.",
            "RFC 5321 §3.8",
        ),
    ),
    (
        450,
        note(
            "Mailbox unavailable now",
            "Busy, or blocked for a while by policy. The client tries again later.",
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        451,
        note(
            "Local error",
            "Something at the server went wrong, or it wants to see the client come back \
             (greylisting). The client tries again later.",
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        452,
        note(
            "Not enough room",
            "The disk or the mailbox is full, or the transaction has as many recipients as the \
             server takes. The rest is tried again later.",
            "RFC 5321 §4.5.3.1.10",
        ),
    ),
    (454, note("Cannot authenticate now", "The service behind AUTH is down.", "RFC 4954 §6")),
    (
        455,
        note(
            "Parameters not possible now",
            "The server knows the parameters of MAIL or RCPT but cannot honour them now.",
            "RFC 5321 §4.1.1.11",
        ),
    ),
    (458, note("Cannot run the queue", "ETRN came at a bad time.", "RFC 1985 §5.3")),
    (
        459,
        note("Queue not for you", "ETRN for a domain that may not be asked for.", "RFC 1985 §5.3"),
    ),
    (
        500,
        note(
            "Not recognized",
            "The server does not know this command, or the line is too long. The connection stays \
             open.",
            "RFC 5321 §4.2.4",
        ),
    ),
    (
        501,
        note(
            "Bad arguments",
            "The command is known, but what follows it is not well formed.",
            "RFC 5321 §4.3.2",
        ),
    ),
    (
        502,
        note(
            "Not implemented",
            "The server knows of this command but does not offer it. To EHLO it means: use HELO.",
            "RFC 5321 §4.2.4",
        ),
    ),
    (
        503,
        note(
            "Bad sequence",
            "The command is good but not now. The server stays in the state it was in.",
            "RFC 5321 §4.1.4",
        ),
    ),
    (
        504,
        note(
            "Argument not implemented",
            "Such as an unknown mechanism of AUTH.",
            "RFC 5321 §4.2.1",
        ),
    ),
    (530, note("Authentication required", "AUTH must come before this command.", "RFC 4954 §6")),
    (535, note("Credentials invalid", "The name or the password is wrong.", "RFC 4954 §6")),
    (
        550,
        note(
            "Refused",
            "No such mailbox, or a policy stands against it: relaying, reputation, content. The \
             client gives up and reports to the sender.",
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        551,
        note(
            "Not local, try there",
            "The recipient has moved, and the server names the new address without forwarding.",
            "RFC 5321 §3.4",
        ),
    ),
    (
        552,
        note(
            "Too large",
            "The message exceeds what the server or the mailbox ever takes. To RCPT a client \
             treats it as temporary, since old servers say it for too many recipients.",
            "RFC 5321 §4.5.3.1.10",
        ),
    ),
    (
        553,
        note(
            "Mailbox name not allowed",
            "The address as such is not acceptable, or is ambiguous.",
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        554,
        note(
            "Transaction failed",
            "Without a better word for it. As a greeting: no mail is taken here at all.",
            "RFC 5321 §3.1",
        ),
    ),
    (
        555,
        note(
            "Parameters not recognized",
            "A parameter of MAIL or RCPT belongs to an extension that was not offered.",
            "RFC 5321 §4.1.1.11",
        ),
    ),
    (
        556,
        note(
            "Domain takes no mail",
            "The recipient's domain has published a null MX.",
            "RFC 7505 §4.1",
        ),
    ),
];

/// Subjects and details of enhanced codes, in order.
pub const ENHANCED: &[((u16, u16), Note)] = &[
    ((0, 0), note("No more to say", "The reply code says it all.", "RFC 3463 §3.1")),
    ((1, 0), note("Address status", "Here: the sender is accepted.", "RFC 3463 §3.2")),
    ((1, 1), note("Bad mailbox address", "The domain has no such mailbox.", "RFC 3463 §3.2")),
    ((1, 2), note("Bad system address", "There is no such domain for mail.", "RFC 3463 §3.2")),
    ((1, 3), note("Bad address syntax", "The recipient's address is no address.", "RFC 3463 §3.2")),
    ((1, 5), note("Destination address valid", "The recipient is accepted.", "RFC 3463 §3.2")),
    ((1, 6), note("Mailbox has moved", "It is at another address now.", "RFC 3463 §3.2")),
    ((1, 7), note("Bad sender syntax", "The sender's address is no address.", "RFC 3463 §3.2")),
    ((1, 8), note("Bad sender system", "The sender's domain does not exist.", "RFC 3463 §3.2")),
    (
        (1, 10),
        note("Null MX", "The recipient's domain says that it takes no mail.", "RFC 7505 §4.1"),
    ),
    ((2, 1), note("Mailbox disabled", "It exists and takes no messages.", "RFC 3463 §3.3")),
    ((2, 2), note("Mailbox full", "It is over its quota.", "RFC 3463 §3.3")),
    ((3, 0), note("Mail system status", "Something at that host.", "RFC 3463 §3.4")),
    ((3, 1), note("Mail system full", "That host is short of space.", "RFC 3463 §3.4")),
    ((3, 2), note("System takes no messages", "It is going down, or never does.", "RFC 3463 §3.4")),
    ((3, 4), note("Message too big", "Larger than that host ever takes.", "RFC 3463 §3.4")),
    ((4, 0), note("Network or routing status", "Something on the way.", "RFC 3463 §3.5")),
    ((4, 2), note("Bad connection", "It went away or fell silent.", "RFC 3463 §3.5")),
    ((4, 3), note("Directory server failure", "A name could not be looked up.", "RFC 3463 §3.5")),
    ((4, 6), note("Routing loop", "The message goes round in circles.", "RFC 3463 §3.5")),
    ((5, 0), note("Protocol status", "Something in the dialogue.", "RFC 3463 §3.6")),
    ((5, 1), note("Invalid command", "Out of order or not implemented.", "RFC 3463 §3.6")),
    ((5, 2), note("Syntax error", "The command could not be read.", "RFC 3463 §3.6")),
    ((5, 3), note("Too many recipients", "More than that host takes.", "RFC 3463 §3.6")),
    (
        (5, 4),
        note("Invalid arguments", "The command is good, its arguments are not.", "RFC 3463 §3.6"),
    ),
    ((5, 6), note("AUTH line too long", "Beyond 12,288 octets.", "RFC 4954 §6")),
    ((6, 0), note("Content status", "Something in the message.", "RFC 3463 §3.7")),
    ((6, 1), note("Media not supported", "Such as 8-bit data without 8BITMIME.", "RFC 3463 §3.7")),
    ((6, 7), note("Non-ASCII address", "It needs SMTPUTF8 from end to end.", "RFC 6531 §3.5")),
    ((7, 0), note("Security status", "Here: about AUTH, or too many mistakes.", "RFC 3463 §3.8")),
    (
        (7, 1),
        note("Not authorized", "A policy refuses the message, or puts it off.", "RFC 3463 §3.8"),
    ),
    ((7, 8), note("Credentials invalid", "Wrong name or password.", "RFC 4954 §6")),
    ((7, 27), note("Sender has null MX", "Nobody could answer the sender.", "RFC 7505 §4.2")),
];

#[cfg(test)]
mod tests {
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
        for note in replies.chain(ENHANCED.iter().map(|(_, note)| note)) {
            assert!(note.section.starts_with("RFC ") && note.section.contains('§'), "{note:?}");
            assert!(note.explanation.ends_with('.') && !note.meaning.ends_with('.'), "{note:?}");
        }
    }

    #[test]
    fn digits_are_explained() {
        let code = ReplyCode::of(452);
        assert_eq!(first_digit(code).meaning, "Transient negative completion");
        assert_eq!(second_digit(code).meaning, "Mail system");
        assert_eq!(second_digit(ReplyCode::of(535)).meaning, "Authentication");
        assert_eq!(third_digit().section, "RFC 5321 §4.2.1");
        let code = EnhancedCode::new(4, 2, 2);
        assert_eq!(
            (class(code).meaning, subject(code).meaning),
            ("Persistent transient failure", "Mailbox")
        );
    }
}
