//! What a command comes to, judged before it is carried out: somebody may have done by hand what the
//! scenario has planned, and then nothing happens that could be told.

use relay_mail::Domain;
use relay_net::dns::{Failure, FailureScope, Name};

use crate::command::Command;
use crate::scenario::{ClockSkew, HostNo, Services};
use crate::setting::Setting;
use crate::trace::{Effect, HostId};

use super::World;
use super::act::ports;
use super::fault::{failure, net};
use super::resolve::dns_name;

/// The effect of a command that `changes` something, or does not.
fn full_if(changes: bool) -> Effect {
    if changes { Effect::Full } else { Effect::Nothing }
}

impl World {
    /// What a command comes to now; `place` is the host that it is about.
    pub(super) fn effect_of(&self, command: &Command, place: HostId) -> Effect {
        match command {
            // What is asked of a host that is switched off is noted, and nothing else happens.
            Command::Send { .. }
            | Command::Collect(_)
            | Command::RunQueue(_)
            | Command::AskTurn { .. }
            | Command::Dial { .. } => self.shown_if_up(place, self.is_up(place)),
            Command::ResetConnection(conn) => {
                full_if(self.wires.connections.numbered(*conn).is_some())
            }
            Command::HostDown(_) => full_if(self.is_up(place)),
            Command::HostUp(_) => full_if(!self.is_up(place)),
            Command::GoOffline(_) => self.shown_if_up(place, self.is_online(place)),
            Command::GoOnline(_) => self.shown_if_up(place, !self.is_online(place)),
            Command::StopServices(..) | Command::ShutDown(..) | Command::StartServices(..) => {
                self.shown_if_up(place, self.changes_services(command, place))
            }
            Command::MendDialogue(what) => {
                full_if(self.breaks().iter().any(|held| held.is_same(what)))
            }
            Command::FailDns(name, how) => {
                let name = dns_name(name);
                full_if(name.is_some_and(|name| self.failure_of(name) != Some(failure(*how))))
            }
            Command::MendDns(name) => self.mends_names(name),
            Command::DirectoryUp(_) => self.shown_if_up(place, self.troubles(command, place)),
            command => {
                full_if(self.changes_link(command).unwrap_or_else(|| self.troubles(command, place)))
            }
        }
    }

    /// Whether services of a host stop or start.
    fn changes_services(&self, command: &Command, place: HostId) -> bool {
        match command {
            Command::StopServices(_, which) => self.is_any_open(place, *which),
            Command::ShutDown(_, which) => {
                self.is_any_open(place, *which) || self.has_guests(place, *which)
            }
            Command::StartServices(no, which) => {
                let has = self.scenario.host(*no).services;
                let mut own = ports(*which).filter(|port| ports(has).any(|it| it == *port));
                own.any(|port| !self.is_listening(place, port))
            }
            _ => true,
        }
    }

    /// Whether something between hosts is other than what a command makes it; `None` for a command
    /// that is about something else.
    fn changes_link(&self, command: &Command) -> Option<bool> {
        let fabric = &self.wires.fabric;
        Some(match command {
            Command::CutLink([a, b]) => !fabric.is_cut(net(*a), net(*b)),
            Command::MendLink([a, b]) => fabric.is_cut(net(*a), net(*b)),
            Command::ChangeLink([a, b], quality) => {
                fabric.link(net(*a), net(*b)) != super::build::link(*quality)
            }
            Command::RestoreLink([a, b]) => {
                let quality = self.scenario.link_between(*a, *b);
                fabric.link(net(*a), net(*b)) != super::build::link(quality)
            }
            Command::Partition(apart) => {
                let mut all = self.hosts().map(|(id, _)| HostNo(id.0));
                all.any(|no| fabric.is_set_apart(net(no)) != apart.contains(&no))
            }
            _ => return None,
        })
    }

    /// The same for what troubles a single host. All that is not listed changes something.
    fn troubles(&self, command: &Command, place: HostId) -> bool {
        let host = || self.host(place);
        match command {
            Command::SlowHost(_, by) => self.wires.late.delay_of(place) != *by,
            Command::FillDisk(_) => !host().is_disk_full(),
            Command::FreeDisk(_) => host().is_disk_full(),
            Command::DirectoryDown(_) => !host().is_directory_down(),
            Command::DirectoryUp(_) => host().is_directory_down(),
            Command::FillMailbox(no, address) | Command::FreeMailbox(no, address) => {
                let full = matches!(command, Command::FillMailbox(..));
                let mailbox = self.scenario.host(*no).mailbox(address);
                let is_its = |name: &str| {
                    mailbox.is_some_and(|mailbox| mailbox.user.eq_ignore_ascii_case(name))
                };
                let mut drops = host().maildrops().iter();
                drops.any(|drop| is_its(&drop.config().name) && drop.is_stuffed() != full)
            }
            Command::SetClock(_, ClockSkew { span, behind }) => {
                host().config().calendar != self.calendar.skewed(*span, *behind)
            }
            Command::Set(_, setting) => !self.has_setting(place, *setting),
            _ => true,
        }
    }

    fn has_setting(&self, place: HostId, setting: Setting) -> bool {
        self.host(place).config().has(&setting.change())
    }

    /// The effect of what `changes` something that shows only at a host that is on.
    fn shown_if_up(&self, place: HostId, changes: bool) -> Effect {
        match (changes, self.is_up(place)) {
            (true, true) => Effect::Full,
            (true, false) => Effect::Masked,
            (false, true) => Effect::Nothing,
            (false, false) => Effect::Off,
        }
    }

    fn is_any_open(&self, place: HostId, which: Services) -> bool {
        ports(which).any(|port| self.is_listening(place, port))
    }

    /// Whether anybody is connected to one of these services.
    fn has_guests(&self, place: HostId, which: Services) -> bool {
        let mut all = self.wires.fabric.connections();
        all.any(|it| {
            it.listener == Some(relay_net::NetHostId(place.0))
                && ports(which).any(|port| it.endpoints[1].port == port)
        })
    }

    /// How questions about a name and all below it fail by a command of their own.
    fn failure_of(&self, name: Name) -> Option<Failure> {
        let scope = FailureScope::Within(name);
        let mut all = self.wires.fabric.dns().zones().failures();
        all.find(|(held, _)| *held == scope).map(|(_, how)| how)
    }

    fn mends_names(&self, name: &Domain) -> Effect {
        let Some(own) = dns_name(name) else { return Effect::Nothing };
        let is_above = |scope: &Name| *scope != own && own.is_within(scope);
        let mut all = self.wires.fabric.dns().zones().failures();
        let fails_above =
            all.any(|(held, _)| matches!(&held, FailureScope::Within(scope) if is_above(scope)));
        match self.failure_of(own.clone()) {
            Some(_) if fails_above => Effect::Masked,
            Some(_) => Effect::Full,
            None => Effect::Nothing,
        }
    }
}
