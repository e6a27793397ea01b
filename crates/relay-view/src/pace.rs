//! Event-paced playback: the trace cut into beats that a person can follow.
//!
//! A dialogue takes milliseconds and a retry takes hours, so playback follows events and not the
//! clock. Each beat shows one thing for as long as it takes to read; an idle stretch before it is
//! crossed in at most [`IDLE_MAX_MS`], however long it is. A scrubber over beats is proportional
//! to events for the same reason.

mod weight;

use core::ops::Range;

use relay_host::Fact;
use relay_kernel::{RecordId, SimDuration, SimTime};
use relayscope::trace::{Kind, Record, Trace};

pub use weight::{Moment, moment};

/// The longest that an idle stretch takes on the screen, in milliseconds.
pub const IDLE_MAX_MS: u32 = 1000;

/// Shorter pauses are not told apart from the flow of a dialogue.
const IDLE_MIN: SimDuration = SimDuration::from_secs(2);

/// One thing that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// The records that happen in it; the one that it shows is the last.
    pub records: Range<usize>,
    /// When it happens.
    pub at: SimTime,
    /// How long it takes on the screen at normal speed, in milliseconds.
    pub millis: u32,
    /// The time before it in which nothing happens.
    pub idle: Option<Idle>,
    /// Why somebody may want to jump here.
    pub moment: Option<Moment>,
}

/// A stretch of time in which nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idle {
    /// How long it is.
    pub span: SimDuration,
    /// How long it takes on the screen at normal speed, in milliseconds.
    pub millis: u32,
}

impl Beat {
    /// The record that it shows.
    pub fn lead(&self) -> RecordId {
        RecordId::from_index(self.records.end.saturating_sub(1))
    }
}

/// All beats of a trace.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    beats: Vec<Beat>,
    seen: usize,
    pending: usize,
    haste: Haste,
}

impl Pace {
    /// The beats of `trace` as far as it goes.
    pub fn new(trace: &Trace) -> Self {
        let mut pace = Self::default();
        pace.extend(trace);
        pace
    }

    /// Takes in what was added to the trace.
    pub fn extend(&mut self, trace: &Trace) {
        for (at, record) in trace.records().iter().enumerate().skip(self.seen) {
            self.haste.note(&record.kind);
            if let Some(millis) = weight::millis(trace, record) {
                self.push(trace, at, record, millis);
                self.pending = at + 1;
            }
            self.seen = at + 1;
        }
    }

    fn push(&mut self, trace: &Trace, at: usize, record: &Record, millis: u32) {
        let before = self.beats.last().map_or(SimTime::START, |beat| beat.at);
        let span = record.at.since(before);
        let idle =
            (span >= IDLE_MIN).then(|| Idle { span, millis: self.haste.hurry(idle_millis(span)) });
        self.beats.push(Beat {
            records: self.pending..at + 1,
            at: record.at,
            millis: self.haste.hurry(millis),
            idle,
            moment: moment(trace, record),
        });
    }

    /// The beats in order.
    pub fn beats(&self) -> &[Beat] {
        &self.beats
    }

    /// How many beats there are; also the last position.
    pub fn len(&self) -> usize {
        self.beats.len()
    }

    /// Whether nothing happens at all.
    pub fn is_empty(&self) -> bool {
        self.beats.is_empty()
    }

    /// The beat that leads to a position; none at position 0, before anything happened.
    pub fn beat(&self, position: usize) -> Option<&Beat> {
        self.beats.get(position.checked_sub(1)?)
    }

    /// How many records have happened at a position. At the last one it is all of them, those that
    /// show nothing included.
    pub fn records_at(&self, position: usize) -> usize {
        if position >= self.len() {
            return self.seen;
        }
        self.beat(position).map_or(0, |beat| beat.records.end)
    }

    /// What the clock shows at a position.
    pub fn time_at(&self, position: usize) -> SimTime {
        self.beat(position).map_or(SimTime::START, |beat| beat.at)
    }

    /// The position at which `records` records have happened, or the first one behind.
    pub fn position_of(&self, records: usize) -> usize {
        match records {
            0 => 0,
            _ => {
                (self.beats.partition_point(|beat| beat.records.end < records) + 1).min(self.len())
            }
        }
    }

    /// The position of the next notable moment.
    pub fn next_moment(&self, position: usize) -> Option<usize> {
        let later = self.beats.iter().enumerate().skip(position);
        later.filter(|(_, beat)| beat.moment.is_some()).map(|(at, _)| at + 1).next()
    }

    /// The position of the notable moment before.
    pub fn previous_moment(&self, position: usize) -> Option<usize> {
        let earlier = self.beats.iter().enumerate().take(position.saturating_sub(1));
        earlier.filter(|(_, beat)| beat.moment.is_some()).map(|(at, _)| at + 1).next_back()
    }

    /// All notable moments with their positions.
    pub fn moments(&self) -> impl Iterator<Item = (usize, Moment)> + '_ {
        let beats = self.beats.iter().enumerate();
        beats.filter_map(|(at, beat)| beat.moment.map(|moment| (at + 1, moment)))
    }
}

/// How long an idle stretch takes on the screen: longer ones a little longer.
fn idle_millis(span: SimDuration) -> u32 {
    match span.as_secs() {
        0..60 => 500,
        60..600 => 750,
        _ => IDLE_MAX_MS,
    }
}

/// What happens again and again is shown ever faster: the twentieth attempt on a host that is
/// still down tells nothing new but its time.
#[derive(Clone, Copy, Debug, Default)]
struct Haste {
    attempt: u16,
}

impl Haste {
    fn note(&mut self, kind: &Kind) {
        match kind {
            Kind::Host(Fact::Attempt { nth, .. }) => self.attempt = *nth,
            Kind::Command(_)
            | Kind::Connected { .. }
            | Kind::Host(Fact::Accepted { .. } | Fact::Failed { .. } | Fact::Collecting { .. }) => {
                self.attempt = 0;
            }
            _ => {}
        }
    }

    fn hurry(self, millis: u32) -> u32 {
        match self.attempt {
            0..=2 => millis,
            3 => millis * 2 / 3,
            4..=5 => millis * 2 / 5,
            6..=9 => millis / 4,
            _ => millis / 12,
        }
    }
}
