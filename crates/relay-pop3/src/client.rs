//! The client of one connection: it collects a maildrop and leaves.
//!
//! ```text
//!   connection ─► Greeting ─(1)─► Login ─(2)─► Survey ─(3)─► Collecting ─(4)─► Quitting ─► Ended
//!                    │  -ERR        │ -ERR       │ -ERR                           ▲
//!                    └──────────────┴────────────┴────────────────────────────────┘
//!   any state ─(5) closed, silent, or no POP3 at all ─► Ended, and nothing was deleted
//! ```
//!
//! (1) CAPA (RFC 2449 §5), UTF8 (RFC 6856 §2.1); (2) APOP, USER and PASS (RFC 1939 §7), AUTH
//! (RFC 5034 §4); (3) STAT, UIDL, LIST (RFC 1939 §5, §7); (4) TOP, RETR, DELE (§5, §7); QUIT (§6)
//! makes the deletions happen; (5) §6.

mod collecting;
mod interface;
mod login;
mod outbox;
mod survey;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::limit;
use smol_str::SmolStr;

pub use self::interface::{
    ClientConfig, Deadline, DeadlineReason, Event, Filter, Input, Lost, Method, OnMatch, Output,
    Phase, Retention, Skip,
};

use self::collecting::Collecting;
use self::login::Login;
use self::outbox::{Outbox, Pending};
use self::survey::Survey;
use self::wire::{Heard, Piece, Sent, Wire};
use crate::capability::Capabilities;
use crate::command::Command;
use crate::reply::{Status, StatusLine};
use crate::uidl::Uidl;
use crate::violation::Violation;

/// The client's side of one connection.
///
/// Drive it so: one [`handle`](Self::handle), then [`poll`](Self::poll) until it gives nothing,
/// then look at [`deadline`](Self::deadline).
#[derive(Clone, Debug)]
pub struct Client {
    config: Arc<ClientConfig>,
    /// Unique-ids collected before, with the moment they were first seen.
    known: BTreeMap<Uidl, SimTime>,
    offered: Capabilities,
    wire: Wire,
    /// The message that arrives or has just arrived.
    body: Vec<u8>,
    state: State,
    out: Outbox,
    /// The moment of the last input.
    now: SimTime,
    /// When the server was last heard.
    active: SimTime,
}

/// The module's documentation draws it.
#[derive(Clone, Debug)]
enum State {
    Greeting,
    Login(Login),
    Survey(Survey),
    Collecting(Collecting),
    Quitting(Quitting),
    Ended,
}

/// QUIT is sent or about to be.
#[derive(Clone, Debug)]
struct Quitting {
    sent: bool,
    /// The messages were worked through; else something failed before.
    worked: bool,
}

/// What a state does when the line is free.
#[derive(Debug)]
enum Next {
    /// It has sent this.
    Sent(State, Sent),
    /// It went on without sending.
    Moved(State),
    /// It waits for the server.
    Wait(State),
}

/// What states work with.
struct Context<'a> {
    config: &'a ClientConfig,
    known: &'a BTreeMap<Uidl, SimTime>,
    offered: &'a mut Capabilities,
    body: &'a [u8],
    out: &'a mut Outbox,
    now: SimTime,
}

impl Context<'_> {
    /// The server said no to something that cannot be done without.
    fn fail(&mut self, phase: Phase, line: &StatusLine<'_>) -> State {
        self.out.push(Pending::Failed { phase, code: line.code, text: line.text.into() });
        quit(false)
    }

    /// The settings ask for what cannot be had.
    fn cannot(&mut self, text: &'static str) -> State {
        let text = SmolStr::new_static(text);
        self.out.push(Pending::Failed { phase: Phase::Login, code: None, text });
        quit(false)
    }
}

/// QUIT comes as soon as nothing is outstanding.
fn quit(worked: bool) -> State {
    State::Quitting(Quitting { sent: false, worked })
}

impl Client {
    /// The connection is established; the greeting is awaited.
    ///
    /// `known` are the unique-ids of messages that were collected before, each with the moment it
    /// was first seen. They are not collected again; [`Retention`] says what becomes of them.
    pub fn new(
        config: Arc<ClientConfig>,
        known: impl IntoIterator<Item = (Uidl, SimTime)>,
        now: SimTime,
    ) -> Self {
        Self {
            config,
            known: known.into_iter().collect(),
            offered: Capabilities::default(),
            wire: Wire::new(),
            body: Vec::new(),
            state: State::Greeting,
            out: Outbox::default(),
            now,
            active: now,
        }
    }

    /// Takes what happened. Drain [`poll`](Self::poll) before the next one.
    pub fn handle(&mut self, now: SimTime, input: Input<'_>) {
        debug_assert!(self.out.is_empty(), "poll until nothing comes, then handle");
        self.now = now;
        let over = matches!(self.state, State::Ended);
        match input {
            Input::Bytes([]) => {}
            Input::Bytes(_) if over => self.out.violation(Violation::Unsolicited),
            Input::Bytes(bytes) => {
                self.active = now;
                self.wire.push(bytes);
            }
            Input::Closed if !over => self.lose(Lost::Closed),
            Input::Timeout if self.deadline().is_some_and(|deadline| deadline.at <= now) => {
                self.lose(Lost::Timeout);
                self.out.push(Pending::Close);
            }
            Input::Closed | Input::Timeout => {}
        }
    }

    /// The next thing to do, if there is one.
    pub fn poll(&mut self) -> Option<Output<'_>> {
        while self.out.is_empty() {
            if !self.advance() {
                return None;
            }
        }
        let event = match self.out.pop()? {
            Pending::Line(range) => return Some(Output::Transmit(self.out.bytes(range))),
            Pending::Violation(violation) => return Some(Output::Violation(violation)),
            Pending::Close => return Some(Output::Close),
            Pending::Offered => Event::Offered(&self.offered),
            Pending::LoggedIn => Event::LoggedIn,
            Pending::Listed { count, octets } => Event::Listed { count, octets },
            Pending::Message(number) => {
                Event::Message { number, uidl: self.state.uidl(number), data: &self.body }
            }
            Pending::Deleted(number) => Event::Deleted { number, uidl: self.state.uidl(number) },
            Pending::NotDeleted(number) => Event::NotDeleted { number },
            Pending::Skipped(number, why) => Event::Skipped { number, why },
            Pending::Done => Event::Done,
            Pending::Failed { phase, code, text } => {
                self.out.failure = text;
                Event::Failed { phase, code, text: &self.out.failure }
            }
            Pending::Lost(phase, why) => Event::Lost { phase, why },
            Pending::Ended => Event::Ended,
        };
        Some(Output::Event(event))
    }

    /// When the client gives the server up.
    pub fn deadline(&self) -> Option<Deadline> {
        let phase = self.phase();
        let reason = DeadlineReason::Response(phase);
        (phase != Phase::Ended).then(|| Deadline { at: self.active + self.config.timeout, reason })
    }

    /// What the client is about.
    pub fn phase(&self) -> Phase {
        match self.state {
            State::Greeting => Phase::Greeting,
            State::Login(_) => Phase::Login,
            State::Survey(_) => Phase::Listing,
            State::Collecting(_) => Phase::Collecting,
            State::Quitting(_) => Phase::Quit,
            State::Ended => Phase::Ended,
        }
    }

    fn lose(&mut self, why: Lost) {
        self.out.push(Pending::Lost(self.phase(), why));
        self.out.push(Pending::Ended);
        self.state = State::Ended;
        self.wire.end();
    }

    /// Sends what may be sent, else reads one piece of what has arrived. Whether there was
    /// anything to do.
    fn advance(&mut self) -> bool {
        self.send() || self.read()
    }

    fn send(&mut self) -> bool {
        let pipelining = self.config.pipelining && self.offered.pipelining;
        let window = match self.state {
            State::Survey(_) | State::Collecting(_) if pipelining => limit::POP3_PIPELINE,
            _ => 1,
        };
        let outstanding = self.wire.outstanding();
        if outstanding >= window {
            return false;
        }
        let (mut context, state) = (
            Context {
                config: &self.config,
                known: &self.known,
                offered: &mut self.offered,
                body: &self.body,
                out: &mut self.out,
                now: self.now,
            },
            core::mem::replace(&mut self.state, State::Ended),
        );
        let next = state.next(outstanding == 0, &mut context);
        let (state, went_on) = match next {
            Next::Sent(state, sent) => {
                self.wire.expect(sent);
                (state, true)
            }
            Next::Moved(state) => (state, true),
            Next::Wait(state) => (state, false),
        };
        self.state = state;
        went_on
    }

    fn read(&mut self) -> bool {
        let body_max = self.config.content_max.min(limit::CONTENT_CEILING);
        let Some(Piece { heard, violation }) = self.wire.next(&mut self.body, body_max) else {
            return false;
        };
        if let Some(violation) = violation {
            self.out.violation(violation);
        }
        let Some(heard) = heard else {
            self.lose(Lost::Nonsense);
            self.out.push(Pending::Close);
            return true;
        };
        let mut context = Context {
            config: &self.config,
            known: &self.known,
            offered: &mut self.offered,
            body: &self.body,
            out: &mut self.out,
            now: self.now,
        };
        let state = core::mem::replace(&mut self.state, State::Ended);
        self.state = state.heard(&heard, &mut context);
        if matches!(self.state, State::Ended) {
            self.wire.end();
        }
        true
    }
}

impl State {
    fn uidl(&self, number: u32) -> Option<&Uidl> {
        if let Self::Collecting(state) = self { state.uidl(number) } else { None }
    }

    fn next(self, idle: bool, context: &mut Context<'_>) -> Next {
        match self {
            Self::Login(state) if idle => state.next(context),
            Self::Survey(state) => state.next(idle, context),
            Self::Collecting(state) => state.next(idle, context),
            Self::Quitting(Quitting { sent: false, worked }) if idle => {
                context.out.command(&Command::Quit);
                Next::Sent(Self::Quitting(Quitting { sent: true, worked }), Sent::Quit)
            }
            waiting => Next::Wait(waiting),
        }
    }

    fn heard(self, heard: &Heard<'_>, context: &mut Context<'_>) -> Self {
        match self {
            Self::Greeting => match heard {
                Heard::Status { line, .. } => login::greeted(line, context),
                _ => Self::Greeting,
            },
            Self::Login(state) => state.heard(heard, context),
            Self::Survey(state) => state.heard(heard, context),
            Self::Collecting(state) => state.heard(heard, context),
            Self::Quitting(state) => state.heard(heard, context),
            Self::Ended => Self::Ended,
        }
    }
}

impl Quitting {
    /// What comes before the answer to QUIT answers commands that were sent ahead.
    fn heard(self, heard: &Heard<'_>, context: &mut Context<'_>) -> State {
        let Heard::Status { to: Sent::Quit, line } = heard else {
            return State::Quitting(self);
        };
        match line.status {
            Status::Positive if self.worked => context.out.push(Pending::Done),
            Status::Positive => {}
            _ => {
                let phase = Phase::Quit;
                context.out.push(Pending::Failed {
                    phase,
                    code: line.code,
                    text: line.text.into(),
                });
            }
        }
        context.out.push(Pending::Ended);
        context.out.push(Pending::Close);
        State::Ended
    }
}
