//! What the panel beside the map can show.

use relayscope::scenario::Panel;

use crate::setting::Panels;

/// What the panel beside the map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The session under way.
    #[default]
    Session,
    /// The hosts, or one of them.
    Hosts,
    /// The messages, or one of them.
    Messages,
    /// Where one types SMTP and POP3.
    Console,
    /// Maildrops, and what clients have of them.
    Mailboxes,
    /// The domain system.
    Dns,
}

impl Tab {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 6] =
        [Self::Session, Self::Hosts, Self::Messages, Self::Mailboxes, Self::Dns, Self::Console];

    /// Its name in links, in addresses and in what is kept.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Hosts => "hosts",
            Self::Messages => "messages",
            Self::Mailboxes => "mailboxes",
            Self::Dns => "dns",
            Self::Console => "console",
        }
    }

    /// The one with a name; none where there is no such one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.name() == name)
    }

    /// The one that a lesson means; none for what is no tab.
    pub(crate) fn of(panel: Panel) -> Option<Self> {
        match panel {
            Panel::Map | Panel::Ladder => None,
            Panel::Session => Some(Self::Session),
            Panel::Hosts => Some(Self::Hosts),
            Panel::Messages => Some(Self::Messages),
            Panel::Console => Some(Self::Console),
        }
    }

    /// Whether an author wants it.
    pub(crate) fn is_in(self, panels: Panels) -> bool {
        match self {
            Self::Session => panels.log,
            Self::Hosts | Self::Mailboxes => panels.mailboxes,
            Self::Messages | Self::Dns => panels.inspector,
            Self::Console => panels.editor,
        }
    }
}
