//! Whether what was said gets through, as far as a position of a run knows it.
//!
//! A record of a line says how long its octets will be under way. What happens to the network until
//! then can still stop them.

use relay_kernel::RecordId;
use relayscope::command::Command;
use relayscope::trace::{Conn, HostId, Kind, Side, Trace, Transit};

/// Whether octets get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passage {
    /// They arrive.
    Free,
    /// The network holds them back for now.
    Held,
    /// They never arrive.
    Lost,
}

impl Passage {
    /// Of what left with the record `id`, by what was known then.
    pub fn at_departure(transit: Transit) -> Self {
        match transit {
            Transit::NEVER => Self::Lost,
            Transit::HELD => Self::Held,
            _ => Self::Free,
        }
    }

    /// Of what left with the record `id`, by what the first `records` records know; something that
    /// is no line, no block and no content arrives.
    pub fn of(trace: &Trace, id: RecordId, records: usize) -> Self {
        let left = trace.record(id);
        let (conn, from, transit) = match left.kind {
            Kind::Line { conn, from, transit, .. } | Kind::Block { conn, from, transit, .. } => {
                (conn, from, transit)
            }
            Kind::Data { conn, transit, .. } => (conn, Side::Client, transit),
            _ => return Self::Free,
        };
        let Some(micros) = transit.known() else { return Self::at_departure(transit) };
        let way = Way::new(trace.conn(conn), from);
        let arrives_at = left.at + relay_kernel::SimDuration::from_micros(u64::from(micros));
        let mut is_held = false;
        for later in trace.records()[..records].iter().skip(id.index() + 1) {
            if later.at >= arrives_at {
                break;
            }
            let Kind::Command(command) = later.kind else { continue };
            match trace.command(command) {
                Command::ResetConnection(no) if *no == conn => return Self::Lost,
                // Its end of the connection is forgotten there.
                Command::HostDown(no) if no.0 == way.receiver.0 => return Self::Lost,
                command => is_held = way.is_barred(command).unwrap_or(is_held),
            }
        }
        if is_held { Self::Held } else { Self::Free }
    }
}

/// From whom to whom octets go.
struct Way {
    sender: HostId,
    receiver: HostId,
}

impl Way {
    fn new(conn: Conn, from: Side) -> Self {
        match from {
            Side::Client => Self { sender: conn.client, receiver: conn.server },
            Side::Server => Self { sender: conn.server, receiver: conn.client },
        }
    }

    /// Whether nothing gets through after `command`; `None` when that changes nothing about it.
    fn is_barred(&self, command: &Command) -> Option<bool> {
        let is_end = |no: u32| no == self.sender.0 || no == self.receiver.0;
        match command {
            Command::CutLink([a, b]) if is_end(a.0) && is_end(b.0) => Some(true),
            Command::MendLink([a, b]) if is_end(a.0) && is_end(b.0) => Some(false),
            Command::GoOffline(no) if is_end(no.0) => Some(true),
            Command::GoOnline(no) if is_end(no.0) => Some(false),
            Command::Partition(side) => {
                let holds = |host: HostId| side.iter().any(|no| no.0 == host.0);
                Some(holds(self.sender) != holds(self.receiver))
            }
            _ => None,
        }
    }
}
