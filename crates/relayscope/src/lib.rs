//! The world: many hosts on one network, stepped, sought, traced and checked.
//!
//! * [`scenario`]: what a scenario file says; a crate of its own, `relay-scenario`.
//! * [`World`]: the simulation at one moment; moved by one event at a time.
//! * [`Timeline`]: a run that can be walked in both directions.
//! * [`trace`]: everything that happened, each record with its cause.
//! * [`Command`]: what people do to a world.
//! * [`check`]: conservation of responsibility.
//! * [`schedule`]: when hosts try again.
//! * [`expect`]: whether a run came to what its scenario expects.
//! * [`lesson`]: where a lesson pauses, what the right answers are, whether a task is fulfilled.
//! * [`share`]: a run as a link.
//!
//! The same scenario, seed and commands give the same trace, byte for byte, on every platform;
//! [`trace_digest`] is how tests compare two.

pub mod check;
pub mod command;
mod compose;
pub mod expect;
pub mod lesson;
pub mod schedule;
mod setting;
pub mod share;
mod timeline;
pub mod trace;
mod world;

pub use command::{Command, HangUp, Reading};
pub use compose::compose;
pub use relay_scenario as scenario;
pub use setting::Setting;
pub use timeline::{Ahead, Direction, Grain, JournalEntry, Timeline, is_moment};
pub use world::{Terminal, World, dns_name};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of the whole text trace of a scenario, in hexadecimal: what
/// `relayscope run FILE | sha256sum` shows too, where the file holds no lesson.
pub fn trace_digest(scenario: scenario::Scenario) -> String {
    let mut timeline = Timeline::new(scenario);
    timeline.run_to_end();
    let scenario = timeline.world().scenario();
    let text = trace::Writer::new(timeline.trace(), scenario).all();
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        use core::fmt::Write as _;
        write!(hex, "{byte:02x}").expect("a string takes text");
        hex
    })
}
