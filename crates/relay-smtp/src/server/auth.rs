//! AUTH with PLAIN and LOGIN (RFC 4954, RFC 4616).

use relay_mail::line::Line;

use super::answer::Word;
use super::state::{Asked, Greeted, Session, State};
use super::voice::Voice;
use crate::command::Verb;
use crate::reply::{self, Reply};
use crate::sasl::{self, Credentials, Mechanism};
use crate::violation::Violation;

/// An exchange under way.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) greeted: Greeted,
    step: Step,
}

/// What the next response is.
#[derive(Clone, Debug)]
enum Step {
    Plain,
    LoginUser,
    LoginPassword { user: Box<str> },
}

impl Session {
    pub(super) fn auth(self, voice: &mut Voice, mechanism: &str, initial: Option<&str>) -> State {
        let greeted = match self {
            Self::Greeted(greeted) if greeted.hello.esmtp => greeted,
            Self::Fresh => return self.out_of_order(voice, Verb::Auth, &reply::hello_first()),
            _ if !self.is_esmtp() => {
                return self.out_of_order(voice, Verb::Auth, &reply::ehlo_first());
            }
            // No AUTH within a transaction (RFC 4954 §4).
            Self::Greeted(_) | Self::Opened(_) => {
                return self.out_of_order(voice, Verb::Auth, &reply::bad_sequence());
            }
        };
        if greeted.user.is_some() {
            let back = Self::Greeted(greeted);
            return back.out_of_order(voice, Verb::Auth, &reply::already_authenticated());
        }
        let offered = voice.config.extensions.auth;
        let step = match Mechanism::parse(mechanism) {
            Some(Mechanism::Plain) if offered.plain => Step::Plain,
            Some(Mechanism::Login) if offered.login => Step::LoginUser,
            _ => return voice.refuse(Self::Greeted(greeted), &reply::auth_unknown()),
        };
        let exchange = Exchange { greeted, step };
        match initial {
            Some(initial) => exchange.response(voice, initial.as_bytes()),
            None => exchange.challenge(voice),
        }
    }
}

impl Exchange {
    fn challenge(self, voice: &mut Voice) -> State {
        voice.reply(&reply::challenge(match self.step {
            Step::Plain => "",
            Step::LoginUser => sasl::LOGIN_USER,
            Step::LoginPassword { .. } => sasl::LOGIN_PASSWORD,
        }));
        State::Exchange(self)
    }

    /// One line of the client.
    pub(super) fn line(self, voice: &mut Voice, line: Line<'_>) -> State {
        match line {
            Line::Whole(b"*") => {
                voice.refuse(Session::Greeted(self.greeted), &reply::auth_cancelled())
            }
            Line::Whole(octets) => self.response(voice, octets),
            Line::TooLong => self.bad(voice, &reply::auth_too_long()),
        }
    }

    fn response(self, voice: &mut Voice, base64: &[u8]) -> State {
        let Some(text) = sasl::decode(base64) else {
            return self.bad(voice, &reply::auth_bad_base64());
        };
        match self.step {
            Step::Plain => match Credentials::from_plain(&text) {
                Some(credentials) => ask(self.greeted, Mechanism::Plain, credentials),
                None => self.bad(voice, &reply::auth_bad_base64()),
            },
            Step::LoginUser => {
                Self { step: Step::LoginPassword { user: text.into() }, ..self }.challenge(voice)
            }
            Step::LoginPassword { user } => {
                ask(self.greeted, Mechanism::Login, Credentials::new(user, text))
            }
        }
    }

    fn bad(self, voice: &mut Voice, reply: &Reply) -> State {
        voice.mistake(Session::Greeted(self.greeted), Some(Violation::Response), reply)
    }
}

fn ask(greeted: Greeted, mechanism: Mechanism, credentials: Credentials) -> State {
    State::Asking(Asked::Authenticate { greeted, mechanism, credentials: Box::new(credentials) })
}

/// The host's answer to AUTH.
pub(super) fn checked(
    voice: &mut Voice,
    mut greeted: Greeted,
    credentials: Credentials,
    answer: Word<'_>,
) -> State {
    match answer {
        Ok(reply) => {
            // A client takes nothing but 235 for a yes (RFC 4954 §4).
            let usual = reply::authenticated();
            voice.reply(reply.filter(|reply| reply.code == usual.code).unwrap_or(&usual));
            greeted.user = Some(credentials.user.into());
            State::Command(Session::Greeted(greeted))
        }
        Err(reply) => voice.refuse(Session::Greeted(greeted), reply),
    }
}
