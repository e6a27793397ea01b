//! The unique-id of a message in a maildrop.

use core::fmt;

use relay_mail::limit;
use smol_str::SmolStr;

/// A unique-id (RFC 1939 §7, UIDL): 1 to [`limit::UIDL`] octets in the range 0x21 to 0x7E.
///
/// It names a message in its maildrop for good, also when a session ends without UPDATE.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uidl(SmolStr);

impl Uidl {
    /// The unique-id, when `text` is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=limit::UIDL).contains(&text.len());
        (fits && text.bytes().all(|b| b.is_ascii_graphic())).then(|| Self(text.into()))
    }

    /// The id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uidl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_seventy_visible_octets() {
        for good in ["!", "~", "whqtswO00WBw418f9t5JxYwZ", "QhdPYR:00WBw1Ph7x7"] {
            assert_eq!(Uidl::parse(good).map(|id| id.to_string()).as_deref(), Some(good));
        }
        assert!(Uidl::parse(&"x".repeat(70)).is_some());
        for bad in ["", " ", "a b", "a\t", "ä", &"x".repeat(71)] {
            assert!(Uidl::parse(bad).is_none(), "{bad:?}");
        }
    }
}
