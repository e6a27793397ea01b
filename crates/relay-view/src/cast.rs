//! Who takes part: what is known of the hosts before anything happens.

use core::net::Ipv4Addr;

use relay_mail::{Calendar, Domain, Language, Mailbox, language::words};
use relay_net::dns::Name;
use relayscope::scenario::{ClockSkew, Origin, Position, RelayFor, Role, Scenario};
use relayscope::trace::{HostId, Kind, Trace};

use crate::clock::Clock;

/// What the views need of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// The scenario's title; may be empty.
    pub title: String,
    /// What it is about; may be empty.
    pub about: String,
    /// The clock that all hosts share.
    pub calendar: Calendar,
    /// The language in which everything is told.
    pub language: Language,
    hosts: Vec<Member>,
    accounts: Vec<AccountCard>,
    ties: Vec<Tie>,
}

/// A host as it is introduced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Ipv4Addr,
    /// What it is for.
    pub part: Part,
    /// The domains that it is final for.
    pub domains: Vec<String>,
    /// From where it takes mail for other domains (RFC 5321 §7.9): hosts by name, networks; empty for
    /// a host that does so for nobody.
    pub relays_for: Vec<RelayFor>,
    /// The names of its mailboxes.
    pub mailboxes: Vec<String>,
    /// The addresses whose owners read and write mail on it.
    pub people: Vec<String>,
    /// How far its clock is off.
    pub clock: ClockSkew,
    /// Where the scenario wants it on the map.
    pub position: Option<Position>,
    /// The names in the DNS by which mail finds it: those of a server, its own and its domains. Nobody
    /// looks for a client.
    dns_names: Vec<Name>,
}

impl Member {
    /// Whether mail finds this host by a name, or by one below it.
    pub fn is_found_by(&self, name: &Domain) -> bool {
        let name = relayscope::dns_name(name);
        name.is_some_and(|name| self.dns_names.iter().any(|own| own.is_within(&name)))
    }
}

/// What a host is for, seen from the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A person's computer.
    Client,
    /// A mail server that keeps mailboxes.
    Server,
    /// A mail server that only passes mail on.
    Relay,
}

/// A mail account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AccountCard {
    address: Mailbox,
    on: HostId,
}

/// Two hosts that exchange mail, in the direction in which mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Where mail comes from.
    pub from: HostId,
    /// Where it goes.
    pub to: HostId,
}

impl Cast {
    /// The cast of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let accounts = scenario.accounts.iter();
        let accounts: Vec<AccountCard> = accounts
            .map(|it| AccountCard { address: it.address.clone(), on: HostId(it.on.0) })
            .collect();
        let hosts = scenario.hosts.iter().enumerate().map(|(at, host)| {
            let people = accounts.iter().filter(|it| it.on.index() == at);
            let final_here = !host.mailboxes.is_empty() || !host.aliases.is_empty();
            Member {
                name: host.name.to_string(),
                address: host.address,
                part: match host.role {
                    Role::Client => Part::Client,
                    Role::Server if final_here => Part::Server,
                    Role::Server => Part::Relay,
                },
                domains: host.domains.iter().map(ToString::to_string).collect(),
                relays_for: host.relay_for.clone(),
                mailboxes: host.mailboxes.iter().map(|it| it.user.clone()).collect(),
                people: people.map(|it| it.address.to_string()).collect(),
                clock: host.clock,
                position: host.position,
                dns_names: match host.role {
                    Role::Client => Vec::new(),
                    Role::Server => {
                        let names = host.domains.iter().chain([&host.name]);
                        names.filter_map(relayscope::dns_name).collect()
                    }
                },
            }
        });
        let hosts: Vec<Member> = hosts.collect();
        Self {
            title: scenario.title_in(Language::default()).to_owned(),
            about: scenario.about_in(Language::default()).to_owned(),
            calendar: scenario.start.calendar(),
            language: Language::default(),
            ties: ties(scenario),
            hosts,
            accounts,
        }
    }

    /// Tells everything in this language from now on; `scenario` is whose cast it is.
    pub(crate) fn speak(&mut self, language: Language, scenario: &Scenario) {
        self.language = language;
        scenario.title_in(language).clone_into(&mut self.title);
        scenario.about_in(language).clone_into(&mut self.about);
    }

    /// The clock as it is read here.
    pub fn clock(&self) -> Clock<'_> {
        Clock { calendar: &self.calendar, language: self.language }
    }

    /// The hosts in the order of the scenario.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &Member)> {
        self.hosts.iter().enumerate().map(|(at, host)| (HostId::from_index(at), host))
    }

    /// How many hosts there are.
    pub fn len(&self) -> usize {
        self.hosts.len()
    }

    /// Whether there is no host.
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }

    /// A host; `None` for the world itself.
    pub fn host(&self, id: HostId) -> Option<&Member> {
        self.hosts.get(id.index())
    }

    /// A host's name; for the world itself, `the network`.
    pub fn name(&self, id: HostId) -> &str {
        let network = words("the network", "das Netz").in_(self.language);
        self.host(id).map_or(network, |host| host.name.as_str())
    }

    /// The address of the account with this number.
    pub fn account(&self, no: relayscope::scenario::AccountNo) -> String {
        self.accounts.get(no.index()).map(|it| it.address.to_string()).unwrap_or_default()
    }

    /// Who exchanges mail with whom: what the settings say, and then what the trace shows.
    pub fn ties(&self, trace: &Trace) -> Vec<Tie> {
        let mut ties = self.ties.clone();
        self.more_ties(&mut ties, trace, 0);
        ties
    }

    /// Adds those that the records of the trace from `from` on show.
    pub fn more_ties(&self, ties: &mut Vec<Tie>, trace: &Trace, from: usize) {
        for record in trace.records().iter().skip(from) {
            let Kind::Dialed { conn } = record.kind else { continue };
            let conn = trace.conn(conn);
            let (from, to) = match conn.port {
                110 => (conn.server, conn.client),
                _ => (conn.client, conn.server),
            };
            if self.host(from).is_some() && self.host(to).is_some() {
                push(ties, from, to);
            }
        }
    }
}

/// What follows from the settings alone.
fn ties(scenario: &Scenario) -> Vec<Tie> {
    let mut ties = Vec::new();
    for send in &scenario.sends {
        if let Origin::Account(no) = send.origin {
            let account = scenario.account(no);
            if let Some(submit) = &account.submit {
                push(&mut ties, HostId(account.on.0), HostId(submit.host.0));
            }
        }
    }
    for (at, host) in scenario.hosts.iter().enumerate() {
        if let Some(next) = host.smart_host {
            push(&mut ties, HostId::from_index(at), HostId(next.host.0));
        }
    }
    for account in &scenario.accounts {
        if let Some(collection) = &account.collection {
            push(&mut ties, HostId(collection.host.0), HostId(account.on.0));
        }
    }
    ties
}

fn push(ties: &mut Vec<Tie>, from: HostId, to: HostId) {
    let tie = Tie { from, to };
    if from != to && !ties.contains(&tie) {
        ties.push(tie);
    }
}
