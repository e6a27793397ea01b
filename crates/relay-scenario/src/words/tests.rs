//! Every mistake there is, in every language.

mod samples;

use relay_mail::Language;

use self::samples::all;
use super::told;
use crate::mistake::{File, Mistake, Syntax};

/// What stands between two marks, sorted: sentences have another order in other languages.
fn between(text: &str, mark: char) -> Vec<&str> {
    let mut pieces: Vec<&str> = text.split(mark).skip(1).step_by(2).collect();
    pieces.sort_unstable();
    pieces
}

/// The numbers in a text, sorted.
fn numbers(text: &str) -> Vec<&str> {
    let pieces = text.split(|c: char| !c.is_ascii_digit());
    let mut numbers: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    numbers.sort_unstable();
    numbers
}

#[track_caller]
fn differ_in_words_alone(english: &str, other: &str) {
    assert_eq!(english.is_empty(), other.is_empty(), "{english:?}, {other:?}");
    assert!(english.is_empty() || english != other, "{english}");
    for mark in ['`', '"'] {
        assert_eq!(between(english, mark), between(other, mark), "{english}\n{other}");
    }
    assert_eq!(numbers(english), numbers(other), "{english}\n{other}");
    for word in [" the ", " is ", " are ", " and ", " or ", " of ", " not ", " with ", "write "] {
        assert!(!other.contains(word), "{word:?} in {other}");
    }
}

#[test]
fn every_language_says_every_mistake_in_its_own_words() {
    for mistake in all() {
        let english = told(&mistake, Language::English);
        for language in Language::ALL.into_iter().filter(|it| *it != Language::English) {
            let other = told(&mistake, language);
            differ_in_words_alone(&english.message, &other.message);
            differ_in_words_alone(&english.label, &other.label);
            assert_eq!(english.hint.is_some(), other.hint.is_some(), "{mistake:?}");
            let (hint, other) = (english.hint.clone(), other.hint);
            differ_in_words_alone(&hint.unwrap_or_default(), &other.unwrap_or_default());
        }
    }
}

/// No two mistakes are told in the same words by accident.
#[test]
fn words_of_one_language_differ_where_those_of_the_other_do() {
    let words = |mistake: &Mistake, language| {
        let it = told(mistake, language);
        (it.message, it.label, it.hint)
    };
    let mut by_english = std::collections::BTreeMap::new();
    let mut by_german = std::collections::BTreeMap::new();
    for mistake in all() {
        let (english, german) =
            (words(&mistake, Language::English), words(&mistake, Language::German));
        let known = by_english.insert(english.clone(), german.clone());
        assert!(known.is_none_or(|known| known == german), "{mistake:?}");
        let known = by_german.insert(german, english.clone());
        assert!(known.is_none_or(|known| known == english), "{mistake:?}");
    }
}

/// The variants of an enum, by its source.
fn variants<'s>(source: &'s str, name: &str) -> Vec<&'s str> {
    let start = source.find(&format!("pub(crate) enum {name} {{\n")).expect("it is there");
    let body = source[start..].split_once('\n').map_or("", |(_, body)| body);
    let body = body.split("\n}").next().unwrap_or_default();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let name_of = |line: &'s str| line.split([' ', ',', '(']).next().unwrap_or_default();
    lines.map(name_of).filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase())).collect()
}

#[test]
fn no_mistake_is_left_out_above() {
    let sources = [
        include_str!("../mistake/choice.rs"),
        include_str!("../mistake/file.rs"),
        include_str!("../mistake/host.rs"),
        include_str!("../mistake/lesson.rs"),
        include_str!("../mistake/network.rs"),
        include_str!("../mistake/traffic.rs"),
        include_str!("../mistake/value.rs"),
    ];
    let (all, mut count) = (format!("{:?}", all()), 0);
    for source in sources {
        let names = source.split("pub(crate) enum ").skip(1);
        for name in names.filter_map(|rest| rest.split(' ').next()) {
            // The field in which those stand that are no topics of their own.
            let field = match name {
                "Answered" | "Syntax" => "mend: ",
                "BadDomain" | "BadMailbox" => "why: ",
                "Choice" | "Many" => "what: ",
                "Code" => "of: ",
                "Expected" => "expected: ",
                "Found" => "found: ",
                "Mend" => "mend: Some(",
                "Or" => "or: ",
                topic => &format!("{topic}("),
            };
            for variant in variants(source, name) {
                assert!(all.contains(&format!("{field}{variant}")), "{name}::{variant}");
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn words_of_the_parser_that_nobody_knows_are_quoted() {
    let said = |said: &str| {
        let mistake = File::NotToml { said: said.to_owned(), mend: Syntax::Usual }.into();
        told(&mistake, Language::German).message
    };
    let quoted = "das ist kein TOML; auf Englisch sagt der TOML-Parser: „";
    for unknown in ["bad luck", "duplicate key, expected luck", "bad luck, expected `=`"] {
        assert_eq!(said(unknown), format!("{quoted}{unknown}“"));
    }
    assert_eq!(
        said("invalid time, expected hour between 00 and 23"),
        "das ist kein TOML: ungültige Uhrzeit, erwartet: Stunde von 00 bis 23"
    );
    assert_eq!(
        said("unclosed array, expected `]`"),
        "das ist kein TOML: ein Array ist nicht geschlossen, erwartet: `]`"
    );
}
