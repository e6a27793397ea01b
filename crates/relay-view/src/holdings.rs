//! What every host holds after a number of records: a fold over the trace.
//!
//! The world knows the same at its own position; here it is known for every place in the trace, and
//! without moving the world. A test compares the two.

mod book;
mod trouble;

use std::collections::BTreeMap;

use relay_host::{ContentId, Fact, MailId, NameId, Origin};
use relay_kernel::{ConnNo, RecordId, SimTime};
use relayscope::command::Command;
use relayscope::trace::{HostId, Kind, Record, Side, Trace, Transit};

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
    /// When it was asked for.
    pub since: SimTime,
    /// Whether it has come about.
    pub connected: bool,
    /// The message that is under way on it.
    pub mail: Option<MailId>,
    /// Octets of that message that have left, until it is stored at the other end.
    pub sent: u64,
    /// The last line or block that was sent.
    pub last: Option<RecordId>,
    /// The maildrop that is open through it.
    pub mailbox: Option<NameId>,
    /// Whether somebody has dropped it, which its ends do not know yet.
    pub is_torn: bool,
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

    /// Those between two hosts, whoever dialled.
    pub(crate) fn conns_between(
        &self,
        trace: &Trace,
        [a, b]: [HostId; 2],
    ) -> impl Iterator<Item = (ConnNo, &Open)> {
        self.conns().filter(move |(no, _)| {
            let ends = trace.conn(*no);
            let ends = [ends.client, ends.server];
            ends == [a, b] || ends == [b, a]
        })
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
        if let Kind::Line { transit: Transit::NEVER, .. }
        | Kind::Data { transit: Transit::NEVER, .. } = record.kind
        {
            self.ways.lose(trace, &trace.records()[..id.index()], &record.kind);
        }
        match &record.kind {
            Kind::Started | Kind::Lookup { .. } => {}
            Kind::Command(command) => {
                let has_effect = trace.effect(*command).changes();
                let command = trace.command(*command);
                if let Command::ResetConnection(conn) = command
                    && has_effect
                    && let Some(open) = self.conns.get_mut(conn)
                {
                    open.is_torn = true;
                }
                self.command(command);
            }
            Kind::Host(fact) => {
                self.note_copies(trace, fact);
                let is_copy = self.comes_as_copy(trace, fact);
                self.end_way(trace, fact);
                let Self { hosts, conns, .. } = self;
                if let Some(book) = hosts.get_mut(record.host.index()) {
                    book.take(trace, id, record.at, fact, conns);
                    if let Fact::Accepted { mail } = fact
                        && is_copy
                    {
                        book.note_copy(*mail);
                    }
                }
            }
            Kind::Dialed { conn } => {
                self.conns.insert(*conn, Open::new(record.at));
            }
            Kind::Connected { conn } => {
                self.conns.entry(*conn).or_insert_with(|| Open::new(record.at)).connected = true;
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

    /// Whether a host takes responsibility for one of several copies: its message goes to other hosts
    /// too, or is one of several itself.
    fn comes_as_copy(&self, trace: &Trace, fact: &Fact) -> bool {
        let Fact::Accepted { mail } = fact else { return false };
        let Origin::Received { conn } = trace.mail(*mail).1.origin else { return false };
        let parent = self.conns.get(&conn).and_then(|open| open.mail);
        let sender = self.host(trace.conn(conn).client);
        parent
            .is_some_and(|mail| sender.and_then(|book| book.held(mail)).is_some_and(Held::is_copy))
    }

    /// What a host has stored is on its way no longer, though the other one does not know that yet.
    fn end_way(&mut self, trace: &Trace, fact: &Fact) {
        let conn = match fact {
            Fact::Accepted { mail } => match trace.mail(*mail).1.origin {
                Origin::Received { conn } => conn,
                _ => return,
            },
            Fact::Collected { conn, .. } => *conn,
            _ => return,
        };
        if let Some(open) = self.conns.get_mut(&conn) {
            open.sent = 0;
        }
    }

    /// Who collects a message has a copy of it, as long as the server keeps its own.
    fn note_copies(&mut self, trace: &Trace, fact: &Fact) {
        let Fact::Collected { conn, .. } = fact else { return };
        let Some(open) = self.conns.get(conn) else { return };
        let (Some(mail), Some(mailbox)) = (open.mail, open.mailbox) else { return };
        if let Some(book) = self.hosts.get_mut(trace.conn(*conn).server.index()) {
            book.note_collected(mailbox, mail);
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
    fn new(since: SimTime) -> Self {
        Self {
            since,
            connected: false,
            mail: None,
            sent: 0,
            last: None,
            mailbox: None,
            is_torn: false,
        }
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

/// What kind of thing a message is to the eye: each has a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guise {
    /// A message on its way.
    Mail,
    /// One of several copies of a message: it goes to several hosts, or a list has sent it on, or it
    /// came twice, or its owner has collected it and left it on the server.
    Copy,
    /// A message from the null reverse-path: a report.
    Dsn,
    /// A message that its owner has collected.
    Collected,
}

impl Guise {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Copy, Self::Dsn, Self::Collected];

    /// How a message looks wherever it is.
    pub fn of(trace: &Trace, mail: MailId) -> Self {
        let (_, record) = trace.mail(mail);
        match record.origin {
            _ if record.reverse_path.is_null() => Self::Dsn,
            Origin::List { .. } => Self::Copy,
            _ => Self::Mail,
        }
    }

    /// The same where it is known whether it is one of several copies.
    fn of_copy(trace: &Trace, mail: MailId, is_copy: bool) -> Self {
        match Self::of(trace, mail) {
            Self::Mail if is_copy => Self::Copy,
            guise => guise,
        }
    }

    /// How a message in a queue looks.
    pub fn held(trace: &Trace, held: &Held) -> Self {
        Self::of_copy(trace, held.mail, held.is_copy())
    }

    /// How a message in a maildrop looks.
    pub fn stored(trace: &Trace, item: &Item) -> Self {
        item.mail.map_or(Self::Mail, |(mail, _)| Self::of_copy(trace, mail, item.is_copy()))
    }
}

/// How a message in a queue is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// What kind of thing it is.
    pub guise: Guise,
    /// Whether it waits for its next attempt.
    pub deferred: bool,
}

impl Look {
    /// How a message in a queue is drawn.
    pub fn of(trace: &Trace, held: &Held) -> Self {
        Self { guise: Guise::held(trace, held), deferred: held.is_deferred() }
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
