//! Capabilities (RFC 2449 §6): what a server offers, as values, so that hosts differ.

use std::io::Write as _;

use relay_mail::line::CRLF;
use smol_str::SmolStr;

/// How long messages stay on the server (RFC 2449 §6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expire {
    /// The server does not delete messages.
    Never,
    /// At least so many days. With 0 nothing may be left: at QUIT every message that RETR gave is
    /// removed as if it had been marked.
    Days(u32),
}

/// A value that may differ from user to user (RFC 2449 §6.5, §6.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announced<T> {
    /// The value; before login the one that is safe for every user.
    pub value: T,
    /// Whether a more exact value is announced after login.
    pub per_user: bool,
}

impl<T> Announced<T> {
    /// A value that is the same for everybody.
    pub const fn for_all(value: T) -> Self {
        Self { value, per_user: false }
    }
}

/// Support for UTF-8 (RFC 6856 §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf8 {
    /// In messages.
    Messages,
    /// In messages, user names and passwords.
    User,
}

/// What a server offers. The client reads it from CAPA, a host's settings fill it in.
///
/// APOP has no capability: it is offered by the timestamp in the greeting (RFC 2449 §6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// TOP (§6.1).
    pub top: bool,
    /// USER and PASS (§6.2).
    pub user: bool,
    /// SASL with mechanism PLAIN (§6.3, RFC 5034); the only mechanism spoken here.
    pub sasl_plain: bool,
    /// Codes in square brackets (§6.4).
    pub resp_codes: bool,
    /// `[AUTH]` stands on every refusal that is about credentials (RFC 3206 §6). Needs
    /// `resp_codes`.
    pub auth_resp_code: bool,
    /// Least seconds between logins (§6.5).
    pub login_delay: Option<Announced<u32>>,
    /// Commands may be sent before earlier ones are answered (§6.6).
    pub pipelining: bool,
    /// How long messages stay (§6.7).
    pub expire: Option<Announced<Expire>>,
    /// UIDL (§6.8).
    pub uidl: bool,
    /// UTF-8 in messages, and perhaps in names (RFC 6856 §2.1).
    pub utf8: Option<Utf8>,
    /// LANG (RFC 6856 §3.2).
    pub lang: bool,
    /// Name of the program (§6.9); words separated by single spaces.
    pub implementation: Option<SmolStr>,
}

impl Capabilities {
    /// What a server of today offers without further settings.
    pub fn usual() -> Self {
        Self {
            top: true,
            user: true,
            sasl_plain: true,
            resp_codes: true,
            auth_resp_code: true,
            pipelining: true,
            uidl: true,
            implementation: Some(SmolStr::new_static("relayscope")),
            ..Self::default()
        }
    }

    /// Whether the values after login may differ from those before, so that a second CAPA pays.
    pub fn differ_per_user(&self) -> bool {
        self.login_delay.is_some_and(|delay| delay.per_user)
            || self.expire.is_some_and(|expire| expire.per_user)
    }

    /// Appends one line for each capability. `logged_in` leaves the token `USER` out where the
    /// value is now the user's own.
    pub fn write(&self, logged_in: bool, out: &mut Vec<u8>) {
        let user = |per_user: bool| if per_user && !logged_in { " USER" } else { "" };
        let flags = [
            (self.top, "TOP"),
            (self.user, "USER"),
            (self.sasl_plain, "SASL PLAIN"),
            (self.resp_codes, "RESP-CODES"),
            (self.resp_codes && self.auth_resp_code, "AUTH-RESP-CODE"),
            (self.pipelining, "PIPELINING"),
            (self.uidl, "UIDL"),
            (self.utf8 == Some(Utf8::Messages), "UTF8"),
            (self.utf8 == Some(Utf8::User), "UTF8 USER"),
            (self.lang, "LANG"),
        ];
        for (_, line) in flags.into_iter().filter(|(offered, _)| *offered) {
            out.extend_from_slice(line.as_bytes());
            out.extend_from_slice(CRLF);
        }
        let mut write_line = |line: core::fmt::Arguments<'_>| {
            out.write_fmt(line).expect("writing to a Vec cannot fail");
            out.extend_from_slice(CRLF);
        };
        if let Some(Announced { value, per_user }) = self.login_delay {
            write_line(format_args!("LOGIN-DELAY {value}{}", user(per_user)));
        }
        match self.expire {
            Some(Announced { value: Expire::Never, per_user }) => {
                write_line(format_args!("EXPIRE NEVER{}", user(per_user)));
            }
            Some(Announced { value: Expire::Days(days), per_user }) => {
                write_line(format_args!("EXPIRE {days}{}", user(per_user)));
            }
            None => {}
        }
        if let Some(name) = &self.implementation {
            write_line(format_args!("IMPLEMENTATION {name}"));
        }
    }

    /// Reads one line of a CAPA response as it came; what is not UTF-8 is passed over.
    pub(crate) fn read_octets(&mut self, line: &[u8]) {
        if let Ok(line) = core::str::from_utf8(line) {
            self.read_line(line);
        }
    }

    /// Reads one line of a CAPA response, in any case. What is not known is passed over
    /// (RFC 2449 §5).
    pub fn read_line(&mut self, line: &str) {
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let Some(tag) = words.next() else { return };
        match tag.to_ascii_uppercase().as_str() {
            "TOP" => self.top = true,
            "USER" => self.user = true,
            "SASL" => self.sasl_plain |= words.any(|word| word.eq_ignore_ascii_case("PLAIN")),
            "RESP-CODES" => self.resp_codes = true,
            "AUTH-RESP-CODE" => self.auth_resp_code = true,
            "PIPELINING" => self.pipelining = true,
            "UIDL" => self.uidl = true,
            "LANG" => self.lang = true,
            "UTF8" => {
                let user = has_user(words.next());
                self.utf8 = Some(if user { Utf8::User } else { Utf8::Messages });
            }
            "LOGIN-DELAY" => {
                self.login_delay = words
                    .next()
                    .and_then(|word| word.parse().ok())
                    .map(|value| Announced { value, per_user: has_user(words.next()) });
            }
            "EXPIRE" => {
                self.expire = words
                    .next()
                    .and_then(|word| {
                        let never = word.eq_ignore_ascii_case("NEVER");
                        let days = || word.parse().ok().map(Expire::Days);
                        if never { Some(Expire::Never) } else { days() }
                    })
                    .map(|value| Announced { value, per_user: has_user(words.next()) });
            }
            "IMPLEMENTATION" => {
                let start = line.find(' ').map_or("", |at| line[at..].trim());
                self.implementation = Some(start.into());
            }
            _ => {}
        }
    }
}

fn has_user(word: Option<&str>) -> bool {
    word.is_some_and(|word| word.eq_ignore_ascii_case("USER"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Capabilities {
        Capabilities {
            login_delay: Some(Announced { value: 900, per_user: true }),
            expire: Some(Announced { value: Expire::Days(60), per_user: true }),
            utf8: Some(Utf8::User),
            lang: true,
            implementation: Some("Shlemazle-Plotz-v302 beta".into()),
            ..Capabilities::usual()
        }
    }

    fn read(text: &str) -> Capabilities {
        let mut found = Capabilities::default();
        text.lines().for_each(|line| found.read_line(line));
        found
    }

    #[test]
    fn what_is_written_is_read() {
        for capabilities in [full(), Capabilities::usual(), Capabilities::default()] {
            let mut lines = Vec::new();
            capabilities.write(false, &mut lines);
            assert_eq!(read(core::str::from_utf8(&lines).expect("ASCII")), capabilities);
        }
        let mut lines = Vec::new();
        full().write(true, &mut lines);
        let text = String::from_utf8(lines).expect("ASCII");
        assert!(text.contains("LOGIN-DELAY 900\r\nEXPIRE 60\r\n"), "{text}");
        assert!(full().differ_per_user() && !read(&text).differ_per_user());
    }

    #[test]
    fn real_servers_lists_are_read() {
        let found = read("top\nSasl CRAM-MD5 plain\nexpire never\nX-FOO bar\nLOGIN-DELAY soon\n");
        assert!(found.top && found.sasl_plain && !found.user);
        assert_eq!(found.expire, Some(Announced::for_all(Expire::Never)));
        assert_eq!(found.login_delay, None);
    }
}
