//! The essentials of the built page in Firefox, as the distribution ships it: puppeteer drives it
//! over the W3C's protocol, because Playwright's Firefox is a build of its own.

use std::fs;

use super::{Count, Outcome, browser::mounts, prepare};
use crate::{
    dist,
    error::{Error, Result},
    page,
    process::Run,
    progress::Progress,
    server::start,
    tools,
    workspace::browser_tests_dir,
};

/// Builds the page and the package, and runs `tests/browser/firefox`.
pub(super) fn run() -> Result<Outcome> {
    let browser = prepare(|| {
        dist::build(&mut Progress::inside(page::STEPS + 1))?;
        tools::install_browser_tests()?;
        tools::firefox()
    })?;
    let serving = start(0, mounts())?;
    let run = Run::new("node")
        // Each file starts a browser of its own: a second one would take the first one's time.
        .args(["--test", "--test-reporter=tap", "--test-concurrency=1"])
        .args(files()?)
        .env("PAGE_URL", &serving.address)
        .env("FIREFOX", &browser)
        .dir(browser_tests_dir());
    let done = run.finish_slowly()?;
    Ok(Outcome { count: Count::of_tap(&done.text, done.ok), output: done.text })
}

/// Every file of tests, by name: Node 20 and Node 22 differ in how they look for them.
fn files() -> Result<Vec<String>> {
    let folder = browser_tests_dir().join("firefox");
    let cannot = |error: std::io::Error| Error::new(error.to_string()).at(folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(cannot)? {
        let name = entry.map_err(cannot)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(format!("firefox/{name}"));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn finds_the_tests() {
        let files = files().expect("the folder is there");
        assert!(files.contains(&"firefox/page.test.mjs".to_owned()), "{files:?}");
        assert!(files.iter().all(|it| it.ends_with(".test.mjs")));
    }
}
