//! A host in full: why it is as it is, and what it is set to.

use relay_host::Fact;
use relay_kernel::{RecordId, SimDuration};
use relay_mail::{Domain, Language, Mailbox};
use relay_view::map::State;
use relay_view::settings::Origin;
use relay_view::sheet::{Sheet, Waits};
use relay_view::{Show, why};
use relayscope::Setting;
use relayscope::command::Command;
use relayscope::scenario::{Break, ClockSkew, DialoguePoint, DnsFailure, HostNo, Services};
use relayscope::trace::{HostId, Kind};

use super::{LESSONS, show};

fn sheet(show: &mut Show, position: usize, name: &str) -> Sheet {
    let id = host(show, name);
    let (holdings, now) = (show.holdings(position), show.pace().time_at(position));
    Sheet::new(show.cast(), show.trace(), &holdings, id, now).expect("a host")
}

fn host(show: &Show, name: &str) -> HostId {
    show.cast().hosts().find(|(_, host)| host.name == name).expect("a host").0
}

#[test]
fn a_state_and_a_wait_have_a_cause() {
    let mut show = show("next-hop-down");
    let positions = 0..=show.pace().len();
    let is_waiting = |at: &usize| {
        let sheet = sheet(&mut show, *at, "mail.example.com");
        sheet.queue.first().is_some_and(|row| matches!(row.waits, Waits::Attempt { .. }))
    };
    let at = positions.clone().find(is_waiting).expect("it waits");
    let row = sheet(&mut show, at, "mail.example.com").queue.remove(0);
    let kind = |show: &Show, id: RecordId| show.trace().record(id).kind.clone();
    assert!(matches!(kind(&show, row.because), Kind::Host(Fact::Deferred { .. })), "{row:?}");
    let down = sheet(&mut show, at, "mx.example.net");
    assert_eq!(down.state, State::Down);
    let because = down.because.expect("somebody switched it off");
    assert!(matches!(kind(&show, because), Kind::Command(_)));
    let (links, _) = why::whole_chain(show.cast(), show.trace(), because);
    assert!(links[0].text.contains("mx.example.net goes down"), "{links:?}");
    // What is in its turn is there because it was taken.
    let is_due = |at: &usize| {
        let sheet = sheet(&mut show, *at, "mail.example.com");
        sheet.queue.first().is_some_and(|row| matches!(row.waits, Waits::Turn { .. }))
    };
    let at = positions.clone().find(is_due).expect("it is tried");
    let row = sheet(&mut show, at, "mail.example.com").queue.remove(0);
    assert!(matches!(kind(&show, row.because), Kind::Host(Fact::Accepted { .. })), "{row:?}");
    assert_eq!(row.waits, Waits::Turn { before: None });
    // What came of it the last time is told while it is tried again.
    let again = |at: &usize| {
        let row = sheet(&mut show, *at, "mail.example.com").queue;
        matches!(row.first(), Some(row) if row.attempts == 2 && matches!(row.waits, Waits::Turn { .. }))
    };
    let second = positions.clone().find(again).expect("it is tried again");
    let waits = sheet(&mut show, second, "mail.example.com").queue.remove(0).waits;
    let Waits::Turn { before: Some(before) } = waits else { panic!("{waits:?}") };
    assert!(before.contains("mx.example.net"), "{before}");
    // At a host that is off nothing is tried, because somebody switched it off.
    let position = show.act(at, Command::HostDown(HostNo(host(&show, "mail.example.com").0)));
    let row = sheet(&mut show, position, "mail.example.com").queue.remove(0);
    assert!(matches!(row.waits, Waits::Host { .. }), "{row:?}");
    assert!(matches!(kind(&show, row.because), Kind::Command(_)), "{row:?}");
    show.reset(position);
    while show.compute_more() {}
    let end = *positions.end();
    assert_eq!(sheet(&mut show, end, "mx.example.net").because, None, "it works again");
}

#[test]
fn each_state_of_a_host_has_its_cause_and_the_one_that_weighs_most_is_told() {
    let mut show = show("relay");
    let mx = HostNo(host(&show, "mx.example.net").0);
    let name = |name| Domain::parse(name).expect("a name");
    let whose = Mailbox::parse("bob@example.net").expect("an address");
    // Each weighs more than those before it.
    let late = ClockSkew { span: SimDuration::from_hours(1), behind: true };
    let right = ClockSkew { span: SimDuration::ZERO, behind: false };
    let worse = [
        (Command::SetClock(mx, late), State::ClockWrong),
        (
            Command::BreakDialogue(Break {
                server: mx,
                client: None,
                at: DialoguePoint::FinalReply,
                times: 1,
            }),
            State::Breaking,
        ),
        (Command::SlowHost(mx, SimDuration::from_secs(9)), State::Slow),
        (Command::FillMailbox(mx, whose), State::MailboxFull),
        (Command::FailDns(name("example.net"), DnsFailure::Timeout), State::NamesFail),
        (Command::DirectoryDown(mx), State::DirectoryDown),
        (Command::FillDisk(mx), State::Full),
        (
            Command::StopServices(mx, Services { smtp: true, ..Services::default() }),
            State::Refusing,
        ),
        (Command::GoOffline(mx), State::Offline),
        (Command::HostDown(mx), State::Down),
    ];
    let mut position = 0;
    for (command, state) in worse {
        position = show.act(position, command.clone());
        let sheet = sheet(&mut show, position, "mx.example.net");
        assert_eq!(sheet.state, state);
        // Whatever is worse, the clock is still wrong.
        assert_eq!(sheet.clock.as_deref(), Some("its clock is 1\u{a0}h behind"), "{state:?}");
        let because = sheet.because.expect("somebody did it");
        let Kind::Command(no) = show.trace().record(because).kind else { panic!("a command") };
        assert_eq!(*show.trace().command(no), command, "{state:?}");
    }
    let position = show.act(0, Command::SetClock(mx, late));
    let position = show.act(position, Command::SetClock(mx, right));
    let sheet = sheet(&mut show, position, "mx.example.net");
    assert_eq!((sheet.state, sheet.because), (State::Up, None));
}

#[test]
fn a_clock_is_wrong_from_the_start_and_is_set_right() {
    let source = r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
clock_behind = "125min"
[[send]]
from = "alice@example.com"
to = "alice@example.com"
"#;
    let mut show = Show::load(source, None).expect("a good scenario");
    let wrong = sheet(&mut show, 1, "mail.example.com");
    assert_eq!((wrong.state, wrong.because), (State::ClockWrong, None), "nobody did it");
    assert_eq!(wrong.clock.as_deref(), Some("its clock is 2\u{a0}h 5\u{a0}min behind"));
    show.set_language(Language::German);
    let wrong = sheet(&mut show, 1, "mail.example.com");
    assert_eq!(wrong.clock.as_deref(), Some("die Uhr geht 2\u{a0}h 5\u{a0}min nach"));
    let right = ClockSkew { span: SimDuration::ZERO, behind: false };
    let position = show.act(1, Command::SetClock(HostNo(0), right));
    let sheet = sheet(&mut show, position, "mail.example.com");
    assert_eq!((sheet.state, sheet.clock), (State::Up, None));
}

#[test]
fn a_host_is_not_found_where_a_name_of_its_mail_fails() {
    let state = |failing: &[&str], mended: &[&str], name: &str| {
        let mut show = show("relay");
        let mut position = 0;
        let domain = |name: &&str| Domain::parse(name).expect("a name");
        for name in failing.iter().map(domain) {
            position = show.act(position, Command::FailDns(name, DnsFailure::NoSuchName));
        }
        for name in mended.iter().map(domain) {
            position = show.act(position, Command::MendDns(name));
        }
        sheet(&mut show, position, name).state
    };
    let mx = "mx.example.net";
    // Its own name, its domain, and what is above both.
    for failing in [mx, "example.net", "net"] {
        assert_eq!(state(&[failing], &[], mx), State::NamesFail, "{failing}");
        assert_eq!(state(&[failing], &[failing], mx), State::Up, "{failing}");
    }
    assert_eq!(state(&["www.mx.example.net"], &[], mx), State::Up, "nobody asks for that");
    assert_eq!(state(&["example.net", "mx.example.net"], &["example.net"], mx), State::NamesFail);
    // Nobody looks for a client.
    assert_eq!(state(&["example.net"], &[], "desk.example.net"), State::Up);
}

#[test]
fn every_setting_is_told_with_where_it_comes_from() {
    for (name, _) in LESSONS {
        let mut show = show(name);
        let ids: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
        for id in ids {
            let all = show.settings(0, id);
            assert!(all.iter().all(|it| !it.title.is_empty() && !it.value.is_empty()), "{all:?}");
            let mut titles: Vec<&str> = all.iter().map(|it| it.title).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), all.len(), "{name}");
        }
    }
    let mut show = show("relay");
    let id = host(&show, "mx.example.net");
    let found = |show: &mut Show, position: usize, title: &str| {
        let all = show.settings(position, id);
        let titles: Vec<&str> = all.iter().map(|it| it.title).collect();
        all.iter().find(|it| it.title == title).cloned().unwrap_or_else(|| panic!("{titles:?}"))
    };
    for title in [
        "Services",
        "Habits of",
        "Retry schedule",
        "SMTP extensions",
        "Largest message",
        "Greylisting",
        "Policies",
        "Smart host",
        "Reports",
        "Waits for",
        "Clock",
    ] {
        assert!(!matches!(found(&mut show, 0, title).origin, Origin::Hand(_)), "{title}");
    }
    assert_eq!(found(&mut show, 0, "Greylisting").value, "off");
    let delay = Setting::Greylisting(SimDuration::from_mins(5));
    let position = show.act(0, Command::Set(HostNo(id.0), delay));
    let changed = found(&mut show, position, "Greylisting");
    assert_eq!(changed.value, "strangers wait 5 minutes");
    let Origin::Hand(because) = changed.origin else { panic!("{changed:?}") };
    assert!(matches!(show.trace().record(because).kind, Kind::Command(_)));
    assert!(matches!(found(&mut show, 0, "Greylisting").origin, Origin::Usual));
}
