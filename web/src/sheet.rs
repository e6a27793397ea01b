//! The hosts as a table, and one of them in full: what the map shows, for reading.

use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::Show;
use relay_view::map::{Card, Wire, WireState};
use relay_view::sheet::{Letter, Sheet, Shelf};
use relay_view::why::closed_link;
use relayscope::trace::HostId;

use crate::deeds::Deeds;
use crate::glyph::Envelope;
use crate::plot::Schedules;
use crate::queue::Queue;
use crate::settings::Settings;
use crate::slices::slices;
use crate::source::Content;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// The table, or the sheet of the selected host.
#[component]
pub(crate) fn Hosts() -> impl IntoView {
    let stage = expect_context::<Stage>();
    move || match stage.selected.get() {
        None => view! { <Table /> }.into_any(),
        Some(id) => view! { <HostSheet id /> }.into_any(),
    }
}

/// All hosts: the map as a table.
#[component]
fn Table() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let ids = move || stage.with(|show| show.cast().hosts().map(|(id, _)| id).collect::<Vec<_>>());
    view! {
        <div class="scroller" tabindex="0" data-scrolls="" role="region" aria-label=t(strings::HOSTS)>
            <h3 class="unseen">{t(strings::ALL_HOSTS)}</h3>
            <table class="hosts overview" aria-label=t(strings::ALL_HOSTS)>
                <thead>
                    <tr>
                        <th scope="col">{t(strings::HOST)}</th>
                        <th scope="col">{t(strings::STATE)}</th>
                        <th scope="col" class="number">{t(strings::QUEUE_SHORT)}</th>
                        <th scope="col" class="number">{t(strings::STORED)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=ids key=|id| *id let(id)><TableRow id /></For>
                </tbody>
            </table>
            <Links />
        </div>
    }
}

/// The links between hosts, each with its state.
#[component]
fn Links() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let links = Memo::new(move |_| {
        let position = stage.position.get();
        stage.scene.with(|scene| {
            let name = |of: HostId| {
                scene.hosts.get(of.index()).map_or("", |it| it.name.as_str()).to_owned()
            };
            let why = |wire: &Wire| {
                let closed = |show: &Show| {
                    closed_link(show.trace(), show.pace().records_at(position), wire.ends)
                };
                (wire.state == WireState::Cut).then(|| stage.with(closed)).flatten()
            };
            let row = |wire: &Wire| (wire.ends.map(name), wire.state, why(wire));
            scene.wires.iter().map(row).collect::<Vec<_>>()
        })
    });
    let row = |([a, b], state, because): ([String; 2], WireState, Option<RecordId>)| {
        let about = format!("{a} – {b}: {}", strings::wire(state));
        view! {
            <tr>
                <th scope="row" aria-label=format!("{a} – {b}")>{breakable(&a)} " – " {breakable(&b)}</th>
                <td>
                    {strings::wire(state)}
                    {because.map(|of| view! { <WhyRecord of about /> })}
                </td>
            </tr>
        }
    };
    let none = move || links.with(Vec::is_empty);
    let key = |(ends, state, because): &([String; 2], WireState, Option<RecordId>)| {
        (ends.clone(), *state as u8, *because)
    };
    view! {
        <h3 class="unseen" hidden=none>{t(strings::LINKS)}</h3>
        <table class="hosts links" aria-label=t(strings::LINKS) hidden=none>
            <thead>
                <tr>
                    <th scope="col">{t(strings::LINK)}</th>
                    <th scope="col">{t(strings::STATE)}</th>
                </tr>
            </thead>
            <tbody><For each=move || links.get() key=key let(link)>{row(link)}</For></tbody>
        </table>
    }
}

#[component]
fn TableRow(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let card = Memo::new(move |_| stage.scene.with(|scene| scene.hosts.get(id.index()).cloned()));
    let with = move |look: fn(&Card) -> String| {
        card.with(|card| card.as_ref().map(look).unwrap_or_default())
    };
    view! {
        <tr>
            <th scope="row">
                <button
                    type="button"
                    class="link"
                    aria-label=move || with(|card| card.name.clone())
                    on:click=move |_| stage.select(Some(id))
                >
                    {move || breakable(&with(|card| card.name.clone()))}
                </button>
            </th>
            <td>
                {move || with(|card| strings::state(card.state).to_owned())}
                <span class="cell-more">
                    {move || with(|card| card.next.as_deref().map(strings::next).unwrap_or_default())}
                </span>
            </td>
            <td class="number">{move || with(|card| card.queued.to_string())}</td>
            <td class="number">{move || with(|card| (card.stored + card.collected).to_string())}</td>
        </tr>
    }
}

/// A name that may be broken behind its dots.
pub(crate) fn breakable(name: &str) -> impl IntoView + use<> {
    let parts = name.split_inclusive('.').map(|part| view! { {part.to_owned()} <wbr /> });
    parts.collect_view()
}

/// One host in full.
#[component]
fn HostSheet(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let sheet = Memo::new(move |_| stage.sheet().filter(|sheet| sheet.id == id));
    let with = move |look: fn(&Sheet) -> String| {
        sheet.with(|sheet| sheet.as_ref().map(look).unwrap_or_default())
    };
    let facts = move || sheet.with(|sheet| sheet.as_ref().map(facts));
    let state = move || with(|it| strings::part_and_state(it.part, it.state));
    let because = Memo::new(move |_| sheet.with(|it| it.as_ref()?.because));
    let why = move || because.get().map(|of| view! { <WhyRecord of about=untrack(state) /> });
    let outbox = sheet.with_untracked(|sheet| {
        sheet.as_ref().is_some_and(|it| it.part == relay_view::cast::Part::Client)
    });
    view! {
        <div class="scroller" tabindex="0" data-scrolls="" role="region" aria-label=move || with(|it| it.name.clone())>
            <button type="button" class="link back" on:click=move |_| stage.select(None)>
                "← " {t(strings::ALL_HOSTS)}
            </button>
            <h3 class="sheet-name">{move || with(|it| it.name.clone())}</h3>
            <dl class="facts">
                <div><dt>{t(strings::STATE)}</dt><dd>{state} {why}</dd></div>
                {facts}
            </dl>
            <Queue sheet title=if outbox { t(strings::OUTBOX) } else { t(strings::QUEUE) } />
            {(!outbox).then(|| view! { <Schedules id /> })}
            <Shelves sheet of=|sheet| sheet.drops.clone() title=t(strings::MAILDROPS) />
            <Shelves sheet of=|sheet| sheet.inboxes.clone() title=t(strings::INBOX) />
            <Settings id />
            <Deeds id />
        </div>
    }
}

fn facts(sheet: &Sheet) -> impl IntoView + use<> {
    let row = |title: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <div><dt>{title}</dt><dd>{text}</dd></div> })
    };
    view! {
        {row(t(strings::ADDRESS), sheet.address.to_string())}
        {row(t(strings::FINAL_FOR), sheet.domains.join(", "))}
        {row(t(strings::RELAYS_FOR), sheet.relays_for.join(", "))}
        {row(t(strings::USED_BY), sheet.people.join(", "))}
    }
}

/// Mailboxes with their messages.
#[component]
fn Shelves(
    sheet: Memo<Option<Sheet>>,
    of: fn(&Sheet) -> Vec<Shelf>,
    title: &'static str,
) -> impl IntoView {
    let shelves = Memo::new(move |_| sheet.with(|it| it.as_ref().map(of).unwrap_or_default()));
    let names =
        move || shelves.with(|all| all.iter().map(|it| it.name.clone()).collect::<Vec<_>>());
    let none = move || shelves.with(Vec::is_empty);
    view! {
        <section class="sheet-part" hidden=none>
            <h4>{title}</h4>
            <For each=names key=Clone::clone let(name)><OneShelf shelves name /></For>
        </section>
    }
}

#[component]
fn OneShelf(shelves: Memo<Vec<Shelf>>, name: String) -> impl IntoView {
    let heading = name.clone();
    let shelf =
        Memo::new(move |_| shelves.with(|all| all.iter().find(|it| it.name == name).cloned()));
    let letters = Memo::new(move |_| {
        shelf.with(|it| it.as_ref().map(|it| it.letters.clone()).unwrap_or_default())
    });
    let locked = move || shelf.with(|it| it.as_ref().is_some_and(|it| it.locked));
    let empty = move || letters.with(Vec::is_empty);
    let letters = slices(letters);
    view! {
        <h5>
            {heading}
            <span class="badge" hidden=move || !locked()>{t(strings::LOCKED)}</span>
        </h5>
        <p class="nothing" hidden=move || !empty()>{t(strings::NO_LETTERS)}</p>
        <ul class="letters">
            <For each=letters key=|letter| (letter.content, letter.at.clone(), letter.guise) let(letter)>
                <OneLetter letter />
            </For>
        </ul>
    }
}

#[component]
fn OneLetter(letter: Letter) -> impl IntoView {
    let subject = strings::subject(&letter.subject);
    view! {
        <li>
            <div class="letter">
                <svg class="letter-sign" viewBox="-20 -15 40 30" role="img" aria-label=strings::guise(letter.guise)>
                    <Envelope guise=letter.guise />
                </svg>
                <div class="letter-text">
                    <p class="letter-main">{subject}</p>
                    <p class="letter-more">
                        {letter.from} " · " {letter.at} " · " {strings::octets(letter.size)}
                    </p>
                </div>
            </div>
            <Content content=letter.content />
        </li>
    }
}
