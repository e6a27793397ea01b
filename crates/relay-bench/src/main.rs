//! Prints W1 beside its baseline, best and median of several runs.
//!
//! `relay-bench MESSAGES once` runs W1 a single time and prints nothing, for those who count
//! instructions: the difference of two such runs is what so many messages cost.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the clock and prints"
)]

use std::time::{Duration, Instant};

use relay_bench::{Outcome, Workload, baseline};

const RUNS: usize = 5;

fn main() {
    let messages = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let workload = Workload::w1(messages);
    if std::env::args().nth(2).as_deref() == Some("once") {
        drop(std::hint::black_box(workload.run()));
        return;
    }
    // The first run finds no memory that an earlier one has left.
    let before = resident();
    let (world, trace) = workload.run();
    let memory = resident().saturating_sub(before);
    let outcome = workload.outcome(&world, &trace);
    drop((world, trace));
    let mut ours = Vec::new();
    let mut bare = Vec::new();
    for _ in 0..RUNS {
        ours.push(time(|| workload.run()));
        bare.push(time(|| baseline(messages, outcome.lines)));
    }
    report(messages, outcome, memory, &mut ours, &mut bare);
}

fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = run();
    let took = start.elapsed();
    drop(std::hint::black_box(result));
    took
}

fn report(
    messages: u32,
    outcome: Outcome,
    memory: usize,
    ours: &mut [Duration],
    bare: &mut [Duration],
) {
    ours.sort_unstable();
    bare.sort_unstable();
    let rate = |took: Duration| f64::from(messages) / took.as_secs_f64();
    let (best, median) = (rate(ours[0]), rate(ours[RUNS / 2]));
    let (bare_best, bare_median) = (rate(bare[0]), rate(bare[RUNS / 2]));
    println!("native   W1 best {best:.0} messages/s, median {median:.0}");
    println!("native   bare heap best {bare_best:.0} messages/s, median {bare_median:.0}");
    println!("native   W1 at {:.0} % of the bare heap (best)", 100.0 * best / bare_best);
    println!(
        "native   {} lines, {} events, {} trace octets a line, {} octets of memory a message",
        outcome.lines,
        outcome.events,
        outcome.trace_octets / outcome.lines.max(1) as usize,
        memory / messages.max(1) as usize,
    );
}

/// Octets of memory in use, where the system tells; else 0.
fn resident() -> usize {
    let Ok(status) = std::fs::read_to_string("/proc/self/statm") else { return 0 };
    let pages = status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
