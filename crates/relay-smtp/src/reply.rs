//! Replies (RFC 5321 §4.2), typed. Nothing else in the workspace reads or writes their bytes.

use relay_mail::line::CRLF;
use relay_mail::octet::are_printable;
use relay_mail::{EnhancedCode, ReplyCode, Severity, limit};
use smol_str::SmolStr;

mod catalogue;
mod reader;
#[cfg(test)]
mod tests;

pub use catalogue::*;
pub(crate) use catalogue::{Wire, wire};
pub use reader::{BadReply, Heard, ReplyReader};

/// One reply: a code, and text of one or more lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The three digits.
    pub code: ReplyCode,
    /// The enhanced status code; written only where ENHANCEDSTATUSCODES was offered (RFC 2034).
    pub enhanced: Option<EnhancedCode>,
    /// The text of the first line, without the enhanced code.
    pub text: SmolStr,
    /// The texts of further lines.
    pub more: Vec<SmolStr>,
}

/// How replies are written in one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// With enhanced status codes.
    pub enhanced: bool,
    /// With UTF-8 in the text (RFC 6531 §3.7.4.1); otherwise `?` stands for what is not ASCII.
    pub utf8: bool,
}

impl Reply {
    /// A reply of one line.
    pub fn new(code: ReplyCode, enhanced: Option<EnhancedCode>, text: impl Into<SmolStr>) -> Self {
        Self { code, enhanced, text: text.into(), more: Vec::new() }
    }

    /// A reply of one line that is written in the source; `(0, 0, 0)` is no enhanced code.
    ///
    /// # Panics
    /// When `code` is no reply code.
    pub const fn fixed(code: u16, enhanced: (u8, u16, u16), text: &'static str) -> Self {
        Self {
            code: ReplyCode::of(code),
            enhanced: match enhanced {
                (0, 0, 0) => None,
                (class, subject, detail) => Some(EnhancedCode::new(class, subject, detail)),
            },
            text: SmolStr::new_static(text),
            more: Vec::new(),
        }
    }

    /// The same reply with another text.
    pub fn with_text(mut self, text: impl Into<SmolStr>) -> Self {
        self.text = text.into();
        self
    }

    /// What the first digit says; a client acts on this alone (§4.3.2).
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What the reply to a RCPT says: 552 there means "too many recipients" in old servers and is
    /// to be taken like 452, as temporary (§4.5.3.1.10), unless its enhanced code says that it
    /// means something else, such as 5.2.2, a full mailbox. RFC 1870 §6.4 had it permanent; the
    /// newer text decides.
    pub const fn recipient_severity(&self) -> Severity {
        let too_many = match self.enhanced {
            Some(code) => code.subject == 5 && code.detail == 3,
            None => true,
        };
        if self.code.get() == 552 && too_many { Severity::Transient } else { self.severity() }
    }

    /// Whether it is 2yz.
    pub const fn is_positive(&self) -> bool {
        matches!(self.severity(), Severity::Completed)
    }

    /// The texts of all lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        core::iter::once(&self.text).chain(&self.more).map(SmolStr::as_str)
    }

    /// Appends the reply as octets. A line longer than [`limit::REPLY_LINE`] becomes several;
    /// controls in a text become spaces, so that no text ever ends a line.
    pub fn write(&self, style: Style, out: &mut Vec<u8>) {
        let mut writer = LineWriter::new(self.code, self.enhanced.filter(|_| style.enhanced), out);
        if self.more.is_empty() && self.text.len() <= writer.text_max() {
            // Nearly every reply: one line, which is the last.
            writer.prefix[3] = b' ';
            writer.begin_line();
            writer.utf8 = style.utf8;
            writer.put(&self.text);
            writer.out.extend_from_slice(CRLF);
            return;
        }
        writer.utf8 = style.utf8;
        writer.text(&self.text);
        for text in &self.more {
            writer.text(text);
        }
        writer.finish();
    }
}

/// `250 5.1.1 text` as people write it; further lines are left out.
impl core::fmt::Display for Reply {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, " {}", self.text) }
    }
}

/// Appends the positive reply to EHLO or HELO: the server's name and a greeting, then a line for
/// each offered extension (§4.1.1.1). `first` is the first line up to ` greets <client>`.
pub(crate) fn write_hello(
    first: &str,
    client: Option<&SmolStr>,
    offered: Option<(&crate::Extensions, Option<u64>)>,
    out: &mut Vec<u8>,
) {
    const GREETS: &str = " greets ";
    let mut writer = LineWriter::new(ReplyCode::of(250), None, out);
    let greeted = client.map_or(0, |client| GREETS.len() + client.len());
    match client {
        // A greeting that would not fit is left out; the name always fits.
        Some(client) if first.len() + greeted <= writer.text_max() => {
            writer.begin_line();
            writer.put(first);
            writer.put(GREETS);
            writer.put(client);
            writer.out.extend_from_slice(CRLF);
        }
        _ => writer.text(first),
    }
    if let Some((extensions, size_max)) = offered {
        extensions.each_line(size_max, |line| writer.keyword(line));
    }
    writer.finish();
}

/// Appends the greeting; the same as [`ready`], made without a [`Reply`].
pub(crate) fn write_ready(name: &str, banner: &str, out: &mut Vec<u8>) {
    let gap = if banner.is_empty() { "" } else { " " };
    let mut writer = LineWriter::new(ReplyCode::of(220), None, out);
    writer.texts(&[name, gap, banner]);
    writer.finish();
}

/// Appends the reply to QUIT; the same as [`closing`], made without a [`Reply`].
pub(crate) fn write_closing(name: &str, enhanced: bool, out: &mut Vec<u8>) {
    let enhanced = enhanced.then_some(EnhancedCode::new(2, 0, 0));
    let mut writer = LineWriter::new(ReplyCode::of(221), enhanced, out);
    writer.texts(&[name, CLOSING]);
    writer.finish();
}

/// What follows the name in the reply to QUIT.
const CLOSING: &str = " Service closing transmission channel";

/// The last digit of `number`.
const fn digit(number: u16) -> u8 {
    b'0' + (number % 10) as u8
}

/// Writes the lines of one reply, each as if others followed; `finish` mends the last.
struct LineWriter<'a> {
    prefix: [u8; 16],
    prefix_len: usize,
    utf8: bool,
    last: usize,
    out: &'a mut Vec<u8>,
}

impl<'a> LineWriter<'a> {
    fn new(code: ReplyCode, enhanced: Option<EnhancedCode>, out: &'a mut Vec<u8>) -> Self {
        let mut prefix = [0; 16];
        let code = code.get();
        prefix[..4].copy_from_slice(&[digit(code / 100), digit(code / 10), digit(code), b'-']);
        let mut writer = Self { prefix, prefix_len: 4, utf8: false, last: 0, out };
        if let Some(enhanced) = enhanced {
            writer.number(enhanced.class.into(), b'.');
            writer.number(enhanced.subject, b'.');
            writer.number(enhanced.detail, b' ');
        }
        writer
    }

    /// A number of an enhanced code, which has at most three digits, and what follows it.
    #[inline]
    fn number(&mut self, number: u16, after: u8) {
        let mut put = |octet| {
            self.prefix[self.prefix_len] = octet;
            self.prefix_len += 1;
        };
        if number >= 10 {
            if number >= 100 {
                put(digit(number / 100));
            }
            put(digit(number / 10));
        }
        put(digit(number));
        put(after);
    }

    fn text_max(&self) -> usize {
        limit::REPLY_LINE - CRLF.len() - self.prefix_len
    }

    fn begin_line(&mut self) {
        self.last = self.out.len();
        // A copy of a fixed length is cheaper than one of a few octets fewer.
        self.out.extend_from_slice(&self.prefix);
        self.out.truncate(self.last + self.prefix_len);
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let mut end = rest.len().min(self.text_max());
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (line, after) = rest.split_at(end);
            self.begin_line();
            self.put(line);
            self.out.extend_from_slice(CRLF);
            rest = after;
            if rest.is_empty() {
                return;
            }
        }
    }

    /// Writes one line of what is known to be short and plain.
    fn keyword(&mut self, text: &[u8]) {
        debug_assert!(are_printable(text) && text.len() <= self.text_max(), "keywords are our own");
        self.begin_line();
        self.out.extend_from_slice(text);
        self.out.extend_from_slice(CRLF);
    }

    /// One text in several pieces.
    fn texts(&mut self, pieces: &[&str]) {
        if pieces.iter().map(|piece| piece.len()).sum::<usize>() > self.text_max() {
            return self.text(&pieces.concat());
        }
        self.begin_line();
        for piece in pieces {
            self.put(piece);
        }
        self.out.extend_from_slice(CRLF);
    }

    fn put(&mut self, text: &str) {
        let plain = |octet| matches!(octet, b' '..=b'~' | b'\t');
        if are_printable(text.as_bytes()) || text.bytes().all(plain) {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        for c in text.chars() {
            let mut octets = [0; 4];
            self.out.extend_from_slice(match c {
                _ if c.is_control() => b" ",
                _ if !c.is_ascii() && !self.utf8 => b"?",
                _ => c.encode_utf8(&mut octets).as_bytes(),
            });
        }
    }

    /// The last line has a space behind its code (§4.2.1).
    fn finish(self) {
        self.out[self.last + 3] = b' ';
    }
}
