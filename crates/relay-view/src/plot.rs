//! Retry schedules as a picture: a host's own beside those of the products, on an axis on which
//! minutes and days both have room.

mod course;

use relay_host::Schedule;
use relay_host::retry::{Channel, plan};
use relay_kernel::SimDuration;
use relay_mail::language::words;
use relay_mail::{Language, say};

use crate::clock;

pub(crate) use course::oldest;
pub use course::{Course, End};

/// The end of the axis.
const END: SimDuration = SimDuration::from_days(8);

/// Times that are written at the axis.
const TICKS: [(SimDuration, &str); 6] = [
    (SimDuration::from_mins(5), "5 min"),
    (SimDuration::from_hours(1), "1 h"),
    (SimDuration::from_hours(4), "4 h"),
    (SimDuration::from_days(1), "1 d"),
    (SimDuration::from_days(3), "3 d"),
    (SimDuration::from_days(7), "7 d"),
];

/// The picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// The schedules, the host's own first.
    pub rows: Vec<Row>,
    /// What is written at the axis, and where, in thousandths of its length.
    pub ticks: Vec<(u32, &'static str)>,
    /// Where the oldest message that waits is now.
    pub now: Option<u32>,
    /// What became of that message, or of the last that had to wait.
    pub course: Option<Course>,
}

/// One schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose it is.
    pub name: &'static str,
    /// Where its attempts are, in thousandths of the axis; those that fall together are one.
    pub attempts: Vec<u32>,
    /// Where the message is given up, in thousandths of the axis.
    pub given_up: u32,
    /// The same in words.
    pub text: String,
}

impl Plot {
    /// The plot of a host whose oldest waiting message has been there for `age`, and took that
    /// `course`.
    pub fn new(
        language: Language,
        own: &Schedule,
        age: Option<SimDuration>,
        course: Option<Course>,
    ) -> Self {
        let rows = vec![
            row(language, words("the plan here", "hier geplant").in_(language), own),
            row(language, "Postfix", &Schedule::postfix()),
            row(language, "Exim", &Schedule::exim()),
            row(language, "qmail", &Schedule::qmail()),
            row(language, "RFC 5321", &Schedule::rfc()),
        ];
        let ticks = TICKS.map(|(at, name)| (place(at), name)).to_vec();
        Self { rows, ticks, now: age.map(place), course }
    }
}

fn row(language: Language, name: &'static str, schedule: &Schedule) -> Row {
    let table = plan(schedule, Channel::Remote);
    let at = |time: relay_kernel::SimTime| time.since(relay_kernel::SimTime::START);
    let mut attempts: Vec<u32> = table.attempts.iter().map(|one| place(at(one.at))).collect();
    attempts.dedup();
    let text = in_words(language, schedule);
    Row { name, attempts, given_up: place(at(table.bounce_at)), text }
}

/// A schedule in a sentence.
pub(crate) fn in_words(language: Language, schedule: &Schedule) -> String {
    let table = plan(schedule, Channel::Remote);
    let at = |time: relay_kernel::SimTime| time.since(relay_kernel::SimTime::START);
    let first = table.attempts.iter().skip(1).take(5).map(|one| clock::after(language, at(one.at)));
    let first = first.collect::<Vec<_>>().join(", ");
    let (count, end) = (table.attempts.len(), clock::after(language, at(table.bounce_at)));
    say!(
        language,
        "{count} attempts, again after {first} …; given up after {end}",
        "{count} Versuche, wieder nach {first} …; unzustellbar nach {end}"
    )
}

/// Where a time lies on the axis, in thousandths: by the logarithm of its minutes.
fn place(time: SimDuration) -> u32 {
    let of = |time: SimDuration| log2(time.as_secs().saturating_add(60)) - log2(60);
    let place = of(time.min(END)) * 1000 / of(END);
    u32::try_from(place).expect("at most a thousand")
}

/// The logarithm to base 2 in 1024ths, straight between powers of two: exact enough for a picture,
/// and the same on every machine.
fn log2(number: u64) -> u64 {
    let whole = u64::from(number.max(1).ilog2());
    let rest = ((number << 10) >> whole) - 1024;
    (whole << 10) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_runs_from_now_to_its_end() {
        assert_eq!(place(SimDuration::ZERO), 0);
        assert_eq!(place(END), 1000);
        assert_eq!(place(SimDuration::from_days(100)), 1000);
        let places = TICKS.map(|(at, _)| place(at));
        assert!(places.is_sorted() && places[0] > 100, "{places:?}");
    }

    #[test]
    fn each_schedule_is_told_apart() {
        let hour = SimDuration::from_hours(1);
        let plot = Plot::new(Language::English, &Schedule::postfix(), Some(hour), None);
        assert_eq!(plot.rows.len(), 5);
        let [own, postfix, exim, ..] = &plot.rows[..] else { panic!("five rows") };
        assert_eq!(own.attempts, postfix.attempts);
        assert_ne!(exim.attempts, postfix.attempts);
        assert!(own.attempts.is_sorted() && own.given_up >= *own.attempts.last().expect("some"));
        assert!(own.text.contains("again after 5 minutes, 10 minutes, 20 minutes"), "{}", own.text);
        assert_eq!(plot.now, Some(place(SimDuration::from_hours(1))));
    }
}
