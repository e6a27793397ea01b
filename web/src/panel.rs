//! The panel beside the map: the session under way, and the hosts in full.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::sheet::Hosts;
use crate::stage::{Stage, Tab};
use crate::strings;
use crate::transcript::Session;

/// The panel.
#[component]
pub(crate) fn Panel() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let (session, hosts) = (NodeRef::<leptos::html::Button>::new(), NodeRef::new());
    let walk = move |event: KeyboardEvent| {
        let goal = match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" => match stage.tab.get_untracked() {
                Tab::Session => Tab::Hosts,
                Tab::Hosts => Tab::Session,
            },
            "Home" => Tab::Session,
            "End" => Tab::Hosts,
            _ => return,
        };
        event.prevent_default();
        stage.tab.set(goal);
        let button = if goal == Tab::Session { session } else { hosts };
        if let Some(button) = button.get_untracked() {
            // A tab that is gone cannot be focused, and need not be.
            let _ = button.focus();
        }
    };
    let tab = move |tab: Tab, title: &'static str, id: &'static str, node| {
        let chosen = move || stage.tab.get() == tab;
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                id=id
                node_ref=node
                aria-selected=move || chosen().to_string()
                aria-controls="rs-panel"
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| stage.tab.set(tab)
            >
                {title}
            </button>
        }
    };
    let labelled = move || match stage.tab.get() {
        Tab::Session => "rs-tab-session",
        Tab::Hosts => "rs-tab-hosts",
    };
    view! {
        <section class="panel" aria-label=strings::PANEL>
            <div class="tabs" role="tablist" aria-label=strings::PANEL on:keydown=walk>
                {tab(Tab::Session, strings::SESSION, "rs-tab-session", session)}
                {tab(Tab::Hosts, strings::HOSTS, "rs-tab-hosts", hosts)}
            </div>
            <div class="panel-body" id="rs-panel" role="tabpanel" aria-labelledby=labelled>
                {move || match stage.tab.get() {
                    Tab::Session => view! { <Session /> }.into_any(),
                    Tab::Hosts => view! { <Hosts /> }.into_any(),
                }}
            </div>
        </section>
    }
}
