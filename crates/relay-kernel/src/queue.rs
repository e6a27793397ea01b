//! What happens next: a priority queue that is FIFO among equals and lets an event be taken back.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::SimTime;

/// A scheduled event, good for taking it back with [`EventQueue::cancel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventKey {
    slot: u32,
    seq: u64,
}

/// Order of firing: time first, then the order of scheduling. The slot never decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: SimTime,
    seq: u64,
    slot: u32,
}

#[derive(Clone, Debug)]
struct Slot<E> {
    /// The event's sequence number; an entry of the heap with another one is stale.
    seq: u64,
    event: Option<E>,
}

/// Events in order of time and, at the same time, in the order in which they were scheduled.
///
/// Cancelling costs constant time and leaves a stale entry in the heap, which is skipped when it
/// comes up and swept when stale entries outnumber live ones.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    heap: BinaryHeap<Reverse<Entry>>,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    next_seq: u64,
    live: usize,
}

/// Below this many stale entries sweeping is not worth its cost.
const SWEEP_MIN: usize = 64;

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), slots: Vec::new(), free: Vec::new(), next_seq: 0, live: 0 }
    }
}

impl<E> EventQueue<E> {
    /// An empty queue.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many events are still to come.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether nothing is still to come.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Puts `event` at `at`, behind all that is already scheduled for that moment.
    pub fn schedule(&mut self, at: SimTime, event: E) -> EventKey {
        let seq = self.next_seq;
        self.next_seq += 1;
        let filled = Slot { seq, event: Some(event) };
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = filled;
            slot
        } else {
            let slot = u32::try_from(self.slots.len()).expect("at most u32::MAX events at once");
            self.slots.push(filled);
            slot
        };
        self.heap.push(Reverse(Entry { at, seq, slot }));
        self.live += 1;
        EventKey { slot, seq }
    }

    /// Takes a scheduled event back; `None` when it has fired or was taken back before.
    pub fn cancel(&mut self, key: EventKey) -> Option<E> {
        let event = self.take(key.slot, key.seq)?;
        if self.heap.len() - self.live > self.live.max(SWEEP_MIN) {
            self.sweep();
        }
        Some(event)
    }

    /// When the next event fires.
    pub fn next_at(&mut self) -> Option<SimTime> {
        while let Some(Reverse(entry)) = self.heap.peek() {
            if self.is_live(*entry) {
                return Some(entry.at);
            }
            self.heap.pop();
        }
        None
    }

    /// Takes out the next event and the moment at which it fires.
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        while let Some(Reverse(entry)) = self.heap.pop() {
            if let Some(event) = self.take(entry.slot, entry.seq) {
                return Some((entry.at, event));
            }
        }
        None
    }

    /// The events still to come with their moments, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, &E)> {
        self.heap.iter().filter_map(|Reverse(entry)| {
            let slot = &self.slots[entry.slot as usize];
            (slot.seq == entry.seq).then_some(())?;
            Some((entry.at, slot.event.as_ref()?))
        })
    }

    fn is_live(&self, entry: Entry) -> bool {
        let slot = &self.slots[entry.slot as usize];
        slot.seq == entry.seq && slot.event.is_some()
    }

    fn take(&mut self, slot: u32, seq: u64) -> Option<E> {
        let held = &mut self.slots[slot as usize];
        if held.seq != seq {
            return None;
        }
        let event = held.event.take()?;
        self.free.push(slot);
        self.live -= 1;
        Some(event)
    }

    fn sweep(&mut self) {
        let mut entries = core::mem::take(&mut self.heap).into_vec();
        entries.retain(|Reverse(entry)| self.is_live(*entry));
        self.heap = entries.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SimDuration;

    fn at(secs: u64) -> SimTime {
        SimTime::START + SimDuration::from_secs(secs)
    }

    #[test]
    fn equals_leave_in_the_order_of_arrival() {
        let mut queue = EventQueue::new();
        queue.schedule(at(2), 'c');
        queue.schedule(at(1), 'a');
        queue.schedule(at(1), 'b');
        let order: String = core::iter::from_fn(|| queue.pop()).map(|(_, e)| e).collect();
        assert_eq!(order, "abc");
    }

    #[test]
    fn a_key_is_good_once() {
        let mut queue = EventQueue::new();
        let first = queue.schedule(at(1), 1);
        assert_eq!(queue.cancel(first), Some(1));
        let second = queue.schedule(at(2), 2);
        assert_eq!(queue.cancel(first), None, "the slot is reused, the key is not");
        assert_eq!(queue.next_at(), Some(at(2)));
        assert_eq!(queue.pop(), Some((at(2), 2)));
        assert_eq!(queue.cancel(second), None);
        assert!(queue.is_empty());
    }

    #[test]
    fn stale_entries_are_swept() {
        let mut queue = EventQueue::new();
        let keys: Vec<_> = (0..1000).map(|n| queue.schedule(at(n), n)).collect();
        for key in &keys[1..] {
            queue.cancel(*key);
        }
        assert!(queue.heap.len() <= SWEEP_MIN + 2, "{} entries are left", queue.heap.len());
        assert_eq!(queue.iter().count(), 1);
        assert_eq!(queue.pop(), Some((at(0), 0)));
    }
}
