//! For whom hosts relay, and through whom.

use super::Reader;
use crate::scenario::file::ScenarioFile;
use crate::scenario::model::{Account, Host, HostNo, RelayFor, SmartHost};
use crate::scenario::text::RelayRef;
use crate::scenario::{Diagnostic, limit};

impl Reader<'_> {
    /// Fills in smart hosts first, because who relays for whom follows from them.
    pub(super) fn relaying(
        &mut self,
        file: &ScenarioFile,
        hosts: &mut [Host],
        accounts: &[Account],
    ) {
        if hosts.len() != file.host.len() {
            return;
        }
        for (index, table) in file.host.iter().enumerate() {
            let Some(text) = &table.smart_host else { continue };
            let explicit = text.read().is_ok_and(|(_, port)| port.is_some());
            let Some((host, port)) = self.server_port(text, hosts) else { continue };
            if host.index() == index {
                let message = "a host cannot be its own smart host";
                self.report(Diagnostic::error(text.span.clone(), message));
                continue;
            }
            // Servers talk to servers on port 25 unless somebody says otherwise.
            let port = if explicit || !hosts[host.index()].services.smtp { port } else { 25 };
            hosts[index].smart_host = Some(SmartHost { host, port });
        }
        for (index, table) in file.host.iter().enumerate() {
            let relay_for = match &table.relay_for {
                None => customers(HostNo::from_index(index), hosts, accounts),
                Some(list) => {
                    let names = self.all(Some(list), limit::RELAY_FOR, "entries of `relay_for`");
                    let known = names.into_iter().filter_map(|(name, span)| match name {
                        RelayRef::Any => Some(RelayFor::Any),
                        RelayRef::Net(address, prefix) => Some(RelayFor::Net { address, prefix }),
                        RelayRef::Host(name) => self.host_named(&name, &span).map(RelayFor::Host),
                    });
                    known.collect()
                }
            };
            hosts[index].relay_for = relay_for;
        }
    }
}

/// The hosts whose mail clients submit at `no`, and those whose smart host it is.
fn customers(no: HostNo, hosts: &[Host], accounts: &[Account]) -> Vec<RelayFor> {
    let clients = accounts
        .iter()
        .filter(|account| account.submit.is_some_and(|submit| submit.host == no))
        .map(|account| account.on);
    let servers = hosts
        .iter()
        .enumerate()
        .filter(|(_, host)| host.smart_host.is_some_and(|smart_host| smart_host.host == no))
        .map(|(index, _)| HostNo::from_index(index));
    let mut all: Vec<HostNo> = clients.chain(servers).filter(|other| *other != no).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(RelayFor::Host).collect()
}
