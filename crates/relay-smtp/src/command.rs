//! Commands (RFC 5321 §4.1.1), typed. Nothing else in the workspace reads or writes their bytes.

use core::fmt;

use relay_mail::line::CRLF;
use relay_mail::path::PathError;
use relay_mail::{ForwardPath, ReversePath};

use crate::params::{MailParams, ParamError, RcptParams, write_number};

mod parse;

pub(crate) use parse::split_path;
pub use parse::{space_after_colon, words_after_name};

/// One command. Text that it carries borrows from its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// EHLO or HELO (§4.1.1.1).
    Hello {
        /// EHLO.
        esmtp: bool,
        /// The name as it was given: a domain or an address literal.
        name: &'a str,
    },
    /// MAIL (§4.1.1.2).
    Mail {
        /// Where reports go.
        path: ReversePath,
        /// What follows the path.
        params: MailParams,
    },
    /// RCPT (§4.1.1.3).
    Recipient {
        /// For whom.
        path: ForwardPath,
        /// What follows the path.
        params: RcptParams,
    },
    /// DATA (§4.1.1.4).
    Data,
    /// BDAT (RFC 3030 §2).
    Chunk {
        /// Octets that follow the line.
        size: u64,
        /// Whether the message ends with them.
        last: bool,
    },
    /// RSET (§4.1.1.5).
    Reset,
    /// VRFY (§4.1.1.6).
    Verify {
        /// A user, or something like one.
        argument: &'a str,
    },
    /// EXPN (§4.1.1.7).
    Expand {
        /// A mailing list.
        argument: &'a str,
    },
    /// HELP (§4.1.1.8).
    Help {
        /// What about; may be empty.
        topic: &'a str,
    },
    /// NOOP (§4.1.1.9).
    Noop,
    /// QUIT (§4.1.1.10).
    Quit,
    /// ETRN (RFC 1985 §5).
    Turn {
        /// A domain, `@` and a domain for it with its subdomains, or `#` and a queue.
        argument: &'a str,
    },
    /// AUTH (RFC 4954 §4).
    Auth {
        /// The mechanism as it was given.
        mechanism: &'a str,
        /// The initial response in base64, or `=` for an empty one.
        initial: Option<&'a str>,
    },
}

/// The verbs that are known here, even those that nobody implements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named like its command")]
pub enum Verb {
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Vrfy,
    Expn,
    Help,
    Noop,
    Quit,
    Etrn,
    Auth,
    Send,
    Soml,
    Saml,
    Turn,
    StartTls,
}

impl Verb {
    /// The verb as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ehlo => "EHLO",
            Self::Helo => "HELO",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Bdat => "BDAT",
            Self::Rset => "RSET",
            Self::Vrfy => "VRFY",
            Self::Expn => "EXPN",
            Self::Help => "HELP",
            Self::Noop => "NOOP",
            Self::Quit => "QUIT",
            Self::Etrn => "ETRN",
            Self::Auth => "AUTH",
            Self::Send => "SEND",
            Self::Soml => "SOML",
            Self::Saml => "SAML",
            Self::Turn => "TURN",
            Self::StartTls => "STARTTLS",
        }
    }

    /// Whether it may stand in a pipelined group before its end (RFC 2920 §3.1, RFC 3030 §4.2).
    pub const fn may_be_followed(self) -> bool {
        matches!(
            self,
            Self::Rset
                | Self::Mail
                | Self::Rcpt
                | Self::Send
                | Self::Soml
                | Self::Saml
                | Self::Bdat
        )
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandError {
    /// Nobody here knows the verb: 500.
    Unknown,
    /// The verb is known and not implemented: 502.
    NotImplemented(Verb),
    /// What follows the verb is not good: mostly 501.
    Arguments(Verb, ArgumentError),
}

/// Why the arguments of a command are not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentError {
    /// There is none, and there must be.
    Missing,
    /// There is one, and there must not be (§4.1.1).
    Unwanted,
    /// Octets that no argument may hold: controls, or above 127 where that is no UTF-8 (§4.1.2).
    Characters,
    /// `FROM:` or `TO:` is missing.
    Keyword,
    /// The path.
    Path(PathError),
    /// A parameter of MAIL or RCPT.
    Param(ParamError),
    /// The name after EHLO or HELO (§4.1.3).
    Name,
    /// The number or the word after BDAT (RFC 3030 §2).
    Chunk,
}

impl Command<'_> {
    /// The verb.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Hello { esmtp: true, .. } => Verb::Ehlo,
            Self::Hello { esmtp: false, .. } => Verb::Helo,
            Self::Mail { .. } => Verb::Mail,
            Self::Recipient { .. } => Verb::Rcpt,
            Self::Data => Verb::Data,
            Self::Chunk { .. } => Verb::Bdat,
            Self::Reset => Verb::Rset,
            Self::Verify { .. } => Verb::Vrfy,
            Self::Expand { .. } => Verb::Expn,
            Self::Help { .. } => Verb::Help,
            Self::Noop => Verb::Noop,
            Self::Quit => Verb::Quit,
            Self::Turn { .. } => Verb::Etrn,
            Self::Auth { .. } => Verb::Auth,
        }
    }

    /// Appends the command with its CRLF.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Mail { path, params } => return write_mail(path, params, out),
            Self::Recipient { path, params } => return write_recipient(path, params, out),
            _ => out.extend_from_slice(self.verb().as_str().as_bytes()),
        }
        match self {
            Self::Hello { name: text, .. }
            | Self::Verify { argument: text }
            | Self::Expand { argument: text }
            | Self::Help { topic: text }
            | Self::Turn { argument: text } => write_word(text, out),
            Self::Chunk { size, last } => {
                out.push(b' ');
                write_number(*size, out);
                if *last {
                    out.extend_from_slice(b" LAST");
                }
            }
            Self::Auth { mechanism, initial } => {
                write_word(mechanism, out);
                write_word(initial.unwrap_or_default(), out);
            }
            _ => {}
        }
        out.extend_from_slice(CRLF);
    }
}

/// Appends MAIL with its CRLF.
pub fn write_mail(path: &ReversePath, params: &MailParams, out: &mut Vec<u8>) {
    out.extend_from_slice(b"MAIL FROM:");
    path.write(out);
    params.write(out);
    out.extend_from_slice(CRLF);
}

/// Appends RCPT with its CRLF.
pub fn write_recipient(path: &ForwardPath, params: &RcptParams, out: &mut Vec<u8>) {
    out.extend_from_slice(b"RCPT TO:");
    path.write(out);
    params.write(out);
    out.extend_from_slice(CRLF);
}

/// Appends a line of an AUTH exchange: base64, or `*` to give up (RFC 4954 §4).
pub fn write_response(base64: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(base64.as_bytes());
    out.extend_from_slice(CRLF);
}

fn write_word(word: &str, out: &mut Vec<u8>) {
    if !word.is_empty() {
        out.push(b' ');
        out.extend_from_slice(word.as_bytes());
    }
}

#[cfg(test)]
mod tests;
