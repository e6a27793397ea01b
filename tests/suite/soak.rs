//! Random worlds, as many as there is time for in the gate; `cargo xtask soak` runs more.

use std::cell::Cell;

use relay_host::{Fact, MailId};
use relay_tests::soak::audit::Book;
use relay_tests::soak::run::{fates, nothing_else, run};
use relay_tests::soak::soak;
use relayscope::World;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Trace};

/// Worlds of the gate.
const WORLDS: u64 = 30;
/// Where the canary looks for somebody who waits: a world whose trouble two hosts are enough for.
const CANARY: u64 = 3;

#[test]
fn random_worlds_keep_their_promises() {
    let total = soak(WORLDS, 1, &nothing_else, |_, _| {}).unwrap_or_else(|it| panic!("{it}"));
    // They would prove nothing if nothing happened in them.
    assert_eq!(total.worlds, WORLDS);
    assert!(total.fates.iter().all(|count| *count > 0), "{total}");
}

/// The canary: a promise that worlds do break must be found broken, and shown in its smallest form.
#[test]
fn the_canary_is_found_and_made_small() {
    let nobody_waits = |_: &World, trace: &Trace| {
        let waits = |kind: &Kind| matches!(kind, Kind::Host(Fact::Deferred { .. }));
        match trace.records().iter().find(|record| waits(&record.kind)) {
            Some(record) => Err(format!("somebody waits at {:?}", record.at)),
            None => Ok(()),
        }
    };
    let found = soak(WORLDS, CANARY, &nobody_waits, |_, _| {}).expect_err("somebody waits");
    let told = found.to_string();
    let line = format!("cargo xtask soak --worlds 1 --seed {}", found.seed);
    assert!(told.contains(&line) && told.contains(&found.smallest), "{told}");
    assert!(found.smallest.matches("[[host]]").count() <= 2, "{told}");
    assert_eq!(found.smallest.matches("[[send]]").count(), 1, "{told}");
    // What is left can be read, breaks this promise, and keeps all others.
    assert!(run(&found.smallest, &nobody_waits).is_err());
    run(&found.smallest, &nothing_else).unwrap_or_else(|it| panic!("{it}"));
}

#[test]
fn a_panic_is_a_finding() {
    let asked = Cell::new(0);
    let panics = |world: &World, _: &Trace| {
        asked.set(asked.get() + 1);
        assert!(world.scenario().hosts.is_empty(), "a deliberate panic");
        Ok(())
    };
    let text = "format = 1\n[[host]]\nname = \"a.example\"\n";
    let found = run(text, &panics).expect_err("it panics");
    assert_eq!((found.promise, asked.get()), ("nothing panics", 1));
    assert!(found.what.contains("a deliberate panic"), "{found}");
}

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

/// A world that stops while somebody waits: no queue may be left, nor a session.
#[test]
fn who_waits_for_ever_is_found() {
    let mut trace = Trace::new();
    let mut world = World::new(Scenario::parse(ONE_HOP).expect("a scenario").into(), &mut trace);
    assert!(fates(&world, &trace).is_ok());
    let mut told = Vec::new();
    while world.step(&mut trace) {
        told.extend(fates(&world, &trace).err().map(|it| it.to_string()));
    }
    let found = |words: &str| told.iter().any(|what| what.contains(words));
    assert!(found("every queue drains or expires: 1 entries are left at h0.example"), "{told:?}");
    assert!(found("every session ends: 1 sessions are left at h0.example"), "{told:?}");
    assert_eq!(fates(&world, &trace).map(|fates| fates[..2].to_vec()), Ok(vec![1, 1]));
}

/// The same in a run of its own: the destination is down for longer than the run.
#[test]
fn a_world_that_does_not_get_quiet_is_found() {
    let down = "[[fault]]\nservice_stopped = { host = \"h1.example\" }\n";
    let text = format!("{ONE_HOP}{down}").replacen("format = 1", "format = 1\nuntil = \"1d\"", 1);
    let found = run(&text, &nothing_else).expect_err("it waits for five days");
    assert_eq!(found.promise, "every world gets quiet");
    let text = text.replacen("1d", "6d", 1);
    run(&text, &nothing_else).unwrap_or_else(|it| panic!("{it}"));
}

/// A report with a return path is a violation where nobody asked for it.
#[test]
fn a_bounce_that_can_bounce_is_found() {
    let text = ONE_HOP.replacen("to = \"u1@", "to = \"nobody@", 1);
    let breaking = text.replacen(
        "name = \"h1.example\"",
        "name = \"h1.example\"\npolicy = { unknown_users = \"bounce\" }\n\
         bounces = { break_null_path_rule = true }",
        1,
    );
    let asked = Scenario::parse(&breaking).expect("a scenario");
    let mut trace = Trace::new();
    let mut world = World::new(asked.clone().into(), &mut trace);
    while world.step(&mut trace) {}
    assert_eq!(Book::of(&trace, &asked).audit(), Ok(0));
    let not_asked = Scenario::parse(&text).expect("a scenario");
    let told = Book::of(&trace, &not_asked).audit();
    assert!(told.is_err_and(|what| what.contains("breaks the null-path rule unasked")));
}

/// Every way in which a hand-over can be wrong is seen, when the book is falsified in that way.
#[test]
fn a_falsified_book_is_found_out() {
    let scenario = Scenario::parse(ONE_HOP).expect("a scenario");
    let mut trace = Trace::new();
    let mut world = World::new(scenario.clone().into(), &mut trace);
    while world.step(&mut trace) {}
    let told = |falsify: fn(&mut Book<'_>)| {
        let mut book = Book::of(&trace, &scenario);
        assert_eq!(book.hand_overs.len(), 1);
        falsify(&mut book);
        book.audit()
    };
    assert_eq!(told(|_| {}), Ok(0));
    let lost = told(|book| book.hand_overs[0].taken.clear());
    assert!(lost.is_err_and(|what| what.contains("went to nobody")));
    let twice = told(|book| book.hand_overs[0].taken.push(MailId(1)));
    assert!(twice.is_err_and(|what| what.contains("taken 2 times")));
    let again = told(|book| book.hand_overs[0].passed.clear());
    assert!(again.is_err_and(|what| what.contains("stays as well")));
    let unheard = told(|book| book.hand_overs[0].answered = None);
    assert!(unheard.is_err_and(|what| what.contains("without an answer")));
    let lost_reply = told(|book| {
        book.hand_overs[0].passed.clear();
        book.hand_overs[0].answered = None;
    });
    assert_eq!(lost_reply, Ok(1));
}
