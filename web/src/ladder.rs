//! The ladder on the screen: only the rows that are seen are elements, so that a run of 100,000
//! lines scrolls like one of ten.

use leptos::prelude::*;
use relay_kernel::ConnNo;
use relay_view::ladder::{Filter, Ladder as Rows, Row, RowKind};
use relay_view::passage::Passage;
use relayscope::trace::HostId;

use crate::filters::{Filters, Nothing};
use crate::map::tone_class;
use crate::size;
use crate::stage::Stage;
use crate::strings::{self, t};

/// The height of a row in pixels where letters have their usual size.
const ROW: i32 = 34;

/// So many rows come and go together. While one block comes and one goes, nothing in between is
/// moved, so that an element stays the row that a pointer or the focus is on.
const BLOCK: usize = 16;

/// The ladder.
#[component]
pub(crate) fn Ladder() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let filter = stage.desk().filter;
    let rows = Memo::new(move |_| {
        let filter = filter.get();
        stage.with(|show| Rows::new(show.trace(), &filter))
    });
    let happened = Memo::new(move |_| {
        let position = stage.position.get();
        rows.with(|rows| stage.with(|show| rows.happened(show.pace().records_at(position))))
    });
    let window = RwSignal::new((0, 600));
    let row = RwSignal::new(row_height());
    let frame = NodeRef::<leptos::html::Div>::new();
    let look = move || {
        if let Some(frame) = frame.get_untracked() {
            if row.get_untracked() != row_height() {
                row.set(row_height());
            }
            window.set((frame.scroll_top(), frame.client_height().max(1)));
        }
    };
    follow((happened, row), frame, look);
    let seen = Memo::new(move |_| {
        let ((top, height), row) = (window.get(), row.get());
        let block = |pixels: i32| usize::try_from(pixels / row).unwrap_or(0) / BLOCK;
        let last = happened.get().div_ceil(BLOCK);
        block(top - row * 4).min(last)..(block(top + height + row * 4) + 1).min(last)
    });
    let rows_of = move |block: usize| {
        let loaded = stage.loaded.get();
        rows.with(|rows| {
            stage.with(|show| {
                let row = |at| Some((loaded, at, rows.row(show.cast(), show.trace(), at)?));
                let end = ((block + 1) * BLOCK).min(happened.get());
                (block * BLOCK..end).filter_map(row).collect::<Vec<_>>()
            })
        })
    };
    let none = Memo::new(move |_| happened.get() == 0);
    view! {
        <section class="ladder" part="timeline" aria-label=t(strings::LADDER)>
            <Filters filter />
            <Head />
            <div
                class="ladder-frame"
                node_ref=frame
                tabindex="0"
                data-scrolls=""
                role="region"
                aria-label=t(strings::LADDER_ROWS)
                on:scroll=move |_| look()
            >
                {move || none.get().then(|| view! { <Nothing filter /> })}
                <div
                    class="ladder-rows"
                    style=("--row", move || format!("{}px", row.get()))
                    style=("--rows", move || happened.get().to_string())
                >
                    <LaneLines />
                    <ol>
                        <For each=move || seen.get() key=|block| *block let(block)>
                            <For each=move || rows_of(block) key=Clone::clone let((_, at, row))>
                                <Line filter happened at row />
                            </For>
                        </For>
                    </ol>
                </div>
            </div>
        </section>
    }
}

/// The height of a row in pixels: the larger the letters, the higher.
fn row_height() -> i32 {
    (ROW * size::text_percent() / 100).max(1)
}

/// Keeps what happens now in sight, and knows how much is seen.
fn follow(
    (happened, row): (Memo<usize>, RwSignal<i32>),
    frame: NodeRef<leptos::html::Div>,
    look: impl Fn() + Copy + 'static,
) {
    Effect::new(move |_| {
        let (happened, row) = (happened.get(), row.get());
        let now = i32::try_from(happened).unwrap_or(i32::MAX / row).saturating_mul(row);
        request_animation_frame(move || {
            let Some(frame) = frame.get_untracked() else { return };
            let (top, height) = (frame.scroll_top(), frame.client_height());
            if now > top + height || now < top + row {
                frame.set_scroll_top((now - height * 2 / 3).max(0));
            }
            look();
        });
    });
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            size::watch(&frame, move |_| look());
        }
    });
}

/// The names of the lanes.
#[component]
fn Head() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let names = move || {
        stage
            .with(|show| show.cast().hosts().map(|(_, host)| host.name.clone()).collect::<Vec<_>>())
    };
    let heads = move || {
        let head = |name: String| {
            let (first, rest) = name.split_once('.').unwrap_or((&name, ""));
            view! { <span><b>{first.to_owned()}</b> {rest.to_owned()}</span> }
        };
        names().into_iter().map(head).collect_view()
    };
    view! {
        <div class="ladder-head">
            <div class="ladder-lanes" aria-hidden="true">{heads}</div>
        </div>
    }
}

/// One line a lane.
#[component]
fn LaneLines() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let lanes = move || {
        let count = stage.with(|show| show.cast().len());
        let lane = |at| view! { <i style:left=centre(at, count)></i> };
        (0..count).map(lane).collect_view()
    };
    view! { <div class="lane-lines" aria-hidden="true">{lanes}</div> }
}

/// The middle of a lane, as a part of the width.
fn centre(lane: usize, lanes: usize) -> String {
    part(2 * lane + 1, 2 * lanes)
}

/// One row.
#[component]
fn Line(
    filter: RwSignal<Filter>,
    #[prop(into)] happened: Signal<usize>,
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
    let top = format!("calc(var(--row) * {at})");
    let (class, content) = match row.kind {
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
    };
    view! {
        <li
            class=class
            class:is-current=move || current.get()
            class:is-lit=move || lit.get()
            style:top=top
            aria-current=move || current.get().then_some("step")
        >
            <button type="button" class="rung-time" on:click=move |_| stage.seek_record(id)>{row.at}</button>
            <div class="rung-lanes">{content}</div>
            {move || lit.get().then(|| view! { <span class="unseen">{t(strings::story::POINTED_AT)}</span> })}
        </li>
    }
}

/// What happens, or does not, in words.
fn note(text: &str) -> impl IntoView + use<> {
    view! { <span class="rung-note" title=text.to_owned()>{text.to_owned()}</span> }
}

/// Shows and hides the lines of a session.
#[component]
fn Fold(filter: RwSignal<Filter>, conn: ConnNo, names: String) -> impl IntoView {
    let unfolded = Memo::new(move |_| filter.with(|filter| filter.unfolded.contains(&conn)));
    let toggle = move |_| {
        filter.update(|filter| {
            if !filter.unfolded.remove(&conn) {
                filter.unfolded.insert(conn);
            }
        });
    };
    view! {
        <button
            type="button"
            class="rung-fold"
            aria-expanded=move || unfolded.get().to_string()
            aria-label=strings::lines_of(&names)
            on:click=toggle
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
    // The text is as wide as the arrow, or a little wider where that is too narrow to read.
    let (left, width) = if known && high > low {
        (centre(low, count), part(high - low, count))
    } else {
        ("0%".to_owned(), "100%".to_owned())
    };
    view! {
        {shaft}
        <span class="rung-text" style:left=left style:width=width title=text.to_owned()>{text.to_owned()}</span>
    }
}
