//! The page: the only crate that names the browser.
//!
//! An [`Instance`] puts the whole application into an element: a `<div>` of a plain page or of a
//! shadow root alike. It brings no styles; they are scoped by `.relayscope`.
//!
//! What is shown comes from `relay-view` as plain values; here they become elements. Everything
//! that a scenario, a message or a peer says reaches the document as text and never as markup.

// The screen is measured in floats; nothing of this reaches the simulation.
#![allow(clippy::float_arithmetic, reason = "places on the screen are no part of a run")]
// `#[component]` makes functions public in their modules.
#![allow(unreachable_pub, reason = "components are seen by this crate only")]
// What `view!` and `#[component]` expand to is not ours to document or to shorten.
#![allow(clippy::must_use_candidate, reason = "components are called by their views")]

mod act;
mod app;
mod arrival;
mod branch;
mod caption;
mod card;
mod choice;
mod clock;
mod close;
mod compose;
mod console;
mod controls;
mod deeds;
mod desk;
mod dialog;
mod dns;
mod engine;
mod explained;
mod failure;
mod filters;
mod frame;
mod glyph;
mod hand;
mod hands;
mod held;
mod help;
mod instance;
mod keys;
mod ladder;
mod lessons;
mod link;
mod links;
mod mailboxes;
mod map;
mod memory;
mod messages;
mod open;
mod outward;
mod panel;
mod plot;
mod progress;
mod prose;
mod queue;
mod reader;
mod report;
mod rungs;
mod save;
mod scene;
mod setting;
mod settings;
mod settled;
mod share;
mod sheet;
mod shelf;
mod size;
mod slices;
mod source;
mod stage;
mod story;
mod strings;
mod tab;
#[cfg(test)]
mod tests;
mod theme;
mod top;
mod transcript;
mod trouble;
mod why;

use relayscope::scenario::Scenario;
use wasm_bindgen::prelude::wasm_bindgen;

pub use engine::Engine;
pub use instance::Instance;

/// The SHA-256 of the text trace of a scenario, in hexadecimal: natively, `relayscope run` gives
/// the same. For a scenario that is not valid, its first mistake behind `error: `.
#[wasm_bindgen]
pub fn trace_digest(scenario: &str) -> String {
    match Scenario::parse(scenario) {
        Ok(scenario) => relayscope::trace_digest(scenario),
        Err(mistakes) => {
            let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
            format!("error: {}", first.trim_start_matches("error: "))
        }
    }
}
