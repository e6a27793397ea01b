//! For whom hosts relay, and through whom.

use super::Reader;
use super::account::SUBMISSION_PORT;
use crate::file::ScenarioFile;
use crate::mistake::{Login, Many, Server};
use crate::model::{Account, Host, HostNo, RelayFor, SmartHost, Submission, SubmissionAuth};
use crate::text::RelayRef;
use crate::{Diagnostic, limit};

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
                self.report(Diagnostic::error(text.span.clone(), Server::OwnSmartHost));
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
                    let names = self.all(Some(list), limit::RELAY_FOR, Many::RelayFor);
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
        self.submission_auth(file, hosts, accounts);
    }

    /// Fills in who has to say AUTH, and warns of those who cannot.
    fn submission_auth(&mut self, file: &ScenarioFile, hosts: &mut [Host], accounts: &[Account]) {
        for (index, table) in file.host.iter().enumerate() {
            let no = HostNo::from_index(index);
            let said = self.maybe(table.submission_auth.as_ref());
            hosts[index].submission_auth = said.unwrap_or_else(|| usual_auth(no, hosts));
        }
        let requires = |no: HostNo, port: u16| {
            port == SUBMISSION_PORT && hosts[no.index()].submission_auth == SubmissionAuth::Required
        };
        for (table, host) in file.host.iter().zip(&*hosts) {
            let Some(smart_host) = host.smart_host else { continue };
            let Some(text) = &table.smart_host else { continue };
            if requires(smart_host.host, smart_host.port) {
                self.report(Diagnostic::warning(text.span.clone(), Server::ServersSayNoAuth));
            }
        }
        if accounts.len() != file.account.len() {
            return;
        }
        for (table, account) in file.account.iter().zip(accounts) {
            let Some(Submission { host, port, login: None }) = account.submit else { continue };
            if requires(host, port) {
                let none = Login::NoPassword { host: hosts[host.index()].name.to_string() };
                let span = table.submit.as_ref().map_or(&table.address.span, |text| &text.span);
                self.report(Diagnostic::warning(span.clone(), none));
            }
        }
    }
}

/// AUTH needs mailboxes, and hosts that pass everything on are known by their addresses.
fn usual_auth(no: HostNo, hosts: &[Host]) -> SubmissionAuth {
    let passes_on = |host: &Host| {
        let here = |smart_host: SmartHost| (smart_host.host, smart_host.port);
        host.smart_host.map(here) == Some((no, SUBMISSION_PORT))
    };
    if hosts[no.index()].mailboxes.is_empty() {
        SubmissionAuth::None
    } else if hosts.iter().any(passes_on) {
        SubmissionAuth::Optional
    } else {
        SubmissionAuth::Required
    }
}

/// The hosts whose mail clients submit at `no`, and those whose smart host it is.
fn customers(no: HostNo, hosts: &[Host], accounts: &[Account]) -> Vec<RelayFor> {
    let clients = accounts
        .iter()
        .filter(|account| account.submit.as_ref().is_some_and(|submit| submit.host == no))
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
