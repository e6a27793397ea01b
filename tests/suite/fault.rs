//! Faults by hand: each does what it says, can be mended, and replays.

use relay_host::Fact;
use relay_kernel::{ConnNo, SimDuration, SimTime};
use relay_mail::{Domain, Mailbox};
use relayscope::command::{HangUp, Reading};
use relayscope::scenario::{
    Break, ClockSkew, DialoguePoint, DnsFailure, HostNo, LinkQuality, Scenario, Services,
};
use relayscope::trace::{Kind, Record, Side, Writer};
use relayscope::{Command, Timeline, check};

const MAIL: HostNo = HostNo(0);
const MX: HostNo = HostNo(1);

const SOURCE: &str = r#"
format = 1
until = "3h"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
[[send]]
at = "1h"
from = "alice@example.com"
to = "bob@example.net"
"#;

fn run() -> Timeline {
    let mut run = Timeline::new(Scenario::parse(SOURCE).expect("a scenario"));
    run.run_to_end();
    run
}

fn count(run: &Timeline, such: impl Fn(&Fact) -> bool) -> usize {
    let facts = run.trace().records().iter().filter_map(|record| match &record.kind {
        Kind::Host(fact) => Some(fact),
        _ => None,
    });
    facts.filter(|fact| such(fact)).count()
}

/// What a run says when `breaks` is done at its start and `mends` after ten minutes.
fn with(breaks: &Command, mends: &Command) -> Timeline {
    let mut run = run();
    run.seek(0);
    run.act(breaks.clone());
    run.act_at(SimTime::START + SimDuration::from_mins(10), mends.clone());
    run.run_to_end();
    run.seek(run.len());
    assert_eq!(check::conservation(run.world()), Ok(()), "{breaks:?}");
    assert_eq!(check::trace(run.trace()), Ok(()), "{breaks:?}");
    let text = |run: &Timeline| Writer::new(run.trace(), run.world().scenario()).all();
    let first = text(&run);
    for place in [0, run.len() / 2, run.len() / 3, run.len()] {
        run.seek(place);
    }
    assert_eq!(text(&run), first, "{breaks:?}: the journal is carried out again");
    let arrived = count(&run, |fact| matches!(fact, Fact::Delivered { .. }));
    assert!(arrived >= 2, "{breaks:?}: both messages arrive in the end");
    run
}

#[test]
fn what_is_broken_by_hand_is_mended_by_hand() {
    let quality = LinkQuality {
        latency: SimDuration::from_mins(1),
        jitter: SimDuration::ZERO,
        rate_bytes_per_second: 0,
        loss_per_million: 0,
    };
    let bob = Mailbox::parse("bob@example.net").expect("an address");
    let long = SimDuration::from_mins(6);
    let domain = Domain::parse("example.net").expect("a domain");
    let all = Services { smtp: true, submission: true, pop3: true };
    let faults = [
        (Command::HostDown(MX), Command::HostUp(MX)),
        (Command::CutLink([MAIL, MX]), Command::MendLink([MAIL, MX])),
        (Command::ChangeLink([MAIL, MX], quality), Command::RestoreLink([MAIL, MX])),
        (Command::Partition(vec![MX]), Command::Partition(Vec::new())),
        (Command::SlowHost(MX, long), Command::SlowHost(MX, SimDuration::ZERO)),
        (Command::FillDisk(MX), Command::FreeDisk(MX)),
        (Command::DirectoryDown(MX), Command::DirectoryUp(MX)),
        (Command::FillMailbox(MX, bob.clone()), Command::FreeMailbox(MX, bob)),
        (Command::GoOffline(MX), Command::GoOnline(MX)),
        (Command::ShutDown(MX, all), Command::StartServices(MX, all)),
        (Command::StopServices(MX, all), Command::StartServices(MX, all)),
        (
            Command::FailDns(domain.clone(), DnsFailure::ServerFailure),
            Command::MendDns(domain.clone()),
        ),
        (Command::FailDns(domain.clone(), DnsFailure::Timeout), Command::MendDns(domain)),
    ];
    for (breaks, mends) in faults {
        let run = with(&breaks, &mends);
        let put_off = count(&run, |fact| matches!(fact, Fact::Deferred { .. }));
        assert!(put_off >= 1, "{breaks:?} is felt");
        let again = |fact: &Fact| matches!(fact, Fact::Deferred { mail, .. } if mail.0 >= 2);
        assert_eq!(count(&run, again), 0, "{mends:?} is felt: the second message goes at once");
    }
}

#[test]
fn a_name_that_is_gone_for_a_while_fails_mail_at_once() {
    let domain = Domain::parse("example.net").expect("a domain");
    let mut run = run();
    run.seek(0);
    run.act(Command::FailDns(domain.clone(), DnsFailure::NoSuchName));
    run.act_at(SimTime::START + SimDuration::from_mins(10), Command::MendDns(domain));
    run.run_to_end();
    assert_eq!(check::trace(run.trace()), Ok(()));
    assert_eq!(count(&run, |fact| matches!(fact, Fact::Failed { .. })), 1);
    // The report about the first, and the second.
    assert_eq!(count(&run, |fact| matches!(fact, Fact::Delivered { .. })), 2);
}

/// Whenever a connection is torn by hand, between any two events of a session, the message arrives,
/// and twice only when the final reply was lost.
#[test]
fn a_connection_torn_at_any_moment_loses_nothing() {
    let whole = run();
    let first = SimTime::START + SimDuration::from_secs(1);
    let moments: std::collections::BTreeSet<SimTime> =
        whole.trace().records().iter().map(|record| record.at).filter(|at| *at <= first).collect();
    assert!(moments.len() > 10, "a session has many moments");
    let (mut torn, mut doubled) = (0, 0);
    for at in moments {
        let mut run = Timeline::new(Scenario::parse(SOURCE).expect("a scenario"));
        run.act_at(at, Command::ResetConnection(ConnNo(0)));
        run.run_to_end();
        for place in 0..=run.len() {
            run.seek(place);
            assert_eq!(check::conservation(run.world()), Ok(()), "torn at {at:?}");
        }
        assert_eq!(check::trace(run.trace()), Ok(()), "torn at {at:?}");
        let resets = run.trace().records().iter();
        torn += usize::from(
            resets.filter(|record| matches!(record.kind, Kind::Reset { .. })).count() > 0,
        );
        let twice = count(&run, |fact| matches!(fact, Fact::Duplicate { .. }));
        assert_eq!(count(&run, |fact| matches!(fact, Fact::Delivered { .. })), 2 + twice);
        doubled += twice;
    }
    assert!(torn >= 8 && doubled >= 1, "{torn} torn, {doubled} doubled");
}

#[test]
fn a_clock_shows_in_dates_alone() {
    let skew = ClockSkew { span: SimDuration::from_days(1), behind: true };
    let run = with(&Command::SetClock(MX, skew), &Command::SetClock(MX, ClockSkew::default()));
    let received: Vec<_> = run
        .trace()
        .records()
        .iter()
        .filter_map(|record| match record.kind {
            Kind::Host(Fact::Delivered { content, .. }) => Some(run.trace().content(content)),
            _ => None,
        })
        .map(|content| String::from_utf8_lossy(content.head()).into_owned())
        .collect();
    let [wrong, right] = &received[..] else { panic!("two messages") };
    assert!(wrong.contains("\tSun, 01 Mar 2026 09:00:00"), "{wrong}");
    assert!(right.contains("\tMon, 02 Mar 2026 10:00:00"), "{right}");
}

#[test]
fn only_a_lost_final_reply_makes_two_copies() {
    for (at, name) in DialoguePoint::ALL {
        for client in [None, Some(MAIL)] {
            let what = Break { server: MX, client, at, times: 2 };
            let run = with(&Command::BreakDialogue(what), &Command::MendDialogue(what));
            let broken = run.trace().records().iter();
            let broken = broken.filter(|record| matches!(record.kind, Kind::Reset { .. })).count();
            // Both ends see it; QUIT comes once in ten minutes, the others twice.
            let times = if at == DialoguePoint::Quit { 1 } else { 2 };
            assert_eq!(broken, 2 * times, "{name}");
            let copies = count(&run, |fact| matches!(fact, Fact::Delivered { .. }));
            let duplicates = count(&run, |fact| matches!(fact, Fact::Duplicate { .. }));
            let more = if at == DialoguePoint::FinalReply { 2 } else { 0 };
            assert_eq!((copies, duplicates), (2 + more, more), "{name}");
        }
    }
}

/// Whenever a server shuts down, between any two events of a session: its client is told 421, or is
/// not told for lack of a session, and the message arrives once in the end.
#[test]
fn a_shutdown_at_any_moment_loses_and_doubles_nothing() {
    let whole = run();
    let first = SimDuration::from_secs(1);
    let moments: std::collections::BTreeSet<SimTime> = whole
        .trace()
        .records()
        .iter()
        .map(|record| record.at)
        .filter(|at| *at <= SimTime::START + first)
        .collect();
    assert!(moments.len() > 10, "a session has many moments");
    let all = Services { smtp: true, submission: true, pop3: true };
    let (mut told, mut silent) = (0, 0);
    for at in moments {
        let mut run = Timeline::new(Scenario::parse(SOURCE).expect("a scenario"));
        run.act_at(at, Command::ShutDown(MX, all));
        run.act_at(at + SimDuration::from_secs(30), Command::StartServices(MX, all));
        run.run_to_end();
        for place in 0..=run.len() {
            run.seek(place);
            assert_eq!(check::conservation(run.world()), Ok(()), "shut down at {at:?}");
        }
        assert_eq!(check::trace(run.trace()), Ok(()), "shut down at {at:?}");
        let text = Writer::new(run.trace(), run.world().scenario()).all();
        let dismissed = text.matches("S: 421 4.3.2 mx.example.net Service shutting down").count();
        assert!(dismissed <= 1, "{text}");
        (told, silent) = (told + dismissed, silent + 1 - dismissed);
        assert_eq!(count(&run, |fact| matches!(fact, Fact::Delivered { .. })), 2, "{text}");
        assert_eq!(count(&run, |fact| matches!(fact, Fact::Duplicate { .. })), 0, "{text}");
        let failed = |fact: &Fact| matches!(fact, Fact::Failed { .. });
        assert_eq!(count(&run, failed), 0, "{text}");
    }
    assert!(told >= 5 && silent >= 2, "{told} told, {silent} not");
}

#[test]
fn a_break_waits_for_its_client() {
    let what = Break { server: MX, client: Some(MX), at: DialoguePoint::FinalReply, times: 1 };
    let run = with(&Command::BreakDialogue(what), &Command::MendDialogue(what));
    assert_eq!(count(&run, |fact| matches!(fact, Fact::Delivered { .. })), 2);
}

/// Its own timer runs from the moment at which its answer leaves (RFC 5321 §4.5.3.2.7): a server that
/// answers slowly has nobody to wait for yet.
#[test]
fn a_slow_server_does_not_lose_patience_with_its_own_answer() {
    let source = SOURCE.replace(
        "mailboxes = [\"alice@example.com\"]\n",
        "mailboxes = [\"alice@example.com\"]\ntimeouts = { greeting = \"1h\", hello = \"1h\", \
         mail = \"1h\", rcpt = \"1h\", data_start = \"1h\", data_end = \"1h\", quit = \"1h\" }\n",
    );
    let source = source.replace("at = \"1h\"", "at = \"150min\"");
    let mut run = Timeline::new(Scenario::parse(&source).expect("a scenario"));
    run.seek(0);
    run.act(Command::SlowHost(MX, SimDuration::from_mins(12)));
    run.run_to_end();
    assert_eq!(count(&run, |fact| matches!(fact, Fact::TimedOut { .. })), 0);
    // The second one after the scenario's end: somebody has acted.
    assert_eq!(count(&run, |fact| matches!(fact, Fact::Delivered { .. })), 2);
    let trace = run.trace();
    let greeted = trace.records().iter().find(|record| match record.kind {
        Kind::Line { start, len, .. } => trace.octets(start, len).starts_with(b"220"),
        _ => false,
    });
    let greeted = greeted.map(|record| record.at.since(SimTime::START));
    assert!(
        greeted.is_some_and(|at| at > SimDuration::from_mins(12)),
        "it is written as it leaves"
    );
    assert_eq!(check::trace(trace), Ok(()));
}

/// What a slow server says leaves in order, though it has become quick meanwhile, and never when it is
/// switched off before.
#[test]
fn what_a_slow_server_keeps_back_leaves_in_order_or_never() {
    let said = |off: bool| {
        let mut run = run();
        run.seek(run.len());
        let start = run.now();
        let at = |secs| start + SimDuration::from_secs(secs);
        let dial = Command::Dial { from: MAIL, to: MX, port: 25, reading: Reading::AtOnce };
        let conn = run.act(dial).expect("a connection");
        run.act_at(at(5), Command::SlowHost(MX, SimDuration::from_mins(1)));
        let octets = Command::lines("EHLO me.example");
        run.act_at(at(10), Command::Type { conn, octets });
        if off {
            run.act_at(at(15), Command::HostDown(MX));
            run.act_at(at(20), Command::HostUp(MX));
        } else {
            run.act_at(at(15), Command::SlowHost(MX, SimDuration::ZERO));
            let octets = Command::lines("VRFY bob");
            run.act_at(at(20), Command::Type { conn, octets });
        }
        run.run_to_end();
        let trace = run.trace();
        let lines = trace.records().iter().filter_map(|record| match record.kind {
            Kind::Line { conn: no, from: Side::Server, start: from, len, .. } if no == conn => {
                let code = String::from_utf8_lossy(&trace.octets(from, len)[..3]).into_owned();
                Some((record.at.since(start).as_micros() / 1_000_000, code))
            }
            _ => None,
        });
        lines.map(|(at, code)| format!("{at} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(said(false)[..3], ["0 220", "70 250", "70 252"]);
    assert_eq!(said(true), ["0 220"], "what it had not written is gone");
}

/// Who lets a name fail sees the lookup fail that is under way.
#[test]
fn trouble_with_names_hits_what_is_under_way() {
    for failure in [DnsFailure::ServerFailure, DnsFailure::Timeout, DnsFailure::NoSuchName] {
        let mut run = run();
        let asks = |record: &Record| matches!(record.kind, Kind::Host(Fact::Attempt { .. }));
        let asked = run.trace().records().iter().position(asks).expect("it is tried");
        run.seek(asked + 1);
        let name = Domain::parse("example.net").expect("a domain");
        run.act(Command::FailDns(name, failure));
        run.run_to_end();
        let trace = run.trace();
        let answered = trace.records().iter().find_map(|record| match record.kind {
            Kind::Lookup { answer, .. } => Some(trace.name(answer)),
            _ => None,
        });
        let answered = answered.expect("it was asked for");
        assert!(!answered.contains("mx.example.net"), "{failure:?}: {answered}");
    }
}

const LARGE: &str = r#"
format = 1
until = "3h"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = [{ name = "bob", password = "tulip" }]
[[host]]
name = "desk.example.net"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
collect = "mx.example.net"
password = "tulip"
[[link]]
between = ["desk.example.net", "mx.example.net"]
rate = "56 kbit/s"
[[send]]
from = "alice@example.com"
to = "bob@example.net"
size = "900 kB"
[[collect]]
at = "5min"
account = "bob@example.net"
[[fault]]
at = "5min 20s"
offline = "desk.example.net"
"#;

/// The network takes no more of a message for the server's timer having run out (RFC 1939 §3).
#[test]
fn a_maildrop_is_not_read_out_into_a_cable_that_is_out() {
    let mut run = Timeline::new(Scenario::parse(LARGE).expect("a scenario"));
    run.run_to_end();
    let out = SimTime::START + SimDuration::from_secs(320);
    let trace = run.trace();
    let of_server = |kind: &Kind| match *kind {
        Kind::Block { conn, from: Side::Server, .. } => trace.conn(conn).port == 110,
        _ => false,
    };
    let read_out = trace.records().iter().filter(|record| of_server(&record.kind));
    let read_out: Vec<SimTime> = read_out.map(|record| record.at).collect();
    assert!(read_out.len() > 3, "it had begun");
    assert!(read_out.iter().all(|at| *at <= out + SimDuration::from_secs(60)), "{read_out:?}");
    let of_pop3 = |host: u32| {
        trace.records().iter().any(|record| match record.kind {
            Kind::Closed { conn, .. } | Kind::Reset { conn, .. } => {
                trace.conn(conn).port == 110 && record.host.0 == host
            }
            _ => false,
        })
    };
    assert!(of_pop3(MX.0), "the server does not wait for ever");
    assert_eq!(check::trace(trace), Ok(()));
}

/// Whoever has heard the other end close, and has no more to say, closes too (RFC 9293 §3.6).
#[test]
fn a_server_closes_behind_a_client_that_hangs_up() {
    for (line, hangs_up) in [("EHLO me.example", true), ("QUIT", false)] {
        let mut run = run();
        run.seek(run.len());
        let start = run.now();
        let dial = Command::Dial { from: MAIL, to: MX, port: 25, reading: Reading::AtOnce };
        let conn = run.act(dial).expect("a connection");
        let octets = Command::lines(line);
        run.act_at(start + SimDuration::from_secs(5), Command::Type { conn, octets });
        if hangs_up {
            let hang_up = Command::HangUp { conn, how: HangUp::Close };
            run.act_at(start + SimDuration::from_secs(10), hang_up);
        }
        run.run_to_end();
        let closed = run.trace().records().iter().filter_map(|record| match record.kind {
            Kind::Closed { conn: no, by } if no == conn => Some(by),
            _ => None,
        });
        let order =
            if hangs_up { [Side::Client, Side::Server] } else { [Side::Server, Side::Client] };
        assert_eq!(closed.collect::<Vec<_>>(), order, "{line}");
    }
}

/// Lines that are pasted go in one segment, though each is shown alone: who goes on before it has the
/// reply to EHLO knows of no PIPELINING yet, and DATA ends a group (RFC 2920 §3.1).
#[test]
fn what_is_pasted_too_early_is_a_breach() {
    let breaches = |pastes: &[&str]| {
        let mut run = run();
        run.seek(run.len());
        let start = run.now();
        let dial = Command::Dial { from: MAIL, to: MX, port: 25, reading: Reading::AtOnce };
        let conn = run.act(dial).expect("a connection");
        for (nth, paste) in (1..).zip(pastes) {
            let octets = Command::lines(paste);
            run.act_at(start + SimDuration::from_secs(5 * nth), Command::Type { conn, octets });
        }
        run.run_to_end();
        let trace = run.trace();
        let found = trace.records().iter().filter_map(|record| match &record.kind {
            Kind::Host(Fact::Violation { breach, .. }) => Some(breach.section),
            _ => None,
        });
        found.filter(|section| section.starts_with("RFC 2920")).collect::<Vec<_>>()
    };
    let envelope = "MAIL FROM:<alice@example.com>\nRCPT TO:<bob@example.net>\nDATA";
    let text = "Subject: x\n\nx\n.\nQUIT";
    assert_eq!(breaches(&["EHLO me.example", envelope, text]), [""; 0], "as it should be");
    let whole = format!("{envelope}\n{text}");
    assert_eq!(breaches(&["EHLO me.example", &whole]), ["RFC 2920 §3.1"]);
    let early = format!("EHLO me.example\n{envelope}");
    assert_eq!(breaches(&[&early, text]), ["RFC 2920 §3"], "nothing was offered yet");
    assert_eq!(breaches(&["HELO me.example", envelope, text]), ["RFC 2920 §3"; 2]);
}
