//! Answers to choose from, and answers in words.

use std::collections::BTreeSet;

use relay_host::MailId;
use relay_kernel::SimDuration;

use super::answer::{Found, rounded};
use crate::scenario::{Answer, Ask, Fate, HostNo, Prediction, Scenario};
use crate::trace::Trace;

/// How many answers there are to choose from, where the rule makes them.
const CHOICES: usize = 4;
/// Hosts to choose from.
const HOSTS: usize = 6;

/// Spans that people think of, in seconds.
const USUAL_SPANS_S: [u64; 17] = [
    1, 5, 20, 60, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 432_000,
    604_800, 1_209_600,
];

/// The answers that a reader chooses from: the right one and others near it, in an order that does
/// not tell which it is.
pub fn choices(
    trace: &Trace,
    scenario: &Scenario,
    prediction: &Prediction,
    right: &Found,
) -> Vec<Answer> {
    let right = right.answer.clone();
    let mut all: BTreeSet<Answer> = if prediction.choices.is_empty() {
        by_rule(trace, scenario, &prediction.ask, &right).into_iter().collect()
    } else {
        prediction.choices.iter().map(plain).collect()
    };
    all.insert(right);
    if matches!(prediction.ask, Ask::Whether(_)) {
        return vec![Answer::Happens(true), Answer::Happens(false)];
    }
    all.into_iter().collect()
}

/// A choice as the right answer would be written.
fn plain(choice: &Answer) -> Answer {
    match choice {
        Answer::After(span) => Answer::After(rounded(*span)),
        other => other.clone(),
    }
}

fn by_rule(trace: &Trace, scenario: &Scenario, ask: &Ask, right: &Answer) -> Vec<Answer> {
    match ask {
        Ask::When(_) => spans(right),
        Ask::Where(_) | Ask::Received { .. } => hosts(scenario, right),
        Ask::Whether(_) => Vec::new(),
        Ask::HowMany(_) => numbers(right),
        Ask::Reply(_) => replies(right),
        Ask::ReturnPath(_) => paths(trace, "<>"),
        Ask::Recipient(_) => paths(trace, ""),
        Ask::Fate(_) => Fate::ALL.map(Answer::Fate).to_vec(),
    }
}

/// Spans that are well apart from the right one and from each other.
fn spans(right: &Answer) -> Vec<Answer> {
    let Answer::After(right) = right else {
        return [60, 1_800, 86_400].map(|s| Answer::After(SimDuration::from_secs(s))).to_vec();
    };
    let right_s = right.as_secs();
    if !USUAL_SPANS_S.contains(&right_s) {
        // Among round spans it would be known by its looks.
        let near = [*right / 2, *right * 2, *right * 4];
        return near.map(|span| Answer::After(rounded(span))).to_vec();
    }
    let apart = |s: &u64| s.abs_diff(right_s) * 3 >= right_s && *s != right_s;
    let below = USUAL_SPANS_S.into_iter().rev().filter(|s| *s < right_s).find(apart);
    let above = USUAL_SPANS_S.into_iter().filter(|s| *s > right_s).filter(apart);
    let found = below.into_iter().chain(above).take(CHOICES - 1);
    found.map(|s| Answer::After(rounded(SimDuration::from_secs(s)))).collect()
}

/// The hosts, those that listen before those that do not.
fn hosts(scenario: &Scenario, right: &Answer) -> Vec<Answer> {
    let (first, last): (Vec<_>, Vec<_>) = (0..scenario.hosts.len())
        .map(HostNo::from_index)
        .filter(|no| Answer::Host(*no) != *right)
        .partition(|no| scenario.host(*no).services.smtp);
    first.into_iter().chain(last).take(HOSTS - 1).map(Answer::Host).collect()
}

fn numbers(right: &Answer) -> Vec<Answer> {
    let Answer::Number(right) = *right else { return Vec::new() };
    let from = right.saturating_sub(1 + right % 2);
    (from..).take(CHOICES).map(Answer::Number).collect()
}

fn replies(right: &Answer) -> Vec<Answer> {
    let pop3 = matches!(right, Answer::Reply(text) if text.starts_with(['+', '-']));
    let all: &[&str] = if pop3 { &["+OK", "-ERR"] } else { &["250", "354", "450", "550"] };
    all.iter().map(|text| Answer::Reply((*text).to_owned())).collect()
}

/// Addresses that stand in the envelopes of the run, and `other`.
fn paths(trace: &Trace, other: &str) -> Vec<Answer> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !found.contains(&text) && found.len() < CHOICES {
            found.push(text);
        }
    };
    add(other.to_owned());
    for n in 0..trace.mail_count() {
        let record = trace.mail(MailId::from_index(n)).1;
        let recipients = record.recipients.iter().filter_map(|path| path.mailbox());
        for mailbox in record.reverse_path.mailbox().into_iter().chain(recipients) {
            add(mailbox.to_string());
        }
    }
    found.into_iter().map(Answer::Path).collect()
}

/// An answer in words.
pub fn words(answer: &Answer, scenario: &Scenario) -> String {
    match answer {
        Answer::After(span) if span.as_secs() == 0 => "in less than a second".to_owned(),
        Answer::After(span) => format!("after {span}"),
        Answer::Host(no) => scenario.host(*no).name.to_string(),
        Answer::Number(number) => number.to_string(),
        Answer::Reply(text) | Answer::Path(text) => text.clone(),
        Answer::Happens(true) => "yes".to_owned(),
        Answer::Happens(false) => "no".to_owned(),
        Answer::Fate(Fate::Delivered) => "it is put into a maildrop".to_owned(),
        Answer::Fate(Fate::Bounced) => "it is given up, and the sender is told".to_owned(),
        Answer::Fate(Fate::Discarded) => "it is given up, and nobody is told".to_owned(),
        Answer::Fate(Fate::Waiting) => "it still waits in a queue at the end".to_owned(),
        Answer::Never => "that never happens".to_owned(),
    }
}
