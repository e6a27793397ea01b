//! Bytes from hand to hand: sending, arriving, sending again.

use relay_kernel::{SimDuration, SimTime};

use super::{Arrival, Fabric};
use crate::connection::{Connection, EndState};
use crate::flow::Fin;
use crate::limit::{RETRANSMISSION_TIMEOUT, SEND_WINDOW_REOPEN, TRANSMISSIONS_MAX};
use crate::link::{Link, timeout_after};
use crate::rule::Stage;
use crate::{
    ConnId, End, Fact, Fate, Happening, NetEvent, Outbox, ResetCause, RuleId, Sent, Verdict,
};

/// What the rules let go at once.
enum Clearance {
    /// So many bytes, so much later.
    Go(usize, SimDuration),
    /// Nothing for now.
    Hold,
    /// Nothing ever again.
    Tear(RuleId),
}

impl Fabric {
    /// Sends `bytes` from one end to the other, as many as the window has room for. One chunk
    /// arrives as one [`Happening::Bytes`], unless a rule splits it or it has to be sent again.
    #[inline]
    pub fn send(
        &mut self,
        now: SimTime,
        conn: ConnId,
        from: End,
        bytes: &[u8],
        out: &mut Outbox,
    ) -> Sent {
        let free = !self.obstructed && self.rules.is_empty();
        let open =
            |held: &&mut Connection| held.serial == conn.serial && held.state(from).can_send();
        let Some(held) = self.slots.get_mut(conn.slot()).filter(open) else {
            return Sent { accepted: 0, fate: Fate::NotOpen };
        };
        if held.torn {
            return Sent { accepted: bytes.len(), fate: Fate::Lost };
        }
        let link = held.route.as_ref().map(|route| &self.links[route.link as usize]);
        let flow = held.flow_mut(from);
        let accepted = bytes.len().min(flow.room());
        flow.starved |= accepted < bytes.len();
        flow.push(&bytes[..accepted]);
        if accepted == 0 || flow.stalled {
            return Sent { accepted, fate: Fate::Held };
        }
        // Mostly nothing is in the way anywhere, and all of it goes at once.
        let latency = link.filter(|_| free).and_then(Link::only_latency);
        let Some(latency) = latency else {
            return Sent { accepted, fate: self.pump(now, conn, from, out) };
        };
        let at = flow.in_order(now + latency);
        let len = flow.waiting();
        flow.depart(len);
        out.at(at, deliver(conn, from.peer(), flow.epoch, len));
        Sent { accepted, fate: Fate::Arrives(at) }
    }

    /// The receiver has read `len` bytes of [`Fabric::received`]. A sender that was held back
    /// hears of the room after the link's latency.
    #[inline]
    pub fn consume(&mut self, now: SimTime, conn: ConnId, to: End, len: usize, out: &mut Outbox) {
        self.read(now, (conn, to), len, |_| (), out);
    }

    /// The same of what `read` takes: the first `len` bytes that have arrived, or all if those are
    /// fewer.
    #[inline]
    pub fn read(
        &mut self,
        now: SimTime,
        (conn, to): (ConnId, End),
        len: usize,
        read: impl FnOnce(&[u8]),
        out: &mut Outbox,
    ) {
        let Some(held) = self.live_mut(conn) else {
            return;
        };
        let flow = held.flow_mut(to.peer());
        let arrived = flow.readable();
        read(arrived.get(..len).unwrap_or(arrived));
        flow.consume(len);
        if flow.starved && flow.room() >= SEND_WINDOW_REOPEN {
            flow.starved = false;
            let at = now + self.profile(conn).latency;
            out.at(at, NetEvent::Room { conn, to: to.peer() });
        }
    }

    pub(super) fn on_room(&mut self, conn: ConnId, to: End) -> Happening {
        match self.live(conn) {
            Some(held) if held.state(to).can_send() => {
                Happening::Writable { conn, end: to, host: held.host(to) }
            }
            _ => Happening::Nothing,
        }
    }

    /// Puts what waits on its way, as far as it gets.
    #[inline(never)]
    pub(super) fn pump(&mut self, now: SimTime, conn: ConnId, from: End, out: &mut Outbox) -> Fate {
        let mut fate = Fate::Held;
        if !self.is_clear(conn, from.peer()) {
            self.stall(now, conn, from, out);
            return fate;
        }
        while self.slots[conn.slot()].flow(from).has_more() {
            let len = self.slots[conn.slot()].flow(from).waiting();
            let (len, extra) = match self.clearance(conn, from, len, out) {
                Clearance::Go(len, extra) => (len, extra),
                Clearance::Hold => {
                    self.stall(now, conn, from, out);
                    return Fate::Held;
                }
                Clearance::Tear(rule) => {
                    self.tear_behind(now, conn, from, ResetCause::Rule(rule), out);
                    return Fate::Lost;
                }
            };
            let at = match self.travel(now, conn, from, len, out) {
                Arrival::At(at) => at + extra,
                Arrival::Never(delay) => {
                    self.doom(now, conn, from, delay, out);
                    return Fate::Held;
                }
            };
            let flow = self.at(conn).flow_mut(from);
            let at = flow.in_order(at);
            let (to, epoch) = (from.peer(), flow.epoch);
            if len == 0 {
                flow.fin = Fin::Sent;
                out.at(at, NetEvent::Fin { conn, to, epoch });
            } else {
                flow.depart(len);
                out.at(at, deliver(conn, to, epoch, len));
                fate = Fate::Arrives(at);
                if !flow.has_more() {
                    break;
                }
            }
        }
        fate
    }

    /// Asks the rules how many of `len` bytes may go; 0 asks about the close behind them.
    #[inline]
    fn clearance(&mut self, conn: ConnId, from: End, len: usize, out: &mut Outbox) -> Clearance {
        if self.rules.is_empty() {
            return Clearance::Go(len, SimDuration::ZERO);
        }
        self.clearance_by_rules(conn, from, len, out)
    }

    #[cold]
    fn clearance_by_rules(
        &mut self,
        conn: ConnId,
        from: End,
        len: usize,
        out: &mut Outbox,
    ) -> Clearance {
        let ruling = self.judge(conn, Stage::Stream, from, len, out);
        match (ruling.verdict, ruling.rule) {
            (Verdict::Delay(extra), _) => Clearance::Go(ruling.len, extra),
            (Verdict::Drop, _) => Clearance::Hold,
            (Verdict::Reset | Verdict::Refuse, Some(rule)) => Clearance::Tear(rule),
            (Verdict::Pass, _) | (_, None) => Clearance::Go(ruling.len, SimDuration::ZERO),
        }
    }

    /// What waits does not get through: the retransmission timer starts.
    #[cold]
    fn stall(&mut self, now: SimTime, conn: ConnId, from: End, out: &mut Outbox) {
        let first = RETRANSMISSION_TIMEOUT.max(self.profile(conn).round_trip());
        let flow = self.at(conn).flow_mut(from);
        if flow.stalled {
            // The timer that runs is replaced, not followed, by the new one.
            flow.timeouts = flow.timeouts.saturating_sub(1);
        }
        flow.stalled = true;
        let retry_at = now + timeout_after(first, flow.timeouts);
        flow.timeouts += 1;
        let epoch = flow.epoch;
        out.facts.push(Fact::Stalled { conn, from, retry_at });
        out.at(retry_at, NetEvent::Retransmit { conn, from, epoch });
    }

    /// What was under way did not arrive: it has to be sent again, unless nobody is there to do it.
    pub(super) fn miss(&mut self, now: SimTime, conn: ConnId, from: End, out: &mut Outbox) {
        let held = self.at(conn);
        if held.torn || held.state(from) == EndState::Closed {
            held.flow_mut(from).drop_undelivered();
        } else {
            held.flow_mut(from).take_back();
            self.stall(now, conn, from, out);
        }
    }

    /// The link loses every transmission: after `delay` the sender gives up.
    #[cold]
    fn doom(
        &mut self,
        now: SimTime,
        conn: ConnId,
        from: End,
        delay: SimDuration,
        out: &mut Outbox,
    ) {
        let flow = self.at(conn).flow_mut(from);
        flow.stalled = true;
        flow.timeouts = TRANSMISSIONS_MAX;
        let (retry_at, epoch) = (now + delay, flow.epoch);
        out.facts.push(Fact::Stalled { conn, from, retry_at });
        out.at(retry_at, NetEvent::Retransmit { conn, from, epoch });
    }

    pub(super) fn on_retransmit(
        &mut self,
        now: SimTime,
        conn: ConnId,
        from: End,
        epoch: u16,
        out: &mut Outbox,
    ) -> Happening {
        let Some(held) = self.live_mut(conn) else {
            return Happening::Nothing;
        };
        let closed = held.state(from) == EndState::Closed;
        let flow = held.flow_mut(from);
        if closed || !flow.stalled || flow.epoch != epoch {
            return Happening::Nothing;
        }
        if flow.timeouts >= TRANSMISSIONS_MAX {
            return self.give_up(now, conn, from, out);
        }
        flow.stalled = false;
        self.pump(now, conn, from, out);
        Happening::Nothing
    }

    #[inline]
    pub(super) fn on_deliver(
        &mut self,
        now: SimTime,
        conn: ConnId,
        to: End,
        epoch: u16,
        len: u32,
        out: &mut Outbox,
    ) -> Happening {
        let from = to.peer();
        let free = !self.obstructed;
        let Some(held) = self.live_mut(conn).filter(|held| held.flow(from).epoch == epoch) else {
            return Happening::Nothing;
        };
        if free && held.state(to).can_receive() {
            held.flow_mut(from).deliver(len as usize);
            return Happening::Bytes { conn, to, host: held.host(to), len };
        }
        self.deliver_if_clear(now, (conn, to), len, out)
    }

    /// The same where something may be in the way of what has just arrived, or the end that it
    /// reaches may not take it.
    #[cold]
    fn deliver_if_clear(
        &mut self,
        now: SimTime,
        (conn, to): (ConnId, End),
        len: u32,
        out: &mut Outbox,
    ) -> Happening {
        let from = to.peer();
        if !self.is_clear(conn, to) {
            self.miss(now, conn, from, out);
            return Happening::Nothing;
        }
        let held = self.at(conn);
        match held.state(to) {
            state if state.can_receive() => {
                held.flow_mut(from).deliver(len as usize);
                Happening::Bytes { conn, to, host: held.host(to), len }
            }
            EndState::Closed => {
                self.answer_with_reset(now, conn, from, out);
                Happening::Nothing
            }
            // The end of the handshake got lost: bytes wait until it is repeated.
            _ => {
                self.miss(now, conn, from, out);
                Happening::Nothing
            }
        }
    }
}

fn deliver(conn: ConnId, to: End, epoch: u16, len: usize) -> NetEvent {
    let len = u32::try_from(len).expect("the window is far below 4 GiB");
    NetEvent::Deliver { conn, to, epoch, len }
}
