//! The button that closes what it stands in.

use leptos::prelude::*;

use crate::glyph::Icon;
use crate::strings::{self, t};

/// The button; `close` says what it does.
#[component]
pub(crate) fn Close(close: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button
            type="button"
            class="tool"
            title=t(strings::CLOSE)
            aria-label=t(strings::CLOSE)
            on:click=move |_| close()
        >
            <Icon href="#rs-close" />
        </button>
    }
}
