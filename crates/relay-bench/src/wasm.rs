//! What Node calls. Plain numbers go in and out, so no glue is needed; Node keeps the time.

#![allow(unsafe_code, reason = "an exported name is all that is unsafe here")]

use crate::{Workload, baseline};

/// Runs W1; returns its wire lines.
#[unsafe(no_mangle)]
pub extern "C" fn bench_w1(messages: u32) -> u32 {
    let workload = Workload::w1(messages);
    let (world, trace) = workload.run();
    workload.outcome(&world, &trace).lines
}

/// Runs the baseline; the result only says that it ran.
#[unsafe(no_mangle)]
pub extern "C" fn bench_baseline(messages: u32, lines: u32) -> u32 {
    u32::from(baseline(messages, lines) != 0)
}
