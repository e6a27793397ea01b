//! Every trace field that a host of any scenario writes has the form of RFC 5321 §4.4.

use relay_host::{ContentId, Fact, MailId, Origin};
use relay_mail::header::{count_each, fields};
use relay_mail::{Domain, HostPart, Mailbox};
use relay_tests::scenario::{Run, all, run};
use relayscope::trace::Kind;

/// `name ( [name] [address] )`: an Extended-Domain with its TCP-info.
fn extended_domain(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(' ')?;
    HostPart::parse(name)?;
    let (info, rest) = rest.strip_prefix('(')?.split_once(')')?;
    let literal = match info.split_once(' ') {
        Some((name, literal)) => Domain::parse(name).map(|_| literal)?,
        None => info,
    };
    matches!(HostPart::parse(literal)?, HostPart::Ipv4(_)).then_some(rest)
}

/// A date of RFC 5322 §3.3 with a numeric zone and four digits for the year.
fn is_date(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let [weekday, day, month, year, time, zone] = words[..] else { return false };
    let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let clock: Vec<&str> = time.split(':').collect();
    weekday.len() == 4
        && weekday.ends_with(',')
        && digits(day, 2)
        && month.len() == 3
        && digits(year, 4)
        && clock.len() == 3
        && clock.iter().all(|part| digits(part, 2))
        && zone.starts_with(['+', '-'])
        && digits(&zone[1..], 4)
}

/// Reads a time stamp line by its grammar; whether it has a FOR.
fn stamp(value: &str) -> Option<bool> {
    let unfolded = value.replace("\r\n\t", " ");
    let rest = extended_domain(unfolded.strip_prefix("from ")?)?;
    let (by, rest) = rest.strip_prefix(" by ")?.split_once(' ')?;
    Domain::parse(by)?;
    let (with, rest) = rest.strip_prefix("with ")?.split_once(" id ")?;
    // RFC 3848 §3, RFC 6531 §4.3
    ["SMTP", "ESMTP", "ESMTPA", "UTF8SMTP", "UTF8SMTPA"].contains(&with).then_some(())?;
    let (rest, date) = rest.split_once("; ")?;
    let (id, recipient) = match rest.split_once(" for ") {
        Some((id, path)) => (id, Some(path)),
        None => (rest, None),
    };
    let is_atom = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let path_is_good = recipient.is_none_or(|path| {
        let mailbox = path.strip_prefix('<').and_then(|path| path.strip_suffix('>'));
        mailbox.and_then(Mailbox::parse).is_some()
    });
    (is_atom && path_is_good && is_date(date)).then_some(recipient.is_some())
}

#[test]
fn the_grammar_can_fail() {
    let good = "from a.example (b.example [192.0.2.1])\r\n\tby c.example with ESMTP id 4A000\r\n\t\
                for <d@e.example>;\r\n\tMon, 02 Mar 2026 09:00:00 +0000";
    assert_eq!(stamp(good), Some(true));
    for (from, to) in [
        ("from ", ""),
        ("[192.0.2.1]", "192.0.2.1"),
        ("ESMTP", "ESMTPX"),
        ("4A000", ""),
        ("<d@e.example>", "d@e.example"),
        ("+0000", "GMT"),
        ("2026", "26"),
        ("a.example (", "a_b (("),
    ] {
        assert_eq!(stamp(&good.replace(from, to)), None, "{from} {to}");
    }
}

fn head(run: &Run, content: ContentId) -> Vec<u8> {
    run.trace.content(content).head().to_vec()
}

/// The copy that arrived by a connection has one field more than the one that was sent, and it is
/// the first.
fn check_copy(name: &str, run: &Run, mail: MailId, is_plain: bool) {
    let record = run.trace.mail(mail).1;
    let head = head(run, record.content);
    assert_eq!(
        count_each(&head, ["Return-Path"]),
        [0],
        "{name}: only final delivery puts one there"
    );
    if !matches!(record.origin, Origin::Received { .. }) {
        return;
    }
    let (field, value) = fields(&head).next().expect("a trace field");
    assert_eq!(field, b"Received", "{name}");
    let value = String::from_utf8_lossy(value);
    let has_for = stamp(&value).unwrap_or_else(|| panic!("{name}: {value}"));
    // FOR names at most one path, and only where it tells nothing to others (§7.6).
    if record.recipients.len() > 1 && is_plain {
        assert!(!has_for, "{name}: {value}");
    }
}

#[test]
fn every_hop_writes_its_trace_field() {
    let mut copies = 0;
    for (name, scenario) in all() {
        // Behind an alias there are more recipients than the transaction had.
        let plain = scenario.hosts.iter().all(|host| host.aliases.is_empty());
        let run = run(&name, scenario);
        for n in 0..run.trace.mail_count() {
            check_copy(&name, &run, MailId::from_index(n), plain);
            copies += 1;
        }
    }
    assert!(copies > 0);
}

#[test]
fn final_delivery_writes_the_return_path() {
    for (name, scenario) in all() {
        let run = run(&name, scenario);
        for record in run.trace.records() {
            let Kind::Host(Fact::Delivered { mail, content, .. }) = record.kind else { continue };
            let head = head(&run, content);
            let (field, value) = fields(&head).next().expect("a field");
            let path = run.trace.mail(mail).1.reverse_path.to_string();
            assert_eq!((field, value), (b"Return-Path".as_slice(), path.as_bytes()), "{name}");
            assert_eq!(count_each(&head, ["Return-Path"]), [1], "{name}");
        }
    }
}
