//! DATA, the content behind it, and the reply that moves responsibility (RFC 5321 §4.1.1.4,
//! §4.2.5, §6.1).

use relay_mail::{dot, faults::Faults, line::LineReader};

use super::answer::Word;
use super::config::Policy;
use super::state::{Asked, Opened, Receiving, Session, State};
use super::voice::Voice;
use crate::command::Verb;
use crate::params::Body;
use crate::reply::{self, Reply, wire};
use crate::violation::Violation;

impl Session {
    pub(super) fn data(self, voice: &mut Voice) -> State {
        match self {
            Self::Fresh => self.out_of_order(voice, Verb::Data, &reply::hello_first()),
            Self::Greeted(_) => self.without_mail(voice, Verb::Data),
            Self::Opened(opened) if opened.transaction.chunks.begun() => {
                // DATA and BDAT do not mix in one transaction (RFC 3030 §2).
                Self::Opened(opened).out_of_order(voice, Verb::Data, &reply::bad_sequence())
            }
            Self::Opened(opened) if !opened.transaction.recipients.is_empty() => {
                State::Asking(Asked::Data(opened))
            }
            // Every RCPT was refused; a client that pipelines could not know it (RFC 2920 §3.1).
            Self::Opened(opened) if opened.transaction.refused > 0 => {
                voice.refuse(Self::Opened(opened), &reply::no_valid_recipients())
            }
            Self::Opened(_) => self.out_of_order(voice, Verb::Data, &reply::rcpt_first()),
        }
    }
}

/// The host's answer to DATA.
pub(super) fn started(voice: &mut Voice, opened: Opened, answer: Word<'_>) -> State {
    match answer {
        Ok(reply) => {
            let reply = reply.filter(|reply| reply.code.get() == 354);
            voice.answer(reply, wire::start_input());
            voice.memory.get().content.clear();
            State::Receiving(Receiving { opened, unstuffer: dot::Unstuffer::new() })
        }
        Err(reply) => voice.refuse(Session::Opened(opened), reply),
    }
}

impl Receiving {
    /// Takes what has arrived; the message ends at CRLF `.` CRLF and nowhere else.
    pub(super) fn receive(mut self, voice: &mut Voice, lines: &mut LineReader) -> State {
        let progress = self.push(voice, lines.pending());
        lines.consume(progress.consumed);
        if progress.ended { self.end(voice) } else { State::Receiving(self) }
    }

    pub(super) fn push(&mut self, voice: &mut Voice, octets: &[u8]) -> dot::Progress {
        let max = usize::try_from(voice.config.content_max()).unwrap_or(usize::MAX);
        self.unstuffer.push(octets, max, &mut voice.memory.get().content)
    }

    pub(super) fn end(self, voice: &mut Voice) -> State {
        let (size, faults) = (self.unstuffer.size() as u64, self.unstuffer.faults());
        received(voice, self.opened, size, faults)
    }
}

/// A message is complete: it is refused for what it is, or the host is asked.
pub(super) fn received(voice: &mut Voice, opened: Opened, size: u64, faults: Faults) -> State {
    let params = &opened.transaction.params;
    let seven_bit = params.body != Some(Body::EightBitMime) && !params.smtp_utf8;
    let policy = voice.config.content;
    let found: [(_, _, _, fn() -> Reply); 5] = [
        (faults.bare_cr, Violation::BareCr, policy.bare_line_end, reply::bare_line_end),
        (faults.bare_lf, Violation::BareLf, policy.bare_line_end, reply::bare_line_end),
        (faults.nul, Violation::Nul, policy.nul, reply::nul),
        (faults.long_line, Violation::LongLine, policy.long_line, reply::long_line),
        (faults.eight_bit && seven_bit, Violation::EightBit, policy.eight_bit, reply::eight_bit),
    ];
    let mut refusal = (size > voice.config.content_max()).then(reply::size_exceeded);
    for (_, violation, policy, reply) in found.into_iter().filter(|(found, ..)| *found) {
        voice.violation(violation);
        if policy == Policy::Reject {
            refusal.get_or_insert_with(reply);
        }
    }
    match refusal {
        Some(reply) => judged(voice, opened, Err(&reply)),
        None => State::Asking(Asked::Message { opened, faults }),
    }
}

/// The reply to a message. Whatever it is, the transaction is over (§4.1.1.4).
pub(super) fn judged(voice: &mut Voice, opened: Opened, answer: Word<'_>) -> State {
    let memory = voice.memory.get();
    memory.forget_content();
    memory.spare = Some(opened.transaction);
    let session = Session::Greeted(opened.greeted);
    match answer {
        Ok(reply) => {
            voice.answer(reply, wire::message_accepted());
            State::Command(session)
        }
        Err(reply) => voice.refuse(session, reply),
    }
}
