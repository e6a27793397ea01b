//! Connections come about, or not.

use relay_kernel::SimDuration;
use relay_net::{
    DialError, EndState, Endpoint, Fact, Fate, Happening, Hosts, LinkProfile, NetHostId, Power,
    Rule, Stage, Verdict, limit,
};

use crate::driver::{D, L, Net, PORT, addr, at, ms};

const A: NetHostId = NetHostId(0);
const B: NetHostId = NetHostId(1);

/// When and how the only dial failed.
#[track_caller]
fn failure(net: &mut Net) -> (u64, DialError) {
    net.run();
    let [(at, Happening::DialFailed { host: A, error, .. })] = net.log[..] else {
        panic!("{:?}", net.log);
    };
    assert_eq!(net.fabric.connection_count(), 0, "its slot is free");
    (at.as_micros() / 1000, error)
}

#[test]
fn a_handshake_takes_one_round_trip_and_a_half() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run();
    let local = Endpoint::new(addr(B), PORT);
    let peer = Endpoint::new(addr(A), limit::EPHEMERAL_PORT_MIN);
    let expected = [
        (at(20), Happening::Connected { conn, host: A }),
        (at(30), Happening::Accepted { conn, host: B, local, peer }),
    ];
    assert_eq!(net.log, expected);
    let view = net.fabric.connection(conn).expect("it is open");
    assert_eq!((view.dialer, view.listener), (A, Some(B)));
    assert_eq!(view.endpoints, [peer, local]);
}

#[test]
fn bytes_of_the_dialer_arrive_after_the_handshake() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run_until(at(21));
    net.now = at(20);
    assert_eq!(net.send(conn, L, b"early"), Fate::NotOpen, "the listener does not know of it yet");
    assert_eq!(net.send(conn, D, b"hello"), Fate::Arrives(at(30)));
    net.run();
    assert!(matches!(net.log[1], (t, Happening::Accepted { .. }) if t == at(30)));
    assert!(matches!(net.log[2], (t, Happening::Bytes { len: 5, .. }) if t == at(30)));
}

#[test]
fn nobody_listens() {
    let mut net = Net::new();
    net.fabric.unlisten(B, PORT);
    net.dial();
    assert_eq!(failure(&mut net), (20, DialError::Refused));
}

#[test]
fn it_stops_listening_while_the_connection_opens() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run_until(at(25));
    net.fabric.unlisten(B, PORT);
    net.run();
    assert_eq!(net.log.len(), 2, "connected, then reset");
    assert!(matches!(net.log[1], (t, Happening::Reset { to: D, .. }) if t == at(40)));
    assert_eq!(net.fabric.connection(conn), None);
}

#[test]
fn no_host_has_the_address() {
    let mut net = Net::new();
    net.dial_to(A, Endpoint::new("203.0.113.9".parse().expect("an address"), PORT));
    assert_eq!(failure(&mut net), (20, DialError::Unreachable));
}

#[test]
fn no_way_leads_there() {
    let cut: fn(&mut Net) = |net| net.fabric.cut(A, B);
    let parted: fn(&mut Net) = |net| net.fabric.partition(&[&[B]]);
    let unplugged: fn(&mut Net) = |net| net.fabric.set_plugged(B, false);
    let mend: fn(&mut Net) = |net| net.fabric.mend(A, B);
    let rejoin: fn(&mut Net) = |net| net.fabric.partition(&[]);
    let plug: fn(&mut Net) = |net| net.fabric.set_plugged(B, true);
    for (break_it, mend_it) in [(cut, mend), (parted, rejoin), (unplugged, plug)] {
        let mut net = Net::new();
        break_it(&mut net);
        assert!(!net.fabric.is_reachable(A, B));
        assert!(net.fabric.is_reachable(A, A));
        net.dial();
        assert_eq!(failure(&mut net), (20, DialError::Unreachable));
        mend_it(&mut net);
        net.open();
    }
}

#[test]
fn without_a_cable_the_dialer_knows_at_once() {
    let mut net = Net::new();
    net.fabric.set_plugged(A, false);
    net.dial();
    assert_eq!(failure(&mut net), (0, DialError::Unreachable));
}

#[test]
fn hosts_on_one_side_of_a_partition_reach_each_other() {
    let mut net = Net::new();
    net.fabric.partition(&[&[A, B], &[NetHostId(2)]]);
    assert!(!net.fabric.is_reachable(A, NetHostId(2)));
    net.open();
}

#[test]
fn a_host_that_is_down_does_not_answer() {
    let mut net = Net::new();
    net.power(1, Power::Down);
    let conn = net.dial();
    assert_eq!(failure(&mut net), (30_000, DialError::TimedOut));
    let retries: Vec<_> = net
        .facts
        .iter()
        .map(|(_, fact)| match fact {
            Fact::Stalled { conn: held, from: D, retry_at } if *held == conn => {
                retry_at.as_micros() / 10_000
            }
            other => panic!("{other:?}"),
        })
        .collect();
    // Each SYN vanishes 10 ms after it was sent; the timer then starts at 1 s and doubles.
    assert_eq!(retries, [101, 302, 703, 1504, 3000]);
}

#[test]
fn a_host_that_comes_up_in_time_answers() {
    let mut net = Net::new();
    net.power(1, Power::Down);
    let conn = net.dial();
    net.run_until(at(2_000));
    net.power(1, Power::Up);
    net.run();
    assert_eq!(net.log[0], (at(3_040), Happening::Connected { conn, host: A }));
}

#[test]
fn patience_ends_on_time() {
    let mut net = Net::with(LinkProfile::with_latency(ms(400)), 1);
    let to = Endpoint::new(addr(B), PORT);
    for (patience, connected) in [(ms(800), true), (ms(799), false), (ms(100), false)] {
        let start = net.now;
        net.with_out(|fabric, now, out| fabric.dial(now, A, to, patience, out));
        net.run();
        let log = net.since(start);
        if connected {
            assert!(matches!(log[0], (800_000, Happening::Connected { .. })), "{log:?}");
        } else {
            let error = DialError::TimedOut;
            assert!(
                matches!(log[..], [(t, Happening::DialFailed { error: e, .. })]
                    if t == patience.as_micros() && e == error),
                "{log:?}"
            );
        }
    }
}

#[test]
fn rules_about_the_handshake() {
    let rule = |verdict| Rule { stage: Some(Stage::Handshake), ..Rule::new(verdict) };
    let cases = [
        (rule(Verdict::Refuse), (20, DialError::Refused)),
        (rule(Verdict::Reset), (20, DialError::Refused)),
        (rule(Verdict::Drop), (30_000, DialError::TimedOut)),
        (Rule { sender: Some(L), ..rule(Verdict::Refuse) }, (20, DialError::Refused)),
        (Rule { sender: Some(L), ..rule(Verdict::Drop) }, (30_000, DialError::TimedOut)),
    ];
    for (rule, expected) in cases {
        let mut net = Net::new();
        net.fabric.add_rule(rule).expect("room");
        net.dial();
        assert_eq!(failure(&mut net), expected, "{rule:?}");
    }
}

#[test]
fn a_delayed_syn_and_a_lost_one() {
    let mut net = Net::new();
    let slow = Rule { hosts: Hosts::With(B), ..Rule::new(Verdict::Delay(ms(500))) };
    let slow = net.fabric.add_rule(Rule { sender: Some(D), ..slow }).expect("room");
    let conn = net.dial();
    net.run();
    assert_eq!(net.log[0], (at(520), Happening::Connected { conn, host: A }));

    net.fabric.remove_rule(slow);
    let once = Rule { hits_max: Some(1), ..Rule::new(Verdict::Drop) };
    net.fabric.add_rule(once).expect("room");
    let start = net.now;
    net.log.clear();
    let conn = net.dial();
    net.run();
    assert_eq!(net.since(start)[0], (1_020_000, Happening::Connected { conn, host: A }));
}

#[test]
fn a_dial_can_be_abandoned() {
    for reset in [false, true] {
        let mut net = Net::new();
        let conn = net.dial();
        net.run_until(at(15));
        if reset {
            net.reset(conn, D);
        } else {
            net.close(conn, D);
        }
        assert_eq!(net.fabric.connection(conn), None);
        net.run();
        assert_eq!(net.log, [], "nobody hears of it");
    }
}

#[test]
fn a_dial_that_is_torn_is_refused() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run_until(at(5));
    net.with_out(|fabric, now, out| fabric.tear(now, conn, out));
    assert_eq!(failure(&mut net), (15, DialError::Refused));
}

#[test]
fn the_dialer_gives_up_right_after_it_is_connected() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run_until(at(21));
    net.reset(conn, D);
    net.run();
    assert!(matches!(net.log[1], (t, Happening::Accepted { .. }) if t == at(30)));
    assert!(matches!(net.log[2], (t, Happening::Reset { to: L, .. }) if t == at(31)));
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn the_last_part_of_a_handshake_can_get_lost() {
    let mut net = Net::new();
    let conn = net.dial();
    net.run_until(at(21));
    net.send(conn, D, b"hello");
    net.fabric.cut(A, B);
    net.run_until(at(500));
    net.fabric.mend(A, B);
    net.run();
    let accepted = net.log.iter().position(|(_, it)| matches!(it, Happening::Accepted { .. }));
    let bytes = net.log.iter().position(|(_, it)| matches!(it, Happening::Bytes { .. }));
    assert!(accepted.is_some() && accepted < bytes, "{:?}", net.log);
    assert_eq!(net.heard(conn, L), b"hello");
}

#[test]
fn a_host_talks_to_itself_in_no_time() {
    let mut net = Net::new();
    let conn = net.dial_to(B, Endpoint::new(addr(B), PORT));
    net.run();
    assert_eq!(net.log.len(), 2);
    assert_eq!(net.send(conn, L, b"x"), Fate::Arrives(at(0)));
    assert_eq!(net.send(conn, D, b"y"), Fate::Arrives(at(0)));
    net.run();
    assert_eq!((net.heard(conn, D), net.heard(conn, L)), (&b"x"[..], &b"y"[..]));
}

#[test]
fn slots_and_ports_are_reused_but_never_confused() {
    let mut net = Net::new();
    let first = net.open();
    net.reset(first, D);
    net.run();
    let second = net.open();
    assert_eq!(first.slot(), second.slot());
    assert_eq!((first.serial(), second.serial()), (1, 2));
    assert_eq!(net.send(first, D, b"stale"), Fate::NotOpen);
    net.close(first, D);
    net.reset(first, L);
    let states = net.fabric.connection(second).expect("it is open").states;
    assert_eq!(states, [EndState::Established; 2]);
    assert_eq!(net.fabric.connections().map(|view| view.id).collect::<Vec<_>>(), [second]);
}

#[test]
fn too_many_connections() {
    let mut net = Net::new();
    let to = Endpoint::new(addr(B), PORT);
    let patience = SimDuration::from_secs(30);
    for _ in 0..limit::CONNECTIONS_MAX {
        net.with_out(|fabric, now, out| fabric.dial(now, A, to, patience, out));
    }
    let conn = net.dial();
    net.step();
    let error = DialError::Exhausted;
    assert_eq!(net.log, [(at(0), Happening::DialFailed { conn, host: A, error })]);
}

#[test]
fn the_listener_repeats_its_part_on_its_own_timer() {
    let mut net = Net::new();
    let thrice = Rule { hits_max: Some(3), ..Rule::new(Verdict::Drop) };
    net.fabric.add_rule(thrice).expect("room");
    let conn = net.dial();
    // The fourth SYN leaves after 1 + 2 + 4 s.
    net.run_until(at(7_025));
    assert_eq!(net.log, [(at(7_020), Happening::Connected { conn, host: A })]);
    net.fabric.cut(A, B);
    net.run_until(at(7_100));
    net.fabric.mend(A, B);
    net.run();
    assert!(
        matches!(net.log[1], (t, Happening::Accepted { .. }) if t == at(8_030)),
        "{:?}",
        net.log
    );
}
