//! Hosts' questions to the domain system, and its answers in a host's words.

use relay_host::{Answer, Asker, DnsFailure, Exchangers, Question};
use relay_kernel::RecordId;
use relay_mail::Domain;
use relay_net::dns::{Answer as NetAnswer, Name, Outcome, RecordType};
use smol_str::{SmolStr, SmolStrBuilder, ToSmolStr};

use crate::trace::HostId;

/// A question under way.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) host: HostId,
    pub(super) asker: Asker,
    pub(super) rtype: RecordType,
    pub(super) name: Name,
    pub(super) cause: RecordId,
}

/// An answer that a host's resolver had at once.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) asker: Asker,
    pub(super) answer: Answer,
    pub(super) cause: RecordId,
}

/// The name of a domain in the DNS; `None` when it can have none there.
pub fn dns_name(domain: &Domain) -> Option<Name> {
    Name::new(&domain.in_dns()?).ok()
}

/// The name to ask the network for; `None` when no such name can exist.
pub(super) fn to_net(question: &Question) -> Option<Name> {
    match question {
        Question::Mx(domain) | Question::A(domain) => dns_name(domain),
        Question::Ptr(addr) => Some(Name::reverse(*addr)),
    }
}

/// Does something with the name that a question is about, be it one or not: one beyond ASCII is not
/// the name that is asked for.
pub(super) fn with_name_as_written<T>(question: &Question, act: impl FnOnce(&str) -> T) -> T {
    match question {
        Question::Mx(domain) | Question::A(domain) => act(domain.as_str()),
        Question::Ptr(addr) => act(Name::reverse(*addr).as_str()),
    }
}

/// The type of the records that a question is about.
pub(super) fn rtype(question: &Question) -> RecordType {
    match question {
        Question::Mx(_) => RecordType::Mx,
        Question::A(_) => RecordType::A,
        Question::Ptr(_) => RecordType::Ptr,
    }
}

/// The answer to a question that cannot be asked.
pub(super) fn impossible(question: &Question) -> Answer {
    let failure = DnsFailure::NoSuchName;
    match question {
        Question::Mx(_) => Answer::Mx(Exchangers::Failed(failure)),
        Question::A(_) => Answer::A(Err(failure)),
        Question::Ptr(_) => Answer::Ptr(None),
    }
}

/// What the network's answer means to a host.
pub(super) fn to_host(rtype: RecordType, outcome: &Outcome) -> Answer {
    let failure = match outcome {
        Outcome::Records(set) => {
            return match rtype {
                RecordType::Mx => Answer::Mx(Exchangers::Found(
                    set.exchanges()
                        .map(|(preference, name)| (preference, SmolStr::from(host_name(name))))
                        .collect(),
                )),
                RecordType::Ptr => {
                    Answer::Ptr(set.targets().next().map(|name| name.text().clone()))
                }
                _ => Answer::A(Ok(set.addrs().collect())),
            };
        }
        Outcome::NoData => DnsFailure::NoRecords,
        Outcome::NxDomain => DnsFailure::NoSuchName,
        Outcome::ServFail => DnsFailure::ServerFailed,
        Outcome::Timeout => DnsFailure::NoAnswer,
    };
    match rtype {
        RecordType::Mx if failure == DnsFailure::NoRecords => Answer::Mx(Exchangers::None),
        RecordType::Mx => Answer::Mx(Exchangers::Failed(failure)),
        RecordType::Ptr => Answer::Ptr(None),
        _ => Answer::A(Err(failure)),
    }
}

/// The root is written `.` in zones and is no host.
fn host_name(name: &Name) -> &str {
    if name.is_root() { "" } else { name.as_str() }
}

/// The answer in words.
pub(super) fn words(answer: &NetAnswer) -> SmolStr {
    let Outcome::Records(set) = &answer.outcome else {
        return SmolStr::new_static(match &answer.outcome {
            Outcome::NoData => "no such record",
            Outcome::NxDomain => "no such name (NXDOMAIN)",
            Outcome::ServFail => "the name server failed (SERVFAIL)",
            _ => "no answer",
        });
    };
    let mut text = SmolStrBuilder::new();
    let mut add = |part: SmolStr| {
        if !text.clone().finish().is_empty() {
            text.push_str(", ");
        }
        text.push_str(&part);
    };
    set.exchanges().for_each(|(preference, name)| {
        add(smol_str::format_smolstr!("{preference} {}", name.as_str()));
    });
    set.addrs().for_each(|addr| add(addr.to_smolstr()));
    set.targets().for_each(|name| add(name.as_str().into()));
    text.finish()
}
