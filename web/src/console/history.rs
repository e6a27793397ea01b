//! What was typed before at the console.

use leptos::prelude::*;

/// Lines that are remembered.
pub(crate) const HISTORY_MAX: usize = 100;

/// What was typed before, how far back in it somebody has gone, and what was being typed then.
#[derive(Clone, Copy)]
pub(super) struct History {
    lines: StoredValue<Vec<String>>,
    back: StoredValue<usize>,
    draft: StoredValue<String>,
}

impl History {
    /// Of these lines, the newest last.
    pub(super) fn new(lines: StoredValue<Vec<String>>) -> Self {
        Self { lines, back: StoredValue::new(0), draft: StoredValue::default() }
    }

    /// Remembers lines that are sent, cut as [`relayscope::command::Command::lines`] cuts them.
    pub(super) fn remember(self, lines: &str) {
        self.lines.update_value(|all| {
            let lines = lines.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
            all.extend(lines.map(str::to_owned));
            let over = all.len().saturating_sub(HISTORY_MAX);
            all.drain(..over);
        });
        self.back.set_value(0);
    }

    /// The line before the one where somebody is, or the one after it; after the newest comes again what
    /// was being `typed` when they left it. Nothing comes after that.
    pub(super) fn step(self, up: bool, typed: String) -> Option<String> {
        let now = self.back.get_value();
        if now == 0 {
            if !up {
                return None;
            }
            self.draft.set_value(typed);
        }
        self.lines.with_value(|all| {
            let goal = if up { (now + 1).min(all.len()) } else { now - 1 };
            self.back.set_value(goal);
            let line = (goal > 0).then(|| all[all.len() - goal].clone());
            Some(line.unwrap_or_else(|| self.draft.get_value()))
        })
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::{Owner, StoredValue};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{HISTORY_MAX, History};

    #[wasm_bindgen_test]
    fn goes_back_and_comes_again_to_what_was_being_typed() {
        let owner = Owner::new();
        owner.set();
        let history = History::new(StoredValue::new(Vec::new()));
        let step = |up| history.step(up, "NOO".to_owned());
        assert_eq!(step(false), None, "nothing comes after what is typed");
        assert_eq!(step(true).as_deref(), Some("NOO"), "nothing was typed before");
        history.remember("EHLO a\r\nRSET");
        let seen = [true, true, true, false, false].map(|up| step(up).unwrap_or_default());
        assert_eq!(seen, ["RSET", "EHLO a", "EHLO a", "RSET", "NOO"]);
        assert_eq!(step(false), None);
        // Only so many are remembered, the newest.
        history.remember(&"NOOP\n".repeat(HISTORY_MAX));
        for _ in 0..2 * HISTORY_MAX {
            assert_ne!(step(true).as_deref(), Some("RSET"));
        }
    }
}
