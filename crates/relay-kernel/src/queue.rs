//! What happens next: a priority queue that is FIFO among equals and lets an event be taken back.

use core::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

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

impl Entry {
    /// Behind every entry.
    const NEVER: Self = Self { at: SimTime::MAX, seq: u64::MAX, slot: u32::MAX };
}

#[derive(Clone, Debug)]
struct Slot<E> {
    /// The event's sequence number; an entry of the schedule with another one is stale.
    seq: u64,
    event: Option<E>,
}

/// Events in order of time and, at the same time, in the order in which they were scheduled.
///
/// Most of a simulation's delays come in a few lengths: a link's latency, a timeout. What is
/// scheduled with one length comes up in the order in which it was scheduled. So the schedule is
/// kept as a few runs, each in order: an event goes behind the run whose end is nearest before it,
/// which costs no more than a look at each end. What fits behind no run goes into a heap.
///
/// Cancelling costs constant time and leaves a stale entry, which is skipped when it comes up and
/// swept when stale entries outnumber live ones.
#[derive(Clone, Debug)]
pub struct EventQueue<E> {
    runs: [VecDeque<Entry>; RUNS],
    /// The moment of each run's last entry, so that a look at each costs next to nothing; the
    /// start of time for a run that is empty.
    ends: [SimTime; RUNS],
    /// Each run's first entry; [`Entry::NEVER`] for a run that is empty.
    fronts: [Entry; RUNS],
    heap: BinaryHeap<Reverse<Entry>>,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    /// The entry that comes up next, live or stale; looked for once, when the last one is gone.
    first: Option<(Place, Entry)>,
    next_seq: u64,
    live: usize,
    /// Entries that are cancelled and not yet skipped or swept.
    stale: usize,
}

/// How many runs there are: each is looked at whenever an event comes or goes.
const RUNS: usize = 6;

/// Below this many stale entries sweeping is not worth its cost.
const SWEEP_MIN: usize = 64;

/// Where the next entry lies.
#[derive(Clone, Copy, Debug)]
enum Place {
    Run(usize),
    Heap,
}

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self {
            runs: Default::default(),
            ends: [SimTime::START; RUNS],
            fronts: [Entry::NEVER; RUNS],
            heap: BinaryHeap::new(),
            slots: Vec::new(),
            free: Vec::new(),
            first: None,
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
        let filled = Slot { seq, event: Some(event) };
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = filled;
            slot
        } else {
            let slot = u32::try_from(self.slots.len()).expect("at most u32::MAX events at once");
            self.slots.push(filled);
            slot
        };
        self.enter(Entry { at, seq, slot });
        self.live += 1;
        EventKey { slot, seq }
    }

    /// Takes a scheduled event back; `None` when it has fired or was taken back before.
    pub fn cancel(&mut self, key: EventKey) -> Option<E> {
        let event = self.take(key.slot, key.seq)?;
        self.stale += 1;
        if self.stale > self.live.max(SWEEP_MIN) {
            self.sweep();
        }
        Some(event)
    }

    /// When the next event fires.
    pub fn next_at(&mut self) -> Option<SimTime> {
        loop {
            let (place, entry) = self.first?;
            if self.stale == 0 || self.is_live(entry) {
                return Some(entry.at);
            }
            self.remove(place);
            self.stale -= 1;
        }
    }

    /// Takes out the next event and the moment at which it fires.
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        loop {
            let (place, entry) = self.first?;
            self.remove(place);
            if let Some(event) = self.take(entry.slot, entry.seq) {
                return Some((entry.at, event));
            }
            self.stale -= 1;
        }
    }

    /// The events still to come with their moments, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (SimTime, &E)> {
        let heap = self.heap.iter().map(|Reverse(entry)| entry);
        self.runs.iter().flatten().chain(heap).filter_map(|entry| {
            let slot = &self.slots[entry.slot as usize];
            (slot.seq == entry.seq).then_some(())?;
            Some((entry.at, slot.event.as_ref()?))
        })
    }

    /// Puts an entry, which is the youngest, into its place.
    fn enter(&mut self, entry: Entry) {
        let mut best = None;
        for (nth, &end) in self.ends.iter().enumerate() {
            // An empty run takes everything, but only what no other run takes.
            if end <= entry.at && best.is_none_or(|(_, nearest)| end > nearest) {
                best = Some((nth, end));
            }
        }
        let place = if let Some((nth, _)) = best {
            if self.runs[nth].is_empty() {
                self.fronts[nth] = entry;
            }
            self.runs[nth].push_back(entry);
            self.ends[nth] = entry.at;
            Place::Run(nth)
        } else {
            self.heap.push(Reverse(entry));
            Place::Heap
        };
        if self.first.is_none_or(|(_, first)| entry < first) {
            self.first = Some((place, entry));
        }
    }

    /// Looks for the next entry, live or stale.
    fn find_first(&self) -> Option<(Place, Entry)> {
        let mut first = match self.heap.peek() {
            Some(Reverse(entry)) => (Place::Heap, *entry),
            None => (Place::Heap, Entry::NEVER),
        };
        for (nth, &front) in self.fronts.iter().enumerate() {
            if (front.at, front.seq) < (first.1.at, first.1.seq) {
                first = (Place::Run(nth), front);
            }
        }
        (first.1 != Entry::NEVER).then_some(first)
    }

    fn remove(&mut self, place: Place) {
        match place {
            Place::Run(nth) => {
                self.runs[nth].pop_front();
                self.look_at_run(nth);
            }
            Place::Heap => drop(self.heap.pop()),
        }
        self.first = self.find_first();
    }

    /// Notes a run's first entry, and that it is empty if it is.
    fn look_at_run(&mut self, nth: usize) {
        let front = self.runs[nth].front();
        if front.is_none() {
            self.ends[nth] = SimTime::START;
        }
        self.fronts[nth] = front.copied().unwrap_or(Entry::NEVER);
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
        let mut runs = core::mem::take(&mut self.runs);
        for run in &mut runs {
            run.retain(|entry| self.is_live(*entry));
        }
        self.runs = runs;
        for nth in 0..RUNS {
            self.ends[nth] = self.runs[nth].back().map_or(SimTime::START, |last| last.at);
            self.look_at_run(nth);
        }
        let mut entries = core::mem::take(&mut self.heap).into_vec();
        entries.retain(|Reverse(entry)| self.is_live(*entry));
        self.heap = entries.into();
        self.first = self.find_first();
        self.stale = 0;
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
        let entries = queue.heap.len() + queue.runs.iter().map(VecDeque::len).sum::<usize>();
        assert!(entries <= SWEEP_MIN + 2, "{entries} entries are left");
        assert_eq!(queue.iter().count(), 1);
        assert_eq!(queue.pop(), Some((at(0), 0)));
    }

    /// However the moments lie, so that runs and heap are both in use.
    #[test]
    fn the_order_is_that_of_a_sorted_list() {
        let mut rng = crate::Rng::new(5, crate::Stream(1));
        let mut below = |bound: usize| {
            usize::try_from(rng.below(bound as u64)).expect("below a bound that is a usize")
        };
        let (mut queue, mut model, mut now) = (EventQueue::new(), Vec::new(), 0);
        let mut keys = Vec::new();
        let mut in_heap = 0;
        for number in 0..3_000_u64 {
            let moment = now + [10, 10, 300, 7_000, below(500) as u64][below(5)];
            keys.push((queue.schedule(at(moment), number), number));
            model.push((moment, number));
            in_heap = in_heap.max(queue.heap.len());
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
        assert!(in_heap > 0, "both ways were taken");
        assert_eq!(queue.iter().count(), model.len());
    }
}
