//! `cargo xtask tidy`: the project's own rules, which no general tool knows.
//!
//! Each rule says why it is there, and has a test that shows it catching a violation.

mod architecture;
mod boundary;
mod layout;
mod leftover;
mod length;
mod module;
mod named;
mod scenario;
mod source;
mod tree;
mod wire;

use std::fmt;

use tree::Tree;

use crate::{
    error::{Error, Result},
    gate::{Count, Outcome},
};

/// One rule of the project.
struct Rule {
    /// A short name, shown with each finding.
    name: &'static str,
    /// Why the project has it.
    why: &'static str,
    /// Finds every violation.
    check: fn(&Tree) -> Vec<Finding>,
}

/// One violation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// `path` or `path:line`.
    place: String,
    /// What is wrong and, where it is not plain, how to mend it.
    what: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }

    fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self::new(format!("{path}:{line}"), what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Every rule, in the order in which they are shown.
const RULES: &[Rule] = &[
    layout::TOP_LEVEL,
    layout::GATE_SCRIPT,
    layout::LINTS,
    module::NAMES,
    module::REACHED,
    length::FILES,
    boundary::NEEDS,
    boundary::WORDS,
    boundary::WORLD,
    boundary::ENTROPY,
    wire::LINE_ENDS,
    architecture::TABLE,
    scenario::FOLDERS,
    named::INPUTS,
    leftover::MARKS,
    leftover::WHITE_SPACE,
];

/// `cargo xtask tidy`.
pub(crate) fn command() -> Result<()> {
    let outcome = stage()?;
    if outcome.count.failed > 0 {
        println!("{}", outcome.output.trim_end());
        return Err(Error::new(format!("rules: {}", outcome.count)));
    }
    println!("rules: {}", outcome.count);
    Ok(())
}

/// Checks the tree; each rule counts as one check.
pub(crate) fn stage() -> Result<Outcome> {
    let tree = Tree::load()?;
    let mut outcome = Outcome::new(Count::default(), String::new());
    for rule in RULES {
        let findings = (rule.check)(&tree);
        outcome.count += Outcome::single(findings.is_empty(), String::new()).count;
        if !findings.is_empty() {
            outcome.output.push_str(&told(rule, &findings));
        }
    }
    Ok(outcome)
}

fn told(rule: &Rule, findings: &[Finding]) -> String {
    let heading = format!(
        "{} ({})
",
        rule.name, rule.why
    );
    findings.iter().fold(heading, |text, finding| {
        text + "  "
            + &finding.to_string()
            + "
"
    })
}

#[cfg(test)]
mod tests {
    use super::{Finding, RULES, stage, told};

    #[test]
    fn the_tree_is_tidy() {
        let outcome = stage().expect("the tree can be read");
        assert_eq!(outcome.count.failed, 0, "\n{}", outcome.output);
    }

    #[test]
    fn every_rule_says_why() {
        for rule in RULES {
            assert!(rule.why.len() > 20, "{} has no reason", rule.name);
        }
    }

    #[test]
    fn a_finding_is_told_with_its_rule_and_place() {
        let text = told(&RULES[0], &[Finding::at("a.rs", 7, "is wrong")]);
        assert!(
            text.starts_with(RULES[0].name) && text.ends_with("  a.rs:7: is wrong\n"),
            "{text}"
        );
    }
}
