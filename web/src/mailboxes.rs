//! Maildrops: what lies in them, who has them open, and what each client has of it.

use leptos::prelude::*;
use relay_view::maildrop::{Collector, Known, Letter, Maildrop};

use crate::glyph::Envelope;
use crate::slices::slices;
use crate::source::Content;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// Every maildrop of every host.
#[component]
pub(crate) fn Mailboxes() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let all = Memo::new(move |_| {
        let position = stage.position.get();
        stage.look(|show| show.maildrops(position))
    });
    let key = |drop: &Maildrop| (drop.host.0, drop.name.clone());
    let keys = move || all.with(|all| all.iter().map(key).collect::<Vec<_>>());
    let none = move || all.with(Vec::is_empty);
    view! {
        <div class="scroller" tabindex="0" data-scrolls="" role="region" aria-label=t(strings::MAILBOXES)>
            <p class="nothing" hidden=move || !none()>{t(strings::NO_MAILBOXES)}</p>
            <For each=keys key=Clone::clone let(of)>
                {
                    let drop = Memo::new(move |_| {
                        all.with(|all| all.iter().find(|drop| key(drop) == of).cloned())
                    });
                    view! { <OneMaildrop drop /> }
                }
            </For>
        </div>
    }
}

fn name(drop: &Maildrop) -> String {
    strings::maildrop_of(&drop.name, &drop.host_name)
}

#[component]
fn OneMaildrop(drop: Memo<Option<Maildrop>>) -> impl IntoView {
    let with = move |look: fn(&Maildrop) -> String| {
        drop.with(|drop| drop.as_ref().map(look).unwrap_or_default())
    };
    let lock = Memo::new(move |_| drop.with(|drop| drop.as_ref().and_then(|it| it.lock.clone())));
    let lock = move || {
        lock.get().map(|lock| {
            view! {
                <div class="maildrop-lock">
                    <p>{lock.text.clone()}</p>
                    <WhyRecord of=lock.because about=lock.text />
                </div>
            }
        })
    };
    let letters = Memo::new(move |_| {
        drop.with(|drop| drop.as_ref().map(|it| it.letters.clone()).unwrap_or_default())
    });
    let letters = slices(letters);
    let clients = Memo::new(move |_| {
        drop.with(|drop| drop.as_ref().map(|it| it.collectors.clone()).unwrap_or_default())
    });
    view! {
        <section class="sheet-part maildrop" part="mailbox">
            <h3>
                {move || drop.with(|drop| drop.as_ref().map(name))}
            </h3>
            <p class="letter-more">
                {move || with(|it| strings::count_and_octets(it.count, it.octets))} " "
                {move || with(|it| it.room.clone())}
            </p>
            {lock}
            <ul class="letters">
                <For each=letters key=Clone::clone let(it)><OneLetter it of=drop.with_untracked(|drop| drop.as_ref().map(name).unwrap_or_default()) /></For>
            </ul>
            <For each=move || clients.get() key=Clone::clone let(it)><OneCollector it /></For>
        </section>
    }
}

#[component]
fn OneLetter(
    it: Letter,
    /// The maildrop that it is in.
    of: String,
) -> impl IntoView {
    let subject = format!("{}. {}", it.number, strings::subject(&it.subject));
    let about = format!("{subject}: {of}");
    let from = if it.from.is_empty() { String::new() } else { format!("{} · ", it.from) };
    let had = if it.had_by.is_empty() {
        t(strings::NOBODY_HAS_IT).to_owned()
    } else {
        strings::had_by(&it.had_by.join(", "))
    };
    view! {
        <li>
            <div class="letter">
                <svg class="letter-sign" viewBox="-20 -15 40 30" role="img" aria-label=strings::guise(it.guise)>
                    <Envelope guise=it.guise />
                </svg>
                <div class="letter-text">
                    <p class="letter-main">
                        {subject}
                        {it.marked.then(|| view! { " " <span class="badge is-marked">{t(strings::MARKED)}</span> })}
                    </p>
                    <p class="letter-more">
                        "UIDL " <code>{it.uidl}</code> " · " {strings::octets(it.size)} " · " {from} {it.at}
                    </p>
                    <p class="letter-state">{had}</p>
                </div>
            </div>
            {it.because.map(|of| view! { <WhyRecord of about /> })}
            <Content content=it.content />
        </li>
    }
}

#[component]
fn OneCollector(it: Collector) -> impl IntoView {
    let collector = strings::collector(&it.address, &it.host_name);
    let known = it.known;
    let known = slices(Memo::new(move |_| known.clone()));
    view! {
        <section class="collector">
            <h4>{collector.clone()}</h4>
            <p class="letter-more">{strings::collected(it.collected)} " " {it.habit}</p>
            <ul class="ids" aria-label=strings::ids_of(&it.address)>
                <For each=known key=Clone::clone let(known)><OneId known of=collector.clone() /></For>
            </ul>
        </section>
    }
}

#[component]
fn OneId(
    known: Known,
    /// Whose it is.
    of: String,
) -> impl IntoView {
    let about = format!("{}: {of}", known.uidl);
    let there = if known.there { t(strings::STILL_THERE) } else { t(strings::GONE_THERE) };
    view! {
        <li>
            <p><code>{known.uidl}</code> " " {strings::had_since(&known.at)} ", " {there}</p>
            {known.because.map(|of| view! { <WhyRecord of about /> })}
        </li>
    }
}
