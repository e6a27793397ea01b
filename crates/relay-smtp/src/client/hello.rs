//! From the greeting to a session that is ready: EHLO, HELO, AUTH (RFC 5321 §3.1, §3.2;
//! RFC 4954).

use std::borrow::Cow;

use relay_mail::{HostPart, Severity};

use super::port::{Event, Phase};
use super::state::State;
use super::voice::Voice;
use crate::command::{Command, write_response};
use crate::extension::Offered;
use crate::reply::ReplyReader;
use crate::sasl;
use crate::violation::Violation;

/// How far AUTH has come.
#[derive(Clone, Copy, Debug)]
pub(super) enum Proof {
    /// The user's name is to be asked for.
    LoginUser,
    /// The password is to be asked for.
    LoginPassword,
    /// Everything was said.
    Complete,
}

/// The first reply of a session.
pub(super) fn greeted(voice: &mut Voice, reader: &ReplyReader) -> State {
    match reader.code().severity() {
        Severity::Completed => {
            voice.event(Event::Greeted);
            introduce(voice, voice.config.esmtp)
        }
        Severity::Intermediate => voice.out_of_step(Some(Phase::Greeting), Violation::WrongDigit),
        // No service here (554), or not now: QUIT is still due (§3.1).
        Severity::Transient | Severity::Permanent => {
            voice.refused(Phase::Greeting, reader.reply());
            voice.quit()
        }
    }
}

fn introduce(voice: &mut Voice, esmtp: bool) -> State {
    voice.transmit_with(|config, out| {
        let name = match &config.name {
            HostPart::Domain(domain) => Cow::Borrowed(domain.as_str()),
            literal => Cow::Owned(literal.to_string()),
        };
        Command::Hello { esmtp, name: &name }.write(out);
    });
    State::Hello { esmtp }
}

/// The reply to EHLO or HELO.
pub(super) fn introduced(voice: &mut Voice, esmtp: bool, reader: &ReplyReader) -> State {
    match reader.code().severity() {
        Severity::Completed => {
            voice.offered = Offered::default();
            if esmtp {
                // The first line is the server's name and greeting (§4.1.1.1).
                for line in reader.lines().skip(1) {
                    voice.offered.read_line(line);
                }
            }
            prove(voice)
        }
        // A server of RFC 821 (§3.2).
        Severity::Permanent if esmtp && matches!(reader.code().get(), 500 | 502) => {
            introduce(voice, false)
        }
        Severity::Intermediate => voice.out_of_step(Some(Phase::Hello), Violation::WrongDigit),
        Severity::Transient | Severity::Permanent => {
            voice.refused(Phase::Hello, reader.reply());
            voice.quit()
        }
    }
}

/// AUTH where it is offered and there is somebody to be.
pub(super) fn prove(voice: &mut Voice) -> State {
    let offered = voice.offered.extensions.auth;
    let Some(credentials) = &voice.config.credentials else { return voice.ready(false) };
    if offered.plain {
        let initial = credentials.to_plain();
        voice.command(&Command::Auth { mechanism: "PLAIN", initial: Some(&initial) });
        State::Proving(Proof::Complete)
    } else if offered.login {
        voice.command(&Command::Auth { mechanism: "LOGIN", initial: None });
        State::Proving(Proof::LoginUser)
    } else {
        voice.ready(false)
    }
}

/// A reply within AUTH.
pub(super) fn proved(voice: &mut Voice, proof: Proof, reader: &ReplyReader) -> State {
    match (reader.code().severity(), proof) {
        (Severity::Completed, _) => {
            voice.event(Event::Authenticated);
            voice.ready(false)
        }
        (Severity::Intermediate, Proof::LoginUser) => {
            respond(voice, Proof::LoginPassword, |credentials| &credentials.user)
        }
        (Severity::Intermediate, Proof::LoginPassword) => {
            respond(voice, Proof::Complete, |credentials| &credentials.password)
        }
        (Severity::Intermediate, Proof::Complete) => {
            voice.out_of_step(Some(Phase::Authentication), Violation::WrongDigit)
        }
        (Severity::Transient | Severity::Permanent, _) => {
            voice.refused(Phase::Authentication, reader.reply());
            voice.quit()
        }
    }
}

fn respond(voice: &mut Voice, next: Proof, part: fn(&sasl::Credentials) -> &str) -> State {
    let base64 = voice.config.credentials.as_ref().map(|all| sasl::encode(part(all)));
    voice.transmit(|out| write_response(&base64.unwrap_or_default(), out));
    State::Proving(next)
}
