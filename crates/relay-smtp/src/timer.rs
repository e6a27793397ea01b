//! Deadlines, and why they are there (RFC 5321 §4.5.3.2).

use core::fmt;

use relay_kernel::{SimDuration, SimTime};

/// The moment at which a machine wants to be fed a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: SimTime,
    /// What did not come until then.
    pub reason: DeadlineReason,
}

/// What a machine waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadlineReason {
    /// A server: the next command (§4.5.3.2.7).
    Command,
    /// A server: the rest of a message (§4.5.3.2.7).
    Content,
    /// A client: the 220 of a new connection (§4.5.3.2.1).
    Greeting,
    /// A client: the reply to EHLO or HELO.
    Hello,
    /// A client: the next step of AUTH.
    Authentication,
    /// A client: the reply to MAIL (§4.5.3.2.2).
    Mail,
    /// A client: the reply to RCPT (§4.5.3.2.3).
    Recipient,
    /// A client: the 354 after DATA (§4.5.3.2.4).
    DataStart,
    /// A client: the network takes a block of the content (§4.5.3.2.5).
    DataBlock,
    /// A client: the reply after the final dot (§4.5.3.2.6).
    DataEnd,
    /// A client: the reply to RSET or ETRN.
    Reset,
    /// A client: the reply to QUIT.
    Quit,
}

impl DeadlineReason {
    /// The section that asks for this timeout.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Command | Self::Content => "RFC 5321 §4.5.3.2.7",
            Self::Greeting => "RFC 5321 §4.5.3.2.1",
            Self::Mail => "RFC 5321 §4.5.3.2.2",
            Self::Recipient => "RFC 5321 §4.5.3.2.3",
            Self::DataStart => "RFC 5321 §4.5.3.2.4",
            Self::DataBlock => "RFC 5321 §4.5.3.2.5",
            Self::DataEnd => "RFC 5321 §4.5.3.2.6",
            Self::Hello | Self::Authentication | Self::Reset | Self::Quit => "RFC 5321 §4.5.3.2",
        }
    }
}

impl fmt::Display for DeadlineReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Command => "no command came",
            Self::Content => "the rest of the message did not come",
            Self::Greeting => "no greeting came",
            Self::Hello => "no reply to EHLO or HELO came",
            Self::Authentication => "no reply to AUTH came",
            Self::Mail => "no reply to MAIL came",
            Self::Recipient => "no reply to RCPT came",
            Self::DataStart => "no reply to DATA came",
            Self::DataBlock => "the network took no data",
            Self::DataEnd => "no reply to the end of data came",
            Self::Reset => "no reply to RSET or ETRN came",
            Self::Quit => "no reply to QUIT came",
        })
    }
}

/// How long a client waits in each phase (§4.5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the greeting: 5 minutes.
    pub greeting: SimDuration,
    /// For the reply to EHLO or HELO: 5 minutes (the RFC sets none; that of MAIL is taken).
    pub hello: SimDuration,
    /// For each step of AUTH: 5 minutes (as for EHLO).
    pub authentication: SimDuration,
    /// For the reply to MAIL: 5 minutes.
    pub mail: SimDuration,
    /// For the reply to each RCPT: 5 minutes.
    pub recipient: SimDuration,
    /// For the 354: 2 minutes.
    pub data_start: SimDuration,
    /// For the network to take one block: 3 minutes.
    pub data_block: SimDuration,
    /// For the reply after the final dot: 10 minutes.
    pub data_end: SimDuration,
    /// For the reply to RSET or ETRN: 5 minutes (as for EHLO).
    pub reset: SimDuration,
    /// For the reply to QUIT: 5 minutes (as for EHLO).
    pub quit: SimDuration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let five = SimDuration::from_mins(5);
        Self {
            greeting: five,
            hello: five,
            authentication: five,
            mail: five,
            recipient: five,
            data_start: SimDuration::from_mins(2),
            data_block: SimDuration::from_mins(3),
            data_end: SimDuration::from_mins(10),
            reset: five,
            quit: five,
        }
    }
}

impl Timeouts {
    /// One span for everything.
    pub const fn all(span: SimDuration) -> Self {
        Self {
            greeting: span,
            hello: span,
            authentication: span,
            mail: span,
            recipient: span,
            data_start: span,
            data_block: span,
            data_end: span,
            reset: span,
            quit: span,
        }
    }

    /// The span for `reason`; zero for the reasons of a server.
    pub const fn span(&self, reason: DeadlineReason) -> SimDuration {
        match reason {
            DeadlineReason::Command | DeadlineReason::Content => SimDuration::ZERO,
            DeadlineReason::Greeting => self.greeting,
            DeadlineReason::Hello => self.hello,
            DeadlineReason::Authentication => self.authentication,
            DeadlineReason::Mail => self.mail,
            DeadlineReason::Recipient => self.recipient,
            DeadlineReason::DataStart => self.data_start,
            DeadlineReason::DataBlock => self.data_block,
            DeadlineReason::DataEnd => self.data_end,
            DeadlineReason::Reset => self.reset,
            DeadlineReason::Quit => self.quit,
        }
    }
}
