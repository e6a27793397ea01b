//! Replies that only follow from a refusal before them: a client that pipelines has sent more before it
//! knows of it.

use relay_mail::{Language, say};

use crate::transcript::code_of;

/// What a server has refused in the transaction that is under way.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// Whether MAIL was accepted.
    open: bool,
    /// The code of the refusal of MAIL.
    mail: Option<u16>,
    /// The codes of the refusals of RCPT.
    recipients: Vec<u16>,
    /// Whether a RCPT was accepted.
    accepted: bool,
}

impl Refused {
    /// Takes the reply to a command, which may be the last of a content.
    pub(super) fn hear(&mut self, asked: &str, is_last: bool, octets: &[u8]) {
        let Some(code) = code_of(octets).map(relay_mail::ReplyCode::get) else { return };
        let refused = code >= 400;
        match asked {
            // A second MAIL is refused and changes nothing (RFC 5321 §4.1.4).
            "MAIL" if refused && self.open => {}
            "MAIL" => {
                let mail = refused.then_some(code);
                *self = Self { open: !refused, mail, ..Self::default() };
            }
            "RCPT" if refused && self.mail.is_none() => self.recipients.push(code),
            "RCPT" => self.accepted |= !refused,
            "EHLO" | "HELO" | "RSET" | "." => *self = Self::default(),
            "BDAT" if is_last && !refused => *self = Self::default(),
            _ => {}
        }
    }

    /// The codes of the refusals that this reply only follows from: a client that pipelines sends
    /// RCPT and DATA before it knows that MAIL or every RCPT was refused, and is told 503 or 554
    /// then (RFC 5321 §3.3, RFC 2920 §3.1).
    pub(super) fn consequence(&self, asked: &str, octets: &[u8]) -> Option<Vec<u16>> {
        let code = code_of(octets).map(relay_mail::ReplyCode::get)?;
        let mut codes = match (asked, self.mail) {
            ("RCPT" | "DATA" | "BDAT", Some(mail)) if code == 503 => vec![mail],
            ("DATA" | "BDAT", Some(mail)) if code == 554 => vec![mail],
            ("DATA" | "BDAT", None) if matches!(code, 503 | 554) && !self.accepted => {
                self.recipients.clone()
            }
            _ => return None,
        };
        codes.sort_unstable();
        codes.dedup();
        (!codes.is_empty()).then_some(codes)
    }
}

/// Why a reply means less than its first digit says.
pub(super) fn follows(language: Language, codes: &[u16]) -> String {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    match &codes[..] {
        [one] => say!(
            language,
            "This only follows from the refusal before it; what counts is the {one}.",
            "Das folgt nur aus der Ablehnung davor; was zählt, ist das {one}."
        ),
        _ => say!(
            language,
            "This only follows from the refusals before it; what counts are {}.",
            "Das folgt nur aus den Ablehnungen davor; was zählt, sind {}.",
            super::command::listed(language, &codes)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_follows_from_a_refusal_is_told_so() {
        let after = |said: &[(&str, &str)], asked: &str, reply: &str| {
            let mut refused = Refused::default();
            for (asked, reply) in said {
                let (asked, is_last) =
                    asked.strip_suffix(" LAST").map_or((*asked, false), |it| (it, true));
                refused.hear(asked, is_last, reply.as_bytes());
            }
            refused.consequence(asked, reply.as_bytes())
        };
        let (mail, full) = (("MAIL", "250 OK"), ("RCPT", "452 4.2.2 Mailbox full"));
        let none = "554 5.5.1 No valid recipients";
        assert_eq!(after(&[mail, full], "DATA", none), Some(vec![452]));
        assert_eq!(after(&[mail, full], "DATA", "503 5.5.1 x"), Some(vec![452]));
        let unknown = ("RCPT", "550 5.1.1 No such user");
        assert_eq!(after(&[mail, unknown, full, full], "DATA", none), Some(vec![452, 550]));
        let busy = ("MAIL", "451 4.7.1 later");
        let first = "503 5.5.1 Need MAIL before this command";
        assert_eq!(after(&[busy], "RCPT", first), Some(vec![451]));
        assert_eq!(after(&[busy, ("RCPT", first)], "DATA", first), Some(vec![451]));
        let nested = ("MAIL", "503 5.5.1 Sender already given");
        assert_eq!(after(&[mail, full, nested], "DATA", none), Some(vec![452]));
        // These are refusals of their own.
        assert_eq!(after(&[mail, full, ("RCPT", "250 OK")], "DATA", "554 no"), None);
        assert_eq!(after(&[mail], "DATA", "503 5.5.1 Need RCPT"), None);
        assert_eq!(after(&[mail, full], "RCPT", "554 no"), None);
        assert_eq!(after(&[mail, full, ("RSET", "250 OK")], "DATA", first), None);
        assert_eq!(after(&[mail, full], "DATA", "451 later"), None);
        // A content that was counted ends its transaction as well (RFC 3030 §2).
        let [good, chunk, last] = [("RCPT", "250 OK"), ("BDAT", "250 OK"), ("BDAT LAST", "250 OK")];
        assert_eq!(after(&[mail, good, chunk, last, busy], "RCPT", first), Some(vec![451]));
        assert_eq!(after(&[mail, good, chunk, busy], "RCPT", first), None, "it is nested");
        let told = follows(Language::English, &[452]);
        assert_eq!(told, "This only follows from the refusal before it; what counts is the 452.");
        let told = follows(Language::German, &[550]);
        assert!(told.ends_with("was zählt, ist das 550."), "{told}");
        let told = follows(Language::German, &[451, 550]);
        assert!(told.ends_with("was zählt, sind 451 und 550."), "{told}");
    }
}
