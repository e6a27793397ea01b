//! Responses: everything that the server says, and the client's reader of what any server says.
//!
//! ```abnf
//! single-line = status [SP text] CRLF     ; 512 octets maximum (RFC 2449 §3)
//! status      = "+OK" / "-ERR"            ; in upper case (RFC 1939 §3)
//! text        = *schar / resp-code *CHAR
//! ```
//!
//! Listing lines and message blocks are written by [`write_scan_listing`],
//! [`write_unique_id_listing`], [`write_listing_end`] and `relay_mail::dot`.

use std::io::Write as _;

use relay_mail::line::CRLF;

use crate::command::Verb;
use crate::uidl::Uidl;

/// A code in square brackets at the start of a response's text (RFC 2449 §8, RFC 3206 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponseCode {
    /// `[IN-USE]`: the credentials are good, but another session holds the maildrop.
    InUse,
    /// `[LOGIN-DELAY]`: too soon after the last login.
    LoginDelay,
    /// `[AUTH]`: it is about the credentials.
    Auth,
    /// `[SYS/TEMP]`: the system fails now and will mend.
    SysTemp,
    /// `[SYS/PERM]`: the system fails until somebody mends it.
    SysPerm,
    /// `[UTF8]`: the message needs UTF-8 mode (RFC 6856 §4).
    Utf8,
}

impl ResponseCode {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::InUse, Self::LoginDelay, Self::Auth, Self::SysTemp, Self::SysPerm, Self::Utf8];

    /// The code as it stands between the brackets.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InUse => "IN-USE",
            Self::LoginDelay => "LOGIN-DELAY",
            Self::Auth => "AUTH",
            Self::SysTemp => "SYS/TEMP",
            Self::SysPerm => "SYS/PERM",
            Self::Utf8 => "UTF8",
        }
    }

    /// The code that `word` is, in any case; detail behind what is known is ignored
    /// (RFC 2449 §8). `SYS` alone tells too little and is not known.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| {
            let known = code.as_str();
            word.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
                && matches!(word.as_bytes().get(known.len()), None | Some(b'/'))
        })
    }
}

/// Which codes a server puts into its responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codes {
    /// RESP-CODES is announced; without it no text may begin with a bracket (RFC 2449 §6.4).
    pub any: bool,
    /// AUTH-RESP-CODE is announced (RFC 3206 §6).
    pub auth: bool,
}

/// Messages and octets of a maildrop, marked ones left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Messages.
    pub count: u32,
    /// Octets, each CRLF counted as two, stuffing not counted (RFC 1939 §11).
    pub octets: u64,
}

/// The first line of every response that the server can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is what its name says; each variant is documented")]
pub enum Reply<'a> {
    /// The greeting; its timestamp, in angle brackets, offers APOP.
    Greeting { name: &'a str, timestamp: Option<&'a str> },
    /// USER, whether or not there is such a maildrop.
    NameTaken,
    /// PASS, APOP and AUTH.
    LoggedIn { totals: Totals },
    /// AUTH without an initial response: an empty challenge (RFC 5034 §4).
    Challenge,
    /// STAT.
    DropListing { totals: Totals },
    /// LIST.
    ScanListing { totals: Totals },
    /// LIST of one message.
    ScanLine { number: u32, size: u64 },
    /// UIDL.
    UniqueIdListing,
    /// UIDL of one message.
    UniqueIdLine { number: u32, id: &'a Uidl },
    /// RETR.
    Message { size: u64 },
    /// TOP.
    Top,
    /// DELE.
    Marked { number: u32 },
    /// NOOP.
    Noop,
    /// RSET.
    Unmarked { totals: Totals },
    /// CAPA.
    Capabilities,
    /// UTF8.
    Utf8Mode,
    /// LANG without an argument.
    Languages,
    /// LANG with one of ours.
    Language { tag: &'a str },
    /// QUIT before login.
    Goodbye { name: &'a str },
    /// QUIT after login, when everything was removed; how many messages are left.
    Updated { name: &'a str, left: u32 },
    /// Name, password or digest is wrong; never says which.
    BadCredentials,
    /// Another session has the maildrop.
    InUse,
    /// The last login was too short ago.
    LoginDelay,
    /// The maildrop cannot be opened now.
    LoginTemporary,
    /// The maildrop cannot be opened until somebody mends it.
    LoginPermanent,
    /// The SASL mechanism is not spoken here.
    UnknownMechanism,
    /// The client cancelled the SASL exchange.
    SaslCancelled,
    /// The SASL response is no base64 or not what the mechanism wants.
    SaslMalformed,
    /// No such message number.
    NoSuchMessage { count: u32 },
    /// The message is marked as deleted.
    AlreadyDeleted { number: u32 },
    /// The host has lost the message or cannot read it.
    Unreadable { number: u32 },
    /// The message has UTF-8 in its header section, and the client did not switch to UTF-8 mode.
    NeedsUtf8 { number: u32 },
    /// QUIT after login, when something marked could not be removed.
    NotRemoved,
    /// No such command.
    UnknownCommand,
    /// A known command that this server does not offer.
    NotOffered { verb: Verb },
    /// A command with bad arguments.
    BadArguments { verb: Verb },
    /// Octets that no command may hold.
    BadOctets,
    /// A command line beyond its limit.
    TooLong,
    /// A command that needs a login first.
    NotLoggedIn { verb: Verb },
    /// A command that is for before the login.
    AlreadyLoggedIn { verb: Verb },
    /// PASS that does not come right after an accepted USER.
    NoUser,
    /// A language that is not spoken here.
    UnknownLanguage,
    /// The host goes down while the command is under way.
    ShuttingDown,
}

impl Reply<'_> {
    /// Its response code, if it has one.
    pub const fn code(&self) -> Option<ResponseCode> {
        Some(match self {
            Self::BadCredentials => ResponseCode::Auth,
            Self::InUse => ResponseCode::InUse,
            Self::LoginDelay => ResponseCode::LoginDelay,
            Self::LoginTemporary
            | Self::Unreadable { .. }
            | Self::NotRemoved
            | Self::ShuttingDown => ResponseCode::SysTemp,
            Self::LoginPermanent => ResponseCode::SysPerm,
            Self::NeedsUtf8 { .. } => ResponseCode::Utf8,
            _ => return None,
        })
    }

    /// Whether it begins with `+OK`, or is a challenge.
    pub const fn is_positive(&self) -> bool {
        matches!(
            self,
            Self::Greeting { .. }
                | Self::NameTaken
                | Self::LoggedIn { .. }
                | Self::Challenge
                | Self::DropListing { .. }
                | Self::ScanListing { .. }
                | Self::ScanLine { .. }
                | Self::UniqueIdListing
                | Self::UniqueIdLine { .. }
                | Self::Message { .. }
                | Self::Top
                | Self::Marked { .. }
                | Self::Noop
                | Self::Unmarked { .. }
                | Self::Capabilities
                | Self::Utf8Mode
                | Self::Languages
                | Self::Language { .. }
                | Self::Goodbye { .. }
                | Self::Updated { .. }
        )
    }

    /// Appends the line with its CRLF.
    pub fn write(&self, codes: Codes, out: &mut Vec<u8>) {
        if matches!(self, Self::Challenge) {
            out.extend_from_slice(b"+ ");
            out.extend_from_slice(CRLF);
            return;
        }
        out.extend_from_slice(if self.is_positive() { b"+OK" } else { b"-ERR" });
        let shown = |code: &ResponseCode| codes.any && (codes.auth || *code != ResponseCode::Auth);
        if let Some(code) = self.code().filter(shown) {
            write!(out, " [{}]", code.as_str()).expect("writing to a Vec cannot fail");
        }
        let done =
            if self.is_positive() { self.write_positive(out) } else { self.write_negative(out) };
        done.expect("writing to a Vec cannot fail");
        out.extend_from_slice(CRLF);
    }

    /// The text behind `+OK`, with the space before it.
    fn write_positive(&self, out: &mut Vec<u8>) -> std::io::Result<()> {
        match *self {
            Self::Greeting { name, timestamp: None } => write!(out, " {name} POP3 server ready"),
            Self::Greeting { name, timestamp: Some(timestamp) } => {
                write!(out, " {name} POP3 server ready {timestamp}")
            }
            Self::NameTaken => write!(out, " send PASS"),
            Self::LoggedIn { totals } | Self::Unmarked { totals } => {
                write!(out, " maildrop has ")?;
                write_totals(totals, out)
            }
            Self::DropListing { totals } => write!(out, " {} {}", totals.count, totals.octets),
            Self::ScanListing { totals } => {
                write!(out, " ")?;
                write_totals(totals, out)
            }
            Self::ScanLine { number, size } => write!(out, " {number} {size}"),
            Self::UniqueIdListing => write!(out, " unique-id listing follows"),
            Self::UniqueIdLine { number, id } => write!(out, " {number} {id}"),
            Self::Message { size } => write!(out, " {size} octets"),
            Self::Top => write!(out, " top of message follows"),
            Self::Marked { number } => write!(out, " message {number} deleted"),
            Self::Capabilities => write!(out, " capability list follows"),
            Self::Utf8Mode => write!(out, " UTF-8 mode is on"),
            Self::Languages => write!(out, " language listing follows"),
            Self::Language { tag } => write!(out, " {tag} language changed"),
            Self::Goodbye { name } => write!(out, " {name} POP3 server signing off"),
            Self::Updated { name, left: 0 } => {
                write!(out, " {name} POP3 server signing off (maildrop empty)")
            }
            Self::Updated { name, left } => {
                let s = plural(left);
                write!(out, " {name} POP3 server signing off ({left} message{s} left)")
            }
            // NOOP has no text, and the rest is negative.
            _ => Ok(()),
        }
    }

    /// The text behind `-ERR` and the code, with the space before it.
    fn write_negative(&self, out: &mut Vec<u8>) -> std::io::Result<()> {
        match *self {
            Self::BadCredentials => write!(out, " invalid user name or password"),
            Self::InUse => write!(out, " maildrop already locked by another session"),
            Self::LoginDelay => write!(out, " too soon after the last login"),
            Self::LoginTemporary => write!(out, " unable to open maildrop now, try again later"),
            Self::LoginPermanent => write!(out, " unable to open maildrop, ask the postmaster"),
            Self::UnknownMechanism => write!(out, " unknown authentication mechanism"),
            Self::SaslCancelled => write!(out, " authentication cancelled"),
            Self::SaslMalformed => write!(out, " malformed authentication response"),
            Self::NoSuchMessage { count } => {
                let s = plural(count);
                write!(out, " no such message, only {count} message{s} in maildrop")
            }
            Self::AlreadyDeleted { number } => write!(out, " message {number} already deleted"),
            Self::Unreadable { number } => write!(out, " message {number} cannot be read now"),
            Self::NeedsUtf8 { number } => {
                write!(out, " message {number} needs UTF-8 mode, give UTF8 before login")
            }
            Self::NotRemoved => write!(out, " some deleted messages not removed"),
            Self::UnknownCommand => write!(out, " unknown command"),
            Self::NotOffered { verb } => write!(out, " {} is not offered here", verb.as_str()),
            Self::BadArguments { verb } => write!(out, " bad arguments, use {}", verb.usage()),
            Self::BadOctets => write!(out, " only printable ASCII is allowed in a command"),
            Self::TooLong => write!(out, " command line too long"),
            Self::NotLoggedIn { verb } => write!(out, " log in before {}", verb.as_str()),
            Self::AlreadyLoggedIn { verb } => {
                write!(out, " {} is not allowed after login", verb.as_str())
            }
            Self::NoUser => write!(out, " give USER before PASS"),
            Self::UnknownLanguage => write!(out, " unknown language"),
            Self::ShuttingDown => write!(out, " server is going down"),
            // Positive ones have their own writer.
            _ => Ok(()),
        }
    }
}

fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn write_totals(Totals { count, octets }: Totals, out: &mut Vec<u8>) -> std::io::Result<()> {
    write!(out, "{count} message{} ({octets} octets)", plural(count))
}

/// Appends a line of LIST: number and exact size (RFC 1939 §5).
pub fn write_scan_listing(number: u32, size: u64, out: &mut Vec<u8>) {
    write!(out, "{number} {size}").expect("writing to a Vec cannot fail");
    out.extend_from_slice(CRLF);
}

/// Appends a line of UIDL: number and unique-id (RFC 1939 §7).
pub fn write_unique_id_listing(number: u32, id: &Uidl, out: &mut Vec<u8>) {
    write!(out, "{number} {id}").expect("writing to a Vec cannot fail");
    out.extend_from_slice(CRLF);
}

/// Appends a line of LANG: tag and name (RFC 6856 §3.2).
pub fn write_language_listing(tag: &str, name: &str, out: &mut Vec<u8>) {
    write!(out, "{tag} {name}").expect("writing to a Vec cannot fail");
    out.extend_from_slice(CRLF);
}

/// Appends the lone dot that ends a listing (RFC 1939 §3).
pub fn write_listing_end(out: &mut Vec<u8>) {
    out.push(b'.');
    out.extend_from_slice(CRLF);
}

/// What the first word of a response says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `+OK`
    Positive,
    /// `-ERR`
    Negative,
    /// `+ `: the server waits for a SASL response (RFC 5034 §4).
    Challenge,
}

/// The first line of a response as a client reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLine<'a> {
    /// What it says.
    pub status: Status,
    /// Whether the status stood in upper case, as it must.
    pub upper_case: bool,
    /// The response code, if it is a known one.
    pub code: Option<ResponseCode>,
    /// The text without the code; what is not UTF-8 is cut off.
    pub text: &'a str,
}

impl<'a> StatusLine<'a> {
    /// Reads a line without its CRLF; nothing when it is no response.
    pub fn read(line: &'a [u8]) -> Option<Self> {
        let text = line.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let status = match word {
            "+" => Status::Challenge,
            _ if word.eq_ignore_ascii_case("+OK") => Status::Positive,
            _ if word.eq_ignore_ascii_case("-ERR") => Status::Negative,
            _ => return None,
        };
        let upper_case = !word.bytes().any(|b| b.is_ascii_lowercase());
        let coded = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let code = coded.and_then(|(code, _)| ResponseCode::parse(code));
        let text =
            if code.is_some() { coded.map_or("", |(_, text)| text).trim_start() } else { rest };
        Some(Self { status, upper_case, code, text })
    }

    /// The timestamp of a greeting that offers APOP: the first `<…@…>` (RFC 1939 §7).
    pub fn timestamp(&self) -> Option<&'a str> {
        let start = self.text.find('<')?;
        let end = start + self.text[start..].find('>')?;
        let timestamp = &self.text[start..=end];
        let visible = timestamp.bytes().all(|b| b.is_ascii_graphic());
        (visible && timestamp.contains('@')).then_some(timestamp)
    }

    /// The two numbers that begin the text: STAT's answer.
    pub fn two_numbers(&self) -> Option<(u32, u64)> {
        let mut words = self.text.split(' ');
        Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    }
}

/// Reads a line of LIST; what follows the size is passed over (RFC 1939 §5).
pub fn read_scan_listing(line: &[u8]) -> Option<(u32, u64)> {
    let mut words = core::str::from_utf8(line).ok()?.split(' ').filter(|word| !word.is_empty());
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

/// Reads a line of UIDL (RFC 1939 §7).
pub fn read_unique_id_listing(line: &[u8]) -> Option<(u32, Uidl)> {
    let mut words = core::str::from_utf8(line).ok()?.split(' ').filter(|word| !word.is_empty());
    let entry = (words.next()?.parse().ok()?, Uidl::parse(words.next()?)?);
    words.next().is_none().then_some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL_CODES: Codes = Codes { any: true, auth: true };

    fn line(reply: &Reply<'_>, codes: Codes) -> String {
        let mut out = Vec::new();
        reply.write(codes, &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn codes_need_their_capabilities() {
        let only_any = Codes { any: true, auth: false };
        let none = Codes { any: false, auth: true };
        assert_eq!(
            line(&Reply::BadCredentials, ALL_CODES),
            "-ERR [AUTH] invalid user name or password\r\n"
        );
        assert_eq!(
            line(&Reply::BadCredentials, only_any),
            "-ERR invalid user name or password\r\n"
        );
        assert!(line(&Reply::InUse, only_any).starts_with("-ERR [IN-USE] "));
        assert!(line(&Reply::InUse, none).starts_with("-ERR maildrop"));
        assert_eq!(line(&Reply::Noop, ALL_CODES), "+OK\r\n");
        assert_eq!(line(&Reply::Challenge, ALL_CODES), "+ \r\n");
    }

    #[test]
    fn responses_are_read() {
        let read = |text: &'static str| StatusLine::read(text.as_bytes());
        let coded = read("-ERR [in-use/7] Do you have another session?").expect("a response");
        assert_eq!((coded.status, coded.code), (Status::Negative, Some(ResponseCode::InUse)));
        assert_eq!(coded.text, "Do you have another session?");
        let odd = read("+ok [later] x").expect("a response");
        assert_eq!((odd.upper_case, odd.code, odd.text), (false, None, "[later] x"));
        assert_eq!(read("+ ").map(|line| line.status), Some(Status::Challenge));
        assert_eq!(read("+OK").map(|line| line.text), Some(""));
        for bad in ["", "OK", "250 hello", "+OKAY", " +OK"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_greeting_offers_apop_or_not() {
        let stamp = |text: &'static str| {
            StatusLine::read(text.as_bytes()).and_then(|line| line.timestamp())
        };
        assert_eq!(
            stamp("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>"),
            Some("<1896.697170952@dbc.mtview.ca.us>")
        );
        assert_eq!(stamp("+OK <hello>"), None);
        assert_eq!(stamp("+OK a>b<c"), None);
    }

    #[test]
    fn listings_are_read() {
        assert_eq!(read_scan_listing(b"1 120 extra"), Some((1, 120)));
        assert_eq!(read_scan_listing(b"1"), None);
        assert_eq!(read_scan_listing(b"-1 5"), None);
        let id = Uidl::parse("QhdPYR:00WBw1Ph7x7").expect("an id");
        assert_eq!(read_unique_id_listing(b"2 QhdPYR:00WBw1Ph7x7"), Some((2, id)));
        assert_eq!(read_unique_id_listing(b"2 a b"), None);
        assert_eq!(read_unique_id_listing(b"2 \xff"), None);
    }
}
