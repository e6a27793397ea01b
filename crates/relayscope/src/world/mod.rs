//! The world: hosts and network, moved by one event at a time.
//!
//! `relay-host` knows no network and `relay-net` knows no mail; they meet here, in
//! [`dispatch`](self) and nowhere else. Whatever happens is written into a [`Trace`] that the
//! caller holds, so that a copy of the world is a cheap checkpoint.

mod act;
mod build;
#[cfg(test)]
mod canary;
mod connections;
mod dispatch;
mod effect;
mod fault;
mod late;
mod log;
mod plan;
mod resolve;
mod services;
mod tear;
mod terminal;
mod wires;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use relay_host::Host;
use relay_kernel::{ConnNo, EventKey, RecordId, SimTime};
use relay_mail::Calendar;
use relay_net::{Fabric, NetEvent, NetHostId, Power};

use crate::check::Ledger;
use crate::command::Command;
use crate::scenario::{Break, Scenario};
use crate::trace::{By, HostId, Kind, Record, Trace};

pub use resolve::dns_name;
pub use terminal::Terminal;

pub(crate) use fault::{fault_begins, fault_ends};
use plan::Plan;
use wires::Wires;

/// Everything that can happen next and that no scenario plans.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// Something of the network, with the record that led to it.
    Net(NetEvent, RecordId),
    /// A host's deadline.
    Wake(HostId),
    /// Something that a slow server kept back leaves.
    Leaves(ConnNo),
}

/// A host with its place in the world's schedule.
#[derive(Clone, Debug)]
struct Place {
    host: Host,
    wake: Option<(EventKey, SimTime)>,
}

impl Place {
    /// Whether the host is woken exactly at its deadline.
    #[inline]
    fn is_armed(&self) -> bool {
        self.wake.map(|(_, at)| at) == self.host.deadline()
    }
}

/// A simulated mail world at one moment.
#[derive(Clone, Debug)]
pub struct World {
    scenario: Arc<Scenario>,
    calendar: Calendar,
    plan: Plan,
    wires: Wires,
    places: Vec<Place>,
    ledger: Ledger,
    /// Questions that a host's resolver could answer at once; empty between two inputs.
    known: VecDeque<resolve::Known>,
    /// The connections of those who type, by their places in the scenario.
    typists: BTreeMap<u32, ConnNo>,
    /// The first record of the run; what has no other cause comes from it.
    origin: RecordId,
    steps: u64,
}

impl World {
    /// The moment.
    pub fn now(&self) -> SimTime {
        self.wires.now
    }

    /// The calendar that says what date the moment is.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The scenario that the world was made from.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// How many events have happened.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// All hosts in the order of the scenario.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &Host)> {
        self.places.iter().enumerate().map(|(n, place)| (HostId::from_index(n), &place.host))
    }

    /// The host `id`.
    pub fn host(&self, id: HostId) -> &Host {
        &self.places[id.index()].host
    }

    /// Whether a host is switched on.
    pub fn is_up(&self, id: HostId) -> bool {
        self.wires.fabric.power(NetHostId(id.0)) == Power::Up
    }

    /// Whether a host accepts connections to a port.
    pub fn is_listening(&self, id: HostId, port: u16) -> bool {
        self.wires.fabric.is_listening(NetHostId(id.0), port)
    }

    /// Whether the link between two hosts is cut.
    pub fn is_cut(&self, a: HostId, b: HostId) -> bool {
        self.wires.fabric.is_cut(NetHostId(a.0), NetHostId(b.0))
    }

    /// Whether a host has its cable plugged in.
    pub fn is_online(&self, id: HostId) -> bool {
        self.wires.fabric.is_plugged(NetHostId(id.0))
    }

    /// The connections that are to break at a point of the dialogue, and have not yet.
    pub fn breaks(&self) -> &[Break] {
        &self.wires.breaks
    }

    /// The network, for those who look.
    pub fn network(&self) -> &Fabric {
        &self.wires.fabric
    }

    /// Who is responsible for each recipient of each copy.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The hosts and the ledger, for a checker that notes what changes in them.
    pub(crate) fn watched(&mut self) -> (impl Iterator<Item = (HostId, &mut Host)>, &mut Ledger) {
        let hosts = self.places.iter_mut().enumerate();
        let hosts = hosts.map(|(n, place)| (HostId::from_index(n), &mut place.host));
        (hosts, &mut self.ledger)
    }

    /// Lets dial-up windows and collections go on behind the scenario's end, up to an end of their own if they
    /// have one: up to 5,000 windows, and up to 5,000 collections where there is something new. A world with any
    /// of them is not quiet; whoever moves it knows how far.
    pub fn go_on_repeating(&mut self) {
        self.plan.go_on(&self.scenario);
    }

    /// When the next event happens; `None` when the world is quiet.
    pub fn next_at(&mut self) -> Option<SimTime> {
        let unplanned = self.wires.events.next_at();
        self.plan.next_at().into_iter().chain(unplanned).min()
    }

    /// Lets the next event happen; false when there is none.
    pub fn step(&mut self, trace: &mut Trace) -> bool {
        // What is planned for a moment comes before all else that happens then.
        let planned = match self.plan.next_at() {
            Some(at) if self.wires.events.next_at().is_none_or(|other| at <= other) => {
                self.plan.pop(&self.scenario)
            }
            _ => None,
        };
        if let Some((at, planned)) = planned {
            self.go_on_to(at);
            self.planned(trace, planned);
        } else if let Some((at, event)) = self.wires.events.pop() {
            self.go_on_to(at);
            match event {
                Event::Net(event, cause) => self.net_event(trace, event, cause),
                Event::Wake(host) => self.wake(trace, host),
                Event::Leaves(conn) => self.leaves(trace, conn),
            }
        } else {
            return false;
        }
        true
    }

    fn go_on_to(&mut self, at: SimTime) {
        debug_assert!(at >= self.wires.now, "time does not run backwards");
        self.wires.now = at;
        self.steps += 1;
    }

    /// Carries out a command now. [`Command::Dial`] gives the connection that it asked for.
    pub fn act(&mut self, trace: &mut Trace, command: Command) -> Option<ConnNo> {
        self.carry_out(trace, command, By::Person)
    }

    /// Carries out a command at `at`, or when the next event happens, if that is sooner: the
    /// events before a command are the caller's to [step](Self::step) through.
    pub fn act_at(&mut self, trace: &mut Trace, at: SimTime, command: Command) -> Option<ConnNo> {
        let at = self.next_at().map_or(at, |next| next.min(at));
        self.wires.now = at.max(self.wires.now);
        self.act(trace, command)
    }

    /// A connection over which somebody outside speaks; `None` when it is over.
    pub fn terminal(&self, conn: ConnNo) -> Option<Terminal<'_>> {
        self.wires.terminal(conn)
    }

    fn record(&self, trace: &mut Trace, host: HostId, kind: Kind, cause: RecordId) -> RecordId {
        trace.push(self.wires.now, cause, host, kind)
    }

    /// Writes the first record.
    fn begin(&mut self, trace: &mut Trace) {
        self.origin = trace.push(self.wires.now, RecordId(0), Record::NOWHERE, Kind::Started);
    }
}
