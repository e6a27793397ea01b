//! The npm package, as it would be published: packed, checked, and used by small projects.

use std::env::consts::EXE_SUFFIX;

use super::{Count, Outcome, prepare};
use crate::{
    dist,
    error::Result,
    page,
    process::Run,
    progress::Progress,
    tools,
    workspace::{npm_dir, package_dir, root, target_dir},
};

/// Builds the package and runs `web/package/tests`.
pub(super) fn run() -> Result<Outcome> {
    prepare(|| {
        tools::page_tools(&mut Progress::inside(tools::PAGE_TOOL_STEPS))?;
        tools::install_npm(&package_dir())
    })?;
    dist::build(&mut Progress::inside(page::STEPS + 1))?;
    Run::cargo().args(["build", "--package", "relay-cli"]).dir(root()).succeed_slowly(
        "compiling the command line, whose traces the engine's are compared with",
    )?;
    let done = Run::new("node")
        .args(["--test", "--test-reporter=tap", "tests/package.test.mjs"])
        .env("RELAYSCOPE", target_dir().join("debug").join(format!("relayscope{EXE_SUFFIX}")))
        .env("RELAYSCOPE_NPM", npm_dir())
        .dir(package_dir())
        .finish_slowly()?;
    Ok(Outcome { count: Count::of_tap(&done.text, done.ok), output: done.text })
}
