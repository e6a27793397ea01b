//! What goes into a server and what comes out of it.

use relay_mail::faults::Faults;
use relay_mail::{ForwardPath, ReversePath};

use super::state::Transaction;
use crate::params::{MailParams, RcptParams};
use crate::reply::Reply;
use crate::sasl::Mechanism;
use crate::timer::DeadlineReason;
use crate::violation::Violation;

/// What a server is fed.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// Octets of the client.
    Bytes(&'a [u8]),
    /// The other end closed the connection: no more octets matter in either direction.
    Closed,
    /// The connection broke: a failure of the system or the network, as far as anybody can tell
    /// (§4.1.1.10).
    Broken,
    /// The deadline has passed; a stale one is ignored.
    Timeout,
    /// The host's answer to the last question.
    Answer(Answer),
    /// The host goes down politely: 421 (§3.8).
    Shutdown,
}

/// What a host says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes, with the usual words.
    Accept,
    /// This reply: 2yz says yes, 4yz and 5yz say no, and 421 also closes the connection.
    Reply(Reply),
}

/// What a server gives out.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<'a> {
    /// Exactly one whole reply with all its lines.
    Transmit(&'a [u8]),
    /// The host decides. The server stays put until [`Input::Answer`].
    Ask(Question<'a>),
    /// The client did something wrong.
    Violation(Violation),
    /// Something happened that needs no answer.
    Event(Event),
    /// Close the connection, orderly, behind what was transmitted.
    Close,
}

/// What only the host can decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Question<'a> {
    /// Somebody connected. Accept: 220. A 421 closes; another refusal keeps the connection until
    /// QUIT and answers 503 to all else (§3.1).
    Connect,
    /// EHLO or HELO. Accept: 250 with what is offered.
    Hello {
        /// The name as it was given.
        name: &'a str,
        /// EHLO.
        esmtp: bool,
    },
    /// AUTH with everything that it needs. Accept: 235.
    Authenticate {
        /// The mechanism.
        mechanism: Mechanism,
        /// As whom the client wants to act; empty for the user itself (RFC 4616 §2).
        authorization: &'a str,
        /// The user.
        user: &'a str,
        /// The password.
        password: &'a str,
    },
    /// MAIL. Accept: 250.
    Mail {
        /// Where reports go.
        path: &'a ReversePath,
        /// The parameters; all of them were offered.
        params: &'a MailParams,
    },
    /// RCPT. Accept: 250; a 251 accepts too.
    Recipient {
        /// For whom.
        path: &'a ForwardPath,
        /// The parameters; all of them were offered.
        params: &'a RcptParams,
        /// The envelope as far as it was accepted.
        transaction: &'a Transaction,
    },
    /// DATA, with at least one recipient accepted. Accept: 354.
    Data,
    /// A whole message. Accept: 250, which leaves only now, when the host has taken
    /// responsibility (§4.2.5, §6.1).
    Message {
        /// The content: CRLF lines without stuffing.
        data: &'a [u8],
        /// What it holds and should not.
        faults: Faults,
        /// The envelope.
        transaction: &'a Transaction,
    },
    /// VRFY. Accept: 252.
    Verify {
        /// What to verify.
        argument: &'a str,
    },
    /// EXPN. Accept: 252.
    Expand {
        /// What to expand.
        argument: &'a str,
    },
    /// ETRN. Accept: 250.
    Turn {
        /// A domain, `@domain` or `#queue` (RFC 1985 §5.2).
        argument: &'a str,
    },
}

/// A fact that needs no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The open transaction was dropped without a message.
    Reset(ResetCause),
    /// The client said QUIT.
    Quit,
    /// The client said nothing for too long, and was told 421.
    GaveUp(DeadlineReason),
    /// The connection is gone, and the client had not said QUIT.
    Lost,
    /// The server ended the session with a 421.
    Dismissed,
}

/// Why a transaction was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetCause {
    /// RSET.
    Reset,
    /// A new EHLO or HELO (§4.1.4).
    Hello,
    /// QUIT (§4.1.1.10).
    Quit,
    /// The connection went away (§3.8).
    Lost,
    /// The server ended the session with a 421.
    Dismissed,
}
