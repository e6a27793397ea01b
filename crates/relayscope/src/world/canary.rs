//! Worlds that are falsified behind their own back: each kind of loss and doubling must be found,
//! by the watch in the event in which it happens and by looking at everything.

use std::sync::Arc;

use relay_host::{Fact, Host, MailRecord, Origin};
use relay_kernel::RecordId;
use relay_mail::{Bodies, Content, ForwardPath, ReversePath};

use super::World;
use crate::check::{self, Watch};
use crate::scenario::Scenario;
use crate::trace::{HostId, Kind, Trace};

/// A message from host 0 to host 1.
const ONE_HOP: &str = "
format = 1
[[host]]
name = \"h0.example\"
mailboxes = [\"u0@d0.example\"]
[[host]]
name = \"h1.example\"
mailboxes = [\"u1@d1.example\"]
[[send]]
from = \"u0@d0.example\"
to = \"u1@d1.example\"
";

/// Runs the world; in the event that records such a fact first, `falsify` does its work with the
/// host as it was before. Returns what the watch says, and what a look at everything says.
fn falsified(
    such: fn(&Fact) -> bool,
    falsify: fn(&mut World, HostId, Host),
) -> [Result<(), String>; 2] {
    let scenario = Scenario::parse(ONE_HOP).expect("a scenario");
    let mut trace = Trace::new();
    let mut world = World::new(Arc::new(scenario), &mut trace);
    let mut watch = Watch::new(&mut world).expect("nothing has happened");
    let mut seen = trace.records().len();
    loop {
        let before: Vec<Host> = world.places.iter().map(|place| place.host.clone()).collect();
        assert!(world.step(&mut trace), "the fact is recorded");
        let new = &trace.records()[seen..];
        let hit = new.iter().find(|it| matches!(&it.kind, Kind::Host(fact) if such(fact)));
        if let Some(HostId(no)) = hit.map(|it| it.host) {
            let host = HostId(no);
            falsify(&mut world, host, before[host.index()].clone());
            return [watch.check(&mut world), check::conservation(&world)];
        }
        seen = trace.records().len();
        watch.check(&mut world).expect("nothing is wrong yet");
    }
}

fn all_contain(told: &[Result<(), String>], words: &str) {
    for one in told {
        assert!(one.as_ref().is_err_and(|what| what.contains(words)), "{words}: {one:?}");
    }
}

#[test]
fn a_world_that_is_left_alone_is_sound() {
    let told = falsified(|fact| matches!(fact, Fact::Delivered { .. }), |_, _, _| {});
    assert_eq!(told, [Ok(()), Ok(())]);
}

#[test]
fn a_copy_that_is_dropped_behind_its_250_is_missed() {
    let told = falsified(
        |fact| matches!(fact, Fact::Accepted { .. }),
        |world, host, before| world.places[host.index()].host = before,
    );
    all_contain(&told, "is Queued, and stands in 0 queues and 0 maildrops");
}

#[test]
fn a_message_that_is_lost_from_its_maildrop_is_missed() {
    let told = falsified(
        |fact| matches!(fact, Fact::Delivered { .. }),
        |world, host, before| world.places[host.index()].host = before,
    );
    all_contain(&told, "is Delivered, and stands in ");
}

#[test]
fn a_copy_that_is_passed_on_and_kept_as_well_is_found() {
    let told = falsified(
        |fact| matches!(fact, Fact::Relayed { .. }),
        |world, host, before| world.places[host.index()].host = before,
    );
    all_contain(&told, "is Relayed, and stands in 1 queues");
}

#[test]
fn a_copy_at_a_host_that_never_took_it_is_found() {
    // Host 1 gets what host 0 has in its queue.
    let told = falsified(
        |fact| matches!(fact, Fact::Accepted { .. }),
        |world, _, _| {
            world.places[1].host = world.places[0].host.clone();
        },
    );
    let [_, everything] = told;
    all_contain(&[everything], "host 1 holds copy 0, which host 0 took");
}

/// A host that holds nothing.
fn before_all() -> Host {
    let scenario = Arc::new(Scenario::parse(ONE_HOP).expect("a scenario"));
    World::new(scenario, &mut Trace::new()).places[1].host.clone()
}

#[test]
fn a_change_that_nobody_notes_is_found_at_the_end() {
    let scenario = Arc::new(Scenario::parse(ONE_HOP).expect("a scenario"));
    let mut trace = Trace::new();
    let mut world = World::new(Arc::clone(&scenario), &mut trace);
    let mut watch = Watch::new(&mut world).expect("nothing has happened");
    while world.step(&mut trace) {
        watch.check(&mut world).expect("nothing is wrong");
    }
    assert_eq!(watch.clone().finish(&mut world), Ok(()));
    // The maildrop is emptied without a word to the journal.
    world.places[1].host = before_all();
    assert_eq!(watch.check(&mut world), Ok(()));
    all_contain(&[watch.finish(&mut world)], "is Delivered, and stands in 0 queues");
}

#[test]
fn a_fact_that_contradicts_an_earlier_one_is_found() {
    let told = falsified(
        |fact| matches!(fact, Fact::Delivered { .. }),
        |world, _, _| {
            let (mail, recipient) = (relay_host::MailId(1), 0);
            world.ledger.note(&Fact::ShownToUser { mail, recipient });
        },
    );
    all_contain(&told, "was Delivered and became ShownToUser");
}

/// A trace in which somebody reports on a message with the null path, or lets a report have a return
/// path and says nothing of it.
fn with_a_report(about_null: bool, returned: bool) -> Trace {
    let mut trace = Trace::new();
    trace.push(relay_kernel::SimTime::START, RecordId(0), HostId(0), Kind::Started);
    let content = trace.push_content(&Content::new(b"", &mut Bodies::new()));
    let somebody = relay_mail::Mailbox::parse("u0@d0.example").expect("a mailbox");
    let mut copy = |is_null: bool, origin| {
        let reverse_path =
            if is_null { ReversePath::Null } else { ReversePath::Mailbox(somebody.clone()) };
        let recipients = Box::new([ForwardPath::Postmaster]);
        let named = Box::default();
        let (host, queue_no) = (HostId(0), 0);
        trace.push_mail(
            host,
            MailRecord { queue_no, reverse_path, recipients, named, asked: None, content, origin },
        )
    };
    let about = copy(about_null, Origin::Written);
    let action = relay_host::Action::Failed;
    copy(!returned, Origin::Report { about, action });
    trace
}

#[test]
fn a_bounce_to_the_null_path_is_found() {
    assert_eq!(check::trace(&with_a_report(false, false)), Ok(()));
    all_contain(&[check::trace(&with_a_report(true, false))], "is a report about a report");
    let unannounced = check::trace(&with_a_report(false, true));
    all_contain(&[unannounced], "is a report with a return path, unannounced");
}
