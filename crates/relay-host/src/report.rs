//! Reports about messages that could not be delivered (RFC 3464, RFC 5321 §6.1).
//!
//! A report is a message like any other: it has the null reverse-path, goes to the return path of
//! the message that failed, through the queue and over the network. A message whose own return
//! path is null is not reported on; that is what ends a chain of bounces.

use std::borrow::Cow;
use std::fmt::Write as _;

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use relay_mail::ReversePath;

use crate::config::Role;
use crate::fact::{Fact, Origin, Why, queue_id};
use crate::host::{Cx, Host};
use crate::queue::{Entry, Recipient, RecipientState};

impl Host {
    /// Turns the failed recipients of an entry into one report, or discards them.
    pub(crate) fn report_failures(&mut self, cx: &mut Cx<'_>, no: u32) {
        let entry = self.queue.get(no).expect("its failures were just counted");
        let failed: Vec<u16> =
            entry.places(|state| matches!(state, RecipientState::Failed { .. })).collect();
        let (mail, reverse_path) = (entry.mail, entry.reverse_path.clone());
        let because = failed.iter().find_map(|&place| match entry.recipient(place).state {
            RecipientState::Failed { because, .. } => Some(because),
            _ => None,
        });
        let cause = because.unwrap_or(cx.cause);
        match (self.config.role, &reverse_path) {
            (Role::Client, _) => {
                for &recipient in &failed {
                    cx.log.fact(cause, Fact::ShownToUser { mail, recipient });
                }
            }
            (Role::Server, ReversePath::Null) => {
                for &recipient in &failed {
                    cx.log.fact(cause, Fact::Discarded { mail, recipient });
                }
            }
            (Role::Server, ReversePath::Mailbox(return_path)) => {
                let queue_no = self.queue.take_no();
                let entry = self.queue.get(no).expect("taking a number leaves it alone");
                let octets = self.write_report(cx.now, queue_no, entry, &failed);
                let to = vec![relay_mail::ForwardPath::Mailbox(return_path.clone())];
                let origin = Origin::Report { about: mail };
                let mut late = Cx { now: cx.now, cause, log: &mut *cx.log };
                let null = ReversePath::Null;
                let report = self.enqueue(&mut late, queue_no, (null, to), (&[], &octets), origin);
                cx.log.fact(cause, Fact::Reported { mail, report });
            }
        }
        let entry = self.queue.get_mut(no).expect("enqueuing removes nothing");
        for place in failed {
            entry.recipient_mut(place).state = RecipientState::Done;
        }
    }

    fn write_report(
        &self,
        now: relay_kernel::SimTime,
        queue_no: u32,
        entry: &Entry,
        failed: &[u16],
    ) -> Vec<u8> {
        let name = &self.config.name;
        let (id, date) = (queue_id(queue_no), self.config.calendar.rfc5322(now));
        let return_path = entry.reverse_path.mailbox().map(ToString::to_string).unwrap_or_default();
        let boundary = format!("{id}/{name}");
        let parts = vec![
            text_part("text/plain", &self.explanation(entry, failed)),
            text_part("message/delivery-status", &self.delivery_status(now, entry, failed)),
            self.returned_part(entry),
        ];
        let report = ContentType::new("multipart/report")
            .attribute("report-type", "delivery-status")
            .attribute("boundary", boundary);
        let mut octets = Vec::new();
        MessageBuilder::new()
            .header("From", Raw::new(format!("Mail Delivery System <MAILER-DAEMON@{name}>")))
            .header("To", Raw::new(format!("<{return_path}>")))
            .header("Subject", Raw::new("Undelivered Mail Returned to Sender"))
            .header("Date", Raw::new(date))
            .header("Message-ID", Raw::new(format!("<{id}@{name}>")))
            .header("Auto-Submitted", Raw::new("auto-replied"))
            .header("MIME-Version", Raw::new("1.0"))
            .body(MimePart::new(report, BodyPart::Multipart(parts)))
            .serialize(&mut octets);
        octets
    }

    fn explanation(&self, entry: &Entry, failed: &[u16]) -> String {
        let mut text = format!(
            "This is the mail system at host {}.\n\n\
             Your message could not be delivered to one or more recipients.\n\
             It is attached below, as far as its size allows.\n",
            self.config.name
        );
        for (recipient, why) in failures(entry, failed) {
            write!(text, "\n{}: {why}\n", recipient.path).expect("a string takes text");
        }
        text
    }

    /// The machine-readable part (RFC 3464 §2): fields of the message, then of each recipient.
    fn delivery_status(&self, now: relay_kernel::SimTime, entry: &Entry, failed: &[u16]) -> String {
        let calendar = &self.config.calendar;
        let mut text = format!(
            "Reporting-MTA: dns; {}\nArrival-Date: {}\n",
            self.config.name,
            calendar.rfc5322(entry.born)
        );
        for (recipient, why) in failures(entry, failed) {
            let path = match recipient.path.mailbox() {
                Some(mailbox) => mailbox.to_string(),
                None => format!("postmaster@{}", self.config.name),
            };
            write!(
                text,
                "\nFinal-Recipient: rfc822; {path}\nAction: failed\nStatus: {}\n",
                why.status()
            )
            .expect("a string takes text");
            if let Some((host, diagnostic)) = remote_diagnostic(why) {
                // Remote-MTA stands exactly where the diagnostic came from another host (§2.3.5).
                write!(text, "Remote-MTA: dns; {host}\nDiagnostic-Code: smtp; {diagnostic}\n")
                    .expect("a string takes text");
            }
            writeln!(text, "Last-Attempt-Date: {}", calendar.rfc5322(now))
                .expect("a string takes text");
        }
        text
    }

    /// The original: whole when it is small enough, else its header section (RFC 3462 §2).
    fn returned_part(&self, entry: &Entry) -> MimePart<'static> {
        let content = &entry.content;
        let whole = content.len() <= self.config.report_size_max;
        let (kind, octets) = if whole {
            ("message/rfc822", content.to_vec())
        } else {
            ("text/rfc822-headers", content.head().to_vec())
        };
        raw_part(kind, octets)
    }
}

fn failures<'a>(
    entry: &'a Entry,
    failed: &'a [u16],
) -> impl Iterator<Item = (&'a Recipient, &'a Why)> {
    failed.iter().filter_map(|&place| {
        let recipient = entry.recipient(place);
        match &recipient.state {
            RecipientState::Failed { why, .. } => Some((recipient, why)),
            _ => None,
        }
    })
}

/// What another host answered, and which.
fn remote_diagnostic(why: &Why) -> Option<(&str, String)> {
    match why {
        Why::Reply { host, code, enhanced, text, .. } => {
            let enhanced = enhanced.map(|enhanced| format!("{enhanced} ")).unwrap_or_default();
            Some((host, format!("{code} {enhanced}{text}")))
        }
        Why::Expired { last, .. } => remote_diagnostic(last),
        _ => None,
    }
}

/// A part of plain lines.
fn text_part(kind: &'static str, text: &str) -> MimePart<'static> {
    raw_part(kind, relay_mail::content::canonical_lines(text.as_bytes()))
}

/// A part whose octets go into the report as they are; they are lines already.
fn raw_part(kind: &'static str, octets: Vec<u8>) -> MimePart<'static> {
    let encoding = if octets.is_ascii() { "7bit" } else { "8bit" };
    let mut part = MimePart::new(ContentType::new(kind), BodyPart::Binary(Cow::Owned(octets)));
    part.headers
        .push((Cow::Borrowed("Content-Transfer-Encoding"), HeaderType::Raw(Raw::new(encoding))));
    part
}
