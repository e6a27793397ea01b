//! What a host does, as facts for the trace.
//!
//! A host records through [`Log`], which answers at once with the number of the record, so that
//! what follows can name it as its cause. Facts are small and hold no text that somebody might
//! never read: names are interned, contents are numbered.

use core::fmt;
use core::net::Ipv4Addr;

use relay_kernel::{ConnNo, RecordId, SimDuration, SimTime};
use relay_mail::{Content, EnhancedCode, ForwardPath, ReplyCode, ReversePath, Severity};
use smol_str::{SmolStr, SmolStrBuilder};

use crate::dsn::Action;

relay_kernel::define_id! {
    /// Which copy of a message: a new one each time that a host takes responsibility.
    pub struct MailId
}

relay_kernel::define_id! {
    /// Which content in the log: the octets of one or more copies.
    pub struct ContentId
}

relay_kernel::define_id! {
    /// Which interned name or short text in the log.
    pub struct NameId
}

/// A copy of a message at the moment at which a host took responsibility for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// The host's own number for it; [`queue_id`] writes it.
    pub queue_no: u32,
    /// Where reports about it go.
    pub reverse_path: ReversePath,
    /// For whom it is, at this host. [`Fact`]s name a recipient by its place here.
    pub recipients: Box<[ForwardPath]>,
    /// Its octets, with this host's trace line.
    pub content: ContentId,
    /// How it came.
    pub origin: Origin,
}

/// How a message came to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A user of this host wrote it.
    Written,
    /// It arrived over a connection.
    Received {
        /// Which one.
        conn: ConnNo,
    },
    /// This host wrote it to tell what became of another message (RFC 3464).
    Report {
        /// That message.
        about: MailId,
        /// What it tells of all recipients that it names.
        action: Action,
    },
    /// This host wrote it to tell its own postmaster of a report that could not be delivered.
    DoubleBounce {
        /// That report.
        about: MailId,
    },
}

/// Why nobody is told of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untold {
    /// The return path is null: the message is a report itself (RFC 5321 §4.5.5, §6.1).
    NullPath,
    /// The sender asked not to be told: NOTIFY without FAILURE (RFC 3461 §5.2.6 b).
    NotAsked,
    /// It told the postmaster of a report that had failed: the third in a row.
    TripleBounce,
}

/// A host's queue id as it stands in Received fields and logs: an atom, unique on the host.
pub fn queue_id(queue_no: u32) -> SmolStr {
    let number = 0x4A000 + queue_no;
    let mut id = SmolStrBuilder::new();
    let digits = (8 - number.leading_zeros() / 4).max(5);
    for place in (0..digits).rev() {
        let digit = char::from_digit(number >> (4 * place) & 0xF, 16).expect("four bits");
        id.push(digit.to_ascii_uppercase());
    }
    id.finish()
}

/// One thing that a host did or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Took responsibility for a message (RFC 5321 §4.2.5): it is in the queue.
    Accepted {
        /// The copy that it now holds.
        mail: MailId,
    },
    /// Begins to deliver to one next hop.
    Attempt {
        /// The message.
        mail: MailId,
        /// 1 for the first attempt.
        nth: u16,
        /// The domain or host that the message is routed to.
        next_hop: NameId,
    },
    /// Offers the message in an SMTP session.
    Sending {
        /// The message.
        mail: MailId,
        /// The session's connection.
        conn: ConnNo,
    },
    /// The next host answered 2yz to the final dot: responsibility has moved (§6.1).
    Relayed {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// The connection over which it went.
        conn: ConnNo,
    },
    /// Final delivery: put into a maildrop with its Return-Path (§4.4).
    Delivered {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// The octets in the maildrop.
        content: ContentId,
        /// The maildrop.
        mailbox: NameId,
    },
    /// Not now: the recipient stays in the queue (§4.5.4.1).
    Deferred {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// When the next attempt is due.
        next_at: SimTime,
        /// What went wrong.
        why: Box<Why>,
    },
    /// Given up: the recipient leaves the queue.
    Failed {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// What went wrong.
        why: Box<Why>,
    },
    /// Wrote a report about failed recipients to the return path (§6.1, RFC 3464), or about a report
    /// that failed to the postmaster.
    Reported {
        /// The message that failed.
        mail: MailId,
        /// The report, a message of its own.
        report: MailId,
    },
    /// Wrote no report. Where the message's own return path is null (§6.1), this stops bounces of
    /// bounces.
    Discarded {
        /// The message that failed; nobody is told.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// Why.
        why: Untold,
    },
    /// Told the return path of something else than a failure: of a delay, or of success where the
    /// sender had asked for it (RFC 3461 §5.2).
    Notified {
        /// The message.
        mail: MailId,
        /// The report, a message of its own.
        report: MailId,
    },
    /// Keeps a report that failed in the queue, and does not try it until the moment comes (Exim).
    Frozen {
        /// The report.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// When it is tried once more.
        until: SimTime,
    },
    /// Gave a report a return path, against RFC 5321 §4.5.5, as the settings say. If it fails,
    /// there is somebody to report to, and so on for ever.
    NullPathRuleBroken {
        /// The report.
        report: MailId,
        /// How many of them the host has written; after
        /// [`limit::BROKEN_RULE_REPORTS`](crate::limit::BROKEN_RULE_REPORTS) it keeps to the rule.
        nth: u16,
    },
    /// A mail client showed its user that a message could not be sent.
    ShownToUser {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
    },
    /// A maildrop was opened by its user, and locked (RFC 1939 §4).
    MaildropOpened {
        /// The connection.
        conn: ConnNo,
        /// The maildrop.
        mailbox: NameId,
        /// How many messages it shows.
        messages: u32,
    },
    /// A message of a maildrop was sent to its user (RFC 1939 §5, RETR).
    Retrieved {
        /// The message.
        mail: MailId,
        /// The connection.
        conn: ConnNo,
    },
    /// A message left its maildrop in the UPDATE state (RFC 1939 §6).
    Deleted {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// The connection.
        conn: ConnNo,
    },
    /// A mail client goes to collect mail.
    Collecting {
        /// The account.
        account: NameId,
    },
    /// A mail client stored a message that it collected.
    Collected {
        /// The account.
        account: NameId,
        /// The connection.
        conn: ConnNo,
        /// The octets as they came.
        content: ContentId,
    },
    /// A mail client ended a collection in good order.
    CollectDone {
        /// The account.
        account: NameId,
        /// The connection.
        conn: ConnNo,
        /// How many messages were new.
        new: u32,
    },
    /// A mail client could not collect.
    CollectFailed {
        /// The account.
        account: NameId,
        /// What went wrong.
        why: Box<Why>,
    },
    /// The peer broke a rule of the protocol.
    Violation {
        /// The connection.
        conn: ConnNo,
        /// What it did, and the section that forbids it.
        what: NameId,
    },
    /// A session waited as long as it may.
    TimedOut {
        /// The connection.
        conn: ConnNo,
        /// What it waited for.
        reason: NameId,
    },
}

/// Why something did not work. It is shown to people and written into reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The next host answered so.
    Reply {
        /// The next host's name.
        host: SmolStr,
        /// What the reply answered, for example `RCPT TO`.
        to: &'static str,
        /// Its code.
        code: ReplyCode,
        /// What it means: its first digit says it, but for 552 to RCPT, which is temporary
        /// (§4.5.3.1.10).
        severity: Severity,
        /// Its enhanced code, if it has one.
        enhanced: Option<EnhancedCode>,
        /// Its text, without the codes; lines are parted by LF.
        text: SmolStr,
    },
    /// No connection came about.
    Unreachable {
        /// The next host's name.
        host: SmolStr,
        /// Its address.
        addr: Ipv4Addr,
        /// What happened instead.
        how: Unreachable,
    },
    /// A connection ended in the middle of a transaction; treated as 451 (RFC 5321 §3.8).
    Lost {
        /// The next host's name.
        host: SmolStr,
        /// What was under way, for example `the reply to the final dot`.
        during: &'static str,
        /// Whether it was silence; otherwise the connection was closed or reset.
        timed_out: bool,
    },
    /// The domain system gave no way (RFC 5321 §5.1).
    Dns {
        /// The name that was asked for.
        name: SmolStr,
        /// What it lacks.
        failure: DnsFailure,
    },
    /// This host itself refuses to deliver.
    Local {
        /// The status for the report.
        status: EnhancedCode,
        /// What is wrong.
        text: SmolStr,
    },
    /// It was tried for the whole lifetime of a queue entry.
    Expired {
        /// That lifetime.
        lifetime: SimDuration,
        /// The last failure.
        last: Box<Why>,
    },
}

/// How a connection did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The host answered that nobody listens.
    Refused,
    /// Nothing answered.
    TimedOut,
    /// There is no way to that address.
    NoRoute,
}

/// What the domain system answered in place of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsFailure {
    /// There is no such name.
    NoSuchName,
    /// The name has neither MX nor address.
    NoRecords,
    /// The server failed; it may do better later.
    ServerFailed,
    /// No server answered; one may later.
    NoAnswer,
    /// The domain says that it takes no mail (RFC 7505).
    NullMx,
    /// Every exchanger is this host itself, or less preferred (RFC 5321 §5.1).
    OnlySelf,
}

impl Why {
    /// Whether trying again may help: 4yz replies and everything that may pass.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Reply { severity, .. } => *severity == Severity::Transient,
            Self::Unreachable { .. } | Self::Lost { .. } => true,
            Self::Dns { failure, .. } => {
                matches!(failure, DnsFailure::ServerFailed | DnsFailure::NoAnswer)
            }
            Self::Local { status, .. } => status.class == 4,
            Self::Expired { .. } => false,
        }
    }

    /// The status code for a report (RFC 3463). A failure after expiry keeps its 4.y.z
    /// (RFC 3464 §2.3.3).
    pub fn status(&self) -> EnhancedCode {
        let code = EnhancedCode::new;
        match self {
            Self::Reply { enhanced: Some(enhanced), .. } => *enhanced,
            Self::Reply { code: reply, .. } => status_of_reply(*reply),
            Self::Unreachable { .. } => code(4, 4, 1),
            Self::Lost { .. } => code(4, 4, 2),
            Self::Dns { failure, .. } => match failure {
                DnsFailure::NoSuchName => code(5, 1, 2),
                DnsFailure::NoRecords => code(5, 4, 4),
                DnsFailure::ServerFailed | DnsFailure::NoAnswer => code(4, 4, 3),
                DnsFailure::NullMx => code(5, 1, 10),
                DnsFailure::OnlySelf => code(5, 4, 6),
            },
            Self::Local { status, .. } => *status,
            Self::Expired { last, .. } => last.status(),
        }
    }
}

/// The status that a reply without an enhanced code stands for (RFC 3463 §3, RFC 5321 §4.2.3).
fn status_of_reply(reply: ReplyCode) -> EnhancedCode {
    let class = if reply.severity() == Severity::Transient { 4 } else { 5 };
    let (subject, detail) = match reply.get() {
        421 => (3, 2),
        450 => (2, 0),
        452 => (3, 1),
        550 | 551 => (1, 1),
        552 => (2, 2),
        553 => (1, 3),
        556 => (1, 10),
        500..=504 | 555 => (5, 0),
        _ => (0, 0),
    };
    EnhancedCode::new(class, subject, detail)
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply { host, to, code, enhanced, text, .. } => {
                write!(f, "{host} answered {code} ")?;
                if let Some(enhanced) = enhanced {
                    write!(f, "{enhanced} ")?;
                }
                for (nth, line) in text.split('\n').enumerate() {
                    write!(f, "{}{line}", if nth > 0 { " / " } else { "" })?;
                }
                write!(f, " (to {to})")
            }
            Self::Unreachable { host, addr, how } => {
                let how = match how {
                    Unreachable::Refused => "refused the connection",
                    Unreachable::TimedOut => "did not answer",
                    Unreachable::NoRoute => "cannot be reached",
                };
                write!(f, "{host} [{addr}] {how}")
            }
            Self::Lost { host, during, timed_out: true } => {
                write!(f, "{host} was silent for too long during {during}")
            }
            Self::Lost { host, during, timed_out: false } => {
                write!(f, "the connection to {host} was lost during {during}")
            }
            Self::Dns { name, failure } => {
                let failure = match failure {
                    DnsFailure::NoSuchName => "does not exist in the DNS",
                    DnsFailure::NoRecords => "has neither MX nor address in the DNS",
                    DnsFailure::ServerFailed => "could not be looked up: the name server failed",
                    DnsFailure::NoAnswer => "could not be looked up: no name server answered",
                    DnsFailure::NullMx => "accepts no mail (null MX)",
                    DnsFailure::OnlySelf => "has no mail exchanger but this host",
                };
                write!(f, "{name} {failure}")
            }
            Self::Local { status, text } => write!(f, "{status} {text}"),
            Self::Expired { lifetime, last } => write!(f, "{last}; given up after {lifetime}"),
        }
    }
}

/// Where a host's facts go. The world implements it on its trace.
pub trait Log {
    /// Appends a fact that `cause` led to.
    fn fact(&mut self, cause: RecordId, fact: Fact) -> RecordId;

    /// Numbers a copy of a message.
    fn mail(&mut self, mail: MailRecord) -> MailId;

    /// Numbers a content.
    fn content(&mut self, content: &Content) -> ContentId;

    /// Numbers a name or short text; equal texts have equal numbers.
    fn name(&mut self, text: &str) -> NameId;

    /// Reads what is in DATA or in a message file as content, sharing equal bodies.
    fn store(&mut self, trace: &[u8], octets: &[u8]) -> Content;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_stay_small() {
        assert!(size_of::<Fact>() <= 24, "{} octets", size_of::<Fact>());
    }

    #[test]
    fn queue_ids_are_atoms() {
        assert_eq!(queue_id(0), "4A000");
        assert_eq!(queue_id(0x1234), "4B234");
        assert_eq!(queue_id(0xABC_DEF0), "AC17EF0");
    }

    #[test]
    fn an_expired_failure_keeps_its_transient_status() {
        let last = Why::Dns { name: "example.net".into(), failure: DnsFailure::NoAnswer };
        assert!(last.is_transient());
        let expired = Why::Expired { lifetime: SimDuration::from_days(5), last: Box::new(last) };
        assert!(!expired.is_transient());
        assert_eq!(expired.status().to_string(), "4.4.3");
        assert!(expired.to_string().ends_with("given up after 5 d"));
    }
}
