//! Commands: typed values, the only parser and the only writer of command lines.
//!
//! ```abnf
//! command = keyword *(SP param) CRLF    ; 255 octets maximum (RFC 2449 §3, §4)
//! keyword = 3*4VCHAR                    ; in any case
//! param   = 1*VCHAR
//! ```

use std::io::Write as _;

use relay_mail::line::CRLF;

/// The keyword of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// RFC 1939 §7.
    User,
    /// RFC 1939 §7.
    Pass,
    /// RFC 1939 §7.
    Apop,
    /// RFC 5034 §4.
    Auth,
    /// RFC 2449 §5.
    Capa,
    /// RFC 6856 §2.1.
    Utf8,
    /// RFC 6856 §3.2.
    Lang,
    /// RFC 1939 §5.
    Stat,
    /// RFC 1939 §5.
    List,
    /// RFC 1939 §7.
    Uidl,
    /// RFC 1939 §7.
    Top,
    /// RFC 1939 §5.
    Retr,
    /// RFC 1939 §5.
    Dele,
    /// RFC 1939 §5.
    Noop,
    /// RFC 1939 §5.
    Rset,
    /// RFC 1939 §4 and §6.
    Quit,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::User,
        Self::Pass,
        Self::Apop,
        Self::Auth,
        Self::Capa,
        Self::Utf8,
        Self::Lang,
        Self::Stat,
        Self::List,
        Self::Uidl,
        Self::Top,
        Self::Retr,
        Self::Dele,
        Self::Noop,
        Self::Rset,
        Self::Quit,
    ];

    /// The keyword in upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Pass => "PASS",
            Self::Apop => "APOP",
            Self::Auth => "AUTH",
            Self::Capa => "CAPA",
            Self::Utf8 => "UTF8",
            Self::Lang => "LANG",
            Self::Stat => "STAT",
            Self::List => "LIST",
            Self::Uidl => "UIDL",
            Self::Top => "TOP",
            Self::Retr => "RETR",
            Self::Dele => "DELE",
            Self::Noop => "NOOP",
            Self::Rset => "RSET",
            Self::Quit => "QUIT",
        }
    }

    /// The command with its arguments, as the RFC's summary writes it (RFC 1939 §9).
    pub const fn usage(self) -> &'static str {
        match self {
            Self::User => "USER name",
            Self::Pass => "PASS string",
            Self::Apop => "APOP name digest",
            Self::Auth => "AUTH mechanism [initial-response]",
            Self::Lang => "LANG [language]",
            Self::List => "LIST [msg]",
            Self::Uidl => "UIDL [msg]",
            Self::Top => "TOP msg n",
            Self::Retr => "RETR msg",
            Self::Dele => "DELE msg",
            Self::Capa | Self::Utf8 | Self::Stat | Self::Noop | Self::Rset | Self::Quit => {
                self.as_str()
            }
        }
    }

    /// The keyword that `word` is, in any case (RFC 1939 §3).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str().eq_ignore_ascii_case(word))
    }
}

/// A command that is well formed. Whether it may be given now is for the state to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Names the maildrop.
    User(&'a str),
    /// The password; spaces in it belong to it (RFC 1939 §7).
    Pass(&'a str),
    /// Name, and MD5 of timestamp and secret as 32 lower-case hexadecimal digits.
    Apop {
        /// The maildrop.
        name: &'a str,
        /// The digest as it was given.
        digest: &'a str,
    },
    /// Begins a SASL exchange (RFC 5034).
    Auth {
        /// The mechanism's name.
        mechanism: &'a str,
        /// The first client response in base64, `=` for an empty one.
        initial: Option<&'a str>,
    },
    /// Asks for the capabilities.
    Capa,
    /// Switches to UTF-8 mode.
    Utf8,
    /// Chooses a language for texts, or asks which there are.
    Lang(Option<&'a str>),
    /// Asks how many messages and octets there are.
    Stat,
    /// Asks for the size of one message or of all.
    List(Option<u32>),
    /// Asks for the unique-id of one message or of all.
    Uidl(Option<u32>),
    /// Asks for the header section and the first lines of the body.
    Top {
        /// Message number.
        number: u32,
        /// Lines of the body.
        lines: u32,
    },
    /// Asks for a message.
    Retr(u32),
    /// Marks a message as deleted.
    Dele(u32),
    /// Does nothing.
    Noop,
    /// Takes all marks away.
    Rset,
    /// Ends the session; after login it is what removes the marked messages.
    Quit,
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its keyword is unknown, or there is none.
    Unknown,
    /// It holds octets that no command may hold.
    Octets,
    /// The keyword's arguments are missing, too many or malformed.
    Arguments(Verb),
}

/// A line that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// What it says.
    pub command: Result<Command<'a>, Fault>,
    /// Words were not separated by single spaces, or spaces stood at the end. The command is taken
    /// all the same, as servers do.
    pub spacing: bool,
}

impl<'a> Command<'a> {
    /// Reads a line that came without its CRLF. With `utf8` its arguments may hold UTF-8
    /// (RFC 6856 §2.2), else only printable ASCII.
    pub fn parse(line: &'a [u8], utf8: bool) -> Parsed<'a> {
        let text = core::str::from_utf8(line)
            .ok()
            .filter(|text| text.chars().all(|c| matches!(c, ' '..='~') || (utf8 && !c.is_ascii())));
        let Some(text) = text else {
            return Parsed { command: Err(Fault::Octets), spacing: false };
        };
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let Some(verb) = Verb::parse(word) else {
            return Parsed { command: Err(Fault::Unknown), spacing: false };
        };
        if verb == Verb::Pass {
            let command = Some(rest).filter(|rest| !rest.is_empty()).map(Self::Pass);
            return Parsed { command: command.ok_or(Fault::Arguments(verb)), spacing: false };
        }
        let spacing = text.contains("  ") || text.ends_with(' ');
        let mut words = rest.split(' ').filter(|word| !word.is_empty());
        let command = Self::with_arguments(verb, &mut words).filter(|_| words.next().is_none());
        Parsed { command: command.ok_or(Fault::Arguments(verb)), spacing }
    }

    fn with_arguments(verb: Verb, words: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Some(match verb {
            Verb::User => Self::User(words.next()?),
            Verb::Pass => Self::Pass(words.next()?),
            Verb::Apop => Self::Apop { name: words.next()?, digest: words.next()? },
            Verb::Auth => Self::Auth { mechanism: words.next()?, initial: words.next() },
            Verb::Capa => Self::Capa,
            Verb::Utf8 => Self::Utf8,
            Verb::Lang => Self::Lang(words.next()),
            Verb::Stat => Self::Stat,
            Verb::List => {
                Self::List(words.next().map(|word| number(word).ok_or(())).transpose().ok()?)
            }
            Verb::Uidl => {
                Self::Uidl(words.next().map(|word| number(word).ok_or(())).transpose().ok()?)
            }
            Verb::Top => {
                Self::Top { number: number(words.next()?)?, lines: number(words.next()?)? }
            }
            Verb::Retr => Self::Retr(number(words.next()?)?),
            Verb::Dele => Self::Dele(number(words.next()?)?),
            Verb::Noop => Self::Noop,
            Verb::Rset => Self::Rset,
            Verb::Quit => Self::Quit,
        })
    }

    /// Its keyword.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::User(_) => Verb::User,
            Self::Pass(_) => Verb::Pass,
            Self::Apop { .. } => Verb::Apop,
            Self::Auth { .. } => Verb::Auth,
            Self::Capa => Verb::Capa,
            Self::Utf8 => Verb::Utf8,
            Self::Lang(_) => Verb::Lang,
            Self::Stat => Verb::Stat,
            Self::List(_) => Verb::List,
            Self::Uidl(_) => Verb::Uidl,
            Self::Top { .. } => Verb::Top,
            Self::Retr(_) => Verb::Retr,
            Self::Dele(_) => Verb::Dele,
            Self::Noop => Verb::Noop,
            Self::Rset => Verb::Rset,
            Self::Quit => Verb::Quit,
        }
    }

    /// Appends the line with its CRLF.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.verb().as_str().as_bytes());
        let done = match *self {
            Self::User(word) | Self::Pass(word) | Self::Lang(Some(word)) => write!(out, " {word}"),
            Self::Apop { name, digest } => write!(out, " {name} {digest}"),
            Self::Auth { mechanism, initial: Some(initial) } => {
                write!(out, " {mechanism} {initial}")
            }
            Self::Auth { mechanism, initial: None } => write!(out, " {mechanism}"),
            Self::List(Some(number))
            | Self::Uidl(Some(number))
            | Self::Retr(number)
            | Self::Dele(number) => write!(out, " {number}"),
            Self::Top { number, lines } => write!(out, " {number} {lines}"),
            _ => Ok(()),
        };
        done.expect("writing to a Vec cannot fail");
        out.extend_from_slice(CRLF);
    }
}

/// A client's answer in a SASL exchange, or `*` to cancel it (RFC 5034 §4); appended with its CRLF.
pub fn write_sasl_response(base64: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(base64.as_bytes());
    out.extend_from_slice(CRLF);
}

/// Longest user name or password that a client sends, so that every command line stays within
/// [`relay_mail::limit::POP3_COMMAND_LINE`].
pub const ARGUMENT_MAX: usize = 200;

/// Whether `text` can be sent as a user name: visible characters without a space, at most
/// [`ARGUMENT_MAX`] octets.
pub fn is_name(text: &str) -> bool {
    is_password(text) && !text.contains(' ')
}

/// Whether `text` can be sent as a password: no control characters, at most [`ARGUMENT_MAX`]
/// octets.
pub fn is_password(text: &str) -> bool {
    let visible = !text.chars().any(char::is_control);
    visible && (1..=ARGUMENT_MAX).contains(&text.len())
}

/// A decimal number. What is too large for any maildrop stays too large, and is no fault of syntax.
fn number(word: &str) -> Option<u32> {
    let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command<'_>, Fault> {
        Command::parse(line.as_bytes(), false).command
    }

    #[test]
    fn every_command_is_read_as_it_is_written() {
        let all = [
            Command::User("mrose"),
            Command::Pass("tan staaf "),
            Command::Apop { name: "mrose", digest: "c4c9334bac560ecc979e58001b3e22fb" },
            Command::Auth { mechanism: "PLAIN", initial: None },
            Command::Auth { mechanism: "PLAIN", initial: Some("dGVzdAB0ZXN0AHRlc3Q=") },
            Command::Capa,
            Command::Utf8,
            Command::Lang(None),
            Command::Lang(Some("en")),
            Command::Stat,
            Command::List(None),
            Command::List(Some(2)),
            Command::Uidl(None),
            Command::Uidl(Some(2)),
            Command::Top { number: 1, lines: 10 },
            Command::Retr(1),
            Command::Dele(u32::MAX),
            Command::Noop,
            Command::Rset,
            Command::Quit,
        ];
        for command in all {
            let mut line = Vec::new();
            command.write(&mut line);
            let bare = line.strip_suffix(b"\r\n").expect("ends in CRLF");
            assert_eq!(
                Command::parse(bare, false),
                Parsed { command: Ok(command), spacing: false }
            );
            let lower: Vec<u8> = bare.iter().map(u8::to_ascii_lowercase).collect();
            assert_eq!(Command::parse(&lower, false).command.map(|c| c.verb()), Ok(command.verb()));
        }
    }

    #[test]
    fn bad_arguments() {
        for (line, verb) in [
            ("USER", Verb::User),
            ("USER a b", Verb::User),
            ("PASS", Verb::Pass),
            ("PASS ", Verb::Pass),
            ("APOP a", Verb::Apop),
            ("AUTH", Verb::Auth),
            ("AUTH PLAIN a b", Verb::Auth),
            ("CAPA x", Verb::Capa),
            ("STAT 1", Verb::Stat),
            ("LIST x", Verb::List),
            ("LIST 1 2", Verb::List),
            ("TOP 1", Verb::Top),
            ("TOP 1 -1", Verb::Top),
            ("RETR", Verb::Retr),
            ("RETR +1", Verb::Retr),
            ("RETR 1.0", Verb::Retr),
            ("DELE 0x1", Verb::Dele),
            ("QUIT now", Verb::Quit),
        ] {
            assert_eq!(parse(line), Err(Fault::Arguments(verb)), "{line}");
        }
        for line in ["", " ", " STAT", "XTND", "STATS", "STA"] {
            assert_eq!(parse(line), Err(Fault::Unknown), "{line:?}");
        }
        for line in ["STAT\0", "US\u{e9}R x", "RETR\t1", "NOOP\r", "NOOP\n"] {
            assert_eq!(parse(line), Err(Fault::Octets), "{line:?}");
        }
        assert_eq!(Command::parse(b"USER \xff", true).command, Err(Fault::Octets));
        assert_eq!(Command::parse("USER jörg".as_bytes(), true).command, Ok(Command::User("jörg")));
    }

    #[test]
    fn numbers_and_spaces() {
        assert_eq!(parse("RETR 007"), Ok(Command::Retr(7)));
        assert_eq!(parse("RETR 99999999999999999999"), Ok(Command::Retr(u32::MAX)));
        let loose = Command::parse(b"TOP  1 2 ", false);
        let command = Ok(Command::Top { number: 1, lines: 2 });
        assert_eq!(loose, Parsed { command, spacing: true });
    }
}
