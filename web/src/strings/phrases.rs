//! What the page says with a number, a name or a moment in it, and the names of kinds.

use relay_mail::language::words;
use relay_mail::{Language, say};
use relay_view::cast::Part;
use relay_view::deeds::About;
use relay_view::holdings::{Guise, Look};
use relay_view::ladder::Sort;
use relay_view::map::{State, WireState};
use relay_view::number;
use relay_view::transcript::{Folded, Service, State as SessionState};
use relay_view::{Moment, Step};

use super::{COMPUTING, DO_IT, LINKS, NO_SUBJECT, TWO_RUNS, WAITS, language, t};

pub(crate) fn sends_file(name: &str) -> String {
    say!(language(), "Sends {name}", "Sendet {name}")
}

/// In which envelope a message file is sent.
pub(crate) fn envelope_of_message(language: Language, from: &str, to: &str) -> String {
    say!(
        language,
        "Your message is sent in place of the scenario's, in the same envelope: from {from} to {to}. What \
         its own To and Cc say decides nothing.",
        "Die eigene Nachricht geht anstelle der des Szenarios auf den Weg, im selben Umschlag: von {from} \
         an {to}. Was in ihren Feldern To und Cc steht, entscheidet nichts."
    )
}

/// That a message file is no longer sent, and what is.
pub(crate) fn message_lost(language: Language, name: &str) -> String {
    say!(
        language,
        "{name} is too large for what the browser stores. The scenario's own message is sent; open the \
         file again to send it.",
        "{name} ist zu groß für den Speicher des Browsers. Gesendet wird die Nachricht des Szenarios; \
         zum Senden die Datei noch einmal öffnen."
    )
}

pub(crate) fn part(part: Part) -> &'static str {
    match part {
        Part::Client => words("mail client", "Mailprogramm").in_(language()),
        Part::Server => words("mail server", "Mailserver").in_(language()),
        Part::Relay => words("mail relay", "Mail-Relay").in_(language()),
    }
}

pub(crate) fn part_and_state(part: Part, state: State) -> String {
    format!("{}, {}", self::part(part), self::state(state))
}

pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Up => words("running", "läuft").in_(language()),
        State::Slow => words("answers late", "antwortet spät").in_(language()),
        State::Breaking => {
            words("a session will break", "eine Sitzung wird abreißen").in_(language())
        }
        State::ClockWrong => words("clock wrong", "Uhr geht falsch").in_(language()),
        State::NamesFail => words("cannot be looked up", "Name nicht auflösbar").in_(language()),
        State::DirectoryDown => {
            words("user directory down", "Benutzerverzeichnis aus").in_(language())
        }
        State::Full => words("disk full", "Platte voll").in_(language()),
        State::MailboxFull => words("mailbox full", "Postfach voll").in_(language()),
        State::Refusing => words("refuses connections", "lehnt ab").in_(language()),
        State::Offline => words("offline", "vom Netz").in_(language()),
        State::Down => words("down", "aus").in_(language()),
    }
}

/// A state where there is little room.
pub(crate) fn state_short(state: State) -> &'static str {
    match state {
        State::Refusing => words("refuses", "lehnt ab").in_(language()),
        State::Full => words("full", "voll").in_(language()),
        State::MailboxFull => words("box full", "Postf. voll").in_(language()),
        State::Slow => words("slow", "langsam").in_(language()),
        State::Breaking => words("will break", "wird abreißen").in_(language()),
        State::ClockWrong => words("clock wrong", "Uhr falsch").in_(language()),
        State::NamesFail => words("not found", "unauffindbar").in_(language()),
        State::DirectoryDown => words("directory down", "Verzeichnis aus").in_(language()),
        State::Up | State::Offline | State::Down => self::state(state),
    }
}

pub(crate) fn wire(state: WireState) -> &'static str {
    match state {
        WireState::Quiet => words("quiet", "still").in_(language()),
        WireState::Dialling => words("connecting", "im Aufbau").in_(language()),
        WireState::Open => words("in use", "in Benutzung").in_(language()),
        WireState::Cut => words("cut", "getrennt").in_(language()),
        WireState::Blocked => words("nothing gets through", "nichts kommt durch").in_(language()),
    }
}

pub(crate) fn guise(guise: Guise) -> &'static str {
    match guise {
        Guise::Mail => words("message", "Nachricht").in_(language()),
        Guise::Copy => {
            words("one of several copies of a message", "eine von mehreren Kopien einer Nachricht")
                .in_(language())
        }
        Guise::Dsn => words("bounce, from the null return path", "Rückläufer, mit leerem Rückpfad")
            .in_(language()),
        Guise::Collected => {
            words("message collected by its owner", "Nachricht, die abgeholt ist").in_(language())
        }
    }
}

/// The same for what may wait in a queue.
pub(crate) fn look(look: Look) -> String {
    let guise = guise(look.guise);
    if look.deferred { format!("{guise}; {}", t(WAITS)) } else { guise.to_owned() }
}

/// A kind of rows of the ladder.
pub(crate) fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Lines => words("commands and replies", "Befehle und Antworten").in_(language()),
        Sort::Content => words("content", "Inhalt").in_(language()),
        Sort::Connections => words("connections", "Verbindungen").in_(language()),
        Sort::Lookups => words("lookups", "Namensanfragen").in_(language()),
        Sort::Decisions => words("what hosts decide", "was Hosts entscheiden").in_(language()),
        Sort::Failures => words("failures only", "nur Fehlschläge").in_(language()),
    }
}

/// A message in a menu.
pub(crate) fn message_to(subject: &str, to: &str) -> String {
    format!("{} → {to}", self::subject(subject))
}

/// A way to more rows of a long list.
pub(crate) fn show_more(count: usize) -> String {
    say!(language(), "Show {count} more", "{count} weitere zeigen")
}

/// How many runs there are.
pub(crate) fn runs(count: usize) -> String {
    match count {
        2 => t(TWO_RUNS).to_owned(),
        count => say!(language(), "{count} runs", "{count} Läufe"),
    }
}

/// The same in a sentence.
pub(crate) fn runs_kept(count: usize, has_forgotten: bool) -> String {
    if has_forgotten {
        return say!(
            language(),
            "The first run and the last ones are kept, {count} in all.",
            "Der erste Lauf und die letzten bleiben erhalten, zusammen {count}."
        );
    }
    say!(language(), "{count} runs are kept.", "{count} Läufe bleiben erhalten.")
}

pub(crate) fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::Sent => words("sent", "gesendet").in_(language()),
        Moment::Deferred => words("deferred", "zurückgestellt").in_(language()),
        Moment::Bounced => {
            words("given up or bounced", "unzustellbar oder Rückläufer").in_(language())
        }
        Moment::Delivered => words("delivered", "zugestellt").in_(language()),
        Moment::Collected => words("collected", "abgeholt").in_(language()),
        Moment::Fault => words("fault, or its end", "Störung oder ihr Ende").in_(language()),
    }
}

pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::Line => words("line", "Zeile").in_(language()),
        Step::Session => words("session", "Sitzung").in_(language()),
        Step::Hop => words("hop", "Hop").in_(language()),
        Step::Moment => words("moment", "Moment").in_(language()),
    }
}

pub(crate) fn service(service: Service) -> &'static str {
    match service {
        Service::Smtp => "SMTP",
        Service::Submission => words("Submission", "Einlieferung").in_(language()),
        Service::Pop3 => "POP3",
    }
}

pub(crate) fn session_state(state: SessionState) -> &'static str {
    match state {
        SessionState::Dialling => words("connecting", "im Aufbau").in_(language()),
        SessionState::Open => words("open", "offen").in_(language()),
        SessionState::Closing => words("being closed", "wird geschlossen").in_(language()),
        SessionState::Closed => words("closed", "geschlossen").in_(language()),
        SessionState::Failed => words("never connected", "nicht zustande gekommen").in_(language()),
        SessionState::Broken => words("broken off", "abgerissen").in_(language()),
    }
}

pub(crate) fn messages(count: usize) -> String {
    if count == 1 {
        say!(language(), "1 message", "1 Nachricht")
    } else {
        say!(language(), "{} messages", "{} Nachrichten", number::grouped(count as u64))
    }
}

/// That so many steps happen at once with what is shown, and come before anything that is done now.
pub(crate) fn acts_after(steps: usize) -> String {
    if steps == 1 {
        return say!(
            language(),
            "The next step happens at this same moment: what you do comes after it.",
            "Der nächste Schritt geschieht zugleich mit diesem: Ein Eingriff kommt danach."
        );
    }
    say!(
        language(),
        "The next {steps} steps happen at this same moment: what you do comes after them.",
        "Die nächsten {steps} Schritte geschehen zugleich mit diesem: Ein Eingriff kommt danach."
    )
}

pub(crate) fn retry(left: &str) -> String {
    say!(language(), "retry in {left}", "Versuch in {left}")
}

pub(crate) fn left(left: &str) -> String {
    say!(language(), "in {left}", "in {left}")
}

pub(crate) fn next(at: &str) -> String {
    say!(language(), "next at {at}", "nächster: {at}")
}

pub(crate) fn octets(count: u64) -> String {
    if count == 1 {
        say!(language(), "1 octet", "1 Oktett")
    } else {
        say!(language(), "{} octets", "{} Oktette", number::grouped(count))
    }
}

/// That the server still waits for octets of a chunk (RFC 3030 §2).
pub(crate) fn chunk_left(octets: u64) -> String {
    say!(
        language(),
        "The server waits for the rest of the chunk, {}: a line counts with its CRLF.",
        "Der Server wartet auf den Rest des Stücks, {}: Eine Zeile zählt mit ihrem CRLF.",
        self::octets(octets)
    )
}

pub(crate) fn folded(text: &Folded) -> String {
    text.label(language())
}

pub(crate) fn more_lines(count: usize) -> String {
    if count == 1 {
        return say!(language(), "… 1 more line", "… 1 weitere Zeile");
    }
    let count = number::grouped(count as u64);
    say!(language(), "… {count} more lines", "… {count} weitere Zeilen")
}

/// Steps that a screen reader is not told one by one, at a speed beyond speech.
pub(crate) fn left_out(language: Language, steps: usize) -> String {
    let count = number::grouped(steps as u64);
    match steps {
        1 => say!(language, "1 step left out.", "1 Schritt ausgelassen."),
        _ => say!(language, "{count} steps left out.", "{count} Schritte ausgelassen."),
    }
}

/// Before what a host says in the ladder.
pub(crate) fn says_to(from: &str, to: &str) -> String {
    say!(language(), "{from} says to {to}: ", "{from} sagt zu {to}: ")
}

pub(crate) fn more_queued(count: usize) -> String {
    format!("+{count}")
}

pub(crate) fn subject(subject: &str) -> String {
    if subject.is_empty() { t(NO_SUBJECT).to_owned() } else { subject.to_owned() }
}

pub(crate) fn maildrop_of(name: &str, host: &str) -> String {
    say!(language(), "{name} on {host}", "{name} auf {host}")
}

pub(crate) fn count_and_octets(count: usize, octets: u64) -> String {
    format!("{}, {}.", messages(count), self::octets(octets))
}

pub(crate) fn had_by(addresses: &str) -> String {
    say!(language(), "already collected by {addresses}", "schon abgeholt von {addresses}")
}

pub(crate) fn collector(address: &str, host: &str) -> String {
    say!(language(), "{address} collects on {host}", "{address} holt auf {host} ab")
}

pub(crate) fn collected(count: usize) -> String {
    say!(language(), "{} collected.", "Abgeholt: {}.", messages(count))
}

pub(crate) fn ids_of(address: &str) -> String {
    say!(language(), "Unique-ids that {address} remembers", "Kennungen, die sich {address} merkt")
}

pub(crate) fn had_since(at: &str) -> String {
    say!(language(), "collected at {at}", "abgeholt: {at}")
}

pub(crate) fn remembers(host: &str) -> String {
    say!(language(), "Answers that {host} remembers", "Antworten, die sich {host} merkt")
}

pub(crate) fn good_for(span: &str) -> String {
    say!(language(), "good for {span}", "gilt noch {span}")
}

pub(crate) fn event_behind(field: &str) -> String {
    say!(language(), "What happened: {field}", "Was geschah: {field}")
}

/// What a group of deeds is about.
pub(crate) fn about(about: About) -> &'static str {
    match about {
        About::Host => words("The host", "Der Host").in_(language()),
        About::Links => LINKS.in_(language()),
        About::Sessions => {
            words("Sessions and connections to come", "Sitzungen und künftige Verbindungen")
                .in_(language())
        }
        About::Room => words("Disk and mailboxes", "Platte und Postfächer").in_(language()),
        About::Names => words("Names", "Namen").in_(language()),
        About::Settings => words("Settings", "Einstellungen").in_(language()),
    }
}

pub(crate) fn do_it(label: &str) -> String {
    format!("{}: {}", t(DO_IT), label.trim_end_matches(':'))
}

pub(crate) fn computed(hundredths: u32, records: usize) -> String {
    if records == 1 {
        return say!(
            language(),
            "{}: {hundredths} % of the time, 1 event so far.",
            "{}: {hundredths} % der Zeit, bisher 1 Ereignis.",
            t(COMPUTING)
        );
    }
    say!(
        language(),
        "{}: {hundredths} % of the time, {} events so far.",
        "{}: {hundredths} % der Zeit, bisher {} Ereignisse.",
        t(COMPUTING),
        number::grouped(records as u64)
    )
}

pub(crate) fn attempts(count: u16) -> String {
    match count {
        0 => say!(language(), "not tried yet", "noch nicht versucht"),
        1 => say!(language(), "tried once", "einmal versucht"),
        2 => say!(language(), "tried twice", "zweimal versucht"),
        count => say!(language(), "tried {count} times", "{count}-mal versucht"),
    }
}

pub(crate) fn next_attempt(at: &str, why: &str) -> String {
    say!(language(), "next attempt at {at}, because {why}", "nächster Versuch: {at}. Grund: {why}")
}

/// What a host that is switched off will do.
pub(crate) fn attempt_when_on(why: Option<&str>) -> String {
    let Some(why) = why else {
        return say!(
            language(),
            "next attempt when this host is switched on again",
            "nächster Versuch, wenn dieser Host wieder eingeschaltet ist"
        );
    };
    say!(
        language(),
        "next attempt when this host is switched on again; before: {why}",
        "nächster Versuch, wenn dieser Host wieder eingeschaltet ist; zuvor: {why}"
    )
}

pub(crate) fn arrives(at: &str) -> String {
    say!(language(), "arrives at {at}", "kommt um {at} an")
}

pub(crate) fn since(at: &str) -> String {
    say!(language(), "since {at}", "seit {at}")
}

pub(crate) fn port(service: &str, port: u16) -> String {
    say!(language(), "{service}, port {port}", "{service}, Port {port}")
}

/// What a screen reader says for the position: what it is about, and what happened there.
pub(crate) fn position(at: usize, of: usize, time: &str, what: &str) -> String {
    say!(language(), "event {at} of {of}, {time}: {what}", "Ereignis {at} von {of}, {time}: {what}")
}

pub(crate) fn count_of(at: usize, of: usize) -> String {
    format!("{at} / {of}")
}

/// A host in the words of a screen reader: what waits, what lies in maildrops, what was collected,
/// and when the next attempt is due.
pub(crate) fn host_label(
    name: &str,
    part: &str,
    state: &str,
    [queued, stored, collected]: [usize; 3],
    next: Option<&str>,
) -> String {
    let counts = [
        (queued, words("waiting", "wartend").in_(language())),
        (stored, words("in maildrops", "in Maildrops").in_(language())),
        (collected, words("collected", "abgeholt").in_(language())),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| format!(", {} {what}", messages(count)));
    let next =
        next.map(|at| say!(language(), ", next attempt at {at}", ", nächster Versuch: {at}"));
    core::iter::once(format!("{name}, {part}, {state}")).chain(counts).chain(next).collect()
}

pub(crate) fn place(language: Language, name: &str, line: usize, column: usize) -> String {
    say!(language, "{name}, line {line}, column {column}", "{name}, Zeile {line}, Spalte {column}")
}

pub(crate) fn more_mistakes(count: usize) -> String {
    if count == 1 {
        say!(language(), "and one more", "und noch einer")
    } else {
        say!(language(), "and {count} more", "und noch {count}")
    }
}

pub(crate) fn more_causes(count: usize) -> String {
    if count == 1 {
        say!(language(), "… one more cause", "… eine weitere Ursache")
    } else {
        say!(language(), "… {count} more causes", "… {count} weitere Ursachen")
    }
}

pub(crate) fn to_whom(names: &str) -> String {
    say!(language(), "to {names}", "an {names}")
}

/// How long a copy is at a host, or waited there until it was put into a maildrop.
pub(crate) fn stayed(span: &str, is_stored: bool) -> String {
    if is_stored {
        return say!(language(), "in the queue for {span}", "in der Warteschlange: {span}");
    }
    say!(language(), "here for {span}", "hier: {span}")
}

pub(crate) fn gap(span: &str, until: &str) -> String {
    say!(language(), "{span} pass. {until}", "{span} vergehen. {until}")
}

pub(crate) fn ladder_session(service: &str, client: &str, server: &str) -> String {
    format!("{service}: {client} → {server}")
}

pub(crate) fn lines_of(session: &str) -> String {
    say!(language(), "Lines of {session}", "Zeilen von {session}")
}

pub(crate) fn door(host: &str, service: &str, port: u16) -> String {
    format!("{service} {port}: {host}")
}
