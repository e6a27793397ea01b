//! What DNS knows: zones, their records, and failures that somebody has switched on.

use core::net::Ipv4Addr;
use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::SimDuration;
use smol_str::SmolStr;

use super::Name;
use crate::limit::CNAME_CHAIN_MAX;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordType {
    /// Addresses of a host.
    A,
    /// Hosts that exchange for a domain.
    Mx,
    /// The name behind an alias.
    Cname,
    /// Free text.
    Txt,
    /// The name behind an address.
    Ptr,
}

impl RecordType {
    /// All types, in the order of [`RecordType::index`].
    pub const ALL: [Self; 5] = [Self::A, Self::Mx, Self::Cname, Self::Txt, Self::Ptr];

    /// 0 to 4.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// As zone files write it: `A`, `MX`, `CNAME`, `TXT`, `PTR`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Mx => "MX",
            Self::Cname => "CNAME",
            Self::Txt => "TXT",
            Self::Ptr => "PTR",
        }
    }
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordData {
    /// An address.
    A(Ipv4Addr),
    /// A host that exchanges for the domain. The root as exchange says that there is none
    /// (RFC 7505).
    Mx {
        /// The lower, the better.
        preference: u16,
        /// Its name.
        exchange: Name,
    },
    /// The name is an alias of this one.
    Cname(Name),
    /// Free text.
    Txt(SmolStr),
    /// The name behind an address.
    Ptr(Name),
}

impl RecordData {
    /// Its type.
    pub const fn rtype(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Mx { .. } => RecordType::Mx,
            Self::Cname(_) => RecordType::Cname,
            Self::Txt(_) => RecordType::Txt,
            Self::Ptr(_) => RecordType::Ptr,
        }
    }
}

/// A record of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// How long resolvers may keep it; whole seconds in real DNS.
    pub ttl: SimDuration,
    /// What it says.
    pub data: RecordData,
}

/// What holds for a whole zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZoneSettings {
    /// How long resolvers may keep the news that something is not there: the last field of the
    /// SOA record (RFC 2308 section 4).
    pub negative_ttl: SimDuration,
}

impl Default for ZoneSettings {
    /// Five minutes.
    fn default() -> Self {
        Self { negative_ttl: SimDuration::from_mins(5) }
    }
}

/// How a question fails while a failure is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The name server answers that it failed (RFC 1035 section 4.1.1, RCODE 2).
    ServFail,
    /// The name server answers that there is no such name (RFC 1035 section 4.1.1, RCODE 3): a
    /// registration that has lapsed.
    NxDomain,
    /// No answer comes.
    Timeout,
}

/// Whose questions fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureScope {
    /// Those for this name.
    Name(Name),
    /// Those for this name and all below it; the root is everything.
    Within(Name),
}

/// Records that answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSet {
    /// The name that has the records: the one that was asked for, or the one behind its aliases.
    pub canonical: Name,
    /// The records, all of the type that was asked for, in the order of the zone.
    pub records: Vec<RecordData>,
}

impl RecordSet {
    /// Preference and exchange of the MX records, in the order of the zone.
    pub fn exchanges(&self) -> impl Iterator<Item = (u16, &Name)> {
        self.records.iter().filter_map(|data| match data {
            RecordData::Mx { preference, exchange } => Some((*preference, exchange)),
            _ => None,
        })
    }

    /// The addresses, in the order of the zone.
    pub fn addrs(&self) -> impl Iterator<Item = Ipv4Addr> {
        self.records.iter().filter_map(|data| match data {
            RecordData::A(addr) => Some(*addr),
            _ => None,
        })
    }

    /// The names of PTR and CNAME records, in the order of the zone.
    pub fn targets(&self) -> impl Iterator<Item = &Name> {
        self.records.iter().filter_map(|data| match data {
            RecordData::Ptr(name) | RecordData::Cname(name) => Some(name),
            _ => None,
        })
    }
}

/// How a question was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With records, at least one.
    Records(Arc<RecordSet>),
    /// The name exists, but has no record of that type.
    NoData,
    /// The name does not exist.
    NxDomain,
    /// The name server failed, or the name's aliases lead nowhere.
    ServFail,
    /// No answer came.
    Timeout,
}

/// What the zones say to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) outcome: Outcome,
    /// How long it may be kept; for failures, what the resolver decides.
    pub(super) ttl: SimDuration,
    /// Whether aliases were followed.
    pub(super) aliased: bool,
}

#[derive(Clone, Debug)]
struct Node {
    name: Name,
    records: Vec<Record>,
}

/// Failures that are on at a name.
#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    own: Option<Failure>,
    within: Option<Failure>,
}

/// All that DNS knows in this world.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// By [`Name::hierarchical`], so that what is below a name follows it.
    nodes: BTreeMap<SmolStr, Node>,
    settings: BTreeMap<Name, ZoneSettings>,
    failures: BTreeMap<Name, Failures>,
}

impl Zones {
    /// Gives a zone its settings. Names in no zone have [`ZoneSettings::default`].
    pub fn set_zone(&mut self, apex: Name, settings: ZoneSettings) {
        self.settings.insert(apex, settings);
    }

    /// Adds a record to a name; one that is there already only gets the new TTL.
    pub fn add(&mut self, name: Name, record: Record) {
        let node = self
            .nodes
            .entry(name.hierarchical())
            .or_insert_with(|| Node { name, records: Vec::new() });
        match node.records.iter_mut().find(|held| held.data == record.data) {
            Some(held) => held.ttl = record.ttl,
            None => node.records.push(record),
        }
    }

    /// Takes away all records of that type that a name has, and says how many they were.
    pub fn remove(&mut self, name: &Name, rtype: RecordType) -> usize {
        let key = name.hierarchical();
        let Some(node) = self.nodes.get_mut(&key) else {
            return 0;
        };
        let before = node.records.len();
        node.records.retain(|record| record.data.rtype() != rtype);
        let removed = before - node.records.len();
        if node.records.is_empty() {
            self.nodes.remove(&key);
        }
        removed
    }

    /// The records of a name, in the order of adding.
    pub fn records(&self, name: &Name) -> &[Record] {
        self.nodes.get(&name.hierarchical()).map_or(&[], |node| &node.records)
    }

    /// All records with their names: each name is followed by those below it.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Record)> {
        self.nodes
            .values()
            .flat_map(|node| node.records.iter().map(move |record| (&node.name, record)))
    }

    /// Switches a failure on; it replaces the one that is on for the same scope.
    pub fn set_failure(&mut self, scope: FailureScope, failure: Failure) {
        *self.failure_slot(scope) = Some(failure);
    }

    /// Switches the failure of that scope off.
    pub fn clear_failure(&mut self, scope: FailureScope) {
        *self.failure_slot(scope) = None;
        self.failures.retain(|_, held| held.own.is_some() || held.within.is_some());
    }

    /// The failures that are on, in order of their names.
    pub fn failures(&self) -> impl Iterator<Item = (FailureScope, Failure)> {
        self.failures.iter().flat_map(|(name, held)| {
            let own = held.own.map(|failure| (FailureScope::Name(name.clone()), failure));
            let within = held.within.map(|failure| (FailureScope::Within(name.clone()), failure));
            own.into_iter().chain(within)
        })
    }

    fn failure_slot(&mut self, scope: FailureScope) -> &mut Option<Failure> {
        match scope {
            FailureScope::Name(name) => &mut self.failures.entry(name).or_default().own,
            FailureScope::Within(name) => &mut self.failures.entry(name).or_default().within,
        }
    }

    /// The failure that is on for a name: its own, or the nearest above it.
    pub fn failure_of(&self, name: &Name) -> Option<Failure> {
        if self.failures.is_empty() {
            return None;
        }
        let own = self.failures.get(name).and_then(|held| held.own);
        own.or_else(|| {
            name.and_above().find_map(|above| self.failures.get(above).and_then(|held| held.within))
        })
    }

    /// Whether the name is there: with records, or because something is below it.
    pub fn exists(&self, name: &Name) -> bool {
        let key = name.hierarchical();
        let next = self.nodes.range(key.clone()..).next();
        next.is_some_and(|(held, _)| held.starts_with(key.as_str()))
    }

    fn negative_ttl(&self, name: &Name) -> SimDuration {
        let zone = name.and_above().find_map(|above| self.settings.get(above).copied());
        zone.unwrap_or_default().negative_ttl
    }

    /// Answers a question, following aliases.
    pub(super) fn find(&self, name: &Name, rtype: RecordType) -> Finding {
        let mut current = name.clone();
        let mut passed: Vec<Name> = Vec::new();
        let mut ttl: Option<SimDuration> = None;
        let shorter = |ttl: Option<SimDuration>, other| ttl.map_or(other, |ttl| ttl.min(other));
        loop {
            let aliased = !passed.is_empty();
            let failed = |outcome| Finding { outcome, ttl: SimDuration::ZERO, aliased };
            match self.failure_of(&current) {
                Some(Failure::ServFail) => return failed(Outcome::ServFail),
                Some(Failure::NxDomain) => return failed(Outcome::NxDomain),
                Some(Failure::Timeout) => return failed(Outcome::Timeout),
                None => {}
            }
            let records = self.records(&current);
            let wanted = records.iter().filter(|record| record.data.rtype() == rtype);
            if let Some(shortest) = wanted.clone().map(|record| record.ttl).min() {
                let records = wanted.map(|record| record.data.clone()).collect();
                let set = RecordSet { canonical: current, records };
                let ttl = shorter(ttl, shortest);
                return Finding { outcome: Outcome::Records(Arc::new(set)), ttl, aliased };
            }
            let alias = records.iter().find_map(|record| match &record.data {
                RecordData::Cname(target) => Some((target.clone(), record.ttl)),
                _ => None,
            });
            let Some((target, alias_ttl)) = alias else {
                let there = self.exists(&current);
                let outcome = if there { Outcome::NoData } else { Outcome::NxDomain };
                return Finding {
                    outcome,
                    ttl: shorter(ttl, self.negative_ttl(&current)),
                    aliased,
                };
            };
            ttl = Some(shorter(ttl, alias_ttl));
            passed.push(core::mem::replace(&mut current, target));
            if passed.len() > CNAME_CHAIN_MAX || passed.contains(&current) {
                return failed(Outcome::ServFail);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::new(text).expect("a name")
    }

    fn secs(secs: u64) -> SimDuration {
        SimDuration::from_secs(secs)
    }

    fn a(last: u8) -> RecordData {
        RecordData::A(Ipv4Addr::new(192, 0, 2, last))
    }

    fn zones(records: &[(&str, u64, RecordData)]) -> Zones {
        let mut zones = Zones::default();
        for (owner, ttl, data) in records {
            zones.add(name(owner), Record { ttl: secs(*ttl), data: data.clone() });
        }
        zones
    }

    fn found(zones: &Zones, owner: &str, rtype: RecordType) -> (Outcome, SimDuration) {
        let finding = zones.find(&name(owner), rtype);
        (finding.outcome, finding.ttl)
    }

    #[test]
    fn records_in_the_order_of_the_zone_with_the_shortest_ttl() {
        let mx = |preference, exchange| RecordData::Mx { preference, exchange: name(exchange) };
        let zones = zones(&[
            ("example.org", 600, mx(20, "b.example.org")),
            ("example.org", 60, mx(10, "a.example.org")),
            ("example.org", 10, a(1)),
        ]);
        let (outcome, ttl) = found(&zones, "EXAMPLE.org", RecordType::Mx);
        let Outcome::Records(set) = outcome else { panic!("{outcome:?}") };
        let exchanges: Vec<_> = set.exchanges().map(|(p, n)| (p, n.as_str())).collect();
        assert_eq!(exchanges, [(20, "b.example.org"), (10, "a.example.org")]);
        assert_eq!((set.canonical.as_str(), ttl), ("example.org", secs(60)));
    }

    #[test]
    fn nothing_there_or_nothing_of_that_type() {
        let mut zones = zones(&[("a.b.example.org", 60, a(1))]);
        zones.set_zone(name("example.org"), ZoneSettings { negative_ttl: secs(7) });
        let mx = RecordType::Mx;
        assert_eq!(found(&zones, "a.b.example.org", mx), (Outcome::NoData, secs(7)));
        assert_eq!(found(&zones, "b.example.org", mx), (Outcome::NoData, secs(7)), "between");
        assert_eq!(found(&zones, "x.example.org", mx), (Outcome::NxDomain, secs(7)));
        assert_eq!(found(&zones, "aa.b.example.org", mx), (Outcome::NxDomain, secs(7)));
        assert_eq!(found(&zones, "example.net", mx), (Outcome::NxDomain, secs(300)));
        assert_eq!(zones.remove(&name("a.b.example.org"), RecordType::A), 1);
        assert_eq!(found(&zones, "b.example.org", mx).0, Outcome::NxDomain);
    }

    #[test]
    fn aliases_are_followed() {
        let cname = |target| RecordData::Cname(name(target));
        let zones = zones(&[
            ("www.example.org", 30, cname("web.example.org")),
            ("web.example.org", 90, a(1)),
            ("gone.example.org", 30, cname("nowhere.example.org")),
        ]);
        let (outcome, ttl) = found(&zones, "www.example.org", RecordType::A);
        let Outcome::Records(set) = outcome else { panic!("{outcome:?}") };
        assert_eq!((set.canonical.as_str(), ttl), ("web.example.org", secs(30)));
        let (outcome, _) = found(&zones, "www.example.org", RecordType::Cname);
        let Outcome::Records(set) = outcome else { panic!("{outcome:?}") };
        assert_eq!(set.targets().next(), Some(&name("web.example.org")));
        let lost = zones.find(&name("gone.example.org"), RecordType::A);
        assert_eq!((lost.outcome, lost.ttl, lost.aliased), (Outcome::NxDomain, secs(30), true));
    }

    #[test]
    fn alias_loops_and_long_chains_fail() {
        let cname = |target: &str| RecordData::Cname(name(target));
        let looped =
            zones(&[("a.example", 60, cname("b.example")), ("b.example", 60, cname("a.example"))]);
        assert_eq!(found(&looped, "a.example", RecordType::A).0, Outcome::ServFail);
        let own = zones(&[("a.example", 60, cname("a.example"))]);
        assert_eq!(found(&own, "a.example", RecordType::A).0, Outcome::ServFail);
        let chain = |len: usize| {
            let mut records = vec![(format!("n{len}.example"), 60, a(1))];
            for n in 0..len {
                records.push((format!("n{n}.example"), 60, cname(&format!("n{}.example", n + 1))));
            }
            let records: Vec<_> =
                records.iter().map(|(n, t, d)| (n.as_str(), *t, d.clone())).collect();
            found(&zones(&records), "n0.example", RecordType::A).0
        };
        assert!(matches!(chain(CNAME_CHAIN_MAX), Outcome::Records(_)));
        assert_eq!(chain(CNAME_CHAIN_MAX + 1), Outcome::ServFail);
    }

    #[test]
    fn failures_come_and_go() {
        let mut zones = zones(&[("a.example.org", 60, a(1)), ("b.example.org", 60, a(2))]);
        let zone = FailureScope::Within(name("example.org"));
        let one = FailureScope::Name(name("a.example.org"));
        zones.set_failure(zone.clone(), Failure::ServFail);
        zones.set_failure(one.clone(), Failure::Timeout);
        assert_eq!(found(&zones, "a.example.org", RecordType::A).0, Outcome::Timeout);
        assert_eq!(found(&zones, "b.example.org", RecordType::A).0, Outcome::ServFail);
        assert_eq!(found(&zones, "example.net", RecordType::A).0, Outcome::NxDomain);
        assert_eq!(zones.failures().count(), 2);
        zones.clear_failure(zone);
        zones.clear_failure(one);
        assert!(matches!(found(&zones, "a.example.org", RecordType::A).0, Outcome::Records(_)));
        zones.set_failure(FailureScope::Within(Name::ROOT), Failure::Timeout);
        assert_eq!(found(&zones, "example.net", RecordType::A).0, Outcome::Timeout);
    }

    #[test]
    fn adding_twice_changes_the_ttl_only() {
        let mut zones = zones(&[("a.example", 60, a(1)), ("a.example", 90, a(1))]);
        assert_eq!(zones.records(&name("a.example")), [Record { ttl: secs(90), data: a(1) }]);
        assert_eq!(zones.iter().count(), 1);
        assert_eq!(zones.remove(&name("a.example"), RecordType::Mx), 0);
        assert_eq!(zones.remove(&name("a.example"), RecordType::A), 1);
        assert!(!zones.exists(&name("a.example")));
    }
}
