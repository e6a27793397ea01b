//! The mailboxes of a host.

use relay_mail::{Domain, HostPart, LocalPart};

use super::Reader;
use crate::scenario::file::{HostTable, MailboxTable};
use crate::scenario::model::MailboxSetup;
use crate::scenario::text::{MailboxName, MailboxRef, ShortOr, Text};
use crate::scenario::{Diagnostic, limit};

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
    pub(super) fn mailboxes(&mut self, table: &HostTable, domains: &[Domain]) -> Vec<MailboxSetup> {
        let Some(entries) = &table.mailboxes else { return Vec::new() };
        self.bounded(entries.len(), limit::MAILBOXES, "mailboxes", &table.name.span);
        let mut found: Vec<MailboxSetup> = Vec::new();
        for entry in entries.iter().take(limit::MAILBOXES) {
            let Some(setup) = self.mailbox(entry, domains) else { continue };
            let same =
                |old: &MailboxSetup| old.name.as_str().eq_ignore_ascii_case(setup.name.as_str());
            if found.iter().any(same) {
                let message = format!("there are two mailboxes with the name `{}`", setup.name);
                let hint = "a mailbox is one in all domains of its host";
                self.report(Diagnostic::error(name_of(entry).span.clone(), message).hint(hint));
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
        let name = self.mailbox_name(name_of(entry), domains);
        let (password, quota) = match entry {
            ShortOr::Short(_) => (None, None),
            ShortOr::Full(table) => {
                (self.maybe(table.password.as_ref()), self.maybe(table.quota.as_ref()))
            }
        };
        let password = password.unwrap_or_else(|| PASSWORD.to_owned());
        Some(MailboxSetup { name: name?, password, quota })
    }

    /// What stands left of the @.
    fn mailbox_name(&mut self, text: &Text<MailboxName>, domains: &[Domain]) -> Option<LocalPart> {
        let (message, hint, local) = match self.read(text)? {
            MailboxRef::Local(local) if domains.is_empty() => (
                format!("`{local}` needs a domain, and this host is final for none"),
                "add `domains = [\"example.net\"]` to the host, or write a whole address",
                local,
            ),
            MailboxRef::Local(local) => return Some(local),
            MailboxRef::Full(mailbox) => {
                let known = mailbox.host.domain().is_some_and(|domain| domains.contains(domain));
                if known {
                    return Some(mailbox.local);
                }
                (
                    format!("this host is not final for `{}`", mailbox.host),
                    "add the domain to `domains`, or leave `domains` out",
                    mailbox.local,
                )
            }
        };
        self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
        // Whoever names the mailbox elsewhere is right to.
        Some(local)
    }
}

fn name_of(entry: &ShortOr<MailboxName, MailboxTable>) -> &Text<MailboxName> {
    match entry {
        ShortOr::Short(name) => name,
        ShortOr::Full(table) => &table.name,
    }
}
