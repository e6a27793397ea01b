//! Which rows of the ladder are wanted: by host, by message and by kind. What is asked for together
//! must all hold.

use std::collections::{BTreeMap, BTreeSet};

use relay_host::{Fact, MailId};
use relay_kernel::{ConnNo, RecordId};
use relayscope::trace::{HostId, Kind, Record, Side, Trace};

use crate::journey::journeys;
use crate::transcript::{Tone, tone_of};

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Lines on the wire, in every session.
    Lines,
    /// Blocks of messages on the wire.
    Content,
    /// Connections: asked for, come about, refused, closed and broken.
    Connections,
    /// What hosts ask the domain system.
    Lookups,
    /// What hosts decide and do with messages.
    Decisions,
    /// Whatever fails: replies 4yz, 5yz and -ERR, connections, lookups, attempts.
    Failures,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Lines,
        Self::Content,
        Self::Connections,
        Self::Lookups,
        Self::Decisions,
        Self::Failures,
    ];

    /// Whether a record is of this kind.
    pub(super) fn has(self, trace: &Trace, record: &Record) -> bool {
        match (self, &record.kind) {
            (Self::Failures, _) => fails(trace, record),
            (Self::Lines, Kind::Line { .. })
            | (Self::Content, Kind::Data { .. } | Kind::Block { .. })
            | (
                Self::Connections,
                Kind::Dialed { .. }
                | Kind::Connected { .. }
                | Kind::DialFailed { .. }
                | Kind::Closed { .. }
                | Kind::Reset { .. },
            )
            | (Self::Lookups, Kind::Lookup { .. }) => true,
            (Self::Decisions, Kind::Host(fact)) => {
                // What begins to go over a connection is seen there.
                !matches!(fact, Fact::Sending { .. } | Fact::Retrieved { .. })
            }
            _ => false,
        }
    }
}

/// What is shown of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what concerns this host.
    pub host: Option<HostId>,
    /// Only what concerns this message, by its first copy.
    pub message: Option<MailId>,
    /// Only rows of this kind.
    pub sort: Option<Sort>,
    /// The sessions that are shown line by line.
    pub unfolded: BTreeSet<ConnNo>,
}

impl Filter {
    /// Whether something may be hidden that is not folded.
    pub fn is_on(&self) -> bool {
        self.host.is_some() || self.message.is_some() || self.sort.is_some()
    }

    /// Hides nothing any more; what is unfolded stays so.
    pub fn show_all(&mut self) {
        *self = Self { unfolded: core::mem::take(&mut self.unfolded), ..Self::default() };
    }
}

/// A message, to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its first copy.
    pub root: MailId,
    /// The record with which it came into the world.
    pub accepted: RecordId,
    /// What its Subject field says; may be empty.
    pub subject: String,
    /// The forward-paths of its first envelope.
    pub to: String,
}

/// Every message of a run, in order of appearance.
pub fn messages(trace: &Trace) -> Vec<Choice> {
    let choice = |journey: crate::journey::Journey| {
        let first = journey.copies.first()?;
        let to: Vec<&str> = first.recipients.iter().map(|(path, _)| path.as_str()).collect();
        let (accepted, to) = (first.accepted, to.join(", "));
        Some(Choice { root: journey.root, accepted, subject: journey.subject, to })
    };
    journeys(trace, trace.records().len()).into_iter().filter_map(choice).collect()
}

/// Looks at the records one after another, and knows which of them are wanted.
pub(super) struct Sieve<'a> {
    trace: &'a Trace,
    host: Option<HostId>,
    message: Option<Way>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(trace: &'a Trace, filter: &Filter) -> Self {
        let message = filter.message.map(|root| Way::new(trace, root));
        Self { trace, host: filter.host, message }
    }

    /// Whether the record is about the host and the message that are asked for; to be asked of every
    /// record, in their order.
    pub(super) fn lets_through(&mut self, id: RecordId) -> bool {
        let record = self.trace.record(id);
        let is_of_message = self.message.as_mut().is_none_or(|way| way.concerns(id, record));
        is_of_message && concerns(self.trace, record, self.host)
    }
}

/// Whether a record is about a host, or about nobody in particular.
fn concerns(trace: &Trace, record: &Record, host: Option<HostId>) -> bool {
    let Some(host) = host else { return true };
    let ends = record.kind.conn().map(|conn| trace.conn(conn));
    record.host == host || ends.is_some_and(|conn| conn.client == host || conn.server == host)
}

/// The way of one message.
struct Way {
    copies: BTreeSet<MailId>,
    /// The record that brought it into the world.
    cause: Option<RecordId>,
    /// The connections that carry it at some time.
    conns: BTreeSet<ConnNo>,
    /// The connections that carry a message, each with whether it is this one.
    carried: BTreeMap<ConnNo, bool>,
}

impl Way {
    fn new(trace: &Trace, root: MailId) -> Self {
        let all = journeys(trace, trace.records().len());
        let journey = all.iter().find(|journey| journey.root == root);
        let copies = journey.map(|journey| &journey.copies[..]).unwrap_or_default();
        let cause = copies.first().and_then(|copy| trace.causes(copy.accepted).nth(1));
        let copies: BTreeSet<MailId> = copies.iter().map(|copy| copy.mail).collect();
        let carries = |record: &Record| match &record.kind {
            Kind::Host(Fact::Sending { mail, conn } | Fact::Retrieved { mail, conn }) => {
                copies.contains(mail).then_some(*conn)
            }
            _ => None,
        };
        let conns = trace.records().iter().filter_map(carries).collect();
        Self { copies, cause, conns, carried: BTreeMap::new() }
    }

    fn concerns(&mut self, id: RecordId, record: &Record) -> bool {
        match &record.kind {
            Kind::Command(_) => self.cause == Some(id),
            Kind::Host(fact) => self.concerns_fact(fact),
            Kind::Started | Kind::Lookup { .. } => false,
            Kind::Line { conn, .. } | Kind::Data { conn, .. } | Kind::Block { conn, .. } => {
                self.carried.get(conn).copied().unwrap_or(false)
            }
            Kind::Dialed { conn }
            | Kind::Connected { conn }
            | Kind::DialFailed { conn, .. }
            | Kind::Closed { conn, .. }
            | Kind::Reset { conn, .. } => self.conns.contains(conn),
        }
    }

    fn concerns_fact(&mut self, fact: &Fact) -> bool {
        if let Fact::Sending { mail, conn } | Fact::Retrieved { mail, conn } = fact {
            self.carried.insert(*conn, self.copies.contains(mail));
        }
        match (fact.mail(), fact.conn()) {
            (Some(mail), _) => self.copies.contains(&mail),
            (None, Some(conn)) => self.carried.get(&conn).copied().unwrap_or(false),
            (None, None) => false,
        }
    }
}

/// Whether something fails.
fn fails(trace: &Trace, record: &Record) -> bool {
    match &record.kind {
        Kind::Line { from: Side::Server, start, len, .. } => {
            matches!(tone_of(trace.octets(*start, *len)), Tone::NotNow | Tone::No)
        }
        Kind::DialFailed { .. } | Kind::Reset { .. } => true,
        // That a name has no record of one type is an answer as good as any.
        Kind::Lookup { answer, .. } => matches!(
            trace.name(*answer),
            "no such name (NXDOMAIN)" | "the name server failed (SERVFAIL)" | "no answer"
        ),
        Kind::Host(fact) => matches!(
            fact,
            Fact::Deferred { .. }
                | Fact::Failed { .. }
                | Fact::Discarded { .. }
                | Fact::Frozen { .. }
                | Fact::InDoubt { .. }
                | Fact::CollectFailed { .. }
                | Fact::Violation { .. }
                | Fact::TimedOut { .. }
        ),
        _ => false,
    }
}
