//! The SMTP server against any client: RFC 5321 §4.
//!
//! The four first octets: settings, more settings, the host's decisions, how the session ends.

use std::sync::Arc;

use relay_kernel::{Rng, SimTime};
use relay_mail::{Domain, limit};
use relay_smtp::server::{
    Answer, Buffers, ContentPolicy, Event, Input, Output, Policy, Question, Server, ServerConfig,
};
use relay_smtp::{Extensions, Mechanisms, Reply, reply};

use super::transactions::{self, Message, Settings};
use super::{check_line, choices, decisions, in_every_way, line_ends, pick, reference_text, show};
use crate::dialog::Arrival;

pub(super) fn run(input: &[u8]) {
    let (head, octets) = choices::<4>(input);
    let config = Arc::new(config(head));
    let outcome = in_every_way(octets, |arrival| {
        let (mut server, mut spare) = (Server::new(Arc::clone(&config), SimTime::START), None);
        if let Arrival::Split { .. } = arrival {
            // In the memory of another session, which had come to the same point.
            let mut before = Session::new(server, head, octets, false);
            before.spare = Some(Buffers::default());
            before.feed(octets);
            (server, spare) = (before.server, before.spare);
            server.renew(Arc::clone(&config), SimTime::START);
        }
        let mut session = Session::new(server, head, octets, arrival == Arrival::Octets);
        session.spare = spare;
        for piece in arrival.pieces(octets) {
            session.feed(piece);
        }
        session.finish(head[3])
    });
    let settings = Settings {
        chunking: config.esmtp && config.extensions.chunking,
        auth_required: config.auth_required,
    };
    transactions::check(settings, octets, &outcome.said, &outcome.messages);
}

fn config([first, second, ..]: [u8; 4]) -> ServerConfig {
    let bit = |octet: u8, nth: u8| octet >> nth & 1 == 1;
    let policy = |nth| if bit(second, nth) { Policy::Reject } else { Policy::Accept };
    let extensions = Extensions {
        pipelining: !bit(first, 1),
        size: !bit(first, 2),
        eight_bit_mime: !bit(first, 3),
        enhanced_status_codes: !bit(first, 4),
        dsn: !bit(first, 5),
        smtp_utf8: !bit(first, 6),
        chunking: !bit(first, 7),
        auth: if bit(second, 0) { Mechanisms::NONE } else { Mechanisms::ALL },
        ..Extensions::ALL
    };
    ServerConfig {
        esmtp: !bit(first, 0),
        extensions: if first == 0xff { Extensions::NONE } else { extensions },
        size_max: bit(second, 1).then_some(40),
        recipients_max: if bit(second, 2) { 2 } else { 1000 },
        errors_max: bit(second, 3).then_some(3),
        strict_colon: bit(second, 4),
        auth_required: bit(second, 5),
        content: ContentPolicy {
            bare_line_end: policy(6),
            nul: policy(7),
            long_line: policy(7),
            eight_bit: policy(7),
        },
        ..ServerConfig::relay(Domain::parse("mx.example").expect("a domain"))
    }
}

/// What a session said, and did.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    said: Vec<u8>,
    facts: Vec<String>,
    messages: Vec<Message>,
}

struct Session<'a> {
    server: Server,
    /// Memory that the server shares with others.
    spare: Option<Buffers>,
    watch: Watch<'a>,
}

/// What is known of a session from outside.
struct Watch<'a> {
    host: Rng,
    stream: &'a [u8],
    /// Octets of the stream that were fed.
    fed: usize,
    /// One octet is fed at a time, so that places in the stream are known exactly.
    exact: bool,
    /// Where in the stream the content began whose end is awaited.
    content_at: Option<usize>,
    /// What the host said of a message, until the server has replied.
    verdict: Option<bool>,
    /// Since the last look something came that may end a transaction.
    may_end: bool,
    /// LFs that came.
    lines: usize,
    replies: usize,
    closed: bool,
    outcome: Outcome,
}

impl<'a> Session<'a> {
    fn new(server: Server, head: [u8; 4], stream: &'a [u8], exact: bool) -> Self {
        let watch = Watch {
            host: decisions(head[2]),
            stream,
            fed: 0,
            exact,
            content_at: None,
            verdict: None,
            may_end: false,
            lines: 0,
            replies: 0,
            closed: false,
            outcome: Outcome::default(),
        };
        let mut session = Self { server, spare: None, watch };
        session.drain();
        session
    }

    fn feed(&mut self, piece: &[u8]) {
        let open = self.server.transaction().is_some();
        self.watch.fed += piece.len();
        self.handle(SimTime::START, Input::Bytes(piece));
        let watch = &mut self.watch;
        let may_end = core::mem::take(&mut watch.may_end);
        if watch.exact && open && self.server.transaction().is_none() {
            assert!(may_end, "a transaction ends by a command, a refusal or the host's word");
        }
        watch.lines += line_ends(piece);
        assert!(watch.replies <= 2 + watch.lines, "one reply a line");
    }

    fn finish(mut self, how: u8) -> Outcome {
        if let Some(start) = self.watch.content_at.take() {
            let rest = &self.watch.stream[start..];
            assert!(!self.watch.exact || reference_text(rest).is_none(), "an end was missed");
        }
        let now = self.server.deadline().map_or(SimTime::START, |deadline| deadline.at);
        match how % 5 {
            0 => self.handle(now, Input::Closed),
            3 => self.handle(now, Input::Broken),
            1 => self.handle(now, Input::Shutdown),
            2 => self.handle(now, Input::Timeout),
            _ => return self.watch.outcome,
        }
        assert!(self.server.is_closed() && self.server.transaction().is_none());
        self.watch.outcome
    }

    fn handle(&mut self, now: SimTime, input: Input<'_>) {
        self.exchange();
        self.server.handle(now, input);
        self.drain();
        self.exchange();
        let waits = self.server.deadline().is_some();
        assert_eq!(waits, !self.server.is_closed(), "a server that waits has a deadline");
    }

    fn exchange(&mut self) {
        if let Some(spare) = &mut self.spare {
            self.server.exchange(spare);
        }
    }

    fn drain(&mut self) {
        loop {
            let mut answer = None;
            while let Some(output) = self.server.poll() {
                assert!(answer.is_none(), "a question is the last output");
                answer = self.watch.see(&output);
            }
            let Some(answer) = answer else { return };
            assert!(self.server.deadline().is_none(), "the host has time");
            self.server.handle(SimTime::START, Input::Answer(answer));
        }
    }
}

impl Watch<'_> {
    /// Looks at an output; gives the host's answer if it is a question.
    fn see(&mut self, output: &Output<'_>) -> Option<Answer> {
        assert!(!self.closed, "nothing follows the end");
        match output {
            Output::Transmit(octets) => self.transmitted(octets),
            Output::Ask(question) => return Some(self.asked(question)),
            Output::Violation(violation) if violation.depends_on_arrival() => {}
            Output::Violation(violation) => self.outcome.facts.push(violation.to_string()),
            Output::Event(event) => {
                self.may_end |= matches!(event, Event::Reset(_));
                self.outcome.facts.push(format!("{event:?}"));
            }
            Output::Close => self.closed = true,
        }
        None
    }

    fn transmitted(&mut self, octets: &[u8]) {
        let code = check_reply(octets);
        if let Some(accepted) = self.verdict.take() {
            assert_eq!(accepted, code < 400, "the host decides on a message: {}", show(octets));
        }
        if let Some(start) = self.content_at.take() {
            assert!(code >= 400, "250 after DATA without the host's word: {}", show(octets));
            if code != 421 {
                self.check_end(start, None);
            }
        }
        if code == 354 {
            self.content_at = Some(self.fed);
        }
        self.may_end |= code >= 400;
        self.replies += 1;
        self.outcome.said.extend_from_slice(octets);
    }

    fn asked(&mut self, question: &Question<'_>) -> Answer {
        let answer = decide(&mut self.host);
        if let Question::Message { data, transaction, .. } = question {
            assert!(!transaction.recipients.is_empty(), "somebody is to get it");
            assert!(data.len() <= limit::CONTENT_CEILING);
            if let Some(start) = self.content_at.take() {
                self.check_end(start, Some(data));
            }
            self.outcome.messages.push(Message {
                reply: self.replies,
                sender: transaction.reverse_path.to_string(),
                recipients: transaction
                    .recipients
                    .iter()
                    .map(|(path, _)| path.to_string())
                    .collect(),
                data: data.to_vec(),
            });
            self.may_end = true;
            self.verdict = Some(is_yes(&answer));
        }
        answer
    }

    /// The content that began at `start` has just ended: nothing but CRLF `.` CRLF may do that.
    fn check_end(&self, start: usize, data: Option<&[u8]>) {
        if !self.exact {
            return;
        }
        let (text, used) = reference_text(&self.stream[start..self.fed])
            .unwrap_or_else(|| panic!("{} ends no message", show(&self.stream[start..self.fed])));
        assert_eq!(start + used, self.fed, "the message ended later than its end");
        assert!(data.is_none_or(|data| data == text), "the dots come out as they went in");
    }
}

fn is_yes(answer: &Answer) -> bool {
    match answer {
        Answer::Accept => true,
        Answer::Reply(reply) => reply.code.get() < 400,
    }
}

fn decide(host: &mut Rng) -> Answer {
    match host.below(8) {
        0 => Answer::Reply(pick(host, reply::ALL).1()),
        1 => Answer::Reply(reply::mailbox_unknown().with_text("no\r\n250 yes\0\u{e9}")),
        2 => {
            let more = vec!["x".repeat(600).into(), String::new().into()];
            Answer::Reply(Reply { more, ..reply::recipient_ok() })
        }
        _ => Answer::Accept,
    }
}

/// One whole reply (§4.2): lines with one code, `-` behind it in all but the last. Gives the code.
fn check_reply(octets: &[u8]) -> u16 {
    let lines: Vec<&[u8]> = octets.split_inclusive(|octet| *octet == b'\n').collect();
    let (last, before) = lines.split_last().expect("a reply has a line");
    let code = |line: &[u8]| line.get(..3).map(<[u8]>::to_vec);
    for line in &lines {
        check_line(line, limit::REPLY_LINE);
        assert_eq!(code(line), code(last), "one code: {}", show(octets));
    }
    assert_eq!(last[3], b' ', "{}", show(octets));
    assert!(before.iter().all(|line| line[3] == b'-'), "{}", show(octets));
    let digits = core::str::from_utf8(&last[..3]).expect("digits");
    digits.parse().unwrap_or_else(|_| panic!("no code: {}", show(octets)))
}
