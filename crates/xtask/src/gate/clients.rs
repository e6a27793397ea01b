//! Real mail clients against `relayscope serve`, and tshark against its captures.

use super::{Count, Outcome};
use crate::{
    error::Result,
    process::Run,
    tools,
    workspace::{client_tests_dir, root, target_dir},
};

/// Builds the command and lets every client talk to it.
pub(super) fn run() -> Result<Outcome> {
    let python = tools::python()?;
    tools::mail_clients()?;
    let built =
        Run::cargo().args(["build", "--package", "relay-cli"]).dir(root()).finish_slowly()?;
    if !built.ok {
        return Ok(Outcome::single(false, super::without_progress(&built.text)));
    }
    let program =
        target_dir().join("debug").join(format!("relayscope{}", std::env::consts::EXE_SUFFIX));
    let done = Run::new(python)
        .arg("run.py")
        .env("RELAYSCOPE", program)
        .dir(client_tests_dir())
        .finish_slowly()?;
    for line in done.text.lines().filter(|line| line.starts_with("skipped: ")) {
        crate::progress::note(line);
    }
    Ok(Outcome { count: Count::of_harness(&done.text, done.ok), output: done.text })
}
