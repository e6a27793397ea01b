//! The visitor's own files: a scenario, or a message that is sent in place of the scenario's.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use relay_view::MessageFile;
use relayscope::scenario::Scenario;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, File, HtmlInputElement};

use crate::glyph::Icon;
use crate::stage::Stage;
use crate::strings::{self, t};

/// Larger files are not read: none is a scenario or a message that would be accepted.
const SIZE_MAX: f64 = 40e6;

/// The button that opens a file.
#[component]
pub(crate) fn OpenFile() -> impl IntoView {
    let stage = expect_context::<Stage>();
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = HtmlInputElement::files(&input).and_then(|files| files.get(0));
        if let Some(file) = file {
            read(stage, file);
        }
        // The same file can be opened again after it was mended.
        input.set_value("");
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <button type="button" class="tool with-text may-shrink" title=t(strings::OPEN_HINT) on:click=open>
            <Icon href="#rs-open" />
            <span>{t(strings::OPEN_FILE)}</span>
        </button>
        <input
            node_ref=input
            type="file"
            hidden
            aria-label=t(strings::OPEN_HINT)
            accept=".toml,.eml,message/rfc822,text/plain"
            on:change=chosen
        />
    }
}

/// What is shown while a file is held over the page.
#[component]
pub(crate) fn DropHint(dragging: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="drop-hint" hidden=move || !dragging.get()>
            <p>{t(strings::DROP_HERE)}</p>
        </div>
    }
}

/// Whether files are being dragged, and not a piece of text.
pub(crate) fn carries_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// Whether the pointer leaves the whole application.
pub(crate) fn leaves(event: &DragEvent) -> bool {
    let inside = || {
        let root = event.current_target()?.dyn_into::<Element>().ok()?;
        let to = event.related_target()?.dyn_into::<web_sys::Node>().ok()?;
        Some(root.contains(Some(&to)))
    };
    !inside().unwrap_or(false)
}

/// A file was let go over the page.
pub(crate) fn dropped(stage: Stage, event: &DragEvent) {
    let files = event.data_transfer().and_then(|data| data.files());
    if let Some(file) = files.and_then(|files| files.get(0)) {
        read(stage, file);
    }
}

/// Reads a file and shows what is in it.
fn read(stage: Stage, file: File) {
    let name = file.name();
    if file.size() > SIZE_MAX {
        stage.bad_file(&name, strings::TOO_LARGE);
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
        match buffer {
            Ok(buffer) => take(stage, name, js_sys::Uint8Array::new(&buffer).to_vec()),
            Err(_) => stage.bad_file(&name, strings::UNREADABLE),
        }
    });
}

/// Takes a file for what it is.
fn take(stage: Stage, name: String, octets: Vec<u8>) {
    if is_message(&name, &octets) {
        stage.take_message(MessageFile { name, octets });
        return;
    }
    match String::from_utf8(octets) {
        // What is wrong with it is shown.
        Ok(text) => drop(stage.load_file(name, &text, None)),
        Err(_) => stage.bad_file(&name, strings::NOT_TEXT),
    }
}

/// Whether a file is a message: its name says so, or it begins with a header field and is no
/// scenario.
fn is_message(name: &str, octets: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("eml") => true,
        Some("toml") => false,
        _ => {
            let scenario = str::from_utf8(octets).is_ok_and(|text| Scenario::parse(text).is_ok());
            !scenario && begins_with_field(octets)
        }
    }
}

/// Whether the first line is a header field (RFC 5322 §2.2).
fn begins_with_field(octets: &[u8]) -> bool {
    let line = octets.split(|&octet| octet == b'\n').next().unwrap_or_default();
    let name = line.split(|&octet| octet == b':').next().unwrap_or_default();
    name.len() < line.len() && !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::is_message;

    #[wasm_bindgen_test]
    fn files_are_taken_for_what_they_are() {
        assert!(is_message("a.eml", b"anything"));
        assert!(!is_message("a.toml", b"From: a@example.org\n"));
        assert!(is_message("a.txt", b"From: a@example.org\n"));
        assert!(!is_message("a", b"format = 1\n"));
        assert!(!is_message("a", b"[[host]]\nname = \"a: b\"\n"));
        assert!(!is_message("a", b"\xff\xfe"));
    }
}
