//! What goes into a client and what comes out of it.

use core::fmt;

use relay_mail::{Content, ForwardPath, ReversePath};
use smol_str::SmolStr;

use crate::extension::Offered;
use crate::params::{MailParams, RcptParams};
use crate::reply::{Heard, Reply};
use crate::violation::Violation;

/// One message to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Where reports go.
    pub reverse_path: ReversePath,
    /// What was asked for the message. The client sends what the server offers, and puts in SIZE
    /// and BODY itself.
    pub params: MailParams,
    /// For whom, at least one.
    pub recipients: Vec<(ForwardPath, RcptParams)>,
    /// The message.
    pub content: Content,
}

/// What a client is fed.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// Octets of the server.
    Bytes(&'a [u8]),
    /// The other end closed the connection.
    Closed,
    /// The connection broke: what was under way has the same fate, and nobody is to blame (§3.8).
    Broken,
    /// The deadline has passed; a stale one is ignored.
    Timeout,
    /// The network has taken the blocks that were polled: the timer of the next block starts
    /// (§4.5.3.2.5).
    Writable,
    /// The answer to [`Event::Ready`]: this message is next.
    Transaction(Transaction),
    /// The answer to [`Event::Ready`]: ask the server to run its queue for a domain (RFC 1985).
    Turn(SmolStr),
    /// The answer to [`Event::Ready`]: the session ends. At any other time: it ends as soon as it
    /// is ready again.
    Quit,
}

/// What a client gives out.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<'a> {
    /// Exactly one command line. The commands of a pipelined group follow one another.
    Transmit(&'a [u8]),
    /// A block of the content as it goes over the wire, of at most
    /// [`DATA_BLOCK`](relay_mail::limit::DATA_BLOCK) octets.
    TransmitData {
        /// The octets, stuffed; the last block has the final dot.
        bytes: &'a [u8],
        /// How many octets of the stream went before.
        from: usize,
    },
    /// The server did something wrong.
    Violation(Violation),
    /// Something happened.
    Event(Event<'a>),
    /// Close the connection, orderly, behind what was transmitted.
    Close,
}

/// What happened in a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// The 220 came.
    Greeted,
    /// AUTH succeeded.
    Authenticated,
    /// The session is open, or the last transaction is over: the host says what is next.
    Ready(&'a Offered),
    /// The reply to MAIL, good or bad.
    Sender(Heard<'a>),
    /// The reply to a RCPT, good or bad. See [`Heard::recipient_severity`] for 552.
    Recipient {
        /// Which of the recipients.
        index: usize,
        /// What the server says of it.
        reply: Heard<'a>,
    },
    /// 2yz after the end of data: responsibility for all accepted recipients has moved (§6.1).
    Accepted(Heard<'a>),
    /// The transaction as a whole was refused; recipients without a refusal of their own share
    /// its fate. Before a transaction, the session as a whole was.
    Refused {
        /// In which phase.
        phase: Phase,
        /// In which words.
        reply: Box<Reply>,
    },
    /// The session broke with something under way. The client treats it like a 4yz (§3.8). After
    /// the end of data nobody knows whether the server has the message (RFC 1047).
    Lost {
        /// In which phase.
        phase: Phase,
        /// How.
        why: Lost,
    },
    /// The reply to ETRN.
    Turned(Box<Reply>),
    /// The server ended an idle session with a 421 (§3.8).
    Dismissed(Box<Reply>),
    /// The session is over; nothing follows.
    Ended,
}

/// How far a session or a transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The 220 is awaited.
    Greeting,
    /// The reply to EHLO or HELO is awaited.
    Hello,
    /// AUTH is under way.
    Authentication,
    /// Nothing was sent: what the server offers does not do for this message. The reply is the
    /// client's own.
    Offer,
    /// The reply to RSET is awaited, before the next message of the session (§4.1.1.5).
    Reset,
    /// The reply to MAIL is awaited.
    Mail,
    /// Replies to RCPT are awaited.
    Recipients,
    /// All recipients were refused; the reply is that to the last.
    AllRecipients,
    /// The reply to DATA is awaited.
    Data,
    /// The content is on its way, or the reply after it is awaited.
    Message,
    /// No transaction is under way.
    Idle,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Greeting => "greeting",
            Self::Hello => "EHLO",
            Self::Authentication => "AUTH",
            Self::Offer => "offer",
            Self::Reset => "RSET",
            Self::Mail => "MAIL",
            Self::Recipients => "RCPT",
            Self::AllRecipients => "all recipients",
            Self::Data => "DATA",
            Self::Message => "end of data",
            Self::Idle => "idle",
        })
    }
}

/// How a session broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The connection was closed or reset.
    Closed,
    /// The server did not reply in time (§4.5.3.2).
    TimedOut,
    /// What the server sent makes no sense; the client closed the connection (§4.2).
    OutOfStep,
}
