//! What stands of what was broken, and what it does.

use relay_kernel::{RecordId, SimDuration};
use relayscope::Setting;
use relayscope::command::Command;
use relayscope::scenario::{HostNo, LinkQuality, Services};
use relayscope::trace::{HostId, Kind, Record, Trace};

use super::{Place, Wrong};

/// The commands before the record `id` that no later one has undone or replaced, in order.
pub(crate) fn at(trace: &Trace, id: RecordId) -> Vec<(RecordId, &Command)> {
    let mut standing: Vec<(RecordId, &Command)> = Vec::new();
    for (at, record) in trace.records()[..id.index()].iter().enumerate() {
        let Kind::Command(command) = &record.kind else { continue };
        // What changed nothing is not why things are as they are.
        if !trace.effect(*command).changes() {
            continue;
        }
        let command = trace.command(*command);
        standing.retain(|(_, old)| !undoes(command, old));
        standing.push((RecordId::from_index(at), command));
    }
    standing
}

/// Whether nothing is left of `old` after `new`, which mends it or takes its place.
fn undoes(new: &Command, old: &Command) -> bool {
    use Command as C;
    match (new, old) {
        (C::HostUp(a) | C::HostDown(a), C::HostDown(b))
        | (C::FreeDisk(a) | C::FillDisk(a), C::FillDisk(b))
        | (C::DirectoryUp(a) | C::DirectoryDown(a), C::DirectoryDown(b))
        | (C::GoOnline(a) | C::GoOffline(a), C::GoOffline(b))
        | (C::SlowHost(a, _), C::SlowHost(b, _))
        | (C::SetClock(a, _), C::SetClock(b, _)) => a == b,
        (
            C::StartServices(a, new) | C::StopServices(a, new) | C::ShutDown(a, new),
            C::StopServices(b, old) | C::ShutDown(b, old),
        ) => a == b && covers(*new, *old),
        (C::MendLink(a) | C::CutLink(a), C::CutLink(b))
        | (C::RestoreLink(a) | C::ChangeLink(a, _), C::ChangeLink(b, _)) => is_same(*a, *b),
        (C::Partition(_), C::Partition(_)) => true,
        (C::FreeMailbox(a, new) | C::FillMailbox(a, new), C::FillMailbox(b, old)) => {
            a == b && new == old
        }
        (C::MendDialogue(a), C::BreakDialogue(b)) => a.is_same(b),
        (C::MendDns(new) | C::FailDns(new, _), C::FailDns(old, _)) => new == old,
        (C::Set(a, new), C::Set(b, old)) => {
            a == b && core::mem::discriminant(new) == core::mem::discriminant(old)
        }
        _ => false,
    }
}

fn covers(all: Services, some: Services) -> bool {
    (all.smtp || !some.smtp) && (all.submission || !some.submission) && (all.pop3 || !some.pop3)
}

fn is_same([a, b]: [HostNo; 2], [c, d]: [HostNo; 2]) -> bool {
    (a, b) == (c, d) || (a, b) == (d, c)
}

impl Place {
    /// Whether a command that stands is why that went wrong here.
    pub(super) fn fits(&self, what: &Wrong<'_>, command: &Command) -> bool {
        match what {
            Wrong::Refused(subject, detail) => self.refuses((*subject, *detail), command),
            Wrong::NobodyThere => match command {
                Command::StopServices(no, services) | Command::ShutDown(no, services) => {
                    self.is_server(*no) && self.has_port(*services)
                }
                _ => false,
            },
            Wrong::Lost { waited } => self.loses(*waited, command),
            Wrong::Torn(point) => match command {
                Command::BreakDialogue(it) => {
                    it.at == *point
                        && self.is_server(it.server)
                        && it.client.is_none_or(|no| no.0 == self.client.0)
                }
                _ => false,
            },
            Wrong::Dns(name) => match command {
                Command::FailDns(scope, _) => {
                    relayscope::dns_name(scope).is_some_and(|scope| is_within(name, scope.as_str()))
                }
                Command::GoOffline(no) => no.0 == self.host.0,
                _ => false,
            },
            Wrong::Expired => match command {
                Command::Set(no, Setting::RetryProfile(_)) => no.0 == self.host.0,
                _ => false,
            },
        }
    }

    fn refuses(&self, status: (u16, u16), command: &Command) -> bool {
        match (status, command) {
            ((3, 1), Command::FillDisk(no))
            | ((2, 1 | 2), Command::FillMailbox(no, _))
            | ((3, 0), Command::DirectoryDown(no))
            | ((3, 2), Command::ShutDown(no, _))
            | ((3, 4), Command::Set(no, Setting::MessageSizeMax(1..))) => self.is_server(*no),
            ((7, 1), Command::Set(no, Setting::Greylisting(delay))) => {
                self.is_server(*no) && !delay.is_zero()
            }
            _ => false,
        }
    }

    fn loses(&self, waited: bool, command: &Command) -> bool {
        let is_here =
            |ends: &[HostNo; 2]| is_same(*ends, [HostNo(self.client.0), HostNo(self.server.0)]);
        match command {
            Command::HostDown(no) | Command::GoOffline(no) => {
                no.0 == self.client.0 || self.is_server(*no)
            }
            Command::CutLink(ends) => is_here(ends),
            Command::ChangeLink(ends, quality) => is_here(ends) && is_poor(quality),
            Command::Partition(apart) => {
                let is_apart = |id: HostId| apart.iter().any(|no| no.0 == id.0);
                self.server != Record::NOWHERE && is_apart(self.client) != is_apart(self.server)
            }
            // It is the server's answers that come late, and who waits for them tells of it.
            Command::SlowHost(no, by) => {
                waited && !by.is_zero() && self.is_server(*no) && self.host != self.server
            }
            _ => false,
        }
    }

    fn is_server(&self, no: HostNo) -> bool {
        no.0 == self.server.0
    }

    fn has_port(&self, services: Services) -> bool {
        match self.port {
            Some(25) => services.smtp,
            Some(587) => services.submission,
            Some(110) => services.pop3,
            _ => true,
        }
    }
}

/// A link over which an answer may not come in time.
fn is_poor(quality: &LinkQuality) -> bool {
    quality.loss_per_million > 0
        || quality.rate_bytes_per_second > 0
        || quality.latency >= SimDuration::from_secs(1)
}

/// Whether a name is `scope` or one below it.
fn is_within(name: &str, scope: &str) -> bool {
    let (name, scope) = (name.trim_end_matches('.'), scope.trim_end_matches('.'));
    let Some(at) = name.len().checked_sub(scope.len()) else { return false };
    name.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(scope))
        && (at == 0 || name[..at].ends_with('.'))
}

#[cfg(test)]
mod tests {
    use Command as C;
    use relay_mail::{Domain, Mailbox};
    use relayscope::scenario::{Break, ClockSkew, DialoguePoint, DnsFailure};

    use super::*;

    const A: HostNo = HostNo(0);
    const B: HostNo = HostNo(1);
    const SMTP: Services = Services { smtp: true, submission: false, pop3: false };
    const BOTH: Services = Services { smtp: true, submission: false, pop3: true };

    fn mailbox(address: &str) -> Mailbox {
        Mailbox::parse(address).expect("it is an address")
    }

    fn name(name: &str) -> Domain {
        Domain::parse(name).expect("it is a name")
    }

    fn breaks(at: DialoguePoint) -> Break {
        Break { server: B, client: None, at, times: 1 }
    }

    fn secs(secs: u64) -> SimDuration {
        SimDuration::from_secs(secs)
    }

    /// What stands, what leaves nothing of it, and what does not touch it.
    fn ways_to_mend() -> Vec<(Command, Vec<Command>, Vec<Command>)> {
        let quality = LinkQuality {
            latency: secs(2),
            jitter: SimDuration::ZERO,
            rate_bytes_per_second: 0,
            loss_per_million: 0,
        };
        let late = ClockSkew { span: secs(60), behind: true };
        let right = ClockSkew { span: SimDuration::ZERO, behind: false };
        let (bob, carol) = (mailbox("bob@example.net"), mailbox("carol@example.net"));
        let (net, org) = (name("example.net"), name("example.org"));
        let (greeting, quit) = (breaks(DialoguePoint::Greeting), breaks(DialoguePoint::Quit));
        vec![
            (C::HostDown(A), vec![C::HostUp(A)], vec![C::HostUp(B), C::GoOnline(A)]),
            (C::FillDisk(A), vec![C::FreeDisk(A)], vec![C::FreeDisk(B)]),
            (C::DirectoryDown(A), vec![C::DirectoryUp(A)], vec![C::DirectoryUp(B)]),
            (C::GoOffline(A), vec![C::GoOnline(A)], vec![C::GoOnline(B), C::HostUp(A)]),
            (
                C::SlowHost(A, secs(60)),
                vec![C::SlowHost(A, SimDuration::ZERO)],
                vec![C::SlowHost(B, SimDuration::ZERO)],
            ),
            (C::SetClock(A, late), vec![C::SetClock(A, right)], vec![C::SetClock(B, right)]),
            (
                C::StopServices(A, BOTH),
                vec![C::StartServices(A, BOTH), C::ShutDown(A, BOTH)],
                vec![C::StartServices(A, SMTP), C::StartServices(B, BOTH)],
            ),
            (C::ShutDown(A, SMTP), vec![C::StartServices(A, BOTH)], vec![C::HostUp(A)]),
            (C::CutLink([A, B]), vec![C::MendLink([B, A])], vec![C::MendLink([A, A])]),
            (
                C::ChangeLink([A, B], quality),
                vec![C::RestoreLink([B, A])],
                vec![C::MendLink([A, B])],
            ),
            (C::Partition(vec![A]), vec![C::Partition(Vec::new())], vec![C::GoOnline(A)]),
            (
                C::FillMailbox(A, bob.clone()),
                vec![C::FreeMailbox(A, bob.clone())],
                vec![C::FreeMailbox(A, carol), C::FreeMailbox(B, bob)],
            ),
            (
                C::BreakDialogue(greeting),
                vec![C::MendDialogue(greeting)],
                vec![C::MendDialogue(quit)],
            ),
            (
                C::FailDns(net.clone(), DnsFailure::Timeout),
                vec![C::MendDns(net)],
                vec![C::MendDns(org)],
            ),
            (
                C::Set(A, Setting::Greylisting(secs(60))),
                vec![C::Set(A, Setting::Greylisting(SimDuration::ZERO))],
                vec![C::Set(A, Setting::MessageSizeMax(1))],
            ),
        ]
    }

    #[test]
    fn each_trouble_is_ended_by_what_mends_it_and_by_nothing_else() {
        for (trouble, mends, others) in ways_to_mend() {
            for mend in mends {
                assert!(undoes(&mend, &trouble), "{mend:?} after {trouble:?}");
            }
            for other in others {
                assert!(!undoes(&other, &trouble), "{other:?} after {trouble:?}");
            }
        }
    }

    #[test]
    fn what_stands_elsewhere_loses_nothing_here() {
        let place = |host: u32| Place {
            host: HostId(host),
            client: HostId(0),
            server: HostId(1),
            port: Some(25),
        };
        let lost = |host, waited, command| place(host).fits(&Wrong::Lost { waited }, &command);
        assert!(lost(0, true, C::Partition(vec![A])));
        // Both are on the same side.
        assert!(!lost(0, true, C::Partition(vec![A, B])));
        assert!(!lost(0, true, C::Partition(vec![HostNo(2)])));
        let slow = || C::SlowHost(B, secs(600));
        assert!(lost(0, true, slow()));
        // Nobody had waited for an answer, or it is the slow host itself that tells of it.
        assert!(!lost(0, false, slow()));
        assert!(!lost(1, true, slow()));
        assert!(!lost(0, true, C::SlowHost(A, secs(600))));
        assert!(lost(1, false, C::CutLink([B, A])));
        assert!(!lost(1, false, C::CutLink([B, HostNo(2)])));
    }

    #[test]
    fn a_failure_of_a_name_holds_for_what_is_below_it() {
        for (name, scope, is) in [
            ("mx.example.net", "example.net", true),
            ("EXAMPLE.net.", "example.net", true),
            ("notexample.net", "example.net", false),
            ("net", "example.net", false),
        ] {
            assert_eq!(is_within(name, scope), is, "{name} within {scope}");
        }
    }
}
