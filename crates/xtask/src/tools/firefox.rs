//! A Firefox to test in: FIREFOX, else one on PATH, else the distribution's.

use std::{env, path::PathBuf};

use super::{browser::starts, debian};
use crate::{
    error::{Error, Result},
    process::on_path,
    progress::note,
};

/// The variable that names it, to us and to what runs in it.
pub(crate) const FIREFOX: &str = "FIREFOX";

/// What Mozilla and Debian call it.
const NAMES: &[&str] = &["firefox", "firefox-esr"];

/// Where it lies on systems that do not put it on PATH.
const PLACES: &[&str] = &[
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
];

/// The browser: any that starts, as the distribution or Mozilla ships it.
pub(crate) fn firefox() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os(FIREFOX).map(PathBuf::from) {
        if starts(&chosen) {
            return Ok(chosen);
        }
        return Err(Error::new("the variable FIREFOX does not name a browser that starts")
            .at(chosen.display())
            .mend("unset it, or give it the path of a Firefox"));
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if debian::may_install() {
        note("no Firefox on PATH: installing the distribution's package firefox-esr…");
        // Ubuntu has no such package: its own is a snap, which a container cannot start.
        if debian::install(&["firefox-esr", "fonts-dejavu-core"])
            && let Some(found) = installed()
        {
            return Ok(found);
        }
    }
    Err(Error::new("no Firefox could be found or installed").at("PATH").mend(
        "install one (Debian: apt-get install firefox-esr; Ubuntu: snap install firefox; Fedora: \
         dnf install firefox; macOS: brew install --cask firefox), or name it: \
         FIREFOX=/path/to/firefox",
    ))
}

/// One that is here already.
fn installed() -> Option<PathBuf> {
    let places = PLACES.iter().map(PathBuf::from);
    on_path(NAMES).into_iter().chain(places).find(|browser| starts(browser))
}
