//! Links and DNS.

use core::net::Ipv4Addr;

use relay_kernel::SimDuration;
use relay_mail::Domain;

use super::HostNo;

/// What holds unless something else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Every link that has no values of its own.
    pub link: LinkQuality,
    /// How long a resolver takes for an answer that it does not have yet.
    pub dns_latency: SimDuration,
}

/// How a link treats packets; the same in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkQuality {
    /// The time from one end to the other.
    pub latency: SimDuration,
    /// Up to this much is added at random.
    pub jitter: SimDuration,
    /// Bytes per second in each direction; 0 is no limit.
    pub rate_bytes_per_second: u64,
    /// How many packets in a million get lost; it shows as delay, never as missing bytes.
    pub loss_per_million: u32,
}

/// `a latency of 20ms, a loss of 1.50 %`: what is zero is left out, but for the latency.
impl core::fmt::Display for LinkQuality {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "a latency of {}", self.latency)?;
        if self.jitter > SimDuration::ZERO {
            write!(f, ", a jitter of {}", self.jitter)?;
        }
        if self.rate_bytes_per_second > 0 {
            write!(f, ", a rate of {} octets a second", self.rate_bytes_per_second)?;
        }
        if self.loss_per_million > 0 {
            let hundredths = self.loss_per_million / 100;
            write!(f, ", a loss of {}.{:02} %", hundredths / 100, hundredths % 100)?;
        }
        Ok(())
    }
}

/// A link with values of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSetup {
    /// The hosts at its ends; they differ.
    pub between: [HostNo; 2],
    /// Its values.
    pub quality: LinkQuality,
}

/// One DNS record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What it is about.
    pub data: RecordData,
    /// How long a resolver may keep it.
    pub ttl: SimDuration,
}

/// What a DNS record says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordData {
    /// `name` has `address`.
    A {
        /// The owner.
        name: Domain,
        /// The address.
        address: Ipv4Addr,
    },
    /// Mail for `name` goes to `exchange` (RFC 5321 §5.1).
    Mx {
        /// The owner.
        name: Domain,
        /// The lowest is tried first.
        preference: u16,
        /// The mail server; `None` is `.`, a null MX (RFC 7505).
        exchange: Option<Domain>,
    },
    /// `name` is another name for `target`.
    Cname {
        /// The owner.
        name: Domain,
        /// The other name.
        target: Domain,
    },
    /// The host at `address` is called `name`.
    Ptr {
        /// The address.
        address: Ipv4Addr,
        /// The name.
        name: Domain,
    },
}
