//! The state of a host, as one word says it.

use relay_kernel::SimDuration;
use relayscope::trace::HostId;

use crate::cast::Cast;
use crate::holdings::Holdings;

/// The state of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Up,
    /// Its clock is wrong, and so are the times that it writes.
    ClockWrong,
    /// A session with it is still to break at a point of its dialogue.
    Breaking,
    /// What it says as a server comes late.
    Slow,
    /// One of its mailboxes has no room; the others may have.
    MailboxFull,
    /// Lookups of its name, or of a domain that it is final for, fail.
    NamesFail,
    /// The directory of its users does not answer.
    DirectoryDown,
    /// Its disk has no room.
    Full,
    /// It refuses connections to some service.
    Refusing,
    /// It runs, and its cable is pulled out.
    Offline,
    /// It is switched off.
    Down,
}

impl State {
    /// The state of a host; where several things are wrong, the one that weighs most.
    pub fn of(cast: &Cast, holdings: &Holdings, id: HostId) -> Self {
        let (Some(host), Some(book)) = (cast.host(id), holdings.host(id)) else {
            return Self::Up;
        };
        let trouble = &book.trouble;
        match () {
            () if !book.is_up() => Self::Down,
            () if trouble.offline => Self::Offline,
            () if book.is_refusing() => Self::Refusing,
            () if trouble.disk_full => Self::Full,
            () if trouble.directory_down => Self::DirectoryDown,
            () if holdings.fails_by_name(host) => Self::NamesFail,
            () if !trouble.full_mailboxes.is_empty() => Self::MailboxFull,
            () if trouble.late > SimDuration::ZERO => Self::Slow,
            () if holdings.breaks_a_session(id) => Self::Breaking,
            () if !trouble.clock.unwrap_or(host.clock).span.is_zero() => Self::ClockWrong,
            () => Self::Up,
        }
    }
}
