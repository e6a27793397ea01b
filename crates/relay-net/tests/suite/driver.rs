//! A fabric and an event queue, and a log of what happened when.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use relay_kernel::{EventQueue, Rng, SimDuration, SimTime, Stream};
use relay_net::{
    ConnId, End, Endpoint, Fabric, Fact, Fate, Happening, LinkProfile, NetEvent, NetHostId, Outbox,
    Power,
};

pub(crate) const D: End = End::Dialer;
pub(crate) const L: End = End::Listener;

/// The port that the second host listens on.
pub(crate) const PORT: u16 = 7;

/// Latency of the default link.
pub(crate) const LATENCY: SimDuration = ms(10);

pub(crate) const fn ms(millis: u64) -> SimDuration {
    SimDuration::from_millis(millis)
}

/// The moment `millis` after the start.
pub(crate) fn at(millis: u64) -> SimTime {
    SimTime::START + ms(millis)
}

pub(crate) fn addr(host: NetHostId) -> Ipv4Addr {
    Ipv4Addr::new(192, 0, 2, u8::try_from(host.0 + 1).expect("few hosts"))
}

#[derive(Clone, Debug)]
pub(crate) struct Net {
    pub(crate) fabric: Fabric,
    pub(crate) now: SimTime,
    /// All that happened but nothings.
    pub(crate) log: Vec<(SimTime, Happening)>,
    pub(crate) facts: Vec<(SimTime, Fact)>,
    /// What arrived at each end and was read.
    pub(crate) heard: BTreeMap<(ConnId, End), Vec<u8>>,
    /// Whether bytes are read as soon as they arrive.
    pub(crate) reads: bool,
    queue: EventQueue<NetEvent>,
    out: Outbox,
}

impl Net {
    /// Three hosts; the second one listens.
    pub(crate) fn new() -> Self {
        Self::with(LinkProfile::with_latency(LATENCY), 1)
    }

    pub(crate) fn with(link: LinkProfile, seed: u64) -> Self {
        let mut fabric = Fabric::new(Rng::new(seed, Stream(1)), link);
        for host in 0..3 {
            fabric.add_host(&[addr(NetHostId(host))]);
        }
        fabric.listen(NetHostId(1), PORT);
        Self {
            fabric,
            now: SimTime::START,
            log: Vec::new(),
            facts: Vec::new(),
            heard: BTreeMap::new(),
            reads: true,
            queue: EventQueue::new(),
            out: Outbox::new(),
        }
    }

    /// Calls the fabric and schedules what it leaves.
    pub(crate) fn with_out<T>(
        &mut self,
        call: impl FnOnce(&mut Fabric, SimTime, &mut Outbox) -> T,
    ) -> T {
        let result = call(&mut self.fabric, self.now, &mut self.out);
        for (at, event) in self.out.events.drain(..) {
            assert!(at >= self.now, "{event:?} is scheduled for the past");
            self.queue.schedule(at, event);
        }
        let now = self.now;
        self.facts.extend(self.out.facts.drain(..).map(|fact| (now, fact)));
        result
    }

    /// The first host dials the second.
    pub(crate) fn dial(&mut self) -> ConnId {
        self.dial_to(NetHostId(0), Endpoint::new(addr(NetHostId(1)), PORT))
    }

    pub(crate) fn dial_to(&mut self, from: NetHostId, to: Endpoint) -> ConnId {
        let patience = SimDuration::from_secs(30);
        self.with_out(|fabric, now, out| fabric.dial(now, from, to, patience, out))
    }

    /// A connection that both ends know of, and an empty log.
    pub(crate) fn open(&mut self) -> ConnId {
        let conn = self.dial();
        self.run();
        let states = self.fabric.connection(conn).expect("it is open").states;
        assert_eq!(states, [relay_net::EndState::Established; 2]);
        self.log.clear();
        self.facts.clear();
        conn
    }

    /// Sends all of `bytes`.
    #[track_caller]
    pub(crate) fn send(&mut self, conn: ConnId, from: End, bytes: &[u8]) -> Fate {
        let sent = self.with_out(|fabric, now, out| fabric.send(now, conn, from, bytes, out));
        if sent.fate != Fate::NotOpen {
            assert_eq!(sent.accepted, bytes.len());
        }
        sent.fate
    }

    pub(crate) fn close(&mut self, conn: ConnId, end: End) {
        self.with_out(|fabric, now, out| fabric.close(now, conn, end, out));
    }

    pub(crate) fn reset(&mut self, conn: ConnId, end: End) {
        self.with_out(|fabric, now, out| fabric.reset(now, conn, end, out));
    }

    pub(crate) fn power(&mut self, host: u32, power: Power) {
        self.with_out(|fabric, now, out| fabric.set_power(now, NetHostId(host), power, out));
    }

    /// Handles the next event.
    pub(crate) fn step(&mut self) -> Option<Happening> {
        let (now, event) = self.queue.pop()?;
        self.now = now;
        let happening = self.with_out(|fabric, now, out| fabric.handle(now, event, out));
        if happening != Happening::Nothing {
            self.log.push((now, happening));
        }
        if let Happening::Bytes { conn, to, .. } = happening
            && self.reads
        {
            self.read(conn, to);
        }
        Some(happening)
    }

    /// Reads what has arrived.
    pub(crate) fn read(&mut self, conn: ConnId, to: End) {
        let bytes = self.fabric.received(conn, to);
        let len = bytes.len();
        self.heard.entry((conn, to)).or_default().extend_from_slice(bytes);
        self.with_out(|fabric, now, out| fabric.consume(now, conn, to, len, out));
    }

    /// What has been read at an end so far.
    pub(crate) fn heard(&self, conn: ConnId, to: End) -> &[u8] {
        self.heard.get(&(conn, to)).map_or(&[], Vec::as_slice)
    }

    /// Until nothing is to come.
    pub(crate) fn run(&mut self) {
        while self.step().is_some() {}
    }

    /// Until all before `until` has happened; then it is `until`.
    pub(crate) fn run_until(&mut self, until: SimTime) {
        while self.queue.next_at().is_some_and(|next| next < until) {
            self.step();
        }
        self.now = until;
    }

    /// Lets `span` pass.
    pub(crate) fn pass(&mut self, span: SimDuration) {
        let until = self.now + span;
        self.run_until(until);
    }

    /// Takes the log out, with moments as microseconds after `start`.
    pub(crate) fn since(&mut self, start: SimTime) -> Vec<(u64, Happening)> {
        self.log.drain(..).map(|(at, what)| (at.since(start).as_micros(), what)).collect()
    }
}
