//! Durations and moments.

use relay_kernel::SimDuration;
use relay_mail::Calendar;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};
use toml_datetime::{Datetime, Offset};

use super::{Kind, Problem, Raw};
use crate::limit;
use crate::model::Start;

/// A span of time: `"20ms"`, `"1h 30min"`.
#[derive(Clone, Debug)]
pub(crate) struct Duration;

const UNITS: &str = "us, ms, s, min, h, d, w";

impl Kind for Duration {
    type Value = SimDuration;
    const EXPECTED: &'static str = "a duration such as \"30s\"";
    fn read(raw: &Raw) -> Result<SimDuration, Problem> {
        let text = raw.text::<Self>().map_err(with_unit)?;
        duration(text, raw)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": DURATION_PATTERN, "examples": ["300s", "1h 30min"],
        })
    }
}

#[cfg(feature = "schema")]
const DURATION_PATTERN: &str =
    r"^ *(0|(\d+ *(us|ms|s|sec|secs|m|min|mins|h|hr|hours?|d|days?|w|weeks?) *)+)$";

fn with_unit(problem: Problem) -> Problem {
    problem.hint(format!("write a number with a unit in quotes; the units are {UNITS}"))
}

fn duration(text: &str, raw: &Raw) -> Result<SimDuration, Problem> {
    // humantime reads `M` as months and `y` as years of 365.25 days: nobody means that here.
    const KNOWN: [&str; 17] = [
        "us", "ms", "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hour", "hours", "d", "day",
        "days", "w", "week",
    ];
    let unit_is_known = text
        .split(|c: char| c.is_ascii_digit() || c.is_ascii_whitespace())
        .filter(|unit| !unit.is_empty())
        .all(|unit| KNOWN.contains(&unit) || unit == "weeks");
    let micros = match humantime::parse_duration(text.trim()) {
        Ok(span) if unit_is_known => u64::try_from(span.as_micros()).ok(),
        // A span that its library cannot count is one all the same.
        Err(humantime::DurationError::NumberOverflow) if unit_is_known => None,
        _ => return Err(with_unit(raw.unexpected(Duration::EXPECTED))),
    };
    let span = micros.map(SimDuration::from_micros).filter(|span| *span <= limit::DURATION);
    span.ok_or_else(|| {
        let hint = format!("at most {} are allowed", limit::DURATION);
        Problem::new(format!("a duration of {} is too long", super::shorten(text.trim())))
            .hint(hint)
    })
}

/// A moment: an offset from the start, or a date.
#[derive(Clone, Debug)]
pub(crate) struct Moment;

/// A moment as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Instant {
    /// So long after the start.
    Offset(SimDuration),
    /// Microseconds since 1970.
    UnixMicros(i128),
}

impl Kind for Moment {
    type Value = Instant;
    const EXPECTED: &'static str = "an offset from the start such as \"10min\", or a date";
    fn read(raw: &Raw) -> Result<Instant, Problem> {
        match raw {
            Raw::Text(text) => duration(text, raw).map(Instant::Offset),
            Raw::Datetime(datetime) => {
                let moment = calendar_moment(datetime)?;
                Ok(Instant::UnixMicros(moment.unix_timestamp_nanos() / 1000))
            }
            Raw::Integer(_) => Err(with_unit(raw.unexpected(Self::EXPECTED))),
        }
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        // Editors hand a TOML date to the schema as text.
        schemars::json_schema!({ "anyOf": [
            { "type": "string", "pattern": DURATION_PATTERN, "examples": ["10min"] },
            { "type": "string", "format": "date-time" },
        ]})
    }
}

/// The date and the zone at which the clock starts.
#[derive(Clone, Debug)]
pub(crate) struct StartTime;

impl Kind for StartTime {
    type Value = Start;
    const EXPECTED: &'static str = "a date such as 2026-03-02T09:00:00Z";
    fn read(raw: &Raw) -> Result<Start, Problem> {
        let Raw::Datetime(datetime) = raw else {
            let hint = "dates stand without quotes in TOML";
            return Err(raw.unexpected(Self::EXPECTED).hint(hint));
        };
        let moment = calendar_moment(datetime)?;
        let unix_secs = moment.unix_timestamp();
        if !Calendar::START_RANGE.contains(&unix_secs) {
            let hint = "the clock starts in one of the years 1970 to 2199";
            return Err(Problem::new(format!("{datetime} is out of range")).hint(hint));
        }
        if moment.nanosecond() != 0 {
            return Err(Problem::new("the clock starts at a whole second"));
        }
        Ok(Start { unix_secs, offset_mins: moment.offset().whole_minutes() })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// The moment that a TOML date with all its parts says.
fn calendar_moment(datetime: &Datetime) -> Result<OffsetDateTime, Problem> {
    let missing = || {
        Problem::new(format!("the date {datetime} is not complete"))
            .hint("write day, time and zone, such as 2026-03-02T09:00:00Z")
    };
    let (date, time) = (datetime.date.ok_or_else(missing)?, datetime.time.ok_or_else(missing)?);
    let offset = match datetime.offset.ok_or_else(missing)? {
        Offset::Z => 0,
        Offset::Custom { minutes } => minutes,
    };
    let moment = || {
        let month = Month::try_from(date.month).ok()?;
        let day = Date::from_calendar_date(date.year.into(), month, date.day).ok()?;
        let (second, nano) = (time.second.unwrap_or(0), time.nanosecond.unwrap_or(0));
        let clock = Time::from_hms_nano(time.hour, time.minute, second, nano).ok()?;
        let zone = UtcOffset::from_whole_seconds(i32::from(offset) * 60).ok()?;
        Some(day.with_time(clock).assume_offset(zone))
    };
    moment().ok_or_else(|| Problem::new(format!("there is no such date as {datetime}")))
}
