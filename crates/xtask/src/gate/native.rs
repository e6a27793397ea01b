//! Unit, integration and documentation tests of everything that is not the page.

use super::{Count, Inputs, Memory, Outcome, without_progress};
use crate::{error::Result, process::Run, workspace::root};

/// What no native test reads, nor anything that is compiled for one: the page, the tests with browsers and
/// mail clients, and what is built. The rules of the tree, which are a test of `xtask` as
/// well, read them all; but the stage `tidy` holds them against every file whenever the gate is run. One of
/// the rules is that no native test names a file that is left out here.
const LEFT_OUT: &[&str] = &[".git", "dist", "target", "tests/browser", "tests/clients", "web"];

/// All of them, also after one has failed, unless they have passed on this very tree.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    memory.unless_passed(&inputs(), tests)
}

/// The tree as it lies there, whether git knows of a file or not, and what compiles it. Of the page, the
/// lessons are read, and cargo reads its manifest.
pub(super) fn inputs() -> Inputs {
    let web = root().join("web");
    Inputs::of_every_stage()
        .rust()
        .folder_without(root(), LEFT_OUT)
        .folder(web.join("lessons"))
        .file(web.join("Cargo.toml"))
}

fn tests() -> Result<Outcome> {
    let done = Run::cargo()
        .args(["test", "--workspace", "--exclude", "relay-web", "--no-fail-fast"])
        .dir(root())
        .finish_slowly()?;
    let count = Count::of_harness(&done.text, done.ok);
    Ok(Outcome::new(count, without_progress(&without_passes(&done.text))))
}

/// The output without its many lines `test … ok`, so that what failed is seen.
fn without_passes(text: &str) -> String {
    let keep = |line: &&str| !(line.starts_with("test ") && line.ends_with(" ok"));
    text.lines().filter(keep).fold(String::new(), |kept, line| kept + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::{inputs, without_passes};
    use crate::workspace::root;

    #[test]
    fn the_tree_counts_but_for_the_page() {
        let inputs = inputs();
        for file in [
            ".cargo/config.toml",
            "Cargo.lock",
            "crates/relay-smtp/src/lib.rs",
            "crates/relayscope/replies.md",
            "crates/xtask/src/main.rs",
            "docs/lessons.md",
            "tests/dialog/smtp/any.dlg",
            "tests/fuzz/seeds/line/any",
            "tests/scenario/chunking/expected.trace",
            "tests/suite/main.rs",
            "web/Cargo.toml",
            "web/lessons/relay.toml",
        ] {
            assert!(inputs.covers(&root().join(file)), "{file}");
        }
        for file in ["web/src/lib.rs", "web/styles/map.css", "tests/browser/a.mjs"] {
            assert!(!inputs.covers(&root().join(file)), "{file}");
        }
    }

    #[test]
    fn keeps_what_failed() {
        let text = "test a ... ok\ntest b ... FAILED\n\nfailures:\n";
        assert_eq!(without_passes(text), "test b ... FAILED\n\nfailures:\n");
    }
}
