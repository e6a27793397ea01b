//! The page of the documentation that explains replies comes from the table that the page and its
//! console read: `crates/relayscope/replies.md`.

#![allow(clippy::disallowed_methods, reason = "this test compares with a file")]

use std::fmt::Write as _;
use std::fs;

use relay_mail::{EnhancedCode, ReplyCode};
use relay_pop3::knowledge as pop3;
use relay_smtp::knowledge::{self as smtp, Note};
use relay_tests::scenario::root;

/// Set to write the file anew: then look at the difference before you commit it.
const BLESS: &str = "BLESS";

#[test]
fn the_documentation_of_replies_is_current() {
    let file = root().join("crates/relayscope/replies.md");
    let text = document();
    if std::env::var(BLESS).is_ok() {
        fs::write(&file, &text).expect("the folder can be written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == text, "{}: with {BLESS}=1 it is written anew", file.display());
}

/// Text between two bars of a table, where nothing is markup.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for sign in text.chars() {
        if matches!(sign, '|' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '\\') {
            cell.push('\\');
        }
        cell.push(sign);
    }
    cell
}

fn row(text: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    writeln!(text, "| {} |", cells.join(" | ")).expect("a string takes text");
}

fn table(text: &mut String, title: &str, heads: &[&str]) {
    writeln!(text, "\n## {title}\n").expect("a string takes text");
    row(text, heads);
    writeln!(text, "|{}", "---|".repeat(heads.len())).expect("a string takes text");
}

fn noted(text: &mut String, what: &str, note: Note) {
    row(text, &[what, note.meaning.english, note.explanation.english, note.section]);
}

fn document() -> String {
    let mut text = String::from(
        "# Replies, explained\n\n\
         What SMTP and POP3 servers answer here, and what follows from it. The page and its console say\n\
         the same: this file is written from their table, by `BLESS=1 cargo test -p relay-tests replies`.\n",
    );
    smtp_theory(&mut text);
    table(&mut text, "SMTP replies", &["code", "meaning", "what follows", "read on"]);
    for (code, note) in smtp::REPLIES {
        noted(&mut text, &code.to_string(), *note);
    }
    table(&mut text, "Enhanced codes", &["code", "meaning", "what follows", "read on"]);
    for ((subject, detail), note) in smtp::ENHANCED {
        noted(&mut text, &format!("x.{subject}.{detail}"), *note);
    }
    pop3_tables(&mut text);
    text
}

/// The digits, each by a code that has it.
fn smtp_theory(text: &mut String) {
    table(text, "Digits of an SMTP reply", &["digit", "meaning", "what follows", "read on"]);
    for code in [250, 354, 450, 550] {
        noted(text, &format!("{}yz", code / 100), smtp::first_digit(ReplyCode::of(code)));
    }
    for code in [500, 214, 220, 235, 250] {
        noted(text, &format!("x{}z", code / 10 % 10), smtp::second_digit(ReplyCode::of(code)));
    }
    noted(text, "xyz", smtp::third_digit());
    table(text, "Parts of an enhanced code", &["part", "meaning", "what follows", "read on"]);
    for class in [2, 4, 5] {
        noted(text, &format!("{class}.y.z"), smtp::class(EnhancedCode::new(class, 0, 0)));
    }
    for subject in 0..=7 {
        noted(text, &format!("x.{subject}.z"), smtp::subject(EnhancedCode::new(5, subject, 0)));
    }
}

fn pop3_tables(text: &mut String) {
    table(text, "First words of a POP3 response", &["word", "meaning", "read on"]);
    for it in pop3::STATUSES {
        row(text, &[it.status.as_str(), it.meaning.english, it.section]);
    }
    table(text, "POP3 response codes", &["code", "meaning", "what a client does", "read on"]);
    for it in pop3::CODES {
        row(
            text,
            &[
                &format!("[{}]", it.code.as_str()),
                it.meaning.english,
                it.advice.english,
                it.section,
            ],
        );
    }
    table(text, "POP3 responses", &["response", "answers", "meaning", "read on"]);
    for it in pop3::REPLIES {
        let verbs: Vec<&str> = it.verbs.iter().map(|verb| verb.as_str()).collect();
        row(text, &[it.pattern, &verbs.join(", "), it.meaning.english, it.section]);
    }
}
