//! A Chromium to test in: CHROME, else one on PATH, else Playwright's, else the distribution's.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::debian;
use crate::{
    error::{Error, Result},
    process::{Run, on_path},
    progress::note,
    workspace::browser_tests_dir,
};

/// The variable that names it, to us and to what runs in it.
pub(crate) const CHROME: &str = "CHROME";

/// What distributions and vendors call it.
const NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where it lies on systems that do not put it on PATH.
const PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];

/// The browser, and what to call it in a line of progress. Needs the npm packages in place.
pub(crate) fn browser() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os(CHROME).map(PathBuf::from) {
        if starts(&chosen) {
            return Ok(chosen);
        }
        return Err(Error::new("the variable CHROME does not name a browser that starts")
            .at(chosen.display())
            .mend("unset it, or give it the path of a Chromium or Chrome"));
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    note("no Chromium on PATH: asking Playwright for its own (about 150 MB)…");
    if let Some(found) = playwrights_own() {
        return Ok(found);
    }
    if debian::may_install() {
        note("Playwright has none for us: installing the distribution's package chromium…");
        if let Some(found) = distributions_own() {
            return Ok(found);
        }
    }
    Err(Error::new("no Chromium or Chrome could be found or fetched").at("PATH").mend(
        "install one (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; \
         macOS: brew install --cask google-chrome), or name it: CHROME=/path/to/chrome",
    ))
}

/// Hands the browser to Playwright and to the runner of Wasm tests.
pub(crate) fn remember(run: Run, browser: &Path) -> Run {
    run.env(CHROME, browser)
}

/// One that is here already.
fn installed() -> Option<PathBuf> {
    let places = PLACES.iter().map(PathBuf::from);
    on_path(NAMES).into_iter().chain(places).find(|browser| starts(browser))
}

/// Whether it runs at all: an unpacked Chromium often lacks the system's libraries.
pub(super) fn starts(browser: &Path) -> bool {
    // On Windows `chrome --version` opens a window and says nothing.
    if cfg!(windows) {
        return browser.is_file();
    }
    Run::new(browser).arg("--version").finish().is_ok_and(|said| said.ok)
}

/// The one that this version of Playwright is made for, downloaded when it is not there yet.
fn playwrights_own() -> Option<PathBuf> {
    let tests = browser_tests_dir();
    let place = || {
        let script = "import('@playwright/test').then((it) => \
                      process.stdout.write(it.chromium.executablePath()))";
        let said = Run::new("node").args(["--eval", script]).dir(&tests).stdout().ok()?;
        Some(PathBuf::from(said.trim())).filter(|browser| starts(browser))
    };
    place().or_else(|| {
        let fetched = Run::new("node")
            .args(["node_modules/@playwright/test/cli.js", "install", "chromium"])
            .dir(&tests)
            .finish_slowly()
            .ok()?;
        if fetched.ok { place() } else { None }
    })
}

fn distributions_own() -> Option<PathBuf> {
    if debian::install(&["chromium", "fonts-dejavu-core"]) { installed() } else { None }
}
