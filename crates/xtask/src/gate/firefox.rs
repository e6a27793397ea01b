//! The built page in Firefox, as the distribution or Mozilla ships it: the specs of the browser stage
//! again, but for what nobody can ask of it.

use std::{env, path::Path};

use super::{Outcome, browser};
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
    browser::build()?;
    tools::install_browser_tests()?;
    let firefox = tools::firefox()?;
    let stamp = stamp(&firefox)?;
    if !always && env::var_os("CI").is_none() && stamp.is_current() {
        let told = "nothing that Firefox is shown has changed since it passed: it is not run again \
                    (it is with `--only firefox`, and where CI is set)";
        note(told);
        return Ok(Outcome::single(true, told.to_owned()));
    }
    stamp.forget()?;
    // One after the other: neither may be without a test.
    let mut outcome = browser::specs("firefox", (tools::FIREFOX, &firefox))?.or_nothing_checked();
    let wishes = browser::specs("firefox-wishes", (tools::FIREFOX, &firefox))?.or_nothing_checked();
    outcome.count += wishes.count;
    outcome.output += &wishes.output;
    if outcome.count.failed == 0 {
        stamp.keep()?;
    }
    Ok(outcome)
}

/// Of all that its result depends on: the page, the package, the tests and their driver, what the page's
/// traces are compared with, the browser, and this program, which serves the page.
fn stamp(firefox: &Path) -> Result<Stamp> {
    let mut files = [files_below(&dist_dir())?, files_below(&npm_dir())?].concat();
    let tests = browser_tests_dir();
    let results = tests.join("results");
    files.extend(files_below(&tests)?.into_iter().filter(|file| !file.starts_with(&results)));
    files.push(tests.join("node_modules/@playwright/test/package.json"));
    files.push(browser::relayscope());
    files.extend(env::current_exe());
    let version = Run::new(firefox).arg("--version").stdout()?;
    Stamp::new("firefox", files, &format!("{} {}", firefox.display(), version.trim()))
}
