//! A run that can be walked in both directions.
//!
//! A timeline holds the whole trace as far as it was computed, a world at the cursor, and sparse
//! checkpoints. Going back means taking the checkpoint before the goal and running on from there;
//! since nothing but scenario, seed and journal decides, that gives the same state as before.

use std::sync::Arc;

use relay_host::Fact;
use relay_kernel::{ConnNo, SimDuration, SimTime};

use crate::command::Command;
use crate::scenario::{Scenario, limit};
use crate::trace::{Kind, Mark, Record, Trace};
use crate::world::World;

/// How long a run goes on behind the last that people did in it, where its scenario ends sooner: so long
/// as that of a scenario which says nothing of its end, and longer than one server keeps mail by default.
const AFTERMATH: SimDuration = SimDuration::from_days(10);

/// Checkpoints that are kept; when there are more, every other one goes.
const CHECKPOINTS_MAX: usize = 64;

/// A command of a person, with its place in the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// After how many events it was given.
    pub after: u64,
    /// When: the moment of the last event, or one between that and the next.
    pub at: SimTime,
    /// What it was.
    pub command: Command,
}

/// How far a run was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// There is more to come.
    More,
    /// The world is quiet, or the [`horizon`](Timeline::horizon) is reached.
    Done,
}

/// The size of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// The next line on the wire, or whatever else is recorded.
    Line,
    /// The next session: a connection comes about.
    Session,
    /// The next hop: a host takes responsibility for a message.
    Hop,
    /// The next notable moment; see [`is_moment`].
    Moment,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Back,
}

#[derive(Clone, Debug)]
struct Checkpoint {
    mark: Mark,
    /// Journal entries carried out before it.
    journalled: usize,
    world: World,
}

/// A run with a cursor.
#[derive(Clone, Debug)]
pub struct Timeline {
    trace: Trace,
    world: World,
    /// The end of what was computed.
    head: World,
    head_mark: Mark,
    done: bool,
    /// When the last of the commands before the end of what was computed was carried out.
    acted_at: Option<SimTime>,
    /// Up to when it goes on at least.
    goes_on_to: SimTime,
    /// Journal entries carried out before the end of what was computed.
    head_journalled: usize,
    /// Journal entries carried out before the cursor.
    journalled: usize,
    journal: Vec<JournalEntry>,
    checkpoints: Vec<Checkpoint>,
    /// Events between two checkpoints.
    spacing: u64,
}

impl Timeline {
    /// The run of a scenario, with the cursor at its start. Nothing is computed yet.
    pub fn new(scenario: Scenario) -> Self {
        Self::with_journal(scenario, Vec::new())
    }

    /// The run of a scenario in which people gave these commands, in order of their places. Each
    /// must fit the scenario; one whose place the run never comes to is not carried out, and none is
    /// given later than any scenario may end.
    pub fn with_journal(scenario: Scenario, mut journal: Vec<JournalEntry>) -> Self {
        for entry in &mut journal {
            entry.at = entry.at.min(SimTime::START + limit::DURATION);
        }
        let goes_on_to = scenario.until;
        let mut trace = Trace::new();
        let mut world = World::new(Arc::new(scenario), &mut trace);
        world.go_on_repeating();
        let mark = trace.mark();
        let start = Checkpoint { mark, journalled: 0, world: world.clone() };
        Self {
            head: world.clone(),
            head_mark: mark,
            trace,
            world,
            done: false,
            acted_at: None,
            goes_on_to,
            head_journalled: 0,
            journalled: 0,
            journal,
            checkpoints: vec![start],
            spacing: 64,
        }
    }

    /// Computes at most `events_max` events more, without moving the cursor.
    pub fn run_ahead(&mut self, events_max: u32) -> Ahead {
        if self.done {
            return Ahead::Done;
        }
        let here = self.trace.mark();
        self.trace.rewind(self.head_mark);
        for _ in 0..events_max {
            if let Some(entry) = self.journal.get(self.head_journalled)
                && entry.after == self.head.steps()
            {
                self.head_journalled += 1;
                self.head.act_at(&mut self.trace, entry.at, entry.command.clone());
                self.acted_at = Some(self.head.now());
                continue;
            }
            if self.head.next_at().is_none_or(|at| at > self.horizon()) {
                self.done = true;
                break;
            }
            self.head.step(&mut self.trace);
            let last = self.checkpoints.last().map_or(0, |c| c.world.steps());
            if self.head.steps() >= last + self.spacing {
                self.keep_checkpoint();
            }
        }
        self.head_mark = self.trace.mark();
        self.trace.rewind(here);
        if self.done { Ahead::Done } else { Ahead::More }
    }

    /// Up to when the run goes on, where it is not quiet before: to its scenario's end, to the next command,
    /// or for some days beyond the last one, so that what comes of it is seen. Of a run that is not computed
    /// to its end, what is known by now.
    pub fn horizon(&self) -> SimTime {
        let acted = self.acted_at.map(|at| at + AFTERMATH);
        let next = self.journal.get(self.head_journalled).map(|entry| entry.at);
        [acted, next].into_iter().flatten().fold(self.goes_on_to, SimTime::max)
    }

    /// Lets the run go on to a moment, where it would end before: with a run that ends later it can only
    /// be compared so. Whether it does go on further than before.
    pub fn go_on_to(&mut self, at: SimTime) -> bool {
        let is_later = at > self.horizon();
        self.goes_on_to = self.goes_on_to.max(at);
        self.done &= !is_later;
        is_later
    }

    /// Computes everything up to the [`horizon`](Self::horizon).
    pub fn run_to_end(&mut self) {
        while self.run_ahead(u32::MAX) == Ahead::More {}
    }

    fn keep_checkpoint(&mut self) {
        if self.checkpoints.len() >= CHECKPOINTS_MAX {
            let mut nth = 0;
            self.checkpoints.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.spacing *= 2;
        }
        let (mark, world) = (self.trace.mark(), self.head.clone());
        self.checkpoints.push(Checkpoint { mark, journalled: self.head_journalled, world });
    }

    /// Everything that was recorded; what lies behind the cursor is the future.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The world at the cursor.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// How many records have happened at the cursor.
    pub fn position(&self) -> usize {
        self.trace.mark().records()
    }

    /// How many records there are as far as the run was computed.
    pub fn len(&self) -> usize {
        self.trace.records().len()
    }

    /// Whether nothing was recorded; never so, since a run begins with a record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The moment at the cursor.
    pub fn now(&self) -> SimTime {
        self.world.now()
    }

    /// The commands that people gave, in order.
    pub fn journal(&self) -> &[JournalEntry] {
        &self.journal
    }

    /// Whether commands were given behind the cursor, which the next one would forget.
    pub fn has_commands_ahead(&self) -> bool {
        self.journalled < self.journal.len()
    }

    /// Moves the cursor to where `records` records have happened. An event happens as a whole, so
    /// a few more may have.
    pub fn seek(&mut self, records: usize) {
        let goal = records.clamp(self.checkpoints[0].mark.records(), self.len());
        if goal < self.position() {
            // One with just as many records may lie behind events that made none.
            let before = |checkpoint: &Checkpoint| checkpoint.mark.records() < goal;
            let nearest = self.checkpoints.iter().rposition(before).unwrap_or(0);
            let Checkpoint { mark, journalled, world } = &self.checkpoints[nearest];
            (self.world, self.journalled) = (world.clone(), *journalled);
            self.trace.rewind(*mark);
        }
        while self.position() < goal && self.advance() {}
    }

    /// Lets the next command or event happen at the cursor.
    fn advance(&mut self) -> bool {
        if let Some(entry) = self.journal.get(self.journalled)
            && entry.after == self.world.steps()
        {
            self.journalled += 1;
            let (at, command) = (entry.at, entry.command.clone());
            self.world.act_at(&mut self.trace, at, command);
            return true;
        }
        self.world.step(&mut self.trace)
    }

    /// Moves the cursor by one step; false when there is none.
    pub fn step(&mut self, grain: Grain, direction: Direction) -> bool {
        let from = self.position();
        match direction {
            Direction::Forward => {
                let next = self.find(from..self.len(), grain);
                let Some(at) = next else {
                    self.seek(self.len());
                    return self.position() != from;
                };
                self.seek(at + 1);
            }
            Direction::Back => {
                // The step before the one that led here.
                let start = self.checkpoints[0].mark.records();
                let mut goal = from;
                loop {
                    let records = &self.trace.records()[start.min(goal)..goal.max(start)];
                    let found = records.iter().rposition(|record| self.is_step(record, grain));
                    let Some(found) = found else {
                        self.seek(start);
                        break;
                    };
                    goal = start + found;
                    self.seek(goal);
                    if self.position() < from {
                        break;
                    }
                }
            }
        }
        self.position() != from
    }

    fn find(&self, range: core::ops::Range<usize>, grain: Grain) -> Option<usize> {
        let start = range.start;
        let found = self.trace.records()[range].iter().position(|r| self.is_step(r, grain));
        found.map(|at| start + at)
    }

    fn is_step(&self, record: &Record, grain: Grain) -> bool {
        match grain {
            Grain::Line => true,
            Grain::Session => matches!(record.kind, Kind::Connected { .. }),
            Grain::Hop => matches!(record.kind, Kind::Host(Fact::Accepted { .. })),
            Grain::Moment => is_moment(&self.trace, record),
        }
    }

    /// Carries out a command at the cursor. The future that was known is given up: it belonged to
    /// a world in which the command was not given. [`Command::Dial`] gives the connection that it
    /// asked for.
    pub fn act(&mut self, command: Command) -> Option<ConnNo> {
        self.give(self.world.now(), command)
    }

    /// Lets everything happen that is due until `at`, and carries out a command then; one in the
    /// past of the cursor is carried out at the cursor.
    pub fn act_at(&mut self, at: SimTime, command: Command) -> Option<ConnNo> {
        while self.next_at().is_some_and(|next| next <= at) && self.advance() {}
        self.give(at.max(self.world.now()), command)
    }

    fn give(&mut self, at: SimTime, command: Command) -> Option<ConnNo> {
        self.trace.cut();
        let (steps, journalled) = (self.world.steps(), self.journalled);
        // A checkpoint of the future may have as many records: not every event writes one.
        self.checkpoints.retain(|checkpoint| {
            checkpoint.world.steps() <= steps && checkpoint.journalled <= journalled
        });
        self.journal.truncate(journalled);
        self.journal.push(JournalEntry { after: steps, at, command: command.clone() });
        self.journalled = self.journal.len();
        self.head_journalled = self.journalled;
        let conn = self.world.act_at(&mut self.trace, at, command);
        self.acted_at = Some(self.world.now());
        self.head = self.world.clone();
        self.head_mark = self.trace.mark();
        self.done = false;
        conn
    }

    /// When the next command or event happens at the cursor.
    fn next_at(&mut self) -> Option<SimTime> {
        match self.journal.get(self.journalled) {
            Some(entry) if entry.after == self.world.steps() => Some(entry.at),
            _ => self.world.next_at(),
        }
    }
}

/// Whether a record is one of the moments that a scrubber marks: sent, deferred, given up,
/// bounced, discarded, delivered, collected, or changed by a command.
pub fn is_moment(trace: &Trace, record: &Record) -> bool {
    match &record.kind {
        Kind::Command(id) => trace.effect(*id).changes(),
        Kind::Host(fact) => match fact {
            Fact::Accepted { mail } => {
                !matches!(trace.mail(*mail).1.origin, relay_host::Origin::Received { .. })
            }
            Fact::Deferred { .. }
            | Fact::Failed { .. }
            | Fact::Reported { .. }
            | Fact::Notified { .. }
            | Fact::Frozen { .. }
            | Fact::NullPathRuleBroken { .. }
            | Fact::InDoubt { .. }
            | Fact::Duplicate { .. }
            | Fact::Discarded { .. }
            | Fact::ShownToUser { .. }
            | Fact::Delivered { .. }
            | Fact::Distributed { .. }
            | Fact::Collected { .. }
            | Fact::CollectFailed { .. } => true,
            _ => false,
        },
        _ => false,
    }
}
