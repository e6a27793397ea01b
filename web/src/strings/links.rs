//! What is said about one link of the map.

use relay_mail::language::{Words, words};
use relay_mail::say;
use relay_view::sheet::Talk;

use super::{language, service};

/// How it treats what passes.
pub(crate) const HAS: Words = words("It has", "Sie hat");

/// Who talks over it.
pub(crate) const TALKS: Words = words("Connections over it", "Verbindungen darüber");

/// That nobody does.
pub(crate) const NO_TALKS: Words = words("None now.", "Zurzeit keine.");

/// What a link has in the scenario, where that was changed by hand.
pub(crate) fn planned(quality: &str) -> String {
    say!(language(), "(planned: {quality})", "(im Szenario: {quality})")
}

/// A connection.
pub(crate) fn talk(talk: &Talk) -> String {
    let Talk { client, server, port, is_open, since, .. } = talk;
    let service = service(talk.service);
    let state = if *is_open {
        say!(language(), "open", "offen")
    } else {
        say!(language(), "asked for", "angefragt")
    };
    say!(
        language(),
        "{client} → {server}, {service}, port {port}: {state} since {since}",
        "{client} → {server}, {service}, Port {port}: {state} seit {since}"
    )
}
