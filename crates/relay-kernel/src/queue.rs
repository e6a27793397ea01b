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

/// No slot, or no list.
const NONE: u32 = u32::MAX;

/// Events of one moment in the order of scheduling.
#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
}

/// Order of firing: time first, then the order of scheduling. The list never decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: SimTime,
    /// The sequence number of the list's first event at the time of its making.
    seq: u64,
    list: u32,
}

#[derive(Clone, Debug)]
struct Slot<E> {
    /// The event's sequence number; a key with another one is stale.
    seq: u64,
    /// `None` when it was taken back, until its turn comes, and where the slot is free.
    event: Option<E>,
    /// The event after it in its list; where it is free, the next free slot.
    next: u32,
}

/// Events in order of time and, at the same time, in the order in which they were scheduled.
///
/// Much of a simulation happens at the same moment: delays come in a few lengths, and what came
/// together goes on together. So a heap orders lists, and a list holds events of one moment. An
/// event goes behind the list of its moment if that is one of the few that were begun last, which
/// costs no more than a look at each; else it begins a list of its own. A list to which nothing is
/// added any more lies wholly before any later one of the same moment, so the order among equals
/// holds.
///
/// Cancelling costs constant time and leaves an empty slot, which is skipped as soon as it comes
/// up and swept when empty slots outnumber events. So the first slot always holds an event, and to
/// look when that is due costs next to nothing.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    heap: BinaryHeap<Reverse<Entry>>,
    lists: Vec<List>,
    free_lists: Vec<u32>,
    /// The lists that may still grow, with their moments, the youngest first.
    open: [(SimTime, u32); OPEN],
    slots: Vec<Slot<E>>,
    /// The first free slot.
    free: u32,
    next_seq: u64,
    live: usize,
    /// Slots whose event was taken back and that are not yet skipped or swept.
    stale: usize,
}

/// How many lists may still grow: each is looked at whenever an event comes.
const OPEN: usize = 4;

/// Below this many stale slots sweeping is not worth its cost.
const SWEEP_MIN: usize = 64;

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self {
            heap: BinaryHeap::new(),
            lists: Vec::new(),
            free_lists: Vec::new(),
            open: [(SimTime::START, NONE); OPEN],
            slots: Vec::new(),
            free: NONE,
            next_seq: 0,
            live: 0,
            stale: 0,
        }
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
        self.live += 1;
        let filled = Slot { seq, event: Some(event), next: NONE };
        let slot = self.free;
        let slot = if let Some(free) = self.slots.get_mut(slot as usize) {
            self.free = core::mem::replace(free, filled).next;
            slot
        } else {
            append(&mut self.slots, filled)
        };
        if let Some((_, list)) = self.open.iter().find(|open| open.0 == at && open.1 != NONE) {
            let list = &mut self.lists[*list as usize];
            self.slots[list.last as usize].next = slot;
            list.last = slot;
        } else {
            self.begin_list(at, seq, slot);
        }
        EventKey { slot, seq }
    }

    /// Apart from [`schedule`](Self::schedule), since most events join a list that is there.
    #[inline(never)]
    fn begin_list(&mut self, at: SimTime, seq: u64, slot: u32) {
        let begun = List { first: slot, last: slot };
        let list = if let Some(list) = self.free_lists.pop() {
            self.lists[list as usize] = begun;
            list
        } else {
            append(&mut self.lists, begun)
        };
        self.heap.push(Reverse(Entry { at, seq, list }));
        self.open.copy_within(..OPEN - 1, 1);
        self.open[0] = (at, list);
    }

    /// Takes a scheduled event back; `None` when it has fired or was taken back before.
    pub fn cancel(&mut self, key: EventKey) -> Option<E> {
        let held = &mut self.slots[key.slot as usize];
        let event = if held.seq == key.seq { held.event.take()? } else { return None };
        self.live -= 1;
        self.stale += 1;
        if self.stale > self.live.max(SWEEP_MIN) {
            self.sweep();
        } else {
            self.skip_stale();
        }
        Some(event)
    }

    /// When the next event fires.
    #[inline]
    pub fn next_at(&self) -> Option<SimTime> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }

    /// Takes out the next event and the moment at which it fires.
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let Reverse(entry) = *self.heap.peek()?;
        let (event, next) = self.unlink_first(entry.list);
        self.live -= 1;
        // Where the list goes on with an event, that is the first one now.
        if self.stale > 0 && self.slots.get(next as usize).is_none_or(|slot| slot.event.is_none()) {
            self.skip_stale();
        }
        Some((entry.at, event.expect("the first slot holds an event")))
    }

    /// The events still to come with their moments, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, &E)> {
        self.heap.iter().flat_map(move |&Reverse(entry)| {
            let known = |slot| (slot != NONE).then_some(slot);
            let first = self.lists[entry.list as usize].first;
            let next = move |slot: &u32| known(self.slots[*slot as usize].next);
            let slots = core::iter::successors(known(first), next);
            let events = slots.filter_map(|slot| self.slots[slot as usize].event.as_ref());
            events.map(move |event| (entry.at, event))
        })
    }

    /// Frees the slots at the front whose event was taken back.
    fn skip_stale(&mut self) {
        while let Some(&Reverse(entry)) = self.heap.peek()
            && self.slots[self.lists[entry.list as usize].first as usize].event.is_none()
        {
            self.stale -= 1;
            self.unlink_first(entry.list);
        }
    }

    /// Frees the first slot of the list that comes up next, and the list with its last one; returns
    /// what the slot held and the one behind it.
    #[inline]
    fn unlink_first(&mut self, list: u32) -> (Option<E>, u32) {
        let first = &mut self.lists[list as usize].first;
        let slot = &mut self.slots[*first as usize];
        let event = slot.event.take();
        let next = core::mem::replace(&mut slot.next, self.free);
        self.free = core::mem::replace(first, next);
        if next == NONE {
            self.end_first_list(list);
        }
        (event, next)
    }

    /// Apart from [`unlink_first`](Self::unlink_first), since most lists go on.
    #[inline(never)]
    fn end_first_list(&mut self, list: u32) {
        self.heap.pop();
        self.end_list(list);
    }

    fn end_list(&mut self, list: u32) {
        self.free_lists.push(list);
        for open in &mut self.open {
            if open.1 == list {
                open.1 = NONE;
            }
        }
    }

    fn sweep(&mut self) {
        let mut entries = core::mem::take(&mut self.heap).into_vec();
        entries.retain(|Reverse(entry)| self.sweep_list(entry.list));
        self.heap = entries.into();
        self.stale = 0;
    }

    /// Frees the stale slots of a list; false when nothing is left of it.
    fn sweep_list(&mut self, list: u32) -> bool {
        let mut slot = self.lists[list as usize].first;
        let (mut first, mut last) = (NONE, NONE);
        while slot != NONE {
            let held = &mut self.slots[slot as usize];
            let next = held.next;
            if held.event.is_none() {
                held.next = core::mem::replace(&mut self.free, slot);
            } else {
                held.next = NONE;
                match last {
                    NONE => first = slot,
                    last => self.slots[last as usize].next = slot,
                }
                last = slot;
            }
            slot = next;
        }
        self.lists[list as usize] = List { first, last };
        if first == NONE {
            self.end_list(list);
        }
        first != NONE
    }
}

/// Puts an item behind all others; returns where it is.
fn append<T>(items: &mut Vec<T>, item: T) -> u32 {
    let at = u32::try_from(items.len()).ok().filter(|at| *at != NONE);
    items.push(item);
    at.expect("fewer than u32::MAX events at once")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SimDuration;

    fn at(secs: u64) -> SimTime {
        SimTime::START + SimDuration::from_secs(secs)
    }

    fn in_use<E>(queue: &EventQueue<E>) -> usize {
        let next = |slot: u32| queue.slots.get(slot as usize).map(|_| slot);
        let free =
            core::iter::successors(next(queue.free), |slot| next(queue.slots[*slot as usize].next));
        queue.slots.len() - free.count()
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
        let slots = in_use(&queue);
        assert!(slots <= SWEEP_MIN + 2, "{slots} slots are in use");
        assert!(queue.heap.len() <= SWEEP_MIN + 2, "{} lists are left", queue.heap.len());
        assert_eq!(queue.iter().count(), 1);
        assert_eq!(queue.pop(), Some((at(0), 0)));
    }

    /// However the moments lie, so that there are long lists, and several of one moment.
    #[test]
    fn the_order_is_that_of_a_sorted_list() {
        let mut rng = crate::Rng::new(5, crate::Stream(1));
        let mut below = |bound: usize| {
            usize::try_from(rng.below(bound as u64)).expect("below a bound that is a usize")
        };
        let (mut queue, mut model, mut now) = (EventQueue::new(), Vec::new(), 0);
        let mut keys = Vec::new();
        let mut grown = 0;
        for number in 0..3_000_u64 {
            let moment = now + [10, 10, 300, 7_000, below(500) as u64][below(5)];
            keys.push((queue.schedule(at(moment), number), number));
            model.push((moment, number));
            grown = grown.max(in_use(&queue) - queue.heap.len());
            if below(3) == 0 {
                let (key, number) = keys.swap_remove(below(keys.len()));
                let known = model.iter().position(|(_, other)| *other == number);
                assert_eq!(queue.cancel(key), known.map(|place| model.remove(place).1));
            }
            if below(2) == 0 {
                let next = model.iter().min().copied();
                assert_eq!(queue.next_at(), next.map(|(moment, _)| at(moment)));
                assert_eq!(queue.pop(), next.map(|(moment, number)| (at(moment), number)));
                model.retain(|other| Some(*other) != next);
                now = next.map_or(now, |(moment, _)| moment);
            }
            assert_eq!(queue.len(), model.len());
        }
        assert!(grown > 0, "lists hold several events");
        assert_eq!(queue.iter().count(), model.len());
    }
}
