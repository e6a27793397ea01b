//! `cargo xtask shots`: pictures of the built page, to be looked at.

use std::fs;

use clap::Args;

use crate::{
    error::{Error, Result},
    gate::mounts,
    page,
    process::Run,
    progress::{Progress, note},
    server::start,
    tools,
    workspace::{browser_tests_dir, root, target_dir},
};

/// Which of the pictures.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only those with this in their name, such as `relay-50` or `390x844-dark` [default: all]
    #[arg(long, default_value = "", hide_default_value = true)]
    only: String,
    /// Only the picture of the README, which is put into docs/
    #[arg(long, conflicts_with = "only")]
    readme: bool,
    /// Only the first sight of the page, which is put into web/first/; a test says when it is due
    #[arg(long, conflicts_with_all = ["only", "readme"])]
    first: bool,
}

/// The picture of the README, as `shots.mjs` names it.
const README: &str = "readme-1280x800-light.png";

/// Builds the page and photographs the views that `tests/browser/shots.mjs` lists.
pub(crate) fn command(options: &Options) -> Result<()> {
    let mut progress = Progress::new(page::STEPS + 1);
    page::build(&mut progress)?;
    progress.step("the pictures…");
    tools::install_browser_tests()?;
    let browser = tools::browser()?;
    let serving = start(0, mounts())?;
    if options.first {
        let run = Run::new("node")
            .arg("first.mjs")
            .arg(&serving.address)
            .arg(root().join("web/first"))
            .dir(browser_tests_dir());
        let said = tools::remember(run, &browser).succeed_slowly("drawing the first sight")?;
        said.lines().for_each(note);
        return Ok(());
    }
    let folder = target_dir().join("shots");
    let run = Run::new("node")
        .arg("shots.mjs")
        .arg(&serving.address)
        .arg(&folder)
        .arg(if options.readme { README } else { &options.only })
        .dir(browser_tests_dir());
    let said = tools::remember(run, &browser).succeed_slowly("taking pictures")?;
    said.lines().for_each(note);
    if options.readme {
        let picture = root().join("docs/page.png");
        fs::copy(folder.join(README), &picture)
            .map_err(|error| Error::new(error.to_string()).at(picture.display()))?;
        note(&format!("copied to {}", picture.display()));
    }
    Ok(())
}
