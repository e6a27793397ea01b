//! Light and dark: as the system says, until somebody says otherwise; and more contrast for those
//! who want it.

use leptos::prelude::*;

/// The colours.
#[derive(Clone, Copy)]
pub(crate) struct Theme {
    dark: RwSignal<Option<bool>>,
    contrast: RwSignal<bool>,
    /// Whether everything is shown larger, for those in the back row.
    pub(crate) large: RwSignal<bool>,
}

impl Theme {
    /// The system's colours.
    pub(crate) fn new() -> Self {
        let (dark, contrast) = (RwSignal::new(None), RwSignal::new(false));
        Self { dark, contrast, large: RwSignal::new(false) }
    }

    /// What somebody chose, for the attribute that the styles look at.
    pub(crate) fn chosen(self) -> Option<&'static str> {
        self.dark.get().map(|dark| if dark { "dark" } else { "light" })
    }

    /// The contrast, for the attribute that the styles look at.
    pub(crate) fn contrast(self) -> Option<&'static str> {
        self.contrast.get().then_some("more")
    }

    /// Whether it is dark.
    pub(crate) fn is_dark(self) -> bool {
        self.dark.get().unwrap_or_else(|| asks("(prefers-color-scheme: dark)"))
    }

    /// Chooses one, or leaves it to the system.
    pub(crate) fn choose(self, dark: Option<bool>) {
        self.dark.set(dark);
    }

    /// Asks for more contrast, or no longer.
    pub(crate) fn choose_contrast(self, more: bool) {
        self.contrast.set(more);
    }

    /// The size, for the attribute that the styles look at.
    pub(crate) fn size(self) -> Option<&'static str> {
        self.large.get().then_some("large")
    }

    /// Takes the other size.
    pub(crate) fn toggle_size(self) {
        self.large.update(|large| *large = !*large);
    }

    /// Takes the other one.
    pub(crate) fn toggle(self) {
        let dark = self.dark.get_untracked();
        let dark = dark.unwrap_or_else(|| asks("(prefers-color-scheme: dark)"));
        self.dark.set(Some(!dark));
    }
}

/// Whether the visitor asked for no motion.
pub(crate) fn prefers_stillness() -> bool {
    asks("(prefers-reduced-motion: reduce)")
}

/// Whether a media query holds.
pub(crate) fn asks(query: &str) -> bool {
    let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    list.is_some_and(|list| list.matches())
}
