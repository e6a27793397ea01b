//! Checks that passed and failed, read out of what the test programs print.

use std::{fmt, ops::AddAssign};

/// How many checks passed, and how many failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Checks that passed.
    pub(crate) passed: u32,
    /// Checks that failed.
    pub(crate) failed: u32,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Count {
    /// Sums the lines `test result: ok. 3 passed; 0 failed; …` of Rust's and wasm-bindgen's harness.
    ///
    /// A run that failed without a failed test (it did not compile, it crashed) counts as one
    /// failure, so that nothing that went wrong sums up to zero.
    pub(crate) fn of_harness(text: &str, ok: bool) -> Self {
        let mut count = Self::default();
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            for part in line.split(['.', ';']) {
                match part.trim().split_once(' ') {
                    Some((number, "passed")) => count.passed += number.parse().unwrap_or(0),
                    Some((number, "failed")) => count.failed += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        }
        if !ok && count.failed == 0 {
            count.failed = 1;
        }
        count
    }
}

impl Count {
    /// The figures `# pass 3` and `# fail 0` at the end of what Node's test runner prints as TAP.
    ///
    /// What it cancelled, or a run that broke off, counts as a failure.
    pub(crate) fn of_tap(text: &str, ok: bool) -> Self {
        let figure = |name: &str| {
            let line =
                text.lines().rev().find_map(|line| line.strip_prefix("# ")?.strip_prefix(name));
            line.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
        };
        let failed: u32 = figure("fail ") + figure("cancelled ") + figure("skipped ");
        Self { passed: figure("pass "), failed: failed.max(u32::from(!ok)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn reads_the_figures_of_node() {
        let text = "ok 1 - it works\n# tests 4\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 0\n";
        assert_eq!(Count::of_tap(text, false), Count { passed: 3, failed: 1 });
        assert_eq!(Count::of_tap("", false), Count { passed: 0, failed: 1 });
        let off = "# pass 3\n# fail 0\n# skipped 1\n";
        assert_eq!(Count::of_tap(off, true), Count { passed: 3, failed: 1 });
    }

    const TWO: &str = "running 3 tests\n\
        test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
        \n   Doc-tests x\n\
        test result: ok. 40 passed; 0 failed; 0 ignored; finished in 0.01s\n";

    #[test]
    fn sums_over_all_programs() {
        assert_eq!(Count::of_harness(TWO, false), Count { passed: 42, failed: 1 });
    }

    #[test]
    fn a_crash_is_a_failure() {
        assert_eq!(Count::of_harness("error: nope", false), Count { passed: 0, failed: 1 });
    }

    #[test]
    fn adds_up_and_reads_plainly() {
        let mut sum = Count { passed: 1, failed: 0 };
        sum += Count { passed: 2, failed: 3 };
        assert_eq!(sum.to_string(), "3 passed, 3 failed");
    }
}
