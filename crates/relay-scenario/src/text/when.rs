//! Durations and moments.

use relay_kernel::SimDuration;
use relay_mail::Calendar;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};
use toml_datetime::{Datetime, Offset};

use super::{Kind, Raw};
use crate::limit;
use crate::mistake::{Expected, Mend, Mistake, Number};
use crate::model::Start;

/// A span of time: `"20ms"`, `"1h 30min"`.
#[derive(Clone, Debug)]
pub(crate) struct Duration;

impl Kind for Duration {
    type Value = SimDuration;
    const EXPECTED: Expected = Expected::Duration;
    fn read(raw: &Raw) -> Result<SimDuration, Mistake> {
        let text = raw.text::<Self>().map_err(|it| it.mend(Mend::Unit))?;
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

fn duration(text: &str, raw: &Raw) -> Result<SimDuration, Mistake> {
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
        _ => return Err(raw.unexpected(Duration::EXPECTED).mend(Mend::Unit).into()),
    };
    let span = micros.map(SimDuration::from_micros).filter(|span| *span <= limit::DURATION);
    span.ok_or_else(|| Number::TooLongSpan { span: super::shorten(text.trim()) }.into())
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
    const EXPECTED: Expected = Expected::Moment;
    fn read(raw: &Raw) -> Result<Instant, Mistake> {
        match raw {
            Raw::Text(text) => duration(text, raw).map(Instant::Offset),
            Raw::Datetime(datetime) => {
                let moment = calendar_moment(datetime)?;
                Ok(Instant::UnixMicros(moment.unix_timestamp_nanos() / 1000))
            }
            Raw::Integer(_) => Err(raw.unexpected(Self::EXPECTED).mend(Mend::Unit).into()),
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
    const EXPECTED: Expected = Expected::Date;
    fn read(raw: &Raw) -> Result<Start, Mistake> {
        let Raw::Datetime(datetime) = raw else {
            return Err(raw.unexpected(Self::EXPECTED).mend(Mend::Bare).into());
        };
        let moment = calendar_moment(datetime)?;
        let unix_secs = moment.unix_timestamp();
        if !Calendar::START_RANGE.contains(&unix_secs) {
            return Err(Number::OutOfRange { date: datetime.to_string() }.into());
        }
        if moment.nanosecond() != 0 {
            return Err(Number::PartOfSecond.into());
        }
        Ok(Start { unix_secs, offset_mins: moment.offset().whole_minutes() })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// The moment that a TOML date with all its parts says.
fn calendar_moment(datetime: &Datetime) -> Result<OffsetDateTime, Mistake> {
    let missing = || Number::NotComplete { date: datetime.to_string() };
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
    moment().ok_or_else(|| Number::NoSuchDate { date: datetime.to_string() }.into())
}
