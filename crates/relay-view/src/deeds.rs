//! What a person can do to a host, its links, its sessions and its settings at one position, each
//! with the command that does it.

mod choice;

use relay_host::Schedule;
use relay_kernel::{ConnNo, SimDuration};
use relay_mail::{Domain, Mailbox};
use relay_net::dns::Name;
use relayscope::command::Command;
use relayscope::scenario::{AccountNo, Break, ClockSkew, DialoguePoint, HostNo, Role, Services};
use relayscope::trace::{HostId, Trace};
use relayscope::{Setting, World};

use crate::cast::{Cast, Tie};
use crate::clock;
use crate::holdings::Holdings;

/// Things that can be done, under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What they are about.
    pub about: About,
    /// The things.
    pub deeds: Vec<Deed>,
}

/// What a group of things is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The host as a whole.
    Host,
    /// Its links to others.
    Links,
    /// Its open sessions, and those to come.
    Sessions,
    /// Its disk and its mailboxes.
    Room,
    /// The names that its mail is found by.
    Names,
    /// Its settings.
    Settings,
}

/// Something that can be done in one way or in several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deed {
    /// What it is. With several ways, each of them goes on with the sentence.
    pub label: String,
    /// The ways; at least one. A single one has no name.
    pub ways: Vec<Way>,
}

/// A way to do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub command: Command,
}

/// Commands are told apart by their ways' names.
impl core::hash::Hash for Way {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Deed {
    /// A deed with one way.
    fn one(label: impl Into<String>, command: Command) -> Self {
        Self { label: label.into(), ways: vec![Way { name: String::new(), command }] }
    }

    /// A deed with several.
    fn many<N: Into<String>>(
        label: impl Into<String>,
        ways: impl IntoIterator<Item = (N, Command)>,
    ) -> Self {
        let ways = ways.into_iter().map(|(name, command)| Way { name: name.into(), command });
        Self { label: label.into(), ways: ways.collect() }
    }
}

/// Where things can be done.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) cast: &'a Cast,
    pub(crate) trace: &'a Trace,
    pub(crate) ties: &'a [Tie],
    /// The world at the position.
    pub(crate) world: &'a World,
    /// The same as the views have it.
    pub(crate) holdings: &'a Holdings,
}

/// What can be done to a host.
pub(crate) fn deeds(place: Place<'_>, id: HostId) -> Vec<Menu> {
    let all = [
        (About::Host, place.host(id)),
        (About::Links, place.links(id)),
        (About::Sessions, place.sessions(id)),
        (About::Room, place.room(id)),
        (About::Names, place.names(id)),
        (About::Settings, place.settings(id)),
    ];
    let menus = all.into_iter().map(|(about, deeds)| Menu { about, deeds });
    menus.filter(|menu| !menu.deeds.is_empty()).collect()
}

/// Tears a connection that is open, or about to be; `None` when it is over.
pub(crate) fn tear(holdings: &Holdings, conn: ConnNo) -> Option<Deed> {
    holdings.conn(conn)?;
    Some(Deed::one("Tear the connection at this very line", Command::ResetConnection(conn)))
}

impl Place<'_> {
    fn host(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let Some(book) = self.holdings.host(id) else { return Vec::new() };
        let scenario = self.world.scenario();
        let host = scenario.host(no);
        let mut deeds = Vec::new();
        if book.is_up() {
            deeds.push(Deed::one("Switch off", Command::HostDown(no)));
            if host.services != NO_SERVICES {
                if book.refusing {
                    let command = Command::StartServices(no, host.services);
                    deeds.push(Deed::one("Start its services", command));
                } else {
                    let stop = Command::StopServices(no, host.services);
                    let shut = Command::ShutDown(no, host.services);
                    deeds.push(Deed::one("Stop its services", stop));
                    deeds.push(Deed::one("Shut its services down politely (421)", shut));
                }
            }
            deeds.push(Deed::one("Run the queue now", Command::RunQueue(no)));
        } else {
            deeds.push(Deed::one("Switch on", Command::HostUp(no)));
        }
        let accounts = scenario.accounts.iter().enumerate();
        for (at, account) in accounts.filter(|(_, it)| it.on == no && it.collection.is_some()) {
            let label = format!("Collect the mail of {}", account.address);
            deeds.push(Deed::one(label, Command::Collect(AccountNo::from_index(at))));
        }
        deeds.push(if book.trouble.offline {
            Deed::one("Plug its cable in", Command::GoOnline(no))
        } else {
            Deed::one("Pull its cable out", Command::GoOffline(no))
        });
        if host.services != NO_SERVICES {
            deeds.push(slow(no, book.trouble.late));
        }
        deeds.push(clock_set(no, book.trouble.clock.unwrap_or(host.clock), host.clock));
        deeds
    }

    fn links(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let mut deeds = Vec::new();
        for other in self.others(id) {
            let (ends, name) = ([no, HostNo(other.0)], self.cast.name(other));
            deeds.push(if self.holdings.is_cut(id, other) {
                Deed::one(format!("Mend the link to {name}"), Command::MendLink(ends))
            } else {
                Deed::one(format!("Cut the link to {name}"), Command::CutLink(ends))
            });
            let changed = self.holdings.changed_link(id, other).copied();
            deeds.push(choice::link_to(name, ends, changed));
        }
        let parted =
            self.cast.hosts().any(|(other, _)| other != id && self.holdings.is_parted(id, other));
        deeds.push(if parted {
            Deed::one("Let the parts of the network meet again", Command::Partition(Vec::new()))
        } else {
            Deed::one("Part it from all others", Command::Partition(vec![no]))
        });
        deeds
    }

    /// The hosts that it exchanges mail with, in the order of the scenario.
    fn others(&self, id: HostId) -> Vec<HostId> {
        let others = self.ties.iter().filter_map(|tie| match (tie.from, tie.to) {
            (from, to) if from == id => Some(to),
            (from, to) if to == id => Some(from),
            _ => None,
        });
        let mut others: Vec<HostId> = others.collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    fn sessions(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let mut deeds = Vec::new();
        for (conn, _) in self.holdings.conns() {
            let ends = self.trace.conn(conn);
            let other = match (ends.client == id, ends.server == id) {
                (true, _) => ends.server,
                (_, true) => ends.client,
                _ => continue,
            };
            let (name, port) = (self.cast.name(other), ends.port);
            let label = format!("Tear the connection with {name}, port {port}");
            deeds.push(Deed::one(label, Command::ResetConnection(conn)));
        }
        let services = self.world.scenario().host(no).services;
        if services.smtp || services.submission {
            let at = |at| Break { server: no, client: None, at, times: 1 };
            let points = DialoguePoint::ALL.map(|(point, _)| point);
            deeds.push(Deed::many(
                "Let the next connection to it break, so that this is lost:",
                points.map(|point| (point.words(), Command::BreakDialogue(at(point)))),
            ));
            for held in self.world.breaks().iter().filter(|held| held.server == no) {
                let label = format!("Break no connection any more at {}", held.at.words());
                deeds.push(Deed::one(label, Command::MendDialogue(*held)));
            }
        }
        deeds
    }

    fn room(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let (scenario, book) = (self.world.scenario(), self.holdings.host(id));
        let host = scenario.host(no);
        let Some(book) = book.filter(|_| host.role == Role::Server) else { return Vec::new() };
        let mut deeds = vec![if book.trouble.disk_full {
            Deed::one("Make room on its disk", Command::FreeDisk(no))
        } else {
            Deed::one("Fill its disk", Command::FillDisk(no))
        }];
        deeds.push(if book.trouble.directory_down {
            Deed::one("Let its user directory answer again", Command::DirectoryUp(no))
        } else {
            Deed::one("Stop its user directory", Command::DirectoryDown(no))
        });
        for mailbox in &host.mailboxes {
            let Some(address) = mailbox.addresses.first() else { continue };
            let full = |it: &Mailbox| mailbox.has(it);
            let filled = book.trouble.full_mailboxes.iter().find(|it| full(it));
            deeds.push(if let Some(filled) = filled {
                let label = format!("Make room in the mailbox of {address}");
                Deed::one(label, Command::FreeMailbox(no, filled.clone()))
            } else {
                let label = format!("Fill the mailbox of {address}");
                Deed::one(label, Command::FillMailbox(no, address.clone()))
            });
        }
        deeds
    }

    /// The host's own name, and the domains that it is final for.
    fn names(&self, id: HostId) -> Vec<Deed> {
        let host = self.world.scenario().host(HostNo(id.0));
        if host.role != Role::Server {
            return Vec::new();
        }
        let mut names: Vec<&Domain> = host.domains.iter().collect();
        if !names.contains(&&host.name) {
            names.push(&host.name);
        }
        let zones = self.world.network().dns().zones();
        let fails = |name: &Domain| {
            Name::new(name.as_str()).is_ok_and(|name| {
                zones
                    .failures()
                    .any(|(scope, _)| scope == relay_net::dns::FailureScope::Within(name.clone()))
            })
        };
        let deed = |name: &Domain| {
            if fails(name) {
                let label = format!("Let lookups of {name} be answered again");
                return Deed::one(label, Command::MendDns(name.clone()));
            }
            let ways = choice::DNS_FAILURES;
            Deed::many(
                format!("Let lookups of {name}"),
                ways.map(|(what, how)| (what, Command::FailDns(name.clone(), how))),
            )
        };
        names.into_iter().map(deed).collect()
    }

    fn settings(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let config = self.world.host(id).config();
        if config.role != relay_host::Role::Server {
            return Vec::new();
        }
        let now = match &config.schedule {
            Schedule::Postfix(_) => "Postfix",
            Schedule::Exim(_) => "Exim",
            Schedule::Qmail(_) => "qmail",
            Schedule::Rfc(_) => "RFC 5321",
        };
        let set = |setting| Command::Set(no, setting);
        let mut deeds = vec![Deed::many(
            format!("Retry schedule, {now} now; from the next failure on:"),
            choice::PROFILES.map(|(name, profile)| (name, set(Setting::RetryProfile(profile)))),
        )];
        if config.smtp.is_none() && config.submission.is_none() {
            return deeds;
        }
        let delay = config.policy.greylisting.unwrap_or(SimDuration::ZERO);
        let now = if delay.is_zero() { "off".to_owned() } else { clock::span(delay) };
        deeds.push(Deed::many(
            format!("Greylisting, {now} now:"),
            choice::GREYLISTING.map(|(name, delay)| (name, set(Setting::Greylisting(delay)))),
        ));
        let now = config.message_size_max();
        let now = now.map_or("without a bound".to_owned(), |max| format!("{max} octets"));
        deeds.push(Deed::many(
            format!("Largest message, {now} now; from the next session on:"),
            choice::SIZES.map(|(name, max)| (name, set(Setting::MessageSizeMax(max)))),
        ));
        deeds
    }
}

const NO_SERVICES: Services = Services { smtp: false, submission: false, pop3: false };

fn slow(no: HostNo, late: SimDuration) -> Deed {
    let ways = choice::DELAYS.into_iter().filter(|(_, by)| *by != late);
    let now = if late.is_zero() {
        "Let its answers come later:".to_owned()
    } else {
        format!("Its answers come {} late; let them come:", clock::span(late))
    };
    Deed::many(now, ways.map(|(name, by)| (name, Command::SlowHost(no, by))))
}

fn clock_set(no: HostNo, now: ClockSkew, own: ClockSkew) -> Deed {
    let label = if now.span.is_zero() {
        "Set its clock:".to_owned()
    } else {
        format!("Its clock is {now}; set it:")
    };
    let mut ways: Vec<(String, ClockSkew)> =
        choice::CLOCKS.map(|(name, skew)| (name.to_owned(), skew)).to_vec();
    if !own.span.is_zero() {
        ways.push((format!("{own}, as the scenario has it"), own));
    }
    let ways = ways.into_iter().filter(|(_, skew)| *skew != now);
    Deed::many(label, ways.map(|(name, skew)| (name, Command::SetClock(no, skew))))
}
