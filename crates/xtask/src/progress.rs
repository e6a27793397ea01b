//! Numbered lines, so that a person sees which step runs and how many are left.

use std::time::{Duration, Instant};

/// A counter of steps that prints a line as each begins.
#[derive(Debug)]
pub(crate) struct Progress {
    at: usize,
    of: usize,
    /// Set off from the steps of the command that this is a part of.
    indent: &'static str,
}

impl Progress {
    /// A command of `of` steps.
    pub(crate) fn new(of: usize) -> Self {
        Self { at: 0, of, indent: "" }
    }

    /// A part of `of` steps, inside one step of a larger command.
    pub(crate) fn inside(of: usize) -> Self {
        Self { indent: "      ", ..Self::new(of) }
    }

    /// Begins the next step: `[2/6] wasm-bindgen 0.2.130: …`.
    pub(crate) fn step(&mut self, what: &str) -> Instant {
        self.at += 1;
        println!("{}[{}/{}] {what}", self.indent, self.at, self.of);
        Instant::now()
    }
}

/// A line that belongs to the step under way.
pub(crate) fn note(what: &str) {
    println!("      {what}");
}

/// A duration as people say it: `12.3 s`, `4 min 05 s`.
pub(crate) fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{seconds}.{} s", duration.subsec_millis() / 100);
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::spoken;

    #[test]
    fn speaks_durations() {
        assert_eq!(spoken(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(spoken(Duration::from_secs(245)), "4 min 05 s");
    }
}
