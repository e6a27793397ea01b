//! One scenario that is loaded: its run, and everything that the views are made from.
//!
//! A person who acts in the past forks the run. The future that was known is left, not lost:
//! [`Show::swap_branch`] goes back to it, and forth again, and [`Show::show_run`] to any other that
//! was left.

mod computing;
mod kept;
mod runs;

use relay_kernel::{ConnNo, SimDuration, SimTime};
use relay_mail::Language;
use relayscope::command::{Command, Reading};
use relayscope::scenario::{Diagnostic, HostNo, Scenario};
use relayscope::share::{LinkError, Shared, Source};
use relayscope::trace::{HostId, Trace};
use relayscope::{JournalEntry, Timeline};

use crate::cast::{Part, Tie};
use crate::deeds::{self, Deed, Menu, Place};
use crate::dns::Dns;
use crate::holdings::Keeper;
use crate::maildrop::{self, Maildrop};
use crate::plot::{Course, Plot, oldest};
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

/// A connection on which nothing is said for longer waits for the person at the console.
const SILENCE: SimDuration = SimDuration::from_secs(10);

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
    /// How many records must have happened where the run that is shown was left, while it is not
    /// computed so far.
    awaited: Option<usize>,
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
            awaited: None,
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

    /// Carries out a command at a position; returns the position at which it has happened.
    ///
    /// Where something was known to follow, the run forks there.
    pub fn act(&mut self, position: usize, command: Command) -> usize {
        let (from, _) = self.give(position, command, true);
        self.pace.position_of(from + 1)
    }

    /// How many beats behind a position belong to the event in whose midst it lies. An event happens
    /// as a whole, so what is done there comes after them.
    pub fn beats_before_acting(&mut self, position: usize) -> usize {
        let records = self.pace.records_at(position);
        self.timeline.seek(records);
        let whole = self.timeline.position();
        let behind = self.pace.beats().iter().skip(position);
        behind.take_while(|beat| beat.records.end <= whole).count()
    }

    /// Connects somebody at a console on one host to a port of another; returns the connection, and
    /// the position at which the first answer has arrived.
    pub fn dial(
        &mut self,
        position: usize,
        (from, to): (HostNo, HostNo),
        port: u16,
    ) -> Option<(ConnNo, usize)> {
        let command = Command::Dial { from, to, port, reading: Reading::AtOnce };
        let (records, conn) = self.give(position, command, true);
        let conn = conn?;
        Some((conn, self.answered(records, conn)))
    }

    /// Does something at a console: types, or hangs up. Returns the position at which the answer
    /// has arrived. A future that only knew that nobody typed is not kept.
    pub fn at_console(&mut self, position: usize, conn: ConnNo, command: Command) -> usize {
        let (records, _) = self.give(position, command, false);
        self.answered(records, conn)
    }

    /// The position at which a connection falls silent behind `records` records.
    fn answered(&self, records: usize, conn: ConnNo) -> usize {
        let all = self.trace().records();
        let mut last = records;
        let mut heard = all.get(records).map_or(SimTime::START, |record| record.at);
        for (at, record) in all.iter().enumerate().skip(records) {
            if record.at.since(heard) > SILENCE {
                break;
            }
            if record.kind.conn() == Some(conn) {
                (last, heard) = (at + 1, record.at);
            }
        }
        self.pace.position_of(last)
    }

    /// Carries out a command; returns how many records there were, and the connection that it
    /// asked for. With `keep`, a future that is given up can be gone back to; one in which people did
    /// something can always.
    fn give(&mut self, position: usize, command: Command, keep: bool) -> (usize, Option<ConnNo>) {
        self.timeline.seek(self.pace.records_at(position));
        let from = self.timeline.position();
        let has_future = from < self.timeline.len() || self.more;
        if (keep && has_future) || self.timeline.has_commands_ahead() {
            let timeline = self.timeline.clone();
            self.leave(timeline, position);
        }
        self.arranging = self.arranging.min(self.ties.len());
        let conn = self.timeline.act(command);
        (self.more, self.stopped) = (true, false);
        self.keeper.cut(from);
        self.pace = Pace::default();
        self.compute(EVENTS_AT_ONCE);
        (from, conn)
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

    /// How to tear a connection at a position; `None` when it is over there.
    pub fn tear(&mut self, position: usize, conn: ConnNo) -> Option<Deed> {
        deeds::tear(self.cast.language, &self.holdings(position), conn)
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
    use relayscope::trace::Writer;

    use super::*;
    use crate::transcript::Transcript;

    const SOURCE: &str = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
"#;

    fn text(show: &Show) -> Vec<String> {
        show.trace().records().iter().map(|record| format!("{record:?}")).collect()
    }

    #[test]
    fn acting_in_the_past_forks_and_both_branches_stay() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let first = text(&show);
        assert!(show.left_trace().is_none());
        let position = show.act(2, Command::HostDown(HostNo(1)));
        let second = text(&show);
        assert_ne!(first, second);
        assert!(!show.is_run_before());
        let happened = show.pace().records_at(position);
        let down = &show.trace().records()[happened - 1].kind;
        assert!(matches!(down, relayscope::trace::Kind::Command(_)), "{down:?}");
        assert!(!show.holdings(position).host(HostId(1)).expect("it").is_up());

        assert_eq!(show.swap_branch(position), Some(2));
        assert_eq!(text(&show), first);
        assert!(show.is_run_before());
        assert!(show.holdings(2).host(HostId(1)).expect("it").is_up());
        assert_eq!(show.swap_branch(2), Some(position));
        assert_eq!(text(&show), second);
        // Something else in place of it, and less of it, is a run of its own.
        let position = show.act(position, Command::HostUp(HostNo(1)));
        show.act(1, Command::HostDown(HostNo(0)));
        assert!(position > 1 && !show.is_run_before());
    }

    #[test]
    fn what_is_done_in_the_midst_of_an_event_comes_after_it_and_that_is_known() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let end = show.pace().len();
        let mut late = 0;
        for position in 0..end {
            let before = show.beats_before_acting(position);
            let happened = show.act(position, Command::FillDisk(HostNo(1)));
            let records = show.pace().records_at(happened);
            let kind = &show.trace().records()[records - 1].kind;
            assert!(matches!(kind, relayscope::trace::Kind::Command(_)), "{position}: {kind:?}");
            assert_eq!(happened, position + before + 1, "at {position}");
            late += usize::from(before > 0);
            show.swap_branch(happened);
        }
        assert!(late > 0 && late < end, "replies to commands that were pipelined are one event");
        assert_eq!(show.beats_before_acting(end), 0);
    }

    #[test]
    fn acting_at_the_end_goes_on() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let before = show.pace().len();
        let position = show.act(before, Command::HostDown(HostNo(1)));
        assert_eq!(position, before + 1);
        assert!(show.left_trace().is_none(), "nothing was given up");
    }

    #[test]
    fn who_is_called_from_the_console_moves_nobody() {
        let source = format!("{SOURCE}[[host]]\nname = \"third.example\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        let planned = show.arranging_ties().to_vec();
        show.dial(3, (HostNo(2), HostNo(1)), 25).expect("a connection is asked for");
        assert_eq!(show.arranging_ties(), planned);
        assert!(show.ties().len() > planned.len());
        let shared = Show::load_shared(&source, &show.shared(0, None), None);
        let shared = shared.expect("a good scenario");
        assert_eq!((shared.arranging_ties(), shared.ties()), (&planned[..], show.ties()));
        show.reset(3);
        assert_eq!(show.arranging_ties(), planned);
        show.swap_branch(0);
        assert_eq!(show.arranging_ties(), planned);
        assert!(show.ties().len() > planned.len());
    }

    #[test]
    fn a_person_at_a_console_is_answered() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let end = show.pace().len();
        let dialled = show.dial(end, (HostNo(0), HostNo(1)), 25);
        let (conn, mut position) = dialled.expect("a connection is asked for");
        let text = |show: &mut Show, position: usize| {
            let records = show.pace().records_at(position);
            let holdings = show.holdings(position);
            let session = Transcript::of(show.cast(), show.trace(), &holdings, records, conn);
            let lines = session.rows.into_iter().flat_map(|row| row.lines);
            lines.collect::<Vec<_>>().join("|")
        };
        assert!(text(&mut show, position).contains("220 mx.example.net"));
        for (line, answer) in [
            ("EHLO me.example", "250"),
            ("RCPT TO:<bob@example.net>", "503"),
            ("MAIL FROM:<me@example.com>", "250 2.1.0"),
            ("QUIT", "221"),
        ] {
            let octets = Command::lines(line);
            position = show.at_console(position, conn, Command::Type { conn, octets });
            let said = text(&mut show, position);
            assert!(said.contains(line) && said.contains(answer), "{said}");
        }
        assert!(show.holdings(position).conn(conn).is_none(), "it is over");
        assert!(show.left_trace().is_none(), "typing gives up no future worth keeping");
    }

    #[test]
    fn what_was_stopped_goes_on() {
        let source = format!("{SOURCE}count = 900\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        assert!(show.has_more() && show.computed() < 100);
        let records = show.trace().records().len();
        show.stop();
        assert!(!show.compute_more() && show.is_stopped() && !show.has_more());
        assert_eq!(show.trace().records().len(), records);
        show.go_on();
        assert!(show.compute_more() && !show.is_stopped());
        assert!(show.trace().records().len() > records);
        while show.compute_more() {}
        show.stop();
        assert!(!show.is_stopped(), "all of it is there");
    }

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

    #[test]
    fn a_reset_undoes_everything_and_can_be_undone() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let first = text(&show);
        assert!(!show.reset(2), "nobody did anything");
        let position = show.act(2, Command::HostDown(HostNo(1)));
        let second = text(&show);
        assert!(show.reset(position));
        assert_eq!(text(&show), first);
        assert_eq!(show.swap_branch(0), Some(position));
        assert_eq!(text(&show), second);
    }

    #[test]
    fn branches_are_bounded() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        for _ in 0..10 {
            show.act(1, Command::HostDown(HostNo(1)));
        }
        assert_eq!(show.left.len(), BRANCHES_MAX);
        assert!(show.has_forgotten_runs());
        assert_eq!(show.runs()[0].no, RunNo::FIRST, "what was planned is always kept");
        assert!(show.left[0].timeline.journal().is_empty());

        // What a link has brought is the first of its runs, whatever was done in it.
        let shared = show.shared(0, None);
        let mut again = Show::load_shared(SOURCE, &shared, None).expect("a good scenario");
        for _ in 0..10 {
            again.act(1, Command::HostDown(HostNo(0)));
        }
        assert_eq!((again.runs()[0].no, again.left[0].no), (RunNo::FIRST, RunNo::FIRST));
    }
}
