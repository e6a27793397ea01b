//! The client's reader of what any server says.

use super::ResponseCode;
use crate::uidl::Uidl;

/// What the first word of a response says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `+OK`
    Positive,
    /// `-ERR`
    Negative,
    /// `+ `: the server waits for a SASL response (RFC 5034 §4).
    Challenge,
}

/// The first line of a response as a client reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLine<'a> {
    /// What it says.
    pub status: Status,
    /// Whether the status stood in upper case, as it must.
    pub upper_case: bool,
    /// The response code, if it is a known one.
    pub code: Option<ResponseCode>,
    /// The text without the code; what is not UTF-8 is cut off.
    pub text: &'a str,
}

impl Status {
    /// The word itself.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "+OK",
            Self::Negative => "-ERR",
            Self::Challenge => "+",
        }
    }
}

impl<'a> StatusLine<'a> {
    /// Reads a line without its CRLF; nothing when it is no response.
    pub fn read(line: &'a [u8]) -> Option<Self> {
        let text = line.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let status = match word {
            "+" => Status::Challenge,
            _ if word.eq_ignore_ascii_case("+OK") => Status::Positive,
            _ if word.eq_ignore_ascii_case("-ERR") => Status::Negative,
            _ => return None,
        };
        let upper_case = !word.bytes().any(|b| b.is_ascii_lowercase());
        let coded = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let code = coded.and_then(|(code, _)| ResponseCode::parse(code));
        let text =
            if code.is_some() { coded.map_or("", |(_, text)| text).trim_start() } else { rest };
        Some(Self { status, upper_case, code, text })
    }

    /// The timestamp of a greeting that offers APOP: the first `<…@…>` (RFC 1939 §7).
    pub fn timestamp(&self) -> Option<&'a str> {
        let start = self.text.find('<')?;
        let end = start + self.text[start..].find('>')?;
        let timestamp = &self.text[start..=end];
        let visible = timestamp.bytes().all(|b| b.is_ascii_graphic());
        (visible && timestamp.contains('@')).then_some(timestamp)
    }

    /// The two numbers that begin the text: STAT's answer.
    pub fn two_numbers(&self) -> Option<(u32, u64)> {
        let mut words = self.text.split(' ');
        Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    }
}

/// Reads a line of LIST; what follows the size is passed over (RFC 1939 §5).
pub fn read_scan_listing(line: &[u8]) -> Option<(u32, u64)> {
    let mut words = core::str::from_utf8(line).ok()?.split(' ').filter(|word| !word.is_empty());
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// Reads a line of UIDL (RFC 1939 §7).
pub fn read_unique_id_listing(line: &[u8]) -> Option<(u32, Uidl)> {
    let mut words = core::str::from_utf8(line).ok()?.split(' ').filter(|word| !word.is_empty());
    let entry = (words.next()?.parse().ok()?, Uidl::parse(words.next()?)?);
    words.next().is_none().then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_are_read() {
        let read = |text: &'static str| StatusLine::read(text.as_bytes());
        let coded = read("-ERR [in-use/7] Do you have another session?").expect("a response");
        assert_eq!((coded.status, coded.code), (Status::Negative, Some(ResponseCode::InUse)));
        assert_eq!(coded.text, "Do you have another session?");
        let odd = read("+ok [later] x").expect("a response");
        assert_eq!((odd.upper_case, odd.code, odd.text), (false, None, "[later] x"));
        assert_eq!(read("+ ").map(|line| line.status), Some(Status::Challenge));
        assert_eq!(read("+OK").map(|line| line.text), Some(""));
        for bad in ["", "OK", "250 hello", "+OKAY", " +OK"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_greeting_offers_apop_or_not() {
        let stamp = |text: &'static str| {
            StatusLine::read(text.as_bytes()).and_then(|line| line.timestamp())
        };
        assert_eq!(
            stamp("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>"),
            Some("<1896.697170952@dbc.mtview.ca.us>")
        );
        assert_eq!(stamp("+OK <hello>"), None);
        assert_eq!(stamp("+OK a>b<c"), None);
    }

    #[test]
    fn listings_are_read() {
        assert_eq!(read_scan_listing(b"1 120 extra"), Some((1, 120)));
        assert_eq!(read_scan_listing(b"1"), None);
        assert_eq!(read_scan_listing(b"-1 5"), None);
        let id = Uidl::parse("QhdPYR:00WBw1Ph7x7").expect("an id");
        assert_eq!(read_unique_id_listing(b"2 QhdPYR:00WBw1Ph7x7"), Some((2, id)));
        assert_eq!(read_unique_id_listing(b"2 a b"), None);
        assert_eq!(read_unique_id_listing(b"2 \xff"), None);
    }
}
