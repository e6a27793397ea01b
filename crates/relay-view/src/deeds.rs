//! What a person can do to a host, its links, its sessions and its settings at one position, each
//! with the command that does it.

mod choice;
pub(crate) mod link;
mod services;
pub(crate) mod tear;

use relay_host::Schedule;
use relay_kernel::SimDuration;
use relay_mail::language::{Words, words};
use relay_mail::{Domain, Language, Mailbox, say};
use relayscope::command::Command;
use relayscope::scenario::{AccountNo, Break, ClockSkew, DialoguePoint, HostNo, Role};
use relayscope::trace::{HostId, Trace};
use relayscope::{Setting, World};

use link::Called;

use crate::cast::{Cast, Tie};
use crate::holdings::Holdings;
use crate::{clock, number, phrase};

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

impl Place<'_> {
    fn host(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let Some(book) = self.holdings.host(id) else { return Vec::new() };
        let scenario = self.world.scenario();
        let host = scenario.host(no);
        let mut deeds = Vec::new();
        if book.is_up() {
            deeds.push(Deed::one(
                words("Switch off", "Ausschalten").in_(self.cast.language),
                Command::HostDown(no),
            ));
            deeds.extend(services::deeds(self.cast.language, no, host.services, book.stopped));
            deeds.push(Deed::one(
                words("Run the queue now", "Warteschlange jetzt abarbeiten")
                    .in_(self.cast.language),
                Command::RunQueue(no),
            ));
        } else {
            deeds.push(Deed::one(
                words("Switch on", "Einschalten").in_(self.cast.language),
                Command::HostUp(no),
            ));
        }
        let accounts = scenario.accounts.iter().enumerate();
        for (at, account) in accounts.filter(|(_, it)| it.on == no && it.collection.is_some()) {
            let label = say!(
                self.cast.language,
                "Collect the mail of {}",
                "Mail von {} abholen",
                account.address
            );
            deeds.push(Deed::one(label, Command::Collect(AccountNo::from_index(at))));
        }
        deeds.push(if book.trouble.offline {
            Deed::one(
                words("Plug its cable in", "Netzkabel einstecken").in_(self.cast.language),
                Command::GoOnline(no),
            )
        } else {
            Deed::one(
                words("Pull its cable out", "Netzkabel ziehen").in_(self.cast.language),
                Command::GoOffline(no),
            )
        });
        if host.services != services::NONE {
            deeds.push(slow(self.cast.language, no, book.trouble.late));
        }
        deeds.push(clock_set(
            self.cast.language,
            no,
            book.trouble.clock.unwrap_or(host.clock),
            host.clock,
        ));
        deeds
    }

    fn links(&self, id: HostId) -> Vec<Deed> {
        let no = HostNo(id.0);
        let mut deeds = Vec::new();
        for other in self.others(id) {
            deeds.extend(self.link([id, other], Called::To(self.cast.name(other))));
        }
        let parted =
            self.cast.hosts().any(|(other, _)| other != id && self.holdings.is_parted(id, other));
        deeds.push(if parted {
            meet_again(self.cast.language)
        } else {
            Deed::one(
                words("Cut it off from all others", "Von allen anderen trennen")
                    .in_(self.cast.language),
                Command::Partition(vec![no]),
            )
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
        let of_host = self.holdings.conns().filter(|(conn, _)| {
            let ends = self.trace.conn(*conn);
            ends.client == id || ends.server == id
        });
        let mut deeds = self.tear_each(of_host, |ends| {
            let other = if ends.client == id { ends.server } else { ends.client };
            let (name, port) = (self.cast.name(other), ends.port);
            say!(
                self.cast.language,
                "Drop the connection with {name}, port {port}",
                "Verbindung mit {name}, Port {port}, abreißen"
            )
        });
        let services = self.world.scenario().host(no).services;
        if services.smtp || services.submission {
            let at = |at| Break { server: no, client: None, at, times: 1 };
            let points = DialoguePoint::ALL.map(|(point, _)| point);
            deeds.push(Deed::many(
                words(
                    "Break the next connection to it, so that this is lost:",
                    "Die nächste Verbindung hierher so abreißen, dass verloren geht:",
                )
                .in_(self.cast.language),
                points.map(|point| {
                    (
                        phrase::phrase(self.cast.language, point.words()),
                        Command::BreakDialogue(at(point)),
                    )
                }),
            ));
            for held in self.world.breaks().iter().filter(|held| held.server == no) {
                let label = say!(
                    self.cast.language,
                    "Break no connection any more at {}",
                    "Keine Verbindung mehr abreißen: {}",
                    phrase::phrase(self.cast.language, held.at.words())
                );
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
            Deed::one(
                words("Make room on its disk", "Platz auf der Platte schaffen")
                    .in_(self.cast.language),
                Command::FreeDisk(no),
            )
        } else {
            Deed::one(
                words("Fill its disk", "Platte füllen").in_(self.cast.language),
                Command::FillDisk(no),
            )
        }];
        deeds.push(if book.trouble.directory_down {
            Deed::one(
                words(
                    "Let its user directory answer again",
                    "Benutzerverzeichnis wieder antworten lassen",
                )
                .in_(self.cast.language),
                Command::DirectoryUp(no),
            )
        } else {
            Deed::one(
                words("Stop its user directory", "Benutzerverzeichnis anhalten")
                    .in_(self.cast.language),
                Command::DirectoryDown(no),
            )
        });
        for mailbox in &host.mailboxes {
            let Some(address) = mailbox.addresses.first() else { continue };
            let full = |it: &Mailbox| mailbox.has(it);
            let filled = book.trouble.full_mailboxes.iter().find(|it| full(it));
            deeds.push(if let Some(filled) = filled {
                let label = say!(
                    self.cast.language,
                    "Make room in the mailbox of {address}",
                    "Platz im Postfach von {address} schaffen"
                );
                Deed::one(label, Command::FreeMailbox(no, filled.clone()))
            } else {
                let label = say!(
                    self.cast.language,
                    "Fill the mailbox of {address}",
                    "Postfach von {address} füllen"
                );
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
            relayscope::dns_name(name).is_some_and(|name| {
                zones
                    .failures()
                    .any(|(scope, _)| scope == relay_net::dns::FailureScope::Within(name.clone()))
            })
        };
        let deed = |name: &Domain| {
            if fails(name) {
                let label = say!(
                    self.cast.language,
                    "Let lookups of {name} be answered again",
                    "DNS-Anfragen nach {name} wieder beantworten"
                );
                return Deed::one(label, Command::MendDns(name.clone()));
            }
            let ways = choice::DNS_FAILURES;
            Deed::many(
                say!(self.cast.language, "Let lookups of {name}", "DNS-Anfragen nach {name}:"),
                ways.map(|(what, how)| {
                    (what.in_(self.cast.language), Command::FailDns(name.clone(), how))
                }),
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
        // What is so already is no choice.
        let set = |(name, setting): (Words, Setting)| {
            let name = name.in_(self.cast.language);
            (!setting.is_so(config)).then_some((name, Command::Set(no, setting)))
        };
        let mut deeds = vec![Deed::many(
            say!(
                self.cast.language,
                "Retry schedule, {now} now; from the next failure on:",
                "Wiederholungsplan, jetzt {now}; ab dem nächsten Fehler:"
            ),
            choice::PROFILES
                .into_iter()
                .filter_map(|(name, it)| set((name, Setting::RetryProfile(it)))),
        )];
        if config.smtp.is_none() && config.submission.is_none() {
            return deeds;
        }
        let delay = config.policy.greylisting.unwrap_or(SimDuration::ZERO);
        let now = if delay.is_zero() {
            say!(self.cast.language, "off", "aus")
        } else {
            clock::span(self.cast.language, delay)
        };
        deeds.push(Deed::many(
            say!(
                self.cast.language,
                "Greylisting, {now} now; from now on:",
                "Greylisting, jetzt {now}; von nun an:"
            ),
            choice::GREYLISTING
                .into_iter()
                .filter_map(|(name, it)| set((name, Setting::Greylisting(it)))),
        ));
        let now = config.message_size_max();
        let now = now.map_or(say!(self.cast.language, "without a bound", "ohne Grenze"), |max| {
            let max = number::grouped(max);
            say!(self.cast.language, "{max} octets", "{max} Oktette")
        });
        deeds.push(Deed::many(
            say!(
                self.cast.language,
                "Largest message, {now} now; from the next session on:",
                "Größte Nachricht, jetzt {now}; ab der nächsten Sitzung:"
            ),
            choice::SIZES
                .into_iter()
                .filter_map(|(name, it)| set((name, Setting::MessageSizeMax(it)))),
        ));
        deeds
    }
}

/// Ends a partition.
fn meet_again(language: Language) -> Deed {
    Deed::one(
        words("Let the parts of the network meet again", "Die Teile des Netzes wieder verbinden")
            .in_(language),
        Command::Partition(Vec::new()),
    )
}

fn slow(language: Language, no: HostNo, late: SimDuration) -> Deed {
    let ways = choice::DELAYS.into_iter().filter(|(_, by)| *by != late);
    let now = if late.is_zero() {
        say!(language, "Let its answers come later:", "Antworten verzögern:")
    } else {
        say!(
            language,
            "Its answers come {} late; let them come:",
            "Antworten kommen {} zu spät; ändern:",
            clock::span(language, late)
        )
    };
    Deed::many(now, ways.map(|(name, by)| (name.in_(language), Command::SlowHost(no, by))))
}

fn clock_set(language: Language, no: HostNo, now: ClockSkew, own: ClockSkew) -> Deed {
    let told = |skew| phrase::skew(language, skew);
    let label = if now.span.is_zero() {
        say!(language, "Set its clock:", "Uhr stellen:")
    } else {
        say!(language, "Its clock is {}; set it:", "Die Uhr geht {}; stellen:", told(now))
    };
    let mut ways: Vec<(String, ClockSkew)> =
        choice::CLOCKS.map(|(name, skew)| (name.in_(language).to_owned(), skew)).to_vec();
    if !own.span.is_zero() {
        ways.push((
            say!(language, "{}, as the scenario has it", "{}, wie im Szenario", told(own)),
            own,
        ));
    }
    let ways = ways.into_iter().filter(|(_, skew)| *skew != now);
    Deed::many(label, ways.map(|(name, skew)| (name, Command::SetClock(no, skew))))
}
