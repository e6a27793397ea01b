//! The states of a server. What exists only in a state lives only in its struct.
//!
//! A state is moved with every command, so what is large in it is boxed once. What is small is not: a
//! session that slept for a while finds nothing of what it has in the processor's cache, and waits for
//! each box.

use relay_mail::faults::Faults;
use relay_mail::{ForwardPath, ReversePath, dot};
use smol_str::SmolStr;

use super::auth::Exchange;
use super::chunk::{Chunk, Chunks};
use crate::params::{MailParams, RcptParams};
use crate::sasl::{Credentials, Mechanism};

/// An envelope as far as it was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Where reports go.
    pub reverse_path: ReversePath,
    /// The parameters of MAIL.
    pub params: MailParams,
    /// The accepted recipients in order.
    pub recipients: Vec<(ForwardPath, RcptParams)>,
    /// How many RCPT commands were refused.
    pub refused: usize,
    /// The recipient that the host is asked about.
    pub(super) candidate: Option<(ForwardPath, RcptParams)>,
    pub(super) chunks: Chunks,
}

impl Transaction {
    /// A transaction without recipients, in the memory of `spare` if there is some.
    pub(super) fn begin(
        spare: Option<Box<Self>>,
        reverse_path: ReversePath,
        params: MailParams,
    ) -> Box<Self> {
        let begun = |recipients| {
            let (candidate, chunks) = (None, Chunks::None);
            Self { reverse_path, params, recipients, refused: 0, candidate, chunks }
        };
        let Some(mut spare) = spare else { return Box::new(begun(Vec::new())) };
        let mut recipients = core::mem::take(&mut spare.recipients);
        recipients.clear();
        *spare = begun(recipients);
        spare
    }
}

/// Where a session stands between two inputs.
#[derive(Clone, Debug, Default)]
pub(super) enum State {
    /// A command is awaited.
    Command(Session),
    /// The content after 354 is awaited.
    Receiving(Receiving),
    /// The octets of a BDAT are awaited.
    Chunk(Chunk),
    /// A response to an AUTH challenge is awaited.
    Exchange(Exchange),
    /// The host's answer is awaited.
    Asking(Asked),
    /// The connection was refused; only QUIT is heard (§3.1).
    Barred,
    /// Over.
    #[default]
    Closed,
}

/// What is established while commands are awaited.
#[derive(Clone, Debug)]
pub(super) enum Session {
    /// Neither EHLO nor HELO was accepted yet.
    Fresh,
    /// One of them was; no transaction is open.
    Greeted(Greeted),
    /// MAIL was accepted.
    Opened(Opened),
}

/// An introduced client.
#[derive(Clone, Debug)]
pub(super) struct Greeted {
    pub(super) hello: Hello,
    /// As whom it authenticated.
    pub(super) user: Option<Box<str>>,
    /// The last MAIL was refused by the host. A client that sends commands in groups (RFC 2920
    /// §3.1) sent RCPT and DATA before it knew; that is no mistake of it.
    pub(super) mail_refused: bool,
}

/// How a client introduced itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hello {
    pub(super) name: SmolStr,
    pub(super) esmtp: bool,
}

/// An open transaction.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) greeted: Greeted,
    pub(super) transaction: Box<Transaction>,
}

/// A transaction whose content arrives behind 354.
#[derive(Clone, Debug)]
pub(super) struct Receiving {
    pub(super) opened: Opened,
    pub(super) unstuffer: dot::Unstuffer,
}

/// The question that the host has to answer, and what depends on the answer.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    Connect,
    Hello { back: Box<Session>, greeted: Greeted },
    Mail { greeted: Greeted, transaction: Box<Transaction> },
    Recipient(Opened),
    Data(Opened),
    Message { opened: Opened, faults: Faults },
    Argument(Box<Inquiry>),
    Authenticate { greeted: Greeted, mechanism: Mechanism, credentials: Box<Credentials> },
}

/// A command that asks for information, and what depends on the answer.
#[derive(Clone, Debug)]
pub(super) struct Inquiry {
    pub(super) back: Session,
    pub(super) about: About,
    pub(super) argument: SmolStr,
    /// The reply may be in UTF-8 (RFC 6531 §3.7.4.2).
    pub(super) utf8: bool,
}

/// Which of the commands that ask for information.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    Verify,
    Expand,
    Turn,
}

impl Session {
    pub(super) fn greeted(&self) -> Option<&Greeted> {
        match self {
            Self::Fresh => None,
            Self::Greeted(greeted) => Some(greeted),
            Self::Opened(opened) => Some(&opened.greeted),
        }
    }

    /// Whether the client said EHLO.
    pub(super) fn is_esmtp(&self) -> bool {
        self.greeted().is_some_and(|greeted| greeted.hello.esmtp)
    }

    pub(super) fn opened(&self) -> Option<&Opened> {
        if let Self::Opened(opened) = self { Some(opened) } else { None }
    }

    /// The same session without its transaction; whether there was one.
    pub(super) fn without_transaction(self) -> (Self, bool) {
        match self {
            Self::Opened(opened) => (Self::Greeted(opened.greeted), true),
            other => (other, false),
        }
    }
}

impl State {
    pub(super) fn opened(&self) -> Option<&Opened> {
        match self {
            Self::Command(session) => session.opened(),
            Self::Receiving(receiving) => Some(&receiving.opened),
            Self::Chunk(chunk) => chunk.back.opened(),
            Self::Asking(asked) => asked.opened(),
            Self::Exchange(_) | Self::Barred | Self::Closed => None,
        }
    }

    pub(super) fn greeted(&self) -> Option<&Greeted> {
        match self {
            Self::Command(session) => session.greeted(),
            Self::Receiving(receiving) => Some(&receiving.opened.greeted),
            Self::Chunk(chunk) => chunk.back.greeted(),
            Self::Exchange(exchange) => Some(&exchange.greeted),
            Self::Asking(asked) => asked.greeted(),
            Self::Barred | Self::Closed => None,
        }
    }
}

impl Asked {
    fn opened(&self) -> Option<&Opened> {
        match self {
            Self::Hello { back, .. } => back.opened(),
            Self::Argument(inquiry) => inquiry.back.opened(),
            Self::Recipient(opened) | Self::Data(opened) | Self::Message { opened, .. } => {
                Some(opened)
            }
            Self::Connect | Self::Mail { .. } | Self::Authenticate { .. } => None,
        }
    }

    fn greeted(&self) -> Option<&Greeted> {
        match self {
            Self::Connect => None,
            Self::Hello { back, .. } => back.greeted(),
            Self::Argument(inquiry) => inquiry.back.greeted(),
            Self::Mail { greeted, .. } | Self::Authenticate { greeted, .. } => Some(greeted),
            Self::Recipient(opened) | Self::Data(opened) | Self::Message { opened, .. } => {
                Some(&opened.greeted)
            }
        }
    }
}
