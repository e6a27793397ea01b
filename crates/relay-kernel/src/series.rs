//! Things that are numbered in the order in which they come.

use std::collections::VecDeque;

/// Items by their numbers, which are given in order and never used again.
///
/// Finding one costs one step. Numbers that are gone still take a place each until all before them
/// are gone too, so this is for things that leave in about the order in which they came.
#[derive(Clone, Debug)]
pub struct Series<T> {
    /// The number of the first place.
    first: u32,
    places: VecDeque<Option<T>>,
    len: usize,
}

impl<T> Default for Series<T> {
    fn default() -> Self {
        Self { first: 0, places: VecDeque::new(), len: 0 }
    }
}

impl<T> Series<T> {
    /// An empty series that begins with number 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number that the next item gets at least.
    ///
    /// # Panics
    /// When `u32::MAX` numbers were given.
    pub fn next_no(&self) -> u32 {
        let places = u32::try_from(self.places.len()).ok();
        places.and_then(|count| self.first.checked_add(count)).expect("fewer than u32::MAX items")
    }

    /// Puts `item` behind all others and returns its number.
    pub fn push(&mut self, item: T) -> u32 {
        let no = self.next_no();
        self.insert(no, item);
        no
    }

    /// Puts `item` behind all others, with a number of the caller's. Those that are skipped are
    /// never used.
    ///
    /// # Panics
    /// When the number, or a later one, was given before.
    pub fn insert(&mut self, no: u32, item: T) {
        let next = self.next_no();
        assert!(no >= next, "numbers are given in order");
        if self.places.is_empty() {
            self.first = no;
        } else {
            self.places.extend((next..no).map(|_| None));
        }
        self.places.push_back(Some(item));
        self.len += 1;
    }

    /// The item with that number.
    #[inline]
    pub fn get(&self, no: u32) -> Option<&T> {
        self.places.get(no.checked_sub(self.first)? as usize)?.as_ref()
    }

    /// The item with that number.
    #[inline]
    pub fn get_mut(&mut self, no: u32) -> Option<&mut T> {
        self.places.get_mut(no.checked_sub(self.first)? as usize)?.as_mut()
    }

    /// Takes an item out.
    pub fn remove(&mut self, no: u32) -> Option<T> {
        let item = self.places.get_mut(no.checked_sub(self.first)? as usize)?.take()?;
        self.len -= 1;
        // The last place stays: it keeps the count of numbers.
        while self.places.len() > 1 && self.places[0].is_none() {
            self.places.pop_front();
            self.first += 1;
        }
        Some(item)
    }

    /// Takes all items out. Their numbers are not given again.
    pub fn clear(&mut self) {
        self.first = self.next_no();
        self.places.clear();
        self.len = 0;
    }

    /// The items in order, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let numbered = (self.first..).zip(&self.places);
        numbered.filter_map(|(no, place)| Some((no, place.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_and_are_never_used_again() {
        let mut series = Series::new();
        assert_eq!([series.push('a'), series.push('b'), series.push('c')], [0, 1, 2]);
        assert_eq!(series.remove(1), Some('b'));
        assert_eq!(series.remove(1), None);
        assert_eq!(series.remove(0), Some('a'));
        assert_eq!((series.get(0), series.get(2), series.get(3)), (None, Some(&'c'), None));
        assert_eq!(series.remove(2), Some('c'));
        assert!(series.is_empty());
        series.insert(5, 'f');
        *series.get_mut(5).expect("it was just put in") = 'g';
        series.insert(8, 'i');
        assert_eq!(series.iter().collect::<Vec<_>>(), [(5, &'g'), (8, &'i')]);
        series.clear();
        assert_eq!((series.push('j'), series.len()), (9, 1));
    }

    #[test]
    fn what_is_gone_takes_no_memory_for_ever() {
        let mut series = Series::new();
        for _ in 0..10_000 {
            let no = series.push(());
            series.remove(no.saturating_sub(3));
        }
        assert!(series.places.len() <= 4);
    }

    #[test]
    #[should_panic(expected = "in order")]
    fn a_number_is_given_once() {
        let mut series = Series::new();
        series.insert(3, ());
        series.insert(3, ());
    }
}
