//! What every host holds after a number of records: a fold over the trace.
//!
//! The world knows the same at its own position; here it is known for every place in the trace, and
//! without moving the world. A test compares the two.

mod book;
mod trouble;

use std::collections::BTreeMap;

use relay_host::{ContentId, MailId, NameId};
use relay_kernel::{ConnNo, RecordId};
use relayscope::trace::{HostId, Kind, Record, Side, Trace};

pub use book::{Book, Drop, Held, Inbox, Item, Standing};
pub use trouble::Trouble;

pub(crate) use trouble::Ways;

/// The state of all hosts and connections after a number of records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    records: usize,
    hosts: Vec<Book>,
    conns: BTreeMap<ConnNo, Open>,
    ways: Ways,
}

/// A connection that is open, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Whether it has come about.
    pub connected: bool,
    /// The message that is under way on it.
    pub mail: Option<MailId>,
    /// Octets of that message that have left.
    pub sent: u64,
    /// The last line or block that was sent.
    pub last: Option<RecordId>,
    /// The maildrop that is open through it.
    pub mailbox: Option<NameId>,
}

impl Holdings {
    /// The state before anything happened, for `hosts` hosts.
    pub fn new(hosts: usize) -> Self {
        Self { hosts: vec![Book::default(); hosts], ..Self::default() }
    }

    /// How many records it knows.
    pub fn records(&self) -> usize {
        self.records
    }

    /// What a host holds.
    pub fn host(&self, id: HostId) -> Option<&Book> {
        self.hosts.get(id.index())
    }

    /// The connections that are open or about to be.
    pub fn conns(&self) -> impl Iterator<Item = (ConnNo, &Open)> {
        self.conns.iter().map(|(no, open)| (*no, open))
    }

    /// A connection that is open or about to be.
    pub fn conn(&self, no: ConnNo) -> Option<&Open> {
        self.conns.get(&no)
    }

    /// Takes in the records up to `records`, which is not before those that it knows.
    pub fn advance(&mut self, trace: &Trace, records: usize) {
        let from = self.records;
        for (at, record) in trace.records().iter().enumerate().take(records).skip(from) {
            self.take(trace, RecordId::from_index(at), record);
        }
        self.records = self.records.max(records);
    }

    fn take(&mut self, trace: &Trace, id: RecordId, record: &Record) {
        match &record.kind {
            Kind::Started | Kind::Lookup { .. } => {}
            Kind::Command(command) => self.command(trace.command(*command)),
            Kind::Host(fact) => {
                let Self { hosts, conns, .. } = self;
                if let Some(book) = hosts.get_mut(record.host.index()) {
                    book.take(trace, id, record.at, fact, conns);
                }
            }
            Kind::Dialed { conn } => {
                self.conns.insert(*conn, Open::new());
            }
            Kind::Connected { conn } => {
                self.conns.entry(*conn).or_insert_with(Open::new).connected = true;
            }
            Kind::Line { conn, .. } => {
                if let Some(open) = self.conns.get_mut(conn) {
                    open.last = Some(id);
                }
            }
            Kind::Data { conn, start, len, .. } => {
                if let Some(open) = self.conns.get_mut(conn) {
                    open.last = Some(id);
                    open.sent = u64::from(*start) + u64::from(*len);
                }
            }
            Kind::Block { conn, len, .. } => {
                if let Some(open) = self.conns.get_mut(conn) {
                    open.last = Some(id);
                    open.sent += u64::from(*len);
                }
            }
            Kind::DialFailed { conn, .. }
            | Kind::Closed { conn, .. }
            | Kind::Reset { conn, .. } => {
                self.end(trace, *conn);
            }
        }
    }

    /// A connection is over: what was open through it is free again.
    fn end(&mut self, trace: &Trace, conn: ConnNo) {
        let Some(open) = self.conns.remove(&conn) else { return };
        let server = trace.conn(conn).server;
        if let (Some(mailbox), Some(book)) = (open.mailbox, self.hosts.get_mut(server.index())) {
            book.unlock(mailbox);
        }
    }
}

impl Open {
    fn new() -> Self {
        Self { connected: false, mail: None, sent: 0, last: None, mailbox: None }
    }

    /// A message begins to go over it.
    fn carry(&mut self, mail: MailId) {
        (self.mail, self.sent) = (Some(mail), 0);
    }
}

/// Holdingss for any place in a trace, with some kept on the way so that going back is quick.
#[derive(Clone, Debug)]
pub struct Keeper {
    kept: Vec<Holdings>,
    current: Holdings,
}

impl Keeper {
    /// Records from one kept holdings to the next.
    const EVERY: usize = 4096;

    /// A keeper for a trace with so many hosts.
    pub fn new(hosts: usize) -> Self {
        let start = Holdings::new(hosts);
        Self { kept: vec![start.clone()], current: start }
    }

    /// The holdings after `records` records of `trace`.
    pub fn at(&mut self, trace: &Trace, records: usize) -> &Holdings {
        if records < self.current.records {
            let nearest = self.kept.partition_point(|kept| kept.records <= records);
            self.current = self.kept[nearest.saturating_sub(1)].clone();
        }
        while self.current.records < records {
            let next = (self.current.records / Self::EVERY + 1) * Self::EVERY;
            self.current.advance(trace, next.min(records));
            let newest = self.kept.last().map_or(0, Holdings::records);
            if self.current.records == next && next > newest {
                self.kept.push(self.current.clone());
            }
        }
        &self.current
    }

    /// Forgets what was kept beyond `records`: the trace is another one from there on.
    pub fn cut(&mut self, records: usize) {
        self.kept.retain(|kept| kept.records <= records);
        if self.current.records > records {
            self.current = self.kept.last().expect("the start is always kept").clone();
        }
    }
}

/// What kind of thing a message is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guise {
    /// A message on its way.
    Mail,
    /// A message that waits for its next attempt.
    Deferred,
    /// A message from the null reverse-path: a report.
    Dsn,
    /// A message that its owner has collected.
    Collected,
}

impl Guise {
    /// How a copy looks while nothing is wrong with it.
    pub fn of(trace: &Trace, mail: MailId) -> Self {
        let (_, record) = trace.mail(mail);
        if record.reverse_path.is_null() { Self::Dsn } else { Self::Mail }
    }
}

/// Which end speaks when mail flows: the host at `side` of `conn`.
pub fn host_at(trace: &Trace, conn: ConnNo, side: Side) -> HostId {
    let conn = trace.conn(conn);
    match side {
        Side::Client => conn.client,
        Side::Server => conn.server,
    }
}

/// The size of a content in octets.
pub(crate) fn size(trace: &Trace, content: ContentId) -> u64 {
    trace.content(content).len() as u64
}
