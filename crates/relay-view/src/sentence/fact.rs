//! What hosts do and find.

use relay_host::{Fact, MailId, Origin, Why};
use relay_kernel::RecordId;
use relay_mail::language::words;
use relay_mail::say;
use relayscope::trace::{HostId, Kind, Record, Trace, other_author};

use super::command::listed;
use super::{Teller, Told, because};
use crate::cast::Part;
use crate::phrase::phrase;
use crate::{clock, plain};

impl Teller<'_> {
    #[expect(clippy::too_many_lines, reason = "a list of sentences, each in every language")]
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
            Fact::Sending { mail, .. } => (
                say!(
                    self.cast.language,
                    "{host} offers the message to {}.",
                    "{host} bietet die Nachricht für {} an.",
                    self.offered_for(id, *mail)
                ),
                None,
            ),
            Fact::Relayed { mail, recipient, conn } => {
                let (server, to) = (self.server(*conn), self.recipient(*mail, *recipient));
                let text = say!(
                    self.cast.language,
                    "{host} takes the message for {to} out of its queue.",
                    "{host} nimmt die Nachricht für {to} aus der Warteschlange."
                );
                let because = say!(
                    self.cast.language,
                    "{server} answered 250: it is responsible from here on.",
                    "{server} hat mit 250 geantwortet und ist von hier an verantwortlich."
                );
                (text, Some(because))
            }
            Fact::InDoubt { .. } | Fact::Duplicate { .. } => self.doubt(host, fact),
            Fact::Delivered { mail, mailbox, .. } => {
                self.delivered(id, host, *mail, &self.name(*mailbox))
            }
            Fact::Distributed { mail, recipient, list } => {
                let (name, to) = (self.recipient(*mail, *recipient), self.recipients(*list));
                let text = say!(
                    self.cast.language,
                    "{host} sends the message on to the list {name}: {to}.",
                    "{host} schickt die Nachricht an die Liste {name} weiter: {to}."
                );
                let because = words(
                    "The return path is the list's owner now, so that no member's trouble comes \
                     to the author; the header stays as it is.",
                    "Der Rückpfad gehört nun dem Verwalter der Liste, damit der Ärger mit einem \
                     Mitglied nicht beim Verfasser landet; der Kopf bleibt, wie er ist.",
                )
                .in_(self.cast.language);
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
                let peer = self.trace.conn(*conn);
                let peer = if peer.client == at { peer.server } else { peer.client };
                let (peer, language) = (self.host(peer), self.cast.language);
                let what = phrase(language, &self.name(breach.what));
                let text = say!(
                    language,
                    "{host} notes that {peer} breaks the protocol: {what}.",
                    "{host} bemerkt, dass {peer} gegen das Protokoll verstößt: {what}."
                );
                (text, None)
            }
            Fact::TimedOut { conn, reason } => {
                (self.waited_in_vain(id, at, *conn, &self.name(*reason)), None)
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
                let text = say!(
                    self.cast.language,
                    "{host} does not know whether {server} has the message for {to}.",
                    "{host} weiß nicht, ob {server} die Nachricht für {to} hat."
                );
                let because = words(
                    "All of it was sent, and the answer never came. To lose nothing, it is sent \
                     again, and may then arrive twice.",
                    "Alles wurde gesendet, und die Antwort kam nie. Damit nichts verloren geht, \
                     wird die Nachricht noch einmal gesendet und kommt dann vielleicht zweimal an.",
                )
                .in_(self.cast.language);
                (text, Some(because.to_owned()))
            }
            Fact::Duplicate { mail, .. } => {
                let text = say!(
                    self.cast.language,
                    "{host} has the message for {} twice now.",
                    "{host} hat die Nachricht für {} nun zweimal.",
                    self.recipients(*mail)
                );
                let because = words(
                    "The first 250 was lost, so the sender had to send it again. Servers do not \
                     compare messages: both copies are delivered.",
                    "Das erste 250 ging verloren, darum musste der Sender sie noch einmal senden. \
                     Server vergleichen Nachrichten nicht: Beide werden zugestellt.",
                )
                .in_(self.cast.language);
                (text, Some(because.to_owned()))
            }
            _ => (String::new(), None),
        }
    }

    /// A recipient that waits, and first of all until when.
    pub(super) fn postponed(&self, record: &Record, fact: &Fact) -> String {
        let Fact::Deferred { mail, recipient, next_at, .. } = fact else { return String::new() };
        let (host, to) = (self.cast.name(record.host), self.recipient(*mail, *recipient));
        let next = clock::appointment(self.cast.clock(), *next_at, record.at);
        say!(
            self.cast.language,
            "Next attempt at {next}: {host} keeps the message for {to} in its queue.",
            "Nächster Versuch: {next}. {host} behält die Nachricht für {to} in der Warteschlange."
        )
    }

    /// A recipient that waits, or was given up.
    fn setback(&self, id: RecordId, host: &str, fact: &Fact) -> Told {
        match fact {
            Fact::Deferred { mail, recipient, next_at, why, .. } => {
                let to = self.recipient(*mail, *recipient);
                let now = self.trace.record(id).at;
                let next = clock::appointment(self.cast.clock(), *next_at, now);
                let text = say!(
                    self.cast.language,
                    "{host} keeps the message for {to} in its queue and tries again at {next}.",
                    "{host} behält die Nachricht für {to} in der Warteschlange. Nächster Versuch: \
                     {next}."
                );
                (text, Some(capital(&because(self.cast.language, why))))
            }
            Fact::Failed { mail, recipient, why, .. } => {
                let to = self.recipient(*mail, *recipient);
                let text = match &**why {
                    Why::Expired { lifetime, .. } => say!(
                        self.cast.language,
                        "{host} gives up the message for {to} after {}.",
                        "{host} gibt die Nachricht für {to} auf. So lange wurde es versucht: {}.",
                        clock::span(self.cast.language, *lifetime)
                    ),
                    _ => say!(
                        self.cast.language,
                        "{host} cannot deliver the message to {to}, and does not try again.",
                        "{host} kann die Nachricht an {to} nicht zustellen und versucht es nicht \
                         wieder."
                    ),
                };
                (text, Some(capital(&because(self.cast.language, why))))
            }
            _ => (String::new(), None),
        }
    }

    fn accepted(&self, host: &str, mail: MailId) -> Told {
        let (at, record) = self.trace.mail(mail);
        let to = self.recipients(mail);
        match record.origin {
            Origin::Written => (
                say!(
                    self.cast.language,
                    "{host} has a new message for {to}.",
                    "{host} hat eine neue Nachricht für {to}."
                ),
                None,
            ),
            Origin::Report { .. } | Origin::DoubleBounce { .. } => (
                say!(
                    self.cast.language,
                    "{host} has a report for {to}.",
                    "{host} hat einen Bericht für {to}."
                ),
                None,
            ),
            Origin::List { .. } => (
                say!(
                    self.cast.language,
                    "{host} has mail of a list for {to}.",
                    "{host} hat Mail einer Liste für {to}."
                ),
                None,
            ),
            Origin::Received { .. } => {
                let text = say!(
                    self.cast.language,
                    "{host} stores the message for {to} before it answers.",
                    "{host} speichert die Nachricht für {to}, bevor die Antwort kommt."
                );
                let because = match self.cast.host(at).map(|host| host.part) {
                    Some(Part::Client) | None => None,
                    Some(_) => Some(say!(
                        self.cast.language,
                        "The 250 that follows is a promise: deliver it, or report that it failed.",
                        "Das 250, das folgt, ist ein Versprechen: zustellen oder melden, dass es \
                         nicht ging."
                    )),
                };
                (text, because)
            }
        }
    }

    /// That the header names another author than the envelope does.
    fn author(&self, mail: MailId) -> Option<String> {
        let author = plain::line(other_author(self.trace, mail)?.as_bytes());
        let sender = self.reverse_path(mail);
        Some(say!(
            self.cast.language,
            "The header says that it is from {author}, and the envelope says {sender}. Both may \
             be right; servers do not compare them, and reports go to the envelope's.",
            "Der Kopf nennt als Verfasser {author}, der Umschlag {sender}. Beides kann stimmen; \
             Server vergleichen es nicht, und Berichte gehen an die Adresse auf dem Umschlag."
        ))
    }

    fn attempt(&self, id: RecordId, host: &str, mail: MailId, nth: u16, next_hop: &str) -> Told {
        let to = self.bound_for(id, mail, next_hop);
        if nth == 1 {
            let text = say!(
                self.cast.language,
                "{host} looks for the way to {to}: next is {next_hop}.",
                "{host} sucht den Weg zu {to}: Nächste Station ist {next_hop}."
            );
            return (text, None);
        }
        let text = say!(
            self.cast.language,
            "{host} tries again for {next_hop}: attempt {nth}.",
            "{host} versucht es wieder bei {next_hop}: Versuch {nth}."
        );
        let earlier =
            self.trace.causes(id).find_map(|cause| super::reason(self.cast, self.trace, cause));
        (
            text,
            earlier
                .map(|why| say!(self.cast.language, "Last time: {why}", "Beim letzten Mal: {why}")),
        )
    }

    /// Whether what a record tells of is a report that a host made. Others may come from the null
    /// reverse-path as well (RFC 5321 §4.5.5).
    pub(super) fn is_of_report(&self, id: RecordId, mail: MailId) -> bool {
        is_of_report(self.trace, id, mail)
    }

    fn delivered(&self, id: RecordId, host: &str, mail: MailId, mailbox: &str) -> Told {
        let what = if self.is_of_report(id, mail) {
            words("report", "den Bericht").in_(self.cast.language)
        } else {
            words("message", "die Nachricht").in_(self.cast.language)
        };
        let text = say!(
            self.cast.language,
            "{host} puts the {what} into the maildrop of {mailbox}.",
            "{host} legt {what} in den Maildrop von {mailbox}."
        );
        let because = words(
            "This is final delivery: the return path is written on top as Return-Path, and the \
             message waits to be collected.",
            "Das ist die endgültige Zustellung: Der Rückpfad wird als Return-Path obenauf \
             geschrieben, und was im Maildrop liegt, kann abgeholt werden.",
        )
        .in_(self.cast.language);
        (text, Some(because.to_owned()))
    }

    pub(super) fn recipients(&self, mail: MailId) -> String {
        let (_, record) = self.trace.mail(mail);
        self.paths(&record.recipients.iter().map(bare).collect::<Vec<_>>())
    }

    /// The recipients of a message that go by one of its next hops, of which the record `id` tells: a
    /// next hop is mostly their domain, and otherwise that of all whose domain is none.
    fn bound_for(&self, id: RecordId, mail: MailId, next_hop: &str) -> String {
        let here = self.trace.record(id);
        let all = self.trace.records();
        let now = |nth: &usize| all[*nth].at == here.at && all[*nth].host == here.host;
        let before = (0..id.index()).rev().take_while(now);
        let behind = (id.index() + 1..all.len()).take_while(now);
        let (mut hops, mut delivered) = (Vec::new(), Vec::new());
        for nth in before.chain(behind) {
            match &all[nth].kind {
                Kind::Host(Fact::Attempt { mail: it, next_hop, .. }) if *it == mail => {
                    hops.push(self.name(*next_hop));
                }
                Kind::Host(Fact::Delivered { mail: it, recipient, .. }) if *it == mail => {
                    delivered.push(usize::from(*recipient));
                }
                _ => {}
            }
        }
        let (_, record) = self.trace.mail(mail);
        let paths: Vec<String> = record.recipients.iter().map(bare).collect();
        let is_at = |path: &str, hop: &str| {
            let domain = path.rsplit_once('@').map_or("", |(_, domain)| domain);
            domain.trim_matches(['[', ']']).eq_ignore_ascii_case(hop.trim_matches(['[', ']']))
        };
        let own: Vec<String> = paths.iter().filter(|it| is_at(it, next_hop)).cloned().collect();
        if !own.is_empty() {
            return self.paths(&own);
        }
        let rest = paths.iter().enumerate().filter(|(place, path)| {
            !delivered.contains(place) && !hops.iter().any(|hop| is_at(path, hop))
        });
        let rest: Vec<String> = rest.map(|(_, path)| path.clone()).collect();
        if rest.is_empty() { self.paths(&paths) } else { self.paths(&rest) }
    }

    /// The recipients for whom a message is offered, by the attempt that led to it.
    fn offered_for(&self, id: RecordId, mail: MailId) -> String {
        let attempt = |cause: &RecordId| {
            let Kind::Host(Fact::Attempt { mail: it, next_hop, .. }) =
                &self.trace.record(*cause).kind
            else {
                return None;
            };
            (*it == mail).then(|| self.bound_for(*cause, mail, &self.name(*next_hop)))
        };
        let found = self.trace.causes(id).find_map(|cause| attempt(&cause));
        found.unwrap_or_else(|| self.recipients(mail))
    }

    fn paths(&self, all: &[String]) -> String {
        plain::line(listed(self.cast.language, all).as_bytes())
    }

    pub(super) fn recipient(&self, mail: MailId, place: u16) -> String {
        let (_, record) = self.trace.mail(mail);
        let path = record.recipients.get(usize::from(place)).map(bare).unwrap_or_default();
        plain::line(path.as_bytes())
    }
}

/// Whether what a record tells of is a report that a host made.
pub(super) fn is_of_report(trace: &Trace, id: RecordId, mail: MailId) -> bool {
    let is_report = |cause| match &trace.record(cause).kind {
        Kind::Host(Fact::Accepted { mail }) => {
            let origin = &trace.mail(*mail).1.origin;
            matches!(origin, Origin::Report { .. } | Origin::DoubleBounce { .. })
        }
        _ => false,
    };
    trace.mail(mail).1.reverse_path.is_null() && trace.causes(id).any(is_report)
}

/// A path without its brackets.
fn bare(path: &relay_mail::ForwardPath) -> String {
    path.to_string().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The text as a sentence of its own: a word in front is written large, a name is left as it is.
pub(super) fn capital(text: &str) -> String {
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
