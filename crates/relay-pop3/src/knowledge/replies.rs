//! The table of responses, in the order of [`ReplyKind`].

use relay_mail::language::{Words, words};

use super::Explanation;
use crate::command::Verb::{
    self, Apop, Auth, Capa, Dele, Lang, List, Noop, Pass, Quit, Retr, Rset, Stat, Top, Uidl, User,
    Utf8,
};
use crate::reply::ReplyKind;

const fn entry(
    kind: ReplyKind,
    verbs: &'static [Verb],
    pattern: &'static str,
    meaning: Words,
    section: &'static str,
) -> Explanation {
    Explanation { kind, verbs, pattern, meaning, section }
}

/// Every response that the server can give.
pub const REPLIES: &[Explanation] = &[
    entry(
        ReplyKind::Greeting,
        &[],
        "+OK * POP3 server ready*",
        words(
            "The server is there and waits for a login. A timestamp in angle brackets offers APOP.",
            "Der Server ist da und wartet auf eine Anmeldung. Ein Zeitstempel in spitzen Klammern \
             bietet APOP an.",
        ),
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::NameTaken,
        &[User],
        "+OK send PASS",
        words(
            "The name is noted. It says nothing about whether such a maildrop exists, so that \
             nobody can find out names.",
            "Der Name ist notiert. Das verrät nicht, ob es einen solchen Maildrop gibt, damit \
             niemand Namen herausfinden kann.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::LoggedIn,
        &[Pass, Apop, Auth],
        "+OK maildrop locked and ready: *",
        words(
            "Logged in. The maildrop is locked for this session, and its messages keep their \
             numbers until the end.",
            "Angemeldet. Der Maildrop ist für diese Sitzung gesperrt, und seine Nachrichten \
             behalten bis zum Ende ihre Nummern.",
        ),
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::Challenge,
        &[Auth],
        "+",
        words(
            "The server waits for the response of the mechanism in base64. PLAIN has no \
             challenge, so it is empty.",
            "Der Server wartet auf die Antwort des Verfahrens in Base64. PLAIN hat keine \
             Aufforderung, darum ist sie leer.",
        ),
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::DropListing,
        &[Stat],
        "+OK # #",
        words(
            "The drop listing: how many messages there are, and how many octets they have \
             together. Marked ones do not count.",
            "Der Überblick: wie viele Nachrichten es sind und wie viele Oktette sie zusammen \
             haben. Markierte zählen nicht mit.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::ScanListing,
        &[List],
        "+OK # message* (# octets)",
        words(
            "A line for each message follows: its number and its exact size. A lone dot ends the \
             list.",
            "Für jede Nachricht folgt eine Zeile: ihre Nummer und ihre genaue Größe. Ein \
             einzelner Punkt beendet die Liste.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::ScanLine,
        &[List],
        "+OK # #",
        words(
            "Number and exact size in octets of one message.",
            "Nummer und genaue Größe einer Nachricht in Oktetten.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::UniqueIdListing,
        &[Uidl],
        "+OK unique-id listing follows",
        words(
            "A line for each message follows: its number and a name that stays the same in all \
             sessions. A client that leaves mail on the server remembers these.",
            "Für jede Nachricht folgt eine Zeile: ihre Nummer und ein Name, der in allen \
             Sitzungen gleich bleibt. Ein Client, der Mail auf dem Server lässt, merkt sich diese \
             Namen.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::UniqueIdLine,
        &[Uidl],
        "+OK # *",
        words(
            "Number and unique-id of one message.",
            "Nummer und eindeutige Kennung einer Nachricht.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::Message,
        &[Retr],
        "+OK # octets",
        words(
            "The message follows. Lines that begin with a dot get one more, and a lone dot ends \
             it.",
            "Die Nachricht folgt. Zeilen, die mit einem Punkt beginnen, bekommen einen zweiten, \
             und ein einzelner Punkt beendet sie.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Top,
        &[Top],
        "+OK top of message follows",
        words(
            "The header section, the blank line and so many lines of the body follow.",
            "Es folgen der Kopf, die Leerzeile und so viele Zeilen des Textes.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::Marked,
        &[Dele],
        "+OK message # deleted",
        words(
            "The message is marked. It is removed only when QUIT ends the session; until then \
             RSET brings it back.",
            "Die Nachricht ist markiert. Entfernt wird sie erst, wenn QUIT die Sitzung beendet; \
             bis dahin holt RSET sie zurück.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Noop,
        &[Noop],
        "+OK",
        words(
            "Nothing was asked and nothing was done; the autologout timer starts anew.",
            "Nichts war gefragt, und nichts ist geschehen; nur die Frist bis zur automatischen \
             Abmeldung beginnt von vorn.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Unmarked,
        &[Rset],
        "+OK maildrop has *",
        words(
            "No message is marked as deleted any more.",
            "Keine Nachricht ist mehr als gelöscht markiert.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Capabilities,
        &[Capa],
        "+OK capability list follows",
        words(
            "A line for each thing that this server can do beyond the minimum follows.",
            "Es folgt eine Zeile für alles, was dieser Server über das Mindeste hinaus kann.",
        ),
        "RFC 2449 §5",
    ),
    entry(
        ReplyKind::Utf8Mode,
        &[Utf8],
        "+OK UTF-8 mode is on",
        words(
            "Messages with UTF-8 in their header sections may now be fetched.",
            "Nachrichten mit UTF-8 im Kopf dürfen nun geholt werden.",
        ),
        "RFC 6856 §2.1",
    ),
    entry(
        ReplyKind::Languages,
        &[Lang],
        "+OK language listing follows",
        words(
            "A line for each language that the server's texts can have follows.",
            "Es folgt eine Zeile für jede Sprache, in der der Server seine Texte hat.",
        ),
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::Language,
        &[Lang],
        "+OK * language changed",
        words(
            "Texts for people are in this language from now on. What programs read does not \
             change.",
            "Texte für Menschen sind von nun an in dieser Sprache. Was Programme lesen, ändert \
             sich nicht.",
        ),
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::Goodbye,
        &[Quit],
        "+OK * POP3 server signing off",
        words(
            "The session ends before login. Nothing is removed.",
            "Die Sitzung endet vor der Anmeldung. Entfernt wird nichts.",
        ),
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::Updated,
        &[Quit],
        "+OK * POP3 server signing off (*)",
        words(
            "UPDATE: the marked messages are removed now, the lock is released, and the \
             connection is closed.",
            "UPDATE: Jetzt werden die markierten Nachrichten entfernt, die Sperre wird aufgehoben \
             und die Verbindung geschlossen.",
        ),
        "RFC 1939 §6",
    ),
    entry(
        ReplyKind::BadCredentials,
        &[Pass, Apop, Auth],
        "-ERR invalid user name or password",
        words(
            "Name, password or digest is wrong. Which of them stays untold.",
            "Name, Passwort oder Prüfwert ist falsch. Welches davon, bleibt ungesagt.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::InUse,
        &[Pass, Apop, Auth],
        "-ERR maildrop already locked by another session",
        words(
            "The password was right, but another session holds the exclusive lock.",
            "Das Passwort stimmt, aber eine andere Sitzung hat die alleinige Sperre.",
        ),
        "RFC 1939 §4",
    ),
    entry(
        ReplyKind::LoginDelay,
        &[Pass, Apop, Auth],
        "-ERR too soon after the last login",
        words(
            "The server lets a user log in only every so often; CAPA says how often.",
            "Der Server lässt einen Benutzer nur ab und zu anmelden; wie oft, steht in CAPA.",
        ),
        "RFC 2449 §6.5",
    ),
    entry(
        ReplyKind::LoginTemporary,
        &[Pass, Apop, Auth],
        "-ERR unable to open maildrop now, try again later",
        words(
            "The login may be right, but the maildrop cannot be opened now.",
            "Die Anmeldung stimmt vielleicht, aber der Maildrop lässt sich jetzt nicht öffnen.",
        ),
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::LoginPermanent,
        &[Pass, Apop, Auth],
        "-ERR unable to open maildrop, ask the postmaster",
        words(
            "The login may be right, but the maildrop cannot be opened until somebody mends it.",
            "Die Anmeldung stimmt vielleicht, aber der Maildrop lässt sich nicht öffnen, bis \
             jemand den Fehler behebt.",
        ),
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::UnknownMechanism,
        &[Auth],
        "-ERR unknown authentication mechanism",
        words(
            "CAPA lists the mechanisms behind SASL; this is none of them.",
            "CAPA nennt die Verfahren hinter SASL; dieses gehört nicht dazu.",
        ),
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::SaslCancelled,
        &[Auth],
        "-ERR authentication cancelled",
        words(
            "The client sent a lone asterisk, which takes its AUTH back.",
            "Der Client hat einen einzelnen Stern gesendet und damit sein AUTH zurückgenommen.",
        ),
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::SaslMalformed,
        &[Auth],
        "-ERR malformed authentication response",
        words(
            "The response is no base64, or not the name and password that the mechanism wants.",
            "Die Antwort ist kein Base64, oder sie enthält nicht Namen und Passwort, wie das \
             Verfahren es will.",
        ),
        "RFC 5034 §4",
    ),
    entry(
        ReplyKind::NoSuchMessage,
        &[Retr, Dele, Top, List, Uidl],
        "-ERR no such message, only # message* in maildrop",
        words(
            "Numbers run from 1 to the count at login. Mail that came later shows up in the next \
             session.",
            "Die Nummern reichen von 1 bis zur Anzahl bei der Anmeldung. Was später kam, zeigt \
             sich in der nächsten Sitzung.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::AlreadyDeleted,
        &[Retr, Dele, Top, List, Uidl],
        "-ERR message # already deleted",
        words(
            "The message is marked as deleted and may not be spoken of, unless RSET takes the \
             mark away.",
            "Die Nachricht ist als gelöscht markiert und darf nicht mehr genannt werden, solange \
             RSET die Markierung nicht aufhebt.",
        ),
        "RFC 1939 §5",
    ),
    entry(
        ReplyKind::Unreadable,
        &[Retr, Top],
        "-ERR message # cannot be read now",
        words(
            "The server has trouble with this message. The others may be fine.",
            "Der Server hat Mühe mit dieser Nachricht. Die anderen sind vielleicht in Ordnung.",
        ),
        "RFC 3206 §4",
    ),
    entry(
        ReplyKind::NeedsUtf8,
        &[Retr, Top],
        "-ERR message # needs UTF-8 mode, give UTF8 before login",
        words(
            "The header section has UTF-8, and this client has not said that it understands that.",
            "Der Kopf enthält UTF-8, und dieser Client hat nicht gesagt, dass er das versteht.",
        ),
        "RFC 6856 §5",
    ),
    entry(
        ReplyKind::NotRemoved,
        &[Quit],
        "-ERR some deleted messages not removed",
        words(
            "UPDATE went wrong: of the marked messages some or all are still there. Others were \
             not touched.",
            "UPDATE ging schief: Von den markierten Nachrichten sind einige oder alle noch da. \
             Andere sind unberührt.",
        ),
        "RFC 1939 §6",
    ),
    entry(
        ReplyKind::UnknownCommand,
        &[],
        "-ERR unknown command",
        words(
            "The line begins with no keyword that this server knows.",
            "Die Zeile beginnt nicht mit einem Schlüsselwort, das dieser Server kennt.",
        ),
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::NotOffered,
        &[User, Pass, Apop, Auth, Utf8, Lang, Uidl, Top],
        "-ERR * is not offered here",
        words(
            "An optional command that this server is set not to offer. CAPA lists what it does.",
            "Ein freiwilliger Befehl, den dieser Server so eingestellt nicht anbietet. CAPA \
             nennt, was er kann.",
        ),
        "RFC 2449 §5",
    ),
    entry(
        ReplyKind::BadArguments,
        &Verb::ALL,
        "-ERR bad arguments, use *",
        words(
            "The keyword is right, but something is missing behind it, or too much, or no number.",
            "Das Schlüsselwort stimmt, aber dahinter fehlt etwas, steht zu viel oder keine Zahl.",
        ),
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::BadOctets,
        &[],
        "-ERR only printable ASCII is allowed in a command",
        words(
            "The line has control characters, a CR or LF that does not belong to its end, or \
             octets above 127.",
            "Die Zeile enthält Steuerzeichen, ein CR oder LF, das nicht zu ihrem Ende gehört, \
             oder Oktette über 127.",
        ),
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::TooLong,
        &[],
        "-ERR command line too long",
        words(
            "A command line has at most 255 octets with its CRLF. The whole line was passed over.",
            "Eine Befehlszeile hat samt CRLF höchstens 255 Oktette. Die ganze Zeile wurde \
             übergangen.",
        ),
        "RFC 2449 §4",
    ),
    entry(
        ReplyKind::NotLoggedIn,
        &[Retr, Stat, List, Uidl, Top, Dele, Noop, Rset],
        "-ERR log in before *",
        words(
            "This command is for the TRANSACTION state, and the session is in AUTHORIZATION.",
            "Dieser Befehl gehört in den Zustand TRANSACTION, und die Sitzung ist in \
             AUTHORIZATION.",
        ),
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::AlreadyLoggedIn,
        &[User, Pass, Apop, Auth, Utf8],
        "-ERR * is not allowed after login",
        words(
            "This command is for the AUTHORIZATION state, and the session is in TRANSACTION.",
            "Dieser Befehl gehört in den Zustand AUTHORIZATION, und die Sitzung ist in \
             TRANSACTION.",
        ),
        "RFC 1939 §3",
    ),
    entry(
        ReplyKind::NoUser,
        &[Pass],
        "-ERR give USER before PASS",
        words(
            "PASS must come right after an accepted USER, with nothing between them.",
            "PASS muss unmittelbar auf ein angenommenes USER folgen, ohne etwas dazwischen.",
        ),
        "RFC 1939 §7",
    ),
    entry(
        ReplyKind::UnknownLanguage,
        &[Lang],
        "-ERR unknown language",
        words(
            "LANG without an argument lists the languages. The one before stays.",
            "LANG ohne Argument zählt die Sprachen auf. Die bisherige bleibt.",
        ),
        "RFC 6856 §3.2",
    ),
    entry(
        ReplyKind::ShuttingDown,
        &[Pass, Apop, Auth, Retr, Top],
        "-ERR server is going down",
        words(
            "The host goes down while the command is under way. Without QUIT nothing is removed.",
            "Der Host fällt aus, während der Befehl läuft. Ohne QUIT wird nichts entfernt.",
        ),
        "RFC 1939 §6",
    ),
];
