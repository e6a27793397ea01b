//! The hosts as a table, and one of them in full: what the map shows, for reading.

use leptos::prelude::*;
use relay_view::map::{Card, State};
use relay_view::sheet::{Letter, Sheet, Shelf};
use relayscope::trace::HostId;

use crate::deeds::Deeds;
use crate::glyph::Envelope;
use crate::link::{LinkSheet, Links};
use crate::plot::Schedules;
use crate::queue::Queue;
use crate::settings::Settings;
use crate::slices::slices;
use crate::source::Content;
use crate::stage::{Chosen, Stage};
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// The table, or the sheet of the selected host.
#[component]
pub(crate) fn Hosts() -> impl IntoView {
    let stage = expect_context::<Stage>();
    move || match stage.selected.get() {
        None => view! { <Table /> }.into_any(),
        Some(Chosen::Host(id)) => view! { <HostSheet id /> }.into_any(),
        Some(Chosen::Link(ends)) => view! { <LinkSheet ends /> }.into_any(),
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
                    on:click=move |_| stage.select(Some(Chosen::Host(id)))
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

/// A name or an address that may be broken behind its dots and its @.
pub(crate) fn breakable(name: &str) -> impl IntoView + use<> {
    let parts = name.split_inclusive(['.', '@']).map(|part| view! { {part.to_owned()} <wbr /> });
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
            <BackToAll />
            <h3 class="sheet-name">{move || with(|it| it.name.clone())}</h3>
            <dl class="facts">
                <div><dt>{t(strings::STATE)}</dt><dd>{move || with(condition)} {why}</dd></div>
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

/// Leads from one host or link to all of them.
#[component]
pub(crate) fn BackToAll() -> impl IntoView {
    let stage = expect_context::<Stage>();
    view! {
        <button type="button" class="link back" on:click=move |_| stage.select(None)>
            "← " {t(strings::ALL_HOSTS)}
        </button>
    }
}

/// What a host is and how it fares. A clock that is wrong is told whatever else is, since what the host writes
/// is wrong by as much; by how much tells that it is.
fn condition(sheet: &Sheet) -> String {
    match (&sheet.clock, sheet.state) {
        (None, state) => strings::part_and_state(sheet.part, state),
        (Some(clock), State::ClockWrong) => format!("{}, {clock}", strings::part(sheet.part)),
        (Some(clock), state) => {
            format!("{}, {clock}", strings::part_and_state(sheet.part, state))
        }
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
