//! What hosts do and find.

use relay_host::{Fact, MailId, Origin, Why};
use relay_kernel::RecordId;
use relayscope::trace::{HostId, other_author};

use super::command::listed;
use super::{Teller, Told, because};
use crate::cast::Part;
use crate::{clock, plain};

impl Teller<'_> {
    pub(super) fn fact(&self, id: RecordId, at: HostId, fact: &Fact) -> Told {
        let host = self.host(at);
        match fact {
            Fact::Accepted { mail } => {
                let (text, because) = self.accepted(host, *mail);
                (text, self.author(*mail).or(because))
            }
            Fact::Attempt { mail, nth, next_hop } => {
                self.attempt(id, host, *mail, *nth, &self.name(*next_hop))
            }
            Fact::Sending { mail, .. } => {
                (format!("{host} offers the message to {}.", self.recipients(*mail)), None)
            }
            Fact::Relayed { mail, recipient, conn } => {
                let (server, to) = (self.server(*conn), self.recipient(*mail, *recipient));
                let text = format!("{host} takes the message for {to} out of its queue.");
                let because = format!("{server} answered 250: it is responsible from here on.");
                (text, Some(because))
            }
            Fact::InDoubt { .. } | Fact::Duplicate { .. } => self.doubt(host, fact),
            Fact::Delivered { mail, mailbox, .. } => {
                self.delivered(host, *mail, &self.name(*mailbox))
            }
            Fact::Distributed { mail, recipient, list } => {
                let (name, to) = (self.recipient(*mail, *recipient), self.recipients(*list));
                let text = format!("{host} sends the message on to the list {name}: {to}.");
                let because = "The return path is the list's owner now, so that no member's trouble \
                               comes to the author; the header stays as it is.";
                (text, Some(because.to_owned()))
            }
            Fact::Deferred { .. } | Fact::Failed { .. } => self.setback(id, host, fact),
            Fact::Reported { .. }
            | Fact::Discarded { .. }
            | Fact::Notified { .. }
            | Fact::Frozen { .. }
            | Fact::NullPathRuleBroken { .. }
            | Fact::ShownToUser { .. } => self.reported(id, at, fact),
            Fact::Violation { conn, breach } => {
                let text = format!("{host} notes a breach of protocol by its peer.");
                let peer = self.trace.conn(*conn);
                let peer = if peer.client == at { peer.server } else { peer.client };
                (text, Some(format!("{}: {}", self.host(peer), self.name(breach.what))))
            }
            Fact::TimedOut { reason, .. } => {
                (format!("{host} waited long enough: {}.", self.name(*reason)), None)
            }
            Fact::MaildropOpened { .. }
            | Fact::Retrieved { .. }
            | Fact::Deleted { .. }
            | Fact::Expired { .. }
            | Fact::Collecting { .. }
            | Fact::Collected { .. }
            | Fact::CollectDone { .. }
            | Fact::CollectFailed { .. } => self.collection(host, fact),
        }
    }

    /// A message that may have arrived, and one that did so twice.
    fn doubt(&self, host: &str, fact: &Fact) -> Told {
        match fact {
            Fact::InDoubt { mail, conn } => {
                let (to, server) = (self.recipients(*mail), self.server(*conn));
                let text =
                    format!("{host} does not know whether {server} has the message for {to}.");
                let because = "All of it was sent, and the answer never came. To lose nothing, it is \
                               sent again, and may then arrive twice.";
                (text, Some(because.to_owned()))
            }
            Fact::Duplicate { mail, .. } => {
                let text =
                    format!("{host} has the message for {} twice now.", self.recipients(*mail));
                let because = "The first 250 was lost, so the sender had to send it again. Servers do \
                               not compare messages: both copies are delivered.";
                (text, Some(because.to_owned()))
            }
            _ => (String::new(), None),
        }
    }

    /// A recipient that waits, or was given up.
    fn setback(&self, id: RecordId, host: &str, fact: &Fact) -> Told {
        match fact {
            Fact::Deferred { mail, recipient, next_at, why, .. } => {
                let to = self.recipient(*mail, *recipient);
                let now = self.trace.record(id).at;
                let next = clock::appointment(&self.cast.calendar, *next_at, now);
                let text = format!(
                    "{host} keeps the message for {to} in its queue and tries again at {next}."
                );
                (text, Some(capital(&because(why))))
            }
            Fact::Failed { mail, recipient, why, .. } => {
                let to = self.recipient(*mail, *recipient);
                let text = match &**why {
                    Why::Expired { lifetime, .. } => format!(
                        "{host} gives up the message for {to} after {}.",
                        clock::span(*lifetime)
                    ),
                    _ => format!(
                        "{host} cannot deliver the message to {to}, and does not try again."
                    ),
                };
                (text, Some(capital(&because(why))))
            }
            _ => (String::new(), None),
        }
    }

    fn accepted(&self, host: &str, mail: MailId) -> Told {
        let (at, record) = self.trace.mail(mail);
        let to = self.recipients(mail);
        match record.origin {
            Origin::Written => (format!("{host} has a new message for {to}."), None),
            Origin::Report { .. } | Origin::DoubleBounce { .. } => {
                (format!("{host} has a report for {to}."), None)
            }
            Origin::List { .. } => (format!("{host} has mail of a list for {to}."), None),
            Origin::Received { .. } => {
                let text = format!("{host} stores the message for {to} before it answers.");
                let because = match self.cast.host(at).map(|host| host.part) {
                    Some(Part::Client) | None => None,
                    Some(_) => Some(
                        "The 250 that follows is a promise: deliver it, or report that it failed."
                            .to_owned(),
                    ),
                };
                (text, because)
            }
        }
    }

    /// That the header names another author than the envelope does.
    fn author(&self, mail: MailId) -> Option<String> {
        let author = plain::line(other_author(self.trace, mail)?.as_bytes());
        let sender = self.reverse_path(mail);
        Some(format!(
            "The header says that it is from {author}, and the envelope says {sender}. Both may be \
             right; servers do not compare them, and reports go to the envelope's."
        ))
    }

    fn attempt(&self, id: RecordId, host: &str, mail: MailId, nth: u16, next_hop: &str) -> Told {
        let to = self.recipients(mail);
        if nth == 1 {
            let text = format!("{host} looks for the way to {to}: next is {next_hop}.");
            return (text, None);
        }
        let text = format!("{host} tries again, attempt {nth}, by {next_hop}.");
        let earlier = self.trace.causes(id).find_map(|cause| super::reason(self.trace, cause));
        (text, earlier.map(|why| format!("Last time: {why}")))
    }

    fn delivered(&self, host: &str, mail: MailId, mailbox: &str) -> Told {
        let (_, record) = self.trace.mail(mail);
        let what = if record.reverse_path.is_null() { "report" } else { "message" };
        let text = format!("{host} puts the {what} into the maildrop of {mailbox}.");
        let because = "This is final delivery: the return path is written on top as Return-Path, \
                       and the message waits to be collected.";
        (text, Some(because.to_owned()))
    }

    fn collection(&self, host: &str, fact: &Fact) -> Told {
        let name = |id| self.name(id);
        let plural = |count: u32, noun: &str| {
            if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
        };
        match fact {
            Fact::Collecting { account } => (
                format!("The mail client on {host} goes to collect mail for {}.", name(*account)),
                None,
            ),
            Fact::MaildropOpened { mailbox, messages, .. } => {
                let count = plural(*messages, "message");
                let text =
                    format!("{host} opens and locks the maildrop of {}: {count}.", name(*mailbox));
                let because = "One session at a time; what arrives now is seen the next time.";
                (text, Some(because.to_owned()))
            }
            Fact::Retrieved { .. } => (format!("{host} reads a message out."), None),
            Fact::Deleted { .. } => {
                let text = format!("{host} removes a message from the maildrop.");
                (text, Some("DELE only marked it; QUIT makes it so.".to_owned()))
            }
            Fact::Expired { mailbox, .. } => {
                let drop = name(*mailbox);
                let text = format!("{host} removes an old message from the maildrop of {drop}.");
                let because = "It was kept for the days that the server promises with EXPIRE.";
                (text, Some(because.to_owned()))
            }
            Fact::Collected { account, content, .. } => {
                let octets = self.trace.content(*content).len();
                (format!("{} has the message: {octets} octets.", name(*account)), None)
            }
            Fact::CollectDone { account, new, .. } => {
                let count = plural(*new, "new message");
                (format!("The mail client of {} is done: {count}.", name(*account)), None)
            }
            Fact::CollectFailed { account, why } => {
                let text = format!("{} could not collect mail.", name(*account));
                (text, Some(capital(&because(why))))
            }
            _ => (String::new(), None),
        }
    }

    pub(super) fn recipients(&self, mail: MailId) -> String {
        let (_, record) = self.trace.mail(mail);
        let all: Vec<String> = record.recipients.iter().map(bare).collect();
        plain::line(listed(&all).as_bytes())
    }

    pub(super) fn recipient(&self, mail: MailId, place: u16) -> String {
        let (_, record) = self.trace.mail(mail);
        let path = record.recipients.get(usize::from(place)).map(bare).unwrap_or_default();
        plain::line(path.as_bytes())
    }
}

/// A path without its brackets.
fn bare(path: &relay_mail::ForwardPath) -> String {
    path.to_string().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The text as a sentence of its own: a word in front is written large, a name is left as it is.
fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let is_word = !first.is_empty() && first.chars().all(|c| c.is_ascii_lowercase());
    let mut out = text.to_owned();
    if is_word {
        out[..1].make_ascii_uppercase();
    }
    if !out.ends_with('.') {
        out.push('.');
    }
    out
}
