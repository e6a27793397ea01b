//! What a person has open beside the run itself.

use std::collections::BTreeMap;

use leptos::prelude::*;
use relay_host::MailId;
use relay_kernel::ConnNo;
use relay_view::ladder::Filter;
use relay_view::layout::Arrangement;
use relay_view::lesson::Lit;
use relay_view::letter::Letter;
use relay_view::port::Port;
use relay_view::show::RunNo;
use relay_view::{Moment, Step};
use relayscope::scenario::Position;
use relayscope::trace::HostId;

/// What is shown in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenery {
    /// Hosts and links.
    Map,
    /// Everything so far, one line below the other; the map above it where there is room.
    Ladder,
}

/// A step of a lesson that somebody wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LessonWish {
    /// Which one, from 0.
    pub(crate) step: usize,
    /// Whether the run goes to where it pauses; otherwise the place is known already.
    pub(crate) seeks: bool,
}

/// A part of the page that may be out of sight where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The map, or the ladder.
    Scene,
    /// The panel beside it.
    Panel,
}

/// What is open: handles that are cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Whether the list of keys is open.
    pub(crate) help: RwSignal<bool>,
    /// Whether the dialog that shares the view is open.
    pub(crate) sharing: RwSignal<bool>,
    /// Counts the wishes to change to full screen, or back.
    pub(crate) full_screen: RwSignal<u32>,
    /// Whether a message is being written.
    pub(crate) composing: RwSignal<bool>,
    /// How many records must have happened where somebody wants to be, until they are computed.
    pub(crate) goal: StoredValue<Option<usize>>,
    /// Where somebody was who has just followed a link to what happened at another place.
    pub(crate) jumped_from: RwSignal<Option<usize>>,
    /// The position to which something led that was done by hand.
    pub(crate) acted_at: RwSignal<Option<usize>>,
    /// The position to which playing came last, and not a jump.
    pub(crate) walked_to: StoredValue<Option<usize>>,
    /// Whether the focus goes to what is looked at next: who asked for it reads by keyboard or by ear.
    pub(crate) goes_there: StoredValue<bool>,
    /// What is shown in the middle.
    pub(crate) scenery: RwSignal<Scenery>,
    /// Whether the middle has room for the map and the ladder, and both are wanted.
    pub(crate) has_room: RwSignal<bool>,
    /// How large a step is.
    pub(crate) step: RwSignal<Step>,
    /// Which moments are jumped to; `None` is all of them.
    pub(crate) kind: RwSignal<Option<Moment>>,
    /// Which part of the map is seen.
    pub(crate) port: RwSignal<Port>,
    /// How hosts are arranged.
    pub(crate) arrangement: RwSignal<Arrangement>,
    /// Where a person put hosts, by their numbers.
    pub(crate) moved: RwSignal<BTreeMap<u32, Position>>,
    /// Whether keys and fingers move hosts.
    pub(crate) moving: RwSignal<bool>,
    /// The host that the next click puts down.
    pub(crate) picked: RwSignal<Option<HostId>>,
    /// The part that somebody has just asked to see.
    pub(crate) looked_at: RwSignal<Option<Part>>,
    /// Whether the bar about the other run was closed.
    pub(crate) branch_closed: RwSignal<bool>,
    /// The run that the one that is shown is compared with; `None` for the one that was left last.
    pub(crate) compared: RwSignal<Option<RunNo>>,
    /// The step of the lesson that is read, from 0; `None` until one is.
    pub(crate) lesson_step: RwSignal<Option<usize>>,
    /// The step of the lesson that shall be read.
    pub(crate) lesson_wish: RwSignal<Option<LessonWish>>,
    /// What the step of a lesson that is read points at.
    pub(crate) lit: RwSignal<Lit>,
    /// The message that the panel shows, by its first copy.
    pub(crate) message: RwSignal<Option<MailId>>,
    /// What the ladder shows, and which sessions line by line.
    pub(crate) filter: RwSignal<Filter>,
    /// The message that is being written.
    pub(crate) letter: RwSignal<Letter>,
    /// Whether somebody has just chosen another language here.
    pub(crate) chose_language: StoredValue<bool>,
    /// For what the hosts of the map are arranged: the height of what is around it, the size of text, and
    /// the loading.
    pub(crate) map_seen_as: StoredValue<Option<(i32, i32, u32)>>,
    /// What is typed at the console and not yet sent.
    pub(crate) typed: RwSignal<String>,
    /// What was typed before, the last at the end.
    pub(crate) history: StoredValue<Vec<String>>,
    /// The connection of the console, the last one that was dialled.
    pub(crate) console: RwSignal<Option<ConnNo>>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new() -> Self {
        Self {
            help: RwSignal::new(false),
            sharing: RwSignal::new(false),
            full_screen: RwSignal::new(0),
            composing: RwSignal::new(false),
            goal: StoredValue::new(None),
            jumped_from: RwSignal::new(None),
            acted_at: RwSignal::new(None),
            walked_to: StoredValue::new(None),
            goes_there: StoredValue::new(false),
            scenery: RwSignal::new(Scenery::Map),
            has_room: RwSignal::new(false),
            step: RwSignal::new(Step::Line),
            kind: RwSignal::new(None),
            port: RwSignal::new(Port::default()),
            arrangement: RwSignal::new(Arrangement::Auto),
            moved: RwSignal::new(BTreeMap::new()),
            moving: RwSignal::new(false),
            picked: RwSignal::new(None),
            looked_at: RwSignal::new(None),
            branch_closed: RwSignal::new(false),
            compared: RwSignal::new(None),
            lesson_step: RwSignal::new(None),
            lesson_wish: RwSignal::new(None),
            lit: RwSignal::new(Lit::default()),
            message: RwSignal::new(None),
            filter: RwSignal::new(Filter::default()),
            letter: RwSignal::new(Letter::default()),
            chose_language: StoredValue::new(false),
            map_seen_as: StoredValue::new(None),
            typed: RwSignal::new(String::new()),
            history: StoredValue::new(Vec::new()),
            console: RwSignal::new(None),
        }
    }

    /// Closes what belongs to a run that is no longer shown.
    pub(crate) fn clear(&self) {
        self.stay();
        self.acted_at.set(None);
        self.compared.set(None);
        self.lesson_step.set(None);
        self.lesson_wish.set(None);
        self.filter.set(Filter::default());
        self.message.set(None);
        self.console.set(None);
        self.port.set(Port::default());
        self.moved.set(BTreeMap::new());
        self.moving.set(false);
        self.picked.set(None);
        // Those it was for are of another world.
        self.letter.set(Letter::default());
    }

    /// There is no way back any more from where a link led.
    pub(crate) fn stay(&self) {
        if self.jumped_from.with_untracked(Option::is_some) {
            self.jumped_from.set(None);
        }
    }

    /// Whether a dialog has the keyboard.
    pub(crate) fn has_dialog(&self) -> bool {
        [self.help, self.sharing, self.composing].iter().any(GetUntracked::get_untracked)
    }

    /// Takes the next larger step, and the smallest behind the largest.
    pub(crate) fn next_step(&self) {
        self.step.update(|step| *step = after(&Step::ALL, step));
    }

    /// Takes the next kind of moments, and all of them behind the last kind.
    pub(crate) fn next_kind(&self) {
        let mut kinds = vec![None];
        kinds.extend(Moment::ALL.map(Some));
        self.kind.update(|kind| *kind = after(&kinds, kind));
    }

    /// Whether the map and the ladder are both shown.
    pub(crate) fn shows_both(&self) -> bool {
        self.scenery.get() == Scenery::Ladder && self.has_room.get()
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

/// What follows `one`; the first follows the last.
fn after<T: Copy + PartialEq>(all: &[T], one: &T) -> T {
    let at = all.iter().position(|it| it == one).map_or(0, |at| at + 1);
    all[at % all.len()]
}
