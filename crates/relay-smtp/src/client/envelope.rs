//! MAIL, RCPT and DATA, one by one or in a group (RFC 5321 §3.3, RFC 2920 §3.1).

use relay_mail::{Mailbox, Severity};

use super::content::Sending;
use super::port::{Phase, Transaction};
use super::state::State;
use super::voice::{Item, Voice};
use crate::command::{Command, write_mail, write_recipient};
use crate::params::{Body, RcptParams};
use crate::reply::{self, Reply, ReplyReader};
use crate::timer::DeadlineReason;
use crate::violation::Violation;

/// A transaction whose commands are sent and answered in order. Replies belong to commands by
/// their count alone (RFC 2920 §3.1). It lives in a box, for a state is moved with every reply.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    pub(super) transaction: Transaction,
    /// The number of the next command to send.
    sent: usize,
    /// The number of the next command to be answered.
    answered: usize,
    /// Commands may be sent before others are answered.
    grouped: bool,
    /// Recipients that were accepted.
    accepted: usize,
    /// The server has a transaction open.
    opened: bool,
    /// What the server said of the last refused recipient.
    refusal: Option<Box<Reply>>,
    /// The host knows already that the transaction failed.
    settled: bool,
    /// The server has refused to forget the transaction before, which is still open.
    unreset: bool,
}

/// A command by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Reset,
    Mail,
    Recipient(usize),
    Data,
}

/// Takes a transaction, unless what the server offers does not do for it.
pub(super) fn begin(voice: &mut Voice, dirty: bool, mut transaction: Transaction) -> State {
    if let Some(reply) = fit(voice, &mut transaction) {
        voice.refused(Phase::Offer, reply);
        return voice.ready(dirty);
    }
    let first = usize::from(!dirty);
    State::Envelope(Box::new(Envelope {
        transaction,
        sent: first,
        answered: first,
        grouped: voice.config.pipelining && voice.offered.extensions.pipelining,
        accepted: 0,
        opened: dirty,
        refusal: None,
        settled: false,
        unreset: false,
    }))
}

/// Makes the parameters of MAIL what the server offers; a reply of our own where that is not
/// enough.
fn fit(voice: &Voice, transaction: &mut Transaction) -> Option<Reply> {
    let offered = &voice.offered.extensions;
    let content = &transaction.content;
    let size = content.len() as u64;
    let eight_bit = !content.is_ascii();
    let mailboxes = transaction.recipients.iter().filter_map(|(path, _)| path.mailbox());
    let ascii_paths =
        transaction.reverse_path.mailbox().into_iter().chain(mailboxes).all(Mailbox::is_ascii);
    let params = &mut transaction.params;
    let utf8 = !ascii_paths || (params.smtp_utf8 && !content.head_is_ascii());
    if utf8 && !offered.smtp_utf8 {
        return Some(reply::not_ascii());
    }
    if voice.offered.size_max.is_some_and(|max| size > max) {
        return Some(reply::size_exceeded());
    }
    if eight_bit && !offered.eight_bit_mime && !voice.config.eight_bit_anyway {
        return Some(reply::eight_bit());
    }
    params.size = offered.size.then_some(size);
    let declared = if eight_bit { Some(Body::EightBitMime) } else { params.body };
    params.body = declared.filter(|_| offered.eight_bit_mime);
    params.smtp_utf8 = offered.smtp_utf8 && (utf8 || params.smtp_utf8);
    if !offered.dsn {
        (params.ret, params.envid) = (None, None);
    }
    if !offered.auth.any() {
        params.submitter = None;
    }
    None
}

impl Envelope {
    fn step(&self, number: usize) -> Step {
        let recipients = self.transaction.recipients.len();
        match number {
            0 => Step::Reset,
            1 => Step::Mail,
            _ if number - 2 < recipients => Step::Recipient(number - 2),
            _ => Step::Data,
        }
    }

    /// The phase that fails when the session does; `None` once the host knows the fate.
    pub(super) fn phase(&self) -> Option<Phase> {
        let phase = match self.step(self.answered) {
            Step::Reset => Phase::Reset,
            Step::Mail => Phase::Mail,
            Step::Recipient(_) => Phase::Recipients,
            Step::Data => Phase::Data,
        };
        (!self.settled).then_some(phase)
    }

    pub(super) fn awaits(&self) -> DeadlineReason {
        match self.step(self.answered) {
            Step::Reset => DeadlineReason::Reset,
            Step::Mail => DeadlineReason::Mail,
            Step::Recipient(_) => DeadlineReason::Recipient,
            Step::Data => DeadlineReason::DataStart,
        }
    }

    /// Whether a reply is due.
    pub(super) fn is_waiting(&self) -> bool {
        self.answered < self.sent
    }

    /// Whether the turn of the next command has come.
    pub(super) fn may_send(&self, voice: &Voice) -> bool {
        let all_sent = self.sent >= 3 + self.transaction.recipients.len();
        // BDAT brings its octets with it, so it waits until somebody wants them.
        let alone = !self.grouped || (self.step(self.sent) == Step::Data && chunking(voice));
        !(all_sent || self.settled || (alone && self.is_waiting()))
    }

    /// Sends the next command.
    pub(super) fn send(mut self: Box<Self>, voice: &mut Voice) -> State {
        let step = self.step(self.sent);
        let transaction = &self.transaction;
        match step {
            Step::Reset => voice.command(&Command::Reset),
            Step::Mail => voice.transmit(|out| {
                write_mail(&transaction.reverse_path, &transaction.params, out);
            }),
            Step::Recipient(index) => {
                let (path, params) = &transaction.recipients[index];
                let none = RcptParams::default();
                let params = if voice.offered.extensions.dsn { params } else { &none };
                voice.transmit(|out| write_recipient(path, params, out));
            }
            Step::Data if chunking(voice) => {
                let size = transaction.content.len() as u64;
                voice.command(&Command::Chunk { size, last: true });
                return Sending::counted(self).into_state(voice);
            }
            Step::Data => voice.command(&Command::Data),
        }
        self.sent += 1;
        State::Envelope(self)
    }

    /// The reply to the oldest command that has none.
    pub(super) fn replied(mut self: Box<Self>, voice: &mut Voice, reader: &ReplyReader) -> State {
        let step = self.step(self.answered);
        let severity = reader.code().severity();
        let intermediate = severity == Severity::Intermediate;
        if intermediate != (step == Step::Data && !is_refusal(severity)) {
            return voice.out_of_step(self.phase(), Violation::WrongDigit);
        }
        voice.since = voice.now;
        self.answered += 1;
        match step {
            Step::Reset if is_refusal(severity) => {
                // A server that cannot forget is of no more use (§4.1.1.5).
                (voice.leaving, self.unreset) = (true, true);
                self.settle(voice, Phase::Reset, reader.reply());
            }
            Step::Reset => self.opened = false,
            Step::Mail | Step::Recipient(_) if self.settled => {}
            Step::Mail => {
                voice.say(Item::Sender);
                self.opened = !is_refusal(severity);
                if !self.opened {
                    self.settle(voice, Phase::Mail, reader.reply());
                }
            }
            Step::Recipient(index) => {
                if is_refusal(severity) {
                    self.refusal = Some(Box::new(reader.reply()));
                } else {
                    self.accepted += 1;
                }
                voice.say(Item::Recipient(index));
                self.all_refused(voice);
            }
            Step::Data if intermediate => return self.content(voice),
            Step::Data if self.settled => {}
            Step::Data => self.settle(voice, Phase::Data, reader.reply()),
        }
        if self.settled && !self.is_waiting() {
            return voice.ready(self.opened);
        }
        State::Envelope(self)
    }

    /// When the last recipient was answered and none was accepted, DATA makes no sense (§3.3).
    fn all_refused(&mut self, voice: &mut Voice) {
        if self.accepted == 0 && self.step(self.answered) == Step::Data {
            let reply = self.refusal.take().map_or_else(reply::no_valid_recipients, |reply| *reply);
            self.settle(voice, Phase::AllRecipients, reply);
        }
    }

    fn settle(&mut self, voice: &mut Voice, phase: Phase, reply: Reply) {
        if !self.settled {
            voice.refused(phase, reply);
            self.settled = true;
        }
    }

    /// The server wants the content. Where nobody was accepted it gets a lone dot (RFC 2920 §3.1), and
    /// where that would be the message of the transaction before, nothing.
    fn content(self: Box<Self>, voice: &mut Voice) -> State {
        if self.unreset {
            voice.close()
        } else if self.settled {
            Sending::nothing().into_state(voice)
        } else {
            Sending::stuffed(self).into_state(voice)
        }
    }
}

fn chunking(voice: &Voice) -> bool {
    voice.config.chunking && voice.offered.extensions.chunking
}

fn is_refusal(severity: Severity) -> bool {
    matches!(severity, Severity::Transient | Severity::Permanent)
}
