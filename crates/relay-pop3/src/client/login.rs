//! From the greeting to the TRANSACTION state.

use base64::Engine as _;
use smol_str::SmolStr;

use super::interface::{ClientConfig, Method, Phase};
use super::outbox::Pending;
use super::survey::Survey;
use super::wire::{Heard, Sent};
use super::{Context, Next, State};
use crate::apop;
use crate::capability::{Capabilities, Utf8};
use crate::command::{Command, is_name, is_password, write_sasl_response};
use crate::reply::{Status, StatusLine};

/// The greeting has come.
#[derive(Clone, Debug)]
pub(super) struct Login {
    /// The greeting's timestamp, if it offers APOP.
    timestamp: Option<SmolStr>,
    /// CAPA was answered with a list.
    asked: bool,
    /// What is read of that list.
    found: Capabilities,
    /// A challenge was answered; PLAIN knows only one.
    responded: bool,
    /// What is to be sent now; nothing while an answer is awaited.
    step: Option<Step>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Capa,
    Utf8,
    User,
    Pass,
    Apop,
    Auth,
    /// The response to an empty challenge.
    Respond,
    /// An asterisk, which ends the exchange.
    Cancel,
}

/// The first line from the server (RFC 1939 §4).
pub(super) fn greeted(line: &StatusLine<'_>, context: &mut Context<'_>) -> State {
    if line.status == Status::Negative {
        return context.fail(Phase::Greeting, line);
    }
    let login = Login {
        timestamp: line.timestamp().map(SmolStr::from),
        asked: false,
        found: Capabilities::default(),
        responded: false,
        step: None,
    };
    if context.config.capabilities {
        return State::Login(Login { step: Some(Step::Capa), ..login });
    }
    login.credentials(context)
}

impl Login {
    /// What is sent next.
    pub(super) fn next(mut self, context: &mut Context<'_>) -> Next {
        let Some(step) = self.step.take() else { return Next::Wait(State::Login(self)) };
        let config = context.config;
        let out = &mut *context.out;
        let sent = match step {
            Step::Capa => {
                out.command(&Command::Capa);
                Sent::Capa
            }
            Step::Utf8 => {
                out.command(&Command::Utf8);
                Sent::Utf8
            }
            Step::User => {
                out.command(&Command::User(&config.user));
                Sent::User
            }
            Step::Pass => {
                out.command(&Command::Pass(&config.password));
                Sent::Pass
            }
            Step::Apop => {
                let timestamp = self.timestamp.as_deref().unwrap_or_default();
                let digest = apop::digest(timestamp, &config.password);
                out.command(&Command::Apop { name: &config.user, digest: &digest });
                Sent::Apop
            }
            Step::Auth => {
                let response = plain(config);
                let mut line = Vec::new();
                let whole = Command::Auth { mechanism: "PLAIN", initial: Some(&response) };
                whole.write(&mut line);
                // A line that would be too long is sent in two (RFC 5034 §4), and where SASL is
                // not announced the server may not know initial responses (§3).
                let fits = line.len() <= relay_mail::limit::POP3_COMMAND_LINE;
                let split = Command::Auth { mechanism: "PLAIN", initial: None };
                out.command(if fits && context.offered.sasl_plain { &whole } else { &split });
                Sent::Auth
            }
            Step::Cancel => {
                out.line(|line| write_sasl_response("*", line));
                Sent::Auth
            }
            Step::Respond => {
                self.responded = true;
                out.line(|line| write_sasl_response(&plain(config), line));
                Sent::Auth
            }
        };
        Next::Sent(State::Login(self), sent)
    }

    /// A piece of a response.
    pub(super) fn heard(mut self, heard: &Heard<'_>, context: &mut Context<'_>) -> State {
        match heard {
            Heard::Line { line, .. } => {
                self.found.read_octets(line);
                State::Login(self)
            }
            Heard::End { .. } => {
                self.asked = true;
                *context.offered = core::mem::take(&mut self.found);
                context.out.push(Pending::Offered);
                self.after_capabilities(context)
            }
            Heard::Status { to, line } => self.answered(*to, line, context),
        }
    }

    fn answered(mut self, to: Sent, line: &StatusLine<'_>, context: &mut Context<'_>) -> State {
        match (to, line.status) {
            // The list follows.
            (Sent::Capa, Status::Positive) => State::Login(self),
            // A server without CAPA (RFC 2449 §5).
            (Sent::Capa, _) => self.after_capabilities(context),
            // Without UTF-8 mode it still works for most messages.
            (Sent::Utf8, _) => self.credentials(context),
            (Sent::User, Status::Positive) => {
                self.step = Some(Step::Pass);
                State::Login(self)
            }
            (Sent::Auth, Status::Challenge) => {
                // What is no base64 ends the exchange (RFC 5034 §4), and so does a second challenge.
                let readable = base64::engine::general_purpose::STANDARD.decode(line.text).is_ok();
                let goes_on = readable && !self.responded;
                self.step = Some(if goes_on { Step::Respond } else { Step::Cancel });
                State::Login(self)
            }
            (_, Status::Positive) => {
                context.out.push(Pending::LoggedIn);
                State::Survey(Survey::new(self.asked, context))
            }
            _ => context.fail(Phase::Login, line),
        }
    }

    fn after_capabilities(mut self, context: &mut Context<'_>) -> State {
        if context.config.utf8 && context.offered.utf8.is_some() {
            self.step = Some(Step::Utf8);
            return State::Login(self);
        }
        self.credentials(context)
    }

    fn credentials(mut self, context: &mut Context<'_>) -> State {
        let config = context.config;
        let offered = &*context.offered;
        let step = match config.method {
            Method::Best | Method::Apop if self.timestamp.is_some() => Step::Apop,
            Method::Best if self.asked && !offered.user && offered.sasl_plain => Step::Auth,
            Method::Best | Method::Password => Step::User,
            Method::Plain => Step::Auth,
            Method::Apop => return context.cannot("the server does not offer APOP"),
        };
        let ascii = config.user.is_ascii() && config.password.is_ascii();
        let step = match step {
            Step::User | Step::Apop if !ascii && offered.utf8 != Some(Utf8::User) => {
                // SASL is the only way for such a name or password (RFC 6856 §2.2).
                if config.method != Method::Best || !offered.sasl_plain {
                    return context.cannot("the server takes only ASCII names and passwords");
                }
                Step::Auth
            }
            step => step,
        };
        if !is_name(&config.user) {
            return context.cannot("the user name cannot be sent: no spaces, at most 200 octets");
        }
        if !is_password(&config.password) {
            return context.cannot("the password cannot be sent: visible, at most 200 octets");
        }
        self.step = Some(step);
        State::Login(self)
    }
}

/// SASL PLAIN in base64: no authorization identity, name, password (RFC 4616 §2).
fn plain(config: &ClientConfig) -> String {
    let octets = format!("\0{}\0{}", config.user, config.password);
    base64::engine::general_purpose::STANDARD.encode(octets)
}
