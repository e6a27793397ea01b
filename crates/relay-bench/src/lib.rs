//! The workload that performance claims rest on, natively and in Wasm.
//!
//! **W1**: messages of 1 KiB, one recipient each, one every millisecond, go from a client over
//! relay A and relay B to their final host. Links take 10 ms, every message has a session of its
//! own on each hop with the full dialogue, and the trace is on.
//!
//! The **baseline** is what an event queue alone costs: a `BinaryHeap` through which as many
//! entries pass as W1 has wire lines.

mod baseline;
pub mod wasm;
mod workload;

pub use baseline::baseline;
pub use workload::{Outcome, Workload};
