//! Sorting where size counts and speed does not.
//!
//! The standard library's sort is compiled anew for every type of item and every order, five kilobytes
//! each time. Here one sort of places serves all.

use core::cmp::Ordering;

/// Sorts by a key; equals keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The items in their order, each of them once.
pub fn distinct<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    sort_by(&mut items, T::cmp);
    items.dedup();
    items
}

fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = places(items.len(), &|a, b| compare(&items[a], &items[b]));
    for at in 0..order.len() {
        // What lay there may have been moved on, and then where it went says where to.
        let mut from = order[at];
        while from < at {
            from = order[from];
        }
        items.swap(at, from);
    }
}

/// The places of `count` items in the order of the items.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Rng, Stream};

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut rng = Rng::new(5, Stream(0));
        for count in [0, 1, 2, 3, 10, 500] {
            let mut items: Vec<(u64, u64)> = (0..count).map(|n| (rng.below(20), n)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn what_is_there_twice_is_kept_once() {
        assert_eq!(distinct(vec![3, 1, 2, 3, 1]), [1, 2, 3]);
    }
}
