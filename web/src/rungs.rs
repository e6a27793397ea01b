//! The rows of the ladder by keyboard: one stop of the Tab key, inside of which arrow keys go from row to
//! row, as the ARIA Authoring Practices have it for a treegrid.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, EventTarget, HtmlElement};

use crate::app::show_nearest;
use crate::stage::Stage;

/// Which row the Tab key stops at.
#[derive(Clone, Copy)]
pub(crate) struct Rungs {
    chosen: RwSignal<Option<usize>>,
    count: Memo<usize>,
    stop: Memo<usize>,
}

/// What a key does to the row that has the focus.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Goes to its moment.
    Go,
    /// Shows the lines of a session.
    Unfold,
    /// Hides them, or goes from one of them to the session.
    Fold,
}

impl Rungs {
    /// The last of `count` rows, which is what happens now, until somebody goes to another one of
    /// this run.
    pub(crate) fn new(stage: Stage, count: Memo<usize>) -> Self {
        let chosen = RwSignal::new(None);
        Effect::new(move |_| {
            stage.loaded.track();
            chosen.set(None);
        });
        let stop = Memo::new(move |_| {
            let count = count.get();
            // The row that was chosen may be gone again.
            chosen.get().filter(|at| *at < count).unwrap_or(count.saturating_sub(1))
        });
        Self { chosen, count, stop }
    }

    /// The row that the Tab key stops at. It is drawn wherever the rows are scrolled to.
    pub(crate) fn stop(self) -> usize {
        self.stop.get()
    }

    /// The Tab key stops at the row that got the focus, or something in it.
    pub(crate) fn reached(self, event: &FocusEvent) {
        let row = element(event.target()).and_then(|it| it.closest("[aria-rowindex]").ok()?);
        let number = row.and_then(|it| it.get_attribute("aria-rowindex")?.parse::<usize>().ok());
        if let Some(number) = number {
            self.chosen.set(number.checked_sub(1));
        }
    }

    /// Does what a key asks for, where it is one of these rows; `page` of them are seen at once. `turn`
    /// says which row has the focus then.
    pub(crate) fn press(
        self,
        event: &KeyboardEvent,
        page: usize,
        turn: impl Fn(usize, Turn) -> usize,
    ) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let at = self.stop.get_untracked();
        // Something in a row is pressed by these keys itself.
        let is_row = element(event.target()).is_some_and(|it| it.has_attribute("aria-rowindex"));
        let goal = match event.key().as_str() {
            "ArrowUp" => at.saturating_sub(1),
            "ArrowDown" => at + 1,
            "PageUp" => at.saturating_sub(page),
            "PageDown" => at + page,
            "Home" => 0,
            "End" => usize::MAX,
            "ArrowRight" => turn(at, Turn::Unfold),
            "ArrowLeft" => turn(at, Turn::Fold),
            "Enter" | " " if is_row => turn(at, Turn::Go),
            _ => return,
        };
        // It is no key of the page then.
        event.prevent_default();
        let goal = goal.min(self.count.get_untracked().saturating_sub(1));
        self.chosen.set(Some(goal));
        if let Some(rows) = element(event.current_target()) {
            self.focus(rows, goal);
        }
    }

    /// Puts the focus to a row as soon as it is drawn.
    fn focus(self, rows: Element, goal: usize) {
        request_animation_frame(move || {
            let row = rows.query_selector(&format!("[aria-rowindex='{}']", goal + 1));
            let row = row.ok().flatten().filter(|_| self.stop.try_get_untracked() == Some(goal));
            if let Some(row) = row.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                show_nearest(&row);
                // What is gone again cannot be focused, and need not be.
                let _ = row.focus();
            }
        });
    }
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
