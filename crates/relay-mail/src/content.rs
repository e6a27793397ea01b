//! A message's octets: header section and body, shared between all copies that are equal.

use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64;

use crate::dot;
use crate::head::{Head, Heads};
use crate::octet::are_same;

/// The content of a message as it was after DATA: lines that end in CRLF, dots unstuffed.
///
/// Every hop puts a trace line on top and leaves the rest alone (RFC 5321 §4.4), so a copy has that
/// line of its own, and shares all else with the others.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    head: Arc<Head>,
    body: Arc<Body>,
}

/// What every hop asks of a body, found out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    is_ascii: bool,
    has_line_dot: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct Body {
    octets: Box<[u8]>,
    known: Known,
}

impl Body {
    fn new(octets: &[u8]) -> Arc<Self> {
        let (is_ascii, has_line_dot) = (octets.is_ascii(), dot::has_line_dot(octets));
        Arc::new(Self { octets: octets.into(), known: Known { is_ascii, has_line_dot } })
    }
}

/// As text that can be read, and not as a list of numbers.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content(\"{:?}{}\")", self.head, self.body().escape_ascii())
    }
}

impl Content {
    /// The content that `octets` are. Equal bodies are stored once in `bodies`.
    pub fn new(octets: &[u8], bodies: &mut Bodies) -> Self {
        Self::with_trace(&[], octets, bodies)
    }

    /// The content that `octets` are, with the header lines `trace` on top.
    pub fn with_trace(trace: &[u8], octets: &[u8], bodies: &mut Bodies) -> Self {
        let (head, body) = octets.split_at(body_start(octets));
        Self { head: bodies.heads.store(trace, head), body: bodies.intern(body) }
    }

    /// The same content with the header lines `trace` on top.
    #[must_use]
    pub fn prepend(&self, trace: &[u8]) -> Self {
        Self { head: Head::under(&self.head, trace), body: Arc::clone(&self.body) }
    }

    /// The header section with the blank line that ends it. It is kept in one piece from then on, so
    /// whoever only passes it on is better served by [`pieces`](Self::pieces).
    pub fn head(&self) -> &[u8] {
        self.head.octets()
    }

    /// What follows the blank line.
    pub fn body(&self) -> &[u8] {
        &self.body.octets
    }

    /// The octets of the header section, as [`head`](Self::head) has them.
    pub fn head_len(&self) -> usize {
        self.head.len()
    }

    /// Whether no octet is above 127.
    pub fn is_ascii(&self) -> bool {
        self.body.known.is_ascii && self.head_is_ascii()
    }

    /// Whether no octet of the header section is above 127.
    pub fn head_is_ascii(&self) -> bool {
        self.head.is_ascii()
    }

    /// Whether a line of the body behind its first begins with a dot.
    pub fn body_has_line_dot(&self) -> bool {
        self.body.known.has_line_dot
    }

    /// The octets in order, in as many pieces as they are stored in. Each piece of the header section
    /// ends where a line ends.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.parts().map(|(piece, _)| piece)
    }

    /// The same, each with whether a line of it behind its first may begin with a dot.
    pub fn parts(&self) -> impl Iterator<Item = (&[u8], bool)> {
        let head = self.head.pieces().map(|piece| (piece, true));
        head.chain([(self.body(), self.body_has_line_dot())])
    }

    /// Size in octets, each CRLF counted as two: what SIZE and LIST speak of.
    pub fn len(&self) -> usize {
        self.head.len() + self.body().len()
    }

    /// Whether there is not a single octet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The octets in one piece.
    pub fn to_vec(&self) -> Vec<u8> {
        self.pieces().collect::<Vec<_>>().concat()
    }

    /// Whether both share one body in memory.
    pub fn shares_body_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.body, &other.body)
    }
}

/// Looks for a line end and a blank line.
static BLANK_LINE: LazyLock<memmem::Finder<'static>> =
    LazyLock::new(|| memmem::Finder::new(b"\r\n\r\n"));

/// Where the body starts: behind the first blank line, or at the end when there is none.
fn body_start(octets: &[u8]) -> usize {
    if octets.starts_with(b"\r\n") {
        return 2;
    }
    BLANK_LINE.find(octets).map_or(octets.len(), |at| at + 4)
}

/// A message file as a user has it, with the line ends of any system, as lines that end in CRLF.
///
/// Only line ends change: CRLF stays, a lone LF or CR becomes CRLF, and a last line without an end
/// gets one.
pub fn canonical_lines(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.len() + file.len() / 32 + 2);
    let mut rest = file;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(crate::line::CRLF);
        let skip = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = rest.get(end + skip..).unwrap_or_default();
    }
    out
}

/// All bodies of a run, each stored once, and the header sections of those that were stored lately.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    by_hash: BTreeMap<u64, Arc<Body>>,
    /// The one that was asked for last: copies of a message come one after the other.
    last: Option<Arc<Body>>,
    octets: usize,
    heads: Heads,
}

impl Bodies {
    /// No bodies yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The stored body that equals `body`, stored now if there is none.
    fn intern(&mut self, body: &[u8]) -> Arc<Body> {
        if let Some(last) = self.last.as_ref().filter(|last| are_same(&last.octets, body)) {
            return Arc::clone(last);
        }
        let found = self.look_up(body);
        self.last = Some(Arc::clone(&found));
        found
    }

    fn look_up(&mut self, body: &[u8]) -> Arc<Body> {
        let hash = xxh3_64(body);
        match self.by_hash.get(&hash) {
            Some(stored) if are_same(&stored.octets, body) => Arc::clone(stored),
            // Two bodies with one hash: sharing is an economy, so the second goes unshared.
            Some(_) => Body::new(body),
            None => {
                let stored = Body::new(body);
                self.octets += body.len();
                self.by_hash.insert(hash, Arc::clone(&stored));
                stored
            }
        }
    }

    /// Octets stored.
    pub fn octets(&self) -> usize {
        self.octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_shares_the_body() {
        let mut bodies = Bodies::new();
        let first = Content::new(b"Subject: x\r\n\r\nhello\r\n", &mut bodies);
        let second = Content::with_trace(b"Received: y\r\n", &first.to_vec(), &mut bodies);
        assert!(first.shares_body_with(&second));
        assert_eq!(second.to_vec(), b"Received: y\r\nSubject: x\r\n\r\nhello\r\n");
        assert_eq!(second, first.prepend(b"Received: y\r\n"));
        assert_eq!(bodies.octets(), 7);
    }

    #[test]
    fn a_body_is_known() {
        let known = |text: &[u8]| {
            let content = Content::new(text, &mut Bodies::new());
            (content.is_ascii(), content.body_has_line_dot())
        };
        assert_eq!(known(b"A: .\r\n.B: c\r\n\r\n.a\r\nb.\r\n"), (true, false));
        assert_eq!(known(b"A: \xff\r\n\r\na\r\n.b"), (false, true));
        assert_eq!(known(b"\r\n\xff"), (false, false));
    }

    #[test]
    fn header_lines_on_top_are_known_too() {
        let (plain, foreign) = (b"Received: y\r\n".as_slice(), b"Received: \xff\r\n".as_slice());
        let mut bodies = Bodies::new();
        for (trace, head, is_ascii) in [
            (plain, b"A: b\r\n\r\n".as_slice(), true),
            (foreign, b"A: b\r\n\r\n", false),
            (plain, b"A: \xff\r\n\r\n", false),
        ] {
            assert_eq!(Content::with_trace(trace, head, &mut bodies).is_ascii(), is_ascii);
            assert_eq!(Content::new(head, &mut bodies).prepend(trace).is_ascii(), is_ascii);
        }
    }

    #[test]
    fn header_only_and_body_only() {
        let mut bodies = Bodies::new();
        let mut parts = |text: &[u8]| {
            let content = Content::new(text, &mut bodies);
            (content.head().to_vec(), content.body().to_vec())
        };
        assert_eq!(parts(b"\r\nbody\r\n"), (b"\r\n".to_vec(), b"body\r\n".to_vec()));
        assert_eq!(parts(b"A: b\r\n"), (b"A: b\r\n".to_vec(), Vec::new()));
        assert_eq!(parts(b""), (Vec::new(), Vec::new()));
    }

    #[test]
    fn files_of_every_system_become_crlf() {
        assert_eq!(canonical_lines(b"a\nb\r\nc\rd"), b"a\r\nb\r\nc\r\nd\r\n");
        assert_eq!(canonical_lines(b"\n\n"), b"\r\n\r\n");
        assert_eq!(canonical_lines(b""), b"");
        assert_eq!(canonical_lines(b"\x00\xff."), b"\x00\xff.\r\n");
    }
}
