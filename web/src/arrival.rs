//! The page arrives part by part: the browser compiles what it has not run before, and no part may
//! keep it from its other work for long. Between two of them it takes a breath.

use leptos::prelude::*;

/// The parts, in the order in which they come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The signs that are drawn by reference.
    Signs,
    /// The bar at the top, and what is told below it.
    Top,
    /// The map or the ladder, and the caption.
    Scene,
    /// The story beside it, and the panel.
    Side,
    /// Playback, and what opens over the page.
    Controls,
}

const ORDER: [Part; 5] = [Part::Signs, Part::Top, Part::Scene, Part::Side, Part::Controls];

/// What is there already.
#[derive(Clone, Copy)]
pub(crate) struct Arrival(RwSignal<usize>);

impl Arrival {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// Lets the next part come; false when there was none.
    pub(crate) fn advance(self) -> bool {
        let there = self.0.get_untracked();
        if there < ORDER.len() {
            self.0.set(there + 1);
        }
        there < ORDER.len()
    }

    /// Whether a part has come.
    pub(crate) fn has(self, part: Part) -> bool {
        self.0.with(|there| ORDER[..*there].contains(&part))
    }
}

/// What belongs to a part of the page.
#[component]
pub(crate) fn Arriving(part: Part, children: ChildrenFn) -> impl IntoView {
    let arrival = expect_context::<Arrival>();
    // Once there, it stays as it is while others come.
    let is_there = Memo::new(move |_| arrival.has(part));
    view! { <Show when=move || is_there.get()>{children()}</Show> }
}
