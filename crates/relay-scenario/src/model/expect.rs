//! What must be true.

use core::fmt;
use core::ops::Range;

use relay_host::Action;
use relay_kernel::SimTime;
use relay_mail::{EnhancedCode, Mailbox, ReplyCode};

use super::{AccountNo, HostNo};

/// Something that must be true at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// When; `None` is the end of the run.
    pub at: Option<SimTime>,
    /// What.
    pub outcome: Outcome,
    /// Where the file says so, in bytes of the scenario file.
    pub span: Range<usize>,
}

/// What is counted, from the start to the moment of the expectation, and how many there must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Messages put into a mailbox, notifications not counted.
    Delivered {
        /// The mailbox, by one of its addresses.
        to: Mailbox,
        /// On which host; `None` is all together.
        on: Option<HostNo>,
        /// How many copies.
        copies: Count,
    },
    /// Messages that a mail client has fetched, of any kind.
    Collected {
        /// Whose.
        by: AccountNo,
        /// How many.
        messages: Count,
    },
    /// Notifications put into a mailbox: mail with the null reverse-path, and reports.
    Bounced {
        /// The mailbox, by one of its addresses.
        to: Mailbox,
        /// What they tell; `None` is anything.
        kind: Option<Action>,
        /// How many.
        notifications: Count,
    },
    /// Messages that are in a queue at that moment.
    Queued {
        /// Whose queue; `None` is all queues together.
        on: Option<HostNo>,
        /// Those that wait for this recipient; `None` is all.
        to: Option<Mailbox>,
        /// How many.
        messages: Count,
    },
    /// Attempts to deliver: one for each time that a host took a message for a recipient out of its
    /// queue and tried something, however many servers that were.
    Attempts {
        /// The host that tries.
        on: HostNo,
        /// For which recipient; `None` is all together.
        to: Option<Mailbox>,
        /// How many.
        count: Count,
    },
    /// Connections that a host tried to open to another, whether they came about or not.
    Connections {
        /// Who connects; `None` is all together.
        from: Option<HostNo>,
        /// To whom.
        to: HostNo,
        /// How many.
        count: Count,
    },
    /// Times that a host put a recipient off, or gave one up.
    Setbacks {
        /// Given up; otherwise put off.
        failed: bool,
        /// By which host; `None` is all together.
        on: Option<HostNo>,
        /// Which recipient; `None` is all together.
        to: Option<Mailbox>,
        /// With this status (RFC 3463); `None` is any.
        status: Option<EnhancedCode>,
        /// With this in the reason, in any case; `None` is any.
        containing: Option<String>,
        /// How many.
        count: Count,
    },
    /// Replies of an SMTP or POP3 server.
    Replies {
        /// The server.
        from: HostNo,
        /// With this code; `None` is any.
        code: Option<ReplyCode>,
        /// With this enhanced code; `None` is any or none.
        enhanced: Option<EnhancedCode>,
        /// Responses of POP3 that begin like this; `None` is replies of SMTP.
        pop3: Option<String>,
        /// With this in the text, in any case; `None` is any.
        containing: Option<String>,
        /// How many.
        count: Count,
    },
    /// Recipients for whom a message was given up, and about which nobody is told.
    Discarded {
        /// By which host; `None` is all together.
        on: Option<HostNo>,
        /// How many.
        messages: Count,
    },
}

/// How many there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least so many.
    pub min: u64,
    /// At most so many; `None` is no limit.
    pub max: Option<u64>,
}

impl Count {
    /// Exactly `number`.
    pub const fn exactly(number: u64) -> Self {
        Self { min: number, max: Some(number) }
    }

    /// `number` or more.
    pub const fn at_least(number: u64) -> Self {
        Self { min: number, max: None }
    }

    /// Whether `number` is right.
    pub fn admits(self, number: u64) -> bool {
        number >= self.min && self.max.is_none_or(|max| number <= max)
    }
}

/// `3`, `at least 3`, `3 to 5`.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, Some(max)) if min == max => write!(f, "{min}"),
            (0, Some(max)) => write!(f, "at most {max}"),
            (min, Some(max)) => write!(f, "{min} to {max}"),
            (min, None) => write!(f, "at least {min}"),
        }
    }
}
