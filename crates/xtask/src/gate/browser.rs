//! The built page in a headless browser: Playwright, and axe for accessibility.

use std::{
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Count, Outcome};
use crate::{
    dist,
    error::{Error, Result},
    files::read,
    page,
    process::Run,
    progress::Progress,
    server::{Mount, start},
    tools,
    workspace::{browser_tests_dir, dist_dir, npm_dir, root, sites_dir, target_dir},
};

/// Runs every spec about the page and the package.
pub(super) fn run() -> Result<Outcome> {
    build()?;
    tools::install_browser_tests()?;
    specs("page", (tools::CHROME, &tools::browser()?))
}

/// Builds the page, the package, and the command line that they are compared with.
pub(super) fn build() -> Result<()> {
    dist::build(&mut Progress::inside(page::STEPS + 1))?;
    // Before any browser starts: a compiler beside it takes the time that a page needs to load.
    Run::cargo()
        .args(["build", "--package", "relay-cli"])
        .dir(root())
        .succeed_slowly("compiling the command line, whose traces the page's are compared with")?;
    Ok(())
}

/// The command line as it is built for tests.
pub(super) fn relayscope() -> PathBuf {
    target_dir().join("debug").join(format!("relayscope{EXE_SUFFIX}"))
}

/// Runs the specs of one of the projects in `playwright.config.mjs`, with everything that they look at
/// served as any web server would. The browser is told in the variable that the configuration reads.
pub(super) fn specs(project: &str, browser: (&str, &Path)) -> Result<Outcome> {
    let serving = start(0, mounts())?;
    let report = target_dir().join(format!("playwright-{project}.json"));
    // What an earlier run found must not stand in for a run that did not get that far.
    if report.is_file() {
        fs::remove_file(&report).map_err(|e| Error::new(e.to_string()).at(report.display()))?;
    }
    let run = Run::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"])
        .args(["--project", project])
        .env("PAGE_URL", &serving.address)
        .env("RELAYSCOPE_NPM", npm_dir())
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("RELAYSCOPE", relayscope())
        .env(browser.0, browser.1)
        .env("FORCE_COLOR", "0")
        .dir(browser_tests_dir());
    let done = run.finish_slowly()?;
    let count = if report.is_file() { figures(&read(&report)?)? } else { Count::default() };
    let count = Count { failed: count.failed.max(u32::from(!done.ok)), ..count };
    Ok(Outcome { count, output: done.text })
}

/// The page at the top of a site and deep inside one, the package, and what embeds them.
pub(crate) fn mounts() -> Vec<Mount> {
    let mount = |under: &str, folder: &Path| Mount {
        under: under.to_owned(),
        folder: folder.to_path_buf(),
    };
    let dist = dist_dir();
    let fixtures = browser_tests_dir().join("fixtures");
    vec![
        mount("/", &dist),
        mount("/deep/inside/", &dist),
        mount("/fixtures/", &fixtures),
        mount("/npm/", &npm_dir()),
        mount("/mdbook/", &sites_dir().join("mdbook").join("book")),
        mount("/docusaurus/", &sites_dir().join("docusaurus").join("build")),
    ]
}

/// The figures of Playwright's JSON report; a test that passed only when repeated has failed,
/// and so has one that is skipped.
fn figures(report: &str) -> Result<Count> {
    let value: Value = serde_json::from_str(report)
        .map_err(|error| Error::new(error.to_string()).at("Playwright's report"))?;
    let number = |name: &str| {
        let number = value["stats"][name].as_u64().and_then(|it| u32::try_from(it).ok());
        number.ok_or_else(|| {
            Error::new(format!("no number of {name} tests")).at("Playwright's report")
        })
    };
    Ok(Count {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")? + number("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Count, figures};

    #[test]
    fn reads_playwrights_report() {
        let report = r#"{"stats":{"expected":7,"skipped":0,"unexpected":1,"flaky":1}}"#;
        assert_eq!(figures(report).expect("a report"), Count { passed: 7, failed: 2 });
        let report = r#"{"stats":{"expected":7,"skipped":2,"unexpected":0,"flaky":0}}"#;
        assert_eq!(figures(report).expect("a report"), Count { passed: 7, failed: 2 });
        assert!(figures("{}").is_err());
    }
}
