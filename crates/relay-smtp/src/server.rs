//! The SMTP server as a machine (RFC 5321 §4).

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::limit;
use relay_mail::line::{Line, LineReader, split_line};

use crate::command::{Command, Verb};
use crate::lent::Lent;
use crate::reply;
use crate::timer::{Deadline, DeadlineReason};
use crate::violation::Violation;

mod answer;
mod auth;
mod chunk;
mod config;
mod data;
mod envelope;
mod habits;
mod hello;
mod help;
mod port;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod voice;

pub use config::{ContentPolicy, Policy, ServerConfig, Service};
pub use port::{Answer, Event, Input, Output, Question, ResetCause};
pub use state::Transaction;
use state::{Asked, State};
use voice::{Item, Memory, Voice};

/// One session of a server, from the accepted connection to its end.
///
/// ```text
///  accepted ─1→ Connect? ─2→ Fresh ─4→ Greeted ─6→ Opened ─8→ Data? ─9→ Receiving
///                  │3          ↑ │5      ↑ ↑ ↑ │7    │ │ ↑                  │
///                  ↓           └─┘       │ │ └─┘     │ │ └─10─ Chunk ←──────┼─ BDAT
///                Barred                  │ └───11────┘ └───────────┐        │
///                                        └──────12── Message? ←────┴────13──┘
///  any ─14→ Closed
/// ```
///
/// 1. The host is asked whether it wants the connection. 2. Yes: 220 (§3.1). 3. No: 554, and
///    everything but QUIT gets 503 (§3.1); 421 closes.
/// 4. EHLO or HELO, when the host agrees: 250 (§3.2). 5. NOOP, RSET, VRFY, EXPN, HELP at any time
///    (§4.1.4); AUTH between 4 and 6 (RFC 4954 §4).
/// 6. MAIL, when the host agrees: 250 (§3.3). 7. A second EHLO, ETRN. 8. DATA after a good RCPT
///    (§3.3). 9. 354. 10. BDAT without LAST (RFC 3030 §2).
/// 11. RSET or EHLO: the transaction is dropped (§4.1.4). 12. The host's word on the message; 250
///     says that it has taken responsibility (§4.2.5, §6.1). 13. CRLF `.` CRLF (§4.1.1.4), or BDAT
///     LAST.
/// 14. QUIT: 221; a timeout or a shutdown: 421; or the connection is gone (§3.8).
///
/// **Use.** Feed one [`Input`], then drain [`poll`](Self::poll) until it returns `None`, then look
/// at [`deadline`](Self::deadline). An [`Output::Ask`] is the last output before `None`; feed the
/// [`Input::Answer`] next. What is fed while outputs wait is a mistake of the caller, asserted in
/// debug builds. Memory is bounded by the settings, and by [`limit::INPUT_BUFFER`] for a client
/// that goes on while the host thinks.
#[derive(Clone, Debug)]
pub struct Server {
    /// What has arrived and is not read yet. Most lines are read where they lie, and never get here.
    lines: LineReader,
    voice: Voice,
    state: State,
    /// The host was not asked yet whether it wants the connection.
    unasked: bool,
    /// The client has sent more behind what arrives next, or behind what arrived last.
    follows: Follows,
}

/// What a client sends in one go may arrive piece by piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Follows {
    /// Nothing, as far as anybody knows.
    #[default]
    Nothing,
    /// Something behind what is fed next.
    Next,
    /// Something behind what was fed last.
    Last,
}

/// Memory that a server needs only while it is fed and drained. A host keeps one for all its
/// servers and [exchanges](Server::exchange) it: what many sessions share stays in the processor's
/// cache.
#[derive(Clone, Debug, Default)]
pub struct Buffers(Lent<Memory>);

impl Server {
    /// A session on a connection that was accepted at `now`. Its first output is
    /// [`Question::Connect`].
    pub fn new(config: Arc<ServerConfig>, now: SimTime) -> Self {
        let (lines, voice) = (LineReader::new(), Voice::new(config, now));
        let (state, follows) = (State::Asking(Asked::Connect), Follows::Nothing);
        Self { lines, voice, state, unasked: true, follows }
    }

    /// Begins another session in the memory of this one, as [`new`](Self::new) does in memory of
    /// its own.
    pub fn renew(&mut self, config: Arc<ServerConfig>, now: SimTime) {
        self.lines.renew();
        self.voice.renew(config, now);
        self.state = State::Asking(Asked::Connect);
        self.unasked = true;
        self.follows = Follows::Nothing;
    }

    /// Changes memory with `spare`: to be called before an input, and again when
    /// [`poll`](Self::poll) has returned `None`. What is not empty is kept.
    #[inline]
    pub fn exchange(&mut self, spare: &mut Buffers) {
        self.voice.memory.exchange(&mut spare.0, Memory::is_kept);
    }

    /// More was sent together with the octets that are fed next, and arrives behind them.
    pub fn more_follows(&mut self) {
        self.follows = Follows::Next;
    }

    /// Takes one input that came at `now`.
    pub fn handle(&mut self, now: SimTime, input: Input<'_>) {
        let waits = |memory: &Memory| !memory.outbox.is_empty();
        let is_drained = !self.voice.memory.held().is_some_and(waits) && !self.unasked;
        debug_assert!(is_drained, "poll is drained before the next input");
        match input {
            Input::Bytes(octets) => self.octets(now, octets),
            Input::Answer(answer) => self.answer(now, &answer),
            Input::Timeout => self.timeout(now),
            Input::Shutdown => self.shutdown(),
            Input::Closed => self.gone(true),
            Input::Broken => self.gone(false),
        }
    }

    /// The next thing that the session has to say. Octets stay valid until the next call.
    #[inline]
    pub fn poll(&mut self) -> Option<Output<'_>> {
        loop {
            match self.voice.memory.held_mut().and_then(|memory| memory.outbox.pop()) {
                Some(item) => return Some(self.output(item)),
                None if self.lines.has_pending() && self.step() => {}
                None if core::mem::take(&mut self.unasked) => return Some(self.output(Item::Ask)),
                None => return None,
            }
        }
    }

    /// When a timeout is to be fed: the client must not be silent for longer. `None` while the
    /// host is asked, and at the end.
    pub fn deadline(&self) -> Option<Deadline> {
        let reason = match &self.state {
            State::Asking(_) | State::Closed => return None,
            State::Receiving(_) | State::Chunk(_) => DeadlineReason::Content,
            State::Command(_) | State::Exchange(_) | State::Barred => DeadlineReason::Command,
        };
        Some(Deadline { at: self.voice.heard + self.voice.config.idle_timeout, reason })
    }

    /// The transaction that is open: after MAIL was accepted, until the host's word on the
    /// message, or RSET.
    pub fn transaction(&self) -> Option<&Transaction> {
        self.state.opened().map(|opened| &*opened.transaction)
    }

    /// How the client introduced itself, and whether by EHLO.
    pub fn hello(&self) -> Option<(&str, bool)> {
        self.state.greeted().map(|greeted| (greeted.hello.name.as_str(), greeted.hello.esmtp))
    }

    /// As whom the client authenticated.
    pub fn user(&self) -> Option<&str> {
        self.state.greeted().and_then(|greeted| greeted.user.as_deref())
    }

    /// Whether the session is over: nothing that is fed has an effect any more.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// The settings.
    pub fn config(&self) -> &ServerConfig {
        &self.voice.config
    }

    #[inline]
    fn output(&self, item: Item) -> Output<'_> {
        let memory = self.voice.memory.held();
        match item {
            Item::Transmit(range) => {
                Output::Transmit(memory.map_or(&[], |memory| &memory.outbox.octets[range]))
            }
            Item::Violation(violation) => Output::Violation(violation),
            Item::Event(event) => Output::Event(event),
            Item::Close => Output::Close,
            Item::Ask => match &self.state {
                State::Asking(asked) => {
                    Output::Ask(asked.question(memory.map_or(&[], |memory| &memory.content)))
                }
                _ => unreachable!("the state stays put until the question is answered"),
            },
        }
    }

    fn octets(&mut self, now: SimTime, octets: &[u8]) {
        self.voice.heard = now;
        self.follows = match self.follows {
            Follows::Next => Follows::Last,
            Follows::Nothing | Follows::Last => Follows::Nothing,
        };
        let mut rest = octets;
        match &mut self.state {
            State::Closed => return,
            // The content of a message goes straight to its buffer.
            State::Receiving(receiving) if self.lines.pending().is_empty() => {
                let progress = receiving.push(&mut self.voice, octets);
                rest = &octets[progress.consumed..];
                if progress.ended
                    && let State::Receiving(receiving) = core::mem::take(&mut self.state)
                {
                    let state = receiving.end(&mut self.voice);
                    self.enter(state);
                }
            }
            State::Asking(asked) => {
                if matches!(asked, Asked::Connect) {
                    self.voice.violation(Violation::BeforeGreeting);
                }
                if self.lines.pending().len() + octets.len() > limit::INPUT_BUFFER {
                    self.voice.violation(Violation::Flood);
                    let in_transaction = self.state.opened().is_some();
                    self.state = self.voice.dismiss(in_transaction, &reply::too_much_input());
                    self.lines.clear();
                    return;
                }
            }
            State::Command(_) | State::Exchange(_) | State::Barred if self.lines.is_empty() => {
                if let Some((line, behind)) = split_line(octets, self.line_max()) {
                    self.lines.push(behind);
                    self.line(line);
                    return;
                }
            }
            _ => {}
        }
        self.lines.push(rest);
    }

    /// Octets that the line that is awaited may have, with its CRLF.
    fn line_max(&self) -> usize {
        match &self.state {
            State::Command(_) => self.voice.config.extensions.line_max(),
            State::Exchange(_) => limit::AUTH_LINE,
            _ => limit::COMMAND_LINE,
        }
    }

    /// Goes on with a whole line.
    fn line(&mut self, line: &[u8]) {
        let next = core::mem::take(&mut self.state).line(&mut self.voice, Line::Whole(line));
        self.enter(next);
        self.group_order();
    }

    /// Goes one step on with what has arrived; false when more is needed.
    #[inline(never)] // `poll` is short without it.
    fn step(&mut self) -> bool {
        match &self.state {
            State::Asking(_) | State::Closed => return false,
            State::Receiving(_) | State::Chunk(_) => return self.step_in_content(),
            State::Command(_) | State::Exchange(_) | State::Barred => {}
        }
        let line_max = self.line_max();
        let Some(line) = self.lines.next_line(line_max) else { return false };
        let next = core::mem::take(&mut self.state).line(&mut self.voice, line);
        self.enter(next);
        self.group_order();
        true
    }

    fn step_in_content(&mut self) -> bool {
        let next = match core::mem::take(&mut self.state) {
            State::Receiving(receiving) => receiving.receive(&mut self.voice, &mut self.lines),
            State::Chunk(chunk) => chunk.receive(&mut self.voice, &mut self.lines),
            other => other,
        };
        self.enter(next);
        true
    }

    /// Goes on in `state`; that before was taken out of its place.
    fn enter(&mut self, state: State) {
        match state {
            State::Asking(_) => self.voice.say(Item::Ask),
            State::Closed => self.lines.clear(),
            _ => {}
        }
        let empty = core::mem::replace(&mut self.state, state);
        debug_assert!(matches!(empty, State::Closed), "the state before was taken");
        // There is nothing to drop in it.
        core::mem::forget(empty);
    }

    /// A client that goes on before it has the reply needs PIPELINING (RFC 2920 §3), and even
    /// then some commands must be the last of their group (§3.1).
    fn group_order(&mut self) {
        let Some(verb) = self.voice.verb.take() else { return };
        if self.lines.pending().is_empty() && self.follows == Follows::Nothing {
            return;
        }
        let extensions = self.voice.config.extensions;
        let greeted = self.state.greeted().is_some_and(|greeted| greeted.hello.esmtp);
        let violation = match verb {
            Verb::Bdat if extensions.chunking => return,
            _ if !(greeted && extensions.pipelining) => Violation::Unasked(verb),
            _ if verb.may_be_followed() => return,
            _ => Violation::Group(verb),
        };
        // It goes before a question, which is always the last thing said.
        let outbox = &mut self.voice.memory.get().outbox;
        outbox.push_before(Item::Violation(violation), |item| matches!(item, Item::Ask));
    }

    fn answer(&mut self, now: SimTime, answer: &Answer) {
        match core::mem::take(&mut self.state) {
            State::Asking(asked) => {
                self.voice.heard = now;
                let next = asked.answered(&mut self.voice, answer);
                self.enter(next);
            }
            // The connection went away while the host thought.
            other => self.state = other,
        }
    }

    fn timeout(&mut self, now: SimTime) {
        let Some(deadline) = self.deadline().filter(|deadline| deadline.at <= now) else { return };
        let in_transaction = self.state.opened().is_some();
        self.voice.event(Event::GaveUp(deadline.reason));
        self.state = self.voice.dismiss(in_transaction, &reply::idle_timeout());
        self.lines.clear();
    }

    fn shutdown(&mut self) {
        if self.is_closed() {
            return;
        }
        let in_transaction = self.state.opened().is_some();
        self.state = self.voice.dismiss(in_transaction, &reply::shutting_down());
        self.lines.clear();
    }

    /// Whatever was under way is as if a 4yz had been sent (§4.1.1.10); `orderly` when the client
    /// closed the connection.
    fn gone(&mut self, orderly: bool) {
        if self.is_closed() {
            return;
        }
        if orderly {
            self.voice.violation(Violation::NoQuit);
        }
        if self.state.opened().is_some() {
            self.voice.event(Event::Reset(ResetCause::Lost));
        }
        self.voice.event(Event::Lost);
        self.state = State::Closed;
        self.lines.clear();
    }
}

impl State {
    /// Goes on with a line of the client, where lines are awaited.
    #[inline(never)] // Lines come on two ways.
    fn line(self, voice: &mut Voice, line: Line<'_>) -> Self {
        match self {
            Self::Command(session) => session.line(voice, line),
            Self::Exchange(exchange) => exchange.line(voice, line),
            Self::Barred => barred(voice, line),
            other => other,
        }
    }
}

/// The connection was refused: QUIT is answered, and all else gets 503 (§3.1).
fn barred(voice: &mut Voice, line: Line<'_>) -> State {
    if let Line::Whole(octets) = line
        && let Ok(Command::Quit) = Command::parse(octets)
    {
        return voice.farewell(false);
    }
    voice.reply(&reply::bad_sequence());
    State::Barred
}
