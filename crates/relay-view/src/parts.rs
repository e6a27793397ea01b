//! The MIME parts of a message (RFC 2045, RFC 2046), as a program that reads mail finds them.

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
    /// In how many others it lies.
    pub depth: usize,
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
}

/// The parts of a content, each followed by those in it; `None` when it is larger than
/// [`OCTETS_MAX`], or when it has no header section.
pub fn parts(content: &Content) -> Option<Vec<Part>> {
    if content.len() > OCTETS_MAX {
        return None;
    }
    let octets = content.to_vec();
    let message =
        MessageParser::new().with_mime_headers().default_header_ignore().parse(&octets)?;
    let mut all = Vec::new();
    take(&message, 0, 0, &mut all);
    Some(all)
}

/// Takes in the part `at` of a message, and those that lie in it.
fn take(message: &Message<'_>, at: usize, depth: usize, all: &mut Vec<Part>) {
    let Some(part) = message.parts.get(at) else { return };
    if all.len() >= PARTS_MAX || depth > DEPTH_MAX {
        return;
    }
    all.push(read(part, depth));
    match &part.body {
        PartType::Multipart(children) => {
            for &child in children {
                take(message, child as usize, depth + 1, all);
            }
        }
        PartType::Message(inner) => take(inner, 0, depth + 1, all),
        _ => {}
    }
}

fn read(part: &MessagePart<'_>, depth: usize) -> Part {
    let shown = |text: &str| plain::line(text.as_bytes());
    let text = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        _ => &[],
    };
    Part {
        depth,
        kind: shown(&kind(part)),
        encoding: shown(part.content_transfer_encoding().unwrap_or("7bit")).to_lowercase(),
        name: shown(part.attachment_name().unwrap_or_default()),
        octets: part.offset_end.saturating_sub(part.offset_body) as usize,
        broken: part.is_encoding_problem,
        text: plain::lines(text, LINES_MAX).0,
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
        text.push_str(&attribute.value);
    }
    text
}

#[cfg(test)]
mod tests {
    use relay_mail::content::{Bodies, canonical_lines};

    use super::*;

    fn read(text: &str) -> Option<Vec<Part>> {
        parts(&Content::new(&canonical_lines(text.as_bytes()), &mut Bodies::new()))
    }

    #[test]
    fn a_plain_message_is_one_part() {
        let all = read("Subject: x\n\nhello\n").expect("a message");
        let [part] = &all[..] else { panic!("one part: {all:?}") };
        assert_eq!(part.kind, "text/plain; charset=us-ascii");
        assert_eq!((part.encoding.as_str(), part.depth, part.octets), ("7bit", 0, 7));
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
        let told: Vec<_> =
            all.iter().map(|it| (it.depth, it.kind.split(';').next().expect("one"))).collect();
        let expected = [
            (0, "multipart/mixed"),
            (1, "multipart/alternative"),
            (2, "text/plain"),
            (2, "text/html"),
            (1, "image/png"),
            (1, "message/rfc822"),
            (2, "text/plain"),
        ];
        assert_eq!(told, expected);
        assert_eq!(all[2].text, ["café"]);
        assert_eq!(all[3].text, ["<b>x</b>"], "text, never markup");
        assert_eq!((all[4].name.as_str(), all[4].encoding.as_str()), ("p.png", "base64"));
        assert!(all[4].text.is_empty());
    }

    #[test]
    fn whatever_comes_is_no_panic() {
        for text in ["", "\n", ":", "Content-Type: multipart/mixed; boundary=\n\n--\n", "a\nb\n\n"]
        {
            let _ = read(text);
        }
        let deep = "Content-Type: message/rfc822\n\n".repeat(200);
        assert!(read(&deep).is_none_or(|all| all.len() <= PARTS_MAX));
    }
}
