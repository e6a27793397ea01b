//! A host for those who come from outside the simulation.

use core::net::Ipv4Addr;

use relay_kernel::SimDuration;
use relay_mail::Domain;

use super::model::{
    BounceOverrides, ClockSkew, Host, HostNo, LinkQuality, LinkSetup, Policy, Pop3Service, Profile,
    Record, RecordData, RelayFor, RetryOverrides, Role, Scenario, Services, SmtpSetup,
    SubmissionAuth, TimeoutOverrides,
};

/// How long resolvers remember the records of the host.
const TTL: SimDuration = SimDuration::from_hours(1);

impl Scenario {
    /// Adds a host from which programs outside the simulation speak to `serving`: a client called
    /// `outside.example`, or `outside-2.example` and so on when the file has that name, with an
    /// address of RFC 5737 that nobody has, known to the DNS.
    ///
    /// The link between the two takes no time and loses nothing: the real way to the program has
    /// its own. `serving` relays for the host when it is `trusted`, as servers trust programs on
    /// their own machine; otherwise those programs are strangers until they say AUTH.
    pub fn add_outside(&mut self, serving: HostNo, trusted: bool) -> HostNo {
        let no = HostNo::from_index(self.hosts.len());
        let (name, address) = (self.free_name(), self.free_address());
        let records = [
            RecordData::A { name: name.clone(), address },
            RecordData::Ptr { address, name: name.clone() },
        ];
        self.records.extend(records.map(|data| Record { data, ttl: TTL }));
        let quality = LinkQuality {
            latency: SimDuration::ZERO,
            jitter: SimDuration::ZERO,
            rate_bytes_per_second: 0,
            loss_per_million: 0,
        };
        self.links.push(LinkSetup { between: [serving, no], quality });
        if trusted {
            self.hosts[serving.index()].relay_for.push(RelayFor::Host(no));
        }
        self.hosts.push(client(name, address));
        no
    }

    fn free_name(&self) -> Domain {
        let taken = |name: &Domain| self.hosts.iter().any(|host| host.is_final_for(name));
        let numbered = (2..).map(|n| format!("outside-{n}.example"));
        core::iter::once("outside.example".to_owned())
            .chain(numbered)
            .filter_map(|name| Domain::parse(&name))
            .find(|name| !taken(name))
            .expect("a scenario has a bounded number of hosts and domains")
    }

    /// The last free address of the last block, far from those that hosts get by themselves.
    fn free_address(&self) -> Ipv4Addr {
        let taken = |address: Ipv4Addr| {
            self.hosts.iter().any(|host| host.address == address)
                || self.records.iter().any(|record| match &record.data {
                    RecordData::A { address: other, .. }
                    | RecordData::Ptr { address: other, .. } => *other == address,
                    RecordData::Mx { .. } | RecordData::Cname { .. } => false,
                })
        };
        let blocks = [[203, 0, 113], [198, 51, 100], [192, 0, 2]].into_iter();
        let documentation = blocks
            .flat_map(|[a, b, c]| (1..=254).rev().map(move |d| Ipv4Addr::new(a, b, c, d)))
            .find(|address| !taken(*address));
        // A file may spread its hosts and records over all of them; this is for benchmarks
        // (RFC 2544) and has room for all that a file may hold.
        let others = (0..u32::MAX).map(|n| Ipv4Addr::from_bits(0xC612_0001 + n));
        documentation
            .or_else(|| others.into_iter().find(|address| !taken(*address)))
            .expect("a scenario has a bounded number of hosts and records")
    }
}

fn client(name: Domain, address: Ipv4Addr) -> Host {
    Host {
        name,
        address,
        role: Role::Client,
        domains: Vec::new(),
        mailboxes: Vec::new(),
        aliases: Vec::new(),
        lists: Vec::new(),
        moved: Vec::new(),
        catch_all: None,
        relay_for: Vec::new(),
        relay_to: Vec::new(),
        routes: Vec::new(),
        smart_host: None,
        profile: Profile::default(),
        retry: RetryOverrides::default(),
        services: Services::default(),
        pop3: Pop3Service::default(),
        submission_auth: SubmissionAuth::None,
        smtp: SmtpSetup::default(),
        size_max: None,
        recipients_max: None,
        greylisting: None,
        policy: Policy::default(),
        concurrency_max: None,
        hop_count_max: None,
        delivered_to: None,
        recipients_per_delivery_max: None,
        messages_per_session_max: None,
        addresses_max: None,
        timeouts: TimeoutOverrides::default(),
        bounces: BounceOverrides::default(),
        clock: ClockSkew::default(),
        position: None,
    }
}
