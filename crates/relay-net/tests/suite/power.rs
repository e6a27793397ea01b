//! Hosts go down and come up.

use relay_net::{Fate, Happening, NetHostId, Power, ResetCause};

use crate::driver::{D, L, Net, ms};

const A: NetHostId = NetHostId(0);
const B: NetHostId = NetHostId(1);

#[test]
fn a_host_that_goes_down_is_silent() {
    let mut net = Net::new();
    let conn = net.open();
    net.power(1, Power::Down);
    assert_eq!(net.fabric.power(B), Power::Down);
    net.run();
    assert_eq!(net.log, [], "nobody is told");
    assert!(net.fabric.connection(conn).is_some(), "the dialer still believes in it");
    assert_eq!(net.send(conn, L, b"ghost"), Fate::NotOpen);
}

#[test]
fn the_peer_learns_when_it_sends_after_the_host_is_up_again() {
    let mut net = Net::new();
    let conn = net.open();
    net.power(1, Power::Down);
    net.pass(ms(1000));
    net.power(1, Power::Up);
    net.run();
    assert_eq!(net.log, []);
    let start = net.now;
    net.send(conn, D, b"hello?");
    net.run();
    let cause = ResetCause::Peer;
    assert_eq!(net.since(start), [(20_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn what_waits_for_the_host_is_answered_by_a_reset() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, D, b"under way");
    net.pass(ms(5));
    net.power(1, Power::Down);
    net.pass(ms(995));
    net.power(1, Power::Up);
    net.run();
    // Missed at 10 ms, tried at 210, 610 and 1,410 ms, answered there and back.
    let cause = ResetCause::Peer;
    assert_eq!(net.since(start), [(1_430_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!(net.heard(conn, L), b"");
}

#[test]
fn the_peer_gives_up_when_the_host_stays_down() {
    let mut net = Net::new();
    let conn = net.open();
    net.power(1, Power::Down);
    let start = net.now;
    net.send(conn, D, b"hello?");
    net.run();
    let cause = ResetCause::TimedOut;
    assert_eq!(net.since(start), [(924_600_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn its_last_words_still_arrive() {
    let mut net = Net::new();
    let conn = net.open();
    net.send(conn, L, b"last words");
    net.close(conn, L);
    net.power(1, Power::Down);
    net.run();
    assert_eq!(net.heard(conn, D), b"last words");
    assert!(matches!(net.log.last(), Some((_, Happening::Closed { to: D, .. }))));
}

#[test]
fn its_dials_are_forgotten() {
    let mut net = Net::new();
    let conn = net.dial();
    net.power(0, Power::Down);
    net.run();
    assert_eq!(net.log, []);
    assert_eq!(net.fabric.connection(conn), None);
}

#[test]
fn both_hosts_down_leave_nothing() {
    let mut net = Net::new();
    let conn = net.open();
    net.send(conn, D, b"x");
    net.power(0, Power::Down);
    net.power(1, Power::Down);
    assert_eq!(net.fabric.connection_count(), 0);
    net.run();
    assert_eq!(net.log, []);
    assert_eq!(net.fabric.connection(conn), None);
}

#[test]
fn a_crash_right_after_the_answer_to_a_syn() {
    let mut net = Net::new();
    let conn = net.dial();
    net.pass(ms(15));
    net.power(1, Power::Down);
    net.power(1, Power::Up);
    net.run();
    assert!(matches!(net.log[0], (_, Happening::Connected { .. })));
    assert!(matches!(net.log[1], (_, Happening::Reset { to: D, .. })), "{:?}", net.log);
    assert_eq!(net.fabric.connection(conn), None);
}

#[test]
fn one_that_has_closed_does_not_wait_for_ever() {
    let mut net = Net::new();
    let conn = net.open();
    net.close(conn, D);
    net.run();
    net.log.clear();
    let start = net.now;
    net.power(1, Power::Down);
    net.run();
    let cause = ResetCause::TimedOut;
    assert_eq!(net.since(start), [(60_000_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn listeners_survive() {
    let mut net = Net::new();
    net.power(1, Power::Down);
    net.power(1, Power::Up);
    assert!(net.fabric.is_listening(B, crate::driver::PORT));
    net.open();
}
