//! What is seen of the hosts at one position: cards, links, and what is on its way.

mod row;
mod said;
mod state;

use relay_host::MailId;
use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::Language;
use relayscope::scenario::LinkQuality;
use relayscope::trace::{HostId, Kind, Record, Side, Trace};

use crate::cast::{Cast, Part};
use crate::clock;
use crate::holdings::{Book, Guise, Held, Holdings, Look};
use crate::layout::{Layout, Point};
use crate::passage::Passage;
use crate::phrase;
use crate::transcript::{Tone, tone_of};

pub use row::{ENVELOPE, Queue, bold_letters};
pub use said::{SAID_HEIGHT, SAID_MAX, Said};
pub use state::State;

/// Envelopes of a queue that are drawn; more are counted.
pub const TOKENS_MAX: usize = 4;

/// Everything that is drawn at one position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// The hosts in the order of the scenario.
    pub hosts: Vec<Card>,
    /// The links that mail uses.
    pub wires: Vec<Wire>,
    /// Envelopes that wait in the middle of a session.
    pub resting: Vec<Resting>,
    /// What is moving.
    pub courier: Option<Courier>,
    /// What was said last in each open session, the newest first, at most [`SAID_MAX`] of them.
    pub said: Vec<Said>,
}

/// A host as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which host.
    pub id: HostId,
    /// The centre of its card.
    pub centre: Point,
    /// Its whole name.
    pub name: String,
    /// What it is for.
    pub part: Part,
    /// Its state.
    pub state: State,
    /// The first messages of its queue.
    pub tokens: Vec<Look>,
    /// All messages of its queue.
    pub queued: usize,
    /// When the next deferred message is tried, as a clock shows it.
    pub next: Option<String>,
    /// The same moment.
    pub next_at: Option<SimTime>,
    /// Messages in its maildrops.
    pub stored: usize,
    /// How the newest of them looks.
    pub newest: Guise,
    /// Whether a maildrop is open.
    pub locked: bool,
    /// Messages that its people have collected.
    pub collected: usize,
    /// Whether it takes part in what happens now.
    pub active: bool,
}

/// A link as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The hosts at its ends.
    pub ends: [HostId; 2],
    /// From the edge of one card …
    pub from: Point,
    /// … to the edge of the other.
    pub to: Point,
    /// Its state.
    pub state: WireState,
    /// How it treats what passes, where a command has changed that.
    pub changed: Option<LinkQuality>,
}

impl Wire {
    /// What a command has made of it, in words; `None` where it is as the scenario has it.
    pub fn changed(&self, language: Language) -> Option<String> {
        self.changed.map(|it| phrase::quality(language, &it))
    }
}

/// The state of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireState {
    /// Nobody uses it.
    Quiet,
    /// A connection is being asked for.
    Dialling,
    /// A session is open on it.
    Open,
    /// It is cut: nothing gets through.
    Cut,
    /// It is whole, and nothing gets through: the network is parted there, or a host at its end is
    /// offline.
    Blocked,
}

impl WireState {
    /// Whether nothing gets through.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Cut | Self::Blocked)
    }

    /// The state of the link between two hosts.
    pub(crate) fn of(trace: &Trace, holdings: &Holdings, ends: [HostId; 2]) -> Self {
        if holdings.is_cut(ends[0], ends[1]) {
            return Self::Cut;
        }
        if holdings.is_closed(ends[0], ends[1]) {
            return Self::Blocked;
        }
        let is_open = holdings.conns_between(trace, ends).map(|(_, open)| open.connected);
        match is_open.max() {
            Some(true) => Self::Open,
            Some(false) => Self::Dialling,
            None => Self::Quiet,
        }
    }
}

/// An envelope that has come a part of its way and waits for a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// Where.
    pub at: Point,
    /// What it looks like.
    pub guise: Guise,
}

/// What moves in a beat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Courier {
    /// Where it is at the beginning of the motion.
    pub from: Point,
    /// Where it is at its end.
    pub to: Point,
    /// What it is.
    pub load: Load,
    /// Whether it never arrives.
    pub lost: bool,
}

/// What a courier carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// A command, a reply or the first packet of a connection.
    Word(Tone),
    /// A message.
    Message(Guise),
}

/// Where content comes to that does not get through, in thousandths of its way: before the middle of
/// the link, where a cut is drawn.
const STOP: i32 = 440;

impl Scene {
    /// The scene after `records` records, which `holdings` knows.
    pub fn new(
        cast: &Cast,
        trace: &Trace,
        holdings: &Holdings,
        layout: &Layout,
        now: SimTime,
    ) -> Self {
        let records = holdings.records();
        let last = records.checked_sub(1).map(|at| &trace.records()[at]);
        let painter = Painter { cast, trace, holdings, layout };
        Self {
            hosts: painter.cards(last, now),
            wires: painter.wires(),
            resting: painter.resting(last),
            courier: last.and_then(|record| painter.courier(record)),
            said: painter.said(),
        }
    }
}

struct Painter<'a> {
    cast: &'a Cast,
    trace: &'a Trace,
    holdings: &'a Holdings,
    layout: &'a Layout,
}

impl Painter<'_> {
    fn cards(&self, last: Option<&Record>, now: SimTime) -> Vec<Card> {
        let busy = last.and_then(|record| record.kind.conn()).map(|no| self.trace.conn(no));
        let is_active = |id: HostId| {
            last.is_some_and(|record| record.host == id)
                || busy.is_some_and(|conn| conn.client == id || conn.server == id)
        };
        self.cast.hosts().map(|(id, host)| self.card(id, host, is_active(id), now)).collect()
    }

    fn card(&self, id: HostId, host: &crate::cast::Member, active: bool, now: SimTime) -> Card {
        let book = self.holdings.host(id);
        let queue = book.map(Book::queue).unwrap_or_default();
        let state = State::of(self.cast, self.holdings, id);
        // Who is switched off tries nothing, whatever was planned.
        let runs = state != State::Down;
        let next = queue.iter().filter(|_| runs).filter_map(Held::next).map(|(at, _)| at).min();
        let drops = book.map(Book::drops).unwrap_or_default();
        let inboxes = book.map(Book::inboxes).unwrap_or_default();
        let newest = drops.iter().flat_map(|drop| &drop.items).max_by_key(|item| item.because);
        Card {
            id,
            centre: self.layout.centre(id).unwrap_or_default(),
            name: host.name.clone(),
            part: host.part,
            state,
            tokens: queue.iter().take(TOKENS_MAX).map(|it| Look::of(self.trace, it)).collect(),
            queued: queue.len(),
            next: next.map(|at| clock::appointment(self.cast.clock(), at, now)),
            next_at: next,
            stored: drops.iter().map(|drop| drop.items.len()).sum(),
            newest: newest.map_or(Guise::Mail, |item| Guise::stored(self.trace, item)),
            locked: drops.iter().any(|drop| drop.lock.is_some()),
            collected: inboxes.iter().map(|inbox| inbox.items.len()).sum(),
            active,
        }
    }

    fn wires(&self) -> Vec<Wire> {
        let wire = |ends: &[HostId; 2]| {
            let [from, to] = self.layout.between(ends[0], ends[1])?;
            let changed = self.holdings.changed_link(ends[0], ends[1]).copied();
            let state = WireState::of(self.trace, self.holdings, *ends);
            Some(Wire { ends: *ends, from, to, state, changed })
        };
        self.layout.links.iter().filter_map(wire).collect()
    }

    /// Envelopes in sessions, but for the one that moves now.
    fn resting(&self, last: Option<&Record>) -> Vec<Resting> {
        let moving = last.and_then(|record| match record.kind {
            Kind::Data { conn, .. } | Kind::Block { conn, .. } => Some(conn),
            _ => None,
        });
        let rest = |(no, open): (ConnNo, &crate::holdings::Open)| {
            let mail = open.mail.filter(|_| open.sent > 0 && moving != Some(no))?;
            let from = self.speaker(no, mail)?;
            let [start, end] = self.letter_way(no, from)?;
            let part = parts(open.sent, self.size_of(no, mail));
            let part = if self.is_held_up(no, open) { part.min(STOP) } else { part };
            Some(Resting { at: along(start, end, part), guise: self.carried(no, mail) })
        };
        self.holdings.conns().filter_map(rest).collect()
    }

    /// Whether what the last record sends does not get through.
    fn is_stopped(&self) -> bool {
        let last = self.holdings.records().checked_sub(1).map(RecordId::from_index);
        last.is_some_and(|last| self.is_lost(last))
    }

    fn is_lost(&self, id: RecordId) -> bool {
        Passage::of(self.trace, id, self.holdings.records()) != Passage::Free
    }

    /// Whether something stands in the way of a connection's content.
    fn is_held_up(&self, conn: ConnNo, open: &crate::holdings::Open) -> bool {
        let ends = self.trace.conn(conn);
        self.holdings.is_closed(ends.client, ends.server)
            || open.last.is_some_and(|last| self.is_lost(last))
    }

    /// The way of a message of which `before` of `size` octets were sent, and now those up to `sent`.
    fn message_way(&self, [start, end]: [Point; 2], before: u64, sent: u64, size: u64) -> Courier {
        let lost = self.is_stopped();
        let [mut from, mut to] = [before, sent].map(|octets| parts(octets, size));
        if lost {
            // Half of the way is seen of what is lost.
            from = from.min(STOP);
            to = from + 2 * (to.min(STOP) - from);
        }
        let [from, to] = [from, to].map(|part| along(start, end, part));
        Courier { from, to, load: Load::Message(Guise::Mail), lost }
    }

    fn courier(&self, record: &Record) -> Option<Courier> {
        let courier = |conn: ConnNo, side: Side, load: Load, lost: bool| {
            let [from, to] = self.way(conn, side)?;
            Some(Courier { from, to, load, lost })
        };
        match record.kind {
            Kind::Dialed { conn } => courier(conn, Side::Client, Load::Word(Tone::Plain), false),
            Kind::Connected { conn } => courier(conn, Side::Server, Load::Word(Tone::Yes), false),
            Kind::DialFailed { conn, how } => {
                let lost = how != relay_host::Unreachable::Refused;
                let side = if lost { Side::Client } else { Side::Server };
                courier(conn, side, Load::Word(Tone::No), lost)
            }
            Kind::Line { conn, from, start, len, .. } => {
                let tone = match from {
                    Side::Client => Tone::Plain,
                    Side::Server => tone_of(self.trace.octets(start, len)),
                };
                courier(conn, from, Load::Word(tone), self.is_stopped())
            }
            Kind::Data { conn, len, .. } | Kind::Block { conn, len, .. } => {
                let from = match record.kind {
                    Kind::Block { from, .. } => from,
                    _ => Side::Client,
                };
                let open = self.holdings.conn(conn)?;
                let Some(mail) = open.mail else {
                    return courier(conn, from, Load::Word(Tone::Plain), self.is_stopped());
                };
                let way = self.letter_way(conn, from)?;
                let before = open.sent.saturating_sub(u64::from(len));
                let courier = self.message_way(way, before, open.sent, self.size_of(conn, mail));
                Some(Courier { load: Load::Message(self.carried(conn, mail)), ..courier })
            }
            _ => None,
        }
    }

    /// The way of what `side` sends over a connection.
    fn way(&self, conn: ConnNo, side: Side) -> Option<[Point; 2]> {
        let conn = self.trace.conn(conn);
        match side {
            Side::Client => self.layout.between(conn.client, conn.server),
            Side::Server => self.layout.between(conn.server, conn.client),
        }
    }

    /// The same for an envelope.
    fn letter_way(&self, conn: ConnNo, side: Side) -> Option<[Point; 2]> {
        let conn = self.trace.conn(conn);
        match side {
            Side::Client => self.layout.letter_way(conn.client, conn.server),
            Side::Server => self.layout.letter_way(conn.server, conn.client),
        }
    }

    /// Which side sends a message over a connection.
    fn speaker(&self, conn: ConnNo, mail: MailId) -> Option<Side> {
        let (holder, _) = self.trace.mail(mail);
        let conn = self.trace.conn(conn);
        if holder == conn.client {
            Some(Side::Client)
        } else if holder == conn.server {
            Some(Side::Server)
        } else {
            None
        }
    }

    /// How a message looks on a connection.
    fn carried(&self, conn: ConnNo, mail: MailId) -> Guise {
        let (holder, _) = self.trace.mail(mail);
        let held = self.holdings.host(holder).and_then(|book| book.held(mail));
        let guise =
            held.map_or_else(|| Guise::of(self.trace, mail), |it| Guise::held(self.trace, it));
        match (self.speaker(conn, mail), guise) {
            (Some(Side::Server), Guise::Mail | Guise::Copy) => Guise::Collected,
            (_, guise) => guise,
        }
    }

    /// Octets that a message has on a connection, roughly: stuffed dots are not counted.
    fn size_of(&self, conn: ConnNo, mail: MailId) -> u64 {
        let (host, record) = self.trace.mail(mail);
        let stored = || {
            let drops = self.holdings.host(host)?.drops();
            let mut items = drops.iter().flat_map(|drop| &drop.items);
            items
                .find(|item| item.mail.is_some_and(|(copy, _)| copy == mail))
                .map(|item| item.content)
        };
        let read_out = self.speaker(conn, mail) == Some(Side::Server);
        let content = if read_out { stored() } else { None }.unwrap_or(record.content);
        crate::holdings::size(self.trace, content)
    }
}

/// `part` of `whole` in thousandths.
fn parts(part: u64, whole: u64) -> i32 {
    i32::try_from((part * 1000 / whole.max(1)).min(1000)).unwrap_or(1000)
}

/// The point `part` thousandths of the way.
pub fn along(from: Point, to: Point, part: i32) -> Point {
    Point { x: from.x + (to.x - from.x) * part / 1000, y: from.y + (to.y - from.y) * part / 1000 }
}
