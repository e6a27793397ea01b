//! What just happened and why, in words that are legible from the back row.

use leptos::prelude::*;

use crate::stage::Stage;
use crate::strings;
use crate::why::Why;

/// The caption below the map.
#[component]
pub(crate) fn CaptionLine() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let because = move || stage.caption.with(|caption| caption.because.clone());
    let rule = move || stage.caption.with(|caption| caption.rule);
    let next = move || stage.caption.with(|caption| caption.next.clone());
    let end = move || stage.caption.with(|caption| caption.end.clone());
    view! {
        <section class="caption" aria-label=strings::NOW>
            <p class="caption-text">{move || stage.caption.with(|it| it.text.clone())}</p>
            <p class="caption-why">
                <span hidden=move || because().is_none()>{because}</span>
                <span class="rule" hidden=move || rule().is_empty()>{rule}</span>
            </p>
            <p class="caption-next" hidden=move || next().is_none()>
                <span class="waits" aria-hidden="true"></span>
                {next}
            </p>
            <p class="caption-end" hidden=move || end().is_none()>{end}</p>
            <Why />
        </section>
    }
}
