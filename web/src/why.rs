//! "Why?": the chain of causes of what is shown.

use leptos::prelude::*;
use relay_kernel::RecordId;
use relay_view::why::{Link, chain, whole_chain};

use crate::stage::Stage;
use crate::strings::{self, t};

/// The chain behind the caption, shown when somebody asks.
#[component]
pub(crate) fn Why() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let links = move || {
        let position = stage.position.get();
        if !open.get() {
            return None;
        }
        let (links, left_out) = stage.with(|show| {
            let lead = show.pace().beat(position)?.lead();
            Some(chain(show.cast(), show.trace(), lead))
        })?;
        Some(list(stage, links, left_out))
    };
    let none = move || stage.position.get() == 0;
    view! {
        <details class="why" hidden=none on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t(strings::WHY)}</summary>
            {links}
        </details>
    }
}

/// The record `of` and what led to it, shown when somebody asks. It does not change with the
/// position.
#[component]
pub(crate) fn WhyRecord(
    /// The record.
    of: RecordId,
    /// What it is about, where a screen reader does not know that from what stands around.
    #[prop(optional, into)]
    about: String,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let links = move || {
        open.get().then(|| {
            let (links, left_out) = stage.with(|show| whole_chain(show.cast(), show.trace(), of));
            list(stage, links, left_out)
        })
    };
    view! {
        <details class="why is-inline" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>
                {t(strings::WHY)}
                {(!about.is_empty()).then(|| view! { <span class="unseen">" " {about}</span> })}
            </summary>
            {links}
        </details>
    }
}

/// The links of a chain, each a way to where it happened.
fn list(stage: Stage, links: Vec<Link>, left_out: usize) -> impl IntoView {
    let last = links.len();
    let items = links.into_iter().enumerate().map(move |(nth, link)| {
        let id = link.id;
        let gap = (left_out > 0 && nth + 1 == last)
            .then(|| view! { <p class="more">{strings::more_causes(left_out)}</p> });
        view! {
            <li>
                {gap}
                <button type="button" class="link" on:click=move |_| stage.seek_record(id)>
                    {link.text}
                </button>
                <span class="why-more">{link.at} " · " {link.rule}</span>
            </li>
        }
    });
    view! { <ol class="why-links">{items.collect_view()}</ol> }
}
