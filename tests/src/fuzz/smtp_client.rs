//! The SMTP client against any server: RFC 5321 §4.3, RFC 2920.
//!
//! The three first octets: settings, the messages, how the session ends. The server speaks a line
//! whenever the client waits.

use std::sync::Arc;

use relay_kernel::{Rng, SimTime};
use relay_mail::{Bodies, Content, ForwardPath, HostPart, ReversePath, limit};
use relay_smtp::client::{Buffers, Client, ClientConfig, Event, Input, Output, Phase, Transaction};
use relay_smtp::sasl::Credentials;
use relay_smtp::{Command, Extensions, MailParams, RcptParams, Verb};

use super::{check_line, choices, decisions, find, in_every_way, pick, reference_wire, show};
use crate::dialog::Arrival;

pub(super) fn run(input: &[u8]) {
    let (head, octets) = choices::<3>(input);
    let config = Arc::new(config(head[0]));
    let new = || Client::new(Arc::clone(&config), SimTime::START);
    in_every_way(octets, |arrival| {
        let (mut client, mut spare) = (new(), None);
        if let Arrival::Split { .. } = arrival {
            // In the memory of another session, wherever that had come to.
            let mut before = Session::new(client, head);
            before.spare = Some(Buffers::default());
            before.handle(SimTime::START, Input::Bytes(octets));
            (client, spare) = (before.client, before.spare);
            client.renew(Arc::clone(&config), SimTime::START);
        }
        let mut session = Session::new(client, head);
        session.spare = spare;
        for line in lines(octets) {
            for piece in arrival.pieces(line) {
                session.handle(SimTime::START, Input::Bytes(piece));
            }
        }
        session.finish(head[2])
    });
    // A server that does not wait for commands is answered too, though not always the same way.
    let mut session = Session::new(new(), head);
    session.handle(SimTime::START, Input::Bytes(octets));
    session.finish(head[2]);
}

/// The octets cut behind each CRLF.
fn lines(octets: &[u8]) -> Vec<&[u8]> {
    let (mut lines, mut rest) = (Vec::new(), octets);
    while !rest.is_empty() {
        let end = find(rest, b"\r\n").map_or(rest.len(), |at| at + 2);
        let (line, after) = rest.split_at(end);
        lines.push(line);
        rest = after;
    }
    lines
}

fn config(settings: u8) -> ClientConfig {
    let bit = |nth: u8| settings >> nth & 1 == 1;
    ClientConfig {
        esmtp: !bit(0),
        pipelining: !bit(1),
        chunking: bit(2),
        eight_bit_anyway: !bit(3),
        credentials: bit(4).then(|| Credentials::new("tim", "tanstaaf")),
        ..ClientConfig::new(HostPart::parse("c.example").expect("a domain"))
    }
}

fn message(user: &mut Rng) -> Transaction {
    let long = "..\r\n".repeat(limit::DATA_BLOCK / 3);
    let texts = ["", ".", "..\r\n.\r\n", "a\r\n.b\r\n\r\n", "\u{e9}\r\n", "x\n.\ny", &long];
    let reverse = pick(user, &["<>", "<a@c.example>", "<\"a b\"@c.example>", "<\u{e9}@c.example>"]);
    let params = "RET=HDRS ENVID=a+2Bb AUTH=<>";
    let params = pick(user, &["", params, "BODY=8BITMIME", "BODY=7BIT SMTPUTF8"]);
    let recipient = |user: &mut Rng, nth| {
        let params = pick(user, &["", "NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b@mx.example"]);
        let path = ForwardPath::parse(&format!("<b{nth}@mx.example>")).expect("a path");
        (path, RcptParams::parse(params).expect("parameters"))
    };
    Transaction {
        reverse_path: ReversePath::parse(reverse).expect("a path"),
        params: MailParams::parse(params).expect("parameters"),
        recipients: (0..=user.below(3)).map(|nth| recipient(user, nth)).collect(),
        content: Content::new(pick(user, &texts).as_bytes(), &mut Bodies::new()),
    }
}

/// A message that the client was given, and how far it is.
struct UnderWay {
    content: Vec<u8>,
    /// What went over the wire of its content.
    wire: Vec<u8>,
    /// The size that BDAT said.
    counted: Option<u64>,
    good_recipients: usize,
    settled: bool,
}

struct Session {
    client: Client,
    /// Memory that the client shares with others.
    spare: Option<Buffers>,
    watch: Watch,
}

struct Watch {
    user: Rng,
    /// Messages that are still to be sent.
    left: u64,
    under_way: Option<UnderWay>,
    /// Command lines.
    lines: usize,
    /// Lines that the commands so far allow.
    lines_max: usize,
    offered: Extensions,
    quit: bool,
    /// The server has refused RSET.
    cannot_reset: bool,
    ended: bool,
    /// What was said, blocks of content apart.
    said: Vec<u8>,
    facts: Vec<String>,
}

impl Session {
    fn new(client: Client, [_, messages, _]: [u8; 3]) -> Self {
        let mut user = decisions(messages);
        let watch = Watch {
            left: user.below(3),
            user,
            under_way: None,
            lines: 0,
            // EHLO, HELO, AUTH with two responses, QUIT.
            lines_max: 6,
            offered: Extensions::NONE,
            quit: false,
            cannot_reset: false,
            ended: false,
            said: Vec::new(),
            facts: Vec::new(),
        };
        Self { client, spare: None, watch }
    }

    fn exchange(&mut self) {
        if let Some(spare) = &mut self.spare {
            self.client.exchange(spare);
        }
    }

    fn handle(&mut self, now: SimTime, input: Input<'_>) {
        self.exchange();
        self.client.handle(now, input);
        loop {
            let mut ready = false;
            while let Some(output) = self.client.poll() {
                ready |= self.watch.see(&output);
            }
            if !ready || self.client.is_closed() {
                break;
            }
            self.watch.offered = self.client.offered().extensions;
            self.client.handle(now, self.watch.next());
        }
        self.exchange();
        let waits = self.client.deadline().is_some();
        assert_eq!(waits, !self.client.is_closed(), "a client that waits has a deadline");
        assert_eq!(self.watch.ended, self.client.is_closed());
    }

    fn finish(mut self, how: u8) -> (Vec<u8>, Vec<String>) {
        let now = self.client.deadline().map_or(SimTime::START, |deadline| deadline.at);
        self.handle(
            now,
            match how % 3 {
                0 => Input::Closed,
                1 => Input::Timeout,
                _ => Input::Broken,
            },
        );
        assert!(self.client.is_closed());
        (self.watch.said, self.watch.facts)
    }
}

impl Watch {
    /// What the user wants next.
    fn next(&mut self) -> Input<'static> {
        if self.left == 0 {
            self.quit = true;
            return Input::Quit;
        }
        self.left -= 1;
        let transaction = message(&mut self.user);
        // RSET, MAIL, DATA, and one for each recipient.
        self.lines_max += 3 + transaction.recipients.len();
        self.under_way = Some(UnderWay {
            content: transaction.content.to_vec(),
            wire: Vec::new(),
            counted: None,
            good_recipients: 0,
            settled: false,
        });
        Input::Transaction(transaction)
    }

    /// Looks at an output; whether the client is ready.
    fn see(&mut self, output: &Output<'_>) -> bool {
        assert!(!self.ended, "nothing follows the end");
        match output {
            Output::Transmit(line) => self.command(line),
            Output::TransmitData { bytes, from } => {
                let under_way = self.under_way.as_mut().expect("content belongs to a message");
                assert_eq!(*from, under_way.wire.len());
                assert!(bytes.len() <= limit::DATA_BLOCK);
                under_way.wire.extend_from_slice(bytes);
            }
            Output::Event(event) => return self.event(event),
            Output::Violation(violation) => self.facts.push(violation.to_string()),
            Output::Close => self.facts.push("close".into()),
        }
        false
    }

    fn event(&mut self, event: &Event<'_>) -> bool {
        self.facts.push(format!("{event:?}"));
        match event {
            Event::Ready(_) => {
                assert!(self.under_way.take().is_none_or(|under_way| under_way.settled));
                return true;
            }
            Event::Recipient { reply, .. } => {
                let under_way = self.under_way.as_mut().expect("a message is under way");
                under_way.good_recipients += usize::from(reply.is_positive());
            }
            Event::Accepted(reply) => {
                assert!(reply.is_positive());
                let under_way = self.settle();
                assert!(under_way.good_recipients > 0, "nobody was accepted");
                let whole = match under_way.counted {
                    Some(size) => {
                        assert_eq!(size, under_way.content.len() as u64);
                        under_way.content.clone()
                    }
                    None => reference_wire(&under_way.content),
                };
                assert!(whole == under_way.wire, "the message went out as it is, dots stuffed");
            }
            Event::Refused { phase, .. } | Event::Lost { phase, .. } if in_message(*phase) => {
                self.settle();
                self.cannot_reset |= *phase == Phase::Reset;
            }
            Event::Ended => {
                self.ended = true;
                assert!(self.under_way.take().is_none_or(|under_way| under_way.settled));
            }
            _ => {}
        }
        false
    }

    /// The message under way has its fate, once.
    fn settle(&mut self) -> &UnderWay {
        let under_way = self.under_way.as_mut().expect("a fate belongs to a message");
        assert!(!core::mem::replace(&mut under_way.settled, true), "one fate a message");
        under_way
    }

    fn command(&mut self, line: &[u8]) {
        self.lines += 1;
        assert!(self.lines <= self.lines_max, "the client goes on and on");
        check_line(line, limit::COMMAND_LINE + limit::COMMAND_LINE_EXTRA);
        self.said.extend_from_slice(line);
        let text = &line[..line.len() - 2];
        let Ok(command) = Command::parse(text) else {
            assert!(matches!(text, b"dGlt" | b"dGFuc3RhYWY="), "no command: {}", show(line));
            return;
        };
        let mut written = Vec::new();
        command.write(&mut written);
        assert!(written == line, "{} reads as {}", show(line), show(&written));
        let offered = self.offered;
        match command {
            Command::Mail { params, .. } => {
                assert!(params.size.is_none() || offered.size);
                assert!(params.body.is_none() || offered.eight_bit_mime);
                assert!((params.ret.is_none() && params.envid.is_none()) || offered.dsn);
                assert!(params.submitter.is_none() || offered.auth.any());
                assert!(!params.smtp_utf8 || offered.smtp_utf8);
            }
            Command::Recipient { params, .. } => {
                assert!(params == RcptParams::default() || offered.dsn);
            }
            Command::Chunk { size, last } => {
                assert!(offered.chunking && last);
                let under_way = self.under_way.as_mut().expect("BDAT belongs to a message");
                under_way.counted = Some(size);
            }
            Command::Quit => {
                // The client leaves of its own accord only before the first message, and where it
                // could begin no other.
                assert!(self.quit || self.cannot_reset || self.under_way.is_none());
            }
            other => {
                let known = [Verb::Ehlo, Verb::Helo, Verb::Auth, Verb::Rset, Verb::Data];
                assert!(known.contains(&other.verb()), "{}", show(line));
            }
        }
    }
}

/// Whether a failure in this phase is the fate of a message.
fn in_message(phase: Phase) -> bool {
    matches!(
        phase,
        Phase::Offer
            | Phase::Reset
            | Phase::Mail
            | Phase::Recipients
            | Phase::AllRecipients
            | Phase::Data
            | Phase::Message
    )
}
