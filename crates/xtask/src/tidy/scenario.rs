//! The folders of whole-system tests.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Rule, tree::Tree};

const FOLDER: &str = "tests/scenario/";

/// What each folder holds: the scenario, and the trace that it must give.
const PARTS: &[&str] = &["scenario.toml", "expected.trace"];

pub(super) const FOLDERS: Rule = Rule {
    name: "scenario folders",
    why: "a scenario without its expected trace tests nothing, and a trace without one is never read",
    check: folders,
};

fn folders(tree: &Tree) -> Vec<Finding> {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, text) in &tree.files {
        let Some((name, part)) = path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        parts.entry(name).or_default().insert(part);
        if PARTS.contains(&part) && text.trim().is_empty() {
            findings.push(Finding::new(path, "is empty"));
        }
    }
    for (name, parts) in parts {
        for missing in PARTS.iter().filter(|part| !parts.contains(**part)) {
            findings.push(Finding::new(format!("{FOLDER}{name}"), format!("lacks {missing}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{Tree, folders};

    #[test]
    fn catches_a_folder_that_lacks_a_part() {
        let tree = Tree::of(&[
            ("tests/scenario/whole/scenario.toml", "a = 1"),
            ("tests/scenario/whole/expected.trace", "0 s"),
            ("tests/scenario/half/scenario.toml", "a = 1"),
            ("tests/scenario/void/scenario.toml", "a = 1"),
            ("tests/scenario/void/expected.trace", "\n"),
        ]);
        let found: Vec<String> = folders(&tree).into_iter().map(|it| it.to_string()).collect();
        assert_eq!(
            found,
            [
                "tests/scenario/void/expected.trace: is empty",
                "tests/scenario/half: lacks expected.trace"
            ]
        );
    }
}
