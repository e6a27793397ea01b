//! BDAT (RFC 3030): content as counted octets instead of stuffed lines.

use relay_mail::{faults::Scanner, line::LineReader};

use super::data::received;
use super::state::{Session, State};
use super::voice::Voice;
use crate::command::Verb;
use crate::reply::{self, Reply};
use crate::violation::Violation;

/// The chunks of a transaction so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Chunks {
    /// No BDAT came.
    #[default]
    None,
    /// Chunks came; what was seen in them.
    Some(Box<Scanner>),
    /// A chunk was refused; only RSET, EHLO and QUIT help (RFC 3030 §2).
    Failed,
}

impl Chunks {
    pub(super) fn begun(&self) -> bool {
        !matches!(self, Self::None)
    }
}

/// A chunk whose octets are still arriving. They are always read, even those of a chunk that is
/// out of order: they must never be taken for commands.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) back: Session,
    left: u64,
    last: bool,
    /// Why the chunk is refused, once it is here.
    refusal: Option<Box<Reply>>,
    /// Whether that is the client's mistake.
    out_of_order: bool,
}

impl Session {
    pub(super) fn chunk(self, voice: &mut Voice, size: u64, last: bool) -> State {
        let (refusal, out_of_order) = match &self {
            Self::Fresh => (Some(reply::hello_first()), true),
            // A service extension needs EHLO (RFC 5321 §2.2.1).
            _ if !self.is_esmtp() => (Some(reply::ehlo_first()), true),
            Self::Greeted(_) => (Some(reply::mail_first()), true),
            Self::Opened(opened) if matches!(opened.transaction.chunks, Chunks::Failed) => {
                (Some(reply::bad_sequence()), true)
            }
            Self::Opened(opened) if opened.transaction.recipients.is_empty() => {
                if opened.transaction.refused > 0 {
                    (Some(reply::no_valid_recipients()), false)
                } else {
                    (Some(reply::rcpt_first()), true)
                }
            }
            Self::Opened(opened) => {
                let so_far = if let Chunks::Some(scanner) = &opened.transaction.chunks {
                    scanner.size() as u64
                } else {
                    voice.memory.get().content.clear();
                    0
                };
                let too_much = so_far.saturating_add(size) > voice.config.content_max();
                (too_much.then(reply::size_exceeded), false)
            }
        };
        let refusal = refusal.map(Box::new);
        Chunk { back: self, left: size, last, refusal, out_of_order }.done_or_waiting(voice)
    }
}

impl Chunk {
    /// Takes what has arrived.
    pub(super) fn receive(mut self, voice: &mut Voice, lines: &mut LineReader) -> State {
        let pending = lines.pending();
        let take = usize::try_from(self.left).unwrap_or(usize::MAX).min(pending.len());
        if self.refusal.is_none()
            && let Session::Opened(opened) = &mut self.back
        {
            if !opened.transaction.chunks.begun() {
                opened.transaction.chunks = Chunks::Some(Box::default());
            }
            if let Chunks::Some(scanner) = &mut opened.transaction.chunks {
                scanner.push(&pending[..take]);
            }
            voice.memory.get().content.extend_from_slice(&pending[..take]);
        }
        lines.consume(take);
        self.left -= take as u64;
        self.done_or_waiting(voice)
    }

    fn done_or_waiting(self, voice: &mut Voice) -> State {
        if self.left > 0 { State::Chunk(self) } else { self.end(voice) }
    }

    fn end(self, voice: &mut Voice) -> State {
        let mut back = self.back;
        if let Some(refusal) = self.refusal {
            if let Session::Opened(opened) = &mut back {
                opened.transaction.chunks = Chunks::Failed;
            }
            if self.out_of_order {
                return voice.mistake(back, Some(Violation::Sequence(Verb::Bdat)), &refusal);
            }
            return voice.refuse(back, &refusal);
        }
        match back {
            Session::Opened(mut opened) => {
                let scanner = match core::mem::take(&mut opened.transaction.chunks) {
                    Chunks::Some(scanner) => scanner,
                    Chunks::None | Chunks::Failed => Box::default(),
                };
                if self.last {
                    return received(voice, opened, scanner.size() as u64, scanner.faults());
                }
                opened.transaction.chunks = Chunks::Some(scanner);
                voice.reply(&reply::chunk_ok());
                State::Command(Session::Opened(opened))
            }
            other => State::Command(other),
        }
    }
}
