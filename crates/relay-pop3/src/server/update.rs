//! The UPDATE state (RFC 1939 §6): only QUIT after login leads here, and only here is mail removed.

use super::State;
use super::interface::{Answer, Event, Question, ServerConfig};
use super::outbox::Outbox;
use super::transaction::Transaction;
use crate::reply::Reply;

/// The host removes messages and releases the lock.
#[derive(Clone, Debug)]
pub(super) struct Updating {
    deleted: Vec<u32>,
    left: u32,
}

impl Updating {
    pub(super) fn new(transaction: &Transaction, config: &ServerConfig, out: &mut Outbox) -> Self {
        let deleted = transaction.removals(config);
        let left = transaction.count() - removed(&deleted);
        out.ask();
        Self { deleted, left }
    }

    pub(super) fn question(&self) -> Question<'_> {
        Question::Update { deleted: &self.deleted }
    }

    /// An answer to another question is no answer: the state stays as it is.
    pub(super) fn answer(self, answer: &Answer, config: &ServerConfig, out: &mut Outbox) -> State {
        match answer {
            Answer::Updated => {
                out.reply(&Reply::Updated { name: config.name.as_str(), left: self.left });
                out.event(Event::Quit { removed: removed(&self.deleted) });
            }
            Answer::UpdateFailed => Self::fail(out),
            _ => {
                debug_assert!(false, "an update is answered by Updated or UpdateFailed");
                return State::Updating(self);
            }
        }
        out.close();
        State::Ended
    }

    /// Not everything was removed.
    pub(super) fn fail(out: &mut Outbox) {
        out.reply(&Reply::NotRemoved);
        out.event(Event::UpdateFailed);
    }
}

fn removed(deleted: &[u32]) -> u32 {
    u32::try_from(deleted.len()).expect("no more than messages in the maildrop")
}
