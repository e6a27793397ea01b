//! `cargo xtask soak` runs this: worlds, the first seed.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers takes arguments and prints"
)]

use std::process::ExitCode;

use relay_tests::soak::{run::nothing_else, soak};

/// A line of progress for so many worlds.
const STRIDE: u64 = 250;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|arg| arg.parse::<u64>());
    let (Some(Ok(worlds)), Some(Ok(seed))) = (numbers.next(), numbers.next()) else {
        println!("usage: soak WORLDS SEED; better: cargo xtask soak --help");
        return ExitCode::FAILURE;
    };
    // A panic is a finding like others; it is told at the end, and not at each try to shrink it.
    std::panic::set_hook(Box::new(|_| {}));
    let done = soak(worlds, seed, &nothing_else, |nth, total| {
        if nth.is_multiple_of(STRIDE) {
            println!("{total}");
        }
    });
    match done {
        Ok(total) => {
            println!("no violation: {total}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            println!("{finding}");
            ExitCode::FAILURE
        }
    }
}
