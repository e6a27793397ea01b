//! The loop in which real clients and the simulated world meet.
//!
//! Whatever a client does becomes a [`Command`] at the moment that the clock shows; what the world
//! has to say to a client is read at its terminal. The way between the client and the host takes
//! no simulated time, so an answer is there as soon as the host has one.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use relay_kernel::{ConnNo, RecordId};
use relayscope::scenario::{HostNo, Scenario};
use relayscope::trace::{HostId, Trace, Writer};
use relayscope::{Command, HangUp, Reading, World};
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::client::{ClientNo, Event, Socket};
use super::clock::{Clock, Speed};
use super::listen::Service;
use super::printer::Printer;

/// Events of the world between two looks at the clients.
const EVENTS_AT_ONCE: usize = 5_000;
/// Events of clients between two looks at the world.
const MESSAGES_AT_ONCE: usize = 64;
/// Octets that wait to be written to one client; beyond that the host is made to wait.
const UNWRITTEN_MAX: usize = 256 * 1024;
/// Octets of text that are printed at once.
const PRINTED_AT_ONCE: usize = 256 * 1024;
/// How long the clients may take to hear that the host goes.
const FAREWELL: Duration = Duration::from_secs(1);
/// Octets of lines and records that a trace may grow to.
const TRACE_MAX: usize = 2 << 30;

/// How it ended.
#[derive(Debug)]
pub(super) struct Ending {
    /// The trace had no more room.
    pub(super) full: bool,
}

/// A client whose session is not over.
#[derive(Debug)]
struct Client {
    conn: ConnNo,
    socket: Socket,
    /// Octets that the socket has not taken yet.
    unwritten: usize,
    /// It said something that the network did not take yet, and is not read from until then.
    waits: bool,
}

/// The world and its real clients.
#[derive(Debug)]
pub(super) struct Exchange {
    scenario: Arc<Scenario>,
    world: World,
    trace: Trace,
    printer: Printer,
    /// How many records were given to the printer.
    printed: usize,
    host: HostNo,
    outside: HostNo,
    clock: Clock,
    speed: Speed,
    to_world: Sender<Event>,
    clients: BTreeMap<ClientNo, Client>,
    /// What is still written to clients, those whose session is over among them.
    writers: JoinSet<()>,
    /// How many clients there were.
    welcomed: u64,
}

impl Exchange {
    /// The start of the simulation is now.
    pub(super) fn new(
        scenario: Scenario,
        (host, outside): (HostNo, HostNo),
        speed: Speed,
        to_world: Sender<Event>,
    ) -> Self {
        let scenario = Arc::new(scenario);
        let mut trace = Trace::new();
        let mut world = World::new(Arc::clone(&scenario), &mut trace);
        world.go_on_repeating();
        let clock = Clock::new(Instant::now(), speed);
        Self {
            scenario,
            world,
            trace,
            printer: Printer::start(),
            printed: 0,
            host,
            outside,
            clock,
            speed,
            to_world,
            clients: BTreeMap::new(),
            writers: JoinSet::new(),
            welcomed: 0,
        }
    }

    /// Goes on until `stop` resolves; `Err` when the trace cannot be printed.
    pub(super) async fn run(
        mut self,
        mut inbox: Receiver<Event>,
        stop: impl Future<Output = ()>,
    ) -> io::Result<Ending> {
        tokio::pin!(stop);
        let mut titles = String::new();
        Writer::new(&self.trace, &self.scenario).titles(&mut titles).expect("a string takes text");
        self.printer.print(titles);
        loop {
            let lags = self.catch_up();
            self.answer();
            self.print_news();
            if self.trace.memory() > TRACE_MAX {
                self.dismiss(inbox).await;
                return self.end(true).await;
            }
            let next = self.until_next(lags);
            tokio::select! {
                biased;
                () = &mut stop => {
                    self.dismiss(inbox).await;
                    return self.end(false).await;
                }
                done = self.printer.freed() => done?,
                Some(event) = inbox.recv() => {
                    self.carry_out(event);
                    for _ in 1..MESSAGES_AT_ONCE {
                        let Ok(event) = inbox.try_recv() else { break };
                        self.carry_out(event);
                    }
                }
                () = next => {}
            }
        }
    }

    /// Resolves when the world has something to do.
    fn until_next(&mut self, lags: bool) -> impl Future<Output = ()> + use<> {
        let next = self.world.next_at();
        let wait = next.map(|next| self.clock.until(Instant::now(), next));
        async move {
            match wait {
                _ if lags => tokio::task::yield_now().await,
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Lets everything happen that is due by now; true when that was more than can be done at once.
    fn catch_up(&mut self) -> bool {
        let now = Instant::now();
        self.clock.run_at(now, if self.clients.is_empty() { self.speed } else { Speed::REAL });
        let until = self.clock.at(now);
        for _ in 0..EVENTS_AT_ONCE {
            if self.world.next_at().is_none_or(|at| at > until) {
                return false;
            }
            self.world.step(&mut self.trace);
        }
        self.clock.set_back(now, self.world.now());
        true
    }

    /// Gives the world a command, and lets happen what follows from it at once.
    fn act(&mut self, command: Command) -> Option<ConnNo> {
        let at = self.clock.at(Instant::now());
        let conn = self.world.act_at(&mut self.trace, at, command);
        let now = self.world.now();
        while self.world.next_at().is_some_and(|at| at <= now) {
            self.world.step(&mut self.trace);
        }
        conn
    }

    fn carry_out(&mut self, event: Event) {
        match event {
            Event::Connected { service, socket } => self.welcome(service, socket),
            Event::Said { client, octets } => {
                let Some(known) = self.clients.get_mut(&client) else { return };
                known.waits = true;
                let conn = known.conn;
                self.act(Command::Type { conn, octets });
            }
            Event::Finished { client } => {
                let Some(conn) = self.clients.get(&client).map(|client| client.conn) else {
                    return;
                };
                self.act(Command::HangUp { conn, how: HangUp::Close });
            }
            Event::Broken { client } => {
                let Some(gone) = self.clients.remove(&client) else { return };
                self.act(Command::HangUp { conn: gone.conn, how: HangUp::Reset });
            }
            Event::Written { client, len } => {
                if let Some(known) = self.clients.get_mut(&client) {
                    known.unwritten = known.unwritten.saturating_sub(len);
                }
            }
        }
    }

    fn welcome(&mut self, service: Service, socket: tokio::net::TcpStream) {
        // The clock goes as the real one from here on.
        self.clock.run_at(Instant::now(), Speed::REAL);
        let (from, to, port) = (self.outside, self.host, service.port());
        let dial = Command::Dial { from, to, port, reading: Reading::OnDemand };
        let Some(conn) = self.act(dial) else { return };
        let no = ClientNo(self.welcomed);
        self.welcomed += 1;
        while self.writers.try_join_next().is_some() {}
        let socket = Socket::open(no, socket, &self.to_world, &mut self.writers);
        self.clients.insert(no, Client { conn, socket, unwritten: 0, waits: false });
    }

    /// Hands over what the host has said, and lets those speak on whom the network has heard.
    fn answer(&mut self) {
        let all: Vec<ClientNo> = self.clients.keys().copied().collect();
        for no in all {
            while self.hand_over(no) {}
        }
    }

    /// Hands over what one client can take; whether there may be more.
    fn hand_over(&mut self, no: ClientNo) -> bool {
        let Some(client) = self.clients.get_mut(&no) else { return false };
        let conn = client.conn;
        let Some(terminal) = self.world.terminal(conn) else {
            // The session is over. What waits is written, then the socket is closed.
            self.clients.remove(&no);
            return false;
        };
        if client.waits && !terminal.is_held_back {
            client.waits = false;
            client.socket.read_on();
        }
        let len = terminal.unread.len().min(UNWRITTEN_MAX.saturating_sub(client.unwritten));
        if len == 0 {
            return false;
        }
        client.unwritten += len;
        client.socket.write(terminal.unread[..len].to_vec());
        self.act(Command::Take { conn, len });
        true
    }

    /// Gives the printer what is new, if it is not at work.
    fn print_news(&mut self) {
        let count = self.trace.mark().records();
        if self.printed == count || self.printer.is_busy() {
            return;
        }
        let mut text = String::new();
        let writer = Writer::new(&self.trace, &self.scenario);
        while self.printed < count && text.len() < PRINTED_AT_ONCE {
            let record = RecordId::from_index(self.printed);
            writer.line(record, &mut text).expect("a string takes text");
            self.printed += 1;
        }
        self.printer.print(text);
    }

    /// Shuts the host down politely (RFC 5321 §3.8), and lets the clients hear of it who listen.
    async fn dismiss(&mut self, mut inbox: Receiver<Event>) {
        let services = self.scenario.host(self.host).services;
        self.act(Command::ShutDown(self.host, services));
        self.answer();
        // Each socket is closed behind what was said.
        self.clients.clear();
        let written = async { while self.writers.join_next().await.is_some() {} };
        let heard = async { while inbox.recv().await.is_some() {} };
        tokio::select! {
            () = written => {}
            () = heard => {}
            () = tokio::time::sleep(FAREWELL) => {}
        }
    }

    /// Prints the rest, and last what there was.
    async fn end(mut self, full: bool) -> io::Result<Ending> {
        let summary = self.summary();
        let mut read = self.printer.finish().await?;
        while read && self.printed < self.trace.mark().records() {
            self.print_news();
            read = self.printer.finish().await?;
        }
        if read {
            self.printer.print(summary);
            self.printer.finish().await?;
        }
        Ok(Ending { full })
    }

    /// What there was, in one line.
    fn summary(&self) -> String {
        let (name, id) = (&self.scenario.host(self.host).name, HostId(self.host.0));
        let host = self.world.host(id);
        let stored: usize = host.maildrops().iter().map(|drop| drop.items().len()).sum();
        let (sessions, queued) = (counted(self.welcomed, "session"), host.queue().len() as u64);
        let (queued, stored) = (counted(queued, "message"), counted(stored as u64, "message"));
        format!(
            "ended after {sessions}: {name} has {queued} in its queue, {stored} in its maildrops\n"
        )
    }
}

fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
