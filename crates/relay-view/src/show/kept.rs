//! The runs that were left, as they are kept over a reload: what was done in each, as a link has it.

use relayscope::Timeline;
use relayscope::share::{Shared, Source};

use super::{BRANCHES_MAX, Branch, RunNo, Show};
use crate::kept::Kept;

/// The names under which they are kept; the last one with the place of the run behind it.
const SHOWN: &str = "shown_run";
const FORGOTTEN: &str = "runs_forgotten";
const LEFT: &str = "left_run.";

/// The greatest number of a run that is believed: nobody has acted as often.
const NO_MAX: RunNo = RunNo(1_000_000);

/// All runs of a scenario beside the one that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptRuns {
    /// Which one is shown.
    pub shown: RunNo,
    /// Those that were left, the last one at the end.
    pub left: Vec<KeptRun>,
    /// Whether there were more of them.
    pub has_forgotten: bool,
}

/// One that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRun {
    /// Which one.
    pub no: RunNo,
    /// How many records had happened where it was left.
    pub records: usize,
    /// What was done in it: a link that says nothing of its scenario.
    pub link: String,
}

/// What the links of kept runs name as their scenario: the one that they are kept beside.
fn beside() -> Source {
    Source::Lesson("beside".to_owned())
}

impl KeptRuns {
    /// Notes them; nothing where there is one run alone.
    pub fn put(&self, kept: &mut Kept) {
        if self.left.is_empty() {
            return;
        }
        kept.set(SHOWN, self.shown.0.to_string());
        for (at, run) in self.left.iter().enumerate() {
            kept.set(&format!("{LEFT}{at}"), format!("{} {} {}", run.no.0, run.records, run.link));
        }
        if self.has_forgotten {
            kept.set(FORGOTTEN, "1");
        }
    }

    /// What [`put`](Self::put) noted; `None` where there is nothing of it.
    pub fn take(kept: &Kept) -> Option<Self> {
        let number = |text: &str| text.parse().ok().map(RunNo);
        let shown = kept.get(SHOWN).and_then(number)?;
        let run = |text: &str| {
            let mut words = text.splitn(3, ' ');
            let no = words.next().and_then(number)?;
            let records = words.next()?.parse().ok()?;
            Some(KeptRun { no, records, link: words.next()?.to_owned() })
        };
        let texts = (0..BRANCHES_MAX).map_while(|at| kept.get(&format!("{LEFT}{at}")));
        let read: Vec<_> = texts.map(run).collect();
        let has_forgotten = kept.get(FORGOTTEN).is_some() || read.contains(&None);
        Some(Self { shown, left: read.into_iter().flatten().collect(), has_forgotten })
    }
}

impl Show {
    /// The runs that were left, to be kept. One in which more was done than a link carries is forgotten.
    pub fn kept_runs(&self) -> KeptRuns {
        let kept = |branch: &Branch| {
            let journal = branch.timeline.journal().to_vec();
            let shared = Shared { journal, scenario: beside(), ..Shared::text("") };
            let link = shared.link().ok()?;
            Some(KeptRun { no: branch.no, records: branch.records, link })
        };
        let left: Vec<KeptRun> = self.left.iter().filter_map(kept).collect();
        let has_forgotten = self.has_forgotten || left.len() < self.left.len();
        KeptRuns { shown: self.no, left, has_forgotten }
    }

    /// Puts runs beside the one that is shown, as they were kept, in place of those that are there. What is
    /// no run of this scenario, or not one of its own, is forgotten. None of them is computed yet:
    /// [`compute_left`](Self::compute_left) does it.
    pub fn take_up_runs(&mut self, kept: &KeptRuns) {
        self.arranging = self.arranging.min(self.ties.len());
        self.left.clear();
        self.no = kept.shown.min(NO_MAX);
        for run in &kept.left {
            let timeline = self.kept_timeline(run);
            self.left.extend(timeline.map(|timeline| Branch {
                no: run.no,
                timeline,
                ties: self.arranging_ties().to_vec(),
                more: true,
                stopped: false,
                records: run.records,
            }));
        }
        let numbers = self.left.iter().map(|it| it.no).chain([self.no]);
        self.last_no = numbers.max().unwrap_or_default();
        self.has_forgotten = kept.has_forgotten || self.left.len() < kept.left.len();
    }

    /// A run that was kept, if it can stand beside those that are there.
    fn kept_timeline(&self, run: &KeptRun) -> Option<Timeline> {
        let is_taken = |no| run.no == no || run.no > NO_MAX;
        let is_full = self.left.len() >= BRANCHES_MAX;
        if is_full || is_taken(self.no) || self.left.iter().any(|it| is_taken(it.no)) {
            return None;
        }
        let shared = Shared::open(&run.link).ok()?;
        let is_planned = |timeline: &Timeline| timeline.journal().is_empty();
        let has_planned = is_planned(&self.timeline)
            || self.left.iter().any(|branch| is_planned(&branch.timeline));
        // There is one run as planned, and one seed.
        let is_new = !(shared.journal.is_empty() && has_planned);
        let is_ours = shared.scenario == beside() && shared.seed.is_none();
        let timeline = shared.timeline(self.scenario().clone()).ok()?;
        (is_new && is_ours).then_some(timeline)
    }
}

#[cfg(test)]
mod tests {
    use relay_kernel::ConnNo;
    use relayscope::command::Command;
    use relayscope::scenario::HostNo;
    use relayscope::trace::Writer;

    use super::super::sample::SOURCE;
    use super::*;

    fn load() -> Show {
        Show::load_with(SOURCE, None, Some(7)).expect("a good scenario")
    }

    /// Computes all runs.
    fn compute(show: &mut Show) {
        while show.compute_more() || show.compute_left().is_some() {}
    }

    /// All that is told of the runs, with the trace of each.
    fn told(show: &mut Show) -> Vec<(String, bool, String)> {
        compute(show);
        let runs = show.runs();
        let shown = show.no;
        let mut position = 0;
        let mut told = Vec::new();
        for run in runs {
            let records = show.show_run(position, run.no);
            position = records.map_or(position, |records| show.place_of(records).0);
            let trace = Writer::new(show.trace(), show.scenario()).all();
            told.push((run.name, run.is_shown, trace));
        }
        show.show_run(position, shown);
        told
    }

    /// The same runs as after a reload: the one that is shown comes by its link.
    fn again(show: &Show) -> Show {
        let mut kept = Kept::default();
        show.kept_runs().put(&mut kept);
        let kept = Kept::read(&kept.write()).expect("its own");
        let shared = show.shared(0, None);
        let mut again = Show::load_shared(SOURCE, &shared, None).expect("a good scenario");
        again.take_up_runs(&KeptRuns::take(&kept).expect("there is more than one run"));
        again
    }

    #[test]
    fn all_runs_are_there_again_with_their_numbers_and_places() {
        let mut show = load();
        show.act(2, Command::HostDown(HostNo(1)));
        let second = show.act(1, Command::FillDisk(HostNo(1)));
        show.act(second, Command::FreeDisk(HostNo(1)));
        show.swap_branch(3);
        let mut again = again(&show);
        assert_eq!(again.kept_runs(), show.kept_runs());
        assert!(told(&mut again) == told(&mut show), "all is told again as it was");
        assert_eq!(again.ties(), show.ties());
        // What is done next is the next run.
        show.act(0, Command::HostDown(HostNo(0)));
        again.act(0, Command::HostDown(HostNo(0)));
        assert_eq!(again.runs(), show.runs());
    }

    #[test]
    fn a_run_alone_leaves_nothing_to_keep() {
        let mut kept = Kept::default();
        load().kept_runs().put(&mut kept);
        assert_eq!((kept.values.len(), KeptRuns::take(&kept)), (0, None));
    }

    #[test]
    fn the_run_as_planned_is_found_again_by_a_reset() {
        let mut show = load();
        let position = show.act(2, Command::HostDown(HostNo(1)));
        let mut again = again(&show);
        assert!(again.reset(position));
        assert_eq!(again.runs().len(), 2);
        assert_eq!(again.runs()[0].name, "as planned");
    }

    #[test]
    fn what_is_no_run_of_this_scenario_is_forgotten_and_nothing_else() {
        let mut show = load();
        show.act(2, Command::HostDown(HostNo(1)));
        let good = show.kept_runs();
        // A link to another scenario, in which somebody stops a host that is not here.
        let three = format!("{SOURCE}[[host]]\nname = \"third.example\"\n");
        let mut other = Show::load(&three, None).expect("a good scenario");
        other.act(1, Command::HostDown(HostNo(2)));
        let link = other.shared(0, None).link().expect("it is small");
        let named = |shared: Shared| shared.link().expect("it is small");
        let seeded = named(Shared { scenario: beside(), seed: Some(5), ..Shared::text("") });
        let elsewhere = named(Shared::text(SOURCE));
        let odd = [
            KeptRun { link, ..good.left[0].clone() },
            KeptRun { no: good.shown, ..good.left[0].clone() },
            KeptRun { no: RunNo(u32::MAX), ..good.left[0].clone() },
            KeptRun { link: seeded, ..good.left[0].clone() },
            KeptRun { link: elsewhere, ..good.left[0].clone() },
            KeptRun { no: NO_MAX, records: usize::MAX, ..good.left[0].clone() },
            // The run as planned, a second time.
            good.left[0].clone(),
        ];
        let kept = KeptRuns { left: odd.to_vec(), ..good };
        let mut again = Show::load_shared(SOURCE, &show.shared(0, None), None).expect("good");
        again.take_up_runs(&kept);
        assert_eq!(again.kept_runs().left.len(), 1);
        assert!(again.has_forgotten_runs());
        compute(&mut again);
        let end = again.show_run(0, NO_MAX).expect("it is kept");
        assert_eq!(
            again.place_of(end).0,
            again.pace().len(),
            "it is left where it ends at the latest"
        );
        again.act(0, Command::HostDown(HostNo(0)));
        for text in ["", "x", "1", "1 2", "1 x t1.", "-1 2 t1.x", "4294967296 2 t1."] {
            let mut kept = Kept::default();
            kept.set(SHOWN, "1");
            kept.set(&format!("{LEFT}0"), text);
            let taken = KeptRuns::take(&kept).expect("a run is shown");
            assert!(taken.left.is_empty() && taken.has_forgotten, "{text}");
        }
    }

    #[test]
    fn a_long_run_that_was_left_is_computed_when_the_one_shown_is_and_found_where_it_was() {
        let source = format!("{SOURCE}count = 200\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        compute(&mut show);
        let (whole, far) = (show.trace().records().len(), show.pace().len() - 3);
        show.act(2, Command::HostDown(HostNo(1)));
        let down = show.no;
        show.show_run(0, RunNo::FIRST);
        show.show_run(far, down);
        let kept = show.kept_runs();
        let load = || {
            let shared = show.shared(0, None);
            let mut again = Show::load_shared(&source, &shared, None).expect("a good scenario");
            again.take_up_runs(&kept);
            again
        };
        let mut again = load();
        let left = |show: &Show| show.left_trace().map(|it| it.records().len());
        assert!(again.has_work() && left(&again) < Some(whole));
        compute(&mut again);
        assert!(!again.has_work());
        assert_eq!(left(&again), Some(whole));
        let records = again.show_run(0, RunNo::FIRST).expect("it is kept");
        assert_eq!(again.place_of(records), (far, true));

        // Who goes there at once waits for its place.
        let mut again = load();
        assert_eq!(again.show_run(0, RunNo::FIRST), Some(records));
        let (at, is_known) = again.place_of(records);
        assert!(at < far && !is_known, "{at}");
        compute(&mut again);
        assert_eq!(again.place_of(records), (far, true));
    }

    #[test]
    fn what_was_done_in_a_run_that_is_not_computed_yet_is_told_in_part() {
        let mut show = load();
        compute(&mut show);
        let dialed = show.trace().records().iter().position(|it| it.kind.conn().is_some());
        let position = show.place_of(dialed.expect("they talk") + 1).0;
        show.act(position, Command::ResetConnection(ConnNo(0)));
        show.act(0, Command::HostDown(HostNo(0)));
        let mut again = again(&show);
        let name = |show: &Show| show.runs()[1].name.clone();
        let whole =
            "2 · The connection from mail.example.com to mx.example.net is dropped right here";
        assert!(name(&show).starts_with(whole), "{}", name(&show));
        assert!(
            name(&again).starts_with("2 · The connection number 0 is dropped"),
            "{}",
            name(&again)
        );
        compute(&mut again);
        assert_eq!(name(&again), name(&show));
    }

    #[test]
    fn what_was_stopped_stays_so_until_somebody_goes_on() {
        let source = format!("{SOURCE}count = 900\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        show.stop();
        show.act(2, Command::HostDown(HostNo(1)));
        assert!(show.has_more());
        // Another one is left while there is more of it, and stopped from here.
        show.act(1, Command::HostDown(HostNo(1)));
        show.stop();
        assert!(!show.has_work(), "nothing of any run is computed");
        show.go_on();
        assert!(show.left.iter().all(|branch| branch.more), "and all of it goes on");
        show.stop();
        show.swap_branch(0).expect("it was left");
        show.show_run(0, RunNo::FIRST).expect("it was left");
        assert!(show.is_stopped() && !show.has_more() && !show.compute_more());
        show.go_on();
        compute(&mut show);
        assert!(!show.is_stopped() && show.is_complete());
    }
}
