//! One host's part of the holdings.

use std::collections::BTreeMap;

use relay_host::{ContentId, Fact, MailId, NameId};
use relay_kernel::{ConnNo, RecordId, SimTime};
use relayscope::scenario::Services;
use relayscope::trace::Trace;

use super::{Open, Trouble};

/// What one host holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    off: bool,
    /// Those of its services that are stopped.
    pub stopped: Services,
    /// What else is wrong with it.
    pub trouble: Trouble,
    queue: Vec<Held>,
    drops: Vec<Drop>,
    inboxes: Vec<Inbox>,
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The copy.
    pub mail: MailId,
    /// When the host took responsibility.
    pub since: SimTime,
    /// The record that says so.
    pub because: RecordId,
    /// How many attempts began.
    pub attempts: u16,
    /// Where each of its recipients stands.
    pub recipients: Vec<Standing>,
    /// The record that says why it was put off last.
    pub put_off: Option<RecordId>,
    /// Where it was routed to.
    hops: Vec<NameId>,
    /// Whether it came as one of several copies.
    copy: bool,
}

/// Where a recipient of a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// To be tried now, or being tried.
    Due,
    /// Deferred.
    Waiting {
        /// When the next attempt is due.
        next_at: SimTime,
        /// The record that says why.
        because: RecordId,
    },
    /// Failed for good; a report is due.
    Failed {
        /// The record that says why.
        because: RecordId,
    },
    /// Not this host's any more.
    Done,
}

/// A maildrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drop {
    /// Its name.
    pub mailbox: NameId,
    /// Its messages in order of delivery.
    pub items: Vec<Item>,
    /// The record that says that a POP3 session has opened it; `None` while none has.
    pub lock: Option<RecordId>,
}

/// A message that was delivered or collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The copy and the place of the recipient in it, where they are known.
    pub mail: Option<(MailId, u16)>,
    /// Its octets.
    pub content: ContentId,
    /// When it came here.
    pub at: SimTime,
    /// The record that says that it came.
    pub because: RecordId,
    /// Whether it is one of several copies that hosts have.
    copy: bool,
    /// Whether a client has collected it.
    collected: bool,
}

/// What a person has collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// The account.
    pub account: NameId,
    /// Its messages in order of collection.
    pub items: Vec<Item>,
}

impl Item {
    fn new(content: ContentId, at: SimTime, because: RecordId) -> Self {
        Self { mail: None, content, at, because, copy: false, collected: false }
    }

    /// Whether somebody else has the same message.
    pub fn is_copy(&self) -> bool {
        self.copy || self.collected
    }
}

impl Held {
    /// Whether it is one of several copies: it came as one, or goes to several next hops.
    pub fn is_copy(&self) -> bool {
        self.copy || self.hops.len() > 1
    }

    /// The moment of its next attempt and the record that says why it waits, if it waits.
    pub fn next(&self) -> Option<(SimTime, RecordId)> {
        let waiting = self.recipients.iter().filter_map(|standing| match standing {
            Standing::Waiting { next_at, because } => Some((*next_at, *because)),
            _ => None,
        });
        waiting.min()
    }

    /// Whether all that is left of it waits.
    pub fn is_deferred(&self) -> bool {
        let due = |it: &Standing| matches!(it, Standing::Due | Standing::Failed { .. });
        self.next().is_some() && !self.recipients.iter().any(due)
    }
}

impl Book {
    /// Whether the host is switched on.
    pub fn is_up(&self) -> bool {
        !self.off
    }

    /// Whether some of its services are stopped.
    pub fn is_refusing(&self) -> bool {
        self.stopped != Services::default()
    }

    /// The queue in order of arrival.
    pub fn queue(&self) -> &[Held] {
        &self.queue
    }

    /// The maildrops that ever held something, in order of first delivery.
    pub fn drops(&self) -> &[Drop] {
        &self.drops
    }

    /// What the people of this host have collected.
    pub fn inboxes(&self) -> &[Inbox] {
        &self.inboxes
    }

    /// A message in the queue.
    pub fn held(&self, mail: MailId) -> Option<&Held> {
        self.queue.iter().find(|held| held.mail == mail)
    }

    pub(super) fn power(&mut self, up: bool) {
        self.off = !up;
        self.drops.iter_mut().for_each(|drop| drop.lock = None);
    }

    /// Some of its services stop, or start.
    pub(super) fn stop(&mut self, services: Services, stop: bool) {
        let Services { smtp, submission, pop3 } = &mut self.stopped;
        for (is, named) in
            [(smtp, services.smtp), (submission, services.submission), (pop3, services.pop3)]
        {
            if named {
                *is = stop;
            }
        }
    }

    pub(super) fn unlock(&mut self, mailbox: NameId) {
        if let Some(drop) = self.drops.iter_mut().find(|drop| drop.mailbox == mailbox) {
            drop.lock = None;
        }
    }

    pub(super) fn take(
        &mut self,
        trace: &Trace,
        id: RecordId,
        at: SimTime,
        fact: &Fact,
        conns: &mut BTreeMap<ConnNo, Open>,
    ) {
        match fact {
            Fact::Accepted { mail } => self.accept(trace, *mail, (id, at)),
            Fact::Attempt { mail, nth, next_hop } => self.attempt(*mail, *nth, *next_hop, at),
            Fact::Duplicate { mail, .. } => self.note_copy(*mail),
            Fact::Sending { mail, conn } | Fact::Retrieved { mail, conn } => {
                if let Some(open) = conns.get_mut(conn) {
                    open.carry(*mail);
                }
            }
            Fact::Relayed { mail, recipient, conn } => {
                self.stand(*mail, *recipient, Standing::Done);
                let gone = conns.get_mut(conn).filter(|open| open.mail == Some(*mail));
                if let Some(open) = gone {
                    open.mail = None;
                }
            }
            Fact::Discarded { mail, recipient, .. }
            | Fact::Distributed { mail, recipient, .. }
            | Fact::ShownToUser { mail, recipient } => {
                self.stand(*mail, *recipient, Standing::Done);
            }
            Fact::Delivered { mail, recipient, content, mailbox } => {
                let copy = self.held(*mail).is_some_and(Held::is_copy);
                self.stand(*mail, *recipient, Standing::Done);
                let mail = Some((*mail, *recipient));
                let item = Item { mail, copy, ..Item::new(*content, at, id) };
                self.drop_of(*mailbox).items.push(item);
            }
            Fact::Deferred { mail, recipient, next_at, .. } => {
                let standing = Standing::Waiting { next_at: *next_at, because: id };
                self.stand(*mail, *recipient, standing);
            }
            Fact::Frozen { mail, recipient, until } => {
                let standing = Standing::Waiting { next_at: *until, because: id };
                self.stand(*mail, *recipient, standing);
            }
            Fact::Failed { mail, recipient, .. } => {
                self.stand(*mail, *recipient, Standing::Failed { because: id });
            }
            Fact::Reported { mail, .. } => self.reported(*mail),
            Fact::MaildropOpened { conn, mailbox, .. } => {
                self.drop_of(*mailbox).lock = Some(id);
                if let Some(open) = conns.get_mut(conn) {
                    open.mailbox = Some(*mailbox);
                }
            }
            Fact::Deleted { mail, recipient, .. } | Fact::Expired { mail, recipient, .. } => {
                for drop in &mut self.drops {
                    drop.items.retain(|item| item.mail != Some((*mail, *recipient)));
                }
            }
            Fact::Collected { account, conn, content } => {
                // The client knows the octets, and not which copy on the server they were.
                let mail = conns.get_mut(conn).and_then(|open| open.mail.take());
                let mail = mail.map(|mail| (mail, 0));
                let item = Item { mail, collected: true, ..Item::new(*content, at, id) };
                self.inbox_of(*account).items.push(item);
            }
            Fact::Notified { .. }
            | Fact::InDoubt { .. }
            | Fact::NullPathRuleBroken { .. }
            | Fact::Collecting { .. }
            | Fact::CollectDone { .. }
            | Fact::CollectFailed { .. }
            | Fact::Violation { .. }
            | Fact::TimedOut { .. } => {}
        }
    }

    fn accept(&mut self, trace: &Trace, mail: MailId, (because, since): (RecordId, SimTime)) {
        let (_, record) = trace.mail(mail);
        let recipients = vec![Standing::Due; record.recipients.len()];
        let (hops, put_off, copy) = (Vec::new(), None, false);
        let held = Held { mail, since, because, attempts: 0, recipients, put_off, hops, copy };
        self.queue.push(held);
    }

    /// A message in the queue is one of several copies.
    pub(super) fn note_copy(&mut self, mail: MailId) {
        if let Some(held) = self.queue.iter_mut().find(|held| held.mail == mail) {
            held.copy = true;
        }
    }

    /// A client has a copy of a message now.
    pub(super) fn note_collected(&mut self, mailbox: NameId, mail: MailId) {
        let Some(drop) = self.drops.iter_mut().find(|drop| drop.mailbox == mailbox) else { return };
        for item in drop.items.iter_mut().filter(|it| it.mail.is_some_and(|(it, _)| it == mail)) {
            item.collected = true;
        }
    }

    fn attempt(&mut self, mail: MailId, nth: u16, next_hop: NameId, at: SimTime) {
        let Some(held) = self.queue.iter_mut().find(|held| held.mail == mail) else { return };
        if !held.hops.contains(&next_hop) {
            held.hops.push(next_hop);
        }
        let is_due =
            |it: &Standing| matches!(it, Standing::Waiting { next_at, .. } if *next_at <= at);
        // A run of the queue out of turn tries all that wait.
        let is_early = nth > held.attempts && !held.recipients.iter().any(is_due);
        held.attempts = nth;
        for standing in &mut held.recipients {
            if is_due(standing) || (is_early && matches!(standing, Standing::Waiting { .. })) {
                *standing = Standing::Due;
            }
        }
    }

    fn stand(&mut self, mail: MailId, recipient: u16, standing: Standing) {
        let Some(held) = self.queue.iter_mut().find(|held| held.mail == mail) else { return };
        if let Some(place) = held.recipients.get_mut(usize::from(recipient)) {
            if let Standing::Waiting { because, .. } = standing {
                held.put_off = Some(because);
            }
            *place = standing;
        }
        self.settle();
    }

    fn reported(&mut self, mail: MailId) {
        if let Some(held) = self.queue.iter_mut().find(|held| held.mail == mail) {
            for standing in &mut held.recipients {
                if matches!(standing, Standing::Failed { .. }) {
                    *standing = Standing::Done;
                }
            }
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.queue.retain(|held| held.recipients.iter().any(|it| *it != Standing::Done));
    }

    fn drop_of(&mut self, mailbox: NameId) -> &mut Drop {
        let at = self.drops.iter().position(|drop| drop.mailbox == mailbox);
        let at = at.unwrap_or_else(|| {
            self.drops.push(Drop { mailbox, items: Vec::new(), lock: None });
            self.drops.len() - 1
        });
        &mut self.drops[at]
    }

    fn inbox_of(&mut self, account: NameId) -> &mut Inbox {
        let at = self.inboxes.iter().position(|inbox| inbox.account == account);
        let at = at.unwrap_or_else(|| {
            self.inboxes.push(Inbox { account, items: Vec::new() });
            self.inboxes.len() - 1
        });
        &mut self.inboxes[at]
    }
}
