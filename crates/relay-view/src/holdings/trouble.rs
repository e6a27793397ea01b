//! What is wrong with hosts and links, as the commands so far have it.

use relay_kernel::SimDuration;
use relay_mail::{Domain, Mailbox};
use relayscope::command::Command;
use relayscope::scenario::{Break, ClockSkew, HostNo, LinkQuality};
use relayscope::trace::{HostId, Kind, Record, Trace, strike};

use super::Holdings;
use crate::cast::Member;

/// What is wrong with one host that is switched on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Whether its cable is pulled out.
    pub offline: bool,
    /// So much later comes what it says as a server; zero when it is not slow.
    pub late: SimDuration,
    /// Whether its disk has no room for new mail.
    pub disk_full: bool,
    /// The mailboxes that were filled with something else than mail.
    pub full_mailboxes: Vec<Mailbox>,
    /// Whether the directory of its users does not answer.
    pub directory_down: bool,
    /// How its clock was set; `None` is as the scenario has it.
    pub clock: Option<ClockSkew>,
}

/// What is wrong between hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    cut: Vec<[HostId; 2]>,
    changed: Vec<([HostId; 2], LinkQuality)>,
    apart: Vec<HostId>,
    /// The names of which, and below which, lookups fail.
    failing: Vec<Domain>,
    breaks: Vec<Break>,
}

/// Two hosts, whoever is named first.
fn pair(ends: [HostNo; 2]) -> [HostId; 2] {
    ordered(ends.map(|no| HostId(no.0)))
}

fn ordered([a, b]: [HostId; 2]) -> [HostId; 2] {
    if a.0 <= b.0 { [a, b] } else { [b, a] }
}

impl Ways {
    /// Whether the link between two hosts is cut.
    pub(crate) fn is_cut(&self, a: HostId, b: HostId) -> bool {
        self.cut.contains(&ordered([a, b]))
    }

    /// Whether the network is parted between two hosts.
    pub(crate) fn is_parted(&self, a: HostId, b: HostId) -> bool {
        self.apart.contains(&a) != self.apart.contains(&b)
    }

    /// Takes in what a command does to them.
    pub(crate) fn take(&mut self, command: &Command) {
        match command {
            Command::CutLink(ends) => self.cut.push(pair(*ends)),
            Command::MendLink(ends) => self.cut.retain(|cut| *cut != pair(*ends)),
            Command::ChangeLink(ends, quality) => {
                self.changed.retain(|(changed, _)| *changed != pair(*ends));
                self.changed.push((pair(*ends), *quality));
            }
            Command::RestoreLink(ends) => {
                self.changed.retain(|(changed, _)| *changed != pair(*ends));
            }
            Command::Partition(hosts) => {
                self.apart = hosts.iter().map(|no| HostId(no.0)).collect();
            }
            Command::BreakDialogue(it) => self.breaks.push(*it),
            Command::MendDialogue(it) => self.breaks.retain(|held| !held.is_same(it)),
            Command::FailDns(name, _) => self.failing.push(name.clone()),
            Command::MendDns(name) => self.failing.retain(|failing| failing != name),
            _ => {}
        }
    }

    /// Takes in that something was said and never arrives.
    pub(super) fn lose(&mut self, trace: &Trace, records: &[Record], said: &Kind) {
        strike(&mut self.breaks, trace, records, said);
    }
}

impl Holdings {
    /// Whether the link between two hosts is cut.
    pub fn is_cut(&self, a: HostId, b: HostId) -> bool {
        self.ways.is_cut(a, b)
    }

    /// Whether the network is parted between two hosts.
    pub fn is_parted(&self, a: HostId, b: HostId) -> bool {
        self.ways.is_parted(a, b)
    }

    /// Whether nothing gets through between two hosts: the link is cut, the network is parted
    /// between them, or one of them is offline.
    pub fn is_closed(&self, a: HostId, b: HostId) -> bool {
        let is_offline = |id| self.host(id).is_some_and(|book| book.trouble.offline);
        self.is_cut(a, b) || self.is_parted(a, b) || is_offline(a) || is_offline(b)
    }

    /// How the link between two hosts treats packets, where a command has changed that.
    pub fn changed_link(&self, a: HostId, b: HostId) -> Option<&LinkQuality> {
        let found = self.ways.changed.iter().find(|(ends, _)| *ends == ordered([a, b]));
        found.map(|(_, quality)| quality)
    }

    /// Whether a session with that server is still to break at a point of its dialogue.
    pub fn breaks_a_session(&self, server: HostId) -> bool {
        self.ways.breaks.iter().any(|held| held.server.0 == server.0)
    }

    /// Whether lookups of a name of that host fail.
    pub fn fails_by_name(&self, host: &Member) -> bool {
        self.ways.failing.iter().any(|failing| host.is_found_by(failing))
    }

    pub(super) fn command(&mut self, command: &Command) {
        self.ways.take(command);
        let no = match command {
            Command::HostDown(no)
            | Command::HostUp(no)
            | Command::StopServices(no, _)
            | Command::ShutDown(no, _)
            | Command::StartServices(no, _)
            | Command::SlowHost(no, _)
            | Command::FillDisk(no)
            | Command::FreeDisk(no)
            | Command::FillMailbox(no, _)
            | Command::FreeMailbox(no, _)
            | Command::DirectoryDown(no)
            | Command::DirectoryUp(no)
            | Command::SetClock(no, _)
            | Command::GoOffline(no)
            | Command::GoOnline(no) => no,
            Command::CutLink(_)
            | Command::MendLink(_)
            | Command::ChangeLink(..)
            | Command::RestoreLink(_)
            | Command::Partition(_)
            | Command::BreakDialogue(_)
            | Command::MendDialogue(_)
            | Command::Send { .. }
            | Command::Collect(_)
            | Command::FailDns(..)
            | Command::MendDns(_)
            | Command::RunQueue(_)
            | Command::ResetConnection(_)
            | Command::Set(..)
            | Command::AskTurn { .. }
            | Command::Dial { .. }
            | Command::Type { .. }
            | Command::Take { .. }
            | Command::HangUp { .. } => return,
        };
        let Some(book) = self.hosts.get_mut(no.index()) else { return };
        match command {
            Command::HostDown(_) => book.power(false),
            Command::HostUp(_) => book.power(true),
            Command::StopServices(_, which) | Command::ShutDown(_, which) => {
                book.stop(*which, true);
            }
            Command::StartServices(_, which) => book.stop(*which, false),
            command => book.trouble.take(command),
        }
    }
}

impl Trouble {
    fn take(&mut self, command: &Command) {
        match command {
            Command::SlowHost(_, by) => self.late = *by,
            Command::FillDisk(_) => self.disk_full = true,
            Command::FreeDisk(_) => self.disk_full = false,
            Command::FillMailbox(_, whose) => self.full_mailboxes.push(whose.clone()),
            Command::FreeMailbox(_, whose) => self.full_mailboxes.retain(|full| full != whose),
            Command::DirectoryDown(_) => self.directory_down = true,
            Command::DirectoryUp(_) => self.directory_down = false,
            Command::SetClock(_, skew) => self.clock = Some(*skew),
            Command::GoOffline(_) => self.offline = true,
            Command::GoOnline(_) => self.offline = false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use relayscope::scenario::Services;

    use super::super::book::Book;
    use super::*;

    const A: HostNo = HostNo(0);
    const B: HostNo = HostNo(1);

    #[test]
    fn what_breaks_is_mended() {
        let whose = Mailbox::parse("bob@example.net").expect("an address");
        let quality = LinkQuality {
            latency: SimDuration::from_secs(1),
            jitter: SimDuration::ZERO,
            rate_bytes_per_second: 0,
            loss_per_million: 1,
        };
        let skew = ClockSkew { span: SimDuration::from_hours(1), behind: true };
        let mut all = Holdings::new(2);
        let (a, b) = (HostId(0), HostId(1));
        for (breaks, mends) in [
            (Command::CutLink([B, A]), Command::MendLink([A, B])),
            (Command::Partition(vec![B]), Command::Partition(Vec::new())),
            (Command::GoOffline(B), Command::GoOnline(B)),
        ] {
            all.command(&breaks);
            assert!(all.is_closed(a, b) && all.is_closed(b, a), "{breaks:?}");
            assert_eq!(all.is_cut(a, b), matches!(breaks, Command::CutLink(_)));
            all.command(&mends);
            assert!(!all.is_closed(a, b), "{mends:?}");
        }
        let services = Services { smtp: true, submission: true, pop3: false };
        for stops in [Command::StopServices(B, services), Command::ShutDown(B, services)] {
            all.command(&stops);
            assert_eq!(all.host(b).map(Book::is_refusing), Some(true), "{stops:?}");
            all.command(&Command::StartServices(B, services));
            assert_eq!(all.host(b).map(Book::is_refusing), Some(false), "{stops:?}");
        }
        // One of two starts again: the other one does not.
        all.command(&Command::StopServices(B, services));
        all.command(&Command::StartServices(B, Services { smtp: true, ..Services::default() }));
        let left = Services { submission: true, ..Services::default() };
        assert_eq!(all.host(b).map(|book| book.stopped), Some(left));
        all.command(&Command::StartServices(B, left));
        all.command(&Command::ChangeLink([B, A], quality));
        assert_eq!(all.changed_link(a, b), Some(&quality));
        all.command(&Command::RestoreLink([A, B]));
        assert_eq!(all.changed_link(b, a), None);
        let late = SimDuration::from_secs(9);
        for command in [
            Command::SlowHost(B, late),
            Command::FillDisk(B),
            Command::FillMailbox(B, whose.clone()),
            Command::DirectoryDown(B),
            Command::SetClock(B, skew),
        ] {
            all.command(&command);
        }
        let wrong = Trouble {
            offline: false,
            late,
            disk_full: true,
            full_mailboxes: vec![whose.clone()],
            directory_down: true,
            clock: Some(skew),
        };
        assert_eq!(all.host(b).map(|book| &book.trouble), Some(&wrong));
        all.command(&Command::SlowHost(B, SimDuration::ZERO));
        all.command(&Command::FreeDisk(B));
        all.command(&Command::DirectoryUp(B));
        all.command(&Command::FreeMailbox(B, whose));
        let left = Trouble { clock: Some(skew), ..Trouble::default() };
        assert_eq!(all.host(b).map(|book| &book.trouble), Some(&left));
        assert_eq!(all.host(a).map(|book| &book.trouble), Some(&Trouble::default()));
    }
}
