//! What a text of a message did that RFC 5321 forbids.

use memchr::{memchr, memchr2};

use crate::limit;

/// What a text did that it should not. The octets are kept all the same; a policy decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// A CR without LF (§2.3.8).
    pub bare_cr: bool,
    /// A LF without CR (§2.3.8).
    pub bare_lf: bool,
    /// A line beyond [`limit::TEXT_LINE`] (§4.5.3.1.6).
    pub long_line: bool,
    /// A NUL (RFC 5322 §4; not allowed in 8BITMIME text either).
    pub nul: bool,
    /// An octet above 127.
    pub eight_bit: bool,
}

/// Looks for faults in a text that is counted (BDAT, RFC 3030); in one that is stuffed
/// [`Unstuffer`](crate::dot::Unstuffer) does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanner {
    faults: Faults,
    size: usize,
    line: usize,
    /// The last octet was a CR.
    cr: bool,
}

impl Scanner {
    /// A scanner at the start of a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Octets of the text so far.
    pub fn size(&self) -> usize {
        self.size
    }

    /// What the text so far did that it should not. A CR at its very end counts as bare.
    pub fn faults(&self) -> Faults {
        Faults { bare_cr: self.faults.bare_cr || self.cr, ..self.faults }
    }

    /// Reads on.
    pub fn push(&mut self, text: &[u8]) {
        self.size += text.len();
        self.faults.eight_bit |= !text.is_ascii();
        self.faults.nul |= memchr(0, text).is_some();
        let mut rest = text;
        while let Some(&first) = rest.first() {
            if core::mem::take(&mut self.cr) {
                if first == b'\n' {
                    self.faults.long_line |= self.line + 1 > limit::TEXT_LINE;
                    self.line = 0;
                    rest = &rest[1..];
                    continue;
                }
                self.faults.bare_cr = true;
            }
            let stop = memchr2(b'\r', b'\n', rest);
            let count = stop.map_or(rest.len(), |at| at + 1);
            self.line += count;
            match stop.map(|at| rest[at]) {
                Some(b'\r') => self.cr = true,
                Some(_) => self.faults.bare_lf = true,
                None => {}
            }
            rest = &rest[count..];
        }
    }
}
