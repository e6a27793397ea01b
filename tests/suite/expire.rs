//! Messages that a POP3 server keeps for some days and no longer (RFC 2449 §6.7).

use relay_host::Fact;
use relay_kernel::{SimDuration, SimTime};
use relayscope::scenario::{HostNo, Scenario};
use relayscope::trace::{Kind, Writer};
use relayscope::{Command, Timeline, check};

const SERVER: HostNo = HostNo(0);

fn source(pop3: &str, collect: &str) -> String {
    format!(
        r#"
format = 1
until = "20d"
[[host]]
name = "mail.example.com"
mailboxes = ["ann@example.com"]
pop3 = {{ {pop3} }}
[[host]]
name = "pc.example.com"
[[account]]
address = "ann@example.com"
on = "pc.example.com"
leave_on_server = true
[[send]]
from = "bob@example.org"
on = "mail.example.com"
to = "ann@example.com"
count = 3
every = "1d"
{collect}
"#
    )
}

/// A run to its end, with commands given at some moments in order.
fn run(source: &str, commands: &[(SimTime, Command)]) -> Timeline {
    let mut run = Timeline::new(Scenario::parse(source).expect("a scenario"));
    for (at, command) in commands {
        run.act_at(*at, command.clone());
    }
    run.run_to_end();
    for place in 0..=run.len() {
        run.seek(place);
        assert_eq!(check::conservation(run.world()), Ok(()), "after record {place}");
    }
    assert_eq!(check::trace(run.trace()), Ok(()));
    let text = |run: &Timeline| Writer::new(run.trace(), run.world().scenario()).all();
    let first = text(&run);
    for place in [0, run.len() / 2, run.len()] {
        run.seek(place);
    }
    assert_eq!(text(&run), first, "seeking comes to the same");
    run
}

/// The hours at which such facts stand in the trace.
fn hours(run: &Timeline, such: impl Fn(&Fact) -> bool) -> Vec<u64> {
    let records = run.trace().records().iter();
    let found = records.filter(|record| matches!(&record.kind, Kind::Host(fact) if such(fact)));
    found.map(|record| record.at.since(SimTime::START).as_secs() / 3600).collect()
}

fn expired(fact: &Fact) -> bool {
    matches!(fact, Fact::Expired { .. })
}

fn hour(hours: u64) -> SimTime {
    SimTime::START + SimDuration::from_hours(hours)
}

#[test]
fn each_message_goes_days_after_its_delivery() {
    let run = run(&source("expire = 3", ""), &[]);
    assert_eq!(hours(&run, expired), [72, 96, 120]);
    let held = run.world().hosts().flat_map(|(_, host)| host.maildrops());
    assert_eq!(held.map(|drop| drop.items().len()).sum::<usize>(), 0);
}

#[test]
fn without_days_nothing_expires() {
    for pop3 in ["expire = 0", "expire = \"never\"", "apop = false"] {
        let run = run(&source(pop3, ""), &[]);
        assert_eq!(hours(&run, expired), [0; 0], "{pop3}");
        let held = run.world().hosts().flat_map(|(_, host)| host.maildrops());
        assert_eq!(held.map(|drop| drop.items().len()).sum::<usize>(), 3, "{pop3}");
    }
}

#[test]
fn what_was_fetched_goes_at_once_with_expire_0() {
    let collect = "[[collect]]\nat = \"30h\"\naccount = \"ann@example.com\"";
    let run = run(&source("expire = 0", collect), &[]);
    // Two of three were there, and the client deletes nothing itself.
    let deleted = hours(&run, |fact| matches!(fact, Fact::Deleted { .. }));
    assert_eq!(deleted, [30, 30]);
    assert_eq!(hours(&run, expired), [0; 0]);
}

#[test]
fn what_is_due_while_the_host_is_off_goes_when_it_is_on() {
    let power = [(hour(60), Command::HostDown(SERVER)), (hour(100), Command::HostUp(SERVER))];
    let run = run(&source("expire = 3", ""), &power);
    assert_eq!(hours(&run, expired), [100, 100, 120]);
}

#[test]
fn a_session_that_ends_without_quit_lets_go_of_what_is_due() {
    // Somebody logs in and says no more; ten minutes later the server closes.
    let mut run = Timeline::new(Scenario::parse(&source("expire = 3", "")).expect("a scenario"));
    let just_before = hour(72) - SimDuration::from_mins(5);
    let (from, to) = (HostNo(1), SERVER);
    let reading = relayscope::command::Reading::AtOnce;
    let conn = run.act_at(just_before, Command::Dial { from, to, port: 110, reading });
    let conn = conn.expect("a terminal");
    for line in ["USER ann", "PASS secret", "LIST"] {
        run.act(Command::Type { conn, octets: Command::lines(line) });
    }
    run.run_to_end();
    run.seek(run.len());
    assert_eq!(check::conservation(run.world()), Ok(()));
    let records = run.trace().records().iter();
    let first = records.filter(|record| matches!(&record.kind, Kind::Host(fact) if expired(fact)));
    let first = first.map(|record| record.at).next().expect("it goes in the end");
    let silence = first.since(just_before);
    let ten = SimDuration::from_mins(10);
    assert!(silence >= ten && silence < ten + SimDuration::from_secs(1), "{silence}");
}
