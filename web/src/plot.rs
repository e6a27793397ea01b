//! A host's retry schedule beside those of the products.

use leptos::prelude::*;
use relay_view::plot::{Plot, Row};
use relayscope::trace::HostId;

use crate::stage::Stage;
use crate::strings::{self, t};

/// The height of a row in units of the picture.
const ROW: u32 = 26;
/// Where the axis begins.
const LEFT: u32 = 74;
/// The length of the axis.
const AXIS: u32 = 310;

/// The plot.
#[component]
pub(crate) fn Schedules(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let plot = Memo::new(move |_| {
        let position = stage.position.get();
        stage.look(|show| show.plot(position, id))
    });
    let picture = move || plot.get().map(|plot| picture(&plot));
    view! {
        <details class="sheet-part schedules">
            <summary>{t(strings::SCHEDULES)}</summary>
            {picture}
        </details>
    }
}

fn picture(plot: &Plot) -> impl IntoView + use<> {
    let count = u32::try_from(plot.rows.len()).unwrap_or(0);
    let bottom = count * ROW;
    let view_box = format!("0 0 {} {}", LEFT + AXIS + 12, bottom + 20);
    let ticks = plot.ticks.iter().map(|(at, name)| {
        let x = place(*at);
        view! {
            <line class="plot-tick" x1=x x2=x y1=0 y2=bottom />
            <text class="plot-word" x=x y=bottom + 15 text-anchor="middle">{*name}</text>
        }
    });
    let ticks = ticks.collect_view();
    let now = plot.now.map(|at| {
        let x = place(at);
        view! { <line class="plot-now" x1=x x2=x y1=0 y2=bottom /> }
    });
    let rows = (0..).zip(&plot.rows).map(|(nth, row)| dots(nth * ROW + ROW / 2, row));
    let rows = rows.collect_view();
    let words = plot.rows.iter().map(|row| {
        view! { <li><b>{row.name}</b> ": " {row.text.clone()}</li> }
    });
    let words = words.collect_view();
    view! {
        <svg class="plot" viewBox=view_box aria-hidden="true">
            {ticks} {now} {rows}
        </svg>
        <ul class="plot-words">{words}</ul>
    }
}

fn place(at: u32) -> u32 {
    LEFT + at * AXIS / 1000
}

fn dots(y: u32, row: &Row) -> impl IntoView + use<> {
    let attempts = row.attempts.iter().map(|at| {
        view! { <circle class="plot-attempt" cx=place(*at) cy=y r=3 /> }
    });
    let attempts = attempts.collect_view();
    let end = format!("translate({} {y})", place(row.given_up));
    view! {
        <text class="plot-name" x=0 y=y + 4>{row.name}</text>
        {attempts}
        <path class="plot-end" transform=end d="M-5-5 5 5M5-5-5 5" />
    }
}
