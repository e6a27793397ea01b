//! One scenario that is loaded: its run, and everything that the views are made from.
//!
//! A person who acts in the past forks the run. The future that was known is left, not lost:
//! [`Show::swap_branch`] goes back to it, and forth again, and [`Show::show_run`] to any other that
//! was left.

mod acting;
mod computing;
mod kept;
mod runs;
#[cfg(test)]
mod sample;

use relay_kernel::{ConnNo, SimTime};
use relay_mail::Language;
use relayscope::scenario::{Diagnostic, Scenario};
use relayscope::share::{LinkError, Shared, Source};
use relayscope::trace::{HostId, Trace};
use relayscope::{JournalEntry, Timeline};

use crate::cast::{Part, Tie};
use crate::deeds::{self, Deed, Menu, Place};
use crate::dns::Dns;
use crate::holdings::Keeper;
use crate::maildrop::{self, Maildrop};
use crate::plot::{Course, Plot, oldest};
use crate::sheet::LinkSheet;
use crate::{Cast, Holdings, Pace, settings};

pub use kept::{KeptRun, KeptRuns};
pub use runs::{Run, RunNo};

/// Events that are computed at once when a scenario is loaded: all of a lesson.
const EVENTS_AT_ONCE: u32 = 2_000;

/// Events that are computed at a time, in a few milliseconds: a page looks at its clock in between.
const EVENTS_AT_A_TIME: u32 = 250;

/// Records beyond which a run is not followed on the page.
const RECORDS_MAX: usize = 400_000;

/// Runs that were left and can be gone back to; beyond it the oldest is forgotten, but for the
/// scenario's own.
pub const BRANCHES_MAX: usize = 4;

/// A message file that replaces the message of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFile {
    /// Its name, for people.
    pub name: String,
    /// Its octets as they are.
    pub octets: Vec<u8>,
}

/// A run that was left when somebody acted in its past.
#[derive(Debug)]
struct Branch {
    no: RunNo,
    timeline: Timeline,
    ties: Vec<Tie>,
    more: bool,
    stopped: bool,
    /// How many records had happened where it was left.
    records: usize,
}

/// Why a run that was shared cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unshown {
    /// Its scenario has mistakes.
    Scenario(Vec<Diagnostic>),
    /// Its commands do not fit its scenario.
    Link(LinkError),
}

/// A loaded scenario.
#[derive(Debug)]
pub struct Show {
    source: String,
    /// The seed, where it is not the scenario's own.
    seed: Option<u64>,
    /// Whether a message of the visitor is sent in place of the scenario's.
    has_message: bool,
    timeline: Timeline,
    cast: Cast,
    pace: Pace,
    keeper: Keeper,
    ties: Vec<Tie>,
    /// By how many of them hosts are arranged: by those that were there before anybody did anything.
    arranging: usize,
    more: bool,
    /// There is more, and nobody wants it.
    stopped: bool,
    /// The number of the run that is shown, and the greatest that any has had.
    no: RunNo,
    last_no: RunNo,
    left: Vec<Branch>,
    /// Whether there were more runs than are kept.
    has_forgotten: bool,
}

/// A scenario from its text, with nothing missing, and with a message in place of its own where one is
/// given.
fn whole(source: &str, message: Option<&MessageFile>) -> Result<Scenario, Vec<Diagnostic>> {
    let mut scenario = Scenario::parse(source)?;
    if let Some(file) = message {
        scenario.replace_message(0, &file.name, &file.octets).map_err(|found| vec![found])?;
    }
    let missing = scenario.missing_file_diagnostics();
    if missing.is_empty() { Ok(scenario) } else { Err(missing) }
}

impl Show {
    /// Loads a scenario and computes its run, or its beginning when it is long.
    pub fn load(source: &str, message: Option<&MessageFile>) -> Result<Self, Vec<Diagnostic>> {
        Self::load_with(source, message, None)
    }

    /// The same, with another seed than the scenario's, if one is given.
    pub fn load_with(
        source: &str,
        message: Option<&MessageFile>,
        seed: Option<u64>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut show = Self::open(source, message, seed)?;
        show.compute(EVENTS_AT_ONCE);
        Ok(show)
    }

    /// The same, at its very start: [`compute_more`](Self::compute_more) computes all of it.
    pub fn open(
        source: &str,
        message: Option<&MessageFile>,
        seed: Option<u64>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut scenario = whole(source, message)?;
        let seed = seed.filter(|seed| *seed != scenario.seed);
        scenario.seed = seed.unwrap_or(scenario.seed);
        let mut show = Self::begin(source, seed, Timeline::new(scenario));
        show.has_message = message.is_some();
        Ok(show)
    }

    /// Loads a run that was shared; `source` is the text of the scenario that it names, and `message`
    /// what was sent in place of the scenario's message, which no link carries.
    pub fn load_shared(
        source: &str,
        shared: &Shared,
        message: Option<&MessageFile>,
    ) -> Result<Self, Unshown> {
        let scenario = whole(source, message).map_err(Unshown::Scenario)?;
        let seed = shared.seed.filter(|seed| *seed != scenario.seed);
        let timeline = shared.timeline(scenario).map_err(Unshown::Link)?;
        let mut show = Self::begin(source, seed, timeline);
        show.has_message = message.is_some();
        if !show.journal().is_empty() {
            show.ties = show.planned_ties();
            show.arranging = show.ties.len();
        }
        show.compute(EVENTS_AT_ONCE);
        Ok(show)
    }

    /// Who would talk if nobody did anything is tied here as where the run was made; of a long run, who
    /// would at its beginning.
    fn planned_ties(&self) -> Vec<Tie> {
        let mut planned = Timeline::new(self.scenario().clone());
        planned.run_ahead(EVENTS_AT_ONCE);
        self.cast.ties(planned.trace())
    }

    fn begin(source: &str, seed: Option<u64>, timeline: Timeline) -> Self {
        let cast = Cast::new(timeline.world().scenario());
        Self {
            source: source.to_owned(),
            seed,
            has_message: false,
            keeper: Keeper::new(cast.len()),
            ties: cast.ties(timeline.trace()),
            arranging: usize::MAX,
            timeline,
            cast,
            pace: Pace::default(),
            more: true,
            stopped: false,
            no: RunNo::FIRST,
            last_no: RunNo::FIRST,
            left: Vec::new(),
            has_forgotten: false,
        }
    }

    /// The run as it is shown at a position, to be shared. `lesson` is the name of its scenario
    /// where everybody has it; otherwise its text is shared.
    pub fn shared(&self, position: usize, lesson: Option<&str>) -> Shared {
        let scenario = match lesson {
            Some(name) => Source::Lesson(name.to_owned()),
            None => Source::Text(self.source.clone()),
        };
        Shared {
            scenario,
            seed: self.seed,
            journal: self.journal().to_vec(),
            position: self.records_before(position),
            lesson_step: None,
            tab: None,
        }
    }

    /// How many records have happened at a position; 0 is the start.
    fn records_before(&self, position: usize) -> usize {
        if position == 0 { 0 } else { self.pace.records_at(position) }
    }

    /// The position at which so many records have happened, and whether that is known: so far the run is
    /// computed, or no more of it comes. Otherwise it is the last one by now.
    pub fn place_of(&self, records: usize) -> (usize, bool) {
        (self.pace.position_of(records), records <= self.pace.seen() || !self.more)
    }

    /// Whether everything is as the scenario says: its seed, its messages, and nothing done by hand.
    pub fn is_as_written(&self) -> bool {
        self.seed.is_none() && !self.has_message && self.journal().is_empty()
    }

    /// The envelope in which the visitor's message is sent, where one is: its reverse-path, and its
    /// forward-paths with commas between them.
    pub fn envelope_of_message(&self) -> Option<(String, String)> {
        let send = self.scenario().sends.first().filter(|_| self.has_message)?;
        let to: Vec<_> = send.recipients.iter().map(|it| format!("<{it}>")).collect();
        Some((send.reverse_path.to_string(), to.join(", ")))
    }

    /// Whether nothing but what was done by hand makes it another run than its author's.
    pub fn is_changed_by_hand(&self) -> bool {
        self.seed.is_none() && !self.has_message && !self.journal().is_empty()
    }

    /// Whether the run was computed to its end.
    pub fn is_complete(&self) -> bool {
        !self.more && !self.stopped && self.timeline.len() < RECORDS_MAX
    }

    /// The seed, where it is not the scenario's own.
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// Whether there is more to compute.
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// What the scenario says.
    pub fn scenario(&self) -> &Scenario {
        self.timeline.world().scenario()
    }

    /// What people did, in order.
    pub fn journal(&self) -> &[JournalEntry] {
        self.timeline.journal()
    }

    /// The scenario file.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What has happened and will, as far as it was computed.
    pub fn trace(&self) -> &Trace {
        self.timeline.trace()
    }

    /// Who takes part.
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    /// Tells everything in this language from now on.
    pub fn set_language(&mut self, language: Language) {
        self.cast.speak(language, self.timeline.world().scenario());
    }

    /// The run cut into beats.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Who talks to whom.
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// Those of them by whom hosts are arranged: whoever talks because of what was done by hand leaves
    /// all in their places.
    pub fn arranging_ties(&self) -> &[Tie] {
        &self.ties[..self.arranging.min(self.ties.len())]
    }

    /// What everybody holds at a position.
    pub fn holdings(&mut self, position: usize) -> Holdings {
        self.keeper.at(self.timeline.trace(), self.pace.records_at(position)).clone()
    }

    /// The maildrops of all hosts at a position, with the clients that collect from them.
    pub fn maildrops(&mut self, position: usize) -> Vec<Maildrop> {
        let (now, holdings) = (self.pace.time_at(position), self.holdings(position));
        self.timeline.seek(self.pace.records_at(position));
        maildrop::maildrops(&self.cast, self.trace(), self.timeline.world(), &holdings, now)
    }

    /// What the domain system knows at a position, and what the hosts remember of it.
    pub fn dns(&mut self, position: usize) -> Dns {
        let (now, records) = (self.pace.time_at(position), self.pace.records_at(position));
        self.timeline.seek(records);
        Dns::new(&self.cast, self.trace(), self.timeline.world(), records, now)
    }

    /// What can be done to a host at a position.
    pub fn deeds(&mut self, position: usize, id: HostId) -> Vec<Menu> {
        let holdings = self.holdings(position);
        deeds::deeds(self.place(position, &holdings), id)
    }

    /// The link between two hosts at a position; `None` where there is no such host.
    pub fn link_sheet(&mut self, position: usize, ends: [HostId; 2]) -> Option<LinkSheet> {
        let holdings = self.holdings(position);
        LinkSheet::new(self.place(position, &holdings), ends)
    }

    /// What a host is set to at a position.
    pub fn settings(&mut self, position: usize, id: HostId) -> Vec<settings::Entry> {
        let holdings = self.holdings(position);
        settings::settings(self.place(position, &holdings), id)
    }

    /// The world at a position.
    fn place<'a>(&'a mut self, position: usize, holdings: &'a Holdings) -> Place<'a> {
        self.timeline.seek(self.pace.records_at(position));
        Place {
            cast: &self.cast,
            trace: self.timeline.trace(),
            ties: &self.ties,
            world: self.timeline.world(),
            holdings,
        }
    }

    /// How to tear a connection at a position; `None` when it is over there, or nobody would hear of it.
    pub fn tear(&mut self, position: usize, conn: ConnNo) -> Option<Deed> {
        let holdings = self.holdings(position);
        deeds::tear::shown(self.cast.language, self.timeline.trace(), &holdings, conn)
    }

    /// The retry schedule of a server beside those of the products, with the age of the oldest
    /// message that waits there; `None` for a mail client, whose user sits in front of it.
    pub fn plot(&mut self, position: usize, id: HostId) -> Option<Plot> {
        if self.cast.host(id)?.part == Part::Client {
            return None;
        }
        let now = self.pace.time_at(position);
        let holdings = self.holdings(position);
        let book = holdings.host(id)?;
        let age = oldest(book).map(|held| now.since(held.since));
        let (trace, language) = (self.timeline.trace(), self.cast.language);
        let records = &trace.records()[..holdings.records()];
        let course = Course::new(language, trace, records, (id, book));
        Some(Plot::new(language, &self.timeline.world().host(id).config().schedule, age, course))
    }

    /// The clock at a position, or on the way from there to the next beat.
    pub fn clock(&self, position: usize, idle: Option<u32>) -> SimTime {
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

#[cfg(test)]
mod tests {
    use relayscope::command::Command;
    use relayscope::scenario::HostNo;
    use relayscope::trace::Writer;

    use super::sample::SOURCE;
    use super::*;

    #[test]
    fn what_is_shared_is_shown_again() {
        let mut show = Show::load_with(SOURCE, None, Some(7)).expect("a good scenario");
        let position = show.act(2, Command::HostDown(HostNo(1)));
        let link = show.shared(position, None).link().expect("it is small");
        let shared = Shared::open(&link).expect("it was made just now");
        let again = Show::load_shared(SOURCE, &shared, None).expect("a good scenario");
        // Names have other numbers where others were known before; what is said is the same.
        let told = |show: &Show| Writer::new(show.trace(), show.scenario()).all();
        assert!(told(&again) == told(&show), "{}", told(&again));
        assert_eq!(again.pace().position_of(shared.position), position);
        assert_eq!((again.seed(), again.journal()), (Some(7), show.journal()));

        let octets = b"Subject: mine\n\nMine.\n".to_vec();
        let file = MessageFile { name: "mine.eml".to_owned(), octets };
        let mine = Show::load_shared(SOURCE, &shared, Some(&file)).expect("a good message");
        assert!(told(&mine) != told(&show) && !mine.is_as_written());
        assert_eq!((mine.seed(), mine.journal()), (Some(7), show.journal()));

        let wrong = Show::load_shared("format = 1\nhosts = 3\n", &shared, None);
        assert!(matches!(wrong, Err(Unshown::Scenario(_))));
        let one = "format = 1\n[[host]]\nname = \"mail.example.com\"\n";
        assert!(matches!(Show::load_shared(one, &shared, None), Err(Unshown::Link(_))));
    }
}
