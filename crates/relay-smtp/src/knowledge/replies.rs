//! The table of reply codes.

use relay_mail::language::words;

use super::{Note, note};

/// The reply codes, in order.
pub const REPLIES: &[(u16, Note)] = &[
    (
        214,
        note(
            words("Help message", "Hilfetext"),
            words("For a person to read.", "Zum Lesen für Menschen."),
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        220,
        note(
            words("Service ready", "Dienst bereit"),
            words(
                "The greeting. The server's name comes first; the client now introduces itself.",
                "Die Begrüßung. Vorn steht der Name des Servers; nun stellt sich der Client vor.",
            ),
            "RFC 5321 §3.1",
        ),
    ),
    (
        221,
        note(
            words("Closing the connection", "Verbindung wird geschlossen"),
            words(
                "The answer to QUIT. The server closes behind it.",
                "Die Antwort auf QUIT. Danach schließt der Server.",
            ),
            "RFC 5321 §4.1.1.10",
        ),
    ),
    (
        235,
        note(
            words("Authentication succeeded", "Anmeldung gelungen"),
            words("The client is who it says.", "Der Client ist der, für den er sich ausgibt."),
            "RFC 4954 §6",
        ),
    ),
    (
        250,
        note(
            words("Done", "Erledigt"),
            words(
                "The command was carried out. After the final dot it means more: the server has \
                 taken responsibility for the message and must deliver it or report back.",
                "Der Befehl wurde ausgeführt. Nach dem Schlusspunkt heißt es mehr: Der Server hat \
                 die Verantwortung für die Nachricht und muss sie zustellen oder zurückmelden, \
                 dass es nicht ging.",
            ),
            "RFC 5321 §4.2.5",
        ),
    ),
    (
        251,
        note(
            words("Not local, will forward", "Nicht hier, wird weitergeleitet"),
            words(
                "The recipient has moved; the server takes the message all the same and passes it \
                 on.",
                "Der Empfänger ist umgezogen; der Server nimmt die Nachricht trotzdem und gibt \
                 sie weiter.",
            ),
            "RFC 5321 §3.4",
        ),
    ),
    (
        252,
        note(
            words("Cannot verify", "Nicht zu prüfen"),
            words(
                "Neither yes nor no: the server will not say whether the user exists, but would \
                 take a message and try.",
                "Weder ja noch nein: Der Server verrät nicht, ob es den Benutzer gibt, nähme aber \
                 eine Nachricht an und versuchte es.",
            ),
            "RFC 5321 §3.5.3",
        ),
    ),
    (
        334,
        note(
            words("Go on with AUTH", "Weiter mit AUTH"),
            words(
                "The server asks for the next response in base64.",
                "Der Server erwartet die nächste Antwort in Base64.",
            ),
            "RFC 4954 §4",
        ),
    ),
    (
        354,
        note(
            words("Start the message", "Nachricht beginnen"),
            words(
                "The client sends the message now, and ends it with a line that holds a single \
                 dot.",
                "Der Client sendet nun die Nachricht und beendet sie mit einer Zeile, in der nur \
                 ein Punkt steht.",
            ),
            "RFC 5321 §4.1.1.4",
        ),
    ),
    (
        421,
        note(
            words("Service not available", "Dienst nicht verfügbar"),
            words(
                "The server closes the connection: it goes down, is too busy, or waited too long. \
                 It may say so at any time; the client tries again later.",
                "Der Server schließt die Verbindung: Er fährt herunter, ist überlastet oder hat \
                 zu lange gewartet. Das darf er jederzeit sagen; der Client versucht es später \
                 wieder.",
            ),
            "RFC 5321 §3.8",
        ),
    ),
    (
        450,
        note(
            words("Mailbox unavailable now", "Postfach zurzeit nicht verfügbar"),
            words(
                "Busy, or blocked for a while by policy. The client tries again later.",
                "Belegt oder durch eine Richtlinie eine Weile gesperrt. Der Client versucht es \
                 später wieder.",
            ),
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        451,
        note(
            words("Local error", "Fehler am Server"),
            words(
                "Something at the server went wrong, or it wants to see the client come back \
                 (greylisting). The client tries again later.",
                "Beim Server ging etwas schief, oder er will sehen, dass der Client wiederkommt \
                 (Greylisting). Der Client versucht es später wieder.",
            ),
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        452,
        note(
            words("Not enough room", "Zu wenig Platz"),
            words(
                "The disk or the mailbox is full, or the transaction has as many recipients as \
                 the server takes. The rest is tried again later.",
                "Die Platte oder das Postfach ist voll, oder der Server nimmt nicht so viele \
                 Empfänger auf einmal. Der Rest wird später wieder versucht.",
            ),
            "RFC 5321 §4.5.3.1.10",
        ),
    ),
    (
        454,
        note(
            words("Cannot authenticate now", "Anmeldung zurzeit nicht möglich"),
            words("The service behind AUTH is down.", "Der Dienst hinter AUTH ist ausgefallen."),
            "RFC 4954 §6",
        ),
    ),
    (
        455,
        note(
            words("Parameters not possible now", "Parameter zurzeit nicht möglich"),
            words(
                "The server knows the parameters of MAIL or RCPT but cannot honour them now.",
                "Der Server kennt die Parameter von MAIL oder RCPT, kann ihnen jetzt aber nicht \
                 nachkommen.",
            ),
            "RFC 5321 §4.1.1.11",
        ),
    ),
    (
        458,
        note(
            words("Cannot run the queue", "Warteschlange kann nicht laufen"),
            words("ETRN came at a bad time.", "ETRN kam zur Unzeit."),
            "RFC 1985 §5.3",
        ),
    ),
    (
        459,
        note(
            words("Queue not for you", "Warteschlange für andere"),
            words(
                "ETRN for a domain that may not be asked for.",
                "ETRN für eine Domain, nach der hier nicht gefragt werden darf.",
            ),
            "RFC 1985 §5.3",
        ),
    ),
    (
        500,
        note(
            words("Not recognized", "Nicht erkannt"),
            words(
                "The server does not know this command, or the line is too long. The connection \
                 stays open.",
                "Der Server kennt diesen Befehl nicht, oder die Zeile ist zu lang. Die Verbindung \
                 bleibt offen.",
            ),
            "RFC 5321 §4.2.4",
        ),
    ),
    (
        501,
        note(
            words("Bad arguments", "Falsche Argumente"),
            words(
                "The command is known, but what follows it is not well formed.",
                "Der Befehl ist bekannt, aber was folgt, hat nicht die richtige Form.",
            ),
            "RFC 5321 §4.3.2",
        ),
    ),
    (
        502,
        note(
            words("Not implemented", "Nicht vorhanden"),
            words(
                "The server knows of this command but does not offer it. To EHLO it means: use \
                 HELO.",
                "Der Server weiß von diesem Befehl, bietet ihn aber nicht an. Auf EHLO heißt es: \
                 bitte HELO.",
            ),
            "RFC 5321 §4.2.4",
        ),
    ),
    (
        503,
        note(
            words("Bad sequence", "Falsche Reihenfolge"),
            words(
                "The command is good but not now. The server stays in the state it was in.",
                "Der Befehl ist richtig, nur nicht jetzt. Der Server bleibt, wo er war.",
            ),
            "RFC 5321 §4.1.4",
        ),
    ),
    (
        504,
        note(
            words("Argument not implemented", "Argument nicht vorhanden"),
            words(
                "Such as an unknown mechanism of AUTH.",
                "Etwa ein unbekanntes Verfahren von AUTH.",
            ),
            "RFC 5321 §4.2.1",
        ),
    ),
    (
        530,
        note(
            words("Authentication required", "Anmeldung nötig"),
            words("AUTH must come before this command.", "Vor diesem Befehl muss AUTH kommen."),
            "RFC 4954 §6",
        ),
    ),
    (
        535,
        note(
            words("Credentials invalid", "Zugangsdaten falsch"),
            words("The name or the password is wrong.", "Der Name oder das Passwort ist falsch."),
            "RFC 4954 §6",
        ),
    ),
    (
        550,
        note(
            words("Refused", "Abgelehnt"),
            words(
                "No such mailbox, or a policy stands against it: relaying, reputation, content. \
                 The client gives up and reports to the sender.",
                "Es gibt kein solches Postfach, oder eine Richtlinie steht dagegen: \
                 Weiterleitung, Ruf, Inhalt. Der Client gibt auf und sagt es dem Absender.",
            ),
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        551,
        note(
            words("Not local, try there", "Nicht hier, sondern dort"),
            words(
                "The recipient has moved, and the server names the new address without forwarding.",
                "Der Empfänger ist umgezogen, und der Server nennt die neue Adresse, ohne \
                 weiterzuleiten.",
            ),
            "RFC 5321 §3.4",
        ),
    ),
    (
        552,
        note(
            words("Too large", "Zu groß"),
            words(
                "The message exceeds what the server or the mailbox ever takes. To RCPT a client \
                 treats it as temporary, since old servers say it for too many recipients.",
                "Die Nachricht ist größer, als der Server oder das Postfach je annimmt. Nach RCPT \
                 gilt es dem Client als vorläufig, weil alte Server so auch sagen, dass es zu \
                 viele Empfänger sind.",
            ),
            "RFC 5321 §4.5.3.1.10",
        ),
    ),
    (
        553,
        note(
            words("Mailbox name not allowed", "Adresse nicht erlaubt"),
            words(
                "The address as such is not acceptable, or is ambiguous.",
                "Die Adresse selbst taugt nicht oder ist mehrdeutig.",
            ),
            "RFC 5321 §4.2.3",
        ),
    ),
    (
        554,
        note(
            words("Transaction failed", "Übertragung gescheitert"),
            words(
                "Without a better word for it. As a greeting: no mail is taken here at all.",
                "Ein besseres Wort gibt es nicht dafür. Als Begrüßung: Hier wird gar keine Mail \
                 angenommen.",
            ),
            "RFC 5321 §3.1",
        ),
    ),
    (
        555,
        note(
            words("Parameters not recognized", "Parameter nicht erkannt"),
            words(
                "A parameter of MAIL or RCPT belongs to an extension that was not offered.",
                "Ein Parameter von MAIL oder RCPT gehört zu einer Erweiterung, die nicht \
                 angeboten wurde.",
            ),
            "RFC 5321 §4.1.1.11",
        ),
    ),
    (
        556,
        note(
            words("Domain takes no mail", "Domain nimmt keine Mail"),
            words(
                "The recipient's domain has published a null MX.",
                "Die Domain des Empfängers hat einen leeren MX-Eintrag (Null-MX).",
            ),
            "RFC 7505 §4.1",
        ),
    ),
];
