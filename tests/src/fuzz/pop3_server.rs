//! The POP3 server against any client: RFC 1939, RFC 2449.
//!
//! The three first octets: settings, the host's decisions, how the session ends.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relay_kernel::{Rng, SimTime};
use relay_mail::{Bodies, Content, Domain, limit};
use relay_pop3::capability::{Announced, Expire, Utf8};
use relay_pop3::server::{
    Answer, Event, Input, Item, LoginError, Output, Phase, Question, Server, ServerConfig,
    Snapshot, transmitted_size,
};
use relay_pop3::{Capabilities, Uidl};

use super::maildrop::{self, Maildrop, Seen};
use super::{
    check_line, choices, decisions, find, in_every_way, line_ends, pick, reference_text, show,
};
use crate::dialog::Arrival;

/// What shows all marks, and carries them out.
const PROBE: &[u8] = b"\r\nSTAT\r\nLIST\r\nUIDL\r\nQUIT\r\n";

pub(super) fn run(input: &[u8]) {
    let (head, octets) = choices::<3>(input);
    let session = |octets: &[u8], arrival: Arrival| {
        let mut session = Session::new(head);
        for piece in arrival.pieces(octets) {
            session.handle(SimTime::START, Input::Bytes(piece));
        }
        let lines = line_ends(octets);
        assert!(session.watch.responses <= 1 + lines, "one response a line");
        session.finish(head[2])
    };
    let config = config(head[0]);
    check(&config, octets, &in_every_way(octets, |arrival| session(octets, arrival)));
    // Wherever the client left it: what did it come to?
    let probed = [octets, PROBE].concat();
    check(&config, &probed, &session(&probed, Arrival::Whole));
}

/// What the model knows beforehand.
fn known(config: &ServerConfig) -> Maildrop {
    let held = maildrop();
    let offered = &config.capabilities;
    Maildrop {
        sizes: held.iter().map(transmitted_size).collect(),
        ids: (0..held.len()).map(|nth| format!("id-{nth}")).collect(),
        offers_uidl: offered.uidl,
        names_are_utf8: offered.utf8 == Some(Utf8::User),
        none_stay: offered.expire.is_some_and(|expire| expire.value == Expire::Days(0)),
    }
}

fn check(config: &ServerConfig, client: &[u8], outcome: &Outcome) {
    let Outcome { said, facts, removed } = outcome;
    let refused = facts.iter().filter(|fact| fact.starts_with("LoginRefused")).count();
    let dismissed = refused == config.refused_logins_max as usize;
    let seen = Seen { client, server: said, dismissed, removed: removed.as_deref() };
    maildrop::check(&known(config), &seen);
}

fn config(settings: u8) -> ServerConfig {
    let bit = |nth: u8| settings >> nth & 1 == 1;
    let usual = Capabilities {
        expire: bit(0).then(|| Announced::for_all(Expire::Days(0))),
        login_delay: bit(1).then(|| Announced::for_all(60)),
        utf8: bit(2).then_some(if bit(3) { Utf8::User } else { Utf8::Messages }),
        lang: bit(4),
        resp_codes: !bit(5),
        ..Capabilities::usual()
    };
    ServerConfig {
        capabilities: if bit(6) { Capabilities::default() } else { usual },
        apop: bit(7),
        ..ServerConfig::new(Domain::parse("pop.example").expect("a domain"))
    }
}

/// What the maildrop holds.
fn maildrop() -> Vec<Content> {
    let texts: [&[u8]; 5] = [
        b"Subject: one\r\n\r\n.\r\n..\r\nthree\r\n",
        b"Subject: no body\r\n",
        b"Subject: \xc3\xa9\r\n\r\n\xff\r\n",
        b"Subject: no end\r\n\r\na\nb\rc",
        b"",
    ];
    texts.into_iter().map(|text| Content::new(text, &mut Bodies::new())).collect()
}

/// What a session said and stated, and what it had removed.
#[derive(Debug, PartialEq)]
struct Outcome {
    said: Vec<u8>,
    facts: Vec<String>,
    removed: Option<Vec<u32>>,
}

struct Session {
    server: Server,
    watch: Watch,
}

struct Watch {
    host: Rng,
    held: Vec<Content>,
    /// A copy of the marks, kept by the events.
    marked: BTreeSet<u32>,
    retrieved: BTreeSet<u32>,
    /// With EXPIRE 0 nothing that was retrieved may stay.
    none_stay: bool,
    /// Blocks of messages, as far as they came.
    streams: BTreeMap<u32, Vec<u8>>,
    logged_in: bool,
    responses: usize,
    /// The lines of a listing follow, up to a lone dot.
    in_listing: bool,
    removed: Option<Vec<u32>>,
    closed: bool,
    said: Vec<u8>,
    facts: Vec<String>,
}

impl Session {
    fn new([settings, host, _]: [u8; 3]) -> Self {
        let config = config(settings);
        let expire = config.capabilities.expire;
        let watch = Watch {
            host: decisions(host),
            held: maildrop(),
            marked: BTreeSet::new(),
            retrieved: BTreeSet::new(),
            none_stay: expire.is_some_and(|expire| expire.value == Expire::Days(0)),
            streams: BTreeMap::new(),
            logged_in: false,
            responses: 0,
            in_listing: false,
            removed: None,
            closed: false,
            said: Vec::new(),
            facts: Vec::new(),
        };
        let server = Server::new(Arc::new(config), SimTime::START, "1896.697170952");
        let mut session = Self { server, watch };
        session.drain();
        session
    }

    fn handle(&mut self, now: SimTime, input: Input<'_>) {
        self.server.handle(now, input);
        self.drain();
        let waits = self.server.deadline().is_some();
        assert_eq!(waits, self.server.phase() != Phase::Ended, "who waits has a deadline");
    }

    fn drain(&mut self) {
        loop {
            let mut answer = None;
            while let Some(output) = self.server.poll() {
                assert!(answer.is_none(), "a question is the last output");
                answer = self.watch.see(&output);
            }
            let Some(answer) = answer else { break };
            self.server.handle(SimTime::START, Input::Answer(answer));
        }
        if self.server.phase() == Phase::Transaction {
            assert_eq!(self.server.marked() as usize, self.watch.marked.len());
        }
    }

    /// How the session ends; whatever it is, nothing is removed by it.
    fn finish(mut self, how: u8) -> Outcome {
        let now = self.server.deadline().map_or(SimTime::START, |deadline| deadline.at);
        let before = (self.watch.removed.clone(), self.watch.said.len());
        match how % 3 {
            0 => self.handle(now, Input::Closed),
            1 => self.handle(now, Input::Shutdown),
            _ => {
                self.handle(now, Input::Timeout);
                // The first one finds that the client had read until now.
                let now = self.server.deadline().map_or(now, |deadline| deadline.at);
                self.handle(now, Input::Timeout);
            }
        }
        assert_eq!(self.server.phase(), Phase::Ended);
        assert_eq!(before, (self.watch.removed.clone(), self.watch.said.len()), "without a word");
        let Watch { said, facts, removed, .. } = self.watch;
        Outcome { said, facts, removed }
    }
}

impl Watch {
    /// Looks at an output; gives the host's answer if it is a question.
    fn see(&mut self, output: &Output<'_>) -> Option<Answer> {
        assert!(!self.closed, "nothing follows the end");
        match output {
            Output::Transmit(octets) => self.transmitted(octets),
            Output::TransmitData { bytes, message, from } => {
                let stream = self.streams.entry(*message).or_default();
                assert_eq!(*from, stream.len());
                assert!(bytes.len() <= limit::DATA_BLOCK);
                stream.extend_from_slice(bytes);
                self.said.extend_from_slice(bytes);
            }
            Output::Ask(question) => return Some(self.asked(question)),
            Output::Violation(violation) => self.facts.push(violation.to_string()),
            Output::Event(event) => self.event(event),
            Output::Close => self.closed = true,
        }
        None
    }

    fn asked(&mut self, question: &Question<'_>) -> Answer {
        let whim = self.host.below(8);
        match question {
            Question::Login { user, credential } => {
                assert!(!self.logged_in);
                let errors = [LoginError::InUse, LoginError::LoginDelay, LoginError::Temporary];
                let good = *user == "u" && credential.proves("p");
                match whim {
                    0 => Answer::Refused(pick(&mut self.host, &errors)),
                    _ if !good => Answer::Refused(LoginError::BadCredentials),
                    _ => Answer::Granted(self.snapshot()),
                }
            }
            Question::Fetch { .. } if whim == 0 => Answer::Gone,
            Question::Fetch { number } => {
                assert!(self.logged_in && !self.marked.contains(number));
                self.streams.remove(number);
                Answer::Content(self.held[*number as usize - 1].clone())
            }
            Question::Update { deleted } => {
                assert!(self.logged_in);
                let also = self.retrieved.iter().filter(|_| self.none_stay);
                let goes: BTreeSet<u32> = self.marked.iter().chain(also).copied().collect();
                assert!(deleted.iter().eq(&goes), "what was marked goes, and nothing else");
                assert!(self.removed.replace(deleted.to_vec()).is_none(), "one UPDATE");
                if whim == 0 { Answer::UpdateFailed } else { Answer::Updated }
            }
        }
    }

    fn snapshot(&self) -> Snapshot {
        let item = |(nth, content): (usize, &Content)| Item {
            size: transmitted_size(content),
            uidl: Uidl::parse(&format!("id-{nth}")).expect("a unique-id"),
        };
        Snapshot::from(self.held.iter().enumerate().map(item).collect::<Vec<_>>())
    }

    fn event(&mut self, event: &Event) {
        self.facts.push(format!("{event:?}"));
        match *event {
            Event::LoggedIn { .. } => self.logged_in = true,
            Event::Marked { number } => assert!(self.marked.insert(number), "marked twice"),
            Event::Unmarked { .. } => self.marked.clear(),
            Event::Retrieved { number } => {
                self.retrieved.insert(number);
                let text = self.text(number);
                let content = &self.held[number as usize - 1];
                assert!(text.starts_with(&content.to_vec()), "as it is in the maildrop");
                assert_eq!(text.len(), transmitted_size(content), "as long as LIST says");
            }
            Event::Previewed { number, lines } => {
                let text = self.text(number);
                let content = &self.held[number as usize - 1];
                let mut top = content.head().to_vec();
                let mut body = content.body();
                for _ in 0..lines {
                    let end = find(body, b"\r\n").map_or(body.len(), |at| at + 2);
                    top.extend_from_slice(&body[..end]);
                    body = &body[end..];
                    if body.is_empty() {
                        break;
                    }
                }
                let completed = text.strip_suffix(b"\r\n").is_some_and(|text| text == top);
                assert!(text == top || completed, "header section and {lines} lines");
            }
            Event::Abandoned { .. } => assert!(self.removed.is_none(), "QUIT alone removes"),
            _ => {}
        }
    }

    /// The message that was just sent, dots taken out.
    fn text(&mut self, number: u32) -> Vec<u8> {
        let stream = self.streams.remove(&number).unwrap_or_default();
        let (text, used) = reference_text(&stream).expect("an end");
        assert_eq!(used, stream.len(), "one end");
        text
    }

    fn transmitted(&mut self, octets: &[u8]) {
        assert!(octets.ends_with(b"\r\n"));
        self.said.extend_from_slice(octets);
        for line in octets.split_inclusive(|octet| *octet == b'\n') {
            check_line(line, limit::POP3_RESPONSE_LINE);
            if self.in_listing {
                self.in_listing = line != b".\r\n";
                continue;
            }
            let status = [b"+OK".as_slice(), b"-ERR", b"+ "];
            let begins = status.iter().any(|status| line.starts_with(status));
            assert!(begins, "no status: {}", show(line));
            self.responses += 1;
            self.in_listing = begins_listing(line);
        }
    }
}

/// Whether lines of a listing follow this one: by the words that the server uses.
fn begins_listing(line: &[u8]) -> bool {
    let follows = line.ends_with(b"listing follows\r\n") || line.ends_with(b"list follows\r\n");
    let scan = line.starts_with(b"+OK ") && line.ends_with(b" octets)\r\n");
    let words = [b"+OK maildrop has".as_slice(), b"+OK maildrop locked"];
    follows || (scan && !words.iter().any(|words| line.starts_with(words)))
}
