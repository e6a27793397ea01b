//! What a scenario plans, in order of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::SimTime;

use crate::scenario::{Rounds, Scenario};

/// An entry of the scenario by its place in its list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Planned {
    Send(u32),
    Collect(u32),
    /// The same, if there is something new.
    CollectsNews(u32),
    QueueRun(u32),
    /// Somebody connects to type.
    Dials(u32),
    /// Somebody types a line, or hangs up behind the last: which one, from 0.
    Types(u32, u32),
    FaultBegins(u32),
    FaultEnds(u32),
    GoesOffline(u32),
    GoesOnline(u32),
}

/// So many dial-up windows may begin behind the scenario's end, and so many times may mail be collected there:
/// a run stays one that the page can show.
const BEYOND_MAX: u32 = 5_000;

/// What goes on behind the scenario's end.
#[derive(Clone, Copy, Debug)]
struct Beyond {
    planned: Planned,
    /// When it is done again; a window ends once.
    rounds: Option<Rounds>,
}

/// Everything that is planned. A copy shares the list and has a place of its own in it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    entries: Arc<[(SimTime, Planned)]>,
    next: usize,
    /// What goes on behind the scenario's end, by the moment of its next round and its place in the plan; empty
    /// where nobody looks beyond the end.
    beyond: BTreeMap<(SimTime, u32), Beyond>,
    windows_left: u32,
    collects_left: u32,
}

impl Plan {
    /// The plan of a scenario: nothing begins in it behind the scenario's end, unless it is told to
    /// [go on](Self::go_on). Faults and dial-up windows come first, so that one at the same moment as a message is
    /// there when the message is sent; then messages, collections, queue runs and what is typed, each in
    /// the order of its list.
    pub(super) fn new(scenario: &Scenario) -> Self {
        let in_time = |at: &SimTime| *at <= scenario.until;
        let place = |n: usize| u32::try_from(n).expect("a scenario's lists are bounded");
        let mut entries = Vec::new();
        let faults = scenario.faults.iter().enumerate();
        for (nth, fault) in faults.filter(|(_, fault)| in_time(&fault.at)) {
            entries.push((fault.at, Planned::FaultBegins(place(nth))));
            entries.extend(fault.until.map(|until| (until, Planned::FaultEnds(place(nth)))));
        }
        for (nth, dial_up) in scenario.dial_ups.iter().enumerate() {
            if dial_up.rounds.at > SimTime::START {
                entries.push((SimTime::START, Planned::GoesOffline(place(nth))));
            }
            for at in dial_up.rounds.times().filter(in_time) {
                entries.push((at, Planned::GoesOnline(place(nth))));
                entries.push((at + dial_up.lasts, Planned::GoesOffline(place(nth))));
            }
        }
        for (nth, send) in scenario.sends.iter().enumerate() {
            entries.extend(send.times().filter(in_time).map(|at| (at, Planned::Send(place(nth)))));
        }
        for (nth, collect) in scenario.collects.iter().enumerate() {
            entries.extend(
                collect.rounds.times().filter(in_time).map(|at| (at, Planned::Collect(place(nth)))),
            );
        }
        for (nth, run) in scenario.queue_runs.iter().enumerate() {
            entries.extend(
                run.rounds.times().filter(in_time).map(|at| (at, Planned::QueueRun(place(nth)))),
            );
        }
        let typings = scenario.typings.iter().enumerate();
        for (nth, typing) in typings.filter(|(_, typing)| in_time(&typing.at)) {
            entries.push((typing.at, Planned::Dials(place(nth))));
            let lines = typing.times().enumerate();
            entries.extend(lines.map(|(line, at)| (at, Planned::Types(place(nth), place(line)))));
        }
        // Entries of one moment keep their order.
        entries.sort_by_key(|(at, _)| *at);
        let (windows_left, collects_left) = (BEYOND_MAX, BEYOND_MAX);
        let beyond = BTreeMap::new();
        Self { entries: entries.into(), next: 0, beyond, windows_left, collects_left }
    }

    /// Lets dial-up windows and collections go on behind the scenario's end, up to an end of their own if they
    /// have one. In a run that ends at the scenario's end, this makes no difference.
    ///
    /// Who is online only in windows would else be offline for good, and mail that arrives would never be
    /// collected. A queue has its own schedule, and needs no run to be tried again.
    pub(super) fn go_on(&mut self, scenario: &Scenario) {
        let place = |n: usize| u32::try_from(n).expect("a scenario's lists are bounded");
        let windows = scenario.dial_ups.iter().enumerate();
        let windows = windows.map(|(nth, it)| (Planned::GoesOnline(place(nth)), it.rounds));
        let collects = scenario.collects.iter().enumerate();
        let collects = collects.map(|(nth, it)| (Planned::CollectsNews(place(nth)), it.rounds));
        for (nth, (planned, rounds)) in (0..).zip(windows.chain(collects)) {
            if let Some(at) = rounds.after(scenario.until) {
                self.beyond.insert((at, nth), Beyond { planned, rounds: Some(rounds) });
            }
        }
    }

    /// Whether mail may be collected once more behind the scenario's end; it is counted.
    pub(super) fn may_collect(&mut self) -> bool {
        let left = self.collects_left.checked_sub(1);
        self.collects_left = left.unwrap_or(0);
        left.is_some()
    }

    /// When the next entry is due.
    pub(super) fn next_at(&self) -> Option<SimTime> {
        let planned = self.entries.get(self.next).map(|(at, _)| *at);
        let beyond = self.beyond.first_key_value().map(|((at, _), _)| *at);
        planned.into_iter().chain(beyond).min()
    }

    /// Takes the next entry and the moment at which it is due.
    pub(super) fn pop(&mut self, scenario: &Scenario) -> Option<(SimTime, Planned)> {
        let at = self.next_at()?;
        if let Some(entry) = self.entries.get(self.next).filter(|(planned, _)| *planned == at) {
            self.next += 1;
            return Some(*entry);
        }
        let ((_, place), entry) = self.beyond.pop_first()?;
        let next = entry.rounds.and_then(|rounds| rounds.after(at));
        if let Planned::GoesOnline(nth) = entry.planned {
            // A window that has begun ends, whether or not there is another.
            let end = at + scenario.dial_ups[nth as usize].lasts;
            let offline = Beyond { planned: Planned::GoesOffline(nth), rounds: None };
            self.beyond.insert((end, place), offline);
            self.windows_left -= 1;
            if self.windows_left == 0 {
                self.beyond.retain(|_, it| !matches!(it.planned, Planned::GoesOnline(_)));
                return Some((at, entry.planned));
            }
        }
        self.beyond.extend(next.map(|next| ((next, place), entry)));
        Some((at, entry.planned))
    }
}
