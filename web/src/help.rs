//! Keys, and what the signs on the map and the scrubber mean.

use leptos::prelude::*;
use relay_view::Moment;
use relay_view::holdings::Guise;

use crate::dialog::Dialog;
use crate::glyph::{Envelope, Mark};
use crate::setting::Setting;
use crate::stage::Stage;
use crate::strings::{self, t};

/// The dialog.
#[component]
pub(crate) fn Help() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let setting = expect_context::<Setting>();
    let keys = strings::KEYS.iter().map(|(keys, what)| {
        view! { <div><dt>{t(*keys).split(", ").map(|key| view! { <kbd>{key}</kbd> " " }).collect_view()}</dt><dd>{t(*what)}</dd></div> }
    });
    let guises = Guise::ALL.map(|guise| {
        view! {
            <li>
                <svg viewBox="-19 -15 38 30" aria-hidden="true"><Envelope guise /></svg>
                {strings::guise(guise)}
            </li>
        }
    });
    let waits = view! {
        <li>
            <svg viewBox="-19 -15 38 30" aria-hidden="true">
                <Envelope guise=Guise::Mail deferred=true />
            </svg>
            {t(strings::WAITS)}
        </li>
    };
    let moments = Moment::ALL.map(|moment| {
        view! {
            <li>
                <Mark moment />
                {strings::moment(moment)}
            </li>
        }
    });
    view! {
        <Dialog open=stage.desk().help id="rs-help-title" title=t(strings::HELP)>
            <div class="help-body">
                <section>
                    <h3>{t(strings::KEYS_TITLE)}</h3>
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || setting.has_letters.get()
                            on:change=move |event| setting.has_letters.set(event_target_checked(&event))
                        />
                        {t(strings::LETTERS)}
                    </label>
                    <dl class="keys">{keys.collect_view()}</dl>
                </section>
                <section>
                    <h3>{t(strings::SIGNS_TITLE)}</h3>
                    <ul class="signs">{guises.into_iter().collect_view()} {waits}</ul>
                    <ul class="signs">{moments.into_iter().collect_view()}</ul>
                </section>
            </div>
        </Dialog>
    }
}
