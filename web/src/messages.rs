//! Messages: envelope beside header at every host, the way with its delays, and what became of
//! them.

use std::collections::BTreeSet;

use leptos::prelude::*;
use relay_host::MailId;
use relay_kernel::SimTime;
use relay_view::clock;
use relay_view::holdings::{Book, Guise};
use relay_view::journey::{Copy as MailCopy, Fate, Journey, journeys};
use relayscope::trace::HostId;

use crate::glyph::Envelope;
use crate::report::{Report, Stack};
use crate::sheet::breakable;
use crate::slices::slices;
use crate::source::{Content, Parts};
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// Messages that are listed, the newest, until somebody asks for more.
const LISTED: usize = 200;

/// So many more.
const MORE: usize = 100;

/// Characters of a subject that are shown in the list; behind it, all of it is.
const SUBJECT_CHARS_MAX: usize = 140;

/// The list, or the message that was chosen.
#[component]
pub(crate) fn Messages() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let all = Memo::new(move |_| {
        let position = stage.position.get();
        stage.with(|show| journeys(show.trace(), show.pace().records_at(position)))
    });
    // What is open stays so while the message moves on.
    let shown = Memo::new(move |_| {
        let is_there = |root: &MailId| all.with(|all| all.iter().any(|it| it.root == *root));
        stage.desk().message.get().filter(is_there)
    });
    move || match shown.get() {
        Some(root) => view! { <OneMessage all root /> }.into_any(),
        None => view! { <List all /> }.into_any(),
    }
}

/// A message in the list.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Entry {
    root: MailId,
    guise: Guise,
    subject: String,
    to: String,
    standing: String,
}

impl Entry {
    fn new(journey: &Journey) -> Self {
        Self {
            root: journey.root,
            guise: journey.guise,
            subject: subject(journey),
            to: journey.copies.first().map(names).unwrap_or_default(),
            standing: standing(journey),
        }
    }
}

#[component]
fn List(all: Memo<Vec<Journey>>) -> impl IntoView {
    let listed = RwSignal::new(LISTED);
    let entries = Memo::new(move |_| {
        all.with(|all| all.iter().rev().take(listed.get()).map(Entry::new).collect::<Vec<_>>())
    });
    let rows = slices(entries);
    let count = Memo::new(move |_| all.with(Vec::len));
    let none = move || count.get() == 0;
    let more = move || count.get().saturating_sub(listed.get()).min(MORE);
    view! {
        <div class="scroller" part="inspector" tabindex="0" data-scrolls="" role="region" aria-label=t(strings::MESSAGES)>
            <p class="nothing" hidden=move || !none()>{t(strings::NO_MESSAGES)}</p>
            <ul class="letters">
                <For each=rows key=Clone::clone let(it)><OneEntry it /></For>
            </ul>
            <button
                type="button"
                class="link"
                hidden=move || more() == 0
                on:click=move |_| listed.update(|listed| *listed += MORE)
            >
                {move || strings::show_more(more())}
            </button>
        </div>
    }
}

#[component]
fn OneEntry(it: Entry) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let root = it.root;
    view! {
        <li>
            <div class="letter">
                <svg class="letter-sign" viewBox="-20 -15 40 30" role="img" aria-label=strings::guise(it.guise)>
                    <Envelope guise=it.guise />
                </svg>
                <div class="letter-text">
                    <button type="button" class="link" on:click=move |_| stage.desk().message.set(Some(root))>
                        {relay_view::plain::short(&it.subject, SUBJECT_CHARS_MAX)}
                    </button>
                    <p class="letter-more">{strings::to_whom(&it.to)}</p>
                    <p class="letter-state">{it.standing}</p>
                </div>
            </div>
        </li>
    }
}

#[component]
fn OneMessage(all: Memo<Vec<Journey>>, root: MailId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let journey =
        Memo::new(move |_| all.with(|all| all.iter().find(|it| it.root == root).cloned()));
    let with = move |look: fn(&Journey) -> String| {
        journey.with(|journey| journey.as_ref().map(look).unwrap_or_default())
    };
    let about = journey.with_untracked(|journey| journey.as_ref().and_then(|it| it.about));
    let about = about.map(|about| {
        let root = all.with_untracked(|all| root_of(all, about));
        view! {
            <p>
                <button type="button" class="link" on:click=move |_| stage.desk().message.set(root)>
                    {t(strings::REPORTS_ON)}
                </button>
            </p>
        }
    });
    let copies = move || {
        let ids = |it: &Journey| it.copies.iter().map(|copy| copy.mail).collect::<Vec<_>>();
        journey.with(|journey| journey.as_ref().map(ids).unwrap_or_default())
    };
    view! {
        <div class="scroller" part="inspector" tabindex="0" data-scrolls="" role="region" aria-label=t(strings::MESSAGE)>
            <button type="button" class="link back" on:click=move |_| stage.desk().message.set(None)>
                "← " {t(strings::ALL_MESSAGES)}
            </button>
            <h3 class="sheet-name">{move || with(subject)}</h3>
            {about}
            <dl class="facts">
                <div><dt>{t(strings::HEADER_FROM)}</dt><dd>{move || breakable(&with(|it| it.header_from.clone()))}</dd></div>
                <div><dt>{t(strings::HEADER_TO)}</dt><dd>{move || breakable(&with(|it| it.header_to.clone()))}</dd></div>
                <div hidden=move || with(|it| it.header_cc.clone()).is_empty()>
                    <dt>{t(strings::HEADER_CC)}</dt>
                    <dd>{move || breakable(&with(|it| it.header_cc.clone()))}</dd>
                </div>
            </dl>
            <Stack journey />
            <ol class="hops">
                <For each=copies key=|mail| *mail let(mail)><OneCopy journey mail /></For>
            </ol>
        </div>
    }
}

/// The message that a copy belongs to.
fn root_of(all: &[Journey], mail: MailId) -> Option<MailId> {
    let has = |journey: &&Journey| journey.copies.iter().any(|copy| copy.mail == mail);
    all.iter().find(has).map(|journey| journey.root)
}

/// The longest stay of a copy at a host, in microseconds.
fn longest(stage: Stage, journey: &Journey) -> u64 {
    let stays = journey.copies.iter().map(|copy| stay(stage, copy));
    stays.max().unwrap_or(0).max(1)
}

/// How long a copy has been, or was, at its host, in microseconds.
fn stay(stage: Stage, copy: &MailCopy) -> u64 {
    let position = stage.position.get();
    let now = stage.with(|show| show.pace().time_at(position));
    copy.left_at().unwrap_or(now).since(copy.at).as_micros()
}

/// One station of the way.
#[component]
fn OneCopy(journey: Memo<Option<Journey>>, mail: MailId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let copy = Memo::new(move |_| {
        let of = |journey: &Journey| journey.copies.iter().find(|copy| copy.mail == mail).cloned();
        journey.with(|journey| journey.as_ref().and_then(of))
    });
    let head = move || copy.get().map(|copy| copy_head(stage, &copy));
    let bar = move || {
        let longest = journey.with(|journey| journey.as_ref().map(|it| longest(stage, it)));
        copy.get().map(|copy| copy_bar(stage, &copy, longest.unwrap_or(1)))
    };
    let envelope = move || copy.get().map(|copy| copy_envelope(stage, &copy));
    let kept = copy.with_untracked(|copy| {
        copy.as_ref().map(|it| {
            let about = stage
                .with_untracked(|show| format!("{} {}", show.cast().name(it.host), it.queue_id));
            (it.content, it.accepted, about)
        })
    });
    let closer = kept.map(|(content, accepted, about)| {
        // What lies in a maildrop begins with Return-Path.
        let lies = Memo::new(move |_| copy.with(|it| it.as_ref()?.stored).unwrap_or(content));
        view! {
            <WhyRecord of=accepted about />
            <Report mail content />
            <Parts content />
            <Content content=lies />
        }
    });
    view! { <li class="hop">{head} {bar} {envelope} {closer}</li> }
}

fn copy_head(stage: Stage, copy: &MailCopy) -> impl IntoView + use<> {
    let name = stage.with(|show| show.cast().name(copy.host).to_owned());
    let accepted = copy.accepted;
    view! {
        <h4>
            <button type="button" class="link" on:click=move |_| stage.seek_record(accepted)>{name}</button>
            <span class="hop-id">{copy.queue_id.clone()}</span>
        </h4>
    }
}

/// How long it has been there, as a part of the longest stay.
fn copy_bar(stage: Stage, copy: &MailCopy, longest: u64) -> impl IntoView + use<> {
    let at = stage.with(|show| clock::dated(show.cast().clock(), copy.at, SimTime::START));
    let stayed = stay(stage, copy);
    let span =
        clock::span(stage.language.get_untracked(), relay_kernel::SimDuration::from_micros(stayed));
    let part = format!("{}%", (stayed * 100 / longest).max(1));
    view! {
        <p class="letter-more">{at} " · " {strings::stayed(&span, copy.stored.is_some())}</p>
        <div class="hop-bar" aria-hidden="true"><div style:width=part></div></div>
    }
}

fn copy_envelope(stage: Stage, copy: &MailCopy) -> impl IntoView + use<> {
    let asked = |of: &str| {
        (!of.is_empty()).then(|| view! { <code class="hop-asked">{of.to_owned()}</code> " " })
    };
    let of_recipient = |nth: usize| copy.asked.as_ref()?.of_recipients.get(nth).map(String::as_str);
    let recipients = copy.recipients.iter().enumerate().map(|(nth, (path, fate))| {
        let (fate, host, today) = (fate.clone(), copy.host, copy.at);
        let asked = asked(of_recipient(nth).unwrap_or_default());
        // The host may be switched off, which is no matter of the message.
        let text = move || fate_text(stage, &fate, host, today);
        let collected = copy.collected.get(&nth).into_iter().flatten();
        let collected = collected.map(|&(by, at)| collected_text(stage, by, at, today));
        let text_of_collected: String = collected.collect();
        let removed = copy.removed.get(&nth).map(|&at| {
            stage.with(|show| strings::fate::removed(&clock::dated(show.cast().clock(), at, today)))
        });
        view! { <li><code>{path.clone()}</code> " " {asked} {text} {text_of_collected} {removed}</li> }
    });
    let of_message = copy.asked.as_ref().map(|it| asked(&it.of_message));
    view! {
        <p>
            <span class="hop-word">"MAIL FROM"</span> " " <code>{copy.reverse_path.clone()}</code> " "
            {of_message}
        </p>
        <div class="hop-to">
            <span class="hop-word">"RCPT TO"</span>
            <ul>{recipients.collect_view()}</ul>
        </div>
    }
}

/// Times of another day than `today` are told with it. A host that is switched off tries nothing.
fn fate_text(stage: Stage, fate: &Fate, host: HostId, today: SimTime) -> String {
    let position = stage.position.get();
    stage.look(|show| {
        let runs = show.holdings(position).host(host).is_none_or(Book::is_up);
        let cast = show.cast();
        let told = |at| clock::dated(cast.clock(), at, today);
        match fate {
            Fate::Queued if runs => t(strings::FATE_QUEUED).to_owned(),
            Fate::Queued => strings::attempt_when_on(None),
            Fate::Waiting { because, next_at } => {
                let why = relay_view::sentence::reason(cast, show.trace(), *because);
                let why = why.unwrap_or_default();
                if runs {
                    strings::next_attempt(&told(*next_at), &why)
                } else {
                    strings::attempt_when_on(Some(&why))
                }
            }
            Fate::PassedOn(at) => strings::fate::passed_on(&told(*at)),
            Fate::Delivered(at) => strings::fate::delivered(&told(*at)),
            Fate::GivenUp(at) => strings::fate::given_up(&told(*at)),
        }
    })
}

/// Who collected it afterwards.
fn collected_text(stage: Stage, by: HostId, at: SimTime, today: SimTime) -> String {
    stage.with(|show| {
        let cast = show.cast();
        strings::fate::collected_by(cast.name(by), &clock::dated(cast.clock(), at, today))
    })
}

fn subject(journey: &Journey) -> String {
    strings::subject(&journey.subject)
}

fn names(copy: &MailCopy) -> String {
    copy.recipients.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>().join(", ")
}

/// How a message left its maildrop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// It did not.
    No,
    /// A mail client has it.
    Collected,
    /// Otherwise: in a session at a console, or since it was too old.
    Removed,
}

/// What became of a message so far, in few words.
fn standing(journey: &Journey) -> String {
    let all = || {
        journey.copies.iter().flat_map(|copy| {
            let from_there = |nth| match () {
                () if copy.collected.contains_key(&nth) => Left::Collected,
                () if copy.removed.contains_key(&nth) => Left::Removed,
                () => Left::No,
            };
            let all = copy.recipients.iter().enumerate();
            all.map(move |(nth, (path, fate))| (path.as_str(), fate, from_there(nth)))
        })
    };
    // Of two copies for one recipient, that recipient is one.
    let whom = |such: fn(&Fate) -> bool| -> BTreeSet<&str> {
        all().filter(|(_, fate, _)| such(fate)).map(|(path, ..)| path).collect()
    };
    let is_delivered = |it: &Fate| matches!(it, Fate::Delivered(_));
    let left = |how: Left| -> BTreeSet<&str> {
        all().filter(|it| it.2 == how).map(|(path, ..)| path).collect()
    };
    let (collected, removed) = (left(Left::Collected), left(Left::Removed));
    let delivered = whom(is_delivered);
    let twice = all().filter(|(_, fate, _)| is_delivered(fate)).count() - delivered.len();
    let parts = [
        (
            delivered
                .iter()
                .filter(|it| !collected.contains(*it) && !removed.contains(*it))
                .count(),
            t(strings::DELIVERED),
        ),
        (collected.len(), t(strings::COLLECTED)),
        (removed.difference(&collected).count(), t(strings::REMOVED)),
        (whom(|it| matches!(it, Fate::Waiting { .. })).len(), t(strings::WAITING)),
        (whom(|it| matches!(it, Fate::Queued)).len(), t(strings::UNDER_WAY)),
        (whom(|it| matches!(it, Fate::GivenUp(_))).len(), t(strings::GIVEN_UP)),
        (twice, t(strings::ONCE_MORE)),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(count, _)| *count > 0).collect();
    match parts[..] {
        [] => String::new(),
        // Of a single recipient it is clear who is meant.
        [(1, what)] => what.to_owned(),
        [(1, _), (1, _)] if twice == 1 && delivered.len() == 1 => {
            t(strings::DELIVERED_TWICE).to_owned()
        }
        _ => {
            let counts = parts.iter().map(|(count, what)| format!("{count} {what}"));
            strings::fate::of_recipients(&counts.collect::<Vec<_>>().join(", "))
        }
    }
}
