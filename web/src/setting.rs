//! What the author of a page chose for the application in it.

use leptos::prelude::*;
use relay_view::player::Speed;

use crate::links::Home;
use crate::stage::Stage;

/// How much of the application's own bars is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Controls {
    /// The bar at the top and the one at the bottom.
    #[default]
    Full,
    /// The one at the bottom.
    Basic,
    /// Neither.
    None,
}

/// Which parts are there, by their names in the `panels` attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Panels {
    /// `network`: the map.
    pub(crate) network: bool,
    /// `timeline`: the ladder.
    pub(crate) timeline: bool,
    /// `log`: the session under way, line by line.
    pub(crate) log: bool,
    /// `mailboxes`: the hosts with queues and maildrops.
    pub(crate) mailboxes: bool,
    /// `inspector`: the messages with all their copies.
    pub(crate) inspector: bool,
    /// `editor`: the console, and writing messages.
    pub(crate) editor: bool,
}

impl Panels {
    /// All of them.
    pub(crate) const ALL: Self = Self {
        network: true,
        timeline: true,
        log: true,
        mailboxes: true,
        inspector: true,
        editor: true,
    };

    const NONE: Self = Self {
        network: false,
        timeline: false,
        log: false,
        mailboxes: false,
        inspector: false,
        editor: false,
    };

    /// The panels that a list names; otherwise the first word that names none.
    pub(crate) fn read(list: &str) -> Result<Self, String> {
        let mut panels = Self::NONE;
        for word in list.split([' ', ',']).filter(|word| !word.is_empty()) {
            *match word {
                "network" => &mut panels.network,
                "timeline" => &mut panels.timeline,
                "log" => &mut panels.log,
                "mailboxes" => &mut panels.mailboxes,
                "inspector" => &mut panels.inspector,
                "editor" => &mut panels.editor,
                _ => return Err(word.to_owned()),
            } = true;
        }
        Ok(if panels == Self::NONE { Self::ALL } else { panels })
    }

    /// Whether there is anything beside the map and the ladder.
    pub(crate) fn has_side(self) -> bool {
        self.log || self.mailboxes || self.inspector || self.editor
    }

    /// Whether there is a map or a ladder.
    pub(crate) fn has_scene(self) -> bool {
        self.network || self.timeline
    }
}

/// Handles that are cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    /// Whether the application is the whole page: then it names the window and the address, and
    /// keys work wherever the focus is.
    pub(crate) is_page: bool,
    /// Its bars.
    pub(crate) controls: RwSignal<Controls>,
    /// Its parts.
    pub(crate) panels: RwSignal<Panels>,
    /// Whether visitors may change the world, where the author says so.
    pub(crate) editable: RwSignal<Option<bool>>,
    /// Whether they may: where nobody says so, on a page of ours, and where a lesson sets a task.
    pub(crate) is_editable: Memo<bool>,
    /// Whether nothing of what the author wanted could be loaded, so that nothing is shown in its place.
    pub(crate) is_blank: Memo<bool>,
    /// Whether it may keep something in the browser's storage.
    pub(crate) persist: RwSignal<bool>,
    /// Where links lead.
    pub(crate) home: RwSignal<Home>,
    /// The keys without a meaning: `KeyboardEvent.key` in lower case, or `*` for all.
    pub(crate) dead_keys: RwSignal<Vec<String>>,
    /// Whether letters, digits and signs are keys of the page: who speaks to a computer, or types into it
    /// blindly, may switch them off (WCAG 2.1.4).
    pub(crate) has_letters: RwSignal<bool>,
}

impl Setting {
    /// All of it.
    pub(crate) fn new(is_page: bool, stage: Stage) -> Self {
        let editable = RwSignal::new(None);
        let has_task = Memo::new(move |_| stage.with(relay_view::lesson::has_task));
        let is_editable =
            move |_: Option<&bool>| editable.get().unwrap_or_else(|| is_page || has_task.get());
        Self {
            is_page,
            controls: RwSignal::new(Controls::Full),
            panels: RwSignal::new(Panels::ALL),
            editable,
            is_editable: Memo::new(is_editable),
            is_blank: Memo::new(move |_| {
                !is_page && stage.loaded.get() == 0 && stage.trouble.with(Option::is_some)
            }),
            persist: RwSignal::new(is_page),
            home: RwSignal::new(Home::default()),
            dead_keys: RwSignal::new(Vec::new()),
            has_letters: RwSignal::new(true),
        }
    }

    /// The parts that are there: nobody writes where nothing may be changed.
    pub(crate) fn wanted(self) -> Panels {
        let panels = self.panels.get();
        Panels { editor: panels.editor && self.is_editable.get(), ..panels }
    }

    /// Whether a key has no meaning here.
    pub(crate) fn is_dead(self, key: &str) -> bool {
        if !self.has_letters.get_untracked() && key != " " && key.chars().count() == 1 {
            return true;
        }
        self.dead_keys.with_untracked(|dead| {
            dead.iter().any(|it| {
                it == "*" || it.eq_ignore_ascii_case(key) || (it == "space" && key == " ")
            })
        })
    }
}

/// The speed of a factor, from a tenth to sixteen times the normal one.
pub(crate) fn speed(factor: f64) -> Speed {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let hundredths = (factor * 100.0).round() as u32;
    Speed::of(hundredths)
}

#[cfg(test)]
mod tests {
    use relay_view::player::Speed;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Panels, speed};

    #[wasm_bindgen_test]
    fn panels_are_read_by_name() {
        let some = Panels::read("network, log").expect("two names");
        assert!(some.network && some.log && !some.timeline && !some.editor);
        assert_eq!(Panels::read(""), Ok(Panels::ALL));
        assert_eq!(Panels::read("network sidebar"), Err("sidebar".to_owned()));
    }

    #[wasm_bindgen_test]
    fn speeds_have_bounds() {
        assert_eq!(speed(1.0), Speed::NORMAL);
        assert_eq!(speed(0.3).hundredths(), 30);
        assert_eq!(speed(0.01).hundredths(), 10);
        assert_eq!(speed(900.0).hundredths(), 1600);
    }
}
