//! What a server has to say and has not yet been asked for: ranges of one buffer that is reused.

use core::ops::Range;
use std::collections::VecDeque;

use super::interface::Event;
use crate::reply::{Codes, Reply};
use crate::violation::Violation;

/// One thing to say.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    Line(Range<usize>),
    Data {
        range: Range<usize>,
        message: u32,
        from: usize,
    },
    /// The question that the state holds.
    Ask,
    Violation(Violation),
    Event(Event),
    Close,
}

/// Everything to say, in order.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    codes: Codes,
    bytes: Vec<u8>,
    queue: VecDeque<Pending>,
}

impl Outbox {
    pub(super) fn new(codes: Codes) -> Self {
        Self { codes, bytes: Vec::new(), queue: VecDeque::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The next thing to say. Its bytes stay until something is put in after the box was empty.
    pub(super) fn pop(&mut self) -> Option<Pending> {
        self.queue.pop_front()
    }

    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[range]
    }

    pub(super) fn violation(&mut self, violation: Violation) {
        self.queue.push_back(Pending::Violation(violation));
    }

    pub(super) fn event(&mut self, event: Event) {
        self.queue.push_back(Pending::Event(event));
    }

    pub(super) fn ask(&mut self) {
        self.queue.push_back(Pending::Ask);
    }

    pub(super) fn close(&mut self) {
        self.queue.push_back(Pending::Close);
    }

    /// Says `reply`.
    pub(super) fn reply(&mut self, reply: &Reply<'_>) {
        let codes = self.codes;
        self.lines(|out| reply.write(codes, out));
    }

    /// Says the lines that `write` appends, as one piece.
    pub(super) fn lines(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let range = self.append(write);
        self.queue.push_back(Pending::Line(range));
    }

    /// Says a block of a message.
    pub(super) fn data(&mut self, message: u32, from: usize, write: impl FnOnce(&mut Vec<u8>)) {
        let range = self.append(write);
        self.queue.push_back(Pending::Data { range, message, from });
    }

    fn append(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
        if self.queue.is_empty() {
            self.bytes.clear();
        }
        let start = self.bytes.len();
        write(&mut self.bytes);
        start..self.bytes.len()
    }
}
