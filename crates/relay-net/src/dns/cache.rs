//! What a resolver remembers, and for how long.

use std::collections::BTreeMap;

use relay_kernel::{SimDuration, SimTime};

use super::{Name, Outcome, RecordType};
use crate::limit::CACHE_ENTRIES_MAX;

/// Number of [`RecordType`]s.
const TYPES: usize = RecordType::ALL.len();

/// An answer in a resolver's cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheEntry {
    /// The name that was asked for.
    pub name: Name,
    /// The type that was asked for; `None` when the name does not exist, which answers them all
    /// (RFC 2308 section 5).
    pub rtype: Option<RecordType>,
    /// The answer.
    pub outcome: Outcome,
    /// For how long it is still good.
    pub ttl: SimDuration,
}

#[derive(Clone, Debug)]
struct Kept {
    outcome: Outcome,
    expires_at: SimTime,
}

/// What is remembered of a name: an answer for each type, and one for all when it does not exist.
type Shelf = [Option<Kept>; TYPES + 1];

/// The place on a shelf.
fn place(rtype: Option<RecordType>) -> usize {
    rtype.map_or(TYPES, RecordType::index)
}

/// A cache with room for [`CACHE_ENTRIES_MAX`] answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache {
    shelves: BTreeMap<Name, Shelf>,
    len: usize,
}

impl Cache {
    /// A remembered answer and for how long it is still good. It is good before the moment at
    /// which it expires.
    pub(super) fn get(
        &self,
        now: SimTime,
        name: &str,
        rtype: RecordType,
    ) -> Option<(&Outcome, SimDuration)> {
        let shelf = self.shelves.get(name)?;
        [None, Some(rtype)].into_iter().find_map(|rtype| {
            let kept = shelf[place(rtype)].as_ref().filter(|kept| kept.expires_at > now)?;
            Some((&kept.outcome, kept.expires_at.since(now)))
        })
    }

    /// Remembers an answer; one that is good for no time is not kept.
    pub(super) fn put(
        &mut self,
        now: SimTime,
        name: &Name,
        rtype: Option<RecordType>,
        outcome: &Outcome,
        ttl: SimDuration,
    ) {
        if ttl.is_zero() {
            return;
        }
        if self.len >= CACHE_ENTRIES_MAX {
            self.make_room(now);
        }
        let kept = Kept { outcome: outcome.clone(), expires_at: now + ttl };
        let shelf = self.shelves.entry(name.clone()).or_default();
        if shelf[place(rtype)].replace(kept).is_none() {
            self.len += 1;
        }
    }

    /// Forgets what has expired, and what would expire first if that is not enough.
    fn make_room(&mut self, now: SimTime) {
        self.keep(|kept| kept.expires_at > now);
        if self.len < CACHE_ENTRIES_MAX {
            return;
        }
        let all = self.shelves.values().flatten().flatten();
        let Some(first) = all.map(|kept| kept.expires_at).min() else {
            return;
        };
        let mut gone = false;
        self.keep(|kept| {
            let goes = !gone && kept.expires_at == first;
            gone |= goes;
            !goes
        });
    }

    fn keep(&mut self, mut good: impl FnMut(&Kept) -> bool) {
        let mut len = 0;
        self.shelves.retain(|_, shelf| {
            for kept in shelf.iter_mut() {
                if kept.as_ref().is_some_and(|kept| !good(kept)) {
                    *kept = None;
                }
            }
            let left = shelf.iter().flatten().count();
            len += left;
            left > 0
        });
        self.len = len;
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The answers that are still good, by name and type.
    pub(super) fn entries(&self, now: SimTime) -> impl Iterator<Item = CacheEntry> {
        let types = RecordType::ALL.into_iter().map(Some).chain([None]);
        self.shelves.iter().flat_map(move |(name, shelf)| {
            types.clone().zip(shelf).filter_map(move |(rtype, kept)| {
                let kept = kept.as_ref().filter(|kept| kept.expires_at > now)?;
                let ttl = kept.expires_at.since(now);
                Some(CacheEntry { name: name.clone(), rtype, outcome: kept.outcome.clone(), ttl })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(n: usize) -> Name {
        Name::new(&format!("n{n}.example")).expect("a name")
    }

    fn at(secs: u64) -> SimTime {
        SimTime::START + SimDuration::from_secs(secs)
    }

    const MINUTE: SimDuration = SimDuration::from_mins(1);

    #[test]
    fn an_answer_is_good_until_it_expires() {
        let mut cache = Cache::default();
        cache.put(at(0), &name(1), Some(RecordType::A), &Outcome::NoData, MINUTE);
        let good = cache.get(at(59), name(1).as_str(), RecordType::A);
        assert_eq!(good, Some((&Outcome::NoData, SimDuration::from_secs(1))));
        assert_eq!(cache.get(at(60), name(1).as_str(), RecordType::A), None);
        assert_eq!(cache.get(at(0), name(1).as_str(), RecordType::Mx), None);
        assert_eq!(cache.entries(at(59)).count(), 1);
        assert_eq!(cache.entries(at(60)).count(), 0);
    }

    #[test]
    fn a_name_that_does_not_exist_has_nothing_of_any_type() {
        let mut cache = Cache::default();
        cache.put(at(0), &name(1), None, &Outcome::NxDomain, MINUTE);
        for rtype in RecordType::ALL {
            assert_eq!(
                cache.get(at(1), name(1).as_str(), rtype).map(|got| got.0),
                Some(&Outcome::NxDomain)
            );
        }
    }

    #[test]
    fn no_time_is_not_kept() {
        let mut cache = Cache::default();
        cache.put(at(0), &name(1), None, &Outcome::NxDomain, SimDuration::ZERO);
        assert_eq!(cache.entries(at(0)).count(), 0);
    }

    #[test]
    fn what_expires_first_makes_room() {
        let mut cache = Cache::default();
        for n in 0..=CACHE_ENTRIES_MAX {
            let ttl = MINUTE + SimDuration::from_secs(u64::from(n != 5));
            cache.put(at(0), &name(n), Some(RecordType::A), &Outcome::NoData, ttl);
        }
        assert_eq!(cache.entries(at(0)).count(), CACHE_ENTRIES_MAX);
        assert_eq!(cache.get(at(0), name(5).as_str(), RecordType::A), None);
        cache.put(at(61), &name(0), Some(RecordType::A), &Outcome::NoData, MINUTE);
        assert_eq!(cache.len, 1, "what has expired is swept first");
    }
}
