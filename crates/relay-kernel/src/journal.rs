//! What changed since somebody last looked.

/// The numbers of the things that changed, for a checker that looks only where something happened.
///
/// It keeps nothing until it is [watched](Self::watch). Whoever watches takes what it holds after
/// every event, which bounds it by what one event changes.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    is_watched: bool,
    numbers: Vec<u32>,
}

impl Journal {
    /// Keeps what changes from now on.
    pub fn watch(&mut self) {
        self.is_watched = true;
    }

    /// The thing of that number changed, or may have.
    pub fn note(&mut self, no: u32) {
        if self.is_watched && self.numbers.last() != Some(&no) {
            self.numbers.push(no);
        }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Takes the numbers out, in the order of the changes; one may come several times.
    pub fn take(&mut self) -> Vec<u32> {
        core::mem::take(&mut self.numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_only_what_somebody_watches() {
        let mut journal = Journal::default();
        journal.note(1);
        assert!(journal.is_empty());
        journal.watch();
        for no in [2, 2, 3, 2] {
            journal.note(no);
        }
        assert_eq!(journal.take(), [2, 3, 2]);
        assert!(journal.is_empty());
    }
}
