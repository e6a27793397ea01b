//! Header fields and contents: `relay_mail::header`, `relay_mail::content`.

use core::net::Ipv4Addr;

use relay_mail::content::canonical_lines;
use relay_mail::header::{Received, field, fields, hop_count, write_field, write_return_path};
use relay_mail::{Bodies, Calendar, Content, Mailbox, ReversePath};

use super::{find, show};

pub(super) fn run(input: &[u8]) {
    head_and_body(input);
    one_field(input);
    line_ends(input);
    trace(input);
}

/// The fields as a person reads them: lines, and those that begin with white space belong to the
/// one before.
fn reference_fields(head: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for line in head.split_inclusive(|octet| *octet == b'\n') {
        match found.last_mut() {
            Some(last) if matches!(line[0], b' ' | b'\t') => last.extend_from_slice(line),
            _ => found.push(line.to_vec()),
        }
    }
    let parts = found.iter().map(|field| {
        let colon = field.iter().position(|octet| *octet == b':')?;
        let name = field[..colon].trim_ascii_end().to_vec();
        Some((name, field[colon + 1..].trim_ascii().to_vec()))
    });
    // What has no colon is no header field, and ends the section.
    parts.map_while(|part| part).collect()
}

fn head_and_body(input: &[u8]) {
    let content = Content::new(input, &mut Bodies::new());
    assert_eq!(content.to_vec(), input);
    assert_eq!(content.len(), input.len());
    let blank = if input.starts_with(b"\r\n") {
        Some(2)
    } else {
        find(input, b"\r\n\r\n").map(|at| at + 4)
    };
    assert_eq!(content.head().len(), blank.unwrap_or(input.len()), "the first blank line");
    let read: Vec<(Vec<u8>, Vec<u8>)> =
        fields(content.head()).map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    assert_eq!(read, reference_fields(content.head()), "{}", show(content.head()));
    let is = |name: &[u8], text: &str| name.eq_ignore_ascii_case(text.as_bytes());
    let hops = read.iter().filter(|(name, _)| is(name, "Received")).count();
    assert_eq!(hop_count(content.head()), hops);
    let subject = read.iter().find(|(name, _)| is(name, "subject"));
    assert_eq!(field(content.head(), "Subject"), subject.map(|(_, value)| value.as_slice()));
}

/// A field that we write is read again, and can hold nothing that makes two of it.
fn one_field(input: &[u8]) {
    let value: String =
        String::from_utf8_lossy(input).chars().filter(|c| !c.is_control()).collect();
    let mut head = Vec::new();
    write_field("X-Value", value.trim_ascii(), &mut head);
    write_field("Subject", "next", &mut head);
    assert_eq!(fields(&head).count(), 2);
    assert_eq!(field(&head, "x-value"), Some(value.trim_ascii().as_bytes()));
}

fn line_ends(input: &[u8]) {
    let lines = canonical_lines(input);
    assert!(lines.is_empty() || lines.ends_with(b"\r\n"));
    let bare = |window: &[u8]| (window[0] == b'\r') != (window[1] == b'\n');
    assert!(!lines.windows(2).any(bare), "no bare CR or LF is left");
    assert_eq!(canonical_lines(&lines), lines, "what is right stays");
    let visible = |octets: &[u8]| {
        octets.iter().copied().filter(|octet| !matches!(octet, b'\r' | b'\n')).collect::<Vec<_>>()
    };
    assert_eq!(visible(&lines), visible(input), "only line ends change");
}

/// A hop puts one trace field on top and changes nothing below it (RFC 5321 §4.4).
fn trace(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let recipient = Mailbox::parse(&text);
    let seconds =
        input.iter().fold(0_i64, |sum, octet| (sum * 7 + i64::from(*octet)) % 4_000_000_000);
    let date = Calendar::new(seconds, 60).rfc5322(relay_kernel::SimTime::START);
    let received = Received {
        helo: "relay.example.com",
        reverse_name: None,
        addr: Ipv4Addr::from(u32::try_from(seconds).unwrap_or_default()),
        by: "mx.example.net",
        with: "ESMTP",
        id: "A1",
        recipient: recipient.as_ref(),
        date: &date,
    };
    let mut lines = Vec::new();
    received.write(&mut lines);
    let mut bodies = Bodies::new();
    let before = Content::new(input, &mut bodies);
    let after = before.prepend(&lines);
    assert_eq!(after, Content::with_trace(&lines, input, &mut bodies));
    // White space at its start is no header section, and would seem to continue the trace field.
    if !matches!(input.first(), Some(b' ' | b'\t')) {
        assert_eq!(hop_count(after.head()), hop_count(before.head()) + 1);
    }
    assert!(hop_count(after.head()) > 0);
    assert!(after.to_vec().ends_with(input) && after.shares_body_with(&before));
    if let Some(recipient) = recipient {
        let mut head = Vec::new();
        write_return_path(&ReversePath::Mailbox(recipient), &mut head);
        assert_eq!(fields(&head).count(), 1, "{}", show(&head));
    }
}
