//! What a machine has to say, in order, in memory that is used again.

use core::ops::Range;

/// Room for the usual reply to EHLO, so that it does not grow step by step.
const OCTETS: usize = 512;

/// Items that `poll` hands out, and the octets that some of them name.
#[derive(Clone, Debug)]
pub(crate) struct Outbox<Item> {
    /// Octets to transmit; items name ranges of them.
    pub(crate) octets: Vec<u8>,
    items: Vec<Item>,
}

impl<Item> Default for Outbox<Item> {
    fn default() -> Self {
        Self { octets: Vec::new(), items: Vec::new() }
    }
}

impl<Item> Outbox<Item> {
    /// Forgets all items; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
        self.octets.clear();
    }

    /// Puts `item` behind all others.
    #[inline]
    pub(crate) fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Puts `item` behind all others, but before the last one if that is `last`.
    pub(crate) fn push_before(&mut self, item: Item, last: impl FnOnce(&Item) -> bool) {
        let before = self.items.last().is_some_and(last);
        self.items.insert(self.items.len() - usize::from(before), item);
    }

    /// Runs `write` on the octets and returns what it wrote as a range. Once all items are gone,
    /// the memory of their octets is used again: those of an item stay valid until it is called.
    #[inline]
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
        if self.items.is_empty() {
            self.octets.clear();
            // Nothing, but for the first time.
            self.octets.reserve(OCTETS);
        }
        let start = self.octets.len();
        write(&mut self.octets);
        start..self.octets.len()
    }

    /// The first item.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Item> {
        match self.items.len() {
            0 => None,
            // There are seldom more, and never many: one input has few consequences.
            1 => self.items.pop(),
            _ => Some(self.items.remove(0)),
        }
    }

    /// Whether nothing waits to be handed out.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
