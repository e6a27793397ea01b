//! The greeting, and EHLO and HELO (RFC 5321 §4.1.1.1).

use smol_str::SmolStr;

use super::answer::Word;
use super::habits::Habits;
use super::port::{Event, ResetCause};
use super::state::{Asked, Greeted, Hello, Session, State};
use super::voice::Voice;
use crate::reply;

impl Session {
    pub(super) fn hello(self, esmtp: bool, name: &str) -> State {
        let hello = Hello { name: SmolStr::new(name), esmtp };
        let user = self.greeted().and_then(|greeted| greeted.user.clone());
        let greeted = Greeted { hello, user, mail_refused: false };
        State::Asking(Asked::Hello { back: Box::new(self), greeted })
    }
}

/// The host's answer to a new connection (§3.1).
pub(super) fn connected(voice: &mut Voice, answer: Word<'_>) -> State {
    match answer {
        Ok(reply) => {
            if let Some(reply) = reply.filter(|reply| reply.code.get() == 220) {
                voice.plain_reply(reply);
            } else {
                voice.usual(Habits::greeting);
            }
            State::Command(Session::Fresh)
        }
        Err(reply) if reply.code.get() == 421 => voice.dismiss(false, reply),
        Err(reply) => {
            voice.plain_reply(reply);
            State::Barred
        }
    }
}

/// The host's answer to EHLO or HELO. A good one clears all state, as RSET does; a bad one leaves
/// everything as it was (§4.1.4).
pub(super) fn introduced(
    voice: &mut Voice,
    back: Session,
    greeted: Greeted,
    answer: Word<'_>,
) -> State {
    let words = match answer {
        Ok(reply) => reply,
        Err(reply) if reply.code.get() == 421 => {
            return voice.dismiss(back.opened().is_some(), reply);
        }
        Err(reply) => {
            voice.plain_reply(reply);
            return State::Command(back);
        }
    };
    let hello = &greeted.hello;
    voice.style.enhanced = hello.esmtp && voice.config.extensions.enhanced_status_codes;
    // The server's name comes first, whatever the host says (§4.3.1).
    let name = voice.config.name.as_str();
    let words = words.map(|reply| reply.text.as_str());
    match words.filter(|words| words.split(' ').next() == Some(name)) {
        Some(words) => voice.write(|config, out| {
            let offered = hello.esmtp.then_some((&config.extensions, config.size_max));
            reply::write_hello(words, None, offered, out);
        }),
        None => voice.usual(|habits, config, out| habits.welcome(config, hello, out)),
    }
    if back.opened().is_some() {
        voice.forget_content();
        voice.event(Event::Reset(ResetCause::Hello));
    }
    State::Command(Session::Greeted(greeted))
}
