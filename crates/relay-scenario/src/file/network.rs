//! `[network]`, `[[link]]`, `[[dns]]`

use crate::decode::keys;
use crate::text::{Duration, Line, Loss, Number, OneOrMore, Rate, RecordType, ServerName, Text};

/// What holds for the whole network.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Network"))]
pub(crate) struct NetworkTable {
    /// The time that a packet takes from host to host: a duration of at most 1h. Default: 20ms.
    pub(crate) latency: Option<Text<Duration>>,
    /// Up to this much is added to the latency at random: a duration of at most 1h. Default: 0ms.
    pub(crate) jitter: Option<Text<Duration>>,
    /// What a link carries in each direction, in bit/s, kbit/s, Mbit/s or Gbit/s, at most
    /// 1000 Gbit/s; 0 is no limit. Default: 0.
    pub(crate) rate: Option<Text<Rate>>,
    /// How many packets get lost, in percent: 0% to 90%. Loss shows as delay, since TCP sends
    /// again. Default: 0%.
    pub(crate) loss: Option<Text<Loss>>,
    /// How long a resolver takes for an answer that it does not remember: a duration of at most
    /// 1h. Default: 10ms.
    pub(crate) dns_latency: Option<Text<Duration>>,
}

keys!(NetworkTable { latency, jitter, rate, loss, dns_latency });

/// A link between two hosts that differs from `[network]`.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Link"))]
pub(crate) struct LinkTable {
    /// The names of the two hosts.
    #[cfg_attr(feature = "schema", schemars(length(equal = 2)))]
    pub(crate) between: OneOrMore<ServerName>,
    /// As in `[network]`. Default: the value there.
    pub(crate) latency: Option<Text<Duration>>,
    /// As in `[network]`. Default: the value there.
    pub(crate) jitter: Option<Text<Duration>>,
    /// As in `[network]`. Default: the value there.
    pub(crate) rate: Option<Text<Rate>>,
    /// As in `[network]`. Default: the value there.
    pub(crate) loss: Option<Text<Loss>>,
}

keys!(LinkTable { between, latency, jitter, rate, loss });

/// A DNS record.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Dns"))]
pub(crate) struct DnsTable {
    /// What the record is about: a domain name, or an IPv4 address for PTR.
    pub(crate) name: Text<Line>,
    /// `A`, `MX`, `CNAME` or `PTR`.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub(crate) kind: Text<RecordType>,
    /// An IPv4 address for A, a name for the others; `.` for a null MX (RFC 7505).
    pub(crate) value: Text<Line>,
    /// MX only: the lowest is tried first; 0 to 65535. Default: 10, and 0 for a null MX.
    pub(crate) preference: Option<Text<Number<0, 65_535>>>,
    /// How long resolvers remember the record: a duration of at most 3660 days. Default: 1h.
    pub(crate) ttl: Option<Text<Duration>>,
}

keys!(DnsTable { name, kind = "type", value, preference, ttl });
