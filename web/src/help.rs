//! Keys, and what the signs on the map and the scrubber mean.

use leptos::prelude::*;
use relay_view::Moment;
use relay_view::holdings::Guise;

use crate::glyph::{Envelope, Icon, Mark};
use crate::stage::Stage;
use crate::strings;

const GUISES: [Guise; 4] = [Guise::Mail, Guise::Deferred, Guise::Dsn, Guise::Collected];

/// The dialog.
#[component]
pub(crate) fn Help() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (stage.desk().help.get(), dialog.open()) {
            // A dialog that is already gone from the document has nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let keys = strings::KEYS.iter().map(|(keys, what)| {
        view! { <div><dt>{keys.split(", ").map(|key| view! { <kbd>{key}</kbd> " " }).collect_view()}</dt><dd>{*what}</dd></div> }
    });
    let guises = GUISES.map(|guise| {
        view! {
            <li>
                <svg viewBox="-19 -15 38 30" aria-hidden="true"><Envelope guise /></svg>
                {strings::guise(guise)}
            </li>
        }
    });
    let moments = Moment::ALL.map(|moment| {
        view! {
            <li>
                <Mark moment />
                {strings::moment(moment)}
            </li>
        }
    });
    view! {
        <dialog
            class="help"
            node_ref=dialog
            aria-labelledby="rs-help-title"
            on:close=move |_| stage.desk().help.set(false)
        >
            <div class="help-head">
                <h2 id="rs-help-title">{strings::HELP}</h2>
                <button
                    type="button"
                    class="tool"
                    title=strings::CLOSE
                    aria-label=strings::CLOSE
                    on:click=move |_| stage.desk().help.set(false)
                >
                    <Icon href="#rs-close" />
                </button>
            </div>
            <div class="help-body">
                <section>
                    <h3>{strings::KEYS_TITLE}</h3>
                    <dl class="keys">{keys.collect_view()}</dl>
                </section>
                <section>
                    <h3>{strings::SIGNS_TITLE}</h3>
                    <ul class="signs">{guises.into_iter().collect_view()}</ul>
                    <ul class="signs">{moments.into_iter().collect_view()}</ul>
                </section>
            </div>
        </dialog>
    }
}
