//! The panel beside the map: what is to be looked at closely, one tab each.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use relay_mail::language::Words;
use relayscope::scenario::Panel;

use crate::app::show_when_looked_at;
use crate::console::Console;
use crate::desk::Part;
use crate::dns::Names;
use crate::mailboxes::Mailboxes;
use crate::messages::Messages;
use crate::setting::Setting;
use crate::sheet::Hosts;
use crate::stage::{Stage, Tab};
use crate::strings::{self, t};
use crate::theme;
use crate::transcript::Session;

/// Up to this width the parts of the page stand below each other; the style sheets say it too.
const NARROW: &str = "(max-width: 53.75rem)";

/// The tabs with their titles and ids.
const TABS: [(Tab, Words, &str); 6] = [
    (Tab::Session, strings::SESSION, "rs-tab-session"),
    (Tab::Hosts, strings::HOSTS, "rs-tab-hosts"),
    (Tab::Messages, strings::MESSAGES, "rs-tab-messages"),
    (Tab::Mailboxes, strings::MAILBOXES, "rs-tab-mailboxes"),
    (Tab::Dns, strings::DNS, "rs-tab-dns"),
    (Tab::Console, strings::CONSOLE, "rs-tab-console"),
];

/// The tab that is shown.
fn shown(stage: Stage) -> Option<&'static (Tab, Words, &'static str)> {
    let here = stage.tab.get();
    TABS.iter().find(|(tab, ..)| *tab == here)
}

/// Whether a lesson points at a tab.
fn is_lit(stage: Stage, tab: Tab) -> bool {
    let is_it = |panel: &Panel| Tab::of(*panel) == Some(tab);
    stage.desk().lit.with(|lit| lit.panels.iter().any(is_it))
}

/// Opens a tab; on a telephone what it shows lies below. A page of others is left where it is.
fn open(stage: Stage, setting: Setting, tab: Tab) {
    stage.tab.set(tab);
    if setting.is_page && theme::asks(NARROW) {
        stage.desk().looked_at.set(Some(Part::Panel));
    }
}

/// Brings the panel into view when somebody asks to see it, and shows no part that is not there.
fn follow(stage: Stage, setting: Setting, section: NodeRef<leptos::html::Section>) {
    show_when_looked_at(stage, Part::Panel, move || section.get_untracked());
    Effect::new(move |_| {
        stage.tab.track();
        stage.keep_to(setting.wanted());
    });
}

/// The panel.
#[component]
pub(crate) fn Panel() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let setting = expect_context::<Setting>();
    let nodes = [(); TABS.len()].map(|()| NodeRef::<leptos::html::Button>::new());
    let walk = move |event: KeyboardEvent| {
        let here = stage.tab.get_untracked();
        let at = TABS.iter().position(|(tab, ..)| *tab == here).unwrap_or(0);
        let goal = match event.key().as_str() {
            "ArrowRight" => (at + 1) % TABS.len(),
            "ArrowLeft" => (at + TABS.len() - 1) % TABS.len(),
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        // Those that an author left out are passed over, in the direction of the key.
        let wanted = untrack(move || setting.wanted());
        let back = matches!(event.key().as_str(), "ArrowLeft" | "End");
        let steps = (0..TABS.len()).map(|n| if back { TABS.len() - n } else { n });
        let goal = steps.map(|n| (goal + n) % TABS.len()).find(|it| TABS[*it].0.is_in(wanted));
        let Some(goal) = goal else { return };
        event.prevent_default();
        stage.tab.set(TABS[goal].0);
        if let Some(button) = nodes[goal].get_untracked() {
            // A tab that is gone cannot be focused, and need not be.
            let _ = button.focus();
        }
    };
    let tab = move |tab: Tab, title: Words, id: &'static str, node| {
        let chosen = move || stage.tab.get() == tab;
        let lit = Memo::new(move |_| is_lit(stage, tab));
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                class:is-lit=move || lit.get()
                hidden=move || !tab.is_in(setting.wanted())
                id=id
                node_ref=node
                aria-selected=move || chosen().to_string()
                aria-controls="rs-panel"
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| open(stage, setting, tab)
            >
                {t(title)}
                {move || lit.get().then(|| view! { <span class="unseen">", " {t(strings::story::POINTED_AT)}</span> })}
            </button>
        }
    };
    let section = NodeRef::<leptos::html::Section>::new();
    follow(stage, setting, section);
    let tabs = TABS.iter().zip(nodes).map(|((of, title, id), node)| tab(*of, *title, id, node));
    view! {
        <section class="panel" node_ref=section aria-label=t(strings::PANEL)>
            <div class="tabs" role="tablist" aria-label=t(strings::PANEL) on:keydown=walk>
                {tabs.collect_view()}
            </div>
            <div class="panel-body" id="rs-panel" role="tabpanel" aria-labelledby=move || shown(stage).map(|(.., id)| *id)>
                <h2 class="unseen">{move || shown(stage).map(|(_, title, _)| t(*title))}</h2>
                {move || match stage.tab.get() {
                    Tab::Session => view! { <Session /> }.into_any(),
                    Tab::Hosts => view! { <Hosts /> }.into_any(),
                    Tab::Messages => view! { <Messages /> }.into_any(),
                    Tab::Mailboxes => view! { <Mailboxes /> }.into_any(),
                    Tab::Dns => view! { <Names /> }.into_any(),
                    Tab::Console => view! { <Console /> }.into_any(),
                }}
            </div>
        </section>
    }
}
