//! What a row of a session means and why it came about, shown when somebody asks: one small control at each row, of which
//! one is a stop of the Tab key and the arrow keys reach the others.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::explain::{self, Piece};
use relay_view::transcript::{Row, Transcript};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::app::show_nearest;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// Which row's control the Tab key stops at.
#[derive(Clone, Copy)]
pub(crate) struct Stops {
    chosen: RwSignal<Option<usize>>,
    rows: Memo<usize>,
}

impl Stops {
    /// The last row, until somebody goes to another one.
    pub(crate) fn new(transcript: Memo<Option<Transcript>>) -> Self {
        let rows =
            Memo::new(move |_| transcript.with(|it| it.as_ref().map_or(0, |it| it.rows.len())));
        Self { chosen: RwSignal::new(None), rows }
    }

    /// Whether the Tab key stops at a row.
    fn is_at(self, row: usize) -> bool {
        let rows = self.rows.get();
        // The row that was chosen may be gone again.
        let chosen = self.chosen.get().filter(|at| *at < rows);
        chosen.or(rows.checked_sub(1)) == Some(row)
    }
}

/// Goes from the control of one row to that of the row above or below.
pub(crate) fn walk(event: &KeyboardEvent) {
    let up = match event.key().as_str() {
        "ArrowUp" => true,
        "ArrowDown" => false,
        _ => return,
    };
    let target = event.composed_path().get(0).dyn_into::<Element>().ok();
    let from = target.filter(|it| it.matches(".explain > summary").unwrap_or(false));
    let Some(mut row) = from.and_then(|it| it.closest("li").ok().flatten()) else { return };
    event.prevent_default();
    let next = |row: &Element| {
        if up { row.previous_element_sibling() } else { row.next_element_sibling() }
    };
    while let Some(beside) = next(&row) {
        let control = beside.query_selector(".explain > summary").ok().flatten();
        if let Some(control) = control.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // What is gone again cannot be focused, and need not be.
            let _ = control.focus();
            return;
        }
        row = beside;
    }
}

/// What a row says taken apart, why it came about, and the way to it.
#[component]
pub(crate) fn Explained(
    transcript: Memo<Option<Transcript>>,
    at: usize,
    stops: Stops,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let answer = move || open.get().then(|| view! { <Answer transcript at /> });
    let details = NodeRef::<leptos::html::Details>::new();
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        request_animation_frame(move || {
            let details = details.try_get_untracked().flatten();
            if let Some(details) = details.filter(web_sys::HtmlDetailsElement::open) {
                show_nearest(&details);
            }
        });
    };
    let label = move || strings::told::explain(&about(transcript, at));
    let tabindex = move || if stops.is_at(at) { "0" } else { "-1" };
    view! {
        <details class="explain" node_ref=details on:toggle=toggle>
            <summary
                tabindex=tabindex
                aria-label=label
                on:focus=move |_| stops.chosen.set(Some(at))
            >
                <span aria-hidden="true">"?"</span>
            </summary>
            {answer}
        </details>
    }
}

/// The first line of a row with its time: many say the same.
fn about(transcript: Memo<Option<Transcript>>, at: usize) -> String {
    let told = |row: &Row| {
        let folded = row.folded.as_ref().map(strings::folded);
        let text = folded.or_else(|| row.lines.first().cloned());
        strings::told::row(&text.unwrap_or_default(), &row.precise())
    };
    transcript.with(|it| it.as_ref()?.rows.get(at).map(told)).unwrap_or_default()
}

/// What is shown when somebody asks.
#[component]
fn Answer(transcript: Memo<Option<Transcript>>, at: usize) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let all = move || {
        let all = transcript.with(|it| {
            let it = it.as_ref()?;
            Some(stage.with(|show| explain::row(it, at, show.trace())))
        });
        all.unwrap_or_default()
    };
    let pieces = move || {
        let all = all();
        (!all.is_empty()).then(|| {
            let all = all.into_iter().map(piece).collect_view();
            view! { <dl class="pieces">{all}</dl> }
        })
    };
    // A folded text goes on, and then another record is its last.
    let id = Memo::new(move |before: Option<&Option<RecordId>>| {
        let id = transcript.with(|it| it.as_ref()?.rows.get(at).map(|row| row.id));
        id.or_else(|| before.copied().flatten())
    });
    let further = move || {
        id.get().map(|of| {
            view! {
                <div class="answer-more">
                    <button type="button" class="link" on:click=move |_| stage.seek_record(of)>
                        {t(strings::GO_TO_LINE)}
                    </button>
                    <WhyRecord of about=untrack(move || about(transcript, at)) />
                </div>
            }
        })
    };
    view! { <div class="answer">{pieces} {further}</div> }
}

fn piece(piece: Piece) -> impl IntoView {
    view! {
        <div>
            <dt>{piece.part}</dt>
            <dd>
                <b>{t(piece.meaning)}</b>
                " "
                {t(piece.explanation)}
                <span class="rule">{piece.section}</span>
            </dd>
        </div>
    }
}
