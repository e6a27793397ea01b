//! Whom hosts tell what became of a message, and whom not.

use relay_host::{Action, Fact, MailId, Origin, Untold};
use relay_kernel::RecordId;
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
                discarded(host, &self.recipient(*mail, *recipient), *why)
            }
            Fact::Frozen { mail, recipient, until } => {
                let to = self.recipient(*mail, *recipient);
                let now = self.trace.record(id).at;
                let until = clock::appointment(&self.cast.calendar, *until, now);
                let text = format!("{host} freezes the bounce for {to} until {until}.");
                let because = "Its return path is <>: there is nobody to tell. It is kept for the \
                               postmaster to look at, tried once more then, and dropped.";
                (text, Some(because.to_owned()))
            }
            Fact::NullPathRuleBroken { report, nth } => {
                let path = self.reverse_path(*report);
                let text =
                    format!("{host} breaks the rule: its report has the return path {path}.");
                let because = format!(
                    "If this report fails, it is reported on, and that report as well: without \
                     the null path nothing ends it. This is number {nth}; the simulator stops it \
                     after {}.",
                    relay_host::limit::BROKEN_RULE_REPORTS
                );
                (text, Some(because))
            }
            Fact::ShownToUser { mail, recipient } => {
                let to = self.recipient(*mail, *recipient);
                let text = format!("The mail client on {host} shows that sending to {to} failed.");
                (text, Some("No server took the message, so no bounce is written.".to_owned()))
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
            let text = format!("{host} shows the failed bounce to its own postmaster, {to}.");
            let because = "Its return path is <>: nobody else may be told.";
            return (text, Some(because.to_owned()));
        }
        let text = format!("{host} writes a bounce to {to}: the message could not be delivered.");
        let path = self.reverse_path(mail);
        let own = self.reverse_path(report);
        let rest = if own == "<>" {
            "The bounce's own return path is <>, so that nobody reports about it.".to_owned()
        } else {
            format!("The bounce's own return path is {own}, and should be <>.")
        };
        (text, Some(format!("Reports go to the return path {path}, not to the From line. {rest}")))
    }

    fn notified(&self, host: &str, mail: MailId, report: MailId) -> Told {
        let to = self.recipients(report);
        let action = match self.trace.mail(report).1.origin {
            Origin::Report { action, .. } => action,
            _ => Action::Failed,
        };
        let (what, because) = match action {
            Action::Delayed => (
                "the message still waits",
                "A warning only: the host goes on trying, and the sender need not do anything.",
            ),
            Action::Delivered => (
                "the message was delivered",
                "The sender asked for it with NOTIFY=SUCCESS. It says that the message lies in the \
                 maildrop, not that anybody has read it.",
            ),
            Action::Relayed => (
                "the message was passed on",
                "The sender asked for news of success, but the next host does not offer DSN: \
                 nothing more will be heard from there.",
            ),
            Action::Expanded => (
                "the message was passed on to several addresses",
                "The sender asked for news of success. The address stands for several others, and \
                 each would send its own.",
            ),
            Action::Failed => ("the message failed", "Reports go to the return path."),
        };
        let path = self.reverse_path(mail);
        let text = format!("{host} tells {to}, the return path {path}: {what}.");
        (text, Some(because.to_owned()))
    }
}

fn discarded(host: &str, to: &str, why: Untold) -> Told {
    let (what, because) = match why {
        Untold::NullPath => (
            "bounce",
            "Its return path is <>: there is nobody to tell. That is what stops bounces of \
             bounces from going round for ever.",
        ),
        Untold::NotAsked => ("message", "The sender asked with NOTIFY not to be told of failures."),
        Untold::TripleBounce => (
            "third bounce in a row",
            "It told the postmaster of a bounce that had failed. Here it ends.",
        ),
        Untold::DoubleBounceSender => (
            "message",
            "The host sends its reports about failed bounces from that address, and delivers \
             nothing that comes back to it. Here a chain of reports ends.",
        ),
    };
    (format!("{host} drops the {what} for {to}, and tells nobody."), Some(because.to_owned()))
}
