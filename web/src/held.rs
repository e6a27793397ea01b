//! The show, where all of the page look at it.

use leptos::prelude::*;
use relay_view::Show;

/// The show of a stage, kept as long as the page.
///
/// Its methods hand the show to a `dyn` function first: what keeps a value for Leptos is compiled anew
/// for every closure that looks at it, and there are many.
#[derive(Clone, Copy)]
pub(crate) struct Held(StoredValue<Show, LocalStorage>);

impl Held {
    /// Keeps a show.
    pub(crate) fn new(show: Show) -> Self {
        Self(StoredValue::new_local(show))
    }

    /// Looks at it.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Show) -> T) -> T {
        let (mut look, mut seen) = (Some(look), None);
        self.lend(&mut |show| seen = look.take().map(|look| look(show)));
        seen.expect("it is lent once")
    }

    /// Looks at it where that needs memory of its own, or changes it.
    pub(crate) fn with_mut<T>(self, look: impl FnOnce(&mut Show) -> T) -> T {
        let (mut look, mut seen) = (Some(look), None);
        self.lend_mut(&mut |show| seen = look.take().map(|look| look(show)));
        seen.expect("it is lent once")
    }

    fn lend(self, look: &mut dyn FnMut(&Show)) {
        self.0.with_value(look);
    }

    fn lend_mut(self, look: &mut dyn FnMut(&mut Show)) {
        self.0.update_value(look);
    }
}
