//! The runs of one scenario that are kept: the one that is shown, and those that were left.

use relay_kernel::SimTime;
use relay_mail::language::words;
use relay_mail::say;
use relayscope::command::Command;
use relayscope::trace::Trace;
use relayscope::{Ahead, JournalEntry, Timeline};

use super::{BRANCHES_MAX, Branch, EVENTS_AT_ONCE, RECORDS_MAX, Show};
use crate::cast::Tie;
use crate::holdings::Keeper;
use crate::journey::{Course, Parting, parting};
use crate::{Cast, Pace, clock, sentence};

/// Deeds that a run is named by; of more, the first ones are counted.
const DEEDS_MAX: usize = 2;

/// The number of a run: it stays the same, whichever run is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunNo(pub u32);

impl RunNo {
    /// The number of the run as the scenario has it.
    pub(super) const FIRST: Self = Self(0);
}

/// A run that is kept, to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which one.
    pub no: RunNo,
    /// Its number, what was done in it and when, the last first, or that nothing was. No two of them
    /// have one name.
    pub name: String,
    /// Whether it is the one that is shown.
    pub is_shown: bool,
}

impl Branch {
    /// Computes so many events more.
    pub(super) fn compute(&mut self, events: u32) {
        let ahead = self.timeline.run_ahead(events);
        self.more = ahead == Ahead::More && self.timeline.len() < RECORDS_MAX;
    }
}

impl Show {
    /// Undoes whatever people did: the run is the scenario's own again. What was there can be gone
    /// back to. False when nobody had done anything.
    pub fn reset(&mut self, position: usize) -> bool {
        if self.journal().is_empty() {
            return false;
        }
        let fresh = Timeline::new(self.scenario().clone());
        let timeline = core::mem::replace(&mut self.timeline, fresh);
        // Where the scenario's own run was left, it is this one.
        let own = self.left.iter().position(|branch| branch.timeline.journal().is_empty());
        let own = own.map(|at| self.left.remove(at).no);
        self.leave(timeline, position);
        self.no = own.unwrap_or(self.no);
        self.ties = self.cast.ties(self.timeline.trace());
        (self.more, self.stopped) = (true, false);
        self.forget_views();
        self.compute(EVENTS_AT_ONCE);
        true
    }

    /// Puts a run aside that has been shown so far; the next one has a number of its own.
    pub(super) fn leave(&mut self, timeline: Timeline, position: usize) {
        if self.left.len() == BRANCHES_MAX {
            // With what was planned all others are compared, or with what a link has brought.
            let is_made = |branch: &Branch| {
                branch.no != RunNo::FIRST && !branch.timeline.journal().is_empty()
            };
            let oldest = self.left.iter().position(is_made);
            self.left.remove(oldest.unwrap_or(0));
            self.has_forgotten = true;
        }
        let ties = self.ties.clone();
        self.put_aside(timeline, ties, position);
        self.last_no = RunNo(self.last_no.0 + 1);
        self.no = self.last_no;
    }

    fn put_aside(&mut self, timeline: Timeline, ties: Vec<Tie>, position: usize) {
        let Self { no, more, stopped, .. } = *self;
        let records = self.records_before(position);
        self.left.push(Branch { no, timeline, ties, more, stopped, records });
    }

    /// Goes back to the run that was left last, and leaves the present one; returns how many
    /// records had happened where it was left. Called again, it comes back.
    pub fn swap_branch(&mut self, position: usize) -> Option<usize> {
        let no = self.left.last()?.no;
        self.show_run(position, no)
    }

    /// Goes to a run that was left, and leaves the present one; returns how many records had happened
    /// where it was left. `None` for a run that is not kept, and for the present one.
    pub fn show_run(&mut self, position: usize, no: RunNo) -> Option<usize> {
        let at = self.left.iter().position(|branch| branch.no == no)?;
        let goal = self.left.remove(at);
        let timeline = core::mem::replace(&mut self.timeline, goal.timeline);
        let ties = core::mem::replace(&mut self.ties, goal.ties);
        self.put_aside(timeline, ties, position);
        self.no = goal.no;
        (self.more, self.stopped) = (goal.more, goal.stopped);
        self.forget_views();
        self.compute(0);
        // Of a run that was stopped there is more, and nobody wants it.
        self.more &= !self.stopped;
        Some(goal.records)
    }

    /// What was made from another run is of no use.
    fn forget_views(&mut self) {
        self.keeper = Keeper::new(self.cast.len());
        self.pace = Pace::default();
    }

    /// All runs that are kept, in the order in which they came about.
    pub fn runs(&self) -> Vec<Run> {
        let left = self.left.iter().map(|branch| (branch.no, &branch.timeline, false));
        let mut all: Vec<_> = left.chain([(self.no, &self.timeline, true)]).collect();
        all.sort_by_key(|(no, ..)| *no);
        let has_millis =
            are_within_a_second(all.iter().flat_map(|(_, timeline, _)| deeds(timeline)));
        let run = |(no, timeline, is_shown)| Run {
            no,
            name: name(&self.cast, no, timeline, has_millis),
            is_shown,
        };
        all.into_iter().map(run).collect()
    }

    /// Whether there were more runs than are kept, so that some can no longer be shown.
    pub fn has_forgotten_runs(&self) -> bool {
        self.has_forgotten
    }

    /// The trace of the run that was left last.
    pub fn left_trace(&self) -> Option<&Trace> {
        self.left.last().map(|branch| branch.timeline.trace())
    }

    /// The number and the trace of a run that was left: the one with this number where it is kept,
    /// else the one that was left last.
    pub fn left_run(&self, no: Option<RunNo>) -> Option<(RunNo, &Trace)> {
        let chosen = self.left.iter().find(|branch| Some(branch.no) == no);
        let branch = chosen.or(self.left.last())?;
        Some((branch.no, branch.timeline.trace()))
    }

    /// Where that run and this one part; `None` where none was left, and where they are the same.
    pub fn parting(&self, no: Option<RunNo>) -> Option<Parting> {
        let (no, _) = self.left_run(no)?;
        let branch = self.left.iter().find(|branch| branch.no == no)?;
        let left = course(&branch.timeline, branch.more || branch.stopped);
        let here = course(&self.timeline, self.more || self.stopped);
        parting(&self.cast, self.scenario(), left, here)
    }

    /// Whether the run that was left last is this one and something that was done by hand.
    pub fn is_run_before(&self) -> bool {
        let here = self.timeline.journal();
        let goes_on =
            |journal: &[JournalEntry]| journal.len() > here.len() && journal.starts_with(here);
        self.left.last().is_some_and(|left| goes_on(left.timeline.journal()))
    }
}

/// What is known of a run; whether there is more of it.
fn course(timeline: &Timeline, has_more: bool) -> Course<'_> {
    Course { trace: timeline.trace(), is_whole: !has_more && timeline.len() < RECORDS_MAX }
}

/// What was done in a run; what is typed at a console belongs to its connection.
fn deeds(timeline: &Timeline) -> impl DoubleEndedIterator<Item = &JournalEntry> {
    timeline
        .journal()
        .iter()
        .filter(|entry| !matches!(entry.command, Command::Type { .. } | Command::Take { .. }))
}

/// Whether a clock without milliseconds shows the same for deeds of different moments.
fn are_within_a_second<'a>(deeds: impl Iterator<Item = &'a JournalEntry>) -> bool {
    let mut moments: Vec<u64> = deeds.map(|deed| deed.at.as_micros()).collect();
    moments.sort_unstable();
    moments.dedup();
    moments.windows(2).any(|two| two[0] / 1_000_000 == two[1] / 1_000_000)
}

/// What was done in a run, and when. What was done last is what tells it from the run that it was made
/// from, and menus cut long names at their end: the time.
fn name(cast: &Cast, no: RunNo, timeline: &Timeline, has_millis: bool) -> String {
    let told = |entry: &JournalEntry| {
        let at = if has_millis { clock::dated } else { clock::dated_to_second };
        let at = at(cast.clock(), entry.at, SimTime::START);
        format!("{}, {at}", sentence::deed(cast, timeline.trace(), &entry.command))
    };
    let mut last = deeds(timeline).rev();
    let first: Vec<String> = last.by_ref().take(DEEDS_MAX).map(told).collect();
    if timeline.journal().is_empty() {
        return words("as planned", "wie geplant").in_(cast.language).to_owned();
    }
    let name = match first[..] {
        // On a connection of the scenario's own.
        [] => words("lines were typed", "es wurden Zeilen getippt").in_(cast.language).to_owned(),
        _ => first.join(words("; before it ", "; davor ").in_(cast.language)),
    };
    let name = format!("{} · {name}", no.0 + 1);
    match last.count() {
        0 => name,
        1 => say!(cast.language, "{name}; and one deed before", "{name}; und ein Eingriff davor"),
        n => say!(cast.language, "{name}; and {n} deeds before", "{name}; und {n} Eingriffe davor"),
    }
}

#[cfg(test)]
mod tests {
    use relay_mail::Language;
    use relayscope::scenario::HostNo;

    use super::super::sample::{SOURCE, text};
    use super::*;

    fn names(show: &Show) -> Vec<String> {
        show.runs().into_iter().map(|run| run.name).collect()
    }

    #[test]
    fn every_run_that_is_kept_is_named_and_can_be_shown_again() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        assert_eq!(names(&show), ["as planned"]);
        let planned = show.trace().records().len();
        show.act(2, Command::HostDown(HostNo(1)));
        let second = show.act(1, Command::FillDisk(HostNo(1)));
        show.act(second, Command::FreeDisk(HostNo(1)));
        let runs = show.runs();
        assert_eq!(runs.len(), 4);
        assert_eq!(runs[0].name, "as planned");
        assert!(runs[1].name.contains(" · mx.example.net goes down, 09:00:00"), "{runs:?}");
        let [(_, second), (_, third)] =
            [2, 3].map(|at: usize| runs[at].name.split_once(" · ").expect("a number"));
        assert!(third.ends_with(&format!("; before it {second}")), "{runs:?}");
        assert_eq!([1, 2, 3].map(|at: usize| runs[at].name.as_bytes()[0]), *b"234", "{runs:?}");
        assert!(runs[3].is_shown && runs[2].name != runs[1].name, "{runs:?}");

        // Each is there with all that belongs to it, under the name and in the place that it had.
        let expected = names(&show);
        let shown = |show: &Show| show.journal().to_vec();
        let mut position = 0;
        for run in [&runs[0], &runs[2], &runs[1], &runs[0], &runs[3]] {
            let records = show.show_run(position, run.no).expect("it is kept");
            position = show.place_of(records).0;
            assert_eq!(names(&show), expected);
            let here: Vec<_> = show.runs().into_iter().filter(|run| run.is_shown).collect();
            assert_eq!((here.len(), here[0].no), (1, run.no));
        }
        assert_eq!(shown(&show).len(), 2);
        show.show_run(position, runs[0].no).expect("it is kept");
        assert_eq!((shown(&show).len(), show.trace().records().len()), (0, planned));
        assert_eq!(show.show_run(0, runs[0].no), None, "it is shown already");
        assert_eq!(show.show_run(0, RunNo(99)), None, "nobody has seen it");
        let back = show.show_run(0, runs[1].no).expect("it is kept");
        let back = show.place_of(back).0;
        assert_eq!((shown(&show).len(), back), (1, 1), "it is shown where it was left");
    }

    #[test]
    fn any_run_can_be_compared_and_the_last_is_where_none_is_chosen() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        assert!(show.left_run(None).is_none());
        show.act(2, Command::HostDown(HostNo(1)));
        show.act(1, Command::HostDown(HostNo(0)));
        let runs = show.runs();
        let chosen = |show: &Show, no| show.left_run(no).map(|(no, _)| no);
        assert_eq!(chosen(&show, None), Some(runs[1].no));
        assert_eq!(chosen(&show, Some(runs[0].no)), Some(runs[0].no));
        assert_eq!(chosen(&show, Some(runs[2].no)), Some(runs[1].no), "it is the one shown");
    }

    #[test]
    fn the_run_as_planned_is_kept_once() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let position = show.act(2, Command::HostDown(HostNo(1)));
        assert!(show.reset(position));
        let runs = show.runs();
        assert_eq!((runs.len(), runs[0].is_shown), (2, true), "{runs:?}");
        // What is done twice is told apart.
        show.act(2, Command::HostDown(HostNo(1)));
        show.set_language(Language::German);
        let names = names(&show);
        assert_eq!((names.len(), names[0].as_str()), (3, "wie geplant"));
        let [first, second] =
            [1, 2].map(|at: usize| names[at].split_once(" · ").expect("a number"));
        assert!(first.0 != second.0 && first.1 == second.1, "{names:?}");
    }

    #[test]
    fn what_was_typed_is_kept_when_one_types_something_else_before_it() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let ends = (HostNo(0), HostNo(1));
        let (conn, mut at) = show.dial(0, ends, 25).expect("the port is open");
        let connected = at;
        for line in ["EHLO me.example", "NOOP"] {
            let octets = Command::lines(line);
            at = show.at_console(at, conn, Command::Type { conn, octets });
        }
        let typed = show.journal().to_vec();
        assert_eq!(show.runs().len(), 2, "typing on makes no run of its own");
        let octets = Command::lines("HELO me.example");
        show.at_console(connected, conn, Command::Type { conn, octets });
        let runs = show.runs();
        assert_eq!((runs.len(), show.journal().len()), (3, 2));
        show.show_run(0, runs[1].no).expect("it is kept");
        assert_eq!(show.journal(), typed);
    }

    #[test]
    fn who_would_talk_is_tied_in_a_run_in_which_nobody_can() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let planned = show.ties().to_vec();
        assert_eq!(planned.len(), 1);
        show.act(0, Command::GoOffline(HostNo(0)));
        assert_eq!(show.ties(), planned);
        let shared = show.shared(0, None);
        let again = Show::load_shared(SOURCE, &shared, None).expect("a good scenario");
        assert_eq!(again.ties(), planned);
        // What is undone is undone here, too.
        show.dial(0, (HostNo(1), HostNo(0)), 25).expect("it is asked for");
        assert!(show.ties().len() > 1);
        show.show_run(0, RunNo::FIRST).expect("it is kept");
        assert_eq!(show.ties(), planned);
        show.swap_branch(0).expect("it was left");
        assert!(show.ties().len() > 1);
        show.reset(0);
        assert_eq!(show.ties(), planned);
    }

    #[test]
    fn times_are_as_exact_as_it_takes() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        show.act(0, Command::FillDisk(HostNo(1)));
        assert_eq!(names(&show)[1], "2 · The disk of mx.example.net is full, 09:00:00");
        // A later moment of the same second.
        let is_later = |&at: &usize| {
            let last = show.pace().records_at(at).checked_sub(1);
            last.is_some_and(|last| show.trace().records()[last].at > SimTime::START)
        };
        let position = (1..show.pace().len()).find(is_later).expect("time goes on");
        show.act(position, Command::HostDown(HostNo(1)));
        let names = names(&show);
        assert!(names[1].ends_with(", 09:00:00.000"), "{names:?}");
        assert!(!names[2].contains("mx.example.net goes down, 09:00:00.000"), "{names:?}");
    }

    #[test]
    fn what_is_typed_names_no_run_and_many_deeds_are_counted() {
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let (conn, position) = show.dial(2, (HostNo(0), HostNo(1)), 25).expect("it is asked for");
        let octets = Command::lines("EHLO me.example");
        let at = show.at_console(position, conn, Command::Type { conn, octets });
        let name = names(&show).pop().unwrap_or_default();
        assert!(name.contains("connects to port 25") && !name.contains("octets"), "{name}");
        let mut at = at;
        for deed in [Command::FillDisk(HostNo(1)), Command::FreeDisk(HostNo(1))] {
            at = show.act(at, deed);
        }
        let name = names(&show).pop().unwrap_or_default();
        assert!(name.ends_with("; and one deed before"), "{name}");

        // Where nothing but that was done, it is not the run as planned.
        let mut show = Show::load(SOURCE, None).expect("a good scenario");
        let octets = Command::lines("NOOP");
        show.act(5, Command::Type { conn: relay_kernel::ConnNo(0), octets });
        assert_eq!(names(&show), ["as planned", "2 · lines were typed"]);
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
        let back = show.swap_branch(0).expect("it is kept");
        assert_eq!(show.place_of(back), (position, true));
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
