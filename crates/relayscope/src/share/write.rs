//! The payload of a link.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{NUL, Shared, Source, command};

/// What the last line begins with.
pub(super) const SUM: &str = "sum ";

/// Scenario and state as text.
pub(super) fn payload(shared: &Shared) -> String {
    let mut out = match &shared.scenario {
        Source::Lesson(_) => String::new(),
        Source::Text(text) => text.clone(),
    };
    let mut state = String::new();
    if let Source::Lesson(name) = &shared.scenario {
        line(&mut state, format_args!("lesson {name}"));
    }
    if let Some(seed) = shared.seed {
        line(&mut state, format_args!("seed {seed}"));
    }
    if shared.position > 0 {
        line(&mut state, format_args!("at {}", shared.position));
    }
    if let Some(step) = shared.lesson_step {
        line(&mut state, format_args!("lesson-step {step}"));
    }
    if let Some(tab) = &shared.tab {
        line(&mut state, format_args!("tab {tab}"));
    }
    for entry in &shared.journal {
        let words = command::words(&entry.command);
        line(&mut state, format_args!("do {} {} {words}", entry.after, entry.at.as_micros()));
    }
    out.push(NUL);
    out.push_str(&state);
    let sum = sum(&out);
    line(&mut out, format_args!("{SUM}{sum}"));
    out
}

/// A check on what stands before it: deflate has none of its own.
pub(super) fn sum(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(4).fold(String::new(), |mut hex, octet| {
        write!(hex, "{octet:02x}").expect("a string takes text");
        hex
    })
}

fn line(out: &mut String, words: core::fmt::Arguments<'_>) {
    writeln!(out, "{words}").expect("a string takes text");
}
