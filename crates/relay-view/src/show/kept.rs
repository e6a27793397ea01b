//! The runs that were left, as they are kept over a reload: what was done in each, as a link has it.

use relayscope::share::{Shared, Source};

use super::{BRANCHES_MAX, Branch, EVENTS_AT_ONCE, RunNo, Show};
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
    /// The position at which it was left.
    pub position: usize,
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
            kept.set(&format!("{LEFT}{at}"), format!("{} {} {}", run.no.0, run.position, run.link));
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
            let position = words.next()?.parse().ok()?;
            Some(KeptRun { no, position, link: words.next()?.to_owned() })
        };
        let texts = (0..BRANCHES_MAX).map_while(|at| kept.get(&format!("{LEFT}{at}")));
        let left = texts.filter_map(run).collect();
        Some(Self { shown, left, has_forgotten: kept.get(FORGOTTEN).is_some() })
    }
}

impl Show {
    /// The runs that were left, to be kept. One in which more was done than a link carries is forgotten.
    pub fn kept_runs(&self) -> KeptRuns {
        let kept = |branch: &Branch| {
            let journal = branch.timeline.journal().to_vec();
            let shared = Shared { journal, scenario: beside(), ..Shared::text("") };
            let link = shared.link().ok()?;
            Some(KeptRun { no: branch.no, position: branch.position, link })
        };
        let left: Vec<KeptRun> = self.left.iter().filter_map(kept).collect();
        let has_forgotten = self.has_forgotten || left.len() < self.left.len();
        KeptRuns { shown: self.no, left, has_forgotten }
    }

    /// Puts runs beside the one that is shown, as they were kept. What is no run of this scenario, or
    /// not one of its own, is forgotten.
    pub fn take_up_runs(&mut self, kept: &KeptRuns) {
        let planned = self.planned_ties();
        self.arranging = self.arranging.min(planned.len());
        self.left.clear();
        self.no = kept.shown.min(NO_MAX);
        for run in &kept.left {
            let has_no = |no| run.no == no || run.no > NO_MAX;
            let is_known = has_no(self.no) || self.left.iter().any(|it| has_no(it.no));
            let timeline = Shared::open(&run.link)
                .and_then(|it| it.timeline(self.scenario().clone()))
                .ok()
                .filter(|_| !is_known && self.left.len() < BRANCHES_MAX);
            let Some(timeline) = timeline else { continue };
            let mut branch = Branch {
                no: run.no,
                timeline,
                ties: planned.clone(),
                more: true,
                stopped: false,
                position: run.position,
            };
            branch.compute(EVENTS_AT_ONCE);
            self.cast.more_ties(&mut branch.ties, branch.timeline.trace(), 0);
            self.left.push(branch);
        }
        let numbers = self.left.iter().map(|it| it.no).chain([self.no]);
        self.last_no = numbers.max().unwrap_or_default();
        self.has_forgotten = kept.has_forgotten || self.left.len() < kept.left.len();
    }
}

#[cfg(test)]
mod tests {
    use relayscope::command::Command;
    use relayscope::scenario::HostNo;
    use relayscope::trace::Writer;

    use super::*;

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

    fn load() -> Show {
        Show::load_with(SOURCE, None, Some(7)).expect("a good scenario")
    }

    /// All that is told of the runs, with the trace of each.
    fn told(show: &mut Show) -> Vec<(String, bool, String)> {
        while show.compute_more() {}
        let runs = show.runs();
        let shown = show.no;
        let mut position = 0;
        let mut told = Vec::new();
        for run in runs {
            position = show.show_run(position, run.no).unwrap_or(position);
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
        let odd = [
            KeptRun { link, ..good.left[0].clone() },
            KeptRun { no: good.shown, ..good.left[0].clone() },
            KeptRun { no: RunNo(u32::MAX), ..good.left[0].clone() },
            KeptRun { no: NO_MAX, position: usize::MAX, ..good.left[0].clone() },
            good.left[0].clone(),
            good.left[0].clone(),
        ];
        let kept = KeptRuns { left: odd.to_vec(), ..good };
        let mut again = Show::load_shared(SOURCE, &show.shared(0, None), None).expect("good");
        again.take_up_runs(&kept);
        assert_eq!(again.kept_runs().left.len(), 2);
        assert!(again.has_forgotten_runs());
        let end = again.show_run(0, NO_MAX).expect("it is kept");
        assert_eq!(end, again.pace().len(), "it is left where it ends at the latest");
        again.act(0, Command::HostDown(HostNo(0)));
        for text in ["", "x", "1", "1 2", "1 x t1.", "-1 2 t1.x", "4294967296 2 t1."] {
            let mut kept = Kept::default();
            kept.set(SHOWN, "1");
            kept.set(&format!("{LEFT}0"), text);
            assert!(KeptRuns::take(&kept).is_some_and(|it| it.left.is_empty()), "{text}");
        }
    }

    #[test]
    fn a_long_run_that_was_left_is_computed_when_the_one_shown_is() {
        let source = format!("{SOURCE}count = 200\nevery = \"1s\"\n");
        let mut show = Show::load(&source, None).expect("a good scenario");
        while show.compute_more() {}
        let whole = show.trace().records().len();
        show.act(2, Command::HostDown(HostNo(1)));
        while show.compute_more() {}
        let kept = show.kept_runs();
        let mut again = Show::load_shared(&source, &show.shared(0, None), None).expect("good");
        again.take_up_runs(&kept);
        let left = |show: &Show| show.left_trace().map(|it| it.records().len());
        assert!(again.has_work() && left(&again) < Some(whole));
        while again.compute_more() {}
        assert!(!again.has_work());
        assert_eq!(left(&again), Some(whole));
    }
}
