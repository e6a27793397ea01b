//! wasm-bindgen tests of the page's crate, in the same browser that tests the built page.
//!
//! The runner serves each test program as a web page; a script opens it with Playwright and reads
//! the result. So any Chromium will do, and no driver of the same version has to be found for it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Count, Inputs, Memory, Outcome, prepare};
use crate::{
    error::{Error, Result},
    process::Run,
    progress::Progress,
    tools,
    workspace::{WASM_TARGET, browser_tests_dir, root},
};

/// What opens a test program, in `tests/browser`.
pub(super) const SCRIPTS: &[&str] = &["wasm-tests.mjs", "launch.mjs"];

/// Builds the test programs and runs each, unless these very ones have passed.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
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
    let programs = programs(&built.text);
    memory.unless_passed(&inputs(&programs, &runner, &browser), || {
        run_each(&programs, &runner, &browser)
    })
}

/// The programs, in which is whatever the compiler has read; what serves them, and what opens them.
pub(super) fn inputs(programs: &[PathBuf], runner: &Path, browser: &Path) -> Inputs {
    let tests = browser_tests_dir();
    let own = SCRIPTS.iter().map(|name| tests.join(name));
    let inputs = Inputs::of_every_stage()
        .file(tests.join("package.json"))
        .installed_in(&tests)
        .node()
        .browser(browser)
        .program(runner, &[]);
    own.chain(programs.iter().cloned()).fold(inputs, Inputs::file)
}

fn run_each(programs: &[PathBuf], runner: &Path, browser: &Path) -> Result<Outcome> {
    let mut outcome = Outcome::new(Count::default(), String::new());
    for program in programs {
        let run = Run::new("node")
            .arg("wasm-tests.mjs")
            .arg(runner)
            .arg(program)
            .dir(browser_tests_dir());
        let done = tools::remember(run, browser).finish_slowly()?;
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
    use std::{path::Path, slice};

    use super::{inputs, programs};
    use crate::workspace::browser_tests_dir;

    #[test]
    fn the_programs_count_and_what_opens_them() {
        let program = Path::new("/t/x.wasm").to_path_buf();
        let inputs =
            inputs(slice::from_ref(&program), Path::new("/t/runner"), Path::new("/usr/bin/any"));
        for name in ["wasm-tests.mjs", "package-lock.json", "node_modules/.package-lock.json"] {
            assert!(inputs.covers(&browser_tests_dir().join(name)), "{name}");
        }
        assert!(inputs.covers(&program));
        assert!(inputs.asks("/t/runner") && inputs.asks("/usr/bin/any") && inputs.asks("node"));
    }

    #[test]
    fn finds_the_programs_among_the_messages() {
        let messages = "   Compiling x\n\
            {\"reason\":\"compiler-artifact\",\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/t/x.wasm\"}\n";
        assert_eq!(programs(messages), [Path::new("/t/x.wasm")]);
    }
}
