//! Who stands in the field From, where it is not the envelope's sender.

use relay_host::{MailId, Origin};
use relay_mail::header::field;

use super::Trace;

/// The value of a message's field From, when it names somebody else than the return path does.
/// Servers do not compare the two (RFC 5321 §2.3.1): it is for people to see. Reports are left
/// out.
pub fn other_author(trace: &Trace, mail: MailId) -> Option<String> {
    let (_, record) = trace.mail(mail);
    if let Origin::Report { .. } | Origin::DoubleBounce { .. } = record.origin {
        return None;
    }
    let sender = record.reverse_path.mailbox()?.to_string();
    let value = String::from_utf8_lossy(field(trace.content(record.content).head(), "From")?)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let named = value.rsplit_once('<').map_or(&*value, |(_, rest)| rest.trim_end_matches('>'));
    (!named.trim().eq_ignore_ascii_case(&sender)).then_some(value)
}
