//! What people and scenarios do.

use relay_mail::{
    Language,
    language::{Words, words},
    say,
};
use relayscope::command::Command;
use relayscope::scenario::{HostNo, Origin};
use relayscope::trace::HostId;

use super::{Teller, Told};
use crate::{number, phrase, plain};

impl Teller<'_> {
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    pub(super) fn command(&self, command: &Command) -> Told {
        let host = |no: &HostNo| self.host(HostId(no.0));
        let text = match command {
            Command::Send { origin, reverse_path, recipients, .. } => {
                let to: Vec<String> = recipients
                    .iter()
                    .map(|(path, _)| path.to_string().replace(['<', '>'], ""))
                    .collect();
                let to = plain::line(listed(self.cast.language, &to).as_bytes());
                match origin {
                    Origin::Account(no) => {
                        say!(
                            self.cast.language,
                            "{} sends a message to {to}.",
                            "{} sendet eine Nachricht an {to}.",
                            self.cast.account(*no)
                        )
                    }
                    Origin::Host(no) => {
                        let from = plain::line(reverse_path.to_string().as_bytes());
                        say!(
                            self.cast.language,
                            "A message from {from} to {to} is handed in at {}.",
                            "Eine Nachricht von {from} an {to} wird bei {} eingeliefert.",
                            host(no)
                        )
                    }
                }
            }
            Command::Collect(no) => say!(
                self.cast.language,
                "{} asks for new mail.",
                "{} fragt nach neuer Mail.",
                self.cast.account(*no)
            ),
            Command::Dial { from, to, port, .. } => {
                say!(
                    self.cast.language,
                    "Somebody at {} connects to port {port} of {}.",
                    "Jemand bei {} verbindet sich mit Port {port} von {}.",
                    host(from),
                    host(to)
                )
            }
            // These write no record of their own.
            Command::Type { octets, .. } => say!(
                self.cast.language,
                "{} octets are sent.",
                "{} Oktette werden gesendet.",
                number::grouped(octets.len() as u64)
            ),
            Command::Take { len, .. } => {
                let len = number::grouped(*len as u64);
                say!(self.cast.language, "{len} octets are read.", "{len} Oktette werden gelesen.")
            }
            Command::HangUp { .. } => {
                say!(self.cast.language, "The connection is ended.", "Die Verbindung wird beendet.")
            }
            Command::AskTurn { by, server, domain } => {
                let (by, server) = (host(by), host(server));
                say!(
                    self.cast.language,
                    "{by} asks {server} for the mail that waits there for {domain}.",
                    "{by} bittet {server} um die Mail, die dort für {domain} wartet."
                )
            }
            Command::ResetConnection(conn) => {
                let of = self.ends(*conn);
                say!(
                    self.cast.language,
                    "The connection {of} is dropped right here.",
                    "Die Verbindung {of} wird genau hier abgerissen."
                )
            }
            Command::Set(no, setting) => {
                let setting = phrase::setting(self.cast.language, setting);
                say!(
                    self.cast.language,
                    "The postmaster of {} sets {setting}.",
                    "Der Postmaster von {} stellt um: {setting}.",
                    host(no)
                )
            }
            Command::RunQueue(no) => {
                say!(
                    self.cast.language,
                    "{} is told to try everything in its queue now.",
                    "{} soll jetzt versuchen, alles zuzustellen, was in der Warteschlange liegt.",
                    host(no)
                )
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
        let because = command_reason(command).map(|it| it.in_(self.cast.language).to_owned());
        (text, because)
    }
}

fn command_reason(command: &Command) -> Option<Words> {
    Some(match command {
        Command::Send { origin: Origin::Account(_), .. } => words(
            "The mail client hands it to its own server, which takes care of the rest.",
            "Das Mailprogramm übergibt sie dem eigenen Server, und der kümmert sich um den Rest.",
        ),
        Command::Collect(_) => words(
            "POP3 fetches only when the mail client asks.",
            "POP3 holt nur, wenn das Mailprogramm danach fragt.",
        ),
        _ => return super::trouble::reason(command),
    })
}

/// `a`, `a and b`, `a, b and c`, `a, b and 7 more`.
pub(super) fn listed(language: Language, names: &[String]) -> String {
    match names {
        [] => say!(language, "nobody", "niemanden"),
        [one] => one.clone(),
        [first, second] => say!(language, "{first} and {second}", "{first} und {second}"),
        [first, second, third] => {
            say!(language, "{first}, {second} and {third}", "{first}, {second} und {third}")
        }
        [first, second, rest @ ..] => say!(
            language,
            "{first}, {second} and {} more",
            "{first}, {second} und {} weitere",
            rest.len()
        ),
    }
}

#[cfg(test)]
mod tests {
    use relay_mail::Language;

    use super::listed;

    #[test]
    fn lists_stay_short() {
        let names = |count: usize| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(listed(Language::English, &names(1)), "1");
        assert_eq!(listed(Language::English, &names(3)), "1, 2 and 3");
        assert_eq!(listed(Language::English, &names(9)), "1, 2 and 7 more");
    }
}
