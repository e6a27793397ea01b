//! What mail clients do when they collect.

use relay_host::Fact;
use relay_mail::language::{Words, words};
use relay_mail::say;

use super::fact::capital;
use super::{Teller, Told, because};
use crate::number;

impl Teller<'_> {
    /// The sentences for a mail client that collects.
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
    pub(super) fn collection(&self, host: &str, fact: &Fact) -> Told {
        let name = |id| self.name(id);
        let messages = |count: u32, one: Words, many: Words| {
            let what = if count == 1 { one } else { many };
            format!("{count} {}", what.in_(self.cast.language))
        };
        match fact {
            Fact::Collecting { account } => (
                say!(
                    self.cast.language,
                    "The mail client on {host} goes to collect mail for {}.",
                    "Das Mailprogramm auf {host} holt nun Mail für {}.",
                    name(*account)
                ),
                None,
            ),
            Fact::MaildropOpened { mailbox, messages: count, .. } => {
                let count = messages(
                    *count,
                    words("message", "Nachricht"),
                    words("messages", "Nachrichten"),
                );
                let text = say!(
                    self.cast.language,
                    "{host} opens and locks the maildrop of {}: {count}.",
                    "{host} öffnet und sperrt den Maildrop von {}: {count}.",
                    name(*mailbox)
                );
                let because = words(
                    "One session at a time; what arrives now is seen the next time.",
                    "Immer nur eine Sitzung; was jetzt ankommt, zeigt sich beim nächsten Mal.",
                )
                .in_(self.cast.language);
                (text, Some(because.to_owned()))
            }
            Fact::Retrieved { .. } => (
                say!(
                    self.cast.language,
                    "{host} reads a message out.",
                    "{host} gibt eine Nachricht aus."
                ),
                None,
            ),
            Fact::Deleted { .. } => {
                let text = say!(
                    self.cast.language,
                    "{host} removes a message from the maildrop.",
                    "{host} entfernt eine Nachricht aus dem Maildrop."
                );
                (
                    text,
                    Some(say!(
                        self.cast.language,
                        "DELE only marked it; QUIT makes it so.",
                        "DELE hat sie nur markiert; erst QUIT macht Ernst."
                    )),
                )
            }
            Fact::Expired { mailbox, .. } => {
                let drop = name(*mailbox);
                let text = say!(
                    self.cast.language,
                    "{host} removes an old message from the maildrop of {drop}.",
                    "{host} entfernt eine alte Nachricht aus dem Maildrop von {drop}."
                );
                let because = words(
                    "It was kept for the days that the server promises with EXPIRE.",
                    "Sie wurde die Tage behalten, die der Server mit EXPIRE verspricht.",
                )
                .in_(self.cast.language);
                (text, Some(because.to_owned()))
            }
            Fact::Collected { account, content, .. } => {
                let octets = number::grouped(self.trace.content(*content).len() as u64);
                (
                    say!(
                        self.cast.language,
                        "{} has the message: {octets} octets.",
                        "{} hat die Nachricht: {octets} Oktette.",
                        name(*account)
                    ),
                    None,
                )
            }
            Fact::CollectDone { account, new, .. } => {
                let count = messages(
                    *new,
                    words("new message", "neue Nachricht"),
                    words("new messages", "neue Nachrichten"),
                );
                (
                    say!(
                        self.cast.language,
                        "The mail client of {} is done: {count}.",
                        "Das Mailprogramm von {} ist fertig: {count}.",
                        name(*account)
                    ),
                    None,
                )
            }
            Fact::CollectFailed { account, why } => {
                let text = say!(
                    self.cast.language,
                    "{} could not collect mail.",
                    "{} konnte keine Mail abholen.",
                    name(*account)
                );
                (text, Some(capital(&because(self.cast.language, why))))
            }
            _ => (String::new(), None),
        }
    }
}
