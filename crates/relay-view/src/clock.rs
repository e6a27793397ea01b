//! The simulated clock as people read it.

use relay_kernel::{SimDuration, SimTime};
use relay_mail::Calendar;

/// The date and the time of day at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// `Mon 2 Mar 2026`
    pub date: String,
    /// `09:05:12`
    pub time: String,
    /// Thousandths of the second, three digits.
    pub millis: String,
}

/// What the clock shows at `now`.
pub fn reading(calendar: &Calendar, now: SimTime) -> Reading {
    let at = calendar.at(now);
    Reading {
        date: format!("{} {}", day(calendar, now), at.year()),
        time: format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
        millis: format!("{:03}", at.millisecond()),
    }
}

/// `Mon 2 Mar`
fn day(calendar: &Calendar, now: SimTime) -> String {
    let at = calendar.at(now);
    let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
    format!("{} {} {}", &weekday[..3], at.day(), &month[..3])
}

/// `09:05:12.120`, for lines of a transcript.
pub fn precise(calendar: &Calendar, now: SimTime) -> String {
    let Reading { time, millis, .. } = reading(calendar, now);
    format!("{time}.{millis}")
}

/// `12:05`, or `Tue 3 Mar 12:05` when that is another day than `today`. Seconds are told where
/// they are not zero.
pub fn appointment(calendar: &Calendar, when: SimTime, today: SimTime) -> String {
    let at = calendar.at(when);
    let time = match at.second() {
        0 => format!("{:02}:{:02}", at.hour(), at.minute()),
        second => format!("{:02}:{:02}:{second:02}", at.hour(), at.minute()),
    };
    if at.date() == calendar.at(today).date() {
        time
    } else {
        format!("{} {time}", day(calendar, when))
    }
}

/// `3 days 2 hours`: the two largest units, for sentences.
pub fn span(span: SimDuration) -> String {
    const UNITS: [(u64, &str); 5] = [
        (86_400_000_000, "day"),
        (3_600_000_000, "hour"),
        (60_000_000, "minute"),
        (1_000_000, "second"),
        (1_000, "millisecond"),
    ];
    let mut rest = span.as_micros();
    let mut parts: Vec<String> = Vec::new();
    for (size, unit) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}

/// `4:09`, `1:04:09`, `2 d 3 h`: what is left until something happens, for a small place.
pub fn countdown(left: SimDuration) -> String {
    // The last second is not over before it is.
    let secs = left.as_micros().div_ceil(1_000_000);
    let (days, hours, minutes) = (secs / 86_400, secs / 3_600 % 24, secs / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}:{:02}", secs % 60),
        (0, _) => format!("{hours}:{minutes:02}:{:02}", secs % 60),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings() {
        let calendar = Calendar::new(1_772_442_000, 0);
        let now = SimTime::from_micros(312_120_000);
        let Reading { date, time, millis } = reading(&calendar, now);
        assert_eq!(
            (date.as_str(), time.as_str(), millis.as_str()),
            ("Mon 2 Mar 2026", "09:05:12", "120")
        );
        assert_eq!(precise(&calendar, now), "09:05:12.120");
        let later = now + SimDuration::from_days(1);
        assert_eq!(appointment(&calendar, later, now), "Tue 3 Mar 09:05:12");
        assert_eq!(appointment(&calendar, SimTime::START, now), "09:00");
    }

    #[test]
    fn countdowns() {
        let told = |secs| countdown(SimDuration::from_secs(secs));
        assert_eq!([told(0), told(9), told(249)], ["0:00", "0:09", "4:09"]);
        assert_eq!([told(3_849), told(183_600)], ["1:04:09", "2 d 3 h"]);
        assert_eq!(countdown(SimDuration::from_millis(1)), "0:01");
    }

    #[test]
    fn spans() {
        assert_eq!(span(SimDuration::from_secs(3 * 86_400 + 7_260)), "3 days 2 hours");
        assert_eq!(span(SimDuration::from_secs(60)), "1 minute");
        assert_eq!(span(SimDuration::from_millis(1_020)), "1 second 20 milliseconds");
        assert_eq!(span(SimDuration::ZERO), "no time");
    }
}
