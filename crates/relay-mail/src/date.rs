//! The simulated clock as text.

use relay_kernel::{SimDuration, SimTime};
use time::format_description::well_known::Rfc2822;
use time::{OffsetDateTime, UtcOffset};

/// What the calendar of a host says at a moment of virtual time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The moment at which the scenario starts.
    start: OffsetDateTime,
}

impl Calendar {
    /// The earliest and the latest start, in Unix seconds: the years 1970 to 2199.
    pub const START_RANGE: core::ops::RangeInclusive<i64> = 0..=7_258_118_399;

    /// The calendar of a scenario that starts at `unix_secs` (clamped to [`Self::START_RANGE`]),
    /// shown `offset_mins` east of UTC (clamped to a day).
    pub fn new(unix_secs: i64, offset_mins: i16) -> Self {
        let secs = unix_secs.clamp(*Self::START_RANGE.start(), *Self::START_RANGE.end());
        let utc = OffsetDateTime::from_unix_timestamp(secs).expect("the range is representable");
        let mins = i32::from(offset_mins.clamp(-1439, 1439));
        let offset = UtcOffset::from_whole_seconds(mins * 60).expect("less than a day");
        Self { start: utc.to_offset(offset) }
    }

    /// Date and time at `now`; the last moment of the calendar for moments beyond year 9999.
    pub fn at(&self, now: SimTime) -> OffsetDateTime {
        let span = i64::try_from(now.as_micros()).unwrap_or(i64::MAX);
        let last = time::Date::MAX.midnight().assume_offset(self.start.offset());
        self.start.checked_add(time::Duration::microseconds(span)).unwrap_or(last)
    }

    /// The `date-time` of RFC 5322 §3.3: numeric zone, four-digit year (RFC 5321 §4.4).
    pub fn rfc5322(&self, now: SimTime) -> String {
        self.at(now).format(&Rfc2822).expect("years up to 9999 have four digits")
    }

    /// The same calendar on a host whose clock is `span` ahead, or behind.
    #[must_use]
    pub fn skewed(&self, span: SimDuration, behind: bool) -> Self {
        let span = time::Duration::microseconds(i64::try_from(span.as_micros()).unwrap_or(0));
        let moved =
            if behind { self.start.checked_sub(span) } else { self.start.checked_add(span) };
        Self { start: moved.unwrap_or(self.start) }
    }
}

/// The dates that one calendar writes. A text is made once for each second that is asked for.
#[derive(Clone, Debug)]
pub struct Dates {
    calendar: Calendar,
    /// The second, counted like the calendar's, that `text` was made for.
    second: Option<u64>,
    text: String,
}

impl Dates {
    /// The dates of a calendar.
    pub const fn new(calendar: Calendar) -> Self {
        Self { calendar, second: None, text: String::new() }
    }

    /// What [`Calendar::rfc5322`] says.
    pub fn rfc5322(&mut self, now: SimTime) -> &str {
        // A skewed calendar begins its seconds elsewhere than the virtual time does.
        let offset = u64::from(self.calendar.start.microsecond());
        let second = now.as_micros().saturating_add(offset) / 1_000_000;
        if self.second != Some(second) {
            self.text = self.calendar.rfc5322(now);
            self.second = Some(second);
        }
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_rfc_5322() {
        let calendar = Calendar::new(1_772_442_000, 60);
        let now = SimTime::START + SimDuration::from_secs(312);
        assert_eq!(calendar.rfc5322(now), "Mon, 02 Mar 2026 10:05:12 +0100");
        let behind = calendar.skewed(SimDuration::from_hours(2), true);
        assert_eq!(behind.rfc5322(now), "Mon, 02 Mar 2026 08:05:12 +0100");
        assert_eq!(calendar.rfc5322(SimTime::MAX), "Fri, 31 Dec 9999 00:00:00 +0100");
    }

    #[test]
    fn a_date_is_made_when_its_second_begins() {
        let calendar = Calendar::new(1_772_442_000, 60);
        let odd = calendar.skewed(SimDuration::from_micros(1_700_000), false);
        for calendar in [calendar, odd] {
            let mut dates = Dates::new(calendar);
            for micros in (0..5_000_000).step_by(50_000) {
                let now = SimTime::from_micros(micros);
                assert_eq!(dates.rfc5322(now), calendar.rfc5322(now), "{micros}");
            }
            assert_eq!(dates.rfc5322(SimTime::START), calendar.rfc5322(SimTime::START));
            assert_eq!(dates.rfc5322(SimTime::MAX), calendar.rfc5322(SimTime::MAX));
        }
    }
}
