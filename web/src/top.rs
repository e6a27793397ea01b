//! The bar at the top: what is shown, and what the clock says there.

use leptos::prelude::*;
use relay_mail::Language;
use relay_mail::language::Words;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::clock::Clock;
use crate::desk::Scenery;
use crate::glyph::Icon;
use crate::lessons::{LESSONS, Lesson};
use crate::open::OpenFile;
use crate::setting::Setting;
use crate::stage::{Source, Stage};
use crate::strings::{self, t};
use crate::theme::Theme;

/// The bar.
#[component]
pub(crate) fn Top() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let theme = expect_context::<Theme>();
    let other =
        move || if theme.is_dark() { t(strings::THEME_LIGHT) } else { t(strings::THEME_DARK) };
    // In a page of others the first heading is that page's.
    let setting = expect_context::<Setting>();
    let brand = view! {
        <Icon href="#rs-brand" class="brand-mark" />
        <span>{strings::BRAND}</span>
    };
    let brand = if setting.is_page {
        view! { <h1 class="brand">{brand}</h1> }.into_any()
    } else {
        view! { <p class="brand">{brand}</p> }.into_any()
    };
    let icon = move || if theme.is_dark() { "#rs-sun" } else { "#rs-moon" };
    view! {
        <header class="top">
            {brand}
            <ScenarioMenu />
            <OpenFile />
            <MessageChip />
            <HandChip />
            <WriteButton />
            <SceneryButton />
            <span class="top-gap"></span>
            <Clock />
            <LanguageMenu />
            <button
                class="tool"
                type="button"
                title=t(strings::share::SHARE)
                aria-label=t(strings::share::SHARE)
                aria-keyshortcuts="s"
                on:click=move |_| stage.desk().sharing.set(true)
            >
                <Icon href="#rs-share" />
            </button>
            <button
                class="tool is-theme"
                type="button"
                title=other
                aria-label=other
                on:click=move |_| theme.toggle()
            >
                {move || view! { <Icon href=icon() /> }}
            </button>
            <button
                class="tool is-size"
                class:is-on=move || theme.large.get()
                type="button"
                title=t(strings::LARGE)
                aria-label=t(strings::LARGE)
                aria-keyshortcuts="p"
                aria-pressed=move || theme.large.get().to_string()
                on:click=move |_| theme.toggle_size()
            >
                <Icon href="#rs-large" />
            </button>
            <button
                class="tool"
                type="button"
                title=t(strings::HELP)
                aria-label=t(strings::HELP)
                aria-keyshortcuts="?"
                on:click=move |_| stage.desk().help.set(true)
            >
                <Icon href="#rs-help" />
            </button>
        </header>
    }
}

/// The languages, each by its own name.
#[component]
fn LanguageMenu() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let node = NodeRef::<leptos::html::Select>::new();
    let spoken = move || stage.language.get().tag();
    let choose = move |event| {
        if let Some(language) = Language::from_tag(&event_target_value(&event)) {
            stage.desk().chose_language.set_value(true);
            stage.speak(language);
        }
    };
    // The menu is made anew in the other language; who has just used it stays there.
    Effect::new(move |_| {
        let Some(select) = node.get() else { return };
        if stage.desk().chose_language.try_update_value(core::mem::take) == Some(true) {
            request_animation_frame(move || {
                // What is gone again cannot be focused, and need not be.
                let _ = select.focus();
            });
        }
    });
    let options = Language::ALL.map(|language| {
        let selected = move || stage.language.get() == language;
        view! {
            <option value=language.tag() lang=language.tag() selected=selected>
                {language.name()}
            </option>
        }
    });
    view! {
        <label class="menu is-language">
            <span class="unseen">{strings::LANGUAGE}</span>
            <select node_ref=node title=strings::LANGUAGE on:change=choose prop:value=spoken>
                {options}
            </select>
        </label>
    }
}

/// Opens the dialog in which a message is written.
#[component]
fn WriteButton() -> impl IntoView {
    let stage = expect_context::<Stage>();
    view! {
        <button
            type="button"
            class="tool with-text may-write"
            title=t(strings::COMPOSE)
            aria-keyshortcuts="c"
            on:click=move |_| stage.desk().composing.set(true)
        >
            <Icon href="#rs-write" />
            <span>{t(strings::WRITE)}</span>
        </button>
    }
}

/// Changes between the map and the ladder.
#[component]
fn SceneryButton() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let is_ladder = move || stage.desk().scenery.get() == Scenery::Ladder;
    let label = move || match stage.desk().scenery.get() {
        Scenery::Map => t(strings::SHOW_LADDER),
        Scenery::Ladder if stage.desk().shows_both() => t(strings::MAP_ALONE),
        Scenery::Ladder => t(strings::SHOW_MAP),
    };
    let icon = move || if is_ladder() { "#rs-map" } else { "#rs-ladder" };
    view! {
        <button
            type="button"
            class="tool with-text"
            aria-keyshortcuts="l"
            title=label
            on:click=move |_| stage.desk().toggle_scenery()
        >
            {move || view! { <Icon href=icon() /> }}
            <span>{label}</span>
        </button>
    }
}

/// The menu of scenarios, and the visitor's own file when one is open.
#[component]
fn ScenarioMenu() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let own = move || match stage.source.get() {
        Source::File(_) | Source::Link => Some(stage.title()),
        Source::Lesson(_) => None,
    };
    let choose = move |event| {
        if let Some(lesson) = Lesson::find(&event_target_value(&event)) {
            stage.load_lesson(lesson, None);
        }
    };
    let chosen = move || stage.source.get().lesson().unwrap_or_default();
    let group = |name: Words, is: fn(&Lesson) -> bool| {
        let options = LESSONS.iter().filter(|lesson| is(lesson)).map(|lesson| {
            let selected = move || chosen() == lesson.id;
            view! { <option value=lesson.id selected=selected>{move || lesson.title(stage.language.get())}</option> }
        });
        view! { <optgroup label=t(name)>{options.collect_view()}</optgroup> }
    };
    let scenarios = group(strings::SCENARIOS, |lesson| !lesson.teaches());
    let lessons = group(strings::LESSONS, Lesson::teaches);
    view! {
        <label class="menu">
            <span class="unseen">{t(strings::SCENARIO)}</span>
            <select data-opens="" on:change=choose prop:value=chosen>
                {move || own().map(|name| {
                    view! { <option value="" selected=true>{name}</option> }
                })}
                {lessons}
                {scenarios}
            </select>
        </label>
    }
}

/// The message file that is sent, with a way back.
#[component]
fn MessageChip() -> impl IntoView {
    let stage = expect_context::<Stage>();
    move || {
        let words = strings::sends_file(&stage.message()?);
        Some(view! {
            <p class="chip">
                <span class="chip-text" title=words.clone()>{words.clone()}</span>
                <button
                    type="button"
                    class="chip-close"
                    title=t(strings::KEEP_OWN)
                    aria-label=t(strings::KEEP_OWN)
                    on:click=move |_| stage.drop_message()
                >
                    <Icon href="#rs-close" />
                </button>
            </p>
        })
    }
}

/// That somebody has changed the run, where no bar says so: a way to both runs, and one back to the
/// scenario's own.
#[component]
fn HandChip() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let closed = stage.desk().branch_closed;
    let chip = NodeRef::<leptos::html::P>::new();
    let count = Memo::new(move |_| stage.runs().len());
    let has_other = Memo::new(move |_| count.get() > 1);
    let by_hand = Memo::new(move |_| stage.with(|show| !show.journal().is_empty()));
    let is_told = Memo::new(move |_| if has_other.get() { closed.get() } else { by_hand.get() });
    // What undoes everything says so before it does.
    let asks = RwSignal::new(false);
    Effect::new(move |_| {
        stage.changes.track();
        asks.set(false);
    });
    let undo = move |_| {
        focus_beside(chip, ".top select");
        stage.reset();
    };
    let words = move || {
        if asks.get() {
            return view! {
                <button type="button" class="chip-text link" title=t(strings::UNDO_ALL) on:click=undo>
                    {t(strings::UNDO)}
                </button>
            }
            .into_any();
        }
        if !has_other.get() {
            let words = t(strings::BY_HAND);
            return view! { <span class="chip-text" title=words>{words}</span> }.into_any();
        }
        let open = move |_| {
            focus_beside(chip, ".branch summary");
            closed.set(false);
        };
        view! {
            <button type="button" class="chip-text link" on:click=open>{strings::runs(count.get())}</button>
        }
        .into_any()
    };
    let label = move || t(if asks.get() { strings::UNDO_NOTHING } else { strings::UNDO_ALL });
    move || {
        is_told.get().then(|| {
            view! {
                <p class="chip is-short" node_ref=chip>
                    {words}
                    <button
                        type="button"
                        class="chip-close may-write"
                        title=label
                        aria-label=label
                        hidden=move || !by_hand.get()
                        on:click=move |_| asks.update(|asks| *asks = !*asks)
                    >
                        {move || {
                            let href = if asks.get() { "#rs-close" } else { "#rs-undo" };
                            view! { <Icon href /> }
                        }}
                    </button>
                </p>
            }
        })
    }
}

/// The chip is about to go, and the focus with it: it goes on elsewhere in the application.
fn focus_beside(chip: NodeRef<leptos::html::P>, selector: &'static str) {
    let place = chip.get_untracked().and_then(|chip| chip.closest(".relayscope").ok().flatten());
    let Some(place) = place else { return };
    request_animation_frame(move || {
        let found = place.query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // What is gone again cannot be focused, and need not be.
            let _ = element.focus();
        }
    });
}
