//! What was read last: the sessions of one host resemble each other.

use relay_mail::octet::are_same;

/// What octets mean that come again and again, found out once. It remembers the last ones.
#[derive(Clone, Debug)]
pub(crate) struct Recent<T> {
    octets: Vec<u8>,
    meaning: Option<T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { octets: Vec::new(), meaning: None }
    }
}

impl<T> Recent<T> {
    /// What `octets` mean, if they are the last ones.
    #[inline]
    pub(crate) fn get(&self, octets: &[u8]) -> Option<&T> {
        self.meaning.as_ref().filter(|_| are_same(&self.octets, octets))
    }

    /// Remembers these octets in place of those before.
    pub(crate) fn set(&mut self, octets: &[u8], meaning: T) {
        self.octets.clear();
        self.octets.extend_from_slice(octets);
        self.meaning = Some(meaning);
    }
}
