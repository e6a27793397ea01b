//! Latency, jitter, rate and loss.

use relay_kernel::SimDuration;
use relay_net::{Fact, Fate, Happening, LinkProfile, ResetCause};

use crate::driver::{D, L, LATENCY, Net, ms};

fn perfect() -> LinkProfile {
    LinkProfile::with_latency(LATENCY)
}

#[test]
fn jitter_delays_but_never_reorders() {
    let mut net = Net::with(LinkProfile { jitter: ms(50), ..perfect() }, 3);
    let conn = net.open();
    let mut expected = Vec::new();
    let mut arrivals = Vec::new();
    let mut delays = Vec::new();
    for n in 1..=200_u8 {
        let chunk = vec![n; usize::from(n)];
        let Fate::Arrives(arrives) = net.send(conn, D, &chunk) else { panic!("on its way") };
        delays.push(arrives.since(net.now));
        arrivals.push((arrives, u32::from(n)));
        expected.extend(chunk);
        net.pass(ms(10));
    }
    net.run();
    assert_eq!(net.heard(conn, L), expected);
    assert!(arrivals.is_sorted_by_key(|(at, _)| *at), "a later chunk would overtake");
    let seen = net.log.iter().map(|(at, it)| match it {
        Happening::Bytes { len, .. } => (*at, *len),
        other => panic!("{other:?}"),
    });
    assert_eq!(seen.collect::<Vec<_>>(), arrivals, "as announced");
    let (least, most) = (delays.iter().min(), delays.iter().max());
    assert!(least >= Some(&LATENCY) && most <= Some(&(LATENCY + ms(50))));
    assert!(least < Some(&ms(20)) && most > Some(&ms(50)), "it varies: {least:?} {most:?}");
}

#[test]
fn the_rate_is_exact() {
    // 3,000 bytes a second: 100 chunks of 7 bytes take 233,333.3 µs.
    let mut net = Net::with(LinkProfile { rate_bytes_per_second: 3_000, ..perfect() }, 1);
    let conn = net.open();
    let start = net.now;
    let mut last = Fate::Held;
    for _ in 0..100 {
        last = net.send(conn, D, &[0; 7]);
    }
    assert_eq!(last, Fate::Arrives(start + LATENCY + SimDuration::from_micros(233_334)));
    net.run();
    assert_eq!(net.log.last().map(|(at, _)| at.since(start).as_micros()), Some(243_334));
    // Idle since: the next byte waits for nothing.
    let start = net.now;
    assert_eq!(net.send(conn, D, b"xyz"), Fate::Arrives(start + LATENCY + ms(1)));
}

#[test]
fn connections_share_the_rate_of_each_direction() {
    let mut net = Net::with(LinkProfile { rate_bytes_per_second: 1_000, ..perfect() }, 1);
    let one = net.open();
    let two = net.open();
    let start = net.now;
    assert_eq!(net.send(one, D, &[0; 100]), Fate::Arrives(start + ms(110)));
    assert_eq!(net.send(two, D, &[0; 100]), Fate::Arrives(start + ms(210)));
    assert_eq!(net.send(two, L, &[0; 100]), Fate::Arrives(start + ms(110)), "the other direction");
}

#[test]
fn loss_shows_as_delay_and_nothing_goes_missing() {
    let mut net = Net::with(LinkProfile { loss_per_million: 300_000, ..perfect() }, 5);
    let conn = net.dial();
    net.run();
    net.facts.clear();
    let mut expected = Vec::new();
    let mut delayed = 0;
    for n in 0..100_u8 {
        let start = net.now;
        let Fate::Arrives(arrives) = net.send(conn, D, &[n; 3]) else { panic!("on its way") };
        expected.extend([n; 3]);
        match net.facts.last() {
            Some((at, Fact::Retransmitted { losses, delay, .. })) if *at == start => {
                // 200 ms, doubling.
                assert_eq!(*delay, ms(200 * ((1 << losses) - 1)));
                assert_eq!(arrives, start + LATENCY + *delay);
                delayed += 1;
            }
            _ => assert_eq!(arrives, start + LATENCY),
        }
        net.run();
    }
    assert_eq!(net.heard(conn, L), expected);
    assert!((15..45).contains(&delayed), "three in ten, give or take: {delayed}");
}

#[test]
fn chunks_behind_a_lost_one_wait_for_it() {
    let mut net = Net::new();
    let conn = net.open();
    let lossy = LinkProfile { loss_per_million: 500_000, ..perfect() };
    net.fabric.set_link(relay_net::NetHostId(0), relay_net::NetHostId(1), lossy);
    let mut expected = Vec::new();
    for n in 0..50_u8 {
        net.send(conn, D, &[n]);
        expected.push(n);
    }
    net.run();
    assert_eq!(net.heard(conn, L), expected);
}

#[test]
fn too_many_losses_in_a_row_time_out() {
    let mut net = Net::new();
    let conn = net.open();
    let dead = LinkProfile { loss_per_million: 1_000_000, ..perfect() };
    net.fabric.set_link(relay_net::NetHostId(0), relay_net::NetHostId(1), dead);
    let start = net.now;
    assert_eq!(net.send(conn, D, b"lost"), Fate::Held);
    net.run();
    let host = relay_net::NetHostId(0);
    let reset = Happening::Reset { conn, to: D, host, cause: ResetCause::TimedOut };
    assert_eq!(net.since(start), [(924_600_000, reset)]);
}

#[test]
fn a_dial_over_a_dead_link_times_out() {
    let mut net = Net::with(LinkProfile { loss_per_million: 1_000_000, ..perfect() }, 1);
    net.dial();
    net.run();
    let [(at, Happening::DialFailed { error, .. })] = net.log[..] else { panic!("{:?}", net.log) };
    assert_eq!((at.as_secs(), error), (30, relay_net::DialError::TimedOut));
}

#[test]
fn no_timeout_is_shorter_than_a_round_trip() {
    let slow = LinkProfile::with_latency(ms(400));
    let mut net = Net::with(LinkProfile { loss_per_million: 400_000, ..slow }, 2);
    let conn = net.open();
    while net.facts.is_empty() {
        net.send(conn, D, b"x");
        net.run();
    }
    let Fact::Retransmitted { losses, delay, .. } = net.facts[0].1 else {
        panic!("{:?}", net.facts);
    };
    assert_eq!(delay, ms(800 * ((1 << losses) - 1)));
}
