//! What is left behind in a hurry.

use super::{Finding, Rule, tree::Tree};

/// Marks of unfinished work, as whole words. Written in two halves, or this file would name itself.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore"),
];

/// What switches off a test of the page, or all but one.
const SWITCHED_OFF: &[&str] =
    &["test.only(", "describe.only(", "test.skip(", "describe.skip(", "test.fixme(", "test.fail("];

/// Files that others wrote, or whose bytes are the point.
const FOREIGN: &[&str] =
    &["Cargo.lock", "package-lock.json", "LICENSE-APACHE", ".eml", ".dlg", ".pcapng", ".seed"];

pub(super) const MARKS: Rule = Rule {
    name: "unfinished work",
    why: "what is in the tree is finished; what is not is an issue, and a test that is off tests nothing",
    check: marks,
};

pub(super) const WHITE_SPACE: Rule = Rule {
    name: "white space",
    why: "invisible differences make changes hard to read and texts hard to compare",
    check: white_space,
};

fn own(path: &str) -> bool {
    !FOREIGN.iter().any(|ending| path.ends_with(ending))
}

fn marks(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| own(path)) {
        let page_test = path.starts_with("tests/browser/");
        for (at, line) in text.lines().enumerate() {
            let switched = SWITCHED_OFF.iter().filter(|_| page_test);
            for mark in UNFINISHED.iter().chain(switched).filter(|mark| has_word(line, mark)) {
                findings.push(Finding::at(path, at + 1, format!("holds `{mark}`")));
            }
        }
    }
    findings
}

/// Whether the line holds the mark, and not only as a part of a longer word.
fn has_word(line: &str, mark: &str) -> bool {
    let part_of_word =
        |letter: Option<char>| letter.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let ends_in_word = part_of_word(mark.chars().next_back());
    line.match_indices(mark).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + mark.len()..]);
        let goes_on = ends_in_word && part_of_word(after.chars().next());
        !goes_on && !part_of_word(before.chars().next_back())
    })
}

fn white_space(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, text)| own(path) && !text.is_empty()) {
        for (at, line) in text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                findings.push(Finding::at(path, at + 1, "ends in white space"));
            }
        }
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            findings.push(Finding::new(path, "must end in exactly one end of line"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{Tree, marks, white_space};

    #[test]
    fn catches_unfinished_work() {
        let mark = concat!("// TO", "DO: later\n");
        let off = concat!("test.sk", "ip('x')\n");
        let tree = Tree::of(&[
            ("crates/a/src/a.rs", mark),
            ("tests/browser/a.spec.mjs", off),
            ("web/a.md", concat!("MYTO", "DOLIST\n")),
            ("Cargo.lock", mark),
        ]);
        let found: Vec<String> = marks(&tree).into_iter().map(|it| it.place).collect();
        assert_eq!(found, ["crates/a/src/a.rs:1", "tests/browser/a.spec.mjs:1"]);
    }

    #[test]
    fn catches_an_ignored_test() {
        let tree = Tree::of(&[("crates/a/src/a.rs", concat!("    #[ig", "nore = \"slow\"]\n"))]);
        assert_eq!(marks(&tree).len(), 1);
    }

    #[test]
    fn catches_white_space_at_ends() {
        let tree = Tree::of(&[
            ("a.md", "good\n"),
            ("b.md", "space \n"),
            ("c.md", "no end"),
            ("d.md", "two ends\n\n"),
            ("e.eml", "as it came \r\n"),
            ("f.md", "carriage return\r\n"),
        ]);
        let found: Vec<String> = white_space(&tree).into_iter().map(|it| it.place).collect();
        assert_eq!(found, ["b.md:1", "c.md", "d.md", "f.md:1"]);
    }
}
