//! What a peer did wrong: facts beside the replies, each with the section that forbids it.

use core::fmt;

use relay_mail::path::PathError;

use crate::command::{ArgumentError, CommandError, Verb};
use crate::params::{Keyword, ParamError};

/// One thing that a peer did and should not have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A client's line is longer than its limit.
    CommandTooLong,
    /// A client's line is no command, or one that is not implemented.
    Command(CommandError),
    /// A command at the wrong time.
    Sequence(Verb),
    /// A parameter that belongs to an extension that was not offered.
    NotOffered(Keyword),
    /// A space behind the colon of `FROM:` or `TO:`.
    SpaceAfterColon,
    /// Words behind the name in EHLO or HELO.
    WordsAfterName,
    /// A path that needs SMTPUTF8, without it.
    NotAscii(Verb),
    /// A client talked before it was greeted.
    BeforeGreeting,
    /// A client sent more before it had a reply, and PIPELINING was not offered.
    Unasked(Verb),
    /// A client went on behind a command that must be the last of its group.
    Group(Verb),
    /// A client sent more than is buffered while it had to wait.
    Flood,
    /// A client made more mistakes than the server puts up with.
    TooManyErrors,
    /// A client left without QUIT.
    NoQuit,
    /// A message with a CR that no LF follows.
    BareCr,
    /// A message with a LF that no CR precedes.
    BareLf,
    /// A message with a line beyond 1000 octets.
    LongLine,
    /// A message with a NUL.
    Nul,
    /// A message with octets above 127, and 8BITMIME was not asked for.
    EightBit,
    /// An answer to an AUTH challenge that is no base64, or not what the mechanism says.
    Response,
    /// A server's line is no reply.
    NoReply,
    /// A reply line beyond 512 octets.
    ReplyTooLong,
    /// A reply with more lines than anybody reads.
    ReplyLines,
    /// The lines of one reply have different codes.
    MixedCodes,
    /// A reply that no command asked for.
    Unexpected,
    /// A reply whose first digit makes no sense for its command.
    WrongDigit,
    /// A server closed the connection without a 421.
    Vanished,
}

impl Violation {
    /// The section that forbids it.
    pub const fn section(self) -> &'static str {
        match self {
            Self::CommandTooLong => "RFC 5321 §4.5.3.1.4",
            Self::Command(CommandError::Unknown | CommandError::NotImplemented(_)) => {
                "RFC 5321 §4.2.4"
            }
            Self::Command(CommandError::Arguments(_, why)) => argument_section(why),
            Self::Sequence(_) => "RFC 5321 §4.1.4",
            Self::NotOffered(_) => "RFC 5321 §4.1.1.11",
            Self::SpaceAfterColon => "RFC 5321 §3.3",
            Self::WordsAfterName => "RFC 5321 §4.1.1.1",
            Self::NotAscii(_) => "RFC 6531 §3.3",
            Self::Unasked(_) => "RFC 2920 §3",
            Self::Group(_) => "RFC 2920 §3.1",
            Self::Flood | Self::TooManyErrors => "RFC 5321 §7.8",
            Self::NoQuit => "RFC 5321 §4.1.1.10",
            Self::BareCr | Self::BareLf => "RFC 5321 §2.3.8",
            Self::LongLine => "RFC 5321 §4.5.3.1.6",
            Self::Nul => "RFC 5322 §4",
            Self::EightBit => "RFC 6152 §3",
            Self::Response => "RFC 4954 §4",
            Self::NoReply | Self::MixedCodes => "RFC 5321 §4.2",
            Self::ReplyTooLong => "RFC 5321 §4.5.3.1.5",
            Self::ReplyLines => "RFC 5321 §4.2.1",
            Self::BeforeGreeting | Self::Unexpected => "RFC 5321 §4.3.1",
            Self::WrongDigit => "RFC 5321 §4.3.2",
            Self::Vanished => "RFC 5321 §3.8",
        }
    }

    /// Whether it is seen only when the octets arrive in a certain way: together, or in time.
    pub const fn depends_on_arrival(self) -> bool {
        matches!(self, Self::BeforeGreeting | Self::Unasked(_) | Self::Group(_) | Self::Flood)
    }
}

const fn argument_section(why: ArgumentError) -> &'static str {
    match why {
        ArgumentError::Missing | ArgumentError::Unwanted => "RFC 5321 §4.1.1",
        ArgumentError::Characters | ArgumentError::Keyword | ArgumentError::Path(_) => {
            "RFC 5321 §4.1.2"
        }
        ArgumentError::Param(ParamError::Duplicate(_)) => "RFC 3461 §4.5",
        ArgumentError::Param(_) => "RFC 5321 §4.1.1.11",
        ArgumentError::Name => "RFC 5321 §4.1.1.1",
        ArgumentError::Chunk => "RFC 3030 §2",
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Command(error) => return error.fmt(f),
            Self::Sequence(verb) => return write!(f, "{verb} out of order"),
            Self::NotOffered(keyword) => {
                return write!(f, "the parameter {keyword} was not offered");
            }
            Self::NotAscii(verb) => {
                return write!(f, "{verb} with a path that needs SMTPUTF8, without SMTPUTF8");
            }
            Self::Unasked(verb) => {
                return write!(f, "more was sent before the reply to {verb}, without PIPELINING");
            }
            Self::Group(verb) => {
                return write!(f, "more was sent behind {verb}, which must end its group");
            }
            Self::CommandTooLong => "command line too long",
            Self::SpaceAfterColon => "a space after the colon",
            Self::WordsAfterName => "words behind the name",
            Self::BeforeGreeting => "the client spoke before it was greeted",
            Self::Flood => "the client sent more than is buffered while it had to wait",
            Self::TooManyErrors => "too many bad commands",
            Self::NoQuit => "the client left without QUIT",
            Self::BareCr => "a CR without LF in the message",
            Self::BareLf => "a LF without CR in the message",
            Self::LongLine => "a line beyond 1000 octets in the message",
            Self::Nul => "a NUL in the message",
            Self::EightBit => "octets above 127 without BODY=8BITMIME",
            Self::Response => "no good answer to an AUTH challenge",
            Self::NoReply => "the server's line is no reply",
            Self::ReplyTooLong => "a reply line beyond 512 octets",
            Self::ReplyLines => "a reply without end",
            Self::MixedCodes => "different codes in one reply",
            Self::Unexpected => "a reply that nothing asked for",
            Self::WrongDigit => "a reply whose first digit does not fit its command",
            Self::Vanished => "the server closed the connection without 421",
        };
        f.write_str(text)
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown command"),
            Self::NotImplemented(verb) => write!(f, "{verb} is not implemented"),
            Self::Arguments(verb, why) => write!(f, "{verb}: {why}"),
        }
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "its argument is missing",
            Self::Unwanted => "it takes no such argument",
            Self::Characters => "characters that no argument may hold",
            Self::Keyword => "FROM: or TO: is missing",
            Self::Path(PathError::NoBrackets) => "the path is not between < and >",
            Self::Path(PathError::TooLong) => "the path is too long",
            Self::Path(PathError::LocalPartTooLong) => "the local-part is too long",
            Self::Path(PathError::BadMailbox) => "the path holds no mailbox",
            Self::Path(PathError::BadRoute) => "the source route is not well formed",
            Self::Param(error) => return error.fmt(f),
            Self::Name => "its argument is no domain and no address literal",
            Self::Chunk => "its argument is no chunk size",
        })
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("a parameter is not well formed"),
            Self::Unknown => f.write_str("a parameter is not known"),
            Self::Duplicate(keyword) => write!(f, "the parameter {keyword} is there twice"),
            Self::Value(keyword) => write!(f, "the value of {keyword} is not well formed"),
            Self::Unsupported(keyword) => write!(f, "the value of {keyword} is not supported"),
        }
    }
}
