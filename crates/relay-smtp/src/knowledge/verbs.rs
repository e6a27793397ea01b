//! What the verbs mean with which a client's lines begin (RFC 5321 §4.1.1), for people.

use relay_mail::language::words;

use super::{Note, note};

/// Verbs in upper case, in their order; those too that nobody here implements.
pub const VERBS: &[(&str, Note)] = &[
    (
        ".",
        note(
            words("The end of the message", "Das Ende der Nachricht"),
            words(
                "A line of one dot ends the message; a line of the message that begins with a dot \
                 is sent with a second one before it.",
                "Eine Zeile aus einem Punkt beendet die Nachricht; eine Zeile der Nachricht, die mit \
                 einem Punkt beginnt, wird mit einem zweiten davor gesendet.",
            ),
            "RFC 5321 §4.5.2",
        ),
    ),
    (
        "AUTH",
        note(
            words("Log in", "Sich anmelden"),
            words(
                "The client says who it is, in the way that is named behind it.",
                "Der Client sagt, wer er ist, auf die Art, die dahinter steht.",
            ),
            "RFC 4954 §4",
        ),
    ),
    (
        "BDAT",
        note(
            words("A piece of the message", "Ein Stück der Nachricht"),
            words(
                "So many octets follow the line at once; they are counted, so that no dot has to \
                 end them.",
                "So viele Oktette folgen der Zeile sofort; sie sind abgezählt, kein Punkt muss sie \
                 beenden.",
            ),
            "RFC 3030 §2",
        ),
    ),
    (
        "DATA",
        note(
            words("The message itself", "Die Nachricht selbst"),
            words(
                "The client asks to send the message; it waits for 354 and ends it with a line of \
                 one dot.",
                "Der Client will die Nachricht senden; er wartet auf 354 und beendet sie mit einer \
                 Zeile aus einem Punkt.",
            ),
            "RFC 5321 §4.1.1.4",
        ),
    ),
    (
        "EHLO",
        note(
            words("Extended hello", "Erweiterter Gruß"),
            words(
                "The client says its name and asks for the server's extensions; whatever was begun \
                 before is dropped.",
                "Der Client nennt seinen Namen und fragt nach den Erweiterungen des Servers; was \
                 vorher begonnen war, wird verworfen.",
            ),
            "RFC 5321 §4.1.1.1",
        ),
    ),
    (
        "ETRN",
        note(
            words("Send what waits", "Sende, was wartet"),
            words(
                "The client asks the server to run its queue for a domain now, over a connection of \
                 its own.",
                "Der Client bittet den Server, jetzt seine Warteschlange für eine Domain \
                 abzuarbeiten, über eine eigene Verbindung.",
            ),
            "RFC 1985 §5",
        ),
    ),
    (
        "EXPN",
        note(
            words("Expand a list", "Eine Liste aufschlüsseln"),
            words(
                "The client asks who is on a mailing list; many servers do not tell.",
                "Der Client fragt, wer auf einer Mailingliste steht; viele Server verraten es nicht.",
            ),
            "RFC 5321 §4.1.1.7",
        ),
    ),
    (
        "HELO",
        note(
            words("Hello, the old way", "Gruß auf die alte Art"),
            words(
                "The client says its name and wants no extensions.",
                "Der Client nennt seinen Namen und will keine Erweiterungen.",
            ),
            "RFC 5321 §4.1.1.1",
        ),
    ),
    (
        "HELP",
        note(
            words("Ask for help", "Um Hilfe bitten"),
            words(
                "The client asks for a text that people read; it changes nothing.",
                "Der Client bittet um einen Text, den Menschen lesen; es ändert nichts.",
            ),
            "RFC 5321 §4.1.1.8",
        ),
    ),
    (
        "MAIL",
        note(
            words("A new message", "Eine neue Nachricht"),
            words(
                "It begins a transaction and names the return path, where reports about the message \
                 go.",
                "Damit beginnt eine Transaktion; genannt wird der Rückpfad, an den Berichte über die \
                 Nachricht gehen.",
            ),
            "RFC 5321 §4.1.1.2",
        ),
    ),
    (
        "NOOP",
        note(
            words("Do nothing", "Nichts tun"),
            words(
                "The client wants an answer and nothing else, to see that the server is there.",
                "Der Client will eine Antwort und sonst nichts, um zu sehen, dass der Server da ist.",
            ),
            "RFC 5321 §4.1.1.9",
        ),
    ),
    (
        "QUIT",
        note(
            words("Goodbye", "Auf Wiedersehen"),
            words(
                "The client is done; it must not close the connection before it has read the answer.",
                "Der Client ist fertig; er darf die Verbindung nicht schließen, bevor er die Antwort \
                 gelesen hat.",
            ),
            "RFC 5321 §4.1.1.10",
        ),
    ),
    (
        "RCPT",
        note(
            words("A recipient", "Ein Empfänger"),
            words(
                "It adds one recipient to the envelope; each has a command and an answer of its own.",
                "Es fügt dem Umschlag einen Empfänger hinzu; jeder hat einen eigenen Befehl und eine \
                 eigene Antwort.",
            ),
            "RFC 5321 §4.1.1.3",
        ),
    ),
    (
        "RSET",
        note(
            words("Drop the transaction", "Die Transaktion verwerfen"),
            words(
                "Return path and recipients so far are forgotten; the session goes on.",
                "Rückpfad und bisherige Empfänger sind vergessen; die Sitzung geht weiter.",
            ),
            "RFC 5321 §4.1.1.5",
        ),
    ),
    ("SAML", TO_SCREEN),
    ("SEND", TO_SCREEN),
    ("SOML", TO_SCREEN),
    (
        "STARTTLS",
        note(
            words("Encrypt from here on", "Ab hier verschlüsseln"),
            words(
                "The client asks to go on under TLS; here the wire stays readable and nobody offers \
                 it.",
                "Der Client will unter TLS weitersprechen; hier bleibt die Leitung lesbar, und \
                 niemand bietet es an.",
            ),
            "RFC 3207 §4",
        ),
    ),
    (
        "TURN",
        note(
            words("Change places", "Die Rollen tauschen"),
            words(
                "Client and server were to change places; nobody could tell who asked, so it is \
                 not used any more.",
                "Client und Server sollten die Rollen tauschen; niemand wusste, wer da fragt, darum \
                 benutzt es keiner mehr.",
            ),
            "RFC 5321 §F.1",
        ),
    ),
    (
        "VRFY",
        note(
            words("Verify a user", "Einen Benutzer prüfen"),
            words(
                "The client asks whether the server knows a user; many servers say neither yes nor \
                 no.",
                "Der Client fragt, ob der Server einen Benutzer kennt; viele sagen weder ja noch \
                 nein.",
            ),
            "RFC 5321 §4.1.1.6",
        ),
    ),
];

const TO_SCREEN: Note = note(
    words("To the user's screen", "Auf den Bildschirm"),
    words(
        "In place of MAIL it sent a message to a terminal; it is out of use.",
        "Statt MAIL gegeben, schickte es eine Nachricht auf ein Terminal; es ist außer Gebrauch.",
    ),
    "RFC 5321 §F.6",
);

/// What a verb means, in any case.
pub fn verb(word: &str) -> Option<Note> {
    let found = VERBS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known));
    found.map(|(_, note)| *note)
}
