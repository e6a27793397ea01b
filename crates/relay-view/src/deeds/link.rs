//! What can be done to the link between two hosts.

use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::command::Command;
use relayscope::scenario::{HostNo, LinkQuality};
use relayscope::trace::HostId;

use super::{Deed, Place, choice};
use crate::phrase;

/// What a link is called where something is done to it.
#[derive(Clone, Copy)]
pub(super) enum Called<'a> {
    /// By the host at its other end.
    To(&'a str),
    /// It is the one that is looked at.
    This,
}

/// What can be done to the link between two hosts, to what else lets nothing through between them, and to
/// what is said over it.
pub(crate) fn deeds(place: Place<'_>, ends: [HostId; 2]) -> Vec<Deed> {
    let language = place.cast.language;
    let mut deeds = mends(&place, ends);
    deeds.extend(place.link(ends, Called::This));
    let conns = place.holdings.conns_between(place.trace, ends);
    deeds.extend(place.tear_each(conns, |conn| {
        let (from, port) = (place.cast.name(conn.client), conn.port);
        say!(
            language,
            "Drop the connection of {from}, port {port}",
            "Verbindung von {from}, Port {port}, abreißen"
        )
    }));
    deeds
}

/// What lets mail through again where the link itself is not why it does not get through.
fn mends(place: &Place<'_>, [a, b]: [HostId; 2]) -> Vec<Deed> {
    let language = place.cast.language;
    let offline = |id: &HostId| {
        place.holdings.host(*id).is_some_and(|book| book.is_up() && book.trouble.offline)
    };
    let plug_in = |id: HostId| {
        let name = place.cast.name(id);
        let label =
            say!(language, "Plug the cable of {name} in", "Netzkabel von {name} einstecken");
        Deed::one(label, Command::GoOnline(HostNo(id.0)))
    };
    let mut deeds: Vec<Deed> = [a, b].into_iter().filter(offline).map(plug_in).collect();
    if place.holdings.is_parted(a, b) {
        deeds.push(super::meet_again(language));
    }
    deeds
}

impl Place<'_> {
    /// Cuts or mends a link, and lets it be another one.
    pub(super) fn link(&self, [a, b]: [HostId; 2], called: Called<'_>) -> [Deed; 2] {
        let language = self.cast.language;
        let ends = [HostNo(a.0), HostNo(b.0)];
        let cut = if self.holdings.is_cut(a, b) {
            Deed::one(mend(language, called), Command::MendLink(ends))
        } else {
            Deed::one(cut(language, called), Command::CutLink(ends))
        };
        let changed = self.holdings.changed_link(a, b).copied();
        [cut, change(language, called, ends, changed)]
    }
}

fn mend(language: Language, called: Called<'_>) -> String {
    match called {
        Called::To(name) => {
            say!(language, "Mend the link to {name}", "Leitung zu {name} reparieren")
        }
        Called::This => say!(language, "Mend this link", "Diese Leitung reparieren"),
    }
}

fn cut(language: Language, called: Called<'_>) -> String {
    match called {
        Called::To(name) => say!(language, "Cut the link to {name}", "Leitung zu {name} trennen"),
        Called::This => say!(language, "Cut this link", "Diese Leitung trennen"),
    }
}

/// Lets the link be another one, or as it was.
fn change(
    language: Language,
    called: Called<'_>,
    ends: [HostNo; 2],
    changed: Option<LinkQuality>,
) -> Deed {
    let quality = changed.map(|it| phrase::quality(language, &it));
    let label = match (called, quality) {
        (Called::To(name), Some(quality)) => say!(
            language,
            "The link to {name} has {quality}; let it be",
            "Leitung zu {name}: {quality}; ändern"
        ),
        (Called::To(name), None) => {
            say!(language, "Let the link to {name} be", "Leitung zu {name} ändern")
        }
        (Called::This, _) => say!(language, "Let this link be", "Diese Leitung ändern"),
    };
    let as_before = changed.map(|_| (words("as before", "wie vorher"), Command::RestoreLink(ends)));
    let ways = choice::LINKS.into_iter().filter(|(_, quality)| changed != Some(*quality));
    let ways = ways.map(|(what, quality)| (what, Command::ChangeLink(ends, quality)));
    let ways = as_before.into_iter().chain(ways);
    Deed::many(label, ways.map(|(what, command)| (what.in_(language), command)))
}
