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
    /// Whether a session begins in it: a connection comes about.
    pub session: bool,
    /// Whether a hop ends in it: a host takes responsibility for a message.
    pub hop: bool,
}

/// The size of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// The next thing that is shown: a line, or whatever else happens.
    #[default]
    Line,
    /// The next session.
    Session,
    /// The next hop.
    Hop,
    /// The next notable moment.
    Moment,
}

impl Step {
    /// All sizes, the smallest first.
    pub const ALL: [Self; 4] = [Self::Line, Self::Session, Self::Hop, Self::Moment];

    fn ends_with(self, beat: &Beat) -> bool {
        match self {
            Self::Line => true,
            Self::Session => beat.session,
            Self::Hop => beat.hop,
            Self::Moment => beat.moment.is_some(),
        }
    }
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
        let happens = |such: &dyn Fn(&Kind) -> bool| {
            trace.records()[self.pending..=at].iter().any(|record| such(&record.kind))
        };
        self.beats.push(Beat {
            records: self.pending..at + 1,
            at: record.at,
            millis: self.haste.hurry(millis),
            idle,
            moment: moment(trace, record),
            session: happens(&|kind| matches!(kind, Kind::Connected { .. })),
            hop: happens(&|kind| matches!(kind, Kind::Host(Fact::Accepted { .. }))),
        });
    }

    /// How many records it has taken in.
    pub fn seen(&self) -> usize {
        self.seen
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

    /// The position behind the next step of that size; `None` when there is none.
    pub fn step_forward(&self, position: usize, step: Step) -> Option<usize> {
        self.next(position, |beat| step.ends_with(beat))
    }

    /// The position behind the step before; `None` when there is none.
    pub fn step_back(&self, position: usize, step: Step) -> Option<usize> {
        self.previous(position, |beat| step.ends_with(beat))
    }

    /// The position of the next notable moment, of that kind where one is given.
    pub fn next_moment(&self, position: usize, kind: Option<Moment>) -> Option<usize> {
        self.next(position, |beat| is_of(beat, kind))
    }

    /// The position of the notable moment before.
    pub fn previous_moment(&self, position: usize, kind: Option<Moment>) -> Option<usize> {
        self.previous(position, |beat| is_of(beat, kind))
    }

    fn next(&self, position: usize, such: impl Fn(&Beat) -> bool) -> Option<usize> {
        let later = self.beats.iter().enumerate().skip(position);
        later.filter(|(_, beat)| such(beat)).map(|(at, _)| at + 1).next()
    }

    fn previous(&self, position: usize, such: impl Fn(&Beat) -> bool) -> Option<usize> {
        let earlier = self.beats.iter().enumerate().take(position.saturating_sub(1));
        earlier.filter(|(_, beat)| such(beat)).map(|(at, _)| at + 1).next_back()
    }

    /// All notable moments with their positions.
    pub fn moments(&self) -> impl Iterator<Item = (usize, Moment)> + '_ {
        let beats = self.beats.iter().enumerate();
        beats.filter_map(|(at, beat)| beat.moment.map(|moment| (at + 1, moment)))
    }
}

/// Whether a beat is a notable moment, of that kind where one is given.
fn is_of(beat: &Beat, kind: Option<Moment>) -> bool {
    beat.moment.is_some_and(|moment| kind.is_none_or(|kind| moment == kind))
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
/// still down tells nothing new but its time, and the twentieth report about a report nothing at all.
#[derive(Clone, Copy, Debug, Default)]
struct Haste {
    attempt: u16,
    /// How often reports have made each other.
    round: u16,
}

impl Haste {
    fn note(&mut self, kind: &Kind) {
        match kind {
            Kind::Host(Fact::Attempt { nth, .. }) => self.attempt = *nth,
            // Reports about reports: who has seen two knows them all.
            Kind::Host(Fact::NullPathRuleBroken { nth, .. }) => self.round = nth.saturating_mul(2),
            Kind::Host(Fact::Discarded { .. }) => self.round = 0,
            Kind::Command(_) => *self = Self::default(),
            Kind::Connected { .. }
            | Kind::Host(Fact::Accepted { .. } | Fact::Failed { .. } | Fact::Collecting { .. }) => {
                self.attempt = 0;
            }
            _ => {}
        }
    }

    fn hurry(self, millis: u32) -> u32 {
        match self.attempt.max(self.round) {
            0..=2 => millis,
            3 => millis * 2 / 3,
            4..=5 => millis * 2 / 5,
            6..=9 => millis / 4,
            _ => millis / 12,
        }
    }
}
