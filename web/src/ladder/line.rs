//! One row of the ladder.

use leptos::attr::custom::custom_attribute;
use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;
use relay_kernel::{ConnNo, RecordId};
use relay_view::ladder::{Filter, Row, RowKind};
use relay_view::passage::Passage;
use relayscope::trace::HostId;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::map::tone_class;
use crate::rungs::Rungs;
use crate::stage::Stage;
use crate::strings::{self, t};

/// The middle of a lane, as a part of the width.
pub(super) fn centre(lane: usize, lanes: usize) -> String {
    part(2 * lane + 1, 2 * lanes)
}

/// How far a pointer may go while it is down, in pixels: further, it draws.
const CLICK_MAX: i32 = 4;

/// One row.
#[component]
pub(super) fn Line(
    filter: RwSignal<Filter>,
    #[prop(into)] happened: Signal<usize>,
    rungs: Rungs,
    at: usize,
    row: Row,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let id = row.id;
    let current = Memo::new(move |_| at + 1 == happened.get());
    let session = if let RowKind::Session { conn, .. } = row.kind { Some(conn) } else { None };
    let lit = Memo::new(move |_| {
        stage.desk().lit.with(|lit| {
            lit.records.contains(&id) || session.is_some_and(|conn| lit.conns.contains(&conn))
        })
    });
    let unfolded = session
        .map(|conn| Memo::new(move |_| filter.with(|filter| filter.unfolded.contains(&conn))));
    let is_line = matches!(row.kind, RowKind::Arrow { .. });
    // Who asks for lines alone sees no sessions around them.
    let level = if is_line && filter.with_untracked(|it| it.sort.is_none()) { "2" } else { "1" };
    let level = custom_attribute("aria-level", level);
    let top = format!("calc(var(--row) * {at})");
    let is_new_day = row.day.is_some();
    let is_dated = row.at.is_some();
    let time = row.at.map(|time| view! { <Time id time day=row.day /> });
    // All of a row leads to its moment, but for what is pressed in it; who draws over it marks its text.
    let begun = StoredValue::new((0, 0));
    let pressed = move |event: PointerEvent| begun.set_value((event.client_x(), event.client_y()));
    let clicked = move |event: MouseEvent| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_pressed = target.is_some_and(|it| it.closest("button").is_ok_and(|it| it.is_some()));
        let (x, y) = begun.get_value();
        let way = (event.client_x() - x).abs().max((event.client_y() - y).abs());
        if is_dated && !is_pressed && way <= CLICK_MAX && event.detail() <= 1 {
            stage.seek_record(id);
        }
    };
    let (class, content) = drawn(stage, filter, row.kind);
    view! {
        <div
            role="row"
            class=class
            class:is-new-day=is_new_day
            class:is-dated=is_dated
            on:pointerdown=pressed
            on:click=clicked
            class:is-current=move || current.get()
            class:is-lit=move || lit.get()
            style:top=top
            aria-rowindex=(at + 1).to_string()
            {..level}
            aria-expanded=move || unfolded.map(|unfolded| unfolded.get().to_string())
            aria-current=move || current.get().then_some("step")
            tabindex=move || if rungs.stop() == at { "0" } else { "-1" }
        >
            <div role="gridcell" class="rung-at">
                {time}
            </div>
            <div role="gridcell" class="rung-lanes">
                {content}
                {move || lit.get().then(|| view! { <span class="unseen">{t(strings::story::POINTED_AT)}</span> })}
            </div>
        </div>
    }
}

/// When it was, and on which day where that is a new one; it leads to that moment.
#[component]
fn Time(id: RecordId, time: String, day: Option<String>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    // The space is for those who hear it.
    let day = day.map(|day| view! { <span class="rung-day">{day}" "</span> });
    view! {
        <button type="button" class="rung-time" tabindex="-1" on:click=move |_| stage.seek_record(id)>
            {day}
            {time}
        </button>
    }
}

/// What is in a row, and its classes.
fn drawn(stage: Stage, filter: RwSignal<Filter>, kind: RowKind) -> (String, AnyView) {
    match kind {
        RowKind::Gap { span, until } => {
            ("rung is-gap".to_owned(), note(&strings::gap(&span, &until)).into_any())
        }
        RowKind::Note { host, text, .. } => {
            let host = stage.with(|show| show.cast().host(host).map(|_| host.index()));
            let at = host.map(|lane| centre(lane, lanes(stage)));
            let dot = at.map(|at| view! { <i class="rung-dot" style:left=at></i> });
            ("rung is-note".to_owned(), view! { {dot} {note(&text)} }.into_any())
        }
        RowKind::Arrow { from, to, text, tone, passage } => {
            let (class, told) = match passage {
                Passage::Free => ("rung is-arrow", None),
                Passage::Held => ("rung is-arrow is-lost", Some(strings::HELD)),
                Passage::Lost => ("rung is-arrow is-lost", Some(strings::LOST)),
            };
            let text = told.map_or(text.clone(), |told| format!("{}: {text}", t(told)));
            let said =
                stage.with(|show| strings::says_to(show.cast().name(from), show.cast().name(to)));
            let said = view! { <span class="unseen">{said}</span> };
            (tone_class(class, tone), view! { {said} {arrow(stage, (from, to), &text)} }.into_any())
        }
        RowKind::Session { conn, client, server, service, tone } => {
            let names = stage.with(|show| {
                let name = |id: HostId| show.cast().name(id).to_owned();
                strings::ladder_session(strings::service(service), &name(client), &name(server))
            });
            let bar = arrow(stage, (client, server), strings::service(service));
            let fold = view! { <Fold filter conn names /> };
            (tone_class("rung is-session", tone), view! { {fold} {bar} }.into_any())
        }
    }
}

/// Shows the lines of a session, or hides them.
pub(super) fn fold(filter: RwSignal<Filter>, conn: ConnNo) {
    filter.update(|filter| {
        if !filter.unfolded.remove(&conn) {
            filter.unfolded.insert(conn);
        }
    });
}

/// What happens, or does not, in words.
fn note(text: &str) -> impl IntoView + use<> {
    view! { <span class="rung-note" title=text.to_owned()>{text.to_owned()}</span> }
}

/// Shows and hides the lines of a session.
#[component]
fn Fold(filter: RwSignal<Filter>, conn: ConnNo, names: String) -> impl IntoView {
    let unfolded = Memo::new(move |_| filter.with(|filter| filter.unfolded.contains(&conn)));
    view! {
        <button
            type="button"
            class="rung-fold"
            tabindex="-1"
            aria-expanded=move || unfolded.get().to_string()
            aria-label=strings::lines_of(&names)
            on:click=move |_| fold(filter, conn)
        >
            {move || if unfolded.get() { "−" } else { "+" }}
        </button>
    }
}

fn lanes(stage: Stage) -> usize {
    stage.with(|show| show.cast().len())
}

/// So many of so many parts of the width: the browser divides, to the pixel.
fn part(some: usize, all: usize) -> String {
    format!("calc(100% * {some} / {})", all.max(1))
}

/// An arrow from lane to lane with its text; a text alone where one end is nobody.
fn arrow(stage: Stage, (from, to): (HostId, HostId), text: &str) -> impl IntoView + use<> {
    let count = lanes(stage);
    let known = from.index() < count && to.index() < count;
    let (low, high) = (from.index().min(to.index()), from.index().max(to.index()));
    let class = if from.index() < to.index() { "shaft is-right" } else { "shaft is-left" };
    let shaft = known.then(|| {
        let width = part(high - low, count);
        view! { <i class=class style:left=centre(low, count) style:width=width></i> }
    });
    // The text stands at the middle of the arrow, and is wider than that where there is room on both sides.
    let middle = if known { low + high + 1 } else { count };
    let room = middle.min((2 * count).saturating_sub(middle));
    let (left, width) = (part(middle, 2 * count), part(room, count));
    view! {
        {shaft}
        <span class="rung-text" style:left=left style:max-width=width title=text.to_owned()>{text.to_owned()}</span>
    }
}
