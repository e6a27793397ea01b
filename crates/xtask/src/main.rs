//! The project's own commands: from a fresh machine to the page, and to the whole gate.

// Talking to a person, reading files, starting programs and measuring time is what this crate is for.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod application;
mod bench;
mod dist;
mod error;
mod files;
mod fuzz;
mod gate;
mod html;
mod measure;
mod page;
mod process;
mod progress;
mod serve;
mod server;
mod shots;
mod soak;
mod split;
mod stamp;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{error::Result, process::Run};

/// Commands of the project. Nothing is installed outside this folder, but for what rustup and, when
/// a browser or a mail client is missing and you are root on Debian, apt-get add.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set everything up, build the release page, and serve it on this machine
    Serve(serve::Options),
    /// The whole gate: format, tidy, clippy, native tests, mail clients, Wasm tests, npm package, browsers, sites
    #[command(visible_alias = "ci")]
    Test(gate::Options),
    /// Build the release page into dist/
    Build,
    /// Build the page, and the npm package into target/npm
    Dist,
    /// Format every file
    Fmt,
    /// Check the project's own rules
    Tidy,
    /// Measure how many messages a second cross two relays, natively and in Wasm
    Bench(bench::Options),
    /// Feed invented octets to both protocols, addresses and headers, with feedback from coverage, for some minutes
    Fuzz(fuzz::Options),
    /// Build and run random mail worlds, and check that none of them loses or doubles a message
    Soak(soak::Options),
    /// Measure the built page: its size, the time to the first scenario, the frames it drops
    Measure,
    /// Take pictures of the built page: every panel in six widths, light and dark, into target/shots
    Shots(shots::Options),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(options) => serve::command(options),
        Command::Test(options) => return gate::command(&options),
        Command::Build => page::command(),
        Command::Dist => dist::command(),
        Command::Fmt => fmt(),
        Command::Tidy => tidy::command(),
        Command::Bench(options) => bench::command(&options),
        Command::Fuzz(options) => fuzz::command(&options),
        Command::Soak(options) => soak::command(&options),
        Command::Measure => measure::command(),
        Command::Shots(options) => shots::command(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask fmt`.
fn fmt() -> Result<()> {
    Run::cargo().args(["fmt", "--all"]).dir(workspace::root()).succeed_slowly("formatting")?;
    Ok(())
}
