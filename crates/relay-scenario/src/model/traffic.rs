//! Who writes and reads mail, and when.

use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Domain, Mailbox, ReversePath};

use super::{AccountNo, DsnRequest, Filter, HostNo, Pop3Login, Rounds};

/// A mail client's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The owner's address; no other account has it.
    pub address: Mailbox,
    /// The host on which the mail client runs.
    pub on: HostNo,
    /// Where it hands mail in; `None` when it cannot.
    pub submit: Option<Submission>,
    /// Whether the mail client finds the way itself and speaks to the MX hosts of each recipient.
    pub direct: bool,
    /// Where it fetches mail; `None` when it cannot.
    pub collection: Option<Collection>,
}

/// Where a mail client hands mail in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The server, which has the service.
    pub host: HostNo,
    /// 587, or 25 as it used to be.
    pub port: u16,
    /// What it says in AUTH where the server offers that; `None` when it has no password there.
    pub login: Option<Login>,
}

/// A name and its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// Where and how a mail client fetches mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// The server, which has the POP3 service.
    pub host: HostNo,
    /// What it says after USER.
    pub user: String,
    /// What it says after PASS.
    pub password: String,
    /// How it logs in.
    pub login: Pop3Login,
    /// Whether it leaves the messages where they are.
    pub leave_on_server: bool,
    /// How long after it first fetched a message it deletes it there; `None` is at once, unless it
    /// leaves them.
    pub delete_after: Option<SimDuration>,
    /// What it looks at before it fetches a message.
    pub filter: Option<Filter>,
    /// It does not fetch what is larger, in octets; `None` is no limit.
    pub size_max: Option<u64>,
}

/// Messages to be sent: one, or the same several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// When the first is sent.
    pub at: SimTime,
    /// How many there are; at least 1.
    pub count: u32,
    /// The pause from one to the next.
    pub every: SimDuration,
    /// Where they come into the world.
    pub origin: Origin,
    /// The envelope's reverse-path.
    pub reverse_path: ReversePath,
    /// The envelope's forward-paths, in order and without repetitions; at least one.
    pub recipients: Vec<Mailbox>,
    /// What the sender asks to be told.
    pub dsn: DsnRequest,
    /// What is sent.
    pub message: MessageSource,
}

impl Send {
    /// When each message is sent.
    pub fn times(&self) -> impl Iterator<Item = SimTime> + use<> {
        let (at, every) = (self.at, self.every);
        (0..u64::from(self.count)).map(move |nth| at + every * nth)
    }
}

/// Where a message comes into the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The mail client of this account submits it over SMTP; the account has a submission.
    Account(AccountNo),
    /// It is put into the queue of this server by somebody who works on it.
    Host(HostNo),
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageSource {
    /// Header fields and a text; Date and Message-ID are added when it is sent.
    Composed(Composed),
    /// These octets, every line ended by CRLF.
    Octets(Arc<[u8]>),
    /// A file.
    File(MessageFile),
}

/// A message that is written in the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The value of the From field; need not agree with the envelope.
    pub from: String,
    /// The value of the To field; empty when nobody is named.
    pub to: String,
    /// The value of the Cc field; empty when nobody is named.
    pub cc: String,
    /// The value of the Subject field.
    pub subject: String,
    /// The text, with LF between lines.
    pub body: String,
    /// The size that the whole message is filled up to, in octets; `None` leaves it as it is.
    pub size: Option<u64>,
}

/// A message in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// The name as the scenario gives it.
    pub name: String,
    /// Where the scenario gives it, in bytes of the scenario file.
    pub span: core::ops::Range<usize>,
    /// The octets, every line ended by CRLF; `None` until somebody attaches them.
    pub octets: Option<Arc<[u8]>>,
}

/// Mail is collected, once or on a timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collect {
    /// When.
    pub rounds: Rounds,
    /// Whose mail; the account has a collection.
    pub account: AccountNo,
}

/// A queue is run outside the schedule, once or at an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRun {
    /// When.
    pub rounds: Rounds,
    /// The host whose queue it is.
    pub on: HostNo,
    /// The host that asks for it over the network with ETRN (RFC 1985), and for the mail of which
    /// domain; `None` is by hand, and for all mail.
    pub asked: Option<(HostNo, Domain)>,
}

/// Somebody types to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// When the connection is asked for.
    pub at: SimTime,
    /// At which host.
    pub from: HostNo,
    /// To which host.
    pub to: HostNo,
    /// To which of its ports.
    pub port: u16,
    /// The lines without their ends; at least one.
    pub lines: Vec<String>,
    /// The pause before each line, and before the end; longer than zero.
    pub every: SimDuration,
    /// What is done at last.
    pub end: TypingEnd,
}

/// What somebody who typed does at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypingEnd {
    /// Closes the connection in good order.
    Close,
    /// Resets it, as when a program dies.
    Reset,
    /// Leaves it as it is.
    Stay,
}

impl TypingEnd {
    /// All of them with their names in the file.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Close, "close"), (Self::Reset, "reset"), (Self::Stay, "stay")];
}

impl Typing {
    /// When each line is typed, and at last when the end comes.
    pub fn times(&self) -> impl Iterator<Item = SimTime> {
        let (at, every) = (self.at, self.every);
        (1..=self.lines.len() as u64 + 1).map(move |nth| at + every * nth)
    }
}

/// A host that is online only in windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialUp {
    /// The host.
    pub host: HostNo,
    /// When each window begins; from one to the next is longer than `lasts`.
    pub rounds: Rounds,
    /// How long it stays online.
    pub lasts: SimDuration,
    /// Whom it asks with ETRN when it is online (RFC 1985), and for the mail of which domain.
    pub asks: Option<(HostNo, Domain)>,
}
