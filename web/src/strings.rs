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
pub(crate) const HELD: &str = "held back for now";
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

pub(crate) const MESSAGE: &str = "Message";
pub(crate) const MESSAGES: &str = "Messages";
pub(crate) const ALL_MESSAGES: &str = "All messages";
pub(crate) const NO_MESSAGES: &str = "No message yet. Press play, or write one.";
pub(crate) const REPORTS_ON: &str = "The message that it reports on";
pub(crate) const HEADER_FROM: &str = "Header From";
pub(crate) const HEADER_TO: &str = "Header To";
pub(crate) const FATE_QUEUED: &str = "in the queue, being delivered";
pub(crate) const DELIVERED: &str = "delivered";
pub(crate) const WAITING: &str = "waiting";
pub(crate) const UNDER_WAY: &str = "under way";
pub(crate) const GIVEN_UP: &str = "given up";

pub(crate) const CONSOLE: &str = "Console";
pub(crate) const CONNECT: &str = "Connect";
pub(crate) const CONNECT_AGAIN: &str = "Connect anew";
pub(crate) const CONSOLE_LINE: &str = "Line to send";
pub(crate) const NOT_CONNECTED: &str = "not connected";
pub(crate) const TYPE: &str = "Send";
pub(crate) const HANG_UP: &str = "Hang up";
pub(crate) const PULL_PLUG: &str = "Break off";

pub(crate) const WHY: &str = "Why?";
pub(crate) const EXPLAIN: &str = "What does this mean?";
pub(crate) const LADDER: &str = "Ladder of everything so far";
pub(crate) const LADDER_ROWS: &str = "Sessions, lines and events";
pub(crate) const SHOW_LADDER: &str = "Ladder";
pub(crate) const SHOW_MAP: &str = "Map";
pub(crate) const ONLY_HOST: &str = "Show only";

pub(crate) const SCHEDULES: &str = "When it tries again, and when others would";
pub(crate) const DEEDS: &str = "What you can do to it";
pub(crate) const SWITCH_OFF: &str = "Switch off";
pub(crate) const SWITCH_ON: &str = "Switch on";
pub(crate) const STOP_SERVICES: &str = "Stop its services";
pub(crate) const SHUT_DOWN: &str = "Shut its services down politely (421)";
pub(crate) const START_SERVICES: &str = "Start its services";
pub(crate) const RUN_QUEUE: &str = "Run the queue now";

pub(crate) const WRITE: &str = "Write";
pub(crate) const COMPOSE: &str = "Write a message";
pub(crate) const FROM: &str = "From";
pub(crate) const TO: &str = "To";
pub(crate) const SUBJECT: &str = "Subject";
pub(crate) const TEXT: &str = "Text";
pub(crate) const SEND_NOW: &str = "Send now";

pub(crate) const BRANCH: &str = "Another future";
pub(crate) const BRANCH_TEXT: &str = "You changed the past. The future that was here is kept.";
pub(crate) const BRANCH_BACK: &str = "Back to the branch before";
pub(crate) const BRANCH_BEFORE: &str = "Branch before";
pub(crate) const BRANCH_NOW: &str = "This branch";
pub(crate) const BRANCHES_SAME: &str = "Every message ends in the same way, at the same time.";
pub(crate) const COMPARE: &str = "Compare";
pub(crate) const NOT_SENT: &str = "not sent";

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
    ("L", "map or ladder"),
    ("C", "write a message"),
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

pub(crate) fn collect(address: &str) -> String {
    format!("Collect the mail of {address}")
}

pub(crate) fn cut_link(name: &str) -> String {
    format!("Cut the link to {name}")
}

pub(crate) fn mend_link(name: &str) -> String {
    format!("Mend the link to {name}")
}

pub(crate) fn more_causes(count: usize) -> String {
    if count == 1 { "… one more cause".to_owned() } else { format!("… {count} more causes") }
}

pub(crate) fn to_whom(names: &str) -> String {
    format!("to {names}")
}

pub(crate) fn stayed(span: &str) -> String {
    format!("here for {span}")
}

pub(crate) fn passed_on(at: &str) -> String {
    format!("passed on at {at}")
}

pub(crate) fn delivered(at: &str) -> String {
    format!("delivered at {at}")
}

pub(crate) fn given_up(at: &str) -> String {
    format!("given up at {at}")
}

pub(crate) fn gap(span: &str, until: &str) -> String {
    format!("{span} pass. {until}")
}

pub(crate) fn ladder_session(service: &str, client: &str, server: &str) -> String {
    format!("{service}: {client} → {server}")
}

pub(crate) fn lines_of(session: &str) -> String {
    format!("Lines of {session}")
}

pub(crate) fn door(host: &str, service: &str, port: u16) -> String {
    format!("{host}, {service} ({port})")
}
