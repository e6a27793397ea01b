//! Everything that the rules look at, read once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::source::Source;
use crate::{
    error::{Error, Result},
    workspace::{LockGraph, Package, lock_graph, packages, root},
};

/// Folders that hold no sources of ours, wherever they lie. `.gitignore` names them too. In a
/// worktree `.git` is a file.
const SKIPPED: &[&str] = &[".git", "target", "dist", "node_modules", "results"];

/// The project's files, and what cargo says about it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Path from the top, with `/`, to text. Files that are not UTF-8 have an empty text.
    pub(super) files: BTreeMap<String, String>,
    /// Paths that may be executed; empty where the platform does not tell.
    pub(super) executables: BTreeSet<String>,
    /// Rust files, lexed. A file that cannot be lexed is missing: the compiler complains about it.
    pub(super) sources: Vec<Source>,
    /// The packages of the workspace.
    pub(super) packages: Vec<Package>,
    /// What needs what, by Cargo.lock.
    pub(super) lock: LockGraph,
}

impl Tree {
    /// Reads the workspace.
    pub(super) fn load() -> Result<Self> {
        let mut tree = Self { packages: packages()?, ..Self::default() };
        tree.walk(&root(), "")?;
        if let Some(lock) = tree.files.get("Cargo.lock") {
            tree.lock = lock_graph(lock)?;
        }
        tree.lex();
        Ok(tree)
    }

    /// Lexes the Rust files, and marks those as tests that a test module or a test target brings in.
    fn lex(&mut self) {
        let rust = self.files.iter().filter(|(path, _)| has_ending(path, "rs"));
        self.sources = rust.filter_map(|(path, text)| Source::lex(path, text)).collect();
        let mut test_files: BTreeSet<String> = self
            .sources
            .iter()
            .filter(|source| is_test_target(&source.path))
            .map(|source| source.path.clone())
            .collect();
        // A file below a test file is a test file; two rounds would do for what is here, a fixed
        // point does for everything.
        loop {
            let known = test_files.len();
            for source in &self.sources {
                let whole = test_files.contains(&source.path);
                let is_root = self.packages.iter().any(|it| it.roots.contains(&source.path));
                for module in source.modules.iter().filter(|module| whole || module.test) {
                    test_files.extend(module.places(&source.path, is_root));
                }
            }
            if test_files.len() == known {
                break;
            }
        }
        for source in &mut self.sources {
            if test_files.contains(&source.path) {
                source.mark_as_test();
            }
        }
    }

    fn walk(&mut self, dir: &Path, under: &str) -> Result<()> {
        let cannot = |error: std::io::Error| Error::new(error.to_string()).at(dir.display());
        for entry in fs::read_dir(dir).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let path = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
            let kind = entry.file_type().map_err(cannot)?;
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                self.walk(&entry.path(), &path)?;
            } else if !has_ending(&name, "swp") {
                let bytes = fs::read(entry.path()).map_err(cannot)?;
                if is_executable(&entry.path()) {
                    self.executables.insert(path.clone());
                }
                self.files.insert(path, String::from_utf8(bytes).unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// Whether a file's name ends in `.ending`.
pub(super) fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, it)| it == ending)
}

/// Files below `tests`, `benches` or `examples` of a package are not part of the product. The
/// package in `tests/` has its one test target in `suite`, and programs for libFuzzer in `fuzz`.
fn is_test_target(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(
        parts[..],
        ["tests", "suite" | "fuzz", ..]
            | ["web", "tests" | "benches" | "examples", ..]
            | ["crates", _, "tests" | "benches" | "examples", ..]
    )
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|it| it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    false
}

/// A tree made of a few files, for the tests of the rules.
#[cfg(test)]
impl Tree {
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        let mut tree = Self { files: files.iter().map(own).collect(), ..Self::default() };
        tree.lex();
        tree
    }

    pub(super) fn with_package(mut self, name: &str, folder: &str, needs: &[&str]) -> Self {
        self.packages.push(Package {
            name: name.to_owned(),
            folder: folder.to_owned(),
            roots: vec![format!("{folder}/src/lib.rs")],
            needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        });
        self.lex();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, is_test_target};

    #[test]
    fn knows_test_targets() {
        assert!(is_test_target("crates/a/tests/b.rs"));
        assert!(is_test_target("crates/a/tests/b/c.rs"));
        assert!(is_test_target("tests/suite/main.rs"));
        assert!(is_test_target("tests/fuzz/target.rs"));
        assert!(is_test_target("web/tests/browser/page.rs"));
        assert!(!is_test_target("tests/src/lib.rs"));
        assert!(!is_test_target("crates/a/src/tests/b.rs"));
        assert!(!is_test_target("crates/tests/src/b.rs"));
    }

    #[test]
    fn files_of_a_test_module_are_tests() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "#[cfg(test)] mod tests; mod real;"),
            ("crates/a/src/tests.rs", "mod deeper; fn f() {}"),
            ("crates/a/src/tests/deeper.rs", "fn g() {}"),
            ("crates/a/src/real.rs", "fn h() {}"),
        ])
        .with_package("a", "crates/a", &[]);
        let test = |path: &str| {
            let source =
                tree.sources.iter().find(|source| source.path == path).expect("it is there");
            source.tokens.iter().all(|token| token.test)
        };
        assert!(test("crates/a/src/tests.rs") && test("crates/a/src/tests/deeper.rs"));
        assert!(!test("crates/a/src/real.rs"));
    }
}
