//! What a scenario plans, in order of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};

use crate::scenario::Scenario;

/// An entry of the scenario by its place in its list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Planned {
    Send(u32),
    Collect(u32),
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

/// So many rounds may begin behind the scenario's end: as many of one kind as a scenario may plan.
const ROUNDS_BEYOND: u32 = 100_000;

/// Everything that is planned. A copy shares the list and has a place of its own in it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    entries: Arc<[(SimTime, Planned)]>,
    next: usize,
    /// What goes on behind the scenario's end, by the moment of its next round and its place in the plan.
    beyond: BTreeMap<(SimTime, u32), (Planned, SimDuration)>,
    /// How many rounds may still begin there; 0 where nobody looks beyond the end.
    rounds_left: u32,
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
        let beyond = BTreeMap::new();
        Self { entries: entries.into(), next: 0, beyond, rounds_left: 0 }
    }

    /// Lets what the scenario repeats go on behind its end, where the file names no end of its own. In a run
    /// that ends at the scenario's end, this makes no difference.
    pub(super) fn go_on(&mut self, scenario: &Scenario) {
        self.rounds_left = ROUNDS_BEYOND;
        let place = |n: usize| u32::try_from(n).expect("a scenario's lists are bounded");
        let mut rounds = Vec::new();
        for (nth, dial_up) in scenario.dial_ups.iter().enumerate() {
            let Some((at, every)) = dial_up.rounds.beyond() else { continue };
            rounds.push((at, every, Planned::GoesOnline(place(nth))));
            rounds.push((at + dial_up.lasts, every, Planned::GoesOffline(place(nth))));
        }
        for (nth, collect) in scenario.collects.iter().enumerate() {
            let Some((at, every)) = collect.rounds.beyond() else { continue };
            rounds.push((at, every, Planned::Collect(place(nth))));
        }
        for (nth, run) in scenario.queue_runs.iter().enumerate() {
            let Some((at, every)) = run.rounds.beyond() else { continue };
            rounds.push((at, every, Planned::QueueRun(place(nth))));
        }
        let rounds = (0..).zip(rounds).map(|(n, (at, every, planned))| ((at, n), (planned, every)));
        self.beyond = rounds.collect();
    }

    /// When the next entry is due.
    #[inline]
    pub(super) fn next_at(&self) -> Option<SimTime> {
        let planned = self.entries.get(self.next).map(|(at, _)| *at);
        if self.rounds_left == 0 {
            planned
        } else {
            planned.into_iter().chain(self.next_beyond()).min()
        }
    }

    fn next_beyond(&self) -> Option<SimTime> {
        self.beyond.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next entry and the moment at which it is due.
    pub(super) fn pop(&mut self) -> Option<(SimTime, Planned)> {
        let at = self.next_at()?;
        if let Some(entry) = self.entries.get(self.next).filter(|(planned, _)| *planned == at) {
            self.next += 1;
            return Some(*entry);
        }
        let ((at, nth), (planned, every)) = self.beyond.pop_first()?;
        self.beyond.insert((at + every, nth), (planned, every));
        self.rounds_left -= 1;
        Some((at, planned))
    }
}
