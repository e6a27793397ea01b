//! The release page: compiled by cargo, put together by Trunk, left in `dist/`.

use std::{fs, path::Path, thread};

use crate::{
    application,
    error::Result,
    html,
    process::Run,
    progress::{Progress, note, spoken},
    stamp::{Stamp, files_below},
    tools::{PAGE_TOOL_STEPS, PageTools, page_tools, wasm_target},
    workspace::{VERSION, WASM_TARGET, dist_dir, root, target_dir},
};

/// The profile in the workspace's Cargo.toml.
const PROFILE: &str = "wasm-release";

/// The number of steps that `build` prints.
pub(crate) const STEPS: usize = PAGE_TOOL_STEPS + 3;

/// `cargo xtask build`.
pub(crate) fn command() -> Result<()> {
    build(&mut Progress::new(STEPS))?;
    println!("The page is in {}", dist_dir().display());
    Ok(())
}

/// Gets the tools and builds the page into `dist/`.
pub(crate) fn build(progress: &mut Progress) -> Result<()> {
    wasm_target(progress)?;
    let begun = progress.step("the page: compiling it to Wasm…");
    // Tools that must be built here, and the page, both end with minutes in which one of two processors rests.
    let (compiled, tools) = thread::scope(|scope| {
        let compiling = scope.spawn(compile);
        let tools = page_tools(progress);
        (compiling.join().expect("it gives back what went wrong"), tools)
    });
    let tools = tools?;
    compiled?;
    note(&format!("compiled after {}", spoken(begun.elapsed())));
    let begun = progress.step("the page: wasm-bindgen, wasm-opt and Trunk…");
    if assemble(&tools)? {
        note(&format!("dist/ is complete after {}", spoken(begun.elapsed())));
    } else {
        note("dist/ is up to date");
    }
    report_sizes(&dist_dir());
    Ok(())
}

/// Compiles with cargo itself, so that its progress is seen; Trunk then finds everything done.
fn compile() -> Result<()> {
    Run::cargo()
        .args(["build", "--package", "relay-web", "--target", WASM_TARGET, "--profile", PROFILE])
        .dir(root())
        .succeed_slowly("compiling the page")?;
    Ok(())
}

/// Runs Trunk, unless `dist/` was made of exactly these files. True when it ran.
fn assemble(tools: &PageTools) -> Result<bool> {
    let dist = dist_dir();
    let stamp = stamp(tools)?;
    if stamp.is_current() && dist.join("index.html").is_file() && application::is_kept() {
        return Ok(false);
    }
    stamp.forget()?;
    let trunk = Run::new(tools.trunk())
        .args(["build", "--cargo-profile", PROFILE, "--offline", "true", "--dist"])
        .arg(&dist)
        .env("PATH", tools.path())
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk 0.21 takes NO_COLOR=1 for a wrong value of its own flag.
        .env_remove("NO_COLOR")
        .dir(root());
    // Only a release makes Trunk call wasm-opt; the cargo profile is ours either way.
    let trunk = if tools.has_wasm_opt() { trunk.args(["--release", "true"]) } else { trunk };
    trunk.succeed_slowly("putting the page together")?;
    html::finish(&dist)?;
    application::finish(&dist)?;
    stamp.keep()?;
    Ok(true)
}

/// Of what Trunk makes the page: the compiled module and the page's files.
fn stamp(tools: &PageTools) -> Result<Stamp> {
    let compiled = target_dir().join(WASM_TARGET).join(PROFILE).join("relay_web.wasm");
    let mut files = vec![root().join("Trunk.toml"), root().join("Cargo.lock"), compiled];
    // What is made of Trunk's page here.
    let own = root().join("crates/xtask/src");
    files.extend(["application.rs", "html.rs"].map(|it| own.join(it)));
    files.extend(files_below(&own.join("split"))?);
    let is_rust = |file: &Path| file.extension().is_some_and(|ending| ending == "rs");
    files.extend(files_below(&root().join("web"))?.into_iter().filter(|file| !is_rust(file)));
    Stamp::new("page", files, &format!("{VERSION} wasm-opt:{}", tools.has_wasm_opt()))
}

/// The size of what a visitor loads.
fn report_sizes(dist: &Path) {
    let files = files_below(dist).unwrap_or_default();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "wasm")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = fs::metadata(file).map(|it| it.len()).unwrap_or_default();
        note(&format!("{name}: {} KiB", bytes.div_ceil(1024)));
    }
}
