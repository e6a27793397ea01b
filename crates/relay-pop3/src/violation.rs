//! What a peer did wrong, as facts with the section that says so.

use crate::command::Verb;

/// One fault of the peer. The session has already dealt with it; this is for whoever looks on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    // Of a client, seen by the server.
    /// A command line longer than 255 octets.
    CommandTooLong,
    /// A command with control characters, a bare CR or LF, or octets above 127.
    CommandOctets,
    /// A keyword that is not in any RFC that this server follows, or none at all.
    UnknownCommand,
    /// Arguments missing, too many or malformed.
    Arguments(Verb),
    /// More than one space between words, or spaces at the end.
    Spacing,
    /// A command in a state that does not allow it.
    WrongState(Verb),
    /// A SASL response that is no base64, or not what the mechanism wants.
    SaslResponse,
    /// So many commands ahead of their turn that the server stopped listening.
    TooFarAhead,
    // Of a server, seen by the client.
    /// A response that begins with neither `+OK` nor `-ERR`.
    NoStatus,
    /// A status indicator not in upper case.
    StatusCase,
    /// A response line longer than 512 octets.
    ResponseTooLong,
    /// The answer to STAT is not `+OK nn mm`.
    DropListing,
    /// A line of LIST that is not `number size`, or a number that came twice.
    ScanListing,
    /// A line of UIDL that is not `number unique-id`, or a number that came twice.
    UniqueIdListing,
    /// LIST gives another count than STAT.
    CountDiffers,
    /// More lines in one listing than a client takes.
    ListingTooLong,
    /// A message has not the size that LIST gave for it.
    SizeDiffers {
        /// Message number.
        number: u32,
        /// Octets as listed.
        listed: u64,
        /// Octets as received, stuffing taken out.
        received: u64,
    },
    /// Bytes that answer no command.
    Unsolicited,
}

impl Violation {
    /// The document and section that was not kept.
    pub const fn section(&self) -> &'static str {
        match self {
            Self::CommandTooLong | Self::ResponseTooLong => "RFC 2449 §4",
            Self::CommandOctets
            | Self::UnknownCommand
            | Self::Spacing
            | Self::WrongState(_)
            | Self::NoStatus
            | Self::StatusCase
            | Self::ListingTooLong
            | Self::Unsolicited => "RFC 1939 §3",
            Self::Arguments(verb) => verb.section(),
            Self::SaslResponse => "RFC 5034 §4",
            Self::TooFarAhead => "RFC 2449 §6.6",
            Self::DropListing | Self::ScanListing | Self::CountDiffers => "RFC 1939 §5",
            Self::UniqueIdListing => "RFC 1939 §7",
            Self::SizeDiffers { .. } => "RFC 1939 §11",
        }
    }
}

impl Verb {
    /// The document and section that defines the command.
    pub const fn section(self) -> &'static str {
        match self {
            Self::User | Self::Pass | Self::Apop | Self::Uidl | Self::Top => "RFC 1939 §7",
            Self::Auth => "RFC 5034 §4",
            Self::Capa => "RFC 2449 §5",
            Self::Utf8 => "RFC 6856 §2.1",
            Self::Lang => "RFC 6856 §3.2",
            Self::Stat | Self::List | Self::Retr | Self::Dele | Self::Noop | Self::Rset => {
                "RFC 1939 §5"
            }
            Self::Quit => "RFC 1939 §6",
        }
    }
}

impl core::fmt::Display for Violation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::CommandTooLong => f.write_str("command line longer than 255 octets"),
            Self::CommandOctets => f.write_str("command with octets that are not printable ASCII"),
            Self::UnknownCommand => f.write_str("unknown command"),
            Self::Arguments(verb) => write!(f, "bad arguments, expected {}", verb.usage()),
            Self::Spacing => f.write_str("words not separated by single spaces"),
            Self::WrongState(verb) => write!(f, "{} is not allowed in this state", verb.as_str()),
            Self::SaslResponse => f.write_str("malformed SASL response"),
            Self::TooFarAhead => f.write_str("too many commands ahead of their turn"),
            Self::NoStatus => f.write_str("response without +OK or -ERR"),
            Self::StatusCase => f.write_str("status indicator not in upper case"),
            Self::ResponseTooLong => f.write_str("response line longer than 512 octets"),
            Self::DropListing => f.write_str("STAT response is not `+OK nn mm`"),
            Self::ScanListing => f.write_str("scan listing is not `number size`"),
            Self::UniqueIdListing => f.write_str("unique-id listing is not `number unique-id`"),
            Self::CountDiffers => f.write_str("LIST and STAT give different counts"),
            Self::ListingTooLong => f.write_str("listing with too many lines"),
            Self::SizeDiffers { number, listed, received } => {
                write!(f, "message {number} was listed with {listed} octets and has {received}")
            }
            Self::Unsolicited => f.write_str("bytes that answer no command"),
        }
    }
}
