//! What a page around the application hears of a run, as values that become JSON.
//!
//! Moments are microseconds since the start, which fit a JavaScript number for 285 years.

use relay_host::{Fact, MailId, Origin, queue_id};
use relay_kernel::SimTime;
use relayscope::trace::{Kind, Record, Side, Trace};
use serde::Serialize;

use crate::holdings::Standing;
use crate::pace::moment;
use crate::{Cast, Holdings, Moment, Pace, sentence};

/// What kind of event a page hears of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// A person or the scenario did something to the world.
    Act,
    /// A message was sent.
    Send,
    /// A connection was asked for, came about, did not, or ended.
    Connect,
    /// A client gave a command, or what belongs to one.
    Command,
    /// A server answered.
    Reply,
    /// Content was transmitted.
    Content,
    /// A host took responsibility for a message.
    Queue,
    /// A host handed a message on.
    Relay,
    /// A message has to wait for another attempt.
    Retry,
    /// A report was written, or nobody is told.
    Bounce,
    /// A message reached its maildrop.
    Deliver,
    /// A message was collected by its owner.
    Collect,
    /// Something broke, or was mended.
    Fault,
    /// The domain system answered.
    Lookup,
    /// Anything else.
    Other,
}

impl EventKind {
    /// What kind of event a record is.
    pub fn of(trace: &Trace, record: &Record) -> Self {
        match moment(trace, record) {
            Some(Moment::Sent) => return Self::Send,
            Some(Moment::Deferred) => return Self::Retry,
            Some(Moment::Bounced) => return Self::Bounce,
            Some(Moment::Delivered) => return Self::Deliver,
            Some(Moment::Collected) => return Self::Collect,
            Some(Moment::Fault) => return Self::Fault,
            None => {}
        }
        match &record.kind {
            Kind::Command(_) => Self::Act,
            Kind::Dialed { .. }
            | Kind::Connected { .. }
            | Kind::DialFailed { .. }
            | Kind::Closed { .. }
            | Kind::Reset { .. } => Self::Connect,
            Kind::Line { from: Side::Client, .. } => Self::Command,
            Kind::Line { from: Side::Server, .. } => Self::Reply,
            Kind::Data { .. } | Kind::Block { .. } => Self::Content,
            Kind::Lookup { .. } => Self::Lookup,
            Kind::Host(Fact::Accepted { .. }) => Self::Queue,
            Kind::Host(Fact::Relayed { .. }) => Self::Relay,
            Kind::Host(_) | Kind::Started => Self::Other,
        }
    }
}

/// One step of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The position behind it, from 1.
    pub index: usize,
    /// When it happened, in microseconds since the start.
    pub micros: u64,
    /// What kind of event it is.
    pub kind: EventKind,
    /// At which host; none for the world as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// What happened, in one sentence.
    pub text: String,
}

/// The step that ends at `position`; none for the start.
pub fn event(cast: &Cast, trace: &Trace, pace: &Pace, position: usize) -> Option<Event> {
    let lead = pace.beat(position)?.lead();
    let record = trace.record(lead);
    Some(Event {
        index: position,
        micros: record.at.as_micros(),
        kind: EventKind::of(trace, record),
        host: cast.host(record.host).map(|host| host.name.clone()),
        text: sentence::sentence(cast, trace, lead).text,
    })
}

/// What lies in maildrops, in the order of delivery: reverse-path (empty for the null one), moment
/// and octets of each message.
pub fn letters(trace: &Trace, holdings: &Holdings, cast: &Cast) -> Vec<(String, SimTime, Vec<u8>)> {
    let books = cast.hosts().filter_map(|(id, _)| holdings.host(id));
    let items = books.flat_map(crate::holdings::Book::drops).flat_map(|drop| &drop.items);
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|item| item.because);
    let letter = |item: &crate::holdings::Item| {
        let from = item.mail.and_then(|(id, _)| trace.mail(id).1.reverse_path.mailbox());
        let from = from.map(ToString::to_string).unwrap_or_default();
        (from, item.at, trace.content(item.content).to_vec())
    };
    items.into_iter().map(letter).collect()
}

/// The octets of a copy, or of what was taken or delivered last within the first `records`; `None`
/// where nothing was.
pub fn message(trace: &Trace, records: usize, copy: Option<MailId>) -> Option<Vec<u8>> {
    let last = || {
        let happened = trace.records().get(..records)?;
        happened.iter().rev().find_map(|record| match &record.kind {
            Kind::Host(Fact::Accepted { mail }) => Some(trace.mail(*mail).1.content),
            Kind::Host(Fact::Delivered { content, .. }) => Some(*content),
            _ => None,
        })
    };
    // What a page has kept may name a copy that this run does not have.
    let copy = copy.filter(|copy| copy.index() < trace.mail_count());
    let content = copy.map(|copy| trace.mail(copy).1.content).or_else(last)?;
    Some(trace.content(content).to_vec())
}

/// The world at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The moment, in microseconds since the start.
    pub micros: u64,
    /// Every host in the order of the scenario.
    pub hosts: Vec<HostState>,
}

/// A host at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HostState {
    /// Its name.
    pub name: String,
    /// Whether it is switched on.
    pub up: bool,
    /// Whether some of its services are stopped.
    pub refusing: bool,
    /// What waits in its queue.
    pub queue: Vec<Waiting>,
    /// Its maildrops that ever held something.
    pub maildrops: Vec<Maildrop>,
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// Its name in the queue.
    pub queue_id: String,
    /// Its reverse-path: empty for a report.
    pub reverse_path: String,
    /// The forward-paths that it is still here for.
    pub forward_paths: Vec<String>,
    /// How many attempts began.
    pub attempts: u16,
    /// When the next attempt is due, in microseconds since the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_micros: Option<u64>,
    /// Whether it is a report.
    pub report: bool,
}

/// A maildrop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Maildrop {
    /// The mailbox.
    pub name: String,
    /// How many messages it holds.
    pub messages: usize,
    /// How many octets they have.
    pub octets: usize,
}

impl Snapshot {
    /// What `holdings` say about every host at `now`.
    pub fn new(cast: &Cast, trace: &Trace, holdings: &Holdings, now: SimTime) -> Self {
        let hosts = cast.hosts().map(|(id, member)| {
            let book = holdings.host(id);
            HostState {
                name: member.name.clone(),
                up: book.is_none_or(crate::holdings::Book::is_up),
                refusing: book.is_some_and(crate::holdings::Book::is_refusing),
                queue: book
                    .into_iter()
                    .flat_map(crate::holdings::Book::queue)
                    .map(|h| waiting(trace, h))
                    .collect(),
                maildrops: book
                    .into_iter()
                    .flat_map(crate::holdings::Book::drops)
                    .map(|d| maildrop(trace, d))
                    .collect(),
            }
        });
        Self { micros: now.as_micros(), hosts: hosts.collect() }
    }
}

fn waiting(trace: &Trace, held: &crate::holdings::Held) -> Waiting {
    let (_, mail) = trace.mail(held.mail);
    let open = held.recipients.iter().zip(&mail.recipients);
    let open = open.filter(|(standing, _)| !matches!(standing, Standing::Done));
    Waiting {
        queue_id: queue_id(mail.queue_no).to_string(),
        reverse_path: mail.reverse_path.mailbox().map(ToString::to_string).unwrap_or_default(),
        forward_paths: open.map(|(_, path)| path.to_string()).collect(),
        attempts: held.attempts,
        next_micros: held.next().map(|(at, _)| at.as_micros()),
        report: matches!(mail.origin, Origin::Report { .. } | Origin::DoubleBounce { .. }),
    }
}

fn maildrop(trace: &Trace, drop: &crate::holdings::Drop) -> Maildrop {
    Maildrop {
        name: trace.name(drop.mailbox).to_owned(),
        messages: drop.items.len(),
        octets: drop.items.iter().map(|item| trace.content(item.content).len()).sum(),
    }
}
