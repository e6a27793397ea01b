//! The TRANSACTION state (RFC 1939 §5): a snapshot of the maildrop, and marks on it.

use super::interface::{Answer, Event, Question, ServerConfig, Snapshot};
use super::outbox::Outbox;
use super::sending::Sending;
use super::update::Updating;
use super::{State, refuse, speak_language};
use crate::capability::{Announced, Capabilities, Expire};
use crate::command::Command;
use crate::reply::{Reply, Totals, write_listing_end};

/// The client has the maildrop.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    pub(super) snapshot: Snapshot,
    /// For each message.
    marks: Vec<Mark>,
    /// Of the messages that are not marked.
    totals: Totals,
    /// UTF8 was given before login.
    utf8: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    deleted: bool,
    retrieved: bool,
}

/// What a message is wanted for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Retr,
    Top { lines: u32 },
}

/// The host fetches a message.
#[derive(Clone, Debug)]
pub(super) struct Fetching {
    transaction: Transaction,
    number: u32,
    purpose: Purpose,
}

impl Transaction {
    pub(super) fn new(mut snapshot: Snapshot, utf8: bool) -> Self {
        // Numbers are u32; no maildrop comes near.
        snapshot.items.truncate(u32::MAX as usize);
        let marks = vec![Mark::default(); snapshot.items.len()];
        let mut new = Self { snapshot, marks, totals: Totals::default(), utf8 };
        new.totals = new.all();
        new
    }

    /// Messages and octets that are not marked.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    fn all(&self) -> Totals {
        Totals {
            count: self.count(),
            octets: self.snapshot.items.iter().map(|item| item.size as u64).sum(),
        }
    }

    /// Messages of the snapshot, marked or not.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.snapshot.items.len()).expect("truncated to u32 at login")
    }

    /// How many messages are marked.
    pub(super) fn marked(&self) -> u32 {
        self.count() - self.totals.count
    }

    /// Whether a message is marked; false for one that is not there.
    pub(super) fn is_marked(&self, number: u32) -> bool {
        (1..=self.count()).contains(&number) && self.marks[index(number)].deleted
    }

    /// The first message from `number` on that is not marked.
    pub(super) fn next_listed(&self, number: u32) -> Option<u32> {
        (number..=self.count()).find(|&number| !self.marks[index(number)].deleted)
    }

    pub(super) fn size(&self, number: u32) -> u64 {
        self.snapshot.items[index(number)].size as u64
    }

    /// RETR has handed the message out.
    pub(super) fn retrieved(&mut self, number: u32) {
        self.marks[index(number)].retrieved = true;
    }

    /// Numbers that UPDATE removes: the marked ones, and where nothing may be left on the server
    /// those that RETR gave (RFC 2449 §6.7).
    pub(super) fn removals(&self, config: &ServerConfig) -> Vec<u32> {
        let announced = config.capabilities.expire.map(|expire| expire.value);
        let none_stay = self.snapshot.expire.or(announced) == Some(Expire::Days(0));
        let goes = |mark: &Mark| mark.deleted || (none_stay && mark.retrieved);
        (1..=self.count()).filter(|&number| goes(&self.marks[index(number)])).collect()
    }

    pub(super) fn command(
        mut self,
        command: Command<'_>,
        config: &ServerConfig,
        out: &mut Outbox,
    ) -> State {
        let offered = &config.capabilities;
        match command {
            Command::Stat => out.reply(&Reply::DropListing { totals: self.totals }),
            Command::List(None) => {
                out.reply(&Reply::ScanListing { totals: self.totals });
                return State::Sending(Sending::sizes(self));
            }
            Command::Uidl(None) if offered.uidl => {
                out.reply(&Reply::UniqueIdListing);
                return State::Sending(Sending::unique_ids(self));
            }
            Command::List(Some(number)) => {
                if let Some(index) = self.find(number, out) {
                    let size = self.snapshot.items[index].size as u64;
                    out.reply(&Reply::ScanLine { number, size });
                }
            }
            Command::Uidl(Some(number)) if offered.uidl => {
                if let Some(index) = self.find(number, out) {
                    let id = &self.snapshot.items[index].uidl;
                    out.reply(&Reply::UniqueIdLine { number, id });
                }
            }
            Command::Retr(number) => return self.fetch(number, Purpose::Retr, out),
            Command::Top { number, lines } if offered.top => {
                return self.fetch(number, Purpose::Top { lines }, out);
            }
            Command::Dele(number) => self.mark(number, out),
            Command::Noop => out.reply(&Reply::Noop),
            Command::Rset => self.unmark(out),
            Command::Lang(tag) if offered.lang => speak_language(tag, out),
            Command::Capa => self.capabilities(offered, out),
            Command::Quit => return State::Updating(Updating::new(&self, config, out)),
            Command::User(_)
            | Command::Pass(_)
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Utf8 => {
                refuse(command, &Reply::AlreadyLoggedIn { verb: command.verb() }, out);
            }
            Command::Uidl(_) | Command::Top { .. } | Command::Lang(_) => {
                out.reply(&Reply::NotOffered { verb: command.verb() });
            }
        }
        State::Transaction(self)
    }

    /// The place of a message that may be spoken of; says what is wrong when it may not.
    fn find(&self, number: u32, out: &mut Outbox) -> Option<usize> {
        if number == 0 || number > self.count() {
            out.reply(&Reply::NoSuchMessage { count: self.count() });
            return None;
        }
        if self.marks[index(number)].deleted {
            out.reply(&Reply::AlreadyDeleted { number });
            return None;
        }
        Some(index(number))
    }

    fn fetch(self, number: u32, purpose: Purpose, out: &mut Outbox) -> State {
        if self.find(number, out).is_none() {
            return State::Transaction(self);
        }
        out.ask();
        State::Fetching(Fetching { transaction: self, number, purpose })
    }

    fn mark(&mut self, number: u32, out: &mut Outbox) {
        let Some(index) = self.find(number, out) else { return };
        self.marks[index].deleted = true;
        self.totals.count -= 1;
        self.totals.octets -= self.snapshot.items[index].size as u64;
        out.reply(&Reply::Marked { number });
        out.event(Event::Marked { number });
    }

    fn unmark(&mut self, out: &mut Outbox) {
        let count = self.marked();
        self.marks.iter_mut().for_each(|mark| mark.deleted = false);
        self.totals = self.all();
        out.reply(&Reply::Unmarked { totals: self.totals });
        out.event(Event::Unmarked { count });
    }

    /// CAPA after login: the user's own values where there are any (RFC 2449 §6.5, §6.7).
    fn capabilities(&self, offered: &Capabilities, out: &mut Outbox) {
        let mut own = offered.clone();
        if let Some(seconds) = self.snapshot.login_delay {
            own.login_delay = Some(Announced::for_all(seconds));
        }
        if let Some(expire) = self.snapshot.expire {
            own.expire = Some(Announced::for_all(expire));
        }
        out.reply(&Reply::Capabilities);
        out.lines(|lines| {
            own.write(true, lines);
            write_listing_end(lines);
        });
    }
}

/// Where message `number` is in the snapshot.
fn index(number: u32) -> usize {
    number as usize - 1
}

impl Fetching {
    pub(super) fn question(&self) -> Question<'_> {
        Question::Fetch { number: self.number }
    }

    pub(super) fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// An answer to another question is no answer: the state stays as it is.
    pub(super) fn answer(self, answer: Answer, config: &ServerConfig, out: &mut Outbox) -> State {
        let number = self.number;
        let content = match answer {
            Answer::Content(content) => content,
            Answer::Gone => {
                out.reply(&Reply::Unreadable { number });
                return State::Transaction(self.transaction);
            }
            _ => {
                debug_assert!(false, "a fetch is answered by Content or Gone");
                return State::Fetching(self);
            }
        };
        // RFC 6856 §2.1: no UTF-8 message without UTF-8 mode. What counts is the header section; an
        // 8-bit body is MIME's affair.
        if config.capabilities.utf8.is_some() && !self.transaction.utf8 && !content.head_is_ascii()
        {
            out.reply(&Reply::NeedsUtf8 { number });
            return State::Transaction(self.transaction);
        }
        match self.purpose {
            Purpose::Retr => out.reply(&Reply::Message { size: self.transaction.size(number) }),
            Purpose::Top { .. } => out.reply(&Reply::Top),
        }
        State::Sending(Sending::message(self.transaction, number, self.purpose, content))
    }
}
