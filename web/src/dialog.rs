//! The frame of a dialog: a title, a way out, and what is in it.

use leptos::prelude::*;

use crate::close::Close;

/// A modal dialog that is open while `open` is true. Escape and its own button close it.
#[component]
pub(crate) fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The id of its title, another one for each dialog.
    id: &'static str,
    /// What it is called.
    title: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            // A dialog that is already gone from the document has nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // By Escape: the keys are the page's again at once, before the browser tells that it is closed.
    let cancelled = move || open.set(false);
    let closed = move || {
        // This is told a moment later, and by then it may have been opened again.
        if dialog.try_get_untracked().flatten().is_none_or(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="help"
            part="dialog"
            node_ref=dialog
            aria-labelledby=id
            on:cancel=move |_: web_sys::Event| cancelled()
            on:close=move |_| closed()
        >
            <div class="help-head">
                <h2 id=id>{title}</h2>
                <Close close=move || open.set(false) />
            </div>
            {children()}
        </dialog>
    }
}
