//! The table of crates in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Rule, tree::Tree};
use crate::workspace::Package;

const PATH: &str = "ARCHITECTURE.md";

/// The column that names what a crate depends on.
const COLUMN: &str = "depends on";

pub(super) const TABLE: Rule = Rule {
    name: "table of crates",
    why: "the picture of who depends on whom is the first thing a reader trusts, so it has to be true",
    check: table,
};

fn table(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.files.get(PATH) else {
        return vec![Finding::new(PATH, "is missing")];
    };
    let written = rows(text);
    let own: BTreeSet<&str> = tree.packages.iter().map(|package| package.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in &tree.packages {
        let needs = own_needs(package, &own);
        match written.get(&package.name) {
            Some((_, told)) if *told == needs => {}
            Some((line, _)) => {
                findings.push(Finding::at(PATH, *line, should_read(package, &needs)));
            }
            None => findings.push(Finding::new(PATH, should_read(package, &needs))),
        }
    }
    for (name, (line, _)) in written.iter().filter(|(name, _)| !own.contains(name.as_str())) {
        findings.push(Finding::at(PATH, *line, format!("there is no crate {name}")));
    }
    findings
}

fn own_needs(package: &Package, own: &BTreeSet<&str>) -> BTreeSet<String> {
    package.needs.iter().filter(|need| own.contains(need.as_str())).cloned().collect()
}

fn should_read(package: &Package, needs: &BTreeSet<String>) -> String {
    let names: Vec<String> = needs.iter().map(|need| format!("`{need}`")).collect();
    let cell = if names.is_empty() { "—".to_owned() } else { names.join(" ") };
    format!("the row of `{}` must have `{COLUMN}`: {cell}", package.name)
}

/// The rows of the table whose columns are `crate`, … and `depends on`: line, and names in backticks.
fn rows(text: &str) -> BTreeMap<String, (usize, BTreeSet<String>)> {
    let mut rows = BTreeMap::new();
    let mut column = None;
    for (at, line) in text.lines().enumerate() {
        let Some(inside) = line.trim().strip_prefix('|') else {
            column = None;
            continue;
        };
        let cells: Vec<&str> = inside.trim_end_matches('|').split('|').map(str::trim).collect();
        if cells.first() == Some(&"crate") {
            column = cells.iter().position(|cell| *cell == COLUMN);
        } else if let Some(cell) = column.and_then(|column| cells.get(column)) {
            let name = cells.first().and_then(|first| names(first).into_iter().next());
            if let Some(name) = name {
                rows.insert(name, (at + 1, names(cell)));
            }
        }
    }
    rows
}

/// What stands in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{PATH, Tree, table};

    const TEXT: &str = "# Layout\n\n| crate | what | depends on |\n|---|---|---|\n\
        | `a` | first | — |\n| `b` | second | `a` |\n| `gone` | third | — |\n\nEnd.\n";

    #[test]
    fn catches_a_table_that_is_not_true() {
        let tree = Tree::of(&[(PATH, TEXT)])
            .with_package("a", "crates/a", &["serde"])
            .with_package("b", "crates/b", &["c"])
            .with_package("c", "crates/c", &["a"]);
        let found: Vec<String> = table(&tree).into_iter().map(|it| it.to_string()).collect();
        assert_eq!(
            found,
            [
                "ARCHITECTURE.md:6: the row of `b` must have `depends on`: `c`",
                "ARCHITECTURE.md: the row of `c` must have `depends on`: `a`",
                "ARCHITECTURE.md:7: there is no crate gone",
            ]
        );
    }

    #[test]
    fn accepts_one_that_is() {
        let text = TEXT.replace("| `gone` | third | — |\n", "");
        let tree = Tree::of(&[(PATH, &text)])
            .with_package("a", "crates/a", &["serde"])
            .with_package("b", "crates/b", &["a"]);
        assert_eq!(table(&tree), []);
    }
}
