//! What a reader is told, shown and asked.

use core::ops::Range;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{EnhancedCode, Mailbox, ReplyCode};

use super::{AccountNo, Expectation, FaultKind, HostNo, Send, Typing};
use crate::prose::Prose;

/// A lesson that leads through a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Where to read more, each on one line; at least one.
    pub sources: Vec<String>,
    /// How long a reader needs, in minutes.
    pub minutes: u32,
    /// The steps; at least one.
    pub steps: Vec<Step>,
}

/// One step of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// A heading.
    pub title: String,
    /// What the reader is told.
    pub text: Prose,
    /// What the run goes on to; `None` stays where the step before was.
    pub pause: Option<Pattern>,
    /// What is pointed at.
    pub highlight: Highlight,
    /// A question.
    pub prediction: Option<Prediction>,
    /// A task.
    pub challenge: Option<Challenge>,
    /// Where the file states the step, in bytes of the scenario file.
    pub span: Range<usize>,
}

/// Something that happens; what is `None` may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What happens.
    pub event: Event,
    /// At which host.
    pub host: Option<HostNo>,
    /// Which host is at the other end of the connection.
    pub peer: Option<HostNo>,
    /// A recipient of the message.
    pub to: Option<Mailbox>,
    /// The code of the reply.
    pub code: Option<CodePattern>,
    /// The status of the failure (RFC 3463).
    pub status: Option<EnhancedCode>,
    /// The command's verb in upper case, or that of the command that is answered; `GREETING` and
    /// `CONTENT` stand for what answers no command.
    pub command: Option<String>,
    /// Which kind of message.
    pub message: Option<MessageKind>,
    /// A part of the Subject field, in any case.
    pub subject: Option<String>,
    /// A part of the line in the trace, in any case.
    pub containing: Option<String>,
    /// Which of several; at least 1.
    pub nth: u32,
    /// Where the file states it, in bytes of the scenario file.
    pub span: Range<usize>,
}

/// The code of a reply, or a family of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePattern {
    /// This one.
    Exactly(ReplyCode),
    /// All that begin with this digit, 2 to 5: `4yz` (RFC 5321 §4.2.1).
    Family(u8),
    /// A POP3 response: `+OK`, otherwise `-ERR` (RFC 1939 §3).
    Pop3(bool),
}

/// Which kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// Mail that somebody wrote.
    Letter,
    /// A report: its reverse-path is null, or it has the form of one.
    Report,
}

impl MessageKind {
    /// Both with their names in the file.
    pub const ALL: [(Self, &str); 2] = [(Self::Letter, "letter"), (Self::Report, "report")];
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $count:literal { $($(#[$item:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$item])* $value,)*
        }

        impl $name {
            /// All of them with their names in the file.
            pub const ALL: [(Self, &str); $count] = [$((Self::$value, $text)),*];

            /// Its name in the file.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)*
                }
            }
        }
    };
}

named! {
    /// A kind of event that a lesson can wait for.
    Event, 37 {
        /// A person or the scenario does something.
        Action = "action",
        /// The domain system answers.
        Lookup = "lookup",
        /// A connection is asked for.
        Connecting = "connecting",
        /// A connection comes about.
        Connected = "connected",
        /// A connection does not come about.
        NotConnected = "not-connected",
        /// A client says a command.
        Command = "command",
        /// A server replies.
        Reply = "reply",
        /// A client begins to send a message's content, or a POP3 server to read a text out.
        Content = "content",
        /// One end closes a connection in good order.
        Closed = "closed",
        /// A connection breaks.
        Broken = "broken",
        /// A host takes responsibility for a message (RFC 5321 §4.2.5).
        Accepted = "accepted",
        /// A host begins to deliver.
        Attempt = "attempt",
        /// A host offers a message in a session.
        Offered = "offered",
        /// The next host has taken a message for a recipient.
        Relayed = "relayed",
        /// The reply to a whole message did not come back (RFC 1047).
        InDoubt = "in-doubt",
        /// A message is taken a second time.
        Duplicate = "duplicate",
        /// A message is put into a maildrop.
        Delivered = "delivered",
        /// A list sends a message on to its members.
        Distributed = "distributed",
        /// A recipient is put off until later.
        Deferred = "deferred",
        /// A recipient is given up.
        Failed = "failed",
        /// A host writes a report of a failure; the message is the report.
        Bounced = "bounced",
        /// A host writes a report of something else; the message is the report.
        Notified = "notified",
        /// A recipient is given up, and nobody is told.
        Discarded = "discarded",
        /// A failed report is kept and not tried.
        Frozen = "frozen",
        /// A report gets a return path, against the rule (RFC 5321 §4.5.5).
        RuleBroken = "rule-broken",
        /// A mail client shows its user that a message could not be sent.
        Shown = "shown",
        /// A maildrop is opened and locked.
        MaildropOpened = "maildrop-opened",
        /// A message of a maildrop is read out.
        Retrieved = "retrieved",
        /// A message leaves its maildrop in the UPDATE state.
        Deleted = "deleted",
        /// A message was kept as long as its server had promised (RFC 2449 §6.7).
        Expired = "expired",
        /// A mail client goes to collect.
        Collecting = "collecting",
        /// A mail client stores a message that it collected.
        Collected = "collected",
        /// A mail client has collected.
        CollectDone = "collect-done",
        /// A mail client could not collect.
        CollectFailed = "collect-failed",
        /// A peer breaks a rule of the protocol.
        Violation = "violation",
        /// A session waited as long as it may.
        TimedOut = "timed-out",
        /// Nothing happens any more until the end of the run.
        End = "end",
    }
}

named! {
    /// A part of the page.
    Panel, 6 {
        /// The map of hosts and links.
        Map = "map",
        /// The sequence diagram.
        Ladder = "ladder",
        /// The transcript of a session.
        Session = "session",
        /// A host with its queue and maildrops.
        Hosts = "hosts",
        /// A message with its headers.
        Messages = "messages",
        /// The console at which SMTP and POP3 are typed.
        Console = "console",
    }
}

/// What is pointed at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// Hosts on the map.
    pub hosts: Vec<HostNo>,
    /// Links on the map, each by its two different ends.
    pub links: Vec<[HostNo; 2]>,
    /// Parts of the page.
    pub panels: Vec<Panel>,
    /// What happened already.
    pub lines: Option<Pattern>,
}

/// A question whose answer the simulation finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The question.
    pub question: String,
    /// What is asked.
    pub ask: Ask,
    /// Answers that the author gives; empty lets them follow from the right one.
    pub choices: Vec<Answer>,
    /// What the reader is told behind the answer.
    pub explain: Option<Prose>,
    /// Where the file states it, in bytes of the scenario file.
    pub span: Range<usize>,
}

/// What is asked; each is about what comes behind the pause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// How long it takes until this happens.
    When(Pattern),
    /// At which host this happens next.
    Where(Pattern),
    /// Whether this happens.
    Whether(Pattern),
    /// How many times this happens until the end of the run.
    HowMany(Pattern),
    /// With which code the next such reply comes.
    Reply(Pattern),
    /// Which return path the next such message has.
    ReturnPath(Pattern),
    /// To whom the next such message goes.
    Recipient(Pattern),
    /// Which host wrote a Received line of the next such message.
    Received {
        /// The message.
        of: Pattern,
        /// Which line, from the top; 1 is the uppermost.
        line: u32,
    },
    /// What becomes of the mail for a recipient.
    Fate(Mailbox),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// So much later.
    After(SimDuration),
    /// This host.
    Host(HostNo),
    /// So many.
    Number(u64),
    /// This reply: a code, `+OK` or `-ERR`.
    Reply(String),
    /// This address; `<>` is the null path.
    Path(String),
    /// This happens, or does not.
    Happens(bool),
    /// This becomes of the mail.
    Fate(Fate),
    /// It never comes to that.
    Never,
}

/// What becomes of the mail for a recipient until the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is put into a maildrop.
    Delivered,
    /// It is given up, and a report goes to the return path.
    Bounced,
    /// It is given up, and nobody is told.
    Discarded,
    /// It still waits in a queue.
    Waiting,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Delivered, Self::Bounced, Self::Discarded, Self::Waiting];
}

/// A task for the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// What the reader shall bring about.
    pub goal: String,
    /// What the reader may use; empty is everything.
    pub tools: Vec<Tool>,
    /// Help for those who ask for it.
    pub hint: Option<Prose>,
    /// What must be true; at least one.
    pub expectations: Vec<Expectation>,
    /// One way to do it; at least one move.
    pub solution: Vec<Move>,
    /// Where the file states it, in bytes of the scenario file.
    pub span: Range<usize>,
}

named! {
    /// What a reader may use in a challenge.
    Tool, 7 {
        /// Write and send messages.
        Send = "send",
        /// Collect mail.
        Collect = "collect",
        /// Try a queue now.
        RunQueue = "run-queue",
        /// Type SMTP and POP3.
        Console = "console",
        /// Switch off, cut, fill, break.
        Break = "break",
        /// Switch on, join, make room, mend.
        Mend = "mend",
        /// Change a setting of a host.
        Set = "set",
    }
}

/// Something that a reader does.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// When; `None` is at the pause.
    pub at: Option<SimTime>,
    /// What.
    pub deed: Deed,
    /// Where the file states it, in bytes of the scenario file.
    pub span: Range<usize>,
}

/// What a reader does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Sends a message.
    Send(Box<Send>),
    /// Collects the mail of an account.
    Collect(AccountNo),
    /// Tries everything in a host's queue.
    RunQueue(HostNo),
    /// Types to a server.
    Type(Typing),
    /// Lets a fault begin.
    Break(FaultKind),
    /// Lets a fault end.
    Mend(FaultKind),
}

impl Deed {
    /// The tool that it takes.
    pub fn tool(&self) -> Tool {
        match self {
            Self::Send(_) => Tool::Send,
            Self::Collect(_) => Tool::Collect,
            Self::RunQueue(_) => Tool::RunQueue,
            Self::Type(_) => Tool::Console,
            Self::Break(_) => Tool::Break,
            Self::Mend(_) => Tool::Mend,
        }
    }
}
