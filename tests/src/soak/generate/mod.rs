//! A seed becomes a scenario: hosts of all kinds, networks with holes, and traffic.
//!
//! Most of it is plausible and some of it is not: smart hosts in a circle, lists that are members of
//! each other, domains without exchangers. What keeps a run finite is that every message is tried
//! for some days at most, that no alias or list has two members that stand for others again, and
//! that hosts see a loop after a few hops.

mod host;
mod network;
mod traffic;

use relay_kernel::{Rng, Stream};

use super::draft::{Block, Draft};

/// The stream of the soak; the worlds themselves draw from others, and from seeds of their own.
const STREAM: Stream = Stream(0x50A6);

/// The most hosts of a world.
const HOSTS: u64 = 50;

/// The world of a seed.
pub fn draft(seed: u64) -> Draft {
    let mut dice = Dice(Rng::new(seed, STREAM));
    // Most worlds are small: they run fast, and what fails in them is soon understood.
    let servers = match dice.below(100) {
        0..60 => 2 + dice.below(5),
        60..92 => 7 + dice.below(9),
        _ => 16 + dice.below(HOSTS - 19),
    };
    let clients = dice.below(5.min(servers + 1));
    let plan = Plan { servers, clients };
    let head = Block {
        lines: vec![
            "format = 1".to_owned(),
            format!("title = \"The world of seed {seed}\""),
            format!("seed = {}", dice.below(1 << 32)),
            // The slowest world is a host that breaks the null-path rule and tells its own full
            // mailbox, one report after another: thirty lifetimes of a week at most.
            "until = \"400d\"".to_owned(),
        ],
    };
    let mut blocks = vec![head];
    blocks.extend(network::table(&mut dice));
    for no in 0..servers {
        blocks.push(host::server(&mut dice, &plan, no));
    }
    for no in 0..clients {
        blocks.extend(host::client(&mut dice, &plan, no));
    }
    network::links(&mut dice, &plan, &mut blocks);
    network::records(&mut dice, &plan, &mut blocks);
    network::faults(&mut dice, &plan, &mut blocks);
    network::dial_ups(&mut dice, &plan, &mut blocks);
    traffic::sends(&mut dice, &plan, &mut blocks);
    traffic::rounds(&mut dice, &plan, &mut blocks);
    Draft { blocks }
}

/// How many there are of what. Server `n` is `hN.example` and final for `dN.example`.
struct Plan {
    servers: u64,
    clients: u64,
}

impl Plan {
    /// The name of a server, in quotes.
    fn server(&self, dice: &mut Dice) -> String {
        format!("\"h{}.example\"", dice.below(self.servers))
    }

    /// The name of a server that is not number `no`.
    fn other_server(&self, dice: &mut Dice, no: u64) -> String {
        let other = (no + 1 + dice.below(self.servers - 1)) % self.servers;
        format!("\"h{other}.example\"")
    }

    /// The name of any host.
    fn any_host(&self, dice: &mut Dice) -> String {
        let no = dice.below(self.servers + self.clients);
        match no.checked_sub(self.servers) {
            None => format!("\"h{no}.example\""),
            Some(no) => format!("\"c{no}.example\""),
        }
    }

    /// A domain, which may be one that nobody is final for.
    fn domain(&self, dice: &mut Dice) -> String {
        match dice.below(40) {
            0 => "nowhere.example".to_owned(),
            1 => format!("h{}.example", dice.below(self.servers)),
            _ => format!("d{}.example", dice.below(self.servers)),
        }
    }

    /// The address of somebody, or of nobody, who stands for no one else.
    fn plain_address(&self, dice: &mut Dice) -> String {
        let local = match dice.below(12) {
            0 => "nobody".to_owned(),
            1 => "postmaster".to_owned(),
            _ => format!("u{}", dice.below(4)),
        };
        if dice.one_in(40) {
            return format!("{local}@[192.0.2.{}]", 1 + dice.below(self.servers));
        }
        format!("{local}@{}", self.domain(dice))
    }

    /// The address of an alias, a list or a user who moved, where that host has one.
    fn indirect_address(&self, dice: &mut Dice) -> String {
        let kind = dice.pick(&["a0", "a1", "l0", "l1", "m0"]);
        format!("{kind}@d{}.example", dice.below(self.servers))
    }

    /// Any address.
    fn address(&self, dice: &mut Dice) -> String {
        if dice.one_in(4) { self.indirect_address(dice) } else { self.plain_address(dice) }
    }

    /// Members of an alias or a list, as an array: at most one of them stands for others again.
    fn members(&self, dice: &mut Dice) -> String {
        let mut members: Vec<String> =
            (0..=dice.below(4)).map(|_| self.plain_address(dice)).collect();
        if dice.one_in(3) {
            members[0] = self.indirect_address(dice);
        }
        array(members)
    }
}

/// An array of texts, each once.
fn array(mut texts: Vec<String>) -> String {
    texts.sort();
    texts.dedup();
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

/// Randomness with the turns of phrase that a generator needs.
struct Dice(Rng);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[usize::try_from(self.below(all.len() as u64)).expect("an index")]
    }

    /// Some of `all`, at least one.
    fn some(&mut self, all: &[&str]) -> Vec<String> {
        let chosen: Vec<String> =
            all.iter().filter(|_| self.one_in(2)).map(|it| (*it).to_owned()).collect();
        if chosen.is_empty() { vec![self.pick(all).to_owned()] } else { chosen }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use relayscope::scenario::{FaultKind, Scenario};

    use super::draft;

    /// A fault's key in a scenario file. A kind that is new must be added here, and drawn.
    fn key(kind: &FaultKind) -> &'static str {
        match kind {
            FaultKind::HostDown(_) => "host_down",
            FaultKind::ServicesStopped { .. } => "service_stopped",
            FaultKind::ShutDown { .. } => "shutdown",
            FaultKind::LinkCut(_) => "link_cut",
            FaultKind::LinkChanged(..) => "link_changed",
            FaultKind::Partition(_) => "partition",
            FaultKind::Slow(..) => "slow",
            FaultKind::DiskFull(_) => "disk_full",
            FaultKind::DirectoryDown(_) => "directory_down",
            FaultKind::MailboxFull(..) => "mailbox_full",
            FaultKind::Clock(..) => "clock",
            FaultKind::Offline(_) => "offline",
            FaultKind::Break(_) => "connection_reset",
            FaultKind::Dns { .. } => "dns",
        }
    }

    #[test]
    fn every_kind_of_fault_is_drawn() {
        let mut drawn: BTreeMap<&str, u32> = BTreeMap::new();
        for seed in 0..300 {
            let scenario = Scenario::parse(&draft(seed).text()).expect("a scenario");
            for fault in &scenario.faults {
                *drawn.entry(key(&fault.kind)).or_default() += 1;
            }
            *drawn.entry("dial_up").or_default() += u32::from(!scenario.dial_ups.is_empty());
            let skewed = scenario.hosts.iter().any(|host| !host.clock.span.is_zero());
            *drawn.entry("clock_ahead or clock_behind").or_default() += u32::from(skewed);
            let runs = scenario.queue_runs.iter().any(|run| run.rounds.every.is_some());
            *drawn.entry("queue_run every").or_default() += u32::from(runs);
            let quota = |host: &relayscope::scenario::Host| {
                host.mailboxes.iter().any(|mailbox| mailbox.quota.is_some())
            };
            let full = scenario.hosts.iter().any(quota);
            *drawn.entry("quota").or_default() += u32::from(full);
        }
        // As many as `key` knows, and the four besides.
        assert_eq!(drawn.len(), 14 + 4, "{drawn:?}");
        assert!(drawn.values().all(|count| *count >= 10), "{drawn:?}");
    }

    #[test]
    fn every_seed_gives_a_scenario_that_can_be_read_and_the_same_one_again() {
        let mut hosts = Vec::new();
        for seed in 0..300 {
            let draft = draft(seed);
            assert_eq!(draft, super::draft(seed));
            let text = draft.text();
            let scenario = Scenario::parse(&text).unwrap_or_else(|mistakes| {
                panic!("seed {seed}: {:?}\n{text}", mistakes[0]);
            });
            hosts.push(scenario.hosts.len());
        }
        assert!(hosts.iter().max().is_some_and(|most| (40..=50).contains(most)), "{hosts:?}");
        assert!(hosts.iter().min().is_some_and(|least| *least < 5), "{hosts:?}");
    }
}
