//! A message that a scenario or a person writes, as octets (RFC 5322).

use std::sync::Arc;

use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;

use crate::scenario::Composed;

/// Columns of a line that fills a message up.
const FILLER_COLUMNS: usize = 72;

/// Writes a message; `date` and `message_id` are the values of these fields.
pub fn compose(message: &Composed, date: &str, message_id: &str) -> Arc<[u8]> {
    let mut octets = write(message, &message.body, date, message_id);
    if let Some(missing) = missing(message, octets.len()) {
        let body = format!("{}{}", message.body, filler(missing));
        octets = write(message, &body, date, message_id);
    }
    octets.into()
}

fn write(message: &Composed, body: &str, date: &str, message_id: &str) -> Vec<u8> {
    let mut builder = MessageBuilder::new();
    let address_fields = [("From", &message.from), ("To", &message.to), ("Cc", &message.cc)];
    for (name, value) in address_fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        builder = builder.header(name, Raw::new(value.as_str()));
    }
    let mut octets = Vec::new();
    builder
        .subject(message.subject.as_str())
        .header("Date", Raw::new(date))
        .header("Message-ID", Raw::new(message_id))
        .text_body(body)
        .serialize(&mut octets);
    relay_mail::content::canonical_lines(&octets)
}

/// How many octets are missing to the size that was asked for.
fn missing(message: &Composed, len: usize) -> Option<usize> {
    let size = usize::try_from(message.size?).ok()?;
    size.checked_sub(len).filter(|missing| *missing > 0)
}

/// Text lines that take `octets` on the wire, CRLFs included.
fn filler(octets: usize) -> String {
    let line = FILLER_COLUMNS + 2;
    let mut text = format!("{}\n", "x".repeat(FILLER_COLUMNS)).repeat(octets / line);
    let rest = octets % line;
    if rest > 2 {
        text.push_str(&"x".repeat(rest - 2));
        text.push('\n');
    } else {
        // A line cannot be shorter than its end: the last one takes the rest.
        text.pop();
        text.push_str(&"x".repeat(rest));
        text.push('\n');
    }
    text
}
