//! The dialog that shares this view: as a link, as a tag, as a frame, or as files.

use leptos::html::{Button, Textarea};
use leptos::prelude::*;
use relay_mail::language::Words;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::dialog::Dialog;
use crate::save::Save;
use crate::setting::Setting;
use crate::stage::Stage;
use crate::strings::{share as strings, t};

/// Makes one of the texts; `true` for the view at this moment.
type Make = fn(&Stage, Setting, bool) -> Result<String, String>;

const TEXTS: [(Words, Words, Make); 3] = [
    (strings::LINK, strings::COPY_LINK, Stage::share_url),
    (strings::TAG, strings::COPY_TAG, Stage::element_code),
    (strings::FRAME, strings::COPY_FRAME, Stage::frame_code),
];

/// The dialog.
#[component]
pub(crate) fn Share() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let open = stage.desk().sharing;
    let pin = RwSignal::new(true);
    let said = RwSignal::new(String::new());
    Effect::new(move |_| {
        open.track();
        said.set(String::new());
    });
    let rows = TEXTS.map(|(label, copy, make)| {
        view! { <TextRow label copy make pin said /> }
    });
    let note =
        move || open.get().then(|| stage.message()).flatten().map(|it| strings::left_out(&it));
    view! {
        <Dialog open id="rs-share-title" title=t(strings::SHARE_TITLE)>
            <div class="help-body share">
                <p>{t(strings::SHARE_TEXT)}</p>
                <label class="share-pin">
                    <input
                        type="checkbox"
                        prop:checked=move || pin.get()
                        on:change=move |event| pin.set(event_target_checked(&event))
                    />
                    <span>{t(strings::AT_THIS_MOMENT)}</span>
                </label>
                {rows.into_iter().collect_view()}
                <p class="share-note">{note}</p>
                <Save said />
                <p class="share-said" role="status">{move || said.get()}</p>
            </div>
        </Dialog>
    }
}

/// One text with its button.
#[component]
fn TextRow(
    label: Words,
    copy: Words,
    make: Make,
    pin: RwSignal<bool>,
    said: RwSignal<String>,
) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let setting = expect_context::<Setting>();
    let open = stage.desk().sharing;
    let field = NodeRef::<Textarea>::new();
    // Made only when somebody wants it.
    let text =
        Memo::new(
            move |_| {
                if open.get() { make(&stage, setting, pin.get()) } else { Ok(String::new()) }
            },
        );
    let shown = move || text.get().unwrap_or_else(|why| why);
    let button = NodeRef::<Button>::new();
    let is_first = label == strings::LINK;
    let press = move |_| {
        let (Some(field), Ok(text)) = (field.get_untracked(), text.get_untracked()) else { return };
        // Who may not write to the clipboard finds the text marked, and the focus on it.
        field.select();
        spawn_local(async move {
            let done = write(&text).await;
            // While the browser asked, the dialog may have been closed, or all of it have gone.
            let Some(language) = stage.language.try_get_untracked() else { return };
            if done && let Some(button) = button.try_get_untracked().flatten() {
                // What cannot be seen cannot be focused, and need not be.
                let _ = button.focus();
            }
            let told = if done { strings::COPIED } else { strings::MARKED };
            said.set(told.in_(language).to_owned());
        });
    };
    view! {
        <div class="share-row">
            <label>
                <span>{t(label)}</span>
                <textarea
                    node_ref=field
                    readonly
                    rows="3"
                    spellcheck="false"
                    prop:value=shown
                ></textarea>
            </label>
            <button
                type="button"
                class="tool with-text"
                node_ref=button
                aria-label=t(copy)
                autofocus=move || open.get() && is_first
                disabled=move || text.with(Result::is_err)
                on:click=press
            >
                {t(strings::COPY)}
            </button>
        </div>
    }
}

/// Writes a text to the clipboard; false where that is not there or not allowed.
async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    // Outside secure contexts there is none, whatever its type says.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
