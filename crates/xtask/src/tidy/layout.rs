//! What lies where: the top of the tree, the gate's script, the lints of every crate.

use std::collections::BTreeSet;

use super::{Finding, Rule, tree::Tree};

/// Everything that the top of the tree may hold.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Trunk.toml",
    "crates",
    "docs",
    "tests",
    "web",
];

pub(super) const TOP_LEVEL: Rule = Rule {
    name: "top level",
    why: "a newcomer reads the top of the tree first, so only the agreed entries stand there",
    check: top_level,
};

pub(super) const GATE_SCRIPT: Rule = Rule {
    name: "gate script",
    why: "the gate is one command, so that it is the same everywhere and has one place to change",
    check: gate_script,
};

pub(super) const LINTS: Rule = Rule {
    name: "lints",
    why: "every crate follows the workspace's lints; one that forgets the line follows none",
    check: lints,
};

fn top_level(tree: &Tree) -> Vec<Finding> {
    let top: BTreeSet<&str> = tree.files.keys().filter_map(|path| path.split('/').next()).collect();
    top.into_iter()
        .filter(|entry| !TOP.contains(entry))
        .map(|entry| Finding::new(entry, "does not belong at the top; move it below an entry"))
        .collect()
}

fn gate_script(tree: &Tree) -> Vec<Finding> {
    const PATH: &str = ".ci/run";
    let Some(text) = tree.files.get(PATH) else {
        return vec![Finding::new(PATH, "is missing")];
    };
    let commands: Vec<&str> = text.lines().filter(|line| !line.starts_with("#!")).collect();
    let mut findings = Vec::new();
    if !matches!(commands[..], ["cargo xtask test" | "exec cargo xtask test"]) {
        findings
            .push(Finding::new(PATH, "must hold the line `exec cargo xtask test` and no other"));
    }
    if cfg!(unix) && !tree.executables.contains(PATH) {
        findings.push(Finding::new(PATH, "is not executable: chmod +x .ci/run"));
    }
    findings
}

fn lints(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.packages.iter().map(|package| format!("{}/Cargo.toml", package.folder));
    manifests
        .filter(|path| {
            let text = tree.files.get(path).map(String::as_str).unwrap_or_default();
            !text.contains("[lints]\nworkspace = true")
        })
        .map(|path| Finding::new(path, "lacks `[lints]` with `workspace = true`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Tree, gate_script, lints, top_level};

    #[test]
    fn catches_a_stranger_at_the_top() {
        let tree = Tree::of(&[("README.md", ""), ("notes.txt", ""), ("notes/a.md", "")]);
        let found: Vec<String> = top_level(&tree).into_iter().map(|it| it.place).collect();
        assert_eq!(found, ["notes", "notes.txt"]);
    }

    #[test]
    fn catches_a_gate_that_does_more_or_cannot_run() {
        let mut tree = Tree::of(&[(".ci/run", "#!/usr/bin/env bash\nexec cargo xtask test\n")]);
        assert_eq!(gate_script(&tree).len(), usize::from(cfg!(unix)));
        tree.executables.insert(".ci/run".to_owned());
        assert!(gate_script(&tree).is_empty());
        tree.files.insert(".ci/run".to_owned(), "cargo test\ncargo xtask test\n".to_owned());
        assert_eq!(gate_script(&tree).len(), 1);
    }

    #[test]
    fn catches_a_crate_without_lints() {
        let tree =
            Tree::of(&[("crates/a/Cargo.toml", "[package]\n")]).with_package("a", "crates/a", &[]);
        assert_eq!(lints(&tree)[0].place, "crates/a/Cargo.toml");
    }
}
