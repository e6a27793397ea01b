//! A world from a scenario: settings become hosts, links, zones and planned events.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use relay_host::bounce::{DelayWarning, DoubleBounce};
use relay_host::{
    AccountConfig, Bounces, ClientLimits, CollectConfig, Condition, DeliveredTo, FullMailbox,
    HopLimit, Host, HostConfig, ListConfig, Login, MailboxConfig, MovedConfig, Network, Policy,
    QUEUE_NUMBERS, Role, SmartHost, StaticRoute, Strangers, UnknownUsers,
};
use relay_kernel::{RecordId, Rng, SimDuration, Stream};
use relay_mail::Calendar;
use relay_net::dns::{Name, Record, RecordData, ResolverSettings};
use relay_net::{Fabric, LinkProfile, NetHostId};

use crate::check::Ledger;
use crate::scenario::{self, AccountNo, HostNo, RelayFor, Scenario};
use crate::schedule;
use crate::trace::Trace;

use super::plan::Plan;
use super::resolve::dns_name;
use super::wires::Wires;
use super::{Place, World, act};

/// The stream of the network's random numbers; each host has its own after it.
const NETWORK_STREAM: Stream = Stream(1);
const HOST_STREAMS: u64 = 1_000;

/// How old a frozen report is when it is given up (Exim `ignore_bounce_errors_after`, as shipped).
const FROZEN_FOR: SimDuration = SimDuration::from_days(2);

impl World {
    /// The world at the start of a scenario; the first record is written into `trace`.
    pub fn new(scenario: Arc<Scenario>, trace: &mut Trace) -> Self {
        let calendar = scenario.start.calendar();
        let mut world = Self {
            calendar,
            plan: Plan::new(&scenario),
            wires: Wires::new(fabric(&scenario), scenario.hosts.len()),
            places: places(&scenario, calendar),
            ledger: Ledger::default(),
            known: VecDeque::new(),
            typists: BTreeMap::new(),
            origin: RecordId(0),
            steps: 0,
            scenario,
        };
        world.begin(trace);
        world
    }

    /// The server that an account hands its mail to.
    pub(super) fn submission_of(&self, account: AccountNo) -> Option<SmartHost> {
        let submission = self.scenario.account(account).submit.as_ref()?;
        let name = self.scenario.host(submission.host).name.clone();
        let login = submission.login.as_ref().map(|login| {
            let (user, password) = (login.user.as_str().into(), login.password.as_str().into());
            Arc::new(Login { user, password })
        });
        Some(SmartHost { name, port: submission.port, login })
    }
}

fn fabric(scenario: &Scenario) -> Fabric {
    let rng = Rng::new(scenario.seed, NETWORK_STREAM);
    let mut fabric = Fabric::new(rng, link(scenario.network.link));
    for host in &scenario.hosts {
        let id = fabric.add_host(&[host.address]);
        for port in act::ports(host.services) {
            fabric.listen(id, port);
        }
        let latency = scenario.network.dns_latency;
        let settings = ResolverSettings { latency, ..ResolverSettings::default() };
        fabric.dns_mut().set_settings(id, settings);
    }
    for setup in &scenario.links {
        let [a, b] = setup.between.map(|no| NetHostId(no.0));
        fabric.set_link(a, b, link(setup.quality));
    }
    let zones = fabric.dns_mut().zones_mut();
    for record in &scenario.records {
        if let Some((name, data)) = record_data(&record.data) {
            zones.add(name, Record { ttl: record.ttl, data });
        }
    }
    fabric
}

pub(super) fn link(quality: scenario::LinkQuality) -> LinkProfile {
    LinkProfile {
        latency: quality.latency,
        jitter: quality.jitter,
        rate_bytes_per_second: quality.rate_bytes_per_second,
        loss_per_million: quality.loss_per_million,
    }
}

/// A record as the network has it; `None` for names that are too long for the DNS.
fn record_data(data: &scenario::RecordData) -> Option<(Name, RecordData)> {
    let name = dns_name;
    Some(match data {
        scenario::RecordData::A { name: owner, address } => (name(owner)?, RecordData::A(*address)),
        scenario::RecordData::Mx { name: owner, preference, exchange } => {
            let exchange = match exchange {
                Some(exchange) => name(exchange)?,
                None => Name::new(".").ok()?,
            };
            (name(owner)?, RecordData::Mx { preference: *preference, exchange })
        }
        scenario::RecordData::Cname { name: owner, target } => {
            (name(owner)?, RecordData::Cname(name(target)?))
        }
        scenario::RecordData::Ptr { address, name: target } => {
            (Name::reverse(*address), RecordData::Ptr(name(target)?))
        }
    })
}

fn places(scenario: &Scenario, calendar: Calendar) -> Vec<Place> {
    (0..scenario.hosts.len())
        .map(|n| {
            let rng = Rng::new(scenario.seed, Stream(HOST_STREAMS + n as u64));
            let host = Host::new(config(scenario, HostNo::from_index(n), calendar), rng);
            let first = u32::try_from(n).unwrap_or(0).saturating_mul(QUEUE_NUMBERS);
            let host = host.numbered_from(first);
            Place { host, wake: None }
        })
        .collect()
}

fn config(scenario: &Scenario, no: HostNo, calendar: Calendar) -> HostConfig {
    let host = scenario.host(no);
    HostConfig {
        name: host.name.clone(),
        addr: host.address,
        role: match host.role {
            scenario::Role::Server => Role::Server,
            scenario::Role::Client => Role::Client,
        },
        local_domains: host.domains.clone(),
        mailboxes: host.mailboxes.iter().map(mailbox).collect(),
        aliases: host
            .aliases
            .iter()
            .map(|alias| (alias.addresses.clone(), alias.targets.clone()))
            .collect(),
        lists: host.lists.iter().map(list).collect(),
        moved: host.moved.iter().map(moved).collect(),
        catch_all: host.catch_all.as_deref().map(Into::into),
        relay_to: host.relay_to.clone(),
        routes: host.routes.iter().map(|one| route(scenario, one)).collect(),
        relay_for: host.relay_for.iter().map(|who| network(scenario, *who)).collect(),
        smart_host: host.smart_host.map(|it| smart_host(scenario, it)),
        schedule: schedule::of_host(host),
        patience: schedule::patience(host),
        smtp: host.services.smtp.then(|| Arc::new(super::services::smtp_server(host))),
        submission: host.services.submission.then(|| Arc::new(super::services::submission(host))),
        pop3: host.services.pop3.then(|| Arc::new(super::services::pop3_server(host))),
        smtp_client: Arc::new(super::services::smtp_client(host)),
        connect_timeout: super::services::connect_timeout(host),
        addresses_max: super::services::addresses(host),
        concurrency_max: host.concurrency_max.unwrap_or(super::services::DELIVERY_CONCURRENCY),
        recipients_per_delivery_max: super::services::recipients_per_delivery(host) as usize,
        messages_per_session_max: super::services::messages_per_session(host),
        hop_limit: hop_limit(host),
        delivered_to: delivered_to(host),
        policy: policy(host),
        bounces: bounces(host),
        accounts: scenario
            .accounts
            .iter()
            .filter(|a| a.on == no)
            .map(|a| account(scenario, a))
            .collect(),
        calendar: calendar.skewed(host.clock.span, host.clock.behind),
    }
}

fn smart_host(scenario: &Scenario, it: scenario::SmartHost) -> SmartHost {
    SmartHost { name: scenario.host(it.host).name.clone(), port: it.port, login: None }
}

fn list(list: &scenario::List) -> ListConfig {
    let scenario::List { addresses, members, owner } = list.clone();
    ListConfig { addresses, members, owner }
}

fn moved(moved: &scenario::Moved) -> MovedConfig {
    let scenario::Moved { addresses, to, how } = moved.clone();
    MovedConfig { addresses, to, forwards: how == scenario::Moving::Forward }
}

fn route(scenario: &Scenario, route: &scenario::Route) -> StaticRoute {
    let host = smart_host(scenario, route.to);
    StaticRoute { domain: route.domain.clone(), below: route.below, host }
}

fn policy(host: &scenario::Host) -> Policy {
    let own = host.policy;
    Policy {
        strangers: match own.strangers {
            scenario::Strangers::Refuse => Strangers::Refuse,
            scenario::Strangers::Dismiss => Strangers::Dismiss,
        },
        unknown_users: match own.unknown_users {
            scenario::UnknownUsers::Refuse => UnknownUsers::Refuse,
            scenario::UnknownUsers::Bounce => UnknownUsers::Bounce,
        },
        greylisting: host.greylisting.map(|greylisting| greylisting.delay),
        connections_max: own.connections_max,
        client: ClientLimits {
            connections: own.connections_per_client,
            connections_per_minute: own.connections_per_minute,
            messages_per_minute: own.messages_per_minute,
        },
        full_mailbox: match own.full_mailbox {
            scenario::FullMailbox::Defer => FullMailbox::Defer,
            scenario::FullMailbox::Busy => FullMailbox::Busy,
            scenario::FullMailbox::Refuse => FullMailbox::Refuse,
        },
        storage_max: own.storage_max,
        check_sender: own.check_sender,
        check_recipient: own.check_recipient,
        verify: own.verify,
        no_service: own.no_service,
    }
}

fn mailbox(setup: &scenario::MailboxSetup) -> MailboxConfig {
    MailboxConfig {
        name: setup.user.as_str().into(),
        password: setup.password.as_str().into(),
        addresses: setup.addresses.clone(),
        quota: setup.quota,
        condition: match setup.condition {
            scenario::Condition::Good => Condition::Good,
            scenario::Condition::Disabled => Condition::Disabled,
            scenario::Condition::Damaged => Condition::Damaged,
        },
    }
}

fn network(scenario: &Scenario, who: RelayFor) -> Network {
    match who {
        RelayFor::Any => Network::ANY,
        RelayFor::Host(no) => Network { addr: scenario.host(no).address, prefix: 32 },
        RelayFor::Net { address, prefix } => Network { addr: address, prefix },
    }
}

fn account(scenario: &Scenario, account: &scenario::Account) -> AccountConfig {
    AccountConfig {
        address: account.address.clone(),
        collect: account.collection.as_ref().map(|collection| CollectConfig {
            server: scenario.host(collection.host).name.clone(),
            port: 110,
            client: Arc::new(super::services::pop3_client(collection)),
        }),
    }
}

/// When a product sees a loop; RFC 5321 §6.3 asks for 100 hops or so.
fn hop_limit(host: &scenario::Host) -> HopLimit {
    let own = host.hop_count_max.map(|hops| hops as usize);
    match host.profile {
        scenario::Profile::Postfix => HopLimit::postfix(own.unwrap_or(50)),
        scenario::Profile::Exim => HopLimit::exim(own.unwrap_or(30)),
        scenario::Profile::Qmail => HopLimit::qmail(own.unwrap_or(100)),
        scenario::Profile::Rfc => HopLimit::rfc(own.unwrap_or(100)),
    }
}

fn delivered_to(host: &scenario::Host) -> DeliveredTo {
    let usual = match host.profile {
        scenario::Profile::Qmail => DeliveredTo::Each,
        scenario::Profile::Postfix => DeliveredTo::Envelope,
        scenario::Profile::Exim | scenario::Profile::Rfc => DeliveredTo::Never,
    };
    match (host.delivered_to, usual) {
        (Some(false), _) => DeliveredTo::Never,
        (Some(true), DeliveredTo::Never) => DeliveredTo::Envelope,
        _ => usual,
    }
}

fn bounces(host: &scenario::Host) -> Bounces {
    let (own, profile) = (&host.bounces, host.profile);
    let mut bounces = match profile {
        scenario::Profile::Postfix => Bounces::postfix(),
        scenario::Profile::Exim => Bounces::exim(),
        scenario::Profile::Qmail => Bounces::qmail(),
        scenario::Profile::Rfc => Bounces::rfc(),
    };
    if let Some(after) = own.delay_warning {
        let warning = match profile {
            scenario::Profile::Exim => DelayWarning::exim(after),
            _ => DelayWarning::once(after),
        };
        bounces.delay_warning = (after > SimDuration::ZERO).then_some(warning);
    }
    if let (Some(warning), Some(again)) = (&mut bounces.delay_warning, own.delay_warning_repeats) {
        warning.again = again;
    }
    if let Some(max) = own.return_max {
        bounces.size_max = Some(usize::try_from(max).unwrap_or(usize::MAX));
    }
    let frozen_for = own.frozen_for.unwrap_or(FROZEN_FOR);
    match (own.double, bounces.double) {
        (Some(scenario::DoubleBounce::Discard), _) => bounces.double = DoubleBounce::Discard,
        (Some(scenario::DoubleBounce::Freeze), _) | (None, DoubleBounce::Freeze(_)) => {
            bounces.double = DoubleBounce::Freeze(frozen_for);
        }
        (Some(scenario::DoubleBounce::Postmaster), DoubleBounce::QmailPostmaster) | (None, _) => {}
        (Some(scenario::DoubleBounce::Postmaster), _) => bounces.double = DoubleBounce::Postmaster,
    }
    bounces.breaks_null_path_rule = own.break_null_path_rule;
    bounces
}
