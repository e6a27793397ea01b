//! What a host takes, and where it sends what is for somebody else.

use std::collections::BTreeSet;

use relay_mail::Domain;

use super::Reader;
use super::host::to_u32;
use crate::file::{HostTable, PolicyTable, ScenarioFile};
use crate::mistake::{self, Mailboxes, Many};
use crate::model::{
    Alias, Host, List, MailboxSetup, Moved, Moving, Policy, Profile, RefusedContent, Route,
    SmartHost, UnknownUsers,
};
use crate::text::{DomainName, Item, Kind, MailboxName, Raw, ServerPort, ShortOr, Text};
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn policy(&mut self, table: Option<&Item<PolicyTable>>, profile: Profile) -> Policy {
        // qmail-smtpd does not know which users there are.
        let unknown_users = match profile {
            Profile::Qmail => UnknownUsers::Bounce,
            Profile::Postfix | Profile::Exim | Profile::Rfc => UnknownUsers::Refuse,
        };
        let Some(table) = table else { return Policy { unknown_users, ..Policy::default() } };
        let refused = table.refuse_content.as_ref().map(|list| {
            let found = self.all(Some(list), 20, Many::ContentFaults);
            RefusedContent::of(found.into_iter().map(|(fault, _)| fault))
        });
        Policy {
            refused_content: refused.unwrap_or_default(),
            strangers: self.maybe(table.strangers.as_ref()).unwrap_or_default(),
            unknown_users: self.maybe(table.unknown_users.as_ref()).unwrap_or(unknown_users),
            full_mailbox: self.maybe(table.full_mailbox.as_ref()).unwrap_or_default(),
            check_sender: table.check_sender.unwrap_or(false),
            check_recipient: table.check_recipient.unwrap_or(false),
            verify: table.verify.unwrap_or(false),
            no_service: table.no_service.unwrap_or(false),
            storage_max: self.maybe(table.storage_max.as_ref()),
            connections_max: self.maybe(table.connections_max.as_ref()).map(to_u32),
            connections_per_client: self.maybe(table.connections_per_client.as_ref()).map(to_u32),
            connections_per_minute: self.maybe(table.connections_per_minute.as_ref()).map(to_u32),
            messages_per_minute: self.maybe(table.messages_per_minute.as_ref()).map(to_u32),
        }
    }

    pub(super) fn lists(
        &mut self,
        table: &HostTable,
        domains: &[Domain],
        taken: &mut BTreeSet<String>,
    ) -> Vec<List> {
        let Some(entries) = &table.lists else { return Vec::new() };
        self.bounded(entries.len(), limit::ALIASES, Many::Lists, &table.name.span);
        let mut found = Vec::new();
        for (name, list) in entries.iter().take(limit::ALIASES) {
            let addresses = self.named_addresses(name, &list.span, domains, taken);
            if list.members.items.is_empty() {
                let none = Mailboxes::ListWithoutMembers { name: name.clone() };
                self.report(Diagnostic::error(list.members.span.clone(), none));
            }
            let members = self.all(Some(&list.members), limit::ALIASES, Many::Members);
            let members = members.into_iter().map(|(member, _)| member).collect();
            let (Some(addresses), Some(owner)) = (addresses, self.read(&list.owner)) else {
                continue;
            };
            if addresses.contains(&owner) {
                let own = Mailboxes::ListOwnsItself { name: name.clone() };
                self.report(Diagnostic::error(list.owner.span.clone(), own));
            }
            found.push(List { addresses, members, owner });
        }
        found
    }

    /// Users who are elsewhere, and the aliases of those whose mail is forwarded.
    pub(super) fn moved(
        &mut self,
        table: &HostTable,
        domains: &[Domain],
        taken: &mut BTreeSet<String>,
        aliases: &mut Vec<Alias>,
    ) -> Vec<Moved> {
        let Some(entries) = &table.moved else { return Vec::new() };
        self.bounded(entries.len(), limit::ALIASES, Many::MovedUsers, &table.name.span);
        let mut found = Vec::new();
        for (name, entry) in entries.iter().take(limit::ALIASES) {
            let (to, how, span) = match entry {
                ShortOr::Short(to) => (to, None, &to.span),
                ShortOr::Full(table) => (&table.to, table.how.as_ref(), &table.span),
            };
            let (to, how) = (self.read(to), self.maybe(how).unwrap_or_default());
            let addresses = self.named_addresses(name, span, domains, taken);
            let (Some(to), Some(addresses)) = (to, addresses) else { continue };
            if how == Moving::Forward {
                aliases.push(Alias { addresses: addresses.clone(), targets: vec![to.clone()] });
            }
            found.push(Moved { addresses, to, how });
        }
        found
    }

    /// The user of the mailbox that gets what is for nobody.
    pub(super) fn catch_all(
        &mut self,
        text: Option<&Text<MailboxName>>,
        mailboxes: &[MailboxSetup],
    ) -> Option<String> {
        let text = text?;
        let Raw::Text(written) = &text.raw else {
            self.read(text);
            return None;
        };
        self.read(text)?;
        let is = |mailbox: &&MailboxSetup| {
            mailbox.user.eq_ignore_ascii_case(written)
                || mailbox.addresses.iter().any(|own| own.to_string().eq_ignore_ascii_case(written))
        };
        let found = mailboxes.iter().find(is).map(|mailbox| mailbox.user.clone());
        if found.is_none() {
            let none = Mailboxes::NoCatchAll { name: written.clone() };
            self.report(Diagnostic::error(text.span.clone(), none));
        }
        found
    }

    /// Fills in the static routes, which name other hosts.
    pub(super) fn routes(&mut self, file: &ScenarioFile, hosts: &mut [Host]) {
        if hosts.len() != file.host.len() {
            return;
        }
        for (index, table) in file.host.iter().enumerate() {
            let Some(entries) = &table.routes else { continue };
            self.bounded(entries.len(), limit::ROUTES, Many::Routes, &table.name.span);
            let mut routes = Vec::new();
            for (name, text) in entries.iter().take(limit::ROUTES) {
                routes.extend(self.one_route(name, text, index, hosts));
            }
            // A domain itself goes before all those below another one.
            routes.sort_by_key(|route| (route.below, usize::MAX - route.domain.as_str().len()));
            hosts[index].routes = routes;
        }
    }

    fn one_route(
        &mut self,
        name: &str,
        text: &Text<ServerPort>,
        index: usize,
        hosts: &[Host],
    ) -> Option<Route> {
        let (written, below) = match name.strip_prefix('.') {
            Some(rest) => (rest, true),
            None => (name, false),
        };
        let domain = self.good(DomainName::read(&Raw::Text(written.to_owned())), &text.span)?;
        let explicit = text.read().is_ok_and(|(_, port)| port.is_some());
        let (host, port) = self.server_port(text, hosts)?;
        let mistake = if host.index() == index {
            mistake::Policy::OwnNextHop
        } else if !below && hosts[index].is_final_for(&domain) {
            mistake::Policy::FinalItself { domain: domain.to_string() }
        } else {
            let port = if explicit || !hosts[host.index()].services.smtp { port } else { 25 };
            return Some(Route { domain, below, to: SmartHost { host, port } });
        };
        self.report(Diagnostic::error(text.span.clone(), mistake));
        None
    }

    /// The domains that a host takes mail for and passes on.
    pub(super) fn relay_to(&mut self, table: &HostTable, domains: &[Domain]) -> Vec<Domain> {
        let mut found: Vec<Domain> = Vec::new();
        for (domain, span) in self.all(table.relay_to.as_ref(), limit::DOMAINS, Many::Domains) {
            if domains.contains(&domain) {
                let domain = domain.to_string();
                self.report(Diagnostic::error(span, mistake::Policy::FinalAndNoBackup { domain }));
            } else if found.contains(&domain) {
                let domain = domain.to_string();
                self.report(Diagnostic::error(span, mistake::Policy::DomainTwice { domain }));
            } else {
                found.push(domain);
            }
        }
        found
    }
}
