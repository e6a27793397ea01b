//! Why something did not work.

use core::fmt;
use core::net::Ipv4Addr;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{EnhancedCode, ReplyCode, Severity};
use smol_str::SmolStr;

/// Why something did not work. It is shown to people and written into reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The next host answered so.
    Reply {
        /// The next host's name.
        host: SmolStr,
        /// What the reply answered, for example `RCPT TO`.
        to: &'static str,
        /// Its code.
        code: ReplyCode,
        /// What it means: its first digit says it, but for 552 to RCPT, which is temporary
        /// (§4.5.3.1.10).
        severity: Severity,
        /// Its enhanced code, if it has one.
        enhanced: Option<EnhancedCode>,
        /// Its text, without the codes; lines are parted by LF.
        text: SmolStr,
    },
    /// No connection came about.
    Unreachable {
        /// The next host's name.
        host: SmolStr,
        /// Its address.
        addr: Ipv4Addr,
        /// What happened instead.
        how: Unreachable,
    },
    /// A connection ended in the middle of a transaction; treated as 451 (RFC 5321 §3.8).
    Lost {
        /// The next host's name.
        host: SmolStr,
        /// What was under way, for example `the reply to the final dot`.
        during: &'static str,
        /// Whether it was silence; otherwise the connection was closed or reset.
        timed_out: bool,
    },
    /// The domain system gave no way (RFC 5321 §5.1).
    Dns {
        /// The name that was asked for.
        name: SmolStr,
        /// What it lacks.
        failure: DnsFailure,
    },
    /// This host itself refuses to deliver.
    Local {
        /// The status for the report.
        status: EnhancedCode,
        /// What is wrong.
        text: SmolStr,
    },
    /// A POP3 server refused, or a mail client could not go on with it; no mail fails for that.
    Pop3 {
        /// What is wrong.
        text: SmolStr,
    },
    /// It was not tried, because its next host failed not long ago (RFC 5321 §4.5.4.1).
    Suspended {
        /// The host or destination that is left alone.
        next_hop: SmolStr,
        /// Until when.
        until: SimTime,
        /// How it failed.
        last: Box<Why>,
    },
    /// It was tried for the whole lifetime of a queue entry.
    Expired {
        /// That lifetime.
        lifetime: SimDuration,
        /// The last failure.
        last: Box<Why>,
    },
}

/// How a connection did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The host answered that nobody listens.
    Refused,
    /// Nothing answered.
    TimedOut,
    /// There is no way to that address.
    NoRoute,
}

/// What the domain system answered in place of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsFailure {
    /// There is no such name.
    NoSuchName,
    /// The name has neither MX nor address.
    NoRecords,
    /// The server failed; it may do better later.
    ServerFailed,
    /// No server answered; one may later.
    NoAnswer,
    /// The domain says that it takes no mail (RFC 7505).
    NullMx,
    /// Every exchanger is this host itself, or less preferred (RFC 5321 §5.1).
    OnlySelf,
}

impl Why {
    /// Whether trying again may help: 4yz replies and everything that may pass.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Reply { severity, .. } => *severity == Severity::Transient,
            Self::Unreachable { .. }
            | Self::Lost { .. }
            | Self::Pop3 { .. }
            | Self::Suspended { .. } => true,
            Self::Dns { failure, .. } => {
                matches!(failure, DnsFailure::ServerFailed | DnsFailure::NoAnswer)
            }
            Self::Local { status, .. } => status.class == 4,
            Self::Expired { .. } => false,
        }
    }

    /// The status code for a report (RFC 3463). A failure after expiry keeps its 4.y.z
    /// (RFC 3464 §2.3.3).
    pub fn status(&self) -> EnhancedCode {
        let code = EnhancedCode::new;
        match self {
            Self::Reply { enhanced: Some(enhanced), .. } => *enhanced,
            Self::Reply { code: reply, severity, .. } => status_of_reply(*reply, *severity),
            Self::Unreachable { .. } => code(4, 4, 1),
            Self::Lost { .. } => code(4, 4, 2),
            Self::Dns { failure, .. } => match failure {
                DnsFailure::NoSuchName => code(5, 1, 2),
                DnsFailure::NoRecords => code(5, 4, 4),
                DnsFailure::ServerFailed | DnsFailure::NoAnswer => code(4, 4, 3),
                DnsFailure::NullMx => code(5, 1, 10),
                DnsFailure::OnlySelf => code(5, 4, 6),
            },
            Self::Local { status, .. } => *status,
            Self::Pop3 { .. } => code(4, 3, 0),
            Self::Suspended { last, .. } | Self::Expired { last, .. } => last.status(),
        }
    }
}

/// The status that a reply without an enhanced code stands for (RFC 3463 §3, RFC 5321 §4.2.3).
/// A reply that was not taken at its word has the class of what it was taken for.
fn status_of_reply(reply: ReplyCode, severity: Severity) -> EnhancedCode {
    let class = if severity == Severity::Transient { 4 } else { 5 };
    let (subject, detail) = match reply.get() {
        421 => (3, 2),
        450 => (2, 0),
        452 => (3, 1),
        550 | 551 => (1, 1),
        552 => (2, 2),
        553 => (1, 3),
        556 => (1, 10),
        500..=504 | 555 => (5, 0),
        _ => (0, 0),
    };
    EnhancedCode::new(class, subject, detail)
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply { host, to, code, enhanced, text, .. } => {
                write!(f, "{host} answered {code} ")?;
                if let Some(enhanced) = enhanced {
                    write!(f, "{enhanced} ")?;
                }
                for (nth, line) in text.split('\n').enumerate() {
                    write!(f, "{}{line}", if nth > 0 { " / " } else { "" })?;
                }
                write!(f, " (to {to})")
            }
            Self::Unreachable { host, addr, how } => {
                let how = match how {
                    Unreachable::Refused => "refused the connection",
                    Unreachable::TimedOut => "did not answer",
                    Unreachable::NoRoute => "cannot be reached",
                };
                write!(f, "{host} [{addr}] {how}")
            }
            Self::Lost { host, during, timed_out: true } => {
                write!(f, "{host} was silent for too long during {during}")
            }
            Self::Lost { host, during, timed_out: false } => {
                write!(f, "the connection to {host} was lost during {during}")
            }
            Self::Dns { name, failure } => {
                let failure = match failure {
                    DnsFailure::NoSuchName => "does not exist in the DNS",
                    DnsFailure::NoRecords => "has neither MX nor address in the DNS",
                    DnsFailure::ServerFailed => "could not be looked up: the name server failed",
                    DnsFailure::NoAnswer => "could not be looked up: no name server answered",
                    DnsFailure::NullMx => "accepts no mail (null MX)",
                    DnsFailure::OnlySelf => "has no mail exchanger but this host",
                };
                write!(f, "{name} {failure}")
            }
            Self::Local { status, text } => write!(f, "{status} {text}"),
            Self::Pop3 { text } => f.write_str(text),
            Self::Suspended { next_hop, last, .. } => {
                write!(f, "{next_hop} is left alone for a while: {last}")
            }
            Self::Expired { lifetime, last } => write!(f, "{last}; given up after {lifetime}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expired_failure_keeps_its_transient_status() {
        let last = Why::Dns { name: "example.net".into(), failure: DnsFailure::NoAnswer };
        assert!(last.is_transient());
        let expired = Why::Expired { lifetime: SimDuration::from_days(5), last: Box::new(last) };
        assert!(!expired.is_transient());
        assert_eq!(expired.status().to_string(), "4.4.3");
        assert!(expired.to_string().ends_with("given up after 5 d"));
    }
}
