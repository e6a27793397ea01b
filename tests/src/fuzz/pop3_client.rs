//! The POP3 client against any server: RFC 1939, RFC 2449 §6.6.
//!
//! The two first octets: settings, and how the session ends.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_pop3::client::{
    Client, ClientConfig, Event, Filter, Input, Method, OnMatch, Output, Phase, Retention,
};
use relay_pop3::command::Command;
use relay_pop3::{Uidl, Violation};

use super::collection::{self, Seen};
use super::{check_line, choices, in_every_way, line_ends, show};

/// What the client keeps of a message.
const CONTENT_MAX: usize = 200;
/// The unique-id of the message that it collected in a session before.
const KNOWN: &str = "known";

pub(super) fn run(input: &[u8]) {
    let (head, octets) = choices::<2>(input);
    let config = config(head[0]);
    let outcome = in_every_way(octets, |arrival| {
        let mut session = Session::new(head[0]);
        for piece in arrival.pieces(octets) {
            session.handle(SimTime::START, Input::Bytes(piece));
        }
        let lines = line_ends(octets);
        // Commands go ahead, but never more than a window of them.
        assert!(session.watch.commands <= lines + relay_mail::limit::POP3_PIPELINE);
        session.finish(head[1])
    });
    let stays = config.retention == Retention::Leave;
    collection::check(&Seen {
        server: octets,
        client: &outcome.said,
        collected: &outcome.collected,
        known: (!stays).then_some(KNOWN),
        deletes: config.retention == Retention::Delete,
        content_max: CONTENT_MAX,
    });
}

fn config(settings: u8) -> ClientConfig {
    let bit = |nth: u8| settings >> nth & 1 == 1;
    let filter = Filter {
        field: "Subject".into(),
        contains: "one".into(),
        on_match: if bit(6) { OnMatch::Skip } else { OnMatch::Download },
    };
    ClientConfig {
        method: [Method::Best, Method::Password, Method::Apop, Method::Plain]
            [usize::from(settings & 3)],
        capabilities: !bit(2),
        pipelining: !bit(3),
        retention: match (bit(4), bit(5)) {
            (false, _) => Retention::Delete,
            (true, false) => Retention::Leave,
            (true, true) => Retention::DeleteAfter(SimDuration::ZERO),
        },
        filter: bit(5).then_some(filter),
        size_max: bit(7).then_some(150),
        content_max: CONTENT_MAX,
        ..ClientConfig::new("u", "p")
    }
}

/// What a session said and stated, and the messages that it handed out.
#[derive(Debug, PartialEq)]
struct Outcome {
    said: Vec<u8>,
    facts: Vec<String>,
    collected: BTreeMap<u32, Vec<u8>>,
}

struct Session {
    client: Client,
    watch: Watch,
}

/// What is known of a session from outside.
#[derive(Default)]
struct Watch {
    retention: Retention,
    commands: usize,
    /// Messages that may be deleted: collected now, or in a session before.
    collected: BTreeMap<u32, Vec<u8>>,
    known: BTreeSet<u32>,
    quit: bool,
    ended: bool,
    said: Vec<u8>,
    facts: Vec<String>,
}

impl Session {
    fn new(settings: u8) -> Self {
        let config = config(settings);
        let watch = Watch { retention: config.retention, ..Watch::default() };
        let known = Uidl::parse(KNOWN).map(|uidl| (uidl, SimTime::START));
        let client = Client::new(Arc::new(config), known, SimTime::START);
        Self { client, watch }
    }

    fn handle(&mut self, now: SimTime, input: Input<'_>) {
        self.client.handle(now, input);
        while let Some(output) = self.client.poll() {
            self.watch.see(&output);
        }
        let waits = self.client.deadline().is_some();
        assert_eq!(waits, self.client.phase() != Phase::Ended, "who waits has a deadline");
        assert_eq!(self.watch.ended, self.client.phase() == Phase::Ended);
    }

    fn finish(mut self, how: u8) -> Outcome {
        let now = self.client.deadline().map_or(SimTime::START, |deadline| deadline.at);
        self.handle(now, if how.is_multiple_of(2) { Input::Closed } else { Input::Timeout });
        assert!(self.watch.ended);
        let Watch { said, facts, collected, .. } = self.watch;
        Outcome { said, facts, collected }
    }
}

impl Watch {
    fn see(&mut self, output: &Output<'_>) {
        match output {
            // Whether there is somebody left to hear it depends on how the octets arrive.
            Output::Violation(Violation::Unsolicited) => {}
            Output::Violation(violation) => self.facts.push(violation.to_string()),
            Output::Close => self.facts.push("close".into()),
            Output::Transmit(line) => {
                assert!(!self.ended, "nothing follows the end");
                self.command(line);
            }
            Output::Event(event) => {
                assert!(!self.ended, "nothing follows the end");
                self.facts.push(format!("{event:?}"));
                self.event(event);
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Message { number, data, .. } => {
                assert!(data.len() <= CONTENT_MAX);
                let before = self.collected.insert(*number, data.to_vec());
                assert!(before.is_none(), "each message is collected once");
            }
            Event::Deleted { number, uidl } => {
                let known = uidl.is_some_and(|uidl| uidl.as_str() == KNOWN);
                assert!(
                    self.known.contains(number) == known || self.collected.contains_key(number)
                );
            }
            Event::Done => assert!(self.quit, "QUIT is what makes the deletions happen"),
            Event::Ended => self.ended = true,
            _ => {}
        }
    }

    fn command(&mut self, line: &[u8]) {
        assert!(!self.quit, "nothing follows QUIT");
        self.commands += 1;
        check_line(line, relay_mail::limit::POP3_COMMAND_LINE);
        self.said.extend_from_slice(line);
        let text = &line[..line.len() - 2];
        if matches!(text, b"*" | b"AHUAcA==") {
            return;
        }
        let parsed = Command::parse(text, false);
        let Ok(command) = parsed.command else { panic!("no command: {}", show(line)) };
        let mut written = Vec::new();
        command.write(&mut written);
        assert!(written == line && !parsed.spacing, "{}", show(line));
        match command {
            Command::Quit => self.quit = true,
            Command::Dele(number) if !self.collected.contains_key(&number) => {
                assert_ne!(self.retention, Retention::Leave, "it was to stay");
                assert!(self.known.insert(number), "deleted twice");
            }
            Command::Dele(_) => assert_eq!(self.retention, Retention::Delete),
            _ => {}
        }
    }
}
