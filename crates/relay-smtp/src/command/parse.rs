//! From a line to a command, without an allocation for any but MAIL and RCPT.

use relay_mail::octet::are_printable;
use relay_mail::path::PathError;
use relay_mail::{Domain, ForwardPath, HostPart, ReversePath};

use super::{ArgumentError, Command, CommandError, Verb};
use crate::params::{MailParams, RcptParams};

type Parsed<'a> = Result<Command<'a>, ArgumentError>;

impl<'a> Command<'a> {
    /// The command that `line` (without its CRLF) is. White space at its end is tolerated, as
    /// §4.1.1 asks.
    pub fn parse(line: &'a [u8]) -> Result<Self, CommandError> {
        let line = trim_end(line);
        let end = line.iter().position(|&byte| byte == b' ').unwrap_or(line.len());
        let verb = verb(&line[..end]).ok_or(CommandError::Unknown)?;
        let argument = &line[end..];
        let bad = |error| CommandError::Arguments(verb, error);
        Ok(match verb {
            Verb::Send | Verb::Soml | Verb::Saml | Verb::Turn | Verb::StartTls => {
                return Err(CommandError::NotImplemented(verb));
            }
            Verb::Noop => text(argument).map(|_| Command::Noop).map_err(bad)?,
            // These have no arguments (§4.1.1).
            Verb::Data | Verb::Rset | Verb::Quit if !argument.is_empty() => {
                return Err(bad(ArgumentError::Unwanted));
            }
            Verb::Data => Command::Data,
            Verb::Rset => Command::Reset,
            Verb::Quit => Command::Quit,
            // These are large, and so made where they stay.
            Verb::Mail => return mail(argument),
            Verb::Rcpt => return recipient(argument),
            _ => with_argument(verb, text(argument).map_err(bad)?).map_err(bad)?,
        })
    }
}

/// Whether a MAIL or RCPT line has a space after its colon, which RFC 5321 §3.3 forbids and many
/// clients send.
pub fn space_after_colon(line: &[u8]) -> bool {
    let colon = line.iter().position(|&byte| byte == b':');
    colon.is_some_and(|at| line.get(at + 1) == Some(&b' '))
}

/// Whether an EHLO or HELO line has more behind the name, for which the syntax of RFC 5321
/// §4.1.1.1 has no place.
pub fn words_after_name(line: &[u8]) -> bool {
    let words = trim_end(line).split(|&byte| byte == b' ');
    words.filter(|word| !word.is_empty()).nth(2).is_some()
}

fn verb(word: &[u8]) -> Option<Verb> {
    let Ok(word) = <[u8; 4]>::try_from(word) else {
        return word.eq_ignore_ascii_case(b"STARTTLS").then_some(Verb::StartTls);
    };
    // Without the bit by which small letters differ; nothing but a letter becomes one.
    Some(match &word.map(|byte| byte & !0x20) {
        b"EHLO" => Verb::Ehlo,
        b"HELO" => Verb::Helo,
        b"MAIL" => Verb::Mail,
        b"RCPT" => Verb::Rcpt,
        b"DATA" => Verb::Data,
        b"BDAT" => Verb::Bdat,
        b"RSET" => Verb::Rset,
        b"VRFY" => Verb::Vrfy,
        b"EXPN" => Verb::Expn,
        b"HELP" => Verb::Help,
        b"NOOP" => Verb::Noop,
        b"QUIT" => Verb::Quit,
        b"ETRN" => Verb::Etrn,
        b"AUTH" => Verb::Auth,
        b"SEND" => Verb::Send,
        b"SOML" => Verb::Soml,
        b"SAML" => Verb::Saml,
        b"TURN" => Verb::Turn,
        _ => return None,
    })
}

/// Without the spaces and tabs at its end; a bare CR or LF is no white space.
fn trim_end(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., b' ' | b'\t'] = line {
        line = rest;
    }
    line
}

/// The argument as text without the spaces around it.
fn text(argument: &[u8]) -> Result<&str, ArgumentError> {
    if !are_printable(argument) && argument.iter().any(u8::is_ascii_control) {
        return Err(ArgumentError::Characters);
    }
    let text = core::str::from_utf8(argument).map_err(|_| ArgumentError::Characters)?;
    Ok(text.trim_ascii_start())
}

/// The argument of a command that cannot do without.
fn required(text: &str) -> Result<&str, ArgumentError> {
    if text.is_empty() { Err(ArgumentError::Missing) } else { Ok(text) }
}

fn with_argument(verb: Verb, text: &str) -> Parsed<'_> {
    let required = required(text);
    match verb {
        Verb::Ehlo => hello(true, required?),
        Verb::Helo => hello(false, required?),
        Verb::Bdat => chunk(required?),
        Verb::Vrfy => Ok(Command::Verify { argument: required? }),
        Verb::Expn => Ok(Command::Expand { argument: required? }),
        Verb::Etrn => turn(required?),
        Verb::Auth => auth(required?),
        _ => Ok(Command::Help { topic: text }),
    }
}

/// `( Domain / address-literal )`. What some clients write behind the name is dropped (§4.1.1.1
/// advises to be prepared for it); an underscore in a name is let pass, as §4.1.4 forbids to
/// refuse a message because of a name that cannot be verified.
fn hello(esmtp: bool, text: &str) -> Parsed<'_> {
    let end = text.bytes().position(|byte| byte == b' ').unwrap_or(text.len());
    let name = &text[..end];
    let ok = HostPart::parse(name).is_some() || with_underscores(name);
    if ok { Ok(Command::Hello { esmtp, name }) } else { Err(ArgumentError::Name) }
}

/// Whether `name` is a domain but for underscores in the place of letters.
fn with_underscores(name: &str) -> bool {
    name.contains('_') && Domain::parse(&name.replace('_', "x")).is_some()
}

fn mail(argument: &[u8]) -> Result<Command<'_>, CommandError> {
    let bad = |why| CommandError::Arguments(Verb::Mail, why);
    let (path, params) = path_and_params(argument, "FROM:").map_err(bad)?;
    let path = ReversePath::parse(path).map_err(|why| bad(ArgumentError::Path(why)))?;
    let params = MailParams::parse(params).map_err(|why| bad(ArgumentError::Param(why)))?;
    Ok(Command::Mail { path, params })
}

fn recipient(argument: &[u8]) -> Result<Command<'_>, CommandError> {
    let bad = |why| CommandError::Arguments(Verb::Rcpt, why);
    let (path, params) = path_and_params(argument, "TO:").map_err(bad)?;
    let path = ForwardPath::parse(path).map_err(|why| bad(ArgumentError::Path(why)))?;
    let params = RcptParams::parse(params).map_err(|why| bad(ArgumentError::Param(why)))?;
    Ok(Command::Recipient { path, params })
}

fn path_and_params<'a>(
    argument: &'a [u8],
    expected: &str,
) -> Result<(&'a str, &'a str), ArgumentError> {
    split_path(keyword(required(text(argument)?)?, expected)?)
}

fn keyword<'a>(text: &'a str, keyword: &str) -> Result<&'a str, ArgumentError> {
    let (head, rest) = text.split_at_checked(keyword.len()).ok_or(ArgumentError::Keyword)?;
    if head.eq_ignore_ascii_case(keyword) {
        Ok(rest.trim_ascii_start())
    } else {
        Err(ArgumentError::Keyword)
    }
}

/// Cuts behind the `>` that ends the path: the first one outside quotes.
pub(crate) fn split_path(text: &str) -> Result<(&str, &str), ArgumentError> {
    let end = match memchr::memchr2(b'>', b'"', text.as_bytes()) {
        Some(at) if text.as_bytes()[at] == b'"' => end_of_quoted(text),
        end => end,
    };
    let end = end.ok_or(ArgumentError::Path(PathError::NoBrackets))?;
    let (path, rest) = text.split_at(end + 1);
    match rest.strip_prefix(' ') {
        None if !rest.is_empty() => Err(ArgumentError::Path(PathError::BadMailbox)),
        params => Ok((path, params.unwrap_or_default())),
    }
}

/// Where the first `>` outside quotes is.
fn end_of_quoted(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// `"BDAT" SP chunk-size [ SP "LAST" ]` (RFC 3030 §2).
fn chunk(text: &str) -> Parsed<'_> {
    let (size, last) = match text.split_once(' ') {
        None => (text, false),
        Some((size, word)) if word.eq_ignore_ascii_case("LAST") => (size, true),
        Some(_) => return Err(ArgumentError::Chunk),
    };
    let digits = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_digit());
    match size.parse() {
        Ok(size) if digits => Ok(Command::Chunk { size, last }),
        _ => Err(ArgumentError::Chunk),
    }
}

/// A domain, with an `@` before it for its subdomains too, or `#` and the name of a queue
/// (RFC 1985 §5.2).
fn turn(text: &str) -> Parsed<'_> {
    let ok = match text.strip_prefix('#') {
        Some(queue) => !queue.is_empty() && !queue.contains(' '),
        None => HostPart::parse(text.strip_prefix('@').unwrap_or(text)).is_some(),
    };
    if ok { Ok(Command::Turn { argument: text }) } else { Err(ArgumentError::Name) }
}

/// `"AUTH" SP sasl-mech [SP initial-response]` (RFC 4954 §4).
fn auth(text: &str) -> Parsed<'_> {
    match text.split_once(' ') {
        None => Ok(Command::Auth { mechanism: text, initial: None }),
        Some((_, initial)) if initial.contains(' ') => Err(ArgumentError::Unwanted),
        Some((mechanism, initial)) => Ok(Command::Auth { mechanism, initial: Some(initial) }),
    }
}
