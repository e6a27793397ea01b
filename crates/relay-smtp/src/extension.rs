//! Service extensions (RFC 5321 §2.2) as values, so that two hosts can differ.

use relay_mail::limit;
use smol_str::SmolStr;

use crate::params::{DIGITS_MAX, digits, plain_number};

/// The mechanisms of AUTH (RFC 4954 §3) that are spoken here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mechanisms {
    /// PLAIN (RFC 4616): one answer with everything.
    pub plain: bool,
    /// LOGIN: name and password asked one after the other; never standardised, widely spoken.
    pub login: bool,
}

impl Mechanisms {
    /// No mechanism: AUTH is not offered.
    pub const NONE: Self = Self { plain: false, login: false };
    /// PLAIN and LOGIN.
    pub const ALL: Self = Self { plain: true, login: true };

    /// Whether there is at least one.
    pub const fn any(self) -> bool {
        self.plain || self.login
    }
}

/// The extensions that a server offers, or that a client found offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// PIPELINING (RFC 2920).
    pub pipelining: bool,
    /// SIZE (RFC 1870); the number beside it is a setting of its own.
    pub size: bool,
    /// 8BITMIME (RFC 6152, before that RFC 1652).
    pub eight_bit_mime: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034).
    pub enhanced_status_codes: bool,
    /// DSN (RFC 3461).
    pub dsn: bool,
    /// SMTPUTF8 (RFC 6531).
    pub smtp_utf8: bool,
    /// CHUNKING, the BDAT command (RFC 3030).
    pub chunking: bool,
    /// ETRN (RFC 1985).
    pub etrn: bool,
    /// HELP (RFC 5321 §4.1.1.8).
    pub help: bool,
    /// EXPN (§4.1.1.7).
    pub expn: bool,
    /// VRFY is listed. The command is required (§4.5.1) and need not be.
    pub vrfy: bool,
    /// AUTH (RFC 4954).
    pub auth: Mechanisms,
}

impl Extensions {
    /// A server of 1982: nothing but RFC 821.
    pub const NONE: Self = Self {
        pipelining: false,
        size: false,
        eight_bit_mime: false,
        enhanced_status_codes: false,
        dsn: false,
        smtp_utf8: false,
        chunking: false,
        etrn: false,
        help: false,
        expn: false,
        vrfy: false,
        auth: Mechanisms::NONE,
    };

    /// What a relay of today offers on port 25: no AUTH, no EXPN, no ETRN.
    pub const RELAY: Self = Self {
        pipelining: true,
        size: true,
        eight_bit_mime: true,
        enhanced_status_codes: true,
        dsn: true,
        smtp_utf8: true,
        chunking: true,
        help: true,
        ..Self::NONE
    };

    /// What a submission server of today offers on port 587.
    pub const SUBMISSION: Self = Self { auth: Mechanisms::ALL, ..Self::RELAY };

    /// Everything that is spoken here.
    pub const ALL: Self = Self { etrn: true, expn: true, vrfy: true, ..Self::SUBMISSION };

    /// What a keyword without parameters, in upper case, speaks of.
    fn flag(&mut self, keyword: &[u8]) -> Option<&mut bool> {
        Some(match keyword {
            b"PIPELINING" => &mut self.pipelining,
            b"8BITMIME" => &mut self.eight_bit_mime,
            b"ENHANCEDSTATUSCODES" => &mut self.enhanced_status_codes,
            b"DSN" => &mut self.dsn,
            b"SMTPUTF8" => &mut self.smtp_utf8,
            b"CHUNKING" => &mut self.chunking,
            b"ETRN" => &mut self.etrn,
            b"EXPN" => &mut self.expn,
            b"VRFY" => &mut self.vrfy,
            b"HELP" => &mut self.help,
            _ => return None,
        })
    }

    /// Octets that a MAIL line may have, with its CRLF (RFC 5321 §4.5.3.1.4 and what the offered
    /// extensions add: RFC 1870 §3, RFC 6152 §2, RFC 3461 §4.3–4.4, RFC 6531 §3.4, RFC 4954 §3).
    pub const fn mail_line_max(&self) -> usize {
        let mut max = limit::COMMAND_LINE;
        if self.size {
            max += 26;
        }
        if self.eight_bit_mime {
            max += 17;
        }
        if self.dsn {
            // " RET=HDRS" and " ENVID=" with 100 characters.
            max += 9 + 107;
        }
        if self.smtp_utf8 {
            max += 10;
        }
        if self.auth.any() {
            max += 500;
        }
        max
    }

    /// Octets that a RCPT line may have, with its CRLF (RFC 3461 §5.4 adds 530).
    pub const fn rcpt_line_max(&self) -> usize {
        let mut max = limit::COMMAND_LINE;
        if self.dsn {
            max += 530;
        }
        if self.smtp_utf8 {
            max += 10;
        }
        max
    }

    /// Octets that any line may have before it is certain to be too long.
    pub(crate) const fn line_max(&self) -> usize {
        if self.auth.any() {
            limit::AUTH_LINE
        } else {
            limit::COMMAND_LINE + limit::COMMAND_LINE_EXTRA
        }
    }

    /// Calls `line` with each `ehlo-line` (§4.1.1.1) that offers these extensions.
    pub(crate) fn each_line(&self, size_max: Option<u64>, mut line: impl FnMut(&[u8])) {
        let first = [(self.pipelining, "PIPELINING"), (self.eight_bit_mime, "8BITMIME")];
        let others = [
            (self.enhanced_status_codes, "ENHANCEDSTATUSCODES"),
            (self.dsn, "DSN"),
            (self.smtp_utf8, "SMTPUTF8"),
            (self.chunking, "CHUNKING"),
            (self.etrn, "ETRN"),
            (self.expn, "EXPN"),
            (self.vrfy, "VRFY"),
            (self.help, "HELP"),
        ];
        for (_, keyword) in first.iter().filter(|(offered, _)| *offered) {
            line(keyword.as_bytes());
        }
        if self.size {
            size_line(size_max, &mut line);
        }
        for (_, keyword) in others.iter().filter(|(offered, _)| *offered) {
            line(keyword.as_bytes());
        }
        match (self.auth.plain, self.auth.login) {
            (true, true) => line(b"AUTH PLAIN LOGIN"),
            (true, false) => line(b"AUTH PLAIN"),
            (false, true) => line(b"AUTH LOGIN"),
            (false, false) => {}
        }
    }
}

/// `SIZE` alone says that there is no fixed maximum to speak of (RFC 1870 §7).
fn size_line(size_max: Option<u64>, line: &mut impl FnMut(&[u8])) {
    match size_max {
        None => line(b"SIZE"),
        Some(max) => {
            const KEYWORD: &[u8] = b"SIZE ";
            let mut text = [0; KEYWORD.len() + DIGITS_MAX];
            text[..KEYWORD.len()].copy_from_slice(KEYWORD);
            let mut room = [0; DIGITS_MAX];
            let number = digits(max, &mut room);
            let len = KEYWORD.len() + number.len();
            text[KEYWORD.len()..len].copy_from_slice(number);
            line(&text[..len]);
        }
    }
}

/// What a client read in an EHLO reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// The extensions that are known here.
    pub extensions: Extensions,
    /// The number beside SIZE in octets: the largest message that is ever taken; `None` when it
    /// is missing or 0, which means that there is no fixed maximum (RFC 1870 §4).
    pub size_max: Option<u64>,
    /// Keywords that are not known here; a client ignores them (RFC 5321 §4.1.1.1).
    pub unknown: Vec<SmolStr>,
}

/// How many unknown keywords are remembered.
const UNKNOWN_MAX: usize = 32;

impl Offered {
    /// Reads one `ehlo-line`: a keyword in any case and its parameters. A line that is no text
    /// offers nothing.
    pub fn read_line(&mut self, line: &[u8]) {
        // Most lines are one keyword as it is usually written.
        if let Some(flag) = self.extensions.flag(line) {
            *flag = true;
            return;
        }
        if let Some(max) = line.strip_prefix(b"SIZE ").and_then(plain_number) {
            self.extensions.size = true;
            self.size_max = Some(max).filter(|&max| max != 0);
            return;
        }
        if core::str::from_utf8(line).is_err() {
            return;
        }
        let line = line.trim_ascii_start();
        let end = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        match keyword {
            b"" => {}
            _ if keyword.eq_ignore_ascii_case(b"SIZE") => {
                let max = words.next().and_then(|word| core::str::from_utf8(word).ok());
                self.size_max = max.and_then(|max| max.parse().ok()).filter(|&max| max != 0);
                self.extensions.size = true;
            }
            _ if keyword.eq_ignore_ascii_case(b"AUTH") => {
                let auth = &mut self.extensions.auth;
                for mechanism in words {
                    auth.plain |= mechanism.eq_ignore_ascii_case(b"PLAIN");
                    auth.login |= mechanism.eq_ignore_ascii_case(b"LOGIN");
                }
            }
            _ => match self.extensions.flag(&keyword.to_ascii_uppercase()) {
                Some(flag) => *flag = true,
                None if self.unknown.len() < UNKNOWN_MAX => {
                    self.unknown.push(String::from_utf8_lossy(keyword).into());
                }
                None => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_read_back() {
        for (extensions, size_max) in [
            (Extensions::ALL, Some(10_240_000)),
            (Extensions::RELAY, None),
            (Extensions::NONE, None),
        ] {
            let mut offered = Offered::default();
            extensions.each_line(size_max, |line| offered.read_line(line));
            assert_eq!(offered, Offered { extensions, size_max, unknown: Vec::new() });
        }
    }

    #[test]
    fn keywords_have_no_case_and_strangers_are_kept() {
        let mut offered = Offered::default();
        for line in ["pipelining", "Size", "XVERP now", "", "auth login cram-md5"] {
            offered.read_line(line.as_bytes());
        }
        assert!(offered.extensions.pipelining && offered.extensions.size);
        assert_eq!(offered.extensions.auth, Mechanisms { plain: false, login: true });
        assert_eq!((offered.size_max, offered.unknown), (None, vec!["XVERP".into()]));
    }

    /// RFC 1870 §4: 0 says that there is no fixed maximum.
    #[test]
    fn a_size_of_zero_is_no_maximum() {
        for line in ["SIZE 0", "size 0", "SIZE 0 "] {
            let mut offered = Offered { size_max: Some(7), ..Offered::default() };
            offered.read_line(line.as_bytes());
            assert_eq!((offered.extensions.size, offered.size_max), (true, None), "{line:?}");
        }
    }

    #[test]
    fn lines_grow_with_what_is_offered() {
        assert_eq!(Extensions::NONE.mail_line_max(), 512);
        assert_eq!(Extensions { size: true, ..Extensions::NONE }.mail_line_max(), 538);
        assert!(Extensions::ALL.rcpt_line_max() >= 1036, "RFC 3461 §5.4");
        assert!(Extensions::ALL.mail_line_max() <= Extensions::ALL.line_max());
    }
}
