//! What breaks and is mended.

use relay_kernel::SimDuration;
use relayscope::command::Command;
use relayscope::scenario::{DialoguePoint, DnsFailure, HostNo};
use relayscope::trace::HostId;

use super::Teller;
use super::command::listed;
use crate::clock;

impl Teller<'_> {
    /// The sentence for a command that breaks or mends something on the network.
    pub(super) fn network_fault(&self, command: &Command) -> String {
        let host = |no: &HostNo| self.host(HostId(no.0));
        match command {
            Command::CutLink([a, b]) => {
                format!("The link between {} and {} is cut.", host(a), host(b))
            }
            Command::MendLink([a, b]) => {
                format!("The link between {} and {} is mended.", host(a), host(b))
            }
            Command::ChangeLink([a, b], quality) => {
                let (a, b, quality) = (host(a), host(b), quality.to_string());
                format!("The link between {a} and {b} has {quality} now.")
            }
            Command::RestoreLink([a, b]) => {
                format!("The link between {} and {} is as it was before.", host(a), host(b))
            }
            Command::Partition(hosts) if hosts.is_empty() => {
                "The parts of the network reach each other again.".to_owned()
            }
            Command::Partition(hosts) => {
                let names: Vec<_> = hosts.iter().map(|no| host(no).to_owned()).collect();
                format!(
                    "The network falls apart: {} on one side, all others on the other.",
                    listed(&names)
                )
            }
            Command::GoOffline(no) => format!("{} is offline.", host(no)),
            Command::GoOnline(no) => format!("{} is online.", host(no)),
            Command::BreakDialogue(it) => {
                let from = it.client.map(|no| format!(" from {}", host(&no))).unwrap_or_default();
                let (server, what) = (host(&it.server), it.at.words());
                let which = if it.times == 1 {
                    format!("The next connection{from} to {server}")
                } else {
                    format!("Each of the next {} connections{from} to {server}", it.times)
                };
                format!("{which} breaks so that {what} is lost.")
            }
            Command::MendDialogue(it) => {
                let (server, what) = (host(&it.server), it.at.words());
                format!("Connections to {server} break no more at {what}.")
            }
            Command::FailDns(name, failure) => {
                let how = match failure {
                    DnsFailure::ServerFailure => "fail",
                    DnsFailure::Timeout => "stay unanswered",
                    DnsFailure::NoSuchName => "say that there is no such name",
                };
                format!("From now on lookups of {name} {how}.")
            }
            Command::MendDns(name) => format!("Lookups of {name} are answered again."),
            _ => String::new(),
        }
    }

    /// The same for one that troubles a host.
    pub(super) fn host_fault(&self, command: &Command) -> String {
        let host = |no: &HostNo| self.host(HostId(no.0));
        match command {
            Command::HostDown(no) => format!("{} goes down.", host(no)),
            Command::HostUp(no) => format!("{} is up again.", host(no)),
            Command::StopServices(no, services) => {
                format!("{} stops serving {services}.", host(no))
            }
            Command::ShutDown(no, services) => {
                format!("{} shuts {services} down and dismisses its clients.", host(no))
            }
            Command::StartServices(no, services) => {
                format!("{} serves {services} again.", host(no))
            }
            Command::SlowHost(no, SimDuration::ZERO) => {
                format!("{} answers as fast as before.", host(no))
            }
            Command::SlowHost(no, by) => {
                format!("Each answer of {} comes {} later from now on.", host(no), clock::span(*by))
            }
            Command::FillDisk(no) => format!("The disk of {} is full.", host(no)),
            Command::FreeDisk(no) => format!("The disk of {} has room again.", host(no)),
            Command::FillMailbox(no, whose) => {
                format!("The mailbox of {whose} on {} is full.", host(no))
            }
            Command::FreeMailbox(no, whose) => {
                format!("The mailbox of {whose} on {} has room again.", host(no))
            }
            Command::DirectoryDown(no) => {
                format!("The directory of {}’s users does not answer.", host(no))
            }
            Command::DirectoryUp(no) => {
                format!("The directory of {}’s users answers again.", host(no))
            }
            Command::SetClock(no, skew) => format!("The clock of {} is {skew}.", host(no)),
            _ => String::new(),
        }
    }
}

/// Why it matters, where that is not plain.
pub(super) fn reason(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::HostDown(_) => {
            "What it had stored, it keeps; what was on the way to it has to wait."
        }
        Command::ShutDown(..) => {
            "A polite server says so before it closes: 421, and its clients try again later."
        }
        Command::CutLink(_) => "Nothing gets through, and neither end is told.",
        Command::SlowHost(_, by) if *by > SimDuration::ZERO => {
            "Clients wait five minutes for most answers and ten for the last, and then give up."
        }
        Command::FillDisk(_) => "It refuses new mail for now: 452. What it has, it keeps.",
        Command::FillMailbox(..) => "Mail for it is refused, and other mail is not.",
        Command::DirectoryDown(_) => {
            "It cannot tell its users and their passwords from others: “later” is all it can say."
        }
        Command::SetClock(..) => {
            "Its dates are wrong, and nothing else: timers count on their own."
        }
        Command::GoOffline(_) => "It runs on, and nothing gets in or out.",
        Command::BreakDialogue(it) if it.at == DialoguePoint::FinalReply => {
            "The server will have the message, and the client will not know."
        }
        _ => return None,
    })
}
