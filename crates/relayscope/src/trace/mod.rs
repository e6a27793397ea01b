//! Everything that happened, in order, each record with the record that caused it.
//!
//! The trace grows at its end only. When the world is taken back to a checkpoint, the trace is
//! [rewound](Trace::rewind), not cut: running again over the same stretch writes the same records,
//! which is checked in debug builds. A command given in the past [cuts](Trace::cut) the old future.

mod answered;
mod author;
mod basis;
mod breaks;
mod lately;
mod record;
mod tables;
mod text;

use relay_host::{ContentId, MailId, MailRecord, NameId};
use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::octet::are_same;
use relay_mail::{Bodies, Content};

use crate::command::Command;

pub use answered::{Asked, answered, point_of};
pub use author::other_author;
pub use basis::basis;
pub use breaks::strike;
pub use record::{CommandId, Conn, HostId, Kind, Record, ResetKind, Side, Transit};
pub use tables::Names;
pub use text::Writer;

pub(crate) use answered::verb;
use lately::Lately;
use tables::Table;

/// A point to which a trace can be rewound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    records: usize,
    octets: usize,
    mails: usize,
    contents: usize,
    conns: usize,
    commands: usize,
    lately: Lately,
}

impl Mark {
    /// How many records were written.
    pub fn records(&self) -> usize {
        self.records
    }
}

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The scenario, which planned it.
    Scenario,
    /// A person who looks on.
    Person,
}

/// What a command comes to at the moment at which it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What it says happens.
    Full,
    /// It takes effect, but nothing shows of that as long as something else stands in the way: the
    /// host is switched off, or lookups of a name above this one fail.
    Masked,
    /// It changes nothing: things are as it wants them already.
    Nothing,
    /// It changes nothing, since the host that it is about is switched off.
    Off,
}

impl Effect {
    /// Whether anything is other than before.
    pub fn changes(self) -> bool {
        matches!(self, Self::Full | Self::Masked)
    }
}

/// The records of a run and the tables that they point into.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    records: Table<Record>,
    octets: Table<u8>,
    /// Where lines lie that may come again.
    lately: Lately,
    mails: Table<(HostId, MailRecord)>,
    contents: Table<Content>,
    conns: Table<Conn>,
    commands: Table<(Command, By, Effect)>,
    names: Names,
    bodies: Bodies,
}

impl Trace {
    /// A trace without records.
    pub fn new() -> Self {
        Self::default()
    }

    /// All records, those ahead of the current point included.
    pub fn records(&self) -> &[Record] {
        self.records.all()
    }

    /// Those that the world has written by now: where the trace was rewound, not what lies ahead.
    /// A world that looks back must look at these alone.
    pub(crate) fn written(&self) -> &[Record] {
        &self.records.all()[..self.records.len()]
    }

    /// The record `id`.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records.all()[id.index()]
    }

    /// The octets of a [`Kind::Line`].
    pub fn octets(&self, start: u32, len: u32) -> &[u8] {
        &self.octets.all()[start as usize..][..len as usize]
    }

    /// The host that took responsibility for a copy, and the copy.
    pub fn mail(&self, id: MailId) -> (HostId, &MailRecord) {
        let (host, mail) = &self.mails.all()[id.index()];
        (*host, mail)
    }

    /// How many copies there are.
    pub fn mail_count(&self) -> usize {
        self.mails.all().len()
    }

    /// A content.
    pub fn content(&self, id: ContentId) -> &Content {
        &self.contents.all()[id.index()]
    }

    /// A connection.
    pub fn conn(&self, no: ConnNo) -> Conn {
        self.conns.all()[no.index()]
    }

    /// The same where it is not certain that there is one of that number: in a command of a person, or in
    /// a run that is not computed so far.
    pub fn find_conn(&self, no: ConnNo) -> Option<Conn> {
        self.conns.all().get(no.index()).copied()
    }

    /// How many connections there are.
    pub fn conn_count(&self) -> usize {
        self.conns.all().len()
    }

    /// A command, from the scenario or from a person.
    pub fn command(&self, id: CommandId) -> &Command {
        &self.commands.all()[id.index()].0
    }

    /// Who gave a command.
    pub fn given_by(&self, id: CommandId) -> By {
        self.commands.all()[id.index()].1
    }

    /// What a command came to.
    pub fn effect(&self, id: CommandId) -> Effect {
        self.commands.all()[id.index()].2
    }

    /// An interned name.
    pub fn name(&self, id: NameId) -> &str {
        self.names.text(id)
    }

    /// The chain of causes of `id`, itself first, the command or the start of the scenario last.
    pub fn causes(&self, id: RecordId) -> impl Iterator<Item = RecordId> + '_ {
        core::iter::successors(Some(id), |&id| {
            let cause = self.record(id).cause;
            (cause != id).then_some(cause)
        })
    }

    /// Octets of memory that the records and the octets on the wire take.
    pub fn memory(&self) -> usize {
        size_of_val(self.records.all()) + self.octets.all().len()
    }

    /// The current point.
    pub fn mark(&self) -> Mark {
        Mark {
            records: self.records.len(),
            octets: self.octets.len(),
            mails: self.mails.len(),
            contents: self.contents.len(),
            conns: self.conns.len(),
            commands: self.commands.len(),
            lately: self.lately,
        }
    }

    /// Goes back to `mark`; what was written behind it stays, and is what will be written again.
    pub fn rewind(&mut self, mark: Mark) {
        self.records.rewind(mark.records);
        self.octets.rewind(mark.octets);
        self.mails.rewind(mark.mails);
        self.contents.rewind(mark.contents);
        self.conns.rewind(mark.conns);
        self.commands.rewind(mark.commands);
        self.lately = mark.lately;
    }

    /// Forgets what lies ahead of the current point: the future will be another one.
    pub fn cut(&mut self) {
        self.records.cut();
        self.octets.cut();
        self.mails.cut();
        self.contents.cut();
        self.conns.cut();
        self.commands.cut();
    }

    pub(crate) fn push(
        &mut self,
        at: SimTime,
        cause: RecordId,
        host: HostId,
        kind: Kind,
    ) -> RecordId {
        RecordId::from_index(self.records.push(Record { at, cause, host, kind }))
    }

    pub(crate) fn push_octets(&mut self, octets: &[u8]) -> (u32, u32) {
        let fits = |n: usize| u32::try_from(n).expect("a run writes less than 4 GiB of lines");
        let (place, len) = (self.lately.place(octets), fits(octets.len()));
        let known = self.octets.written().get(*place as usize..);
        let known = known.and_then(|known| known.get(..octets.len()));
        if !known.is_some_and(|known| are_same(known, octets)) {
            *place = fits(self.octets.extend(octets));
        }
        (*place, len)
    }

    pub(crate) fn push_mail(&mut self, host: HostId, mail: MailRecord) -> MailId {
        MailId::from_index(self.mails.push((host, mail)))
    }

    pub(crate) fn push_content(&mut self, content: &Content) -> ContentId {
        ContentId::from_index(self.contents.push(content.clone()))
    }

    pub(crate) fn push_conn(&mut self, conn: Conn) -> ConnNo {
        ConnNo::from_index(self.conns.push(conn))
    }

    pub(crate) fn push_command(&mut self, command: Command, by: By, effect: Effect) -> CommandId {
        CommandId::from_index(self.commands.push((command, by, effect)))
    }

    pub(crate) fn intern(&mut self, text: &str) -> NameId {
        self.names.intern(text)
    }

    pub(crate) fn bodies(&mut self) -> &mut Bodies {
        &mut self.bodies
    }
}
