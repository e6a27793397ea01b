//! Long lists: what fits on the screen is drawn at once, the rest a slice a frame.
//!
//! After a few frames all rows are elements, so that searching in the page finds them and the keyboard
//! reaches them.

use leptos::prelude::*;

/// Rows that are drawn at once: as many as are seen in a panel.
const FIRST: usize = 12;

/// Rows that are added in a frame.
const SLICE: usize = 16;

/// The rows of a list that are drawn by now; all of them, soon.
pub(crate) fn slices<T: Clone + PartialEq + Send + Sync + 'static>(
    all: Memo<Vec<T>>,
) -> impl Fn() -> Vec<T> + Clone {
    let drawn = RwSignal::new(FIRST);
    let count = Memo::new(move |_| all.with(Vec::len));
    Effect::new(move |_| {
        let (count, now) = (count.get(), drawn.get());
        if now > count.max(FIRST) {
            // Those that come later come a slice at a time again.
            drawn.set(count.max(FIRST));
        } else if now < count {
            request_animation_frame(move || {
                // The list may be gone by then, and its signal with it.
                let _ = drawn.try_set((now + SLICE).min(count));
            });
        }
    });
    move || all.with(|all| all.iter().take(drawn.get()).cloned().collect())
}
