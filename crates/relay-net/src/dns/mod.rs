//! Names: zones with records, failures at will, and a caching resolver on every host.
//!
//! There is one set of [`Zones`] for the whole world, and every resolver asks it directly: there
//! are no name servers that a packet would have to reach. What a host sees of DNS is the latency of
//! an answer, its cache, and the failures that somebody has switched on.
//!
//! Record types are A, MX, CNAME, TXT and PTR. AAAA, NS, SOA, wildcards and DNSSEC are not there.

mod cache;
mod name;
mod resolver;
mod zone;

pub use self::cache::CacheEntry;
pub use self::name::{Name, NameError};
pub use self::resolver::{Answer, Answered, Dns, QueryId, ResolverSettings};
pub use self::zone::{
    Failure, FailureScope, Outcome, Record, RecordData, RecordSet, RecordType, ZoneSettings, Zones,
};
