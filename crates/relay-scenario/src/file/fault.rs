//! `[[fault]]`

use crate::decode::keys;
use crate::text::{
    Address, DialoguePointName, DnsFailureName, DomainName, Duration, Item, Loss, Moment, Number,
    OneOrMore, Rate, ServerName, ServiceName, Text,
};

/// Something that goes wrong for a while; each entry says one thing that does.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Fault"))]
pub(crate) struct FaultTable {
    /// When it begins: an offset from the start or a date. Default: 0s.
    pub(crate) at: Option<Text<Moment>>,
    /// How long it lasts: a duration of at most 3660 days. Default: for ever.
    pub(crate) lasts: Option<Text<Duration>>,
    /// The name of a host that is switched off: connections to it time out. What it stored, it
    /// keeps.
    pub(crate) host_down: Option<Text<ServerName>>,
    /// A host that runs but refuses connections.
    pub(crate) service_stopped: Option<Item<ServiceFaultTable>>,
    /// A host that shuts down politely: its clients are told 421 at once and dismissed (RFC 5321
    /// section 3.8), and it refuses connections until the fault is over. A POP3 server has no word
    /// for that and closes; it answers a command that is under way with `-ERR [SYS/TEMP]`.
    pub(crate) shutdown: Option<Item<ServiceFaultTable>>,
    /// The names of two hosts between which nothing gets through.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(crate) link_cut: Option<OneOrMore<ServerName>>,
    /// A link that is worse than usual, or better.
    pub(crate) link_changed: Option<Item<LinkFaultTable>>,
    /// The names of hosts that reach each other only, while all others reach each other only. At one
    /// time there is one partition: a later one replaces it.
    pub(crate) partition: Option<OneOrMore<ServerName>>,
    /// A server that is slow, or a tarpit that means to be.
    pub(crate) slow: Option<Item<SlowTable>>,
    /// The name of a host whose disk has no room for new mail (452 4.3.1, RFC 5321 section 4.2.2).
    pub(crate) disk_full: Option<Text<ServerName>>,
    /// The address of a mailbox that has no room (452 4.2.2, or 552 5.2.2 where the host's policy
    /// says so).
    pub(crate) mailbox_full: Option<Text<Address>>,
    /// The name of a host whose directory of users and passwords does not answer. To RCPT for its own
    /// addresses it says 451 4.3.0, to AUTH 454 4.7.0 (RFC 4954 section 6), and in POP3
    /// `-ERR [SYS/TEMP]` (RFC 3206 section 4); mail that it has taken for them waits.
    pub(crate) directory_down: Option<Text<ServerName>>,
    /// A clock that is wrong.
    pub(crate) clock: Option<Item<ClockFaultTable>>,
    /// The name of a host whose cable is pulled out: it runs on, and nothing gets in or out.
    pub(crate) offline: Option<Text<ServerName>>,
    /// A connection that breaks at a point of the dialogue.
    pub(crate) connection_reset: Option<Item<ResetTable>>,
    /// A name that DNS does not answer for.
    pub(crate) dns: Option<Item<DnsFaultTable>>,
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
pub(crate) struct ServiceFaultTable {
    /// The name of the host.
    pub(crate) host: Text<ServerName>,
    /// Which of them: `smtp`, `submission`, `pop3`. Default: all.
    pub(crate) service: Option<OneOrMore<ServiceName>>,
}

keys!(ServiceFaultTable { host, service });

/// A link that is worse than usual, or better. What is under way keeps its time.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "LinkChanged"))]
pub(crate) struct LinkFaultTable {
    /// The names of the two hosts.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(crate) between: OneOrMore<ServerName>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(crate) latency: Option<Text<Duration>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(crate) jitter: Option<Text<Duration>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(crate) rate: Option<Text<Rate>>,
    /// As in `[network]`. Default: what the link has otherwise.
    pub(crate) loss: Option<Text<Loss>>,
}

keys!(LinkFaultTable { between, latency, jitter, rate, loss });

/// A server that is slow.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Slow"))]
pub(crate) struct SlowTable {
    /// The name of the host.
    pub(crate) host: Text<ServerName>,
    /// So much later comes each of its greetings and replies: a duration of at most 1h. Clients
    /// wait 5 minutes for most replies, and 10 for the last one (RFC 5321 section 4.5.3.2).
    pub(crate) by: Text<Duration>,
}

keys!(SlowTable { host, by });

/// A clock that is wrong; it shows in the dates that the host writes. One of `ahead` and `behind`.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ClockFault"))]
pub(crate) struct ClockFaultTable {
    /// The name of the host.
    pub(crate) host: Text<ServerName>,
    /// How far it is ahead of the true time: a duration of at most 3660 days. Default: 0s.
    pub(crate) ahead: Option<Text<Duration>>,
    /// How far it is behind the true time: a duration of at most 3660 days. Default: 0s.
    pub(crate) behind: Option<Text<Duration>>,
}

keys!(ClockFaultTable { host, ahead, behind });

/// A connection that breaks at a point of the dialogue; both ends see that.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ConnectionReset"))]
pub(crate) struct ResetTable {
    /// The name of the SMTP server.
    pub(crate) server: Text<ServerName>,
    /// The name of the client. Default: any.
    pub(crate) client: Option<Text<ServerName>>,
    /// What does not arrive any more: the server's `greeting`, its reply to `ehlo`, `mail`, `rcpt`,
    /// `data` or `quit`, the message itself (`content`), or the reply to it (`final-reply`): then
    /// the server has the message, and its client sends it again (RFC 1047). Default: `final-reply`.
    pub(crate) at: Option<Text<DialoguePointName>>,
    /// How many times it happens: 1 to 1000000. Default: 1.
    pub(crate) times: Option<Text<Number<1, { crate::limit::ALLOWED }>>>,
}

keys!(ResetTable { server, client, at, times });

/// A name that DNS does not answer for.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "DnsFault"))]
pub(crate) struct DnsFaultTable {
    /// The domain name; it stands for all names below it, too.
    pub(crate) name: Text<DomainName>,
    /// What resolvers get: `servfail`, `timeout` or `nxdomain`. Default: `servfail`.
    pub(crate) answer: Option<Text<DnsFailureName>>,
}

keys!(DnsFaultTable { name, answer });
