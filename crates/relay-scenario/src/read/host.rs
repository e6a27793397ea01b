//! `[[host]]`: everything that a host says of itself.

use core::net::Ipv4Addr;
use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use relay_kernel::SimDuration;
use relay_mail::Domain;
use relay_smtp::Mechanisms;
use relay_smtp::sasl::Mechanism;

use super::account::SUBMISSION_PORT;
use super::{Reader, address_key};
use crate::file::{GreylistingTable, HostTable, PositionTable, ScenarioFile};
use crate::mistake::{File, Many, Policy, Server};
use crate::model::{
    Greylisting, Host, HostNo, Position, Role, Services, SmtpSetup, SubmissionAuth,
};
use crate::text::{Item, OneOrMore, Raw, Service, ServiceName};
use crate::{Diagnostic, limit};

/// How long greylisting holds a stranger back, unless the file says so.
const GREYLISTING_DELAY: SimDuration = SimDuration::from_mins(5);

impl Reader<'_> {
    /// All hosts. What depends on other parts of the file is filled in later: for whom they relay,
    /// their smart host, who has to say AUTH, and the service of submission where it follows from
    /// its use.
    pub(super) fn hosts(&mut self, file: &ScenarioFile) -> Vec<Host> {
        if file.host.is_empty() && self.found.is_empty() {
            self.report(Diagnostic::error(0..0, File::NoHosts));
        }
        let errors = self.error_count();
        self.name_hosts(&file.host);
        let addresses = self.addresses(&file.host);
        let clients = client_names(file);
        let tables = file.host.iter().zip(addresses);
        let mut hosts: Vec<Host> =
            tables.map(|(table, address)| self.one_host(table, address, &clients)).collect();
        for (index, host) in hosts.iter().enumerate() {
            for address in host.mailboxes.iter().flat_map(|mailbox| &mailbox.addresses) {
                let no = HostNo::from_index(index);
                self.mailboxes.entry(address_key(address)).or_insert(no);
            }
        }
        self.open_submission(file, &mut hosts);
        self.names_are_known &= self.error_count() == errors;
        hosts
    }

    /// Gives the service of submission to servers whose port 587 is named in the file, unless they
    /// list their services.
    fn open_submission(&self, file: &ScenarioFile, hosts: &mut [Host]) {
        let by_accounts = file.account.iter().filter_map(|table| table.submit.as_ref());
        let by_hosts = file.host.iter().filter_map(|table| table.smart_host.as_ref());
        for text in by_accounts.chain(by_hosts) {
            let Ok((name, Some(SUBMISSION_PORT))) = text.read() else { continue };
            let Some(no) = self.hosts.get(&name) else { continue };
            let listed = file.host[no.index()].services.is_some();
            let host = &mut hosts[no.index()];
            host.services.submission |= !listed && host.role == Role::Server;
        }
    }

    fn name_hosts(&mut self, tables: &[Item<HostTable>]) {
        for (index, table) in tables.iter().enumerate() {
            let Raw::Text(name) = &table.name.raw else { continue };
            let name = name.to_ascii_lowercase();
            if let Some(first) = self.hosts.get(&name) {
                let line = self.line_of(&tables[first.index()].name.span);
                let twice = Server::NameTwice { name, line };
                self.report(Diagnostic::error(table.name.span.clone(), twice));
            } else {
                self.hosts.insert(name, HostNo::from_index(index));
            }
        }
    }

    /// The address of each host: those that are written, and free ones for the others.
    fn addresses(&mut self, tables: &[Item<HostTable>]) -> Vec<Ipv4Addr> {
        let mut taken: BTreeMap<Ipv4Addr, &Range<usize>> = BTreeMap::new();
        let mut given = Vec::new();
        for table in tables {
            let text = table.address.as_ref();
            let address = self.maybe(text);
            given.push(address);
            let (Some(address), Some(text)) = (address, text) else { continue };
            if let Some(first) = taken.get(&address) {
                let (address, line) = (address.to_string(), self.line_of(first));
                let twice = Server::AddressTwice { address, line };
                self.report(Diagnostic::error(text.span.clone(), twice));
            } else {
                taken.insert(address, &text.span);
            }
        }
        // RFC 5737
        let blocks = [[192, 0, 2], [198, 51, 100], [203, 0, 113]].into_iter();
        let mut free = blocks
            .flat_map(|[a, b, c]| (1..=254).map(move |d| Ipv4Addr::new(a, b, c, d)))
            .filter(|address| !taken.contains_key(address));
        let mut next = || free.next().expect("the blocks hold more addresses than a file hosts");
        given.into_iter().map(|address| address.unwrap_or_else(&mut next)).collect()
    }

    fn one_host(&mut self, table: &Item<HostTable>, address: Ipv4Addr, clients: &[String]) -> Host {
        let name = self.read(&table.name).unwrap_or_else(placeholder);
        let is_client = clients.iter().any(|client| name.as_str().eq_ignore_ascii_case(client));
        let role = self.maybe(table.role.as_ref()).unwrap_or_else(|| {
            let serves = table.domains.is_some()
                || table.mailboxes.is_some()
                || table.relay_for.is_some()
                || table.smart_host.is_some()
                || table.services.is_some();
            if is_client && !serves { Role::Client } else { Role::Server }
        });
        let domains = self.domains(table);
        let mut taken = BTreeSet::new();
        let mailboxes = self.mailboxes(table, &domains, &mut taken);
        let mut aliases = self.aliases(table, &domains, &mut taken);
        let lists = self.lists(table, &domains, &mut taken);
        let moved = self.moved(table, &domains, &mut taken, &mut aliases);
        let catch_all = self.catch_all(table.catch_all.as_ref(), &mailboxes);
        let relay_to = self.relay_to(table, &domains);
        let services = match &table.services {
            Some(list) => self.services(Some(list)),
            None if role == Role::Client => Services::default(),
            None => Services { smtp: true, submission: false, pop3: !mailboxes.is_empty() },
        };
        let profile = self.maybe(table.profile.as_ref()).unwrap_or_default();
        let host = Host {
            name,
            address,
            role,
            domains,
            mailboxes,
            aliases,
            lists,
            moved,
            catch_all,
            relay_to,
            routes: Vec::new(),
            relay_for: Vec::new(),
            smart_host: None,
            profile,
            retry: self.retry(table.retry.as_ref(), profile),
            services,
            submission_auth: SubmissionAuth::default(),
            smtp: self.smtp(table),
            size_max: self.maybe(table.size_max.as_ref()),
            recipients_max: self.maybe(table.recipients_max.as_ref()).map(to_u32),
            greylisting: table.greylisting.as_ref().map(|table| self.greylisting(table)),
            policy: self.policy(table.policy.as_ref(), profile),
            concurrency_max: self.maybe(table.concurrency_max.as_ref()).map(to_u32),
            hop_count_max: self.maybe(table.hop_count_max.as_ref()).map(to_u32),
            delivered_to: table.delivered_to,
            bounces: self.bounces(table.bounces.as_ref(), profile),
            clock: self.clock(table),
            pop3: self.pop3(table.pop3.as_ref()),
            recipients_per_delivery_max: self
                .maybe(table.recipients_per_delivery_max.as_ref())
                .map(to_u32),
            messages_per_session_max: self
                .maybe(table.messages_per_session_max.as_ref())
                .map(to_u32),
            addresses_max: self.maybe(table.addresses_max.as_ref()).map(to_u32),
            timeouts: self.timeouts(table.timeouts.as_ref()),
            position: table.position.as_ref().and_then(|table| self.position(table)),
        };
        self.client_serves_nobody(table, &host);
        host
    }

    fn smtp(&mut self, table: &HostTable) -> SmtpSetup {
        let extensions = table.extensions.as_ref().map(|list| {
            let found = self.all(Some(list), 20, Many::Extensions);
            let mut found: Vec<_> = found.into_iter().map(|(extension, _)| extension).collect();
            found.sort_unstable();
            found.dedup();
            found
        });
        let usual = SmtpSetup::default();
        let auth = table.auth_mechanisms.as_ref().map_or(usual.auth, |list| {
            let found = self.all(Some(list), 10, Many::Mechanisms);
            let has = |mechanism| found.iter().any(|(it, _)| *it == mechanism);
            Mechanisms { plain: has(Mechanism::Plain), login: has(Mechanism::Login) }
        });
        SmtpSetup {
            esmtp: table.esmtp.unwrap_or(usual.esmtp),
            extensions,
            auth,
            chunking: table.chunking.unwrap_or(usual.chunking),
            eight_bit_anyway: table.eight_bit_anyway.unwrap_or(usual.eight_bit_anyway),
        }
    }

    fn client_serves_nobody(&mut self, table: &HostTable, host: &Host) {
        let Services { smtp, submission, pop3 } = host.services;
        let serves = smtp || submission || pop3 || !host.domains.is_empty();
        if host.role == Role::Client && (serves || table.smart_host.is_some()) {
            let span =
                table.role.as_ref().map_or(table.name.span.clone(), |role| role.span.clone());
            let serves = Server::ClientServes { name: host.name.to_string() };
            self.report(Diagnostic::error(span, serves));
        }
    }

    pub(super) fn services(&mut self, list: Option<&OneOrMore<ServiceName>>) -> Services {
        let mut services = Services::default();
        for (service, _) in self.all(list, 20, Many::Services) {
            match service {
                Service::Smtp => services.smtp = true,
                Service::Submission => services.submission = true,
                Service::Pop3 => services.pop3 = true,
            }
        }
        services
    }

    fn greylisting(&mut self, table: &GreylistingTable) -> Greylisting {
        let delay = self.maybe(table.delay.as_ref());
        Greylisting { delay: delay.unwrap_or(GREYLISTING_DELAY) }
    }

    fn position(&mut self, table: &PositionTable) -> Option<Position> {
        let (x, y) = (self.read(&table.x), self.read(&table.y));
        let narrow = |value: u64| u16::try_from(value).expect("a coordinate is at most 1000");
        Some(Position { x: narrow(x?), y: narrow(y?) })
    }

    fn domains(&mut self, table: &HostTable) -> Vec<Domain> {
        let mut domains: Vec<Domain> = Vec::new();
        for (domain, span) in self.all(table.domains.as_ref(), limit::DOMAINS, Many::Domains) {
            if domains.contains(&domain) {
                let twice = Policy::DomainTwice { domain: domain.to_string() };
                self.report(Diagnostic::error(span, twice));
            } else {
                domains.push(domain);
            }
        }
        if table.domains.is_none() {
            domains = Self::domains_of_mailboxes(table);
        }
        domains
    }
}

/// The names of the hosts that have a mail client, in lower case.
fn client_names(file: &ScenarioFile) -> Vec<String> {
    file.account.iter().filter_map(|account| account.on.read().ok()).collect()
}

/// Stands in for a name that cannot be read; the file is refused anyway.
fn placeholder() -> Domain {
    Domain::parse("unknown.invalid").expect("this is a domain")
}

pub(super) fn to_u32(number: u64) -> u32 {
    u32::try_from(number).expect("the bounds of the key are smaller")
}
