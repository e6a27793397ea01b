//! What a host does, as facts for the trace.
//!
//! A host records through [`Log`], which answers at once with the number of the record, so that
//! what follows can name it as its cause. Facts are small and hold no text that somebody might
//! never read: names are interned, contents are numbered.

use relay_kernel::{ConnNo, RecordId, SimTime};
use relay_mail::{Content, ForwardPath, ReversePath};
use smol_str::SmolStr;

use crate::asked::Asked;
use crate::dsn::Action;
pub use crate::why::{DnsFailure, Unreachable, Why};

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
    /// For whom the client said that it is, where the host has aliases that stand for others; empty
    /// when it is the same.
    pub named: Box<[ForwardPath]>,
    /// What the envelope says about reports, where it says anything.
    pub asked: Option<Box<Asked>>,
    /// Its octets, with this host's trace line.
    pub content: ContentId,
    /// How it came.
    pub origin: Origin,
}

impl MailRecord {
    /// For whom whoever handed it in said that it is, before aliases were replaced.
    pub fn named(&self) -> &[ForwardPath] {
        if self.named.is_empty() { &self.recipients } else { &self.named }
    }
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
    /// A list of this host sent another message on to its members (RFC 5321 §3.9.2).
    List {
        /// That message.
        about: MailId,
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
    /// It came to the address from which the host tells its postmaster of reports that failed;
    /// nothing sent there is ever delivered (Postfix `double_bounce_sender`).
    DoubleBounceSender,
}

/// How many queue numbers lie between the first one of a host and that of the next, so that an id does
/// not look as if it travelled with a message: `4A000`, `4B000`. A host that takes more messages goes
/// on among the ids of the next one: only on the host itself are they unique.
pub const QUEUE_NUMBERS: u32 = 0x1000;

/// A host's queue id as it stands in Received fields and logs: an atom, unique on the host.
pub fn queue_id(queue_no: u32) -> SmolStr {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let number = 0x4A000 + queue_no;
    let id: [u8; 8] =
        core::array::from_fn(|place| DIGITS[(number >> (28 - 4 * place) & 0xF) as usize]);
    let zeros = (number.leading_zeros() as usize / 4).min(3);
    SmolStr::new(core::str::from_utf8(&id[zeros..]).expect("digits are ASCII"))
}

/// What a peer did against a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// What it did.
    pub what: NameId,
    /// The document and the section that forbid it.
    pub section: &'static str,
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
    /// The whole message has left, and no reply came back: the next host may have it, and gets it
    /// again (RFC 1047).
    InDoubt {
        /// The message.
        mail: MailId,
        /// The connection that was lost.
        conn: ConnNo,
    },
    /// Took a message that had come before, since the sender never heard of the first reply
    /// (RFC 1047). The host cannot know, and delivers both; only who sees both ends can tell.
    Duplicate {
        /// The copy that was taken now.
        mail: MailId,
        /// The one that was taken before.
        of: MailId,
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
    /// Final delivery to a mailing list, which sends the message on to its members (§3.9.2).
    Distributed {
        /// The message.
        mail: MailId,
        /// The list's place in the message's record.
        recipient: u16,
        /// The message to the members, one of its own.
        list: MailId,
    },
    /// Not now: the recipient stays in the queue (§4.5.4.1).
    Deferred {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// When the next attempt is due.
        next_at: SimTime,
        /// Whether something was tried, and not only left for later as every server of the next
        /// hop is left alone for a while.
        tried: bool,
        /// What went wrong.
        why: Box<Why>,
    },
    /// Given up: the recipient leaves the queue.
    Failed {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// Whether something was tried, as in [`Deferred`](Self::Deferred).
        tried: bool,
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
    /// The host removed a message that it had kept for as long as it promised (RFC 2449 §6.7).
    Expired {
        /// The message.
        mail: MailId,
        /// The recipient's place in the message's record.
        recipient: u16,
        /// The maildrop.
        mailbox: NameId,
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
        /// What it did.
        breach: Box<Breach>,
    },
    /// A session waited as long as it may.
    TimedOut {
        /// The connection.
        conn: ConnNo,
        /// What it waited for.
        reason: NameId,
    },
}

impl Fact {
    /// The connection that it is about, if it is about one.
    pub fn conn(&self) -> Option<ConnNo> {
        match *self {
            Self::Sending { conn, .. }
            | Self::Relayed { conn, .. }
            | Self::InDoubt { conn, .. }
            | Self::MaildropOpened { conn, .. }
            | Self::Retrieved { conn, .. }
            | Self::Deleted { conn, .. }
            | Self::Collected { conn, .. }
            | Self::CollectDone { conn, .. }
            | Self::Violation { conn, .. }
            | Self::TimedOut { conn, .. } => Some(conn),
            Self::Accepted { .. }
            | Self::Attempt { .. }
            | Self::Duplicate { .. }
            | Self::Delivered { .. }
            | Self::Distributed { .. }
            | Self::Deferred { .. }
            | Self::Failed { .. }
            | Self::Reported { .. }
            | Self::Notified { .. }
            | Self::Discarded { .. }
            | Self::Frozen { .. }
            | Self::NullPathRuleBroken { .. }
            | Self::ShownToUser { .. }
            | Self::Expired { .. }
            | Self::Collecting { .. }
            | Self::CollectFailed { .. } => None,
        }
    }

    /// The copy that it is about, if it is about one; where a report is written, the copy that it
    /// reports.
    pub fn mail(&self) -> Option<MailId> {
        match *self {
            Self::Accepted { mail }
            | Self::Attempt { mail, .. }
            | Self::Sending { mail, .. }
            | Self::Relayed { mail, .. }
            | Self::InDoubt { mail, .. }
            | Self::Duplicate { mail, .. }
            | Self::Delivered { mail, .. }
            | Self::Distributed { mail, .. }
            | Self::Deferred { mail, .. }
            | Self::Failed { mail, .. }
            | Self::Reported { mail, .. }
            | Self::Notified { mail, .. }
            | Self::NullPathRuleBroken { report: mail, .. }
            | Self::Discarded { mail, .. }
            | Self::Frozen { mail, .. }
            | Self::ShownToUser { mail, .. }
            | Self::Retrieved { mail, .. }
            | Self::Deleted { mail, .. }
            | Self::Expired { mail, .. } => Some(mail),
            Self::MaildropOpened { .. }
            | Self::Collecting { .. }
            | Self::Collected { .. }
            | Self::CollectDone { .. }
            | Self::CollectFailed { .. }
            | Self::Violation { .. }
            | Self::TimedOut { .. } => None,
        }
    }

    /// The report that it is about: one that was written just now.
    pub fn report(&self) -> Option<MailId> {
        match *self {
            Self::Reported { report, .. }
            | Self::Notified { report, .. }
            | Self::NullPathRuleBroken { report, .. } => Some(report),
            _ => None,
        }
    }

    /// The one recipient that it is about, by its place in the message's record.
    pub fn recipient(&self) -> Option<u16> {
        match *self {
            Self::Relayed { recipient, .. }
            | Self::Delivered { recipient, .. }
            | Self::Distributed { recipient, .. }
            | Self::Deferred { recipient, .. }
            | Self::Failed { recipient, .. }
            | Self::Discarded { recipient, .. }
            | Self::Frozen { recipient, .. }
            | Self::ShownToUser { recipient, .. }
            | Self::Deleted { recipient, .. }
            | Self::Expired { recipient, .. } => Some(recipient),
            Self::Accepted { .. }
            | Self::Attempt { .. }
            | Self::Sending { .. }
            | Self::InDoubt { .. }
            | Self::Duplicate { .. }
            | Self::Reported { .. }
            | Self::Notified { .. }
            | Self::NullPathRuleBroken { .. }
            | Self::MaildropOpened { .. }
            | Self::Retrieved { .. }
            | Self::Collecting { .. }
            | Self::Collected { .. }
            | Self::CollectDone { .. }
            | Self::CollectFailed { .. }
            | Self::Violation { .. }
            | Self::TimedOut { .. } => None,
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
}
