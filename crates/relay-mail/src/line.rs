//! Lines that end in CRLF, cut from a byte stream before anybody parses them.
//!
//! A bad line can therefore never desynchronise the stream. Only CRLF ends a line (RFC 5321
//! §2.3.8); a bare CR or LF is part of it and makes its command bad.

use memchr::memchr;

use crate::octet::first_control;

/// The end of a line.
pub const CRLF: &[u8] = b"\r\n";

/// One line, without its CRLF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line within its limit.
    Whole(&'a [u8]),
    /// A line beyond its limit; its octets are gone.
    TooLong,
}

/// The line with which `bytes` begin, and what is behind it, so that a line is read where it lies.
/// `None` leaves it to a [`LineReader`]: there is no whole line, it is longer than `max` with its
/// CRLF, or it holds an octet below a space.
#[inline]
pub fn split_line(bytes: &[u8], max: usize) -> Option<(&[u8], &[u8])> {
    let (line, end) = bytes.split_at(first_control(bytes, &mut false)?);
    let behind = end.strip_prefix(CRLF)?;
    (line.len() + CRLF.len() <= max).then_some((line, behind))
}

/// Collects bytes and gives lines. Its memory is bounded by what was pushed and not yet read, and
/// an endless line costs no more than its limit.
#[derive(Clone, Debug, Default)]
pub struct LineReader {
    buffer: Vec<u8>,
    /// Everything before it was read.
    start: usize,
    /// Everything before it was read or holds no CRLF.
    scanned: usize,
    /// The current line has lost its beginning.
    overlong: bool,
}

impl LineReader {
    /// An empty reader.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes of the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if self.start == self.buffer.len() {
            self.clear();
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Starts with another stream, in the same memory.
    pub fn renew(&mut self) {
        self.clear();
        self.overlong = false;
    }

    /// Whether everything was read: it is as good as a new one.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.start == self.buffer.len() && !self.overlong
    }

    /// Whether something was pushed and not yet read.
    #[inline]
    pub fn has_pending(&self) -> bool {
        self.start != self.buffer.len()
    }

    /// What was pushed and not yet read.
    pub fn pending(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads `count` octets of [`pending`](Self::pending) without regard to lines.
    pub fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
        self.scanned = self.scanned.max(self.start);
    }

    /// Forgets all that was not read.
    pub fn clear(&mut self) {
        self.buffer.clear();
        (self.start, self.scanned) = (0, 0);
    }

    /// The next line, if its end has arrived; `max` is its limit with CRLF.
    #[inline]
    pub fn next_line(&mut self, max: usize) -> Option<Line<'_>> {
        if self.start == self.buffer.len() {
            return None;
        }
        self.cut_line(max)
    }

    fn cut_line(&mut self, max: usize) -> Option<Line<'_>> {
        let Some(end) = self.find_crlf() else {
            self.shed(max);
            return None;
        };
        let start = core::mem::replace(&mut self.start, end + CRLF.len());
        self.scanned = self.start;
        let too_long = core::mem::take(&mut self.overlong) || self.start - start > max;
        Some(if too_long { Line::TooLong } else { Line::Whole(&self.buffer[start..end]) })
    }

    fn find_crlf(&mut self) -> Option<usize> {
        let mut from = self.scanned;
        while let Some(found) = memchr(b'\n', &self.buffer[from..]) {
            let lf = from + found;
            // Its CR may be among what was scanned before.
            if lf > self.start && self.buffer[lf - 1] == b'\r' {
                return Some(lf - 1);
            }
            from = lf + 1;
        }
        self.scanned = self.buffer.len();
        None
    }

    /// Lets go of a line that is already too long, and of what was read.
    fn shed(&mut self, max: usize) {
        if self.buffer.len() - self.start > max {
            // The last octet may be the CR of the line's end.
            self.start = self.buffer.len() - 1;
            self.overlong = true;
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.scanned -= self.start;
            self.start = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All lines of `input`, pushed in pieces of `size` octets.
    fn lines(input: &[u8], size: usize, max: usize) -> Vec<Option<Vec<u8>>> {
        let mut reader = LineReader::new();
        let mut lines = Vec::new();
        for piece in input.chunks(size) {
            reader.push(piece);
            while let Some(line) = reader.next_line(max) {
                lines.push(match line {
                    Line::Whole(bytes) => Some(bytes.to_vec()),
                    Line::TooLong => None,
                });
            }
        }
        lines
    }

    #[test]
    fn only_crlf_ends_a_line_however_it_arrives() {
        let input = b"EHLO a\r\nbare\nlf\rcr\r\r\n\r\nrest";
        let expected =
            vec![Some(b"EHLO a".to_vec()), Some(b"bare\nlf\rcr\r".to_vec()), Some(Vec::new())];
        for size in 1..=input.len() {
            assert_eq!(lines(input, size, 512), expected, "in pieces of {size}");
        }
    }

    #[test]
    fn a_long_line_is_one_fault_and_costs_no_memory() {
        let mut input = vec![b'x'; 100_000];
        input.extend_from_slice(b"\r\nNOOP\r\n");
        for size in [1, 7, 1000, input.len()] {
            assert_eq!(lines(&input, size, 512), [None, Some(b"NOOP".to_vec())], "{size}");
        }
        let mut reader = LineReader::new();
        for _ in 0..100_000 {
            reader.push(b"x");
            assert_eq!(reader.next_line(512), None);
        }
        assert!(reader.buffer.capacity() <= 2048);
    }

    #[test]
    fn the_limit_counts_the_crlf() {
        assert_eq!(lines(b"abc\r\n", 1, 5), [Some(b"abc".to_vec())]);
        assert_eq!(lines(b"abcd\r\n", 6, 5), [None]);
    }

    #[test]
    fn whole_lines_are_split_off_and_nothing_else() {
        let split = |bytes| split_line(bytes, 12);
        assert_eq!(split(b"one\r\n"), Some((&b"one"[..], &b""[..])));
        assert_eq!(split(b"\r\n"), Some((&b""[..], &b""[..])));
        assert_eq!(split(b"\xff\r\n"), Some((&b"\xff"[..], &b""[..])));
        assert_eq!(split(b"one\r\ntwo\r\n"), Some((&b"one"[..], &b"two\r\n"[..])));
        assert_eq!(split(b"one\r\ntw"), Some((&b"one"[..], &b"tw"[..])));
        for left in [
            &b""[..],
            b"one",
            b"one\r",
            b"a\nb\r\n",
            b"\n",
            b"a\r\r\n",
            b"\tb\r\n",
            b"0123456789x\r\n",
        ] {
            assert_eq!(split(left), None, "{}", left.escape_ascii());
        }
    }

    #[test]
    fn it_is_empty_between_lines_only() {
        let mut reader = LineReader::new();
        assert!(reader.is_empty());
        reader.push(b"whole\r\nhalf");
        assert_eq!(reader.next_line(512), Some(Line::Whole(b"whole")));
        assert!(!reader.is_empty());
        reader.push(b"\r\n");
        assert_eq!(reader.next_line(512), Some(Line::Whole(b"half")));
        assert!(reader.is_empty());
        reader.push(b"long");
        assert_eq!(reader.next_line(2), None);
        assert!(!reader.is_empty());
    }

    #[test]
    fn another_stream_starts_anew() {
        let mut reader = LineReader::new();
        reader.push(&[b'x'; 600]);
        assert_eq!(reader.next_line(512), None, "and it has lost its beginning");
        reader.renew();
        reader.push(b"whole\r\n");
        assert_eq!(reader.next_line(512), Some(Line::Whole(b"whole")));
    }
}
