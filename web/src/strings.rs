//! Every text of the page itself, in one place. What happens in a run is told by
//! `relay_view::sentence`.

pub(crate) mod share;
pub(crate) mod story;

use relay_view::cast::Part;
use relay_view::deeds::About;
use relay_view::holdings::Guise;
use relay_view::map::{State, WireState};
use relay_view::transcript::{Service, State as SessionState};
use relay_view::{Moment, Step};

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
pub(crate) const LARGE: &str = "Presentation size";
pub(crate) const HELP: &str = "Keys and signs";
pub(crate) const CLOSE: &str = "Close";

pub(crate) const MAP: &str = "Map of hosts and links";
pub(crate) const MAP_HINT: &str = "Arrow keys go from host to host, Enter shows one in full.";
pub(crate) const MAP_TOOLS: &str = "View of the map";
pub(crate) const ZOOM_IN: &str = "Zoom in";
pub(crate) const ZOOM_OUT: &str = "Zoom out";
pub(crate) const FIT: &str = "Show all of the map";
pub(crate) const MOVE_HOSTS: &str = "Move hosts";
pub(crate) const PUT_BACK: &str = "Put hosts back";
pub(crate) const AS_TABLE: &str = "The map as a table";
pub(crate) const MOVING_ON: &str =
    "Arrow keys move the host that has the focus. A click picks a host up, the next puts it down.";
pub(crate) const MOVING_OFF: &str = "Hosts stay where they are.";
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
pub(crate) const STATE_AND_LINKS: &str = "State and links";
pub(crate) const ADDRESS: &str = "Address";
pub(crate) const FINAL_FOR: &str = "Final for";
pub(crate) const USED_BY: &str = "Used by";
pub(crate) const QUEUE_EMPTY: &str = "Nothing waits here.";
pub(crate) const NO_LETTERS: &str = "No messages.";
pub(crate) const LOCKED: &str = "in use";
pub(crate) const IN_TURN: &str = "being delivered";
pub(crate) const NO_SUBJECT: &str = "(no subject)";
pub(crate) const SOURCE_OF: &str = "Source";

pub(crate) const AS_SENT: &str = "Show line ends and stuffed dots";
pub(crate) const AS_SENT_HINT: &str = "As DATA sends it: ␍␊ ends a line, a line that begins with a dot gets another, and a dot alone ends all.";
pub(crate) const PARTS: &str = "Parts";
pub(crate) const NO_PARTS: &str = "It has no header section, or it is too large to be taken apart.";
pub(crate) const PART_BROKEN: &str = "cannot be decoded as it says";
pub(crate) const STAMPS: &str = "The way that its Received fields tell";
pub(crate) const STAMPS_HINT: &str =
    "The oldest first. Every host puts its own on top; those of others it only passes on.";
pub(crate) const NO_STAMPS: &str = "It has no Received field: no host has passed it on yet.";
pub(crate) const NOBODY_WROTE_IT: &str = "No host of this world wrote this line.";
pub(crate) const REPORT: &str = "The report, field by field";
pub(crate) const REPORT_MESSAGE: &str = "About the message";
pub(crate) const REPORT_RECIPIENT: &str = "About a recipient";
pub(crate) const EVENT_BEHIND: &str = "What happened";

pub(crate) const MAILBOXES: &str = "Mailboxes";
pub(crate) const NO_MAILBOXES: &str = "No host has a mailbox.";
pub(crate) const NOBODY_HAS_IT: &str = "no client has it yet";
pub(crate) const MARKED: &str = "marked as deleted";
pub(crate) const STILL_THERE: &str = "still on the server";
pub(crate) const GONE_THERE: &str = "no longer on the server";

pub(crate) const DNS: &str = "DNS";
pub(crate) const DNS_LONG: &str = "The domain system";
pub(crate) const ZONES: &str = "Zones";
pub(crate) const ZONES_HINT: &str = "What the domain system answers to those who ask now.";
pub(crate) const CACHES: &str = "What hosts remember";
pub(crate) const CACHES_HINT: &str =
    "Until its time is up, a host uses the answer that it has, whatever the zone says by then.";
pub(crate) const CACHE_EMPTY: &str = "It remembers nothing.";
pub(crate) const NAME: &str = "Name";
pub(crate) const SAYS: &str = "Record";
pub(crate) const KEPT_FOR: &str = "May be kept";

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
pub(crate) const DO_IT: &str = "Do it";

pub(crate) const WRITE: &str = "Write";
pub(crate) const COMPOSE: &str = "Write a message";
pub(crate) const FROM: &str = "From";
pub(crate) const TO: &str = "To";
pub(crate) const SUBJECT: &str = "Subject";
pub(crate) const TEXT: &str = "Text";
pub(crate) const SEND_NOW: &str = "Send now";

pub(crate) const COMPUTING: &str = "What happens is being computed";
pub(crate) const STOP: &str = "Stop";
pub(crate) const GO_ON: &str = "Go on";
pub(crate) const STOPPED: &str = "Stopped: what happens later is not known.";

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
pub(crate) const STEP: &str = "Size of a step";
pub(crate) const MOMENTS: &str = "Moments to jump to";
pub(crate) const ALL_MOMENTS: &str = "all moments";
pub(crate) const POSITION: &str = "Position";
pub(crate) const END: &str = "The end.";

pub(crate) const TROUBLE_SCENARIO: &str = "This scenario cannot be used";
pub(crate) const TROUBLE_MESSAGE: &str = "This message cannot be sent";
pub(crate) const TROUBLE_LINK: &str = "This link cannot be opened";
pub(crate) const NO_HOME: &str = "This page does not say where links lead. Its author can: RelayScope.home is the address of a page of relayscope.";
pub(crate) const FROM_LINK: &str = "from a link";
pub(crate) const TROUBLE_FILE: &str = "This cannot be shown";
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
    ("N", "size of a step: line, session, hop, moment"),
    ("]", "next notable moment"),
    ("[", "previous notable moment"),
    ("M", "which moments: all, or one kind"),
    ("Home, End", "to the start, to the end"),
    ("0 – 9", "to 0 %, 10 % … 90 %"),
    ("<, >", "slower, faster"),
    ("L", "map or ladder"),
    ("+, −", "zoom the map in, out"),
    ("Z", "show all of the map"),
    ("G", "move hosts with the arrow keys, or stop that"),
    ("T", "the map as a table"),
    ("C", "write a message"),
    ("P", "presentation size, or the usual"),
    ("F", "full screen, or back"),
    ("Shift + →, Shift + ←", "a tenth on, a tenth back"),
    ("S", "share this view"),
    ("R", "undo all that was done by hand, and go to the start"),
    ("?", "this list"),
    ("Esc", "close"),
];
pub(crate) const KEYS_TITLE: &str = "Keys";
pub(crate) const SIGNS_TITLE: &str = "Signs";

pub(crate) fn loaded(title: &str) -> String {
    format!("Loaded: {title}")
}

/// A lesson that this version does not have.
pub(crate) fn no_such_lesson(id: &str) -> String {
    format!(
        "It is about the scenario “{id}”, which is not in this version. Load the page again, or \
         update relayscope."
    )
}

/// What leads from a page to the simulation.
pub(crate) fn open_it(title: &str) -> String {
    format!("Open the simulation: {title}")
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
        State::Full => "full",
        State::Refusing => "refuses connections",
        State::Offline => "offline",
        State::Down => "down",
    }
}

pub(crate) fn link(to: &str, state: WireState) -> String {
    let state = match state {
        WireState::Quiet => "quiet",
        WireState::Dialling => "connecting",
        WireState::Open => "in use",
        WireState::Cut => "cut",
    };
    format!("{to}: {state}")
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

pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::Line => "line",
        Step::Session => "session",
        Step::Hop => "hop",
        Step::Moment => "moment",
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

pub(crate) fn retry(left: &str) -> String {
    format!("retry in {left}")
}

pub(crate) fn next(at: &str) -> String {
    format!("next at {at}")
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

pub(crate) fn subject(subject: &str) -> String {
    if subject.is_empty() { NO_SUBJECT.to_owned() } else { subject.to_owned() }
}

pub(crate) fn maildrop_of(name: &str, host: &str) -> String {
    format!("{name} on {host}")
}

pub(crate) fn count_and_octets(count: usize, octets: u64) -> String {
    format!("{}, {}.", messages(count), self::octets(octets))
}

pub(crate) fn had_by(addresses: &str) -> String {
    format!("already collected by {addresses}")
}

pub(crate) fn collector(address: &str, host: &str) -> String {
    format!("{address} collects on {host}")
}

pub(crate) fn collected(count: usize) -> String {
    format!("{} collected.", messages(count))
}

pub(crate) fn ids_of(address: &str) -> String {
    format!("Unique-ids that {address} remembers")
}

pub(crate) fn had_since(at: &str) -> String {
    format!("collected at {at}")
}

pub(crate) fn remembers(host: &str) -> String {
    format!("Answers that {host} remembers")
}

pub(crate) fn good_for(span: &str) -> String {
    format!("good for {span}")
}

pub(crate) fn event_behind(field: &str) -> String {
    format!("What happened: {field}")
}

/// What a group of deeds is about.
pub(crate) fn about(about: About) -> &'static str {
    match about {
        About::Host => "The host",
        About::Links => "Links",
        About::Sessions => "Sessions and connections to come",
        About::Room => "Disk and mailboxes",
        About::Names => "Names",
        About::Settings => "Settings",
    }
}

pub(crate) fn do_it(label: &str) -> String {
    format!("{DO_IT}: {}", label.trim_end_matches(':'))
}

pub(crate) fn computed(hundredths: u32, records: usize) -> String {
    format!("{COMPUTING}: {hundredths} % of the time, {records} events so far.")
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

/// A host in the words of a screen reader: what waits, what lies in maildrops, what was collected,
/// and when the next attempt is due.
pub(crate) fn host_label(
    name: &str,
    part: &str,
    state: &str,
    [queued, stored, collected]: [usize; 3],
    next: Option<&str>,
) -> String {
    let counts = [(queued, "waiting"), (stored, "in maildrops"), (collected, "collected")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, what)| format!(", {} {what}", messages(count)));
    let next = next.map(|at| format!(", next attempt at {at}"));
    core::iter::once(format!("{name}, {part}, {state}")).chain(counts).chain(next).collect()
}

pub(crate) fn place(name: &str, line: usize, column: usize) -> String {
    format!("{name}, line {line}, column {column}")
}

pub(crate) fn more_mistakes(count: usize) -> String {
    if count == 1 { "and one more".to_owned() } else { format!("and {count} more") }
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
