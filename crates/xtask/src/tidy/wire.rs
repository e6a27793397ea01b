//! Wire bytes are made in few places.

use super::{Finding, Rule, source::Kind, tree::Tree};

/// Files, and folders that end in `/`, whose business is lines on the wire.
const MAKERS: &[&str] = &[
    "crates/relay-mail/src/content.rs",
    "crates/relay-mail/src/dot.rs",
    "crates/relay-mail/src/header.rs",
    "crates/relay-mail/src/line.rs",
    "crates/relay-smtp/src/command.rs",
    "crates/relay-smtp/src/command/",
    "crates/relay-smtp/src/reply.rs",
    "crates/relay-smtp/src/reply/",
    "crates/relay-pop3/src/command.rs",
    "crates/relay-pop3/src/command/",
    "crates/relay-pop3/src/reply.rs",
    "crates/relay-pop3/src/reply/",
    // The harness plays the peer, and looks at octets without our own code.
    "tests/src/dialog/",
    "tests/src/fuzz.rs",
    "tests/src/fuzz/",
];

pub(super) const LINE_ENDS: Rule = Rule {
    name: "line ends",
    why: "bytes for the wire are made by commands, replies, dots and headers only, where they are tested",
    check: line_ends,
};

/// CR LF as a string literal writes it.
const ESCAPED: &str = "\\r\\n";

fn line_ends(tree: &Tree) -> Vec<Finding> {
    let maker = |path: &str| {
        MAKERS.iter().any(|it| path == *it || it.ends_with('/') && path.starts_with(it))
    };
    let elsewhere = tree.sources.iter().filter(|source| !maker(&source.path));
    elsewhere
        .flat_map(|source| source.product().map(|token| (&source.path, token)))
        .filter(|(_, token)| token.kind == Kind::Literal && token.text.contains(ESCAPED))
        .map(|(path, token)| {
            Finding::at(path, token.line, "CR LF in a literal; use relay_mail::line::CRLF")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Tree, line_ends};

    #[test]
    fn catches_a_line_end_outside_its_makers() {
        let code = "fn a() { b\"QUIT\\r\\n\" }\n#[cfg(test)]\nmod t { fn b() { \"\\r\\n\" } }\n";
        let tree = Tree::of(&[
            ("crates/relay-host/src/a.rs", code),
            ("crates/relay-smtp/src/reply/line.rs", code),
        ]);
        let found = line_ends(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place, "crates/relay-host/src/a.rs:1");
    }
}
