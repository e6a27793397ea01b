//! What goes into a client and what comes out of it.

use core::fmt;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::limit;
use smol_str::SmolStr;

use crate::capability::Capabilities;
use crate::reply::ResponseCode;
use crate::uidl::Uidl;
use crate::violation::Violation;

/// What a mail client does when it collects.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientConfig {
    /// Name of the maildrop; see [`command::is_name`](crate::command::is_name).
    pub user: SmolStr,
    /// Password or APOP secret; see [`command::is_password`](crate::command::is_password).
    pub password: SmolStr,
    /// How to log in.
    pub method: Method,
    /// Whether to ask for the capabilities. Without them the client tries UIDL and TOP and sees,
    /// and never pipelines.
    pub capabilities: bool,
    /// Whether to send commands ahead where PIPELINING is offered (RFC 2449 §6.6).
    pub pipelining: bool,
    /// Whether to switch to UTF-8 mode where UTF8 is offered (RFC 6856 §2.1).
    pub utf8: bool,
    /// What becomes of a message on the server once it was collected.
    pub retention: Retention,
    /// Messages that LIST shows larger, in octets, stay on the server.
    pub size_max: Option<u64>,
    /// Looks at the header section before download.
    pub filter: Option<Filter>,
    /// Octets of a message beyond which it is not kept, whatever LIST said; at most
    /// [`limit::CONTENT_CEILING`].
    pub content_max: usize,
    /// How long to wait for bytes of a response. POP3 sets no time; a server waits at least ten
    /// minutes (RFC 1939 §3).
    pub timeout: SimDuration,
}

impl ClientConfig {
    /// A client that collects everything and deletes it on the server.
    pub fn new(user: impl Into<SmolStr>, password: impl Into<SmolStr>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
            method: Method::Best,
            capabilities: true,
            pipelining: true,
            utf8: true,
            retention: Retention::Delete,
            size_max: None,
            filter: None,
            content_max: limit::CONTENT_CEILING,
            timeout: SimDuration::from_mins(5),
        }
    }
}

/// Hides the password: a session's state may be shown to anybody.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("user", &self.user)
            .field("method", &self.method)
            .field("retention", &self.retention)
            .field("size_max", &self.size_max)
            .field("filter", &self.filter)
            .finish_non_exhaustive()
    }
}

/// How to log in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// APOP where the greeting offers it, else USER and PASS, else SASL PLAIN.
    #[default]
    Best,
    /// USER and PASS (RFC 1939 §7).
    Password,
    /// APOP (RFC 1939 §7), or no login at all.
    Apop,
    /// AUTH PLAIN (RFC 5034).
    Plain,
}

/// What becomes of a collected message on the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retention {
    /// It is deleted in the session that collected it.
    #[default]
    Delete,
    /// It stays; UIDL tells later that it was collected.
    Leave,
    /// It is deleted in the first session that comes so long after it was first seen. Where UIDL
    /// is not offered nobody knows that time, and it stays.
    DeleteAfter(SimDuration),
}

/// A look at the header section, by TOP, before download. Where TOP is not offered every message
/// is downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Name of a header field, in any case.
    pub field: SmolStr,
    /// Text that its value contains, in any case of ASCII letters.
    pub contains: SmolStr,
    /// What a match means.
    pub on_match: OnMatch,
}

/// What a match of a [`Filter`] means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMatch {
    /// The message stays on the server; all others are downloaded.
    Skip,
    /// The message is downloaded; all others stay.
    Download,
}

/// What happens to a client.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Bytes came from the server.
    Bytes(&'a [u8]),
    /// The server's side has ended or was reset.
    Closed,
    /// The moment of [`deadline`](super::Client::deadline) has come.
    Timeout,
}

/// What a client wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output<'a> {
    /// Send this command line.
    Transmit(&'a [u8]),
    /// The server did something wrong. It was dealt with.
    Violation(Violation),
    /// Something happened.
    Event(Event<'a>),
    /// Close the connection.
    Close,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The server's capabilities, before login or the user's own after it.
    Offered(&'a Capabilities),
    /// The session is in the TRANSACTION state.
    LoggedIn,
    /// How much there is (STAT).
    Listed {
        /// Messages.
        count: u32,
        /// Their octets.
        octets: u64,
    },
    /// A message was collected whole. It must be stored before the next output is taken: the
    /// command that deletes it may be that output.
    Message {
        /// Message number.
        number: u32,
        /// Its unique-id where the server gives one.
        uidl: Option<&'a Uidl>,
        /// Its octets.
        data: &'a [u8],
    },
    /// A message was marked as deleted; it goes with QUIT.
    Deleted {
        /// Message number.
        number: u32,
        /// Its unique-id where the server gives one.
        uidl: Option<&'a Uidl>,
    },
    /// The server refused to mark a message.
    NotDeleted {
        /// Message number.
        number: u32,
    },
    /// A message stays on the server uncollected.
    Skipped {
        /// Message number.
        number: u32,
        /// Why.
        why: Skip,
    },
    /// QUIT was answered with `+OK`: what was marked is gone.
    Done,
    /// The server said no, or lacks what the settings ask for. The client says QUIT.
    Failed {
        /// What was under way.
        phase: Phase,
        /// The response code, if it gave a known one.
        code: Option<ResponseCode>,
        /// The server's text, or ours when the settings cannot be met.
        text: &'a str,
    },
    /// The session broke off. Nothing was deleted, unless it happened in [`Phase::Quit`]: then
    /// nobody knows.
    Lost {
        /// What was under way.
        phase: Phase,
        /// How.
        why: Lost,
    },
    /// The session is over, whatever came of it; nothing follows.
    Ended,
}

/// Why a message was not collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// LIST shows it larger than the setting allows.
    TooLarge,
    /// The filter says so.
    Filtered,
    /// RETR was answered with `-ERR`.
    Refused,
    /// More octets came than the client keeps.
    Overlong,
}

/// What a client is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for the greeting.
    Greeting,
    /// Capabilities, UTF-8 mode, login.
    Login,
    /// STAT, UIDL, LIST.
    Listing,
    /// TOP, RETR, DELE.
    Collecting,
    /// QUIT.
    Quit,
    /// Over.
    Ended,
}

/// How a session breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The connection was closed or reset.
    Closed,
    /// No bytes came for too long.
    Timeout,
    /// What the server says is not POP3.
    Nonsense,
}

/// When something must happen, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The moment.
    pub at: SimTime,
    /// What it is for.
    pub reason: DeadlineReason,
}

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineReason {
    /// The server owes a response, in this phase.
    Response(Phase),
}
