//! The whole page.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;

use crate::branch::BranchBar;
use crate::caption::CaptionLine;
use crate::compose::Compose;
use crate::controls::Controls;
use crate::desk::Scenery;
use crate::glyph::Defs;
use crate::help::Help;
use crate::ladder::Ladder;
use crate::map::Map;
use crate::open::{self, DropHint};
use crate::panel::Panel;
use crate::progress::Progress;
use crate::stage::Stage;
use crate::story::Story;
use crate::theme::Theme;
use crate::top::Top;
use crate::trouble::TroublePanel;
use crate::{frame, keys, memory, strings, theme};

/// Everything, in one element that carries theme and styles.
#[component]
pub(crate) fn App() -> impl IntoView {
    let stage = Stage::new();
    provide_context(stage);
    let theme = Theme::new();
    provide_context(theme);
    let dragging = RwSignal::new(false);
    memory::recall(stage, theme);
    memory::keep(stage, theme);
    frame::run(stage);
    title(stage);
    // On a page of its own, keys work wherever the focus is; the listener goes with the view.
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        keys::press(stage, theme, &event);
    });
    on_cleanup(move || keys.remove());
    let drag = move |event: DragEvent| {
        if open::carries_files(&event) {
            event.prevent_default();
            dragging.set(true);
        }
    };
    let leave = move |event: DragEvent| {
        if open::leaves(&event) {
            dragging.set(false);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        dragging.set(false);
        open::dropped(stage, &event);
    };
    view! {
        <div
            class="relayscope"
            data-theme=move || theme.chosen()
            data-size=move || theme.size()
            on:dragover=drag
            on:dragleave=leave
            on:drop=dropped
        >
            <Defs />
            <Top />
            <div class="notices">
                <TroublePanel />
                <BranchBar />
                <Progress />
            </div>
            <main class="stage" aria-label=strings::BRAND>
                <Story />
                <div class="scene">
                    {move || match stage.desk().scenery.get() {
                        Scenery::Map => view! { <Map /> }.into_any(),
                        Scenery::Ladder => view! { <Ladder /> }.into_any(),
                    }}
                    <CaptionLine />
                </div>
                <Panel />
            </main>
            <Controls />
            <Help />
            <Compose />
            <DropHint dragging />
            <p class="unseen" aria-live="polite" aria-atomic="true">
                {move || stage.announcement.get()}
            </p>
        </div>
    }
}

/// The window is called after what it shows.
fn title(stage: Stage) {
    Effect::new(move |_| {
        stage.loaded.track();
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&format!("{} – {}", stage.title(), strings::BRAND));
        }
    });
    // People who want no motion get none, from the first frame on.
    Effect::new(move |_| {
        let still = theme::prefers_stillness();
        stage.player.update(|player| player.set_still(still));
    });
}
