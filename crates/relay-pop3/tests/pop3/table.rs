//! Every command in every state: what comes back, whether it is a fault, and where the session is.

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::Content;
use relay_pop3::Violation;
use relay_pop3::capability::Utf8;
use relay_pop3::command::Verb;
use relay_pop3::server::{
    Answer, Input, Item, Output, Phase, Question, Server, ServerConfig, Snapshot, transmitted_size,
};

use crate::desk::{Desk, config, content, example_maildrop, unique_id};

/// A state, the way into it, and the answer to each verb in the order of [`Verb::ALL`]. `!` at the
/// end marks a violation.
struct Row {
    state: &'static str,
    way: &'static [&'static str],
    answers: [&'static str; 16],
}

const LINES: [(Verb, &str); 16] = [
    (Verb::User, "USER mrose"),
    (Verb::Pass, "PASS tanstaaf"),
    (Verb::Apop, "APOP mrose c4c9334bac560ecc979e58001b3e22fb"),
    (Verb::Auth, "AUTH PLAIN AG1yb3NlAHRhbnN0YWFm"),
    (Verb::Capa, "CAPA"),
    (Verb::Utf8, "UTF8"),
    (Verb::Lang, "LANG en"),
    (Verb::Stat, "STAT"),
    (Verb::List, "LIST 2"),
    (Verb::Uidl, "UIDL 2"),
    (Verb::Top, "TOP 2 0"),
    (Verb::Retr, "RETR 2"),
    (Verb::Dele, "DELE 2"),
    (Verb::Noop, "NOOP"),
    (Verb::Rset, "RSET"),
    (Verb::Quit, "QUIT"),
];

const BEFORE_LOGIN: [&str; 16] = [
    "+OK send PASS",
    "-ERR give USER before PASS!",
    "+OK maildrop locked and ready: 2 messages (320 octets)",
    "+OK maildrop locked and ready: 2 messages (320 octets)",
    "+OK capability list follows",
    "+OK UTF-8 mode is on",
    "+OK en language changed",
    "-ERR log in before STAT!",
    "-ERR log in before LIST!",
    "-ERR log in before UIDL!",
    "-ERR log in before TOP!",
    "-ERR log in before RETR!",
    "-ERR log in before DELE!",
    "-ERR log in before NOOP!",
    "-ERR log in before RSET!",
    "+OK dbc.mtview.ca.us POP3 server signing off",
];

const AFTER_LOGIN: [&str; 16] = [
    "-ERR USER is not allowed after login!",
    "-ERR PASS is not allowed after login!",
    "-ERR APOP is not allowed after login!",
    "-ERR AUTH is not allowed after login!",
    "+OK capability list follows",
    "-ERR UTF8 is not allowed after login!",
    "+OK en language changed",
    "+OK 2 320",
    "+OK 2 200",
    "+OK 2 id-2",
    "+OK top of message follows",
    "+OK 200 octets",
    "+OK message 2 deleted",
    "+OK",
    "+OK maildrop has 2 messages (320 octets)",
    "+OK dbc.mtview.ca.us POP3 server signing off (2 messages left)",
];

const fn with<const N: usize>(
    mut answers: [&'static str; 16],
    changes: [(usize, &'static str); N],
) -> [&'static str; 16] {
    let mut at = 0;
    while at < N {
        answers[changes[at].0] = changes[at].1;
        at += 1;
    }
    answers
}

const TABLE: [Row; 6] = [
    Row { state: "after the greeting", way: &[], answers: BEFORE_LOGIN },
    Row {
        state: "after USER",
        way: &["USER mrose"],
        answers: with(
            BEFORE_LOGIN,
            [(1, "+OK maildrop locked and ready: 2 messages (320 octets)")],
        ),
    },
    Row {
        state: "after USER and something else",
        way: &["USER mrose", "CAPA"],
        answers: BEFORE_LOGIN,
    },
    Row {
        state: "after a refused PASS",
        way: &["USER mrose", "PASS wrong"],
        answers: BEFORE_LOGIN,
    },
    Row { state: "logged in", way: &["USER mrose", "PASS tanstaaf"], answers: AFTER_LOGIN },
    Row {
        state: "logged in, message 2 marked",
        way: &["USER mrose", "PASS tanstaaf", "DELE 2"],
        answers: with(
            AFTER_LOGIN,
            [
                (7, "+OK 1 120"),
                (8, "-ERR message 2 already deleted"),
                (9, "-ERR message 2 already deleted"),
                (10, "-ERR message 2 already deleted"),
                (11, "-ERR message 2 already deleted"),
                (12, "-ERR message 2 already deleted"),
                (15, "+OK dbc.mtview.ca.us POP3 server signing off (1 message left)"),
            ],
        ),
    },
];

fn everything() -> ServerConfig {
    let mut config = config();
    config.apop = true;
    config.capabilities.utf8 = Some(Utf8::User);
    config.capabilities.lang = true;
    config
}

#[test]
fn every_command_in_every_state() {
    for Row { state, way, answers } in TABLE {
        for ((verb, line), expected) in LINES.into_iter().zip(answers) {
            let mut desk = Desk::new(everything(), example_maildrop());
            for step in way {
                desk.say(step);
            }
            desk.violations.clear();
            let before = desk.server.phase();
            let answer = desk.say(line);
            let first = answer.lines().next().unwrap_or_default();
            let (text, fault) = expected.strip_suffix('!').map_or((expected, false), |t| (t, true));
            assert_eq!(first, text, "{line} {state}");
            let violations = if fault { vec![Violation::WrongState(verb)] } else { Vec::new() };
            assert_eq!(desk.violations, violations, "{line} {state}");
            let after = match (verb, text.starts_with("+OK maildrop locked"), before) {
                (Verb::Quit, ..) => Phase::Ended,
                (_, true, _) => Phase::Transaction,
                (_, false, before) => before,
            };
            assert_eq!(desk.server.phase(), after, "{line} {state}");
            assert_eq!(desk.closed, verb == Verb::Quit, "{line} {state}");
        }
    }
}

#[test]
fn the_table_has_every_verb() {
    assert_eq!(LINES.map(|(verb, _)| verb), Verb::ALL);
}

#[test]
fn in_a_sasl_exchange_no_line_is_a_command() {
    for (_, line) in LINES {
        let mut desk = Desk::new(everything(), example_maildrop());
        assert_eq!(desk.say("AUTH PLAIN"), "+ \r\n");
        assert_eq!(desk.say(line), "-ERR malformed authentication response\r\n", "{line}");
        assert_eq!(desk.violations, [Violation::SaslResponse], "{line}");
        assert_eq!(desk.server.phase(), Phase::Authorization);
    }
}

/// A server whose host has been asked and has not answered.
fn asked(way: &[u8]) -> Server {
    let now = SimTime::START;
    let mut server = Server::new(Arc::new(everything()), now, "1");
    while server.poll().is_some() {}
    server.handle(now, Input::Bytes(way));
    loop {
        match server.poll() {
            Some(Output::Ask(Question::Login { .. })) if way.len() > 30 => {
                let item = Item { size: 3, uidl: unique_id(1) };
                let snapshot = Snapshot::from(vec![item]);
                server.handle(now, Input::Answer(Answer::Granted(snapshot)));
            }
            Some(Output::Ask(_)) => return server,
            Some(_) => {}
            None => panic!("a question comes"),
        }
    }
}

/// The way to each question, what the host answers, what comes of it, and of a shutdown instead.
fn questions() -> [(&'static [u8], Answer, &'static str, &'static str); 4] {
    let login = b"USER a\r\nPASS b\r\n";
    let fetch = b"USER mrose\r\nPASS tanstaaf\r\nRETR 1\r\n";
    let update = b"USER mrose\r\nPASS tanstaaf\r\nQUIT\r\n";
    let down = "-ERR [SYS/TEMP] server is going down\r\n";
    let ready = "+OK maildrop locked and ready: 0 messages (0 octets)\r\n";
    let bye = "+OK dbc.mtview.ca.us POP3 server signing off (1 message left)\r\n";
    let failed = "-ERR [SYS/TEMP] some deleted messages not removed\r\n";
    [
        (login, Answer::Granted(Snapshot::default()), ready, down),
        (fetch, Answer::Content(content(b"x\r\n")), "+OK 3 octets\r\nx\r\n.\r\n", down),
        (update, Answer::Updated, bye, failed),
        (update, Answer::UpdateFailed, failed, failed),
    ]
}

/// Everything that the server sends now.
fn sent(server: &mut Server) -> String {
    let mut wire = Vec::new();
    while let Some(output) = server.poll() {
        if let Output::Transmit(bytes) | Output::TransmitData { bytes, .. } = output {
            wire.extend_from_slice(bytes);
        }
    }
    String::from_utf8(wire).expect("ASCII")
}

#[test]
fn while_the_host_thinks_every_command_waits() {
    let now = SimTime::START;
    for (verb, line) in LINES {
        for (way, answer, text, _) in questions() {
            let mut server = asked(way);
            server.handle(now, Input::Bytes(format!("{line}\r\n").as_bytes()));
            assert_eq!(server.poll(), None, "{line}");
            server.handle(now, Input::Answer(answer));
            let answers = sent(&mut server);
            assert!(answers.starts_with(text), "{line}: {answers}");
            // Nothing comes behind QUIT, and QUIT itself asks the host first; else the command is
            // answered in its turn.
            let silent = way.ends_with(b"QUIT\r\n") || verb == Verb::Quit;
            assert_eq!(answers.len() > text.len(), !silent, "{line}");
        }
    }
}

#[test]
fn a_host_that_goes_down_while_it_thinks_answers_that() {
    let now = SimTime::START;
    for (way, _, _, text) in questions() {
        let mut server = asked(way);
        server.handle(now, Input::Shutdown);
        assert_eq!(sent(&mut server), text);
        assert_eq!(server.phase(), Phase::Ended);
        let mut server = asked(way);
        server.handle(now, Input::Closed);
        assert_eq!(sent(&mut server), "");
        assert_eq!(server.phase(), Phase::Ended);
    }
}

/// A server and the host of a maildrop of many messages, of which the first is long.
struct Long {
    server: Server,
    messages: Vec<Content>,
    wire: Vec<u8>,
}

impl Long {
    fn logged_in() -> Self {
        let mut messages = vec![content(&b"A line of a long message.\r\n".repeat(4000))];
        messages.resize(5000, content(b"short\r\n"));
        let server = Server::new(Arc::new(everything()), SimTime::START, "1");
        let mut long = Self { server, messages, wire: Vec::new() };
        long.drain();
        for line in ["USER mrose", "PASS tanstaaf"] {
            long.bytes(line);
            long.drain();
        }
        long.wire.clear();
        long
    }

    fn bytes(&mut self, line: &str) {
        self.server.handle(SimTime::START, Input::Bytes(format!("{line}\r\n").as_bytes()));
    }

    /// Takes what the server says, at most `pieces` pieces of octets.
    fn take(&mut self, pieces: usize) {
        let mut taken = 0;
        while taken < pieces {
            let answer = match self.server.poll() {
                None => return,
                Some(Output::Transmit(bytes) | Output::TransmitData { bytes, .. }) => {
                    self.wire.extend_from_slice(bytes);
                    taken += 1;
                    continue;
                }
                Some(Output::Ask(Question::Login { .. })) => {
                    let sizes = self.messages.iter().map(transmitted_size);
                    let item = |(size, place)| Item { size, uidl: unique_id(place) };
                    Answer::Granted(Snapshot::from(sizes.zip(1..).map(item).collect::<Vec<_>>()))
                }
                Some(Output::Ask(Question::Fetch { number })) => {
                    Answer::Content(self.messages[number as usize - 1].clone())
                }
                Some(Output::Ask(Question::Update { .. })) => Answer::Updated,
                Some(_) => continue,
            };
            self.server.handle(SimTime::START, Input::Answer(answer));
        }
    }

    fn drain(&mut self) {
        self.take(usize::MAX);
    }
}

/// What is sent in several blocks.
const LONG: [&str; 4] = ["RETR 1", "TOP 1 3000", "LIST", "UIDL"];

#[test]
fn while_a_long_answer_is_sent_every_command_waits() {
    for long in LONG {
        for (_, line) in LINES {
            let mut amid = Long::logged_in();
            amid.bytes(long);
            amid.take(2);
            assert_eq!(amid.server.phase(), Phase::Transaction);
            assert!(!amid.wire.ends_with(b"\r\n.\r\n"), "{long} is half sent");
            amid.bytes(line);
            assert!(!amid.wire.ends_with(b"\r\n.\r\n"), "{line} amid {long}");
            amid.drain();
            let mut apart = Long::logged_in();
            for line in [long, line] {
                apart.bytes(line);
                apart.drain();
            }
            assert!(amid.wire == apart.wire, "{line} amid {long} is answered behind it");
            assert_eq!(amid.server.phase(), apart.server.phase(), "{line} amid {long}");
        }
    }
}

#[test]
fn nothing_is_heard_after_the_end() {
    for (_, line) in LINES {
        let mut desk = Desk::logged_in(everything(), example_maildrop());
        desk.say("QUIT");
        assert_eq!(desk.server.phase(), Phase::Ended);
        // The desk itself fails when anything follows the close.
        assert_eq!(desk.say(line), "", "{line}");
        assert_eq!(desk.violations, [], "{line}");
        assert_eq!((desk.left(), desk.server.phase()), (2, Phase::Ended), "{line}");
    }
}

#[test]
fn what_is_not_offered_is_refused() {
    let mut bare = config();
    bare.capabilities = relay_pop3::Capabilities::default();
    for (verb, line) in LINES {
        let needed = match verb {
            Verb::User | Verb::Pass | Verb::Apop | Verb::Auth | Verb::Utf8 => false,
            Verb::Lang | Verb::Uidl | Verb::Top => true,
            _ => continue,
        };
        let mut config = bare.clone();
        config.capabilities.user = needed;
        let mut desk = if needed {
            Desk::logged_in(config, example_maildrop())
        } else {
            Desk::new(config, example_maildrop())
        };
        assert_eq!(desk.say(line), format!("-ERR {} is not offered here\r\n", verb.as_str()));
    }
}
