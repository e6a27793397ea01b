//! The ladder on the screen: only the rows that are seen are elements, so that a run of 100,000
//! lines scrolls like one of ten.

mod line;

use std::ops::Range;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_view::ladder::{Filter, Ladder as Rows, Row, RowKind};

use crate::filters::{Filters, Nothing};
use crate::rungs::{Rungs, Turn};
use crate::settled::once_drawn;
use crate::sheet::breakable;
use crate::size;
use crate::stage::Stage;
use crate::strings::{self, t};

use line::{Line, centre, fold};

/// The height of a row in pixels where letters have their usual size.
const ROW: i32 = 34;

/// So many rows come and go together.
const BLOCK: usize = 16;

/// With more lanes than these, names have no room beside each other.
const LANES_MAX: usize = 8;

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
    let rungs = Rungs::new(stage, happened);
    let window = RwSignal::new((0, 600));
    let row = RwSignal::new(row_height());
    let frame = NodeRef::<leptos::html::Div>::new();
    let look = move || {
        // In a frame that was asked for before the ladder went away nothing is left of it.
        if let Some(frame) = frame.try_get_untracked().flatten() {
            if row.get_untracked() != row_height() {
                row.set(row_height());
            }
            window.set((frame.scroll_top(), frame.client_height().max(1)));
        }
    };
    follow(filter, (happened, row), frame, look);
    let seen = one_way(Memo::new(move |_| {
        blocks_seen(window.get(), row.get(), happened.get().div_ceil(BLOCK), rungs.stop() / BLOCK)
    }));
    let none = Memo::new(move |_| happened.get() == 0);
    let lanes = Memo::new(move |_| stage.with(|show| show.cast().len()));
    let pressed = move |event: KeyboardEvent| {
        let (height, row) = (window.get_untracked().1, row.get_untracked());
        let page = usize::try_from(height / row - 1).unwrap_or(0).max(1);
        rungs.press(&event, page, |at, how| turn(stage, filter, rows, at, how));
    };
    view! {
        <section
            class="ladder"
            class:has-many-lanes=move || { lanes.get() > LANES_MAX }
            part="timeline"
            aria-label=t(strings::LADDER)
            style=("--lanes", move || lanes.get().to_string())
        >
            <h2 class="unseen">{t(strings::LADDER)}</h2>
            <Filters filter />
            <Head />
            // Firefox makes a stop of the Tab key of what scrolls, though its rows are one.
            <div class="ladder-frame" tabindex="-1" node_ref=frame data-scrolls="" on:scroll=move |_| look()>
                {move || none.get().then(|| view! { <Nothing filter /> })}
                <div
                    class="ladder-rows"
                    role="treegrid"
                    aria-label=t(strings::LADDER_ROWS)
                    aria-rowcount=move || happened.get().to_string()
                    on:focusin=move |event| rungs.reached(&event)
                    on:keydown=pressed
                    style=("--row", move || format!("{}px", row.get()))
                    style=("--rows", move || happened.get().to_string())
                >
                    <LaneLines />
                    <For each=move || seen.get() key=|block| *block let(block)>
                        <For each=move || rows_of(stage, rows, happened, block) key=Clone::clone let((_, at, row))>
                            <Line filter happened rungs at row />
                        </For>
                    </For>
                </div>
            </div>
        </section>
    }
}

/// The rows of a block with their places. Rows of another run are other rows.
fn rows_of(
    stage: Stage,
    rows: Memo<Rows>,
    happened: Memo<usize>,
    block: usize,
) -> Vec<(u32, usize, Row)> {
    let loaded = stage.loaded.get();
    let end = ((block + 1) * BLOCK).min(happened.get());
    rows.with(|rows| {
        stage.with(|show| {
            let row = |at| Some((loaded, at, rows.row(show.cast(), show.trace(), at)?));
            (block * BLOCK..end).filter_map(row).collect()
        })
    })
}

/// The blocks of so many that are in a window of rows so high, or near it, and the one that is `kept`.
fn blocks_seen((top, height): (i32, i32), row: i32, last: usize, kept: usize) -> Vec<usize> {
    let block = |pixels: i32| usize::try_from(pixels / row).unwrap_or(0) / BLOCK;
    let blocks = block(top - row * 4).min(last)..(block(top + height + row * 4) + 1).min(last);
    with_kept(blocks, kept, last)
}

/// What comes is drawn at once, what goes is taken away in the next frame. Where both happen at once, what
/// stays is taken out and put in again, and who is just pressing it clicks nothing.
fn one_way(wanted: Memo<Vec<usize>>) -> RwSignal<Vec<usize>> {
    let drawn = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let wanted_now = wanted.get();
        drawn.update(|all| {
            all.extend(wanted_now);
            all.sort_unstable();
            all.dedup();
        });
        request_animation_frame(move || {
            // The ladder may be gone.
            let Some(wanted) = wanted.try_get_untracked() else { return };
            drawn.try_update(|all| all.retain(|block| wanted.contains(block)));
        });
    });
    drawn
}

/// The blocks that are seen, and the one with the row that the Tab key stops at, so that this is there
/// wherever the rows are scrolled to.
fn with_kept(blocks: Range<usize>, kept: usize, last: usize) -> Vec<usize> {
    let (start, is_there) = (blocks.start, kept >= last || blocks.contains(&kept));
    let mut all: Vec<usize> = blocks.collect();
    if !is_there {
        all.insert(if kept < start { 0 } else { all.len() }, kept);
    }
    all
}

/// The height of a row in pixels: the larger the letters, the higher.
fn row_height() -> i32 {
    (ROW * size::text_percent() / 100).max(1)
}

/// Keeps what happens now in sight, and knows how much is seen. Who unfolds a session looks at that.
fn follow(
    filter: RwSignal<Filter>,
    (happened, row): (Memo<usize>, RwSignal<i32>),
    frame: NodeRef<leptos::html::Div>,
    look: impl Fn() + Copy + 'static,
) {
    Effect::new(move |before: Option<usize>| {
        let unfolded = filter.with(|filter| filter.unfolded.len());
        let is_folding = before.is_some_and(|before| before != unfolded);
        let (happened, row) = (happened.get(), row.get());
        let now = i32::try_from(happened).unwrap_or(i32::MAX / row).saturating_mul(row);
        once_drawn(move || {
            let Some(frame) = frame.try_get_untracked().flatten() else { return };
            let (top, height) = (frame.scroll_top(), frame.client_height());
            if !is_folding && (now > top + height || now < top + row) {
                frame.set_scroll_top((now - height * 2 / 3).max(0));
            }
            look();
        });
        unfolded
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
            view! { <span><b>{first.to_owned()}</b> {breakable(rest)}</span> }
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

/// Does to a row what a key asks for; says which row has the focus then.
fn turn(stage: Stage, filter: RwSignal<Filter>, rows: Memo<Rows>, at: usize, how: Turn) -> usize {
    let (row, session) = rows.with_untracked(|rows| {
        stage.with_untracked(|show| {
            (rows.row(show.cast(), show.trace(), at), rows.session_of(show.trace(), at))
        })
    });
    match row {
        Some(row) if how == Turn::Go => stage.seek_record(row.id),
        Some(Row { kind: RowKind::Session { conn, .. }, .. }) => {
            let is_unfolded = filter.with_untracked(|it| it.unfolded.contains(&conn));
            if is_unfolded != (how == Turn::Unfold) {
                fold(filter, conn);
            }
        }
        _ if how == Turn::Fold => return session.unwrap_or(at),
        _ => {}
    }
    at
}
