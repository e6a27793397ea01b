//! A host in miniature: one maildrop, one password, and the answers to a server's questions.

use std::collections::VecDeque;
use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Bodies, Content, Domain};
use relay_pop3::Uidl;
use relay_pop3::Violation;
use relay_pop3::server::{
    Answer, Event, Input, Item, LoginError, Output, Question, Server, ServerConfig, Snapshot,
    transmitted_size,
};

pub(crate) const USER: &str = "mrose";
pub(crate) const SECRET: &str = "tanstaaf";
pub(crate) const NONCE: &str = "1896.697170952";

pub(crate) fn config() -> ServerConfig {
    ServerConfig::new(Domain::parse("dbc.mtview.ca.us").expect("a domain"))
}

pub(crate) fn content(octets: &[u8]) -> Content {
    Content::new(octets, &mut Bodies::new())
}

/// The two messages of the examples, 120 and 200 octets.
pub(crate) fn example_maildrop() -> Vec<Content> {
    let message = |subject: &str, size: usize| {
        let head = format!("Subject: {subject}\r\n\r\n");
        let body = "x".repeat(size - head.len() - 2);
        content(format!("{head}{body}\r\n").as_bytes())
    };
    vec![message("one", 120), message("two", 200)]
}

pub(crate) fn uidl(text: &str) -> Uidl {
    Uidl::parse(text).expect("a unique-id")
}

/// The unique-id of the message at `place`, from 1.
pub(crate) fn unique_id(place: usize) -> Uidl {
    uidl(&format!("id-{place}"))
}

/// A server with its host.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) server: Server,
    /// What the maildrop holds; what UPDATE removes becomes nothing.
    pub(crate) maildrop: Vec<Option<Content>>,
    pub(crate) now: SimTime,
    /// Refuses every login so.
    pub(crate) refusal: Option<LoginError>,
    /// UPDATE fails.
    pub(crate) broken: bool,
    /// Messages that cannot be read.
    pub(crate) gone: Vec<u32>,
    /// Everything the server sent.
    pub(crate) wire: Vec<u8>,
    /// Sizes of the pieces it sent.
    pub(crate) pieces: Vec<usize>,
    /// Octets of the message that is being sent.
    streamed: usize,
    pub(crate) events: Vec<Event>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) closed: bool,
    /// The lock is held.
    pub(crate) locked: bool,
}

impl Desk {
    pub(crate) fn new(config: ServerConfig, maildrop: Vec<Content>) -> Self {
        let server = Server::new(Arc::new(config), SimTime::START, NONCE);
        let mut desk = Self {
            server,
            maildrop: maildrop.into_iter().map(Some).collect(),
            now: SimTime::START,
            refusal: None,
            broken: false,
            gone: Vec::new(),
            wire: Vec::new(),
            pieces: Vec::new(),
            streamed: 0,
            events: Vec::new(),
            violations: Vec::new(),
            closed: false,
            locked: false,
        };
        desk.drain();
        desk
    }

    /// A desk whose client has logged in; what was sent so far is forgotten.
    pub(crate) fn logged_in(config: ServerConfig, maildrop: Vec<Content>) -> Self {
        let mut desk = Self::new(config, maildrop);
        desk.say("USER mrose");
        desk.say("PASS tanstaaf");
        desk.wire.clear();
        desk.pieces.clear();
        desk.events.clear();
        desk
    }

    pub(crate) fn handle(&mut self, input: Input<'_>) {
        self.server.handle(self.now, input);
        self.drain();
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.handle(Input::Bytes(bytes));
    }

    /// Sends a command line and gives what came back.
    pub(crate) fn say(&mut self, line: &str) -> String {
        let start = self.wire.len();
        self.bytes(format!("{line}\r\n").as_bytes());
        String::from_utf8_lossy(&self.wire[start..]).into_owned()
    }

    pub(crate) fn wait(&mut self, span: SimDuration) {
        self.now += span;
        self.handle(Input::Timeout);
    }

    pub(crate) fn left(&self) -> usize {
        self.maildrop.iter().flatten().count()
    }

    fn drain(&mut self) {
        loop {
            let mut answers = VecDeque::new();
            while let Some(output) = self.server.poll() {
                assert!(!self.closed, "nothing follows Close");
                match output {
                    Output::Transmit(bytes) => {
                        self.streamed = 0;
                        self.pieces.push(bytes.len());
                        self.wire.extend_from_slice(bytes);
                    }
                    Output::TransmitData { bytes, from, .. } => {
                        assert_eq!(from, self.streamed, "a block follows the one before");
                        self.streamed += bytes.len();
                        self.pieces.push(bytes.len());
                        self.wire.extend_from_slice(bytes);
                    }
                    Output::Ask(Question::Login { user, credential }) => {
                        let good = user == USER && credential.proves(SECRET);
                        answers.push_back(match self.refusal {
                            _ if !good => Answer::Refused(LoginError::BadCredentials),
                            Some(error) => Answer::Refused(error),
                            None => {
                                self.locked = true;
                                let held = self.maildrop.iter().flatten().enumerate();
                                let item = |(place, content): (usize, &Content)| Item {
                                    size: transmitted_size(content),
                                    uidl: unique_id(place + 1),
                                };
                                Answer::Granted(Snapshot::from(held.map(item).collect::<Vec<_>>()))
                            }
                        });
                    }
                    Output::Ask(Question::Fetch { number }) => {
                        let held = self.maildrop[number as usize - 1].clone();
                        let held = held.filter(|_| !self.gone.contains(&number));
                        answers.push_back(held.map_or(Answer::Gone, Answer::Content));
                    }
                    Output::Ask(Question::Update { deleted }) => {
                        self.locked = false;
                        if self.broken {
                            answers.push_back(Answer::UpdateFailed);
                            continue;
                        }
                        for &number in deleted {
                            let removed = self.maildrop[number as usize - 1].take();
                            assert!(removed.is_some(), "removed once");
                        }
                        answers.push_back(Answer::Updated);
                    }
                    Output::Violation(violation) => self.violations.push(violation),
                    Output::Event(event) => {
                        if matches!(event, Event::Abandoned { .. }) {
                            self.locked = false;
                        }
                        self.events.push(event);
                    }
                    Output::Close => self.closed = true,
                }
            }
            let Some(answer) = answers.pop_front() else { return };
            self.server.handle(self.now, Input::Answer(answer));
        }
    }
}
