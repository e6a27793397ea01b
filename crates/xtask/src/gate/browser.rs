//! The built page in a headless browser: Playwright, and axe for accessibility.

use std::{
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Count, Inputs, Memory, Outcome};
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

/// Runs every spec about the page and the package, unless they have passed with these very ones.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    build()?;
    tools::install_browser_tests()?;
    let browser = tools::browser()?;
    memory.unless_passed(&inputs(&browser), || specs("page", (tools::CHROME, &browser)))
}

/// All that a spec looks at: the page and the package as they are built, what the page's traces are
/// compared with, and what of the sources is read, which is not what the page is compiled of; the specs,
/// their driver, and the browser. One of them asks for the compiler's version.
pub(super) fn inputs(browser: &Path) -> Inputs {
    let tests = browser_tests_dir();
    Inputs::of_every_stage()
        .folder(dist_dir())
        .folder(npm_dir())
        .file(relayscope())
        .folder_without(root().join("web"), &["src", "package/tests"])
        .folder_without(&tests, &["results"])
        .installed_in(&tests)
        .rust()
        .node()
        .browser(browser)
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
    Ok(Outcome::new(count, done.text))
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
    use std::path::Path;

    use super::{Count, figures, inputs, relayscope};
    use crate::workspace::{browser_tests_dir, dist_dir, npm_dir, root};

    #[test]
    fn what_is_built_counts_and_the_specs() {
        let browser = Path::new("/usr/bin/any");
        let inputs = inputs(browser);
        for name in ["map.spec.mjs", "playwright.config.mjs", "fixtures/plain.html"] {
            assert!(inputs.covers(&browser_tests_dir().join(name)), "{name}");
        }
        let built = [dist_dir().join("index.html"), npm_dir().join("relayscope.js"), relayscope()];
        let read = ["web/lessons/relay.toml", "web/first/any", "web/rest-functions.txt"];
        for file in read.map(|it| root().join(it)).iter().chain(&built) {
            assert!(inputs.covers(file), "{}", file.display());
        }
        assert!(inputs.asks("/usr/bin/any") && inputs.asks("node") && inputs.asks("rustc"));
        // What the specs leave there, and what is compiled into the page.
        assert!(!inputs.covers(&browser_tests_dir().join("results/one.png")));
        assert!(!inputs.covers(&root().join("web/src/lib.rs")));
    }

    #[test]
    fn reads_playwrights_report() {
        let report = r#"{"stats":{"expected":7,"skipped":0,"unexpected":1,"flaky":1}}"#;
        assert_eq!(figures(report).expect("a report"), Count { passed: 7, failed: 2 });
        let report = r#"{"stats":{"expected":7,"skipped":2,"unexpected":0,"flaky":0}}"#;
        assert_eq!(figures(report).expect("a report"), Count { passed: 7, failed: 2 });
        assert!(figures("{}").is_err());
    }
}
