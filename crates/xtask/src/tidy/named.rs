//! What a test names, its stage of the gate depends on.

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
};

use super::{Finding, Rule, tree::Tree};
use crate::{gate::sources, workspace::root};

pub(super) const INPUTS: Rule = Rule {
    name: "inputs",
    why: "a stage that has passed is not run again before something changes on which it depends",
    check: inputs,
};

fn inputs(tree: &Tree) -> Vec<Finding> {
    let top = |path| str::split_once(path, '/').map_or(path, |(top, _)| top);
    let tops: BTreeSet<&str> = tree.files.keys().map(|path| top(path)).collect();
    let mut findings = Vec::new();
    for source in sources() {
        for (path, text) in tree.files.iter().filter(|(path, _)| (source.holds)(path)) {
            for named in named(path, text, &tops) {
                if !source.inputs.covers(&root().join(&named)) {
                    let what = format!(
                        "names {}, on which the stage {} does not depend: add it to `inputs` in \
                         crates/xtask/src/gate/{1}.rs",
                        named.display(),
                        source.stage,
                    );
                    findings.push(Finding::new(path, what));
                }
            }
        }
    }
    findings
}

/// The files and folders that a file names between quotation marks: from the top of the tree, by a way
/// up, or beside itself.
fn named(path: &str, text: &str, tops: &BTreeSet<&str>) -> BTreeSet<PathBuf> {
    // Python's and Rust's ways to go down step by step.
    let text = text.replace("\" / \"", "/").replace("\").join(\"", "/");
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted = code.flat_map(|line| line.split(['"', '\'', '`']).skip(1));
    let beside = Path::new(path).parent().unwrap_or(Path::new(""));
    let of = |it: &str| {
        // What is put in, or a pattern, may be anything in the folder.
        let fixed = it.split_once(['$', '*', '{']).map_or(it, |(fixed, _)| fixed);
        if let Some(below) = fixed.strip_prefix("./") {
            // With nothing behind it, it is where a page is.
            return (!below.is_empty()).then(|| beside.join(below));
        }
        let from_top = Path::new(fixed.rsplit_once("../").map_or(fixed, |(_, below)| below));
        let first = from_top.components().next()?;
        let known = matches!(first, Component::Normal(it) if tops.iter().any(|top| it == *top));
        known.then(|| from_top.to_path_buf())
    };
    quoted.filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::PathBuf};

    use super::{Tree, inputs, named};

    #[test]
    fn catches_a_test_that_reads_more_than_its_stage_depends_on() {
        let tree = Tree::of(&[
            ("crates/a/tests/a.rs", "include_str!(\"../../../web/lessons/relay.toml\")"),
            ("crates/a/tests/b.rs", "root().join(\"web\").join(\"styles\")"),
            ("crates/a/tests/c.rs", "for folder in [\"web\", \"crates\"]"),
            ("crates/a/tests/d.rs", "include_str!(\"../../../README.md\")"),
            ("crates/xtask/src/html.rs", "const SHEETS: &str = \"web/package/sheets.js\";"),
            ("tests/browser/a.spec.mjs", "readFile('../../web/src/lib.rs')"),
            ("tests/browser/b.spec.mjs", "import { a } from './playing.mjs'; '../../web/first/a'"),
            ("tests/browser/launch.mjs", "import { a } from './playing.mjs';"),
            ("tests/browser/c.spec.mjs", "goto('./'); read('../../README.md')"),
            ("tests/clients/test_a.py", "TOP / \"docs\" / \"page.png\""),
            ("web/package/tests/a.mjs", "join(TOP, 'crates/relayscope/replies.md')"),
            ("web/styles/a.css", ""),
            ("docs/lessons.md", ""),
            ("README.md", ""),
        ]);
        let found: BTreeSet<String> = inputs(&tree).into_iter().map(|it| it.place).collect();
        let expected = [
            "crates/a/tests/b.rs",
            "crates/a/tests/c.rs",
            "tests/browser/a.spec.mjs",
            "tests/browser/c.spec.mjs",
            "tests/browser/launch.mjs",
            "tests/clients/test_a.py",
            "web/package/tests/a.mjs",
        ];
        assert_eq!(found, BTreeSet::from(expected.map(str::to_owned)));
    }

    #[test]
    fn finds_files_between_quotation_marks() {
        let text = "read(\"../../web/lessons/relay.toml\")\n\
            // \"docs/not-this.md\"\n\
            new URL(`../../web/first/${name}`, 'crates'); import './beside.mjs'\n\
            TOP / \"docs\" / \"page.png\", root().join(\"web\").join(\"styles\")\n\
            join(\"nothing/of/it\"), \"../mistake.rs\", \"target/npm\"\n";
        let expected = [
            "crates",
            "docs/page.png",
            "tests/a/beside.mjs",
            "web/first/",
            "web/lessons/relay.toml",
            "web/styles",
        ];
        let tops = BTreeSet::from(["crates", "docs", "web"]);
        let found = named("tests/a/b.mjs", text, &tops);
        assert_eq!(found, BTreeSet::from(expected.map(PathBuf::from)));
    }
}
