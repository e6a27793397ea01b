//! Hosts: servers with their users, habits and policies, and the hosts of mail clients.

use super::super::draft::Block;
use super::{Dice, Plan, array};

/// A server.
pub(super) fn server(dice: &mut Dice, plan: &Plan, no: u64) -> Block {
    let profile = dice.pick(&["postfix", "exim", "qmail", "rfc"]);
    // Its own name is one of its domains anyway; where that is said, it may have aliases of its own.
    let is_named = dice.one_in(6);
    let domains = if is_named {
        format!("domains = [\"d{no}.example\", \"h{no}.example\"]")
    } else {
        format!("domains = [\"d{no}.example\"]")
    };
    let mut lines = vec![
        "[[host]]".to_owned(),
        format!("name = \"h{no}.example\""),
        domains,
        format!("profile = \"{profile}\""),
    ];
    lines.extend(retry(dice, profile));
    users(dice, plan, (no, is_named), &mut lines);
    relaying(dice, plan, no, &mut lines);
    limits(dice, &mut lines);
    policies(dice, &mut lines);
    bounces(dice, &mut lines);
    Block { lines }
}

/// Its mailboxes, and who stands for others there.
fn users(dice: &mut Dice, plan: &Plan, (no, is_named): (u64, bool), lines: &mut Vec<String>) {
    let boxes: Vec<String> = (0..=dice.below(4))
        .map(|n| match dice.below(5) {
            0 => format!("{{ name = \"u{n}\", quota = \"{}kB\" }}", dice.between(1, 60)),
            1 if dice.one_in(4) => {
                let condition = dice.pick(&["disabled", "damaged"]);
                format!("{{ name = \"u{n}\", condition = \"{condition}\" }}")
            }
            _ => format!("\"u{n}\""),
        })
        .collect();
    lines.push(format!("mailboxes = [{}]", boxes.join(", ")));
    if dice.one_in(3) {
        let mut aliases = vec![format!("a0 = {}", plan.members(dice))];
        if dice.one_in(2) {
            aliases.push(format!("a1 = {}", plan.members(dice)));
        }
        if dice.one_in(6) {
            aliases.push(format!("postmaster = \"{}\"", plan.address(dice)));
        }
        if is_named && aliases.iter().all(|alias| !alias.starts_with("postmaster")) {
            let to = plan.address(dice);
            aliases.push(format!("\"postmaster@h{no}.example\" = \"{to}\""));
        }
        lines.push(format!("aliases = {{ {} }}", aliases.join(", ")));
    }
    if dice.one_in(3) {
        let lists: Vec<String> = (0..=dice.below(2))
            .map(|n| {
                let (members, mut owner) = (plan.members(dice), plan.address(dice));
                if owner == format!("l{n}@d{no}.example") {
                    owner = plan.plain_address(dice);
                }
                format!("l{n} = {{ members = {members}, owner = \"{owner}\" }}")
            })
            .collect();
        lines.push(format!("lists = {{ {} }}", lists.join(", ")));
    }
    if dice.one_in(5) {
        let how = dice.pick(&["forward", "refuse"]);
        let to = plan.address(dice);
        let to = if to == format!("m0@d{no}.example") { plan.plain_address(dice) } else { to };
        lines.push(format!("moved = {{ m0 = {{ to = \"{to}\", how = \"{how}\" }} }}"));
    }
    if dice.one_in(12) {
        lines.push("catch_all = \"u0\"".to_owned());
    }
}

/// Whose mail it takes, and where it sends it.
fn relaying(dice: &mut Dice, plan: &Plan, no: u64, lines: &mut Vec<String>) {
    if dice.one_in(3) {
        lines.push("relay_for = \"any\"".to_owned());
    }
    if dice.one_in(5) {
        let domain = (no + 1 + dice.below(plan.servers - 1)) % plan.servers;
        lines.push(format!("relay_to = \"d{domain}.example\""));
    }
    if dice.one_in(5) {
        lines.push(format!("smart_host = {}", plan.other_server(dice, no)));
    }
    if dice.one_in(6) {
        let domain = (no + 1 + dice.below(plan.servers - 1)) % plan.servers;
        let to = plan.other_server(dice, no);
        lines.push(format!("routes = {{ \"d{domain}.example\" = {to} }}"));
    }
}

/// What replaces the profile's schedule: lifetimes of hours, so that a world gets quiet.
fn retry(dice: &mut Dice, profile: &str) -> Option<String> {
    if dice.one_in(12) {
        return None;
    }
    let hours = dice.between(1, 12);
    let mut keys = match profile {
        "postfix" => vec![
            format!("lifetime = \"{hours}h\""),
            format!("delay_min = \"{}s\"", dice.between(20, 600)),
            format!("delay_max = \"{}s\"", dice.between(600, 4000)),
            format!("queue_run = \"{}s\"", dice.between(1, 600)),
            format!("bounce_lifetime = \"{}min\"", dice.between(0, 60)),
        ],
        "exim" => vec![
            format!(
                "rules = [\"F,{}m,{}m\", \"G,{hours}h,{}m,1.{}\"]",
                dice.between(1, 50),
                dice.between(1, 20),
                dice.between(5, 60),
                dice.below(10)
            ),
            format!("interval_max = \"{}h\"", dice.between(1, 24)),
        ],
        "qmail" => vec![
            format!("lifetime = \"{hours}h\""),
            format!("skip_remote = {}", dice.between(2, 30)),
            format!("skip_local = {}", dice.between(2, 20)),
        ],
        _ => vec![
            format!("lifetime = \"{hours}h\""),
            format!("first_gap = \"{}min\"", dice.between(1, 40)),
            format!("first_span = \"{}min\"", dice.between(0, 120)),
            format!("later_gap = \"{}min\"", dice.between(10, 180)),
        ],
    };
    if profile != "exim" && dice.one_in(3) {
        keys.push(format!("unreachable_after = {}", dice.below(5)));
        keys.push(format!("unreachable_for = \"{}min\"", dice.below(120)));
    }
    Some(format!("retry = {{ {} }}", keys.join(", ")))
}

fn limits(dice: &mut Dice, lines: &mut Vec<String>) {
    if dice.one_in(5) {
        lines.push(format!("pop3 = {{ expire = {} }}", dice.below(3)));
    }
    if dice.one_in(5) {
        lines.push(format!("size_max = \"{}kB\"", dice.between(2, 100)));
    }
    if dice.one_in(5) {
        lines.push(format!("recipients_max = {}", dice.between(1, 5)));
    }
    if dice.one_in(5) {
        lines.push(format!("concurrency_max = {}", dice.between(1, 3)));
    }
    if dice.one_in(5) {
        lines.push(format!("recipients_per_delivery_max = {}", dice.between(1, 4)));
    }
    if dice.one_in(5) {
        lines.push(format!("messages_per_session_max = {}", dice.between(1, 4)));
    }
    if !dice.one_in(20) {
        lines.push(format!("hop_count_max = {}", dice.between(4, 15)));
    }
    if dice.one_in(4) {
        let all = ["8bitmime", "dsn", "enhancedstatuscodes", "pipelining", "size"];
        lines.push(format!("extensions = {}", array(dice.some(&all))));
    }
    if dice.one_in(4) {
        let who = dice.pick(&["none", "optional", "required"]);
        lines.push(format!("submission_auth = \"{who}\""));
    }
    if dice.one_in(4) {
        lines.push(format!("addresses_max = {}", dice.between(1, 3)));
    }
    if dice.one_in(4) {
        let all =
            ["connect", "greeting", "hello", "mail", "rcpt", "data_start", "data_end", "quit"];
        let keys: Vec<String> = dice
            .some(&all)
            .iter()
            .map(|key| format!("{key} = \"{}s\"", dice.between(1, 900)))
            .collect();
        lines.push(format!("timeouts = {{ {} }}", keys.join(", ")));
    }
    if dice.one_in(4) {
        lines.push(format!("delivered_to = {}", dice.one_in(2)));
    }
    if dice.one_in(8) {
        let which = dice.pick(&["clock_ahead", "clock_behind"]);
        lines.push(format!("{which} = \"{}min\"", dice.between(1, 3000)));
    }
}

fn policies(dice: &mut Dice, lines: &mut Vec<String>) {
    if dice.one_in(4) {
        lines.push(format!("greylisting = {{ delay = \"{}s\" }}", dice.between(0, 900)));
    }
    if dice.one_in(2) {
        return;
    }
    let strangers = dice.pick(&["refuse", "dismiss"]);
    let unknown = dice.pick(&["refuse", "bounce"]);
    let full = dice.pick(&["defer", "busy", "refuse"]);
    let mut keys = vec![
        format!("strangers = \"{strangers}\""),
        format!("unknown_users = \"{unknown}\""),
        format!("full_mailbox = \"{full}\""),
    ];
    for (key, from, to) in [
        ("connections_max", 1, 3),
        ("connections_per_client", 1, 2),
        ("connections_per_minute", 1, 4),
        ("messages_per_minute", 1, 4),
    ] {
        if dice.one_in(6) {
            keys.push(format!("{key} = {}", dice.between(from, to)));
        }
    }
    for key in ["check_sender", "check_recipient", "verify"] {
        if dice.one_in(5) {
            keys.push(format!("{key} = true"));
        }
    }
    if dice.one_in(12) {
        keys.push("no_service = true".to_owned());
    }
    if dice.one_in(6) {
        keys.push(format!("storage_max = \"{}kB\"", dice.between(3, 150)));
    }
    if dice.one_in(4) {
        let faults = dice.some(&["bare-line-end", "nul", "long-line", "eight-bit"]);
        keys.push(format!("refuse_content = {}", array(faults)));
    }
    lines.push(format!("policy = {{ {} }}", keys.join(", ")));
}

fn bounces(dice: &mut Dice, lines: &mut Vec<String>) {
    if dice.one_in(2) {
        return;
    }
    let mut keys = Vec::new();
    if dice.one_in(2) {
        keys.push(format!("delay_warning = \"{}min\"", dice.between(0, 240)));
    }
    if dice.one_in(2) {
        keys.push(format!("return_max = {}", dice.between(0, 20_000)));
    }
    match dice.below(4) {
        0 => keys.push("double = \"discard\"".to_owned()),
        1 => keys.push("double = \"postmaster\"".to_owned()),
        2 => {
            keys.push("double = \"freeze\"".to_owned());
            keys.push(format!("frozen_for = \"{}h\"", dice.between(0, 20)));
        }
        _ => {}
    }
    if dice.one_in(15) {
        keys.push("break_null_path_rule = true".to_owned());
    }
    if !keys.is_empty() {
        lines.push(format!("bounces = {{ {} }}", keys.join(", ")));
    }
}

/// The host of a mail client, and its account: client `n` belongs to `u0@dN.example`.
pub(super) fn client(dice: &mut Dice, plan: &Plan, no: u64) -> Vec<Block> {
    let name = format!("\"c{no}.example\"");
    let mut account = Block::entry("account")
        .with(format!("address = \"u0@d{no}.example\""))
        .with(format!("on = {name}"));
    if dice.one_in(6) {
        account = account.with("direct = true");
    } else if dice.one_in(3) {
        let port = dice.pick(&["", ":25", ":587"]);
        let server = plan.server(dice);
        account = account.with(format!("submit = \"{}{port}\"", server.trim_matches('"')));
    }
    if dice.one_in(3) {
        account = account.with("leave_on_server = true");
    }
    if dice.one_in(6) {
        account = account.with("password = \"wrong\"");
    }
    vec![Block::entry("host").with(format!("name = {name}")), account]
}
