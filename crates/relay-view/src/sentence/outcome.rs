//! How a run has ended, in one sentence.

use std::collections::BTreeSet;

use relay_host::dsn::action_of;
use relay_host::{Action, Fact, Origin};
use relay_kernel::{ConnNo, RecordId};
use relay_mail::language::words;
use relay_mail::say;
use relayscope::command::Command;
use relayscope::trace::{Kind, Record, Trace};

use super::fact;
use crate::cast::Cast;
use crate::journey::{Fate, journeys};

/// What became of everything that was sent.
pub fn outcome(cast: &Cast, trace: &Trace) -> String {
    let all = || (0..trace.records().len()).map(RecordId::from_index);
    let count = |such: fn(&Trace, RecordId) -> bool| all().filter(|id| such(trace, *id)).count();
    let sent = count(|trace, id| match trace.record(id).kind {
        Kind::Command(id) => {
            matches!(trace.command(id), Command::Send { .. }) && trace.effect(id).changes()
        }
        _ => false,
    });
    let delivered = count(|trace, id| arrival(trace, id) == Some(Arrival::Message));
    let bounces = count(|trace, id| arrival(trace, id) == Some(Arrival::Bounce));
    let news = count(|trace, id| arrival(trace, id) == Some(Arrival::News));
    let is = |fact: fn(&Fact) -> bool| {
        let records = trace.records().iter();
        records.filter(|it| matches!(&it.kind, Kind::Host(done) if fact(done))).count()
    };
    let parts = [
        (sent + typed(trace), words("sent", "gesendet")),
        (delivered, words("delivered", "zugestellt")),
        (is(|it| matches!(it, Fact::Failed { .. })), words("given up", "unzustellbar")),
        (bounces, words("bounced back to the sender", "als Rückläufer zurück beim Absender")),
        (news, words("told to the sender without a failure", "dem Absender ohne Fehler gemeldet")),
        (
            is(|it| matches!(it, Fact::Discarded { .. })),
            words("dropped without a word", "wortlos verworfen"),
        ),
        (is(|it| matches!(it, Fact::Collected { .. })), words("collected", "abgeholt")),
        (removed(trace), words("removed from a maildrop", "aus einem Postfach gelöscht")),
        (waiting(trace), words("still waiting in a queue", "noch in einer Warteschlange")),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let language = cast.language;
    let parts = parts.map(|(count, what)| format!("{count} {}", what.in_(language)));
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        return say!(language, "In all: nothing.", "Insgesamt: nichts.");
    }
    say!(language, "In all: {}.", "Insgesamt: {}.", parts.join(", "))
}

/// The connections that people dialled from consoles, or programs of theirs did.
fn dialled_by_hand(trace: &Trace) -> BTreeSet<ConnNo> {
    let by_hand = |record: &Record| match trace.record(record.cause).kind {
        Kind::Command(id) => matches!(trace.command(id), Command::Dial { .. }),
        _ => false,
    };
    let conns = trace.records().iter().filter_map(|record| match record.kind {
        Kind::Dialed { conn } if by_hand(record) => Some(conn),
        _ => None,
    });
    conns.collect()
}

/// How many messages left a maildrop over such a connection, or because they were too old.
fn removed(trace: &Trace) -> usize {
    let conns = dialled_by_hand(trace);
    let is_removed = |record: &&Record| match record.kind {
        Kind::Host(Fact::Deleted { conn, .. }) => conns.contains(&conn),
        Kind::Host(Fact::Expired { .. }) => true,
        _ => false,
    };
    trace.records().iter().filter(is_removed).count()
}

/// How many messages people typed at consoles, or programs of theirs did.
fn typed(trace: &Trace) -> usize {
    let conns = dialled_by_hand(trace);
    let is_typed = |record: &&Record| match record.kind {
        Kind::Host(Fact::Accepted { mail }) => match trace.mail(mail).1.origin {
            Origin::Received { conn } => conns.contains(&conn),
            _ => false,
        },
        _ => false,
    };
    trace.records().iter().filter(is_typed).count()
}

/// What came into a maildrop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// What somebody wrote.
    Message,
    /// A host's report of a failure.
    Bounce,
    /// A host's report of something else.
    News,
}

/// What a record tells to have come; `None` for one that tells of no delivery. Reports that say nothing
/// for programs are about failures.
fn arrival(trace: &Trace, id: RecordId) -> Option<Arrival> {
    let Kind::Host(Fact::Delivered { mail, content, .. }) = trace.record(id).kind else {
        return None;
    };
    Some(match action_of(trace.content(content)) {
        _ if !fact::is_of_report(trace, id, mail) => Arrival::Message,
        None | Some(Action::Failed) => Arrival::Bounce,
        Some(_) => Arrival::News,
    })
}

/// How many recipients of messages are neither served nor told of where a run ends.
fn waiting(trace: &Trace) -> usize {
    let all = journeys(trace, trace.records().len());
    let fates = all.iter().flat_map(|journey| &journey.copies).flat_map(|copy| &copy.recipients);
    fates.filter(|(_, fate)| matches!(fate, Fate::Waiting { .. } | Fate::Queued)).count()
}
