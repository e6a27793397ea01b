//! The table of enhanced codes.

use relay_mail::language::words;

use super::{Note, note};

/// Subjects and details of enhanced codes, in order.
pub const ENHANCED: &[((u16, u16), Note)] = &[
    (
        (0, 0),
        note(
            words("No more to say", "Mehr ist nicht zu sagen"),
            words("The reply code says it all.", "Der Antwortcode sagt alles."),
            "RFC 3463 §3.1",
        ),
    ),
    (
        (1, 0),
        note(
            words("Address status", "Zur Adresse"),
            words("Here: the sender is accepted.", "Hier: Der Absender ist angenommen."),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 1),
        note(
            words("Bad mailbox address", "Postfach unbekannt"),
            words(
                "The domain has no such mailbox.",
                "In der Domain gibt es kein solches Postfach.",
            ),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 2),
        note(
            words("Bad system address", "Domain unbekannt"),
            words("There is no such domain for mail.", "Für Mail gibt es diese Domain nicht."),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 3),
        note(
            words("Bad address syntax", "Empfänger falsch geschrieben"),
            words(
                "The recipient's address is no address.",
                "Die Adresse des Empfängers ist keine Adresse.",
            ),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 5),
        note(
            words("Destination address valid", "Empfänger gültig"),
            words("The recipient is accepted.", "Der Empfänger ist angenommen."),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 6),
        note(
            words("Mailbox has moved", "Postfach umgezogen"),
            words("It is at another address now.", "Es hat jetzt eine andere Adresse."),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 7),
        note(
            words("Bad sender syntax", "Absender falsch geschrieben"),
            words(
                "The sender's address is no address.",
                "Die Adresse des Absenders ist keine Adresse.",
            ),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 8),
        note(
            words("Bad sender system", "Domain des Absenders unbekannt"),
            words("The sender's domain does not exist.", "Die Domain des Absenders gibt es nicht."),
            "RFC 3463 §3.2",
        ),
    ),
    (
        (1, 10),
        note(
            words("Null MX", "Null-MX"),
            words(
                "The recipient's domain says that it takes no mail.",
                "Die Domain des Empfängers sagt, dass sie keine Mail annimmt.",
            ),
            "RFC 7505 §4.1",
        ),
    ),
    (
        (2, 1),
        note(
            words("Mailbox disabled", "Postfach gesperrt"),
            words("It exists and takes no messages.", "Es ist da und nimmt nichts an."),
            "RFC 3463 §3.3",
        ),
    ),
    (
        (2, 2),
        note(
            words("Mailbox full", "Postfach voll"),
            words("It is over its quota.", "Sein Kontingent ist überschritten."),
            "RFC 3463 §3.3",
        ),
    ),
    (
        (3, 0),
        note(
            words("Mail system status", "Zum Mailsystem"),
            words("Something at that host.", "Es liegt an jenem Host."),
            "RFC 3463 §3.4",
        ),
    ),
    (
        (3, 1),
        note(
            words("Mail system full", "Mailsystem voll"),
            words("That host is short of space.", "Jenem Host fehlt Platz."),
            "RFC 3463 §3.4",
        ),
    ),
    (
        (3, 2),
        note(
            words("System takes no messages", "System nimmt nichts an"),
            words(
                "It is going down, or never does.",
                "Es fährt herunter, oder es nimmt nie etwas an.",
            ),
            "RFC 3463 §3.4",
        ),
    ),
    (
        (3, 4),
        note(
            words("Message too big", "Nachricht zu groß"),
            words("Larger than that host ever takes.", "Größer, als jener Host je annimmt."),
            "RFC 3463 §3.4",
        ),
    ),
    (
        (4, 0),
        note(
            words("Network or routing status", "Zu Netz und Weg"),
            words("Something on the way.", "Es liegt am Weg."),
            "RFC 3463 §3.5",
        ),
    ),
    (
        (4, 2),
        note(
            words("Bad connection", "Schlechte Verbindung"),
            words("It went away or fell silent.", "Sie brach ab oder verstummte."),
            "RFC 3463 §3.5",
        ),
    ),
    (
        (4, 3),
        note(
            words("Directory server failure", "Namensdienst gestört"),
            words("A name could not be looked up.", "Ein Name war nicht aufzulösen."),
            "RFC 3463 §3.5",
        ),
    ),
    (
        (4, 6),
        note(
            words("Routing loop", "Schleife"),
            words("The message goes round in circles.", "Die Nachricht läuft im Kreis."),
            "RFC 3463 §3.5",
        ),
    ),
    (
        (5, 0),
        note(
            words("Protocol status", "Zum Protokoll"),
            words("Something in the dialogue.", "Es liegt am Gespräch."),
            "RFC 3463 §3.6",
        ),
    ),
    (
        (5, 1),
        note(
            words("Invalid command", "Ungültiger Befehl"),
            words(
                "Out of order or not implemented.",
                "Nicht an der Reihe oder hier nicht vorhanden.",
            ),
            "RFC 3463 §3.6",
        ),
    ),
    (
        (5, 2),
        note(
            words("Syntax error", "Formfehler"),
            words("The command could not be read.", "Der Befehl war nicht zu lesen."),
            "RFC 3463 §3.6",
        ),
    ),
    (
        (5, 3),
        note(
            words("Too many recipients", "Zu viele Empfänger"),
            words("More than that host takes.", "Mehr, als jener Host annimmt."),
            "RFC 3463 §3.6",
        ),
    ),
    (
        (5, 4),
        note(
            words("Invalid arguments", "Ungültige Argumente"),
            words(
                "The command is good, its arguments are not.",
                "Der Befehl stimmt, seine Argumente nicht.",
            ),
            "RFC 3463 §3.6",
        ),
    ),
    (
        (5, 6),
        note(
            words("AUTH line too long", "AUTH-Zeile zu lang"),
            words("Beyond 12,288 octets.", "Über 12.288 Oktette."),
            "RFC 4954 §6",
        ),
    ),
    (
        (6, 0),
        note(
            words("Content status", "Zum Inhalt"),
            words("Something in the message.", "Es liegt an der Nachricht."),
            "RFC 3463 §3.7",
        ),
    ),
    (
        (6, 1),
        note(
            words("Media not supported", "Inhalt nicht unterstützt"),
            words("Such as 8-bit data without 8BITMIME.", "Etwa 8-Bit-Daten ohne 8BITMIME."),
            "RFC 3463 §3.7",
        ),
    ),
    (
        (6, 7),
        note(
            words("Non-ASCII address", "Adresse nicht in ASCII"),
            words("It needs SMTPUTF8 from end to end.", "Sie braucht SMTPUTF8 auf dem ganzen Weg."),
            "RFC 6531 §3.5",
        ),
    ),
    (
        (7, 0),
        note(
            words("Security status", "Zur Sicherheit"),
            words("Here: about AUTH, or too many mistakes.", "Hier: AUTH, oder zu viele Fehler."),
            "RFC 3463 §3.8",
        ),
    ),
    (
        (7, 1),
        note(
            words("Not authorized", "Nicht erlaubt"),
            words(
                "A policy refuses the message, or puts it off.",
                "Eine Richtlinie lehnt die Nachricht ab oder vertröstet sie.",
            ),
            "RFC 3463 §3.8",
        ),
    ),
    (
        (7, 8),
        note(
            words("Credentials invalid", "Zugangsdaten falsch"),
            words("Wrong name or password.", "Falscher Name oder falsches Passwort."),
            "RFC 4954 §6",
        ),
    ),
    (
        (7, 27),
        note(
            words("Sender has null MX", "Absender mit Null-MX"),
            words("Nobody could answer the sender.", "Niemand könnte dem Absender antworten."),
            "RFC 7505 §4.2",
        ),
    ),
];
