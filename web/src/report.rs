//! A delivery status notification, field by field, and the Received fields of a message.

use leptos::prelude::*;
use relay_host::{ContentId, MailId};
use relay_view::journey::Journey;
use relay_view::stamps::{Stamp, stamps};
use relay_view::status::{Field, Status, status};

use crate::stage::Stage;
use crate::strings::{self, t};

/// A report taken apart; nothing for what is no report.
#[component]
pub(crate) fn Report(mail: MailId, content: ContentId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let found = stage.with_untracked(|show| status(show.trace(), mail, content));
    found.map(|Status { groups }| {
        let groups = groups.into_iter().enumerate().map(|(nth, fields)| {
            let title =
                if nth == 0 { t(strings::REPORT_MESSAGE) } else { t(strings::REPORT_RECIPIENT) };
            let fields = fields.into_iter().map(|it| field(stage, it)).collect_view();
            view! { <h5>{title}</h5> <dl class="report">{fields}</dl> }
        });
        view! {
            <details class="report-fields">
                <summary>{t(strings::REPORT)}</summary>
                {groups.collect_view()}
            </details>
        }
    })
}

fn field(stage: Stage, field: Field) -> impl IntoView {
    let event = field.because.map(|of| {
        let label = strings::event_behind(&field.name);
        view! {
            <button type="button" class="link" aria-label=label on:click=move |_| stage.seek_record(of)>
                {t(strings::EVENT_BEHIND)}
            </button>
        }
    });
    view! {
        <div>
            <dt>{field.name}</dt>
            <dd>
                <code>{field.value}</code>
                <span class="letter-more">{t(field.meaning)} " " <span class="rule">{field.section}</span></span>
                {event}
            </dd>
        </div>
    }
}

/// The Received fields of the newest copy as its way, with delay bars.
#[component]
pub(crate) fn Stack(journey: Memo<Option<Journey>>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let way = Memo::new(move |_| {
        journey.with(|journey| {
            let journey = journey.as_ref()?;
            let content = journey.copies.last()?.content;
            let way = |show: &relay_view::Show| {
                stamps(show.cast(), journey, show.trace().content(content))
            };
            Some(stage.with(way))
        })
    });
    let rows = move || {
        way.get().map(|way| {
            if way.is_empty() {
                return view! { <p class="nothing">{t(strings::NO_STAMPS)}</p> }.into_any();
            }
            let rows = way.into_iter().map(|it| row(stage, it)).collect_view();
            view! { <ol class="stamps">{rows}</ol> }.into_any()
        })
    };
    view! {
        <details class="sheet-part">
            <summary><h4>{t(strings::STAMPS)}</h4></summary>
            <p class="letter-more">{t(strings::STAMPS_HINT)}</p>
            {rows}
        </details>
    }
}

fn row(stage: Stage, stamp: Stamp) -> impl IntoView {
    let part = format!("{}.{}%", stamp.part / 10, stamp.part % 10);
    let class = if stamp.backwards { "letter-more is-backwards" } else { "letter-more" };
    let text = match stamp.accepted {
        Some(of) => view! {
            <button type="button" class="link" on:click=move |_| stage.seek_record(of)>{stamp.text}</button>
        }
        .into_any(),
        None => view! { {stamp.text} <p class="letter-more">{t(strings::NOBODY_WROTE_IT)}</p> }.into_any(),
    };
    view! {
        <li>
            {text}
            <p class=class>{stamp.delay}</p>
            <div class="hop-bar" aria-hidden="true"><div style:width=part></div></div>
        </li>
    }
}
