//! The whole page.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::arrival::{self, Arrival, Arriving};
use crate::branch::BranchBar;
use crate::compose::Compose;
use crate::controls::Controls;
use crate::desk::Part;
use crate::glyph::Defs;
use crate::help::Help;
use crate::open::{self, DropHint};
use crate::panel::Panel;
use crate::progress::Progress;
use crate::reader::Reader;
use crate::scene::Scene;
use crate::setting::{Controls as Bars, Setting};
use crate::share::Share;
use crate::stage::Stage;
use crate::story::Story;
use crate::theme::Theme;
use crate::top::Top;
use crate::trouble::TroublePanel;
use crate::{choice, frame, keys, memory, strings, theme};

/// Everything, in one element that carries theme and styles.
#[component]
pub(crate) fn App(stage: Stage, theme: Theme, setting: Setting, arrival: Arrival) -> impl IntoView {
    provide_context(stage);
    provide_context(arrival);
    provide_context(theme);
    provide_context(setting);
    provide_context(Reader::new(stage, setting.persist));
    let dragging = RwSignal::new(false);
    frame::run(stage);
    stillness(stage);
    if setting.is_page {
        title(stage);
        memory::keep(stage, theme, setting);
        // Keys work wherever the focus is; the listener goes with the view.
        let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            keys::press(stage, theme, setting, &event);
        });
        on_cleanup(move || keys.remove());
    }
    let pressed = move |event: KeyboardEvent| {
        if !setting.is_page {
            keys::press(stage, theme, setting, &event);
        }
    };
    let drag = move |event: DragEvent| {
        if setting.is_editable.get_untracked() && open::carries_files(&event) {
            event.prevent_default();
            dragging.set(true);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        dragging.set(false);
        if setting.is_editable.get_untracked() {
            open::dropped(stage, &event);
        }
    };
    view! {
        <div
            class="relayscope"
            class:is-embedded=!setting.is_page
            class:is-read-only=move || !setting.is_editable.get()
            class:has-no-side=move || !setting.wanted().has_side()
            class:has-no-scene=move || !setting.panels.get().has_scene()
            class:is-blank=move || setting.is_blank.get()
            lang=move || stage.language.get().tag()
            data-theme=move || theme.chosen()
            data-contrast=move || theme.contrast()
            data-size=move || theme.size()
            on:keydown=pressed
            on:pointerover=move |event| choice::tell(&event)
            on:change=move |event| choice::tell(&event)
            on:dragover=drag
            on:dragleave=move |event: DragEvent| dragging.update(|it| *it &= !open::leaves(&event))
            on:drop=dropped
        >
            <Arriving part=arrival::Part::Signs>
                <Defs />
            </Arriving>
            // Another language makes all of it anew; what it shows is kept outside of it.
            {move || {
                stage.language.track();
                view! { <Everything dragging /> }
            }}
            <Told />
        </div>
    }
}

/// What a screen reader is told.
#[component]
fn Told() -> impl IntoView {
    let stage = expect_context::<Stage>();
    view! {
        <div class="unseen" role="log" aria-live="polite" aria-label=move || strings::TOLD.in_(stage.language.get())>
            <For
                each=move || stage.announcement.with(|live| live.lines().cloned().collect::<Vec<_>>())
                key=|line| line.no
                let(line)
            >
                <p>{line.text}</p>
            </For>
        </div>
    }
}

/// All that has words in it.
#[component]
fn Everything(dragging: RwSignal<bool>) -> impl IntoView {
    let setting = expect_context::<Setting>();
    view! {
        <Arriving part=arrival::Part::Top>
            <Show when=move || setting.controls.get() == Bars::Full>
                <Top />
            </Show>
            <div class="notices">
                <TroublePanel />
                <BranchBar />
                <Progress />
            </div>
        </Arriving>
        <Middle />
        <Arriving part=arrival::Part::Controls>
            <Show when=move || setting.controls.get() != Bars::None>
                <Controls />
            </Show>
            <Help />
            <Compose />
            <Share />
            <DropHint dragging />
        </Arriving>
    }
}

/// What is between the bars.
#[component]
fn Middle() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let setting = expect_context::<Setting>();
    let scene = NodeRef::<leptos::html::Div>::new();
    show_when_looked_at(stage, Part::Scene, move || scene.get_untracked().map(Into::into));
    view! {
        <main class="stage" aria-label=strings::BRAND>
            <Arriving part=arrival::Part::Side>
                <Story />
            </Arriving>
            <Scene scene />
            <Arriving part=arrival::Part::Side>
                <Show when=move || setting.wanted().has_side()>
                    <Panel />
                </Show>
            </Arriving>
        </main>
    }
}

/// Brings a part of the page into view whenever somebody asks to see it.
pub(crate) fn show_when_looked_at(
    stage: Stage,
    part: Part,
    element: impl Fn() -> Option<web_sys::HtmlElement> + 'static,
) {
    Effect::new(move |_| {
        if stage.desk().looked_at.get() != Some(part) {
            return;
        }
        stage.desk().looked_at.set(None);
        let goes_there = stage.desk().goes_there.try_update_value(core::mem::take) == Some(true);
        if let Some(element) = element() {
            // What is shown in it changes first.
            request_animation_frame(move || {
                show_start(&element);
                if let Some(line) = element.query_selector(".row.is-lit").ok().flatten() {
                    show_nearest(&line);
                }
                if goes_there {
                    focus_in(&element);
                }
            });
        }
    });
}

/// Puts the focus to what a lesson points at within an element, else to what scrolls in it.
fn focus_in(element: &web_sys::Element) {
    let wanted = [
        ".row.is-lit",
        ".is-lit[tabindex]",
        ".rung[tabindex='0']",
        "[role=tabpanel] [data-scrolls]",
        "[data-scrolls]",
    ];
    let found = wanted.iter().find_map(|it| element.query_selector(it).ok().flatten());
    if let Some(found) = found.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        if !found.has_attribute("tabindex") {
            found.set_tab_index(-1);
        }
        // What is gone again cannot be focused, and need not be.
        let _ = found.focus();
    }
}

/// Scrolls no further than is needed for what an element begins with to be seen.
fn show_start(element: &web_sys::Element) {
    /// So much of it is to be seen above the edge of the window, or a bar that lies over it.
    const SEEN: f64 = 420.0;
    let window = web_sys::window().and_then(|it| it.inner_height().ok()?.as_f64());
    let is_low = window.is_some_and(|room| {
        let place = element.get_bounding_client_rect();
        place.top() > 0.0 && place.top() + place.height().min(SEEN) > room
    });
    if is_low {
        element.scroll_into_view_with_bool(true);
    } else {
        show_nearest(element);
    }
}

/// Scrolls no further than is needed for an element to be seen.
pub(crate) fn show_nearest(element: &web_sys::Element) {
    let how = web_sys::ScrollIntoViewOptions::new();
    how.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&how);
}

/// The window is called after what it shows.
fn title(stage: Stage) {
    Effect::new(move |_| {
        stage.loaded.track();
        stage.language.track();
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&format!("{} – {}", stage.title(), strings::BRAND));
        }
    });
}

/// People who want no motion get none, from the first frame on.
fn stillness(stage: Stage) {
    Effect::new(move |_| {
        let still = theme::prefers_stillness();
        stage.player.update(|player| player.set_still(still));
    });
}
