//! Mailboxes: `local-part@domain`.

use core::fmt;
use std::io::Write as _;

use smol_str::{SmolStr, SmolStrBuilder};

use crate::domain::{Domain, HostPart};
use crate::limit;
use crate::octet::is_atext;

/// A local-part (RFC 5321 §4.1.2): `Dot-string / Quoted-string`, kept without its quoting.
///
/// `joe`, `"joe"` and `"j\oe"` are one local-part (§4.1.2); it is written with quotes only where a
/// Dot-string cannot say it. Compared exactly: only the final host knows whether case matters
/// (§2.4).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalPart(SmolStr);

impl LocalPart {
    /// The local-part that `text` writes, quoted or not, of at most [`limit::LOCAL_PART`] octets.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > limit::LOCAL_PART {
            return None;
        }
        match text.strip_prefix('"') {
            Some(rest) => unquote(rest.strip_suffix('"')?).map(Self),
            None => is_dot_string(text).then(|| Self(text.into())),
        }
    }

    /// The value without quoting; this is what a host looks up.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `Atom *("." Atom)` over the atext of RFC 5322 §3.2.3, extended by RFC 6531 §3.3.
fn is_dot_string(text: &str) -> bool {
    let mut before = b'.';
    for octet in text.bytes() {
        if !is_atext(octet) && (octet != b'.' || before == b'.') {
            return false;
        }
        before = octet;
    }
    before != b'.'
}

/// `*QcontentSMTP`: printable ASCII and spaces; `\` takes the next character as it is.
fn unquote(text: &str) -> Option<SmolStr> {
    let printable = |c: char| matches!(c, ' '..='~') || !c.is_ascii();
    let mut value = SmolStrBuilder::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return None,
            '\\' => value.push(chars.next().filter(char::is_ascii).filter(|c| printable(*c))?),
            c if printable(c) => value.push(c),
            _ => return None,
        }
    }
    Some(value.finish())
}

impl fmt::Display for LocalPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_dot_string(&self.0) {
            return f.write_str(&self.0);
        }
        f.write_str("\"")?;
        for c in self.0.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        f.write_str("\"")
    }
}

/// A mailbox: `Local-part "@" ( Domain / address-literal )` (§4.1.2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mailbox {
    /// Left of the `@`.
    pub local: LocalPart,
    /// Right of the `@`.
    pub host: HostPart,
}

impl Mailbox {
    /// The mailbox that `text` is, without angle brackets.
    pub fn parse(text: &str) -> Option<Self> {
        let at = split_at_sign(text)?;
        let (local, host) = (LocalPart::parse(&text[..at])?, HostPart::parse(&text[at + 1..])?);
        Some(Self { local, host })
    }

    /// A mailbox of a domain.
    pub fn new(local: LocalPart, domain: Domain) -> Self {
        Self { local, host: HostPart::Domain(domain) }
    }

    /// Whether it can be sent without SMTPUTF8 (RFC 6531).
    pub fn is_ascii(&self) -> bool {
        self.local.as_str().is_ascii() && self.host.is_ascii()
    }
}

/// The `@` that ends the local-part: the first one outside quotes.
fn split_at_sign(text: &str) -> Option<usize> {
    if !text.starts_with('"') {
        return text.bytes().position(|byte| byte == b'@');
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (text.as_bytes().get(at + 1) == Some(&b'@')).then_some(at + 1),
            _ => {}
        }
    }
    None
}

impl Mailbox {
    /// Appends it as it stands in a path.
    pub fn write(&self, out: &mut Vec<u8>) {
        if is_dot_string(self.local.as_str()) {
            out.extend_from_slice(self.local.as_str().as_bytes());
        } else {
            write!(out, "{}", self.local).expect("a Vec takes what is written");
        }
        out.push(b'@');
        self.host.write(out);
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Option<String> {
        Mailbox::parse(text).map(|mailbox| mailbox.to_string())
    }

    #[test]
    fn mailboxes_are_written_in_their_plainest_form() {
        for (text, plain) in [
            ("joe@example.org", "joe@example.org"),
            ("\"joe\"@example.org", "joe@example.org"),
            ("\"j\\oe\"@example.org", "joe@example.org"),
            ("\"joe smith\"@example.org", "\"joe smith\"@example.org"),
            ("\"a@b\"@example.org", "\"a@b\"@example.org"),
            ("\"a\\\"b\"@example.org", "\"a\\\"b\"@example.org"),
            ("\"\"@example.org", "\"\"@example.org"),
            ("a.b+c@[192.0.2.9]", "a.b+c@[192.0.2.9]"),
        ] {
            assert_eq!(show(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn what_is_no_mailbox() {
        for bad in [
            "",
            "@",
            "joe",
            "joe@",
            "@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a b@example.org",
            "\"a@example.org",
            "\"a\"b@example.org",
            "a@b@example.org",
            "a\u{7f}@example.org",
            "\"a\u{1}\"@example.org",
        ] {
            assert_eq!(show(bad), None, "{bad}");
        }
        assert!(Mailbox::parse(&format!("{}@example.org", "x".repeat(65))).is_none());
    }
}
