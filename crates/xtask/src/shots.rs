//! `cargo xtask shots`: pictures of the built page, to be looked at.

use std::{fs, path::Path};

use clap::Args;

use crate::{
    application,
    error::{Error, Result},
    files::write,
    gate::mounts,
    page,
    process::Run,
    progress::{Progress, note},
    server::{Mount, start},
    split::Later,
    tools,
    workspace::{browser_tests_dir, dist_dir, root, target_dir},
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
    /// Only the first sight of the page, which is put into web/first/, with the list of the functions
    /// that it does not need; a test says when it is due
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
        return later_functions(&browser);
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

/// Lists the functions that the first sight does not need: a page tells of the others.
fn later_functions(browser: &Path) -> Result<()> {
    let folder = target_dir().join("marked");
    let mut watched = application::mark(&dist_dir(), &folder)?;
    let serving = start(0, vec![Mount { under: "/".to_owned(), folder }])?;
    let run = Run::new("node").arg("called.mjs").arg(&serving.address).dir(browser_tests_dir());
    let said =
        tools::remember(run, browser).succeed_slowly("watching what the first sight calls")?;
    for number in said.lines().filter_map(|line| line.parse::<usize>().ok()) {
        if let Some(function) = watched.get_mut(number) {
            function.is_called = true;
        }
    }
    let compiler = Run::new("rustc").arg("--version").stdout()?;
    let list = Later::of(&watched).written(compiler.trim());
    let file = Later::file();
    write(&file, list)?;
    note(&file.display().to_string());
    Ok(())
}
