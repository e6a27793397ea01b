//! What is wrong in a command, for people: more than the server's reply says.

use relay_mail::language::words;
use relay_mail::path::PathError;

use super::{Note, note};
use crate::command::{ArgumentError, CommandError, Verb};
use crate::params::ParamError;

/// What is wrong in a command that cannot be read; `None` where its verb says it all.
pub fn fault(error: CommandError) -> Option<Note> {
    match error {
        CommandError::Unknown => Some(UNKNOWN),
        CommandError::NotImplemented(_) => None,
        CommandError::Arguments(verb, why) => Some(argument(verb, why)),
    }
}

const UNKNOWN: Note = note(
    words("No command", "Kein Befehl"),
    words(
        "No command of SMTP begins with this word; a verb stands first, and a single space behind \
         it.",
        "Kein Befehl von SMTP beginnt mit diesem Wort; zuerst steht ein Verb und dahinter ein \
         einzelnes Leerzeichen.",
    ),
    "RFC 5321 §4.2.4",
);

fn argument(verb: Verb, why: ArgumentError) -> Note {
    match why {
        ArgumentError::Missing => missing(verb),
        ArgumentError::Unwanted => note(
            words("Too much", "Zu viel"),
            words(
                "Nothing may stand here: the command ends before it.",
                "Hier darf nichts stehen: Der Befehl endet davor.",
            ),
            "RFC 5321 §4.1.1",
        ),
        ArgumentError::Characters => note(
            words("Characters that may not be here", "Zeichen, die hier nicht stehen dürfen"),
            words(
                "A control character, or octets that are neither ASCII nor UTF-8.",
                "Ein Steuerzeichen, oder Oktette, die weder ASCII noch UTF-8 sind.",
            ),
            "RFC 5321 §4.1.2",
        ),
        ArgumentError::Keyword if verb == Verb::Rcpt => note(
            words("TO: is missing", "TO: fehlt"),
            words(
                "Behind RCPT comes TO: and, right behind the colon, the path: RCPT TO:<bob@example.net>.",
                "Hinter RCPT steht TO: und gleich hinter dem Doppelpunkt der Pfad: RCPT \
                 TO:<bob@example.net>.",
            ),
            "RFC 5321 §4.1.1.3",
        ),
        ArgumentError::Keyword => note(
            words("FROM: is missing", "FROM: fehlt"),
            words(
                "Behind MAIL comes FROM: and, right behind the colon, the path: MAIL \
                 FROM:<ada@example.org>.",
                "Hinter MAIL steht FROM: und gleich hinter dem Doppelpunkt der Pfad: MAIL \
                 FROM:<ada@example.org>.",
            ),
            "RFC 5321 §4.1.1.2",
        ),
        ArgumentError::Path(why) => path(why),
        ArgumentError::Param(why) => parameter(why),
        ArgumentError::Name if verb == Verb::Etrn => note(
            words("No domain", "Keine Domain"),
            words(
                "ETRN wants a domain, @ and a domain, or # and the name of a queue.",
                "ETRN will eine Domain, @ und eine Domain oder # und den Namen einer Warteschlange.",
            ),
            "RFC 1985 §5",
        ),
        ArgumentError::Name => note(
            words("No host name", "Kein Hostname"),
            words(
                "A name consists of letters, digits and hyphens with dots between them; an address \
                 stands in square brackets.",
                "Ein Name besteht aus Buchstaben, Ziffern und Bindestrichen mit Punkten dazwischen; \
                 eine Adresse steht in eckigen Klammern.",
            ),
            "RFC 5321 §4.1.2",
        ),
        ArgumentError::Chunk => note(
            words("No size", "Keine Größe"),
            words(
                "BDAT wants a number of octets, and LAST behind it or nothing.",
                "BDAT will eine Zahl von Oktetten, und dahinter LAST oder nichts.",
            ),
            "RFC 3030 §2",
        ),
    }
}

const fn missing(verb: Verb) -> Note {
    match verb {
        Verb::Ehlo | Verb::Helo => note(
            words("The name is missing", "Der Name fehlt"),
            words(
                "The client has to say its name: EHLO desk.example.",
                "Der Client muss seinen Namen nennen: EHLO desk.example.",
            ),
            "RFC 5321 §4.1.1.1",
        ),
        Verb::Mail => note(
            words("The return path is missing", "Der Rückpfad fehlt"),
            words(
                "Behind the verb comes FROM: with a path in angle brackets, such as \
                 FROM:<ada@example.org>.",
                "Hinter dem Verb steht FROM: mit einem Pfad in spitzen Klammern, etwa \
                 FROM:<ada@example.org>.",
            ),
            "RFC 5321 §4.1.1.2",
        ),
        Verb::Rcpt => note(
            words("The recipient is missing", "Der Empfänger fehlt"),
            words(
                "Behind the verb comes TO: with a path in angle brackets, such as \
                 TO:<bob@example.net>.",
                "Hinter dem Verb steht TO: mit einem Pfad in spitzen Klammern, etwa \
                 TO:<bob@example.net>.",
            ),
            "RFC 5321 §4.1.1.3",
        ),
        _ => note(
            words("Something is missing", "Etwas fehlt"),
            words(
                "This command needs a word behind its verb.",
                "Dieser Befehl braucht ein Wort hinter seinem Verb.",
            ),
            "RFC 5321 §4.1.1",
        ),
    }
}

const fn path(why: PathError) -> Note {
    match why {
        PathError::NoBrackets => note(
            words("No angle brackets", "Keine spitzen Klammern"),
            words(
                "A path begins with < and ends with >; without them it is no path.",
                "Ein Pfad beginnt mit < und endet mit >; ohne sie ist es keiner.",
            ),
            "RFC 5321 §4.1.2",
        ),
        PathError::TooLong | PathError::LocalPartTooLong => note(
            words("Too long", "Zu lang"),
            words(
                "A path has 256 octets at most with its brackets, and 64 of them before the @.",
                "Ein Pfad hat mit Klammern höchstens 256 Oktette, davon 64 vor dem @.",
            ),
            "RFC 5321 §4.5.3.1",
        ),
        PathError::BadMailbox => note(
            words("No mailbox", "Kein Postfach"),
            words(
                "Between the brackets stands a local part, an @ and a domain, without spaces; \
                 nothing but a space may follow the bracket.",
                "Zwischen den Klammern stehen ein lokaler Teil, ein @ und eine Domain, ohne \
                 Leerzeichen; auf die Klammer darf nur ein Leerzeichen folgen.",
            ),
            "RFC 5321 §4.1.2",
        ),
        PathError::BadRoute => note(
            words("No source route", "Kein Weg"),
            words(
                "Before the mailbox stands something that is no list of hosts such as @a,@b and a \
                 colon.",
                "Vor dem Postfach steht etwas, das keine Liste von Hosts ist wie @a,@b mit einem \
                 Doppelpunkt.",
            ),
            "RFC 5321 §4.1.2",
        ),
    }
}

/// What is wrong with a parameter.
pub(super) const fn parameter(why: ParamError) -> Note {
    match why {
        ParamError::Syntax => note(
            words("No parameter", "Kein Parameter"),
            words(
                "A parameter is a keyword, or a keyword, an equals sign and a value, without \
                 spaces.",
                "Ein Parameter ist ein Schlüsselwort, oder ein Schlüsselwort, ein Gleichheitszeichen \
                 und ein Wert, ohne Leerzeichen.",
            ),
            "RFC 5321 §4.1.2",
        ),
        ParamError::Unknown => note(
            words("Unknown here", "Hier unbekannt"),
            words(
                "No extension that is known here has this parameter for this command.",
                "Keine Erweiterung, die man hier kennt, hat diesen Parameter bei diesem Befehl.",
            ),
            "RFC 5321 §4.1.1.11",
        ),
        ParamError::Duplicate(_) => TWICE,
        ParamError::Value(_) => note(
            words("Not of its form", "Nicht in seiner Form"),
            words(
                "The keyword is known, but what stands behind the equals sign does not fit it, or \
                 is missing.",
                "Das Schlüsselwort ist bekannt, aber was hinter dem Gleichheitszeichen steht, passt \
                 nicht dazu oder fehlt.",
            ),
            "RFC 5321 §4.1.1.11",
        ),
        ParamError::Unsupported(_) => note(
            words("Not supported", "Nicht unterstützt"),
            words(
                "The value is well formed, but nobody here can do it.",
                "Der Wert ist in Ordnung, aber hier kann das niemand.",
            ),
            "RFC 5321 §4.1.1.11",
        ),
    }
}

/// A space behind the colon of FROM: or TO:, which is read past.
pub(super) const SPACE: Note = note(
    words("A space too many", "Ein Leerzeichen zu viel"),
    words(
        "No space may stand behind the colon; many clients send one, and servers read past it.",
        "Hinter dem Doppelpunkt darf kein Leerzeichen stehen; viele Clients senden eines, und Server \
         überlesen es.",
    ),
    "RFC 5321 §3.3",
);

/// Words behind the name, which are read past.
pub(super) const BEHIND_NAME: Note = note(
    words("Too much behind the name", "Zu viel hinter dem Namen"),
    words(
        "The syntax has no place for it; the server reads past it.",
        "Die Syntax sieht das nicht vor; der Server überliest es.",
    ),
    "RFC 5321 §4.1.1.1",
);

/// A parameter that is there for the second time.
pub(super) const TWICE: Note = note(
    words("There twice", "Zweimal da"),
    words(
        "Each parameter may stand once in a command.",
        "Jeder Parameter darf in einem Befehl einmal stehen.",
    ),
    "RFC 3461 §4.5",
);
