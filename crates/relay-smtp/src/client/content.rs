//! The content on its way, and the reply after it (RFC 5321 §4.5.2, §4.2.5).

use relay_mail::{Content, Severity, dot, limit};

use super::envelope::Envelope;
use super::port::Phase;
use super::state::State;
use super::voice::{Item, Voice};
use crate::reply::ReplyReader;
use crate::violation::Violation;

/// Octets of content that go into one block: stuffing adds at most a third (a dot to each line of
/// a dot and CRLF), and the end at most five.
const BLOCK: usize = (limit::DATA_BLOCK - 8) / 4 * 3;

/// Content that is being sent.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    /// Whose content it is; `None` when all recipients had been refused: the final dot alone.
    envelope: Option<Box<Envelope>>,
    /// `None` for BDAT, which counts instead.
    stuffer: Option<dot::Stuffer>,
    /// Octets of the content that went before.
    taken: usize,
    /// Octets of the stream that went before.
    from: usize,
}

impl Sending {
    /// Lines with dots before dots, ended by a lone one.
    pub(super) fn stuffed(envelope: Box<Envelope>) -> Self {
        let stuffer = Some(dot::Stuffer::new());
        Self { envelope: Some(envelope), stuffer, taken: 0, from: 0 }
    }

    /// The octets as they are; BDAT said how many.
    pub(super) fn counted(envelope: Box<Envelope>) -> Self {
        Self { envelope: Some(envelope), stuffer: None, taken: 0, from: 0 }
    }

    /// The lone dot.
    pub(super) fn nothing() -> Self {
        Self { envelope: None, stuffer: Some(dot::Stuffer::new()), taken: 0, from: 0 }
    }

    fn content(&self) -> Option<&Content> {
        self.envelope.as_ref().map(|envelope| &envelope.transaction.content)
    }

    pub(super) fn into_state(self, voice: &mut Voice) -> State {
        voice.since = voice.now;
        // A counted message without an octet is complete.
        if self.stuffer.is_none() && self.content().is_none_or(Content::is_empty) {
            return State::Judged { empty: false, counted: true };
        }
        State::Sending(self)
    }

    /// Whether the transaction failed before.
    pub(super) fn is_nothing(&self) -> bool {
        self.envelope.is_none()
    }

    /// Sends one block.
    pub(super) fn send(mut self, voice: &mut Voice) -> State {
        let from = self.from;
        let (mut done, counted) = (true, self.stuffer.is_none());
        let outbox = voice.outbox.get();
        let octets = outbox.write(|out| done = self.write_block(out));
        self.from += octets.len();
        outbox.push(Item::TransmitData { octets, from });
        if !done {
            return State::Sending(self);
        }
        voice.since = voice.now;
        State::Judged { empty: self.is_nothing(), counted }
    }

    /// Appends one block to `out`; true when it was the last.
    fn write_block(&mut self, out: &mut Vec<u8>) -> bool {
        let mut room = BLOCK;
        let mut skip = self.taken;
        let content = self.envelope.as_ref().map(|envelope| &envelope.transaction.content);
        for (piece, may_have_dot) in content.into_iter().flat_map(Content::parts) {
            let rest = piece.get(skip..).unwrap_or_default();
            skip = skip.saturating_sub(piece.len());
            let now = &rest[..rest.len().min(room)];
            match &mut self.stuffer {
                Some(stuffer) if may_have_dot => stuffer.push(now, out),
                Some(stuffer) => stuffer.push_undotted(now, out),
                None => out.extend_from_slice(now),
            }
            room -= now.len();
            self.taken += now.len();
        }
        let done = content.is_none_or(|content| self.taken == content.len());
        if done && let Some(stuffer) = self.stuffer.take() {
            stuffer.finish(out);
        }
        done
    }
}

/// The reply after the content. Only its first digit counts (§4.3.2). Behind a refused BDAT the
/// server may still have the transaction open, and RSET must come first (RFC 3030 §2).
pub(super) fn judged(voice: &mut Voice, empty: bool, counted: bool, reader: &ReplyReader) -> State {
    match reader.code().severity() {
        Severity::Intermediate => {
            return voice.out_of_step((!empty).then_some(Phase::Message), Violation::WrongDigit);
        }
        // The server must send an empty message to nobody, whatever it says (RFC 2920 §3.2).
        _ if empty => {}
        Severity::Completed => voice.say(Item::Accepted),
        Severity::Transient | Severity::Permanent => {
            voice.refused(Phase::Message, reader.reply());
            return voice.ready(counted);
        }
    }
    voice.ready(false)
}
