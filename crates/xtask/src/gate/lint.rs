//! rustfmt and clippy.

use super::{Count, Outcome, without_progress};
use crate::{
    error::Result,
    process::{Run, on_path},
    progress::{Progress, note},
    tools,
    workspace::{WASM_TARGET, root},
};

/// rustfmt, which only compares.
pub(super) fn fmt() -> Result<Outcome> {
    component("rustfmt", "fmt")?;
    let done = Run::cargo().args(["fmt", "--all", "--check"]).dir(root()).finish()?;
    let mend = "\nTo mend it: cargo xtask fmt";
    Ok(Outcome::single(done.ok, if done.ok { done.text } else { done.text + mend }))
}

/// Clippy over everything that is native, and over the page for the target that it is for.
pub(super) fn clippy() -> Result<Outcome> {
    component("clippy", "clippy")?;
    tools::wasm_target(&mut Progress::inside(1))?;
    let native: &[&str] = &["--workspace", "--exclude", "relay-web"];
    let page: &[&str] = &["--package", "relay-web", "--target", WASM_TARGET];
    let mut outcome = Outcome::new(Count::default(), String::new());
    for what in [native, page] {
        let done = Run::cargo()
            .arg("clippy")
            .args(what)
            .args(["--all-targets", "--keep-going", "--", "-D", "warnings"])
            .dir(root())
            .finish_slowly()?;
        outcome.count += Outcome::single(done.ok, String::new()).count;
        if !done.ok {
            outcome.output.push_str(&without_progress(&done.text));
        }
    }
    Ok(outcome)
}

/// Gets a part of the toolchain that a minimal installation lacks.
fn component(name: &str, subcommand: &str) -> Result<()> {
    let here = Run::cargo().args([subcommand, "--version"]).dir(root()).finish()?.ok;
    if here || on_path(&["rustup"]).is_none() {
        return Ok(());
    }
    note(&format!("adding {name} with rustup…"));
    Run::new("rustup")
        .args(["component", "add", name])
        .dir(root())
        .succeed_slowly(&format!("adding {name}"))?;
    Ok(())
}
