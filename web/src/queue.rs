//! What waits at a host, as a table: who sent it and for whom, how often it was tried, what came of it
//! last, and when it is tried again.

use leptos::prelude::*;
use relay_view::sheet::{QueueRow, Sheet, Waits};

use crate::glyph::Envelope;
use crate::slices::slices;
use crate::source::Content;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// The table. Each message has a head as wide as the table, its cells, and what can be opened.
#[component]
pub(crate) fn Queue(sheet: Memo<Option<Sheet>>, title: &'static str) -> impl IntoView {
    let rows = Memo::new(move |_| {
        sheet.with(|sheet| sheet.as_ref().map(|it| it.queue.clone()).unwrap_or_default())
    });
    let keys = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let keys = slices(keys);
    let empty = move || rows.with(Vec::is_empty);
    let head = [t(strings::ATTEMPTS), t(strings::LAST_ANSWER), t(strings::NEXT_ATTEMPT)];
    view! {
        <section class="sheet-part">
            <h4>{title}</h4>
            <p class="nothing" hidden=move || !empty()>{t(strings::QUEUE_EMPTY)}</p>
            <table class="hosts queue" hidden=empty>
                <caption class="unseen">{title}</caption>
                <thead>
                    <tr>{head.map(|title| view! { <th scope="col">{title}</th> }).collect_view()}</tr>
                </thead>
                <For each=keys key=Clone::clone let(key)><Queued rows key /></For>
            </table>
        </section>
    }
}

#[component]
fn Queued(rows: Memo<Vec<QueueRow>>, key: String) -> impl IntoView {
    let about = key.clone();
    let row = Memo::new(move |before: Option<&Option<QueueRow>>| {
        let row = rows.with(|rows| rows.iter().find(|row| row.id == key).cloned());
        // A row that is about to be removed keeps its text until then.
        row.or_else(|| before.cloned().flatten())
    });
    let because = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.because)));
    let why = move || because.get().map(|of| view! { <WhyRecord of about=about.clone() /> });
    let content = row.with_untracked(|row| row.as_ref().map(|row| row.content));
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" colspan="3">{move || row.get().map(|row| envelope(&row))}</th>
            </tr>
            <tr>{move || row.get().map(cells)}</tr>
            <tr>
                <td colspan="3">
                    {why}
                    {content.map(|content| view! { <Content content /> })}
                </td>
            </tr>
        </tbody>
    }
}

/// From whom and for whom, with its name in the queue.
fn envelope(row: &QueueRow) -> impl IntoView + use<> {
    view! {
        <div class="letter">
            <svg class="letter-sign" viewBox="-20 -15 40 30" role="img" aria-label=strings::look(row.look)>
                <Envelope guise=row.look.guise deferred=row.look.deferred />
            </svg>
            <div class="letter-text">
                <p class="letter-main">
                    {row.from.clone()}
                    <span aria-hidden="true">" → "</span>
                    <span class="unseen">" " {t(strings::TO_HOST)} " "</span>
                    {row.to.join(", ")}
                </p>
                <p class="letter-more">{row.id.clone()} " · " {strings::since(&row.since)}</p>
            </div>
        </div>
    }
}

/// How often it was tried, what came of it last, and what comes next.
fn cells(row: QueueRow) -> impl IntoView {
    let (class, last, next) = match row.waits {
        Waits::Turn { before } => ("", before, t(strings::IN_TURN).to_owned()),
        Waits::Attempt { at, why } => ("is-deferred", Some(why), at),
        Waits::Host { why } => ("is-deferred", why, t(strings::WHEN_ON).to_owned()),
        Waits::Report { why } => ("is-failed", Some(why), t(strings::REPORT_DUE).to_owned()),
    };
    let class = format!("letter-state {class}");
    view! {
        <td>{strings::attempts(row.attempts)}</td>
        <td class=class>{last.unwrap_or_else(|| "–".to_owned())}</td>
        <td>{next}</td>
    }
}
