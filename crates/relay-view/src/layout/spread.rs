//! Places along one side, in integers.

use core::ops::RangeInclusive;

use super::{GAP, MARGIN};

/// How many cards stand side by side.
pub(super) fn per_row(width: i32, card: i32) -> usize {
    usize::try_from((width - 2 * MARGIN + GAP) / (card + GAP)).unwrap_or(1).max(1)
}

/// The middle of the part `at` of `count` equal parts of `length`.
pub(super) fn even(length: i32, count: usize, at: usize) -> i32 {
    let (count, at) = (i32::try_from(count).unwrap_or(1).max(1), i32::try_from(at).unwrap_or(0));
    length * (2 * at + 1) / (2 * count)
}

/// Places near the `wanted` ones (in rising order), at least `distance` apart and within `room` as
/// far as that goes.
pub(super) fn apart(wanted: &[i32], distance: i32, room: RangeInclusive<i32>) -> Vec<i32> {
    let mut places: Vec<i32> = Vec::with_capacity(wanted.len());
    // Groups that touch share their displacement, so that two who want one place stand on both
    // sides of it.
    let mut at = 0;
    while at < wanted.len() {
        let mut end = at + 1;
        while end < wanted.len() && wanted[end] - wanted[end - 1] < distance {
            end += 1;
        }
        let group = &wanted[at..end];
        let count = i32::try_from(group.len()).unwrap_or(1);
        let mean = group.iter().sum::<i32>() / count;
        let first = mean - distance * (count - 1) / 2;
        places.extend((0..count).map(|nth| first + nth * distance));
        at = end;
    }
    for at in 1..places.len() {
        places[at] = places[at].max(places[at - 1] + distance);
    }
    let mut limit = *room.end();
    for place in places.iter_mut().rev() {
        *place = (*place).min(limit);
        limit = *place - distance;
    }
    let mut limit = *room.start();
    for place in &mut places {
        *place = (*place).max(limit);
        limit = *place + distance;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_their_distance() {
        assert_eq!(apart(&[100, 300], 50, 0..=400), [100, 300]);
        assert_eq!(apart(&[200, 200], 100, 0..=400), [150, 250]);
        assert_eq!(apart(&[0, 0, 0], 100, 0..=400), [0, 100, 200]);
        assert_eq!(apart(&[390, 400], 100, 0..=400), [300, 400]);
        assert_eq!(apart(&[], 100, 0..=400), [0; 0]);
    }

    #[test]
    fn parts_are_even() {
        assert_eq!([even(100, 1, 0), even(100, 2, 0), even(100, 2, 1)], [50, 25, 75]);
        assert_eq!(per_row(366, 164), 1);
        assert_eq!(per_row(368, 164), 2);
    }
}
