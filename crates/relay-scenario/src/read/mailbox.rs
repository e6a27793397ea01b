//! The mailboxes and aliases of a host.

use core::ops::Range;
use std::collections::BTreeSet;

use relay_mail::{Domain, HostPart, Mailbox};

use super::{Reader, address_key};
use crate::file::{HostTable, MailboxTable};
use crate::mistake::{Mailboxes, Many};
use crate::model::{Alias, MailboxSetup};
use crate::text::{Address, Kind, MailboxName, MailboxRef, OneOrMore, Raw, ShortOr, Text};
use crate::{Diagnostic, limit};

/// The password of every mailbox that has no other.
const PASSWORD: &str = "secret";

impl Reader<'_> {
    /// The domains that the names of a host's mailboxes have, in order.
    pub(super) fn domains_of_mailboxes(table: &HostTable) -> Vec<Domain> {
        let mut domains: Vec<Domain> = Vec::new();
        for entry in table.mailboxes.iter().flatten() {
            let Ok(MailboxRef::Full(mailbox)) = name_of(entry).read() else { continue };
            if let HostPart::Domain(domain) = mailbox.host
                && !domains.contains(&domain)
            {
                domains.push(domain);
            }
        }
        domains
    }

    /// The mailboxes of a host that is final for `domains`.
    ///
    /// `taken` collects the addresses that stand for something, as [`address_key`] writes them.
    pub(super) fn mailboxes(
        &mut self,
        table: &HostTable,
        domains: &[Domain],
        taken: &mut BTreeSet<String>,
    ) -> Vec<MailboxSetup> {
        let Some(entries) = &table.mailboxes else { return Vec::new() };
        self.bounded(entries.len(), limit::MAILBOXES, Many::Mailboxes, &table.name.span);
        let mut found: Vec<MailboxSetup> = Vec::new();
        let mut users = BTreeSet::new();
        for entry in entries.iter().take(limit::MAILBOXES) {
            let Some(setup) = self.mailbox(entry, domains) else { continue };
            let span = &name_of(entry).span;
            if let Some(twice) = taken_before(&setup.addresses, taken) {
                let twice = Mailboxes::Twice { address: twice.to_string() };
                self.report(Diagnostic::error(span.clone(), twice));
            } else if !users.insert(setup.user.clone()) {
                let twice = Mailboxes::UserTwice { user: setup.user };
                self.report(Diagnostic::error(span.clone(), twice));
            } else {
                found.push(setup);
            }
        }
        found
    }

    fn mailbox(
        &mut self,
        entry: &ShortOr<MailboxName, MailboxTable>,
        domains: &[Domain],
    ) -> Option<MailboxSetup> {
        let name = name_of(entry);
        let reference = self.read(name);
        let meant =
            reference.and_then(|reference| self.addresses_of(reference, domains, &name.span));
        let (user, password, quota, condition) = match entry {
            ShortOr::Short(_) => (None, None, None, None),
            ShortOr::Full(table) => (
                self.maybe(table.user.as_ref()),
                self.maybe(table.password.as_ref()),
                self.maybe(table.quota.as_ref()),
                self.maybe(table.condition.as_ref()),
            ),
        };
        let (local, addresses) = meant?;
        Some(MailboxSetup {
            user: user.unwrap_or(local),
            password: password.unwrap_or_else(|| PASSWORD.to_owned()),
            addresses,
            quota,
            condition: condition.unwrap_or_default(),
        })
    }

    /// What stands left of the @, and every address that a name on a host means.
    fn addresses_of(
        &mut self,
        reference: MailboxRef,
        domains: &[Domain],
        span: &Range<usize>,
    ) -> Option<(String, Vec<Mailbox>)> {
        let mistake = match reference {
            MailboxRef::Local(local) if domains.is_empty() => {
                Mailboxes::NeedsDomain { local: local.to_string() }
            }
            MailboxRef::Local(local) => {
                self.count_addresses(domains.len(), span)?;
                let whole = |domain: &Domain| Mailbox::new(local.clone(), domain.clone());
                return Some((local.as_str().to_owned(), domains.iter().map(whole).collect()));
            }
            MailboxRef::Full(mailbox) => {
                if mailbox.host.domain().is_some_and(|domain| domains.contains(domain)) {
                    self.count_addresses(1, span)?;
                    return Some((mailbox.local.as_str().to_owned(), vec![mailbox]));
                }
                Mailboxes::NotFinalFor { domain: mailbox.host.to_string() }
            }
        };
        self.report(Diagnostic::error(span.clone(), mistake));
        None
    }

    /// Counts addresses as long as there are not too many.
    fn count_addresses(&mut self, more: usize, span: &Range<usize>) -> Option<()> {
        let before = self.addresses;
        self.addresses += more;
        if before <= limit::ADDRESSES {
            self.bounded(self.addresses, limit::ADDRESSES, Many::Addresses, span);
        }
        (self.addresses <= limit::ADDRESSES).then_some(())
    }

    /// The aliases of a host.
    pub(super) fn aliases(
        &mut self,
        table: &HostTable,
        domains: &[Domain],
        taken: &mut BTreeSet<String>,
    ) -> Vec<Alias> {
        let Some(entries) = &table.aliases else { return Vec::new() };
        self.bounded(entries.len(), limit::ALIASES, Many::Aliases, &table.name.span);
        let mut found: Vec<Alias> = Vec::new();
        for (name, targets) in entries.iter().take(limit::ALIASES) {
            let addresses = self.named_addresses(name, &targets.span, domains, taken);
            let Some(addresses) = addresses else { continue };
            let targets = self.targets(name, targets);
            found.push(Alias { addresses, targets });
        }
        found
    }

    /// The addresses that a key means, none of which means anything else.
    pub(super) fn named_addresses(
        &mut self,
        name: &str,
        span: &Range<usize>,
        domains: &[Domain],
        taken: &mut BTreeSet<String>,
    ) -> Option<Vec<Mailbox>> {
        let reference = self.good(MailboxName::read(&Raw::Text(name.to_owned())), span)?;
        let (_, addresses) = self.addresses_of(reference, domains, span)?;
        if let Some(twice) = taken_before(&addresses, taken) {
            let taken = Mailboxes::TakenAlready { address: twice.to_string() };
            self.report(Diagnostic::error(span.clone(), taken));
        }
        Some(addresses)
    }

    /// The addresses that an alias stands for.
    fn targets(&mut self, name: &str, list: &OneOrMore<Address>) -> Vec<Mailbox> {
        if list.items.is_empty() {
            let nobody = Mailboxes::AliasForNobody { name: name.to_owned() };
            self.report(Diagnostic::error(list.span.clone(), nobody));
        }
        let all = self.all(Some(list), limit::ALIASES, Many::BehindAlias);
        all.into_iter().map(|(target, _)| target).collect()
    }
}

/// Takes all addresses; the first of them that was taken before.
fn taken_before<'a>(addresses: &'a [Mailbox], taken: &mut BTreeSet<String>) -> Option<&'a Mailbox> {
    let mut twice = None;
    for address in addresses {
        if !taken.insert(address_key(address)) && twice.is_none() {
            twice = Some(address);
        }
    }
    twice
}

fn name_of(entry: &ShortOr<MailboxName, MailboxTable>) -> &Text<MailboxName> {
    match entry {
        ShortOr::Short(name) => name,
        ShortOr::Full(table) => &table.name,
    }
}
