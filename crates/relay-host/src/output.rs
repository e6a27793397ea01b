//! What a host wants from the outside, collected until the world drains it.

use core::net::Ipv4Addr;

use relay_kernel::{RecordId, SimDuration};
use relay_mail::Domain;

use crate::deliver::DeliveryId;
use crate::fact::ContentId;
use crate::session::SessionId;

/// What a host wants. Each carries the record that led to it.
#[derive(Debug, PartialEq, Eq)]
pub enum Output<'a> {
    /// Send a command line or a whole reply.
    Line {
        /// Over which session's connection.
        session: SessionId,
        /// The octets.
        octets: &'a [u8],
        /// Why.
        cause: RecordId,
    },
    /// Send a block of dot-stuffed content.
    Data {
        /// Over which session's connection.
        session: SessionId,
        /// The octets.
        octets: &'a [u8],
        /// Whose octets.
        content: ContentId,
        /// Where in the stuffed stream they start.
        start: u32,
        /// Whether the session now waits for [`Input::Writable`](crate::Input::Writable).
        holds: bool,
        /// Why.
        cause: RecordId,
    },
    /// Send a block of a POP3 response's text: content as it is read out, whole or its top.
    Block {
        /// Over which session's connection.
        session: SessionId,
        /// The octets, stuffed.
        octets: &'a [u8],
        /// Whether the session now waits for [`Input::Writable`](crate::Input::Writable).
        holds: bool,
        /// Why.
        cause: RecordId,
    },
    /// Close the connection when all is sent; the session is over.
    Close {
        /// Which session's connection.
        session: SessionId,
        /// Why.
        cause: RecordId,
    },
    /// Open a connection.
    Dial {
        /// For which session.
        session: SessionId,
        /// Where to.
        addr: Ipv4Addr,
        /// Where to.
        port: u16,
        /// How long to wait for an answer.
        timeout: SimDuration,
        /// Why.
        cause: RecordId,
    },
    /// Ask the domain system.
    Resolve {
        /// Who asks; it comes back with the answer.
        asker: Asker,
        /// What is asked.
        question: &'a Question,
        /// Why.
        cause: RecordId,
    },
}

/// Who asked the domain system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A delivery looks for its next hop.
    Delivery(DeliveryId),
    /// An SMTP server looks up its client's name.
    Session(SessionId),
    /// A mail client looks for its POP3 server.
    Account(u32),
}

/// A question to the domain system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The mail exchangers of a domain.
    Mx(Domain),
    /// The addresses of a host.
    A(Domain),
    /// The name of an address.
    Ptr(Ipv4Addr),
}

/// An output without what it holds: the octets follow those of the one before, and `question` is the
/// place of a question among the questions.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    Line { session: SessionId, len: usize },
    Data { session: SessionId, len: usize, content: ContentId, start: u32, holds: bool },
    Block { session: SessionId, len: usize, holds: bool },
    Close { session: SessionId },
    Dial { session: SessionId, addr: Ipv4Addr, port: u16, timeout: SimDuration },
    Resolve { asker: Asker, question: u32 },
}

/// Outputs in order, to be read until [`poll`](Self::poll) returns `None`. The octets lie in one
/// buffer, which is used again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outputs {
    wanted: Vec<(Wanted, RecordId)>,
    /// How many of them were read.
    next: usize,
    questions: Vec<Question>,
    octets: Vec<u8>,
    /// How many of these were read.
    read: usize,
}

impl Outputs {
    pub(crate) fn line(&mut self, session: SessionId, octets: &[u8], cause: RecordId) {
        self.octets.extend_from_slice(octets);
        self.wanted.push((Wanted::Line { session, len: octets.len() }, cause));
    }

    pub(crate) fn data(
        &mut self,
        session: SessionId,
        octets: &[u8],
        (content, start, holds): (ContentId, usize, bool),
        cause: RecordId,
    ) {
        self.octets.extend_from_slice(octets);
        let start = u32::try_from(start).expect("content is below 4 GiB");
        let len = octets.len();
        self.wanted.push((Wanted::Data { session, len, content, start, holds }, cause));
    }

    pub(crate) fn block(
        &mut self,
        session: SessionId,
        octets: &[u8],
        holds: bool,
        cause: RecordId,
    ) {
        self.octets.extend_from_slice(octets);
        self.wanted.push((Wanted::Block { session, len: octets.len(), holds }, cause));
    }

    pub(crate) fn close(&mut self, session: SessionId, cause: RecordId) {
        self.wanted.push((Wanted::Close { session }, cause));
    }

    pub(crate) fn dial(
        &mut self,
        session: SessionId,
        (addr, port): (Ipv4Addr, u16),
        timeout: SimDuration,
        cause: RecordId,
    ) {
        self.wanted.push((Wanted::Dial { session, addr, port, timeout }, cause));
    }

    pub(crate) fn resolve(&mut self, asker: Asker, question: Question, cause: RecordId) {
        let place = u32::try_from(self.questions.len()).expect("questions are few");
        self.questions.push(question);
        self.wanted.push((Wanted::Resolve { asker, question: place }, cause));
    }

    /// The next output; `None` when all are read.
    pub(crate) fn poll(&mut self) -> Option<Output<'_>> {
        if self.next == self.wanted.len() {
            self.clear();
            return None;
        }
        let (wanted, cause) = self.wanted[self.next];
        self.next += 1;
        let (octets, read) = (&self.octets, &mut self.read);
        let mut take = |len| {
            let from = core::mem::replace(read, *read + len);
            &octets[from..from + len]
        };
        Some(match wanted {
            Wanted::Line { session, len } => Output::Line { session, octets: take(len), cause },
            Wanted::Data { session, len, content, start, holds } => {
                Output::Data { session, octets: take(len), content, start, holds, cause }
            }
            Wanted::Block { session, len, holds } => {
                Output::Block { session, octets: take(len), holds, cause }
            }
            Wanted::Close { session } => Output::Close { session, cause },
            Wanted::Dial { session, addr, port, timeout } => {
                Output::Dial { session, addr, port, timeout, cause }
            }
            Wanted::Resolve { asker, question } => {
                let question = &self.questions[question as usize];
                Output::Resolve { asker, question, cause }
            }
        })
    }

    fn clear(&mut self) {
        self.wanted.clear();
        self.octets.clear();
        (self.next, self.read) = (0, 0);
        if !self.questions.is_empty() {
            self.questions.clear();
        }
    }
}
