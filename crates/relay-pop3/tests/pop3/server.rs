//! The server alone: texts, limits, timers, marks.

use relay_kernel::SimDuration;
use relay_mail::limit;
use relay_pop3::Violation;
use relay_pop3::capability::{Announced, Expire, Utf8};
use relay_pop3::command::Verb;
use relay_pop3::server::{Abandonment, Event, Input, LoginError, Phase, ServerConfig};

use crate::desk::{Desk, config, content, example_maildrop};
use crate::pair::awkward_maildrop;

#[test]
fn marked_messages_are_gone_from_sight_and_nobody_is_renumbered() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    assert_eq!(desk.say("DELE 1"), "+OK message 1 deleted\r\n");
    assert_eq!(desk.say("STAT"), "+OK 1 200\r\n");
    assert_eq!(desk.say("LIST"), "+OK 1 message (200 octets)\r\n2 200\r\n.\r\n");
    assert_eq!(desk.say("UIDL"), "+OK unique-id listing follows\r\n2 id-2\r\n.\r\n");
    for line in ["RETR 1", "TOP 1 0", "LIST 1", "UIDL 1", "DELE 1"] {
        assert_eq!(desk.say(line), "-ERR message 1 already deleted\r\n", "{line}");
    }
    assert_eq!(desk.say("RSET"), "+OK maildrop has 2 messages (320 octets)\r\n");
    assert_eq!(desk.say("STAT"), "+OK 2 320\r\n");
    assert_eq!(desk.say("LIST 1"), "+OK 1 120\r\n");
    let facts = [Event::Marked { number: 1 }, Event::Unmarked { count: 1 }];
    assert_eq!(desk.events, facts);
}

#[test]
fn numbers_that_do_not_exist() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    for line in ["RETR 0", "RETR 3", "DELE 3", "TOP 3 1", "LIST 3", "UIDL 99999999999"] {
        let answer = "-ERR no such message, only 2 messages in maildrop\r\n";
        assert_eq!(desk.say(line), answer, "{line}");
    }
    assert_eq!(desk.violations, []);
}

#[test]
fn top_gives_headers_blank_line_and_n_lines_stuffed() {
    let message = b"A: b\r\n.C: d\r\n\r\n.one\r\ntwo\r\n\r\nfour\r\n";
    let mut desk = Desk::logged_in(config(), vec![content(message)]);
    let head = "+OK top of message follows\r\nA: b\r\n..C: d\r\n\r\n";
    assert_eq!(desk.say("TOP 1 0"), format!("{head}.\r\n"));
    assert_eq!(desk.say("TOP 1 1"), format!("{head}..one\r\n.\r\n"));
    assert_eq!(desk.say("TOP 1 3"), format!("{head}..one\r\ntwo\r\n\r\n.\r\n"));
    let whole = format!("{head}..one\r\ntwo\r\n\r\nfour\r\n.\r\n");
    assert_eq!(desk.say("TOP 1 4"), whole);
    assert_eq!(desk.say("TOP 1 4000000000"), whole);
    assert_eq!(desk.events[0], Event::Previewed { number: 1, lines: 0 });
}

#[test]
fn sizes_are_the_octets_that_come() {
    let mut desk = Desk::logged_in(config(), awkward_maildrop());
    for number in 1..=7 {
        let listed: usize = desk
            .say(&format!("LIST {number}"))
            .trim_end()
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse().ok())
            .expect("a size");
        let start = desk.wire.len();
        let first = desk.say(&format!("RETR {number}"));
        let first = first.lines().next().expect("a line").len() + 2;
        let (mut text, mut unstuffer) = (Vec::new(), relay_mail::dot::Unstuffer::new());
        let wire = &desk.wire[start + first..];
        let progress = unstuffer.push(wire, usize::MAX, &mut text);
        assert!(progress.ended && progress.consumed == wire.len(), "message {number}");
        assert_eq!(listed, text.len(), "message {number}");
    }
}

#[test]
fn blocks_are_bounded_and_come_one_at_a_time() {
    let maildrop: Vec<_> = (0..2500).map(|_| content(b"A: b\r\n\r\n")).collect();
    let mut desk = Desk::logged_in(config(), maildrop);
    desk.say("LIST");
    desk.say("UIDL");
    assert!(desk.pieces.len() > 5, "{:?}", desk.pieces);
    let mut desk2 = Desk::logged_in(config(), awkward_maildrop());
    desk2.say("RETR 6");
    desk2.say("RETR 7");
    assert!(desk2.pieces.len() > 20);
    for size in desk.pieces.into_iter().chain(desk2.pieces) {
        assert!(size <= limit::DATA_BLOCK, "{size}");
    }
}

#[test]
fn command_lines_have_255_octets() {
    let mut desk = Desk::new(config(), example_maildrop());
    let longest = format!("USER {}", "x".repeat(255 - 5 - 2));
    assert_eq!(desk.say(&longest), "+OK send PASS\r\n");
    assert_eq!(desk.say(&format!("{longest}x")), "-ERR command line too long\r\n");
    assert_eq!(desk.violations, [Violation::CommandTooLong]);
    assert_eq!(desk.say("PASS tanstaaf"), "-ERR give USER before PASS\r\n", "USER is forgotten");
    desk.say("USER mrose");
    desk.say("XTND");
    assert_eq!(desk.say("PASS tanstaaf"), "-ERR give USER before PASS\r\n", "and so here");
    for _ in 0..1000 {
        desk.bytes(&[b'x'; 1000]);
    }
    assert_eq!(desk.say(""), "-ERR command line too long\r\n", "one line, one answer");
}

#[test]
fn who_sends_too_far_ahead_is_cut_off() {
    // A question that is not answered yet holds everything else up, so ask the machine itself.
    let server = std::sync::Arc::new(config());
    let now = relay_kernel::SimTime::START;
    let mut server = relay_pop3::server::Server::new(server, now, "1");
    while server.poll().is_some() {}
    server.handle(now, Input::Bytes(b"USER a\r\nPASS b\r\n"));
    while server.poll().is_some() {}
    let chunk = b"NOOP\r\n".repeat(1000);
    let mut outputs = Vec::new();
    for _ in 0..100 {
        server.handle(now, Input::Bytes(&chunk));
        while let Some(output) = server.poll() {
            outputs.push(format!("{output:?}"));
        }
    }
    assert_eq!(outputs.len(), 3, "{outputs:?}");
    assert!(outputs[0].contains("TooFarAhead") && outputs[2] == "Close");
}

#[test]
fn silence_ends_the_session_without_a_word_and_without_update() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    desk.say("DELE 1");
    desk.wire.clear();
    let deadline = desk.server.deadline().expect("a timer").at;
    assert_eq!(deadline.since(desk.now), SimDuration::from_mins(10));
    desk.wait(SimDuration::from_mins(9));
    assert_eq!(desk.say("NOOP"), "+OK\r\n", "any command sets the timer back");
    desk.wait(SimDuration::from_mins(9));
    assert!(!desk.closed);
    desk.wire.clear();
    desk.wait(SimDuration::from_mins(1));
    assert!(desk.closed && desk.wire.is_empty());
    let end = Event::Abandoned { cause: Abandonment::Autologout, marked: 1 };
    assert_eq!(desk.events.last(), Some(&end));
    assert_eq!((desk.left(), desk.server.deadline()), (2, None));
}

#[test]
fn the_timer_is_never_shorter_than_ten_minutes() {
    let autologout = SimDuration::from_secs(1);
    let mut desk = Desk::new(ServerConfig { autologout, ..config() }, Vec::new());
    desk.wait(SimDuration::from_mins(9));
    assert!(!desk.closed);
    desk.bytes(b"NO");
    desk.wait(SimDuration::from_mins(1));
    assert!(desk.closed, "half a command is no command");
}

#[test]
fn a_client_that_still_reads_is_not_idle() {
    use relay_pop3::server::{Answer, Item, Output, Question, Server, Snapshot};
    let now = relay_kernel::SimTime::START;
    let big = content(&b"x\r\n".repeat(40_000));
    let mut server = Server::new(std::sync::Arc::new(config()), now, "1");
    while server.poll().is_some() {}
    server.handle(now, Input::Bytes(b"USER a\r\nPASS b\r\nRETR 1\r\n"));
    loop {
        match server.poll().expect("an output") {
            Output::Ask(Question::Login { .. }) => {
                let item = Item { size: big.len(), uidl: crate::desk::unique_id(1) };
                server.handle(now, Input::Answer(Answer::Granted(Snapshot::from(vec![item]))));
            }
            Output::Ask(Question::Fetch { .. }) => {
                server.handle(now, Input::Answer(Answer::Content(big.clone())));
            }
            Output::TransmitData { .. } => break,
            _ => {}
        }
    }
    // The window is full for eleven minutes; then a block goes; then nothing for ever.
    let later = now + SimDuration::from_mins(11);
    server.handle(later, Input::Timeout);
    assert!(matches!(server.poll(), Some(Output::TransmitData { .. })), "it goes on");
    let deadline = server.deadline().expect("a timer").at;
    assert_eq!(deadline, later + SimDuration::from_mins(10));
    server.handle(deadline, Input::Timeout);
    assert!(matches!(server.poll(), Some(Output::TransmitData { .. })));
    let deadline = server.deadline().expect("a timer").at;
    server.handle(deadline, Input::Timeout);
    let deadline = server.deadline().expect("a timer").at;
    server.handle(deadline, Input::Timeout);
    assert!(matches!(server.poll(), Some(Output::Event(Event::Abandoned { .. }))));
    assert!(matches!(server.poll(), Some(Output::Close)));
    assert!(server.poll().is_none());
}

#[test]
fn logins_are_refused_for_a_reason_and_three_times() {
    for (refusal, text) in [
        (LoginError::BadCredentials, "-ERR [AUTH] invalid user name or password"),
        (LoginError::InUse, "-ERR [IN-USE] maildrop already locked by another session"),
        (LoginError::LoginDelay, "-ERR [LOGIN-DELAY] too soon after the last login"),
        (LoginError::Temporary, "-ERR [SYS/TEMP] unable to open maildrop now, try again later"),
        (LoginError::Permanent, "-ERR [SYS/PERM] unable to open maildrop, ask the postmaster"),
    ] {
        let mut desk = Desk::new(ServerConfig { apop: true, ..config() }, example_maildrop());
        desk.refusal = Some(refusal);
        desk.say("USER mrose");
        assert_eq!(desk.say("PASS tanstaaf").trim_end(), text);
        assert_eq!(desk.say("APOP mrose c4c9334bac560ecc979e58001b3e22fb").trim_end(), text);
        assert!(!desk.closed);
        assert_eq!(desk.say("AUTH PLAIN AG1yb3NlAHRhbnN0YWFm").trim_end(), text);
        assert!(desk.closed, "the third");
        let end = Event::Abandoned { cause: Abandonment::RefusedLogins, marked: 0 };
        assert_eq!(desk.events.last(), Some(&end));
    }
}

#[test]
fn sasl_plain_in_all_forms() {
    let ok = "+OK maildrop locked and ready: 2 messages (320 octets)\r\n";
    let bad = "-ERR malformed authentication response\r\n";
    let say = |lines: &[&str]| {
        let mut desk = Desk::new(config(), example_maildrop());
        lines.iter().map(|line| desk.say(line)).last().expect("a line")
    };
    assert_eq!(say(&["AUTH PLAIN AG1yb3NlAHRhbnN0YWFm"]), ok);
    assert_eq!(say(&["auth plain", "AG1yb3NlAHRhbnN0YWFm"]), ok);
    assert_eq!(say(&["AUTH PLAIN bXJvc2UAbXJvc2UAdGFuc3RhYWY="]), ok, "as oneself");
    let other = say(&["AUTH PLAIN cm9vdABtcm9zZQB0YW5zdGFhZg=="]);
    assert_eq!(other, "-ERR [AUTH] invalid user name or password\r\n", "as another");
    assert_eq!(say(&["AUTH PLAIN", "*"]), "-ERR authentication cancelled\r\n");
    assert_eq!(say(&["AUTH CRAM-MD5"]), "-ERR unknown authentication mechanism\r\n");
    for response in ["=", "!", "AG1yb3Nl", "AG1yb3NlAHRhbnN0YWF", "AABz", "AHMA", "/w=="] {
        assert_eq!(say(&[&format!("AUTH PLAIN {response}")]), bad, "{response}");
        assert_eq!(say(&["AUTH PLAIN", response]), bad, "{response}");
    }
    assert_eq!(say(&["AUTH PLAIN", ""]), bad);
    assert_eq!(say(&["AUTH PLAIN", &"A".repeat(1025)]), bad);
}

#[test]
fn apop_needs_the_greetings_timestamp() {
    let desk = Desk::new(ServerConfig { apop: true, ..config() }, example_maildrop());
    let greeting = String::from_utf8_lossy(&desk.wire);
    let stamp = "<1896.697170952@dbc.mtview.ca.us>";
    assert_eq!(greeting, format!("+OK dbc.mtview.ca.us POP3 server ready {stamp}\r\n"));
    let mut desk = Desk::new(config(), example_maildrop());
    let refused = desk.say("APOP mrose c4c9334bac560ecc979e58001b3e22fb");
    assert_eq!(refused, "-ERR APOP is not offered here\r\n");
}

#[test]
fn values_per_user_are_exact_after_login() {
    let mut config = config();
    config.capabilities.login_delay = Some(Announced { value: 900, per_user: true });
    config.capabilities.expire = Some(Announced { value: Expire::Days(60), per_user: true });
    let mut desk = Desk::new(config.clone(), example_maildrop());
    let before = desk.say("CAPA");
    assert!(before.contains("\r\nLOGIN-DELAY 900 USER\r\nEXPIRE 60 USER\r\n"), "{before}");
    let after = Desk::logged_in(config, example_maildrop()).say("CAPA");
    assert!(after.contains("\r\nLOGIN-DELAY 900\r\nEXPIRE 60\r\n"), "{after}");
}

#[test]
fn expire_0_removes_what_was_retrieved_and_only_at_quit() {
    let mut config = config();
    config.capabilities.expire = Some(Announced::for_all(Expire::Days(0)));
    let mut desk = Desk::logged_in(config.clone(), example_maildrop());
    desk.say("TOP 2 1");
    desk.say("RETR 1");
    let goodbye = "+OK dbc.mtview.ca.us POP3 server signing off (1 message left)\r\n";
    assert_eq!(desk.say("QUIT"), goodbye);
    assert!(desk.maildrop[0].is_none() && desk.maildrop[1].is_some());
    let mut desk = Desk::logged_in(config, example_maildrop());
    desk.say("RETR 1");
    desk.handle(Input::Closed);
    assert_eq!(desk.left(), 2);
}

#[test]
fn messages_with_utf8_headers_need_utf8_mode() {
    let message = content("Subject: Grüße\r\n\r\nx\r\n".as_bytes());
    let mut config = config();
    config.capabilities.utf8 = Some(Utf8::User);
    let mut desk = Desk::logged_in(config.clone(), vec![message.clone()]);
    let refused = "-ERR [UTF8] message 1 needs UTF-8 mode, give UTF8 before login\r\n";
    assert_eq!(desk.say("RETR 1"), refused);
    assert_eq!(desk.say("TOP 1 0"), refused);
    let mut desk = Desk::new(config.clone(), vec![message.clone()]);
    for line in ["USER jörg", "UTF8", "USER mrose", "PASS tanstaaf"] {
        assert!(desk.say(line).starts_with("+OK"), "{line}");
    }
    assert!(desk.say("RETR 1").contains("Grüße"));
    config.capabilities.utf8 = Some(Utf8::Messages);
    let mut desk = Desk::new(config.clone(), vec![message.clone()]);
    desk.say("UTF8");
    assert!(!desk.closed);
    let ascii = "-ERR only printable ASCII is allowed in a command\r\n";
    assert_eq!(desk.say("USER jörg"), ascii, "not without `UTF8 USER`");
    config.capabilities.utf8 = None;
    let mut desk = Desk::logged_in(config, vec![message]);
    assert!(desk.say("RETR 1").contains("Grüße"), "octets are octets where UTF8 is not offered");
}

#[test]
fn languages() {
    let mut config = config();
    config.capabilities.lang = true;
    let mut desk = Desk::new(config, example_maildrop());
    let list = "+OK language listing follows\r\nen English\r\ni-default English\r\n.\r\n";
    assert_eq!(desk.say("LANG"), list);
    assert_eq!(desk.say("LANG EN"), "+OK en language changed\r\n");
    assert_eq!(desk.say("LANG *"), "+OK i-default language changed\r\n");
    assert_eq!(desk.say("LANG MUL"), "-ERR unknown language\r\n");
}

#[test]
fn a_host_that_goes_down_answers_only_what_is_under_way() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    desk.say("DELE 1");
    desk.wire.clear();
    desk.handle(Input::Shutdown);
    assert!(desk.closed && desk.wire.is_empty());
    let end = Event::Abandoned { cause: Abandonment::Shutdown, marked: 1 };
    assert_eq!(desk.events.last(), Some(&end));
    assert_eq!((desk.server.phase(), desk.left()), (Phase::Ended, 2));
}

#[test]
fn loose_spacing_is_taken_and_noted() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    assert_eq!(desk.say("LIST  2 "), "+OK 2 200\r\n");
    assert_eq!(desk.say("STAT "), "+OK 2 320\r\n");
    assert_eq!(desk.violations, [Violation::Spacing, Violation::Spacing]);
}

#[test]
fn bad_lines_have_their_own_answers() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    assert_eq!(desk.say("XTND"), "-ERR unknown command\r\n");
    assert_eq!(desk.say("STLS"), "-ERR unknown command\r\n");
    assert_eq!(desk.say(""), "-ERR unknown command\r\n");
    assert_eq!(desk.say("RETR one"), "-ERR bad arguments, use RETR msg\r\n");
    assert_eq!(desk.say("NO\0OP"), "-ERR only printable ASCII is allowed in a command\r\n");
    assert_eq!(
        desk.violations,
        [
            Violation::UnknownCommand,
            Violation::UnknownCommand,
            Violation::UnknownCommand,
            Violation::Arguments(Verb::Retr),
            Violation::CommandOctets,
        ]
    );
    // Only CRLF ends a command.
    desk.bytes(b"DELE 1\nDELE 2\rQUIT\n");
    assert_eq!(desk.say(""), "-ERR only printable ASCII is allowed in a command\r\n");
}

#[test]
fn nothing_follows_quit() {
    let mut desk = Desk::logged_in(config(), example_maildrop());
    desk.bytes(b"DELE 1\r\nQUIT\r\nDELE 2\r\nSTAT\r\n");
    assert!(desk.closed);
    assert_eq!(desk.left(), 1);
    let text = String::from_utf8_lossy(&desk.wire).into_owned();
    assert!(text.ends_with("(1 message left)\r\n"), "{text}");
    desk.bytes(b"STAT\r\n");
    assert_eq!(desk.server.deadline(), None);
}
