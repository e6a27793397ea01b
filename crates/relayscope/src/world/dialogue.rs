//! Where in an SMTP dialogue something is said, for faults that wait for a point of it.

use relay_kernel::ConnNo;
use relay_net::{ConnId, End};

use crate::scenario::{Break, DialoguePoint};
use crate::trace::{Kind, Side, Trace, answered};

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
        let Some(point) = point_of(trace, no, said) else { return false };
        let found = self.breaks.iter().position(|held| between(held) && held.at == point);
        let Some(place) = found else { return false };
        self.breaks[place].times -= 1;
        self.breaks.retain(|held| held.times > 0);
        true
    }

    /// The network tears a connection before what `end` says now can leave.
    pub(super) fn tear(&mut self, id: ConnId, end: End) {
        self.fabric.tear_before(self.now, id, end, &mut self.outbox);
    }
}

/// The point at which something is said that is not in the trace yet; `None` where no fault waits.
fn point_of(trace: &Trace, no: ConnNo, said: &Kind) -> Option<DialoguePoint> {
    match said {
        Kind::Data { .. } => Some(DialoguePoint::Content),
        Kind::Line { from: Side::Server, .. } => match &answered(trace, trace.written(), no)? {
            b"    " => Some(DialoguePoint::Greeting),
            b"EHLO" | b"HELO" => Some(DialoguePoint::Hello),
            b"MAIL" => Some(DialoguePoint::Mail),
            b"RCPT" => Some(DialoguePoint::Recipient),
            b"DATA" => Some(DialoguePoint::Data),
            b".   " => Some(DialoguePoint::FinalReply),
            b"QUIT" => Some(DialoguePoint::Quit),
            _ => None,
        },
        _ => None,
    }
}
