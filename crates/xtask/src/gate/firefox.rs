//! The built page in Firefox, as the distribution or Mozilla ships it: the specs of the browser stage
//! again, but for what nobody can ask of it.

use std::{env, path::Path};

use super::{Outcome, browser, prepare};
use crate::{
    error::Result,
    process::Run,
    progress::note,
    stamp::{Stamp, files_below},
    tools,
    workspace::{browser_tests_dir, dist_dir, npm_dir},
};

/// Runs every spec in Firefox. That takes as long as all else together, so where nothing that it looks
/// at has changed since all passed, it is not run again; `always` runs it nevertheless, and so does CI.
pub(super) fn run(always: bool) -> Result<Outcome> {
    let firefox = prepare(|| {
        browser::build()?;
        tools::install_browser_tests()?;
        tools::firefox()
    })?;
    let stamp = stamp(&firefox)?;
    if !always && env::var_os("CI").is_none() && stamp.is_current() {
        let told = "nothing that Firefox is shown has changed since it passed: it is not run again \
                    (it is with `--only firefox`, and where CI is set)";
        note(told);
        return Ok(Outcome::single(true, told.to_owned()));
    }
    stamp.forget()?;
    let outcome = browser::specs(&["firefox", "firefox-wishes"], (tools::FIREFOX, &firefox))?;
    if outcome.count.failed == 0 {
        stamp.keep()?;
    }
    Ok(outcome)
}

/// Of all that its result depends on: the page, the package, the tests, what the page's traces are
/// compared with, and itself.
fn stamp(firefox: &Path) -> Result<Stamp> {
    let mut files = [files_below(&dist_dir())?, files_below(&npm_dir())?].concat();
    let tests = browser_tests_dir();
    let results = tests.join("results");
    files.extend(files_below(&tests)?.into_iter().filter(|file| !file.starts_with(&results)));
    files.push(browser::relayscope());
    let version = Run::new(firefox).arg("--version").stdout()?;
    Stamp::new("firefox", files, &format!("{} {}", firefox.display(), version.trim()))
}
