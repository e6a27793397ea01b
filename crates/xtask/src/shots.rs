//! `cargo xtask shots`: pictures of the built page, to be looked at.

use crate::{
    error::Result,
    gate::mounts,
    page,
    process::Run,
    progress::{Progress, note},
    server::start,
    tools,
    workspace::{browser_tests_dir, target_dir},
};

/// Builds the page and photographs every view that `tests/browser/shots.mjs` lists.
pub(crate) fn command() -> Result<()> {
    let mut progress = Progress::new(page::STEPS + 1);
    page::build(&mut progress)?;
    progress.step("the pictures…");
    tools::install_browser_tests()?;
    let browser = tools::browser()?;
    let serving = start(0, mounts())?;
    let folder = target_dir().join("shots");
    let run = Run::new("node")
        .arg("shots.mjs")
        .arg(&serving.address)
        .arg(&folder)
        .dir(browser_tests_dir());
    let said = tools::remember(run, &browser).succeed_slowly("taking pictures")?;
    said.lines().for_each(note);
    Ok(())
}
