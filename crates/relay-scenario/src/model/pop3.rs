//! POP3: what a server offers, and how a mail client fetches.

use relay_kernel::SimDuration;

/// How a host's POP3 service differs from the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pop3Service {
    /// What CAPA lists; `None` is all but `utf8` and `lang`.
    pub capabilities: Option<Vec<Pop3Capability>>,
    /// Whether the greeting offers APOP (RFC 1939 §7).
    pub apop: bool,
    /// The least time between two logins to a mailbox (RFC 2449 §6.5), in whole seconds.
    pub login_delay: Option<SimDuration>,
    /// How long messages stay at least (RFC 2449 §6.7).
    pub expire: Option<Expire>,
    /// How long a client may say nothing; `None` is ten minutes (RFC 1939 §3).
    pub autologout: Option<SimDuration>,
}

/// How long messages stay on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expire {
    /// For ever.
    Never,
    /// So many days from delivery; with 0 what was fetched goes at QUIT.
    Days(u32),
}

/// A capability of POP3 that a host may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pop3Capability {
    /// `LANG` (RFC 6856 §3).
    Lang,
    /// `PIPELINING` (RFC 2449 §6.6).
    Pipelining,
    /// `RESP-CODES` (RFC 2449 §6.4), and `AUTH-RESP-CODE` with it (RFC 3206).
    RespCodes,
    /// `SASL` with PLAIN (RFC 5034).
    Sasl,
    /// `TOP` (RFC 2449 §6.1).
    Top,
    /// `UIDL` (RFC 2449 §6.8).
    Uidl,
    /// `USER` (RFC 2449 §6.2).
    User,
    /// `UTF8 USER` (RFC 6856 §2).
    Utf8,
}

impl Pop3Capability {
    /// All capabilities with their names in the file.
    pub const ALL: [(Self, &str); 8] = [
        (Self::Lang, "lang"),
        (Self::Pipelining, "pipelining"),
        (Self::RespCodes, "resp-codes"),
        (Self::Sasl, "sasl"),
        (Self::Top, "top"),
        (Self::Uidl, "uidl"),
        (Self::User, "user"),
        (Self::Utf8, "utf8"),
    ];
}

/// How a mail client logs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pop3Login {
    /// By the best way that the server offers: APOP, USER and PASS, AUTH PLAIN.
    #[default]
    Best,
    /// By USER and PASS, and no other way.
    Password,
    /// By APOP, and no other way.
    Apop,
    /// By AUTH PLAIN, and no other way.
    Plain,
}

impl Pop3Login {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Best, "best"),
        (Self::Password, "password"),
        (Self::Apop, "apop"),
        (Self::Plain, "plain"),
    ];
}

/// A look at the header section, by TOP, before a message is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The name of a header field.
    pub field: String,
    /// Text that its value contains.
    pub contains: String,
    /// Whether matching messages are the ones that are fetched; else they are the ones that stay.
    pub fetch: bool,
}
