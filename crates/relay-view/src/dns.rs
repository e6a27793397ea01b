//! The domain system at one position: the zones, the failures that are on, and what the resolver
//! of each host remembers, with the time for which it still does.

use relay_kernel::{RecordId, SimTime};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relay_net::NetHostId;
use relay_net::dns::{CacheEntry, Failure, FailureScope, Name, Outcome, RecordData, Zones};
use relayscope::World;
use relayscope::command::Command;
use relayscope::trace::{HostId, Kind, Trace};

use crate::cast::Cast;
use crate::clock;

/// Rows of one table that are shown at most.
pub const ROWS_MAX: usize = 200;

/// The domain system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dns {
    /// The records, by the last two labels of their names.
    pub zones: Vec<Zone>,
    /// The failures that are on.
    pub failures: Vec<Failing>,
    /// What each host remembers, in the order of the scenario.
    pub caches: Vec<Cache>,
}

/// Records whose names end alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Zone {
    /// The labels that they share.
    pub apex: String,
    /// The records, a name before those below it.
    pub records: Vec<Entry>,
}

/// A record of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// `A`, `MX`, `CNAME`, `TXT` or `PTR`.
    pub rtype: &'static str,
    /// What it says.
    pub data: String,
    /// How long resolvers may keep it.
    pub ttl: String,
    /// How questions about the name fail now; empty when they do not.
    pub fails: &'static str,
}

/// A failure that is on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Failing {
    /// What fails and how, in a sentence.
    pub text: String,
    /// The record of the command that switched it on.
    pub because: Option<RecordId>,
}

/// What the resolver of a host remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// Which host.
    pub host: HostId,
    /// Its name.
    pub host_name: String,
    /// The answers, at most [`ROWS_MAX`].
    pub answers: Vec<Remembered>,
}

/// A remembered answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The name that was asked for.
    pub name: String,
    /// The type that was asked for; `all` when the name does not exist (RFC 2308 §5).
    pub rtype: &'static str,
    /// The answer.
    pub answer: String,
    /// For how long it is still good.
    pub left: String,
    /// The record of the question that brought it.
    pub because: Option<RecordId>,
}

impl Dns {
    /// The domain system of `world` after `records` records, at `now`.
    pub fn new(cast: &Cast, trace: &Trace, world: &World, records: usize, now: SimTime) -> Self {
        let dns = world.network().dns();
        let zones = dns.zones();
        let failures = zones.failures().map(|(scope, failure)| {
            let (FailureScope::Name(name) | FailureScope::Within(name)) = &scope;
            Failing {
                text: fails_sentence(cast.language, &scope, failure),
                because: switched_on(trace, records, name),
            }
        });
        let caches = cast.hosts().map(|(id, host)| {
            let entries = dns.cache(NetHostId(id.0), now).take(ROWS_MAX);
            Cache {
                host: id,
                host_name: host.name.clone(),
                answers: entries
                    .map(|it| remembered(cast.language, trace, records, id, &it))
                    .collect(),
            }
        });
        Self {
            failures: failures.collect(),
            caches: caches.collect(),
            zones: by_apex(cast.language, zones),
        }
    }
}

/// The records in groups.
fn by_apex(language: Language, all: &Zones) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    for (name, record) in all.iter().take(ROWS_MAX) {
        let apex = apex(name);
        let entry = Entry {
            name: name.to_string(),
            rtype: record.data.rtype().as_str(),
            data: data(language, &record.data),
            ttl: clock::span(language, record.ttl),
            fails: all.failure_of(name).map_or("", |failure| fails(language, failure)),
        };
        match zones.last_mut() {
            Some(zone) if zone.apex == apex => zone.records.push(entry),
            _ => zones.push(Zone { apex, records: vec![entry] }),
        }
    }
    zones
}

/// The last two labels of a name. Where zones are cut is not simulated; most are cut there.
fn apex(name: &Name) -> String {
    let mut labels: Vec<&str> = name.labels().rev().take(2).collect();
    labels.reverse();
    if labels.is_empty() { ".".to_owned() } else { labels.join(".") }
}

fn data(language: Language, data: &RecordData) -> String {
    match data {
        RecordData::A(addr) => addr.to_string(),
        RecordData::Mx { preference, exchange } if exchange.is_root() => {
            say!(
                language,
                "{preference} . (takes no mail, RFC 7505)",
                "{preference} . (nimmt keine Mail an, RFC 7505)"
            )
        }
        RecordData::Mx { preference, exchange } => format!("{preference} {exchange}"),
        RecordData::Cname(name) | RecordData::Ptr(name) => name.to_string(),
        RecordData::Txt(text) => crate::plain::line(text.as_bytes()),
    }
}

fn fails(language: Language, failure: Failure) -> &'static str {
    match failure {
        Failure::ServFail => {
            words("the name server fails (SERVFAIL)", "der Nameserver versagt (SERVFAIL)")
                .in_(language)
        }
        Failure::NxDomain => {
            words("no such name, they say (NXDOMAIN)", "den Namen soll es nicht geben (NXDOMAIN)")
                .in_(language)
        }
        Failure::Timeout => words("no answer comes", "es kommt keine Antwort").in_(language),
    }
}

fn fails_sentence(language: Language, scope: &FailureScope, failure: Failure) -> String {
    let what = match scope {
        FailureScope::Name(name) => name.to_string(),
        FailureScope::Within(name) if name.is_root() => say!(language, "every name", "allen Namen"),
        FailureScope::Within(name) => {
            say!(language, "{name} and all below it", "{name} und allem darunter")
        }
    };
    say!(
        language,
        "Questions about {what}: {}.",
        "Fragen nach {what}: {}.",
        fails(language, failure)
    )
}

/// The last command that let questions about a name fail.
fn switched_on(trace: &Trace, records: usize, name: &Name) -> Option<RecordId> {
    last(trace, records, |_, kind| match kind {
        Kind::Command(id) => match trace.command(*id) {
            Command::FailDns(failing, _) if trace.effect(*id).changes() => {
                relayscope::dns_name(failing).as_ref() == Some(name)
            }
            _ => false,
        },
        _ => false,
    })
}

/// The last of the first `records` records of which `such` is true.
fn last(trace: &Trace, records: usize, such: impl Fn(HostId, &Kind) -> bool) -> Option<RecordId> {
    let before = trace.records().get(..records)?;
    let at = before.iter().rposition(|record| such(record.host, &record.kind))?;
    Some(RecordId::from_index(at))
}

fn remembered(
    language: Language,
    trace: &Trace,
    records: usize,
    host: HostId,
    entry: &CacheEntry,
) -> Remembered {
    let rtype =
        entry.rtype.map_or(words("all", "alle").in_(language), relay_net::dns::RecordType::as_str);
    let name = entry.name.as_str();
    let because = last(trace, records, |at, kind| {
        let Kind::Lookup { question, .. } = kind else { return false };
        let asked = trace.name(*question).split_once(' ');
        at == host
            && asked.is_some_and(|(of, about)| {
                about.eq_ignore_ascii_case(name) && (entry.rtype.is_none() || of == rtype)
            })
    });
    let answer = match &entry.outcome {
        Outcome::Records(set) => {
            let all =
                set.records.iter().map(|it| data(language, it)).collect::<Vec<_>>().join(", ");
            if set.canonical == entry.name {
                all
            } else {
                say!(language, "{all} (as {})", "{all} (als {})", set.canonical)
            }
        }
        Outcome::NoData => say!(language, "no such record", "kein solcher Eintrag"),
        Outcome::NxDomain => {
            say!(language, "no such name (NXDOMAIN)", "kein solcher Name (NXDOMAIN)")
        }
        Outcome::ServFail => say!(
            language,
            "the name server failed (SERVFAIL)",
            "der Nameserver hat versagt (SERVFAIL)"
        ),
        Outcome::Timeout => say!(language, "no answer came", "es kam keine Antwort"),
    };
    Remembered {
        name: name.to_owned(),
        rtype,
        answer,
        left: clock::span(language, entry.ttl),
        because,
    }
}
