//! What a client says, beside the state that it is in.

use core::ops::Range;
use std::sync::Arc;

use relay_kernel::SimTime;

use super::config::ClientConfig;
use super::port::{Event, Lost, Phase};
use super::state::State;
use crate::command::Command;
use crate::extension::Offered;
use crate::lent::Lent;
use crate::outbox::Outbox;
use crate::reply::Reply;
use crate::violation::Violation;

/// One thing to hand out. What speaks of a reply speaks of the last one that was read: before the
/// next is, everything was handed out.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Transmit(Range<usize>),
    TransmitData { octets: Range<usize>, from: usize },
    Ready,
    Sender,
    Recipient(usize),
    Accepted,
    Event(Event<'static>),
    Violation(Violation),
    Close,
}

/// What all states share.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub(super) config: Arc<ClientConfig>,
    pub(super) outbox: Lent<Outbox<Item>>,
    pub(super) offered: Offered,
    /// The time of the last input.
    pub(super) now: SimTime,
    /// When the wait that is under way began.
    pub(super) since: SimTime,
    /// The host wants the session to end.
    pub(super) leaving: bool,
}

impl Voice {
    pub(super) fn new(config: Arc<ClientConfig>, now: SimTime) -> Self {
        Self {
            config,
            outbox: Lent::default(),
            offered: Offered::default(),
            now,
            since: now,
            leaving: false,
        }
    }

    /// The voice of another session, in the same memory.
    pub(super) fn renew(&mut self, config: Arc<ClientConfig>, now: SimTime) {
        if let Some(outbox) = self.outbox.held_mut() {
            outbox.clear();
        }
        (self.config, self.offered) = (config, Offered::default());
        (self.now, self.since, self.leaving) = (now, now, false);
    }

    pub(super) fn command(&mut self, command: &Command<'_>) {
        self.transmit(|out| command.write(out));
    }

    pub(super) fn transmit(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.transmit_with(|_, out| write(out));
    }

    /// The same for what is said with a look at the settings.
    pub(super) fn transmit_with(&mut self, write: impl FnOnce(&ClientConfig, &mut Vec<u8>)) {
        let outbox = self.outbox.get();
        let range = outbox.write(|out| write(&self.config, out));
        outbox.push(Item::Transmit(range));
        self.since = self.now;
    }

    /// Something to hand out, behind all others.
    pub(super) fn say(&mut self, item: Item) {
        self.outbox.get().push(item);
    }

    pub(super) fn event(&mut self, event: Event<'static>) {
        self.say(Item::Event(event));
    }

    pub(super) fn violation(&mut self, violation: Violation) {
        self.say(Item::Violation(violation));
    }

    pub(super) fn refused(&mut self, phase: Phase, reply: Reply) {
        self.event(Event::Refused { phase, reply: Box::new(reply) });
    }

    /// The session is open for what the host wants next; `dirty` when a transaction is still open
    /// at the server.
    pub(super) fn ready(&mut self, dirty: bool) -> State {
        if self.leaving {
            return self.quit();
        }
        self.say(Item::Ready);
        State::Ready { dirty }
    }

    pub(super) fn quit(&mut self) -> State {
        self.command(&Command::Quit);
        State::Quitting
    }

    /// Nothing more can be said to this server: what was under way has the fate of a 4yz.
    pub(super) fn lost(&mut self, phase: Option<Phase>, why: Lost) -> State {
        if let Some(phase) = phase {
            self.event(Event::Lost { phase, why });
        }
        self.close()
    }

    pub(super) fn close(&mut self) -> State {
        self.say(Item::Close);
        self.event(Event::Ended);
        State::Closed
    }

    /// A reply that makes no sense for what was asked.
    pub(super) fn out_of_step(&mut self, phase: Option<Phase>, violation: Violation) -> State {
        self.violation(violation);
        self.lost(phase, Lost::OutOfStep)
    }
}
