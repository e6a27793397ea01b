//! Walking a run in both directions always leads to the same places.

use core::fmt::Write as _;

use proptest::prelude::*;
use relay_tests::scenario::{all, timeline};
use relayscope::{Direction, Grain, Timeline};

/// Everything that a user can see of a world: queues, maildrops, inboxes and the clock.
fn state(timeline: &Timeline) -> String {
    let world = timeline.world();
    let mut text = format!("{} {:?} {}\n", timeline.position(), world.now(), world.steps());
    for (id, host) in world.hosts() {
        let up = world.is_up(id);
        let queue: Vec<_> = host.queue().entries().collect();
        let (drops, accounts) = (host.maildrops(), host.accounts());
        let sessions = host.session_count();
        writeln!(text, "{id} {up} {queue:?} {drops:?} {accounts:?} {sessions}").expect("text");
    }
    text
}

/// The state after a fresh run to `position`.
fn fresh(run: &Timeline, position: usize) -> String {
    let mut other = timeline((**run.world().scenario()).clone());
    other.seek(position);
    state(&other)
}

#[test]
fn every_place_can_be_reached_from_both_sides() {
    for (name, scenario) in all() {
        let mut run = timeline(scenario);
        let end = run.len();
        for place in [end, 0, end / 2, end / 3, end, 1] {
            run.seek(place);
            assert_eq!(state(&run), fresh(&run, place), "{name}: sought {place}");
        }
    }
}

#[test]
fn steps_forward_and_back_are_inverse() {
    for (name, scenario) in all() {
        let mut run = timeline(scenario);
        run.seek(0);
        for grain in [Grain::Line, Grain::Session, Grain::Hop, Grain::Moment] {
            let mut places = vec![run.position()];
            while run.step(grain, Direction::Forward) {
                assert!(run.position() > *places.last().expect("it has a start"), "{name}");
                places.push(run.position());
            }
            assert_eq!(places.last(), Some(&run.len()), "{name}: {grain:?} reaches the end");
            while run.step(grain, Direction::Back) {}
            assert_eq!(Some(&run.position()), places.first(), "{name}: {grain:?} leads back");
        }
    }
}

#[test]
fn going_back_ends_at_the_same_event_as_going_forward() {
    for (name, scenario) in all() {
        let (mut back, mut forward) = (timeline(scenario.clone()), timeline(scenario));
        for place in (0..=back.len()).step_by(7) {
            forward.seek(place);
            back.seek(back.len());
            back.seek(place);
            let events = (back.world().steps(), forward.world().steps());
            assert_eq!(events.0, events.1, "{name}: record {place}");
        }
    }
}

#[test]
fn a_command_in_the_past_makes_another_future_and_replays() {
    for (name, scenario) in all() {
        let mut run = timeline(scenario);
        let untouched = run.trace().records().to_vec();
        run.seek(run.len() / 2);
        let at = run.position();
        run.act(relayscope::Command::HostDown(relayscope::scenario::HostNo(0)));
        assert!(run.len() <= at + 8, "{name}: the old future is gone");
        run.run_to_end();
        assert_eq!(run.trace().records()[..at], untouched[..at], "{name}: the past stays");
        run.seek(run.len());
        let end = state(&run);
        run.seek(0);
        run.seek(run.len());
        assert_eq!(state(&run), end, "{name}: the journal is carried out again");
    }
}

/// Not every event writes a record, so a checkpoint of the old future may look like one of the past.
#[test]
fn a_command_at_any_place_gives_up_the_whole_future() {
    for (name, scenario) in all() {
        let run = timeline(scenario);
        // Long runs show nothing that short ones do not.
        let places = if run.len() < 200 { 0..run.len() } else { 0..0 };
        for place in places {
            let mut other = run.clone();
            other.seek(place);
            other.act(relayscope::Command::HostDown(relayscope::scenario::HostNo(0)));
            other.run_to_end();
            other.seek(other.len());
            let end = state(&other);
            other.seek(place);
            other.seek(other.len());
            assert_eq!(state(&other), end, "{name}: a command at {place}");
        }
    }
}

/// A message from one host to another, and `more` of it or beside it.
fn one_message(until: &str, more: &str) -> relayscope::scenario::Scenario {
    let source = format!(
        r#"
        format = 1
        until = "{until}"
        [[host]]
        name = "mail.example.com"
        mailboxes = ["alice@example.com"]
        [[host]]
        name = "mx.example.net"
        mailboxes = ["bob@example.net"]
        [[send]]
        from = "alice@example.com"
        to = "bob@example.net"
        {more}
        "#
    );
    relayscope::scenario::Scenario::parse(&source).expect("a good scenario")
}

/// A scenario may end while mail waits; who acts there sees what becomes of it.
#[test]
fn a_run_goes_on_beyond_its_scenario_where_somebody_acts() {
    let scenario = one_message("1h", "[[fault]]\nhost_down = \"mx.example.net\"");
    let until = scenario.until;
    let last_at = |run: &Timeline| run.trace().records().last().expect("it has a start").at;
    let bounces = |run: &Timeline| {
        let is_bounce = |record: &&relayscope::trace::Record| {
            matches!(&record.kind, relayscope::trace::Kind::Host(relay_host::Fact::Reported { .. }))
        };
        run.trace().records().iter().filter(is_bounce).count()
    };
    let mut run = Timeline::new(scenario.clone());
    run.run_to_end();
    assert_eq!((run.horizon(), bounces(&run)), (until, 0));
    assert!(last_at(&run) <= until);

    run.seek(run.len());
    run.act(relayscope::Command::FillDisk(relayscope::scenario::HostNo(1)));
    run.run_to_end();
    assert_eq!(bounces(&run), 1);
    let days = relay_kernel::SimDuration::from_days;
    assert_eq!(run.horizon(), run.journal()[0].at + days(10));
    assert!(last_at(&run) > until && run.horizon() >= last_at(&run));

    let mut again = Timeline::with_journal(scenario.clone(), run.journal().to_vec());
    again.run_to_end();
    assert_eq!(again.trace().records(), run.trace().records());
    assert_eq!(again.horizon(), run.horizon());
    // The last deed counts.
    run.act_at(until + days(2), relayscope::Command::FreeDisk(relayscope::scenario::HostNo(1)));
    assert_eq!(run.horizon(), until + days(12));

    // A run with which it is compared has the same time.
    let mut alone = Timeline::new(scenario.clone());
    alone.run_to_end();
    assert!(alone.go_on_to(run.horizon()) && !alone.go_on_to(until));
    alone.run_to_end();
    assert_eq!((bounces(&alone), alone.horizon()), (1, run.horizon()));
    // What is done there is done again, though the scenario itself ends before.
    alone.act_at(until + days(1), relayscope::Command::FillDisk(relayscope::scenario::HostNo(0)));
    alone.run_to_end();
    let mut again = Timeline::with_journal(scenario.clone(), alone.journal().to_vec());
    again.run_to_end();
    assert_eq!(again.trace().records(), alone.trace().records());

    // A link may name the last of all moments, and places that no run comes to.
    let mut far = run.journal()[..1].to_vec();
    far[0].at = relay_kernel::SimTime::MAX;
    let mut late = Timeline::with_journal(scenario.clone(), far.clone());
    late.run_to_end();
    assert!(late.horizon() <= relay_kernel::SimTime::START + days(3_670), "{:?}", late.horizon());
    far[0].after = u64::MAX;
    let mut never = Timeline::with_journal(scenario.clone(), far);
    never.run_to_end();
    assert!(never.horizon() <= relay_kernel::SimTime::START + days(3_660), "{:?}", never.horizon());

    // Of a longer scenario nothing is cut off.
    let mut long = scenario;
    long.until = until + days(30);
    let mut run = Timeline::new(long);
    run.act(relayscope::Command::FillDisk(relayscope::scenario::HostNo(1)));
    assert_eq!(run.horizon(), until + days(30));
}

/// What a scenario plans ends with it: who acts would else be blamed for what would have come anyway.
#[test]
fn nothing_that_is_planned_begins_behind_the_end() {
    let scenario = one_message("10s", "count = 50\nevery = \"1s\"");
    let sent = |run: &Timeline| {
        let is_sent = |record: &&relayscope::trace::Record| match record.kind {
            relayscope::trace::Kind::Command(id) => {
                matches!(run.trace().command(id), relayscope::Command::Send { .. })
            }
            _ => false,
        };
        run.trace().records().iter().filter(is_sent).count()
    };
    let mut run = Timeline::new(scenario);
    run.run_to_end();
    assert_eq!(sent(&run), 11);
    run.seek(0);
    run.act(relayscope::Command::FillDisk(relayscope::scenario::HostNo(0)));
    run.run_to_end();
    assert_eq!(sent(&run), 11);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_walk_ends_where_a_fresh_run_is(
        which in any::<prop::sample::Index>(),
        walk in prop::collection::vec((0_u8..3, any::<prop::sample::Index>()), 1..8),
    ) {
        let scenarios = all();
        let (name, scenario) = which.get(&scenarios).clone();
        let mut run = timeline(scenario);
        for (kind, place) in walk {
            match kind {
                0 => run.seek(place.index(run.len() + 1)),
                1 => {
                    run.step(Grain::Line, Direction::Back);
                }
                _ => {
                    run.step(Grain::Moment, Direction::Forward);
                }
            }
        }
        prop_assert_eq!(state(&run), fresh(&run, run.position()), "{}", name);
    }
}

fn hours(hours: u64) -> relay_kernel::SimTime {
    relay_kernel::SimTime::START + relay_kernel::SimDuration::from_hours(hours)
}

/// When a command was given, by whomever.
fn given(run: &Timeline, command: &relayscope::Command) -> Vec<relay_kernel::SimTime> {
    let is_it = |record: &&relayscope::trace::Record| match record.kind {
        relayscope::trace::Kind::Command(id) => run.trace().command(id) == command,
        _ => false,
    };
    run.trace().records().iter().filter(is_it).map(|record| record.at).collect()
}

/// Windows of ten minutes, `more` of them.
fn windows(more: &str) -> String {
    format!("[[dial_up]]\nhost = \"mx.example.net\"\nlasts = \"10min\"\n{more}")
}

const GO_ONLINE: relayscope::Command =
    relayscope::Command::GoOnline(relayscope::scenario::HostNo(1));
const GO_OFFLINE: relayscope::Command =
    relayscope::Command::GoOffline(relayscope::scenario::HostNo(1));
const FILL_DISK: relayscope::Command =
    relayscope::Command::FillDisk(relayscope::scenario::HostNo(1));

const TEN_MINUTES: relay_kernel::SimDuration = relay_kernel::SimDuration::from_secs(600);

/// Who is online only in windows is so as well where the run goes on.
#[test]
fn dial_up_windows_go_on_with_the_run() {
    let scenario = one_message("8h", &windows("at = \"1h\"\nevery = \"6h\""));
    let mut alone = Timeline::new(scenario.clone());
    alone.run_to_end();
    assert_eq!(given(&alone, &GO_ONLINE), [1, 7].map(hours));

    let mut run = Timeline::new(scenario.clone());
    run.act_at(hours(7), FILL_DISK);
    run.run_to_end();
    // Ten days behind the deed and not a round more.
    let all: Vec<_> = (0..=41).map(|nth| hours(1 + 6 * nth)).collect();
    assert_eq!((given(&run, &GO_ONLINE), run.horizon()), (all.clone(), hours(247)));
    let mut again = Timeline::with_journal(scenario, run.journal().to_vec());
    again.run_to_end();
    assert_eq!(again.trace().records(), run.trace().records());
    // Walking back and forth over the end changes nothing.
    again.seek(again.len());
    for place in [run.len() / 2, run.len() / 4, run.len() - 3] {
        run.seek(place);
        run.seek(0);
        run.seek(run.len());
    }
    assert_eq!(state(&run), state(&again));
    // A run beside it has as many.
    alone.go_on_to(run.horizon());
    alone.run_to_end();
    assert_eq!(given(&alone, &GO_ONLINE), all);
}

#[test]
fn windows_end_where_the_file_says_so_and_the_last_one_closes() {
    for (more, expected) in [
        ("at = \"1h\"\nevery = \"6h\"\nuntil = \"2h\"", &[1][..]),
        // Their own end lies behind the scenario's.
        ("at = \"1h\"\nevery = \"6h\"\nuntil = \"20h\"", &[1, 7, 13, 19]),
        // All of them do.
        ("at = \"100h\"\nevery = \"60h\"", &[100, 160, 220]),
        ("at = \"100h\"", &[100]),
    ] {
        let mut run = Timeline::new(one_message("8h", &windows(more)));
        run.act(FILL_DISK);
        run.run_to_end();
        let expected: Vec<_> = expected.iter().copied().map(hours).collect();
        assert_eq!(given(&run, &GO_ONLINE), expected, "{more}");
        assert_eq!(
            given(&run, &GO_OFFLINE).last(),
            expected.last().map(|at| *at + TEN_MINUTES).as_ref(),
            "{more}"
        );
    }
    // So many that there is an end of them: the run stays one that a page can show.
    let many = "[[dial_up]]\nhost = \"mx.example.net\"\nlasts = \"1s\"\nevery = \"3s\"";
    let mut run = Timeline::new(one_message("1min", many));
    run.act(FILL_DISK);
    run.run_to_end();
    assert_eq!(given(&run, &GO_ONLINE).len(), 21 + 5_000);
    assert!(given(&run, &GO_OFFLINE).last() > given(&run, &GO_ONLINE).last());
    assert!(run.len() < 40_000, "{}", run.len());
}

/// What arrives behind the end is collected when it is time, and nobody asks in vain a thousand times.
#[test]
fn mail_that_arrives_behind_the_end_is_collected() {
    let client = r#"
        [[host]]
        name = "desk.example.net"
        role = "client"
        [[account]]
        address = "bob@example.net"
        on = "desk.example.net"
        collect = "mx.example.net"
        [[collect]]
        account = "bob@example.net"
        every = "1min"
        [[fault]]
        at = "0s"
        disk_full = "mx.example.net"
    "#;
    let mut run = Timeline::new(one_message("1h", client));
    run.act_at(hours(1), relayscope::Command::FreeDisk(relayscope::scenario::HostNo(1)));
    run.run_to_end();
    let at = |is_it: fn(&relay_host::Fact) -> bool| {
        let is_it = |record: &&relayscope::trace::Record| match &record.kind {
            relayscope::trace::Kind::Host(fact) => is_it(fact),
            _ => false,
        };
        run.trace().records().iter().filter(is_it).map(|record| record.at).collect::<Vec<_>>()
    };
    let arrived = at(|fact| matches!(fact, relay_host::Fact::Delivered { .. }));
    let collected = at(|fact| matches!(fact, relay_host::Fact::Collected { .. }));
    assert_eq!((arrived.len(), collected.len()), (1, 1));
    assert!(
        arrived[0] > hours(1)
            && collected[0].since(arrived[0]) < relay_kernel::SimDuration::from_secs(62)
    );
    let account = relayscope::scenario::AccountNo(0);
    let collect = relayscope::Command::Collect(account);
    assert_eq!(given(&run, &collect).len(), 61 + 1);
    // What a client leaves on the server is nothing new the next time.
    let leaves = client.replace(
        "collect = \"mx.example.net\"",
        "collect = \"mx.example.net\"\nleave_on_server = true",
    );
    assert_ne!(leaves, client);
    let mut run = Timeline::new(one_message("1h", &leaves));
    run.act_at(hours(1), relayscope::Command::FreeDisk(relayscope::scenario::HostNo(1)));
    run.run_to_end();
    assert_eq!(given(&run, &collect).len(), 61 + 1);
}
