//! The server of one connection.
//!
//! ```text
//!            (1) connection                      (4) QUIT
//!                 │ greeting                        ┌──────────────────────────► Ended
//!                 ▼                                 │
//!          ┌─ Authorization ─(2) USER PASS, APOP, AUTH─► Deciding ─(3) granted─► Transaction
//!          │      ▲   ▲                               │                            │  ▲
//!   (2) AUTH PLAIN│   └───────(3) refused: -ERR ──────┘                  (5) RETR  │  │ last block
//!          ▼      │                                                   TOP LIST UIDL▼  │
//!      Challenged ┘ `*` or malformed                            Fetching ─► Sending ──┘
//!
//!      Transaction ─(6) QUIT─► Updating ─(7) removed or not─► Ended
//!      any state   ─(8) closed, autologout, shutdown─► Ended, and nothing is removed
//! ```
//!
//! (1) RFC 1939 §4; (2) RFC 1939 §7, RFC 5034 §4; (3) the lock, RFC 1939 §4; (4) no UPDATE, §4;
//! (5) §5 and §7; (6), (7) §6; (8) §3 and §6.

mod authorization;
mod interface;
mod outbox;
mod sending;
mod transaction;
mod update;

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::limit;
use relay_mail::line::{Line, LineReader};
use smol_str::{SmolStr, format_smolstr};

pub use self::interface::{
    AUTOLOGOUT_MIN, Abandonment, Answer, Credential, Deadline, DeadlineReason, Event, Input, Item,
    LoginError, Output, Question, ServerConfig, Snapshot, transmitted_size,
};

use self::authorization::{Authorization, Challenged, Deciding};
use self::outbox::{Outbox, Pending};
use self::sending::Sending;
use self::transaction::{Fetching, Transaction};
use self::update::Updating;
use crate::capability::Utf8;
use crate::command::{Command, Fault};
use crate::reply::{Codes, Reply, write_language_listing, write_listing_end};
use crate::violation::Violation;

/// The server's side of one connection.
///
/// Drive it so: one [`handle`](Self::handle), then [`poll`](Self::poll) until it gives nothing,
/// then look at [`deadline`](Self::deadline). The one exception: while a message is being sent,
/// polling may pause between two blocks, and `handle` may be called meanwhile. Commands are taken
/// in order, one after another is fully answered; what comes earlier waits, at most
/// `relay_mail::limit::INPUT_BUFFER` octets of it.
#[derive(Clone, Debug)]
pub struct Server {
    config: Arc<ServerConfig>,
    reader: LineReader,
    state: State,
    out: Outbox,
    /// The moment of the last input.
    now: SimTime,
    /// When the autologout timer was last set back.
    active: SimTime,
    /// A block was taken since then: the client reads, so it is not idle.
    progress: bool,
}

/// The module's documentation draws it.
#[derive(Clone, Debug)]
enum State {
    Authorization(Authorization),
    Challenged(Challenged),
    Deciding(Deciding),
    Transaction(Transaction),
    Fetching(Fetching),
    Sending(Sending),
    Updating(Updating),
    Ended,
}

/// Where a session is, as RFC 1939 names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before login (§4).
    Authorization,
    /// After login (§5).
    Transaction,
    /// Behind QUIT (§6).
    Update,
    /// Over.
    Ended,
}

impl Server {
    /// A connection was accepted; the greeting is the first output.
    ///
    /// `nonce` goes into the APOP timestamp `<nonce@name>` and must be another one each time
    /// (RFC 1939 §7); it is not used when APOP is not offered. Octets that may not stand there
    /// are left out.
    pub fn new(config: Arc<ServerConfig>, now: SimTime, nonce: &str) -> Self {
        let timestamp: Option<SmolStr> = config.apop.then(|| {
            let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            let nonce: String = nonce.chars().filter(allowed).take(64).collect();
            format_smolstr!("<{nonce}@{}>", config.name)
        });
        let offered = &config.capabilities;
        let codes = Codes { any: offered.resp_codes, auth: offered.auth_resp_code };
        let mut out = Outbox::new(codes);
        let authorization = Authorization::new(timestamp);
        let timestamp = authorization.timestamp();
        out.reply(&Reply::Greeting { name: config.name.as_str(), timestamp });
        Self {
            reader: LineReader::new(),
            state: State::Authorization(authorization),
            out,
            now,
            active: now,
            progress: false,
            config,
        }
    }

    /// Takes what happened. Drain [`poll`](Self::poll) before the next one.
    pub fn handle(&mut self, now: SimTime, input: Input<'_>) {
        self.now = now;
        if matches!(self.state, State::Ended) {
            return;
        }
        debug_assert!(self.out.is_empty(), "poll until nothing comes, then handle");
        match input {
            Input::Bytes(bytes) => self.bytes(bytes),
            // QUIT was given, so what it asked for stands, though nobody hears the answer.
            Input::Closed if matches!(self.state, State::Updating(_)) => self.state = State::Ended,
            Input::Closed => self.abandon(Abandonment::Closed),
            Input::Timeout => self.timeout(),
            Input::Answer(answer) => self.answer(answer),
            Input::Shutdown => self.shutdown(),
        }
    }

    /// The next thing to do, if there is one.
    pub fn poll(&mut self) -> Option<Output<'_>> {
        while self.out.is_empty() {
            if !self.advance() {
                return None;
            }
        }
        Some(match self.out.pop()? {
            Pending::Line(range) => Output::Transmit(self.out.bytes(range)),
            Pending::Data { range, message, from } => {
                self.progress = true;
                Output::TransmitData { bytes: self.out.bytes(range), message, from }
            }
            Pending::Ask => Output::Ask(self.state.question()?),
            Pending::Violation(violation) => Output::Violation(violation),
            Pending::Event(event) => Output::Event(event),
            Pending::Close => Output::Close,
        })
    }

    /// When the connection will be closed for silence.
    pub fn deadline(&self) -> Option<Deadline> {
        let waits = !matches!(self.state, State::Ended);
        let autologout = self.config.autologout.max(AUTOLOGOUT_MIN);
        let reason = DeadlineReason::Autologout;
        waits.then(|| Deadline { at: self.active + autologout, reason })
    }

    /// Where the session is.
    pub fn phase(&self) -> Phase {
        match self.state {
            State::Authorization(_) | State::Challenged(_) | State::Deciding(_) => {
                Phase::Authorization
            }
            State::Transaction(_) | State::Fetching(_) | State::Sending(_) => Phase::Transaction,
            State::Updating(_) => Phase::Update,
            State::Ended => Phase::Ended,
        }
    }

    /// How many messages are marked as deleted.
    pub fn marked(&self) -> u32 {
        self.state.transaction().map_or(0, Transaction::marked)
    }

    /// Whether the message with this number is marked as deleted; false for one that is not there.
    pub fn is_marked(&self, number: u32) -> bool {
        self.state.transaction().is_some_and(|transaction| transaction.is_marked(number))
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.reader.pending().len() + bytes.len() <= limit::INPUT_BUFFER {
            self.reader.push(bytes);
            return;
        }
        self.out.violation(Violation::TooFarAhead);
        self.abandon(Abandonment::TooFarAhead);
        self.out.close();
    }

    fn timeout(&mut self) {
        if self.deadline().is_none_or(|deadline| self.now < deadline.at) {
            return;
        }
        if core::mem::take(&mut self.progress) {
            self.active = self.now;
            return;
        }
        // Not a word, and no UPDATE (RFC 1939 §3).
        self.abandon(Abandonment::Autologout);
        self.out.close();
    }

    /// POP3 knows no word that answers no command, so only a command under way is answered.
    fn shutdown(&mut self) {
        match &self.state {
            State::Deciding(_) | State::Fetching(_) => self.out.reply(&Reply::ShuttingDown),
            State::Updating(_) => {
                Updating::fail(&mut self.out);
                self.out.close();
                self.state = State::Ended;
                return;
            }
            _ => {}
        }
        self.abandon(Abandonment::Shutdown);
        self.out.close();
    }

    fn abandon(&mut self, cause: Abandonment) {
        let marked = self.marked();
        self.out.event(Event::Abandoned { cause, marked });
        self.state = State::Ended;
        self.reader.clear();
    }

    fn answer(&mut self, answer: Answer) {
        let (config, out) = (&*self.config, &mut self.out);
        self.state = match core::mem::replace(&mut self.state, State::Ended) {
            State::Deciding(state) => state.answer(answer, config, out),
            State::Fetching(state) => state.answer(answer, config, out),
            State::Updating(state) => state.answer(&answer, config, out),
            other => {
                debug_assert!(false, "an answer without a question");
                other
            }
        };
    }

    /// Does the next step that needs no input: a block, or a command that has arrived. Whether
    /// there was one.
    fn advance(&mut self) -> bool {
        let (config, out) = (&*self.config, &mut self.out);
        let max = match &self.state {
            State::Challenged(_) => limit::POP3_SASL_LINE,
            _ => limit::POP3_COMMAND_LINE,
        };
        self.state = match core::mem::replace(&mut self.state, State::Ended) {
            State::Sending(sending) => sending.block(out),
            waiting @ (State::Deciding(_)
            | State::Fetching(_)
            | State::Updating(_)
            | State::Ended) => {
                self.state = waiting;
                return false;
            }
            state => {
                let Some(line) = self.reader.next_line(max) else {
                    self.state = state;
                    return false;
                };
                (self.active, self.progress) = (self.now, false);
                match line {
                    Line::Whole(line) => state.line(line, config, out),
                    Line::TooLong => state.too_long(out),
                }
            }
        };
        true
    }
}

impl State {
    fn question(&self) -> Option<Question<'_>> {
        match self {
            Self::Deciding(state) => Some(state.question()),
            Self::Fetching(state) => Some(state.question()),
            Self::Updating(state) => Some(state.question()),
            _ => None,
        }
    }

    fn transaction(&self) -> Option<&Transaction> {
        match self {
            Self::Transaction(transaction) => Some(transaction),
            Self::Fetching(fetching) => Some(fetching.transaction()),
            Self::Sending(sending) => Some(sending.transaction()),
            _ => None,
        }
    }

    fn line(self, line: &[u8], config: &ServerConfig, out: &mut Outbox) -> Self {
        if let Self::Challenged(state) = self {
            return state.response(line, config, out);
        }
        // UTF-8 in names and passwords is announced; the UTF8 command is for messages and may come
        // later (RFC 6856 §2.2).
        let names_are_utf8 = config.capabilities.utf8 == Some(Utf8::User);
        let before_login = matches!(self, Self::Authorization(_));
        let parsed = Command::parse(line, names_are_utf8 && before_login);
        if parsed.spacing {
            out.violation(Violation::Spacing);
        }
        match (parsed.command, self) {
            (Ok(command), Self::Authorization(state)) => state.command(command, config, out),
            (Ok(command), Self::Transaction(state)) => state.command(command, config, out),
            (Ok(_), other) => other,
            (Err(fault), state) => state.fault(fault, out),
        }
    }

    /// A line that is no command.
    fn fault(mut self, fault: Fault, out: &mut Outbox) -> Self {
        if let Self::Authorization(state) = &mut self {
            state.forget_name();
        }
        let (violation, reply) = match fault {
            Fault::Unknown => (Violation::UnknownCommand, Reply::UnknownCommand),
            Fault::Octets => (Violation::CommandOctets, Reply::BadOctets),
            Fault::Arguments(verb) => (Violation::Arguments(verb), Reply::BadArguments { verb }),
        };
        out.violation(violation);
        out.reply(&reply);
        self
    }

    fn too_long(self, out: &mut Outbox) -> Self {
        if let Self::Challenged(state) = self {
            return state.too_long(out);
        }
        let mut state = self;
        if let Self::Authorization(authorization) = &mut state {
            authorization.forget_name();
        }
        out.violation(Violation::CommandTooLong);
        out.reply(&Reply::TooLong);
        state
    }
}

/// Refuses a command that this state does not allow.
fn refuse(command: Command<'_>, reply: &Reply<'_>, out: &mut Outbox) {
    out.violation(Violation::WrongState(command.verb()));
    out.reply(reply);
}

/// The languages of our texts (RFC 6856 §3.2): `i-default` is English for everybody.
const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("i-default", "English")];

/// LANG. All our texts are English, so nothing changes but the tag.
fn speak_language(tag: Option<&str>, out: &mut Outbox) {
    let Some(tag) = tag else {
        out.reply(&Reply::Languages);
        out.lines(|lines| {
            for (tag, name) in LANGUAGES {
                write_language_listing(tag, name, lines);
            }
            write_listing_end(lines);
        });
        return;
    };
    // `*` asks for what the server likes best.
    let tag = if tag == "*" { "i-default" } else { tag };
    match LANGUAGES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(tag)) {
        Some((tag, _)) => out.reply(&Reply::Language { tag }),
        None => out.reply(&Reply::UnknownLanguage),
    }
}
