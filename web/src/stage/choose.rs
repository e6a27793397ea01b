//! Of what the panel shows the sheet: a host, or a link.

use leptos::prelude::*;
use relay_view::sheet::LinkSheet;
use relayscope::trace::HostId;

use super::{Stage, Tab};
use crate::desk::Part;

/// A host or a link that somebody wants to see in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// A host.
    Host(HostId),
    /// The link between two hosts, in the order of the scenario.
    Link([HostId; 2]),
}

impl Chosen {
    /// The link between two hosts, whoever is named first.
    pub(crate) fn between(mut ends: [HostId; 2]) -> Self {
        ends.sort_unstable();
        Self::Link(ends)
    }

    /// The host; none where it is a link.
    pub(crate) fn host(self) -> Option<HostId> {
        match self {
            Self::Host(id) => Some(id),
            Self::Link(_) => None,
        }
    }

    /// The ends of the link; none where it is a host.
    pub(crate) fn link(self) -> Option<[HostId; 2]> {
        match self {
            Self::Host(_) => None,
            Self::Link(ends) => Some(ends),
        }
    }
}

impl Stage {
    /// Shows a host or a link in the panel, and the panel where it is out of sight.
    pub(crate) fn look_at(&self, chosen: Chosen) {
        self.select(Some(chosen));
        self.desk().looked_at.set(Some(Part::Panel));
    }

    /// Shows a host or a link in the panel; without one, all of them.
    pub(crate) fn select(&self, chosen: Option<Chosen>) {
        self.selected.set(chosen);
        self.tab.set(Tab::Hosts);
    }

    /// The sheet of the selected link.
    pub(crate) fn link_sheet(&self) -> Option<LinkSheet> {
        let ends = self.selected.get()?.link()?;
        let position = self.position.get();
        self.look(|show| show.link_sheet(position, ends))
    }
}
