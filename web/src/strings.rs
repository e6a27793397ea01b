//! Every text of the page itself, in one place and in every language. What happens in a run is told by
//! `relay_view::sentence`.

pub(crate) mod author;
pub(crate) mod compose;
pub(crate) mod fate;
mod keys;
pub(crate) mod links;
mod phrases;
pub(crate) mod runs;
pub(crate) mod share;
pub(crate) mod story;
pub(crate) mod told;

pub(crate) use keys::*;
pub(crate) use phrases::*;

use leptos::prelude::{GetUntracked as _, use_context};
use relay_mail::language::{Words, words};
use relay_mail::{Language, say};

use crate::stage::Stage;

/// The language of the stage around: all its texts are made anew when it changes. Only known while
/// views are made, and in what they show again by themselves; not where an event is handled.
fn language() -> Language {
    use_context::<Stage>().map(|stage| stage.language.get_untracked()).unwrap_or_default()
}

/// A text in the language of the stage around.
pub(crate) fn t(text: Words) -> &'static str {
    text.in_(language())
}

/// The switch of languages: it must be found by those who understand only one of them.
pub(crate) const LANGUAGE: &str = "Language / Sprache";

pub(crate) const BRAND: &str = "relayscope";
pub(crate) const SCENARIO: Words = words("Scenario", "Szenario");
pub(crate) const OPEN_FILE: Words = words("Open file…", "Datei öffnen …");
pub(crate) const OPEN_HINT: Words = words(
    "Open a scenario (.toml), or a message (.eml) that is sent in place of the scenario's",
    "Ein Szenario (.toml) öffnen, oder eine Nachricht (.eml), die an Stelle der Nachricht des \
     Szenarios gesendet wird",
);
pub(crate) const DROP_HERE: Words = words(
    "Drop a scenario (.toml) or a message (.eml)",
    "Ein Szenario (.toml) oder eine Nachricht (.eml) hier loslassen",
);
pub(crate) const KEEP_OWN: Words =
    words("Send the scenario's own message again", "Wieder die Nachricht des Szenarios senden");
pub(crate) const SIMULATED_TIME: Words = words("Simulated time", "Simulierte Zeit");
pub(crate) const THEME_DARK: Words = words("Dark colours", "Dunkle Farben");
pub(crate) const THEME_LIGHT: Words = words("Light colours", "Helle Farben");
pub(crate) const LARGE: Words = words("Presentation size", "Größe für Vorträge");
pub(crate) const HELP: Words = words("Keys and signs", "Tasten und Zeichen");
pub(crate) const CLOSE: Words = words("Close", "Schließen");

pub(crate) const MAP: Words = words("Map of hosts and links", "Karte der Hosts und Leitungen");
pub(crate) const MAP_HINT: Words = words(
    "Arrow keys go to the next host in that direction, Enter shows one in full. Links are shown in full \
     from the table of hosts. Home and End go to the start and to the end of the run, as everywhere.",
    "Pfeiltasten gehen zum nächsten Host in dieser Richtung, Enter zeigt ihn ausführlich. Leitungen zeigt \
     die Tabelle der Hosts ausführlich. Pos1 und Ende gehen zum Anfang und zum Ende des Laufs, wie überall.",
);
pub(crate) const MAP_TOOLS: Words = words("View of the map", "Ansicht der Karte");
pub(crate) const ZOOM_IN: Words = words("Zoom in", "Vergrößern");
pub(crate) const ZOOM_OUT: Words = words("Zoom out", "Verkleinern");
pub(crate) const FIT: Words = words("Show all of the map", "Ganze Karte zeigen");
pub(crate) const MOVE_HOSTS: Words = words("Move hosts", "Hosts bewegen");
pub(crate) const PUT_BACK: Words = words("Put hosts back", "Hosts zurückstellen");
pub(crate) const AS_TABLE: Words = words("The map as a table", "Die Karte als Tabelle");
pub(crate) const MOVING_ON: Words = words(
    "Arrow keys move the host that has the focus. A click picks a host up, the next puts it down.",
    "Pfeiltasten bewegen den Host mit dem Fokus. Ein Klick nimmt einen Host auf, der nächste \
     setzt ihn ab.",
);
pub(crate) const MOVING_OFF: Words =
    words("Hosts stay where they are.", "Hosts bleiben, wo sie sind.");
pub(crate) const QUEUE: Words = words("Queue", "Warteschlange");
/// The same where there is little room, on the map.
pub(crate) const QUEUE_SHORT: Words = words("Queue", "Wartet");
/// What stands behind it when nothing waits.
pub(crate) const QUEUE_SHORT_EMPTY: Words = words("empty", "nichts");
pub(crate) const OUTBOX: Words = words("Outbox", "Ausgang");
pub(crate) const MAILDROPS: Words = words("Maildrops", "Maildrops");
pub(crate) const INBOX: Words = words("Inbox", "Eingang");
pub(crate) const EMPTY: Words = words("empty", "leer");
pub(crate) const NONE: Words = words("–", "–");
pub(crate) const NOW: Words = words("What just happened", "Was gerade geschah");

pub(crate) const PANEL: Words = words("Details", "Einzelheiten");
pub(crate) const SESSION: Words = words("Session", "Sitzung");
pub(crate) const HOSTS: Words = words("Hosts", "Hosts");
pub(crate) const JUMP_BACK: Words = words("Back to where you were", "Zurück zur vorigen Stelle");
pub(crate) const NOTHING_YET: Words =
    words("Nothing has happened yet.", "Noch ist nichts geschehen.");
pub(crate) const FOLLOW: Words = words(
    "Follow the lesson, press play, or step forward.",
    "Der Lektion folgen, abspielen oder einen Schritt vorwärts gehen.",
);
pub(crate) const NO_SESSION: Words = words(
    "No session yet. Press play, or step forward.",
    "Noch keine Sitzung. Abspielen oder einen Schritt vorwärts gehen.",
);
pub(crate) const CLIENT_SAYS: Words = words("Client:", "Client:");
/// Between the two hosts of a session, in place of an arrow.
pub(crate) const TO_HOST: Words = words("to", "an");
/// The sentences for a screen reader.
pub(crate) const TOLD: Words = words("What happens, in words", "Was geschieht, in Worten");
pub(crate) const SERVER_SAYS: Words = words("Server:", "Server:");
pub(crate) const LOST: Words = words("never arrives", "kommt nie an");
pub(crate) const HELD: Words = words("held back for now", "vorerst zurückgehalten");
pub(crate) const ALL_HOSTS: Words = words("All hosts", "Alle Hosts");
pub(crate) const HOST: Words = words("Host", "Host");
pub(crate) const STATE: Words = words("State", "Zustand");
/// In maildrops on a server, in the inbox of a mail client.
pub(crate) const STORED: Words = words("Stored", "Im Postfach");
pub(crate) const LINK: Words = words("Link", "Leitung");
pub(crate) const LINKS: Words = words("Links", "Leitungen");
pub(crate) const ADDRESS: Words = words("Address", "Adresse");
pub(crate) const FINAL_FOR: Words = words("Final for", "Ziel für");
pub(crate) const RELAYS_FOR: Words = words("Relays for", "Relay für");
pub(crate) const USED_BY: Words = words("Used by", "Benutzt von");
pub(crate) const QUEUE_EMPTY: Words = words("Nothing waits here.", "Hier wartet nichts.");
pub(crate) const NO_LETTERS: Words = words("No messages.", "Keine Nachrichten.");
pub(crate) const LOCKED: Words = words("in use", "in Benutzung");
pub(crate) const IN_TURN: Words = words("being delivered", "wird zugestellt");
pub(crate) const NO_SUBJECT: Words = words("(no subject)", "(kein Betreff)");
pub(crate) const SOURCE_OF: Words = words("Source", "Quelltext");

pub(crate) const AS_SENT: Words =
    words("Show line ends and stuffed dots", "Zeilenenden und verdoppelte Punkte zeigen");
pub(crate) const AS_SENT_HINT: Words = words(
    "As DATA sends it: CRLF ends a line, a line that begins with a dot gets another, and a dot \
     alone ends all.",
    "So sendet DATA sie: CRLF beendet eine Zeile, eine Zeile mit einem Punkt am Anfang bekommt \
     einen zweiten, und ein Punkt allein beendet alles.",
);
pub(crate) const PARTS: Words = words("Parts", "Teile");
pub(crate) const NO_PARTS: Words = words(
    "It has no header section, or it is too large to be taken apart.",
    "Sie hat keinen Kopf, oder sie ist zu groß, um sie zu zerlegen.",
);
pub(crate) const PART_BROKEN: Words =
    words("cannot be decoded as it says", "lässt sich nicht so dekodieren, wie es dasteht");
pub(crate) const PARTS_DEEPER: Words =
    words("Deeper parts are not shown.", "Tiefer liegende Teile werden nicht gezeigt.");
pub(crate) const PARTS_MORE: Words =
    words("More parts are not shown.", "Weitere Teile werden nicht gezeigt.");
pub(crate) const STAMPS: Words =
    words("The path in its Received fields", "Der Weg, den die Received-Felder erzählen");
pub(crate) const STAMPS_HINT: Words = words(
    "The oldest first. Every host puts its own on top; those of others it only passes on.",
    "Das älteste zuerst. Jeder Host setzt seines obenauf; die der anderen reicht er nur weiter.",
);
pub(crate) const NO_STAMPS: Words = words(
    "It has no Received field: no host has passed it on yet.",
    "Sie hat kein Received-Feld: Noch kein Host hat sie weitergegeben.",
);
pub(crate) const NOBODY_WROTE_IT: Words = words(
    "No host of this world wrote this line.",
    "Kein Host dieser Welt hat diese Zeile geschrieben.",
);
pub(crate) const REPORT: Words = words("The report, field by field", "Der Bericht, Feld für Feld");
pub(crate) const REPORT_MESSAGE: Words = words("About the message", "Zur Nachricht");
pub(crate) const REPORT_RECIPIENT: Words = words("About a recipient", "Zu einem Empfänger");
pub(crate) const EVENT_BEHIND: Words = words("What happened", "Was geschah");

pub(crate) const MAILBOXES: Words = words("Mailboxes", "Postfächer");
pub(crate) const NO_MAILBOXES: Words =
    words("No host has a mailbox.", "Kein Host hat ein Postfach.");
pub(crate) const NOBODY_HAS_IT: Words =
    words("no client has it yet", "noch von keinem Client abgeholt");
pub(crate) const MARKED: Words = words("marked as deleted", "als gelöscht markiert");
pub(crate) const STILL_THERE: Words = words("still on the server", "noch auf dem Server");
pub(crate) const GONE_THERE: Words = words("no longer on the server", "nicht mehr auf dem Server");

pub(crate) const DNS: Words = words("DNS", "DNS");
pub(crate) const DNS_LONG: Words = words("The domain system", "Das Domain-System");
pub(crate) const ZONES: Words = words("Zones", "Zonen");
pub(crate) const ZONES_HINT: Words = words(
    "What the domain system answers to those who ask now, and how long they may keep it (TTL).",
    "Was das Domain-System antwortet, wenn jetzt jemand fragt, und wie lange es im Cache gilt (TTL).",
);
pub(crate) const CACHES: Words = words("What hosts remember", "Was sich Hosts merken");
pub(crate) const CACHES_HINT: Words = words(
    "Until its time is up, a host uses the answer that it has, whatever the zone says by then.",
    "Solange die Frist läuft, nimmt ein Host die Antwort, die er hat, was auch immer die Zone \
     inzwischen sagt.",
);
pub(crate) const CACHE_EMPTY: Words = words("It remembers nothing.", "Nichts gemerkt.");
pub(crate) const NAME: Words = words("Name", "Name");
pub(crate) const SAYS: Words = words("Record", "Eintrag");
pub(crate) const TTL: &str = "TTL";

pub(crate) const MESSAGE: Words = words("Message", "Nachricht");
pub(crate) const MESSAGES: Words = words("Messages", "Nachrichten");
pub(crate) const ALL_MESSAGES: Words = words("All messages", "Alle Nachrichten");
pub(crate) const NO_MESSAGES: Words = words(
    "No message yet. Press play, or write one.",
    "Noch keine Nachricht. Abspielen, oder eine schreiben.",
);
pub(crate) const REPORTS_ON: Words =
    words("The message that it reports on", "Die Nachricht, über die er berichtet");
pub(crate) const HEADER_FROM: Words = words("Header From", "From im Kopf");
pub(crate) const HEADER_TO: Words = words("Header To", "To im Kopf");
pub(crate) const HEADER_CC: Words = words("Header Cc", "Cc im Kopf");
pub(crate) const FATE_QUEUED: Words =
    words("in the queue, being delivered", "in der Warteschlange, wird zugestellt");
pub(crate) const DELIVERED: Words = words("delivered", "zugestellt");
pub(crate) const COLLECTED: Words = words("delivered and collected", "zugestellt und abgeholt");
pub(crate) const REMOVED: Words =
    words("delivered and removed from the maildrop", "zugestellt und aus dem Postfach gelöscht");
pub(crate) const DELIVERED_TWICE: Words = words("delivered twice", "zweimal zugestellt");
pub(crate) const ONCE_MORE: Words = words("delivered once more", "noch einmal zugestellt");
pub(crate) const WAITING: Words = words("waiting", "wartend");
pub(crate) const UNDER_WAY: Words = words("under way", "unterwegs");
pub(crate) const GIVEN_UP: Words = words("given up", "unzustellbar");

pub(crate) const CONSOLE: Words = words("Console", "Konsole");
pub(crate) const CONNECT: Words = words("Connect", "Verbinden");
pub(crate) const CONNECT_AGAIN: Words = words("Connect anew", "Neu verbinden");
pub(crate) const CONSOLE_LINE: Words = words("Line to send", "Zeile zum Senden");
pub(crate) const SUGGESTED: Words = words("Lines that fit", "Passende Zeilen");
pub(crate) const NOT_CONNECTED: Words = words("not connected", "nicht verbunden");
pub(crate) const TYPE: Words = words("Send", "Senden");
pub(crate) const HANG_UP: Words = words("Hang up", "Beenden");
pub(crate) const PULL_PLUG: Words = words("Break off", "Abreißen lassen");
pub(crate) const HANG_UP_MEANS: Words = words(
    "Closes the connection in good order: what was sent before still arrives.",
    "Schließt die Verbindung ordentlich: Was vorher gesendet wurde, kommt noch an.",
);
pub(crate) const PULL_PLUG_MEANS: Words = words(
    "Resets the connection, as when a program crashes: what is on its way is lost.",
    "Setzt die Verbindung zurück, wie beim Absturz eines Programms: Was unterwegs ist, geht verloren.",
);

pub(crate) const WHY: Words = words("Why?", "Warum?");
pub(crate) const EXPLAIN: Words =
    words("What does this mean, and why?", "Was bedeutet das, und warum?");
pub(crate) const GO_TO_LINE: Words = words("Go to this moment", "Zu diesem Moment gehen");
pub(crate) const SETTINGS: Words = words("All settings", "Alle Einstellungen");
pub(crate) const BY_SCENARIO: Words = words("by the scenario", "vom Szenario");
pub(crate) const CHANGED: Words = words("changed since", "seither geändert");
pub(crate) const ATTEMPTS: Words = words("Attempts", "Versuche");
pub(crate) const LAST_ANSWER: Words = words("Last attempt", "Letzter Versuch");
pub(crate) const NEXT_ATTEMPT: Words = words("Next attempt", "Nächster Versuch");
pub(crate) const WHEN_ON: Words =
    words("when this host is on again", "wenn dieser Host wieder an ist");
pub(crate) const REPORT_DUE: Words = words("none: a report is due", "keiner: ein Bericht folgt");
pub(crate) const LADDER: Words =
    words("Ladder of everything so far", "Ablauf von allem bis hierher");
pub(crate) const LADDER_ROWS: Words =
    words("Sessions, lines and events", "Sitzungen, Zeilen und Ereignisse");
pub(crate) const SHOW_LADDER: Words = words("Ladder", "Ablauf");
pub(crate) const SHOW_MAP: Words = words("Map", "Karte");
pub(crate) const MAP_ALONE: Words = words("Map alone", "Nur Karte");
pub(crate) const FILTERS: Words = words("What the ladder shows", "Was der Ablauf zeigt");
pub(crate) const ONLY_HOST: Words = words("Show only", "Nur zeigen");
pub(crate) const ONLY_MESSAGE: Words = words("Show only one message", "Nur eine Nachricht zeigen");
pub(crate) const ONLY_SORT: Words = words("Show only one kind", "Nur eine Art zeigen");
pub(crate) const ALL_SORTS: Words = words("All kinds", "Alle Arten");
pub(crate) const SHOW_ALL: Words = words("Show all", "Alles zeigen");
pub(crate) const NOTHING_MATCHES: Words =
    words("Nothing so far matches what is chosen.", "Nichts bis hierher entspricht der Auswahl.");

pub(crate) const IN_FACT: Words = words("in fact", "tatsächlich");
pub(crate) const WHY_LATER: Words = words(
    "Plans are drawn as if an attempt took no time. In fact a connection may have to time out first, and all that follows comes later.",
    "Pläne sind gezeichnet, als brauchte ein Versuch keine Zeit. In Wirklichkeit läuft vielleicht erst eine Verbindung ins Leere, und alles Weitere kommt später.",
);

pub(crate) const SCHEDULES: Words = words(
    "When it tries again, and when others would",
    "Wann dieser Host es wieder versucht, und wann andere Server",
);
pub(crate) const DEEDS: Words = words("What you can do to it", "Eingriffe");
pub(crate) const DO_IT: Words = words("Do it", "Ausführen");

pub(crate) const WRITE: Words = words("Write", "Schreiben");
pub(crate) const COMPOSE: Words = words("Write a message", "Eine Nachricht schreiben");
pub(crate) const FROM: Words = words("From", "Von");
pub(crate) const TO: Words = words("To", "An");
pub(crate) const SUBJECT: Words = words("Subject", "Betreff");
pub(crate) const TEXT: Words = words("Text", "Text");
pub(crate) const SEND_NOW: Words = words("Send now", "Jetzt senden");

pub(crate) const COMPUTING: Words =
    words("What happens is being computed", "Es wird berechnet, was geschieht");
pub(crate) const STOP: Words = words("Stop", "Anhalten");
pub(crate) const GO_ON: Words = words("Go on", "Weiter");
pub(crate) const STOPPED: Words = words(
    "Stopped: what happens later is not known.",
    "Angehalten: Was später geschieht, ist nicht bekannt.",
);

pub(crate) const SCENARIOS: Words = words("Scenarios", "Szenarien");
pub(crate) const LESSONS: Words = words("Lessons", "Lektionen");
pub(crate) const BRANCH: Words = words("Another run", "Ein anderer Lauf");
pub(crate) const TWO_RUNS: Words = words("Two runs", "Zwei Läufe");
pub(crate) const BY_HAND: Words = words("Changed by hand", "Eingegriffen");
pub(crate) const UNDO: Words = words("Undo all?", "Verwerfen?");
pub(crate) const UNDO_NOTHING: Words = words("Undo nothing", "Nichts verwerfen");
pub(crate) const UNDO_ALL: Words =
    words("Undo all that was done by hand", "Alle Eingriffe rückgängig machen");
pub(crate) const BRANCH_TEXT: Words = words(
    "What you did began a second run. Both are kept.",
    "Durch den Eingriff gibt es zwei Läufe. Beide bleiben erhalten.",
);
pub(crate) const BRANCH_TEXT_BEFORE: Words = words(
    "This is the run without what you did. Both are kept.",
    "Das ist der Lauf ohne den Eingriff. Beide bleiben erhalten.",
);
pub(crate) const BRANCH_BACK: Words = words("Show the other run", "Den anderen Lauf zeigen");
pub(crate) const RUN_SHOWN: Words = words("Run that is shown", "Gezeigter Lauf");
pub(crate) const COMPARE_WITH: Words = words("Compare with", "Vergleichen mit");
pub(crate) const BRANCH_BEFORE: Words = words("The other run", "Der andere Lauf");
pub(crate) const BRANCH_NOW: Words = words("This run", "Dieser Lauf");
pub(crate) const BRANCHES_SAME: Words = words(
    "No message fares differently: each of them ends in the same way and at the same time, or is still \
     waiting in both runs.",
    "Keiner Nachricht ergeht es anders: Jede endet auf dieselbe Weise und zur selben Zeit oder wartet noch \
     in beiden Läufen.",
);
pub(crate) const COMPARE: Words = words("Compare", "Vergleichen");
pub(crate) const NOT_SENT: Words = words("not sent", "nicht gesendet");

pub(crate) const CONTROLS: Words = words("Playback", "Wiedergabe");
pub(crate) const FIRST: Words = words("To the start", "Zum Anfang");
pub(crate) const BACK: Words = words("Step back", "Schritt zurück");
pub(crate) const PLAY: Words = words("Play", "Abspielen");
pub(crate) const PAUSE: Words = words("Pause", "Pause");
pub(crate) const FORWARD: Words = words("Step forward", "Schritt vor");
pub(crate) const LAST: Words = words("To the end", "Zum Ende");
pub(crate) const PREVIOUS_MOMENT: Words =
    words("Previous notable moment", "Voriger markanter Moment");
pub(crate) const NEXT_MOMENT: Words = words("Next notable moment", "Nächster markanter Moment");
pub(crate) const SPEED: Words = words("Speed", "Tempo");
pub(crate) const STEP: Words = words("Size of a step", "Schrittweite");
pub(crate) const MOMENTS: Words = words("Moments to jump to", "Momente zum Anspringen");
pub(crate) const ALL_MOMENTS: Words = words("all moments", "alle Momente");
pub(crate) const POSITION: Words = words("Position", "Stelle");
pub(crate) const END: Words = words("The end.", "Ende.");

pub(crate) const TROUBLE_SCENARIO: Words =
    words("This scenario cannot be used", "Dieses Szenario ist nicht zu gebrauchen");
pub(crate) const TROUBLE_MESSAGE: Words =
    words("This message cannot be sent", "Diese Nachricht kann nicht gesendet werden");
pub(crate) const TROUBLE_LINK: Words =
    words("This link cannot be opened", "Dieser Link lässt sich nicht öffnen");
pub(crate) const NO_HOME: Words = words(
    "This page does not say where links lead. Its author can: RelayScope.home is the address of a \
     page of relayscope.",
    "Diese Seite sagt nicht, wohin Links führen. Ihr Autor kann es: RelayScope.home ist die Adresse \
     einer Seite von relayscope.",
);
pub(crate) const FROM_LINK: Words = words("from a link", "aus einem Link");
pub(crate) const TROUBLE_LESSON: Words =
    words("This lesson has a mistake", "Diese Lektion hat einen Fehler");
pub(crate) const TROUBLE_ATTRIBUTE: Words =
    words("This tag has a mistake", "Dieses Tag hat einen Fehler");
pub(crate) const TROUBLE_FILE: Words =
    words("This cannot be shown", "Das kann nicht gezeigt werden");
pub(crate) const TROUBLE_NOT_KEPT: Words =
    words("This message was not kept", "Diese Nachricht wurde nicht aufbewahrt");
pub(crate) const TROUBLE_DEEDS_NOT_KEPT: Words =
    words("What was done by hand was not kept", "Die Eingriffe wurden nicht aufbewahrt");
pub(crate) const DEEDS_LOST: Words = words(
    "It is too much for what is stored of a run: 256 KB, as for a link. This is the run as planned.",
    "Es ist zu viel für das, was von einem Lauf aufbewahrt wird: 256 KB wie für einen Link. Das ist der Lauf wie geplant.",
);
pub(crate) const TROUBLE_RUNS_NOT_KEPT: Words =
    words("The other runs were not kept", "Die anderen Läufe wurden nicht aufbewahrt");
pub(crate) const RUNS_LOST: Words = words(
    "They are too much for what the browser stores. This is the run that was shown.",
    "Sie sind zu viel für den Speicher des Browsers. Das ist der Lauf, der zu sehen war.",
);
pub(crate) const TROUBLE_KEPT: Words =
    words("What was shown before is still here.", "Was vorher zu sehen war, ist noch da.");
pub(crate) const NOT_TEXT: Words = words("it is not UTF-8 text", "es ist kein Text in UTF-8");
pub(crate) const TOO_LARGE: Words = words("it is larger than 40 MB", "es ist größer als 40 MB");
pub(crate) const UNREADABLE: Words =
    words("the browser could not read it", "der Browser konnte es nicht lesen");
pub(crate) const HOW_TO_MEND: Words = words("How to mend it:", "So wird es behoben:");

pub(crate) const WAITS: Words =
    words("waits for its next attempt", "wartet auf den nächsten Versuch");
pub(crate) const SIGNS_TITLE: Words = words("Signs", "Zeichen");

pub(crate) fn loaded(language: Language, title: &str) -> String {
    say!(language, "Loaded: {title}", "Geladen: {title}")
}

/// A lesson that this version does not have.
pub(crate) fn no_such_lesson(language: Language, id: &str) -> String {
    say!(
        language,
        "It is about the scenario “{id}”, which is not in this version. Load the page again, or \
         update relayscope.",
        "Darin geht es um das Szenario „{id}“, das es in dieser Version nicht gibt. Bitte die Seite \
         neu laden oder relayscope aktualisieren."
    )
}

/// What leads from a page to the simulation.
pub(crate) fn open_it(language: Language, title: &str) -> String {
    say!(language, "Open the simulation: {title}", "Simulation öffnen: {title}")
}
