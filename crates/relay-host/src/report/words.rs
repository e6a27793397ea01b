//! What reports say to people.

use core::fmt::Write as _;

use relay_kernel::SimDuration;
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
            (Some(why), _) => writeln!(text, "{}", in_words(why)),
            (None, Some(remote)) => writeln!(text, "passed on to {}", remote.mta),
            (None, None) => writeln!(text, "{}", recipient.action.name()),
        }
        .expect("a string takes text");
    }
    text
}

/// A reason for people who know no units of time by their letters.
fn in_words(why: &Why) -> String {
    match why {
        Why::Expired { lifetime, last } => {
            format!("{}; given up after {}", in_words(last), span_in_words(*lifetime))
        }
        Why::Suspended { next_hop, last, .. } => {
            format!("{next_hop} is left alone for a while: {}", in_words(last))
        }
        _ => why.to_string(),
    }
}

/// `5 days` where a trace has `5 d`.
fn span_in_words(span: SimDuration) -> String {
    let short = span.to_string();
    let parts: Vec<&str> = short.split(' ').collect();
    let long = parts.chunks(2).map(|part| {
        let (count, unit) = (part[0], part.last().copied().unwrap_or_default());
        let unit = match unit {
            "d" => "day",
            "h" => "hour",
            "min" => "minute",
            "s" => "second",
            small => return format!("{count} {small}"),
        };
        format!("{count} {unit}{}", if count == "1" { "" } else { "s" })
    });
    long.collect::<Vec<_>>().join(" ")
}

/// What is said to a postmaster of a report that could not be delivered; `whole` when all of it is
/// attached and not only its header.
pub(super) const fn double_bounce(whole: bool) -> &'static str {
    if whole {
        "A report about a message could not be delivered to its return path.\n\
         It is attached below. Nobody else is told.\n"
    } else {
        "A report about a message could not be delivered to its return path.\n\
         Its header is attached below. Nobody else is told.\n"
    }
}

/// What is said of a report's recipients together; `whole` as in [`double_bounce`].
pub(super) const fn introduction(action: Action, whole: bool) -> &'static str {
    match action {
        Action::Failed if whole => {
            "Your message could not be delivered to one or more recipients.\n\
             It is attached below.\n"
        }
        Action::Failed => {
            "Your message could not be delivered to one or more recipients.\n\
             Its header is attached below.\n"
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

#[cfg(test)]
mod tests {
    use relay_mail::EnhancedCode;

    use super::*;

    #[test]
    fn how_long_it_was_tried_is_said_in_words() {
        let last = Why::Local { status: EnhancedCode::new(4, 2, 2), text: "full".into() };
        let why = |lifetime| Why::Expired { lifetime, last: Box::new(last.clone()) };
        let days = in_words(&why(SimDuration::from_days(5)));
        assert_eq!(days, "4.2.2 full; given up after 5 days");
        let hours = in_words(&why(SimDuration::from_mins(61)));
        assert_eq!(hours, "4.2.2 full; given up after 1 hour 1 minute");
    }

    #[test]
    fn what_is_attached_is_said_as_it_is() {
        assert!(introduction(Action::Failed, true).ends_with("\nIt is attached below.\n"));
        assert!(introduction(Action::Failed, false).ends_with("\nIts header is attached below.\n"));
        assert!(double_bounce(false).contains("Its header is attached"));
    }
}
