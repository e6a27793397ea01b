//! What became of a message for each of its recipients.

use relay_mail::say;

use super::language;

/// What became of the recipients of a message, each kind with its count.
pub(crate) fn of_recipients(counts: &str) -> String {
    say!(language(), "recipients: {counts}", "Empfänger: {counts}")
}

pub(crate) fn passed_on(at: &str) -> String {
    say!(language(), "passed on at {at}", "weitergegeben: {at}")
}

pub(crate) fn delivered(at: &str) -> String {
    say!(language(), "delivered at {at}", "zugestellt: {at}")
}

/// Goes on from [`delivered`].
pub(crate) fn collected_by(host: &str, at: &str) -> String {
    say!(language(), ", collected by {host} at {at}", ", abgeholt von {host}: {at}")
}

/// The same, where no mail client of the scenario did it.
pub(crate) fn removed(at: &str) -> String {
    say!(language(), ", removed from the maildrop at {at}", ", aus dem Postfach gelöscht: {at}")
}

pub(crate) fn given_up(at: &str) -> String {
    say!(language(), "given up at {at}", "unzustellbar: {at}")
}
