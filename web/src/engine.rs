//! The simulation without a screen: what `engine.js` of the npm package calls, in a browser or not.
//!
//! Nothing here touches a document. Texts go in, texts and JSON come out; numbers of time are
//! microseconds since the start of the scenario.

use core::fmt::Write as _;

use relay_mail::Language;
use relay_view::{Cast, Pace, outside, plain};
use relayscope::scenario::{Diagnostic, Scenario, Severity, Told};
use relayscope::trace::Writer;
use relayscope::{Ahead, Timeline, expect};
use sha2::{Digest as _, Sha256};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::instance::read_seed;
use crate::lessons::Lesson;
use crate::strings::author;

/// One run of a scenario.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    timeline: Timeline,
    cast: Cast,
    pace: Pace,
}

#[wasm_bindgen]
impl Engine {
    /// Reads a scenario: its text, or the name of a built-in one. `seed` is a number in decimal, or
    /// empty for the scenario's own. An error names every mistake with its line and column.
    #[wasm_bindgen(constructor)]
    pub fn new(source: &str, seed: &str) -> Result<Engine, JsError> {
        let source = text_of(source)?;
        let mut scenario = Scenario::parse(source).map_err(|found| told(source, &found))?;
        let missing = scenario.missing_file_diagnostics();
        if !missing.is_empty() {
            return Err(told(source, &missing));
        }
        scenario.seed = read_seed(Language::English, seed)?.unwrap_or(scenario.seed);
        let cast = Cast::new(&scenario);
        Ok(Self { timeline: Timeline::new(scenario), cast, pace: Pace::default() })
    }

    /// Computes at most so many events more; false when there is nothing more to compute.
    pub fn run(&mut self, events_max: u32) -> bool {
        let more = self.timeline.run_ahead(events_max) == Ahead::More;
        self.pace.extend(self.timeline.trace());
        more
    }

    /// The title of the scenario as the file has it, in whatever language.
    pub fn title(&self) -> String {
        self.scenario().title.clone()
    }

    /// The seed of everything that is random, in decimal.
    pub fn seed(&self) -> String {
        self.scenario().seed.to_string()
    }

    /// How many steps there are, as far as the run is computed.
    pub fn count(&self) -> usize {
        self.pace.len()
    }

    /// The moment of the last step.
    pub fn micros(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "285 years of microseconds fit")]
        let micros = self.pace.time_at(self.pace.len()).as_micros() as f64;
        micros
    }

    /// The text of the run, as `relayscope run` prints it.
    pub fn trace(&self) -> String {
        Writer::new(self.timeline.trace(), self.scenario()).all()
    }

    /// The SHA-256 of the text of the run, in hexadecimal.
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(self.trace().as_bytes());
        digest.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes text");
            hex
        })
    }

    /// The steps, as a JSON array.
    pub fn events(&self) -> String {
        let trace = self.timeline.trace();
        let steps = 1..=self.pace.len();
        let events = steps.filter_map(|at| outside::event(&self.cast, trace, &self.pace, at));
        serde_json::to_string(&events.collect::<Vec<_>>()).expect("values have only text keys")
    }

    /// What the scenario's `[[expect]]` tables want and the run does not hold, a line for each.
    pub fn unmet(&self) -> Vec<String> {
        let unmet = expect::unmet(self.timeline.trace(), self.scenario());
        unmet.into_iter().map(|one| one.message).collect()
    }

    fn scenario(&self) -> &Scenario {
        self.timeline.world().scenario()
    }
}

/// The text of a built-in scenario for its name; anything longer than a word is a text itself.
fn text_of(source: &str) -> Result<&str, JsError> {
    let name = source.trim();
    if name.is_empty() || name.contains(|letter: char| !letter.is_alphanumeric() && letter != '-') {
        return Ok(source);
    }
    let known = || crate::Instance::scenarios().join(", ");
    Lesson::find(name).map(|lesson| lesson.source).ok_or_else(|| {
        let name = plain::short(name, 60);
        JsError::new(&author::no_such_scenario(Language::English, &name, &known()))
    })
}

/// Every mistake in one text.
fn told(source: &str, found: &[Diagnostic]) -> JsError {
    let errors = found.iter().filter(|it| it.severity == Severity::Error);
    let lines: Vec<String> = errors
        .map(|it| {
            let place = it.place(source);
            let Told { message, hint, .. } = it.told(Language::English);
            let hint = hint.map(|hint| format!(": {hint}")).unwrap_or_default();
            format!("{message} (line {}, column {}){hint}", place.line, place.column)
        })
        .collect();
    JsError::new(&lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Engine;
    use crate::lessons::Lesson;

    #[wasm_bindgen_test]
    fn a_run_is_the_same_in_pieces() {
        let mut pieces = Engine::new("relay", "").expect("it is built in");
        while pieces.run(3) {}
        let source = Lesson::find("relay").expect("it is built in").source;
        assert_eq!(pieces.digest(), crate::trace_digest(source));
        let mut whole = Engine::new(source, "").expect("it is a good scenario");
        assert!(!whole.run(u32::MAX));
        assert_eq!((whole.events(), whole.count()), (pieces.events(), pieces.count()));
        assert!(whole.unmet().is_empty(), "{:?}", whole.unmet());
    }

    #[wasm_bindgen_test]
    fn mistakes_are_told_with_their_places() {
        let told = |source, seed| {
            let error = Engine::new(source, seed).expect_err("it is wrong");
            String::from(js_sys::Error::from(wasm_bindgen::JsValue::from(error)).message())
        };
        assert!(told("format = 1\ntitel = 1\n", "").contains("line 2, column 1"));
        assert!(told("no-such-lesson", "").contains("choose one of direct"));
        assert!(told("direct", "-1").contains("no whole number"));
    }
}
