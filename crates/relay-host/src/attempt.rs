//! One pass over an entry: where each recipient goes, and which of them share a transaction.

use crate::host::{Cx, Host};
use crate::route::{NextHop, Route, route};
use crate::setback::Fault;

impl Host {
    /// Tries the due recipients of every entry that is ready.
    pub(crate) fn run_ready(&mut self, cx: &mut Cx<'_>) {
        while let Some((no, cause)) = self.ready.pop_front() {
            cx.cause = cause;
            self.attempt(cx, no);
        }
    }

    fn attempt(&mut self, cx: &mut Cx<'_>, no: u32) {
        let mut groups = core::mem::take(&mut self.spare.groups);
        let at_once = self.config.recipients_per_delivery_max;
        let mut from = 0;
        if let Some(entry) = self.queue.get_mut(no) {
            entry.began = cx.now;
        }
        while let Some(entry) = self.queue.get(no)
            && let Some(place) = entry.next_due(from)
        {
            from = usize::from(place) + 1;
            if let Some(why) = self.loops(entry, place) {
                self.setback(cx, (no, place), why, &Fault::Local);
                continue;
            }
            let via = entry.via.as_ref();
            let path = &entry.recipient(place).path;
            if let Some(why) = self.no_directory(path).filter(|_| via.is_none()) {
                // It is one of the attempts that a recipient has: they come to an end.
                if let Some(entry) = self.queue.get_mut(no) {
                    let recipient = entry.recipient_mut(place);
                    recipient.attempts = recipient.attempts.saturating_add(1);
                }
                self.setback(cx, (no, place), why, &Fault::Local);
                continue;
            }
            match route(&self.config, &self.maildrops, via, path) {
                Route::Local(drop) => self.deliver_local(cx, no, place, drop),
                Route::List(list) => self.deliver_to_list(cx, no, place, list),
                Route::Discard => self.drop_at_own_address(cx, no, place),
                Route::Nowhere(why) => self.setback(cx, (no, place), why, &Fault::Local),
                Route::Remote(hop) => {
                    let through = &entry.recipient(place).through;
                    let has_room = |(known, places): &&mut (NextHop, Vec<u16>)| {
                        *known == hop
                            && places.len() < at_once
                            && entry.recipient(places[0]).through == *through
                    };
                    match groups.iter_mut().find(has_room) {
                        Some((_, places)) => places.push(place),
                        None => groups.push((hop, vec![place])),
                    }
                }
            }
        }
        for (hop, places) in groups.drain(..) {
            if !self.is_suspended(cx, no, &hop, &places) {
                self.start_delivery(cx, no, hop, places);
            }
        }
        self.spare.groups = groups;
        self.end_pass(cx, no);
    }
}
