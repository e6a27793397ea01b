//! What has passed is remembered with all that its result depends on, and not run again on the same.

use super::{Inputs, Outcome};
use crate::{error::Result, progress::note};

/// The memory of one stage.
#[derive(Debug)]
pub(super) struct Memory {
    stage: String,
    always: bool,
}

impl Memory {
    /// Of the stage with this name; `always`: it is run whatever has passed.
    pub(super) fn new(stage: &str, always: bool) -> Self {
        Self { stage: stage.to_owned(), always }
    }

    /// Runs the stage, unless it has passed on exactly these inputs: then all is as before. They are
    /// looked at behind it once more. Whatever a stage builds first is among them.
    pub(super) fn unless_passed(
        &self,
        inputs: &Inputs,
        run: impl FnOnce() -> Result<Outcome>,
    ) -> Result<Outcome> {
        let stamp = inputs.stamp(&self.stage)?;
        let before = stamp.noted().and_then(|noted| Outcome::as_before(&noted));
        if let Some(outcome) = before.filter(|_| !self.always) {
            note(&format!(
                "nothing that it depends on has changed since it passed: it is not run again (it is \
                 with `--again` or `--only {}`, and where CI is set)",
                self.stage
            ));
            return Ok(outcome);
        }
        stamp.forget()?;
        let outcome = run()?.or_nothing_checked();
        if outcome.count.failed == 0 {
            if inputs.stamp(&self.stage).is_ok_and(|after| after.is_untouched_since(&stamp)) {
                stamp.keep_with(&outcome.noted())?;
            } else {
                note(
                    "something that it depends on was changed meanwhile: next time it is run again",
                );
            }
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs, path::PathBuf};

    use super::{Inputs, Memory, Outcome};
    use crate::{
        error::{Error, Result},
        files::remove_folder,
        gate::Count,
        workspace::target_dir,
    };

    /// A stage that depends on one file.
    struct Stage {
        name: &'static str,
        folder: PathBuf,
        runs: Cell<u32>,
    }

    impl Stage {
        fn new(name: &'static str) -> Self {
            let folder = target_dir().join("tmp").join(name);
            remove_folder(&folder).expect("it is ours");
            fs::create_dir_all(&folder).expect("a folder");
            let stage = Self { name, folder, runs: Cell::new(0) };
            stage.write("one");
            stage.inputs().stamp(name).expect("a stamp").forget().expect("ours");
            stage
        }

        fn write(&self, text: &str) {
            fs::write(self.folder.join("input"), text).expect("a file");
        }

        fn inputs(&self) -> Inputs {
            Inputs::of_every_stage().folder(&self.folder)
        }

        /// What came of it, and how often it has been run.
        fn run(
            &self,
            always: bool,
            run: impl FnOnce() -> Result<Outcome>,
        ) -> (Result<Outcome>, u32) {
            let outcome = Memory::new(self.name, always).unless_passed(&self.inputs(), || {
                self.runs.set(self.runs.get() + 1);
                run()
            });
            (outcome, self.runs.get())
        }
    }

    fn outcome(passed: u32, failed: u32) -> Outcome {
        let mut outcome = Outcome::new(Count { passed, failed }, String::new());
        outcome.notes.push("skipped: a client".to_owned());
        outcome
    }

    #[test]
    fn what_passed_is_told_with_its_figures_and_notes() {
        let stage = Stage::new("test-passed");
        let (first, _) = stage.run(false, || Ok(outcome(12, 0)));
        assert!(!first.expect("it ran").as_before);
        let (second, runs) = stage.run(false, || Ok(outcome(99, 0)));
        let second = second.expect("it passed before");
        assert_eq!((second.count.passed, second.as_before, runs), (12, true, 1));
        assert_eq!(second.notes, ["skipped: a client"]);
        stage.write("two");
        let (third, runs) = stage.run(false, || Ok(outcome(13, 0)));
        assert_eq!((third.expect("it ran").count.passed, runs), (13, 2));
    }

    #[test]
    fn what_is_always_run_is_remembered_as_well() {
        let stage = Stage::new("test-always");
        assert_eq!(stage.run(true, || Ok(outcome(1, 0))).1, 1);
        assert_eq!(stage.run(true, || Ok(outcome(1, 0))).1, 2);
        assert_eq!(stage.run(false, || Ok(outcome(1, 0))).1, 2);
    }

    #[test]
    fn what_did_not_pass_is_run_again() {
        let stage = Stage::new("test-failed");
        let all = [
            Ok(outcome(2, 1)),
            Ok(Outcome::new(Count::default(), String::new())),
            Err(Error::new("it does not start")),
        ];
        for (at, end) in (1..).zip(all) {
            // It passes first, and then does not, of the same.
            let (passed, _) = stage.run(true, || Ok(outcome(3, 0)));
            assert_eq!(passed.expect("it ran").count.failed, 0);
            let (failed, _) = stage.run(true, || end);
            assert!(failed.is_err() || failed.is_ok_and(|it| it.count.failed == 1));
            assert_eq!(stage.run(false, || Ok(outcome(3, 0))).1, 3 * at);
        }
    }

    #[test]
    fn what_was_changed_meanwhile_has_not_passed() {
        let stage = Stage::new("test-meanwhile");
        let change = || {
            stage.write("two");
            Ok(outcome(1, 0))
        };
        assert_eq!(stage.run(false, change).1, 1);
        // Neither what was there at first nor what is there now has been run from end to end.
        stage.write("one");
        assert_eq!(stage.run(false, || Ok(outcome(1, 0))).1, 2);
        stage.write("two");
        assert_eq!(stage.run(false, || Ok(outcome(1, 0))).1, 3);
        // A file that is gone cannot be looked at again.
        let remove = || {
            remove_folder(&stage.folder)?;
            Ok(outcome(1, 0))
        };
        assert_eq!(stage.run(true, remove).1, 4);
        fs::create_dir_all(&stage.folder).expect("a folder");
        stage.write("one");
        assert_eq!(stage.run(false, || Ok(outcome(1, 0))).1, 5);
    }
}
