//! Where in an SMTP dialogue something is said, for faults that wait for a point of it.

use relay_kernel::{ConnNo, RecordId};
use relay_net::{ConnId, End};

use crate::scenario::Break;
use crate::trace::{Kind, Trace, point_of};

use super::wires::Wires;

/// POP3's port; the others speak SMTP.
const POP3_PORT: u16 = 110;

impl Wires {
    /// Whether the connection is to break before `said` arrives. If so, that was one of the times.
    pub(super) fn breaks_at(&mut self, trace: &Trace, id: ConnId, said: &Kind) -> bool {
        let Some(no) = self.connections.get(id).map(|connection| connection.no) else {
            return false;
        };
        let conn = trace.conn(no);
        if conn.port == POP3_PORT {
            return false;
        }
        let between = |held: &Break| {
            held.server.0 == conn.server.0 && held.client.is_none_or(|no| no.0 == conn.client.0)
        };
        if !self.breaks.iter().any(between) {
            return false;
        }
        let Some(point) = point_of(trace, trace.written(), said) else { return false };
        let found = self.breaks.iter().position(|held| between(held) && held.at == point);
        let Some(place) = found else { return false };
        self.breaks[place].times -= 1;
        self.breaks.retain(|held| held.times > 0);
        true
    }

    /// The network tears a connection now, and `cause` led to that.
    pub(super) fn tear_now(&mut self, no: ConnNo, cause: RecordId) {
        if let Some(id) = self.connections.numbered(no) {
            self.fabric.tear(self.now, id, &mut self.outbox);
            self.flush(cause);
        }
    }

    /// The network tears a connection before what `end` says now can leave.
    pub(super) fn tear(&mut self, id: ConnId, end: End) {
        self.fabric.tear_before(self.now, id, end, &mut self.outbox);
    }
}
