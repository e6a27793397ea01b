//! How connections come about: RFC 9293 section 3.5, with what can go wrong on the way.

use relay_kernel::{SimDuration, SimTime};

use super::{Arrival, Fabric};
use crate::connection::EndState;
use crate::limit::{CONNECTIONS_MAX, HANDSHAKE_TIMEOUT, SYN_ACKS_MAX};
use crate::link::timeout_after;
use crate::rule::Stage;
use crate::{
    ConnId, DialError, End, Endpoint, Fact, Happening, NetEvent, NetHostId, Outbox, ResetCause,
    Verdict,
};

impl Fabric {
    /// Dials `to` from the first address of `from`. Exactly one of [`Happening::Connected`] and
    /// [`Happening::DialFailed`] follows, the latter at most `connect_timeout` later, unless the
    /// dialer resets the connection before.
    pub fn dial(
        &mut self,
        now: SimTime,
        from: NetHostId,
        to: Endpoint,
        connect_timeout: SimDuration,
        out: &mut Outbox,
    ) -> ConnId {
        let exhausted = self.connection_count() >= CONNECTIONS_MAX;
        let conn = self.open_slot(now, from, to);
        self.at(conn).dial_deadline = now + connect_timeout;
        if exhausted {
            let error = DialError::Exhausted;
            out.at(now, NetEvent::DialFailed { conn, error });
        } else {
            self.send_syn(now, conn, out);
        }
        conn
    }

    /// Sends the SYN, for the first time or again.
    fn send_syn(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) {
        let held = self.at(conn);
        let (from, route) = (held.dialer, held.route);
        let dialer = &self.hosts[from.index()];
        let round_trip = self.profile(conn).round_trip();
        let Some(route) = route else {
            // The router that would know the way answers, wherever it is.
            let spent = if dialer.plugged { round_trip } else { SimDuration::ZERO };
            return self.fail_dial(conn, now + spent, DialError::Unreachable, out);
        };
        let leaves = from == route.listener || dialer.plugged;
        if !dialer.up || !leaves {
            return self.fail_dial(conn, now, DialError::Unreachable, out);
        }
        if !self.has_way(from, route.listener) {
            return self.fail_dial(conn, now + round_trip, DialError::Unreachable, out);
        }
        let ruling = self.judge(conn, Stage::Handshake, End::Dialer, 0, out);
        let extra = match ruling.verdict {
            Verdict::Pass => SimDuration::ZERO,
            Verdict::Delay(extra) => extra,
            Verdict::Drop => return self.await_syn_timeout(now, conn, out),
            Verdict::Reset | Verdict::Refuse => {
                return self.fail_dial(conn, now + round_trip, DialError::Refused, out);
            }
        };
        match self.travel(now, conn, End::Dialer, 0, out) {
            Arrival::At(at) => self.while_dialling(conn, at + extra, NetEvent::Syn(conn), out),
            Arrival::Never(_) => self.fail_dial(conn, SimTime::MAX, DialError::TimedOut, out),
        }
    }

    /// Schedules the next step of a handshake, or the end of the dialer's patience if that comes
    /// first.
    fn while_dialling(&mut self, conn: ConnId, at: SimTime, event: NetEvent, out: &mut Outbox) {
        let deadline = self.at(conn).dial_deadline;
        if at <= deadline {
            out.at(at, event);
        } else {
            out.at(deadline, NetEvent::DialFailed { conn, error: DialError::TimedOut });
        }
    }

    fn fail_dial(&mut self, conn: ConnId, at: SimTime, error: DialError, out: &mut Outbox) {
        self.while_dialling(conn, at, NetEvent::DialFailed { conn, error }, out);
    }

    /// The SYN or its answer got lost: the dialer waits for its timer.
    fn await_syn_timeout(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) {
        let first = HANDSHAKE_TIMEOUT.max(self.profile(conn).round_trip());
        let held = self.at(conn);
        let retry_at = (now + timeout_after(first, held.dial_timeouts)).min(held.dial_deadline);
        held.dial_timeouts = held.dial_timeouts.saturating_add(1);
        out.facts.push(Fact::Stalled { conn, from: End::Dialer, retry_at });
        out.at(retry_at, NetEvent::SynTimeout(conn));
    }

    pub(super) fn on_syn_timeout(
        &mut self,
        now: SimTime,
        conn: ConnId,
        out: &mut Outbox,
    ) -> Happening {
        let Some(held) = self.live_mut(conn).filter(|held| !held.torn) else {
            return Happening::Nothing;
        };
        if now >= held.dial_deadline {
            return self.on_dial_failed(conn, DialError::TimedOut);
        }
        // The listener may have heard of an earlier SYN; this one starts anew.
        held.set_state(End::Listener, EndState::Listen);
        self.send_syn(now, conn, out);
        Happening::Nothing
    }

    pub(super) fn on_dial_failed(&mut self, conn: ConnId, error: DialError) -> Happening {
        let Some(held) = self.live_mut(conn) else {
            return Happening::Nothing;
        };
        held.states = [EndState::Closed; 2];
        let host = held.dialer;
        self.release_if_over(conn);
        Happening::DialFailed { conn, host, error }
    }

    pub(super) fn on_syn(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) -> Happening {
        if self.live(conn).is_none_or(|held| held.torn) {
            return Happening::Nothing;
        }
        if !self.is_clear(conn, End::Listener) {
            self.await_syn_timeout(now, conn, out);
            return Happening::Nothing;
        }
        let held = &self.slots[conn.slot()];
        let port = held.endpoints[End::Listener.index()].port;
        let mut refused = !self.is_listening(held.host(End::Listener), port);
        let mut extra = SimDuration::ZERO;
        if !refused {
            match self.judge(conn, Stage::Handshake, End::Listener, 0, out).verdict {
                Verdict::Pass => {}
                Verdict::Delay(more) => extra = more,
                Verdict::Reset | Verdict::Refuse => refused = true,
                Verdict::Drop => {
                    self.await_syn_timeout(now, conn, out);
                    return Happening::Nothing;
                }
            }
        }
        let event = if refused {
            NetEvent::DialFailed { conn, error: DialError::Refused }
        } else {
            self.at(conn).set_state(End::Listener, EndState::SynReceived);
            NetEvent::SynAck(conn)
        };
        match self.travel(now, conn, End::Listener, 0, out) {
            Arrival::At(at) => self.while_dialling(conn, at + extra, event, out),
            Arrival::Never(_) => self.fail_dial(conn, SimTime::MAX, DialError::TimedOut, out),
        }
        Happening::Nothing
    }

    pub(super) fn on_syn_ack(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) -> Happening {
        if self.live(conn).is_none_or(|held| held.torn) {
            return Happening::Nothing;
        }
        if !self.is_clear(conn, End::Dialer) {
            self.await_syn_timeout(now, conn, out);
            return Happening::Nothing;
        }
        let held = self.at(conn);
        let dialer = held.dialer;
        held.set_state(End::Dialer, EndState::Established);
        held.dial_timeouts = 0;
        self.send_ack(now, conn, SimDuration::ZERO, out);
        Happening::Connected { conn, host: dialer }
    }

    /// Sends the ACK that ends the handshake. It is on its way before any byte of the dialer.
    fn send_ack(&mut self, now: SimTime, conn: ConnId, extra: SimDuration, out: &mut Outbox) {
        let at = match self.travel(now, conn, End::Dialer, 0, out) {
            Arrival::At(at) => at + extra,
            // The listener never hears of the dialer, whose own bytes will time out.
            Arrival::Never(_) => return self.at(conn).set_state(End::Listener, EndState::Closed),
        };
        let flow = self.at(conn).flow_mut(End::Dialer);
        flow.last_arrival = flow.last_arrival.max(at);
        out.at(at, NetEvent::Ack(conn));
    }

    pub(super) fn on_ack(&mut self, now: SimTime, conn: ConnId, out: &mut Outbox) -> Happening {
        let clear = self.live(conn).is_some() && self.is_clear(conn, End::Listener);
        let Some(held) = self.live_mut(conn) else {
            return Happening::Nothing;
        };
        if held.state(End::Listener) != EndState::SynReceived {
            // The listener's host has crashed since.
            if clear {
                self.answer_with_reset(now, conn, End::Dialer, out);
            }
            return Happening::Nothing;
        }
        if !clear {
            // The listener repeats its SYN-ACK, and the dialer answers it again.
            let lost = held.dial_timeouts;
            held.dial_timeouts += 1;
            if lost < SYN_ACKS_MAX {
                out.at(now + timeout_after(HANDSHAKE_TIMEOUT, lost), NetEvent::Ack(conn));
            } else {
                held.set_state(End::Listener, EndState::Closed);
                self.release_if_over(conn);
            }
            return Happening::Nothing;
        }
        let (host, endpoints) = (held.host(End::Listener), held.endpoints);
        let [peer, local] = endpoints;
        if self.is_listening(host, local.port) {
            self.at(conn).set_state(End::Listener, EndState::Established);
            return Happening::Accepted { conn, host, local, peer };
        }
        // It stopped listening in between: what nobody has accepted is reset.
        self.at(conn).set_state(End::Listener, EndState::Closed);
        self.release_if_over(conn);
        if self.live(conn).is_some() {
            self.send_reset(now, conn, End::Dialer, ResetCause::Peer, out);
        }
        Happening::Nothing
    }
}
