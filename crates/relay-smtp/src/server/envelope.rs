//! MAIL and RCPT (RFC 5321 §4.1.1.2, §4.1.1.3).

use relay_mail::{ForwardPath, ReversePath};

use super::answer::Word;
use super::state::{Asked, Greeted, Opened, Session, State, Transaction};
use super::voice::Voice;
use crate::command::Verb;
use crate::params::{Keyword, MailParams, RcptParams};
use crate::reply::{self, Reply, wire};
use crate::violation::Violation;

impl Session {
    pub(super) fn mail(self, voice: &mut Voice, path: ReversePath, params: MailParams) -> State {
        let greeted = match self {
            Self::Fresh => return self.out_of_order(voice, Verb::Mail, &reply::hello_first()),
            Self::Opened(_) => {
                return self.out_of_order(voice, Verb::Mail, &reply::nested_mail());
            }
            Self::Greeted(greeted) => greeted,
        };
        if let Some((violation, reply)) = mail_fault(voice, &greeted, &path, &params) {
            return voice.mistake(Self::Greeted(greeted), Some(violation), &reply);
        }
        if voice.config.auth_required && greeted.user.is_none() {
            return voice.refuse(Self::Greeted(greeted), &reply::auth_required());
        }
        let max = voice.config.content_max();
        if params.size.is_some_and(|size| size > max) {
            return voice.refuse(Self::Greeted(greeted), &reply::size_exceeded());
        }
        let transaction = Transaction::begin(voice.memory.get().spare.take(), path, params);
        State::Asking(Asked::Mail { greeted, transaction })
    }

    pub(super) fn recipient(
        self,
        voice: &mut Voice,
        path: ForwardPath,
        params: RcptParams,
    ) -> State {
        let mut opened = match self {
            Self::Fresh => return self.out_of_order(voice, Verb::Rcpt, &reply::hello_first()),
            Self::Greeted(_) => return self.without_mail(voice, Verb::Rcpt),
            Self::Opened(opened) if opened.transaction.chunks.begun() => {
                let back = Self::Opened(opened);
                return back.out_of_order(voice, Verb::Rcpt, &reply::bad_sequence());
            }
            Self::Opened(opened) => opened,
        };
        if let Some((violation, reply)) = recipient_fault(voice, &opened, &path, &params) {
            opened.transaction.refused += 1;
            return voice.mistake(Self::Opened(opened), Some(violation), &reply);
        }
        if opened.transaction.recipients.len() >= voice.config.recipients_max {
            opened.transaction.refused += 1;
            return voice.refuse(Self::Opened(opened), &reply::too_many_recipients());
        }
        opened.transaction.candidate = Some((path, params));
        State::Asking(Asked::Recipient(opened))
    }
}

/// The host's answer to MAIL.
pub(super) fn opened(
    voice: &mut Voice,
    mut greeted: Greeted,
    transaction: Box<Transaction>,
    answer: Word<'_>,
) -> State {
    greeted.mail_refused = answer.is_err();
    match answer {
        Ok(reply) => {
            voice.answer(reply, wire::sender_ok());
            State::Command(Session::Opened(Opened { greeted, transaction }))
        }
        Err(reply) => voice.refuse(Session::Greeted(greeted), reply),
    }
}

/// The host's answer to RCPT.
pub(super) fn added(voice: &mut Voice, mut opened: Opened, answer: Word<'_>) -> State {
    let candidate = opened.transaction.candidate.take();
    match answer {
        Ok(reply) => {
            voice.answer(reply, wire::recipient_ok());
            let recipients = &mut opened.transaction.recipients;
            if recipients.is_empty() {
                // Most messages have one, and its place may be there from the message before.
                recipients.reserve_exact(1);
            }
            recipients.extend(candidate);
            State::Command(Session::Opened(opened))
        }
        Err(reply) => {
            opened.transaction.refused += 1;
            voice.refuse(Session::Opened(opened), reply)
        }
    }
}

/// A parameter that was not offered (§4.1.1.11), or a path that needs SMTPUTF8 and has it not.
fn mail_fault(
    voice: &Voice,
    greeted: &Greeted,
    path: &ReversePath,
    params: &MailParams,
) -> Option<(Violation, Reply)> {
    let offered = voice.config.extensions;
    let esmtp = greeted.hello.esmtp;
    let given = [
        (Keyword::Size, params.size.is_some(), offered.size),
        (Keyword::Body, params.body.is_some(), offered.eight_bit_mime),
        (Keyword::Ret, params.ret.is_some(), offered.dsn),
        (Keyword::Envid, params.envid.is_some(), offered.dsn),
        (Keyword::Auth, params.submitter.is_some(), offered.auth.any()),
        (Keyword::SmtpUtf8, params.smtp_utf8, offered.smtp_utf8),
    ];
    let stranger = given.into_iter().find(|&(_, given, offered)| given && !(esmtp && offered));
    if let Some((keyword, ..)) = stranger {
        return Some((Violation::NotOffered(keyword), reply::params_unknown()));
    }
    let ascii = path.mailbox().is_none_or(relay_mail::Mailbox::is_ascii);
    (!ascii && !params.smtp_utf8)
        .then(|| (Violation::NotAscii(Verb::Mail), not_ascii(esmtp && offered.smtp_utf8)))
}

fn recipient_fault(
    voice: &Voice,
    opened: &Opened,
    path: &ForwardPath,
    params: &RcptParams,
) -> Option<(Violation, Reply)> {
    let offered = voice.config.extensions;
    let esmtp = opened.greeted.hello.esmtp;
    let dsn = esmtp && offered.dsn;
    let given =
        [(Keyword::Notify, params.notify.is_some()), (Keyword::Orcpt, params.orcpt.is_some())];
    if let Some((keyword, _)) = given.into_iter().find(|&(_, given)| given && !dsn) {
        return Some((Violation::NotOffered(keyword), reply::params_unknown()));
    }
    let ascii = path.mailbox().is_none_or(relay_mail::Mailbox::is_ascii);
    (!ascii && !opened.transaction.params.smtp_utf8)
        .then(|| (Violation::NotAscii(Verb::Rcpt), not_ascii(esmtp && offered.smtp_utf8)))
}

/// Without SMTPUTF8 such characters are invalid (RFC 5321 §4.1.2: 501); with it, the client only
/// forgot to say so (RFC 6531 §3.5: 553).
fn not_ascii(offered: bool) -> Reply {
    if offered { reply::not_ascii() } else { reply::bad_characters() }
}
