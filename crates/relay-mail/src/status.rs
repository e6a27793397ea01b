//! Reply codes and enhanced status codes.

use core::fmt;

/// What the first digit of a reply says (RFC 5321 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 2yz: done.
    Completed,
    /// 3yz: go on.
    Intermediate,
    /// 4yz: not now; the same command may succeed later.
    Transient,
    /// 5yz: not like this; do not repeat it unchanged.
    Permanent,
}

/// A three-digit SMTP reply code: first digit 2–5, second 0–5, third 0–9 (RFC 5321 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyCode(u16);

impl ReplyCode {
    /// The code, when its digits are in range.
    pub const fn new(code: u16) -> Option<Self> {
        let (first, second) = (code / 100, code / 10 % 10);
        if first >= 2 && first <= 5 && second <= 5 { Some(Self(code)) } else { None }
    }

    /// The code that these digits write, when they are digits in range.
    pub const fn from_digits(digits: [u8; 3]) -> Option<Self> {
        match digits {
            [first @ b'2'..=b'5', second @ b'0'..=b'5', third @ b'0'..=b'9'] => {
                let [first, second, third] = [first - b'0', second - b'0', third - b'0'];
                Some(Self(first as u16 * 100 + second as u16 * 10 + third as u16))
            }
            _ => None,
        }
    }

    /// A code that is written in the source.
    ///
    /// # Panics
    /// When its digits are out of range.
    pub const fn of(code: u16) -> Self {
        match Self::new(code) {
            Some(code) => code,
            None => panic!("a reply code has three digits: 2-5, 0-5, 0-9"),
        }
    }

    /// The three digits as a number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// What the first digit says; a client acts on this alone (RFC 5321 §4.3.2).
    pub const fn severity(self) -> Severity {
        match self.0 {
            ..300 => Severity::Completed,
            300..400 => Severity::Intermediate,
            400..500 => Severity::Transient,
            _ => Severity::Permanent,
        }
    }
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An enhanced status code `class.subject.detail` (RFC 3463 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedCode {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    pub class: u8,
    /// 0–999; 1 addressing, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// 0–999.
    pub detail: u16,
}

impl EnhancedCode {
    /// The code `class.subject.detail`.
    pub const fn new(class: u8, subject: u16, detail: u16) -> Self {
        Self { class, subject, detail }
    }

    /// The code at the start of a reply's text, if there is one (RFC 2034 §4).
    pub fn parse_prefix(text: &str) -> Option<Self> {
        let (class, rest) = match text.as_bytes() {
            [class @ (b'2' | b'4' | b'5'), b'.', rest @ ..] => (class - b'0', rest),
            _ => return None,
        };
        let (subject, rest) = number(rest)?;
        let (detail, rest) = number(rest.strip_prefix(b".")?)?;
        matches!(rest, [] | [b' ', ..]).then_some(Self { class, subject, detail })
    }
}

/// A number of one to three digits, and what follows it.
fn number(text: &[u8]) -> Option<(u16, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(count);
    let value = |digits: &[u8]| digits.iter().fold(0, |sum, d| sum * 10 + u16::from(d - b'0'));
    (1..=3).contains(&count).then(|| (value(digits), rest))
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_checked() {
        assert!(ReplyCode::new(250).is_some());
        assert!(ReplyCode::new(260).is_none());
        assert!(ReplyCode::new(199).is_none());
        assert!(ReplyCode::new(2500).is_none());
        for code in 0..=999 {
            let digits = format!("{code:03}").into_bytes().try_into().expect("three digits");
            assert_eq!(ReplyCode::from_digits(digits), ReplyCode::new(code));
        }
        assert_eq!(ReplyCode::from_digits(*b"2 0"), None);
        assert_eq!(ReplyCode::of(452).severity(), Severity::Transient);
    }

    #[test]
    fn an_enhanced_code_is_read_from_the_text() {
        let parse = EnhancedCode::parse_prefix;
        assert_eq!(parse("5.1.1 no such user"), Some(EnhancedCode::new(5, 1, 1)));
        assert_eq!(parse("4.7.1"), Some(EnhancedCode::new(4, 7, 1)));
        assert_eq!(parse("2.010.999 x"), Some(EnhancedCode::new(2, 10, 999)));
        for bad in ["", "5", "5.", "5.1.", "5.1.1x", "5.1000.1", "5..1", "55.1.1", " 5.1.1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse("3.7.1 x"), None);
        assert_eq!(parse("5.1 x"), None);
        assert_eq!(parse("5.1.1.1 x"), None);
        assert_eq!(parse("hello"), None);
    }
}
