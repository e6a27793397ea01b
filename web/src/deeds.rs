//! What can be done to a host, as buttons and menus.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use relay_view::deeds::{About, Deed, Menu};
use relayscope::trace::HostId;

use crate::stage::Stage;
use crate::strings::{self, t};

/// Everything that can be done to a host now. What one wants most often is open.
#[component]
pub(crate) fn Deeds(id: HostId) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let menus = Memo::new(move |_| stage.deeds(id));
    let abouts = move || menus.with(|menus| menus.iter().map(|it| it.about).collect::<Vec<_>>());
    let menu = move |about: About| {
        let deeds = Memo::new(move |_| {
            let of = |menus: &Vec<Menu>| menus.iter().find(|it| it.about == about).cloned();
            menus.with(of).map(|menu| menu.deeds).unwrap_or_default()
        });
        let list = move || deeds.get();
        let body = view! {
            <div class="deeds">
                <For each=list key=Clone::clone let(it)><OneDeed it /></For>
            </div>
        };
        match about {
            About::Host => body.into_any(),
            // Faults of links are what most lessons are about.
            _ => view! {
                <details open=about == About::Links>
                    <summary>{strings::about(about)}</summary>
                    {body}
                </details>
            }
            .into_any(),
        }
    };
    view! {
        <div class="deed-menus" role="group" aria-label=t(strings::DEEDS)>
            <h4 class="unseen">{t(strings::DEEDS)}</h4>
            <NotYet />
            <For each=abouts key=|about| *about as u8 let(about)>{menu(about)}</For>
        </div>
    }
}

/// That what is done now comes after some of what follows; nothing where it comes at once.
#[component]
pub(crate) fn NotYet() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let steps = Memo::new(move |_| stage.steps_before_acting());
    move || {
        let steps = steps.get();
        (steps > 0).then(|| view! { <p class="deed-note">{strings::acts_after(steps)}</p> })
    }
}

/// A button; with several ways, a menu of them and a button.
#[component]
pub(crate) fn OneDeed(it: Deed) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let Deed { label, ways } = it;
    if let [way] = &ways[..]
        && way.name.is_empty()
    {
        let command = way.command.clone();
        return view! {
            <button type="button" class="tool with-text" on:click=move |_| stage.act(command.clone())>
                {label}
            </button>
        }
        .into_any();
    }
    let chosen = RwSignal::new(0_usize);
    let names = ways.iter().enumerate().map(|(at, way)| {
        view! { <option value=at.to_string()>{way.name.clone()}</option> }
    });
    let names = names.collect_view();
    let name = strings::do_it(&label);
    let act = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(way) = ways.get(chosen.get_untracked()) {
            stage.act(way.command.clone());
        }
    };
    view! {
        <form class="deed-choice" on:submit=act>
            <label>
                <span>{label}</span>
                <select on:change=move |event| {
                    chosen.set(event_target_value(&event).parse().unwrap_or(0));
                }>{names}</select>
            </label>
            <button type="submit" class="tool with-text" aria-label=name>{t(strings::DO_IT)}</button>
        </form>
    }
    .into_any()
}
