//! What goes wrong, and how it is mended.

use relay_host::{Fact, Input, Service};
use relay_kernel::{RecordId, SimDuration};
use relay_net::dns::{Failure, FailureScope};
use relay_net::{NetHostId, Power};

use crate::command::Command;
use crate::scenario::{ClockSkew, DnsFailure, FaultKind, HostNo, Scenario};
use crate::trace::{HostId, Kind, Trace};

use super::World;
use super::act::ports;
use super::log::HostLog;
use super::resolve::dns_name;

pub(super) fn net(no: HostNo) -> NetHostId {
    NetHostId(no.0)
}

impl World {
    /// Carries out a command that breaks or mends something; `place` is the host that it is about.
    pub(super) fn break_or_mend(
        &mut self,
        trace: &mut Trace,
        command: Command,
        place: HostId,
        record: RecordId,
    ) {
        match command {
            Command::HostDown(no) => self.switch_off(trace, no, record),
            Command::HostUp(no) => self.switch_on(trace, no, record),
            Command::StopServices(no, services) => {
                ports(services).for_each(|port| self.wires.fabric.unlisten(net(no), port));
            }
            Command::ShutDown(no, services) => {
                ports(services).for_each(|port| self.wires.fabric.unlisten(net(no), port));
                let such = |service: &Service| ports(services).any(|port| port == service.port());
                let theirs: Vec<Service> = Service::ALL.into_iter().filter(such).collect();
                self.feed_if_up(trace, place, Input::ShutDown(&theirs), record);
            }
            Command::StartServices(no, services) => {
                let has = self.scenario.host(no).services;
                for port in ports(services).filter(|port| ports(has).any(|own| own == *port)) {
                    self.wires.fabric.listen(net(no), port);
                }
            }
            Command::CutLink([a, b]) => self.wires.fabric.cut(net(a), net(b)),
            Command::MendLink([a, b]) => self.wires.fabric.mend(net(a), net(b)),
            Command::ChangeLink([a, b], quality) => {
                self.wires.fabric.set_link(net(a), net(b), super::build::link(quality));
            }
            Command::RestoreLink([a, b]) => {
                let quality = self.scenario.link_between(a, b);
                self.wires.fabric.set_link(net(a), net(b), super::build::link(quality));
            }
            Command::Partition(hosts) => {
                let side: Vec<_> = hosts.into_iter().map(net).collect();
                self.wires.fabric.partition(&[&side]);
            }
            Command::GoOffline(no) => self.wires.fabric.set_plugged(net(no), false),
            Command::GoOnline(no) => self.wires.fabric.set_plugged(net(no), true),
            Command::BreakDialogue(what) => self.wires.breaks.push(what),
            Command::MendDialogue(what) => {
                self.wires.breaks.retain(|held| !held.is_same(&what));
            }
            Command::FailDns(name, failure) => self.fail_dns(&name, Some(failure), record),
            Command::MendDns(name) => self.fail_dns(&name, None, record),
            command => self.trouble(trace, &command, place, record),
        }
    }

    /// The same for what troubles a single host, even while it is switched off.
    fn trouble(&mut self, trace: &mut Trace, command: &Command, place: HostId, record: RecordId) {
        let input = match command {
            Command::SlowHost(no, by) => {
                return self.wires.late.slow_down(HostId(no.0), *by);
            }
            Command::FillDisk(_) => Input::Fill { mailbox: None, full: true },
            Command::FreeDisk(_) => Input::Fill { mailbox: None, full: false },
            Command::DirectoryDown(_) => Input::Directory { answers: false },
            Command::DirectoryUp(_) => Input::Directory { answers: true },
            Command::FillMailbox(no, address) | Command::FreeMailbox(no, address) => {
                let full = matches!(command, Command::FillMailbox(..));
                let scenario = std::sync::Arc::clone(&self.scenario);
                let Some(mailbox) = scenario.host(*no).mailbox(address) else { return };
                let input = Input::Fill { mailbox: Some(&mailbox.user), full };
                return self.feed(trace, place, input, record);
            }
            Command::SetClock(_, ClockSkew { span, behind }) => {
                Input::SetClock(self.calendar.skewed(*span, *behind))
            }
            _ => return,
        };
        self.feed(trace, place, input, record);
    }

    fn switch_off(&mut self, trace: &mut Trace, no: HostNo, cause: RecordId) {
        self.wires.fabric.set_power(self.wires.now, net(no), Power::Down, &mut self.wires.outbox);
        self.wires.flush(cause);
        let host = HostId(no.0);
        for (mail, conn) in self.places[host.index()].host.in_doubt() {
            let fact = Fact::InDoubt { mail, conn };
            self.ledger.note(&fact);
            self.record(trace, host, Kind::Host(fact), cause);
        }
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

    fn fail_dns(
        &mut self,
        name: &relay_mail::Domain,
        failure: Option<DnsFailure>,
        cause: RecordId,
    ) {
        let Some(name) = dns_name(name) else { return };
        let failure = failure.map(self::failure);
        let (scope, now) = (FailureScope::Within(name), self.wires.now);
        self.wires.fabric.fail_names(now, scope, failure, &mut self.wires.outbox);
        self.wires.flush(cause);
    }
}
/// How the domain system fails.
pub(super) fn failure(failure: DnsFailure) -> Failure {
    match failure {
        DnsFailure::ServerFailure => Failure::ServFail,
        DnsFailure::Timeout => Failure::Timeout,
        DnsFailure::NoSuchName => Failure::NxDomain,
    }
}

/// What begins a fault.
pub(crate) fn fault_begins(kind: &FaultKind) -> Command {
    match kind {
        FaultKind::HostDown(no) => Command::HostDown(*no),
        FaultKind::ServicesStopped { host, services } => Command::StopServices(*host, *services),
        FaultKind::ShutDown { host, services } => Command::ShutDown(*host, *services),
        FaultKind::LinkCut(ends) => Command::CutLink(*ends),
        FaultKind::LinkChanged(ends, quality) => Command::ChangeLink(*ends, *quality),
        FaultKind::Partition(hosts) => Command::Partition(hosts.clone()),
        FaultKind::Slow(no, by) => Command::SlowHost(*no, *by),
        FaultKind::DiskFull(no) => Command::FillDisk(*no),
        FaultKind::MailboxFull(no, address) => Command::FillMailbox(*no, address.clone()),
        FaultKind::DirectoryDown(no) => Command::DirectoryDown(*no),
        FaultKind::Clock(no, skew) => Command::SetClock(*no, *skew),
        FaultKind::Offline(no) => Command::GoOffline(*no),
        FaultKind::Break(what) => Command::BreakDialogue(*what),
        FaultKind::Dns { name, failure } => Command::FailDns(name.clone(), *failure),
    }
}

/// What ends it: things are as `scenario` has them without it.
pub(crate) fn fault_ends(scenario: &Scenario, kind: &FaultKind) -> Command {
    match kind {
        FaultKind::HostDown(no) => Command::HostUp(*no),
        FaultKind::ServicesStopped { host, services } | FaultKind::ShutDown { host, services } => {
            Command::StartServices(*host, *services)
        }
        FaultKind::LinkCut(ends) => Command::MendLink(*ends),
        FaultKind::LinkChanged(ends, _) => Command::RestoreLink(*ends),
        FaultKind::Partition(_) => Command::Partition(Vec::new()),
        FaultKind::Slow(no, _) => Command::SlowHost(*no, SimDuration::ZERO),
        FaultKind::DiskFull(no) => Command::FreeDisk(*no),
        FaultKind::MailboxFull(no, address) => Command::FreeMailbox(*no, address.clone()),
        FaultKind::DirectoryDown(no) => Command::DirectoryUp(*no),
        FaultKind::Clock(no, _) => Command::SetClock(*no, scenario.host(*no).clock),
        FaultKind::Offline(no) => Command::GoOnline(*no),
        FaultKind::Break(what) => Command::MendDialogue(*what),
        FaultKind::Dns { name, .. } => Command::MendDns(name.clone()),
    }
}
