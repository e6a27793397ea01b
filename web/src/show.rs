//! One scenario that is loaded: its run, and everything that the views are made from.

use relay_kernel::SimTime;
use relay_view::cast::Tie;
use relay_view::holdings::Keeper;
use relay_view::{Cast, Holdings, Pace};
use relayscope::scenario::{Diagnostic, Scenario};
use relayscope::trace::Trace;
use relayscope::{Ahead, Timeline};

/// Events that are computed at once when a scenario is loaded: all of a lesson.
const EVENTS_AT_ONCE: u32 = 4_000;

/// Events that are computed in a frame.
const EVENTS_PER_FRAME: u32 = 1_000;

/// Records beyond which a run is not followed on the page.
const RECORDS_MAX: usize = 400_000;

/// A message file that replaces the message of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessageFile {
    /// Its name, for people.
    pub(crate) name: String,
    /// Its octets as they are.
    pub(crate) octets: Vec<u8>,
}

/// A loaded scenario.
pub(crate) struct Show {
    source: String,
    timeline: Timeline,
    cast: Cast,
    pace: Pace,
    keeper: Keeper,
    ties: Vec<Tie>,
    more: bool,
}

impl Show {
    /// Loads a scenario and computes its run, or its beginning when it is long.
    pub(crate) fn load(
        source: &str,
        message: Option<&MessageFile>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut scenario = Scenario::parse(source)?;
        if let Some(file) = message {
            scenario.replace_message(0, &file.name, &file.octets).map_err(|found| vec![found])?;
        }
        let missing = scenario.missing_file_diagnostics();
        if !missing.is_empty() {
            return Err(missing);
        }
        let cast = Cast::new(&scenario);
        let mut show = Self {
            source: source.to_owned(),
            keeper: Keeper::new(cast.len()),
            timeline: Timeline::new(scenario),
            cast,
            pace: Pace::default(),
            ties: Vec::new(),
            more: true,
        };
        show.compute(EVENTS_AT_ONCE);
        Ok(show)
    }

    /// Computes a piece more; false when there is nothing more to compute.
    pub(crate) fn compute_more(&mut self) -> bool {
        let more = self.more;
        if more {
            self.compute(EVENTS_PER_FRAME);
        }
        more
    }

    fn compute(&mut self, events: u32) {
        let ahead = self.timeline.run_ahead(events);
        self.more = ahead == Ahead::More && self.timeline.len() < RECORDS_MAX;
        self.pace.extend(self.timeline.trace());
        self.ties = self.cast.ties(self.timeline.trace());
    }

    /// Whether there is more to compute.
    pub(crate) fn has_more(&self) -> bool {
        self.more
    }

    /// The scenario file.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn trace(&self) -> &Trace {
        self.timeline.trace()
    }

    pub(crate) fn cast(&self) -> &Cast {
        &self.cast
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.pace
    }

    pub(crate) fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// What everybody holds at a position.
    pub(crate) fn holdings(&mut self, position: usize) -> Holdings {
        self.keeper.at(self.timeline.trace(), self.pace.records_at(position)).clone()
    }

    /// The clock at a position, or on the way from there to the next beat.
    pub(crate) fn clock(&self, position: usize, idle: Option<u32>) -> SimTime {
        let here = self.pace.time_at(position);
        match (idle, self.pace.beats().get(position)) {
            (Some(part), Some(next)) => {
                let span = next.at.since(here);
                here + span / 1000 * u64::from(part)
            }
            _ => here,
        }
    }
}
