//! Whole hosts on a wire that can be cut behind any octet: no network, no latency, nothing but the
//! octets in their order.

use core::net::Ipv4Addr;
use std::collections::VecDeque;
use std::sync::Arc;

use relay_host::{
    Answer, Asker, ContentId, Exchangers, Fact, Host, HostConfig, Input, Log, MailId, MailRecord,
    NameId, Output, Question, Service, SessionId,
};
use relay_kernel::{ConnNo, RecordId, Rng, SimTime, Stream};
use relay_mail::{Bodies, Content, Domain, ForwardPath, Mailbox, ReversePath};
use relay_smtp::{MailParams, RcptParams};
use relayscope::World;
use relayscope::scenario::Scenario;
use relayscope::trace::Trace;

/// What hosts record.
#[derive(Debug, Default)]
pub struct Book {
    /// Facts in order, each with the place of its host.
    pub facts: Vec<(usize, Fact)>,
    mails: u32,
    contents: u32,
    names: Vec<String>,
    bodies: Bodies,
}

/// The book as one host sees it.
struct Page<'a>(&'a mut Book, usize);

impl Log for Page<'_> {
    fn fact(&mut self, _cause: RecordId, fact: Fact) -> RecordId {
        self.0.facts.push((self.1, fact));
        RecordId(u32::try_from(self.0.facts.len()).expect("a short test"))
    }

    fn mail(&mut self, _mail: MailRecord) -> MailId {
        self.0.mails += 1;
        MailId(self.0.mails - 1)
    }

    fn content(&mut self, _content: &Content) -> ContentId {
        self.0.contents += 1;
        ContentId(self.0.contents - 1)
    }

    fn name(&mut self, text: &str) -> NameId {
        let known = self.0.names.iter().position(|name| name == text);
        let place = known.unwrap_or_else(|| {
            self.0.names.push(text.to_owned());
            self.0.names.len() - 1
        });
        NameId(u32::try_from(place).expect("a short test"))
    }

    fn store(&mut self, trace: &[u8], octets: &[u8]) -> Content {
        Content::with_trace(trace, octets, &mut self.0.bodies)
    }
}

/// One end of a connection.
struct End {
    host: usize,
    session: SessionId,
    /// Octets on their way to it.
    coming: VecDeque<u8>,
    /// The other end has closed behind them.
    closing: bool,
    /// It waits for room for its content.
    holds: bool,
}

/// What a server says to a line of the client.
pub type Says = dyn FnMut(Option<&str>) -> String;

/// A server that is no host of ours.
pub struct Stranger {
    /// Its name.
    pub name: Domain,
    /// Its address.
    pub addr: Ipv4Addr,
    /// What it says to a line, whole replies or nothing; to no line, which is the new connection,
    /// its greeting. It closes behind QUIT.
    pub says: Box<Says>,
}

/// Hosts, and the connections between them.
pub struct Hosts {
    /// The hosts by their places.
    pub hosts: Vec<Host>,
    /// Servers whose places come behind those of the hosts.
    pub strangers: Vec<Stranger>,
    /// What they recorded.
    pub book: Book,
    /// The virtual time.
    pub now: SimTime,
    connections: Vec<[End; 2]>,
    dialled: u32,
    /// Octets that connections may still carry before the one that carries the last of them is cut,
    /// and how.
    left: Option<(usize, Cut)>,
    /// Octets that were carried.
    pub carried: usize,
}

/// The settings of a host `name` at `addr` that runs no service and has no mailbox.
///
/// # Panics
/// When `name` is no domain.
pub fn config(name: &str, addr: [u8; 4]) -> HostConfig {
    let addr = Ipv4Addr::from(addr);
    let file = format!(
        "format = 1\n[[host]]\nname = \"{name}\"\naddress = \"{addr}\"\nrole = \"server\"\nservices = []\n"
    );
    let scenario = Scenario::parse(&file).unwrap_or_else(|why| panic!("{name}: {why:#?}"));
    let world = World::new(Arc::new(scenario), &mut Trace::new());
    let (_, host) = world.hosts().next().expect("it has one host");
    host.config().clone()
}

/// How a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Each end hears that the other one has closed it.
    Closes,
    /// Each end hears that it broke.
    Breaks,
}

impl Cut {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Closes, Self::Breaks];
}

impl Hosts {
    /// These hosts at the start of their lives.
    pub fn new(configs: Vec<HostConfig>) -> Self {
        let rng = Rng::new(7, Stream(7));
        Self {
            hosts: configs.into_iter().map(|config| Host::new(config, rng.clone())).collect(),
            strangers: Vec::new(),
            book: Book::default(),
            now: SimTime::START,
            connections: Vec::new(),
            dialled: 0,
            left: None,
            carried: 0,
        }
    }

    /// Cuts whatever connection carries the octet after the next `octets`.
    pub fn cut_after(&mut self, octets: usize, how: Cut) {
        self.left = Some((octets, how));
    }

    /// Gives one host an input.
    pub fn feed(&mut self, host: usize, input: Input<'_>) {
        if host >= self.hosts.len() {
            return self.feed_stranger(host, &input);
        }
        let mut page = Page(&mut self.book, host);
        self.hosts[host].handle(self.now, input, RecordId(0), &mut page);
        self.drain(host);
    }

    /// A program on one host hands in a message.
    ///
    /// # Panics
    /// When an address is none.
    pub fn submit(&mut self, host: usize, from: ReversePath, to: &[&str], octets: &[u8]) {
        let path = |text: &&str| {
            let mailbox = Mailbox::parse(text).expect("a mailbox");
            (ForwardPath::Mailbox(mailbox), RcptParams::default())
        };
        let (params, recipients) = (MailParams::default(), to.iter().map(path).collect());
        let input = Input::Submit { reverse_path: from, params, recipients, octets, via: None };
        self.feed(host, input);
    }

    /// Carries octets until none is on its way, or a connection was cut: then true. Time stands
    /// still.
    ///
    /// # Panics
    /// When that never ends.
    pub fn carry(&mut self) -> bool {
        for _ in 0..1_000_000 {
            let ready = |end: &End| !end.coming.is_empty() || end.closing || end.holds;
            let Some(at) = self.connections.iter().position(|ends| ends.iter().any(ready)) else {
                return false;
            };
            let side = usize::from(!ready(&self.connections[at][0]));
            if self.deliver(at, side) {
                return true;
            }
        }
        panic!("the hosts go on and on");
    }

    /// Carries what is on its way, then lets time pass, until nothing is left to wait for.
    pub fn settle(&mut self) {
        loop {
            self.carry();
            let next = (0..self.hosts.len()).filter_map(|n| Some((self.hosts[n].deadline()?, n)));
            let Some((at, host)) = next.min() else { return };
            self.now = self.now.max(at);
            self.feed(host, Input::Wake);
        }
    }

    /// Delivers to one end what is on its way to it; true when that cut the connection.
    fn deliver(&mut self, at: usize, side: usize) -> bool {
        let end = &mut self.connections[at][side];
        let (host, session) = (end.host, end.session);
        if core::mem::take(&mut end.holds) {
            self.feed(host, Input::Writable { session });
            return false;
        }
        let count = end.coming.len().min(self.left.map_or(usize::MAX, |(left, _)| left));
        let octets: Vec<u8> = end.coming.drain(..count).collect();
        if octets.is_empty() && end.coming.is_empty() {
            // The other end has closed, and all that it said has come.
            self.connections.remove(at);
            self.feed(host, Input::Closed { session });
            return false;
        }
        self.carried += count;
        self.left = self.left.map(|(left, how)| (left - count, how));
        if count > 0 {
            self.feed(host, Input::Bytes { session, octets: &octets });
        }
        let Some((0, how)) = self.left else { return false };
        self.left = None;
        let known = self
            .connections
            .iter()
            .position(|ends| ends.iter().any(|end| (end.host, end.session) == (host, session)));
        // It may be over by itself, just now.
        if let Some(at) = known {
            for end in self.connections.remove(at) {
                let session = end.session;
                self.feed(
                    end.host,
                    match how {
                        Cut::Closes => Input::Closed { session },
                        Cut::Breaks => Input::Broken { session },
                    },
                );
            }
        }
        true
    }

    /// Strangers are given whole lines: nobody cuts their octets.
    fn feed_stranger(&mut self, place: usize, input: &Input<'_>) {
        let Input::Bytes { session, octets } = input else { return };
        let known = self.connections.iter_mut().find(|ends| ends[1].host == place);
        let Some([client, _]) = known.filter(|ends| ends[1].session == *session) else { return };
        let stranger = &mut self.strangers[place - self.hosts.len()];
        let text = String::from_utf8_lossy(octets);
        for line in text.split_terminator('\n').map(str::trim_end) {
            client.coming.extend((stranger.says)(Some(line)).bytes());
            client.closing |= line == "QUIT";
        }
    }

    fn drain(&mut self, host: usize) {
        let mut dials = Vec::new();
        let mut questions = Vec::new();
        let mut closed = Vec::new();
        while let Some(output) = self.hosts[host].poll() {
            let (session, octets, holds) = match output {
                Output::Line { session, octets, .. } => (session, octets, false),
                Output::Data { session, octets, holds, .. }
                | Output::Block { session, octets, holds, .. } => (session, octets, holds),
                Output::Close { session, .. } => {
                    closed.push(session);
                    continue;
                }
                Output::Dial { session, addr, port, .. } => {
                    dials.push((session, addr, port));
                    continue;
                }
                Output::Resolve { asker, question, .. } => {
                    questions.push((asker, question.clone()));
                    continue;
                }
            };
            for ends in &mut self.connections {
                let own = ends.iter().position(|e| (e.host, e.session) == (host, session));
                if let Some(own) = own {
                    ends[own].holds |= holds;
                    ends[1 - own].coming.extend(octets);
                }
            }
        }
        for session in closed {
            for ends in &mut self.connections {
                let own = ends.iter().position(|e| (e.host, e.session) == (host, session));
                if let Some(own) = own {
                    ends[1 - own].closing = true;
                    ends[own].holds = false;
                    ends[own].coming.clear();
                }
            }
        }
        for (asker, question) in questions {
            self.resolve(host, asker, &question);
        }
        for (session, addr, port) in dials {
            self.dial(host, session, addr, port);
        }
    }

    fn resolve(&mut self, host: usize, asker: Asker, question: &Question) {
        let addr = |name: &Domain| {
            let host = self.hosts.iter().map(Host::config).find(|host| host.name == *name);
            let stranger = self.strangers.iter().find(|stranger| stranger.name == *name);
            let addr = host.map(|host| host.addr).or(stranger.map(|stranger| stranger.addr));
            addr.map(|addr| vec![addr]).ok_or(relay_host::DnsFailure::NoSuchName)
        };
        let answer = match question {
            Question::Mx(domain) => {
                let host = self.hosts.iter().find(|host| host.config().is_local(domain));
                let found = host.map(|host| vec![(10, host.config().name.text().clone())]);
                Answer::Mx(found.map_or(Exchangers::None, Exchangers::Found))
            }
            Question::A(name) => Answer::A(addr(name)),
            Question::Ptr(_) => Answer::Ptr(None),
        };
        self.feed(host, Input::Resolved { asker, answer });
    }

    fn dial(&mut self, host: usize, session: SessionId, addr: Ipv4Addr, port: u16) {
        let conn = ConnNo(self.dialled);
        self.dialled += 1;
        let end = |host, session| End {
            host,
            session,
            coming: VecDeque::new(),
            closing: false,
            holds: false,
        };
        if let Some(nth) = self.strangers.iter().position(|stranger| stranger.addr == addr) {
            let greeting = (self.strangers[nth].says)(None);
            self.connections.push([end(host, session), end(self.hosts.len() + nth, session)]);
            self.hosts[host].dialled(session, conn);
            self.feed(host, Input::Connected { session });
            if let Some([client, _]) = self.connections.last_mut() {
                client.coming.extend(greeting.bytes());
            }
            return;
        }
        let to = self.hosts.iter().position(|host| host.config().addr == addr);
        let service = Service::ALL.into_iter().find(|service| service.port() == port);
        let (Some(to), Some(service)) = (to, service) else {
            let how = relay_host::Unreachable::Refused;
            return self.feed(host, Input::DialFailed { session, how });
        };
        let peer = self.hosts[host].config().addr;
        let mut page = Page(&mut self.book, to);
        let when = (self.now, RecordId(0));
        let Some(server) = self.hosts[to].accept(when, service, peer, conn, &mut page) else {
            let how = relay_host::Unreachable::Refused;
            return self.feed(host, Input::DialFailed { session, how });
        };
        self.connections.push([end(host, session), end(to, server)]);
        self.hosts[host].dialled(session, conn);
        self.drain(to);
        self.feed(host, Input::Connected { session });
    }
}
