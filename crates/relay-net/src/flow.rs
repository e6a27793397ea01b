//! The bytes of one direction of a connection, from the sender's hand to the receiver's.

use relay_kernel::SimTime;

use crate::limit::SEND_WINDOW;

/// The sender's orderly close, which travels behind its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fin {
    /// The sender has not closed.
    #[default]
    Open,
    /// It has closed, and the close is not on its way.
    Waiting,
    /// The close is on its way.
    Sent,
    /// The receiver has it.
    Arrived,
}

/// Bytes for which a buffer has room at least.
const FIRST_ROOM: usize = 128;

/// One direction. Its bytes lie in one piece, oldest first:
///
/// ```text
///   head                                                      end
///   │ delivered, not yet read │ on their way │ waiting to go  │
/// ```
///
/// The buffer is reused by later connections in the same slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    bytes: Vec<u8>,
    head: usize,
    delivered: usize,
    waiting: usize,
    /// Bytes taken from the sender since the connection opened.
    pub(crate) sent: u64,
    /// Nothing that is sent from now on arrives before this.
    pub(crate) last_arrival: SimTime,
    /// Counts how often the sender started to send again. What belongs to an earlier count and is
    /// still under way has been overtaken.
    pub(crate) epoch: u16,
    /// Timeouts in a row.
    pub(crate) timeouts: u8,
    /// Nothing gets through: a retransmission timer runs.
    pub(crate) stalled: bool,
    /// The sender was held back by the window and wants to hear of room.
    pub(crate) starved: bool,
    pub(crate) fin: Fin,
}

impl Flow {
    /// Makes it as new, but keeps the buffer.
    pub(crate) fn renew(&mut self) {
        let mut bytes = core::mem::take(&mut self.bytes);
        bytes.clear();
        *self = Self { bytes, ..Self::default() };
    }

    /// Bytes that the receiver has not read.
    #[inline]
    pub(crate) fn held(&self) -> usize {
        self.bytes.len() - self.head
    }

    /// Bytes that have not been delivered.
    #[inline]
    pub(crate) fn undelivered(&self) -> usize {
        self.held() - self.delivered
    }

    /// Bytes that are not on their way.
    #[inline]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether something is to be put on its way: bytes, or the close behind them.
    #[inline]
    pub(crate) fn has_more(&self) -> bool {
        self.waiting > 0 || self.fin == Fin::Waiting
    }

    /// How many bytes fit into the window.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        SEND_WINDOW - self.held()
    }

    /// Where in the stream the waiting bytes begin.
    pub(crate) fn waiting_from(&self) -> u64 {
        self.sent - self.waiting as u64
    }

    /// Takes bytes from the sender. They wait.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // Moving what is held to the front pays when at least as much is free there: then every
        // byte is moved at most once for each byte that was read.
        if self.bytes.len() + bytes.len() > self.bytes.capacity() {
            if self.head >= self.held() {
                self.bytes.drain(..self.head);
                self.head = 0;
            }
            // At least as much as most lines take, so that not each longer one makes it grow.
            self.bytes.reserve(bytes.len().max(FIRST_ROOM));
        }
        self.bytes.extend_from_slice(bytes);
        self.waiting += bytes.len();
        self.sent += bytes.len() as u64;
    }

    /// When something arrives that would be there at `at` if it were alone: never before what was
    /// sent earlier.
    #[inline]
    pub(crate) fn in_order(&mut self, at: SimTime) -> SimTime {
        self.last_arrival = self.last_arrival.max(at);
        self.last_arrival
    }

    /// The first `len` waiting bytes are on their way.
    #[inline]
    pub(crate) fn depart(&mut self, len: usize) {
        self.waiting -= len;
    }

    /// The next `len` bytes have arrived.
    #[inline]
    pub(crate) fn deliver(&mut self, len: usize) {
        debug_assert!(len <= self.undelivered() - self.waiting, "only what is on its way arrives");
        self.delivered += len;
        if !self.stalled {
            self.timeouts = 0;
        }
    }

    /// The bytes that have arrived and were not read.
    #[inline]
    pub(crate) fn readable(&self) -> &[u8] {
        &self.bytes[self.head..self.head + self.delivered]
    }

    /// The receiver has read `len` bytes, or all that have arrived if those are fewer.
    #[inline]
    pub(crate) fn consume(&mut self, len: usize) {
        let len = len.min(self.delivered);
        self.delivered -= len;
        self.head += len;
        if self.head == self.bytes.len() {
            self.bytes.clear();
            self.head = 0;
        }
    }

    /// All that was on its way has to be sent again.
    pub(crate) fn take_back(&mut self) {
        self.epoch = self.epoch.wrapping_add(1);
        self.waiting = self.undelivered();
        if self.fin == Fin::Sent {
            self.fin = Fin::Waiting;
        }
    }

    /// Loses what is not on its way, and a close that is not.
    pub(crate) fn drop_waiting(&mut self) {
        let kept = self.bytes.len() - self.waiting;
        self.bytes.truncate(kept);
        self.waiting = 0;
        if self.fin == Fin::Waiting {
            self.fin = Fin::Open;
        }
    }

    /// Loses all that was not delivered. What is on its way will not be noticed.
    pub(crate) fn drop_undelivered(&mut self) {
        self.take_back();
        self.drop_waiting();
        self.stalled = false;
    }

    /// The receiver will never read: loses what it has not read.
    pub(crate) fn drop_delivered(&mut self) {
        self.consume(self.delivered);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carry(flow: &mut Flow, bytes: &[u8]) {
        flow.push(bytes);
        flow.depart(bytes.len());
    }

    #[test]
    fn bytes_pass_in_order() {
        let mut flow = Flow::default();
        carry(&mut flow, b"one");
        carry(&mut flow, b"two");
        assert_eq!(flow.readable(), b"");
        flow.deliver(3);
        assert_eq!(flow.readable(), b"one");
        flow.consume(1);
        flow.deliver(3);
        assert_eq!(flow.readable(), b"netwo");
        flow.consume(99);
        assert_eq!((flow.readable(), flow.held()), (&b""[..], 0));
        assert_eq!(flow.sent, 6);
    }

    #[test]
    fn what_was_under_way_can_be_taken_back_and_lost() {
        let mut flow = Flow::default();
        carry(&mut flow, b"arrived");
        flow.deliver(7);
        carry(&mut flow, b"under way");
        flow.push(b" waiting");
        flow.fin = Fin::Sent;
        let before = flow.epoch;
        flow.take_back();
        assert_ne!(flow.epoch, before);
        assert_eq!((flow.waiting(), flow.waiting_from(), flow.fin), (17, 7, Fin::Waiting));
        flow.depart(9);
        flow.drop_waiting();
        assert_eq!((flow.undelivered(), flow.fin), (9, Fin::Open));
        flow.drop_undelivered();
        assert_eq!(flow.readable(), b"arrived");
        assert_eq!(flow.held(), 7);
    }

    #[test]
    fn a_steady_stream_needs_no_more_memory() {
        let mut flow = Flow::default();
        carry(&mut flow, &[0; 1000]);
        for round in 0..10_000_u32 {
            carry(&mut flow, &round.to_le_bytes());
            flow.deliver(4);
            flow.consume(4);
        }
        assert_eq!(flow.held(), 1000);
        assert!(flow.bytes.capacity() <= 8_192, "{} bytes", flow.bytes.capacity());
    }

    #[test]
    fn renewing_keeps_the_buffer() {
        let mut flow = Flow::default();
        carry(&mut flow, &[0; 1000]);
        let capacity = flow.bytes.capacity();
        flow.renew();
        assert_eq!((flow.held(), flow.sent, flow.room()), (0, 0, SEND_WINDOW));
        assert_eq!(flow.bytes.capacity(), capacity);
    }
}
