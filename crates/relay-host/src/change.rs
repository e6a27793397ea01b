//! What changed in a host's queue and maildrops, for a checker that looks only where something
//! happened.

use crate::host::Host;

/// Something that a host holds, and that came, changed or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The queue entry of that number.
    Queue(u32),
    /// A message in a maildrop.
    Maildrop {
        /// The place of the maildrop among [`Host::maildrops`].
        place: usize,
        /// The message's [number](crate::mailbox::Item::no).
        item: u32,
    },
}

impl Host {
    /// From now on keeps what [`take_changes`](Self::take_changes) tells.
    pub fn watch(&mut self) {
        self.queue.changes().watch();
        self.maildrops.iter_mut().for_each(|maildrop| maildrop.changes().watch());
    }

    /// What changed since the last call, in order; a thing may be named several times.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let mut changes: Vec<_> =
            self.queue.changes().take().into_iter().map(Change::Queue).collect();
        for (place, maildrop) in self.maildrops.iter_mut().enumerate() {
            let items = maildrop.changes().take().into_iter();
            changes.extend(items.map(|item| Change::Maildrop { place, item }));
        }
        changes
    }
}
