//! "Why?" names what somebody broke, where that is why something went wrong.

use relay_host::Fact;
use relay_kernel::{RecordId, SimDuration};
use relay_view::{Show, why};
use relayscope::command::Command;
use relayscope::scenario::HostNo;
use relayscope::trace::{Kind, Record, Side, Trace, Transit};

const WORLD: &str = "format = 1\nuntil = \"3h\"\n\
     [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
     [[host]]\nname = \"mx.example.net\"\ndomains = [\"example.net\"]\nmailboxes = [\"bob\", \"carol\"]\n\
     [[host]]\nname = \"desk.example.net\"\n\
     [[account]]\naddress = \"bob@example.net\"\non = \"desk.example.net\"\n\
     [[send]]\nat = \"1min\"\nfrom = \"alice@example.com\"\nto = \"bob@example.net\"\n\
     [[collect]]\nat = \"20min\"\naccount = \"bob@example.net\"\n";

fn world(faults: &[&str]) -> Show {
    let faults = faults.iter().map(|it| format!("[[fault]]\n{it}\n"));
    let source = faults.fold(WORLD.to_owned(), |all, fault| all + &fault);
    let mut show = match Show::load(&source, None) {
        Ok(show) => show,
        Err(found) => panic!("{found:?}\n{source}"),
    };
    while show.compute_more() {}
    show
}

/// The commands that are named first for the first record of which `such` is true.
fn named(show: &Show, such: impl Fn(&Trace, &Record) -> bool) -> Vec<Command> {
    let trace = show.trace();
    let at = trace.records().iter().position(|record| such(trace, record));
    let id = RecordId::from_index(at.expect("it happens"));
    let (links, _) = why::chain(show.cast(), trace, id);
    let commands = links.iter().map_while(|link| match trace.record(link.id).kind {
        Kind::Command(command) => Some(trace.command(command).clone()),
        _ => None,
    });
    let commands: Vec<_> = commands.collect();
    let next = links.get(commands.len()).expect("and its causes follow");
    assert_eq!(Some(next.id), trace.causes(id).nth(1), "{links:?}");
    commands
}

fn is_deferred(_: &Trace, record: &Record) -> bool {
    matches!(record.kind, Kind::Host(Fact::Deferred { .. }))
}

fn says(start: &'static [u8]) -> impl Fn(&Trace, &Record) -> bool {
    move |trace, record| match record.kind {
        Kind::Line { from: Side::Server, start: at, len, .. } => {
            trace.octets(at, len).starts_with(start)
        }
        _ => false,
    }
}

const MAIL: HostNo = HostNo(0);
const MX: HostNo = HostNo(1);

#[test]
fn a_refusal_names_what_was_full() {
    let show = world(&["disk_full = \"mx.example.net\""]);
    assert_eq!(named(&show, says(b"452")), [Command::FillDisk(MX)]);
    assert_eq!(named(&show, is_deferred), [Command::FillDisk(MX)]);

    let show = world(&["mailbox_full = \"bob@example.net\""]);
    let [Command::FillMailbox(MX, whose)] = &named(&show, is_deferred)[..] else { panic!("full") };
    assert_eq!(whose.to_string(), "bob@example.net");

    let show = world(&["directory_down = \"mx.example.net\""]);
    assert_eq!(named(&show, says(b"451")), [Command::DirectoryDown(MX)]);
    assert_eq!(named(&show, says(b"-ERR [SYS/TEMP]")), [Command::DirectoryDown(MX)]);
    let failed = |_: &Trace, it: &Record| matches!(it.kind, Kind::Host(Fact::CollectFailed { .. }));
    assert_eq!(named(&show, failed), [Command::DirectoryDown(MX)]);
}

/// Whose name the server looks up led to its greeting, and not to what is said behind that.
#[test]
fn the_name_of_who_calls_is_no_cause_of_a_dialogue() {
    let show = world(&[]);
    let trace = show.trace();
    for id in (1..trace.records().len()).map(RecordId::from_index) {
        let (links, _) = why::chain(show.cast(), trace, id);
        for link in links.iter().skip(1) {
            let Kind::Lookup { question, .. } = trace.record(link.id).kind else { continue };
            assert!(!trace.name(question).starts_with("PTR "), "{links:?}");
        }
    }
}

#[test]
fn a_person_is_named_too() {
    let mut show = Show::load(include_str!("../../../web/lessons/direct.toml"), None)
        .expect("a good scenario");
    while show.compute_more() {}
    show.act(8, Command::FillDisk(MX));
    while show.compute_more() {}
    assert_eq!(named(&show, says(b"452")), [Command::FillDisk(MX)]);
    show.act(8, Command::CutLink([MX, MAIL]));
    while show.compute_more() {}
    let held =
        |_: &Trace, it: &Record| matches!(it.kind, Kind::Line { transit: Transit::HELD, .. });
    let waited = |_: &Trace, it: &Record| matches!(it.kind, Kind::Host(Fact::TimedOut { .. }));
    for named in [named(&show, held), named(&show, waited), named(&show, is_deferred)] {
        assert_eq!(named, [Command::CutLink([MX, MAIL])]);
    }
}

#[test]
fn what_cannot_be_reached_names_what_is_in_between() {
    let cut = Command::CutLink([MAIL, MX]);
    for (fault, command) in [
        ("link_cut = [\"mail.example.com\", \"mx.example.net\"]", cut),
        ("host_down = \"mx.example.net\"", Command::HostDown(MX)),
        ("offline = \"mx.example.net\"", Command::GoOffline(MX)),
        ("partition = [\"mx.example.net\"]", Command::Partition(vec![MX])),
    ] {
        let show = world(&[fault]);
        let failed = |_: &Trace, it: &Record| matches!(it.kind, Kind::DialFailed { .. });
        assert_eq!(named(&show, failed), std::slice::from_ref(&command));
        assert_eq!(named(&show, is_deferred), [command]);
    }
    let show = world(&["service_stopped = { host = \"mx.example.net\", service = \"smtp\" }"]);
    let [Command::StopServices(MX, _)] = named(&show, is_deferred)[..] else { panic!("none") };
}

#[test]
fn what_is_slow_or_breaks_is_named_for_what_is_lost() {
    let show = world(&["slow = { host = \"mx.example.net\", by = \"15min\" }"]);
    let slow = Command::SlowHost(MX, SimDuration::from_mins(15));
    let waited = |_: &Trace, it: &Record| matches!(it.kind, Kind::Host(Fact::TimedOut { .. }));
    assert_eq!(named(&show, waited), std::slice::from_ref(&slow));
    assert_eq!(named(&show, is_deferred), [slow]);

    let show = world(&[
        "connection_reset = { server = \"mx.example.net\", at = \"rcpt\" }",
        "connection_reset = { server = \"mx.example.net\" }",
    ]);
    let torn = |_: &Trace, it: &Record| matches!(it.kind, Kind::Reset { .. });
    for named in [named(&show, torn), named(&show, is_deferred)] {
        let [Command::BreakDialogue(it)] = &named[..] else { panic!("{named:?}") };
        assert_eq!(it.at, relayscope::scenario::DialoguePoint::Recipient);
    }
    let doubt = |_: &Trace, it: &Record| matches!(it.kind, Kind::Host(Fact::InDoubt { .. }));
    let lost = |trace: &Trace, it: &Record| {
        matches!(it.kind, Kind::Line { transit: Transit::NEVER, .. }) && says(b"250 2.6")(trace, it)
    };
    for named in [named(&show, doubt), named(&show, lost)] {
        let [Command::BreakDialogue(it)] = &named[..] else { panic!("{named:?}") };
        assert_eq!(it.at, relayscope::scenario::DialoguePoint::FinalReply);
    }
}

#[test]
fn a_lookup_that_fails_names_who_let_it() {
    let show = world(&["dns = { name = \"example.net\", answer = \"servfail\" }"]);
    for named in
        [named(&show, is_deferred), named(&show, |_, it| matches!(it.kind, Kind::Lookup { .. }))]
    {
        assert!(matches!(named[..], [Command::FailDns(..)]), "{named:?}");
    }
}

#[test]
fn what_was_mended_or_has_nothing_to_do_with_it_is_not_named() {
    let cut = "link_cut = [\"mail.example.com\", \"mx.example.net\"]";
    let show = world(&[
        "lasts = \"30s\"\nhost_down = \"mx.example.net\"",
        "disk_full = \"mx.example.net\"",
        "link_cut = [\"desk.example.net\", \"mx.example.net\"]",
        "offline = \"desk.example.net\"",
        cut,
    ]);
    assert_eq!(named(&show, is_deferred), [Command::CutLink([MAIL, MX])]);
    let show = world(&[
        &format!("lasts = \"10min\"\n{cut}"),
        "at = \"2min\"\nhost_down = \"mx.example.net\"\nlasts = \"10min\"",
    ]);
    let delivered = |_: &Trace, it: &Record| matches!(it.kind, Kind::Host(Fact::Delivered { .. }));
    assert_eq!(named(&show, delivered), []);
    let calm = world(&[]);
    for id in (1..calm.trace().records().len()).map(RecordId::from_index) {
        let (links, _) = why::chain(calm.cast(), calm.trace(), id);
        assert_eq!(links.first().map(|link| link.id), calm.trace().causes(id).nth(1));
    }
}

/// The newest of two comes first.
#[test]
fn the_newest_comes_first() {
    let show = world(&[
        "link_cut = [\"mail.example.com\", \"mx.example.net\"]",
        "at = \"30s\"\noffline = \"mx.example.net\"",
    ]);
    let both = [Command::GoOffline(MX), Command::CutLink([MAIL, MX])];
    assert_eq!(named(&show, is_deferred), both);
}
