//! Every text of the page itself, in one place. What happens in a run is told by
//! `relay_view::sentence`.

use relay_view::Moment;
use relay_view::cast::Part;
use relay_view::holdings::Guise;
use relay_view::map::State;
use relay_view::transcript::{Service, State as SessionState};

pub(crate) const BRAND: &str = "relayscope";
pub(crate) const SCENARIO: &str = "Scenario";
pub(crate) const OPEN_FILE: &str = "Open file…";
pub(crate) const OPEN_HINT: &str =
    "Open a scenario (.toml), or a message (.eml) that is sent in place of the scenario's";
pub(crate) const DROP_HERE: &str = "Drop a scenario (.toml) or a message (.eml)";
pub(crate) const KEEP_OWN: &str = "Send the scenario's own message again";
pub(crate) const SIMULATED_TIME: &str = "Simulated time";
pub(crate) const THEME_DARK: &str = "Dark colours";
pub(crate) const THEME_LIGHT: &str = "Light colours";
pub(crate) const HELP: &str = "Keys and signs";
pub(crate) const CLOSE: &str = "Close";

pub(crate) const MAP: &str = "Map of hosts and links";
pub(crate) const MAP_HINT: &str = "Arrow keys go from host to host, Enter shows one in full.";
pub(crate) const QUEUE: &str = "Queue";
pub(crate) const OUTBOX: &str = "Outbox";
pub(crate) const MAILDROPS: &str = "Maildrops";
pub(crate) const INBOX: &str = "Inbox";
pub(crate) const EMPTY: &str = "empty";
pub(crate) const NONE: &str = "–";
pub(crate) const NOW: &str = "What just happened";

pub(crate) const PANEL: &str = "Details";
pub(crate) const SESSION: &str = "Session";
pub(crate) const HOSTS: &str = "Hosts";
pub(crate) const NO_SESSION: &str = "No session yet. Press play, or step forward.";
pub(crate) const CLIENT_SAYS: &str = "Client:";
pub(crate) const SERVER_SAYS: &str = "Server:";
pub(crate) const LOST: &str = "never arrives";
pub(crate) const ALL_HOSTS: &str = "All hosts";
pub(crate) const HOST: &str = "Host";
pub(crate) const STATE: &str = "State";
pub(crate) const ADDRESS: &str = "Address";
pub(crate) const FINAL_FOR: &str = "Final for";
pub(crate) const USED_BY: &str = "Used by";
pub(crate) const QUEUE_EMPTY: &str = "Nothing waits here.";
pub(crate) const NO_LETTERS: &str = "No messages.";
pub(crate) const LOCKED: &str = "in use";
pub(crate) const IN_TURN: &str = "being delivered";
pub(crate) const NO_SUBJECT: &str = "(no subject)";
pub(crate) const SOURCE_OF: &str = "Source";

pub(crate) const CONTROLS: &str = "Playback";
pub(crate) const FIRST: &str = "To the start";
pub(crate) const BACK: &str = "Step back";
pub(crate) const PLAY: &str = "Play";
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const FORWARD: &str = "Step forward";
pub(crate) const LAST: &str = "To the end";
pub(crate) const PREVIOUS_MOMENT: &str = "Previous notable moment";
pub(crate) const NEXT_MOMENT: &str = "Next notable moment";
pub(crate) const SPEED: &str = "Speed";
pub(crate) const POSITION: &str = "Position";
pub(crate) const END: &str = "The end.";

pub(crate) const TROUBLE_SCENARIO: &str = "This scenario cannot be used";
pub(crate) const TROUBLE_MESSAGE: &str = "This message cannot be sent";
pub(crate) const TROUBLE_FILE: &str = "This file cannot be read";
pub(crate) const TROUBLE_KEPT: &str = "What was shown before is still here.";
pub(crate) const NOT_TEXT: &str = "it is not UTF-8 text";
pub(crate) const TOO_LARGE: &str = "it is larger than 40 MB";
pub(crate) const UNREADABLE: &str = "the browser could not read it";
pub(crate) const HOW_TO_MEND: &str = "How to mend it:";

/// The keys, for the help dialog.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("Space, K", "play or pause"),
    ("→, .", "step forward"),
    ("←, ,", "step back"),
    ("]", "next notable moment"),
    ("[", "previous notable moment"),
    ("Home, End", "to the start, to the end"),
    ("0 – 9", "to 0 %, 10 % … 90 %"),
    ("<, >", "slower, faster"),
    ("?", "this list"),
    ("Esc", "close"),
];
pub(crate) const KEYS_TITLE: &str = "Keys";
pub(crate) const SIGNS_TITLE: &str = "Signs";

pub(crate) fn loaded(title: &str) -> String {
    format!("Loaded: {title}")
}

pub(crate) fn sends_file(name: &str) -> String {
    format!("Sends {name}")
}

pub(crate) fn your_file(name: &str) -> String {
    format!("Your file: {name}")
}

pub(crate) fn part(part: Part) -> &'static str {
    match part {
        Part::Client => "mail client",
        Part::Server => "mail server",
        Part::Relay => "mail relay",
    }
}

pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Up => "running",
        State::Refusing => "refuses connections",
        State::Down => "down",
    }
}

pub(crate) fn guise(guise: Guise) -> &'static str {
    match guise {
        Guise::Mail => "message",
        Guise::Deferred => "message that waits for its next attempt",
        Guise::Dsn => "bounce, from the null return path",
        Guise::Collected => "message collected by its owner",
    }
}

pub(crate) fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::Sent => "sent",
        Moment::Deferred => "deferred",
        Moment::Bounced => "given up or bounced",
        Moment::Delivered => "delivered",
        Moment::Collected => "collected",
        Moment::Fault => "fault, or its end",
    }
}

pub(crate) fn service(service: Service) -> &'static str {
    match service {
        Service::Smtp => "SMTP",
        Service::Submission => "Submission",
        Service::Pop3 => "POP3",
    }
}

pub(crate) fn session_state(state: SessionState) -> &'static str {
    match state {
        SessionState::Dialling => "connecting",
        SessionState::Open => "open",
        SessionState::Closed => "closed",
        SessionState::Broken => "broken off",
    }
}

pub(crate) fn messages(count: usize) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}

pub(crate) fn retry(at: &str) -> String {
    format!("retry {at}")
}

pub(crate) fn octets(count: u64) -> String {
    if count == 1 { "1 octet".to_owned() } else { format!("{count} octets") }
}

pub(crate) fn folded(octets: u64) -> String {
    format!("the message, {}", self::octets(octets))
}

pub(crate) fn more_lines(count: usize) -> String {
    format!("… {count} more lines")
}

pub(crate) fn more_queued(count: usize) -> String {
    format!("+{count}")
}

pub(crate) fn attempts(count: u16) -> String {
    match count {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        2 => "tried twice".to_owned(),
        count => format!("tried {count} times"),
    }
}

pub(crate) fn next_attempt(at: &str, why: &str) -> String {
    format!("next attempt at {at}, because {why}")
}

pub(crate) fn since(at: &str) -> String {
    format!("since {at}")
}

pub(crate) fn port(service: &str, port: u16) -> String {
    format!("{service}, port {port}")
}

/// What a screen reader says for the position: what it is about, and what happened there.
pub(crate) fn position(at: usize, of: usize, time: &str, what: &str) -> String {
    format!("event {at} of {of}, {time}: {what}")
}

pub(crate) fn count_of(at: usize, of: usize) -> String {
    format!("{at} / {of}")
}

/// A host in the words of a screen reader.
pub(crate) fn host_label(
    name: &str,
    part: &str,
    state: &str,
    queued: usize,
    stored: usize,
    collected: usize,
) -> String {
    let counts = [(queued, "waiting"), (stored, "in maildrops"), (collected, "collected")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| format!(", {} {what}", messages(count)));
    core::iter::once(format!("{name}, {part}, {state}")).chain(counts).collect()
}

pub(crate) fn place(name: &str, line: usize, column: usize) -> String {
    format!("{name}, line {line}, column {column}")
}

pub(crate) fn more_mistakes(count: usize) -> String {
    if count == 1 { "and one more".to_owned() } else { format!("and {count} more") }
}
