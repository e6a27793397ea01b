//! What comes to a host from the outside.

use core::net::Ipv4Addr;

use relay_mail::{Calendar, Domain, ForwardPath, ReversePath};
use relay_smtp::params::{MailParams, RcptParams};

use crate::config::{SettingChange, SmartHost};
use crate::fact::Unreachable;
use crate::output::Asker;
use crate::route::Exchangers;
use crate::service::Service;
use crate::session::SessionId;

/// What comes to a host from the outside.
#[derive(Debug)]
pub enum Input<'a> {
    /// A connection that a session wanted is there.
    Connected {
        /// The session.
        session: SessionId,
    },
    /// It did not come about.
    DialFailed {
        /// The session.
        session: SessionId,
        /// What happened instead.
        how: Unreachable,
    },
    /// Octets arrived.
    Bytes {
        /// The session.
        session: SessionId,
        /// The octets.
        octets: &'a [u8],
    },
    /// The other end closed.
    Closed {
        /// The session.
        session: SessionId,
    },
    /// The connection broke.
    Broken {
        /// The session.
        session: SessionId,
    },
    /// The network takes content again.
    Writable {
        /// The session.
        session: SessionId,
    },
    /// The domain system answered.
    Resolved {
        /// Who asked.
        asker: Asker,
        /// What it said.
        answer: Answer,
    },
    /// [`Host::deadline`](crate::Host::deadline) has come.
    Wake,
    /// A user of this host sends a message, or a program on it does.
    Submit {
        /// The return path.
        reverse_path: ReversePath,
        /// What is asked for the message (RFC 3461 §4.3, §4.4).
        params: MailParams,
        /// For whom it is, and what is asked for each (RFC 3461 §4.1, §4.2).
        recipients: Vec<(ForwardPath, RcptParams)>,
        /// A message in the form of RFC 5322, lines ended by CRLF.
        octets: &'a [u8],
        /// The server that the user's mail client hands it to; `None` for the host's own routing.
        via: Option<SmartHost>,
    },
    /// A user of this host collects mail.
    Collect {
        /// The place of the account in the host's settings.
        account: usize,
    },
    /// Something that is no mail takes all room, or gives it back.
    Fill {
        /// The name of a maildrop; `None` is the disk, which new mail shares.
        mailbox: Option<&'a str>,
        /// Whether there is no room from now on.
        full: bool,
    },
    /// The directory of the host's users and their passwords stops answering, or answers again.
    Directory {
        /// Whether it answers from now on.
        answers: bool,
    },
    /// The host's clock is set, right or wrong; its timers do not look at it.
    SetClock(Calendar),
    /// Services shut down politely: their clients are told 421, or what POP3 has for that, and
    /// dismissed (RFC 5321 §3.8).
    ShutDown(&'a [Service]),
    /// A setting is another one from now on.
    Set(SettingChange),
    /// All that waits in the queue is to be tried now.
    RunQueue,
    /// A server is to be asked for the mail that waits there for a domain (ETRN, RFC 1985).
    AskTurn {
        /// The server.
        server: (&'a Domain, Ipv4Addr),
        /// The domain.
        domain: Domain,
    },
}

/// What the domain system said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Question::Mx`](crate::Question::Mx).
    Mx(Exchangers),
    /// To [`Question::A`](crate::Question::A): the addresses in order; `Err` when there are none.
    A(Result<Vec<Ipv4Addr>, crate::DnsFailure>),
    /// To [`Question::Ptr`](crate::Question::Ptr).
    Ptr(Option<smol_str::SmolStr>),
}
