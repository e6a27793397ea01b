//! Commands, from the scenario or from a person.

use std::sync::Arc;

use relay_host::Input;
use relay_kernel::{ConnNo, RecordId};
use relay_mail::ForwardPath;
use relay_net::dns::{Failure, FailureScope, Name};
use relay_net::{End, NetHostId, Power};

use crate::command::Command;
use crate::compose::compose;
use crate::scenario::{DnsFailure, FaultKind, HostNo, MessageSource, Origin, Services};
use crate::trace::{HostId, Kind, Record, Trace};

use super::World;
use super::log::HostLog;
use super::plan::Planned;

fn net(no: HostNo) -> NetHostId {
    NetHostId(no.0)
}

impl World {
    /// Carries out an entry of the scenario.
    pub(super) fn planned(&mut self, trace: &mut Trace, planned: Planned) {
        let command = match planned {
            Planned::Send(nth) => self.send_command(nth as usize),
            Planned::Collect(nth) => Command::Collect(self.scenario.collects[nth as usize].account),
            Planned::QueueRun(nth) => self.scenario.queue_runs[nth as usize].command(),
            Planned::FaultBegins(nth) => fault_begins(&self.scenario.faults[nth as usize].kind),
            Planned::FaultEnds(nth) => fault_ends(&self.scenario.faults[nth as usize].kind),
        };
        self.carry_out(trace, command, self.origin);
    }

    fn send_command(&self, nth: usize) -> Command {
        let send = &self.scenario.sends[nth];
        Command::Send {
            origin: send.origin,
            reverse_path: send.reverse_path.clone(),
            params: send.dsn.mail(),
            recipients: send
                .dsn
                .recipients(&send.recipients)
                .map(|(mailbox, params)| (ForwardPath::Mailbox(mailbox), params))
                .collect(),
            octets: self.octets(nth, send.origin, &send.message),
        }
    }

    fn octets(&self, nth: usize, origin: Origin, message: &MessageSource) -> Arc<[u8]> {
        match message {
            MessageSource::Octets(octets) => Arc::clone(octets),
            MessageSource::Composed(composed) => {
                let on = match origin {
                    Origin::Account(no) => self.scenario.account(no).on,
                    Origin::Host(no) => no,
                };
                let calendar = self.places[on.index()].host.config().calendar;
                let date = calendar.rfc5322(self.wires.now);
                let host = composed.from.rsplit_once('@').map_or("", |(_, host)| host);
                let domain = host.trim_end_matches('>');
                let id = format!("<{nth}.{}@{domain}>", self.wires.now.as_micros());
                compose(composed, &date, &id)
            }
            // The caller attaches files before a run; a file that nobody attached is empty.
            MessageSource::File(file) => file.octets.clone().unwrap_or_default(),
        }
    }

    pub(super) fn carry_out(
        &mut self,
        trace: &mut Trace,
        command: Command,
        cause: RecordId,
    ) -> Option<ConnNo> {
        // What is said over a terminal is its own record, and what is read leaves none.
        match command {
            Command::Type { conn, octets } => self.wires.type_into(trace, conn, &octets),
            Command::Take { conn, len } => {
                if let Some((id, cause)) = self.wires.take(conn, len) {
                    // The session at the other end may have waited for that.
                    self.reopen(trace, id, End::Listener, cause);
                }
            }
            Command::HangUp { conn, how } => self.wires.hang_up(trace, conn, how),
            command => return self.record_and_do(trace, command, cause),
        }
        None
    }

    fn record_and_do(
        &mut self,
        trace: &mut Trace,
        command: Command,
        cause: RecordId,
    ) -> Option<ConnNo> {
        let id = trace.push_command(command.clone());
        let place = self.place_of(&command);
        let record = self.record(trace, place, Kind::Command(id), cause);
        match command {
            Command::Send { origin, reverse_path, params, recipients, octets } => {
                let via = match origin {
                    Origin::Host(_) => None,
                    Origin::Account(no) => self.submission_of(no),
                };
                let octets = &octets;
                let input = Input::Submit { reverse_path, params, recipients, octets, via };
                self.feed_if_up(trace, place, input, record);
            }
            Command::Collect(account) => {
                let on = self.scenario.account(account).on;
                let ours = |no: &usize| self.scenario.accounts[*no].on == on;
                let account = (0..account.index()).filter(ours).count();
                self.feed_if_up(trace, place, Input::Collect { account }, record);
            }
            Command::HostDown(no) => self.switch_off(no, record),
            Command::HostUp(no) => self.switch_on(trace, no, record),
            Command::StopServices(no, services) => {
                for port in ports(services) {
                    self.wires.fabric.unlisten(net(no), port);
                }
            }
            Command::StartServices(no, services) => {
                let has = self.scenario.host(no).services;
                for port in ports(services).filter(|port| ports(has).any(|own| own == *port)) {
                    self.wires.fabric.listen(net(no), port);
                }
            }
            Command::CutLink([a, b]) => self.wires.fabric.cut(net(a), net(b)),
            Command::MendLink([a, b]) => self.wires.fabric.mend(net(a), net(b)),
            Command::FailDns(name, failure) => self.fail_dns(&name, Some(failure)),
            Command::MendDns(name) => self.fail_dns(&name, None),
            Command::RunQueue(_) => self.feed_if_up(trace, place, Input::RunQueue, record),
            Command::AskTurn { server, domain, .. } => {
                let scenario = Arc::clone(&self.scenario);
                let server = scenario.host(server);
                let input = Input::AskTurn { server: (&server.name, server.address), domain };
                self.feed_if_up(trace, place, input, record);
            }
            Command::Dial { to, port, reading, .. } => {
                let to = (self.scenario.host(to).address, port);
                let up = self.is_up(place);
                return up.then(|| self.wires.open_terminal(trace, place, to, reading, record));
            }
            Command::Type { .. } | Command::Take { .. } | Command::HangUp { .. } => {}
        }
        None
    }

    /// What is asked of a host that is switched off is noted, and nothing else happens.
    fn feed_if_up(&mut self, trace: &mut Trace, host: HostId, input: Input<'_>, cause: RecordId) {
        if self.is_up(host) {
            self.feed(trace, host, input, cause);
        }
    }

    fn place_of(&self, command: &Command) -> HostId {
        match command {
            Command::Send { origin: Origin::Host(no), .. }
            | Command::HostDown(no)
            | Command::HostUp(no)
            | Command::StopServices(no, _)
            | Command::StartServices(no, _)
            | Command::RunQueue(no)
            | Command::AskTurn { by: no, .. }
            | Command::Dial { from: no, .. } => HostId(no.0),
            Command::Send { origin: Origin::Account(account), .. } | Command::Collect(account) => {
                HostId(self.scenario.account(*account).on.0)
            }
            Command::CutLink(_)
            | Command::MendLink(_)
            | Command::FailDns(..)
            | Command::MendDns(_)
            | Command::Type { .. }
            | Command::Take { .. }
            | Command::HangUp { .. } => Record::NOWHERE,
        }
    }

    fn switch_off(&mut self, no: HostNo, cause: RecordId) {
        self.wires.fabric.set_power(self.wires.now, net(no), Power::Down, &mut self.wires.outbox);
        self.wires.flush(cause);
        let host = HostId(no.0);
        self.places[host.index()].host.crash();
        self.wires.forget_host(host);
        self.rearm(host);
    }

    fn switch_on(&mut self, trace: &mut Trace, no: HostNo, cause: RecordId) {
        let host = HostId(no.0);
        if self.is_up(host) {
            return;
        }
        self.wires.fabric.set_power(self.wires.now, net(no), Power::Up, &mut self.wires.outbox);
        self.wires.flush(cause);
        let now = self.wires.now;
        let mut log = HostLog { trace, ledger: &mut self.ledger, host, now };
        self.places[host.index()].host.restart(now, cause, &mut log);
        self.drain(trace, host);
    }

    fn fail_dns(&mut self, name: &relay_mail::Domain, failure: Option<DnsFailure>) {
        let Ok(name) = Name::new(name.as_str()) else { return };
        let zones = self.wires.fabric.dns_mut().zones_mut();
        let scope = FailureScope::Within(name);
        match failure {
            None => zones.clear_failure(scope),
            Some(DnsFailure::ServerFailure) => zones.set_failure(scope, Failure::ServFail),
            Some(DnsFailure::Timeout) => zones.set_failure(scope, Failure::Timeout),
            Some(DnsFailure::NoSuchName) => zones.set_failure(scope, Failure::NxDomain),
        }
    }
}

fn fault_begins(kind: &FaultKind) -> Command {
    match kind {
        FaultKind::HostDown(no) => Command::HostDown(*no),
        FaultKind::ServicesStopped { host, services } => Command::StopServices(*host, *services),
        FaultKind::LinkCut(ends) => Command::CutLink(*ends),
        FaultKind::Dns { name, failure } => Command::FailDns(name.clone(), *failure),
    }
}

fn fault_ends(kind: &FaultKind) -> Command {
    match kind {
        FaultKind::HostDown(no) => Command::HostUp(*no),
        FaultKind::ServicesStopped { host, services } => Command::StartServices(*host, *services),
        FaultKind::LinkCut(ends) => Command::MendLink(*ends),
        FaultKind::Dns { name, .. } => Command::MendDns(name.clone()),
    }
}

/// The ports of some services.
pub(super) fn ports(services: Services) -> impl Iterator<Item = u16> {
    let Services { smtp, submission, pop3 } = services;
    [(smtp, 25), (submission, 587), (pop3, 110)]
        .into_iter()
        .filter_map(|(on, port)| on.then_some(port))
}
