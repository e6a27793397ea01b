//! Somebody outside speaks over terminals: a person at a console, or a real mail program.

use std::sync::Arc;

use relay_kernel::{ConnNo, SimDuration};
use relayscope::check;
use relayscope::scenario::{HostNo, Scenario};
use relayscope::trace::{Kind, Side, Trace, Writer};
use relayscope::{Command, HangUp, Reading, Timeline, World};

const SCENARIO: &str = r#"
format = 1

[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
services = ["smtp", "submission", "pop3"]

[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
"#;

/// Two messages for another host, and one that the client thinks better of.
const TALK: &str = "EHLO outside.example\r\nMAIL FROM:<alice@example.com>\r\n\
    RCPT TO:<bob@example.net>\r\nDATA\r\nSubject: 1\r\n\r\n..dot\r\n.\r\n\
    MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nRSET\r\nQUIT\r\n";

const MAIL: HostNo = HostNo(0);

/// A world and its trace, with conservation verified after every event.
struct Run {
    world: World,
    trace: Trace,
    outside: HostNo,
}

impl Run {
    fn new(trusted: bool) -> Self {
        Self::of(SCENARIO, trusted)
    }

    fn of(scenario: &str, trusted: bool) -> Self {
        let mut scenario = Scenario::parse(scenario).expect("the scenario is right");
        let outside = scenario.add_outside(MAIL, trusted);
        let mut trace = Trace::new();
        let world = World::new(Arc::new(scenario), &mut trace);
        Self { world, trace, outside }
    }

    fn dial(&mut self, port: u16, reading: Reading) -> ConnNo {
        let (from, to) = (self.outside, MAIL);
        let dialled = self.act(Command::Dial { from, to, port, reading });
        dialled.expect("the host is up")
    }

    fn act(&mut self, command: Command) -> Option<ConnNo> {
        let conn = self.world.act(&mut self.trace, command);
        self.settle(SimDuration::ZERO);
        conn
    }

    /// Lets everything happen that is due so long from now.
    fn settle(&mut self, wait: SimDuration) {
        let until = self.world.now() + wait;
        while self.world.next_at().is_some_and(|at| at <= until) {
            self.world.step(&mut self.trace);
            check::conservation(&self.world).expect("nothing is lost");
        }
    }

    /// Says something, and gives what has been answered half a second later.
    fn say(&mut self, conn: ConnNo, text: &str) -> String {
        self.act(Command::Type { conn, octets: text.as_bytes().into() });
        self.hear(conn)
    }

    fn hear(&mut self, conn: ConnNo) -> String {
        self.settle(SimDuration::from_millis(500));
        let Some(terminal) = self.world.terminal(conn) else { return String::new() };
        let said = String::from_utf8_lossy(terminal.unread).into_owned();
        self.act(Command::Take { conn, len: said.len() });
        said
    }

    fn text(&self) -> String {
        Writer::new(&self.trace, self.world.scenario()).all()
    }

    fn delivered(&self, host: usize) -> usize {
        let (_, host) = self.world.hosts().nth(host).expect("the host is there");
        host.maildrops().iter().map(|drop| drop.items().len()).sum()
    }
}

#[test]
fn what_is_accepted_travels_on_and_is_collected() {
    let mut run = Run::new(true);
    let conn = run.dial(25, Reading::OnDemand);
    assert!(run.hear(conn).starts_with("220 mail.example.com "));
    let (commands, content) = TALK.split_once("Subject").expect("there is content");
    let answers = run.say(conn, commands);
    assert!(answers.contains("\r\n354 "), "{answers}");
    let answers = run.say(conn, &format!("Subject{content}"));
    assert!(answers.starts_with("250 ") && answers.contains("\r\n221 "), "{answers}");
    assert_eq!(run.world.terminal(conn), None, "it is over when all is read");
    run.settle(SimDuration::from_mins(1));
    assert_eq!(run.delivered(1), 1, "{}", run.text());
    check::trace(&run.trace).expect("the trace is right");
    let text = run.text();
    assert!(text.contains("C: MAIL FROM:<alice@example.com>"), "{text}");
    assert!(text.contains("C: [24 octets of text]"), "{text}");
}

#[test]
fn every_record_of_a_terminal_comes_from_the_command_that_dialled() {
    let mut run = Run::new(true);
    let conn = run.dial(25, Reading::AtOnce);
    for line in TALK.split_inclusive('\n') {
        run.say(conn, line);
    }
    run.settle(SimDuration::from_mins(1));
    let mut said = 0;
    for (n, record) in run.trace.records().iter().enumerate() {
        let ours =
            matches!(record.kind, Kind::Line { conn: c, from: Side::Client, .. } if c == conn);
        if ours {
            let id = relay_kernel::RecordId::from_index(n);
            let causes: Vec<_> = run.trace.causes(id).collect();
            let dials = |id: &relay_kernel::RecordId| match run.trace.record(*id).kind {
                Kind::Command(no) => matches!(run.trace.command(no), Command::Dial { .. }),
                _ => false,
            };
            assert!(causes.iter().any(dials), "record {n}");
            said += 1;
        }
    }
    assert_eq!(said, 8, "{}", run.text());
}

/// RFC 4954 §4, §6; RFC 6409 §4.3; RFC 3848.
#[test]
fn submission_asks_who_it_is() {
    let mut run = Run::new(true);
    let conn = run.dial(587, Reading::OnDemand);
    let hello = run.say(conn, "EHLO outside.example\r\n");
    assert!(hello.contains("AUTH PLAIN LOGIN\r\n"), "{hello}");
    assert!(run.say(conn, "MAIL FROM:<alice@example.com>\r\n").starts_with("530 5.7.0 "));
    // alice, with another password than `secret`
    assert!(run.say(conn, "AUTH PLAIN AGFsaWNlAHdyb25n\r\n").starts_with("535 5.7.8 "));
    // bob acts as alice
    assert!(run.say(conn, "AUTH PLAIN Ym9iAGFsaWNlAHNlY3JldA==\r\n").starts_with("535 5.7.8 "));
    assert!(run.say(conn, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n").starts_with("235 2.7.0 "));
    assert!(run.say(conn, "MAIL FROM:<alice@example.com>\r\n").starts_with("250 "));
    assert!(run.say(conn, "RCPT TO:<bob@example.net>\r\n").starts_with("250 "));
    assert!(run.say(conn, "DATA\r\n").starts_with("354 "));
    assert!(run.say(conn, "Subject: 1\r\n\r\n.\r\n").starts_with("250 "));
    run.settle(SimDuration::from_mins(1));
    let drop = &run.world.host(relayscope::trace::HostId(1)).maildrops()[0];
    let octets = drop.items()[0].content.to_vec();
    let head = String::from_utf8_lossy(&octets);
    assert!(head.contains("by mail.example.com with ESMTPA id "), "{head}");
}

#[test]
fn a_stranger_may_send_anywhere_after_auth_and_only_then() {
    let mut run = Run::new(false);
    for (port, login) in [(25, false), (587, true)] {
        let conn = run.dial(port, Reading::OnDemand);
        run.say(conn, "EHLO outside.example\r\n");
        if login {
            // LOGIN, with the whole address as the name
            assert!(run.say(conn, "AUTH LOGIN\r\n").starts_with("334 VXNlcm5hbWU6"));
            assert!(run.say(conn, "YWxpY2VAZXhhbXBsZS5jb20=\r\n").starts_with("334 UGFzc3dvcmQ6"));
            assert!(run.say(conn, "c2VjcmV0\r\n").starts_with("235 2.7.0 "));
        }
        run.say(conn, "MAIL FROM:<alice@example.com>\r\n");
        let foreign = run.say(conn, "RCPT TO:<bob@example.net>\r\n");
        assert!(foreign.starts_with(if login { "250 " } else { "550 5.7.1 " }), "{foreign}");
        assert!(run.say(conn, "RCPT TO:<alice@example.com>\r\n").starts_with("250 "));
    }
}

/// Whoever vanishes leaves nothing or one whole message, wherever that happens.
#[test]
fn a_client_that_vanishes_leaves_all_or_nothing() {
    let content_ends = TALK.find("\r\n.\r\n").expect("there is content") + 5;
    for how in [HangUp::Close, HangUp::Reset] {
        for cut in 0..=TALK.len() {
            let mut run = Run::new(true);
            let conn = run.dial(25, Reading::AtOnce);
            run.say(conn, &TALK[..cut]);
            run.act(Command::HangUp { conn, how });
            run.settle(SimDuration::from_mins(10));
            let expected = usize::from(cut >= content_ends);
            assert_eq!(run.delivered(1), expected, "{how:?} after {cut} octets");
            let sessions: usize = run.world.hosts().map(|(_, host)| host.session_count()).sum();
            assert_eq!(sessions, 0, "{how:?} after {cut} octets");
        }
    }
}

/// Who does not say QUIT deletes nothing (RFC 1939 §6).
#[test]
fn a_pop3_client_that_vanishes_deletes_nothing() {
    let talk = "USER alice\r\nPASS secret\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n";
    for how in [HangUp::Close, HangUp::Reset] {
        for cut in 0..=talk.len() {
            let mut run = Run::new(true);
            let conn = run.dial(25, Reading::AtOnce);
            run.say(conn, &TALK.replace("bob@example.net", "alice@example.com"));
            assert_eq!(run.delivered(0), 1);
            let conn = run.dial(110, Reading::AtOnce);
            run.say(conn, &talk[..cut]);
            run.act(Command::HangUp { conn, how });
            run.settle(SimDuration::from_mins(1));
            let left = usize::from(cut < talk.len());
            assert_eq!(run.delivered(0), left, "{how:?} after {cut} octets");
            // The lock has gone with the session.
            let conn = run.dial(110, Reading::OnDemand);
            run.say(conn, "USER alice\r\n");
            assert!(run.say(conn, "PASS secret\r\n").starts_with("+OK"));
        }
    }
}

/// RFC 6409 §4.3 lets a server know its clients in other ways than by AUTH.
#[test]
fn auth_can_be_left_to_those_whom_the_host_does_not_know() {
    let line = "services = [\"smtp\", \"submission\", \"pop3\"]\n";
    let setting =
        |auth: &str| SCENARIO.replace(line, &format!("{line}submission_auth = \"{auth}\"\n"));
    for (auth, trusted, offered, answers) in [
        ("required", true, true, ["530 ", "503 "]),
        ("optional", true, true, ["250 ", "250 "]),
        ("optional", false, true, ["530 ", "503 "]),
        ("none", true, false, ["250 ", "250 "]),
        ("none", false, false, ["250 ", "550 "]),
    ] {
        let mut run = Run::of(&setting(auth), trusted);
        let conn = run.dial(587, Reading::OnDemand);
        let hello = run.say(conn, "EHLO outside.example\r\n");
        assert_eq!(hello.contains("AUTH "), offered, "{auth}, trusted {trusted}: {hello}");
        for (said, answer) in
            ["MAIL FROM:<>\r\n", "RCPT TO:<bob@example.net>\r\n"].into_iter().zip(answers)
        {
            let heard = run.say(conn, said);
            assert!(heard.starts_with(answer), "{auth}, trusted {trusted}: {heard}");
        }
    }
}

/// The same octets one by one are the same session.
#[test]
fn octet_by_octet_is_as_good() {
    let mut run = Run::new(true);
    let conn = run.dial(25, Reading::AtOnce);
    run.settle(SimDuration::from_millis(500));
    for n in 0..TALK.len() {
        run.act(Command::Type { conn, octets: TALK.as_bytes()[n..=n].into() });
    }
    run.settle(SimDuration::from_mins(1));
    assert_eq!(run.delivered(1), 1, "{}", run.text());
}

/// A server that reads out much waits for a client that does not read.
#[test]
fn who_does_not_read_is_not_sent_more() {
    let mut run = Run::new(true);
    let conn = run.dial(25, Reading::AtOnce);
    let body = "0123456789".repeat(7) + "\r\n";
    let text = body.repeat(20_000);
    run.say(conn, "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n");
    run.say(conn, &text);
    run.say(conn, ".\r\nQUIT\r\n");
    assert_eq!(run.delivered(0), 1, "{}", run.text());
    let conn = run.dial(110, Reading::OnDemand);
    run.say(conn, "USER alice\r\n");
    run.say(conn, "PASS secret\r\n");
    run.act(Command::Type { conn, octets: b"RETR 1\r\n".as_slice().into() });
    run.settle(SimDuration::from_secs(30));
    let mut octets = Vec::new();
    loop {
        let terminal = run.world.terminal(conn).expect("the session goes on");
        assert!(terminal.unread.len() <= WINDOW, "{}", terminal.unread.len());
        if terminal.unread.is_empty() {
            break;
        }
        octets.extend_from_slice(terminal.unread);
        let len = terminal.unread.len().div_ceil(2);
        octets.truncate(octets.len() - (terminal.unread.len() - len));
        run.act(Command::Take { conn, len });
    }
    assert!(octets.ends_with(b"\r\n.\r\n"));
    let start = octets.windows(body.len()).position(|at| at == body.as_bytes()).expect("the text");
    assert_eq!(octets[start..octets.len() - 3], *text.as_bytes());
}

/// Octets that one direction of a connection holds (RFC 9293 §3.8.6, without scaling).
const WINDOW: usize = 64 * 1024;

#[test]
fn a_host_that_is_off_or_does_not_listen_is_not_reached() {
    let mut run = Run::new(true);
    run.act(Command::HostDown(run.outside));
    let (from, to, reading) = (run.outside, MAIL, Reading::AtOnce);
    assert_eq!(run.act(Command::Dial { from, to, port: 25, reading }), None);
    run.act(Command::HostUp(run.outside));
    let conn = run.dial(26, Reading::AtOnce);
    assert_eq!(run.world.terminal(conn), None, "refused");
    run.act(Command::Type { conn, octets: b"HELO a\r\n".as_slice().into() });
    run.act(Command::HangUp { conn, how: HangUp::Close });
    let conn = run.dial(25, Reading::OnDemand);
    run.say(conn, "EHLO a\r\n");
    run.act(Command::HostDown(run.outside));
    assert_eq!(run.world.terminal(conn), None, "the terminal went down with its host");
    run.settle(SimDuration::from_hours(1));
}

/// The way of a terminal can break as any other, and what was typed arrives when it is whole again.
#[test]
fn a_cut_link_holds_back_what_is_typed() {
    let mut run = Run::new(true);
    let conn = run.dial(25, Reading::OnDemand);
    run.say(conn, "EHLO a\r\n");
    let ends = [MAIL, run.outside];
    run.act(Command::CutLink(ends));
    let noops = "NOOP\r\n".repeat(WINDOW / 6 + 1000);
    assert_eq!(run.say(conn, &noops), "");
    assert!(run.world.terminal(conn).expect("it is not over").is_held_back);
    run.act(Command::MendLink(ends));
    let mut heard = String::new();
    for _ in 0..20 {
        heard += &run.hear(conn);
    }
    assert_eq!(heard.matches("250 ").count(), WINDOW / 6 + 1000);
    assert!(!run.world.terminal(conn).expect("it is not over").is_held_back);
}

/// A run with terminals can be walked in both directions, as any other.
#[test]
fn outside_commands_are_replayed() {
    let mut scenario = Scenario::parse(SCENARIO).expect("the scenario is right");
    let outside = scenario.add_outside(MAIL, true);
    let mut run = Timeline::new(scenario);
    let mut at = run.now();
    let mut tick = |millis| {
        at += SimDuration::from_millis(millis);
        at
    };
    let dial = Command::Dial { from: outside, to: MAIL, port: 25, reading: Reading::OnDemand };
    let conn = run.act_at(tick(1000), dial).expect("the host is up");
    for piece in TALK.as_bytes().chunks(17) {
        run.act_at(tick(40), Command::Type { conn, octets: piece.into() });
        let len = run.world().terminal(conn).map_or(0, |terminal| terminal.unread.len());
        run.act_at(tick(3), Command::Take { conn, len });
    }
    run.act_at(tick(7), Command::HangUp { conn, how: HangUp::Close });
    run.run_to_end();
    run.seek(run.len());
    let text = |run: &Timeline| Writer::new(run.trace(), run.world().scenario()).all();
    let (end, told) = (run.position(), text(&run));
    assert!(told.contains("put into the maildrop of bob"), "{told}");
    // Debug builds compare each record that is written again with the one that was there.
    for goal in [0, end / 2, end, end / 3, 2 * end / 3, end] {
        run.seek(goal);
        assert_eq!(text(&run), told);
    }
    let journal = run.journal().to_vec();
    let mut again = Timeline::new((**run.world().scenario()).clone());
    for entry in journal {
        again.act_at(entry.at, entry.command);
    }
    again.run_to_end();
    assert_eq!(text(&again), told, "scenario, seed and commands make the run");
}
