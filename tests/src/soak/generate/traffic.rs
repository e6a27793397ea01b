//! What is sent, collected and asked for.

use super::super::draft::Block;
use super::{Dice, Plan, array};

/// When something happens, in milliseconds: most of it comes in a bunch, some of it later.
fn moment(dice: &mut Dice) -> String {
    let bound = if dice.one_in(3) { 4 * 3_600_000 } else { 300_000 };
    format!("at = \"{}ms\"", dice.below(bound))
}

pub(super) fn sends(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    for _ in 0..=dice.below(2 * plan.servers + 4) {
        blocks.push(send(dice, plan));
    }
}

fn send(dice: &mut Dice, plan: &Plan) -> Block {
    let home = dice.below(plan.servers);
    let mut send = Block::entry("send").with(moment(dice));
    // An account with this address sends it from its mail client, if there is one.
    send = send.with(format!("from = \"u0@d{home}.example\""));
    if dice.one_in(4) {
        send = send.with(format!("on = {}", plan.server(dice)));
    }
    let mut to: Vec<String> = (0..=dice.below(4)).map(|_| plan.address(dice)).collect();
    to.sort();
    to.dedup();
    let mut recipients = to.len();
    if dice.one_in(6) {
        let bcc = plan.address(dice);
        send = send.with(format!("bcc = \"{bcc}\""));
        recipients += usize::from(!to.contains(&bcc));
    }
    send = send.with(format!("to = {}", array(to)));
    if dice.one_in(4) {
        let original =
            |n| format!("rfc822;o{n}@{}", if dice.one_in(2) { "a+b=c" } else { "o.example" });
        let originals: Vec<String> = (0..recipients).map(original).collect();
        send = send.with(format!("orcpt = {}", array(originals)));
    }
    match dice.below(10) {
        0 => send = send.with("envelope_from = \"<>\""),
        1 | 2 => send = send.with(format!("envelope_from = \"{}\"", plan.address(dice))),
        _ => {}
    }
    if dice.one_in(3) {
        send = send.with(format!("count = {}", dice.between(2, 6)));
        send = send.with(format!("every = \"{}s\"", dice.between(0, 90)));
    }
    if dice.one_in(3) {
        send = send.with(format!("size = \"{}kB\"", dice.between(1, 120)));
    }
    asked(dice, send)
}

/// What is asked for with RFC 3461.
fn asked(dice: &mut Dice, mut send: Block) -> Block {
    if dice.one_in(2) {
        return send;
    }
    if dice.one_in(5) {
        send = send.with("notify = \"never\"");
    } else if dice.one_in(2) {
        let occasions = dice.some(&["success", "failure", "delay"]);
        send = send.with(format!("notify = {}", array(occasions)));
    }
    if dice.one_in(2) {
        send = send.with(format!("ret = \"{}\"", dice.pick(&["full", "hdrs"])));
    }
    if dice.one_in(3) {
        send = send.with(format!("envid = \"e+{}=\"", dice.below(1000)));
    }
    send
}

/// Mail that is collected, and queues that are run by hand or on request.
pub(super) fn rounds(dice: &mut Dice, plan: &Plan, blocks: &mut Vec<Block>) {
    let accounts: Vec<String> = blocks
        .iter()
        .filter(|block| block.lines[0] == "[[account]]")
        .map(|block| block.lines[1].replace("address", "account"))
        .collect();
    for account in accounts {
        if dice.one_in(3) {
            continue;
        }
        let collect = Block::entry("collect")
            .with(moment(dice))
            .with(account)
            .with(format!("every = \"{}min\"", dice.between(10, 400)))
            .with(format!("until = \"{}h\"", dice.between(5, 48)));
        blocks.push(collect);
    }
    for _ in 0..dice.below(4) {
        let no = dice.below(plan.servers);
        let mut run = Block::entry("queue_run").with(moment(dice));
        run = run.with(format!("on = \"h{no}.example\""));
        if dice.one_in(2) {
            run = run.with(format!("asked_by = {}", plan.other_server(dice, no)));
        }
        if dice.one_in(3) {
            run = run.with(format!("every = \"{}s\"", dice.between(30, 7200)));
            run = run.with(format!("until = \"{}h\"", dice.between(5, 48)));
        }
        blocks.push(run);
    }
}
