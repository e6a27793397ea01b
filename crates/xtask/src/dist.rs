//! `cargo xtask dist`: the npm package, bundled out of the built page and `web/package`.

use crate::{
    application::whole_dir,
    error::Result,
    page,
    process::Run,
    progress::{Progress, note, spoken},
    tools,
    workspace::{VERSION, dist_dir, npm_dir, package_dir},
};

/// Builds the page, and the package `relayscope` into `target/npm`; its module lies in `dist/` too.
pub(crate) fn command() -> Result<()> {
    let mut progress = Progress::new(page::STEPS + 1);
    build(&mut progress)?;
    println!("The npm package is in {}", npm_dir().display());
    Ok(())
}

/// The same, as a part of another command: the page's steps and one more.
pub(crate) fn build(progress: &mut Progress) -> Result<()> {
    page::build(progress)?;
    let begun = progress.step("the npm package: esbuild…");
    tools::install_npm(&package_dir())?;
    Run::new("node")
        .args(["build.mjs", "--version", VERSION, "--dist"])
        .arg(dist_dir())
        .arg("--application")
        .arg(whole_dir())
        .arg("--out")
        .arg(npm_dir())
        .dir(package_dir())
        .succeed_slowly("bundling the npm package")?;
    note(&format!("target/npm is complete after {}", spoken(begun.elapsed())));
    Ok(())
}
