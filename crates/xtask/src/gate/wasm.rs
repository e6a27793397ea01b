//! wasm-bindgen tests of the page's crate, in the same browser that tests the built page.
//!
//! The runner serves each test program as a web page; a script opens it with Playwright and reads
//! the result. So any Chromium will do, and no driver of the same version has to be found for it.

use std::path::PathBuf;

use serde_json::Value;

use super::{Count, Outcome, prepare};
use crate::{
    error::{Error, Result},
    process::Run,
    progress::Progress,
    tools,
    workspace::{WASM_TARGET, browser_tests_dir, root},
};

/// Builds the test programs and runs each.
pub(super) fn run() -> Result<Outcome> {
    let (runner, browser) = prepare(|| {
        let mut progress = Progress::inside(2);
        tools::wasm_target(&mut progress)?;
        let runner = tools::wasm_test_runner(&mut progress)?;
        tools::install_browser_tests()?;
        Ok::<_, Error>((runner, tools::browser()?))
    })?;
    let built = Run::cargo()
        .args(["test", "--package", "relay-web", "--target", WASM_TARGET, "--no-run"])
        .arg("--message-format=json-render-diagnostics")
        // wasm-bindgen reads debug information for seconds, and then throws it away.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root())
        .finish_slowly()?;
    if !built.ok {
        let told = built.text.lines().filter(|line| !line.starts_with('{'));
        return Ok(Outcome::single(false, told.collect::<Vec<_>>().join("\n")));
    }
    let mut outcome = Outcome { count: Count::default(), output: String::new() };
    for program in programs(&built.text) {
        let run = Run::new("node")
            .arg("wasm-tests.mjs")
            .arg(&runner)
            .arg(&program)
            .dir(browser_tests_dir());
        let done = tools::remember(run, &browser).finish_slowly()?;
        outcome.count += Count::of_harness(&done.text, done.ok);
        outcome.output.push_str(&done.text);
    }
    Ok(outcome)
}

/// The test programs that cargo names in its messages.
fn programs(messages: &str) -> Vec<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::programs;

    #[test]
    fn finds_the_programs_among_the_messages() {
        let messages = "   Compiling x\n\
            {\"reason\":\"compiler-artifact\",\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/t/x.wasm\"}\n";
        assert_eq!(programs(messages), [std::path::Path::new("/t/x.wasm")]);
    }
}
