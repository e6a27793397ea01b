//! Header fields: enough reading to count hops, and the trace fields that a host writes.

use core::net::Ipv4Addr;
use std::io::Write as _;

use crate::address::Mailbox;
use crate::domain::HostPart;
use crate::line::CRLF;
use crate::path::ReversePath;

/// The fields of a header section in order: name, and value as it stands, folding included.
///
/// What has no colon is no field and ends them. A last line may lack its end: content that was
/// counted (RFC 3030) can stop anywhere.
pub fn fields(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    halves(head).map(|(name, value)| (name.trim_ascii_end(), value.trim_ascii()))
}

/// The fields as what stands before the colon and behind it, white space included.
fn halves(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = head;
    core::iter::from_fn(move || {
        let mut end = 0;
        loop {
            let lf = memchr::memchr(b'\n', &rest[end..]);
            end = lf.map_or(rest.len(), |lf| end + lf + 1);
            if !matches!(rest.get(end), Some(b' ' | b'\t')) {
                break;
            }
        }
        let (field, after) = rest.split_at(end);
        rest = after;
        // A name is short.
        let colon = field.iter().position(|&octet| octet == b':')?;
        Some((&field[..colon], &field[colon + 1..]))
    })
}

/// Whether what stands before a colon is this name, in any case, and perhaps white space.
fn is_name(half: &[u8], name: &str) -> bool {
    // Most names are told apart by their length.
    half.split_at_checked(name.len()).is_some_and(|(found, gap)| {
        found.eq_ignore_ascii_case(name.as_bytes()) && gap.trim_ascii_start().is_empty()
    })
}

/// The value of the first field called `name`, in any case.
pub fn field<'a>(head: &'a [u8], name: &str) -> Option<&'a [u8]> {
    halves(head).find(|(half, _)| is_name(half, name)).map(|(_, value)| value.trim_ascii())
}

/// How many hosts the message has passed: its Received fields (RFC 5321 §6.3).
pub fn hop_count(head: &[u8]) -> usize {
    let [hops] = count_each(head, ["Received"]);
    hops
}

/// How many fields are called by each of `names`, in any case.
pub fn count_each<const N: usize>(head: &[u8], names: [&str; N]) -> [usize; N] {
    let mut counts = [0; N];
    for (half, _) in halves(head) {
        for (count, name) in counts.iter_mut().zip(names) {
            *count += usize::from(is_name(half, name));
        }
    }
    counts
}

/// The keyword for `WITH` in a time stamp line (RFC 5321 §4.4, RFC 3848, RFC 6531 §4.3). There is
/// no TLS on the simulated wire, and so none of the keywords that end in `S`.
pub const fn protocol(esmtp: bool, authenticated: bool, smtp_utf8: bool) -> &'static str {
    match (esmtp, authenticated, smtp_utf8) {
        (false, ..) => "SMTP",
        (true, false, false) => "ESMTP",
        (true, true, false) => "ESMTPA",
        (true, false, true) => "UTF8SMTP",
        (true, true, true) => "UTF8SMTPA",
    }
}

/// A time stamp line (RFC 5321 §4.4):
/// `Received: FROM name (rdns [ip]) BY name WITH protocol ID id FOR <path>; date-time`.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The name that the client gave with EHLO or HELO. What is neither a domain nor an address
    /// literal has no place in the field; the address literal of `addr` stands there instead.
    pub helo: &'a str,
    /// What the reverse lookup of the client's address gave.
    pub reverse_name: Option<&'a str>,
    /// The client's address.
    pub addr: Ipv4Addr,
    /// The host that writes the line.
    pub by: &'a str,
    /// What [`protocol`] says.
    pub with: &'a str,
    /// The host's queue id, an atom.
    pub id: &'a str,
    /// The recipient, where the transaction had only one: with several, naming one would tell it
    /// to the others (§7.6).
    pub recipient: Option<&'a Mailbox>,
    /// [`Calendar::rfc5322`](crate::Calendar::rfc5322) of the moment.
    pub date: &'a str,
}

impl Received<'_> {
    /// Appends the field to `out`, folded before `by` and before `for`.
    pub fn write(&self, out: &mut Vec<u8>) {
        put(&["Received: from "], out);
        // Looked at more closely only where a server may have been lenient: this is a hot path.
        if self.helo.contains('_') && HostPart::parse(self.helo).is_none() {
            put(&["["], out);
            write_addr(self.addr, out);
            put(&["]"], out);
        } else {
            put(&[self.helo], out);
        }
        put(&[" ("], out);
        if let Some(name) = self.reverse_name {
            put(&[name, " "], out);
        }
        put(&["["], out);
        write_addr(self.addr, out);
        put(&["])"], out);
        out.extend_from_slice(CRLF);
        put(&["\tby ", self.by, " with ", self.with, " id ", self.id], out);
        if let Some(recipient) = self.recipient {
            out.extend_from_slice(CRLF);
            put(&["\tfor <"], out);
            recipient.write(out);
            put(&[">"], out);
        }
        put(&[";"], out);
        out.extend_from_slice(CRLF);
        put(&["\t", self.date], out);
        out.extend_from_slice(CRLF);
    }
}

fn put(texts: &[&str], out: &mut Vec<u8>) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends an address as people write it.
fn write_addr(addr: Ipv4Addr, out: &mut Vec<u8>) {
    for (nth, octet) in addr.octets().into_iter().enumerate() {
        if nth > 0 {
            out.push(b'.');
        }
        if octet >= 100 {
            out.push(b'0' + octet / 100);
        }
        if octet >= 10 {
            out.push(b'0' + octet / 10 % 10);
        }
        out.push(b'0' + octet % 10);
    }
}

/// Appends the Return-Path field of final delivery (RFC 5321 §4.4).
pub fn write_return_path(path: &ReversePath, out: &mut Vec<u8>) {
    out.extend_from_slice(b"Return-Path: ");
    path.write(out);
    out.extend_from_slice(CRLF);
}

/// Appends the field `name: value`; the value must be one line.
pub fn write_field(name: &str, value: impl core::fmt::Display, out: &mut Vec<u8>) {
    // Formatting brings a value piece by piece; it is not to grow with each.
    out.reserve(name.len() + 80);
    write!(out, "{name}: {value}").expect("writing to a Vec cannot fail");
    out.extend_from_slice(CRLF);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_they_are_displayed() {
        for addr in [[0, 9, 10, 99], [100, 101, 199, 255]].map(Ipv4Addr::from) {
            let mut out = Vec::new();
            write_addr(addr, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), addr.to_string());
        }
    }

    #[test]
    fn hops_are_counted_by_field_and_not_by_text() {
        let head =
            b"received: a\r\n\tby b\r\nReceived : c\r\nX: Received:\r\n Received: no\r\n\r\n";
        assert_eq!(hop_count(head), 2);
        assert_eq!(field(head, "x"), Some(b"Received:\r\n Received: no".as_slice()));
        assert_eq!(hop_count(b"no header at all"), 0);
        assert_eq!(hop_count(b"Received: a\r\nReceived: b\r\n\tno end"), 2);
    }

    #[test]
    fn protocols_have_registered_keywords() {
        let keyword = |[esmtp, auth, utf8]: [bool; 3]| protocol(esmtp, auth, utf8);
        for (properties, word) in [
            ([false, false, false], "SMTP"),
            ([true, false, false], "ESMTP"),
            ([true, true, false], "ESMTPA"),
            ([true, false, true], "UTF8SMTP"),
            ([true, true, true], "UTF8SMTPA"),
        ] {
            assert_eq!(keyword(properties), word);
        }
    }

    #[test]
    fn a_time_stamp_line() {
        let recipient = Mailbox::parse("bob@example.net").expect("a mailbox");
        let mut out = Vec::new();
        let mut received = Received {
            helo: "relay.example.com",
            reverse_name: Some("relay.example.com"),
            addr: Ipv4Addr::new(192, 0, 2, 1),
            by: "mx.example.net",
            with: "ESMTP",
            id: "A1",
            recipient: Some(&recipient),
            date: "Mon, 02 Mar 2026 10:05:12 +0100",
        };
        received.write(&mut out);
        let text = "Received: from relay.example.com (relay.example.com [192.0.2.1])\r\n\
            \tby mx.example.net with ESMTP id A1\r\n\
            \tfor <bob@example.net>;\r\n\tMon, 02 Mar 2026 10:05:12 +0100\r\n";
        assert_eq!(String::from_utf8_lossy(&out), text);
        (received.reverse_name, received.recipient) = (None, None);
        out.clear();
        received.write(&mut out);
        assert!(out.starts_with(b"Received: from relay.example.com ([192.0.2.1])\r\n\tby "));
        assert_eq!(hop_count(&out), 1);
    }

    #[test]
    fn what_is_no_domain_is_not_written_as_one() {
        let mut received = Received {
            helo: "my_pc.example.com",
            reverse_name: None,
            addr: Ipv4Addr::new(192, 0, 2, 1),
            by: "mx.example.net",
            with: "SMTP",
            id: "A1",
            recipient: None,
            date: "Mon, 02 Mar 2026 10:05:12 +0100",
        };
        for (helo, written) in [
            ("my_pc.example.com", "[192.0.2.1]"),
            ("[203.0.113.7]", "[203.0.113.7]"),
            ("[x-tag:a_b]", "[x-tag:a_b]"),
        ] {
            received.helo = helo;
            let mut out = Vec::new();
            received.write(&mut out);
            let head = format!("Received: from {written} ([192.0.2.1])\r\n");
            assert!(out.starts_with(head.as_bytes()), "{helo}");
        }
    }
}
