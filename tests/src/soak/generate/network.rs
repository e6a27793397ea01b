//! Links, the DNS, and what goes wrong.

use super::super::draft::Block;
use super::{Dice, Plan};

/// `[network]`, in some worlds.
pub(super) fn table(dice: &mut Dice) -> Option<Block> {
    if dice.one_in(2) {
        return None;
    }
    let mut lines = vec!["[network]".to_owned()];
    lines.extend(quality(dice));
    lines.push(format!("dns_latency = \"{}ms\"", dice.between(0, 3000)));
    Some(Block { lines })
}

/// What a link is like.
fn quality(dice: &mut Dice) -> Vec<String> {
    // On a slow link a fault meets many an answer that is under way.
    let latency = if dice.one_in(3) { dice.between(800, 20_000) } else { dice.between(0, 800) };
    let mut lines = vec![format!("latency = \"{latency}ms\"")];
    if dice.one_in(2) {
        lines.push(format!("jitter = \"{}ms\"", dice.between(0, 500)));
    }
    if dice.one_in(2) {
        lines.push(format!("loss = \"{}%\"", dice.between(0, 30)));
    }
    if dice.one_in(3) {
        lines.push(format!("rate = \"{} kbit/s\"", dice.between(2, 256)));
    }
    lines
}

/// Two hosts, each other's own.
fn pair(dice: &mut Dice, plan: &Plan) -> Option<String> {
    let (a, b) = (plan.any_host(dice), plan.any_host(dice));
    (a != b).then(|| format!("[{a}, {b}]"))
}

pub(super) fn links(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    let mut known: Vec<String> = Vec::new();
    for _ in 0..dice.below(plan.servers) {
        let Some(pair) = pair(dice, plan) else { continue };
        let mut names: Vec<&str> = pair.trim_matches(['[', ']']).split(", ").collect();
        names.sort_unstable();
        let key = names.join(" ");
        if known.contains(&key) {
            continue;
        }
        let mut block = Block::entry("link").with(format!("between = {pair}"));
        block.lines.extend(quality(dice));
        known.push(key);
        blocks.push(block);
    }
}

fn record(name: &str, kind: &str, value: &str) -> Block {
    Block::entry("dns")
        .with(format!("name = \"{name}\""))
        .with(format!("type = \"{kind}\""))
        .with(format!("value = \"{value}\""))
}

/// For a third of the domains, other records than those that follow from the hosts.
pub(super) fn records(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    for no in 0..plan.servers {
        let domain = format!("d{no}.example");
        let exchanger = |dice: &mut Dice, preference: u64| {
            let value = plan.server(dice);
            record(&domain, "MX", value.trim_matches('"'))
                .with(format!("preference = {preference}"))
        };
        match dice.below(18) {
            // A backup, which may not know that it is one.
            0 | 1 => {
                let own = record(&domain, "MX", &format!("h{no}.example"));
                blocks.push(own.with("preference = 10"));
                blocks.push(exchanger(dice, 20));
            }
            // Others of one preference.
            2 => {
                blocks.push(record(&domain, "MX", &format!("h{no}.example")));
                blocks.push(exchanger(dice, 10));
                blocks.push(exchanger(dice, 10));
            }
            // A backup under another name, and one that is worse.
            7 | 8 => {
                let own = record(&domain, "MX", &format!("h{no}.example"));
                blocks.push(own.with("preference = 10"));
                let name = format!("x{no}.example");
                blocks.push(record(&domain, "MX", &name).with("preference = 20"));
                blocks.push(exchanger(dice, 30));
                let backup = dice.below(plan.servers);
                blocks.push(if dice.one_in(2) {
                    record(&name, "A", &format!("192.0.2.{}", backup + 1))
                } else {
                    record(&name, "CNAME", &format!("h{backup}.example"))
                });
            }
            3 => blocks.push(record(&domain, "MX", ".")),
            4 => blocks.push(exchanger(dice, 5)),
            5 => blocks.push(record(&domain, "MX", "gone.example")),
            6 => {
                let to = dice.below(plan.servers);
                if to != no {
                    blocks.push(record(&domain, "CNAME", &format!("d{to}.example")));
                }
            }
            _ => {}
        }
    }
    let mut texts: Vec<Vec<String>> = Vec::new();
    blocks.retain(|block| {
        // The same record twice says nothing more.
        let is_new = block.lines[0] != "[[dns]]" || !texts.contains(&block.lines[..4].to_vec());
        if block.lines[0] == "[[dns]]" && is_new {
            texts.push(block.lines[..4].to_vec());
        }
        is_new
    });
}

/// What goes wrong, for a while or for good.
pub(super) fn faults(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    for _ in 0..dice.below(plan.servers + 3) {
        // Most of them while the first messages are under way.
        let bound = if dice.one_in(3) { 3 * 3_600_000 } else { 310_000 };
        let mut fault = Block::entry("fault").with(format!("at = \"{}ms\"", dice.below(bound)));
        let kind = dice.below(KINDS);
        // Short ones hit dialogues, long ones outlast the queues. A reset is over when it has struck.
        if kind < RESETS {
            match dice.below(10) {
                0..5 => fault = fault.with(format!("lasts = \"{}s\"", dice.between(1, 120))),
                5..9 => fault = fault.with(format!("lasts = \"{}min\"", dice.between(2, 1200))),
                _ => {}
            }
        }
        blocks.extend(what_fails(dice, plan, kind).map(|what| fault.with(what)));
    }
}

/// How many kinds of faults there are, those that come more often counted more often.
const KINDS: u64 = 20;
/// The kinds from here on are resets.
const RESETS: u64 = 18;

fn what_fails(dice: &mut Dice, plan: &Plan, kind: u64) -> Option<String> {
    Some(match kind {
        0..3 => format!("host_down = {}", plan.any_host(dice)),
        3 => {
            let (host, kind) = (plan.server(dice), dice.pick(&["smtp", "pop3", "submission"]));
            format!("service_stopped = {{ host = {host}, service = \"{kind}\" }}")
        }
        4 | 5 => format!("link_cut = {}", pair(dice, plan)?),
        6 => {
            let (host, by) = (plan.server(dice), dice.between(1, 400));
            format!("slow = {{ host = {host}, by = \"{by}s\" }}")
        }
        7 => format!("disk_full = {}", plan.server(dice)),
        8 => {
            let pair = pair(dice, plan)?;
            let (latency, loss) = (dice.between(1, 900), dice.below(40));
            format!(
                "link_changed = {{ between = {pair}, latency = \"{latency}ms\", \
                 loss = \"{loss}%\" }}"
            )
        }
        9 | 10 => {
            let answer = dice.pick(&["servfail", "timeout", "nxdomain"]);
            let kind = dice.pick(&["d", "h"]);
            let name = format!("{kind}{}.example", dice.below(plan.servers));
            format!("dns = {{ name = \"{name}\", answer = \"{answer}\" }}")
        }
        11 | 12 => {
            let mut side: Vec<_> =
                (0..=dice.below(plan.servers)).map(|_| plan.any_host(dice)).collect();
            side.sort();
            side.dedup();
            format!("partition = [{}]", side.join(", "))
        }
        13 => format!("mailbox_full = \"u0@d{}.example\"", dice.below(plan.servers)),
        14 => {
            let (host, way) = (plan.any_host(dice), dice.pick(&["ahead", "behind"]));
            let span = dice.between(1, 100_000);
            format!("clock = {{ host = {host}, {way} = \"{span}min\" }}")
        }
        15 => format!("offline = {}", plan.any_host(dice)),
        16 => {
            let (host, kind) = (plan.server(dice), dice.pick(&["smtp", "pop3", "submission"]));
            format!("shutdown = {{ host = {host}, service = \"{kind}\" }}")
        }
        17 => format!("directory_down = {}", plan.server(dice)),
        _ => {
            let points = [
                "greeting",
                "ehlo",
                "mail",
                "rcpt",
                "data",
                "content",
                "final-reply",
                "final-reply",
                "quit",
            ];
            let (server, at) = (plan.server(dice), dice.pick(&points));
            let client = if dice.one_in(3) {
                format!("client = {}, ", plan.any_host(dice))
            } else {
                String::new()
            };
            let times = dice.between(1, 3);
            format!(
                "connection_reset = {{ server = {server}, {client}at = \"{at}\", times = {times} }}"
            )
        }
    })
}

/// Hosts that are online only in windows, for some days; then they stay offline, and what waits
/// for them or in them expires.
pub(super) fn dial_ups(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    let mut seen = Vec::new();
    for _ in 0..dice.below(3) {
        let host = plan.any_host(dice);
        if dice.one_in(2) || seen.contains(&host) {
            continue;
        }
        let (lasts, pause) = (dice.between(10, 1800), dice.between(60, 30_000));
        let mut dial_up = Block::entry("dial_up")
            .with(format!("host = {host}"))
            .with(format!("at = \"{}s\"", dice.below(600)))
            .with(format!("lasts = \"{lasts}s\""))
            .with(format!("every = \"{}s\"", lasts + pause))
            .with(format!("until = \"{}h\"", dice.between(1, 72)));
        // A client is final for no domain.
        if dice.one_in(2) && host.starts_with("\"h") {
            let server = plan.server(dice);
            if server != host {
                dial_up = dial_up.with(format!("asks = {server}"));
            }
        }
        seen.push(host);
        blocks.push(dial_up);
    }
}
