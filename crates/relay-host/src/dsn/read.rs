//! Reading of a report what kind it is.

use relay_mail::Content;
use relay_mail::header::field;

use super::Action;

/// How a report of qmail begins, by which programs know it (QSBMF).
pub(crate) const QSBMF_START: &str = "Hi. This is the";

/// What a message reports, if it is a report: the first Action field of its status part
/// (RFC 3464 §2.3.3), or a failure in the plain form of qmail.
pub fn action_of(content: &Content) -> Option<Action> {
    let (head, body) = (content.head(), content.body());
    if body.starts_with(QSBMF_START.as_bytes()) {
        return Some(Action::Failed);
    }
    let content_type = field(head, "Content-Type")?;
    let starts = content_type.get(..16)?;
    if !starts.eq_ignore_ascii_case(b"multipart/report") {
        return None;
    }
    let part = memchr::memmem::find(body, b"message/delivery-status")?;
    let lines = body[part..].split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut fields = lines.take_while(|line| !line.starts_with(b"--"));
    fields.find_map(|line| {
        let (name, value) = line.split_at_checked(ACTION.len())?;
        let is_action = name.eq_ignore_ascii_case(ACTION);
        is_action.then(|| Action::parse(&String::from_utf8_lossy(value.trim_ascii())))
    })?
}

/// The name of the field, with its colon.
const ACTION: &[u8] = b"Action:";

#[cfg(test)]
mod tests {
    use relay_mail::content::{Bodies, canonical_lines};

    use super::*;

    fn read(text: &str) -> Option<Action> {
        action_of(&Content::new(&canonical_lines(text.as_bytes()), &mut Bodies::new()))
    }

    #[test]
    fn the_kind_of_a_report() {
        let report = |action: &str| {
            format!(
                "Content-Type: multipart/report; boundary=x\n\n--x\n\nAction: none\n--x\n\
                 Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n\
                 Final-Recipient: rfc822; b\nAction: {action}\n\n--x--\n"
            )
        };
        for action in Action::ALL {
            assert_eq!(read(&report(action.name())), Some(action));
        }
        assert_eq!(read(&report("invented")), None);
        assert_eq!(read("Subject: x\n\nHi. This is the mail system.\n"), Some(Action::Failed));
        assert_eq!(read("Subject: x\n\nAction: failed\n"), None);
        assert_eq!(read("Content-Type: text/plain\n\nmessage/delivery-status\n"), None);
    }
}
