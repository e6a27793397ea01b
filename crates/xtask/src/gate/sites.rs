//! Sites of other people's making with our package in them: a book of mdBook and a site of Docusaurus,
//! each built for real from `tests/browser/sites` and looked at in a browser.

use std::{fs, path::Path};

use super::{Inputs, Memory, Outcome, browser};
use crate::{
    dist,
    error::{Error, Result},
    page,
    process::Run,
    progress::{Progress, note, spoken},
    stamp::{Stamp, files_below},
    tools,
    workspace::{browser_tests_dir, npm_dir, sites_dir},
};

/// Builds the package and the sites, and runs the specs about them, unless these very ones have passed.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    let mut progress = Progress::inside(page::STEPS + 4);
    dist::build(&mut progress)?;
    let mdbook = tools::mdbook(&mut progress)?;
    tools::install_browser_tests()?;
    let browser = tools::browser()?;
    memory.unless_passed(&inputs(&mdbook, &browser), || {
        build(&mdbook, &mut progress)?;
        browser::specs("sites", (tools::CHROME, &browser))
    })
}

/// The package, what the sites are made of and with, and the specs with all that those about the page
/// depend on.
fn inputs(mdbook: &Path, browser: &Path) -> Inputs {
    browser::inputs(browser).program(mdbook, &["--version"])
}

fn build(mdbook: &Path, progress: &mut Progress) -> Result<()> {
    let begun = progress.step("a book: mdBook…");
    let book = sites_dir().join("mdbook");
    copy_folder(&browser_tests_dir().join("sites").join("mdbook"), &book)?;
    copy(&npm_dir().join("relayscope.iife.js"), &book.join("relayscope.iife.js"))?;
    Run::new(mdbook).arg("build").dir(&book).succeed_slowly("building the book")?;
    note(&format!("built after {}", spoken(begun.elapsed())));
    let begun = progress.step("a site: Docusaurus…");
    if docusaurus(&sites_dir().join("docusaurus"))? {
        note(&format!("built after {}", spoken(begun.elapsed())));
    } else {
        note("it is up to date");
    }
    Ok(())
}

/// The site is built in a copy, where its many packages stay from one run to the next, unless it was
/// built of exactly the same. True when it was built.
fn docusaurus(site: &Path) -> Result<bool> {
    let source = browser_tests_dir().join("sites").join("docusaurus");
    let files = [files_below(&source)?, files_below(&npm_dir())?].concat();
    let stamp = Stamp::new("docusaurus", files, "")?;
    if stamp.is_current() && site.join("build").join("index.html").is_file() {
        return Ok(false);
    }
    stamp.forget()?;
    copy_folder(&source, site)?;
    tools::install_npm(site)?;
    // As if it had been installed from the registry.
    copy_folder(&npm_dir(), &site.join("node_modules").join("relayscope"))?;
    Run::new("node")
        .args(["node_modules/@docusaurus/core/bin/docusaurus.mjs", "build"])
        .env("NO_UPDATE_NOTIFIER", "1")
        .env("FORCE_COLOR", "0")
        .dir(site)
        .succeed_slowly("building the site")?;
    stamp.keep()?;
    Ok(true)
}

/// Copies what is in a folder; what else is in the other one stays.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let cannot = |error: std::io::Error| Error::new(error.to_string()).at(from.display());
    fs::create_dir_all(to).map_err(cannot)?;
    for entry in fs::read_dir(from).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(cannot)?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map_err(|error| Error::new(error.to_string()).at(from.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inputs;
    use crate::workspace::{browser_tests_dir, npm_dir};

    #[test]
    fn the_package_counts_and_what_the_sites_are_made_of() {
        let inputs = inputs(Path::new("/tools/mdbook"), Path::new("/usr/bin/any"));
        let sites = browser_tests_dir().join("sites");
        for name in ["docusaurus/package-lock.json", "mdbook/src/relay.md", "mdbook.spec.mjs"] {
            assert!(inputs.covers(&sites.join(name)), "{name}");
        }
        assert!(inputs.covers(&npm_dir().join("relayscope.iife.js")));
        assert!(inputs.asks("/tools/mdbook") && inputs.asks("/usr/bin/any"));
    }
}
