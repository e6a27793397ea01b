//! The host's answers, each to its question.

use relay_mail::Severity;

use super::port::{Answer, Question};
use super::state::{About, Asked, State};
use super::voice::Voice;
use super::{auth, data, envelope, hello};
use crate::reply::{self, Reply};

impl Asked {
    /// The question as the host sees it.
    pub(super) fn question<'a>(&'a self, content: &'a [u8]) -> Question<'a> {
        match self {
            Self::Connect => Question::Connect,
            Self::Hello { hello, .. } => Question::Hello { name: &hello.name, esmtp: hello.esmtp },
            Self::Mail { transaction, .. } => {
                Question::Mail { path: &transaction.reverse_path, params: &transaction.params }
            }
            Self::Recipient(opened) => {
                let transaction = &*opened.transaction;
                let candidate = transaction.candidate.as_ref();
                let (path, params) = candidate.expect("a RCPT that is asked about is kept");
                Question::Recipient { path, params, transaction }
            }
            Self::Data(_) => Question::Data,
            Self::Message { opened, faults } => {
                let transaction = &*opened.transaction;
                Question::Message { data: content, faults: *faults, transaction }
            }
            Self::Argument { about: About::Verify, argument, .. } => Question::Verify { argument },
            Self::Argument { about: About::Expand, argument, .. } => Question::Expand { argument },
            Self::Argument { about: About::Turn, argument, .. } => Question::Turn { argument },
            Self::Authenticate { mechanism, credentials, .. } => Question::Authenticate {
                mechanism: *mechanism,
                authorization: &credentials.authorization,
                user: &credentials.user,
                password: &credentials.password,
            },
        }
    }

    /// Goes on with the host's answer.
    pub(super) fn answered(self, voice: &mut Voice, answer: Answer) -> State {
        let answer = match answer {
            Answer::Accept => Ok(None),
            Answer::Reply(reply) => match reply.severity() {
                Severity::Completed | Severity::Intermediate => Ok(Some(reply)),
                Severity::Transient | Severity::Permanent => Err(reply),
            },
        };
        // 3yz asks for more, which only DATA does; elsewhere the usual words are the right ones.
        let is_data = matches!(self, Self::Data(_));
        let answer = answer.map(|reply| reply.filter(|reply| is_data || reply.is_positive()));
        match self {
            Self::Connect => hello::connected(voice, answer),
            Self::Hello { back, hello } => hello::introduced(voice, back, hello, answer),
            Self::Mail { greeted, transaction } => {
                envelope::opened(voice, greeted, transaction, answer)
            }
            Self::Recipient(opened) => envelope::added(voice, opened, answer),
            Self::Data(opened) => data::started(voice, opened, answer),
            Self::Message { opened, .. } => data::judged(voice, opened, answer),
            Self::Authenticate { greeted, credentials, .. } => {
                auth::checked(voice, greeted, *credentials, answer)
            }
            Self::Argument { back, about, utf8, .. } => {
                let usual: fn() -> Reply = match about {
                    About::Verify | About::Expand => reply::cannot_verify,
                    About::Turn => reply::turn_started,
                };
                let reply = answer.map(|reply| reply.unwrap_or_else(usual));
                // Nothing depends on whether it is a yes: the state stays.
                voice.style.utf8 = utf8;
                let next = voice.refuse(back, &reply.unwrap_or_else(|refusal| refusal));
                voice.style.utf8 = false;
                next
            }
        }
    }
}
