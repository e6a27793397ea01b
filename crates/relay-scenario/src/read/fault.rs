//! `[[fault]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::{
    ClockFaultTable, FaultTable, LinkFaultTable, ResetTable, ServiceFaultTable, SlowTable,
};
use crate::mistake;
use crate::model::{
    Break, ClockSkew, DialoguePoint, DnsFailure, Fault, FaultKind, HostNo, LinkSetup, Network,
    Services,
};
use crate::text::{Address, Item, Text};
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn faults(
        &mut self,
        tables: &[Item<FaultTable>],
        network: &Network,
        links: &[LinkSetup],
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        for table in tables {
            let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
            let until = self.maybe(table.lasts.as_ref()).map(|span| at + span);
            let said = [
                table.host_down.is_some(),
                table.service_stopped.is_some(),
                table.shutdown.is_some(),
                table.slow.is_some(),
                table.link_cut.is_some(),
                table.link_changed.is_some(),
                table.partition.is_some(),
                table.offline.is_some(),
                table.connection_reset.is_some(),
                table.dns.is_some(),
                table.disk_full.is_some(),
                table.mailbox_full.is_some(),
                table.directory_down.is_some(),
                table.clock.is_some(),
            ];
            if said.into_iter().filter(|said| *said).count() != 1 {
                self.report(Diagnostic::error(table.span.clone(), mistake::Fault::NotOne));
            }
            if let Some(kind) = self.fault_kind(table, network, links) {
                faults.push(Fault { at, until, kind });
            }
        }
        faults
    }

    fn fault_kind(
        &mut self,
        table: &FaultTable,
        network: &Network,
        links: &[LinkSetup],
    ) -> Option<FaultKind> {
        if let Some(host) = &table.host_down {
            return self.host(host).map(FaultKind::HostDown);
        }
        if let Some(host) = &table.offline {
            return self.host(host).map(FaultKind::Offline);
        }
        if let Some(host) = &table.disk_full {
            return self.host(host).map(FaultKind::DiskFull);
        }
        if let Some(host) = &table.directory_down {
            return self.host(host).map(FaultKind::DirectoryDown);
        }
        if let Some(hosts) = &table.link_cut {
            return self.two_hosts(hosts).map(FaultKind::LinkCut);
        }
        if let Some(hosts) = &table.partition {
            let named: Vec<_> = hosts.items.iter().filter_map(|text| self.host(text)).collect();
            if hosts.items.is_empty() {
                self.report(Diagnostic::error(hosts.span.clone(), mistake::Fault::PartsNobody));
            }
            return Some(FaultKind::Partition(named));
        }
        if let Some(table) = &table.link_changed {
            return self.link_changed(table, network, links);
        }
        if let Some(text) = &table.mailbox_full {
            return self.mailbox_full(text);
        }
        if let Some(table) = &table.slow {
            return self.slow(table);
        }
        if let Some(table) = &table.clock {
            return self.wrong_clock(table);
        }
        if let Some(table) = &table.connection_reset {
            return self.connection_reset(table);
        }
        if let Some(table) = &table.dns {
            let (name, failure) = (self.read(&table.name), self.maybe(table.answer.as_ref()));
            let failure = failure.unwrap_or(DnsFailure::ServerFailure);
            return Some(FaultKind::Dns { name: name?, failure });
        }
        if let Some(table) = &table.shutdown {
            let (host, services) = self.services_of(table)?;
            return Some(FaultKind::ShutDown { host, services });
        }
        let (host, services) = self.services_of(table.service_stopped.as_ref()?)?;
        Some(FaultKind::ServicesStopped { host, services })
    }

    fn link_changed(
        &mut self,
        table: &Item<LinkFaultTable>,
        network: &Network,
        links: &[LinkSetup],
    ) -> Option<FaultKind> {
        let between = self.two_hosts(&table.between);
        let sorted = between.map(|[a, b]| [a.min(b), a.max(b)]);
        let own = links.iter().find(|link| Some(link.between) == sorted);
        let usual = own.map_or(network.link, |link| link.quality);
        let keys = (table.latency.as_ref(), table.jitter.as_ref());
        let quality = self.quality(keys, table.rate.as_ref(), table.loss.as_ref(), &usual);
        if between.is_some() && quality == usual {
            self.report(Diagnostic::error(table.span.clone(), mistake::Fault::LinkAsItWas));
        }
        Some(FaultKind::LinkChanged(between?, quality))
    }

    fn mailbox_full(&mut self, text: &Text<Address>) -> Option<FaultKind> {
        let address = self.read(text)?;
        let Some(host) = self.mailbox_host(&address) else {
            let none = mistake::Fault::NoMailbox { address: address.to_string() };
            self.report_reference(Diagnostic::error(text.span.clone(), none));
            return None;
        };
        Some(FaultKind::MailboxFull(host, address))
    }

    fn slow(&mut self, table: &SlowTable) -> Option<FaultKind> {
        let (host, by) = (self.host(&table.host), self.read(&table.by)?);
        if by == SimDuration::ZERO || by > limit::LATENCY {
            let other = mistake::Fault::NotSlow { by };
            self.report(Diagnostic::error(table.by.span.clone(), other));
        }
        Some(FaultKind::Slow(host?, by))
    }

    fn wrong_clock(&mut self, table: &Item<ClockFaultTable>) -> Option<FaultKind> {
        let host = self.host(&table.host);
        let (ahead, behind) = (self.maybe(table.ahead.as_ref()), self.maybe(table.behind.as_ref()));
        if table.ahead.is_some() == table.behind.is_some() {
            self.report(Diagnostic::error(table.span.clone(), mistake::Fault::NoSkew));
        }
        let skew = ClockSkew { span: ahead.or(behind)?, behind: ahead.is_none() };
        Some(FaultKind::Clock(host?, skew))
    }

    fn connection_reset(&mut self, table: &ResetTable) -> Option<FaultKind> {
        let server = self.host(&table.server);
        let client = table.client.as_ref().map(|text| self.host(text));
        let at = self.maybe(table.at.as_ref()).unwrap_or(DialoguePoint::FinalReply);
        let times = self.maybe(table.times.as_ref()).unwrap_or(1);
        let times = u32::try_from(times).expect("the bound of the key is smaller");
        let client = match client {
            None => None,
            Some(named) => Some(named?),
        };
        Some(FaultKind::Break(Break { server: server?, client, at, times }))
    }

    fn services_of(&mut self, table: &Item<ServiceFaultTable>) -> Option<(HostNo, Services)> {
        let services = match &table.service {
            None => Services { smtp: true, submission: true, pop3: true },
            Some(list) if list.items.is_empty() => {
                self.report(Diagnostic::error(list.span.clone(), mistake::Fault::StopsNothing));
                return None;
            }
            Some(list) => self.services(Some(list)),
        };
        Some((self.host(&table.host)?, services))
    }
}
