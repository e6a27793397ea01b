//! Client against server, with nothing between them but a queue of bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::{Rng, SimDuration, SimTime};
use relay_mail::Content;
use relay_pop3::client::{
    self, Client, ClientConfig, Filter, Method, OnMatch, Phase, Retention, Skip,
};
use relay_pop3::server::{Event, Input, ServerConfig};
use relay_pop3::{Uidl, Violation};

use crate::desk::{Desk, SECRET, USER, config, content, example_maildrop, unique_id};

/// What a session came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) collected: Vec<(u32, Option<Uidl>, Vec<u8>)>,
    pub(crate) deleted: Vec<u32>,
    pub(crate) skipped: Vec<(u32, Skip)>,
    pub(crate) lost: Option<(Phase, client::Lost)>,
    pub(crate) failed: Option<(Phase, String)>,
    pub(crate) done: bool,
    pub(crate) ended: bool,
    pub(crate) commands: Vec<String>,
    pub(crate) violations: Vec<Violation>,
}

/// A client, its server and the bytes between them.
pub(crate) struct Pair {
    pub(crate) client: Client,
    pub(crate) desk: Desk,
    pub(crate) outcome: Outcome,
    /// From client to server, not yet delivered.
    up: Vec<u8>,
    /// Octets of `desk.wire` that the client has.
    down: usize,
    closing: bool,
}

impl Pair {
    pub(crate) fn new(
        server: ServerConfig,
        maildrop: Vec<Content>,
        client: ClientConfig,
        known: BTreeMap<Uidl, SimTime>,
        now: SimTime,
    ) -> Self {
        let mut desk = Desk::new(server, maildrop);
        desk.now = now;
        Self {
            client: Client::new(Arc::new(client), known, now),
            desk,
            outcome: Outcome::default(),
            up: Vec::new(),
            down: 0,
            closing: false,
        }
    }

    /// Runs to the end, `size` gives the next chunk's size.
    pub(crate) fn run(mut self, mut size: impl FnMut() -> usize) -> Self {
        self.drain();
        let mut steps = 0;
        while !self.outcome.ended {
            steps += 1;
            assert!(steps < 1_000_000, "a session ends");
            assert!(
                self.step(size(), size()) || self.outcome.ended,
                "somebody has something to do"
            );
        }
        self
    }

    /// Delivers at most so many octets each way; whether there were any.
    pub(crate) fn step(&mut self, up: usize, down: usize) -> bool {
        let count = up.min(self.up.len());
        if count > 0 && !self.desk.closed {
            let chunk: Vec<u8> = self.up.drain(..count).collect();
            self.desk.bytes(&chunk);
        }
        let from = self.down;
        let to = self.desk.wire.len().min(from.saturating_add(down));
        if to > from {
            self.down = to;
            let chunk = self.desk.wire[from..to].to_vec();
            self.client.handle(self.desk.now, client::Input::Bytes(&chunk));
            self.drain();
        } else if self.desk.closed && !self.closing {
            self.client.handle(self.desk.now, client::Input::Closed);
            self.drain();
        }
        count > 0 || to > from || self.desk.closed
    }

    fn drain(&mut self) {
        let outcome = &mut self.outcome;
        while let Some(output) = self.client.poll() {
            assert!(!outcome.ended || matches!(output, client::Output::Close));
            match output {
                client::Output::Transmit(bytes) => {
                    outcome.commands.push(String::from_utf8_lossy(bytes).trim_end().into());
                    self.up.extend_from_slice(bytes);
                }
                client::Output::Violation(violation) => outcome.violations.push(violation),
                client::Output::Close => self.closing = true,
                client::Output::Event(event) => match event {
                    client::Event::Message { number, uidl, data } => {
                        outcome.collected.push((number, uidl.cloned(), data.to_vec()));
                    }
                    client::Event::Deleted { number, .. } => outcome.deleted.push(number),
                    client::Event::Skipped { number, why } => outcome.skipped.push((number, why)),
                    client::Event::Lost { phase, why } => outcome.lost = Some((phase, why)),
                    client::Event::Failed { phase, text, .. } => {
                        outcome.failed = Some((phase, text.into()));
                    }
                    client::Event::Done => outcome.done = true,
                    client::Event::Ended => outcome.ended = true,
                    client::Event::Offered(_)
                    | client::Event::LoggedIn
                    | client::Event::Listed { .. }
                    | client::Event::NotDeleted { .. } => {}
                },
            }
        }
    }
}

pub(crate) fn client_config() -> ClientConfig {
    ClientConfig::new(USER, SECRET)
}

fn run(server: ServerConfig, maildrop: Vec<Content>, client: ClientConfig) -> Pair {
    Pair::new(server, maildrop, client, BTreeMap::new(), SimTime::START).run(|| usize::MAX)
}

/// Dots at line starts, 8-bit octets, a long line, no blank line, an empty message, a big one.
pub(crate) fn awkward_maildrop() -> Vec<Content> {
    let big = [b"Subject: big\r\n\r\n".to_vec(), b".\r\n..\r\n.x\r\n".repeat(20_000)].concat();
    let long = [b"A: b\r\n\r\n".to_vec(), vec![b'y'; 40_000], b"\r\n".to_vec()].concat();
    [
        b"Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.QUIT\r\n".to_vec(),
        b"Subject: octets\r\n\r\n\x00\xff\x80 bare\rcr bare\nlf\n.\nno end\n.\r\n".to_vec(),
        b"Only: header\r\n".to_vec(),
        Vec::new(),
        b"\r\nno header\r\n".to_vec(),
        big,
        long,
    ]
    .iter()
    .map(|octets| content(octets))
    .collect()
}

fn octets(maildrop: &[Content]) -> Vec<Vec<u8>> {
    maildrop.iter().map(Content::to_vec).collect()
}

#[test]
fn everything_is_collected_and_deleted() {
    for pipelining in [false, true] {
        let mut server = config();
        server.capabilities.pipelining = pipelining;
        let pair = run(server, awkward_maildrop(), client_config());
        let outcome = &pair.outcome;
        let got: Vec<_> = outcome.collected.iter().map(|(_, _, data)| data.clone()).collect();
        assert_eq!(got, octets(&awkward_maildrop()));
        assert_eq!(outcome.deleted, [1, 2, 3, 4, 5, 6, 7]);
        assert!(outcome.done && outcome.lost.is_none(), "{outcome:?}");
        assert_eq!(outcome.violations, []);
        assert_eq!(pair.desk.violations, []);
        assert_eq!(pair.desk.left(), 0);
        assert_eq!(pair.desk.events.last(), Some(&Event::Quit { removed: 7 }));
    }
}

#[test]
fn the_dialogue_of_a_plain_session() {
    let mut server = config();
    server.capabilities.pipelining = false;
    let commands = run(server, example_maildrop(), client_config()).outcome.commands;
    let expected = [
        "CAPA",
        "USER mrose",
        "PASS tanstaaf",
        "STAT",
        "UIDL",
        "LIST",
        "RETR 1",
        "DELE 1",
        "RETR 2",
        "DELE 2",
        "QUIT",
    ];
    assert_eq!(commands, expected);
}

#[test]
fn an_empty_maildrop_is_left_at_once() {
    let mut server = config();
    server.capabilities.pipelining = false;
    let outcome = run(server, Vec::new(), client_config()).outcome;
    assert_eq!(outcome.commands[3..], ["STAT", "QUIT"]);
    assert!(outcome.done);
}

#[test]
fn deletions_never_run_ahead_of_messages() {
    let outcome = run(config(), example_maildrop(), client_config()).outcome;
    let tail = &outcome.commands[3..];
    let order = ["STAT", "UIDL", "LIST", "RETR 1", "RETR 2", "DELE 1", "DELE 2", "QUIT"];
    assert_eq!(tail, order);
}

#[test]
fn every_way_to_log_in() {
    let ways: [(Method, bool, &[&str]); 5] = [
        (Method::Best, false, &["USER mrose", "PASS tanstaaf"]),
        (Method::Best, true, &["APOP mrose c4c9334bac560ecc979e58001b3e22fb"]),
        (Method::Password, true, &["USER mrose", "PASS tanstaaf"]),
        (Method::Apop, true, &["APOP mrose c4c9334bac560ecc979e58001b3e22fb"]),
        (Method::Plain, false, &["AUTH PLAIN AG1yb3NlAHRhbnN0YWFm"]),
    ];
    for (method, apop, expected) in ways {
        let server = ServerConfig { apop, ..config() };
        let client = ClientConfig { method, ..client_config() };
        let outcome = run(server, example_maildrop(), client).outcome;
        assert_eq!(outcome.commands[1..=expected.len()], *expected, "{method:?}");
        assert!(outcome.done);
    }
}

#[test]
fn sasl_alone_is_enough_and_a_long_response_goes_in_two_lines() {
    let mut server = config();
    server.capabilities.user = false;
    let client = ClientConfig::new("mrose", "x".repeat(200));
    let outcome = run(server, example_maildrop(), client).outcome;
    assert_eq!(outcome.commands[1], "AUTH PLAIN");
    assert_eq!(outcome.failed.map(|(phase, _)| phase), Some(Phase::Login));
    assert_eq!(outcome.commands.last().map(String::as_str), Some("QUIT"));
}

#[test]
fn names_beyond_ascii_go_only_where_they_are_welcome() {
    use relay_pop3::capability::Utf8;
    let client = || ClientConfig { utf8: false, ..ClientConfig::new("jörg", SECRET) };
    let login = |server: ServerConfig, client: ClientConfig| {
        let outcome = run(server, Vec::new(), client).outcome;
        (outcome.commands[1].clone(), outcome.failed.is_some())
    };
    let mut server = config();
    let sasl = ("AUTH PLAIN AGrDtnJnAHRhbnN0YWFm".to_string(), true);
    assert_eq!(login(server.clone(), client()), sasl);
    let password = ClientConfig { method: Method::Password, ..client() };
    assert_eq!(login(server.clone(), password.clone()).0, "QUIT");
    server.capabilities.sasl_plain = false;
    assert_eq!(login(server.clone(), client()).0, "QUIT");
    server.capabilities.utf8 = Some(Utf8::Messages);
    assert_eq!(login(server.clone(), client()).0, "QUIT");
    server.capabilities.utf8 = Some(Utf8::User);
    assert_eq!(login(server, password).0, "USER jörg");
}

#[test]
fn an_initial_response_goes_only_where_sasl_is_announced() {
    let plain = ClientConfig { method: Method::Plain, ..client_config() };
    let blind = ClientConfig { capabilities: false, ..plain.clone() };
    assert_eq!(run(config(), Vec::new(), plain).outcome.commands[1].len(), 31);
    let commands = run(config(), Vec::new(), blind).outcome.commands;
    assert_eq!(commands[..2], ["AUTH PLAIN", "AG1yb3NlAHRhbnN0YWFm"]);
}

#[test]
fn what_cannot_be_met_or_sent_fails_politely() {
    let clients = [
        ClientConfig { method: Method::Apop, ..client_config() },
        ClientConfig::new("m rose", SECRET),
        ClientConfig::new("mrose\r\nQUIT", SECRET),
        ClientConfig::new(USER, ""),
        ClientConfig::new(USER, "x\r\nDELE 1"),
    ];
    for client in clients {
        let outcome = run(config(), example_maildrop(), client).outcome;
        assert_eq!(outcome.commands, ["CAPA", "QUIT"]);
        assert!(outcome.failed.is_some() && !outcome.done && outcome.ended);
    }
}

#[test]
fn a_refused_login_tells_why() {
    let outcome = run(config(), example_maildrop(), ClientConfig::new(USER, "wrong")).outcome;
    let text = "invalid user name or password".to_string();
    assert_eq!(outcome.failed, Some((Phase::Login, text)));
    assert_eq!(outcome.commands.last().map(String::as_str), Some("QUIT"));
}

/// Runs one more session `days` after the start.
fn session(
    maildrop: &[Content],
    retention: Retention,
    known: &BTreeMap<Uidl, SimTime>,
    days: u64,
) -> Pair {
    let client = ClientConfig { retention, ..client_config() };
    let now = SimTime::START + SimDuration::from_days(days);
    let maildrop = maildrop.to_vec();
    Pair::new(config(), maildrop, client, known.clone(), now).run(|| usize::MAX)
}

#[test]
fn mail_left_on_the_server_is_collected_once() {
    let maildrop = example_maildrop();
    let retention = Retention::Leave;
    let first = session(&maildrop, retention, &BTreeMap::new(), 0);
    assert_eq!((first.outcome.collected.len(), first.desk.left()), (2, 2));
    let known = first.outcome.collected.into_iter().filter_map(|(_, id, _)| id);
    let known: BTreeMap<_, _> = known.map(|id| (id, SimTime::START)).collect();
    let second = session(&maildrop, retention, &known, 300);
    assert_eq!((second.outcome.collected.len(), second.desk.left()), (0, 2));
    assert!(second.outcome.done);
}

#[test]
fn mail_is_deleted_when_it_is_old_enough() {
    let maildrop = example_maildrop();
    let retention = Retention::DeleteAfter(SimDuration::from_days(7));
    let known = BTreeMap::from([(unique_id(1), SimTime::START)]);
    let early = session(&maildrop, retention, &known, 6);
    assert_eq!((early.outcome.collected.len(), early.outcome.deleted.len()), (1, 0));
    let late = session(&maildrop, retention, &known, 7);
    assert_eq!(late.outcome.collected.iter().map(|(n, ..)| *n).collect::<Vec<_>>(), [2]);
    assert_eq!((late.outcome.deleted, late.desk.left()), (vec![1], 1));
}

#[test]
fn what_was_collected_before_a_lost_quit_is_only_deleted() {
    let known = BTreeMap::from([(unique_id(1), SimTime::START), (unique_id(2), SimTime::START)]);
    let pair = session(&example_maildrop(), Retention::Delete, &known, 0);
    assert_eq!((pair.outcome.collected.len(), pair.outcome.deleted), (0, vec![1, 2]));
    assert_eq!(pair.desk.left(), 0);
}

#[test]
fn large_messages_stay() {
    let client = ClientConfig { size_max: Some(120), ..client_config() };
    let pair = run(config(), example_maildrop(), client);
    assert_eq!(pair.outcome.skipped, [(2, Skip::TooLarge)]);
    assert_eq!(pair.outcome.deleted, [1]);
    assert!(!pair.outcome.commands.contains(&"RETR 2".to_string()));
    let client = ClientConfig { content_max: 150, ..client_config() };
    let pair = run(config(), example_maildrop(), client);
    assert_eq!(pair.outcome.skipped, [(2, Skip::Overlong)]);
    assert_eq!(pair.desk.left(), 1);
}

#[test]
fn a_filter_looks_before_download() {
    for (on_match, wanted) in [(OnMatch::Skip, 1), (OnMatch::Download, 2)] {
        for top in [true, false] {
            let mut server = config();
            server.capabilities.top = top;
            let filter = Some(Filter { field: "subject".into(), contains: "TWO".into(), on_match });
            let pair = run(server, example_maildrop(), ClientConfig { filter, ..client_config() });
            let got: Vec<_> = pair.outcome.collected.iter().map(|(number, ..)| *number).collect();
            if top {
                assert_eq!(got, [wanted]);
                assert_eq!(pair.outcome.skipped, [(3 - wanted, Skip::Filtered)]);
            } else {
                assert_eq!(got, [1, 2], "without TOP nothing is withheld");
            }
        }
    }
}

#[test]
fn without_unique_ids_everything_is_new() {
    let mut server = config();
    server.capabilities.uidl = false;
    for capabilities in [true, false] {
        let retention = Retention::Leave;
        let client = ClientConfig { capabilities, retention, ..client_config() };
        let outcome = run(server.clone(), example_maildrop(), client).outcome;
        let ids: Vec<_> = outcome.collected.iter().map(|(_, id, _)| id.clone()).collect();
        assert_eq!(ids, [None, None]);
        assert_eq!(outcome.commands.contains(&"UIDL".to_string()), !capabilities);
    }
}

#[test]
fn a_message_that_cannot_be_read_is_passed_over() {
    let mut pair =
        Pair::new(config(), example_maildrop(), client_config(), BTreeMap::new(), SimTime::START);
    pair.desk.gone.push(1);
    let pair = pair.run(|| usize::MAX);
    assert_eq!(pair.outcome.skipped, [(1, Skip::Refused)]);
    assert_eq!((pair.outcome.deleted, pair.desk.left()), (vec![2], 1));
}

#[test]
fn a_failed_update_is_reported() {
    let mut pair =
        Pair::new(config(), example_maildrop(), client_config(), BTreeMap::new(), SimTime::START);
    pair.desk.broken = true;
    let outcome = pair.run(|| usize::MAX).outcome;
    assert_eq!(outcome.failed, Some((Phase::Quit, "some deleted messages not removed".into())));
    assert!(!outcome.done && outcome.ended);
}

#[test]
fn any_chunks_give_the_same_session() {
    let expected = run(config(), awkward_maildrop(), client_config()).outcome;
    for seed in 0..40 {
        let mut rng = Rng::new(seed, relay_kernel::Stream(0));
        let sizes = [1, 2, 7, 100, 5000, 100_000];
        let biggest = sizes[usize::try_from(rng.below(6)).expect("below 6")];
        let biggest = if seed == 0 { 1 } else { biggest };
        let pair = Pair::new(
            config(),
            awkward_maildrop(),
            client_config(),
            BTreeMap::new(),
            SimTime::START,
        )
        .run(|| usize::try_from(rng.below(biggest) + 1).expect("small"));
        assert_eq!(pair.outcome, expected, "seed {seed}");
    }
}

#[test]
fn a_break_at_any_octet_removes_nothing_before_quit() {
    let maildrop = example_maildrop();
    let whole = run(config(), maildrop.clone(), client_config());
    let (up, down) =
        (whole.outcome.commands.iter().map(|c| c.len() + 2).sum::<usize>(), whole.down);
    let quit = up - "QUIT\r\n".len();
    for stop in 0..up + down {
        // One octet at a time, to and fro, and then the line is cut.
        let mut pair =
            Pair::new(config(), maildrop.clone(), client_config(), BTreeMap::new(), SimTime::START);
        pair.drain();
        let (mut sent, mut moved) = (0, 0);
        while moved < stop && !pair.outcome.ended {
            let before = (pair.up.len(), pair.down);
            let upward = !pair.up.is_empty() && !pair.desk.closed;
            if upward {
                pair.step(1, 0);
                sent += 1;
            } else {
                pair.step(0, 1);
            }
            moved += 1;
            assert!(before != (pair.up.len(), pair.down) || pair.outcome.ended);
        }
        if !pair.desk.closed {
            pair.desk.handle(Input::Closed);
        }
        if !pair.outcome.ended {
            pair.client.handle(SimTime::START, client::Input::Closed);
            pair.drain();
        }
        assert!(pair.outcome.ended && !pair.desk.locked, "octet {stop}");
        // Only a whole QUIT may remove anything, and then it removes all that was marked.
        let left = if sent < quit + "QUIT\r\n".len() { 2 } else { 0 };
        assert_eq!(pair.desk.left(), left, "octet {stop}");
        assert!(left == 2 || pair.outcome.collected.len() == 2);
    }
}
