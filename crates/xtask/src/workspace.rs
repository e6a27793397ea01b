//! Where things are in this workspace, and what cargo says about its packages.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    error::{Error, Result},
    process::Run,
};

/// The version of everything here, from the workspace's Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The target of everything that a browser loads.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The top of the workspace.
pub(crate) fn root() -> PathBuf {
    // crates/xtask is two below the top, whatever directory the command was called from.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// What cargo builds into.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Where tools of the pinned versions live; never outside the workspace.
pub(crate) fn tools_dir() -> PathBuf {
    root().join("target").join("tools")
}

/// The built page.
pub(crate) fn dist_dir() -> PathBuf {
    root().join("dist")
}

/// The npm package: its sources, its tests, and the npm lock file of what bundles and checks it.
pub(crate) fn package_dir() -> PathBuf {
    root().join("web").join("package")
}

/// The npm package as it would be published.
pub(crate) fn npm_dir() -> PathBuf {
    target_dir().join("npm")
}

/// The sites that embed the package, built from `tests/browser/sites`.
pub(crate) fn sites_dir() -> PathBuf {
    target_dir().join("sites")
}

/// The browser tests, and the npm lock file.
pub(crate) fn browser_tests_dir() -> PathBuf {
    root().join("tests").join("browser")
}

/// The tests with real mail clients.
pub(crate) fn client_tests_dir() -> PathBuf {
    root().join("tests").join("clients")
}

/// One package of the workspace, as its manifest declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    /// The package's name.
    pub(crate) name: String,
    /// Its folder, from the top, with `/`.
    pub(crate) folder: String,
    /// The files that cargo compiles first (`src/lib.rs`, `src/main.rs`, …), from the top, with `/`.
    pub(crate) roots: Vec<String>,
    /// Names of what it needs when it runs; development and build dependencies are left out.
    pub(crate) needs: BTreeSet<String>,
}

/// The packages of the workspace, from `cargo metadata`.
pub(crate) fn packages() -> Result<Vec<Package>> {
    let text = Run::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .dir(root())
        .stdout()?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Error::new(error.to_string()).at("cargo metadata"))?;
    let packages = value["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut found: Vec<Package> = packages.iter().filter_map(package).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if found.is_empty() {
        return Err(Error::new("it names no package").at("cargo metadata"));
    }
    Ok(found)
}

/// One entry of `cargo metadata`.
fn package(value: &Value) -> Option<Package> {
    let manifest = from_top(value["manifest_path"].as_str()?)?;
    let targets = value["targets"].as_array()?;
    let dependencies = value["dependencies"].as_array()?;
    Some(Package {
        name: value["name"].as_str()?.to_owned(),
        folder: manifest.trim_end_matches("/Cargo.toml").to_owned(),
        roots: targets.iter().filter_map(|t| from_top(t["src_path"].as_str()?)).collect(),
        needs: dependencies
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| Some(dependency["name"].as_str()?.to_owned()))
            .collect(),
    })
}

/// A path from the top of the workspace, with `/`; none for a path outside.
fn from_top(path: &str) -> Option<String> {
    let inside = Path::new(path).strip_prefix(root()).ok()?;
    let parts: Vec<&str> = inside.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    Some(parts.join("/"))
}

/// Cargo.lock as a graph: a package's name to the names of what it needs.
pub(crate) type LockGraph = BTreeMap<String, BTreeSet<String>>;

/// Reads the graph out of the text of a Cargo.lock.
pub(crate) fn lock_graph(lock: &str) -> Result<LockGraph> {
    let mut graph = LockGraph::new();
    for package in lock_packages(lock)? {
        let needs = package.get("dependencies").and_then(toml::Value::as_array);
        let names = needs.into_iter().flatten().filter_map(toml::Value::as_str);
        // An entry is `name`, or `name version` where several versions are locked.
        let names = names.filter_map(|entry| entry.split(' ').next()).map(str::to_owned);
        if let Some(name) = package.get("name").and_then(toml::Value::as_str) {
            graph.entry(name.to_owned()).or_default().extend(names);
        }
    }
    Ok(graph)
}

/// The locked version of a package.
pub(crate) fn locked_version(lock: &str, name: &str) -> Result<String> {
    lock_packages(lock)?
        .iter()
        .filter(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))
        .find_map(|package| Some(package.get("version")?.as_str()?.to_owned()))
        .ok_or_else(|| Error::new(format!("it does not name {name}")).at("Cargo.lock"))
}

fn lock_packages(lock: &str) -> Result<Vec<toml::Value>> {
    let table: toml::Table =
        lock.parse().map_err(|error| Error::new(format!("{error}")).at("Cargo.lock"))?;
    Ok(table.get("package").and_then(toml::Value::as_array).cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{lock_graph, locked_version, packages};

    const LOCK: &str = "version = 4\n\
        [[package]]\nname = \"a\"\nversion = \"1.2.3\"\ndependencies = [\"b 2.0.0\", \"c\"]\n\
        [[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";

    #[test]
    fn knows_this_very_package() {
        let all = packages().expect("cargo metadata works in its own workspace");
        let xtask = all.iter().find(|package| package.name == "xtask").expect("xtask is a member");
        assert_eq!(xtask.folder, "crates/xtask");
        assert_eq!(xtask.roots, ["crates/xtask/src/main.rs"]);
        assert!(xtask.needs.contains("clap"));
    }

    #[test]
    fn reads_versions_and_edges_from_a_lock_file() {
        assert_eq!(locked_version(LOCK, "a").expect("a is locked"), "1.2.3");
        assert!(locked_version(LOCK, "z").is_err());
        let graph = lock_graph(LOCK).expect("a lock file");
        assert_eq!(graph["a"].iter().collect::<Vec<_>>(), ["b", "c"]);
    }
}
