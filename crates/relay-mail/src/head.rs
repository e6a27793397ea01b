//! Header sections of copies of a message: every hop puts a line on top and leaves the rest alone
//! (RFC 5321 §4.4), so a copy keeps what is its own, and shares what lies below with the copy before.

use core::fmt;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::octet::are_same;

/// So many pieces lie one below the other; a header section of more is stored in one.
const PIECES_MAX: u8 = 32;

/// A header section.
pub(crate) struct Head {
    top: Box<[u8]>,
    below: Option<Arc<Head>>,
    /// All octets.
    len: usize,
    pieces: u8,
    /// Found out when the head was just written, for it is asked much later.
    is_ascii: bool,
    /// All in one piece, once somebody wanted that.
    joined: OnceLock<Box<[u8]>>,
}

impl Head {
    pub(crate) fn new(octets: &[u8]) -> Self {
        let (len, is_ascii, joined) = (octets.len(), octets.is_ascii(), OnceLock::new());
        Self { top: octets.into(), below: None, len, pieces: 1, is_ascii, joined }
    }

    /// A head with these lines on top.
    pub(crate) fn under(below: &Arc<Self>, top: &[u8]) -> Arc<Self> {
        if top.is_empty() {
            return Arc::clone(below);
        }
        if below.pieces == PIECES_MAX {
            return Arc::new(Self::new(&[top, below.octets()].concat()));
        }
        Arc::new(Self {
            top: top.into(),
            len: top.len() + below.len,
            pieces: below.pieces + 1,
            is_ascii: top.is_ascii() && below.is_ascii,
            below: Some(Arc::clone(below)),
            joined: OnceLock::new(),
        })
    }

    /// All octets in one piece.
    pub(crate) fn octets(&self) -> &[u8] {
        if self.below.is_none() {
            return &self.top;
        }
        self.joined.get_or_init(|| self.pieces().collect::<Vec<_>>().concat().into())
    }

    /// The same in order, as they are stored.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        core::iter::successors(Some(self), |head| head.below.as_deref()).map(|head| &*head.top)
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether no octet is above 127.
    pub(crate) fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Whether its octets are these.
    fn is(&self, octets: &[u8]) -> bool {
        let mut rest = octets;
        self.len == octets.len()
            && self.pieces().all(|piece| {
                let (front, behind) = rest.split_at(piece.len());
                rest = behind;
                are_same(front, piece)
            })
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other) || self.octets() == other.octets()
    }
}

impl Eq for Head {}

/// As text that can be read, and not as a list of numbers.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().try_for_each(|piece| write!(f, "{}", piece.escape_ascii()))
    }
}

/// How many heads are known at a time.
const KNOWN: usize = 4096;
/// So many octets of a head tell it from others: a trace line is unique.
const KEY: usize = 200;

/// Heads that were stored lately, by a hash of their first octets. One may have to give way to
/// another, and then the next copy of its message shares nothing with it, which nobody sees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heads(Vec<Option<Arc<Head>>>);

impl Heads {
    /// The head that a message came with, and these lines on top of it.
    pub(crate) fn store(&mut self, top: &[u8], came: &[u8]) -> Arc<Head> {
        let known = self.0.get(place(&came[..came.len().min(KEY)])).and_then(Option::as_ref);
        let head = match known.filter(|known| known.is(came)) {
            Some(known) => Head::under(known, top),
            None => Arc::new(Head::new(&[top, came].concat())),
        };
        let mut key = [0; KEY];
        let mut len = 0;
        for piece in [top, came] {
            let more = piece.len().min(KEY - len);
            key[len..len + more].copy_from_slice(&piece[..more]);
            len += more;
        }
        if self.0.is_empty() {
            self.0.resize(KNOWN, None);
        }
        self.0[place(&key[..len])] = Some(Arc::clone(&head));
        head
    }
}

fn place(key: &[u8]) -> usize {
    let [low, high, ..] = xxh3_64(key).to_le_bytes();
    usize::from(u16::from_le_bytes([low, high])) % KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(head: &Head) -> Vec<&[u8]> {
        head.pieces().collect()
    }

    #[test]
    fn a_hop_keeps_its_own_lines_and_no_more() {
        let mut heads = Heads::default();
        let first = heads.store(b"", b"Subject: x\r\n\r\n");
        let second = heads.store(b"Received: a\r\n", first.octets());
        let third = heads.store(b"Received: b\r\n", second.octets());
        assert_eq!(third.octets(), b"Received: b\r\nReceived: a\r\nSubject: x\r\n\r\n");
        assert_eq!((third.len(), third.octets().len()), (40, 40));
        assert_eq!(
            pieces(&third),
            [&b"Received: b\r\n"[..], b"Received: a\r\n", b"Subject: x\r\n\r\n"]
        );
        assert!(Arc::ptr_eq(&heads.store(b"", third.octets()), &third));
    }

    #[test]
    fn heads_that_begin_alike_are_told_apart() {
        let mut heads = Heads::default();
        let long = [b"A: ".as_slice(), &[b'x'; KEY]].concat();
        for (last, octet) in [(b'1', 0x7f), (b'2', 0xff)] {
            let came = [&long[..], &[last, octet]].concat();
            let head = heads.store(b"B: c\r\n", &came);
            assert_eq!(head.octets(), [b"B: c\r\n".as_slice(), &came].concat());
            assert_eq!(head.is_ascii(), octet < 0x80);
            let again = heads.store(b"", head.octets());
            let other = Head::new(&[b"B: c\r\n".as_slice(), &long, b"0\x7f"].concat());
            assert!(*again == *head && *again != other && !head.is(other.octets()));
            // One that ends where another goes on, and one that goes on where it ends.
            let longer = [head.octets(), b"D: e\r\n"].concat();
            for came in [&longer, &head.octets()[..head.len() - 1]] {
                assert_eq!(heads.store(b"", head.octets()).octets(), head.octets());
                assert_eq!(heads.store(b"", came).octets(), came);
            }
        }
    }

    #[test]
    fn many_hops_are_stored_in_one_piece() {
        let mut head = Arc::new(Head::new(b"\r\n"));
        for hop in 0..100 {
            head = Head::under(&head, format!("Received: {hop}\r\n").as_bytes());
            assert!(pieces(&head).len() <= PIECES_MAX.into());
        }
        assert_eq!(head.octets().split(|octet| *octet == b'\n').count(), 102);
        assert_eq!(head.octets(), pieces(&head).concat());
        assert!(head.is(pieces(&head).concat().as_slice()));
    }
}
