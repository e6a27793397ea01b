//! The links as a table, and one of them in full: what the map shows between hosts, for reading.

use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::Show;
use relay_view::map::{Wire, WireState};
use relay_view::sheet;
use relay_view::why::closed_link;
use relayscope::trace::HostId;

use crate::deeds::{NotYet, OneDeed};
use crate::sheet::{BackToAll, breakable};
use crate::stage::{Chosen, Stage};
use crate::strings::{self, links, t};
use crate::why::WhyRecord;

/// A row of the table.
#[derive(Clone, PartialEq)]
struct Row {
    ends: [HostId; 2],
    names: [String; 2],
    state: WireState,
    because: Option<RecordId>,
    changed: Option<String>,
}

/// The links between hosts, each with its state and what was made of it.
#[component]
pub(crate) fn Links() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let links = Memo::new(move |_| {
        let position = stage.position.get();
        stage.scene.with(|scene| {
            let row = |show: &Show, wire: &Wire| Row {
                ends: wire.ends,
                names: wire.ends.map(|of| show.cast().name(of).to_owned()),
                state: wire.state,
                because: closed_link(
                    show.trace(),
                    show.pace().records_at(position),
                    wire.ends,
                    wire.state,
                ),
                changed: wire.changed(show.cast().language),
            };
            stage.with(|show| scene.wires.iter().map(|wire| row(show, wire)).collect::<Vec<_>>())
        })
    });
    let ends = move || links.with(|all| all.iter().map(|row| row.ends).collect::<Vec<_>>());
    let none = move || links.with(Vec::is_empty);
    view! {
        <h3 class="unseen" hidden=none>{t(strings::LINKS)}</h3>
        <table class="hosts links" aria-label=t(strings::LINKS) hidden=none>
            <thead>
                <tr>
                    <th scope="col">{t(strings::LINK)}</th>
                    <th scope="col">{t(strings::STATE)}</th>
                </tr>
            </thead>
            <tbody><For each=ends key=|ends| *ends let(ends)><TableRow links ends /></For></tbody>
        </table>
    }
}

/// A name that begins a new line rather than being broken, where a line is long enough for it.
fn whole(name: &str) -> impl IntoView + use<> {
    view! { <span class="whole">{breakable(name)}</span> }
}

#[component]
fn TableRow(links: Memo<Vec<Row>>, ends: [HostId; 2]) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let row =
        Memo::new(move |_| links.with(|all| all.iter().find(|row| row.ends == ends).cloned()));
    let state = move || {
        row.get().map(|row| {
            let state = strings::wire(row.state);
            let name = row.names.join(" – ");
            let why = row.because.map(|of| {
                view! { <WhyRecord of about=format!("{name}: {state}") /> }
            });
            let changed = row.changed.map(|it| view! { <span class="cell-more">{it}</span> });
            view! { {state} {why} {changed} }
        })
    };
    let names = row.with_untracked(|row| row.as_ref().map(|it| it.names.clone()));
    let [a, b] = names.unwrap_or_default();
    view! {
        <tr>
            <th scope="row">
                <button
                    type="button"
                    class="link"
                    aria-label=format!("{a} – {b}")
                    on:click=move |_| stage.select(Some(Chosen::between(ends)))
                >
                    {whole(&a)} " – " {whole(&b)}
                </button>
            </th>
            <td>{state}</td>
        </tr>
    }
}

/// One link in full.
#[component]
pub(crate) fn LinkSheet(ends: [HostId; 2]) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let sheet = Memo::new(move |_| stage.link_sheet().filter(|sheet| sheet.ends == ends));
    let with = move |look: fn(&sheet::LinkSheet) -> String| {
        sheet.with(|sheet| sheet.as_ref().map(look).unwrap_or_default())
    };
    let name = move || with(|it| it.names.join(" – "));
    let heading = move || {
        sheet.with(|sheet| {
            let [a, b] = sheet.as_ref().map(|it| it.names.clone()).unwrap_or_default();
            view! { {whole(&a)} " – " {whole(&b)} }
        })
    };
    let state = move || with(|it| strings::wire(it.state).to_owned());
    let because = Memo::new(move |_| sheet.with(|it| it.as_ref()?.because));
    let why = move || {
        because.get().map(|of| {
            let about = untrack(|| format!("{}: {}", name(), state()));
            view! { <WhyRecord of about /> }
        })
    };
    let planned = move || with(|it| it.planned.as_deref().map(links::planned).unwrap_or_default());
    let talks = Memo::new(move |_| {
        sheet.with(|it| it.as_ref().map(|it| it.talks.clone()).unwrap_or_default())
    });
    let deeds = move || sheet.with(|it| it.as_ref().map(|it| it.deeds.clone()).unwrap_or_default());
    view! {
        <div class="scroller" tabindex="0" data-scrolls="" role="region" aria-label=name>
            <BackToAll />
            <h3 class="sheet-name">{heading}</h3>
            <dl class="facts">
                <div><dt>{t(strings::STATE)}</dt><dd>{state} {why}</dd></div>
                <div>
                    <dt>{t(links::HAS)}</dt>
                    <dd>{move || with(|it| it.quality.clone())} " " {planned}</dd>
                </div>
            </dl>
            <section class="sheet-part">
                <h4>{t(links::TALKS)}</h4>
                <p class="nothing" hidden=move || !talks.with(Vec::is_empty)>{t(links::NO_TALKS)}</p>
                <ul class="ids">
                    <For each=move || talks.get() key=Clone::clone let(talk)>
                        <li>{links::talk(&talk)}</li>
                    </For>
                </ul>
            </section>
            <div class="deed-menus" role="group" aria-label=t(strings::DEEDS)>
                <h4 class="unseen">{t(strings::DEEDS)}</h4>
                <NotYet />
                <div class="deeds">
                    <For each=deeds key=Clone::clone let(it)><OneDeed it /></For>
                </div>
            </div>
        </div>
    }
}
