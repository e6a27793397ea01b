//! A host's retry schedule beside those of the products.

use leptos::prelude::*;
use relay_view::plot::{Course, End, Plot, Row};
use relayscope::trace::HostId;

use crate::stage::Stage;
use crate::strings::{self, t};

/// The height of a row in units of the picture.
const ROW: u32 = 26;
/// Where the axis begins.
const LEFT: u32 = 112;
/// The length of the axis.
const AXIS: u32 = 272;

/// The plot.
#[component]
pub(crate) fn Schedules(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let plot = Memo::new(move |_| {
        let position = stage.position.get();
        open.get().then(|| stage.look(|show| show.plot(position, id))).flatten()
    });
    let picture = move || plot.get().map(|plot| picture(&plot));
    view! {
        <details class="sheet-part schedules" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary><h4>{t(strings::SCHEDULES)}</h4></summary>
            {picture}
        </details>
    }
}

fn picture(plot: &Plot) -> impl IntoView + use<> {
    let real = u32::from(plot.course.is_some());
    let count = u32::try_from(plot.rows.len()).unwrap_or(0) + real;
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
    let course = plot.course.as_ref().map(|course| way(ROW / 2, course));
    let rows = (real..).zip(&plot.rows).map(|(nth, row)| dots(nth * ROW + ROW / 2, row));
    let rows = rows.collect_view();
    let told = plot.course.as_ref().map(|course| {
        view! { <li><b>{t(strings::IN_FACT)}</b> ": " {course.text.clone()}</li> }
    });
    let note = plot.course.is_some().then(|| {
        view! { <p class="plot-words">{t(strings::WHY_LATER)}</p> }
    });
    let words = plot.rows.iter().map(|row| {
        view! { <li><b>{row.name}</b> ": " {row.text.clone()}</li> }
    });
    let words = words.collect_view();
    view! {
        <svg class="plot" viewBox=view_box aria-hidden="true">
            {ticks} {now} {course} {rows}
        </svg>
        <ul class="plot-words">{told} {words}</ul>
        {note}
    }
}

fn place(at: u32) -> u32 {
    LEFT + at * AXIS / 1000
}

/// What a message went through.
fn way(y: u32, course: &Course) -> impl IntoView + use<> {
    let attempts = course.attempts.iter().map(|at| {
        view! { <circle class="plot-attempt is-real" cx=place(*at) cy=y r=4 /> }
    });
    let attempts = attempts.collect_view();
    let next = course.next.map(|at| {
        view! { <circle class="plot-next" cx=place(at) cy=y r=4 /> }
    });
    let end = course.end.map(|(at, how)| {
        let (class, shape) = match how {
            End::Done => ("plot-done", "M-5 0-1 4 6-5"),
            End::GivenUp => ("plot-end", "M-5-5 5 5M5-5-5 5"),
        };
        view! { <path class=class transform=format!("translate({} {y})", place(at)) d=shape /> }
    });
    view! {
        <text class="plot-name" x=0 y=y + 4>{t(strings::IN_FACT)}</text>
        {attempts}
        {next}
        {end}
    }
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
