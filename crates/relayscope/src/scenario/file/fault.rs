//! `[[fault]]`

use crate::scenario::decode::keys;
use crate::scenario::text::{
    Address, DialoguePointName, DnsFailureName, DomainName, Duration, Item, Loss, Moment, Number,
    OneOrMore, Rate, ServerName, ServiceName, Text,
};

/// Something that goes wrong for a while; each entry says one thing that does.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Fault"))]
pub(in crate::scenario) struct FaultTable {
    /// When it begins: an offset from the start or a date. Default: 0s.
    pub(in crate::scenario) at: Option<Text<Moment>>,
    /// How long it lasts: a duration of at most 3660 days. Default: for ever.
    pub(in crate::scenario) lasts: Option<Text<Duration>>,
    /// The name of a host that is switched off: connections to it time out. What it stored, it
    /// keeps.
    pub(in crate::scenario) host_down: Option<Text<ServerName>>,
    /// A host that runs but refuses connections.
    pub(in crate::scenario) service_stopped: Option<Item<ServiceFaultTable>>,
    /// A host that shuts down politely: its clients are told 421 at once and dismissed (RFC 5321
    /// section 3.8), and it refuses connections until the fault is over. A POP3 server has no word
    /// for that and closes; it answers a command that is under way with `-ERR [SYS/TEMP]`.
    pub(in crate::scenario) shutdown: Option<Item<ServiceFaultTable>>,
    /// The names of two hosts between which nothing gets through.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(in crate::scenario) link_cut: Option<OneOrMore<ServerName>>,
    /// A link that is worse than usual, or better.
    pub(in crate::scenario) link_changed: Option<Item<LinkFaultTable>>,
    /// The names of hosts that reach each other only, while all others reach each other only. At one
    /// time there is one partition: a later one replaces it.
    pub(in crate::scenario) partition: Option<OneOrMore<ServerName>>,
    /// A server that is slow, or a tarpit that means to be.
    pub(in crate::scenario) slow: Option<Item<SlowTable>>,
    /// The name of a host whose disk has no room for new mail (452 4.3.1, RFC 5321 section 4.2.2).
    pub(in crate::scenario) disk_full: Option<Text<ServerName>>,
    /// The address of a mailbox that has no room (452 4.2.2, or 552 5.2.2 where the host's policy
    /// says so).
    pub(in crate::scenario) mailbox_full: Option<Text<Address>>,
    /// The name of a host whose directory of users and passwords does not answer. To RCPT for its own
    /// addresses it says 451 4.3.0, to AUTH 454 4.7.0 (RFC 4954 section 6), and in POP3
    /// `-ERR [SYS/TEMP]` (RFC 3206 section 4); mail that it has taken for them waits.
    pub(in crate::scenario) directory_down: Option<Text<ServerName>>,
    /// A clock that is wrong.
    pub(in crate::scenario) clock: Option<Item<ClockFaultTable>>,
    /// The name of a host whose cable is pulled out: it runs on, and nothing gets in or out.
    pub(in crate::scenario) offline: Option<Text<ServerName>>,
    /// A connection that breaks at a point of the dialogue.
    pub(in crate::scenario) connection_reset: Option<Item<ResetTable>>,
    /// A name that DNS does not answer for.
    pub(in crate::scenario) dns: Option<Item<DnsFaultTable>>,
}

keys!(FaultTable {
    at,
    lasts,
    host_down,
    service_stopped,
    directory_down,
    shutdown,
    link_cut,
    link_changed,
    partition,
    slow,
    disk_full,
    mailbox_full,
    clock,
    offline,
    connection_reset,
    dns,
});

/// Services of a host that are not there.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ServiceStopped"))]
pub(in crate::scenario) struct ServiceFaultTable {
    /// The name of the host.
    pub(in crate::scenario) host: Text<ServerName>,
    /// Which of them: `smtp`, `submission`, `pop3`. Default: all.
    pub(in crate::scenario) service: Option<OneOrMore<ServiceName>>,
}

keys!(ServiceFaultTable { host, service });

/// A link that is worse than usual, or better. What is under way keeps its time.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "LinkChanged"))]
pub(in crate::scenario) struct LinkFaultTable {
    /// The names of the two hosts.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(in crate::scenario) between: OneOrMore<ServerName>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(in crate::scenario) latency: Option<Text<Duration>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(in crate::scenario) jitter: Option<Text<Duration>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(in crate::scenario) rate: Option<Text<Rate>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(in crate::scenario) loss: Option<Text<Loss>>,
}

keys!(LinkFaultTable { between, latency, jitter, rate, loss });

/// A server that is slow.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Slow"))]
pub(in crate::scenario) struct SlowTable {
    /// The name of the host.
    pub(in crate::scenario) host: Text<ServerName>,
    /// So much later comes each of its greetings and replies: a duration of at most 1h. Clients
    /// wait 5 minutes for most replies, and 10 for the last one (RFC 5321 section 4.5.3.2).
    pub(in crate::scenario) by: Text<Duration>,
}

keys!(SlowTable { host, by });

/// A clock that is wrong; it shows in the dates that the host writes. One of `ahead` and `behind`.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ClockFault"))]
pub(in crate::scenario) struct ClockFaultTable {
    /// The name of the host.
    pub(in crate::scenario) host: Text<ServerName>,
    /// How far it is ahead of the true time: a duration of at most 3660 days. Default: 0s.
    pub(in crate::scenario) ahead: Option<Text<Duration>>,
    /// How far it is behind the true time: a duration of at most 3660 days. Default: 0s.
    pub(in crate::scenario) behind: Option<Text<Duration>>,
}

keys!(ClockFaultTable { host, ahead, behind });

/// A connection that breaks at a point of the dialogue; both ends see that.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ConnectionReset"))]
pub(in crate::scenario) struct ResetTable {
    /// The name of the SMTP server.
    pub(in crate::scenario) server: Text<ServerName>,
    /// The name of the client. Default: any.
    pub(in crate::scenario) client: Option<Text<ServerName>>,
    /// What does not arrive any more: the server's `greeting`, its reply to `ehlo`, `mail`, `rcpt`,
    /// `data` or `quit`, the message itself (`content`), or the reply to it (`final-reply`): then
    /// the server has the message, and its client sends it again (RFC 1047). Default: `final-reply`.
    pub(in crate::scenario) at: Option<Text<DialoguePointName>>,
    /// How many times it happens: 1 to 1000000. Default: 1.
    pub(in crate::scenario) times: Option<Text<Number<1, { crate::scenario::limit::ALLOWED }>>>,
}

keys!(ResetTable { server, client, at, times });

/// A name that DNS does not answer for.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "DnsFault"))]
pub(in crate::scenario) struct DnsFaultTable {
    /// The domain name; it stands for all names below it, too.
    pub(in crate::scenario) name: Text<DomainName>,
    /// What resolvers get: `servfail`, `timeout` or `nxdomain`. Default: `servfail`.
    pub(in crate::scenario) answer: Option<Text<DnsFailureName>>,
}

keys!(DnsFaultTable { name, answer });
