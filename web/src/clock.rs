//! The simulated clock.

use leptos::prelude::*;

use crate::stage::Stage;
use crate::strings::{self, t};

/// Date and time, spinning through idle stretches.
#[component]
pub(crate) fn Clock() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let reading = Memo::new(move |_| stage.clock());
    let spins = move || stage.player.with(|player| player.idle().is_some());
    view! {
        <p class="clock" class:spins=spins role="timer" aria-live="off" aria-label=t(strings::SIMULATED_TIME)>
            <span class="clock-date">{move || reading.with(|it| it.date.clone())}</span>
            " "
            <span class="clock-time">
                {move || reading.with(|it| it.time.clone())}
                <span class="clock-millis">
                    {move || reading.with(|it| it.millis.clone())}
                </span>
            </span>
        </p>
    }
}
