//! `[[account]]`

use relay_mail::Mailbox;

use super::Reader;
use crate::file::{AccountTable, ScenarioFile};
use crate::mistake;
use crate::model::{Account, AccountNo, Collection, Host, HostNo, Login, Submission};
use crate::text::{Address, ServerName, ServerPort, Text};
use crate::{Diagnostic, similar};

/// The port of SMTP between servers.
const SMTP_PORT: u16 = 25;
/// The port of message submission (RFC 6409 §3.1).
pub(super) const SUBMISSION_PORT: u16 = 587;

/// The name and the password that an account gives itself.
struct Own {
    user: Option<String>,
    password: Option<String>,
}

impl Own {
    /// What the mail client says in AUTH: what the account says, else what opens the mailbox there.
    fn login(&self, address: &Mailbox, host: &Host) -> Option<Login> {
        let mailbox = host.mailbox(address);
        let user = self.user.clone().or_else(|| mailbox.map(|m| m.user.clone()))?;
        let password = self.password.clone().or_else(|| mailbox.map(|m| m.password.clone()))?;
        Some(Login { user, password })
    }
}

impl Reader<'_> {
    /// All accounts.
    pub(super) fn accounts(&mut self, file: &ScenarioFile, hosts: &[Host]) -> Vec<Account> {
        let mut accounts = Vec::new();
        let errors = self.error_count();
        for table in &file.account {
            let (address, on) = (self.read(&table.address), self.host(&table.on));
            let (Some(address), Some(on)) = (address, on) else { continue };
            let key = address.to_string();
            if self.accounts.contains_key(&key) {
                let twice = mistake::Account::Twice { address: key };
                self.report(Diagnostic::error(table.address.span.clone(), twice));
                continue;
            }
            self.accounts.insert(key, AccountNo::from_index(accounts.len()));
            let own = Own {
                user: self.maybe(table.user.as_ref()),
                password: self.maybe(table.password.as_ref()),
            };
            let direct = self.is_direct(table);
            let submit = if direct { None } else { self.submission(table, &address, &own, hosts) };
            let collection = self.collection(table, &address, own, hosts);
            if !direct
                && submit.is_none()
                && collection.is_none()
                && table.submit.is_none()
                && table.collect.is_none()
            {
                let no_use = mistake::Account::NoUse;
                self.report_reference(Diagnostic::error(table.address.span.clone(), no_use));
            }
            accounts.push(Account { address, on, submit, direct, collection });
        }
        self.names_are_known &= self.error_count() == errors;
        accounts
    }

    /// Whether the mail client delivers itself.
    fn is_direct(&mut self, table: &AccountTable) -> bool {
        let direct = table.direct.unwrap_or(false);
        if let Some(text) = table.submit.as_ref().filter(|_| direct) {
            let nowhere = mistake::Account::HandsInNowhere;
            self.report(Diagnostic::error(text.span.clone(), nowhere));
        }
        direct
    }

    fn submission(
        &mut self,
        table: &AccountTable,
        address: &Mailbox,
        own: &Own,
        hosts: &[Host],
    ) -> Option<Submission> {
        let Some(text) = &table.submit else {
            let domain = address.host.domain()?;
            let takes_mail = |host: &Host| host.services.smtp || host.services.submission;
            let index =
                hosts.iter().position(|host| host.is_final_for(domain) && takes_mail(host))?;
            let port = usual_port(&hosts[index]);
            let login = own.login(address, &hosts[index]);
            return Some(Submission { host: HostNo::from_index(index), port, login });
        };
        let (host, port) = self.server_port(text, hosts)?;
        let login = own.login(address, &hosts[host.index()]);
        Some(Submission { host, port, login })
    }

    /// The host and the port that `text` names; the host has the service.
    pub(super) fn server_port(
        &mut self,
        text: &Text<ServerPort>,
        hosts: &[Host],
    ) -> Option<(HostNo, u16)> {
        let (name, port) = self.read(text)?;
        let no = self.host_named(&name, &text.span)?;
        let host = &hosts[no.index()];
        let port = port.unwrap_or_else(|| usual_port(host));
        let listens = match port {
            SUBMISSION_PORT => host.services.submission,
            _ => host.services.smtp,
        };
        if !listens {
            let silent = mistake::Login::NotListening { name, port };
            self.report_reference(Diagnostic::error(text.span.clone(), silent));
            return None;
        }
        Some((no, port))
    }

    fn collection(
        &mut self,
        table: &AccountTable,
        address: &Mailbox,
        own: Own,
        hosts: &[Host],
    ) -> Option<Collection> {
        let host = if let Some(text) = &table.collect {
            self.collection_host(text, hosts)?
        } else {
            // The first host that has the mailbox is nearly always the only one.
            let first = self.mailbox_host(address)?;
            let has = |host: &Host| host.services.pop3 && host.mailbox(address).is_some();
            let later = hosts.iter().enumerate().skip(first.index());
            let (index, _) = later.into_iter().find(|(_, host)| has(host))?;
            HostNo::from_index(index)
        };
        let mailbox = hosts[host.index()].mailbox(address);
        let Own { user, password } = own;
        let missing = mailbox.is_none() && (table.user.is_none() || table.password.is_none());
        if missing {
            let (host, address) = (hosts[host.index()].name.to_string(), address.to_string());
            let span =
                table.collect.as_ref().map_or(table.address.span.clone(), |text| text.span.clone());
            let none = mistake::Login::NoMailbox { host, address };
            self.report_reference(Diagnostic::error(span, none));
            return None;
        }
        self.stays_or_goes(table);
        Some(Collection {
            host,
            user: user.or_else(|| mailbox.map(|m| m.user.clone())).unwrap_or_default(),
            password: password.or_else(|| mailbox.map(|m| m.password.clone())).unwrap_or_default(),
            login: self.maybe(table.login.as_ref()).unwrap_or_default(),
            leave_on_server: table.leave_on_server.unwrap_or(false),
            delete_after: self.maybe(table.delete_after.as_ref()),
            filter: table.filter.as_ref().and_then(|table| self.filter(table)),
            size_max: self.maybe(table.size_max.as_ref()),
        })
    }

    fn collection_host(&mut self, text: &Text<ServerName>, hosts: &[Host]) -> Option<HostNo> {
        let no = self.host(text)?;
        if hosts[no.index()].services.pop3 {
            return Some(no);
        }
        let none = mistake::Login::NoPop3 { host: hosts[no.index()].name.to_string() };
        self.report_reference(Diagnostic::error(text.span.clone(), none));
        None
    }

    /// The account with that address, or nothing and a report.
    pub(super) fn account(&mut self, text: &Text<Address>) -> Option<AccountNo> {
        let address = self.read(text)?.to_string();
        if let Some(no) = self.accounts.get(&address) {
            return Some(*no);
        }
        if self.is_full() {
            return None;
        }
        let advice = (!self.accounts.is_empty()).then(|| {
            let names: Vec<&str> = self.accounts.keys().map(String::as_str).collect();
            similar::advice(&address, &names)
        });
        let none = mistake::Account::NoSuch { address, advice };
        self.report_reference(Diagnostic::error(text.span.clone(), none));
        None
    }
}

fn usual_port(host: &Host) -> u16 {
    if host.services.submission { SUBMISSION_PORT } else { SMTP_PORT }
}
