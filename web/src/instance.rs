//! The application as an object of the page: what its element calls.
//!
//! Texts go in and JSON comes out; numbers of time are microseconds since the start. The element,
//! written in JavaScript, turns them into its attributes, properties, methods and events.

use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use relay_view::letter::Letter;
use relay_view::outside::{self, Snapshot};
use relay_view::{Player, plain};
use relayscope::trace::Writer;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use crate::app::App;
use crate::lessons::{LESSONS, Lesson};
use crate::setting::{Controls, Panels, Setting, speed};
use crate::stage::Stage;
use crate::theme::Theme;
use crate::trouble::Trouble;
use crate::{failure, memory, outward};

/// The application in one element.
#[wasm_bindgen]
pub struct Instance {
    stage: Stage,
    theme: Theme,
    setting: Setting,
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
    /// Puts the application into `place`; `is_page` when it is all that the page is for. `listener`
    /// is called with the name of an event and its detail in JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(place: HtmlElement, is_page: bool, listener: js_sys::Function) -> Self {
        failure::report_panics();
        let made = Rc::new(Cell::new(None));
        let maker = Rc::clone(&made);
        let view = mount_to(place, move || {
            let (stage, theme, setting) = (Stage::new(), Theme::new(), Setting::new(is_page));
            outward::report(stage, StoredValue::new_local(listener));
            maker.set(Some((stage, theme, setting)));
            view! { <App stage theme setting /> }.into_any()
        });
        let (stage, theme, setting) = made.take().expect("the view was made just now");
        Self { stage, theme, setting, _view: view }
    }

    /// The names of the built-in scenarios, in the order of the menu.
    pub fn scenarios() -> Vec<String> {
        LESSONS.iter().map(|lesson| lesson.id.to_owned()).collect()
    }

    /// Loads a built-in scenario; `seed` is a number in decimal, or empty for the scenario's own.
    pub fn load_scenario(&self, id: &str, seed: &str) -> Result<(), JsError> {
        let Some(lesson) = Lesson::find(id) else {
            let (id, known) = (plain::short(id, 60), Self::scenarios().join(", "));
            let what = format!("there is no built-in scenario “{id}”; choose one of {known}");
            self.stage.trouble.set(Some(Trouble::alone(&what)));
            return Err(JsError::new(&what));
        };
        self.stage.set_seed(read_seed(seed)?);
        self.stage.load_lesson(lesson);
        Ok(())
    }

    /// Loads a scenario from its text; `name` is shown for it.
    pub fn load_text(&self, text: &str, name: &str, seed: &str) -> Result<(), JsError> {
        self.stage.set_seed(read_seed(seed)?);
        self.stage.load_file(name.to_owned(), text);
        match self.stage.trouble.get_untracked() {
            Some(trouble) => Err(JsError::new(&trouble.text())),
            None => Ok(()),
        }
    }

    /// Takes up again what the page showed before it was reloaded, if it was.
    pub fn recall(&self) {
        memory::recall(self.stage, self.theme);
    }

    /// The text of the scenario that is loaded.
    pub fn scenario(&self) -> String {
        self.stage.with_untracked(|show| show.source().to_owned())
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

    /// The text of the whole run.
    pub fn trace_text(&self) -> String {
        self.stage.with_untracked(|show| Writer::new(show.trace(), show.scenario()).all())
    }

    /// Sends a message now.
    pub fn send(&self, from: &str, to: &str, subject: &str, body: &str) -> Result<(), JsError> {
        let (from, to) = (from.to_owned(), to.to_owned());
        let letter = Letter { from, to, subject: subject.to_owned(), body: body.to_owned() };
        self.stage.send(&letter).map_err(|what| JsError::new(&what))
    }

    /// Switches a host on or off now.
    pub fn set_host_up(&self, name: &str, up: bool) -> Result<(), JsError> {
        let host = self.host(name)?;
        let no = relayscope::scenario::HostNo(host.0);
        self.stage.act(if up {
            relayscope::command::Command::HostUp(no)
        } else {
            relayscope::command::Command::HostDown(no)
        });
        Ok(())
    }

    /// Cuts or mends the link between two hosts now.
    pub fn set_link_up(&self, a: &str, b: &str, up: bool) -> Result<(), JsError> {
        let ends = [self.host(a)?, self.host(b)?].map(|it| relayscope::scenario::HostNo(it.0));
        self.stage.act(if up {
            relayscope::command::Command::MendLink(ends)
        } else {
            relayscope::command::Command::CutLink(ends)
        });
        Ok(())
    }

    /// Shows a host in the panel.
    pub fn select_host(&self, name: &str) -> Result<(), JsError> {
        let host = self.host(name)?;
        self.stage.select(Some(host));
        Ok(())
    }

    /// `full`, `basic` or `none`.
    pub fn set_controls(&self, controls: &str) -> Result<(), JsError> {
        self.setting.controls.set(match controls {
            "full" | "" => Controls::Full,
            "basic" => Controls::Basic,
            "none" => Controls::None,
            other => return Err(unknown("controls", other, "full, basic or none")),
        });
        Ok(())
    }

    /// Names from `network timeline log mailboxes inspector editor`; all when empty.
    pub fn set_panels(&self, panels: &str) -> Result<(), JsError> {
        let names = "network, timeline, log, mailboxes, inspector and editor";
        let panels = Panels::read(panels).map_err(|word| unknown("panels", &word, names))?;
        self.setting.panels.set(panels);
        self.stage.keep_to(panels);
        Ok(())
    }

    /// `auto`, `light` or `dark`.
    pub fn set_theme(&self, theme: &str) -> Result<(), JsError> {
        self.theme.choose(match theme {
            "auto" | "" => None,
            "light" => Some(false),
            "dark" => Some(true),
            other => return Err(unknown("theme", other, "auto, light or dark")),
        });
        Ok(())
    }

    /// Whether visitors may change the world.
    pub fn set_editable(&self, editable: bool) {
        self.setting.editable.set(editable);
    }

    /// The keys that have no meaning here, with spaces between them; `*` for all.
    pub fn set_dead_keys(&self, keys: &str) {
        let keys = keys.split(' ').filter(|key| !key.is_empty()).map(str::to_lowercase);
        self.setting.dead_keys.set(keys.collect());
    }

    fn host(&self, name: &str) -> Result<relayscope::trace::HostId, JsError> {
        let found = self.stage.with_untracked(|show| {
            let mut hosts = show.cast().hosts();
            hosts.find(|(_, member)| member.name.eq_ignore_ascii_case(name)).map(|(id, _)| id)
        });
        found.ok_or_else(|| {
            let names = self.stage.with_untracked(|show| {
                show.cast().hosts().map(|(_, member)| member.name.clone()).collect::<Vec<_>>()
            });
            unknown("host", name, &names.join(", "))
        })
    }
}

fn unknown(what: &str, got: &str, known: &str) -> JsError {
    JsError::new(&format!("{what}: “{}” is unknown; choose from {known}", plain::short(got, 60)))
}

/// A seed as a page gives it: empty for none.
pub(crate) fn read_seed(text: &str) -> Result<Option<u64>, JsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| {
        JsError::new(&format!(
            "seed: “{}” is no whole number from 0 to {}",
            plain::short(text, 60),
            u64::MAX
        ))
    };
    text.parse().map(Some).map_err(wrong)
}
