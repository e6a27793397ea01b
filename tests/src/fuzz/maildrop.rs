//! What a POP3 server has to say and do, worked out a second time from the octets that went both
//! ways and from nothing else: RFC 1939 §3 to §7, RFC 2449 §5 and §6.7.
//!
//! The model has marks of its own. They are set by DELE, cleared by RSET, seen by STAT, LIST and
//! UIDL, and carried out by QUIT alone.

use std::collections::BTreeSet;

use relay_mail::limit;
use relay_pop3::command::Command;

use super::{find, reference_text, show};

/// What is known of the server and its maildrop beforehand.
pub(super) struct Maildrop {
    /// Octets of each message as it goes over the wire, stuffing apart.
    pub(super) sizes: Vec<usize>,
    /// The unique-id of each message.
    pub(super) ids: Vec<String>,
    /// UIDL is offered.
    pub(super) offers_uidl: bool,
    /// Names may be UTF-8 before login.
    pub(super) names_are_utf8: bool,
    /// What was fetched goes at QUIT (EXPIRE 0).
    pub(super) none_stay: bool,
}

/// What happened in a session, seen from outside.
pub(super) struct Seen<'a> {
    /// What the client said.
    pub(super) client: &'a [u8],
    /// What the server said.
    pub(super) server: &'a [u8],
    /// Too many logins were refused, and the server closed for it.
    pub(super) dismissed: bool,
    /// The messages that the host was told to remove.
    pub(super) removed: Option<&'a [u32]>,
}

/// Holds a session against the model.
pub(super) fn check(drop: &Maildrop, seen: &Seen<'_>) {
    let mut model = Model {
        drop,
        server: seen.server,
        at: At::Login,
        marked: BTreeSet::new(),
        fetched: BTreeSet::new(),
        goes: None,
    };
    assert!(model.response(b"the connection").is_some(), "a greeting is positive");
    let mut rest = seen.client;
    while let Some(end) = find(rest, b"\r\n").filter(|_| model.at != At::Over) {
        if model.server.is_empty() && model.at == At::Login && seen.dismissed {
            break;
        }
        let line = &rest[..end];
        rest = &rest[end + 2..];
        model.line(line);
    }
    assert!(model.server.is_empty(), "unasked: {}", show(model.server));
    let goes = model.goes.map(|goes| goes.into_iter().collect::<Vec<u32>>());
    assert_eq!(seen.removed, goes.as_deref(), "QUIT removes what is marked, and nothing else does");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Login,
    Challenged,
    Maildrop,
    Over,
}

struct Model<'a> {
    drop: &'a Maildrop,
    /// What the server said and was not looked at.
    server: &'a [u8],
    at: At,
    marked: BTreeSet<u32>,
    fetched: BTreeSet<u32>,
    /// What QUIT removes.
    goes: Option<BTreeSet<u32>>,
}

impl<'a> Model<'a> {
    fn line(&mut self, line: &[u8]) {
        if self.at == At::Challenged {
            return self.logs_in(line);
        }
        let names_are_utf8 = self.drop.names_are_utf8 && self.at != At::Maildrop;
        let fits = line.len() + 2 <= limit::POP3_COMMAND_LINE;
        let parsed = Command::parse(line, names_are_utf8).command;
        match (parsed.ok().filter(|_| fits), self.at) {
            (Some(command), At::Login) => self.before_login(line, command),
            (Some(command), At::Maildrop) => self.after_login(line, command),
            _ => self.refused(line),
        }
    }

    fn before_login(&mut self, line: &[u8], command: Command<'_>) {
        match command {
            Command::Pass(_) | Command::Apop { .. } | Command::Auth { .. } => self.logs_in(line),
            Command::User(_) | Command::Utf8 | Command::Lang(Some(_)) => {
                self.response(line);
            }
            Command::Capa | Command::Lang(None) => {
                if self.response(line).is_some() {
                    self.listing(line);
                }
            }
            Command::Quit => {
                assert!(self.response(line).is_some(), "QUIT before login is always good");
                self.at = At::Over;
            }
            _ => self.refused(line),
        }
    }

    /// A line that may be what logs the client in. Whether it may, the host was asked.
    fn logs_in(&mut self, line: &[u8]) {
        let asks = self.server.starts_with(b"+ ");
        let positive = self.response(line).is_some();
        self.at = match (asks, positive) {
            (true, _) => At::Challenged,
            (false, true) => At::Maildrop,
            (false, false) => At::Login,
        };
    }

    fn after_login(&mut self, line: &[u8], command: Command<'_>) {
        match command {
            Command::Stat => {
                let octets: usize = self.kept().map(|number| self.size(number)).sum();
                self.says(line, &format!("{} {octets}", self.kept().count()));
            }
            Command::List(None) => {
                assert!(self.response(line).is_some(), "LIST is always good");
                let lines = self.kept().map(|number| format!("{number} {}", self.size(number)));
                assert_eq!(lines.collect::<Vec<_>>(), self.listing(line), "LIST");
            }
            Command::Uidl(None) if self.drop.offers_uidl => {
                assert!(self.response(line).is_some(), "UIDL is always good");
                let lines = self.kept().map(|number| format!("{number} {}", self.id(number)));
                assert_eq!(lines.collect::<Vec<_>>(), self.listing(line), "UIDL");
            }
            Command::List(Some(number)) if self.is_kept(number) => {
                self.says(line, &format!("{number} {}", self.size(number)));
            }
            Command::Uidl(Some(number)) if self.drop.offers_uidl && self.is_kept(number) => {
                self.says(line, &format!("{number} {}", self.id(number)));
            }
            Command::Dele(number) if self.is_kept(number) => {
                assert!(self.response(line).is_some(), "{number} is there to be deleted");
                self.marked.insert(number);
            }
            Command::Retr(number) | Command::Top { number, .. } if self.is_kept(number) => {
                if self.response(line).is_some() {
                    let (_, used) = reference_text(self.server).expect("a message has an end");
                    self.server = &self.server[used..];
                    if matches!(command, Command::Retr(_)) {
                        self.fetched.insert(number);
                    }
                }
            }
            Command::Rset => {
                assert!(self.response(line).is_some(), "RSET is always good");
                self.marked.clear();
            }
            Command::Noop => self.says(line, ""),
            Command::Capa | Command::Lang(None) => {
                if self.response(line).is_some() {
                    self.listing(line);
                }
            }
            Command::Lang(Some(_)) => {
                self.response(line);
            }
            Command::Quit => {
                let fetched = self.fetched.iter().filter(|_| self.drop.none_stay);
                self.goes = Some(self.marked.iter().chain(fetched).copied().collect());
                self.response(line);
                self.at = At::Over;
            }
            // A number that is not there, or a command that is for before the login.
            _ => self.refused(line),
        }
    }

    /// Messages that are not marked.
    fn kept(&self) -> impl Iterator<Item = u32> {
        (1..=u32::try_from(self.drop.sizes.len()).expect("a few")).filter(|it| self.is_kept(*it))
    }

    fn is_kept(&self, number: u32) -> bool {
        number > 0 && number as usize <= self.drop.sizes.len() && !self.marked.contains(&number)
    }

    fn size(&self, number: u32) -> usize {
        self.drop.sizes[number as usize - 1]
    }

    fn id(&self, number: u32) -> &str {
        &self.drop.ids[number as usize - 1]
    }

    /// The next line of the server; the text behind `+OK` if it is positive.
    fn response(&mut self, to: &[u8]) -> Option<&'a [u8]> {
        let end = find(self.server, b"\r\n").unwrap_or_else(|| panic!("no answer: {}", show(to)));
        let line = &self.server[..end];
        self.server = &self.server[end + 2..];
        let rest = line.strip_prefix(b"+OK")?;
        Some(rest.strip_prefix(b" ").unwrap_or(rest))
    }

    fn says(&mut self, to: &[u8], text: &str) {
        let said = self.response(to).map(|said| said.escape_ascii().to_string());
        assert_eq!(said.as_deref(), Some(text), "{}", show(to));
    }

    fn refused(&mut self, line: &[u8]) {
        assert!(self.server.starts_with(b"-ERR"), "{} got {}", show(line), show(self.server));
        self.response(line);
    }

    /// The lines of a listing, up to its end.
    fn listing(&mut self, to: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let at = find(self.server, b"\r\n").unwrap_or_else(|| panic!("no end: {}", show(to)));
            let line = &self.server[..at];
            self.server = &self.server[at + 2..];
            if line == b"." {
                return lines;
            }
            lines.push(line.escape_ascii().to_string());
        }
    }
}
