//! The sessions of a host: a protocol machine each, with what the host knows of its peer.

use std::collections::BTreeMap;

use relay_kernel::{ConnNo, EventKey, EventQueue, RecordId, SimDuration, SimTime};
use smol_str::{SmolStr, format_smolstr};

use crate::host::Timer;
use crate::input::Answer;
use crate::limit;
use crate::pop_in::PopIn;
use crate::pop_out::PopOut;
use crate::route::NextHop;
use crate::service::Service;
use crate::smtp_in::SmtpIn;
use crate::smtp_out::SmtpOut;

/// A session of one host. A number is used again only for a later session, and the world forgets
/// it together with the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId {
    place: u32,
    generation: u32,
}

impl SessionId {
    /// The index of the session in a table of open sessions. A later session gets the same one, so
    /// a table indexed by it must compare the whole id.
    pub fn place(self) -> usize {
        self.place as usize
    }
}

/// The four machines, each with its part of the host.
#[derive(Clone, Debug)]
pub(crate) enum Session {
    SmtpIn(Box<SmtpIn>),
    SmtpOut(Box<SmtpOut>),
    PopIn(Box<PopIn>),
    PopOut(Box<PopOut>),
}

/// What a session is fed.
#[derive(Debug)]
pub(crate) enum Feed<'a> {
    /// Nothing: it goes on with what it has.
    Nothing,
    /// Octets of the peer.
    Bytes(&'a [u8]),
    /// The other end closed the connection.
    Closed,
    /// The connection broke.
    Broken,
    /// Its deadline has come.
    Timeout,
    /// The service shuts down; for servers.
    Shutdown,
    /// What the domain system said; for [`Session::SmtpIn`].
    Looked(Answer),
}

/// Memory that is used again: what goes round among sessions and calls, and sessions that are over,
/// for later ones to begin in theirs.
#[derive(Debug, Default)]
#[expect(clippy::vec_box, reason = "a session goes in and out in the box that it lives in")]
pub(crate) struct Spare {
    /// What sessions need only during one call.
    pub(crate) for_servers: relay_smtp::server::Buffers,
    pub(crate) for_clients: relay_smtp::client::Buffers,
    smtp_in: Vec<Box<SmtpIn>>,
    smtp_out: Vec<Box<SmtpOut>>,
    /// What a pass over an entry sorts its recipients into.
    pub(crate) groups: Vec<(NextHop, Vec<u16>)>,
    /// Header lines before they are put on top of a content.
    pub(crate) fields: Vec<u8>,
}

/// A copy of a host, which is a checkpoint, does without.
impl Clone for Spare {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Spare {
    /// Takes a session that is over.
    pub(crate) fn keep(&mut self, machine: Session) {
        match machine {
            Session::SmtpIn(session) if self.smtp_in.len() < limit::SPARE_SESSIONS => {
                self.smtp_in.push(session);
            }
            Session::SmtpOut(session) if self.smtp_out.len() < limit::SPARE_SESSIONS => {
                self.smtp_out.push(session);
            }
            _ => {}
        }
    }

    pub(crate) fn smtp_in(&mut self) -> Option<Box<SmtpIn>> {
        self.smtp_in.pop()
    }

    pub(crate) fn smtp_out(&mut self) -> Option<Box<SmtpOut>> {
        self.smtp_out.pop()
    }
}

impl Session {
    /// When it has waited long enough.
    pub(crate) fn deadline_at(&self) -> Option<SimTime> {
        match self {
            Self::SmtpIn(session) => session.deadline().map(|deadline| deadline.at),
            Self::SmtpOut(session) => session.deadline().map(|deadline| deadline.at),
            Self::PopIn(session) => session.deadline().map(|deadline| deadline.at),
            Self::PopOut(session) => session.deadline().map(|deadline| deadline.at),
        }
    }

    /// Which service of the host it is a session of; `None` where the host is the client.
    pub(crate) fn serves(&self) -> Option<Service> {
        match self {
            Self::SmtpIn(session) => Some(session.service()),
            Self::PopIn(_) => Some(Service::Pop3),
            Self::SmtpOut(_) | Self::PopOut(_) => None,
        }
    }

    /// What it waits for.
    pub(crate) fn waits_for(&self) -> SmolStr {
        match self {
            Self::SmtpIn(session) => {
                session.deadline().map(|due| format_smolstr!("{}", due.reason))
            }
            Self::SmtpOut(session) => {
                session.deadline().map(|due| format_smolstr!("{}", due.reason))
            }
            Self::PopIn(_) => Some(SmolStr::new_static("no command came")),
            Self::PopOut(_) => Some(SmolStr::new_static("no response came")),
        }
        .unwrap_or_default()
    }
}

/// What belongs to a session beside its machine: its timer and its share of the network.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// How many sessions had the place before.
    generation: u32,
    pub(crate) conn: ConnNo,
    /// The record that last led to something in this session.
    pub(crate) cause: RecordId,
    /// When it is woken: at its deadline or before, so that moving a deadline on costs nothing.
    pub(crate) timer: Option<(EventKey, SimTime)>,
    /// Octets of content that it may still hand to the network.
    pub(crate) window: u32,
}

/// What is left of a window when the network has taken `octets`.
pub(crate) fn left(window: u32, octets: &[u8]) -> u32 {
    window.saturating_sub(u32::try_from(octets.len()).unwrap_or(u32::MAX))
}

impl Slot {
    /// Sees to it that the session, which is due then, is woken at that moment or before.
    #[inline]
    pub(crate) fn arm(
        &mut self,
        id: SessionId,
        due: Option<SimTime>,
        timers: &mut EventQueue<Timer>,
    ) {
        let Some(due) = due else { return };
        if self.timer.is_none_or(|(_, at)| at > due) {
            if let Some((key, _)) = self.timer {
                timers.cancel(key);
            }
            self.timer = Some((timers.schedule(due, Timer::Session(id)), due));
        }
    }
}

/// Where a session lives, one after another: a line of the processor's cache for each, since nothing
/// of it is in there when its turn comes.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Place {
    /// `None` where the place is free, and during a call that needs the host beside the machine.
    machine: Option<Session>,
    slot: Slot,
}

const _: () = assert!(size_of::<Place>() == 64, "a place is a line of the cache");

/// All sessions of a host.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sessions {
    places: Vec<Place>,
    free: Vec<u32>,
    open: usize,
    /// Servers whose last answer left late, with the moment before which their patience does not
    /// end: the one that runs from when it left.
    late: BTreeMap<SessionId, SimTime>,
}

impl Sessions {
    pub(crate) fn len(&self) -> usize {
        self.open
    }

    pub(crate) fn open(&mut self, machine: Session) -> SessionId {
        self.open += 1;
        let mut slot = Slot {
            generation: 0,
            conn: ConnNo(u32::MAX),
            cause: RecordId(0),
            timer: None,
            window: limit::SEND_WINDOW,
        };
        let machine = Some(machine);
        if let Some(place) = self.free.pop() {
            let held = &mut self.places[place as usize];
            slot.generation = held.slot.generation + 1;
            let generation = slot.generation;
            *held = Place { machine, slot };
            return SessionId { place, generation };
        }
        let place = u32::try_from(self.places.len()).expect("sessions are bounded");
        self.places.push(Place { machine, slot });
        SessionId { place, generation: 0 }
    }

    /// All that are open.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Slot, &Session)> {
        self.places.iter().filter_map(|place| Some((&place.slot, place.machine.as_ref()?)))
    }

    /// Those whose machine is such a one, in order of their places.
    pub(crate) fn ids(&self, such: impl Fn(&Session) -> bool) -> Vec<SessionId> {
        let places = (0..).zip(&self.places);
        let open = places.filter_map(|(place, held)| {
            let machine = held.machine.as_ref().filter(|machine| such(machine));
            machine.map(|_| SessionId { place, generation: held.slot.generation })
        });
        open.collect()
    }

    pub(crate) fn connect(&mut self, id: SessionId, conn: ConnNo) {
        if let Some((slot, _)) = self.get_mut(id) {
            slot.conn = conn;
        }
    }

    fn place(&mut self, id: SessionId) -> Option<&mut Place> {
        self.places
            .get_mut(id.place as usize)
            .filter(|place| place.slot.generation == id.generation)
    }

    pub(crate) fn get_mut(&mut self, id: SessionId) -> Option<(&mut Slot, &mut Session)> {
        let place = self.place(id)?;
        Some((&mut place.slot, place.machine.as_mut()?))
    }

    /// Takes the machine out for a call that needs the host beside it.
    pub(crate) fn take(&mut self, id: SessionId) -> Option<(&mut Slot, Session)> {
        let place = self.place(id)?;
        let machine = place.machine.take()?;
        Some((&mut place.slot, machine))
    }

    /// Puts back what [`take`](Self::take) took.
    pub(crate) fn put_back(&mut self, id: SessionId, machine: Session) -> &mut Slot {
        let place = &mut self.places[id.place as usize];
        place.machine = Some(machine);
        &mut place.slot
    }

    /// What a session has just said leaves only `by` later.
    pub(crate) fn put_off(&mut self, id: SessionId, by: SimDuration) {
        let Some((_, machine)) = self.get_mut(id) else { return };
        let Some(due) = machine.deadline_at().map(|at| at + by) else { return };
        let held = self.late.entry(id).or_insert(due);
        *held = due.max(*held);
    }

    /// When a session has waited long enough, counted from when its last answer left.
    pub(crate) fn deadline_of(&self, id: SessionId) -> Option<SimTime> {
        let place = self.places.get(id.place as usize)?;
        let own = place.machine.as_ref()?.deadline_at()?;
        Some(self.late.get(&id).map_or(own, |late| own.max(*late)))
    }

    pub(crate) fn reopen_window(&mut self, id: SessionId) {
        if let Some((slot, _)) = self.get_mut(id) {
            slot.window = limit::SEND_WINDOW;
        }
    }

    pub(crate) fn close(
        &mut self,
        id: SessionId,
        timers: &mut EventQueue<Timer>,
    ) -> Option<Session> {
        let (slot, machine) = self.take(id)?;
        if let Some((key, _)) = slot.timer {
            timers.cancel(key);
        }
        self.free.push(id.place);
        self.open -= 1;
        if !self.late.is_empty() {
            self.late.remove(&id);
        }
        Some(machine)
    }
}
