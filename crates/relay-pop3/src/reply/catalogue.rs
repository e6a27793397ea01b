//! The first line of every response that the server can give.

use std::io::Write as _;

use relay_mail::line::CRLF;

use super::{Codes, ResponseCode, Status, Totals};
use crate::command::Verb;
use crate::uidl::Uidl;

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

/// Which response it is, without what is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is documented at the variant of `Reply`")]
pub enum ReplyKind {
    Greeting,
    NameTaken,
    LoggedIn,
    Challenge,
    DropListing,
    ScanListing,
    ScanLine,
    UniqueIdListing,
    UniqueIdLine,
    Message,
    Top,
    Marked,
    Noop,
    Unmarked,
    Capabilities,
    Utf8Mode,
    Languages,
    Language,
    Goodbye,
    Updated,
    BadCredentials,
    InUse,
    LoginDelay,
    LoginTemporary,
    LoginPermanent,
    UnknownMechanism,
    SaslCancelled,
    SaslMalformed,
    NoSuchMessage,
    AlreadyDeleted,
    Unreadable,
    NeedsUtf8,
    NotRemoved,
    UnknownCommand,
    NotOffered,
    BadArguments,
    BadOctets,
    TooLong,
    NotLoggedIn,
    AlreadyLoggedIn,
    NoUser,
    UnknownLanguage,
    ShuttingDown,
}

impl ReplyKind {
    /// All of them.
    pub const ALL: [Self; 43] = [
        Self::Greeting,
        Self::NameTaken,
        Self::LoggedIn,
        Self::Challenge,
        Self::DropListing,
        Self::ScanListing,
        Self::ScanLine,
        Self::UniqueIdListing,
        Self::UniqueIdLine,
        Self::Message,
        Self::Top,
        Self::Marked,
        Self::Noop,
        Self::Unmarked,
        Self::Capabilities,
        Self::Utf8Mode,
        Self::Languages,
        Self::Language,
        Self::Goodbye,
        Self::Updated,
        Self::BadCredentials,
        Self::InUse,
        Self::LoginDelay,
        Self::LoginTemporary,
        Self::LoginPermanent,
        Self::UnknownMechanism,
        Self::SaslCancelled,
        Self::SaslMalformed,
        Self::NoSuchMessage,
        Self::AlreadyDeleted,
        Self::Unreadable,
        Self::NeedsUtf8,
        Self::NotRemoved,
        Self::UnknownCommand,
        Self::NotOffered,
        Self::BadArguments,
        Self::BadOctets,
        Self::TooLong,
        Self::NotLoggedIn,
        Self::AlreadyLoggedIn,
        Self::NoUser,
        Self::UnknownLanguage,
        Self::ShuttingDown,
    ];

    /// Its response code, if it has one.
    pub const fn code(self) -> Option<ResponseCode> {
        Some(match self {
            Self::BadCredentials => ResponseCode::Auth,
            Self::InUse => ResponseCode::InUse,
            Self::LoginDelay => ResponseCode::LoginDelay,
            Self::LoginTemporary | Self::Unreadable | Self::NotRemoved | Self::ShuttingDown => {
                ResponseCode::SysTemp
            }
            Self::LoginPermanent => ResponseCode::SysPerm,
            Self::NeedsUtf8 => ResponseCode::Utf8,
            _ => return None,
        })
    }

    /// What its first word says.
    pub const fn status(self) -> Status {
        match self {
            Self::Challenge => Status::Challenge,
            Self::Greeting
            | Self::NameTaken
            | Self::LoggedIn
            | Self::DropListing
            | Self::ScanListing
            | Self::ScanLine
            | Self::UniqueIdListing
            | Self::UniqueIdLine
            | Self::Message
            | Self::Top
            | Self::Marked
            | Self::Noop
            | Self::Unmarked
            | Self::Capabilities
            | Self::Utf8Mode
            | Self::Languages
            | Self::Language
            | Self::Goodbye
            | Self::Updated => Status::Positive,
            _ => Status::Negative,
        }
    }
}

impl Reply<'_> {
    /// Which response it is.
    pub const fn kind(&self) -> ReplyKind {
        match self {
            Self::Greeting { .. } => ReplyKind::Greeting,
            Self::NameTaken => ReplyKind::NameTaken,
            Self::LoggedIn { .. } => ReplyKind::LoggedIn,
            Self::Challenge => ReplyKind::Challenge,
            Self::DropListing { .. } => ReplyKind::DropListing,
            Self::ScanListing { .. } => ReplyKind::ScanListing,
            Self::ScanLine { .. } => ReplyKind::ScanLine,
            Self::UniqueIdListing => ReplyKind::UniqueIdListing,
            Self::UniqueIdLine { .. } => ReplyKind::UniqueIdLine,
            Self::Message { .. } => ReplyKind::Message,
            Self::Top => ReplyKind::Top,
            Self::Marked { .. } => ReplyKind::Marked,
            Self::Noop => ReplyKind::Noop,
            Self::Unmarked { .. } => ReplyKind::Unmarked,
            Self::Capabilities => ReplyKind::Capabilities,
            Self::Utf8Mode => ReplyKind::Utf8Mode,
            Self::Languages => ReplyKind::Languages,
            Self::Language { .. } => ReplyKind::Language,
            Self::Goodbye { .. } => ReplyKind::Goodbye,
            Self::Updated { .. } => ReplyKind::Updated,
            Self::BadCredentials => ReplyKind::BadCredentials,
            Self::InUse => ReplyKind::InUse,
            Self::LoginDelay => ReplyKind::LoginDelay,
            Self::LoginTemporary => ReplyKind::LoginTemporary,
            Self::LoginPermanent => ReplyKind::LoginPermanent,
            Self::UnknownMechanism => ReplyKind::UnknownMechanism,
            Self::SaslCancelled => ReplyKind::SaslCancelled,
            Self::SaslMalformed => ReplyKind::SaslMalformed,
            Self::NoSuchMessage { .. } => ReplyKind::NoSuchMessage,
            Self::AlreadyDeleted { .. } => ReplyKind::AlreadyDeleted,
            Self::Unreadable { .. } => ReplyKind::Unreadable,
            Self::NeedsUtf8 { .. } => ReplyKind::NeedsUtf8,
            Self::NotRemoved => ReplyKind::NotRemoved,
            Self::UnknownCommand => ReplyKind::UnknownCommand,
            Self::NotOffered { .. } => ReplyKind::NotOffered,
            Self::BadArguments { .. } => ReplyKind::BadArguments,
            Self::BadOctets => ReplyKind::BadOctets,
            Self::TooLong => ReplyKind::TooLong,
            Self::NotLoggedIn { .. } => ReplyKind::NotLoggedIn,
            Self::AlreadyLoggedIn { .. } => ReplyKind::AlreadyLoggedIn,
            Self::NoUser => ReplyKind::NoUser,
            Self::UnknownLanguage => ReplyKind::UnknownLanguage,
            Self::ShuttingDown => ReplyKind::ShuttingDown,
        }
    }

    /// Appends the line with its CRLF.
    pub fn write(&self, codes: Codes, out: &mut Vec<u8>) {
        let status = self.kind().status();
        out.extend_from_slice(status.as_str().as_bytes());
        let shown = |code: &ResponseCode| codes.any && (codes.auth || *code != ResponseCode::Auth);
        if let Some(code) = self.kind().code().filter(shown) {
            write!(out, " [{}]", code.as_str()).expect("writing to a Vec cannot fail");
        }
        match status {
            // An empty challenge still has its space (RFC 5034 §4).
            Status::Challenge => out.write_all(b" "),
            Status::Positive => self.write_positive(out),
            Status::Negative => self.write_negative(out),
        }
        .expect("writing to a Vec cannot fail");
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
            Self::LoggedIn { totals } => {
                write!(out, " maildrop locked and ready: ")?;
                write_totals(totals, out)
            }
            Self::Unmarked { totals } => {
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
}
