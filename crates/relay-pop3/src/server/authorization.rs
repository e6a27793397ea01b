//! The AUTHORIZATION state (RFC 1939 §4): who is it, and may they have the maildrop?

use smol_str::SmolStr;

use super::interface::{
    Abandonment, Answer, Credential, Event, LoginError, Plain, Question, ServerConfig, Snapshot,
};
use super::outbox::Outbox;
use super::transaction::Transaction;
use super::{State, refuse, speak_language};
use crate::command::Command;
use crate::reply::{Reply, write_listing_end};
use crate::violation::Violation;

/// The client has not logged in.
#[derive(Clone, Debug)]
pub(super) struct Authorization {
    /// The greeting's timestamp when APOP is offered.
    timestamp: Option<SmolStr>,
    /// The name that the command just before gave with USER.
    named: Option<SmolStr>,
    /// Logins refused so far.
    refused: u32,
    /// UTF8 was given (RFC 6856 §2.1).
    utf8: bool,
}

/// AUTH PLAIN waits for the client's response (RFC 5034 §4).
#[derive(Clone, Debug)]
pub(super) struct Challenged(Authorization);

/// The host decides on a login.
#[derive(Clone, Debug)]
pub(super) struct Deciding {
    authorization: Authorization,
    user: SmolStr,
    proof: Proof,
}

#[derive(Clone)]
enum Proof {
    Password(String),
    Apop(String),
    Plain(String),
}

/// Hides the password: a session's state may be shown to anybody.
impl core::fmt::Debug for Proof {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::Apop(_) => "Apop(…)",
            Self::Plain(_) => "Plain(…)",
        })
    }
}

impl Authorization {
    pub(super) fn new(timestamp: Option<SmolStr>) -> Self {
        Self { timestamp, named: None, refused: 0, utf8: false }
    }

    pub(super) fn timestamp(&self) -> Option<&str> {
        self.timestamp.as_deref()
    }

    /// A line that is no command came; PASS no longer follows USER.
    pub(super) fn forget_name(&mut self) {
        self.named = None;
    }

    pub(super) fn command(
        mut self,
        command: Command<'_>,
        config: &ServerConfig,
        out: &mut Outbox,
    ) -> State {
        // PASS must come right after USER (RFC 1939 §7).
        let named = self.named.take();
        let offered = &config.capabilities;
        match command {
            Command::User(name) if offered.user => {
                self.named = Some(name.into());
                out.reply(&Reply::NameTaken);
            }
            Command::Pass(password) if offered.user => {
                if let Some(user) = named {
                    return self.decide(user, Proof::Password(password.into()), out);
                }
                refuse(command, &Reply::NoUser, out);
            }
            Command::Apop { name, digest } if self.timestamp.is_some() => {
                return self.decide(name.into(), Proof::Apop(digest.into()), out);
            }
            Command::Auth { mechanism, initial } if offered.sasl_plain => {
                return self.authenticate(mechanism, initial, config, out);
            }
            Command::Utf8 if offered.utf8.is_some() => {
                self.utf8 = true;
                out.reply(&Reply::Utf8Mode);
            }
            Command::Lang(tag) if offered.lang => speak_language(tag, out),
            Command::Capa => {
                out.reply(&Reply::Capabilities);
                out.lines(|lines| {
                    offered.write(false, lines);
                    write_listing_end(lines);
                });
            }
            Command::Quit => {
                out.reply(&Reply::Goodbye { name: config.name.as_str() });
                out.event(Event::Quit { removed: 0 });
                out.close();
                return State::Ended;
            }
            Command::Stat
            | Command::List(_)
            | Command::Uidl(_)
            | Command::Top { .. }
            | Command::Retr(_)
            | Command::Dele(_)
            | Command::Noop
            | Command::Rset => refuse(command, &Reply::NotLoggedIn { verb: command.verb() }, out),
            Command::User(_)
            | Command::Pass(_)
            | Command::Apop { .. }
            | Command::Auth { .. }
            | Command::Utf8
            | Command::Lang(_) => out.reply(&Reply::NotOffered { verb: command.verb() }),
        }
        State::Authorization(self)
    }

    fn authenticate(
        self,
        mechanism: &str,
        initial: Option<&str>,
        config: &ServerConfig,
        out: &mut Outbox,
    ) -> State {
        if !mechanism.eq_ignore_ascii_case("PLAIN") {
            out.reply(&Reply::UnknownMechanism);
            return State::Authorization(self);
        }
        let Some(initial) = initial else {
            out.reply(&Reply::Challenge);
            return State::Challenged(Challenged(self));
        };
        // A lone `=` is an empty response, which PLAIN does not have.
        self.plain(initial.as_bytes(), config, out)
    }

    fn plain(self, response: &[u8], config: &ServerConfig, out: &mut Outbox) -> State {
        match Plain::read(response) {
            Plain::Identity { name, password } => {
                self.decide(name.into(), Proof::Plain(password), out)
            }
            Plain::OnBehalf => self.refuse_login(LoginError::BadCredentials, config, out),
            Plain::Malformed => {
                out.violation(Violation::SaslResponse);
                out.reply(&Reply::SaslMalformed);
                State::Authorization(self)
            }
        }
    }

    fn decide(self, user: SmolStr, proof: Proof, out: &mut Outbox) -> State {
        out.ask();
        State::Deciding(Deciding { authorization: self, user, proof })
    }

    fn refuse_login(mut self, error: LoginError, config: &ServerConfig, out: &mut Outbox) -> State {
        self.refused += 1;
        out.reply(&match error {
            LoginError::BadCredentials => Reply::BadCredentials,
            LoginError::InUse => Reply::InUse,
            LoginError::LoginDelay => Reply::LoginDelay,
            LoginError::Temporary => Reply::LoginTemporary,
            LoginError::Permanent => Reply::LoginPermanent,
        });
        out.event(Event::LoginRefused(error));
        if self.refused < config.refused_logins_max {
            return State::Authorization(self);
        }
        out.event(Event::Abandoned { cause: Abandonment::RefusedLogins, marked: 0 });
        out.close();
        State::Ended
    }
}

impl Challenged {
    /// The client's response, or `*` to cancel.
    pub(super) fn response(self, line: &[u8], config: &ServerConfig, out: &mut Outbox) -> State {
        if line == b"*" {
            out.reply(&Reply::SaslCancelled);
            return State::Authorization(self.0);
        }
        self.0.plain(line, config, out)
    }

    /// The response was longer than any mechanism here needs.
    pub(super) fn too_long(self, out: &mut Outbox) -> State {
        out.violation(Violation::SaslResponse);
        out.reply(&Reply::SaslMalformed);
        State::Authorization(self.0)
    }
}

impl Deciding {
    pub(super) fn question(&self) -> Question<'_> {
        let credential = match &self.proof {
            Proof::Password(password) => Credential::Password(password),
            Proof::Plain(password) => Credential::Plain(password),
            Proof::Apop(digest) => Credential::Apop {
                timestamp: self.authorization.timestamp().unwrap_or_default(),
                digest,
            },
        };
        Question::Login { user: &self.user, credential }
    }

    /// An answer to another question is no answer: the state stays as it is.
    pub(super) fn answer(self, answer: Answer, config: &ServerConfig, out: &mut Outbox) -> State {
        match answer {
            Answer::Granted(snapshot) => self.grant(snapshot, out),
            Answer::Refused(error) => self.authorization.refuse_login(error, config, out),
            _ => {
                debug_assert!(false, "a login is answered by Granted or Refused");
                State::Deciding(self)
            }
        }
    }

    fn grant(self, snapshot: Snapshot, out: &mut Outbox) -> State {
        let transaction = Transaction::new(snapshot, self.authorization.utf8);
        let totals = transaction.totals();
        out.reply(&Reply::LoggedIn { totals });
        out.event(Event::LoggedIn { count: totals.count, octets: totals.octets });
        State::Transaction(transaction)
    }
}
