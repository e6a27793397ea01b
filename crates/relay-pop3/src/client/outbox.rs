//! What a client has to say and has not yet been asked for.

use core::ops::Range;
use std::collections::VecDeque;

use smol_str::SmolStr;

use super::interface::{Lost, Phase, Skip};
use crate::command::Command;
use crate::reply::ResponseCode;
use crate::violation::Violation;

/// One thing to say.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    Line(Range<usize>),
    Violation(Violation),
    Offered,
    LoggedIn,
    Listed {
        count: u32,
        octets: u64,
    },
    /// Its octets are in the client's body buffer.
    Message(u32),
    Deleted(u32),
    NotDeleted(u32),
    Skipped(u32, Skip),
    Done,
    Failed {
        phase: Phase,
        code: Option<ResponseCode>,
        text: SmolStr,
    },
    Lost(Phase, Lost),
    Ended,
    Close,
}

/// Everything to say, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    /// The text of the failure that was said last.
    pub(super) failure: SmolStr,
    queue: VecDeque<Pending>,
}

impl Outbox {
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn pop(&mut self) -> Option<Pending> {
        self.queue.pop_front()
    }

    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[range]
    }

    pub(super) fn push(&mut self, pending: Pending) {
        self.queue.push_back(pending);
    }

    pub(super) fn violation(&mut self, violation: Violation) {
        self.push(Pending::Violation(violation));
    }

    pub(super) fn command(&mut self, command: &Command<'_>) {
        self.line(|out| command.write(out));
    }

    /// Sends the line that `write` appends.
    pub(super) fn line(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        if self.queue.is_empty() {
            self.bytes.clear();
        }
        let start = self.bytes.len();
        write(&mut self.bytes);
        self.push(Pending::Line(start..self.bytes.len()));
    }
}
