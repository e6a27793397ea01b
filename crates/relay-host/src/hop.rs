//! The sessions that a next hop may have, and Postfix's dead destinations.

use std::collections::VecDeque;

use relay_kernel::SimTime;

use crate::deliver::{Deliveries, DeliveryId};
use crate::fact::Why;
use crate::host::{Cx, Host};
use crate::retry::{Schedule, whole};
use crate::route::NextHop;
use crate::setback::{Contact, Fault};

/// What a host knows of a next hop while it has deliveries for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hop {
    /// Deliveries past `Waiting`, and sessions.
    pub(crate) busy: u32,
    pub(crate) waiting: VecDeque<DeliveryId>,
    /// Deliveries that reached nobody since the last that did.
    failures: u32,
    /// Postfix: nothing is delivered there until then, and why.
    dead: Option<(SimTime, Why)>,
}

impl Hop {
    /// Until when the destination is dead, and why, if it is.
    fn dead_at(&self, now: SimTime) -> Option<(SimTime, &Why)> {
        let (until, why) = self.dead.as_ref()?;
        (whole(now) < *until).then_some((*until, why))
    }
}

impl Deliveries {
    /// A server answered to a delivery: its next hop's failures do not count any more.
    pub(crate) fn forgive(&mut self, id: DeliveryId) {
        let Some(delivery) = self.by_id.get(id.0) else { return };
        if let Some(hop) = self.hops.get_mut(&delivery.hop) {
            (hop.failures, hop.dead) = (0, None);
        }
        let in_trouble = |hop: &Hop| hop.failures > 0 || hop.dead.is_some();
        self.troubled = self.hops.values().any(in_trouble);
    }
}

impl Host {
    /// Puts recipients off whose destination is dead (Postfix: "delivery temporarily suspended").
    pub(crate) fn is_suspended(
        &mut self,
        cx: &mut Cx<'_>,
        no: u32,
        hop: &NextHop,
        places: &[u16],
    ) -> bool {
        if !self.deliveries.troubled || self.queue.get(no).is_none_or(|entry| entry.forced) {
            return false;
        }
        let known = self.deliveries.hops.get(hop);
        let Some((until, why)) = known.and_then(|known| known.dead_at(cx.now)) else {
            return false;
        };
        let why = Why::Suspended { next_hop: hop.name(), until, last: Box::new(why.clone()) };
        for &place in places {
            self.setback(cx, (no, place), why.clone(), &Fault::Hosts(Contact::default()));
        }
        true
    }

    /// A delivery reached no server of its next hop.
    pub(crate) fn reached_nobody(&mut self, now: SimTime, hop: &NextHop, why: &Why) {
        let patience = self.config.patience;
        if !matches!(self.config.schedule, Schedule::Postfix(_)) {
            return self.memory.suspect(hop);
        }
        let Some(known) = self.deliveries.hops.get_mut(hop) else { return };
        known.failures = known.failures.saturating_add(1);
        self.deliveries.troubled = true;
        if patience.failures > 0 && known.failures >= patience.failures {
            known.failures = 0;
            known.dead = Some((whole(now) + patience.span, why.clone()));
        }
    }

    /// A session to `hop` is over, or a delivery to it ended without one: the next may start.
    pub(crate) fn slot_freed(&mut self, cx: &mut Cx<'_>, hop: &NextHop) {
        while let Some(sessions) = self.deliveries.hops.get_mut(hop) {
            let Some(next) = sessions.waiting.pop_front() else {
                sessions.busy -= 1;
                if sessions.busy == 0 && sessions.dead.is_none() {
                    self.deliveries.hops.remove(hop);
                }
                return;
            };
            if !self.suspend(cx, next) {
                self.resolve(cx.now, next);
                if self.end_if_stuck(cx, next).is_none() {
                    return;
                }
            }
        }
    }

    /// Ends a delivery that waits for a destination that is dead by now.
    fn suspend(&mut self, cx: &mut Cx<'_>, id: DeliveryId) -> bool {
        let Some(delivery) = self.deliveries.get_mut(id) else { return true };
        let (forced, hop) = (delivery.forced, delivery.hop.clone());
        let Some(known) = self.deliveries.hops.get(&hop).filter(|_| !forced) else { return false };
        let Some((until, why)) = known.dead_at(cx.now) else { return false };
        let why = Why::Suspended { next_hop: hop.name(), until, last: Box::new(why.clone()) };
        self.settle_open(cx, id, &why, &Fault::Hosts(Contact::default()));
        self.finish_delivery(cx, id);
        true
    }
}
