//! Which message a mail client got: the facts of its session tell it together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use relay_host::{Fact, MailId, NameId};
use relay_kernel::ConnNo;

/// What is known of the sessions in which messages are collected. A program stores messages in the order in
/// which it got them.
#[derive(Default)]
pub(super) struct Collecting {
    /// Which recipients of a copy a mailbox belongs to, in the order in which it got their messages: it may
    /// have several addresses.
    places: BTreeMap<(MailId, NameId), VecDeque<usize>>,
    open: BTreeMap<ConnNo, NameId>,
    under_way: BTreeMap<ConnNo, VecDeque<MailId>>,
    /// In which a mail client of the scenario has got something.
    clients: BTreeSet<ConnNo>,
}

impl Collecting {
    /// Whether a session is one in which a mail client of the scenario has got something.
    pub(super) fn is_of_client(&self, conn: ConnNo) -> bool {
        self.clients.contains(&conn)
    }

    /// Takes the next fact; the copy, and the place of its recipient, once a program has collected one.
    pub(super) fn take(&mut self, fact: &Fact) -> Option<(MailId, usize)> {
        match *fact {
            Fact::Delivered { mail, recipient, mailbox, .. } => {
                self.places.entry((mail, mailbox)).or_default().push_back(usize::from(recipient));
            }
            Fact::MaildropOpened { conn, mailbox, .. } => {
                self.open.insert(conn, mailbox);
            }
            Fact::Retrieved { mail, conn } => {
                self.under_way.entry(conn).or_default().push_back(mail);
            }
            Fact::Collected { conn, .. } => {
                self.clients.insert(conn);
                let mail = self.under_way.get_mut(&conn)?.pop_front()?;
                let mailbox = *self.open.get(&conn)?;
                let places = self.places.get_mut(&(mail, mailbox))?;
                // Each in its turn, and again where several programs collect.
                places.rotate_left(1);
                return Some((mail, *places.back()?));
            }
            _ => {}
        }
        None
    }
}
