//! What a scenario plans, in order of time.

use std::sync::Arc;

use relay_kernel::SimTime;

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

/// Everything that is planned. A copy shares the list and has a place of its own in it.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    entries: Arc<[(SimTime, Planned)]>,
    next: usize,
}

impl Plan {
    /// The plan of a scenario: nothing begins in it behind the scenario's end, beyond which a run goes on
    /// where somebody acts. Faults and dial-up windows come first, so that one at the same moment as a message is
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
            if dial_up.at > SimTime::START {
                entries.push((SimTime::START, Planned::GoesOffline(place(nth))));
            }
            for at in dial_up.times().filter(in_time) {
                entries.push((at, Planned::GoesOnline(place(nth))));
                entries.push((at + dial_up.lasts, Planned::GoesOffline(place(nth))));
            }
        }
        for (nth, send) in scenario.sends.iter().enumerate() {
            entries.extend(send.times().filter(in_time).map(|at| (at, Planned::Send(place(nth)))));
        }
        for (nth, collect) in scenario.collects.iter().enumerate() {
            entries.extend(
                collect.times().filter(in_time).map(|at| (at, Planned::Collect(place(nth)))),
            );
        }
        for (nth, run) in scenario.queue_runs.iter().enumerate() {
            entries
                .extend(run.times().filter(in_time).map(|at| (at, Planned::QueueRun(place(nth)))));
        }
        let typings = scenario.typings.iter().enumerate();
        for (nth, typing) in typings.filter(|(_, typing)| in_time(&typing.at)) {
            entries.push((typing.at, Planned::Dials(place(nth))));
            let lines = typing.times().enumerate();
            entries.extend(lines.map(|(line, at)| (at, Planned::Types(place(nth), place(line)))));
        }
        // Entries of one moment keep their order.
        entries.sort_by_key(|(at, _)| *at);
        Self { entries: entries.into(), next: 0 }
    }

    /// When the next entry is due.
    pub(super) fn next_at(&self) -> Option<SimTime> {
        self.entries.get(self.next).map(|(at, _)| *at)
    }

    /// Takes the next entry and the moment at which it is due.
    pub(super) fn pop(&mut self) -> Option<(SimTime, Planned)> {
        let entry = *self.entries.get(self.next)?;
        self.next += 1;
        Some(entry)
    }
}
