//! `cargo xtask measure`: the size of the page, how soon it shows something, and how smoothly it plays.

use crate::{
    error::Result,
    page,
    process::Run,
    progress::{Progress, note},
    tools,
    workspace::{browser_tests_dir, dist_dir},
};

/// Builds the page and prints the figures of `tests/browser/measure.mjs`.
pub(crate) fn command() -> Result<()> {
    let mut progress = Progress::new(page::STEPS + 1);
    page::build(&mut progress)?;
    progress.step("the figures…");
    tools::install_browser_tests()?;
    let browser = tools::browser()?;
    let run = Run::new("node").arg("measure.mjs").arg(dist_dir()).dir(browser_tests_dir());
    let said = tools::remember(run, &browser).succeed_slowly("measuring")?;
    said.lines().for_each(note);
    Ok(())
}
