//! What is shown, as files: in the dialog that shares it, and for the author of a page.

use leptos::prelude::*;
use relay_export::{mbox, pcapng};
use relay_mail::language::Words;
use relay_view::outside;
use relayscope::trace::Writer;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::stage::{Source, Stage};
use crate::strings::{share as strings, t};

impl Stage {
    /// The text of the scenario that is loaded.
    pub(crate) fn scenario_text(&self) -> String {
        self.with_untracked(|show| show.source().to_owned())
    }

    /// The text of the whole run.
    pub(crate) fn trace_text(&self) -> String {
        self.with_untracked(|show| Writer::new(show.trace(), show.scenario()).all())
    }

    /// What went over the network in the whole run, as a pcapng file.
    pub(crate) fn pcapng(&self) -> Vec<u8> {
        self.with_untracked(|show| pcapng::pcapng(show.trace(), show.scenario()))
    }

    /// The octets of the message that the panel shows, or of the one that moved last; none where
    /// nothing was sent yet.
    pub(crate) fn message_octets(&self) -> Option<Vec<u8>> {
        let position = self.position.get_untracked();
        let shown = self.desk().message.get_untracked();
        self.with_untracked(|show| {
            let records = show.pace().records_at(position);
            outside::message(show.trace(), records, shown)
        })
    }

    /// What lies in all maildrops at the position that is shown, as one mbox file.
    pub(crate) fn mbox(&self) -> Vec<u8> {
        let position = self.position.get_untracked();
        self.look_untracked(|show| {
            let holdings = show.holdings(position);
            let letters: Vec<_> = outside::letters(show.trace(), &holdings, show.cast())
                .into_iter()
                .map(|(reverse_path, at, octets)| mbox::Letter { reverse_path, at, octets })
                .collect();
            mbox::mbox(show.scenario(), &letters)
        })
    }

    /// What the files of this run are called, without their ending.
    fn file_name(&self) -> String {
        match self.source.get_untracked() {
            Source::Lesson(id) => id.to_owned(),
            Source::File(name) => match name.rsplit_once('.') {
                Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
                _ => name,
            },
            Source::Link => "relayscope".to_owned(),
        }
    }
}

/// A kind of file: what it is, its ending and its type, and how it is made.
type Kind = (Words, &'static str, &'static str, Make);

/// Makes the octets of a file, if there is one.
type Make = fn(&Stage) -> Option<Vec<u8>>;

/// The endings of those that tell of the whole run, as far as it is computed.
const OF_ALL: [&str; 2] = ["txt", "pcapng"];

const KINDS: [Kind; 5] = [
    (strings::SCENARIO, "toml", "application/toml", |it| Some(it.scenario_text().into_bytes())),
    (strings::TRACE, "txt", "text/plain", |it| Some(it.trace_text().into_bytes())),
    (strings::CAPTURE, "pcapng", "application/x-pcapng", |it| Some(it.pcapng())),
    (strings::MESSAGE, "eml", "message/rfc822", Stage::message_octets),
    (strings::MAILDROPS, "mbox", "application/mbox", |it| {
        Some(it.mbox()).filter(|octets| !octets.is_empty())
    }),
];

/// The buttons that save what is shown; `said` takes what is told of it.
#[component]
pub(crate) fn Save(said: RwSignal<String>) -> impl IntoView {
    let stage = expect_context::<Stage>();
    let button = |(label, ending, kind, make): Kind| {
        let save = move |_| {
            // Who hears the page hears of the second file, too.
            said.set(String::new());
            request_animation_frame(move || {
                if let Some(told) = save(stage, ending, kind, make) {
                    said.set(told);
                }
            });
        };
        view! {
            <button type="button" class="tool with-text" on:click=save>
                {t(label)} <code>"." {ending}</code>
            </button>
        }
    };
    view! {
        <div class="share-save" role="group" aria-label=t(strings::SAVE)>
            <h3>{t(strings::SAVE)}</h3>
            <div class="share-files">{KINDS.map(button).into_iter().collect_view()}</div>
        </div>
    }
}

/// Saves a file, and says what became of it; nothing where the page has gone meanwhile.
fn save(stage: Stage, ending: &str, kind: &str, make: Make) -> Option<String> {
    let language = stage.language.try_get_untracked()?;
    let name = format!("{}.{ending}", stage.file_name());
    let is_whole = stage.with_untracked(relay_view::Show::is_complete);
    Some(match make(&stage).map(|octets| download(&name, kind, &octets)) {
        Some(Ok(())) => strings::saved(language, &name, is_whole || !OF_ALL.contains(&ending)),
        Some(Err(_)) => strings::NOT_SAVED.in_(language).to_owned(),
        None => strings::NO_MESSAGE.in_(language).to_owned(),
    })
}

/// Has the browser save octets under a name.
fn download(name: &str, kind: &str, octets: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(octets).into());
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken up what it saves by then.
    set_timeout(move || drop(Url::revoke_object_url(&url)), core::time::Duration::from_mins(1));
    Ok(())
}
