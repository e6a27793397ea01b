//! Transparency (RFC 5321 §4.5.2, RFC 1939 §3): a dot is put before every line that begins with
//! one, and the text ends with a line that holds a single dot.
//!
//! Lines end in CRLF and in nothing else, on both sides. A bare LF before a dot neither ends the
//! text nor hides a dot, so no sequence smuggles a second message into the first.

mod plain;

use memchr::{memchr, memchr2};

use crate::faults::Faults;
use crate::limit;
use crate::line::CRLF;
use plain::{Plain, first_line_dot};

pub(crate) use plain::has_line_dot;

/// The line that ends a text that ends in CRLF.
const END: &[u8] = b".\r\n";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    LineStart,
    Text,
    /// Behind a CR in the text.
    Cr,
    /// Behind a dot that began a line.
    Dot,
    /// Behind a dot that began a line, and a CR.
    DotCr,
}

/// Puts dots in; keeps its place in the line between pieces of a text.
#[derive(Clone, Debug, Default)]
pub struct Stuffer(Place);

impl Stuffer {
    /// A stuffer at the start of a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends `text` to `out`, stuffed.
    pub fn push(&mut self, text: &[u8], out: &mut Vec<u8>) {
        out.reserve(text.len() + END.len() + 2);
        let mut rest = self.push_plain(text, out);
        while let Some(&first) = rest.first() {
            match self.0 {
                Place::LineStart if first == b'.' => {
                    out.push(b'.');
                    self.0 = Place::Text;
                }
                Place::Cr if first == b'\n' => {
                    out.push(first);
                    rest = &rest[1..];
                    self.0 = Place::LineStart;
                }
                _ => {
                    // Up to and with the next CR the line cannot end.
                    let cr = memchr(b'\r', rest);
                    let (piece, after) = rest.split_at(cr.map_or(rest.len(), |at| at + 1));
                    out.extend_from_slice(piece);
                    rest = after;
                    self.0 = if cr.is_some() { Place::Cr } else { Place::Text };
                }
            }
        }
    }

    /// Appends what needs no dot, as a whole: everything up to the first dot that may begin a
    /// line. Returns the rest.
    fn push_plain<'a>(&mut self, text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
        let may_begin = self.0 != Place::Text && text.first() == Some(&b'.');
        let end = if may_begin { 0 } else { first_line_dot(text).unwrap_or(text.len()) };
        let (plain, rest) = text.split_at(end);
        self.copy(plain, out);
        rest
    }

    /// Appends `text`, stuffed, when it is known that none of its lines but the first begins with
    /// a dot.
    pub fn push_undotted(&mut self, text: &[u8], out: &mut Vec<u8>) {
        debug_assert!(!has_line_dot(text), "a line begins with a dot");
        if text.first() == Some(&b'.') {
            return self.push(text, out);
        }
        out.reserve(text.len() + END.len() + 2);
        self.copy(text, out);
    }

    /// Appends what needs no dot.
    fn copy(&mut self, plain: &[u8], out: &mut Vec<u8>) {
        let Some(&last) = plain.last() else { return };
        out.extend_from_slice(plain);
        let behind_cr = match plain.len() {
            1 => self.0 == Place::Cr,
            len => plain[len - 2] == b'\r',
        };
        self.0 = match last {
            b'\r' => Place::Cr,
            b'\n' if behind_cr => Place::LineStart,
            _ => Place::Text,
        };
    }

    /// Ends the text: its last line is completed where it lacks a CRLF, and the lone dot follows.
    pub fn finish(self, out: &mut Vec<u8>) {
        if self.0 != Place::LineStart {
            out.extend_from_slice(CRLF);
        }
        out.extend_from_slice(END);
    }
}

/// How far one call of [`Unstuffer::push`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Octets of the input that belong to the text and its end.
    pub consumed: usize,
    /// Whether the end, CRLF `.` CRLF, was among them.
    pub ended: bool,
}

/// Takes dots out and finds the end of a text that arrives in pieces.
#[derive(Clone, Debug, Default)]
pub struct Unstuffer {
    place: Place,
    faults: Faults,
    size: usize,
    line: usize,
}

impl Unstuffer {
    /// An unstuffer at the start of a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Octets of the text so far: CRLFs counted, stuffed dots and the final dot not (RFC 1870 §3).
    pub fn size(&self) -> usize {
        self.size
    }

    /// What the text so far did that it should not.
    pub fn faults(&self) -> Faults {
        self.faults
    }

    /// Reads `input` as far as the text goes. The text is appended to `out` while it is not longer
    /// than `keep_max` octets; what is beyond is counted and dropped.
    pub fn push(&mut self, input: &[u8], keep_max: usize, out: &mut Vec<u8>) -> Progress {
        out.reserve(input.len().min(keep_max.saturating_sub(self.size)));
        let (mut at, mut is_first) = (0, true);
        while let Some(&byte) = input.get(at) {
            match (self.place, byte) {
                (Place::LineStart, byte) if byte != b'.' => {
                    let rest = &input[at..];
                    let is_first = core::mem::take(&mut is_first);
                    let plain = self.plain_lines(rest, is_first, keep_max, out);
                    at += if plain > 0 { plain } else { self.text(rest, keep_max, out) };
                    continue;
                }
                (Place::LineStart, b'.') => self.place = Place::Dot,
                (Place::Dot, b'\r') => self.place = Place::DotCr,
                (Place::DotCr, b'\n') => {
                    return Progress { consumed: at + 1, ended: true };
                }
                (Place::DotCr, _) => {
                    // The dot was stuffing, and the CR stands alone.
                    self.keep(b"\r", keep_max, out);
                    self.place = Place::Cr;
                    continue;
                }
                (Place::Cr, b'\n') => {
                    self.keep(b"\n", keep_max, out);
                    self.end_line();
                }
                (Place::Cr, _) => {
                    self.faults.bare_cr = true;
                    self.place = Place::Text;
                    continue;
                }
                _ => {
                    at += self.text(&input[at..], keep_max, out);
                    continue;
                }
            }
            at += 1;
        }
        Progress { consumed: at, ended: false }
    }

    /// Takes plain lines as one piece, where all of them can be kept; returns how many octets that
    /// is. The usual message goes through here and nowhere else. All of a text is looked at in one go
    /// the first time only: where that is of no use, it would be looked at again at each of its lines.
    fn plain_lines(
        &mut self,
        input: &[u8],
        is_first: bool,
        keep_max: usize,
        out: &mut Vec<u8>,
    ) -> usize {
        if self.size + input.len() > keep_max {
            return 0;
        }
        let plain = if is_first { Plain::at_once(input) } else { Plain::line_by_line(input) };
        self.keep(&input[..plain.len], keep_max, out);
        self.line = 0;
        self.faults.long_line |= plain.long_line;
        self.faults.eight_bit |= plain.eight_bit;
        self.faults.nul |= plain.nul;
        plain.len
    }

    /// Takes the text up to and with the next CR or LF; returns how many octets that is.
    fn text(&mut self, input: &[u8], keep_max: usize, out: &mut Vec<u8>) -> usize {
        let stop = memchr2(b'\r', b'\n', input);
        let piece = &input[..stop.map_or(input.len(), |at| at + 1)];
        self.keep(piece, keep_max, out);
        self.faults.eight_bit |= !piece.is_ascii();
        self.faults.nul |= memchr(0, piece).is_some();
        self.place = match stop.map(|at| input[at]) {
            Some(b'\r') => Place::Cr,
            Some(_) => {
                self.faults.bare_lf = true;
                Place::Text
            }
            None => Place::Text,
        };
        piece.len()
    }

    fn keep(&mut self, piece: &[u8], keep_max: usize, out: &mut Vec<u8>) {
        self.size += piece.len();
        self.line += piece.len();
        if self.size <= keep_max {
            out.extend_from_slice(piece);
        }
    }

    fn end_line(&mut self) {
        self.faults.long_line |= self.line > limit::TEXT_LINE;
        self.line = 0;
        self.place = Place::LineStart;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Scanner;

    fn stuffed(text: &[u8], size: usize) -> Vec<u8> {
        let (mut stuffer, mut out) = (Stuffer::new(), Vec::new());
        for piece in text.chunks(size) {
            let (before, len) = (stuffer.clone(), out.len());
            stuffer.push(piece, &mut out);
            if !has_line_dot(piece) {
                let (mut same, mut again) = (before, out[..len].to_vec());
                same.push_undotted(piece, &mut again);
                assert_eq!((&again, same.0), (&out, stuffer.0), "{text:?}");
            }
        }
        stuffer.finish(&mut out);
        out
    }

    /// The text, what is left of the input, and the faults.
    fn unstuffed(wire: &[u8], size: usize) -> (Vec<u8>, Option<usize>, Faults) {
        let (mut unstuffer, mut out, mut total) = (Unstuffer::new(), Vec::new(), 0);
        for piece in wire.chunks(size) {
            let progress = unstuffer.push(piece, usize::MAX, &mut out);
            total += progress.consumed;
            if progress.ended {
                assert_eq!(unstuffer.size(), out.len());
                return (out, Some(wire.len() - total), unstuffer.faults());
            }
        }
        (out, None, unstuffer.faults())
    }

    #[test]
    fn dots_go_in_and_come_out() {
        let text = b".\r\n..\r\na.b\r\n.c\r\n\r\n";
        let wire = b"..\r\n...\r\na.b\r\n..c\r\n\r\n.\r\n";
        for size in 1..=wire.len() {
            assert_eq!(stuffed(text, size), wire, "in pieces of {size}");
            assert_eq!(unstuffed(wire, size), (text.to_vec(), Some(0), Faults::default()));
        }
    }

    #[test]
    fn an_unfinished_line_is_completed() {
        assert_eq!(stuffed(b"a", 1), b"a\r\n.\r\n");
        assert_eq!(stuffed(b"", 1), b".\r\n");
    }

    #[test]
    fn nothing_but_crlf_dot_crlf_ends_a_text() {
        let smuggles: [&[u8]; 7] = [
            b"a\n.\nQUIT\r\n",
            b"a\n.\r\nQUIT\r\n",
            b"a\r.\r\nQUIT\r\n",
            b"a\r\n.\rQUIT\r\n",
            b"a\r\n.\nQUIT\r\n",
            b"a\r.\rQUIT\r\n",
            b"a\r\n.\r\r\nQUIT\r\n",
        ];
        for smuggle in smuggles {
            for size in 1..=smuggle.len() {
                let (_, left, faults) = unstuffed(smuggle, size);
                assert_eq!(left, None, "{smuggle:?}");
                assert!(faults.bare_cr || faults.bare_lf, "{smuggle:?}");
            }
        }
        let (text, left, _) = unstuffed(b"a\r\n.\r\nQUIT\r\n", 1);
        assert_eq!((text.as_slice(), left.is_some()), (b"a\r\n".as_slice(), true));
    }

    #[test]
    fn faults_are_named() {
        let long = [vec![b'x'; 999], b"\r\n\0\xff\r\n.\r\n".to_vec()].concat();
        let (_, _, faults) = unstuffed(&long, 100);
        assert!(faults.long_line && faults.nul && faults.eight_bit && !faults.bare_lf);
        let fits = [vec![b'.'; 1], vec![b'.'; 998], b"\r\n.\r\n".to_vec()].concat();
        assert!(!unstuffed(&fits, 100).2.long_line, "the stuffed dot does not count");
    }

    #[test]
    fn a_counted_text_is_judged_like_a_stuffed_one() {
        let long = [vec![b'x'; 999], b"\r\n".to_vec()].concat();
        let texts: [&[u8]; 8] = [
            b"a\r\nb\r\n",
            b"a\rb\r\n",
            b"a\nb\r\n",
            b"\0\r\n",
            b"\xff\r\n",
            &long,
            b"\r\r\n",
            b"\n\r\n",
        ];
        for text in texts {
            for size in 1..=text.len() {
                let mut scanner = Scanner::new();
                text.chunks(size).for_each(|piece| scanner.push(piece));
                assert_eq!(scanner.size(), text.len());
                let faults = unstuffed(&stuffed(text, size), size).2;
                assert_eq!(scanner.faults(), faults, "{text:?}");
            }
        }
        let mut scanner = Scanner::new();
        scanner.push(b"a\r");
        assert!(scanner.faults().bare_cr);
    }

    #[test]
    fn what_is_too_much_is_counted_and_dropped() {
        let (mut unstuffer, mut out) = (Unstuffer::new(), Vec::new());
        let progress = unstuffer.push(b"abc\r\ndef\r\n.\r\n", 5, &mut out);
        assert!(progress.ended);
        assert_eq!((out.as_slice(), unstuffer.size()), (b"abc\r\n".as_slice(), 10));
    }

    /// Every text of up to six octets from those that matter, whole and in pieces: what goes in
    /// comes out, and one piece is judged like many.
    #[test]
    fn whole_texts_and_single_octets_come_to_the_same() {
        const OCTETS: [u8; 6] = [b'a', b'.', b'\r', b'\n', 0, 0xff];
        for number in 0..6_u32.pow(6) {
            let text: Vec<u8> =
                (0..6).map(|place| OCTETS[(number / 6_u32.pow(place) % 6) as usize]).collect();
            assert_eq!(stuffed(&text, 6), stuffed(&text, 1), "{text:?}");
            let wire = stuffed(&text, 6);
            let whole = unstuffed(&wire, wire.len());
            assert_eq!(whole, unstuffed(&wire, 1), "{text:?}");
            assert_eq!(whole.1, Some(0), "{text:?}");
            assert_eq!(unstuffed(&text, 6), unstuffed(&text, 1), "{text:?}");
        }
    }

    /// The same within longer texts, which are looked at in words of eight octets: at every place in
    /// a word, and over the edge of two.
    #[test]
    fn words_and_single_octets_come_to_the_same() {
        const OCTETS: [u8; 6] = [b'a', b'.', b'\r', b'\n', 0, 0xff];
        for number in 0..6_u32.pow(4) {
            let odd = (0..4).map(|place| OCTETS[(number / 6_u32.pow(place) % 6) as usize]);
            let odd: Vec<u8> = odd.collect();
            for before in 0..=16 {
                let text = [vec![b'a'; before], odd.clone(), vec![b'a'; 24 - before]].concat();
                let wire = stuffed(&text, text.len());
                assert_eq!(wire, stuffed(&text, 1), "{text:?}");
                let whole = unstuffed(&wire, wire.len());
                assert_eq!(whole, unstuffed(&wire, 1), "{text:?}");
                let mut scanner = Scanner::new();
                scanner.push(&text);
                let mut single = Scanner::new();
                text.chunks(1).for_each(|octet| single.push(octet));
                assert_eq!(scanner.faults(), single.faults(), "{text:?}");
                assert_eq!(scanner.faults().nul, odd.contains(&0), "{text:?}");
                assert_eq!(scanner.faults().eight_bit, odd.contains(&0xff), "{text:?}");
            }
        }
    }

    #[test]
    fn a_line_of_a_thousand_octets_fits() {
        for (len, long) in [(998, false), (999, true)] {
            let line = [vec![b'x'; len], b"\r\n".to_vec()].concat();
            for text in [line.repeat(3), [b"a\r\n".as_slice(), &line, b"b\r\n"].concat()] {
                let wire = stuffed(&text, text.len());
                assert_eq!(unstuffed(&wire, wire.len()).2.long_line, long, "{len}");
            }
        }
    }

    /// The way to look at all of a text in one go is taken once, however often it is of no use.
    #[test]
    fn what_is_looked_at_grows_with_the_text_and_no_faster() {
        for line in [b"a\r\n..\r\n".as_slice(), b"a\nb\r\n", b"\xff\r\n.\x00\r\n"] {
            let text = line.repeat(4096);
            plain::looked_at::clear();
            unstuffed(&text, text.len());
            assert!(plain::looked_at::octets() <= text.len(), "{:?}", line.escape_ascii());
        }
    }
}
