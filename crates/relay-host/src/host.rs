//! One host's mail system: sessions, queue, maildrops and accounts, behind one machine.
//!
//! Like the protocol machines it is fed with [`Host::handle`], drained after every input, and woken at [`Host::deadline`]. It knows other hosts by name and address
//! and reaches them through what the world gives it; it never sees a link.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use relay_kernel::{ConnNo, EventKey, EventQueue, RecordId, Rng, SimDuration, SimTime};
use relay_mail::Dates;

use crate::account::Account;
use crate::config::{Condition, HostConfig, MailboxConfig};
use crate::deliver::Deliveries;
use crate::fact::{Log, Unreachable};
use crate::input::{Answer, Input};
use crate::mailbox::Maildrop;
use crate::memory::Memory;
use crate::output::{Asker, Output, Outputs};
use crate::policy::{Clients, Greylist};
use crate::pop_in::PopIn;
use crate::queue::Queue;
use crate::route::{POSTMASTER, find_maildrop};
use crate::service::Service;
use crate::session::{Feed, Session, SessionId, Sessions, Spare};
use crate::smtp_in::SmtpIn;

/// What wakes a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    /// A session may have waited long enough.
    Session(SessionId),
    /// Recipients of a queue entry are due.
    Retry(u32),
    /// Messages of a maildrop have been kept long enough.
    Expiry(usize),
}

/// The circumstances of one call.
pub(crate) struct Cx<'a> {
    pub(crate) now: SimTime,
    /// The record that led to what is done now.
    pub(crate) cause: RecordId,
    pub(crate) log: &'a mut dyn Log,
}

/// A host.
#[derive(Clone, Debug)]
pub struct Host {
    pub(crate) config: Arc<HostConfig>,
    pub(crate) queue: Queue,
    pub(crate) maildrops: Vec<Maildrop>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) sessions: Sessions,
    pub(crate) spare: Spare,
    pub(crate) deliveries: Deliveries,
    pub(crate) timers: EventQueue<Timer>,
    pub(crate) retry_timers: BTreeMap<u32, EventKey>,
    pub(crate) outputs: Outputs,
    /// Queue entries with recipients that are to be tried in this call, with the reason.
    pub(crate) ready: VecDeque<(u32, RecordId)>,
    pub(crate) rng: Rng,
    pub(crate) greylist: Greylist,
    pub(crate) memory: Memory,
    pub(crate) clients: Clients,
    pub(crate) dates: Dates,
    /// Reports that were given a return path against the rule.
    pub(crate) broken_rule: u16,
    /// Something that is no mail takes all the room on its disk.
    pub(crate) disk_full: bool,
    /// The directory of its users and their passwords does not answer.
    pub(crate) directory_down: bool,
}

impl Host {
    /// A host at the start of its life: nothing queued, every maildrop empty.
    pub fn new(config: HostConfig, rng: Rng) -> Self {
        let mut maildrops: Vec<_> = config.mailboxes.iter().cloned().map(Maildrop::new).collect();
        let final_for_something = config.smtp.is_some();
        if final_for_something && find_maildrop(&maildrops, POSTMASTER).is_none() {
            // RFC 5321 §4.5.1: there is always a postmaster.
            maildrops.push(Maildrop::new(MailboxConfig {
                name: POSTMASTER.into(),
                password: smol_str::SmolStr::default(),
                addresses: Vec::new(),
                quota: None,
                condition: Condition::Good,
            }));
        }
        Self {
            accounts: config.accounts.iter().cloned().map(Account::new).collect(),
            dates: Dates::new(config.calendar),
            config: Arc::new(config),
            queue: Queue::default(),
            maildrops,
            sessions: Sessions::default(),
            spare: Spare::default(),
            deliveries: Deliveries::default(),
            timers: EventQueue::new(),
            retry_timers: BTreeMap::new(),
            outputs: Outputs::default(),
            ready: VecDeque::new(),
            rng,
            greylist: Greylist::default(),
            broken_rule: 0,
            disk_full: false,
            directory_down: false,
            memory: Memory::default(),
            clients: Clients::default(),
        }
    }

    /// Its settings.
    pub fn config(&self) -> &HostConfig {
        &self.config
    }

    /// Its queue.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// Its maildrops.
    pub fn maildrops(&self) -> &[Maildrop] {
        &self.maildrops
    }

    /// The accounts of its user.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Whether something that is no mail takes all the room on its disk.
    pub fn is_disk_full(&self) -> bool {
        self.disk_full
    }

    /// Whether the directory of its users and their passwords does not answer.
    pub fn is_directory_down(&self) -> bool {
        self.directory_down
    }

    /// How many sessions are open.
    pub fn session_count(&self) -> usize {
        self.sessions.len()
    }

    /// When [`Input::Wake`] is due.
    pub fn deadline(&self) -> Option<SimTime> {
        self.timers.next_at()
    }

    /// The next thing that it wants from the outside; to be called after every input until it
    /// returns `None`.
    pub fn poll(&mut self) -> Option<Output<'_>> {
        self.outputs.poll()
    }

    /// Takes a connection to one of its services; `None` when it does not offer it or has too many
    /// sessions, and the world then resets the connection.
    pub fn accept(
        &mut self,
        (now, cause): (SimTime, RecordId),
        service: Service,
        peer: Ipv4Addr,
        conn: ConnNo,
        log: &mut dyn Log,
    ) -> Option<SessionId> {
        if self.sessions.len() >= crate::limit::SESSIONS {
            return None;
        }
        let session = match service {
            Service::Smtp => {
                let config = self.config.smtp.as_ref()?;
                SmtpIn::open(self.spare.smtp_in(), config, service, peer, now)
            }
            Service::Submission => {
                let config = self.config.submission.as_ref()?;
                SmtpIn::open(self.spare.smtp_in(), config, service, peer, now)
            }
            Service::Pop3 => PopIn::open(self.config.pop3.as_ref()?, conn, now),
        };
        let id = self.sessions.open(session);
        self.sessions.connect(id, conn);
        let mut cx = Cx { now, cause, log };
        self.feed(&mut cx, id, Feed::Nothing);
        Some(id)
    }

    /// Tells a session which connection was dialled for it.
    pub fn dialled(&mut self, session: SessionId, conn: ConnNo) {
        self.sessions.connect(session, conn);
    }

    /// What a session has just said leaves only `by` later, since the host is slow. The session's
    /// patience (RFC 5321 §4.5.3.2.7) runs from then.
    pub fn answers_late(&mut self, session: SessionId, by: SimDuration) {
        self.sessions.put_off(session, by);
    }

    /// The client of a session sent more together with the octets that arrive next, and behind them.
    pub fn more_follows(&mut self, session: SessionId) {
        if let Some((_, Session::SmtpIn(session))) = self.sessions.get_mut(session) {
            session.server.more_follows();
        }
    }

    /// Takes one input that `cause` led to.
    #[inline]
    pub fn handle(&mut self, now: SimTime, input: Input<'_>, cause: RecordId, log: &mut dyn Log) {
        let mut cx = Cx { now, cause, log };
        if let Input::Bytes { session, octets } = input {
            // Most of what comes; the rest is kept out of its way. It owns nothing, but would be
            // looked at for something to drop.
            core::mem::forget(input);
            self.feed(&mut cx, session, Feed::Bytes(octets));
        } else {
            self.handle_other(&mut cx, input);
        }
        if !self.ready.is_empty() {
            self.run_ready(&mut cx);
        }
    }

    fn handle_other(&mut self, cx: &mut Cx<'_>, input: Input<'_>) {
        match input {
            Input::Connected { session } => self.connected(cx, session),
            Input::DialFailed { session, how } => self.dial_failed(cx, session, how),
            Input::Bytes { session, octets } => {
                self.feed(cx, session, Feed::Bytes(octets));
            }
            Input::Closed { session } => {
                self.feed(cx, session, Feed::Closed);
                self.end_session(cx, session);
            }
            Input::Broken { session } => {
                self.feed(cx, session, Feed::Broken);
                self.end_session(cx, session);
            }
            Input::Writable { session } => {
                self.sessions.reopen_window(session);
                self.feed(cx, session, Feed::Nothing);
            }
            Input::Resolved { asker, answer } => self.resolved(cx, asker, answer),
            Input::Wake => self.wake(cx),
            Input::Submit { reverse_path, params, recipients, octets, via } => {
                self.submit(cx, (reverse_path, recipients), params, octets, via);
            }
            Input::Collect { account } => self.collect(cx, account),
            Input::Fill { mailbox: None, full } => self.disk_full = full,
            Input::Fill { mailbox: Some(name), full } => {
                if let Some(place) = find_maildrop(&self.maildrops, name) {
                    self.maildrops[place].stuff(full);
                }
            }
            Input::Directory { answers } => self.directory_down = !answers,
            Input::SetClock(calendar) => {
                Arc::make_mut(&mut self.config).calendar = calendar;
                self.dates = Dates::new(calendar);
            }
            Input::ShutDown(services) => self.dismiss(cx, services),
            Input::Set(change) => Arc::make_mut(&mut self.config).change(change),
            Input::RunQueue => self.run_queue(cx),
            Input::AskTurn { server, domain } => self.ask_turn(cx, server, domain),
        }
    }

    /// The host goes down at once, as by a power cut: connections and everything under way are
    /// gone, what it took responsibility for is on disk (RFC 5321 §6.1).
    pub fn crash(&mut self) {
        self.sessions = Sessions::default();
        self.deliveries.forget();
        self.clients = Clients::default();
        self.timers = EventQueue::new();
        self.retry_timers.clear();
        self.outputs = Outputs::default();
        for maildrop in &mut self.maildrops {
            maildrop.unlock();
            maildrop.expiry = None;
        }
        self.accounts.iter_mut().for_each(Account::interrupted);
    }

    /// The host comes back and takes up its queue; entries that were under way are tried at once.
    pub fn restart(&mut self, now: SimTime, cause: RecordId, log: &mut dyn Log) {
        let mut cx = Cx { now, cause, log };
        for no in self.queue.numbers() {
            let entry = self.queue.get_mut(no).expect("the number was just listed");
            entry.interrupted();
            self.ready.push_back((no, cause));
        }
        self.run_ready(&mut cx);
        for no in self.queue.numbers() {
            self.arm_retry(no);
        }
        for place in 0..self.maildrops.len() {
            self.arm_expiry(place);
        }
    }

    /// Feeds a session's machine and carries out what it says.
    pub(crate) fn feed(&mut self, cx: &mut Cx<'_>, id: SessionId, feed: Feed<'_>) {
        let Some((slot, mut machine)) = self.sessions.take(id) else { return };
        let input_cause = cx.cause;
        slot.cause = input_cause;
        let kept_window = slot.window;
        if matches!(feed, Feed::Closed | Feed::Broken | Feed::Timeout | Feed::Shutdown) {
            // The session is at its end: no more content follows, and what it has to say of that
            // does not wait for a network that may never take content again.
            slot.window = crate::limit::SEND_WINDOW;
        }
        let (conn, mut window) = (slot.conn, slot.window);
        let over = match &mut machine {
            Session::SmtpIn(session) => {
                session.server.exchange(&mut self.spare.for_servers);
                session.feed(cx.now, feed);
                let over = self.pump_smtp_in(cx, (id, conn), session);
                session.server.exchange(&mut self.spare.for_servers);
                over
            }
            Session::SmtpOut(session) => {
                session.client.exchange(&mut self.spare.for_clients);
                session.feed(cx.now, &feed);
                let over = self.pump_smtp_out(cx, (id, conn), &mut window, session);
                session.client.exchange(&mut self.spare.for_clients);
                over
            }
            Session::PopIn(session) => {
                session.feed(cx.now, &feed);
                if matches!(feed, Feed::Timeout) && !session.is_over() {
                    // It goes on waiting for the network, which takes nothing more for that.
                    window = kept_window;
                }
                self.pump_pop_in(cx, (id, conn), &mut window, session)
            }
            Session::PopOut(session) => {
                session.feed(cx.now, &feed);
                self.pump_pop_out(cx, (id, conn), session)
            }
        };
        cx.cause = input_cause;
        let due = machine.deadline_at();
        let slot = self.sessions.put_back(id, machine);
        slot.window = window;
        if over {
            self.end_session(cx, id);
        } else {
            slot.arm(id, due, &mut self.timers);
        }
    }

    fn wake(&mut self, cx: &mut Cx<'_>) {
        while self.timers.next_at().is_some_and(|at| at <= cx.now) {
            match self.timers.pop().expect("a next moment is a next timer").1 {
                Timer::Session(id) => self.session_due(cx, id),
                Timer::Retry(no) => self.retry_due(cx, no),
                Timer::Expiry(place) => self.expire(cx, place),
            }
        }
    }

    fn session_due(&mut self, cx: &mut Cx<'_>, id: SessionId) {
        let due = self.sessions.deadline_of(id);
        let Some((slot, machine)) = self.sessions.get_mut(id) else { return };
        slot.timer = None;
        match due {
            Some(at) if at <= cx.now => {
                let what = cx.log.name(&machine.waits_for());
                let conn = slot.conn;
                let fact = crate::Fact::TimedOut { conn, reason: what };
                let cause = cx.log.fact(slot.cause, fact);
                let mut late = Cx { now: cx.now, cause, log: &mut *cx.log };
                self.feed(&mut late, id, Feed::Timeout);
            }
            due => slot.arm(id, due, &mut self.timers),
        }
    }

    fn resolved(&mut self, cx: &mut Cx<'_>, asker: Asker, answer: Answer) {
        match asker {
            Asker::Delivery(id) => self.delivery_resolved(cx, id, answer),
            Asker::Account(place) => self.account_resolved(cx, place, answer),
            Asker::Session(id) => self.feed(cx, id, Feed::Looked(answer)),
        }
    }

    fn connected(&mut self, cx: &mut Cx<'_>, id: SessionId) {
        let Some((_, machine)) = self.sessions.get_mut(id) else { return };
        match machine {
            Session::SmtpOut(session) => session.connected(&self.config, cx.now),
            Session::PopOut(_) => self.start_collection(id, cx.now),
            Session::SmtpIn(_) | Session::PopIn(_) => {}
        }
        self.feed(cx, id, Feed::Nothing);
    }

    fn dial_failed(&mut self, cx: &mut Cx<'_>, id: SessionId, how: Unreachable) {
        let Some(machine) = self.sessions.close(id, &mut self.timers) else { return };
        match &machine {
            Session::SmtpOut(session) => self.delivery_unreachable(cx, session, how),
            Session::PopOut(session) => self.collect_unreachable(cx, session, how),
            Session::SmtpIn(_) | Session::PopIn(_) => {}
        }
        self.spare.keep(machine);
    }

    /// The connection of a session is gone, or the session is over.
    pub(crate) fn end_session(&mut self, cx: &mut Cx<'_>, id: SessionId) {
        let Some(machine) = self.sessions.close(id, &mut self.timers) else { return };
        match &machine {
            Session::SmtpOut(session) => self.session_left(cx, session),
            Session::PopIn(session) => self.release_maildrop(cx, session),
            Session::PopOut(session) => self.collection_left(session),
            Session::SmtpIn(session) => {
                if let Some(addr) = session.counted() {
                    self.clients.leave(addr);
                }
            }
        }
        self.spare.keep(machine);
    }
}

impl Host {
    /// Opens a session and asks for a connection for it.
    pub(crate) fn dial(
        &mut self,
        session: Session,
        to: (Ipv4Addr, u16),
        cause: RecordId,
    ) -> SessionId {
        let id = self.sessions.open(session);
        self.outputs.dial(id, to, self.config.connect_timeout, cause);
        id
    }
}
