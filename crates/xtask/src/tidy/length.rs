//! How long a file may be. Functions are clippy's business (`too_many_lines`).

use super::{Finding, Rule, tree::Tree};

/// Lines of a Rust file without its tests.
const LINES_MAX: usize = 500;

pub(super) const FILES: Rule = Rule {
    name: "file length",
    why: "a file is one idea that can be read at a sitting; a longer one holds two",
    check: files,
};

fn files(tree: &Tree) -> Vec<Finding> {
    tree.sources
        .iter()
        .map(|source| (&source.path, source.lines - source.test_lines.min(source.lines)))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(path, lines)| {
            Finding::new(path, format!("{lines} lines without tests, and {LINES_MAX} is the limit"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{LINES_MAX, Tree, files};

    #[test]
    fn catches_a_long_file_but_not_its_tests() {
        let long = "fn a() {}\n".repeat(LINES_MAX + 1);
        let tested = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
        let tree = Tree::of(&[("crates/a/src/a.rs", &long), ("crates/a/src/b.rs", &tested)]);
        let found = files(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place, "crates/a/src/a.rs");
    }
}
