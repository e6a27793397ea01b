//! Cuts, partitions and rules on open connections.

use relay_net::{
    After, Fact, Fate, Happening, Hosts, LinkProfile, NetHostId, ResetCause, Rule, Stage, Verdict,
};

use crate::driver::{D, L, Net, ms};

const A: NetHostId = NetHostId(0);
const B: NetHostId = NetHostId(1);

#[test]
fn a_cut_delays_what_is_sent_and_what_is_under_way() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, D, b"under way, ");
    net.pass(ms(5));
    net.fabric.cut(A, B);
    assert!(net.fabric.is_cut(B, A));
    net.pass(ms(10));
    assert_eq!(net.send(conn, D, b"sent during the cut, "), Fate::Held);
    assert_eq!(net.fabric.connection(conn).expect("open").stalled, [true, false]);
    net.close(conn, D);
    net.pass(ms(985));
    net.fabric.mend(A, B);
    net.run();
    // Missed at 10 ms; tried at 210, 610 and, after the cut, at 1,410 ms.
    let expected = [
        (1_420_000, Happening::Bytes { conn, to: L, host: B, len: 32 }),
        (1_420_000, Happening::Closed { conn, to: L, host: B }),
    ];
    assert_eq!(net.since(start), expected);
    assert_eq!(net.heard(conn, L), b"under way, sent during the cut, ");
}

#[test]
fn a_cut_that_lasts_times_the_sender_out() {
    let mut net = Net::new();
    let conn = net.open();
    net.fabric.partition(&[&[A]]);
    let start = net.now;
    assert_eq!(net.send(conn, D, b"lost"), Fate::Held);
    net.run();
    let cause = ResetCause::TimedOut;
    assert_eq!(net.since(start), [(924_600_000, Happening::Reset { conn, to: D, host: A, cause })]);
    // The other end learns when it sends something.
    net.fabric.partition(&[]);
    let start = net.now;
    net.send(conn, L, b"hello?");
    net.run();
    let cause = ResetCause::Peer;
    assert_eq!(net.since(start), [(20_000, Happening::Reset { conn, to: L, host: B, cause })]);
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn a_cut_that_nobody_sends_into_is_not_noticed() {
    let mut net = Net::new();
    let conn = net.open();
    net.fabric.cut(A, B);
    net.run();
    net.fabric.mend(A, B);
    net.send(conn, D, b"hello");
    net.run();
    assert_eq!(net.heard(conn, L), b"hello");
}

#[test]
fn an_unplugged_host_keeps_its_connections() {
    let mut net = Net::new();
    let conn = net.open();
    net.fabric.set_plugged(B, false);
    net.send(conn, D, b"hello");
    net.pass(ms(300));
    assert_eq!(net.log, []);
    net.fabric.set_plugged(B, true);
    net.run();
    assert_eq!(net.heard(conn, L), b"hello");
}

#[test]
fn a_lost_chunk_costs_a_timeout() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, L, b"one ");
    let rule = Rule { sender: Some(L), hits_max: Some(2), ..Rule::new(Verdict::Drop) };
    let id = net.fabric.add_rule(rule).expect("room");
    assert_eq!(net.send(conn, L, b"two "), Fate::Held);
    assert_eq!(net.send(conn, L, b"three"), Fate::Held);
    net.run();
    // Dropped at 0 and at 200 ms; it gets through at 600 ms.
    let bytes = |len| Happening::Bytes { conn, to: D, host: A, len };
    assert_eq!(net.since(start), [(10_000, bytes(4)), (610_000, bytes(9))]);
    let hit = Fact::RuleHit { rule: id, conn, from: L, verdict: Verdict::Drop };
    assert_eq!(net.facts.iter().filter(|(_, fact)| *fact == hit).count(), 2);
    assert_eq!(net.fabric.rules()[0].hits, 2);
    assert!(net.fabric.rules()[0].is_spent());
}

#[test]
fn a_rule_that_is_removed_lets_go() {
    let mut net = Net::new();
    let conn = net.open();
    let id = net.fabric.add_rule(Rule::new(Verdict::Drop)).expect("room");
    net.send(conn, D, b"held");
    net.pass(ms(100));
    assert_eq!(net.fabric.remove_rule(id).map(|held| held.hits), Some(1));
    assert_eq!(net.fabric.remove_rule(id), None);
    net.run();
    assert_eq!(net.heard(conn, L), b"held");
}

#[test]
fn a_delay_holds_back_what_follows() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    let rule = Rule { hits_max: Some(1), ..Rule::new(Verdict::Delay(ms(300))) };
    net.fabric.add_rule(rule).expect("room");
    assert_eq!(net.send(conn, D, b"slow"), Fate::Arrives(start + ms(310)));
    assert_eq!(net.send(conn, D, b"quick"), Fate::Arrives(start + ms(310)));
    net.run();
    assert_eq!(net.heard(conn, L), b"slowquick");
}

#[test]
fn a_reset_behind_exactly_so_many_bytes() {
    for verdict in [Verdict::Reset, Verdict::Refuse] {
        let mut net = Net::new();
        let conn = net.open();
        let after = Some(After { from: D, bytes: 10 });
        let rule = Rule { stage: Some(Stage::Stream), after, ..Rule::new(verdict) };
        let id = net.fabric.add_rule(rule).expect("room");
        let start = net.now;
        assert_eq!(net.send(conn, D, b"0123456"), Fate::Arrives(start + ms(10)));
        net.send(conn, L, b"unharmed");
        assert_eq!(net.send(conn, D, b"789abcdef"), Fate::Lost);
        assert_eq!(net.send(conn, D, b"more"), Fate::Lost, "it does not know yet");
        net.run();
        let cause = ResetCause::Rule(id);
        let expected = [
            (10_000, Happening::Bytes { conn, to: L, host: B, len: 7 }),
            (10_000, Happening::Bytes { conn, to: D, host: A, len: 8 }),
            (10_000, Happening::Bytes { conn, to: L, host: B, len: 3 }),
            (10_000, Happening::Reset { conn, to: L, host: B, cause }),
            (20_000, Happening::Reset { conn, to: D, host: A, cause }),
        ];
        assert_eq!(net.since(start), expected);
        assert_eq!(net.heard(conn, L), b"0123456789");
        assert_eq!(net.fabric.connection_count(), 0);
    }
}

#[test]
fn a_reset_when_the_other_end_answers() {
    let mut net = Net::new();
    let conn = net.open();
    let after = Some(After { from: D, bytes: 4 });
    let rule = Rule { sender: Some(L), after, ..Rule::new(Verdict::Reset) };
    net.fabric.add_rule(rule).expect("room");
    net.send(conn, D, b"ask");
    net.run();
    net.send(conn, L, b"answer");
    net.run();
    assert_eq!(net.heard(conn, D), b"answer");
    net.send(conn, D, b"again");
    net.run();
    assert_eq!(net.send(conn, L, b"never heard"), Fate::Lost);
    net.run();
    assert_eq!(net.heard(conn, D), b"answer");
    assert_eq!(net.fabric.connection_count(), 0);
}

#[test]
fn a_rule_can_hit_the_close() {
    let mut net = Net::new();
    let conn = net.open();
    let after = Some(After { from: D, bytes: 3 });
    let rule = Rule { sender: Some(D), after, hits_max: Some(1), ..Rule::new(Verdict::Drop) };
    net.fabric.add_rule(rule).expect("room");
    let start = net.now;
    net.send(conn, D, b"bye");
    net.close(conn, D);
    net.run();
    let expected = [
        (10_000, Happening::Bytes { conn, to: L, host: B, len: 3 }),
        (210_000, Happening::Closed { conn, to: L, host: B }),
    ];
    assert_eq!(net.since(start), expected);
}

#[test]
fn rules_for_others_do_not_matter() {
    let mut net = Net::new();
    let conn = net.open();
    let other = Hosts::Between(A, NetHostId(2));
    net.fabric.add_rule(Rule { hosts: other, ..Rule::new(Verdict::Drop) }).expect("room");
    let start = net.now;
    assert_eq!(net.send(conn, D, b"hello"), Fate::Arrives(start + ms(10)));
    assert_eq!(net.facts, []);
}

#[test]
fn a_timer_that_was_replaced_does_nothing() {
    let mut net = Net::new();
    let conn = net.open();
    let start = net.now;
    net.send(conn, D, b"one ");
    net.pass(ms(2));
    let rule = Rule { hits_max: Some(1), ..Rule::new(Verdict::Drop) };
    net.fabric.add_rule(rule).expect("room");
    net.send(conn, D, b"two");
    net.fabric.cut(A, B);
    net.pass(ms(50));
    net.fabric.mend(A, B);
    net.run();
    // The timer of the second chunk, at 202 ms, gave way to that of the first, at 210 ms.
    let bytes = Happening::Bytes { conn, to: L, host: B, len: 7 };
    assert_eq!(net.since(start), [(220_000, bytes)]);
}

#[test]
fn a_timeout_is_at_least_a_round_trip() {
    let mut net = Net::with(LinkProfile::with_latency(ms(400)), 1);
    let conn = net.open();
    let start = net.now;
    let rule = Rule { hits_max: Some(1), ..Rule::new(Verdict::Drop) };
    net.fabric.add_rule(rule).expect("room");
    net.send(conn, D, b"x");
    net.run();
    assert!(matches!(net.since(start)[..], [(1_200_000, Happening::Bytes { .. })]));
}

#[test]
fn nobody_repeats_what_a_torn_connection_lost() {
    let mut net = Net::new();
    let conn = net.open();
    let after = Some(After { from: D, bytes: 4 });
    net.fabric.add_rule(Rule { after, ..Rule::new(Verdict::Reset) }).expect("room");
    net.send(conn, D, b"kept? no");
    net.fabric.cut(A, B);
    net.run();
    assert!(!net.facts.iter().any(|(_, fact)| matches!(fact, Fact::Stalled { .. })));
    assert_eq!(net.heard(conn, L), b"");
    assert_eq!(net.log.len(), 2, "two resets: {:?}", net.log);
}
