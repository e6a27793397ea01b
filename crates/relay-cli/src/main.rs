//! The command relayscope: runs, checks, serves and links scenarios, and prints retry schedules.
//!
//! Results go to standard output, complaints to standard error. The exit code is 0 when all is
//! well, 1 when an `[[expect]]` or a lesson failed, 2 when the input is bad.

// Reading files and looking at the terminal is what this crate is for.
#![allow(clippy::disallowed_methods)]

mod check;
mod input;
mod lesson;
mod link;
mod output;
mod run;
mod schedule;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Shows what happens to mail on its way: hosts, queues, retries and bounces, simulated.
#[derive(Debug, Parser)]
#[command(name = "relayscope", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Check(check::Check),
    Serve(serve::Serve),
    Schedule(schedule::Schedule),
    Link(link::Link),
}

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is well.
    Fine,
    /// Something that the scenario expects is not so.
    Unmet,
    /// The input is bad.
    BadInput,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Unmet => 1,
            Outcome::BadInput => 2,
        })
    }
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Run(run) => run.execute().into(),
        Command::Check(check) => check.execute().into(),
        Command::Serve(serve) => serve.execute().into(),
        Command::Schedule(schedule) => schedule.execute().into(),
        Command::Link(link) => link.execute().into(),
    }
}
