//! A long run is computed in pieces; this says how far it is, and lets people stop it.

use leptos::prelude::*;

use crate::stage::Stage;
use crate::strings::{self, t};

/// The bar; nothing while everything is known.
#[component]
pub(crate) fn Progress() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let state = Memo::new(move |_| stage.with(|show| (show.has_more(), show.is_stopped())));
    let part = Memo::new(move |_| stage.with(relay_view::Show::computed));
    let text = move || {
        let records = stage.with(|show| show.trace().records().len());
        strings::computed(part.get(), records)
    };
    move || {
        match state.get() {
        (true, _) => Some(
            view! {
                <section class="branch progress" aria-label=t(strings::COMPUTING)>
                    <p>{text}</p>
                    <progress max="100" value=move || part.get().to_string() aria-label=t(strings::COMPUTING)></progress>
                    <button type="button" class="tool with-text" on:click=move |_| stage.stop()>
                        {t(strings::STOP)}
                    </button>
                </section>
            }
            .into_any(),
        ),
        (false, true) => Some(
            view! {
                <section class="branch" aria-label=t(strings::COMPUTING)>
                    <p>{t(strings::STOPPED)}</p>
                    <button type="button" class="tool with-text" on:click=move |_| stage.go_on()>
                        {t(strings::GO_ON)}
                    </button>
                </section>
            }
            .into_any(),
        ),
        (false, false) => None,
    }
    }
}

impl Stage {
    /// Computes no more.
    pub(crate) fn stop(&self) {
        self.touch(relay_view::Show::stop);
    }

    /// Goes on with what was stopped.
    pub(crate) fn go_on(&self) {
        self.touch(relay_view::Show::go_on);
    }
}
