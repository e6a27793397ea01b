//! How connections end: in order, by a reset, or because a host vanished.

use relay_kernel::SimTime;

use super::{Arrival, Fabric};
use crate::connection::EndState;
use crate::flow::Fin;
use crate::limit::FIN_WAIT_MAX;
use crate::{ConnId, DialError, End, Happening, NetEvent, Outbox, ResetCause};

impl Fabric {
    /// `end` sends no more. The peer hears of it after all bytes that were sent, and may go on
    /// sending until it closes too (RFC 9293 section 3.6).
    ///
    /// Closing a connection that is still being dialled abandons it. Closing twice does nothing.
    pub fn close(&mut self, now: SimTime, conn: ConnId, end: End, out: &mut Outbox) {
        let Some(held) = self.live_mut(conn) else {
            return;
        };
        let state = held.state(end);
        if state == EndState::SynSent {
            return self.abandon(conn);
        }
        if !state.can_send() {
            return;
        }
        held.set_state(end, state.on_close());
        if held.torn {
            return;
        }
        let flow = held.flow_mut(end);
        flow.fin = Fin::Waiting;
        if !flow.stalled {
            self.pump(now, conn, end, out);
        }
    }

    /// `end` forgets the connection at once: what it sent and what was sent to it is lost. The peer
    /// hears of it after the link's latency, or when it sends something if that reset gets lost.
    pub fn reset(&mut self, now: SimTime, conn: ConnId, end: End, out: &mut Outbox) {
        let Some(held) = self.live_mut(conn) else {
            return;
        };
        match held.state(end) {
            EndState::SynSent => return self.abandon(conn),
            // A listener cannot reset what it has not accepted.
            EndState::Listen | EndState::SynReceived | EndState::Closed => return,
            EndState::Established | EndState::CloseWait | EndState::FinWait | EndState::LastAck => {
                held.set_state(end, EndState::Closed);
            }
        }
        held.flow_mut(end).drop_undelivered();
        held.flow_mut(end.peer()).drop_delivered();
        let torn = held.torn;
        self.release_if_over(conn);
        if !torn && self.live(conn).is_some() {
            self.send_reset(now, conn, end.peer(), ResetCause::Peer, out);
        }
    }

    /// The network tears the connection now: what is under way is lost, and both ends get a reset
    /// after the link's latency. A dial that is under way is refused.
    pub fn tear(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) {
        let Some(held) = self.live_mut(conn).filter(|held| !held.torn) else {
            return;
        };
        held.torn = true;
        held.flow_mut(End::Dialer).drop_undelivered();
        held.flow_mut(End::Listener).drop_undelivered();
        if held.state(End::Dialer) == EndState::SynSent {
            let error = DialError::Refused;
            let at = now + self.profile(conn).latency;
            out.at(at, NetEvent::DialFailed { conn, error });
            return;
        }
        for end in End::BOTH {
            self.send_reset(now, conn, end, ResetCause::Torn, out);
        }
    }

    /// As [`Fabric::tear`], but bytes that are on their way still arrive: what `from` would send
    /// next is the first that is lost.
    pub fn tear_before(&mut self, now: SimTime, conn: ConnId, from: End, out: &mut Outbox) {
        if self.live(conn).is_some_and(|held| !held.torn) {
            self.tear_behind(now, conn, from, ResetCause::Torn, out);
        }
    }

    /// The same for one that is there. The reset travels behind
    /// what `from` sent and comes back from there to `from`.
    pub(super) fn tear_behind(
        &mut self,
        now: SimTime,
        conn: ConnId,
        from: End,
        cause: ResetCause,
        out: &mut Outbox,
    ) {
        let latency = self.profile(conn).latency;
        let held = self.at(conn);
        held.torn = true;
        for (to, spent) in [(from.peer(), latency), (from, latency * 2)] {
            let flow = held.flow_mut(to.peer());
            flow.drop_waiting();
            flow.stalled = false;
            out.at((now + spent).max(flow.last_arrival), NetEvent::Rst { conn, to, cause });
        }
    }

    /// A dialer that has no answer yet wants none any more.
    fn abandon(&mut self, conn: ConnId) {
        self.at(conn).states = [EndState::Closed; 2];
        self.release_if_over(conn);
    }

    /// `end` is gone with its host and tells nobody.
    pub(super) fn vanish(&mut self, now: SimTime, conn: ConnId, end: End, out: &mut Outbox) {
        let held = self.at(conn);
        match held.state(end) {
            EndState::Listen | EndState::Closed => return,
            EndState::SynSent => return self.abandon(conn),
            _ => held.set_state(end, EndState::Closed),
        }
        let flow = held.flow_mut(end);
        flow.drop_waiting();
        flow.stalled = false;
        held.flow_mut(end.peer()).drop_delivered();
        self.release_if_over(conn);
        self.watch_orphan(now, conn, end.peer(), out);
    }

    /// `end` has waited too long for an acknowledgement.
    pub(super) fn give_up(
        &mut self,
        now: SimTime,
        conn: ConnId,
        end: End,
        out: &mut Outbox,
    ) -> Happening {
        let held = self.at(conn);
        held.flow_mut(end).drop_waiting();
        held.flow_mut(end).stalled = false;
        let happening = self.lose(conn, end, ResetCause::TimedOut);
        self.watch_orphan(now, conn, end.peer(), out);
        happening
    }

    /// `end` loses the connection. One that has closed and heard the peer close does not care.
    fn lose(&mut self, conn: ConnId, end: End, cause: ResetCause) -> Happening {
        let held = self.at(conn);
        let host = held.host(end);
        let cares = !matches!(held.state(end), EndState::LastAck | EndState::SynReceived);
        held.set_state(end, EndState::Closed);
        self.release_if_over(conn);
        if cares { Happening::Reset { conn, to: end, host, cause } } else { Happening::Nothing }
    }

    /// The peer of `end` is gone without a word. If `end` has closed and nothing of it is to be
    /// acknowledged, nothing will ever happen to it: it waits a while and forgets.
    fn watch_orphan(&mut self, now: SimTime, conn: ConnId, end: End, out: &mut Outbox) {
        let Some(held) = self.live(conn) else {
            return;
        };
        let flow = held.flow(end);
        let closing = matches!(held.state(end), EndState::FinWait | EndState::LastAck);
        let moving = flow.stalled || flow.fin == Fin::Sent;
        if closing && !moving {
            out.at(now + FIN_WAIT_MAX, NetEvent::FinWaitOver { conn, end });
        }
    }

    pub(super) fn on_fin_wait_over(&mut self, conn: ConnId, end: End) -> Happening {
        let Some(held) = self.live(conn) else {
            return Happening::Nothing;
        };
        let closing = matches!(held.state(end), EndState::FinWait | EndState::LastAck);
        if closing && held.state(end.peer()) == EndState::Closed {
            self.lose(conn, end, ResetCause::TimedOut)
        } else {
            Happening::Nothing
        }
    }

    /// Something of `to` reached an end that no longer exists (RFC 9293 section 3.5.2, group 1).
    pub(super) fn answer_with_reset(
        &mut self,
        now: SimTime,
        conn: ConnId,
        to: End,
        out: &mut Outbox,
    ) {
        if !self.at(conn).torn && self.at(conn).state(to) != EndState::Closed {
            self.send_reset(now, conn, to, ResetCause::Peer, out);
        }
    }

    pub(super) fn send_reset(
        &mut self,
        now: SimTime,
        conn: ConnId,
        to: End,
        cause: ResetCause,
        out: &mut Outbox,
    ) {
        let Arrival::At(mut at) = self.travel(now, conn, to.peer(), 0, out) else {
            return self.miss_reset(now, conn, to, out);
        };
        let held = self.at(conn);
        if held.state(to) == EndState::SynReceived {
            // Not before the end of the handshake, which is on its way.
            at = at.max(held.flow(to.peer()).last_arrival);
        }
        out.at(at, NetEvent::Rst { conn, to, cause });
    }

    /// A reset got lost. What it answered was not acknowledged, so it is sent again.
    fn miss_reset(&mut self, now: SimTime, conn: ConnId, to: End, out: &mut Outbox) {
        let flow = self.at(conn).flow(to);
        if flow.undelivered() > 0 || flow.fin == Fin::Sent {
            self.miss(now, conn, to, out);
        } else {
            self.watch_orphan(now, conn, to, out);
        }
    }

    pub(super) fn on_rst(
        &mut self,
        now: SimTime,
        conn: ConnId,
        to: End,
        cause: ResetCause,
        out: &mut Outbox,
    ) -> Happening {
        if self.live(conn).is_none_or(|held| held.state(to) == EndState::Closed) {
            return Happening::Nothing;
        }
        // What the network tears is torn on both sides of any cut.
        if cause == ResetCause::Peer && !self.is_clear(conn, to) {
            self.miss_reset(now, conn, to, out);
            return Happening::Nothing;
        }
        let flow = self.at(conn).flow_mut(to);
        flow.drop_waiting();
        flow.stalled = false;
        self.lose(conn, to, cause)
    }

    pub(super) fn on_fin(
        &mut self,
        now: SimTime,
        conn: ConnId,
        to: End,
        epoch: u16,
        out: &mut Outbox,
    ) -> Happening {
        let from = to.peer();
        if self.live(conn).is_none_or(|held| held.flow(from).epoch != epoch) {
            return Happening::Nothing;
        }
        let state = self.at(conn).state(to);
        if !self.is_clear(conn, to) || state == EndState::SynReceived {
            self.miss(now, conn, from, out);
            return Happening::Nothing;
        }
        if state == EndState::Closed {
            self.answer_with_reset(now, conn, from, out);
            return Happening::Nothing;
        }
        let held = self.at(conn);
        held.flow_mut(from).fin = Fin::Arrived;
        held.set_state(from, held.state(from).on_close_arrived());
        let own_close_arrived = held.flow(to).fin == Fin::Arrived;
        held.set_state(to, state.on_peer_close(own_close_arrived));
        let host = held.host(to);
        self.release_if_over(conn);
        Happening::Closed { conn, to, host }
    }
}
