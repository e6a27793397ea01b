//! What people and scenarios do.

use relayscope::command::Command;
use relayscope::scenario::{HostNo, Origin};
use relayscope::trace::HostId;

use super::{Teller, Told};
use crate::plain;

impl Teller<'_> {
    pub(super) fn command(&self, command: &Command) -> Told {
        let host = |no: &HostNo| self.host(HostId(no.0));
        let text = match command {
            Command::Send { origin, reverse_path, recipients, .. } => {
                let to: Vec<String> = recipients
                    .iter()
                    .map(|(path, _)| path.to_string().replace(['<', '>'], ""))
                    .collect();
                let to = plain::line(listed(&to).as_bytes());
                match origin {
                    Origin::Account(no) => {
                        format!("{} sends a message to {to}.", self.cast.account(*no))
                    }
                    Origin::Host(no) => {
                        let from = plain::line(reverse_path.to_string().as_bytes());
                        format!(
                            "A message from {from} to {to} is put into the queue of {}.",
                            host(no)
                        )
                    }
                }
            }
            Command::Collect(no) => format!("{} asks for new mail.", self.cast.account(*no)),
            Command::Dial { from, to, port, .. } => {
                format!("Somebody at {} connects to port {port} of {}.", host(from), host(to))
            }
            // These write no record of their own.
            Command::Type { octets, .. } => format!("{} octets are sent.", octets.len()),
            Command::Take { len, .. } => format!("{len} octets are read."),
            Command::HangUp { .. } => "The connection is ended.".to_owned(),
            Command::AskTurn { by, server, domain } => {
                let (by, server) = (host(by), host(server));
                format!("{by} asks {server} for the mail that waits there for {domain}.")
            }
            Command::ResetConnection(conn) => {
                let conn = self.trace.conn(*conn);
                let (client, server) = (self.host(conn.client), self.cast.name(conn.server));
                format!("The connection from {client} to {server} is torn at this very line.")
            }
            Command::Set(no, setting) => {
                format!("The postmaster of {} sets {setting}.", host(no))
            }
            Command::RunQueue(no) => {
                format!("{} is told to try everything in its queue now.", host(no))
            }
            Command::HostDown(_)
            | Command::HostUp(_)
            | Command::StopServices(..)
            | Command::ShutDown(..)
            | Command::StartServices(..)
            | Command::SlowHost(..)
            | Command::FillDisk(_)
            | Command::FreeDisk(_)
            | Command::FillMailbox(..)
            | Command::FreeMailbox(..)
            | Command::DirectoryDown(_)
            | Command::DirectoryUp(_)
            | Command::SetClock(..) => self.host_fault(command),
            Command::CutLink(_)
            | Command::MendLink(_)
            | Command::ChangeLink(..)
            | Command::RestoreLink(_)
            | Command::Partition(_)
            | Command::GoOffline(_)
            | Command::GoOnline(_)
            | Command::BreakDialogue(_)
            | Command::MendDialogue(_)
            | Command::FailDns(..)
            | Command::MendDns(_) => self.network_fault(command),
        };
        (text, command_reason(command).map(str::to_owned))
    }
}

fn command_reason(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::Send { origin: Origin::Account(_), .. } => {
            "The mail client hands it to its own server, which takes care of the rest."
        }
        Command::Collect(_) => "POP3 fetches only when the mail client asks.",
        _ => return super::trouble::reason(command),
    })
}

/// `a`, `a and b`, `a, b and c`, `a, b and 7 more`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn lists_stay_short() {
        let names = |count: usize| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(listed(&names(1)), "1");
        assert_eq!(listed(&names(3)), "1, 2 and 3");
        assert_eq!(listed(&names(9)), "1, 2 and 7 more");
    }
}
