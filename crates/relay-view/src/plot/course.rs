//! The course that a message took through a queue: its real attempts, beside what was planned.

use relay_host::{Fact, MailId};
use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Language, say};
use relayscope::trace::{HostId, Kind, Record, Trace};

use super::place;
use crate::clock;
use crate::holdings::{Book, Held};

/// Attempts that are named in words; of more, the last ones.
const NAMED_MAX: usize = 6;

/// The course of one message, in thousandths of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Where attempts began; those that fall together are one.
    pub attempts: Vec<u32>,
    /// Where the next attempt is due.
    pub next: Option<u32>,
    /// Where the message left the queue, and how.
    pub end: Option<(u32, End)>,
    /// The same in words.
    pub text: String,
}

/// How a message left a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Another host took it, or it came to its maildrop.
    Done,
    /// It was given up.
    GivenUp,
}

/// What happened to a message, as times since it came.
#[derive(Default)]
struct Events {
    attempts: Vec<SimDuration>,
    end: Option<(SimDuration, End)>,
}

impl Course {
    /// The course of the message that has waited longest on the host with that book; where none
    /// waits, of the one that was last tried again. `records` are those that have happened.
    pub(crate) fn new(
        language: Language,
        trace: &Trace,
        records: &[Record],
        (id, book): (HostId, &Book),
    ) -> Option<Self> {
        let oldest = oldest(book);
        let next = oldest.and_then(Held::next).map(|(at, _)| at);
        // What came before the oldest message is not about it.
        let from = oldest.map_or(0, |held| records.partition_point(|it| it.at < held.since));
        let here = || facts(&records[from..], id);
        let tried_again = |(_, fact): (SimTime, &Fact)| match fact {
            Fact::Attempt { mail, nth, .. } if *nth > 1 => Some(*mail),
            _ => None,
        };
        let mail = oldest.map(|held| held.mail).or_else(|| here().rev().find_map(tried_again))?;
        let since = here().find_map(|(at, fact)| match fact {
            Fact::Accepted { mail: it } if *it == mail => Some(at),
            _ => None,
        })?;
        let recipients = trace.mail(mail).1.recipients.len();
        let mut events = Events::of(here(), mail, since, recipients);
        // A report that failed may stay for a while: it is frozen, and is tried again.
        events.end = events.end.filter(|_| book.held(mail).is_none());
        let next = next.map(|at| at.since(since));
        Some(Self {
            text: events.text(language, next),
            attempts: distinct(&events.attempts),
            next: next.map(place),
            end: events.end.map(|(at, how)| (place(at), how)),
        })
    }
}

/// The message that has waited longest: one that was put off, even while it is tried again.
pub(crate) fn oldest(book: &Book) -> Option<&Held> {
    let waits = |held: &&Held| held.attempts > 1 || held.next().is_some();
    book.queue().iter().filter(waits).min_by_key(|held| held.since)
}

/// What a host did and found.
fn facts(
    records: &[Record],
    id: HostId,
) -> impl DoubleEndedIterator<Item = (SimTime, &Fact)> + Clone {
    records.iter().filter(move |record| record.host == id).filter_map(|record| match &record.kind {
        Kind::Host(fact) => Some((record.at, fact)),
        _ => None,
    })
}

fn distinct(times: &[SimDuration]) -> Vec<u32> {
    let mut places: Vec<u32> = times.iter().map(|time| place(*time)).collect();
    places.dedup();
    places
}

/// To the second: the octets of a message take some milliseconds to come, and nobody counts those.
fn rounded(time: SimDuration) -> SimDuration {
    SimDuration::from_secs((time + SimDuration::from_millis(500)).as_secs())
}

impl Events {
    fn of<'a>(
        facts: impl Iterator<Item = (SimTime, &'a Fact)>,
        mail: MailId,
        since: SimTime,
        recipients: usize,
    ) -> Self {
        let mut events = Self::default();
        let mut left = recipients;
        for (at, fact) in facts {
            let how = match fact {
                Fact::Attempt { mail: it, .. } if *it == mail => {
                    // One for each next hop; those of a pass count as one.
                    let after = at.since(since);
                    if events.attempts.last().is_none_or(|it| rounded(*it) != rounded(after)) {
                        events.attempts.push(after);
                    }
                    continue;
                }
                Fact::Relayed { mail: it, .. }
                | Fact::Delivered { mail: it, .. }
                | Fact::Distributed { mail: it, .. }
                    if *it == mail =>
                {
                    End::Done
                }
                Fact::Failed { mail: it, .. } if *it == mail => End::GivenUp,
                _ => continue,
            };
            left = left.saturating_sub(1);
            if left == 0 {
                events.end = Some((at.since(since), how));
            }
        }
        events
    }

    fn text(&self, language: Language, next: Option<SimDuration>) -> String {
        let span = |time: &SimDuration| clock::after(language, rounded(*time));
        let again = self.attempts.get(1..).unwrap_or_default();
        let from = again.len().saturating_sub(NAMED_MAX);
        let named = again[from..].iter().map(span).collect::<Vec<_>>().join(", ");
        let dots = if from > 0 { "… " } else { "" };
        let tried = match again.len() {
            0 => say!(language, "tried once", "einmal versucht"),
            _ => say!(
                language,
                "tried at once, and again after {dots}{named}",
                "sofort versucht und wieder nach {dots}{named}"
            ),
        };
        let then = match (self.end, next) {
            (Some((at, End::Done)), _) => {
                let at = span(&at);
                say!(language, "; passed on after {at}", "; weitergegeben nach {at}")
            }
            (Some((at, End::GivenUp)), _) => {
                let at = span(&at);
                say!(language, "; given up after {at}", "; unzustellbar nach {at}")
            }
            (None, Some(at)) => {
                let at = span(&at);
                say!(language, "; next after {at}", "; das nächste Mal nach {at}")
            }
            (None, None) => String::new(),
        };
        tried + &then
    }
}
