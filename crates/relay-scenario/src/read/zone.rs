//! `[[dns]]`, and what DNS says when nobody wrote it.

use core::net::Ipv4Addr;
use std::collections::BTreeSet;

use relay_kernel::SimDuration;
use relay_mail::Domain;

use super::Reader;
use crate::Diagnostic;
use crate::file::DnsTable;
use crate::mistake::Dns;
use crate::model::{Host, Record, RecordData, Role};
use crate::text::{DomainName, Ip, Item, Kind, Line, Raw, RecordKind, Text};

/// How long resolvers remember a record, unless it says otherwise.
const TTL: SimDuration = SimDuration::from_hours(1);
/// The preference of an MX record that does not say it.
const PREFERENCE: u16 = 10;

impl Reader<'_> {
    /// The whole DNS: written records first, then derived ones where no record was written.
    pub(super) fn zone(&mut self, tables: &[Item<DnsTable>], hosts: &[Host]) -> Vec<Record> {
        let mut records = Vec::new();
        let mut written = Written::default();
        for table in tables {
            let Some(data) = self.record(table) else { continue };
            let ttl = self.maybe(table.ttl.as_ref()).unwrap_or(TTL);
            if written.records.contains(&data) {
                self.report(Diagnostic::error(table.name.span.clone(), Dns::Twice));
            } else if let Some(name) = written.alias_beside(&data) {
                let alias = Dns::AliasBeside { name: name.to_string() };
                self.report(Diagnostic::error(table.name.span.clone(), alias));
            }
            written.note(&data);
            records.push(Record { data, ttl });
        }
        let derived = derived(hosts).into_iter().filter(|data| !written.replaces(data));
        records.extend(derived.map(|data| Record { data, ttl: TTL }));
        records
    }

    fn record(&mut self, table: &DnsTable) -> Option<RecordData> {
        let kind = self.read(&table.kind)?;
        if kind != RecordKind::Mx
            && let Some(preference) = &table.preference
        {
            self.report(Diagnostic::error(preference.span.clone(), Dns::NoPreference));
        }
        let data = match kind {
            RecordKind::A => {
                let (name, address) =
                    (self.part::<DomainName>(&table.name), self.part::<Ip>(&table.value));
                RecordData::A { name: name?, address: address? }
            }
            RecordKind::Cname => {
                let name = self.part::<DomainName>(&table.name);
                let target = self.part::<DomainName>(&table.value);
                RecordData::Cname { name: name?, target: target? }
            }
            RecordKind::Ptr => {
                let (address, name) =
                    (self.part::<Ip>(&table.name), self.part::<DomainName>(&table.value));
                RecordData::Ptr { address: address?, name: name? }
            }
            RecordKind::Mx => self.mx(table)?,
        };
        Some(data)
    }

    fn mx(&mut self, table: &DnsTable) -> Option<RecordData> {
        let name = self.part::<DomainName>(&table.name);
        let preference = self.maybe(table.preference.as_ref());
        let is_null = matches!(&table.value.raw, Raw::Text(text) if text == ".");
        let exchange = if is_null { None } else { Some(self.part::<DomainName>(&table.value)?) };
        let usual = if is_null { 0 } else { PREFERENCE };
        let narrow = |number: u64| u16::try_from(number).expect("a preference is at most 65535");
        Some(RecordData::Mx { name: name?, preference: preference.map_or(usual, narrow), exchange })
    }

    /// The value of a text that is of the kind `K` because of the record's type.
    fn part<K: Kind>(&mut self, text: &Text<Line>) -> Option<K::Value> {
        self.good(K::read(&text.raw), &text.span)
    }
}

/// The records that the file says.
#[derive(Default)]
struct Written {
    records: BTreeSet<RecordData>,
    aliases: BTreeSet<Domain>,
    with_address: BTreeSet<Domain>,
    with_exchange: BTreeSet<Domain>,
    named: BTreeSet<Ipv4Addr>,
}

impl Written {
    fn note(&mut self, data: &RecordData) {
        self.records.insert(data.clone());
        match data {
            RecordData::A { name, .. } => self.with_address.insert(name.clone()),
            RecordData::Mx { name, .. } => self.with_exchange.insert(name.clone()),
            RecordData::Cname { name, .. } => self.aliases.insert(name.clone()),
            RecordData::Ptr { address, .. } => self.named.insert(*address),
        };
    }

    /// The name of `data`, when it is an alias that has another record, too (RFC 1034 §3.6.2).
    fn alias_beside<'a>(&self, data: &'a RecordData) -> Option<&'a Domain> {
        match data {
            RecordData::Cname { name, .. } => Some(name).filter(|name| {
                self.aliases.contains(name)
                    || self.with_address.contains(name)
                    || self.with_exchange.contains(name)
            }),
            RecordData::A { name, .. } | RecordData::Mx { name, .. } => {
                Some(name).filter(|name| self.aliases.contains(name))
            }
            RecordData::Ptr { .. } => None,
        }
    }

    /// Whether the file says something else about what `data` is about.
    fn replaces(&self, data: &RecordData) -> bool {
        match data {
            RecordData::A { name, .. } => {
                self.with_address.contains(name) || self.aliases.contains(name)
            }
            RecordData::Mx { name, .. } => {
                self.with_exchange.contains(name) || self.aliases.contains(name)
            }
            RecordData::Cname { .. } => false,
            RecordData::Ptr { address, .. } => self.named.contains(address),
        }
    }
}

/// A and PTR of every host; MX of every domain for the servers that are final for it.
fn derived(hosts: &[Host]) -> Vec<RecordData> {
    let mut all = Vec::new();
    for host in hosts {
        all.push(RecordData::A { name: host.name.clone(), address: host.address });
        all.push(RecordData::Ptr { address: host.address, name: host.name.clone() });
    }
    for host in hosts.iter().filter(|host| host.role == Role::Server && host.services.smtp) {
        for domain in &host.domains {
            let exchange = Some(host.name.clone());
            all.push(RecordData::Mx { name: domain.clone(), preference: PREFERENCE, exchange });
        }
    }
    all
}
