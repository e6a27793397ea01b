//! What a host is set to, folded until somebody wants to know.

use leptos::prelude::*;
use relay_view::settings::{Entry, Origin};
use relayscope::trace::HostId;

use crate::stage::Stage;
use crate::strings::{self, t};
use crate::why::WhyRecord;

/// The settings of a host.
#[component]
pub(crate) fn Settings(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = RwSignal::new(false);
    let all = Memo::new(move |_| {
        let position = stage.position.get();
        if !open.get() {
            return Vec::new();
        }
        stage.look(|show| show.settings(position, id))
    });
    let keys = move || all.with(|all| all.iter().map(|it| it.title).collect::<Vec<_>>());
    view! {
        <details class="sheet-part settings" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary><h4>{t(strings::SETTINGS)}</h4></summary>
            <dl class="facts">
                <For each=keys key=|title| *title let(title)><One all title /></For>
            </dl>
        </details>
    }
}

#[component]
fn One(all: Memo<Vec<Entry>>, title: &'static str) -> impl IntoView {
    let entry =
        Memo::new(move |_| all.with(|all| all.iter().find(|it| it.title == title).cloned()));
    let value = move || entry.with(|it| it.as_ref().map(|it| it.value.clone()));
    let origin = Memo::new(move |_| entry.with(|it| it.as_ref().map(|it| it.origin)));
    let from = move || match origin.get()? {
        Origin::Usual => None,
        Origin::Scenario => {
            Some(view! { <span class="badge">{t(strings::BY_SCENARIO)}</span> }.into_any())
        }
        Origin::Hand(of) => Some(
            view! { <span class="badge">{t(strings::CHANGED)}</span> <WhyRecord of about=title /> }
                .into_any(),
        ),
    };
    view! { <div><dt>{title}</dt><dd>{value} " " {from}</dd></div> }
}
