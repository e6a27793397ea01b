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
    // The canonical form of a text ends its lines by CRLF before it is encoded (RFC 2045 §6.8).
    let body = String::from_utf8(relay_mail::content::canonical_lines(body.as_bytes()));
    let body = body.expect("line ends are ASCII");
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

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};

    use super::*;

    #[test]
    fn lines_end_by_crlf_however_they_are_encoded() {
        let few = format!("Schöne Grüße!\n.\n{}\nEnde\n", "in plain letters ".repeat(20));
        for (body, encoding) in [
            ("One\n.\nTwo\n", "7bit"),
            (few.as_str(), "quoted-printable"),
            ("Grüße!\n.\nÄäÖöÜü\n", "base64"),
        ] {
            let (from, to) = ("alice@example.com".to_owned(), "bob@example.net".to_owned());
            let message = Composed {
                from,
                to,
                cc: String::new(),
                subject: "Grüße".to_owned(),
                body: body.to_owned(),
                size: None,
            };
            let octets = compose(&message, "Mon, 2 Mar 2026 09:00:00 +0000", "<1@example.com>");
            let read = MessageParser::default().parse(&octets[..]).expect("a message");
            let part = read.parts.first().expect("a part");
            assert_eq!(part.content_transfer_encoding().unwrap_or("7bit"), encoding);
            let text = String::from_utf8_lossy(part.contents());
            assert_eq!(text.trim_end(), body.trim_end().replace('\n', "\r\n"));
        }
    }
}
