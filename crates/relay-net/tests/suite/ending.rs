//! Connections end.

use relay_net::{EndState, Fate, Happening, NetHostId, ResetCause};

use crate::driver::{D, L, Net, ms};

const A: NetHostId = NetHostId(0);
const B: NetHostId = NetHostId(1);

#[test]
fn a_close_arrives_after_all_bytes() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, D, b"last words");
    net.close(conn, D);
    assert_eq!(net.send(conn, D, b"too late"), Fate::NotOpen);
    net.run();
    let expected = [
        (10_000, Happening::Bytes { conn, to: L, host: B, len: 10 }),
        (10_000, Happening::Closed { conn, to: L, host: B }),
    ];
    assert_eq!(net.since(start), expected);
    let states = net.fabric.connection(conn).expect("half open").states;
    assert_eq!(states, [EndState::FinWait, EndState::CloseWait]);
}

#[test]
fn the_other_half_stays_open() {
    let mut net = Net::new();
    let conn = net.open();
    net.close(conn, D);
    net.run();
    let start = net.now;
    assert_eq!(net.send(conn, L, b"answer"), Fate::Arrives(start + ms(10)));
    net.close(conn, L);
    net.close(conn, L);
    assert!(net.fabric.connection(conn).is_some());
    net.run();
    assert_eq!(net.heard(conn, D), b"answer");
    assert!(matches!(net.log.last(), Some((_, Happening::Closed { to: D, .. }))));
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn both_close_at_once() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.close(conn, L);
    net.close(conn, D);
    net.run();
    let expected = [
        (10_000, Happening::Closed { conn, to: D, host: A }),
        (10_000, Happening::Closed { conn, to: L, host: B }),
    ];
    assert_eq!(net.since(start), expected);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn a_reset_discards_what_is_under_way_both_ways() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, D, b"to the listener");
    net.send(conn, L, b"to the dialer");
    net.pass(ms(4));
    net.reset(conn, L);
    assert_eq!(net.send(conn, L, b"x"), Fate::NotOpen);
    net.run();
    let cause = ResetCause::Peer;
    assert_eq!(net.since(start), [(14_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!((net.heard(conn, D), net.heard(conn, L)), (&b""[..], &b""[..]));
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn what_is_sent_to_a_forgotten_connection_is_lost() {
    let mut net = Net::new();
    let conn = net.open();
    net.reset(conn, L);
    net.pass(ms(5));
    assert!(matches!(net.send(conn, D, b"hello?"), Fate::Arrives(_)), "it does not know yet");
    net.run();
    assert_eq!(net.log.len(), 1, "one reset only: {:?}", net.log);
    assert_eq!(net.heard(conn, L), b"");
}

#[test]
fn a_reset_of_a_closing_connection() {
    let mut net = Net::new();
    let conn = net.open();
    net.close(conn, D);
    net.run();
    net.log.clear();
    net.reset(conn, L);
    net.run();
    assert!(matches!(net.log[..], [(_, Happening::Reset { to: D, .. })]), "{:?}", net.log);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn tearing_resets_both_ends() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, L, b"lost");
    net.with_out(|fabric, now, out| fabric.tear(now, conn, out));
    assert_eq!(net.send(conn, L, b"lost too"), Fate::Lost);
    net.close(conn, D);
    net.run();
    let cause = ResetCause::Torn;
    let expected = [
        (10_000, Happening::Reset { conn, to: D, host: A, cause }),
        (10_000, Happening::Reset { conn, to: L, host: B, cause }),
    ];
    assert_eq!(net.since(start), expected);
    assert_eq!(net.heard(conn, D), b"");
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn a_reset_that_gets_lost_is_repeated_when_the_peer_sends() {
    let mut net = Net::new();
    let conn = net.open();
    net.fabric.cut(A, B);
    net.reset(conn, L);
    net.run();
    assert_eq!(net.log, [], "the dialer does not know");
    net.fabric.mend(A, B);
    let start = net.now;
    net.send(conn, D, b"anybody there?");
    net.run();
    let cause = ResetCause::Peer;
    assert_eq!(net.since(start), [(20_000, Happening::Reset { conn, to: D, host: A, cause })]);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn a_reset_that_answers_bytes_and_gets_lost_is_repeated() {
    let mut net = Net::new();
    let conn = net.open();
    net.fabric.cut(A, B);
    net.reset(conn, L);
    net.run();
    net.fabric.mend(A, B);
    net.send(conn, D, b"anybody there?");
    net.pass(ms(15));
    net.fabric.cut(A, B);
    net.pass(ms(500));
    assert_eq!(net.log, []);
    net.fabric.mend(A, B);
    net.run();
    assert!(matches!(net.log[..], [(_, Happening::Reset { to: D, .. })]), "{:?}", net.log);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn nobody_waits_for_ever_for_a_peer_that_forgot() {
    let mut net = Net::new();
    let conn = net.open();
    net.close(conn, D);
    net.run();
    net.log.clear();
    net.fabric.cut(A, B);
    let start = net.now;
    net.reset(conn, L);
    net.run();
    let cause = ResetCause::TimedOut;
    let reset = Happening::Reset { conn, to: D, host: A, cause };
    assert_eq!(net.since(start), [(60_010_000, reset)]);
    assert_eq!(net.fabric.connection_count(), 0);
}

/// What is on its way still arrives; what would follow does not.
#[test]
fn a_tear_before_the_next_bytes_spares_those_before() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, L, b"250 ok");
    net.with_out(|fabric, now, out| fabric.tear_before(now, conn, L, out));
    assert_eq!(net.send(conn, L, b"lost"), Fate::Lost);
    net.run();
    assert_eq!(net.heard(conn, D), b"250 ok");
    let resets =
        net.since(start).iter().filter(|(_, it)| matches!(it, Happening::Reset { .. })).count();
    assert_eq!(resets, 2, "both ends are told");
    assert_eq!(net.fabric.connection_count(), 0);
}
