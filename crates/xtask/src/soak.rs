//! `cargo xtask soak`: random worlds, run until they are quiet, and what they promise.

use clap::Args;

use crate::{
    error::Result,
    process::Run,
    progress::Progress,
    workspace::{root, target_dir},
};

/// Optimised, and still with every assertion.
const PROFILE: &str = "soak";

/// Options of `cargo xtask soak`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many worlds are built and run
    #[arg(long, default_value_t = 1_000)]
    worlds: u64,
    /// The seed of the first world; the next one has the next seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Builds the soak and runs it. A world that breaks a promise is shown as a small scenario file,
/// with the command that builds it again.
pub(crate) fn command(options: &Options) -> Result<()> {
    let mut progress = Progress::new(2);
    progress.step("building the soak…");
    Run::cargo()
        .args(["build", "--package", "relay-tests", "--bin", "soak", "--profile", PROFILE])
        .dir(root())
        .succeed_slowly("building the soak")?;
    let Options { worlds, seed } = options;
    progress.step(&format!("running {worlds} worlds from seed {seed}…"));
    let soak = Run::new(target_dir().join(PROFILE).join("soak"));
    let told = soak.arg(worlds.to_string()).arg(seed.to_string()).dir(root());
    let told = told.succeed_slowly("the soak")?;
    println!("{}", told.lines().last().unwrap_or_default());
    Ok(())
}
