//! A person's mail account on the person's own host: what was collected, and what of it the client
//! remembers about the server.

use std::collections::BTreeMap;

use relay_kernel::SimTime;
use relay_mail::Content;
use relay_pop3::Uidl;

use crate::config::AccountConfig;
use crate::fact::ContentId;

/// An account with its inbox.
#[derive(Clone, Debug)]
pub struct Account {
    config: AccountConfig,
    inbox: Vec<Collected>,
    /// Unique-ids that were collected and may still be on the server, with the moment at which
    /// they were.
    pub(crate) known: BTreeMap<Uidl, SimTime>,
    /// A collection is under way; another one has to wait for the next time.
    pub(crate) busy: bool,
}

/// A message that was collected.
#[derive(Clone, Debug)]
pub struct Collected {
    /// Its octets as they came.
    pub content: Content,
    /// The same in the log.
    pub content_id: ContentId,
    /// Its unique-id on the server, if the server gives any.
    pub uidl: Option<Uidl>,
    /// When it was collected.
    pub at: SimTime,
}

impl Account {
    /// An account with an empty inbox.
    pub fn new(config: AccountConfig) -> Self {
        Self { config, inbox: Vec::new(), known: BTreeMap::new(), busy: false }
    }

    /// Its settings.
    pub fn config(&self) -> &AccountConfig {
        &self.config
    }

    /// What was collected, in order.
    pub fn inbox(&self) -> &[Collected] {
        &self.inbox
    }

    /// The unique-ids that the client remembers, with the moments at which it collected them.
    pub fn known(&self) -> impl Iterator<Item = (&Uidl, SimTime)> {
        self.known.iter().map(|(uidl, at)| (uidl, *at))
    }

    /// Whether the client remembers a unique-id.
    pub fn knows(&self, uidl: &Uidl) -> bool {
        self.known.contains_key(uidl)
    }

    pub(crate) fn store(&mut self, collected: Collected) {
        self.inbox.push(collected);
    }

    /// The host went down in the middle of a collection.
    pub(crate) fn interrupted(&mut self) {
        self.busy = false;
    }
}
