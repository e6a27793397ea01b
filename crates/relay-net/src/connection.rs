//! One connection: the state of both ends and the bytes between them.

use relay_kernel::SimTime;

use crate::flow::Flow;
use crate::{ConnId, End, Endpoint, NetHostId};

/// The state of one end of a connection: RFC 9293 section 3.3.2 without what nobody can see.
///
/// ```text
///        dialer                         listener
///       SynSent                          Listen
///          │ SYN-ACK arrives               │ SYN arrives
///          │                          SynReceived
///          │                               │ ACK arrives
///          └──────────► Established ◄──────┘
///              it closes │        │ the peer's close arrives
///                     FinWait   CloseWait
///      the peer's close  │        │ it closes
///      arrives           │     LastAck
///                        │        │ its close has arrived
///                        └► Closed ◄┘
/// ```
///
/// A reset, a timeout or a crash of its host leads from everywhere to `Closed`. `FinWait` covers
/// FIN-WAIT-1 and FIN-WAIT-2; `LastAck` covers CLOSING too, when both ends close at once.
/// TIME-WAIT is left out: the network never confuses two connections, so nobody has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndState {
    /// The dialer waits for an answer.
    SynSent,
    /// The listener has not heard of the connection yet.
    Listen,
    /// The listener has answered and waits for the end of the handshake.
    SynReceived,
    /// Both may send.
    Established,
    /// The peer has closed; this end may still send.
    CloseWait,
    /// This end has closed; the peer may still send.
    FinWait,
    /// Both have closed, and this end's close has not arrived yet.
    LastAck,
    /// This end knows nothing of the connection any more.
    Closed,
}

impl EndState {
    /// Whether this end may send.
    #[inline]
    pub const fn can_send(self) -> bool {
        matches!(self, Self::Established | Self::CloseWait)
    }

    /// Whether this end still hears what the peer sends.
    #[inline]
    pub const fn can_receive(self) -> bool {
        matches!(self, Self::Established | Self::FinWait)
    }

    /// The owner closes. An end that cannot send has nothing to close.
    pub(crate) const fn on_close(self) -> Self {
        match self {
            Self::Established => Self::FinWait,
            Self::CloseWait => Self::LastAck,
            other => other,
        }
    }

    /// The peer's close arrives.
    pub(crate) const fn on_peer_close(self, own_close_arrived: bool) -> Self {
        match self {
            Self::Established => Self::CloseWait,
            Self::FinWait if own_close_arrived => Self::Closed,
            Self::FinWait => Self::LastAck,
            other => other,
        }
    }

    /// The own close has arrived at the peer.
    pub(crate) const fn on_close_arrived(self) -> Self {
        match self {
            Self::LastAck => Self::Closed,
            other => other,
        }
    }
}

/// The way of a connection through the network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) listener: NetHostId,
    pub(crate) link: u32,
    /// Whether the dialer sends on the link's second lane.
    pub(crate) flipped: bool,
}

impl Route {
    /// Which lane of the link `sender` uses.
    #[inline]
    pub(crate) fn lane(&self, sender: End) -> usize {
        sender.index() ^ usize::from(self.flipped)
    }
}

/// A slot of the table of connections.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// The connection's number; 0 when the slot is free.
    pub(crate) serial: u32,
    pub(crate) dialer: NetHostId,
    /// `None` when no host has the address that was dialled.
    pub(crate) route: Option<Route>,
    /// By end.
    pub(crate) endpoints: [Endpoint; 2],
    /// By end.
    pub(crate) states: [EndState; 2],
    /// By the end that sends.
    pub(crate) flows: [Flow; 2],
    /// A reset is on its way to both ends: what they send is lost.
    pub(crate) torn: bool,
    /// When the dialer gives up.
    pub(crate) dial_deadline: SimTime,
    /// Timeouts in a row while it opens.
    pub(crate) dial_timeouts: u8,
    pub(crate) opened_at: SimTime,
}

impl Connection {
    /// The host at `end`; for an address that no host has, the dialer's.
    #[inline]
    pub(crate) fn host(&self, end: End) -> NetHostId {
        match (end, &self.route) {
            (End::Listener, Some(route)) => route.listener,
            _ => self.dialer,
        }
    }

    #[inline]
    pub(crate) fn state(&self, end: End) -> EndState {
        self.states[end.index()]
    }

    #[inline]
    pub(crate) fn set_state(&mut self, end: End, state: EndState) {
        self.states[end.index()] = state;
    }

    /// What `from` sends.
    #[inline]
    pub(crate) fn flow(&self, from: End) -> &Flow {
        &self.flows[from.index()]
    }

    /// What `from` sends.
    #[inline]
    pub(crate) fn flow_mut(&mut self, from: End) -> &mut Flow {
        &mut self.flows[from.index()]
    }

    /// Whether neither end knows of it any more. An end that never heard of it does not either.
    pub(crate) fn is_over(&self) -> bool {
        let gone = |state| matches!(state, EndState::Closed | EndState::Listen);
        gone(self.states[0]) && gone(self.states[1])
    }

    pub(crate) fn view(&self, slot: u32) -> ConnectionView {
        ConnectionView {
            id: ConnId { serial: self.serial, slot },
            dialer: self.dialer,
            listener: self.route.map(|route| route.listener),
            endpoints: self.endpoints,
            states: self.states,
            sent: [self.flows[0].sent, self.flows[1].sent],
            in_flight: [self.flows[0].undelivered(), self.flows[1].undelivered()],
            stalled: [self.flows[0].stalled, self.flows[1].stalled],
            opened_at: self.opened_at,
        }
    }
}

/// What anybody may know about a connection. The arrays are by [`End::index`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionView {
    /// Its id.
    pub id: ConnId,
    /// The host that dialled.
    pub dialer: NetHostId,
    /// The host that was dialled; `None` when no host has that address.
    pub listener: Option<NetHostId>,
    /// Address and port of each end.
    pub endpoints: [Endpoint; 2],
    /// The state of each end.
    pub states: [EndState; 2],
    /// Bytes that each end has sent so far.
    pub sent: [u64; 2],
    /// Bytes of those that have not arrived.
    pub in_flight: [usize; 2],
    /// Whether what the end sends does not get through at present.
    pub stalled: [bool; 2],
    /// When it was dialled.
    pub opened_at: SimTime,
}

#[cfg(test)]
mod tests {
    use super::EndState::{self, CloseWait, Closed, Established, FinWait, LastAck};

    #[test]
    fn the_first_to_close() {
        assert_eq!(Established.on_close(), FinWait);
        assert_eq!(FinWait.on_peer_close(true), Closed);
    }

    #[test]
    fn the_second_to_close() {
        assert_eq!(Established.on_peer_close(false), CloseWait);
        assert_eq!(CloseWait.on_close(), LastAck);
        assert_eq!(LastAck.on_close_arrived(), Closed);
    }

    #[test]
    fn both_at_once() {
        assert_eq!(FinWait.on_peer_close(false), LastAck);
        assert_eq!(FinWait.on_close_arrived(), FinWait);
    }

    #[test]
    fn closing_twice_changes_nothing() {
        for state in [FinWait, LastAck, Closed, EndState::SynSent, EndState::Listen] {
            assert_eq!(state.on_close(), state);
        }
    }
}
