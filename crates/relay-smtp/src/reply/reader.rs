//! Replies as a client reads them: tolerant of what real servers send, and bounded.

use core::fmt;
use std::borrow::Cow;

use relay_mail::line::Line;
use relay_mail::{EnhancedCode, ReplyCode, Severity, limit};
use smol_str::SmolStr;

use super::Reply;

/// Why a line is no part of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadReply {
    /// It has no code of three digits in front (§4.2).
    NoCode,
    /// It is longer than anybody reads.
    TooLong,
    /// The reply has more than [`limit::REPLY_LINES`] lines.
    TooManyLines,
}

/// Puts the lines of replies together. Its memory is used again for every reply.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyReader {
    code: ReplyCode,
    /// The texts of all lines, one after the other.
    text: Vec<u8>,
    /// Where each line's text ends.
    ends: Vec<usize>,
    complete: bool,
    mixed: bool,
    long: bool,
}

impl Default for ReplyReader {
    fn default() -> Self {
        Self {
            code: ReplyCode::of(421),
            text: Vec::new(),
            ends: Vec::new(),
            complete: true,
            mixed: false,
            long: false,
        }
    }
}

impl ReplyReader {
    /// A reader at the start of a reply.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one line; true when it ended a reply, which the other methods then speak of.
    ///
    /// Text may be missing, with or without the space before it (§4.2). The code of the last line
    /// counts when lines differ.
    pub fn push(&mut self, line: Line<'_>) -> Result<bool, BadReply> {
        if self.complete {
            self.text.clear();
            self.ends.clear();
            (self.complete, self.mixed, self.long) = (false, false, false);
        }
        let Line::Whole(line) = line else { return Err(BadReply::TooLong) };
        let (code, rest) = line.split_first_chunk::<3>().ok_or(BadReply::NoCode)?;
        let code = ReplyCode::from_digits(*code).ok_or(BadReply::NoCode)?;
        let (last, text) = match rest {
            [] => (true, rest),
            [b' ' | b'\t', text @ ..] => (true, text),
            [b'-', text @ ..] => (false, text),
            _ => return Err(BadReply::NoCode),
        };
        if self.ends.len() == limit::REPLY_LINES {
            return Err(BadReply::TooManyLines);
        }
        self.mixed |= !self.ends.is_empty() && code != self.code;
        self.long |= line.len() + relay_mail::line::CRLF.len() > limit::REPLY_LINE;
        self.code = code;
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len());
        self.complete = last;
        Ok(last)
    }

    /// Starts with another stream, in the same memory.
    pub fn renew(&mut self) {
        self.complete = true;
    }

    /// Whether a reply has begun and not ended.
    pub fn is_inside(&self) -> bool {
        !self.complete
    }

    /// The code.
    pub fn code(&self) -> ReplyCode {
        self.code
    }

    /// Whether its lines had different codes.
    pub fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// Whether one of its lines was longer than [`limit::REPLY_LINE`].
    pub fn is_long(&self) -> bool {
        self.long
    }

    /// The octets of each line's text.
    pub fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end])
    }

    /// The reply as those who only look at it see it.
    pub fn heard(&self) -> Heard<'_> {
        Heard(self)
    }

    /// The reply as a value. Octets that are no UTF-8 are replaced.
    pub fn reply(&self) -> Reply {
        let mut enhanced = None;
        let mut lines = self.lines().enumerate().map(|(nth, line)| {
            let line = match core::str::from_utf8(line) {
                Ok(line) => Cow::Borrowed(line),
                Err(_) => String::from_utf8_lossy(line),
            };
            let found = EnhancedCode::parse_prefix(&line)
                // RFC 2034 §4: the class is the first digit of the code, or it is plain text.
                .filter(|code| u16::from(code.class) == self.code.get() / 100);
            if nth == 0 {
                enhanced = found;
            }
            match found {
                Some(_) => {
                    let space = line.bytes().position(|byte| byte == b' ');
                    SmolStr::new(space.map_or("", |at| &line[at + 1..]))
                }
                None => SmolStr::new(line),
            }
        });
        let text = lines.next().unwrap_or_default();
        let more = lines.collect();
        Reply { code: self.code, enhanced, text, more }
    }
}

/// A reply that was read, as long as its reader reads no other. Most are only looked at, and so
/// become no [`Reply`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard<'a>(&'a ReplyReader);

impl Heard<'_> {
    /// The code.
    pub fn code(self) -> ReplyCode {
        self.0.code
    }

    /// Whether it is 2yz.
    pub fn is_positive(self) -> bool {
        self.0.code.severity() == Severity::Completed
    }

    /// What the reply to a RCPT says; see [`Reply::recipient_severity`].
    pub fn recipient_severity(self) -> Severity {
        // The text counts for 552 alone.
        if self.0.code.get() == 552 {
            self.to_reply().recipient_severity()
        } else {
            self.0.code.severity()
        }
    }

    /// The reply as a value.
    pub fn to_reply(self) -> Reply {
        self.0.reply()
    }
}

impl fmt::Display for Heard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_reply().fmt(f)
    }
}
