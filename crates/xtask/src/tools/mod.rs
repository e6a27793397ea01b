//! The pinned tools, and how each is got: from PATH, else ready-made, else built here.
//!
//! Nothing is ever installed outside `target/tools`. To move to another version, change the table;
//! wasm-bindgen is not in it, because Cargo.lock says which one the page needs.

mod browser;
mod clients;
mod debian;
mod download;
mod firefox;
mod npm;

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

pub(crate) use browser::{CHROME, browser, remember};
pub(crate) use clients::{CLIENTS, mail_clients, python};
pub(crate) use firefox::{FIREFOX, firefox};
pub(crate) use npm::{install as install_npm, install_browser_tests};

use crate::{
    error::{Error, Result},
    files::{read, remove_folder},
    process::{Run, executable_in, on_path},
    progress::{Progress, note, spoken},
    workspace::{WASM_TARGET, locked_version, root, tools_dir},
};

/// Builds the page out of `web/index.html`. The newest that the pinned Rust builds.
const TRUNK: &str = "0.21.14";
/// Holds wasm-opt. Its releases and its npm package carry the same number.
const BINARYEN: &str = "132";

/// Builds the book that embeds us, for the tests.
const MDBOOK: &str = "0.5.4";

/// Builds programs for libFuzzer.
const CARGO_FUZZ: &str = "0.13.2";

/// How one tool is got.
#[derive(Debug)]
struct Tool {
    /// The program, and the folder name below `target/tools`.
    program: &'static str,
    /// The exact version.
    version: String,
    /// A ready-made archive for this machine, where the project publishes one.
    archive: Option<String>,
    /// What to do when there is none.
    otherwise: Otherwise,
}

/// The slow way to a tool.
#[derive(Debug)]
enum Otherwise {
    /// `cargo install` of this package, with these arguments; about that many minutes on two cores.
    Cargo { package: &'static str, args: &'static [&'static str], minutes: u32 },
    /// An npm package of this name and version, when Node is there.
    Npm { package: &'static str, version: String },
}

/// The number of steps that `page_tools` prints.
pub(crate) const PAGE_TOOL_STEPS: usize = 3;

/// Everything that building the page needs.
#[derive(Debug)]
pub(crate) struct PageTools {
    trunk: PathBuf,
    /// `wasm-bindgen`; the test runner lies beside it.
    wasm_bindgen: PathBuf,
    /// None on a machine with neither network access to the ready-made one nor Node.
    wasm_opt: Option<PathBuf>,
}

impl PageTools {
    /// Trunk itself.
    pub(crate) fn trunk(&self) -> &Path {
        &self.trunk
    }

    /// Whether the page can be made smaller and faster at the end.
    pub(crate) fn has_wasm_opt(&self) -> bool {
        self.wasm_opt.is_some()
    }

    /// PATH with the pinned tools first, so that Trunk finds these and not others.
    pub(crate) fn path(&self) -> OsString {
        let own = [Some(&self.wasm_bindgen), self.wasm_opt.as_ref()];
        let own = own.into_iter().flatten().filter_map(|tool| tool.parent()).map(Path::to_path_buf);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all: Vec<PathBuf> = own.chain(std::env::split_paths(&path)).collect();
        // A folder whose name holds the separator cannot be on PATH; cargo itself would fail there.
        std::env::join_paths(all).unwrap_or(path)
    }
}

/// Gets Trunk, wasm-bindgen and wasm-opt, with a line for each.
pub(crate) fn page_tools(progress: &mut Progress) -> Result<PageTools> {
    let trunk = required(&trunk(), progress)?;
    let wasm_bindgen = required(&wasm_bindgen()?, progress)?;
    let wasm_opt = get(&wasm_opt(), progress)?;
    if wasm_opt.is_none() {
        note("no wasm-opt: the page will be larger and slower to load, and otherwise the same");
        note("to have it, install Node (https://nodejs.org) or put wasm-opt 132 on PATH");
    }
    Ok(PageTools { trunk, wasm_bindgen, wasm_opt })
}

/// The runner of wasm-bindgen tests, which comes with wasm-bindgen. One step.
pub(crate) fn wasm_test_runner(progress: &mut Progress) -> Result<PathBuf> {
    let wasm_bindgen = required(&wasm_bindgen()?, progress)?;
    let beside = wasm_bindgen.parent().unwrap_or(Path::new("."));
    executable_in(beside, "wasm-bindgen-test-runner").ok_or_else(|| {
        Error::new("wasm-bindgen-test-runner is missing")
            .at(beside.display())
            .mend("take that wasm-bindgen off PATH; a complete one is then built in target/tools")
    })
}

/// What builds the fuzz targets. One step.
pub(crate) fn cargo_fuzz(progress: &mut Progress) -> Result<PathBuf> {
    let otherwise = Otherwise::Cargo { package: "cargo-fuzz", args: &["--locked"], minutes: 1 };
    let version = CARGO_FUZZ.to_owned();
    required(&Tool { program: "cargo-fuzz", version, archive: None, otherwise }, progress)
}

/// What builds a book. One step.
pub(crate) fn mdbook(progress: &mut Progress) -> Result<PathBuf> {
    // Neither its server nor its watcher is wanted.
    let args = &["--locked", "--no-default-features", "--features", "search"];
    let archive = download::rust_triple().map(|triple| {
        let triple = triple.replace("aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl");
        let ending = if cfg!(windows) { "zip" } else { "tar.gz" };
        let project = "https://github.com/rust-lang/mdBook";
        format!("{project}/releases/download/v{MDBOOK}/mdbook-v{MDBOOK}-{triple}.{ending}")
    });
    let otherwise = Otherwise::Cargo { package: "mdbook", args, minutes: 2 };
    required(&Tool { program: "mdbook", version: MDBOOK.to_owned(), archive, otherwise }, progress)
}

/// Makes sure that Rust can compile for the browser.
pub(crate) fn wasm_target(progress: &mut Progress) -> Result<()> {
    let libraries = Run::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .dir(root())
        .finish()?;
    if libraries.ok && Path::new(libraries.text.trim()).is_dir() {
        progress.step(&format!("Rust target {WASM_TARGET}: here"));
        return Ok(());
    }
    progress.step(&format!("Rust target {WASM_TARGET}: adding it with rustup…"));
    if on_path(&["rustup"]).is_none() {
        return Err(Error::new(format!(
            "Rust has no target {WASM_TARGET}, and rustup is not here"
        ))
        .mend("install Rust by https://rustup.rs, or the target by your distribution"));
    }
    Run::new("rustup")
        .args(["target", "add", WASM_TARGET])
        .dir(root())
        .succeed_slowly("adding the target")?;
    Ok(())
}

fn trunk() -> Tool {
    // Trunk's own downloads and update check stay off, so its TLS stack need not be built.
    let args = &["--locked", "--no-default-features"];
    Tool {
        program: "trunk",
        version: TRUNK.to_owned(),
        archive: download::rust_triple().map(|triple| {
            let ending = if cfg!(windows) { "zip" } else { "tar.gz" };
            format!(
                "https://github.com/trunk-rs/trunk/releases/download/v{TRUNK}/trunk-{triple}.{ending}"
            )
        }),
        otherwise: Otherwise::Cargo { package: "trunk", args, minutes: 3 },
    }
}

fn wasm_bindgen() -> Result<Tool> {
    let lock = read(&root().join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen")?;
    Ok(Tool {
        program: "wasm-bindgen",
        archive: download::rust_triple().map(|triple| {
            let triple = triple.replace("linux-gnu", "linux-musl");
            let project = "https://github.com/wasm-bindgen/wasm-bindgen";
            format!("{project}/releases/download/{version}/wasm-bindgen-{version}-{triple}.tar.gz")
        }),
        otherwise: Otherwise::Cargo { package: "wasm-bindgen-cli", args: &[], minutes: 2 },
        version,
    })
}

fn wasm_opt() -> Tool {
    Tool {
        program: "wasm-opt",
        version: BINARYEN.to_owned(),
        archive: download::binaryen_platform().map(|platform| {
            let release = format!("version_{BINARYEN}");
            let project = "https://github.com/WebAssembly/binaryen";
            format!("{project}/releases/download/{release}/binaryen-{release}-{platform}.tar.gz")
        }),
        otherwise: Otherwise::Npm { package: "binaryen", version: format!("{BINARYEN}.0.0") },
    }
}

/// Gets a tool that nothing works without.
fn required(tool: &Tool, progress: &mut Progress) -> Result<PathBuf> {
    get(tool, progress)?
        .ok_or_else(|| Error::new(format!("{} {} cannot be had", tool.program, tool.version)))
}

/// PATH, then `target/tools`, then a ready-made archive, then the slow way.
fn get(tool: &Tool, progress: &mut Progress) -> Result<Option<PathBuf>> {
    let name = format!("{} {}", tool.program, tool.version);
    if let Some(found) = on_path(&[tool.program]).filter(|found| is_version(found, &tool.version)) {
        progress.step(&format!("{name}: on PATH"));
        return Ok(Some(found));
    }
    let home = tools_dir().join(format!("{}-{}", tool.program, tool.version));
    if let Some(found) = find_program(&home, tool) {
        progress.step(&format!("{name}: in target/tools"));
        return Ok(Some(found));
    }
    let begun = progress.step(&format!("{name}: getting it into target/tools…"));
    let fresh = home.with_extension("part");
    remove_folder(&fresh)?;
    fs::create_dir_all(&fresh)
        .map_err(|error| Error::new(error.to_string()).at(fresh.display()))?;
    let got = ready_made(tool, &fresh) || slow_way(tool, &fresh)?;
    if !got {
        remove_folder(&fresh)?;
        return Ok(None);
    }
    remove_folder(&home)?;
    fs::rename(&fresh, &home).map_err(|error| Error::new(error.to_string()).at(home.display()))?;
    note(&format!("{name}: ready after {}", spoken(begun.elapsed())));
    find_program(&home, tool)
        .map(Some)
        .ok_or_else(|| Error::new(format!("what was installed is not {name}")).at(home.display()))
}

/// Whether a ready-made archive could be had, unpacked and started.
fn ready_made(tool: &Tool, into: &Path) -> bool {
    let Some(url) = &tool.archive else { return false };
    let got = download::unpack(url, into).and_then(|()| {
        find_program(into, tool).ok_or_else(|| Error::new("it does not run here").at(url))
    });
    if let Err(error) = &got {
        let why = error.to_string();
        note(&format!("no ready-made one ({})", why.lines().next().unwrap_or_default()));
    }
    got.is_ok()
}

/// Builds or installs the tool; false when this machine has no means to.
fn slow_way(tool: &Tool, into: &Path) -> Result<bool> {
    match &tool.otherwise {
        Otherwise::Cargo { package, args, minutes } => {
            note(&format!(
                "building {package} {} from crates.io (about {minutes} min on two cores)…",
                tool.version
            ));
            Run::cargo()
                .args(["install", "--debug", "--version", &tool.version, package, "--root"])
                .arg(into)
                .args(*args)
                // Debug information of a tool is of no use, and costs a quarter of the time.
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                // Flags and wrappers that are meant for the workspace do not fit a tool.
                .env_remove("CARGO_BUILD_TARGET")
                .env_remove("RUSTFLAGS")
                .dir(tools_dir())
                .succeed_slowly(&format!("building {package}"))?;
            Ok(true)
        }
        Otherwise::Npm { package, version } => {
            if on_path(&["node"]).is_none() || on_path(&["npm"]).is_none() {
                return Ok(false);
            }
            note(&format!("installing the npm package {package} {version}…"));
            npm::install_one(package, version, into)?;
            Ok(true)
        }
    }
}

/// The tool below a folder of `target/tools`, if it is there and of the right version.
fn find_program(home: &Path, tool: &Tool) -> Option<PathBuf> {
    let places = ["bin", "node_modules/.bin", "."];
    let direct = places.iter().map(|place| home.join(place));
    // Archives hold one folder whose name says version and platform.
    let unpacked = fs::read_dir(home).into_iter().flatten().flatten().map(|entry| entry.path());
    let unpacked = unpacked.flat_map(|folder| [folder.join("bin"), folder]);
    direct
        .chain(unpacked)
        .filter_map(|dir| executable_in(&dir, tool.program))
        .find(|program| is_version(program, &tool.version))
}

/// Whether a program says that it is of this version.
fn is_version(program: &Path, version: &str) -> bool {
    Run::new(program).arg("--version").finish().is_ok_and(|said| {
        said.ok && said.text.split_whitespace().any(|it| it.trim_start_matches('v') == version)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_version, wasm_bindgen};
    use crate::{files::read, process::on_path, workspace::root};

    #[test]
    fn a_version_is_a_whole_word() {
        let cargo = on_path(&["cargo"]).expect("cargo runs this test");
        assert!(!is_version(&cargo, "0.0.0"));
        assert!(is_version(&cargo, "cargo"));
    }

    #[test]
    fn wasm_bindgen_is_the_one_that_the_workspace_pins() {
        let manifest: toml::Table =
            read(&root().join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
        let pinned = manifest["workspace"]["dependencies"]["wasm-bindgen"].as_str();
        let tool = wasm_bindgen().expect("Cargo.lock names it");
        assert_eq!(pinned, Some(format!("={}", tool.version).as_str()));
    }
}
