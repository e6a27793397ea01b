//! The way between two hosts: latency, jitter, rate and loss.

use relay_kernel::{Rng, SimDuration, SimTime};

use crate::limit::{RETRANSMISSION_TIMEOUT_MAX, SEGMENT_MAX, TRANSMISSIONS_MAX};

/// How a link treats packets; the same in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkProfile {
    /// Time that a packet takes from one end to the other.
    pub latency: SimDuration,
    /// Up to this much is added to the latency of each chunk, at random. A later chunk never
    /// arrives before an earlier one of the same direction.
    pub jitter: SimDuration,
    /// Bytes per second that leave in one direction, shared by all connections on the link;
    /// 0 is unlimited. Headers are not counted.
    pub rate_bytes_per_second: u64,
    /// How many packets in a million get lost. It shows as delay, never as missing bytes.
    pub loss_per_million: u32,
}

impl LinkProfile {
    /// The way from a host to itself: no time at all.
    pub const LOOPBACK: Self = Self::with_latency(SimDuration::ZERO);

    /// A perfect link that takes `latency`.
    pub const fn with_latency(latency: SimDuration) -> Self {
        Self { latency, jitter: SimDuration::ZERO, rate_bytes_per_second: 0, loss_per_million: 0 }
    }

    /// Whether nothing is left to chance.
    pub(crate) fn is_steady(&self) -> bool {
        self.jitter.is_zero() && self.loss_per_million == 0
    }

    /// There and back, without jitter.
    pub fn round_trip(&self) -> SimDuration {
        self.latency * 2
    }
}

/// One direction of a link: when it is free again.
///
/// Exact to the fraction of a microsecond, so that many small chunks take as long as one big one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lane {
    /// The lane is busy until this moment and `fraction / rate` microseconds.
    busy_until: SimTime,
    fraction: u64,
}

impl Lane {
    /// Sends `len` bytes as soon as the lane is free: the moment when the last has left, rounded
    /// up to a microsecond.
    #[inline]
    pub(crate) fn occupy(&mut self, now: SimTime, len: usize, rate: u64) -> SimTime {
        if rate == 0 {
            return now;
        }
        if now > self.busy_until {
            *self = Self { busy_until: now, fraction: 0 };
        }
        let work = (len as u64).saturating_mul(1_000_000).saturating_add(self.fraction);
        self.busy_until += SimDuration::from_micros(work / rate);
        self.fraction = work % rate;
        self.busy_until + SimDuration::from_micros(u64::from(self.fraction > 0))
    }
}

/// The link between two hosts, or of a host with itself.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) profile: LinkProfile,
    /// Nothing gets through.
    pub(crate) cut: bool,
    /// From the host with the lower id to the other, and back.
    pub(crate) lanes: [Lane; 2],
}

impl Link {
    pub(crate) fn new(profile: LinkProfile) -> Self {
        Self { profile, cut: false, lanes: [Lane::default(); 2] }
    }

    /// The latency, if that is all there is to the link: no jitter, no loss and no limited rate.
    #[inline]
    pub(crate) fn only_latency(&self) -> Option<SimDuration> {
        let profile = &self.profile;
        let plain = profile.is_steady() && profile.rate_bytes_per_second == 0;
        plain.then_some(profile.latency)
    }

    /// A change of rate starts both lanes anew: what they carry keeps its time of arrival.
    pub(crate) fn set_profile(&mut self, profile: LinkProfile) {
        self.profile = profile;
        self.lanes = [Lane::default(); 2];
    }
}

/// How often in a row the unluckiest packet of `len` bytes is lost, at most
/// [`TRANSMISSIONS_MAX`], which means that none gets through.
pub(crate) fn losses(rng: &mut Rng, loss_per_million: u32, len: usize) -> u8 {
    let packets = len.div_ceil(SEGMENT_MAX).max(1);
    let mut worst = 0;
    for _ in 0..packets {
        let mut lost = 0;
        while lost < TRANSMISSIONS_MAX && rng.chance_per_million(loss_per_million) {
            lost += 1;
        }
        worst = worst.max(lost);
    }
    worst
}

/// The timeout after `losses` earlier ones, when the first was `first`: it doubles up to
/// [`RETRANSMISSION_TIMEOUT_MAX`] (RFC 6298 section 5.5).
pub(crate) fn timeout_after(first: SimDuration, losses: u8) -> SimDuration {
    let doubled = first * (1_u64 << losses.min(40));
    doubled.min(RETRANSMISSION_TIMEOUT_MAX.max(first))
}

/// How much later a packet leaves that was lost `losses` times before.
pub(crate) fn delay_of(first: SimDuration, losses: u8) -> SimDuration {
    (0..losses).fold(SimDuration::ZERO, |sum, lost| sum + timeout_after(first, lost))
}

#[cfg(test)]
mod tests {
    use relay_kernel::Stream;

    use super::*;
    use crate::limit::RETRANSMISSION_TIMEOUT;

    #[test]
    fn many_small_chunks_take_as_long_as_one_big_one() {
        // 7 bytes at 3 bytes a second take 2,333,333.3 µs: nothing may get lost in rounding.
        let mut small = Lane::default();
        let mut left = SimTime::START;
        for _ in 0..7 {
            left = small.occupy(SimTime::START, 1, 3);
        }
        let mut big = Lane::default();
        assert_eq!(left, big.occupy(SimTime::START, 7, 3));
        assert_eq!(left.as_micros(), 2_333_334);
    }

    #[test]
    fn an_idle_lane_starts_at_once() {
        let mut lane = Lane::default();
        lane.occupy(SimTime::START, 1, 3);
        let later = SimTime::from_micros(1_000_000);
        assert_eq!(lane.occupy(later, 3, 3).as_micros(), 2_000_000);
        assert_eq!(lane.occupy(later, 0, 0), later, "an unlimited lane is never busy");
    }

    #[test]
    fn timeouts_double_up_to_the_cap() {
        let first = RETRANSMISSION_TIMEOUT;
        assert_eq!(timeout_after(first, 0), SimDuration::from_millis(200));
        assert_eq!(timeout_after(first, 3), SimDuration::from_millis(1_600));
        assert_eq!(timeout_after(first, 12), RETRANSMISSION_TIMEOUT_MAX);
        assert_eq!(delay_of(first, 0), SimDuration::ZERO);
        assert_eq!(delay_of(first, 3), SimDuration::from_millis(1_400));
        assert_eq!(delay_of(first, TRANSMISSIONS_MAX), SimDuration::from_millis(924_600));
        let satellite = SimDuration::from_secs(300);
        assert_eq!(timeout_after(satellite, 2), satellite, "never shorter than a round trip");
    }

    #[test]
    fn losses_are_bounded_and_grow_with_the_number_of_packets() {
        let mut rng = Rng::new(1, Stream(1));
        assert_eq!(losses(&mut rng, 1_000_000, 1), TRANSMISSIONS_MAX);
        assert_eq!(losses(&mut rng, 0, 60_000), 0);
        let mut hit = |len| (0..1000).filter(|_| losses(&mut rng, 100_000, len) > 0).count();
        let (one, ten) = (hit(SEGMENT_MAX), hit(10 * SEGMENT_MAX));
        assert!((60..140).contains(&one), "a tenth of 1000, give or take: {one}");
        assert!((590..710).contains(&ten), "1 - 0.9^10 of 1000, give or take: {ten}");
    }
}
