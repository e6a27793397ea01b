//! The session that the panel shows.

use leptos::prelude::*;
use relay_view::Player;
use relay_view::transcript::InSight;

use crate::held::Held;

/// Which session is shown, and when.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// Which state of the run it is of.
    epoch: u32,
    /// How many beats have begun.
    pub(super) position: usize,
    /// The session, if there is one.
    pub(super) it: Option<InSight>,
}

pub(super) fn shown(show: Held, epoch: RwSignal<u32>, player: RwSignal<Player>) -> Memo<Shown> {
    let at = Memo::new(move |_| player.with(|it| (it.position(), it.patience())));
    Memo::new(move |before: Option<&Shown>| {
        let (epoch, (position, patience)) = (epoch.get(), at.get());
        // Connections of another run are other connections.
        let before = before.filter(|it| it.epoch == epoch).and_then(|it| it.it);
        let it = show.with(|show| {
            let records = show.pace().records_at(position);
            InSight::next(before, show.trace(), (position, records), patience)
        });
        Shown { epoch, position, it }
    })
}
