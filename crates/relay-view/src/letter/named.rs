//! Whom a field of a letter names, and how the header does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relay_mail::Mailbox;

/// Characters of an encoded word (RFC 2047 §2).
const ENCODED_WORD_MAX: usize = 75;

/// Somebody whom a field names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The address, for the envelope.
    pub(super) mailbox: Mailbox,
    /// What the header says: a name before the address where one was written (RFC 5322 §3.4).
    pub(super) header: String,
}

impl Named {
    /// `text` is what was written, and `mailbox` the address in it.
    pub(super) fn new(text: &str, mailbox: Mailbox) -> Self {
        let before = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
        let header = match before.and_then(|(name, _)| phrase(name.trim())) {
            Some(name) => format!("{name} <{mailbox}>"),
            None => mailbox.to_string(),
        };
        Self { mailbox, header }
    }
}

/// A display name as a header may have it: as it is, in quotes, or as an encoded word. `None` where there
/// is none, or one that no encoded word has room for.
fn phrase(written: &str) -> Option<String> {
    let name = unquoted(written);
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~ ".contains(c);
    if name.is_empty() || name.chars().any(char::is_control) {
        return None;
    }
    if name.chars().all(is_atom) {
        return Some(name);
    }
    if name.is_ascii() {
        return Some(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")));
    }
    let word = format!("=?UTF-8?B?{}?=", STANDARD.encode(&name));
    (word.len() <= ENCODED_WORD_MAX).then_some(word)
}

/// What stands in quotes, without them and without what makes a sign in it a sign.
fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut escaped = false;
    let is_kept = |c: &char| {
        escaped = *c == '\\' && !escaped;
        !escaped
    };
    inner.chars().filter(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_before_its_address_as_the_header_may_have_it() {
        let long = format!("{} <bob@example.net>", "ä".repeat(40));
        for (written, header) in [
            ("bob@example.net", "bob@example.net"),
            ("<bob@example.net>", "bob@example.net"),
            ("Bob <bob@example.net>", "Bob <bob@example.net>"),
            ("Bob  Roe<bob@example.net>", "Bob  Roe <bob@example.net>"),
            ("Roe, B. <bob@example.net>", "\"Roe, B.\" <bob@example.net>"),
            ("\"Roe, \\\"B\\\\\" <bob@example.net>", "\"Roe, \\\"B\\\\\" <bob@example.net>"),
            ("\"\" <bob@example.net>", "bob@example.net"),
            ("Jürgen <bob@example.net>", "=?UTF-8?B?SsO8cmdlbg==?= <bob@example.net>"),
            ("B\u{7}b <bob@example.net>", "bob@example.net"),
            (&long, "bob@example.net"),
        ] {
            let mailbox = Mailbox::parse("bob@example.net").expect("an address");
            assert_eq!(Named::new(written, mailbox).header, header, "{written}");
        }
    }
}
