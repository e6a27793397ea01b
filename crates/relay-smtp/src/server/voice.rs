//! What a server says, beside the state that it is in.

use core::ops::Range;
use std::sync::Arc;

use relay_kernel::SimTime;

use super::config::ServerConfig;
use super::habits::Habits;
use super::port::{Event, ResetCause};
use super::state::{Session, State, Transaction};
use crate::command::Verb;
use crate::lent::Lent;
use crate::outbox::Outbox;
use crate::reply::{self, Reply, Style, Wire};
use crate::violation::Violation;

/// One thing to hand out.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Transmit(Range<usize>),
    Ask,
    Violation(Violation),
    Event(Event),
    Close,
}

/// What a server needs only while it is fed and drained, but for what is not finished then.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) outbox: Outbox<Item>,
    /// The content of the message that is being received; used again for the next one.
    pub(super) content: Vec<u8>,
    /// A transaction that is over; its memory is used again for the next one.
    pub(super) spare: Option<Box<Transaction>>,
    pub(super) habits: Habits,
}

impl Memory {
    /// Whether there is something in it that the session goes on with later.
    #[inline]
    pub(super) fn is_kept(&self) -> bool {
        !(self.outbox.is_empty() && self.content.is_empty())
    }

    pub(super) fn forget_content(&mut self) {
        self.content.clear();
        self.content.shrink_to(CONTENT_KEPT);
    }
}

/// What all states share.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub(super) config: Arc<ServerConfig>,
    pub(super) memory: Lent<Memory>,
    /// When the client was last heard.
    pub(super) heard: SimTime,
    pub(super) style: Style,
    /// Bad commands so far.
    errors: u32,
    /// The verb of the line that was read last.
    pub(super) verb: Option<Verb>,
}

/// A buffer that grew beyond this is not kept for the next message.
const CONTENT_KEPT: usize = 16 * 1024;

impl Voice {
    pub(super) fn new(config: Arc<ServerConfig>, now: SimTime) -> Self {
        Self {
            config,
            memory: Lent::default(),
            heard: now,
            style: Style::default(),
            errors: 0,
            verb: None,
        }
    }

    /// The voice of another session, in the same memory.
    pub(super) fn renew(&mut self, config: Arc<ServerConfig>, now: SimTime) {
        if let Some(memory) = self.memory.held_mut() {
            memory.outbox.clear();
            memory.forget_content();
        }
        (self.config, self.heard) = (config, now);
        (self.style, self.errors, self.verb) = (Style::default(), 0, None);
    }

    pub(super) fn reply(&mut self, reply: &Reply) {
        let style = self.style;
        self.write(|_, out| reply.write(style, out));
    }

    /// The host's own words, or the usual ones.
    pub(super) fn answer(&mut self, words: Option<&Reply>, usual: Wire) {
        if let Some(reply) = words {
            return self.reply(reply);
        }
        let octets = usual.octets(self.style);
        self.write(|_, out| out.extend_from_slice(octets));
    }

    /// Without an enhanced code: the greeting and the reply to EHLO and HELO (RFC 2034 §4).
    pub(super) fn plain_reply(&mut self, reply: &Reply) {
        self.write(|_, out| reply.write(Style::default(), out));
    }

    pub(super) fn write(&mut self, write: impl FnOnce(&ServerConfig, &mut Vec<u8>)) {
        let outbox = &mut self.memory.get().outbox;
        let range = outbox.write(|out| write(&self.config, out));
        outbox.push(Item::Transmit(range));
    }

    /// Something that is said in nearly every session.
    pub(super) fn usual(
        &mut self,
        write: impl FnOnce(&mut Habits, &Arc<ServerConfig>, &mut Vec<u8>),
    ) {
        let Memory { outbox, habits, .. } = self.memory.get();
        let range = outbox.write(|out| write(habits, &self.config, out));
        outbox.push(Item::Transmit(range));
    }

    /// Something to hand out, behind all others.
    pub(super) fn say(&mut self, item: Item) {
        self.memory.get().outbox.push(item);
    }

    pub(super) fn violation(&mut self, violation: Violation) {
        self.say(Item::Violation(violation));
    }

    pub(super) fn event(&mut self, event: Event) {
        self.say(Item::Event(event));
    }

    /// A command that is refused for what it is, which may be a violation: the state stays, unless
    /// it was one too many.
    pub(super) fn mistake(
        &mut self,
        back: Session,
        violation: Option<Violation>,
        reply: &Reply,
    ) -> State {
        if let Some(violation) = violation {
            self.violation(violation);
        }
        self.errors = self.errors.saturating_add(1);
        if self.config.errors_max.is_some_and(|max| self.errors > max) {
            self.violation(Violation::TooManyErrors);
            return self.dismiss(back.opened().is_some(), &reply::too_many_errors());
        }
        self.reply(reply);
        State::Command(back)
    }

    /// A refusal that is nobody's mistake: the state stays, unless the reply closes.
    pub(super) fn refuse(&mut self, back: Session, reply: &Reply) -> State {
        if reply.code.get() == 421 {
            return self.dismiss(back.opened().is_some(), reply);
        }
        self.reply(reply);
        State::Command(back)
    }

    /// 421, and the connection is closed (§3.8). Its text begins with the server's name (§4.2).
    pub(super) fn dismiss(&mut self, in_transaction: bool, reply: &Reply) -> State {
        self.reply(&reply::dismissing(self.config.name.as_str(), reply));
        if in_transaction {
            self.event(Event::Reset(ResetCause::Dismissed));
        }
        self.event(Event::Dismissed);
        self.say(Item::Close);
        State::Closed
    }

    /// 221, and the connection is closed (§4.1.1.10).
    pub(super) fn farewell(&mut self, in_transaction: bool) -> State {
        let enhanced = self.style.enhanced;
        self.usual(|habits, config, out| habits.farewell(config, enhanced, out));
        if in_transaction {
            self.event(Event::Reset(ResetCause::Quit));
        }
        self.event(Event::Quit);
        self.say(Item::Close);
        State::Closed
    }

    pub(super) fn forget_content(&mut self) {
        self.memory.get().forget_content();
    }
}
