//! The npm package, as it would be published: packed, checked, and used by small projects.

use super::{Count, Inputs, Memory, Outcome, browser::relayscope, prepare};
use crate::{
    dist,
    error::Result,
    page,
    process::Run,
    progress::Progress,
    tools,
    workspace::{npm_dir, package_dir, root},
};

/// Builds the package and runs `web/package/tests`, unless this very one has passed.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    prepare(|| {
        tools::page_tools(&mut Progress::inside(tools::PAGE_TOOL_STEPS))?;
        tools::install_npm(&package_dir())
    })?;
    dist::build(&mut Progress::inside(page::STEPS + 1))?;
    Run::cargo().args(["build", "--package", "relay-cli"]).dir(root()).succeed_slowly(
        "compiling the command line, whose traces the engine's are compared with",
    )?;
    memory.unless_passed(&inputs(), tests)
}

/// The package, and the command line with which its engine is compared; the tests, what they read, and
/// what runs them.
pub(super) fn inputs() -> Inputs {
    let top = root();
    Inputs::of_every_stage()
        .folder(npm_dir())
        .file(relayscope())
        .folder(package_dir())
        .installed_in(&package_dir())
        .folder(top.join("docs"))
        .folder(top.join("web").join("lessons"))
        .file(top.join("Cargo.toml"))
        .file(top.join("README.md"))
        .file(top.join("LICENSE-APACHE"))
        .file(top.join("LICENSE-MIT"))
        .node()
        .program("tar", &["--version"])
}

fn tests() -> Result<Outcome> {
    let done = Run::new("node")
        .args(["--test", "--test-reporter=tap", "tests/package.test.mjs"])
        .env("RELAYSCOPE", relayscope())
        .env("RELAYSCOPE_NPM", npm_dir())
        .dir(package_dir())
        .finish_slowly()?;
    Ok(Outcome::new(Count::of_tap(&done.text, done.ok), done.text))
}

#[cfg(test)]
mod tests {
    use super::{inputs, relayscope};
    use crate::workspace::{npm_dir, package_dir, root};

    #[test]
    fn the_package_counts_and_its_tests() {
        let inputs = inputs();
        for name in ["tests/consumer/page.ts", "wrong-de.js", "node_modules/.package-lock.json"] {
            assert!(inputs.covers(&package_dir().join(name)), "{name}");
        }
        let lesson = root().join("web/lessons/relay.toml");
        for file in [npm_dir().join("package.json"), relayscope(), lesson] {
            assert!(inputs.covers(&file), "{}", file.display());
        }
        assert!(inputs.asks("node"));
    }
}
