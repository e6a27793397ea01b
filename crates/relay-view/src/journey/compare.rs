//! How messages ended in two runs of one world.

use std::collections::BTreeMap;

use relay_kernel::SimTime;
use relay_mail::{language::words, say};
use relayscope::trace::{HostId, Trace};

use super::{Copy, Fate, journeys};
use crate::cast::Cast;
use crate::clock;

/// A message that ended differently in two runs of one world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What its Subject field says.
    pub subject: String,
    /// For whom it was.
    pub recipient: String,
    /// How it ended in the first run; empty where there was no such message.
    pub first: String,
    /// How it ended in the second run.
    pub second: String,
}

/// Subject, address, and the how-many-eth message with both it is.
type Key = (String, String, usize);

/// How one recipient of a message ended: several hosts may hold a copy at last, or one host two.
type Ending = Vec<Last>;

/// A copy that was passed on to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Last {
    host: HostId,
    fate: Fate,
    /// Which programs collected it, each with the first time.
    collected: Vec<(HostId, SimTime)>,
}

/// Which messages of two runs ended differently, or at another time.
pub fn compare(cast: &Cast, first: &Trace, second: &Trace) -> Vec<Difference> {
    let (first, second) = (endings(first), endings(second));
    let mut keys: Vec<&Key> = first.keys().chain(second.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let told = |one: Option<&Ending>, other: Option<&Ending>| {
        let is_collected = |all: &Ending| all.iter().any(|last| !last.collected.is_empty());
        let is_collected = other.is_some_and(is_collected);
        one.map(|all| ending(cast, all, is_collected)).unwrap_or_default()
    };
    keys.into_iter()
        .map(|key| (key, first.get(key), second.get(key)))
        .map(|(key, first, second)| Difference {
            subject: key.0.clone(),
            recipient: key.1.clone(),
            first: told(first, second),
            second: told(second, first),
        })
        .filter(|difference| difference.first != difference.second)
        .collect()
}

/// How each recipient of each message ended.
fn endings(trace: &Trace) -> BTreeMap<Key, Ending> {
    let mut endings = BTreeMap::new();
    for journey in journeys(trace, trace.records().len()) {
        let mut own: BTreeMap<String, Ending> = BTreeMap::new();
        for copy in &journey.copies {
            for (path, last) in lasts(copy) {
                own.entry(path).or_default().push(last);
            }
        }
        for (path, mut ending) in own {
            // Of a message that two hosts hold, the copy that arrived is told first.
            ending.sort_by_key(|last| match last.fate {
                Fate::Delivered(_) => 0,
                Fate::GivenUp(_) => 1,
                Fate::Waiting { .. } | Fate::Queued => 2,
                Fate::PassedOn(_) => 3,
            });
            let same = |key: &&Key| key.0 == journey.subject && key.1 == path;
            let nth = endings.keys().filter(same).count();
            endings.insert((journey.subject.clone(), path, nth), ending);
        }
    }
    endings
}

/// The recipients of a copy that no other copy tells the rest of.
fn lasts(copy: &Copy) -> impl Iterator<Item = (String, Last)> {
    let all = copy.recipients.iter().enumerate();
    all.filter(|(_, (_, fate))| !matches!(fate, Fate::PassedOn(_))).map(|(place, (path, fate))| {
        let collected = copy.collected.get(&place).cloned().unwrap_or_default();
        (path.clone(), Last { host: copy.host, fate: fate.clone(), collected })
    })
}

/// An ending in words. Where the other run's was `collected`, this says when it was not.
fn ending(cast: &Cast, ending: &Ending, collected: bool) -> String {
    let parts: Vec<String> = ending.iter().map(|last| told(cast, last, collected)).collect();
    parts.join(words("; besides, ", "; außerdem ").in_(cast.language))
}

fn told(cast: &Cast, last: &Last, collected: bool) -> String {
    let (language, host) = (cast.language, cast.name(last.host));
    let when = |at: SimTime| clock::dated(cast.clock(), at, SimTime::START);
    let mut text = match last.fate {
        Fate::Queued => {
            say!(language, "still in the queue of {host}", "noch in der Warteschlange von {host}")
        }
        Fate::Waiting { .. } => say!(language, "waits at {host}", "wartet bei {host}"),
        // It is none of those that are told of.
        Fate::PassedOn(_) => String::new(),
        Fate::Delivered(at) => {
            say!(language, "delivered at {host}, {}", "zugestellt bei {host}, {}", when(at))
        }
        Fate::GivenUp(at) => {
            say!(language, "given up at {host}, {}", "unzustellbar bei {host}, {}", when(at))
        }
    };
    for &(program, at) in &last.collected {
        let program = cast.name(program);
        text += &say!(
            language,
            "; collected by {program}, {}",
            "; abgeholt von {program}, {}",
            when(at)
        );
    }
    if collected && last.collected.is_empty() && matches!(last.fate, Fate::Delivered(_)) {
        text += words("; not collected", "; nicht abgeholt").in_(language);
    }
    text
}
