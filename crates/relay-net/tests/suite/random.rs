//! Random traffic over random links: nothing goes missing, and twice the same is the same.

use proptest::prelude::*;
use relay_kernel::SimDuration;
use relay_net::{
    ConnId, DialError, End, EndState, Endpoint, Fate, Happening, LinkProfile, NetHostId, Power,
    Rule, RuleId, Verdict,
};

use crate::driver::{D, L, Net, PORT, addr, ms};

/// What somebody does at one moment.
#[derive(Clone, Debug)]
enum Act {
    Send { conn: usize, from: End, len: usize },
    Close { conn: usize, end: End },
    Cut,
    Mend,
    Drop,
    Lift,
}

/// What breaks connections.
#[derive(Clone, Debug)]
enum Blow {
    Gentle(Act),
    Reset { conn: usize, end: End },
    Tear { conn: usize },
    Power { host: u32, up: bool },
    Dial { from: u32 },
    TearRule,
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![Just(D), Just(L)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0..4_usize, end(), 1..4_000_usize).prop_map(|(conn, from, len)| Act::Send { conn, from, len }),
        1 => (0..4_usize, end()).prop_map(|(conn, end)| Act::Close { conn, end }),
        1 => Just(Act::Cut),
        2 => Just(Act::Mend),
        1 => Just(Act::Drop),
        2 => Just(Act::Lift),
    ]
}

fn blow() -> impl Strategy<Value = Blow> {
    prop_oneof![
        8 => act().prop_map(Blow::Gentle),
        2 => (0..9_usize, end()).prop_map(|(conn, end)| Blow::Reset { conn, end }),
        1 => (0..9_usize).prop_map(|conn| Blow::Tear { conn }),
        2 => (0..2_u32, any::<bool>()).prop_map(|(host, up)| Blow::Power { host, up }),
        4 => (0..3_u32).prop_map(|from| Blow::Dial { from }),
        1 => Just(Blow::TearRule),
    ]
}

fn link() -> impl Strategy<Value = LinkProfile> {
    (0..200_u64, 0..100_u64, prop_oneof![Just(0), 500..100_000_u64], 0..400_000_u32).prop_map(
        |(latency, jitter, rate_bytes_per_second, loss_per_million)| LinkProfile {
            latency: ms(latency),
            jitter: ms(jitter),
            rate_bytes_per_second,
            loss_per_million,
        },
    )
}

/// Traffic and what was taken of it.
#[derive(Clone)]
struct Traffic {
    net: Net,
    conns: Vec<ConnId>,
    /// By connection and sender: what was accepted so far.
    said: Vec<[Vec<u8>; 2]>,
    rules: Vec<RuleId>,
    next_byte: u8,
}

impl Traffic {
    fn new(link: LinkProfile, seed: u64) -> Self {
        let net = Net::with(link, seed);
        Self { net, conns: Vec::new(), said: Vec::new(), rules: Vec::new(), next_byte: 0 }
    }

    fn dial(&mut self, from: u32) {
        let to = Endpoint::new(addr(NetHostId(1)), PORT);
        let patience = SimDuration::from_hours(1);
        let from = NetHostId(from);
        let conn = self.net.with_out(|fabric, now, out| fabric.dial(now, from, to, patience, out));
        self.conns.push(conn);
        self.said.push(Default::default());
    }

    fn act(&mut self, act: &Act) {
        let (a, b) = (NetHostId(0), NetHostId(1));
        match *act {
            Act::Send { conn, from, len } => {
                let conn = conn % self.conns.len();
                let bytes: Vec<u8> = (0..len).map(|_| self.byte()).collect();
                let id = self.conns[conn];
                let sent =
                    self.net.with_out(|fabric, now, out| fabric.send(now, id, from, &bytes, out));
                assert!(sent.accepted == 0 || sent.fate != Fate::NotOpen);
                self.said[conn][from.index()].extend_from_slice(&bytes[..sent.accepted]);
            }
            Act::Close { conn, end } => {
                let id = self.conns[conn % self.conns.len()];
                self.net.close(id, end);
            }
            Act::Cut => self.net.fabric.cut(a, b),
            Act::Mend => self.net.fabric.mend(a, b),
            Act::Drop => self.rules.extend(self.net.fabric.add_rule(Rule::new(Verdict::Drop))),
            Act::Lift => {
                for rule in self.rules.drain(..) {
                    self.net.fabric.remove_rule(rule);
                }
            }
        }
    }

    fn blow(&mut self, blow: &Blow) {
        match *blow {
            Blow::Gentle(ref act) => self.act(act),
            Blow::Reset { conn, end } => self.net.reset(self.conns[conn % self.conns.len()], end),
            Blow::Tear { conn } => {
                let conn = self.conns[conn % self.conns.len()];
                self.net.with_out(|fabric, now, out| fabric.tear(now, conn, out));
            }
            Blow::Power { host, up } => {
                self.net.power(host, if up { Power::Up } else { Power::Down });
            }
            Blow::Dial { from } => self.dial(from),
            Blow::TearRule => {
                let rule = Rule { hits_max: Some(1), ..Rule::new(Verdict::Reset) };
                self.net.fabric.add_rule(rule);
            }
        }
    }

    fn byte(&mut self) -> u8 {
        self.next_byte = self.next_byte.wrapping_add(1);
        self.next_byte
    }

    /// What arrived is what was sent, or its beginning.
    fn check(&self, complete: bool) {
        for (conn, said) in self.conns.iter().zip(&self.said) {
            for from in End::BOTH {
                let heard = self.net.heard(*conn, from.peer());
                let said = &said[from.index()];
                assert!(said.starts_with(heard), "{conn} {from:?}: not what was sent");
                assert!(!complete || heard.len() == said.len(), "{conn} {from:?}: bytes missing");
            }
        }
    }
}

fn moment() -> impl Strategy<Value = SimDuration> {
    prop_oneof![Just(0_u64), 0..20_000_u64, 0..3_000_000_u64].prop_map(SimDuration::from_micros)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_bytes_arrive_in_order(
        link in link(),
        seed: u64,
        acts in prop::collection::vec((moment(), act()), 1..60),
    ) {
        let mut traffic = Traffic::new(link, seed);
        for from in [0, 2, 0, 1] {
            traffic.dial(from);
        }
        for (wait, act) in &acts {
            traffic.net.pass(*wait);
            traffic.act(act);
        }
        traffic.act(&Act::Mend);
        traffic.act(&Act::Lift);
        traffic.net.run();
        let failed = |it: &Happening| matches!(it, Happening::Reset { .. });
        prop_assert!(!traffic.net.log.iter().any(|(_, it)| failed(it)));
        traffic.check(true);
        // An end that was closed is heard of, after all bytes.
        for (conn, from) in traffic.conns.iter().flat_map(|conn| [(conn, D), (conn, L)]) {
            let Some(view) = traffic.net.fabric.connection(*conn) else { continue };
            let closed = matches!(view.states[from.index()], EndState::FinWait);
            let heard = traffic.net.log.iter().any(|(_, it)|
                matches!(it, Happening::Closed { conn: c, to, .. } if c == conn && *to == from.peer()));
            prop_assert_eq!(closed, heard);
        }
    }

    #[test]
    fn nothing_leaks_whatever_breaks(
        link in link(),
        seed: u64,
        blows in prop::collection::vec((moment(), blow()), 1..80),
    ) {
        let mut traffic = Traffic::new(link, seed);
        traffic.dial(0);
        for (wait, blow) in &blows {
            traffic.net.pass(*wait);
            traffic.blow(blow);
            traffic.check(false);
        }
        let mut copy = traffic.clone();
        for traffic in [&mut traffic, &mut copy] {
            traffic.net.run();
            for conn in traffic.conns.clone() {
                for end in End::BOTH {
                    traffic.net.close(conn, end);
                }
            }
            traffic.net.run();
            traffic.check(false);
        }
        prop_assert_eq!(traffic.net.fabric.connection_count(), 0, "a slot is still taken");
        prop_assert_eq!(traffic.net.log, copy.net.log, "a copy goes on as the original does");
        prop_assert_eq!(traffic.net.facts, copy.net.facts);
    }

    #[test]
    fn the_same_seed_gives_the_same_events(
        link in link(),
        seed: u64,
        blows in prop::collection::vec((moment(), blow()), 1..40),
    ) {
        let run = || {
            let mut traffic = Traffic::new(link, seed);
            traffic.dial(0);
            for (wait, blow) in &blows {
                traffic.net.pass(*wait);
                traffic.blow(blow);
            }
            traffic.net.run();
            (traffic.net.log, traffic.net.facts, traffic.net.heard)
        };
        prop_assert_eq!(run(), run());
    }
}

#[test]
fn another_seed_gives_other_events() {
    let link = LinkProfile { jitter: ms(50), ..LinkProfile::with_latency(ms(10)) };
    let run = |seed| {
        let mut net = Net::with(link, seed);
        net.dial();
        net.run();
        net.log
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
    assert!(
        !run(1)
            .iter()
            .any(|(_, it)| matches!(it, Happening::DialFailed { error: DialError::TimedOut, .. }))
    );
}
