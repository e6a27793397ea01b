//! How hosts tell of failures, and what senders ask to be told.

use relay_kernel::SimDuration;
use relay_mail::Mailbox;
use relay_smtp::{MailParams, Notify, Orcpt, RcptParams, Ret};
use smol_str::SmolStr;

/// What a host does otherwise than its profile; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BounceOverrides {
    /// How old a message is when its sender is warned; zero is never.
    pub delay_warning: Option<SimDuration>,
    /// Whether it is warned again after each such span.
    pub delay_warning_repeats: Option<bool>,
    /// The largest message that a report returns whole, in octets.
    pub return_max: Option<u64>,
    /// What becomes of a report that fails.
    pub double: Option<DoubleBounce>,
    /// How old a frozen report is when it is tried once more and then dropped.
    pub frozen_for: Option<SimDuration>,
    /// The host's reports get a return path, against RFC 5321 §4.5.5.
    pub break_null_path_rule: bool,
}

/// What becomes of a report that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubleBounce {
    /// It is dropped.
    Discard,
    /// The host's own postmaster gets it.
    Postmaster,
    /// It stays in the queue for a while.
    Freeze,
}

impl DoubleBounce {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Discard, "discard"), (Self::Postmaster, "postmaster"), (Self::Freeze, "freeze")];
}

/// How far a host's clock is from the true time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockSkew {
    /// By so much.
    pub span: SimDuration,
    /// Behind; otherwise ahead.
    pub behind: bool,
}

/// `right`, `5min ahead`, `1h behind`.
impl core::fmt::Display for ClockSkew {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match (self.span, self.behind) {
            (SimDuration::ZERO, _) => f.write_str("right"),
            (span, true) => write!(f, "{span} behind"),
            (span, false) => write!(f, "{span} ahead"),
        }
    }
}

/// What a sender asks to be told, and to be given back (RFC 3461 §4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DsnRequest {
    /// On which occasions; `None` asks for nothing.
    pub notify: Option<Notify>,
    /// What of the message; `None` asks for nothing.
    pub ret: Option<Ret>,
    /// A name for the envelope.
    pub envid: Option<SmolStr>,
    /// The original recipients: none, or one for each recipient.
    pub orcpt: Vec<Orcpt>,
}

impl DsnRequest {
    /// The parameters of MAIL.
    pub fn mail(&self) -> MailParams {
        MailParams { ret: self.ret, envid: self.envid.clone(), ..MailParams::default() }
    }

    /// The recipients, each with the parameters of its RCPT.
    pub fn recipients<'a>(
        &'a self,
        recipients: &'a [Mailbox],
    ) -> impl Iterator<Item = (Mailbox, RcptParams)> + 'a {
        recipients.iter().enumerate().map(|(nth, recipient)| {
            let params = RcptParams { notify: self.notify, orcpt: self.orcpt.get(nth).cloned() };
            (recipient.clone(), params)
        })
    }
}
