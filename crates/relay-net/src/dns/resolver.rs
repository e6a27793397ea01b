//! The resolvers of the hosts and the questions under way.

use relay_kernel::{SimDuration, SimTime};

use super::cache::Cache;
use super::{CacheEntry, Failure, FailureScope, Name, Outcome, RecordType, Zones};
use crate::NetHostId;
use crate::limit::{FAILURE_TTL_MAX, QUERIES_MAX};

/// A question that a host has asked. A stale id is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryId {
    serial: u32,
    slot: u32,
}

impl QueryId {
    /// The number of this question in the run, from 1 up in the order of asking. No other question
    /// of the run has it.
    pub const fn serial(self) -> u32 {
        self.serial
    }
}

/// What a resolver says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer itself.
    pub outcome: Outcome,
    /// Whether the resolver remembered it and asked nobody.
    pub from_cache: bool,
    /// For how long the resolver may still give the same answer.
    pub ttl: SimDuration,
}

/// How a question went.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The answer is here.
    Now(Answer),
    /// It comes later.
    Later(QueryId),
}

/// How resolvers behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolverSettings {
    /// Time until the answer to a question that is not cached.
    pub latency: SimDuration,
    /// Time until a resolver stops waiting for an answer.
    pub timeout: SimDuration,
    /// How long a failure is remembered, at most [`FAILURE_TTL_MAX`] (RFC 2308 section 7).
    pub failure_ttl: SimDuration,
}

impl Default for ResolverSettings {
    /// 10 ms; 10 s, which is two tries of 5 s as the C library does; failures for 1 s as BIND does.
    fn default() -> Self {
        Self {
            latency: SimDuration::from_millis(10),
            timeout: SimDuration::from_secs(10),
            failure_ttl: SimDuration::from_secs(1),
        }
    }
}

/// A host's resolver.
#[derive(Clone, Debug, Default)]
struct Resolver {
    settings: ResolverSettings,
    cache: Cache,
    failure: Option<Failure>,
}

/// A question under way. The slot is free when the serial is 0.
#[derive(Clone, Debug)]
struct Pending {
    serial: u32,
    host: NetHostId,
    name: Name,
    rtype: RecordType,
    asked_at: SimTime,
    due: SimTime,
    /// What the cache keeps the answer for; `None` is every type.
    kept_for: Option<RecordType>,
    answer: Answer,
    /// Whether the answer has arrived and may be taken.
    arrived: bool,
}

/// What the servers say to a question.
struct Found {
    answer: Answer,
    /// How long the resolver waits for it.
    spent: SimDuration,
    kept_for: Option<RecordType>,
}

/// The zones of the world and a resolver for each host.
#[derive(Clone, Debug, Default)]
pub struct Dns {
    zones: Zones,
    resolvers: Vec<Resolver>,
    pending: Vec<Pending>,
    free: Vec<u32>,
    last_serial: u32,
}

impl Dns {
    /// What DNS knows.
    pub fn zones(&self) -> &Zones {
        &self.zones
    }

    /// What DNS knows, to be changed. Resolvers notice when what they remember has expired.
    pub fn zones_mut(&mut self) -> &mut Zones {
        &mut self.zones
    }

    /// How the resolver of a host behaves.
    pub fn settings(&self, host: NetHostId) -> ResolverSettings {
        self.resolvers[host.index()].settings
    }

    /// Changes how the resolver of a host behaves.
    pub fn set_settings(&mut self, host: NetHostId, settings: ResolverSettings) {
        self.resolvers[host.index()].settings = settings;
    }

    /// Makes all questions of one host fail that its cache cannot answer, or ends that.
    pub fn set_host_failure(&mut self, host: NetHostId, failure: Option<Failure>) {
        self.resolvers[host.index()].failure = failure;
    }

    /// The failure that is on for all questions of a host.
    pub fn host_failure(&self, host: NetHostId) -> Option<Failure> {
        self.resolvers[host.index()].failure
    }

    /// What the resolver of a host remembers now, by name and type.
    pub fn cache(&self, host: NetHostId, now: SimTime) -> impl Iterator<Item = CacheEntry> {
        self.resolvers[host.index()].cache.entries(now)
    }

    /// Empties the cache of a host.
    pub fn flush_cache(&mut self, host: NetHostId) {
        self.resolvers[host.index()].cache.clear();
    }

    pub(crate) fn add_host(&mut self) {
        self.resolvers.push(Resolver::default());
    }

    /// The host has gone down: its resolver forgets everything.
    pub(crate) fn forget(&mut self, host: NetHostId) {
        self.flush_cache(host);
        for (slot, pending) in self.pending.iter_mut().enumerate() {
            if pending.serial != 0 && pending.host == host {
                pending.serial = 0;
                self.free.push(u32::try_from(slot).expect("questions are bounded"));
            }
        }
    }

    /// What the resolver of `host` remembers of a name, which is not looked at closely: one that is
    /// not in lower case, or is none at all, is not remembered.
    pub fn recall(
        &self,
        now: SimTime,
        host: NetHostId,
        name: &str,
        rtype: RecordType,
    ) -> Option<&Outcome> {
        self.resolvers[host.index()].cache.get(now, name, rtype).map(|(outcome, _)| outcome)
    }

    /// Answers from the cache, or says when the answer comes. `online` is whether the host can
    /// reach anybody.
    pub(crate) fn query(
        &mut self,
        now: SimTime,
        host: NetHostId,
        name: &Name,
        rtype: RecordType,
        online: bool,
    ) -> (Answered, SimTime) {
        let resolver = &mut self.resolvers[host.index()];
        if let Some((outcome, ttl)) = resolver.cache.get(now, name.as_str(), rtype) {
            let answer = Answer { outcome: outcome.clone(), from_cache: true, ttl };
            return (Answered::Now(answer), now);
        }
        if self.pending.len() - self.free.len() >= QUERIES_MAX {
            let outcome = Outcome::ServFail;
            let answer = Answer { outcome, from_cache: false, ttl: SimDuration::ZERO };
            return (Answered::Now(answer), now);
        }
        let found = self.find(host, name, rtype, online);
        let at = now + found.spent;
        let pending = Pending {
            serial: 0,
            host,
            name: name.clone(),
            rtype,
            asked_at: now,
            due: at,
            kept_for: found.kept_for,
            answer: found.answer,
            arrived: false,
        };
        (Answered::Later(self.open(pending)), at)
    }

    /// What the servers say to a question now.
    fn find(&self, host: NetHostId, name: &Name, rtype: RecordType, online: bool) -> Found {
        let resolver = &self.resolvers[host.index()];
        let settings = resolver.settings;
        let failure = if online { resolver.failure } else { Some(Failure::Timeout) };
        let (outcome, found_ttl, aliased) = match failure {
            Some(Failure::ServFail) => (Outcome::ServFail, SimDuration::ZERO, false),
            Some(Failure::NxDomain) => (Outcome::NxDomain, SimDuration::ZERO, false),
            Some(Failure::Timeout) => (Outcome::Timeout, SimDuration::ZERO, false),
            None => {
                let finding = self.zones.find(name, rtype);
                (finding.outcome, finding.ttl, finding.aliased)
            }
        };
        let failure_ttl = settings.failure_ttl.min(FAILURE_TTL_MAX);
        let (spent, ttl) = match outcome {
            Outcome::Timeout => (settings.timeout, failure_ttl),
            Outcome::ServFail => (settings.latency, failure_ttl),
            _ => (settings.latency, found_ttl),
        };
        // That a name does not exist holds for every type, unless an alias led there.
        let whole_name = outcome == Outcome::NxDomain && !aliased;
        let kept_for = (!whole_name).then_some(rtype);
        Found { answer: Answer { outcome, from_cache: false, ttl }, spent, kept_for }
    }

    /// Switches a failure on or off, which is at work from this moment: a question whose answer has
    /// not arrived gets what the servers say now. One that nobody answers stays so, since its
    /// resolver waits already. Says which answers come later for it, and when.
    pub(crate) fn fail(
        &mut self,
        now: SimTime,
        scope: FailureScope,
        failure: Option<Failure>,
    ) -> Vec<(QueryId, SimTime)> {
        match failure {
            Some(failure) => self.zones.set_failure(scope, failure),
            None => self.zones.clear_failure(scope),
        }
        let mut later = Vec::new();
        for slot in 0..self.pending.len() {
            let Pending { serial, host, rtype, asked_at, due, .. } = self.pending[slot];
            let held = &self.pending[slot];
            let waits = serial != 0 && !held.arrived && held.answer.outcome != Outcome::Timeout;
            if !waits {
                continue;
            }
            let found = self.find(host, &held.name, rtype, true);
            let at = (asked_at + found.spent).max(now);
            let held = &mut self.pending[slot];
            (held.answer, held.kept_for) = (found.answer, found.kept_for);
            if at > due {
                held.due = at;
                let slot = u32::try_from(slot).expect("questions are bounded");
                later.push((QueryId { serial, slot }, at));
            }
        }
        later
    }

    fn open(&mut self, pending: Pending) -> QueryId {
        self.last_serial = self.last_serial.checked_add(1).expect("fewer than u32::MAX questions");
        let pending = Pending { serial: self.last_serial, ..pending };
        let serial = pending.serial;
        let slot = if let Some(slot) = self.free.pop() {
            self.pending[slot as usize] = pending;
            slot
        } else {
            self.pending.push(pending);
            u32::try_from(self.pending.len() - 1).expect("questions are bounded")
        };
        QueryId { serial, slot }
    }

    /// The answer arrives: the resolver remembers it. Says which host has asked, if it still waits.
    pub(crate) fn arrive(&mut self, now: SimTime, query: QueryId) -> Option<NetHostId> {
        let pending = self.pending.get_mut(query.slot as usize)?;
        if pending.serial != query.serial || pending.arrived || now < pending.due {
            return None;
        }
        pending.arrived = true;
        let cache = &mut self.resolvers[pending.host.index()].cache;
        let Answer { outcome, ttl, .. } = &pending.answer;
        cache.put(now, &pending.name, pending.kept_for, outcome, *ttl);
        Some(pending.host)
    }

    /// An answer that has arrived; once.
    pub(crate) fn take_answer(&mut self, query: QueryId) -> Option<Answer> {
        let pending = self.pending.get_mut(query.slot as usize)?;
        if pending.serial != query.serial || !pending.arrived {
            return None;
        }
        pending.serial = 0;
        self.free.push(query.slot);
        Some(pending.answer.clone())
    }
}
