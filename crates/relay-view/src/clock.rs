//! The simulated clock as people read it.

use relay_kernel::{SimDuration, SimTime};
use relay_mail::language::{Words, words};
use relay_mail::{Calendar, Language, say};

/// The clock of a world, and the language in which it is read.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// What it shows when.
    pub calendar: &'a Calendar,
    /// The language of days and months.
    pub language: Language,
}

/// The date and the time of day at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// `Mon 2 Mar 2026`
    pub date: String,
    /// `09:05:12`
    pub time: String,
    /// Thousandths of the second, behind the decimal sign of the language: `.120`.
    pub millis: String,
}

/// What the clock shows at `now`.
pub fn reading(clock: Clock<'_>, now: SimTime) -> Reading {
    let at = clock.calendar.at(now);
    Reading {
        date: format!("{} {}", day(clock, now), at.year()),
        time: format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
        millis: say!(clock.language, ".{:03}", ",{:03}", at.millisecond()),
    }
}

/// `Mon 2 Mar`
fn day(clock: Clock<'_>, now: SimTime) -> String {
    let at = clock.calendar.at(now);
    let weekday = DAYS[usize::from(at.weekday().number_days_from_monday())].in_(clock.language);
    let month = MONTHS[usize::from(u8::from(at.month())) - 1].in_(clock.language);
    let day = at.day();
    say!(clock.language, "{weekday} {day} {month}", "{weekday}, {day}. {month}")
}

const DAYS: [Words; 7] = [
    words("Mon", "Mo"),
    words("Tue", "Di"),
    words("Wed", "Mi"),
    words("Thu", "Do"),
    words("Fri", "Fr"),
    words("Sat", "Sa"),
    words("Sun", "So"),
];

const MONTHS: [Words; 12] = [
    words("Jan", "Jan."),
    words("Feb", "Feb."),
    words("Mar", "März"),
    words("Apr", "April"),
    words("May", "Mai"),
    words("Jun", "Juni"),
    words("Jul", "Juli"),
    words("Aug", "Aug."),
    words("Sep", "Sept."),
    words("Oct", "Okt."),
    words("Nov", "Nov."),
    words("Dec", "Dez."),
];

/// `09:05:12.120`, for lines of a transcript.
pub fn precise(clock: Clock<'_>, now: SimTime) -> String {
    let Reading { time, millis, .. } = reading(clock, now);
    format!("{time}{millis}")
}

/// The same with the day before it, `Tue 3 Mar 09:05:12.120`, when that is another than `today`.
pub fn dated(clock: Clock<'_>, when: SimTime, today: SimTime) -> String {
    behind_day(clock, when, today, precise(clock, when))
}

/// The same to the second: `Tue 3 Mar 09:05:12`.
pub fn dated_to_second(clock: Clock<'_>, when: SimTime, today: SimTime) -> String {
    behind_day(clock, when, today, reading(clock, when).time)
}

fn behind_day(clock: Clock<'_>, when: SimTime, today: SimTime, time: String) -> String {
    match other_day(clock, when, today) {
        None => time,
        Some(day) => say!(clock.language, "{day} {time}", "{day}, {time}"),
    }
}

/// `Tue 3 Mar`, when that is another day than `today`.
pub fn other_day(clock: Clock<'_>, when: SimTime, today: SimTime) -> Option<String> {
    let is_today = clock.calendar.at(when).date() == clock.calendar.at(today).date();
    (!is_today).then(|| day(clock, when))
}

/// `12:05`, or `Tue 3 Mar 12:05` when that is another day than `today`. Seconds are told where
/// they are not zero.
pub fn appointment(clock: Clock<'_>, when: SimTime, today: SimTime) -> String {
    let at = clock.calendar.at(when);
    let time = match at.second() {
        0 => format!("{:02}:{:02}", at.hour(), at.minute()),
        second => format!("{:02}:{:02}:{second:02}", at.hour(), at.minute()),
    };
    behind_day(clock, when, today, time)
}

/// From here on nobody asks for thousandths of a second.
const NO_MILLIS: SimDuration = SimDuration::from_secs(10);

/// `3 days 2 hours`: the two largest units, for sentences.
pub fn span(language: Language, span: SimDuration) -> String {
    told(language, span, words("days", "Tage"))
}

/// The same behind “after”: `nach 3 Tagen 2 Stunden`.
pub fn after(language: Language, span: SimDuration) -> String {
    told(language, span, words("days", "Tagen"))
}

fn told(language: Language, span: SimDuration, days: Words) -> String {
    let units: [(u64, Words, Words); 5] = [
        (86_400_000_000, words("day", "Tag"), days),
        (3_600_000_000, words("hour", "Stunde"), words("hours", "Stunden")),
        (60_000_000, words("minute", "Minute"), words("minutes", "Minuten")),
        (1_000_000, words("second", "Sekunde"), words("seconds", "Sekunden")),
        (1_000, words("millisecond", "Millisekunde"), words("milliseconds", "Millisekunden")),
    ];
    let mut rest = if span < NO_MILLIS { span } else { to_second(span) }.as_micros();
    let mut parts: Vec<String> = Vec::new();
    for (size, one, many) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            let unit = if count == 1 { one } else { many };
            parts.push(format!("{count} {}", unit.in_(language)));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() {
        return say!(language, "less than 1 millisecond", "weniger als 1 Millisekunde");
    }
    parts.join(" ")
}

/// Rounded to whole seconds.
fn to_second(span: SimDuration) -> SimDuration {
    SimDuration::from_secs(span.as_micros().saturating_add(500_000) / 1_000_000)
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

/// `15 min`, `2 h`, `3 d`: the same where there is still less room, so that it is not taken for a
/// time of day.
pub fn roughly(left: SimDuration) -> String {
    let secs = left.as_micros().div_ceil(1_000_000);
    match secs {
        0..=90 => format!("{secs}\u{202f}s"),
        91..=5_400 => format!("{}\u{202f}min", secs.div_ceil(60)),
        5_401..=129_600 => format!("{}\u{202f}h", secs.div_ceil(3_600)),
        _ => format!("{}\u{202f}d", secs.div_ceil(86_400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings() {
        let calendar = Calendar::new(1_772_442_000, 0);
        let [clock, german] = Language::ALL.map(|language| Clock { calendar: &calendar, language });
        let now = SimTime::from_micros(312_120_000);
        let Reading { date, time, millis } = reading(clock, now);
        assert_eq!(
            (date.as_str(), time.as_str(), millis.as_str()),
            ("Mon 2 Mar 2026", "09:05:12", ".120")
        );
        assert_eq!(precise(clock, now), "09:05:12.120");
        let later = now + SimDuration::from_days(1);
        assert_eq!(appointment(clock, later, now), "Tue 3 Mar 09:05:12");
        assert_eq!(appointment(clock, SimTime::START, now), "09:00");
        assert_eq!(reading(german, now).date, "Mo, 2. März 2026");
        assert_eq!(precise(german, now), "09:05:12,120");
        assert_eq!(dated(clock, now, SimTime::START), "09:05:12.120");
        assert_eq!(dated(clock, later, now), "Tue 3 Mar 09:05:12.120");
        assert_eq!(dated_to_second(clock, SimTime::START, now), "09:00:00");
        assert_eq!(dated_to_second(german, later, now), "Di, 3. März, 09:05:12");
        assert_eq!(appointment(german, later, now), "Di, 3. März, 09:05:12");
    }

    #[test]
    fn countdowns() {
        let told = |secs| countdown(SimDuration::from_secs(secs));
        assert_eq!([told(0), told(9), told(249)], ["0:00", "0:09", "4:09"]);
        assert_eq!([told(3_849), told(183_600)], ["1:04:09", "2 d 3 h"]);
        assert_eq!(countdown(SimDuration::from_millis(1)), "0:01");
        let told = |secs| roughly(SimDuration::from_secs(secs));
        assert_eq!(
            [told(9), told(870), told(7_000), told(183_600)],
            ["9\u{202f}s", "15\u{202f}min", "2\u{202f}h", "3\u{202f}d"]
        );
    }

    #[test]
    fn spans() {
        let told = |it: SimDuration| span(Language::English, it);
        assert_eq!(told(SimDuration::from_secs(3 * 86_400 + 7_260)), "3 days 2 hours");
        assert_eq!(told(SimDuration::from_secs(60)), "1 minute");
        assert_eq!(told(SimDuration::from_millis(1_020)), "1 second 20 milliseconds");
        assert_eq!(told(SimDuration::ZERO), "less than 1 millisecond");
        assert_eq!(told(SimDuration::from_millis(9_980)), "9 seconds 980 milliseconds");
        assert_eq!(told(SimDuration::from_millis(10_020)), "10 seconds");
        assert_eq!(told(SimDuration::from_millis(29_980)), "30 seconds");
        assert_eq!(told(SimDuration::from_millis(59_980)), "1 minute");
        assert!(!told(SimDuration::from_micros(u64::MAX)).is_empty());
        let long = SimDuration::from_secs(86_400 + 7_260);
        assert_eq!(span(Language::German, long), "1 Tag 2 Stunden");
        let longer = SimDuration::from_secs(2 * 86_400 + 7_260);
        assert_eq!(span(Language::German, longer), "2 Tage 2 Stunden");
        assert_eq!(after(Language::German, longer), "2 Tagen 2 Stunden");
    }
}
