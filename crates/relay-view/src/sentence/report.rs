//! Whom hosts tell what became of a message, and whom not.

use relay_host::{Action, Fact, MailId, Origin, Untold};
use relay_kernel::RecordId;
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::trace::HostId;

use super::{Teller, Told};
use crate::{clock, plain};

impl Teller<'_> {
    pub(super) fn reported(&self, id: RecordId, at: HostId, fact: &Fact) -> Told {
        let host = self.host(at);
        match fact {
            Fact::Reported { mail, report } => self.bounced(host, *mail, *report),
            Fact::Notified { mail, report } => self.notified(host, *mail, *report),
            Fact::Discarded { mail, recipient, why } => {
                let (to, is_report) =
                    (self.recipient(*mail, *recipient), self.is_of_report(id, *mail));
                discarded(self.cast.language, host, &to, *why, is_report)
            }
            Fact::Frozen { mail, recipient, until } => {
                let to = self.recipient(*mail, *recipient);
                let now = self.trace.record(id).at;
                let until = clock::appointment(self.cast.clock(), *until, now);
                let text = say!(
                    self.cast.language,
                    "{host} freezes the bounce for {to} until {until}.",
                    "{host} friert den Rückläufer für {to} ein, bis {until}."
                );
                let because = words(
                    "Its return path is <>: there is nobody to tell. It is kept for the \
                     postmaster to look at, tried once more then, and dropped.",
                    "Sein Rückpfad ist <>: Es gibt niemanden, dem es zu sagen wäre. Der Rückläufer \
                     bleibt für den Postmaster liegen, wird dann noch einmal versucht und verworfen.",
                )
                .in_(self.cast.language);
                (text, Some(because.to_owned()))
            }
            Fact::NullPathRuleBroken { report, nth } => {
                let path = self.reverse_path(*report);
                let text = say!(
                    self.cast.language,
                    "{host} breaks the rule: its report has the return path {path}.",
                    "{host} bricht die Regel: Der Bericht von dort hat den Rückpfad {path}."
                );
                let because = say!(
                    self.cast.language,
                    "If this report fails, it is reported on, and that report as well: without \
                     the null path nothing ends it. This is number {nth}; the simulator stops it \
                     after {}.",
                    "Scheitert dieser Bericht, gibt es einen Bericht darüber, und auch darüber: \
                     Ohne den leeren Rückpfad hört es nie auf. Das ist Nummer {nth}; der Simulator \
                     beendet es nach {}.",
                    relay_host::limit::BROKEN_RULE_REPORTS
                );
                (text, Some(because))
            }
            Fact::ShownToUser { mail, recipient } => {
                let to = self.recipient(*mail, *recipient);
                let text = say!(
                    self.cast.language,
                    "The mail client on {host} shows that sending to {to} failed.",
                    "Das Mailprogramm auf {host} zeigt, dass das Senden an {to} gescheitert ist."
                );
                (
                    text,
                    Some(say!(
                        self.cast.language,
                        "No server took the message, so no bounce is written.",
                        "Kein Server hat die Nachricht angenommen, also wird kein Rückläufer \
                         geschrieben."
                    )),
                )
            }
            _ => (String::new(), None),
        }
    }

    pub(super) fn reverse_path(&self, mail: MailId) -> String {
        plain::line(self.trace.mail(mail).1.reverse_path.to_string().as_bytes())
    }

    fn bounced(&self, host: &str, mail: MailId, report: MailId) -> Told {
        let to = self.recipients(report);
        if matches!(self.trace.mail(report).1.origin, Origin::DoubleBounce { .. }) {
            let text = say!(
                self.cast.language,
                "{host} shows the failed bounce to its own postmaster, {to}.",
                "{host} zeigt den gescheiterten Rückläufer dem eigenen Postmaster, {to}."
            );
            let because = words(
                "Its return path is <>: nobody else may be told.",
                "Sein Rückpfad ist <>: Niemand sonst darf davon erfahren.",
            )
            .in_(self.cast.language);
            return (text, Some(because.to_owned()));
        }
        let text = say!(
            self.cast.language,
            "{host} writes a bounce to {to}: the message could not be delivered.",
            "{host} schreibt einen Rückläufer an {to}: Die Nachricht war nicht zuzustellen."
        );
        let path = self.reverse_path(mail);
        let own = self.reverse_path(report);
        let rest = if own == "<>" {
            say!(
                self.cast.language,
                "The bounce's own return path is <>, so that nobody reports about it.",
                "Der Rückläufer selbst hat den Rückpfad <>, damit niemand über ihn berichtet."
            )
        } else {
            say!(
                self.cast.language,
                "The bounce's own return path is {own}, and should be <>.",
                "Der Rückläufer selbst hat den Rückpfad {own}, und es sollte <> sein."
            )
        };
        (
            text,
            Some(say!(
                self.cast.language,
                "Reports go to the return path {path}, not to the From line. {rest}",
                "Berichte gehen an den Rückpfad {path}, nicht an die From-Zeile. {rest}"
            )),
        )
    }

    fn notified(&self, host: &str, mail: MailId, report: MailId) -> Told {
        let to = self.recipients(report);
        let action = match self.trace.mail(report).1.origin {
            Origin::Report { action, .. } => action,
            _ => Action::Failed,
        };
        let (what, because) = match action {
            Action::Delayed => (
                words("the message still waits", "Die Nachricht wartet noch")
                    .in_(self.cast.language),
                words(
                    "A warning only: the host goes on trying, and the sender need not do anything.",
                    "Nur eine Warnung: Der Host versucht es weiter, und der Absender muss nichts \
                     tun.",
                )
                .in_(self.cast.language),
            ),
            Action::Delivered => (
                words("the message was delivered", "Die Nachricht ist zugestellt")
                    .in_(self.cast.language),
                words(
                    "The sender asked for it with NOTIFY=SUCCESS. It says that the message lies \
                     in the maildrop, not that anybody has read it.",
                    "Der Absender hat mit NOTIFY=SUCCESS darum gebeten. Es heißt, dass die \
                     Nachricht im Maildrop liegt, nicht, dass jemand sie gelesen hat.",
                )
                .in_(self.cast.language),
            ),
            Action::Relayed => (
                words("the message was passed on", "Die Nachricht ist weitergegeben")
                    .in_(self.cast.language),
                words(
                    "The sender asked for news of success, but the next host does not offer DSN: \
                     nothing more will be heard from there.",
                    "Der Absender wollte vom Erfolg hören, aber der nächste Host bietet DSN nicht \
                     an: Von dort wird nichts mehr zu hören sein.",
                )
                .in_(self.cast.language),
            ),
            Action::Expanded => (
                words(
                    "the message was passed on to several addresses",
                    "Die Nachricht ist an mehrere Adressen weitergegeben",
                )
                .in_(self.cast.language),
                words(
                    "The sender asked for news of success. The address stands for several others, \
                     and each would send its own.",
                    "Der Absender wollte vom Erfolg hören. Die Adresse steht für mehrere andere, \
                     und jede würde selbst davon berichten.",
                )
                .in_(self.cast.language),
            ),
            Action::Failed => (
                words("the message failed", "Die Nachricht ist gescheitert")
                    .in_(self.cast.language),
                words("Reports go to the return path.", "Berichte gehen an den Rückpfad.")
                    .in_(self.cast.language),
            ),
        };
        let path = self.reverse_path(mail);
        let text = say!(
            self.cast.language,
            "{host} tells {to}, the return path {path}: {what}.",
            "{host} benachrichtigt {to}, den Rückpfad {path}: {what}."
        );
        (text, Some(because.to_owned()))
    }
}

/// `is_report` says whether a host has made it, and not somebody who wants no answer.
fn discarded(language: Language, host: &str, to: &str, why: Untold, is_report: bool) -> Told {
    let (what, because) = match why {
        Untold::NullPath if !is_report => (
            words("message", "die Nachricht"),
            words(
                "Its return path is <>, as if it were a bounce: there is nobody to tell.",
                "Ihr Rückpfad ist <>, als wäre sie ein Rückläufer: Es gibt niemanden, dem es zu sagen wäre.",
            ),
        ),
        Untold::NullPath => (
            words("bounce", "den Rückläufer"),
            words(
                "Its return path is <>: there is nobody to tell. That is what stops bounces of \
                 bounces from going round for ever.",
                "Sein Rückpfad ist <>: Es gibt niemanden, dem es zu sagen wäre. So wird \
                 verhindert, dass Rückläufer auf Rückläufer ewig kreisen.",
            ),
        ),
        Untold::NotAsked => (
            words("message", "die Nachricht"),
            words(
                "The sender asked with NOTIFY not to be told of failures.",
                "Der Absender wollte mit NOTIFY von Fehlern nichts hören.",
            ),
        ),
        Untold::TripleBounce => (
            words("third bounce in a row", "den dritten Rückläufer in Folge"),
            words(
                "It told the postmaster of a bounce that had failed. Here it ends.",
                "Er berichtete dem Postmaster von einem gescheiterten Rückläufer. Hier ist \
                 Schluss.",
            ),
        ),
        Untold::DoubleBounceSender => (
            words("message", "die Nachricht"),
            words(
                "The host sends its reports about failed bounces from that address, and delivers \
                 nothing that comes back to it. Here a chain of reports ends.",
                "Von dieser Adresse schickt der Host seine Berichte über gescheiterte Rückläufer, \
                 und was dorthin zurückkommt, stellt er nicht zu. Hier endet eine Kette von \
                 Berichten.",
            ),
        ),
    };
    let what = what.in_(language);
    (
        say!(
            language,
            "{host} drops the {what} for {to}, and tells nobody.",
            "{host} verwirft {what} für {to} und sagt niemandem etwas."
        ),
        Some(because.in_(language).to_owned()),
    )
}
