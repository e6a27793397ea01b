//! What a machine has to say, in order, in memory that is used again.

use core::ops::Range;

/// Room for the usual reply to EHLO, so that it does not grow step by step.
const OCTETS: usize = 512;

/// Items that `poll` hands out, and the octets that some of them name.
#[derive(Clone, Debug)]
pub(crate) struct Outbox<Item> {
    /// Octets to transmit; items name ranges of them.
    pub(crate) octets: Vec<u8>,
    items: Vec<Option<Item>>,
    next: usize,
}

impl<Item> Default for Outbox<Item> {
    fn default() -> Self {
        Self { octets: Vec::new(), items: Vec::new(), next: 0 }
    }
}

impl<Item> Outbox<Item> {
    /// Changes memory with `spare`, if there is nothing in either.
    #[inline]
    pub(crate) fn exchange(&mut self, spare: &mut Self) {
        if self.items.is_empty() && spare.items.is_empty() {
            core::mem::swap(&mut self.octets, &mut spare.octets);
            core::mem::swap(&mut self.items, &mut spare.items);
        }
    }

    /// Forgets all items; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
        self.octets.clear();
        self.next = 0;
    }

    /// Puts `item` behind all others.
    pub(crate) fn push(&mut self, item: Item) {
        self.items.push(Some(item));
    }

    /// Puts `item` behind all others, but before the last one if that is `last`.
    pub(crate) fn push_before(&mut self, item: Item, last: impl FnOnce(&Item) -> bool) {
        let at_end = !self.items.last().is_some_and(|end| end.as_ref().is_some_and(last));
        let at = self.items.len() - usize::from(!at_end);
        self.items.insert(at, Some(item));
    }

    /// Runs `write` on the octets and returns what it wrote as a range.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
        if self.octets.capacity() == 0 {
            self.octets.reserve(OCTETS);
        }
        let start = self.octets.len();
        write(&mut self.octets);
        start..self.octets.len()
    }

    /// The first item. Once all are gone, their memory is used again: octets of an item stay
    /// valid until the call after it.
    pub(crate) fn pop(&mut self) -> Option<Item> {
        let Some(item) = self.items.get_mut(self.next) else {
            self.clear();
            return None;
        };
        self.next += 1;
        item.take()
    }

    /// Whether nothing waits to be handed out.
    pub(crate) fn is_empty(&self) -> bool {
        self.next == self.items.len()
    }
}
