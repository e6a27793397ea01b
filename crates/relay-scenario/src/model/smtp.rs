//! What a host's SMTP servers offer, and how it sends.

use relay_smtp::Mechanisms;

/// What a host's SMTP servers offer, and how it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSetup {
    /// Whether EHLO is known; without it, it gets 502 and clients fall back to HELO (RFC 5321
    /// §2.2.1, §3.2).
    pub esmtp: bool,
    /// The extensions that the EHLO reply offers; `None` is all that the host's software has, and
    /// ETRN where it is a backup.
    pub extensions: Option<Vec<Extension>>,
    /// The mechanisms of AUTH, where it is offered.
    pub auth: Mechanisms,
    /// Whether the host sends with BDAT where CHUNKING is offered (RFC 3030).
    pub chunking: bool,
    /// Whether the host sends octets above 127 to a server without 8BITMIME too, as most do today;
    /// RFC 6152 §3 forbids it, and else the message is refused.
    pub eight_bit_anyway: bool,
}

impl Default for SmtpSetup {
    fn default() -> Self {
        Self {
            esmtp: true,
            extensions: None,
            auth: Mechanisms::ALL,
            chunking: false,
            eight_bit_anyway: true,
        }
    }
}

/// A service extension of SMTP that a host may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extension {
    /// `8BITMIME` (RFC 1652, RFC 6152).
    EightBitMime,
    /// `CHUNKING` (RFC 3030).
    Chunking,
    /// `DSN` (RFC 3461).
    Dsn,
    /// `ENHANCEDSTATUSCODES` (RFC 2034).
    EnhancedStatusCodes,
    /// `ETRN` (RFC 1985).
    Etrn,
    /// `HELP` (RFC 5321 §4.1.1.8).
    Help,
    /// `PIPELINING` (RFC 2920).
    Pipelining,
    /// `SIZE` (RFC 1870).
    Size,
    /// `SMTPUTF8` (RFC 6531).
    SmtpUtf8,
}

impl Extension {
    /// All extensions with their names in the file.
    pub const ALL: [(Self, &str); 9] = [
        (Self::EightBitMime, "8bitmime"),
        (Self::Chunking, "chunking"),
        (Self::Dsn, "dsn"),
        (Self::EnhancedStatusCodes, "enhancedstatuscodes"),
        (Self::Etrn, "etrn"),
        (Self::Help, "help"),
        (Self::Pipelining, "pipelining"),
        (Self::Size, "size"),
        (Self::SmtpUtf8, "smtputf8"),
    ];

    /// The extension of that name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
        found.map(|(extension, _)| *extension)
    }
}
