//! What a stage found out.

use super::Count;

/// What a stage found out.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Checks that passed and failed.
    pub(crate) count: Count,
    /// What to show when something failed.
    pub(crate) output: String,
    /// What to tell when nothing failed as well, such as what was skipped. One line each.
    pub(crate) notes: Vec<String>,
    /// It was found out by an earlier run, of exactly the same.
    pub(crate) as_before: bool,
}

impl Outcome {
    /// These checks, and what to show when one of them failed.
    pub(crate) fn new(count: Count, output: String) -> Self {
        Self { count, output, notes: Vec::new(), as_before: false }
    }

    /// One check: it passed, or it failed with this output.
    pub(crate) fn single(ok: bool, output: String) -> Self {
        Self::new(Count { passed: u32::from(ok), failed: u32::from(!ok) }, output)
    }

    /// A stage in which nothing was checked has failed: otherwise tests could vanish unseen.
    pub(super) fn or_nothing_checked(self) -> Self {
        if self.count == Count::default() {
            return Self::single(false, format!("{}\nno test ran in this stage", self.output));
        }
        self
    }

    /// What is remembered when all passed: how many there were, and the notes.
    pub(super) fn noted(&self) -> String {
        let lines = self.notes.iter().map(|note| format!("\n{note}"));
        self.count.passed.to_string() + &lines.collect::<String>()
    }

    /// What was remembered.
    pub(super) fn as_before(noted: &str) -> Option<Self> {
        let mut lines = noted.lines();
        let passed = lines.next()?.parse().ok()?;
        let outcome = Self::new(Count { passed, failed: 0 }, String::new());
        Some(Self { notes: lines.map(str::to_owned).collect(), as_before: true, ..outcome })
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Outcome};

    #[test]
    fn a_stage_without_a_check_has_failed() {
        let nothing = Outcome::new(Count::default(), String::new());
        assert_eq!(nothing.or_nothing_checked().count, Count { passed: 0, failed: 1 });
        let passed = Outcome::single(true, String::new());
        assert_eq!(passed.or_nothing_checked().count, Count { passed: 1, failed: 0 });
    }

    #[test]
    fn what_is_remembered_can_be_told_again() {
        let mut outcome = Outcome::new(Count { passed: 968, failed: 0 }, "many lines\n".to_owned());
        outcome.notes = vec!["skipped: a".to_owned(), "skipped: b".to_owned()];
        let before = Outcome::as_before(&outcome.noted()).expect("it was remembered");
        assert_eq!((before.count, &before.notes), (outcome.count, &outcome.notes));
        assert!(before.as_before && !outcome.as_before);
        assert!(Outcome::as_before("").is_none());
    }
}
