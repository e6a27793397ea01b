//! The values that are offered where a thing can be done in several ways.

use relay_kernel::SimDuration;
use relayscope::command::Command;
use relayscope::scenario::{ClockSkew, DnsFailure, HostNo, LinkQuality, Profile};

use super::Deed;

/// How much later answers come.
pub(super) const DELAYS: [(&str, SimDuration); 5] = [
    ("as fast as ever", SimDuration::ZERO),
    ("1 second later", SimDuration::from_secs(1)),
    ("30 seconds later", SimDuration::from_secs(30)),
    ("4 minutes later, as a tarpit does", SimDuration::from_mins(4)),
    ("15 minutes later: later than anybody waits", SimDuration::from_mins(15)),
];

/// How a clock goes.
pub(super) const CLOCKS: [(&str, ClockSkew); 5] = [
    ("right", ClockSkew { span: SimDuration::ZERO, behind: false }),
    ("an hour ahead", ClockSkew { span: SimDuration::from_hours(1), behind: false }),
    ("an hour behind", ClockSkew { span: SimDuration::from_hours(1), behind: true }),
    ("a day ahead", ClockSkew { span: SimDuration::from_days(1), behind: false }),
    ("ten minutes behind", ClockSkew { span: SimDuration::from_mins(10), behind: true }),
];

/// How lookups fail; it goes on with `Let lookups of example.net`.
pub(super) const DNS_FAILURES: [(&str, DnsFailure); 3] = [
    ("fail: SERVFAIL", DnsFailure::ServerFailure),
    ("stay without an answer", DnsFailure::Timeout),
    ("say that there is no such name: NXDOMAIN", DnsFailure::NoSuchName),
];

/// Whose retry schedule a host keeps to.
pub(super) const PROFILES: [(&str, Profile); 4] = [
    ("as Postfix does", Profile::Postfix),
    ("as Exim does", Profile::Exim),
    ("as qmail does", Profile::Qmail),
    ("as RFC 5321 asks for", Profile::Rfc),
];

/// For how long strangers are put off.
pub(super) const GREYLISTING: [(&str, SimDuration); 4] = [
    ("off", SimDuration::ZERO),
    ("strangers wait a minute", SimDuration::from_mins(1)),
    ("strangers wait 5 minutes", SimDuration::from_mins(5)),
    ("strangers wait an hour", SimDuration::from_hours(1)),
];

/// Octets of the largest message.
pub(super) const SIZES: [(&str, u64); 4] = [
    ("any size", 0),
    ("300 octets, which hardly a message has", 300),
    ("100,000 octets", 100_000),
    ("10,240,000 octets, as Postfix has it", 10_240_000),
];

/// How a link is.
const LINKS: [(&str, LinkQuality); 4] = [
    ("far away: 2 seconds each way", link(2_000, 0, 0)),
    ("narrow: 1,000 octets a second", link(50, 1_000, 0)),
    ("lossy: every fifth packet is lost", link(50, 0, 200_000)),
    ("near: 1 millisecond each way", link(1, 0, 0)),
];

const fn link(latency_ms: u64, rate_bytes_per_second: u64, loss_per_million: u32) -> LinkQuality {
    LinkQuality {
        latency: SimDuration::from_millis(latency_ms),
        jitter: SimDuration::ZERO,
        rate_bytes_per_second,
        loss_per_million,
    }
}

/// Lets the link to `name` be another one, or as it was.
pub(super) fn link_to(name: &str, ends: [HostNo; 2], changed: Option<LinkQuality>) -> Deed {
    let label = match changed {
        Some(quality) => format!("The link to {name} has {quality}; let it be"),
        None => format!("Let the link to {name} be"),
    };
    let as_before = changed.map(|_| ("as before", Command::RestoreLink(ends)));
    let ways = LINKS.into_iter().filter(|(_, quality)| changed != Some(*quality));
    let ways = ways.map(|(what, quality)| (what, Command::ChangeLink(ends, quality)));
    Deed::many(label, as_before.into_iter().chain(ways))
}
