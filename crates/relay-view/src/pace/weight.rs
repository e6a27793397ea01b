//! How long each kind of record is worth looking at, and which are worth jumping to.

use relay_host::{Fact, Origin};
use relayscope::command::Command;
use relayscope::trace::{Kind, Record, Trace};

/// A notable moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// A message was sent.
    Sent,
    /// A message has to wait for another attempt.
    Deferred,
    /// A report was written, or nobody is told.
    Bounced,
    /// A message reached its maildrop.
    Delivered,
    /// A message was collected by its owner.
    Collected,
    /// Something broke, or was mended.
    Fault,
}

impl Moment {
    /// All kinds of moments.
    pub const ALL: [Self; 6] =
        [Self::Sent, Self::Deferred, Self::Bounced, Self::Delivered, Self::Collected, Self::Fault];
}

/// Milliseconds on the screen at normal speed; `None` for what is shown with what follows.
pub(super) fn millis(trace: &Trace, record: &Record) -> Option<u32> {
    Some(match &record.kind {
        Kind::Started => return None,
        Kind::Command(_) => 1400,
        Kind::Host(fact) => return fact_millis(trace, fact),
        Kind::Dialed { .. } => 600,
        Kind::Connected { .. } | Kind::Closed { .. } => 450,
        Kind::DialFailed { .. } | Kind::Reset { .. } => 1200,
        // A line is read; longer ones take longer, within reason.
        Kind::Line { len, .. } => 750 + (len * 8).min(750),
        // The first block carries the header; the rest of a long message passes quickly.
        Kind::Data { start: 0, .. } => 1300,
        Kind::Data { .. } => 120,
        Kind::Block { .. } => 900,
        Kind::Lookup { .. } => 850,
    })
}

fn fact_millis(trace: &Trace, fact: &Fact) -> Option<u32> {
    Some(match fact {
        // What a command or a report says already.
        Fact::Accepted { mail } => match trace.mail(*mail).1.origin {
            Origin::Received { .. } => 1200,
            Origin::Written
            | Origin::List { .. }
            | Origin::Report { .. }
            | Origin::DoubleBounce { .. } => return None,
        },
        Fact::Sending { .. } | Fact::Retrieved { .. } => return None,
        Fact::Attempt { .. } | Fact::Collecting { .. } => 900,
        Fact::MaildropOpened { .. }
        | Fact::Deleted { .. }
        | Fact::Expired { .. }
        | Fact::CollectDone { .. }
        | Fact::Relayed { .. } => 700,
        Fact::Delivered { .. }
        | Fact::Distributed { .. }
        | Fact::Collected { .. }
        | Fact::ShownToUser { .. } => 1500,
        Fact::Deferred { .. } | Fact::Failed { .. } => 1600,
        Fact::Reported { .. }
        | Fact::Discarded { .. }
        | Fact::Notified { .. }
        | Fact::Frozen { .. }
        | Fact::InDoubt { .. }
        | Fact::Duplicate { .. }
        | Fact::NullPathRuleBroken { .. } => 1800,
        Fact::CollectFailed { .. } | Fact::Violation { .. } | Fact::TimedOut { .. } => 1200,
    })
}

/// What kind of notable moment a record is, if it is one.
pub fn moment(trace: &Trace, record: &Record) -> Option<Moment> {
    match &record.kind {
        // What changes nothing is told, and nobody looks for it.
        Kind::Command(id) if !trace.effect(*id).changes() => None,
        Kind::Command(id) => match trace.command(*id) {
            Command::Send { .. } => Some(Moment::Sent),
            Command::Collect(_)
            | Command::RunQueue(_)
            | Command::AskTurn { .. }
            | Command::Dial { .. }
            | Command::Type { .. }
            | Command::Take { .. }
            | Command::HangUp { .. } => None,
            Command::HostDown(_)
            | Command::HostUp(_)
            | Command::StopServices(..)
            | Command::ShutDown(..)
            | Command::StartServices(..)
            | Command::CutLink(_)
            | Command::MendLink(_)
            | Command::ChangeLink(..)
            | Command::RestoreLink(_)
            | Command::Partition(_)
            | Command::SlowHost(..)
            | Command::FillDisk(_)
            | Command::FreeDisk(_)
            | Command::FillMailbox(..)
            | Command::FreeMailbox(..)
            | Command::DirectoryDown(_)
            | Command::DirectoryUp(_)
            | Command::SetClock(..)
            | Command::GoOffline(_)
            | Command::GoOnline(_)
            | Command::ResetConnection(_)
            | Command::Set(..)
            | Command::BreakDialogue(_)
            | Command::MendDialogue(_)
            | Command::FailDns(..)
            | Command::MendDns(_) => Some(Moment::Fault),
        },
        Kind::Reset { .. } => Some(Moment::Fault),
        Kind::Host(fact) => match fact {
            Fact::Deferred { .. } => Some(Moment::Deferred),
            Fact::InDoubt { .. } | Fact::Duplicate { .. } => Some(Moment::Fault),
            Fact::Reported { .. }
            | Fact::Discarded { .. }
            | Fact::Notified { .. }
            | Fact::Frozen { .. }
            | Fact::NullPathRuleBroken { .. }
            | Fact::ShownToUser { .. } => Some(Moment::Bounced),
            Fact::Delivered { .. } => Some(Moment::Delivered),
            Fact::Collected { .. } => Some(Moment::Collected),
            _ => None,
        },
        _ => None,
    }
}
