//! Domain names and address literals.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};
use std::io::Write as _;

use smol_str::SmolStr;

use crate::limit;
use crate::octet::is_let_dig;

/// A domain name (RFC 5321 §4.1.2): `sub-domain *("." sub-domain)`, where
/// `sub-domain = Let-dig [Ldh-str]` or a U-label (RFC 6531 §3.3).
///
/// Kept as it was written, compared without regard to case (§2.4).
#[derive(Clone, Debug)]
pub struct Domain(SmolStr);

impl Domain {
    /// The domain, when `text` is one of at most [`limit::DOMAIN`] octets.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= limit::DOMAIN;
        (fits && are_labels(text.as_bytes())).then(|| Self(text.into()))
    }

    /// The name as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it was written, in a form that is cheap to copy.
    pub fn text(&self) -> &SmolStr {
        &self.0
    }

    /// The name as the DNS knows it: in ASCII, with an A-label in place of each U-label (RFC 5890
    /// §2.3.2.1). `None` when a label grows too long for the DNS.
    pub fn in_dns(&self) -> Option<std::borrow::Cow<'_, str>> {
        crate::idn::to_a_labels(&self.0)
    }

    /// The name in lower case, for tables.
    pub fn to_lower(&self) -> SmolStr {
        if self.0.bytes().any(|b| b.is_ascii_uppercase()) {
            self.0.to_ascii_lowercase().into()
        } else {
            self.0.clone()
        }
    }

    fn lower_octets(&self) -> impl Iterator<Item = u8> {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

/// Whether this is one label or several with dots between, in one pass.
fn are_labels(text: &[u8]) -> bool {
    // Octets of the label so far, and whether it may end here: not before its first octet, and not
    // behind a hyphen.
    let (mut len, mut may_end) = (0, false);
    for &byte in text {
        match byte {
            _ if is_let_dig(byte) => (len, may_end) = (len + 1, true),
            b'.' if may_end && len <= limit::LABEL => (len, may_end) = (0, false),
            b'-' if len > 0 => (len, may_end) = (len + 1, false),
            _ => return false,
        }
    }
    may_end && len <= limit::LABEL
}

impl PartialEq for Domain {
    fn eq(&self, other: &Self) -> bool {
        // Nearly always both were written alike.
        self.0 == other.0 || self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Domain {}

impl PartialOrd for Domain {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Domain {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        if self.0 == other.0 {
            return core::cmp::Ordering::Equal;
        }
        self.lower_octets().cmp(other.lower_octets())
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands right of the `@`, or after EHLO: a domain or an address literal (§4.1.3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostPart {
    /// A name.
    Domain(Domain),
    /// `[192.0.2.1]`
    Ipv4(Ipv4Addr),
    /// `[IPv6:2001:db8::1]`
    Ipv6(Ipv6Addr),
    /// `[tag:content]`, a general address literal; nothing can be delivered to it here.
    General(SmolStr),
}

impl HostPart {
    /// The domain or literal that `text` is.
    pub fn parse(text: &str) -> Option<Self> {
        let Some(literal) = text.strip_prefix('[') else {
            return Domain::parse(text).map(Self::Domain);
        };
        let literal = literal.strip_suffix(']')?;
        if text.len() > limit::DOMAIN {
            return None;
        }
        if let Some((tag, rest)) = literal.split_once(':') {
            if tag.eq_ignore_ascii_case("IPv6") {
                return rest.parse().ok().map(Self::Ipv6);
            }
            let dcontent = |b: u8| matches!(b, 33..=90 | 94..=126);
            let tag_ok = are_labels(tag.as_bytes()) && tag.is_ascii() && !tag.contains('.');
            let ok = tag_ok && !rest.is_empty() && rest.bytes().all(dcontent);
            return ok.then(|| Self::General(literal.into()));
        }
        literal.parse().ok().map(Self::Ipv4)
    }

    /// The domain name, if it is one.
    pub fn domain(&self) -> Option<&Domain> {
        if let Self::Domain(domain) = self { Some(domain) } else { None }
    }

    /// Whether it can be sent without SMTPUTF8.
    pub fn is_ascii(&self) -> bool {
        self.domain().is_none_or(|domain| domain.as_str().is_ascii())
    }
}

impl HostPart {
    /// Appends it as it stands in a path.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Domain(domain) => out.extend_from_slice(domain.as_str().as_bytes()),
            literal => write!(out, "{literal}").expect("a Vec takes what is written"),
        }
    }
}

impl fmt::Display for HostPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => domain.fmt(f),
            Self::Ipv4(addr) => write!(f, "[{addr}]"),
            Self::Ipv6(addr) => write!(f, "[IPv6:{addr}]"),
            Self::General(content) => write!(f, "[{content}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        for good in ["example.org", "a", "x-y.example", "1.example", "bücher.example"] {
            assert!(Domain::parse(good).is_some(), "{good}");
        }
        for bad in ["", ".", "a..b", "-a.example", "a-.example", "a_b.example", "a b", "a.example."]
        {
            assert!(Domain::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Domain::parse("Example.ORG"), Domain::parse("example.org"));
        assert!(Domain::parse(&"a.".repeat(130)).is_none());
        assert!(Domain::parse(&"a".repeat(64)).is_none());
    }

    #[test]
    fn literals() {
        for good in ["[192.0.2.1]", "[IPv6:2001:db8::1]", "[x400:c=us]"] {
            assert_eq!(HostPart::parse(good).map(|h| h.to_string()).as_deref(), Some(good));
        }
        for bad in ["[192.0.2]", "[]", "[192.0.2.1", "[IPv6:zz]", "[x400:]", "[a b:c]"] {
            assert!(HostPart::parse(bad).is_none(), "{bad}");
        }
    }
}
