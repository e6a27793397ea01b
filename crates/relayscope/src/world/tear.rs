//! Connections that the network tears.

use relay_kernel::{ConnNo, RecordId};
use relay_net::{ConnId, End};

use super::wires::Wires;

impl Wires {
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
