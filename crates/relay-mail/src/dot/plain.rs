//! What a text needs to be looked at for, in words of eight octets: whether a line begins with a dot, and
//! which lines leave no doubt.

use memchr::{memmem, memrchr};

use super::END;
use crate::limit;
use crate::line::CRLF;
use crate::octet::{first_control, in_words};

/// The same octet eight times.
const fn octets(octet: u8) -> u64 {
    u64::from_le_bytes([octet; 8])
}

const CRS: u64 = octets(b'\r');
const LFS: u64 = octets(b'\n');
const DOTS: u64 = octets(b'.');
const HIGH_BITS: u64 = octets(0x80);

/// A word in which some high bit is set when an octet of `word` is 0; its others say nothing.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(octets(1)) & !word
}

/// Whether a line behind the first begins with a dot.
pub(crate) fn has_line_dot(text: &[u8]) -> bool {
    first_line_dot(text).is_some()
}

/// Where the first line after the first one begins that begins with a dot.
pub(super) fn first_line_dot(text: &[u8]) -> Option<usize> {
    let behind = text.get(1..).unwrap_or_default();
    // Without a way out of the loop, many octets are looked at together; most texts have none.
    let mut found = 0;
    let (text_rest, behind_rest) =
        in_words(text, behind, |a, b| found |= zeros((a ^ LFS) | (b ^ DOTS)));
    let mut any = found & HIGH_BITS != 0;
    for (a, b) in text_rest.iter().zip(behind_rest) {
        any |= *a == b'\n' && *b == b'.';
    }
    if any { memmem::find(text, b"\n.").map(|lf| lf + 1) } else { None }
}

/// Whether these are lines of ASCII that leave no doubt: each ends in CRLF, and none holds one of the
/// two alone or a NUL; and none behind the first begins with a dot. Short ones are said not to be.
fn are_plain_ascii(lines: &[u8]) -> bool {
    const LOW_BITS: u64 = octets(0x7f);
    #[cfg(test)]
    looked_at::add(lines.len());
    let behind = lines.get(1..).unwrap_or_default();
    let before = &lines[..behind.len()];
    let (Some(last), Some(last_behind)) = (before.last_chunk(), behind.last_chunk()) else {
        return false;
    };
    // Where there is no octet above 127, adding that many sets the high bits of all that are not 0.
    let odd = |a: u64, b: u64| {
        let not_cr = (a ^ CRS).wrapping_add(LOW_BITS);
        let not_lf_behind = (b ^ LFS).wrapping_add(LOW_BITS);
        let not_lf_dot = ((a ^ LFS) | (b ^ DOTS)).wrapping_add(LOW_BITS);
        a | (not_cr ^ not_lf_behind) | !(not_lf_dot & a.wrapping_add(LOW_BITS))
    };
    // The last words overlap those before them.
    let mut any = odd(u64::from_le_bytes(*last), u64::from_le_bytes(*last_behind));
    in_words(before, behind, |a, b| any |= odd(a, b));
    any & HIGH_BITS == 0 && lines.ends_with(CRLF) && !lines.starts_with(b"\n")
}

/// Whether one of these whole lines is beyond [`limit::TEXT_LINE`].
fn has_long_line(mut lines: &[u8]) -> bool {
    while let Some(front) = lines.get(..limit::TEXT_LINE) {
        let Some(lf) = memrchr(b'\n', front) else { return true };
        lines = &lines[lf + 1..];
    }
    false
}

/// Whole lines in front of a text that leave no doubt: each ends in CRLF and holds neither of the
/// two alone, and none behind the first begins with a dot.
#[derive(Default)]
pub(super) struct Plain {
    pub(super) len: usize,
    pub(super) long_line: bool,
    pub(super) nul: bool,
    pub(super) eight_bit: bool,
}

impl Plain {
    /// Looks at all of `text` in one go: mostly that is all there is, with or without the end. Where it is
    /// not, this comes to the same as [`line_by_line`](Self::line_by_line), and takes longer.
    pub(super) fn at_once(text: &[u8]) -> Self {
        let lines = text.strip_suffix(END).filter(|lines| lines.ends_with(CRLF));
        let lines = lines.unwrap_or_else(|| &text[..memrchr(b'\n', text).map_or(0, |lf| lf + 1)]);
        if are_plain_ascii(lines) {
            let (len, long_line) = (lines.len(), has_long_line(lines));
            return Self { len, long_line, ..Self::default() };
        }
        Self::line_by_line(text)
    }

    /// Looks no further than to the end of those lines.
    #[inline(never)] // Few texts come here.
    pub(super) fn line_by_line(text: &[u8]) -> Self {
        let mut plain = Self::default();
        let (mut at, mut eight_bit, mut nul) = (0, false, false);
        while let Some(found) = first_control(&text[at..], &mut eight_bit) {
            at += found;
            match (text[at], text.get(at + 1)) {
                (b'\r', Some(b'\n')) => {
                    at += CRLF.len();
                    plain.long_line |= at - plain.len > limit::TEXT_LINE;
                    (plain.nul, plain.eight_bit) = (nul, eight_bit);
                    plain.len = at;
                    if text.get(at) == Some(&b'.') {
                        break;
                    }
                }
                (b'\r' | b'\n', _) => break,
                (octet, _) => {
                    nul |= octet == 0;
                    at += 1;
                }
            }
        }
        plain
    }
}

/// How many octets were looked at in one go: that must not be done again for each line.
#[cfg(test)]
pub(super) mod looked_at {
    use core::cell::Cell;

    std::thread_local!(static OCTETS: Cell<usize> = const { Cell::new(0) });

    pub(in crate::dot) fn clear() {
        OCTETS.set(0);
    }

    pub(super) fn add(octets: usize) {
        OCTETS.set(OCTETS.get() + octets);
    }

    pub(in crate::dot) fn octets() -> usize {
        OCTETS.get()
    }
}
