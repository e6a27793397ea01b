//! Memory that many machines use in turn.

/// What a machine needs only while it is fed and drained. It lies in a box, so that lending it is to
/// move a pointer, however much it holds.
#[derive(Clone, Debug)]
pub(crate) struct Lent<T>(Option<Box<T>>);

impl<T> Default for Lent<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Lent<T> {
    /// What is there, if it was lent or made.
    #[inline]
    pub(crate) fn held(&self) -> Option<&T> {
        self.0.as_deref()
    }

    /// What is there, if it was lent or made.
    #[inline]
    pub(crate) fn held_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }

    /// Changes memory with `spare`, unless there is something in it that `is_kept`.
    #[inline]
    pub(crate) fn exchange(&mut self, spare: &mut Self, is_kept: impl FnOnce(&T) -> bool) {
        if !self.held().is_some_and(is_kept) {
            core::mem::swap(&mut self.0, &mut spare.0);
        }
    }
}

impl<T: Default> Lent<T> {
    /// What was lent; made where nothing was.
    #[inline]
    pub(crate) fn get(&mut self) -> &mut T {
        self.0.get_or_insert_with(Self::make)
    }

    #[cold]
    #[expect(clippy::unnecessary_box_returns, reason = "it is kept in the box")]
    fn make() -> Box<T> {
        Box::default()
    }
}
