//! Random worlds, as many as there is time for in the gate; `cargo xtask soak` runs more.

use std::cell::Cell;

use relay_host::{Fact, MailId};
use relay_tests::soak::audit::Book;
use relay_tests::soak::run::{nothing_else, run};
use relay_tests::soak::soak;
use relayscope::World;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Trace};

/// Worlds of the gate.
const WORLDS: u64 = 30;

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
    let found = soak(WORLDS, 1, &nobody_waits, |_, _| {}).expect_err("somebody waits");
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
