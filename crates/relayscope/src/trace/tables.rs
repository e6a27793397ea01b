//! Append-only tables that can be rewound and written again.

use std::sync::Arc;

use relay_host::NameId;

/// A table with a current length; rows behind it are known from an earlier run over the same
/// stretch and are expected to come again.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    rows: Vec<T>,
    len: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), len: 0 }
    }
}

impl<T> Table<T> {
    /// Every row, those ahead of the current length included.
    pub(super) fn all(&self) -> &[T] {
        &self.rows
    }

    /// The rows up to the current length.
    pub(super) fn written(&self) -> &[T] {
        &self.rows[..self.len]
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn rewind(&mut self, len: usize) {
        debug_assert!(len <= self.rows.len(), "a mark lies within the table");
        self.len = len;
    }

    pub(super) fn cut(&mut self) {
        self.rows.truncate(self.len);
    }
}

impl<T: PartialEq + core::fmt::Debug> Table<T> {
    /// Writes the next row and returns its place.
    pub(super) fn push(&mut self, row: T) -> usize {
        let at = self.len;
        self.len += 1;
        if let Some(known) = self.rows.get(at) {
            debug_assert_eq!(known, &row, "a second run over a stretch writes the same");
        } else {
            self.rows.push(row);
        }
        at
    }
}

impl Table<u8> {
    /// Writes several rows and returns the place of the first.
    pub(super) fn extend(&mut self, rows: &[u8]) -> usize {
        let at = self.len;
        self.len += rows.len();
        if self.len <= self.rows.len() {
            debug_assert_eq!(&self.rows[at..self.len], rows, "a second run writes the same");
        } else {
            debug_assert_eq!(at, self.rows.len(), "lines are written whole");
            self.rows.extend_from_slice(rows);
        }
        at
    }
}

/// Interned names and short texts. Never rewound: a text keeps its number.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Vec<Arc<str>>,
    /// Their numbers, those of shorter texts first and those of one length in the order of the
    /// texts: lengths are compared in a step, and mostly differ.
    sorted: Vec<NameId>,
}

impl Names {
    /// The text of a number.
    pub fn text(&self, id: NameId) -> &str {
        &self.texts[id.index()]
    }

    /// The number of a text, given now if it has none.
    pub fn intern(&mut self, text: &str) -> NameId {
        let place = self.sorted.binary_search_by(|id| {
            let known = &*self.texts[id.index()];
            known.len().cmp(&text.len()).then_with(|| known.cmp(text))
        });
        match place {
            Ok(place) => self.sorted[place],
            Err(place) => {
                let id = NameId::from_index(self.texts.len());
                self.texts.push(text.into());
                self.sorted.insert(place, id);
                id
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_comes_again_or_is_cut() {
        let mut table = Table::default();
        for row in [1, 2, 3] {
            table.push(row);
        }
        table.rewind(1);
        assert_eq!(table.push(2), 1);
        assert_eq!(table.all(), [1, 2, 3]);
        table.cut();
        assert_eq!(table.all(), [1, 2]);
        assert_eq!(table.push(9), 2);
    }

    #[test]
    #[should_panic(expected = "writes the same")]
    fn another_second_run_is_noticed() {
        let mut table = Table::default();
        table.push(1);
        table.rewind(0);
        table.push(2);
    }
}
