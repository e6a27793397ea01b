//! What stands behind the verbs: names, paths, parameters (RFC 5321 §4.1.2), for people.

use relay_mail::language::words;

use super::{Note, note};

/// Parameters of MAIL and RCPT: the keyword in upper case, a value in upper case or nothing for any
/// other value, and what they mean. A value that is said more exactly comes before.
pub const PARAMETERS: &[(&str, &str, Note)] = &[
    (
        "SIZE",
        "",
        note(
            words("The size of the message", "Die Größe der Nachricht"),
            words(
                "So many octets the message has, as far as the client knows; the server can refuse \
                 before they are sent.",
                "So viele Oktette hat die Nachricht, soweit der Client weiß; der Server kann \
                 ablehnen, bevor sie gesendet sind.",
            ),
            "RFC 1870 §6",
        ),
    ),
    (
        "BODY",
        "7BIT",
        note(
            words("Seven bits", "Sieben Bit"),
            words(
                "No octet of the message is above 127.",
                "Kein Oktett der Nachricht liegt über 127.",
            ),
            "RFC 6152 §2",
        ),
    ),
    (
        "BODY",
        "",
        note(
            words("Eight bits", "Acht Bit"),
            words(
                "The text may hold octets above 127; a server that passes it on to one without \
                 8BITMIME has to encode them.",
                "Der Text darf Oktette über 127 enthalten; wer ihn an einen Server ohne 8BITMIME \
                 weitergibt, muss sie kodieren.",
            ),
            "RFC 6152 §2",
        ),
    ),
    (
        "RET",
        "FULL",
        note(
            words("All of it back", "Alles zurück"),
            words(
                "A report of failure is to give back the whole message.",
                "Ein Bericht über ein Scheitern soll die ganze Nachricht zurückgeben.",
            ),
            "RFC 3461 §4.3",
        ),
    ),
    (
        "RET",
        "",
        note(
            words("The header back", "Den Kopf zurück"),
            words(
                "A report of failure is to give back the header of the message, without its text.",
                "Ein Bericht über ein Scheitern soll den Kopf der Nachricht zurückgeben, ohne ihren \
                 Text.",
            ),
            "RFC 3461 §4.3",
        ),
    ),
    (
        "ENVID",
        "",
        note(
            words("The sender's own number", "Eigene Kennung des Absenders"),
            words(
                "It goes with the envelope and comes back in reports, so that the sender knows what \
                 they are about.",
                "Sie geht mit dem Umschlag mit und kommt in Berichten zurück, damit der Absender \
                 weiß, worum es geht.",
            ),
            "RFC 3461 §4.4",
        ),
    ),
    (
        "AUTH",
        "<>",
        note(
            words("Submitted by nobody known", "Eingeliefert von Unbekannt"),
            words(
                "The client does not know who submitted the message, or does not tell.",
                "Der Client weiß nicht, wer die Nachricht eingeliefert hat, oder sagt es nicht.",
            ),
            "RFC 4954 §5",
        ),
    ),
    (
        "AUTH",
        "",
        note(
            words("Who submitted it", "Wer sie eingeliefert hat"),
            words(
                "This user logged in to submit the message; a server believes it only from clients \
                 that it trusts.",
                "Dieser Benutzer hat sich zum Einliefern angemeldet; ein Server glaubt das nur \
                 Clients, denen er vertraut.",
            ),
            "RFC 4954 §5",
        ),
    ),
    (
        "SMTPUTF8",
        "",
        note(
            words("Addresses beyond ASCII", "Adressen jenseits von ASCII"),
            words(
                "Addresses or header fields hold UTF-8; every server on the way has to be able to do \
                 this.",
                "Adressen oder Kopffelder enthalten UTF-8; jeder Server auf dem Weg muss das können.",
            ),
            "RFC 6531 §3.4",
        ),
    ),
    (
        "NOTIFY",
        "NEVER",
        note(
            words("No report, whatever happens", "Kein Bericht, was auch geschieht"),
            words(
                "Nobody is to be told what becomes of the message for this recipient.",
                "Niemand soll erfahren, was aus der Nachricht für diesen Empfänger wird.",
            ),
            "RFC 3461 §4.1",
        ),
    ),
    (
        "NOTIFY",
        "",
        note(
            words("When to report", "Wann berichtet wird"),
            words(
                "The sender wants a report on these occasions: delivery (SUCCESS), failure \
                 (FAILURE), or a wait beyond the usual (DELAY).",
                "Der Absender will zu diesen Anlässen einen Bericht: Zustellung (SUCCESS), Scheitern \
                 (FAILURE) oder ungewöhnlich langes Warten (DELAY).",
            ),
            "RFC 3461 §4.1",
        ),
    ),
    (
        "ORCPT",
        "",
        note(
            words("The recipient at first", "Der ursprüngliche Empfänger"),
            words(
                "The address as the sender wrote it, behind its type; reports name it even when the \
                 address was changed on the way.",
                "Die Adresse, wie der Absender sie schrieb, hinter ihrer Art; Berichte nennen sie, \
                 auch wenn sie unterwegs geändert wurde.",
            ),
            "RFC 3461 §4.2",
        ),
    ),
];

/// What a parameter of MAIL or RCPT means, in any case.
pub fn parameter(keyword: &str, value: &str) -> Option<Note> {
    let fits = |(known, said, _): &&(&str, &str, Note)| {
        keyword.eq_ignore_ascii_case(known) && (said.is_empty() || value.eq_ignore_ascii_case(said))
    };
    PARAMETERS.iter().find(fits).map(|(.., note)| *note)
}

/// The name behind EHLO or HELO.
pub(super) const NAME: Note = note(
    words("The client's name", "Der Name des Clients"),
    words(
        "What the client calls itself; a server may check it, but must not refuse mail only because \
         the check fails.",
        "So nennt sich der Client; ein Server darf das prüfen, aber Mail nicht nur deshalb ablehnen, \
         weil es nicht stimmt.",
    ),
    "RFC 5321 §4.1.4",
);

/// An address in brackets in its place.
pub(super) const LITERAL: Note = note(
    words("An address for a name", "Eine Adresse statt eines Namens"),
    words(
        "A client without a name of its own says its IP address in square brackets.",
        "Ein Client ohne eigenen Namen nennt seine IP-Adresse in eckigen Klammern.",
    ),
    "RFC 5321 §4.1.3",
);

/// The path of MAIL.
pub(super) const REVERSE_PATH: Note = note(
    words("The return path", "Der Rückpfad"),
    words(
        "Reports about the message go there; it need not be what the From field of the message says.",
        "Dorthin gehen Berichte über die Nachricht; es muss nicht sein, was im Feld From der \
         Nachricht steht.",
    ),
    "RFC 5321 §4.1.1.2",
);

/// `<>`.
pub(super) const NULL_PATH: Note = note(
    words("The null return path", "Der leere Rückpfad"),
    words(
        "Nobody is told if this message fails: reports are sent like this, so that no report leads to \
         another.",
        "Niemand wird benachrichtigt, wenn diese Nachricht scheitert: So sendet man Berichte, damit \
         kein Bericht zum nächsten führt.",
    ),
    "RFC 5321 §4.5.5",
);

/// The path of RCPT.
pub(super) const FORWARD_PATH: Note = note(
    words("The recipient", "Der Empfänger"),
    words(
        "For whom the message is; what stands in its To field does not matter here.",
        "Für wen die Nachricht ist; was im Feld To der Nachricht steht, zählt hier nicht.",
    ),
    "RFC 5321 §4.1.1.3",
);

/// `<postmaster>`.
pub(super) const POSTMASTER: Note = note(
    words("The postmaster", "Der Postmaster"),
    words(
        "The one recipient without a domain: who looks after this server, and every server must \
         take mail for it.",
        "Der eine Empfänger ohne Domain: Wer sich um diesen Server kümmert; jeder Server muss dafür \
         Mail annehmen.",
    ),
    "RFC 5321 §4.5.1",
);

/// A path with a source route.
pub(super) const SOURCE_ROUTE: Note = note(
    words("With a source route", "Mit vorgeschriebenem Weg"),
    words(
        "Hosts to go through, before a colon; servers read past them and look at the mailbox only.",
        "Hosts, über die es gehen soll, vor einem Doppelpunkt; Server überlesen sie und sehen nur \
         auf das Postfach.",
    ),
    "RFC 5321 §C",
);

/// What VRFY and EXPN ask about.
pub(super) const ASKED: Note = note(
    words("About whom", "Nach wem"),
    words(
        "A user or a mailing list: a local name, or a whole address.",
        "Ein Benutzer oder eine Mailingliste: ein lokaler Name oder eine ganze Adresse.",
    ),
    "RFC 5321 §3.5.1",
);

/// What HELP asks about, or NOOP carries.
pub(super) const WORDS: Note = note(
    words("A word beside it", "Ein Wort dazu"),
    words(
        "HELP may name what it is about; behind NOOP it is ignored.",
        "HELP darf nennen, worum es geht; hinter NOOP zählt es nicht.",
    ),
    "RFC 5321 §4.1.1.8",
);

/// What ETRN asks for.
pub(super) const TURNED: Note = note(
    words("Whose mail", "Wessen Mail"),
    words(
        "A domain; with @ before it its subdomains too, with # a queue of that name.",
        "Eine Domain; mit @ davor auch ihre Subdomains, mit # eine Warteschlange dieses Namens.",
    ),
    "RFC 1985 §5",
);

/// The octets of BDAT.
pub(super) const CHUNK: Note = note(
    words("So many octets", "So viele Oktette"),
    words(
        "They follow right behind the line, whatever they hold.",
        "Sie folgen gleich hinter der Zeile, was auch in ihnen steht.",
    ),
    "RFC 3030 §2",
);

/// `LAST` of BDAT.
pub(super) const LAST: Note = note(
    words("The last piece", "Das letzte Stück"),
    words(
        "The message ends with these octets; the answer is as weighty as the one to the final dot.",
        "Mit diesen Oktetten endet die Nachricht; die Antwort wiegt so viel wie die auf den \
         Schlusspunkt.",
    ),
    "RFC 3030 §2",
);

/// PLAIN.
pub(super) const PLAIN: Note = note(
    words("Name and password at once", "Name und Passwort auf einmal"),
    words(
        "Both go in one response, in base64, which hides them from nobody: it needs TLS around it.",
        "Beides geht in einer Antwort, in Base64, was vor niemandem etwas verbirgt: Es braucht TLS \
         außen herum.",
    ),
    "RFC 4616 §2",
);

/// LOGIN.
pub(super) const LOGIN: Note = note(
    words("Name, then password", "Erst Name, dann Passwort"),
    words(
        "The server asks for the two one after the other; it was never standardised, and base64 \
         hides nothing.",
        "Der Server fragt nacheinander nach beidem; ein Standard wurde nie daraus, und Base64 \
         verbirgt nichts.",
    ),
    "RFC 4954 §4",
);

/// Any other mechanism.
pub(super) const MECHANISM: Note = note(
    words("The mechanism", "Das Verfahren"),
    words(
        "How the client proves who it is; it must be one that the answer to EHLO offers.",
        "Wie der Client beweist, wer er ist; es muss eines sein, das die Antwort auf EHLO anbietet.",
    ),
    "RFC 4954 §4",
);

/// The initial response of AUTH.
pub(super) const INITIAL: Note = note(
    words("The first response", "Die erste Antwort"),
    words(
        "What the mechanism says first, in base64, sent along to save a round trip; base64 is no \
         encryption.",
        "Was das Verfahren zuerst sagt, in Base64, gleich mitgeschickt, um einen Umlauf zu sparen; \
         Base64 ist keine Verschlüsselung.",
    ),
    "RFC 4954 §4",
);

/// `=` in its place.
pub(super) const INITIAL_EMPTY: Note = note(
    words("An empty first response", "Eine leere erste Antwort"),
    words(
        "The equals sign stands for a response of no octets.",
        "Das Gleichheitszeichen steht für eine Antwort ohne Oktette.",
    ),
    "RFC 4954 §4",
);

/// A line within AUTH.
pub(super) const RESPONSE: Note = note(
    words("An answer to a challenge", "Eine Antwort auf eine Frage"),
    words(
        "A line of the login, in base64; no command, whatever it looks like, and no encryption.",
        "Eine Zeile der Anmeldung, in Base64; kein Befehl, wie sie auch aussieht, und keine \
         Verschlüsselung.",
    ),
    "RFC 4954 §4",
);

/// `*` within AUTH.
pub(super) const CANCEL: Note = note(
    words("Give the login up", "Die Anmeldung abbrechen"),
    words(
        "The client cancels the exchange; the server says 501.",
        "Der Client bricht den Wechsel ab; der Server sagt 501.",
    ),
    "RFC 4954 §4",
);

/// A stuffed dot.
pub(super) const STUFFED: Note = note(
    words("A dot before a dot", "Ein Punkt vor einem Punkt"),
    words(
        "A line of the message begins with a dot and is sent with a second one, lest it end the \
         message; the server takes it away again.",
        "Eine Zeile der Nachricht beginnt mit einem Punkt und wird mit einem zweiten gesendet, damit \
         sie nichts beendet; der Server nimmt ihn wieder weg.",
    ),
    "RFC 5321 §4.5.2",
);
