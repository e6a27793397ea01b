//! The application as an object of the page: what its element calls.
//!
//! Texts go in and JSON comes out; numbers of time are microseconds since the start. The element,
//! written in JavaScript, turns them into its attributes, properties, methods and events.

use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use relay_mail::Language;
use relay_mail::language::Words;
use relay_view::kept::Kept;
use relay_view::layout::Arrangement;
use relay_view::outside::{self, Snapshot};
use relay_view::{Player, plain};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};
use web_sys::HtmlElement;

use crate::app::App;
use crate::arrival::Arrival;
use crate::lessons::{LESSONS, Lesson};
use crate::links::Home;
use crate::memory::Extent;
use crate::setting::{Controls, Panels, Setting, speed};
use crate::stage::{Chosen, Stage, Tab};
use crate::strings::author;
use crate::theme::Theme;
use crate::trouble::Trouble;
use crate::{failure, memory, outward};

/// The application in one element.
#[wasm_bindgen]
pub struct Instance {
    pub(crate) stage: Stage,
    theme: Theme,
    setting: Setting,
    arrival: Arrival,
    // Lets go of everything when the instance is freed.
    _view: UnmountHandle<leptos::tachys::view::any_view::AnyViewState>,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Instance {
    /// Puts the frame of the application into `place`; its parts come by [`arrive`](Self::arrive).
    /// `is_page` when it is all that the page is for. `listener` is called with the name of an event
    /// and its detail in JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(place: HtmlElement, is_page: bool, listener: js_sys::Function) -> Self {
        failure::report_panics();
        let made = Rc::new(Cell::new(None));
        let maker = Rc::clone(&made);
        let view = mount_to(place, move || {
            let (stage, theme) = (Stage::new(), Theme::new());
            let setting = Setting::new(is_page, stage);
            outward::report(stage, StoredValue::new_local(listener));
            let arrival = Arrival::new();
            maker.set(Some((stage, theme, setting, arrival)));
            view! { <App stage theme setting arrival /> }.into_any()
        });
        let (stage, theme, setting, arrival) = made.take().expect("the view was made just now");
        Self { stage, theme, setting, arrival, _view: view }
    }

    /// Lets the next part of the page come; false when all of it is there.
    pub fn arrive(&self) -> bool {
        self.arrival.advance()
    }

    /// The names of the built-in scenarios, in the order of the menu.
    pub fn scenarios() -> Vec<String> {
        LESSONS.iter().map(|lesson| lesson.id.to_owned()).collect()
    }

    /// Loads a built-in scenario; `seed` is a number in decimal, or empty for the scenario's own.
    pub fn load_scenario(&self, id: &str, seed: &str) -> Result<(), JsValue> {
        let Some(lesson) = Lesson::find(id) else {
            let (id, known) = (plain::short(id, 60), Self::scenarios().join(", "));
            let trouble = Trouble::in_name(&author::no_such_scenario(self.language(), &id, &known));
            let told = self.told(&trouble);
            self.stage.trouble.set(Some(trouble));
            return Err(told);
        };
        self.stage.load_lesson(lesson, read_seed(self.language(), seed)?);
        Ok(())
    }

    /// Loads a scenario from its text; `name` is shown for it.
    pub fn load_text(&self, text: &str, name: &str, seed: &str) -> Result<(), JsValue> {
        let seed = read_seed(self.language(), seed)?;
        self.stage.load_file(name.to_owned(), text, seed).map_err(|trouble| self.told(&trouble))
    }

    /// Opens a link that carries a whole run; it may stand behind `#s=` in an address.
    pub fn load_link(&self, link: &str) -> Result<(), JsValue> {
        self.stage.open_link(link, None, None).map_err(|trouble| self.told(&trouble))
    }

    /// Says where links lead: to which page, which script makes the tag known, and which page is
    /// for frames.
    pub fn set_home(&self, page: &str, script: &str, frame: &str) {
        // A script of an earlier version, out of a cache, knows nothing of parts that arrive.
        while self.arrive() {}
        let (page, script, frame) = (page.to_owned(), script.to_owned(), frame.to_owned());
        self.setting.home.set(Home { page, script, frame });
    }

    /// The link to what is shown; `pin` for this moment, otherwise from the start.
    pub fn share_url(&self, pin: bool) -> Result<String, JsError> {
        self.stage.share_url(self.setting, pin).map_err(|what| JsError::new(&what))
    }

    /// What shows the same in another page: `element` or `iframe`.
    pub fn embed_code(&self, kind: &str, pin: bool) -> Result<String, JsError> {
        let code = match kind {
            "element" => self.stage.element_code(self.setting, pin),
            "iframe" => self.stage.frame_code(self.setting, pin),
            other => return Err(self.unknown("kind", other, author::OR, &["element", "iframe"])),
        };
        code.map_err(|what| JsError::new(&what))
    }

    /// What is shown, as a text that [`set_state`](Self::set_state) takes.
    pub fn state(&self) -> String {
        memory::state(self.stage, Extent::All).write()
    }

    /// The same without a message file of the visitor, which may be more than a storage takes; it says
    /// that it is missing.
    pub fn small_state(&self) -> String {
        memory::state(self.stage, Extent::Least).write()
    }

    /// Shows again what [`state`](Self::state) told.
    pub fn set_state(&self, state: &str) -> Result<(), JsValue> {
        let kept =
            Kept::read(state).ok_or_else(|| JsError::new(author::NO_STATE.in_(self.language())))?;
        memory::take_up(self.stage, kept).map_err(|trouble| self.told(&trouble))
    }

    /// Undoes whatever people did, and goes to the start.
    pub fn reset(&self) {
        self.stage.reset();
    }

    /// Takes up again what the page showed before it was reloaded, if it was.
    pub fn recall(&self) {
        memory::recall(self.stage, self.theme, self.setting);
    }

    /// The text of the scenario that is loaded.
    pub fn scenario(&self) -> String {
        self.stage.scenario_text()
    }

    /// The name of the built-in scenario that is loaded; empty for another one.
    pub fn scenario_id(&self) -> String {
        self.stage.scenario_id().to_owned()
    }

    /// Plays.
    pub fn play(&self) {
        self.stage.control(Player::play);
    }

    /// Pauses.
    pub fn pause(&self) {
        self.stage.control(|player, _| player.pause());
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.stage.player.with_untracked(Player::is_playing)
    }

    /// Whether the end is shown.
    pub fn is_at_end(&self) -> bool {
        self.stage.is_at_end()
    }

    /// How many steps were taken from the start.
    pub fn position(&self) -> usize {
        self.stage.position.get_untracked()
    }

    /// How many steps there are, as far as the run is computed.
    pub fn count(&self) -> usize {
        self.stage.with_untracked(|show| show.pace().len())
    }

    /// The moment that is shown.
    pub fn micros(&self) -> f64 {
        self.micros_at(self.position())
    }

    /// The moment of a position.
    pub fn micros_at(&self, position: usize) -> f64 {
        let micros = self.stage.with_untracked(|show| show.pace().time_at(position).as_micros());
        #[expect(clippy::cast_precision_loss, reason = "285 years of microseconds fit")]
        let micros = micros as f64;
        micros
    }

    /// Goes to a position.
    pub fn seek(&self, position: usize) {
        self.stage.seek(position);
    }

    /// Shows a step of the lesson, counted from 1, and goes to where it pauses if it `seeks`; nothing
    /// where there is no such step.
    pub fn show_lesson_step(&self, number: usize, seeks: bool) {
        self.stage.read_lesson_step(number, seeks);
    }

    /// How many steps the lesson has; 0 where there is none.
    pub fn lesson_steps(&self) -> usize {
        self.stage.with_untracked(|show| {
            show.scenario().lesson.as_ref().map_or(0, |lesson| lesson.steps.len())
        })
    }

    /// Says what the page around has found wrong.
    pub fn complain(&self, code: &str, message: &str) {
        // What the application has found itself, it tells with its place.
        if self.stage.trouble.with_untracked(|it| it.as_ref().is_none_or(|it| it.is_known)) {
            self.stage.trouble.set(Some(Trouble::of_the_page(code, message)));
        }
    }

    /// Whether anything was loaded.
    pub fn has_loaded(&self) -> bool {
        self.stage.loaded.get_untracked() > 0
    }

    /// Takes back what was told by [`complain`](Self::complain).
    pub fn forgive(&self) {
        if self.stage.trouble.with_untracked(|it| it.as_ref().is_some_and(|it| it.is_known)) {
            self.stage.trouble.set(None);
        }
    }

    /// The step of the lesson that is read, counted from 1; 0 where none is.
    pub fn lesson_step(&self) -> usize {
        self.stage.lesson_step().unwrap_or(0)
    }

    /// Goes to the last position at a moment.
    pub fn seek_micros(&self, micros: f64) {
        let position = self.stage.with_untracked(|show| {
            let pace = show.pace();
            let at = |position: &usize| self.micros_at(*position) <= micros;
            (0..=pace.len()).rev().find(at).unwrap_or(0)
        });
        self.stage.seek(position);
    }

    /// Goes to the next or the previous notable moment.
    pub fn seek_moment(&self, forward: bool) {
        self.stage.jump(forward);
    }

    /// How fast it plays: 1 is normal.
    pub fn speed(&self) -> f64 {
        f64::from(self.stage.player.with_untracked(|player| player.speed().hundredths())) / 100.0
    }

    /// Plays at the offered speed nearest to `factor`.
    pub fn set_speed(&self, factor: f64) {
        self.stage.player.update(|player| player.set_speed(speed(factor)));
    }

    /// The steps behind positions `from` (excluded) to `to`, as a JSON array.
    pub fn events(&self, from: usize, to: usize) -> String {
        self.stage.with_untracked(|show| {
            let (cast, trace, pace) = (show.cast(), show.trace(), show.pace());
            let steps = from + 1..=to.min(pace.len());
            let events = steps.filter_map(|at| outside::event(cast, trace, pace, at));
            serde_json::to_string(&events.collect::<Vec<_>>()).expect("values have only text keys")
        })
    }

    /// The world at the position that is shown, as a JSON object.
    pub fn snapshot(&self) -> String {
        let position = self.position();
        let snapshot = self.stage.look_untracked(|show| {
            let holdings = show.holdings(position);
            let now = show.pace().time_at(position);
            Snapshot::new(show.cast(), show.trace(), &holdings, now)
        });
        serde_json::to_string(&snapshot).expect("values have only text keys")
    }

    /// What lies in all maildrops at the position that is shown, as one mbox file.
    pub fn mbox(&self) -> Vec<u8> {
        self.stage.mbox()
    }

    /// The octets of the message that the panel shows, or of the one that moved last; none where
    /// nothing was sent yet.
    pub fn message_octets(&self) -> Option<Vec<u8>> {
        self.stage.message_octets()
    }

    /// The text of the whole run.
    pub fn trace_text(&self) -> String {
        self.stage.trace_text()
    }

    /// What went over the network in the whole run, as a pcapng file.
    pub fn pcapng(&self) -> Vec<u8> {
        self.stage.pcapng()
    }

    /// Shows a host in the panel.
    pub fn select_host(&self, name: &str) -> Result<(), JsError> {
        let host = self.host(name)?;
        self.stage.select(Some(Chosen::Host(host)));
        Ok(())
    }

    /// `full`, `basic` or `none`.
    pub fn set_controls(&self, controls: &str) -> Result<(), JsError> {
        self.setting.controls.set(match controls {
            "full" | "" => Controls::Full,
            "basic" => Controls::Basic,
            "none" => Controls::None,
            other => {
                return Err(self.unknown(
                    "controls",
                    other,
                    author::OR,
                    &["full", "basic", "none"],
                ));
            }
        });
        Ok(())
    }

    /// Names from `network timeline log mailboxes inspector editor`; all when empty.
    pub fn set_panels(&self, panels: &str) -> Result<(), JsError> {
        let names = ["network", "timeline", "log", "mailboxes", "inspector", "editor"];
        let panels = Panels::read(panels)
            .map_err(|word| self.unknown("panels", &word, author::AND, &names))?;
        self.setting.panels.set(panels);
        self.stage.keep_to(panels);
        Ok(())
    }

    /// Opens a tab of the panel by its name; nothing when empty.
    pub fn set_tab(&self, name: &str) -> Result<(), JsError> {
        if !name.is_empty() {
            let names = ["session", "hosts", "messages", "mailboxes", "dns", "console"];
            let tab =
                Tab::named(name).ok_or_else(|| self.unknown("tab", name, author::AND, &names))?;
            self.stage.tab.set(tab);
        }
        Ok(())
    }

    /// `auto`, `light`, `dark` or `contrast`.
    pub fn set_theme(&self, theme: &str) -> Result<(), JsError> {
        self.theme.choose(match theme {
            "auto" | "contrast" | "" => None,
            "light" => Some(false),
            "dark" => Some(true),
            other => {
                return Err(self.unknown(
                    "theme",
                    other,
                    author::OR,
                    &["auto", "light", "dark", "contrast"],
                ));
            }
        });
        self.theme.choose_contrast(theme == "contrast");
        Ok(())
    }

    /// `auto`, `ring`, `layered` or `manual`.
    pub fn set_layout(&self, layout: &str) -> Result<(), JsError> {
        let layout = if layout.is_empty() { "auto" } else { layout };
        let found = Arrangement::ALL.into_iter().find(|(_, name)| *name == layout);
        let names = ["auto", "ring", "layered", "manual"];
        let (arrangement, _) =
            found.ok_or_else(|| self.unknown("layout", layout, author::OR, &names))?;
        self.stage.desk().arrangement.set(arrangement);
        Ok(())
    }

    /// Says everything in the first language of a list of tags that is known here (RFC 5646), parted
    /// by spaces; in English where none is.
    pub fn set_language(&self, tags: &str) {
        let known = tags.split([' ', ',']).find_map(Language::from_tag);
        self.stage.speak(known.unwrap_or_default());
    }

    /// Whether something may be kept in the browser's storage.
    pub fn set_persist(&self, persist: bool) {
        self.setting.persist.set(persist);
    }

    /// Whether visitors may change the world; where nobody says so, they may where a lesson sets a task.
    pub fn set_editable(&self, editable: Option<bool>) {
        self.setting.editable.set(editable);
    }

    /// The keys that have no meaning here, with spaces between them; `*` for all.
    pub fn set_dead_keys(&self, keys: &str) {
        let keys = keys.split(' ').filter(|key| !key.is_empty()).map(str::to_lowercase);
        self.setting.dead_keys.set(keys.collect());
    }
}

impl Instance {
    /// The language in which mistakes are told.
    pub(crate) fn language(&self) -> Language {
        self.stage.language.get_untracked()
    }

    /// That a word is none of those that are `known`; `before_last` stands before the last of them.
    pub(crate) fn unknown(
        &self,
        what: &str,
        got: &str,
        before_last: Words,
        known: &[&str],
    ) -> JsError {
        let language = self.language();
        let known = author::listed(language, before_last, known);
        JsError::new(&author::unknown(language, what, &plain::short(got, 60), &known))
    }

    /// What is wrong, for the page around: the same words as on the page, and as `span` where in the
    /// scenario's text, in UTF-16 units.
    pub(crate) fn told(&self, trouble: &Trouble) -> JsValue {
        let error = js_sys::Error::new(&trouble.text(self.language()));
        if let Some([start, end]) = trouble.span {
            let span = js_sys::Array::of2(&start.into(), &end.into());
            js_sys::Reflect::set(&error, &"span".into(), &span).expect("an error takes properties");
        }
        error.into()
    }
}

/// A seed as a page gives it: empty for none.
pub(crate) fn read_seed(language: Language, text: &str) -> Result<Option<u64>, JsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| JsError::new(&author::no_seed(language, &plain::short(text, 60)));
    text.parse().map(Some).map_err(wrong)
}
