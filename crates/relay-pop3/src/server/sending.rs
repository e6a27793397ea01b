//! A multi-line response on its way, one block at a time.

use memchr::memchr_iter;
use relay_mail::dot::Stuffer;
use relay_mail::{Content, limit};

use super::State;
use super::interface::{Event, transmitted_size};
use super::outbox::Outbox;
use super::transaction::{Purpose, Transaction};
use crate::reply::{write_listing_end, write_scan_listing, write_unique_id_listing};

/// Octets of a message in one block. A dot goes before every line at most, the shortest line that
/// gets one has three octets, and the end takes five more, so the block holds them stuffed.
const MESSAGE_BLOCK: usize = limit::DATA_BLOCK / 4 * 3 - 8;

/// Room that a listing's next line and its end may need: number, space, unique-id, CRLF, dot, CRLF.
const LISTING_ROOM: usize = 10 + 1 + limit::UIDL + 2 + 3;

/// The server sends; commands that come meanwhile wait (RFC 2449 §6.6).
#[derive(Clone, Debug)]
pub(super) struct Sending {
    transaction: Transaction,
    stream: Stream,
}

#[derive(Clone, Debug)]
enum Stream {
    /// LIST from message `next` on.
    Sizes {
        next: u32,
    },
    /// UIDL from message `next` on.
    UniqueIds {
        next: u32,
    },
    Message(Message),
}

#[derive(Clone, Debug)]
struct Message {
    number: u32,
    purpose: Purpose,
    content: Content,
    /// Octets of the content that are sent.
    sent: usize,
    /// Octets of the content that shall be sent.
    end: usize,
    /// Octets of the stuffed stream that are sent.
    from: usize,
    stuffer: Stuffer,
    /// The end was said.
    ended: bool,
}

impl Sending {
    pub(super) fn sizes(transaction: Transaction) -> Self {
        Self { transaction, stream: Stream::Sizes { next: 1 } }
    }

    pub(super) fn unique_ids(transaction: Transaction) -> Self {
        Self { transaction, stream: Stream::UniqueIds { next: 1 } }
    }

    pub(super) fn message(
        transaction: Transaction,
        number: u32,
        purpose: Purpose,
        content: Content,
    ) -> Self {
        debug_assert_eq!(
            transaction.size(number),
            transmitted_size(&content) as u64,
            "the snapshot and the content of message {number} agree on its size",
        );
        let end = match purpose {
            Purpose::Retr => content.len(),
            Purpose::Top { lines } => content.head_len() + lines_end(content.body(), lines),
        };
        let stuffer = Stuffer::new();
        let message =
            Message { number, purpose, content, sent: 0, end, from: 0, stuffer, ended: false };
        Self { transaction, stream: Stream::Message(message) }
    }

    pub(super) fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// Says the next block.
    pub(super) fn block(mut self, out: &mut Outbox) -> State {
        if let Stream::Message(Message { number, purpose, ended: true, .. }) = self.stream {
            return self.finish(number, purpose, out);
        }
        let ended = match &mut self.stream {
            Stream::Sizes { next } => {
                let transaction = &self.transaction;
                listing_block(transaction, next, out, |number, lines| {
                    write_scan_listing(number, transaction.size(number), lines);
                })
            }
            Stream::UniqueIds { next } => {
                let items = &self.transaction.snapshot.items;
                listing_block(&self.transaction, next, out, |number, lines| {
                    write_unique_id_listing(number, &items[number as usize - 1].uidl, lines);
                })
            }
            Stream::Message(message) => {
                message.block(out);
                false
            }
        };
        if ended { State::Transaction(self.transaction) } else { State::Sending(self) }
    }

    /// The last block was taken.
    fn finish(mut self, number: u32, purpose: Purpose, out: &mut Outbox) -> State {
        out.event(match purpose {
            Purpose::Retr => {
                self.transaction.retrieved(number);
                Event::Retrieved { number }
            }
            Purpose::Top { lines } => Event::Previewed { number, lines },
        });
        State::Transaction(self.transaction)
    }
}

/// Says listing lines from message `next` on, as many as a block takes; whether it was the end.
fn listing_block(
    transaction: &Transaction,
    next: &mut u32,
    out: &mut Outbox,
    write: impl Fn(u32, &mut Vec<u8>),
) -> bool {
    let mut ended = false;
    out.lines(|lines| {
        let start = lines.len();
        while lines.len() - start + LISTING_ROOM <= limit::DATA_BLOCK {
            let Some(number) = transaction.next_listed(*next) else {
                write_listing_end(lines);
                ended = true;
                return;
            };
            write(number, lines);
            // The last number there can be is never a message's: positions fit a usize vector.
            *next = number.saturating_add(1);
        }
    });
    ended
}

impl Message {
    /// Says the next block.
    fn block(&mut self, out: &mut Outbox) {
        let stop = self.end.min(self.sent + MESSAGE_BLOCK);
        let mut written = 0;
        out.data(self.number, self.from, |bytes| {
            let start = bytes.len();
            let mut offset = 0;
            for piece in self.content.pieces() {
                self.stuffer.push(part(piece, offset, self.sent, stop), bytes);
                offset += piece.len();
            }
            if stop == self.end {
                core::mem::take(&mut self.stuffer).finish(bytes);
            }
            written = bytes.len() - start;
        });
        debug_assert!(written <= limit::DATA_BLOCK);
        self.sent = stop;
        self.from += written;
        self.ended = stop == self.end;
    }
}

/// The octets `from..to` of a whole, as far as they are in `piece`, which begins at `offset`.
fn part(piece: &[u8], offset: usize, from: usize, to: usize) -> &[u8] {
    let at = |place: usize| place.saturating_sub(offset).min(piece.len());
    &piece[at(from)..at(to)]
}

/// Where the first `lines` lines of `body` end.
fn lines_end(body: &[u8], lines: u32) -> usize {
    let Some(last) = (lines as usize).checked_sub(1) else { return 0 };
    memchr_iter(b'\n', body)
        .filter(|&lf| lf > 0 && body[lf - 1] == b'\r')
        .nth(last)
        .map_or(body.len(), |lf| lf + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_crlf() {
        let body = b"one\r\ntwo\nstill two\r\n\r\nfour";
        let cut = |lines| &body[..lines_end(body, lines)];
        assert_eq!(cut(0), b"");
        assert_eq!(cut(1), b"one\r\n");
        assert_eq!(cut(2), b"one\r\ntwo\nstill two\r\n");
        assert_eq!(cut(3), b"one\r\ntwo\nstill two\r\n\r\n");
        assert_eq!(cut(4), body);
        assert_eq!(cut(u32::MAX), body);
    }
}
