//! Whether what was said gets through, as far as a position of a run knows it.
//!
//! A record of a line says how long its octets will be under way, or that they are held back. What
//! happens to the network afterwards can still stop them, or let them go.

use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relayscope::command::Command;
use relayscope::trace::{HostId, Kind, Record, Side, Trace, Transit};

use crate::holdings::Ways;

/// Whether octets get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    /// They arrive.
    Free,
    /// They are held back for now.
    Held,
    /// They never arrive.
    Lost,
}

/// Why octets are held back when they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The host that they are for is switched off.
    Host,
    /// A link is cut, a cable is out, or the network is parted.
    Network,
    /// Nothing of that: there is no room for them, or they have to be sent again.
    Traffic,
}

impl Passage {
    /// Of what left with the record `id`, by what the first `records` records know; something that
    /// is no line, no block and no content arrives.
    pub fn of(trace: &Trace, id: RecordId, records: usize) -> Self {
        let record = trace.record(id);
        let Some((conn, from, transit)) = sent(&record.kind) else { return Self::Free };
        if transit == Transit::NEVER {
            return Self::Lost;
        }
        let arrives_at = transit.known();
        let arrives_at = arrives_at.map(|it| record.at + SimDuration::from_micros(u64::from(it)));
        let mut course = Course::new(trace, conn, from);
        let later = trace.records()[..records].iter().skip(id.index() + 1);
        let in_time = later.clone().take_while(|it| arrives_at.is_none_or(|at| it.at <= at));
        if arrives_at.is_some() && !in_time.into_iter().any(|it| course.is_met_by(it)) {
            return Self::Free;
        }
        course.catch_up(trace, id);
        // Whether they should have arrived, and have to be sent again.
        let mut late = arrives_at.is_none();
        for record in later {
            late |= arrives_at.is_some_and(|at| course.is_due(record, at));
            late |= course.is_known_by(trace, record, id);
            if late && !course.is_barred() {
                return Self::Free;
            }
            if (late && course.sender_is_off) || course.ends(trace, record) {
                return Self::Lost;
            }
        }
        match () {
            () if !course.is_barred() => Self::Free,
            () if course.sender_is_off => Self::Lost,
            () => Self::Held,
        }
    }

    /// What held back the octets of the record `id` when they were sent; `None` when nothing did.
    pub fn obstacle(trace: &Trace, id: RecordId) -> Option<Obstacle> {
        let (conn, from, transit) = sent(&trace.record(id).kind)?;
        if transit != Transit::HELD {
            return None;
        }
        let mut course = Course::new(trace, conn, from);
        course.catch_up(trace, id);
        Some(match () {
            () if course.receiver_is_off => Obstacle::Host,
            () if course.is_barred() => Obstacle::Network,
            () => Obstacle::Traffic,
        })
    }
}

/// What a record says of octets that left.
fn sent(kind: &Kind) -> Option<(ConnNo, Side, Transit)> {
    match *kind {
        Kind::Line { conn, from, transit, .. } | Kind::Block { conn, from, transit, .. } => {
            Some((conn, from, transit))
        }
        Kind::Data { conn, transit, .. } => Some((conn, Side::Client, transit)),
        _ => None,
    }
}

/// The way of octets, and what stands in it. Each obstacle stands until it is taken away itself.
struct Course {
    conn: ConnNo,
    side: Side,
    sender: HostId,
    receiver: HostId,
    ways: Ways,
    sender_is_offline: bool,
    receiver_is_offline: bool,
    sender_is_off: bool,
    receiver_is_off: bool,
}

impl Course {
    fn new(trace: &Trace, conn: ConnNo, from: Side) -> Self {
        let ends = trace.conn(conn);
        let (sender, receiver) = match from {
            Side::Client => (ends.client, ends.server),
            Side::Server => (ends.server, ends.client),
        };
        Self {
            conn,
            side: from,
            sender,
            receiver,
            ways: Ways::default(),
            sender_is_offline: false,
            receiver_is_offline: false,
            sender_is_off: false,
            receiver_is_off: false,
        }
    }

    /// Takes in all that people and the scenario did before the record `id`.
    fn catch_up(&mut self, trace: &Trace, id: RecordId) {
        for record in &trace.records()[..id.index()] {
            if let Kind::Command(command) = record.kind {
                self.change(trace.command(command));
            }
        }
    }

    /// Whether a record may be of consequence for what is under way: mostly none is, and nothing has
    /// to be caught up with.
    fn is_met_by(&self, record: &Record) -> bool {
        match record.kind {
            Kind::Reset { conn, .. } => conn == self.conn,
            Kind::Command(_) => true,
            _ => false,
        }
    }

    /// Whether what was to arrive at `at` is there, or missing, when `record` is made. What people
    /// and the scenario do at that very moment comes first, unless the connection was heard of.
    fn is_due(&self, record: &Record, at: SimTime) -> bool {
        record.at > at || (record.at == at && record.kind.conn() == Some(self.conn))
    }

    /// Whether a record comes of what left with the record `id`, or of what left behind it, so that it
    /// was there before: octets arrive in their order.
    fn is_known_by(&self, trace: &Trace, record: &Record, id: RecordId) -> bool {
        // Where a host talks to itself, what it does may come of what it said.
        record.host == self.receiver
            && self.receiver != self.sender
            && record.cause >= id
            && sent(&trace.record(record.cause).kind)
                .is_some_and(|(conn, from, _)| conn == self.conn && from == self.side)
    }

    fn is_barred(&self) -> bool {
        self.ways.is_cut(self.sender, self.receiver)
            || self.ways.is_parted(self.sender, self.receiver)
            || self.sender_is_offline
            || self.receiver_is_offline
            || self.receiver_is_off
    }

    /// Takes in a record; whether what has not arrived never will: the connection broke, or an end
    /// of it is forgotten.
    fn ends(&mut self, trace: &Trace, record: &Record) -> bool {
        match record.kind {
            Kind::Reset { conn, .. } => conn == self.conn,
            Kind::Command(id) if !trace.effect(id).changes() => false,
            Kind::Command(command) => match trace.command(command) {
                Command::ResetConnection(conn) => *conn == self.conn,
                Command::HostDown(no) | Command::HostUp(no) if no.0 == self.receiver.0 => true,
                command => {
                    self.change(command);
                    false
                }
            },
            _ => false,
        }
    }

    fn change(&mut self, command: &Command) {
        let (sender, receiver) = (self.sender.0, self.receiver.0);
        match command {
            Command::GoOffline(no) | Command::GoOnline(no) => {
                let is_offline = matches!(command, Command::GoOffline(_));
                if no.0 == sender {
                    self.sender_is_offline = is_offline;
                } else if no.0 == receiver {
                    self.receiver_is_offline = is_offline;
                }
            }
            Command::HostDown(no) | Command::HostUp(no) => {
                let is_off = matches!(command, Command::HostDown(_));
                if no.0 == sender {
                    self.sender_is_off = is_off;
                } else if no.0 == receiver {
                    self.receiver_is_off = is_off;
                }
            }
            command => self.ways.take(command),
        }
    }
}
