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
    let label = move || stage.caption.with(|it| strings::told::why(&it.text));
    view! {
        <details class="why" hidden=none on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary aria-label=label>{t(strings::WHY)}</summary>
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
    /// What it is about, in the words of what stands around: a screen reader names one of many by them.
    #[prop(into)]
    about: String,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let label = move || strings::told::why(&about);
    let links = move || {
        open.get().then(|| {
            let (links, left_out) = stage.with(|show| whole_chain(show.cast(), show.trace(), of));
            list(stage, links, left_out)
        })
    };
    view! {
        <details class="why is-inline" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary aria-label=label>{t(strings::WHY)}</summary>
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
