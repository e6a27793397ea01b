//! `cargo xtask bench`: the workload of `relay-bench`, natively and in Wasm under Node.

use clap::Args;

use crate::{
    error::{Error, Result},
    process::{Run, on_path},
    progress::Progress,
    tools,
    workspace::{WASM_TARGET, root, target_dir},
};

/// The profile of the page, so that the figures are those of the page.
const PROFILE: &str = "wasm-release";

/// Options of `cargo xtask bench`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many messages cross the relays
    #[arg(long, default_value_t = 10_000)]
    messages: u32,
    /// Leave out Wasm, which needs Node
    #[arg(long)]
    native_only: bool,
}

/// Builds both, then runs one after the other on a machine that builds nothing meanwhile.
pub(crate) fn command(options: &Options) -> Result<()> {
    if !options.native_only && on_path(&["node"]).is_none() {
        return Err(Error::new("Node is not here, and the Wasm figures need it")
            .at("PATH")
            .mend("install Node 20 or newer from https://nodejs.org, or add --native-only"));
    }
    let messages = options.messages.to_string();
    let mut progress = Progress::new(if options.native_only { 2 } else { 5 });
    progress.step("building the native benchmark…");
    Run::cargo()
        .args(["build", "--release", "--package", "relay-bench"])
        .dir(root())
        .succeed_slowly("building the native benchmark")?;
    if !options.native_only {
        tools::wasm_target(&mut progress)?;
        progress.step("building the benchmark for Wasm…");
        Run::cargo()
            .args(["build", "--package", "relay-bench", "--lib", "--target", WASM_TARGET])
            .args(["--profile", PROFILE])
            .dir(root())
            .succeed_slowly("building the benchmark for Wasm")?;
    }
    progress.step("running natively…");
    let release = target_dir().join("release");
    let native = Run::new(release.join("relay-bench")).arg(&messages).dir(root());
    let mut figures = native.succeed_slowly("the native benchmark")?;
    if !options.native_only {
        progress.step("running in Wasm under Node…");
        let module = target_dir().join(WASM_TARGET).join(PROFILE).join("relay_bench.wasm");
        let wasm = Run::new("node").arg("crates/relay-bench/wasm.mjs").arg(module).arg(&messages);
        figures += &wasm.dir(root()).succeed_slowly("the benchmark in Wasm")?;
    }
    println!("\nW1, {messages} messages over two relays:\n{}", figures.trim_end());
    Ok(())
}
