//! Domain names as DNS sees them: case does not matter.

use core::borrow::Borrow;
use core::fmt;
use core::net::Ipv4Addr;
use core::str::FromStr;

use smol_str::{SmolStr, SmolStrBuilder, StrExt as _};

use crate::limit::{LABEL_OCTETS_MAX, NAME_OCTETS_MAX};

/// A domain name in lower case without the last dot; the root is `.`.
///
/// Labels are letters, digits, hyphens (not at the edges) and underscores: RFC 1123 section 2.1
/// and what service names use. Up to 23 octets need no allocation, and copies never do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(SmolStr);

/// Why a text is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It is empty, or a label is (two dots in a row, or one at the start).
    Empty,
    /// It has more octets than [`NAME_OCTETS_MAX`].
    TooLong,
    /// A label has more octets than [`LABEL_OCTETS_MAX`].
    LabelTooLong,
    /// A label begins or ends with a hyphen.
    HyphenAtEdge,
    /// A character that no label may have.
    BadCharacter(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a domain name or one of its labels is empty"),
            Self::TooLong => write!(f, "a domain name has more than {NAME_OCTETS_MAX} octets"),
            Self::LabelTooLong => write!(f, "a label has more than {LABEL_OCTETS_MAX} octets"),
            Self::HyphenAtEdge => f.write_str("a label begins or ends with a hyphen"),
            Self::BadCharacter(bad) => write!(f, "{bad:?} cannot be in a domain name"),
        }
    }
}

impl core::error::Error for NameError {}

impl Name {
    /// The root of all names. As the exchange of an MX record it says that the domain takes
    /// nothing (RFC 7505).
    pub const ROOT: Self = Self(SmolStr::new_static("."));

    /// Reads a name; one dot at its end is allowed.
    pub fn new(text: &str) -> Result<Self, NameError> {
        if text == "." {
            return Ok(Self::ROOT);
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.len() > NAME_OCTETS_MAX {
            return Err(NameError::TooLong);
        }
        if !text.as_bytes().split(|&byte| byte == b'.').all(is_label) {
            text.split('.').try_for_each(check_label)?;
        }
        let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        Ok(Self(if is_lower { text.into() } else { text.to_ascii_lowercase_smolstr() }))
    }

    /// The name under which the host name of `addr` is found (RFC 1035 section 3.5).
    pub fn reverse(addr: Ipv4Addr) -> Self {
        // Every SMTP session asks for one; digits are cheaper than a formatter.
        const ZONE: &[u8; 12] = b"in-addr.arpa";
        const LONGEST: usize = 4 * 4 + ZONE.len();
        // From right to left, so that the last digit of each number comes first.
        let (mut name, mut start) = ([0; LONGEST], LONGEST - ZONE.len());
        name[start..].copy_from_slice(ZONE);
        for octet in addr.octets() {
            start -= 1;
            name[start] = b'.';
            let mut rest = octet;
            loop {
                start -= 1;
                name[start] = b'0' + rest % 10;
                rest /= 10;
                if rest == 0 {
                    break;
                }
            }
        }
        let name = core::str::from_utf8(&name[start..]).expect("digits, dots and letters were put");
        Self(name.into())
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0 == "."
    }

    /// The name as text, `.` for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to be copied without an allocation.
    pub fn text(&self) -> &SmolStr {
        &self.0
    }

    /// Its labels from left to right; none for the root.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.').filter(|label| !label.is_empty())
    }

    /// The name itself, the name above it, and so on, ending with the root.
    pub fn and_above(&self) -> impl Iterator<Item = &str> {
        let own = (!self.is_root()).then_some(self.as_str());
        core::iter::successors(own, |name| name.split_once('.').map(|(_, rest)| rest))
            .chain(core::iter::once("."))
    }

    /// Whether it is `other` or below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.and_above().any(|name| name == other.as_str())
    }

    /// Its labels from right to left, so that names below another follow it in order.
    pub(super) fn hierarchical(&self) -> SmolStr {
        let mut key = SmolStrBuilder::new();
        for label in self.labels().rev() {
            key.push_str(label);
            key.push('.');
        }
        key.finish()
    }
}

/// Whether [`check_label`] has nothing against a label.
fn is_label(label: &[u8]) -> bool {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let edge = |byte: Option<&u8>| byte.is_some_and(|&byte| byte != b'-');
    label.len() <= LABEL_OCTETS_MAX
        && edge(label.first())
        && edge(label.last())
        && label.iter().all(inner)
}

/// What is wrong with a label, if something is.
fn check_label(label: &str) -> Result<(), NameError> {
    if label.is_empty() {
        return Err(NameError::Empty);
    }
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if let Some(bad) = label.chars().find(|c| !allowed(c)) {
        return Err(NameError::BadCharacter(bad));
    }
    if label.len() > LABEL_OCTETS_MAX {
        return Err(NameError::LabelTooLong);
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(NameError::HyphenAtEdge);
    }
    Ok(())
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_the_last_dot_do_not_matter() {
        assert_eq!(Name::new("Host.Example.COM."), Name::new("host.example.com"));
        assert_eq!(Name::new("."), Ok(Name::ROOT));
        assert!(Name::ROOT.is_root());
    }

    #[test]
    fn what_is_no_name() {
        let long = "a".repeat(64);
        let deep = ["abcdefg"; 32].join(".");
        let cases = [
            ("", NameError::Empty),
            ("a..b", NameError::Empty),
            (".a", NameError::Empty),
            ("..", NameError::Empty),
            ("-a.example", NameError::HyphenAtEdge),
            ("a-.example", NameError::HyphenAtEdge),
            ("a b", NameError::BadCharacter(' ')),
            ("bücher.example", NameError::BadCharacter('ü')),
            (&long, NameError::LabelTooLong),
            (&deep, NameError::TooLong),
        ];
        for (text, error) in cases {
            assert_eq!(Name::new(text), Err(error), "{text:?}");
            assert!(!error.to_string().is_empty());
        }
        assert!(Name::new(&"a".repeat(63)).is_ok());
        assert!(Name::new(&deep[..253]).is_ok());
        assert!(Name::new("_dmarc.xn--bcher-kva.example").is_ok());
    }

    #[test]
    fn the_hierarchy() {
        let name = Name::new("a.b.example").expect("a name");
        assert_eq!(
            name.and_above().collect::<Vec<_>>(),
            ["a.b.example", "b.example", "example", "."]
        );
        assert_eq!(Name::ROOT.and_above().collect::<Vec<_>>(), ["."]);
        assert!(name.is_within(&Name::new("b.example").expect("a name")));
        assert!(!name.is_within(&Name::new("c.example").expect("a name")));
        assert_eq!(name.hierarchical(), "example.b.a.");
        assert_eq!(Name::ROOT.hierarchical(), "");
    }

    #[test]
    fn reverse_names() {
        let name = Name::reverse(Ipv4Addr::new(192, 0, 2, 7));
        assert_eq!(name.as_str(), "7.2.0.192.in-addr.arpa");
        assert_eq!(Name::new(name.as_str()), Ok(name));
    }
}
