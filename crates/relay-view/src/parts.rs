//! The MIME parts of a message (RFC 2045, RFC 2046), as a program that reads mail finds them.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use relay_mail::Content;

use crate::plain;

/// Octets of a message that is taken apart; a larger one is not, since the page would stand still.
pub const OCTETS_MAX: usize = 4 << 20;

/// Parts that are shown at most, and how deep they may lie in each other.
pub const PARTS_MAX: usize = 100;
const DEPTH_MAX: usize = 8;

/// Lines of a part's text that are shown.
const LINES_MAX: usize = 12;

/// A part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its media type with its parameters, such as `text/plain; charset=utf-8`.
    pub kind: String,
    /// Its Content-Transfer-Encoding; `7bit` where it names none (RFC 2045 §6.1).
    pub encoding: String,
    /// The name of the file that it is; may be empty.
    pub name: String,
    /// Octets between its header section and its end, as they stand in the message.
    pub octets: usize,
    /// Whether it cannot be decoded as it says.
    pub broken: bool,
    /// The first lines of its text, decoded; empty for what is no text.
    pub text: Vec<String>,
    /// The parts that lie in it.
    pub parts: Vec<Part>,
    /// Whether more lie in it than are shown.
    pub has_more: bool,
}

/// A content as a part, with those that lie in it; `None` when it is larger than [`OCTETS_MAX`], or
/// when it has no header section.
pub fn parts(content: &Content) -> Option<Part> {
    if content.len() > OCTETS_MAX {
        return None;
    }
    let octets = content.to_vec();
    let message =
        MessageParser::new().with_mime_headers().default_header_ignore().parse(&octets)?;
    take(&message, 0, 0, &mut { PARTS_MAX })
}

/// The part `at` of a message with those that lie in it, of which `left` more are shown.
fn take(message: &Message<'_>, at: usize, depth: usize, left: &mut usize) -> Option<Part> {
    let part = message.parts.get(at)?;
    if *left == 0 || depth > DEPTH_MAX {
        return None;
    }
    *left -= 1;
    let mut taken = read(part);
    match &part.body {
        PartType::Multipart(children) => {
            let inner = |&child: &u32| take(message, child as usize, depth + 1, left);
            taken.parts = children.iter().filter_map(inner).collect();
            taken.has_more = taken.parts.len() < children.len();
        }
        PartType::Message(inner) => {
            taken.parts.extend(take(inner, 0, depth + 1, left));
            taken.has_more = taken.parts.is_empty();
        }
        _ => {}
    }
    Some(taken)
}

fn read(part: &MessagePart<'_>) -> Part {
    let shown = |text: &str| plain::line(text.as_bytes());
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        _ => &[],
    };
    Part {
        kind: shown(&kind(part)),
        encoding: shown(part.content_transfer_encoding().unwrap_or("7bit")).to_lowercase(),
        name: shown(part.attachment_name().unwrap_or_default()),
        octets: part.offset_end.saturating_sub(part.offset_body) as usize,
        broken: part.is_encoding_problem,
        text: plain::lines(text, LINES_MAX).0,
        parts: Vec::new(),
        has_more: false,
    }
}

fn kind(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        // RFC 2045 §5.2.
        return "text/plain; charset=us-ascii".to_owned();
    };
    let mut text = kind.c_type.to_lowercase();
    if let Some(subtype) = &kind.c_subtype {
        text.push('/');
        text.push_str(&subtype.to_lowercase());
    }
    for attribute in kind.attributes.iter().flatten() {
        text.push_str("; ");
        text.push_str(&attribute.name);
        text.push('=');
        text.push_str(&quoted(&attribute.value));
    }
    text
}

/// The value of a parameter as it is written: in quotes where it is no token (RFC 2045 §5.1).
fn quoted(value: &str) -> Cow<'_, str> {
    let is_token = |c: char| c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?=".contains(c);
    if !value.is_empty() && value.chars().all(is_token) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use relay_mail::content::{Bodies, canonical_lines};

    use super::*;

    fn read(text: &str) -> Option<Part> {
        parts(&Content::new(&canonical_lines(text.as_bytes()), &mut Bodies::new()))
    }

    /// Media types, those in a part in brackets behind it.
    fn told(part: &Part) -> String {
        let kind = part.kind.split(';').next().expect("one");
        if part.parts.is_empty() {
            return kind.to_owned();
        }
        let inner: Vec<_> = part.parts.iter().map(told).collect();
        format!("{kind} [{}]", inner.join(", "))
    }

    fn count(part: &Part) -> usize {
        1 + part.parts.iter().map(count).sum::<usize>()
    }

    #[test]
    fn parameters_that_are_no_tokens_are_in_quotes() {
        let part = read(
            "Content-Type: multipart/mixed; boundary=\"==1==\"; x=\"a \\\" b\"; y=z\n\n--==1==\n\nhi\n",
        );
        let kind = part.expect("a message").kind;
        assert_eq!(kind, r#"multipart/mixed; boundary="==1=="; x="a \" b"; y=z"#);
    }

    #[test]
    fn a_plain_message_is_one_part() {
        let part = read("Subject: x\n\nhello\n").expect("a message");
        assert_eq!(part.kind, "text/plain; charset=us-ascii");
        assert_eq!((part.encoding.as_str(), count(&part), part.octets), ("7bit", 1, 7));
        assert_eq!(part.text, ["hello"]);
    }

    #[test]
    fn parts_lie_in_parts() {
        let all = read(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; \
             boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \
             quoted-printable\n\ncaf=C3=A9\n--b\nContent-Type: text/html\n\n<b>x</b>\n--b--\n--a\n\
             Content-Type: image/png\nContent-Disposition: attachment; filename=\"p.png\"\n\
             Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--a\nContent-Type: message/rfc822\n\n\
             Subject: inner\n\nin\n--a--\n",
        )
        .expect("a message");
        assert_eq!(
            told(&all),
            "multipart/mixed [multipart/alternative [text/plain, text/html], image/png, \
             message/rfc822 [text/plain]]"
        );
        let [alternative, png, _] = &all.parts[..] else { panic!("three parts: {all:?}") };
        assert_eq!(alternative.parts[0].text, ["café"]);
        assert_eq!(alternative.parts[1].text, ["<b>x</b>"], "text, never markup");
        assert_eq!((png.name.as_str(), png.encoding.as_str()), ("p.png", "base64"));
        assert!(png.text.is_empty());
    }

    #[test]
    fn where_parts_lie_too_deep_or_are_too_many_it_is_told() {
        let level = |n: usize, inner: &str| {
            format!(
                "Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n\
                 Content-Type: text/plain\n\nx\n--b{n}\n{inner}\n--b{n}--\n"
            )
        };
        let deep =
            (0..12).fold("Content-Type: text/plain\n\nend\n".to_owned(), |it, n| level(n, &it));
        let mut part = read(&deep).expect("a message");
        for depth in 0..DEPTH_MAX {
            assert!(!part.has_more && part.parts.len() == 2, "level {depth}: {part:?}");
            part = part.parts.remove(1);
        }
        assert!(part.has_more && part.parts.is_empty(), "{part:?}");
        assert!(part.kind.starts_with("multipart/mixed"), "{part:?}");
        let message = read(&"Content-Type: message/rfc822\n\n".repeat(DEPTH_MAX + 2));
        let mut inner = message.as_ref();
        while let Some(part) = inner {
            assert_eq!(part.has_more, part.parts.is_empty() && part.kind == "message/rfc822");
            inner = part.parts.first();
        }
        let many = "--a\nContent-Type: text/plain\n\nx\n".repeat(PARTS_MAX + 20);
        let many = read(&format!("Content-Type: multipart/mixed; boundary=a\n\n{many}--a--\n"));
        assert!(many.is_some_and(|all| all.has_more && !all.parts[0].has_more));
    }

    #[test]
    fn whatever_comes_is_no_panic() {
        for text in ["", "\n", ":", "Content-Type: multipart/mixed; boundary=\n\n--\n", "a\nb\n\n"]
        {
            let _ = read(text);
        }
        let deep = "Content-Type: message/rfc822\n\n".repeat(200);
        assert!(read(&deep).is_none_or(|all| count(&all) <= DEPTH_MAX + 1));
        let many = "--a\nContent-Type: text/plain\n\nx\n".repeat(PARTS_MAX + 20);
        let many = read(&format!("Content-Type: multipart/mixed; boundary=a\n\n{many}--a--\n"));
        assert_eq!(many.map(|all| count(&all)), Some(PARTS_MAX));
    }
}
