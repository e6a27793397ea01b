//! What reports say to people.

use core::fmt::Write as _;

use relay_mail::Domain;

use crate::bounce::Wording;
use crate::dsn::{Action, RecipientReport};
use crate::fact::Why;
use crate::qsbmf;

/// The field Subject.
pub(super) const fn subject(wording: Wording, action: Action) -> &'static str {
    match (wording, action) {
        (Wording::Postfix, Action::Failed) => "Undelivered Mail Returned to Sender",
        (Wording::Postfix, Action::Delayed) => "Delayed Mail (still being retried)",
        (Wording::Postfix, _) => "Successful Mail Delivery Report",
        (Wording::Exim, Action::Failed) => "Mail delivery failed: returning message to sender",
        (Wording::Exim, Action::Delayed) => "Warning: message delayed",
        (Wording::Qmail, Action::Failed) => qsbmf::SUBJECT,
        (_, Action::Failed) => "Undeliverable mail",
        (_, Action::Delayed) => "Delayed mail",
        (_, Action::Delivered) => "Delivered mail",
        (_, Action::Relayed) => "Relayed mail",
        (_, Action::Expanded) => "Mail passed on",
    }
}

/// The field Subject of what a postmaster is told of a report that failed.
pub(super) const fn double_bounce_subject(wording: Wording) -> &'static str {
    match wording {
        Wording::Postfix => "Postmaster Copy: Undelivered Mail",
        Wording::Qmail => qsbmf::SUBJECT,
        Wording::Exim | Wording::Rfc => "Undeliverable report",
    }
}

/// The first part of a report: what happened in general, then the same for each recipient, with
/// its reason where there is one.
pub(super) fn explanation(
    (host, introduction): (&Domain, &str),
    recipients: &[RecipientReport],
    reasons: &[&Why],
) -> String {
    let mut text = format!("This is the mail system at host {host}.\n\n{introduction}");
    for (nth, recipient) in recipients.iter().enumerate() {
        write!(text, "\n<{}>: ", recipient.address).expect("a string takes text");
        match (reasons.get(nth), &recipient.remote) {
            (Some(why), _) => writeln!(text, "{why}"),
            (None, Some(remote)) => writeln!(text, "passed on to {}", remote.mta),
            (None, None) => writeln!(text, "{}", recipient.action.name()),
        }
        .expect("a string takes text");
    }
    text
}

/// What is said to a postmaster of a report that could not be delivered.
pub(super) const DOUBLE_BOUNCE: &str = "\
    A report about a message could not be delivered to its return path.\n\
    It is attached below, as far as its size allows. Nobody else is told.\n";

/// What is said of a report's recipients together.
pub(super) const fn introduction(action: Action) -> &'static str {
    match action {
        Action::Failed => {
            "Your message could not be delivered to one or more recipients.\n\
             It is attached below, as far as its size allows.\n"
        }
        Action::Delayed => {
            "THIS IS A WARNING ONLY. You do not need to send your message again.\n\n\
             It could not be delivered yet, and is still tried.\n"
        }
        Action::Delivered => "Your message was delivered to these recipients.\n",
        Action::Relayed => {
            "Your message was passed on to a mail system that does not tell of deliveries.\n\
             Nothing more will be heard unless it fails there.\n"
        }
        Action::Expanded => {
            "These addresses stand for several others, and your message was passed on to them.\n\
             Nothing more will be heard unless it fails there.\n"
        }
    }
}
