//! Hosts ask for names.

use std::net::Ipv4Addr;

use relay_kernel::{SimDuration, SimTime};
use relay_net::dns::{
    Answer, Answered, Failure, FailureScope, Name, Outcome, Record, RecordData, RecordType,
    ResolverSettings, ZoneSettings,
};
use relay_net::{Happening, NetHostId, Power};

use crate::driver::{Net, at, ms};

const A: NetHostId = NetHostId(0);

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn net() -> Net {
    let mut net = Net::new();
    let zones = net.fabric.dns_mut().zones_mut();
    let ttl = SimDuration::from_secs(60);
    let mut add = |owner, data| zones.add(name(owner), Record { ttl, data });
    add("example.org", RecordData::Mx { preference: 10, exchange: name("mx.example.org") });
    add("mx.example.org", RecordData::A(Ipv4Addr::new(192, 0, 2, 2)));
    add("null.example", RecordData::Mx { preference: 0, exchange: Name::ROOT });
    add("alias.example", RecordData::Cname(name("mx.example.org")));
    zones.add(
        Name::reverse(Ipv4Addr::new(192, 0, 2, 2)),
        Record { ttl, data: RecordData::Ptr(name("mx.example.org")) },
    );
    zones.set_zone(name("example.org"), ZoneSettings { negative_ttl: SimDuration::from_secs(20) });
    net
}

/// Asks and waits for the answer; also how long it took.
fn ask(net: &mut Net, owner: &str, rtype: RecordType) -> (Answer, SimDuration) {
    let owner = name(owner);
    let start = net.now;
    match net.with_out(|fabric, now, out| fabric.query(now, A, &owner, rtype, out)) {
        Answered::Now(answer) => (answer, SimDuration::ZERO),
        Answered::Later(query) => {
            assert_eq!(net.fabric.take_answer(query), None, "not before it has arrived");
            assert_eq!(net.step(), Some(Happening::Resolved { query, host: A }));
            let answer = net.fabric.take_answer(query).expect("it has arrived");
            assert_eq!(net.fabric.take_answer(query), None, "only once");
            (answer, net.now.since(start))
        }
    }
}

fn outcome(net: &mut Net, owner: &str, rtype: RecordType) -> Outcome {
    ask(net, owner, rtype).0.outcome
}

#[test]
fn the_first_answer_takes_its_time_and_the_next_does_not() {
    let mut net = net();
    let (first, spent) = ask(&mut net, "Example.ORG", RecordType::Mx);
    assert_eq!((spent, first.from_cache, first.ttl.as_secs()), (ms(10), false, 60));
    net.pass(ms(5_000));
    let (second, spent) = ask(&mut net, "example.org", RecordType::Mx);
    assert_eq!((spent, second.from_cache, second.ttl), (ms(0), true, ms(55_000)));
    assert_eq!(first.outcome, second.outcome);
    let Outcome::Records(set) = second.outcome else { panic!("records") };
    assert_eq!(set.exchanges().collect::<Vec<_>>(), [(10, &name("mx.example.org"))]);
}

#[test]
fn a_changed_zone_is_noticed_when_the_cache_has_expired() {
    let mut net = net();
    ask(&mut net, "mx.example.org", RecordType::A);
    let zones = net.fabric.dns_mut().zones_mut();
    zones.remove(&name("mx.example.org"), RecordType::A);
    net.run_until(at(10 + 59_999));
    assert!(matches!(outcome(&mut net, "mx.example.org", RecordType::A), Outcome::Records(_)));
    net.run_until(at(10 + 60_000));
    assert_eq!(outcome(&mut net, "mx.example.org", RecordType::A), Outcome::NxDomain);
}

#[test]
fn that_something_is_not_there_is_remembered_too() {
    let mut net = net();
    assert_eq!(outcome(&mut net, "example.org", RecordType::A), Outcome::NoData);
    assert_eq!(outcome(&mut net, "no.example.org", RecordType::Mx), Outcome::NxDomain);
    let ttl = SimDuration::from_secs(60);
    let data = RecordData::A(Ipv4Addr::new(192, 0, 2, 3));
    let zones = net.fabric.dns_mut().zones_mut();
    zones.add(name("example.org"), Record { ttl, data: data.clone() });
    zones.add(name("no.example.org"), Record { ttl, data });
    let (answer, _) = ask(&mut net, "example.org", RecordType::A);
    assert_eq!((answer.outcome, answer.from_cache), (Outcome::NoData, true));
    let (answer, _) = ask(&mut net, "no.example.org", RecordType::A);
    assert_eq!((answer.outcome, answer.from_cache), (Outcome::NxDomain, true), "of any type");
    net.pass(ms(20_000));
    assert!(matches!(outcome(&mut net, "example.org", RecordType::A), Outcome::Records(_)));
    assert!(matches!(outcome(&mut net, "no.example.org", RecordType::A), Outcome::Records(_)));
}

#[test]
fn null_mx_alias_and_reverse() {
    let mut net = net();
    let Outcome::Records(null) = outcome(&mut net, "null.example", RecordType::Mx) else {
        panic!("records");
    };
    assert_eq!(null.exchanges().collect::<Vec<_>>(), [(0, &Name::ROOT)]);
    let Outcome::Records(alias) = outcome(&mut net, "alias.example", RecordType::A) else {
        panic!("records");
    };
    assert_eq!(alias.canonical, name("mx.example.org"));
    assert_eq!(alias.addrs().collect::<Vec<_>>(), [Ipv4Addr::new(192, 0, 2, 2)]);
    let Outcome::Records(host) = outcome(&mut net, "2.2.0.192.in-addr.arpa", RecordType::Ptr)
    else {
        panic!("records");
    };
    assert_eq!(host.targets().collect::<Vec<_>>(), [&name("mx.example.org")]);
}

#[test]
fn failures_and_how_long_they_are_remembered() {
    let mut net = net();
    let scope = FailureScope::Within(name("example.org"));
    net.fabric.dns_mut().zones_mut().set_failure(scope.clone(), Failure::ServFail);
    let (answer, spent) = ask(&mut net, "example.org", RecordType::Mx);
    assert_eq!((answer.outcome, spent), (Outcome::ServFail, ms(10)));
    net.fabric.dns_mut().zones_mut().set_failure(scope.clone(), Failure::Timeout);
    let (answer, spent) = ask(&mut net, "mx.example.org", RecordType::A);
    assert_eq!((answer.outcome, spent), (Outcome::Timeout, ms(10_000)));
    net.fabric.dns_mut().zones_mut().clear_failure(scope);
    assert_eq!(outcome(&mut net, "mx.example.org", RecordType::A), Outcome::Timeout);
    net.pass(ms(1_000));
    assert!(matches!(outcome(&mut net, "mx.example.org", RecordType::A), Outcome::Records(_)));
}

#[test]
fn a_host_whose_resolver_fails_or_that_is_offline() {
    let mut net = net();
    ask(&mut net, "example.org", RecordType::Mx);
    net.fabric.dns_mut().set_host_failure(A, Some(Failure::ServFail));
    assert_eq!(net.fabric.dns().host_failure(A), Some(Failure::ServFail));
    assert_eq!(outcome(&mut net, "alias.example", RecordType::A), Outcome::ServFail);
    assert!(matches!(outcome(&mut net, "example.org", RecordType::Mx), Outcome::Records(_)));
    net.fabric.dns_mut().set_host_failure(A, None);
    net.fabric.set_plugged(A, false);
    let (answer, spent) = ask(&mut net, "null.example", RecordType::Mx);
    assert_eq!((answer.outcome, spent), (Outcome::Timeout, ms(10_000)));
}

#[test]
fn a_crash_empties_the_cache_and_forgets_questions() {
    let mut net = net();
    ask(&mut net, "example.org", RecordType::Mx);
    let owner = name("mx.example.org");
    let asked = net.with_out(|fabric, now, out| fabric.query(now, A, &owner, RecordType::A, out));
    let Answered::Later(query) = asked else { panic!("not cached") };
    net.power(0, Power::Down);
    net.power(0, Power::Up);
    net.log.clear();
    net.run();
    assert_eq!(net.log, []);
    assert_eq!(net.fabric.take_answer(query), None);
    assert_eq!(net.fabric.dns().cache(A, net.now).count(), 0);
    assert!(!ask(&mut net, "example.org", RecordType::Mx).0.from_cache);
}

#[test]
fn the_cache_can_be_read_and_the_latency_set() {
    let mut net = net();
    let settings = ResolverSettings { latency: ms(0), ..ResolverSettings::default() };
    net.fabric.dns_mut().set_settings(A, settings);
    assert_eq!(net.fabric.dns().settings(A), settings);
    ask(&mut net, "no.example.org", RecordType::A);
    ask(&mut net, "example.org", RecordType::Mx);
    assert_eq!(net.now, SimTime::START);
    net.pass(ms(1_000));
    let seen: Vec<_> = net
        .fabric
        .dns()
        .cache(A, net.now)
        .map(|entry| (entry.name.to_string(), entry.rtype, entry.ttl.as_secs()))
        .collect();
    let expected = [
        ("example.org".to_owned(), Some(RecordType::Mx), 59),
        ("no.example.org".to_owned(), None, 19),
    ];
    assert_eq!(seen, expected);
    assert_eq!(net.fabric.dns().cache(NetHostId(1), net.now).count(), 0, "each host its own");
    net.fabric.dns_mut().flush_cache(A);
    assert_eq!(net.fabric.dns().cache(A, net.now).count(), 0);
}

/// The servers that a question is under way to have gone silent, or answer again.
#[test]
fn what_is_under_way_meets_trouble_too() {
    let scope = || FailureScope::Within(name("example.org"));
    let hit = |failure, mended: bool| {
        let mut net = net();
        let owner = name("alias.example");
        let start = net.now;
        let asked =
            net.with_out(|fabric, now, out| fabric.query(now, A, &owner, RecordType::A, out));
        let Answered::Later(query) = asked else { panic!("it is not remembered") };
        net.run_until(at(4));
        net.with_out(|fabric, now, out| fabric.fail_names(now, scope(), Some(failure), out));
        net.run_until(at(7));
        if mended {
            net.with_out(|fabric, now, out| fabric.fail_names(now, scope(), None, out));
        }
        while net.step() != Some(Happening::Resolved { query, host: A }) {}
        let answer = net.fabric.take_answer(query).expect("it has arrived");
        (answer.outcome, net.now.since(start))
    };
    assert_eq!(hit(Failure::ServFail, false), (Outcome::ServFail, ms(10)));
    assert_eq!(hit(Failure::NxDomain, false), (Outcome::NxDomain, ms(10)));
    assert_eq!(hit(Failure::Timeout, false), (Outcome::Timeout, ms(10_000)));
    let (outcome, spent) = hit(Failure::ServFail, true);
    assert!(matches!(outcome, Outcome::Records(_)) && spent == ms(10), "{outcome:?}");
    assert_eq!(hit(Failure::Timeout, true).0, Outcome::Timeout, "it waits for nobody else");
}
