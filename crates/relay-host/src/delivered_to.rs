//! Delivered-To: the field by which Postfix and qmail know that a message has been here before.
//!
//! No RFC has it. Postfix's `local(8)` and qmail-local write it below Return-Path at final delivery,
//! and on top of what they forward, for mailing lists too: both know a list as an address with
//! several targets and an owner. It goes on top, as trace fields do; the header of the author stays as
//! it came (RFC 5321 §3.9.2). A message that comes to an address with that address's field in its
//! header goes in a circle (§6.3 asks for a way to find out).

use relay_mail::header::fields;
use relay_mail::line::CRLF;
use relay_mail::{Content, EnhancedCode, ForwardPath, Mailbox};
use smol_str::{SmolStr, format_smolstr};

use crate::bounce::Wording;
use crate::fact::{ContentId, Why};
use crate::host::{Cx, Host};
use crate::queue::{Entry, Recipient};
use crate::route::same_address;

const FIELD: &str = "Delivered-To";

/// Which addresses of its own a host writes into Delivered-To.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveredTo {
    /// None; nor does it look for the field.
    Never,
    /// The one that the envelope named, whatever aliases made of it (Postfix:
    /// `frozen_delivered_to`).
    Envelope,
    /// That one and each that an alias made of it: qmail-local hands what it forwards to the queue
    /// again.
    Each,
}

/// Appends the field for one address.
pub(crate) fn write(to: &Mailbox, out: &mut Vec<u8>) {
    // As `write_field` would, but without a formatter: every message that is delivered gets one.
    out.extend_from_slice(FIELD.as_bytes());
    out.extend_from_slice(b": ");
    to.write(out);
    out.extend_from_slice(CRLF);
}

/// The addresses in a message's Delivered-To fields.
pub(crate) fn read(head: &[u8]) -> Vec<Mailbox> {
    let ours = fields(head).filter(|(name, _)| name.eq_ignore_ascii_case(FIELD.as_bytes()));
    ours.filter_map(|(_, value)| Mailbox::parse(core::str::from_utf8(value).ok()?)).collect()
}

impl Host {
    /// The addresses of this host through which a message has come before: none where the host does
    /// not look.
    pub(crate) fn delivered_before<'a>(&self, head: impl FnOnce() -> &'a [u8]) -> Vec<Mailbox> {
        if self.config.delivered_to == DeliveredTo::Never { Vec::new() } else { read(head()) }
    }

    /// Why a recipient is not tried: its mail goes in a circle.
    pub(crate) fn loops(&self, entry: &Entry, place: u16) -> Option<Why> {
        let looks = self.config.delivered_to != DeliveredTo::Never && entry.via.is_none();
        if !looks || !entry.may_be_marked {
            return None;
        }
        let mailbox = self.delivered_to(&entry.recipient(place).path)?;
        let before = read(entry.content.head());
        before.iter().any(|known| same_address(known, &mailbox)).then(|| Why::Local {
            status: EnhancedCode::new(5, 4, 6),
            text: if self.config.bounces.wording == Wording::Qmail {
                SmolStr::new_static("This message is looping: it already has my Delivered-To line")
            } else {
                format_smolstr!("mail forwarding loop for {mailbox}")
            },
        })
    }

    /// Appends the fields for a recipient to whom a message is delivered here, one a line.
    pub(crate) fn write_delivered_to(&self, recipient: &Recipient, out: &mut Vec<u8>) {
        let here = self.delivered_to(&recipient.path);
        let all = here.iter().chain(recipient.through.iter().rev());
        match self.config.delivered_to {
            DeliveredTo::Never => {}
            DeliveredTo::Envelope => all.last().into_iter().for_each(|it| write(it, out)),
            DeliveredTo::Each => all.for_each(|address| write(address, out)),
        }
    }

    /// What the field says of a recipient at this host; `None` for one elsewhere.
    pub(crate) fn delivered_to(&self, path: &ForwardPath) -> Option<Mailbox> {
        match path {
            ForwardPath::Postmaster => Some(self.own_mailbox(crate::route::POSTMASTER)),
            ForwardPath::Mailbox(mailbox) => {
                let domain = mailbox.host.domain()?;
                self.config.is_local(domain).then(|| mailbox.clone())
            }
        }
    }
}

impl Entry {
    /// What goes to some recipients that share a transaction: the content, on top of it a field for
    /// each address of this host through which it came to them.
    pub(crate) fn forwarded(&self, cx: &mut Cx<'_>, places: &[u16]) -> (Content, ContentId) {
        let through = places.first().map(|&place| &*self.recipient(place).through);
        let Some(through) = through.filter(|through| !through.is_empty()) else {
            return (self.content.clone(), self.content_id);
        };
        let mut lines = Vec::new();
        // Of aliases that stand for each other Postfix kept the first alone.
        through.iter().rev().for_each(|address| write(address, &mut lines));
        let content = self.content.prepend(&lines);
        let content_id = cx.log.content(&content);
        (content, content_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_any_case_and_others_are_not() {
        let head = b"delivered-to: a@example.net\r\nDelivered-To: what is this\r\n\
                     X: Delivered-To: c@example.net\r\nDELIVERED-TO:\r\n b@example.net\r\n\r\n";
        let found: Vec<String> = read(head).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["a@example.net", "b@example.net"]);
    }
}
