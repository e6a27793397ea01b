//! What a person has open beside the run itself.

use leptos::prelude::*;
use relay_host::MailId;
use relay_kernel::ConnNo;

/// What is shown in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenery {
    /// Hosts and links.
    Map,
    /// Everything so far, one line below the other.
    Ladder,
}

/// What is open: handles that are cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Whether the list of keys is open.
    pub(crate) help: RwSignal<bool>,
    /// Whether a message is being written.
    pub(crate) composing: RwSignal<bool>,
    /// What is shown in the middle.
    pub(crate) scenery: RwSignal<Scenery>,
    /// The message that the panel shows, by its first copy.
    pub(crate) message: RwSignal<Option<MailId>>,
    /// The connection of the console, the last one that was dialled.
    pub(crate) console: RwSignal<Option<ConnNo>>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new() -> Self {
        Self {
            help: RwSignal::new(false),
            composing: RwSignal::new(false),
            scenery: RwSignal::new(Scenery::Map),
            message: RwSignal::new(None),
            console: RwSignal::new(None),
        }
    }

    /// Closes what belongs to a run that is no longer shown.
    pub(crate) fn clear(&self) {
        self.message.set(None);
        self.console.set(None);
    }

    /// Whether a dialog has the keyboard.
    pub(crate) fn has_dialog(&self) -> bool {
        self.help.get_untracked() || self.composing.get_untracked()
    }

    /// Changes between the map and the ladder.
    pub(crate) fn toggle_scenery(&self) {
        self.scenery.update(|scenery| {
            *scenery = match scenery {
                Scenery::Map => Scenery::Ladder,
                Scenery::Ladder => Scenery::Map,
            };
        });
    }
}
