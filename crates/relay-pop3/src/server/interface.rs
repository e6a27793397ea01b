//! What goes into a server and what comes out of it.

use core::fmt;

use base64::Engine as _;
use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Content, Domain};

use crate::apop;
use crate::capability::{Capabilities, Expire};
use crate::uidl::Uidl;
use crate::violation::Violation;

/// The shortest autologout that RFC 1939 §3 allows.
pub const AUTOLOGOUT_MIN: SimDuration = SimDuration::from_mins(10);

/// How a host's POP3 service behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerConfig {
    /// The host's name: in the greeting, in the APOP timestamp, in the goodbye.
    pub name: Domain,
    /// What is offered.
    pub capabilities: Capabilities,
    /// Whether the greeting carries a timestamp, which offers APOP (RFC 1939 §7).
    pub apop: bool,
    /// Time without a command after which the connection is closed, without a word and without
    /// UPDATE (RFC 1939 §3); [`AUTOLOGOUT_MIN`] when it is less.
    pub autologout: SimDuration,
    /// Refused logins after which the server closes the connection (RFC 1939 §4 allows it after
    /// the first); at least 1.
    pub refused_logins_max: u32,
}

impl ServerConfig {
    /// The usual service of host `name`: every usual capability, no APOP, 10 minutes of patience,
    /// three logins.
    pub fn new(name: Domain) -> Self {
        Self {
            name,
            capabilities: Capabilities::usual(),
            apop: false,
            autologout: AUTOLOGOUT_MIN,
            refused_logins_max: 3,
        }
    }
}

/// What happens to a server.
#[derive(Debug)]
pub enum Input<'a> {
    /// Bytes came from the peer.
    Bytes(&'a [u8]),
    /// The peer's side has ended or was reset; nothing can be sent any more.
    Closed,
    /// The moment of [`deadline`](super::Server::deadline) has come.
    Timeout,
    /// The host answers the question that was asked last.
    Answer(Answer),
    /// The host goes down.
    Shutdown,
}

/// What a server wants done.
#[derive(Debug, PartialEq, Eq)]
pub enum Output<'a> {
    /// Send this: a whole single-line response, the first line of a multi-line one, or a block of
    /// a listing.
    Transmit(&'a [u8]),
    /// Send this: a block of a message, of at most `relay_mail::limit::DATA_BLOCK` octets.
    TransmitData {
        /// Stuffed octets; the last block holds the end, CRLF `.` CRLF.
        bytes: &'a [u8],
        /// The message number.
        message: u32,
        /// Offset of `bytes` in the stuffed stream, the first line of the response not counted.
        from: usize,
    },
    /// Decide this; until the answer the server only collects input.
    Ask(Question<'a>),
    /// The peer did something wrong. It was dealt with.
    Violation(Violation),
    /// Something happened that needs no answer.
    Event(Event),
    /// Close the connection behind what was sent.
    Close,
}

/// What only the host can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question<'a> {
    /// Somebody wants a maildrop. On [`Answer::Granted`] the host holds its exclusive lock
    /// (RFC 1939 §4) until [`Question::Update`] is answered or the session ends.
    Login {
        /// The maildrop's name as it was given.
        user: &'a str,
        /// What shall prove the right to it.
        credential: Credential<'a>,
    },
    /// The content of a message is wanted: [`Answer::Content`] or [`Answer::Gone`].
    Fetch {
        /// Its number, from 1, in the order of the snapshot.
        number: u32,
    },
    /// QUIT came: these messages shall be removed, then the lock shall be released, also when the
    /// list is empty. [`Answer::Updated`] or [`Answer::UpdateFailed`].
    Update {
        /// Numbers in ascending order.
        deleted: &'a [u32],
    },
}

/// The proof that a client gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credential<'a> {
    /// USER and PASS.
    Password(&'a str),
    /// APOP (RFC 1939 §7).
    Apop {
        /// The greeting's timestamp, brackets included.
        timestamp: &'a str,
        /// MD5 of timestamp and secret, as it was given.
        digest: &'a str,
    },
    /// AUTH PLAIN (RFC 4616).
    Plain(&'a str),
}

impl Credential<'_> {
    /// Whether the client knows `secret`.
    pub fn proves(&self, secret: &str) -> bool {
        match *self {
            Self::Password(given) | Self::Plain(given) => given == secret,
            Self::Apop { timestamp, digest } => apop::digest(timestamp, secret) == digest,
        }
    }
}

/// Hides the password: a session's state may be shown to anybody.
impl fmt::Debug for Credential<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password(_) => f.write_str("Password(…)"),
            Self::Apop { timestamp, digest } => f
                .debug_struct("Apop")
                .field("timestamp", timestamp)
                .field("digest", digest)
                .finish(),
            Self::Plain(_) => f.write_str("Plain(…)"),
        }
    }
}

/// The host's answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To [`Question::Login`]: the lock is held, and this is the maildrop.
    Granted(Snapshot),
    /// To [`Question::Login`]: no.
    Refused(LoginError),
    /// To [`Question::Fetch`]: the message. Its [`transmitted_size`] is the one in the snapshot.
    Content(Content),
    /// To [`Question::Fetch`]: the message cannot be read.
    Gone,
    /// To [`Question::Update`]: all were removed.
    Updated,
    /// To [`Question::Update`]: at least one was not removed.
    UpdateFailed,
}

/// A maildrop at the moment of login; numbers are positions, counted from 1, and stay as they are
/// for the whole session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The messages in order.
    pub items: Vec<Item>,
    /// The user's own least seconds between logins, when they differ from what is announced
    /// before login.
    pub login_delay: Option<u32>,
    /// The user's own retention, when it differs from what is announced before login.
    pub expire: Option<Expire>,
}

impl From<Vec<Item>> for Snapshot {
    fn from(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }
}

/// A message of a maildrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Octets: [`transmitted_size`] of its content.
    pub size: usize,
    /// Its unique-id.
    pub uidl: Uidl,
}

/// The octets that RETR sends for `content`, stuffing not counted (RFC 1939 §11): its length, and
/// two more where its last line lacks the CRLF that the transfer adds.
pub fn transmitted_size(content: &Content) -> usize {
    // Pieces are split behind a CRLF, so a CRLF never lies across two.
    let last = content.pieces().filter(|piece| !piece.is_empty()).last();
    let complete = last.is_none_or(|last| last.ends_with(relay_mail::line::CRLF));
    content.len() + if complete { 0 } else { relay_mail::line::CRLF.len() }
}

/// Why a login is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginError {
    /// Unknown name or wrong proof: one answer for both, so that nobody learns names.
    BadCredentials,
    /// Good credentials, but another session holds the lock (RFC 2449 §8.1.2).
    InUse,
    /// Too soon after the last login (RFC 2449 §8.1.1).
    LoginDelay,
    /// The maildrop cannot be opened now (RFC 3206 §4).
    Temporary,
    /// The maildrop cannot be opened until somebody mends it (RFC 3206 §4).
    Permanent,
}

/// What happened, for whoever looks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The session is in the TRANSACTION state.
    LoggedIn {
        /// Messages in the maildrop.
        count: u32,
        /// Their octets.
        octets: u64,
    },
    /// A login was refused.
    LoginRefused(LoginError),
    /// The whole of a message was handed out for RETR.
    Retrieved {
        /// Message number.
        number: u32,
    },
    /// The top of a message was handed out.
    Previewed {
        /// Message number.
        number: u32,
        /// Body lines asked for.
        lines: u32,
    },
    /// A message was marked as deleted.
    Marked {
        /// Message number.
        number: u32,
    },
    /// RSET took all marks away.
    Unmarked {
        /// How many there were.
        count: u32,
    },
    /// QUIT was answered. Before login nothing is removed.
    Quit {
        /// Messages removed.
        removed: u32,
    },
    /// QUIT was answered with `-ERR`: not everything was removed.
    UpdateFailed,
    /// The session ended without QUIT, so nothing was removed (RFC 1939 §6).
    Abandoned {
        /// Why it ended.
        cause: Abandonment,
        /// Messages that were marked and stay.
        marked: u32,
    },
}

/// Why a session ended without QUIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandonment {
    /// The connection was closed or reset.
    Closed,
    /// No command came for too long (RFC 1939 §3).
    Autologout,
    /// Too many logins were refused.
    RefusedLogins,
    /// The client sent too much ahead of its turn.
    TooFarAhead,
    /// The host goes down.
    Shutdown,
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
    /// The inactivity autologout timer (RFC 1939 §3).
    Autologout,
}

/// Name and password of a SASL PLAIN response in base64: `[authzid] NUL authcid NUL passwd`
/// (RFC 4616 §2). The authorization identity must be absent or the same as the name, since nobody
/// may open another's maildrop.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// Name and password.
    Identity { name: String, password: String },
    /// Well formed, but on behalf of another.
    OnBehalf,
    /// No base64, or not three parts.
    Malformed,
}

impl Plain {
    pub(super) fn read(base64: &[u8]) -> Self {
        let decoded = base64::engine::general_purpose::STANDARD.decode(base64);
        let Some(text) = decoded.ok().and_then(|octets| String::from_utf8(octets).ok()) else {
            return Self::Malformed;
        };
        let parts: Vec<&str> = text.split('\0').collect();
        match parts[..] {
            [on_behalf, name, password] if !name.is_empty() && !password.is_empty() => {
                if on_behalf.is_empty() || on_behalf == name {
                    Self::Identity { name: name.into(), password: password.into() }
                } else {
                    Self::OnBehalf
                }
            }
            _ => Self::Malformed,
        }
    }
}
