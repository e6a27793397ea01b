//! The host's answers, each to its question.

use relay_mail::Severity;

use super::port::{Answer, Question};
use super::state::{About, Asked, Inquiry, State};
use super::voice::Voice;
use super::{auth, data, envelope, hello};
use crate::reply::{self, Reply};

/// What the host says: yes in its own words or in the usual ones, or no.
pub(super) type Word<'a> = Result<Option<&'a Reply>, &'a Reply>;

impl Asked {
    /// The question as the host sees it.
    pub(super) fn question<'a>(&'a self, content: &'a [u8]) -> Question<'a> {
        match self {
            Self::Connect => Question::Connect,
            Self::Hello { greeted, .. } => {
                Question::Hello { name: &greeted.hello.name, esmtp: greeted.hello.esmtp }
            }
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
            Self::Argument(inquiry) => {
                let argument = inquiry.argument.as_str();
                match inquiry.about {
                    About::Verify => Question::Verify { argument },
                    About::Expand => Question::Expand { argument },
                    About::Turn => Question::Turn { argument },
                }
            }
            Self::Authenticate { mechanism, credentials, .. } => Question::Authenticate {
                mechanism: *mechanism,
                authorization: &credentials.authorization,
                user: &credentials.user,
                password: &credentials.password,
            },
        }
    }

    /// Goes on with the host's answer.
    pub(super) fn answered(self, voice: &mut Voice, answer: &Answer) -> State {
        let answer = match answer {
            Answer::Accept => Ok(None),
            Answer::Reply(reply) => match reply.severity() {
                Severity::Completed => Ok(Some(reply)),
                // 3yz asks for more, which only DATA does; elsewhere the usual words are the right
                // ones.
                Severity::Intermediate => Ok(Some(reply).filter(|_| matches!(self, Self::Data(_)))),
                Severity::Transient | Severity::Permanent => Err(reply),
            },
        };
        match self {
            Self::Connect => hello::connected(voice, answer),
            Self::Hello { back, greeted } => hello::introduced(voice, *back, greeted, answer),
            Self::Mail { greeted, transaction } => {
                envelope::opened(voice, greeted, transaction, answer)
            }
            Self::Recipient(opened) => envelope::added(voice, opened, answer),
            Self::Data(opened) => data::started(voice, opened, answer),
            Self::Message { opened, .. } => data::judged(voice, opened, answer),
            Self::Authenticate { greeted, credentials, .. } => {
                auth::checked(voice, greeted, *credentials, answer)
            }
            Self::Argument(inquiry) => inquiry.answered(voice, answer),
        }
    }
}

impl Inquiry {
    fn answered(self, voice: &mut Voice, answer: Word<'_>) -> State {
        let usual = match self.about {
            About::Verify | About::Expand => reply::cannot_verify(),
            About::Turn => reply::turn_started(),
        };
        // Nothing depends on whether it is a yes: the state stays.
        voice.style.utf8 = self.utf8;
        let next =
            voice.refuse(self.back, answer.map_or_else(|no| no, |yes| yes.unwrap_or(&usual)));
        voice.style.utf8 = false;
        next
    }
}
