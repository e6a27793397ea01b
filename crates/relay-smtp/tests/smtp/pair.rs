//! A client and a server with octets between them, cut at random points.

use std::collections::VecDeque;
use std::sync::Arc;

use relay_kernel::{Rng, SimTime, Stream};
use relay_mail::{Domain, HostPart};
use relay_smtp::client::{self, Client, ClientConfig, Event, Transaction};
use relay_smtp::server::{self, Answer, Question, Server, ServerConfig};
use relay_smtp::{Reply, reply};

/// How one message ended for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Accepted { recipients: usize },
    Refused,
    Lost,
}

/// Both ends of a session.
pub(crate) struct Pair {
    client: Client,
    server: Server,
    to_client: VecDeque<u8>,
    to_server: VecDeque<u8>,
    wants: VecDeque<Transaction>,
    rng: Rng,
    /// Refusals are drawn as often as this, of 256.
    refusals: u64,
    /// Octets in both directions after which the connection breaks.
    breaks_after: Option<usize>,
    carried: usize,
    pub(crate) outcomes: Vec<Outcome>,
    /// Each message that the server's host took, with its number of recipients.
    pub(crate) taken: Vec<(usize, Vec<u8>)>,
    pub(crate) ended: bool,
    accepted_now: usize,
    under_way: bool,
}

impl Pair {
    pub(crate) fn new(
        seed: u64,
        server: ServerConfig,
        client: ClientConfig,
        wants: Vec<Transaction>,
    ) -> Self {
        Self {
            client: Client::new(Arc::new(client), SimTime::START),
            server: Server::new(Arc::new(server), SimTime::START),
            to_client: VecDeque::new(),
            to_server: VecDeque::new(),
            wants: wants.into(),
            rng: Rng::new(seed, Stream(0)),
            refusals: 0,
            breaks_after: None,
            carried: 0,
            outcomes: Vec::new(),
            taken: Vec::new(),
            ended: false,
            accepted_now: 0,
            under_way: false,
        }
    }

    pub(crate) fn refusing(self, refusals: u64) -> Self {
        Self { refusals, ..self }
    }

    pub(crate) fn breaking_after(self, octets: usize) -> Self {
        Self { breaks_after: Some(octets), ..self }
    }

    /// Runs to the end; true when the connection broke on the way.
    pub(crate) fn run(&mut self) -> bool {
        self.drain_server();
        self.drain_client();
        for _ in 0..1_000_000 {
            if self.breaks_after.is_some_and(|octets| self.carried >= octets) {
                self.client.handle(SimTime::START, client::Input::Closed);
                self.drain_client();
                self.server.handle(SimTime::START, server::Input::Closed);
                self.drain_server();
                return true;
            }
            let room = self.breaks_after.map_or(usize::MAX, |octets| octets - self.carried);
            if !self.to_server.is_empty() {
                let piece = self.piece(false, room);
                self.server.handle(SimTime::START, server::Input::Bytes(&piece));
                self.drain_server();
            } else if !self.to_client.is_empty() {
                let piece = self.piece(true, room);
                self.client.handle(SimTime::START, client::Input::Bytes(&piece));
                self.drain_client();
            } else {
                return false;
            }
        }
        panic!("a session that does not end");
    }

    fn piece(&mut self, to_client: bool, room: usize) -> Vec<u8> {
        let queue = if to_client { &mut self.to_client } else { &mut self.to_server };
        let longest = queue.len().min(room).min(200) as u64;
        let size = usize::try_from(1 + self.rng.below(longest)).expect("at most 200");
        self.carried += size;
        queue.drain(..size).collect()
    }

    fn drain_server(&mut self) {
        loop {
            let mut answer = None;
            while let Some(output) = self.server.poll() {
                match output {
                    server::Output::Transmit(octets) => self.to_client.extend(octets),
                    server::Output::Ask(question) => {
                        let refused = self.rng.below(256) < self.refusals;
                        let verdict = decide(&question, refused, &mut self.rng);
                        if let (Question::Message { data, .. }, Answer::Accept) =
                            (&question, &verdict)
                        {
                            self.taken.push((0, data.to_vec()));
                        }
                        answer = Some(verdict);
                    }
                    _ => {}
                }
            }
            let Some(answer) = answer else { return };
            if let (Some(transaction), Some((recipients, _))) =
                (self.server.transaction(), self.taken.last_mut())
                && *recipients == 0
            {
                *recipients = transaction.recipients.len();
            }
            self.server.handle(SimTime::START, server::Input::Answer(answer));
        }
    }

    fn drain_client(&mut self) {
        loop {
            let mut ready = false;
            while let Some(output) = self.client.poll() {
                match output {
                    client::Output::Transmit(octets)
                    | client::Output::TransmitData { bytes: octets, .. } => {
                        self.to_server.extend(octets);
                    }
                    client::Output::Event(Event::Ready(_)) => ready = true,
                    client::Output::Event(Event::Recipient { reply, .. }) => {
                        self.accepted_now += usize::from(reply.is_positive());
                    }
                    client::Output::Event(Event::Accepted(_)) => {
                        let recipients = self.accepted_now;
                        self.end(Outcome::Accepted { recipients });
                    }
                    client::Output::Event(Event::Refused { .. }) => self.end(Outcome::Refused),
                    client::Output::Event(Event::Lost { .. }) => self.end(Outcome::Lost),
                    client::Output::Event(Event::Ended) => self.ended = true,
                    _ => {}
                }
            }
            if !ready {
                return;
            }
            self.under_way = !self.wants.is_empty();
            self.accepted_now = 0;
            let next = self.wants.pop_front();
            let input = next.map_or(client::Input::Quit, client::Input::Transaction);
            self.client.handle(SimTime::START, input);
        }
    }

    fn end(&mut self, outcome: Outcome) {
        // A session that fails before its first transaction ends none.
        if core::mem::take(&mut self.under_way) {
            self.outcomes.push(outcome);
        }
    }
}

fn decide(question: &Question<'_>, refused: bool, rng: &mut Rng) -> Answer {
    let refusals: [fn() -> Reply; 4] =
        [reply::mailbox_unknown, reply::greylisted, reply::shutting_down, reply::size_exceeded];
    let pick = usize::try_from(rng.below(4)).expect("below 4");
    match question {
        _ if refused => Answer::Reply(refusals[pick]()),
        _ => Answer::Accept,
    }
}

pub(crate) fn server_config() -> ServerConfig {
    ServerConfig::relay(Domain::parse("mx.example").expect("a domain"))
}

pub(crate) fn client_config() -> ClientConfig {
    ClientConfig::new(HostPart::parse("c.example").expect("a domain"))
}
