//! Bytes on an open connection.

use relay_net::{Fate, Happening, LinkProfile, NetHostId, Sent, limit};

use crate::driver::{D, L, LATENCY, Net, ms};

const A: NetHostId = NetHostId(0);
const B: NetHostId = NetHostId(1);

#[test]
fn a_chunk_arrives_as_one_after_the_latency() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    assert_eq!(net.send(conn, D, b"one"), Fate::Arrives(start + LATENCY));
    net.pass(ms(1));
    net.send(conn, D, b"three");
    net.send(conn, L, b"back");
    assert_eq!(net.fabric.in_flight(conn, D), 8);
    net.run();
    let bytes = |to, host, len| Happening::Bytes { conn, to, host, len };
    let expected = [(10_000, bytes(L, B, 3)), (11_000, bytes(L, B, 5)), (11_000, bytes(D, A, 4))];
    assert_eq!(net.since(start), expected);
    assert_eq!(net.heard(conn, L), b"onethree");
    assert_eq!(net.heard(conn, D), b"back");
    assert_eq!(net.fabric.in_flight(conn, D), 0);
}

#[test]
fn the_receiver_reads_when_it_likes() {
    let mut net = Net::new();
    net.reads = false;
    let conn = net.open();
    net.send(conn, D, b"abc");
    net.run();
    net.send(conn, D, b"def");
    assert_eq!(net.fabric.received(conn, L), b"abc", "what is under way cannot be read");
    net.with_out(|fabric, now, out| fabric.consume(now, conn, L, 2, out));
    net.run();
    assert_eq!(net.fabric.received(conn, L), b"cdef");
    assert_eq!(net.fabric.received(conn, D), b"");
}

#[test]
fn nothing_is_sent_is_nothing() {
    let mut net = Net::new();
    let conn = net.open();
    assert_eq!(net.send(conn, D, b""), Fate::Held);
    net.run();
    assert_eq!(net.log, []);
}

#[test]
fn the_window_holds_the_sender_back() {
    let mut net = Net::new();
    net.reads = false;
    let conn = net.open();
    let start = net.now;
    let all = vec![7; limit::SEND_WINDOW + 1000];
    let offer = |net: &mut Net, bytes: &[u8]| -> Sent {
        net.with_out(|fabric, now, out| fabric.send(now, conn, D, bytes, out))
    };
    let sent = offer(&mut net, &all);
    assert_eq!(sent.accepted, limit::SEND_WINDOW);
    assert_eq!(sent.arrives(), Some(start + LATENCY));
    assert_eq!(offer(&mut net, b"more"), Sent { accepted: 0, fate: Fate::Held });
    assert_eq!(net.fabric.room(conn, D), 0);
    net.run();
    assert!(!net.log.iter().any(|(_, it)| matches!(it, Happening::Writable { .. })));

    // Not before half of the window is free, and then once.
    let read = |net: &mut Net, len| {
        net.with_out(|fabric, now, out| fabric.consume(now, conn, L, len, out));
    };
    net.log.clear();
    read(&mut net, limit::SEND_WINDOW_REOPEN - 1);
    net.run();
    assert_eq!(net.log, []);
    let start = net.now;
    read(&mut net, 1);
    read(&mut net, 1);
    net.run();
    assert_eq!(net.since(start), [(10_000, Happening::Writable { conn, end: D, host: A })]);
    assert_eq!(offer(&mut net, &[7; 1000]).accepted, 1000);
}

#[test]
fn a_sender_with_room_is_not_disturbed() {
    let mut net = Net::new();
    let conn = net.open();
    net.send(conn, D, &vec![0; limit::SEND_WINDOW]);
    net.run();
    assert_eq!(net.log.len(), 1, "no news of room that nobody missed: {:?}", net.log);
}

#[test]
fn connections_do_not_mix() {
    let mut net = Net::new();
    let one = net.open();
    let two = net.open();
    net.send(one, D, b"one");
    net.send(two, D, b"two");
    net.send(one, L, b"eno");
    net.run();
    assert_eq!((net.heard(one, L), net.heard(two, L)), (&b"one"[..], &b"two"[..]));
    assert_eq!((net.heard(one, D), net.heard(two, D)), (&b"eno"[..], &b""[..]));
}

#[test]
fn a_new_profile_works_at_once() {
    let mut net = Net::new();
    let conn = net.open();
    assert_eq!(net.fabric.link(A, B), LinkProfile::with_latency(LATENCY));
    net.fabric.set_link(B, A, LinkProfile::with_latency(ms(500)));
    assert_eq!(net.fabric.link(A, B).latency, ms(500));
    let start = net.now;
    assert_eq!(net.send(conn, D, b"slow"), Fate::Arrives(start + ms(500)));
    net.fabric.set_link(A, B, LinkProfile::with_latency(ms(1)));
    let second = net.send(conn, D, b"fast");
    assert_eq!(second, Fate::Arrives(start + ms(500)), "not before the slow one");
    net.run();
    assert_eq!(net.heard(conn, L), b"slowfast");
}

#[test]
fn an_id_outlives_its_connection_harmlessly() {
    let mut net = Net::new();
    let conn = net.open();
    net.reset(conn, D);
    net.run();
    net.log.clear();
    assert_eq!(net.send(conn, D, b"x"), Fate::NotOpen);
    net.close(conn, L);
    net.reset(conn, L);
    net.read(conn, L);
    net.with_out(|fabric, now, out| fabric.tear(now, conn, out));
    net.run();
    assert_eq!(net.log, []);
    assert_eq!(net.fabric.received(conn, L), b"");
    assert_eq!((net.fabric.in_flight(conn, D), net.fabric.room(conn, D)), (0, 0));
    assert_eq!(net.fabric.connection(conn), None);
}
