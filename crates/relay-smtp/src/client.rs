//! The SMTP client as a machine (RFC 5321 §3).

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::line::{Line, LineReader, split_line};
use relay_mail::{Severity, limit};

use crate::command::Command;
use crate::extension::Offered;
use crate::lent::Lent;
use crate::outbox::Outbox;
use crate::recent::Recent;
use crate::reply::{BadReply, Heard, ReplyReader};
use crate::timer::Deadline;
use crate::violation::Violation;

mod config;
mod content;
mod envelope;
mod hello;
mod port;
mod state;
#[cfg(test)]
mod tests;
mod voice;

pub use config::ClientConfig;
pub use port::{Event, Input, Lost, Output, Phase, Transaction};
use state::State;
use voice::{Item, Voice};

/// One session of a client, from the established connection to its end.
///
/// ```text
///  connected ─→ Greeting ─1→ Hello ─3→ Ready ─5→ Envelope ─7→ Sending ─9→ Judged
///                  │2         │ ↺4    ↑ ↑ │ ↑       │6                      │
///                  │          │       │ │ │ └───────┘                       │
///                  ↓          ↓       │ └─┼───────────────10────────────────┘
///                Quitting ←─────── 11 ┼───┘
///                  │12             Proving
///                  ↓
///                Closed
/// ```
///
/// 1. 220: EHLO is sent (§3.2). 2. Any other greeting: QUIT (§3.1). 3. 250: what is offered is
///    read; AUTH comes between where there is somebody to be (RFC 4954). 4. 500 or 502 to EHLO:
///    HELO (§3.2).
/// 5. A transaction of the host: MAIL, RCPT for each recipient, DATA; in one group where
///    PIPELINING is offered (RFC 2920). 6. MAIL or all RCPT refused: nothing is sent, and RSET
///    comes before the next MAIL (§3.3).
/// 7. 354. 9. The final dot. 10. The reply: 2yz moves responsibility (§4.2.5, §6.1).
/// 11. The host says QUIT, or the server refuses RSET. 12. 221, or the connection is closed without it (§4.1.1.10).
///
/// A 421 at any time ends the session (§3.8), and so does a timeout (§4.5.3.2) or a server that
/// makes no sense. Only the first digit of a reply counts, but for 421, for 500 and 502 to EHLO,
/// and for 552 to RCPT ([`Reply::recipient_severity`](crate::Reply::recipient_severity)).
///
/// **Use.** Feed one [`Input`], then drain [`poll`](Self::poll) until it returns `None`, then look
/// at [`deadline`](Self::deadline). One exception: the content comes one block a poll, so a driver
/// whose network takes no more may stop polling at a block, and go on after it has fed
/// [`Input::Writable`]. Memory is bounded by the transaction, one reply and one block.
#[derive(Clone, Debug)]
pub struct Client {
    /// What has arrived and is not read yet. Most lines are read where they lie, and never get here.
    lines: LineReader,
    reading: Lent<Reading>,
    voice: Voice,
    state: State,
    /// The connection was lost when only the reply to the final dot was missing.
    in_doubt: bool,
}

/// Memory that a client needs only while it is fed and drained. A host keeps one for all its
/// clients and [exchanges](Client::exchange) it: what many sessions share stays in the processor's
/// cache.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    outbox: Lent<Outbox<Item>>,
    reading: Lent<Reading>,
}

/// The reader of replies, and what the last reply to EHLO offered.
#[derive(Clone, Debug, Default)]
struct Reading {
    reader: ReplyReader,
    offers: Recent<Offered>,
}

impl Client {
    /// A session on a connection that was established at `now`.
    pub fn new(config: Arc<ClientConfig>, now: SimTime) -> Self {
        Self {
            lines: LineReader::new(),
            reading: Lent::default(),
            voice: Voice::new(config, now),
            state: State::Greeting,
            in_doubt: false,
        }
    }

    /// Begins another session in the memory of this one, as [`new`](Self::new) does in memory of
    /// its own.
    pub fn renew(&mut self, config: Arc<ClientConfig>, now: SimTime) {
        self.lines.renew();
        if let Some(reading) = self.reading.held_mut() {
            reading.reader.renew();
        }
        self.voice.renew(config, now);
        self.state = State::Greeting;
        self.in_doubt = false;
    }

    /// Changes memory with `spare`: to be called before an input, and again when
    /// [`poll`](Self::poll) has returned `None`. What is not empty is kept.
    #[inline]
    pub fn exchange(&mut self, spare: &mut Buffers) {
        self.voice.outbox.exchange(&mut spare.outbox, |outbox| !outbox.is_empty());
        // Nothing that still waits speaks of a reply: behind a block there is nothing, and behind
        // the close only the end.
        self.reading.exchange(&mut spare.reading, |reading| reading.reader.is_inside());
    }

    /// Takes one input that came at `now`.
    pub fn handle(&mut self, now: SimTime, input: Input<'_>) {
        debug_assert!(
            self.voice.outbox.held().is_none_or(Outbox::is_empty),
            "poll is drained before the next input"
        );
        self.voice.now = now;
        match input {
            Input::Bytes(octets) => {
                if !self.is_closed() {
                    self.octets(octets);
                }
            }
            Input::Closed => self.gone(true),
            Input::Broken => self.gone(false),
            Input::Timeout => self.timeout(),
            Input::Writable => self.writable(),
            Input::Transaction(transaction) => self.begin(transaction),
            Input::Turn(domain) => self.turn(&domain),
            Input::Quit => self.quit(),
        }
    }

    /// The next thing that the session has to say. Octets stay valid until the next call.
    #[inline]
    pub fn poll(&mut self) -> Option<Output<'_>> {
        loop {
            match self.voice.outbox.held_mut().and_then(Outbox::pop) {
                Some(item) => return Some(self.output(item)),
                // A reply that has arrived comes first, then what can be sent.
                None if self.lines.has_pending() && self.hear() => {}
                None if self.may_send() => self.send(),
                None => return None,
            }
        }
    }

    /// When a timeout is to be fed (§4.5.3.2); `None` while the host has the word, and at the end.
    pub fn deadline(&self) -> Option<Deadline> {
        let reason = self.state.awaits()?;
        Some(Deadline { at: self.voice.since + self.voice.config.timeouts.span(reason), reason })
    }

    /// What the server offers; nothing before the reply to EHLO.
    pub fn offered(&self) -> &Offered {
        &self.voice.offered
    }

    /// Whether the session is over: nothing that is fed has an effect any more.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// Whether a whole message has left, and nothing was heard of it: while its reply is awaited,
    /// and after the session was lost in that moment. The server may have taken it, and will get
    /// it again (RFC 1047).
    pub fn is_in_doubt(&self) -> bool {
        self.in_doubt || self.state.is_in_doubt()
    }

    #[inline]
    fn output(&self, item: Item) -> Output<'_> {
        let octets = self.voice.outbox.held().map_or(&[][..], |outbox| &outbox.octets);
        match item {
            Item::Transmit(range) => Output::Transmit(&octets[range]),
            Item::TransmitData { octets: range, from } => {
                Output::TransmitData { bytes: &octets[range], from }
            }
            Item::Ready => Output::Event(Event::Ready(&self.voice.offered)),
            Item::Sender => Output::Event(Event::Sender(self.heard_last())),
            Item::Recipient(index) => {
                Output::Event(Event::Recipient { index, reply: self.heard_last() })
            }
            Item::Accepted => Output::Event(Event::Accepted(self.heard_last())),
            Item::Event(event) => Output::Event(event),
            Item::Violation(violation) => Output::Violation(violation),
            Item::Close => Output::Close,
        }
    }

    /// The reply that was read last.
    fn heard_last(&self) -> Heard<'_> {
        self.reading.held().expect("what speaks of a reply comes behind it").reader.heard()
    }

    /// Takes octets of the server: the reply that is awaited is read where it lies.
    fn octets(&mut self, octets: &[u8]) {
        let mut rest = octets;
        // Behind a block the driver may have stopped polling, and then nothing may be added.
        let polled = !matches!(self.state, State::Sending(_) | State::Judged { .. });
        if polled && self.lines.is_empty() {
            let is_offer = matches!(self.state, State::Hello { esmtp: true })
                && !self.reading.get().reader.is_inside();
            if is_offer && self.hear_known_offer(octets) {
                return;
            }
            while let Some((line, behind)) = split_line(rest, limit::REPLY_LINE_READ) {
                rest = behind;
                let read = self.reading.get().reader.push(Line::Whole(line));
                if read != Ok(false) {
                    // What is behind it waits: a closed session forgets it.
                    self.lines.push(rest);
                    self.heard(read);
                    if is_offer && read == Ok(true) && rest.is_empty() {
                        self.note_offer(octets);
                    }
                    return;
                }
            }
        }
        self.lines.push(rest);
    }

    /// Hears a reply to EHLO that is the same as the last one; false when it is another one.
    fn hear_known_offer(&mut self, octets: &[u8]) -> bool {
        let Some(offered) = self.reading.get().offers.get(octets) else { return false };
        self.voice.offered.clone_from(offered);
        self.state = hello::prove(&mut self.voice);
        true
    }

    /// Remembers a reply to EHLO that has just been heard, if nothing is wrong with it.
    #[cold]
    fn note_offer(&mut self, octets: &[u8]) {
        let Reading { reader, offers } = self.reading.get();
        let good = reader.code().severity() == Severity::Completed;
        if good && !reader.is_mixed() && !reader.is_long() {
            offers.set(octets, self.voice.offered.clone());
        }
    }

    /// Reads one reply; false when not all of it has arrived.
    #[inline(never)] // `poll` is short without it.
    fn hear(&mut self) -> bool {
        while let Some(line) = self.lines.next_line(limit::REPLY_LINE_READ) {
            let read = self.reading.get().reader.push(line);
            if read != Ok(false) {
                self.heard(read);
                return true;
            }
        }
        false
    }

    /// Goes on with a whole reply, or with what is none.
    #[inline(never)] // Replies come on two ways.
    fn heard(&mut self, read: Result<bool, BadReply>) {
        match read {
            Ok(_) => self.replied(),
            Err(bad) => self.broken(bad),
        }
    }

    /// Whether it is the client's turn.
    #[inline]
    fn may_send(&self) -> bool {
        match &self.state {
            State::Envelope(envelope) => envelope.may_send(&self.voice),
            State::Sending(_) => true,
            _ => false,
        }
    }

    /// Sends one command or one block.
    #[inline(never)]
    fn send(&mut self) {
        let next = match core::mem::take(&mut self.state) {
            State::Envelope(envelope) => envelope.send(&mut self.voice),
            State::Sending(sending) => sending.send(&mut self.voice),
            other => other,
        };
        self.enter(next);
    }

    /// Puts a state into the place that was emptied for it, where nothing is to be dropped.
    #[inline]
    fn enter(&mut self, state: State) {
        let empty = core::mem::replace(&mut self.state, state);
        debug_assert!(matches!(empty, State::Closed), "the state before was taken");
        core::mem::forget(empty);
    }

    /// A whole reply has arrived.
    fn replied(&mut self) {
        let (voice, reader) = (&mut self.voice, &self.reading.get().reader);
        if reader.is_mixed() {
            voice.violation(Violation::MixedCodes);
        }
        if reader.is_long() {
            voice.violation(Violation::ReplyTooLong);
        }
        if reader.code().get() == 421 {
            self.state = dismissed(&self.state, voice, reader);
            self.lines.clear();
            return;
        }
        let next = match core::mem::take(&mut self.state) {
            State::Greeting => hello::greeted(voice, reader),
            State::Hello { esmtp } => hello::introduced(voice, esmtp, reader),
            State::Proving(proof) => hello::proved(voice, proof, reader),
            State::Envelope(envelope) if envelope.is_waiting() => envelope.replied(voice, reader),
            State::Judged { empty, counted } => content::judged(voice, empty, counted, reader),
            State::Turning => {
                voice.event(Event::Turned(Box::new(reader.reply())));
                voice.ready(false)
            }
            State::Quitting => voice.close(),
            State::Closed => State::Closed,
            // Nothing was asked.
            state @ (State::Ready { .. } | State::Envelope(_) | State::Sending(_)) => {
                voice.out_of_step(failing(&state), Violation::Unexpected)
            }
        };
        self.enter(next);
        if self.is_closed() {
            self.lines.clear();
        }
    }

    fn broken(&mut self, bad: BadReply) {
        let violation = match bad {
            BadReply::NoCode => Violation::NoReply,
            BadReply::TooLong => Violation::ReplyTooLong,
            BadReply::TooManyLines => Violation::ReplyLines,
        };
        let phase = failing(&self.state);
        self.state = self.voice.out_of_step(phase, violation);
        self.lines.clear();
    }

    fn begin(&mut self, transaction: Transaction) {
        debug_assert!(!transaction.recipients.is_empty(), "a transaction has recipients");
        if let State::Ready { dirty } = self.state {
            self.state = envelope::begin(&mut self.voice, dirty, transaction);
        } else {
            debug_assert!(self.is_closed(), "a transaction answers Event::Ready");
        }
    }

    fn turn(&mut self, domain: &str) {
        if let State::Ready { .. } = self.state {
            self.voice.command(&Command::Turn { argument: domain });
            self.state = State::Turning;
        }
    }

    fn quit(&mut self) {
        self.voice.leaving = true;
        if let State::Ready { .. } = self.state {
            self.state = self.voice.quit();
        }
    }

    fn writable(&mut self) {
        if let State::Sending(_) | State::Judged { .. } = self.state {
            self.voice.since = self.voice.now;
        }
    }

    fn timeout(&mut self) {
        if self.deadline().is_some_and(|deadline| deadline.at <= self.voice.now) {
            let phase = failing(&self.state);
            self.in_doubt = self.state.is_in_doubt();
            self.state = self.voice.lost(phase, Lost::TimedOut);
            self.lines.clear();
        }
    }

    /// The connection is gone; `orderly` when the server closed it.
    fn gone(&mut self, orderly: bool) {
        if self.is_closed() {
            return;
        }
        if orderly && !matches!(self.state, State::Quitting) {
            self.voice.violation(Violation::Vanished);
        }
        self.in_doubt = self.state.is_in_doubt();
        if let Some(phase) = failing(&self.state) {
            self.voice.event(Event::Lost { phase, why: Lost::Closed });
        }
        self.voice.event(Event::Ended);
        self.state = State::Closed;
        self.lines.clear();
    }
}

/// The phase that fails with the session; `None` when nothing does.
fn failing(state: &State) -> Option<Phase> {
    match state {
        State::Sending(sending) if sending.is_nothing() => None,
        state => state.phase(),
    }
}

/// 421: the server goes away, whatever was asked (§3.8).
fn dismissed(state: &State, voice: &mut Voice, reader: &ReplyReader) -> State {
    match failing(state) {
        Some(phase) => voice.refused(phase, reader.reply()),
        None if matches!(state, State::Quitting) => {}
        None => voice.event(Event::Dismissed(Box::new(reader.reply()))),
    }
    voice.close()
}
