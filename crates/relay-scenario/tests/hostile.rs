//! Files that nobody would write: the reader answers at once, with messages at places that exist.

use core::fmt::Write as _;

use relay_kernel::{Rng, Stream};
use relay_mail::Language;
use relay_scenario::{Scenario, limit};

const LESSONS: [&str; 3] = [
    include_str!("../../../web/lessons/relay.toml"),
    include_str!("../../../web/lessons/never-back.toml"),
    include_str!("../../../web/lessons/double-bounce.toml"),
];

/// Reads `source`; whatever is said about it has a place in it.
#[track_caller]
fn read(source: &str) -> usize {
    let found = match Scenario::parse(source) {
        Ok(scenario) => scenario.warnings,
        Err(found) => {
            assert!(!found.is_empty(), "a refusal has a reason: {source}");
            found
        }
    };
    for diagnostic in &found {
        assert!(source.get(diagnostic.span.clone()).is_some(), "{diagnostic:#?} in {source}");
        for language in Language::ALL {
            let told = diagnostic.told(language);
            assert!(!told.message.is_empty());
            assert!(!told.message.contains(char::is_control), "{told:#?}");
            // Nothing of the TOML parser has to be quoted.
            assert!(!told.message.contains('“'), "{told:#?}");
        }
        let place = diagnostic.place(source);
        assert!(place.line >= 1 && place.column >= 1 && !place.caret.is_empty());
    }
    found.len()
}

/// Characters that mean something to TOML, or to nobody.
const ODDITIES: [char; 10] = ['"', '[', '=', '\n', 'é', '0', '.', '\\', '{', '\u{7f}'];

/// `source` with a few changes: pieces doubled, dropped, swapped, and characters put in.
fn garble(source: &str, rng: &mut Rng) -> String {
    let mut text: Vec<char> = source.chars().collect();
    for _ in 0..=rng.below(4) {
        let below = |rng: &mut Rng, n: usize| usize::try_from(rng.below(n as u64)).expect("small");
        let at = below(rng, text.len());
        let end = (at + below(rng, 30)).min(text.len());
        match rng.below(5) {
            0 => drop(text.drain(at..end)),
            1 => {
                let piece = text[at..end].to_vec();
                text.splice(at..at, piece);
            }
            2 => text[at..end].reverse(),
            3 => text[at] = ODDITIES[below(rng, ODDITIES.len())],
            _ => text.truncate(at.max(1)),
        }
        if text.is_empty() {
            text.push('x');
        }
    }
    text.into_iter().collect()
}

#[test]
fn garbled_files_are_read_or_refused() {
    for (nth, source) in LESSONS.into_iter().enumerate() {
        let mut rng = Rng::new(7, Stream(nth as u64));
        for _ in 0..400 {
            read(&garble(source, &mut rng));
        }
    }
}

#[test]
fn the_list_of_mistakes_has_an_end() {
    let mut source = "format = 1\n[[host]]\nname = \"a.example\"\n".to_owned();
    for nth in 0..20_000 {
        writeln!(source, "[[send]]\nfrom = \"u{nth}@b.example\"\nto = \"x\"").expect("text");
    }
    assert_eq!(read(&source), limit::DIAGNOSTICS);
}

#[test]
fn addresses_do_not_multiply_without_end() {
    let list = |count: usize, what: &str| -> String {
        (0..count).map(|nth| format!("\"{what}{nth}\"")).collect::<Vec<_>>().join(",")
    };
    let (domains, mailboxes) = (list(100, "d"), list(1000, "m"));
    let mut source = "format = 1\n".to_owned();
    for nth in 0..30 {
        let host = format!("[[host]]\nname = \"h{nth}\"\ndomains = [{domains}]\n");
        writeln!(source, "{host}mailboxes = [{mailboxes}]").expect("text");
    }
    let found = Scenario::parse(&source).expect_err("too many");
    assert_eq!(found.len(), 1, "{found:#?}");
    let told = found[0].told(Language::English);
    assert!(told.message.ends_with("addresses on all hosts are too many"), "{told:#?}");
}

#[test]
fn large_files_of_all_kinds_are_read() {
    let mut source = "format = 1\n".to_owned();
    for nth in 0..limit::HOSTS {
        writeln!(source, "[[host]]\nname = \"h{nth}.example\"\nmailboxes = [\"u@d{nth}.example\"]")
            .expect("text");
    }
    for nth in 0..10_000 {
        let (a, b) = (nth % 100, 100 + nth / 100);
        writeln!(source, "[[link]]\nbetween = [\"h{a}.example\", \"h{b}.example\"]").expect("text");
        writeln!(source, "[[dns]]\nname = \"n{nth}.example\"\ntype = \"A\"\nvalue = \"192.0.2.1\"")
            .expect("text");
        writeln!(source, "[[send]]\nfrom = \"u@d{a}.example\"\nto = \"u@d{b}.example\"")
            .expect("text");
    }
    assert_eq!(read(&source), 0);
}
