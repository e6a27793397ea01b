//! npm packages: those of a lock file, and single tools by exact version.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    files::{read, write},
    process::{Run, on_path},
    workspace::browser_tests_dir,
};

/// Says what to install when Node is not here.
fn node() -> Result<()> {
    if on_path(&["node"]).is_some() && on_path(&["npm"]).is_some() {
        return Ok(());
    }
    Err(Error::new(
        "Node and npm are not here, and the npm package and the browser tests need them",
    )
    .at("PATH")
    .mend("install Node 20 or newer from https://nodejs.org or by your distribution"))
}

/// npm, quietly, and without Playwright's own download of three browsers.
fn npm() -> Run {
    Run::npm()
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("npm_config_audit", "false")
        .env("npm_config_fund", "false")
        .env("npm_config_update_notifier", "false")
}

/// Installs one package of an exact version into a folder of its own.
pub(super) fn install_one(package: &str, version: &str, into: &Path) -> Result<()> {
    npm()
        .args(["install", "--no-save", "--ignore-scripts", "--prefix"])
        .arg(into)
        .arg(format!("{package}@{version}"))
        .dir(into)
        .succeed_slowly(&format!("installing {package}"))?;
    Ok(())
}

/// Installs what the browser tests need.
pub(crate) fn install_browser_tests() -> Result<()> {
    install(&browser_tests_dir())
}

/// Installs what a folder's lock file names, exactly; does nothing when that was done before.
pub(crate) fn install(folder: &Path) -> Result<()> {
    node()?;
    let lock = read(&folder.join("package-lock.json"))?;
    // A copy of the lock file in node_modules says for which one it was filled.
    let mark = folder.join("node_modules").join(".filled-for");
    if fs::read_to_string(&mark).is_ok_and(|filled_for| filled_for == lock) {
        return Ok(());
    }
    npm().arg("ci").dir(folder).succeed_slowly("npm ci")?;
    write(&mark, lock)
}
