//! Responses: everything that the server says, and the client's reader of what any server says.
//!
//! ```abnf
//! single-line = status [SP text] CRLF     ; 512 octets maximum (RFC 2449 §3)
//! status      = "+OK" / "-ERR"            ; in upper case (RFC 1939 §3)
//! text        = *schar / resp-code *CHAR
//! ```
//!
//! [`catalogue`] has the first line of every response, this module the lines of listings;
//! messages are written by `relay_mail::dot`. [`reader`] reads.

use std::io::Write as _;

use relay_mail::line::CRLF;

use crate::uidl::Uidl;

pub mod catalogue;
pub mod reader;

pub use catalogue::{Reply, ReplyKind};
pub use reader::{Status, StatusLine, read_scan_listing, read_unique_id_listing};

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
    /// `[UTF8]`: the message needs UTF-8 mode (RFC 6856 §5).
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
