//! The client alone, against servers that answer badly.

use std::collections::BTreeMap;
use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_pop3::Violation;
use relay_pop3::client::{Client, ClientConfig, DeadlineReason, Event, Input, Lost, Output, Phase};

use crate::pair::client_config;

/// A client and everything it did, as lines: `> command`, `! violation`, `* event`, `close`.
struct Probe {
    client: Client,
    log: Vec<String>,
    violations: Vec<Violation>,
}

impl Probe {
    fn new(config: ClientConfig) -> Self {
        let client = Client::new(Arc::new(config), BTreeMap::new(), SimTime::START);
        let mut probe = Self { client, log: Vec::new(), violations: Vec::new() };
        probe.drain();
        probe
    }

    /// A client without CAPA that has been greeted.
    fn simple() -> Self {
        let mut probe = Self::new(ClientConfig { capabilities: false, ..client_config() });
        probe.hear("+OK ready\r\n");
        probe
    }

    /// A client that has logged in and has had its answer to STAT, for `count` messages.
    fn listing(count: u32) -> Self {
        let mut probe = Self::simple();
        probe.hear("+OK\r\n");
        probe.hear("+OK\r\n");
        probe.hear(&format!("+OK {count} 100\r\n"));
        probe
    }

    fn hear(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.client.handle(SimTime::START, Input::Bytes(bytes));
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(output) = self.client.poll() {
            self.log.push(match output {
                Output::Transmit(line) => format!("> {}", String::from_utf8_lossy(line).trim_end()),
                Output::Violation(violation) => {
                    self.violations.push(violation);
                    format!("! {violation:?}")
                }
                Output::Event(Event::Offered(_)) => "* Offered".into(),
                Output::Event(event) => format!("* {event:?}"),
                Output::Close => "close".into(),
            });
        }
    }

    #[track_caller]
    fn ends_with(&self, expected: &[&str]) {
        let tail = &self.log[self.log.len().saturating_sub(expected.len())..];
        assert_eq!(tail, expected, "{:#?}", self.log);
    }
}

#[test]
fn a_greeting_that_refuses() {
    let mut probe = Probe::new(client_config());
    probe.hear("-ERR too busy\r\n");
    probe.ends_with(&["* Failed { phase: Greeting, code: None, text: \"too busy\" }", "> QUIT"]);
    probe.hear("+OK bye\r\n");
    probe.ends_with(&["* Ended", "close"]);
}

#[test]
fn what_is_no_pop3_ends_the_session() {
    for greeting in ["220 smtp.example.org ESMTP\r\n", "\r\n", "+ \r\n", "HTTP/1.1 400 Bad\r\n"] {
        let mut probe = Probe::new(client_config());
        probe.hear(greeting);
        let lost = "* Lost { phase: Greeting, why: Nonsense }";
        probe.ends_with(&["! NoStatus", lost, "* Ended", "close"]);
        assert_eq!(probe.client.phase(), Phase::Ended);
    }
}

#[test]
fn an_endless_line_ends_the_session_in_bounded_memory() {
    let mut probe = Probe::new(client_config());
    for _ in 0..10_000 {
        probe.bytes(&[b'x'; 1000]);
    }
    probe.hear("\r\n");
    assert_eq!(probe.violations, [Violation::ResponseTooLong]);
    probe.ends_with(&["* Lost { phase: Greeting, why: Nonsense }", "* Ended", "close"]);
}

#[test]
fn lower_case_and_long_lines_are_taken_and_noted() {
    let mut probe = Probe::simple();
    probe.hear("+ok\r\n");
    assert_eq!(probe.violations, [Violation::StatusCase]);
    probe.hear(&format!("+OK {}\r\n", "x".repeat(600)));
    assert_eq!(probe.violations[1..], [Violation::ResponseTooLong]);
    probe.ends_with(&["* LoggedIn", "> STAT"]);
}

#[test]
fn a_server_without_capa_or_uidl_works() {
    let mut probe = Probe::new(client_config());
    probe.hear("+OK\r\n");
    probe.hear("-ERR what?\r\n");
    probe.ends_with(&["> CAPA", "> USER mrose"]);
    probe.hear("+OK\r\n");
    probe.hear("+OK\r\n");
    probe.hear("+OK 1 8\r\n");
    probe.hear("-ERR what?\r\n");
    probe.hear("+OK\r\n1 8\r\n.\r\n");
    probe.hear("+OK\r\nA: b\r\n\r\n.\r\n");
    let message = "* Message { number: 1, uidl: None, data: [65, 58, 32, 98, 13, 10, 13, 10] }";
    probe.ends_with(&[message, "> DELE 1"]);
}

#[test]
fn bad_listings_are_read_as_far_as_they_make_sense() {
    let mut probe = Probe::listing(4);
    probe.hear("+OK\r\n1 a\r\n1 b\r\n0 c\r\nx d\r\n9 only-here\r\n2\r\n.\r\n");
    probe.hear("+OK\r\n1 50\r\n1 60\r\n0 1\r\n-1 1\r\n2 big\r\n3 50 and more\r\n.\r\n");
    let unique = Violation::UniqueIdListing;
    let scan = Violation::ScanListing;
    let expected =
        [unique, unique, unique, unique, scan, scan, scan, scan, Violation::CountDiffers];
    assert_eq!(probe.violations, expected);
    probe.ends_with(&["! CountDiffers", "> RETR 1"]);
    probe.hear("-ERR\r\n");
    probe.ends_with(&["* Skipped { number: 1, why: Refused }", "> RETR 3"]);
    probe.hear("-ERR\r\n");
    probe.ends_with(&["> QUIT"]);
}

#[test]
fn a_stuffed_line_of_a_listing_is_no_end() {
    let mut probe = Probe::listing(1);
    probe.hear("-ERR\r\n+OK\r\n..\r\n.1 50\r\n.\r\n");
    assert_eq!(probe.violations, [Violation::ScanListing]);
    probe.ends_with(&["> RETR 1"]);
}

#[test]
fn an_unreadable_stat_is_a_fact_and_list_decides() {
    let mut probe = Probe::simple();
    probe.hear("+OK\r\n");
    probe.hear("+OK\r\n");
    probe.hear("+OK lots\r\n");
    assert_eq!(probe.violations, [Violation::DropListing]);
    probe.ends_with(&["> UIDL"]);
}

#[test]
fn a_listing_without_end_ends_the_session() {
    let mut probe = Probe::listing(1);
    probe.hear("+OK\r\n");
    let lines = "1 x\r\n".repeat(10_000);
    for _ in 0..11 {
        probe.hear(&lines);
    }
    probe.ends_with(&[
        "! ListingTooLong",
        "* Lost { phase: Listing, why: Nonsense }",
        "* Ended",
        "close",
        "! Unsolicited",
    ]);
}

#[test]
fn a_message_of_another_size_is_kept_and_noted() {
    let mut probe = Probe::listing(1);
    probe.hear("+OK\r\n1 id\r\n.\r\n+OK\r\n1 100\r\n.\r\n");
    probe.hear("+OK\r\n..x\r\n.\r\n");
    let differs = Violation::SizeDiffers { number: 1, listed: 100, received: 4 };
    assert_eq!(probe.violations, [differs]);
    probe.ends_with(&["> DELE 1"]);
    probe.hear("-ERR no\r\n");
    probe.ends_with(&["* NotDeleted { number: 1 }", "> QUIT"]);
}

#[test]
fn a_refused_stat_or_list_ends_politely() {
    let mut probe = Probe::simple();
    probe.hear("+OK\r\n+OK\r\n-ERR [SYS/TEMP] disk\r\n");
    probe
        .ends_with(&["* Failed { phase: Listing, code: Some(SysTemp), text: \"disk\" }", "> QUIT"]);
    let mut probe = Probe::listing(2);
    probe.hear("-ERR\r\n-ERR no\r\n");
    probe.ends_with(&["* Failed { phase: Listing, code: None, text: \"no\" }", "> QUIT"]);
}

#[test]
fn silence_and_closing() {
    let mut probe = Probe::simple();
    let deadline = probe.client.deadline().expect("a timer");
    assert_eq!(deadline.at, SimTime::START + SimDuration::from_mins(5));
    assert_eq!(deadline.reason, DeadlineReason::Response(Phase::Login));
    probe.client.handle(SimTime::START, Input::Timeout);
    assert!(probe.client.poll().is_none(), "too early");
    probe.client.handle(deadline.at, Input::Timeout);
    probe.drain();
    probe.ends_with(&["* Lost { phase: Login, why: Timeout }", "* Ended", "close"]);
    assert_eq!(probe.client.deadline(), None);

    let mut probe = Probe::listing(1);
    probe.client.handle(SimTime::START, Input::Closed);
    let first = probe.client.poll();
    let lost = Event::Lost { phase: Phase::Listing, why: Lost::Closed };
    assert_eq!(first, Some(Output::Event(lost)));
}

#[test]
fn a_challenge_is_only_for_auth() {
    let mut probe = Probe::simple();
    probe.hear("+ \r\n");
    probe.ends_with(&["! NoStatus", "* Lost { phase: Login, why: Nonsense }", "* Ended", "close"]);
}

#[test]
fn a_sasl_exchange_that_goes_astray_is_cancelled() {
    for challenges in [&["+ !"][..], &["+ ", "+ "], &["+ QQ==", "+ "]] {
        let config = ClientConfig {
            capabilities: false,
            method: relay_pop3::client::Method::Plain,
            ..client_config()
        };
        let mut probe = Probe::new(config);
        probe.hear("+OK\r\n");
        for challenge in challenges {
            probe.hear(&format!("{challenge}\r\n"));
        }
        probe.ends_with(&["> *"]);
        probe.hear("-ERR cancelled\r\n");
        let failed = "* Failed { phase: Login, code: None, text: \"cancelled\" }";
        probe.ends_with(&[failed, "> QUIT"]);
    }
}

#[test]
fn capabilities_that_differ_per_user_are_asked_again() {
    let mut probe = Probe::new(client_config());
    probe.hear("+OK\r\n");
    probe.hear("+OK\r\nUSER\r\nUIDL\r\nLOGIN-DELAY 900 USER\r\n.\r\n");
    probe.hear("+OK\r\n+OK\r\n");
    probe.ends_with(&["* LoggedIn", "> CAPA"]);
    probe.hear("+OK\r\nLOGIN-DELAY 60\r\nUIDL\r\n.\r\n");
    probe.ends_with(&["* Offered", "> STAT"]);
}
