//! What moment of the simulation it is.

use core::str::FromStr;
use std::time::Duration;

use relay_kernel::{SimDuration, SimTime};
use tokio::time::Instant;

/// The fastest that a clock may run.
const SPEED_MAX: u32 = 100_000;
/// The longest that anybody sleeps at once.
const SLEEP_MAX: Duration = Duration::from_hours(1);

/// How many seconds of the simulation pass in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speed(u32);

impl Speed {
    /// As in reality.
    pub(super) const REAL: Self = Self(1);
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.strip_suffix('x').unwrap_or(text);
        let speed = number.parse().ok().filter(|speed| (1..=SPEED_MAX).contains(speed));
        speed.map(Self).ok_or_else(|| format!("it is a whole number from 1x to {SPEED_MAX}x"))
    }
}

/// A clock that goes on from a known moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    real: Instant,
    simulated: SimTime,
    speed: Speed,
}

impl Clock {
    /// A clock that shows the start of the simulation now.
    pub(super) fn new(now: Instant, speed: Speed) -> Self {
        Self { real: now, simulated: SimTime::START, speed }
    }

    /// What it shows.
    pub(super) fn at(&self, now: Instant) -> SimTime {
        let passed = now.duration_since(self.real).as_micros();
        let passed = u64::try_from(passed).unwrap_or(u64::MAX);
        self.simulated + SimDuration::from_micros(passed.saturating_mul(u64::from(self.speed.0)))
    }

    /// Runs at another speed from now on.
    pub(super) fn run_at(&mut self, now: Instant, speed: Speed) {
        if speed != self.speed {
            *self = Self { real: now, simulated: self.at(now), speed };
        }
    }

    /// The simulation could not keep up: the clock is set back to it.
    pub(super) fn set_back(&mut self, now: Instant, simulated: SimTime) {
        (self.real, self.simulated) = (now, simulated);
    }

    /// How long it takes until the clock shows `moment`.
    pub(super) fn until(&self, now: Instant, moment: SimTime) -> Duration {
        let micros = moment.since(self.at(now)).as_micros();
        Duration::from_micros(micros.div_ceil(u64::from(self.speed.0))).min(SLEEP_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_written_with_an_x() {
        assert_eq!("60x".parse(), Ok(Speed(60)));
        assert_eq!("1".parse(), Ok(Speed::REAL));
        for bad in ["0x", "x", "-1x", "1.5x", "100001x", ""] {
            assert!(bad.parse::<Speed>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_clock_never_jumps() {
        let start = Instant::now();
        let later = |secs| start + Duration::from_secs(secs);
        let shows = |secs| SimTime::START + SimDuration::from_secs(secs);
        let mut clock = Clock::new(start, Speed(60));
        assert_eq!(clock.at(later(2)), shows(120));
        clock.run_at(later(2), Speed::REAL);
        assert_eq!(clock.at(later(2)), shows(120));
        assert_eq!(clock.at(later(5)), shows(123));
        clock.run_at(later(5), Speed(60));
        assert_eq!(clock.until(later(5), shows(183)), Duration::from_secs(1));
        assert_eq!(clock.until(later(5), shows(100)), Duration::ZERO);
        clock.set_back(later(9), shows(130));
        assert_eq!(clock.at(later(10)), shows(190));
    }
}
