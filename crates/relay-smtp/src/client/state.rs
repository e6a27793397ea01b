//! The states of a client, and what each waits for.

use super::content::Sending;
use super::envelope::Envelope;
use super::hello::Proof;
use super::port::Phase;
use crate::timer::DeadlineReason;

/// Where a session stands.
#[derive(Clone, Debug, Default)]
pub(super) enum State {
    /// The 220 is awaited.
    Greeting,
    /// The reply to EHLO or HELO is awaited.
    Hello { esmtp: bool },
    /// A reply within AUTH is awaited.
    Proving(Proof),
    /// The host says what is next. `dirty`: the server still has a transaction open, which RSET
    /// must drop before the next one.
    Ready { dirty: bool },
    /// MAIL, RCPT and DATA are sent and answered.
    Envelope(Box<Envelope>),
    /// The content is being sent.
    Sending(Sending),
    /// The reply after the content is awaited.
    Judged {
        /// The content was nothing but the final dot, because all recipients had been refused
        /// (RFC 2920 §3.1).
        empty: bool,
        /// It went by BDAT: a refusal leaves the transaction open (RFC 3030 §2).
        counted: bool,
    },
    /// The reply to ETRN is awaited.
    Turning,
    /// The reply to QUIT is awaited.
    Quitting,
    /// Over.
    #[default]
    Closed,
}

impl State {
    /// The phase that is lost when the connection is; `None` when nothing is.
    pub(super) fn phase(&self) -> Option<Phase> {
        match self {
            Self::Greeting => Some(Phase::Greeting),
            Self::Hello { .. } => Some(Phase::Hello),
            Self::Proving(_) => Some(Phase::Authentication),
            Self::Envelope(envelope) => envelope.phase(),
            Self::Sending(_) | Self::Judged { empty: false, .. } => Some(Phase::Message),
            Self::Turning => Some(Phase::Idle),
            Self::Ready { .. }
            | Self::Judged { empty: true, .. }
            | Self::Quitting
            | Self::Closed => None,
        }
    }

    /// Whether all of a message has left, and its reply is awaited.
    pub(super) fn is_in_doubt(&self) -> bool {
        matches!(self, Self::Judged { empty: false, .. })
    }

    /// What is awaited; `None` when the host's word is, or nothing.
    pub(super) fn awaits(&self) -> Option<DeadlineReason> {
        Some(match self {
            Self::Greeting => DeadlineReason::Greeting,
            Self::Hello { .. } => DeadlineReason::Hello,
            Self::Proving(_) => DeadlineReason::Authentication,
            Self::Envelope(envelope) => envelope.awaits(),
            Self::Sending(_) => DeadlineReason::DataBlock,
            Self::Judged { .. } => DeadlineReason::DataEnd,
            Self::Turning => DeadlineReason::Reset,
            Self::Quitting => DeadlineReason::Quit,
            Self::Ready { .. } | Self::Closed => return None,
        })
    }
}
