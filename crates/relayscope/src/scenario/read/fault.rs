//! `[[fault]]`

use relay_kernel::SimTime;

use super::Reader;
use crate::scenario::Diagnostic;
use crate::scenario::file::{FaultTable, ServiceFaultTable};
use crate::scenario::model::{DnsFailure, Fault, FaultKind, Services};
use crate::scenario::text::Item;

impl Reader<'_> {
    pub(super) fn faults(&mut self, tables: &[Item<FaultTable>]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for table in tables {
            let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
            let until = self.maybe(table.lasts.as_ref()).map(|span| at + span);
            let said = [
                table.host_down.is_some(),
                table.service_stopped.is_some(),
                table.link_cut.is_some(),
                table.dns.is_some(),
            ];
            if said.into_iter().filter(|said| *said).count() != 1 {
                let message = "a fault says one thing that goes wrong";
                let hint = "write one of `host_down`, `service_stopped`, `link_cut` and `dns`";
                self.report(Diagnostic::error(table.span.clone(), message).hint(hint));
            }
            if let Some(kind) = self.fault_kind(table) {
                faults.push(Fault { at, until, kind });
            }
        }
        faults
    }

    fn fault_kind(&mut self, table: &FaultTable) -> Option<FaultKind> {
        if let Some(host) = &table.host_down {
            return self.host(host).map(FaultKind::HostDown);
        }
        if let Some(hosts) = &table.link_cut {
            return self.two_hosts(hosts).map(FaultKind::LinkCut);
        }
        if let Some(table) = &table.dns {
            let (name, failure) = (self.read(&table.name), self.maybe(table.answer.as_ref()));
            let failure = failure.unwrap_or(DnsFailure::ServerFailure);
            return Some(FaultKind::Dns { name: name?, failure });
        }
        self.service_stopped(table.service_stopped.as_ref()?)
    }

    fn service_stopped(&mut self, table: &Item<ServiceFaultTable>) -> Option<FaultKind> {
        let services = match &table.service {
            None => Services { smtp: true, submission: true, pop3: true },
            Some(list) if list.items.is_empty() => {
                let message = "an empty list stops nothing";
                let hint = "name a service, or leave `service` out to stop all";
                self.report(Diagnostic::error(list.span.clone(), message).hint(hint));
                return None;
            }
            Some(list) => self.services(Some(list)),
        };
        let host = self.host(&table.host)?;
        Some(FaultKind::ServicesStopped { host, services })
    }
}
