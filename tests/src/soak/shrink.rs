//! Making a failing world small: parts are taken away while it still fails.

use super::draft::Draft;
use super::run::{Promise, Violation, run};

/// Runs at most; a big world with a rare fault would take too long to be made smallest.
const TRIES: usize = 4_000;

/// Takes away hosts, then tables, then lines, then members of arrays, as long as the same promise
/// is broken, until nothing more can go.
pub fn shrink(draft: Draft, violation: Violation, promise: Promise<'_>) -> (Draft, Violation) {
    let mut search = Search { draft, violation, promise, tries: 0 };
    loop {
        let before = search.draft.clone();
        search.hosts();
        search.blocks();
        search.lines();
        search.members();
        if search.draft == before || search.tries >= TRIES {
            return (search.draft, search.violation);
        }
    }
}

struct Search<'a> {
    draft: Draft,
    violation: Violation,
    promise: Promise<'a>,
    tries: usize,
}

impl Search<'_> {
    /// Keeps `smaller` if it breaks the same promise. The first table says how long the world runs:
    /// with less time, none would get quiet.
    fn keep(&mut self, smaller: Draft) -> bool {
        let is_whole = smaller.blocks.first() == self.draft.blocks.first();
        if self.tries >= TRIES || smaller == self.draft || !is_whole {
            return false;
        }
        self.tries += 1;
        match run(&smaller.text(), self.promise) {
            Err(violation) if violation.is_like(&self.violation) => {
                (self.draft, self.violation) = (smaller, violation);
                true
            }
            _ => false,
        }
    }

    fn hosts(&mut self) {
        let names = self.draft.blocks.iter().filter_map(|block| block.host().map(str::to_owned));
        for name in names.collect::<Vec<_>>() {
            self.keep(self.draft.without_host(&name));
        }
    }

    /// Half of the tables, a quarter, and so on down to one; from the end, where the traffic is.
    fn blocks(&mut self) {
        let mut size = self.draft.blocks.len() / 2;
        while size > 0 {
            let mut end = self.draft.blocks.len();
            while end > 0 {
                let start = end.saturating_sub(size);
                let mut smaller = self.draft.clone();
                smaller.blocks.drain(start..end);
                self.keep(smaller);
                end = start;
            }
            size /= 2;
        }
    }

    fn lines(&mut self) {
        for block in (0..self.draft.blocks.len()).rev() {
            for line in (0..self.draft.blocks[block].lines.len()).rev() {
                let mut smaller = self.draft.clone();
                smaller.blocks[block].lines.remove(line);
                self.keep(smaller);
            }
        }
    }

    fn members(&mut self) {
        for block in 0..self.draft.blocks.len() {
            for line in 0..self.draft.blocks[block].lines.len() {
                let mut at = 0;
                while let Some(smaller) = without_member(&self.draft.blocks[block].lines[line], at)
                {
                    let mut draft = self.draft.clone();
                    draft.blocks[block].lines[line] = smaller;
                    if !self.keep(draft) {
                        at += 1;
                    }
                }
            }
        }
    }
}

/// A line without what stands before (even `nth`) or behind (odd) one of its commas; whether that
/// is still a line of a scenario, the scenario reader tells.
fn without_member(line: &str, nth: usize) -> Option<String> {
    let comma = line.match_indices(',').nth(nth / 2)?.0;
    let (before, behind) = (&line[..comma], &line[comma + 1..]);
    Some(if nth.is_multiple_of(2) {
        let from = before.rfind(['[', '{', ',']).map_or(0, |at| at + 1);
        format!("{}{}", &before[..from], behind.trim_start())
    } else {
        let to = behind.find([',', ']', '}']).unwrap_or(behind.len());
        format!("{before}{}", &behind[to..])
    })
}

#[cfg(test)]
mod tests {
    use super::without_member;

    #[test]
    fn members_are_taken_away_on_both_sides_of_a_comma() {
        let line = "to = [\"a\", \"b\", \"c\"]";
        assert_eq!(without_member(line, 0).as_deref(), Some("to = [\"b\", \"c\"]"));
        assert_eq!(without_member(line, 1).as_deref(), Some("to = [\"a\", \"c\"]"));
        assert_eq!(without_member(line, 3).as_deref(), Some("to = [\"a\", \"b\"]"));
        assert_eq!(without_member(line, 4), None);
        assert_eq!(without_member("count = 3", 0), None);
    }
}
