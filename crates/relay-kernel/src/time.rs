//! Virtual time as integers, so that no platform rounds it differently.

use core::fmt;
use core::ops::{Add, AddAssign, Div, Mul, Sub};

/// A moment of virtual time: microseconds since the start of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

/// A span of virtual time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

impl SimTime {
    /// The start of the scenario.
    pub const START: Self = Self(0);
    /// The last moment that can be expressed, about 584,000 years in.
    pub const MAX: Self = Self(u64::MAX);

    /// The moment `micros` microseconds after the start.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds since the start.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Whole seconds since the start, rounded down.
    pub const fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// How long after `earlier` this is; zero when it is not after it.
    pub const fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }

    /// The first multiple of `interval` (counted from the start) that is at or after this moment.
    ///
    /// This is how a queue scan that runs every `interval` meets something that is due in between.
    pub const fn round_up_to(self, interval: SimDuration) -> Self {
        if interval.0 == 0 { self } else { Self(self.0.div_ceil(interval.0) * interval.0) }
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// A span of `millis` milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// A span of `secs` seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs * 1_000_000)
    }

    /// A span of `mins` minutes.
    pub const fn from_mins(mins: u64) -> Self {
        Self::from_secs(mins * 60)
    }

    /// A span of `hours` hours.
    pub const fn from_hours(hours: u64) -> Self {
        Self::from_mins(hours * 60)
    }

    /// A span of `days` days of 24 hours.
    pub const fn from_days(days: u64) -> Self {
        Self::from_hours(days * 24)
    }

    /// The span in microseconds.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// The span in whole seconds, rounded down.
    pub const fn as_secs(self) -> u64 {
        self.0 / 1_000_000
    }

    /// Whether this is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    /// Saturates at [`SimTime::MAX`], which no run reaches.
    fn add(self, span: SimDuration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, span: SimDuration) {
        *self = *self + span;
    }
}

impl Sub<SimDuration> for SimTime {
    type Output = Self;
    /// Saturates at the start.
    fn sub(self, span: SimDuration) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<u64> for SimDuration {
    type Output = Self;
    fn mul(self, factor: u64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl Div<u64> for SimDuration {
    type Output = Self;
    fn div(self, divisor: u64) -> Self {
        Self(self.0 / divisor)
    }
}

/// `2 h 5 min`, `300 ms`: the two largest units that are not zero.
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 6] = [
            (86_400_000_000, "d"),
            (3_600_000_000, "h"),
            (60_000_000, "min"),
            (1_000_000, "s"),
            (1_000, "ms"),
            (1, "µs"),
        ];
        let mut rest = self.0;
        let mut written = 0;
        for (size, unit) in UNITS {
            let count = rest / size;
            rest %= size;
            if count > 0 {
                let gap = if written > 0 { " " } else { "" };
                write!(f, "{gap}{count} {unit}")?;
                written += 1;
            } else if written > 0 {
                break;
            }
            if written == 2 {
                break;
            }
        }
        if written == 0 { f.write_str("0 s") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_meets_what_is_due() {
        let every = SimDuration::from_secs(300);
        let at = |secs| SimTime::START + SimDuration::from_secs(secs);
        assert_eq!(at(0).round_up_to(every), at(0));
        assert_eq!(at(301).round_up_to(every), at(600));
        assert_eq!(at(7).round_up_to(SimDuration::ZERO), at(7));
    }

    #[test]
    fn spans_read_as_people_say_them() {
        let show = |micros| SimDuration::from_micros(micros).to_string();
        assert_eq!(show(0), "0 s");
        assert_eq!(show(300_000), "300 ms");
        assert_eq!(show(7_500_000_000), "2 h 5 min");
        assert_eq!(show(86_400_000_000), "1 d");
        assert_eq!(show(86_401_000_000), "1 d");
    }

    #[test]
    fn time_never_wraps() {
        assert_eq!(SimTime::MAX + SimDuration::from_days(1), SimTime::MAX);
        assert_eq!(SimTime::START - SimDuration::from_days(1), SimTime::START);
        assert_eq!(SimTime::START.since(SimTime::MAX), SimDuration::ZERO);
    }
}
