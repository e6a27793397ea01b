//! The boundaries between the crates: what each may need, name and reach.

use std::collections::BTreeSet;

use super::{
    Finding, Rule,
    source::{Kind, Source, Token},
    tree::Tree,
};

pub(super) const NEEDS: Rule = Rule {
    name: "dependencies",
    why: "the network knows no mail, a host knows no network, and only the page knows the browser",
    check: needs,
};

pub(super) const WORDS: Rule = Rule {
    name: "vocabulary",
    why: "the network and the hosts meet only in the world's dispatch, so neither speaks of the other",
    check: words,
};

pub(super) const WORLD: Rule = Rule {
    name: "outside world",
    why: "a run is a function of scenario, seed and commands: files, clocks and sockets are arguments",
    check: world,
};

pub(super) const ENTROPY: Rule = Rule {
    name: "entropy",
    why: "a library that asks the system for randomness or its name would end reproducible runs",
    check: entropy,
};

/// Who may not need whom.
const FORBIDDEN_NEEDS: &[(&str, &[&str])] = &[
    ("relay-net", &["relay-mail", "relay-smtp", "relay-pop3", "relay-host", "mail-builder"]),
    ("relay-host", &["relay-net"]),
    ("relay-scenario", &["relay-net", "relay-pop3"]),
    ("relay-smtp", &["relay-net", "relay-host", "relay-pop3"]),
    ("relay-pop3", &["relay-net", "relay-host", "relay-smtp"]),
    ("relay-kernel", &["relay-mail", "relay-net"]),
    ("relay-mail", &["relay-net"]),
];

/// What only the page may need.
const BROWSER: &[&str] = &[
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "js-sys",
    "serde-wasm-bindgen",
    "leptos",
    "console_error_panic_hook",
];

/// Words that a crate may not use in its code, outside tests.
const FORBIDDEN_WORDS: &[(&str, &[&str])] = &[
    (
        "relay-net",
        &[
            "mail",
            "email",
            "smtp",
            "pop3",
            "envelope",
            "recipient",
            "mailbox",
            "maildrop",
            "rcpt",
            "dsn",
            "bounce",
            "postmaster",
            "uidl",
        ],
    ),
    ("relay-host", &["fabric", "latency", "jitter", "link"]),
];

/// Crates at the edge, which speak to files, clocks and sockets.
const EDGE: &[&str] = &["web", "crates/relay-bench", "crates/relay-cli", "crates/xtask", "tests"];

/// Modules of the standard library that reach the outside world.
const OUTSIDE: &[&str] = &["env", "fs", "net", "os", "process", "thread"];

/// Types of `std::time` that read the system's clock.
const CLOCKS: &[&str] = &["Instant", "SystemTime"];

/// Packages that ask the operating system for randomness, a name or a time zone.
const SYSTEM_SOURCES: &[&str] = &["getrandom", "gethostname", "hostname", "iana-time-zone"];

fn needs(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in &tree.packages {
        let place = format!("{}/Cargo.toml", package.folder);
        let own = FORBIDDEN_NEEDS.iter().filter(|(name, _)| *name == package.name);
        let browser = if package.folder == "web" { &[] } else { BROWSER };
        for need in own.flat_map(|(_, needs)| *needs).chain(browser) {
            if package.needs.contains(*need) {
                findings.push(Finding::new(&place, format!("must not need {need}")));
            }
        }
    }
    findings
}

fn words(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (package, forbidden) in FORBIDDEN_WORDS {
        let folder = tree.packages.iter().find(|it| it.name == *package).map(|it| &it.folder);
        let inside = |source: &&Source| {
            let folder = folder.map(|folder| format!("{folder}/src/"));
            folder.is_some_and(|folder| source.path.starts_with(&folder))
        };
        for source in tree.sources.iter().filter(inside) {
            for token in source.product().filter(|token| token.kind != Kind::Mark) {
                for word in words_of(&token.text).filter(|word| forbidden.contains(&word.as_str()))
                {
                    let what = format!("`{word}` is not a word of {package}");
                    findings.push(Finding::at(&source.path, token.line, what));
                }
            }
        }
    }
    findings
}

/// The words of a name or a text, in lower case: `MailBox`, `mail_box` and "mail box" alike.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut before_was_lower = false;
    for letter in text.chars() {
        let begins = letter.is_uppercase() && before_was_lower;
        if (begins || !letter.is_alphanumeric()) && words.last().is_some_and(|it| !it.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before_was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.into_iter()
}

fn world(tree: &Tree) -> Vec<Finding> {
    let at_edge =
        |source: &&Source| EDGE.iter().any(|folder| source.path.starts_with(&format!("{folder}/")));
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| !at_edge(source)) {
        let tokens: Vec<&Token> = source.product().collect();
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Ident)
        {
            let outside = OUTSIDE.contains(&token.text.as_str()) && is_member(&tokens, at, "std");
            let clock = CLOCKS.contains(&token.text.as_str()) && is_member(&tokens, at, "time");
            if outside || clock {
                let what = format!("`{}` reaches outside; take it as an argument", token.text);
                findings.push(Finding::at(&source.path, token.line, what));
            }
        }
    }
    findings
}

/// Whether the name at `at` stands in `parent::name` or in `parent::{…, name, …}`.
fn is_member(tokens: &[&Token], at: usize, parent: &str) -> bool {
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|it| it.text.as_str());
    let follows_parent = |colons: usize| {
        text(colons.checked_sub(1)) == Some(":") && text(colons.checked_sub(2)) == Some(parent)
    };
    if text(at.checked_sub(1)) == Some(":") {
        return at >= 1 && follows_parent(at - 1);
    }
    // Inside a group: walk back to the brace that opens it, over groups that are closed.
    let mut depth = 0;
    for back in (0..at).rev() {
        match tokens[back].text.as_str() {
            "}" => depth += 1,
            "{" if depth > 0 => depth -= 1,
            "{" => return text(back.checked_sub(1)) == Some(":") && follows_parent(back - 1),
            ";" => return false,
            _ => {}
        }
    }
    false
}

fn entropy(tree: &Tree) -> Vec<Finding> {
    // The world holds every crate of the simulation; what it does not need is not in a run.
    let Some(world) = tree.packages.iter().find(|package| package.name == "relayscope") else {
        return Vec::new();
    };
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut to_do: Vec<(&str, &str)> = vec![("relayscope", "relayscope")];
    let mut findings = Vec::new();
    while let Some((name, needed_by)) = to_do.pop() {
        if !known.insert(name) {
            continue;
        }
        if SYSTEM_SOURCES.contains(&name) {
            let what = format!("the simulation needs {name} through {needed_by}");
            findings.push(Finding::new("Cargo.lock", what));
        }
        // Of our own packages only what they need at run time counts; the lock file mixes in tests.
        let own = tree.packages.iter().find(|package| package.name == name);
        let needs = own.map(|package| &package.needs).or_else(|| tree.lock.get(name));
        to_do.extend(needs.into_iter().flatten().map(|need| (need.as_str(), name)));
    }
    findings.sort_by(|a, b| a.what.cmp(&b.what));
    debug_assert!(known.contains(world.name.as_str()));
    findings
}

#[cfg(test)]
mod tests {
    use super::{Tree, entropy, needs, words, words_of, world};

    fn lines(found: &[super::Finding]) -> Vec<&str> {
        found.iter().map(|it| it.place.as_str()).collect()
    }

    #[test]
    fn catches_a_forbidden_need() {
        let tree = Tree::of(&[])
            .with_package("relay-net", "crates/relay-net", &["relay-kernel", "relay-mail"])
            .with_package("relay-web", "web", &["leptos"])
            .with_package("relay-cli", "crates/relay-cli", &["web-sys"]);
        assert_eq!(
            lines(&needs(&tree)),
            ["crates/relay-net/Cargo.toml", "crates/relay-cli/Cargo.toml"]
        );
    }

    #[test]
    fn catches_a_word_of_the_other_side() {
        let code = "/// Carries mail.\nfn a() {}\nstruct MailLink;\nfn b() { \"the mailbox\" }\n\
                    fn mailing() {}\n#[cfg(test)]\nmod tests { fn mail() {} }\n";
        let tree = Tree::of(&[("crates/relay-net/src/a.rs", code)]).with_package(
            "relay-net",
            "crates/relay-net",
            &[],
        );
        let path = "crates/relay-net/src/a.rs";
        assert_eq!(lines(&words(&tree)), [format!("{path}:3"), format!("{path}:4")]);
    }

    #[test]
    fn splits_names_into_words() {
        let split = |text| words_of(text).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        assert_eq!(split("MailBox_of pop3-host"), ["mail", "box", "of", "pop3", "host"]);
    }

    #[test]
    fn catches_every_way_out() {
        let code = "use std::fs;\nuse std::{fmt, net::TcpStream};\nfn a() { std::env::var(\"x\"); }\n\
                    use std::time::{Duration, Instant};\nuse std::{cmp::{Ord}, thread};\n\
                    mod net;\nuse crate::net::x;\nuse crate::{env, fs};\nfn fs() { net(); Instant::a(); }\n\
                    #[cfg(test)]\nmod tests { use std::fs; }\n";
        let tree = Tree::of(&[("crates/relay-net/src/a.rs", code), ("web/src/a.rs", code)]);
        let found: Vec<usize> = lines(&world(&tree))
            .iter()
            .filter_map(|place| place.rsplit_once(':')?.1.parse().ok())
            .collect();
        assert_eq!(found, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn catches_a_hidden_source_of_randomness() {
        let mut tree = Tree::of(&[])
            .with_package("relayscope", "crates/relayscope", &["relay-kernel"])
            .with_package("relay-kernel", "crates/relay-kernel", &["rand"]);
        tree.lock.insert("rand".to_owned(), ["getrandom".to_owned()].into());
        // A test's own need is not the simulation's.
        tree.lock.insert("relay-kernel".to_owned(), ["hostname".to_owned()].into());
        let found = entropy(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("getrandom through rand"));
    }
}
