//! Unit, integration and documentation tests of everything that is not the page.

use super::{Count, Outcome, without_progress};
use crate::{error::Result, process::Run, workspace::root};

/// All of them, also after one has failed.
pub(super) fn run() -> Result<Outcome> {
    let done = Run::cargo()
        .args(["test", "--workspace", "--exclude", "relay-web", "--no-fail-fast"])
        .dir(root())
        .finish_slowly()?;
    let count = Count::of_harness(&done.text, done.ok);
    Ok(Outcome { count, output: without_progress(&without_passes(&done.text)) })
}

/// The output without its many lines `test … ok`, so that what failed is seen.
fn without_passes(text: &str) -> String {
    let keep = |line: &&str| !(line.starts_with("test ") && line.ends_with(" ok"));
    text.lines().filter(keep).fold(String::new(), |kept, line| kept + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::without_passes;

    #[test]
    fn keeps_what_failed() {
        let text = "test a ... ok\ntest b ... FAILED\n\nfailures:\n";
        assert_eq!(without_passes(text), "test b ... FAILED\n\nfailures:\n");
    }
}
