//! The domain system: zones, the failures that are on, and what each host remembers.

use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::dns::{Cache, Failing, Remembered, Zone};
use relayscope::trace::HostId;

use crate::sheet::breakable;
use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// Zones and caches at the moment that is shown.
#[component]
pub(crate) fn Names() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let dns = Memo::new(move |_| {
        let position = stage.position.get();
        stage.look(|show| show.dns(position))
    });
    let failures = Memo::new(move |_| dns.with(|dns| dns.failures.clone()));
    let zones = Memo::new(move |_| dns.with(|dns| dns.zones.clone()));
    let caches = Memo::new(move |_| dns.with(|dns| dns.caches.clone()));
    let hosts = move || caches.with(|all| all.iter().map(|it| it.host).collect::<Vec<_>>());
    view! {
        <div class="scroller" tabindex="0" data-scrolls="" role="region" aria-label=t(strings::DNS_LONG)>
            <ul class="failures" hidden=move || failures.with(Vec::is_empty)>
                <For each=move || failures.get() key=Clone::clone let(it)><OneFailure it /></For>
            </ul>
            <section class="sheet-part">
                <h3>{t(strings::ZONES)}</h3>
                <p class="letter-more">{t(strings::ZONES_HINT)}</p>
                <For each=move || zones.get() key=Clone::clone let(it)><OneZone it /></For>
            </section>
            <section class="sheet-part">
                <h3>{t(strings::CACHES)}</h3>
                <p class="letter-more">{t(strings::CACHES_HINT)}</p>
                <For each=hosts key=|host| *host let(host)><OneCache caches host /></For>
            </section>
        </div>
    }
}

#[component]
fn OneFailure(it: Failing) -> impl IntoView {
    view! {
        <li>
            <p>{it.text.clone()}</p>
            {it.because.map(|of| view! { <WhyRecord of about=it.text /> })}
        </li>
    }
}

/// Where it is narrow, a name has a line of its own (`hosts.css`); the roles say that rows are rows still.
#[component]
fn OneZone(it: Zone) -> impl IntoView {
    let rows = it.records.into_iter().map(|record| {
        let fails = (!record.fails.is_empty())
            .then(|| view! { <span class="dns-fails">{record.fails}</span> });
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{breakable(&record.name)}</th>
                <td role="cell">{record.rtype} " " {breakable(&record.data)} {fails}</td>
                <td role="cell">
                    <span class="whose" aria-hidden="true">{strings::TTL} " "</span>
                    {record.ttl}
                </td>
            </tr>
        }
    });
    let head = [t(strings::NAME), t(strings::SAYS), strings::TTL];
    let head = head.map(|title| view! { <th scope="col" role="columnheader">{title}</th> });
    view! {
        <h4>{it.apex}</h4>
        <table class="hosts zone" role="table">
            <thead role="rowgroup">
                <tr role="row">{head.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn OneCache(caches: Memo<Vec<Cache>>, host: HostId) -> impl IntoView {
    let answers = Memo::new(move |_| {
        let of = |caches: &Vec<Cache>| caches.iter().find(|it| it.host == host).cloned();
        caches.with(of).map(|it| it.answers).unwrap_or_default()
    });
    let name = caches.with_untracked(|caches| {
        let cache = caches.iter().find(|it| it.host == host);
        cache.map(|it| it.host_name.clone()).unwrap_or_default()
    });
    let label = strings::remembers(&name);
    let none = move || answers.with(Vec::is_empty);
    let keys = move || answers.with(|all| all.iter().map(key).collect::<Vec<_>>());
    view! {
        <h4>{name.clone()}</h4>
        <p class="nothing" hidden=move || !none()>{t(strings::CACHE_EMPTY)}</p>
        <ul class="ids" hidden=none aria-label=label>
            <For each=keys key=Clone::clone let(of)><OneAnswer answers host=name.clone() of /></For>
        </ul>
    }
}

/// What stays the same of an answer while its time runs out.
type Key = (String, &'static str, Option<RecordId>);

fn key(answer: &Remembered) -> Key {
    (answer.name.clone(), answer.rtype, answer.because)
}

#[component]
fn OneAnswer(answers: Memo<Vec<Remembered>>, host: String, of: Key) -> impl IntoView {
    let because = of.2;
    let about = format!("{host}: {} {}", of.0, of.1);
    let answer =
        Memo::new(move |_| answers.with(|all| all.iter().find(|it| key(it) == of).cloned()));
    let text = move || {
        answer.get().map(|it| {
            view! {
                <p>
                    <code>{it.name} " " {it.rtype}</code> ": " {it.answer} ", "
                    {strings::good_for(&it.left)}
                </p>
            }
        })
    };
    view! { <li>{text} {because.map(|of| view! { <WhyRecord of about /> })}</li> }
}
