//! `[[fault]]`

use serde::Deserialize;

use crate::scenario::text::{
    DnsFailureName, DomainName, Duration, Item, Moment, OneOrMore, ServerName, ServiceName, Text,
};

/// Something that goes wrong for a while; each entry says one thing that does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Fault"))]
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
    /// The names of two hosts between which nothing gets through.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(in crate::scenario) link_cut: Option<OneOrMore<ServerName>>,
    /// A name that DNS does not answer for.
    pub(in crate::scenario) dns: Option<Item<DnsFaultTable>>,
}

/// A host that refuses connections.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ServiceStopped"))]
pub(in crate::scenario) struct ServiceFaultTable {
    /// The name of the host.
    pub(in crate::scenario) host: Text<ServerName>,
    /// What it refuses: `smtp`, `submission`, `pop3`. Default: everything.
    pub(in crate::scenario) service: Option<OneOrMore<ServiceName>>,
}

/// A name that DNS does not answer for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DnsFault"))]
pub(in crate::scenario) struct DnsFaultTable {
    /// The domain name; it stands for all names below it, too.
    pub(in crate::scenario) name: Text<DomainName>,
    /// What resolvers get: `servfail`, `timeout` or `nxdomain`. Default: `servfail`.
    pub(in crate::scenario) answer: Option<Text<DnsFailureName>>,
}
