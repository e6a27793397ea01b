//! `cargo xtask test`: the whole gate, stage after stage, and one line of figures at the end.

mod browser;
mod clients;
mod count;
mod firefox;
mod lint;
mod native;
mod package;
mod sites;
mod wasm;

use std::{
    process::ExitCode,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};

pub(crate) use browser::mounts;
pub(crate) use count::Count;

use crate::{
    error::Result,
    progress::{Progress, note, spoken},
    tidy,
};

/// Options of `cargo xtask test`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only these stages, for local work
    #[arg(long, value_delimiter = ',', value_name = "STAGE,…")]
    only: Vec<Stage>,
}

/// A stage of the gate, in the order in which they run: what fails soonest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// rustfmt agrees with every file
    Fmt,
    /// The project's own rules
    Tidy,
    /// Clippy without a warning: natively, and the page for its own target
    Clippy,
    /// Unit, integration and documentation tests
    Native,
    /// Real mail clients against `relayscope serve`
    Clients,
    /// The npm package, as it would be published
    Package,
    /// wasm-bindgen tests in a headless browser
    Wasm,
    /// The built page in Firefox
    Firefox,
    /// The built page in a headless browser
    Browser,
    /// A book of mdBook and a site of Docusaurus with the package in them
    Sites,
}

/// What a stage found out.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Checks that passed and failed.
    pub(crate) count: Count,
    /// What to show when something failed.
    pub(crate) output: String,
}

impl Outcome {
    /// One check: it passed, or it failed with this output.
    pub(crate) fn single(ok: bool, output: String) -> Self {
        Self { count: Count { passed: u32::from(ok), failed: u32::from(!ok) }, output }
    }

    /// A stage in which nothing was checked has failed: otherwise tests could vanish unseen.
    fn or_nothing_checked(self) -> Self {
        if self.count == Count::default() {
            return Self::single(false, format!("{}\nno test ran in this stage", self.output));
        }
        self
    }
}

impl Stage {
    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "fmt: every file is formatted",
            Self::Tidy => "tidy: the project's own rules",
            Self::Clippy => "clippy: native, and the page for Wasm",
            Self::Native => "native: unit, integration and documentation tests",
            Self::Clients => "clients: real mail clients against `relayscope serve`",
            Self::Wasm => "wasm: wasm-bindgen tests in a headless browser",
            Self::Package => "package: the npm package, packed, checked and used",
            Self::Sites => "sites: mdBook and Docusaurus with the package in them",
            Self::Browser => "browser: the built page in a headless browser",
            Self::Firefox => "firefox: the built page in Firefox",
        }
    }

    /// `chosen`: somebody named it, and does not run it with all others.
    fn run(self, chosen: bool) -> Result<Outcome> {
        match self {
            Self::Fmt => lint::fmt(),
            Self::Tidy => tidy::stage(),
            Self::Clippy => lint::clippy(),
            Self::Native => native::run(),
            Self::Clients => clients::run(),
            Self::Wasm => wasm::run(),
            Self::Package => package::run(),
            Self::Browser => browser::run(),
            Self::Firefox => firefox::run(chosen),
            Self::Sites => sites::run(),
        }
    }
}

/// Runs the stages. The figures are the last line; the exit status says whether all passed.
pub(crate) fn command(options: &Options) -> ExitCode {
    let begun = Instant::now();
    let chosen = |stage: &Stage| options.only.is_empty() || options.only.contains(stage);
    let stages: Vec<Stage> = Stage::value_variants().iter().copied().filter(chosen).collect();
    let mut progress = Progress::new(stages.len());
    let mut total = Count::default();
    let mut summary = Vec::new();
    for round in rounds(&stages) {
        for stage in round {
            progress.step(stage.title());
        }
        for (stage, outcome, took) in beside_each_other(round, !options.only.is_empty()) {
            let line = stage_line(stage, outcome.count, took);
            if outcome.count.failed > 0 {
                println!("{}", outcome.output.trim_end());
            }
            note(&line);
            summary.push(line);
            total += outcome.count;
        }
    }
    println!("\nThe gate took {}:", spoken(begun.elapsed()));
    for line in summary {
        println!("  {line}");
    }
    println!("{total}");
    if total.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The stages in rounds: those of one round run beside each other, since neither has work for two
/// processors all the while. What makes the package ends with minutes of one thread that optimises the page, and the Wasm tests
/// mostly wait for one that reads their program.
fn rounds(stages: &[Stage]) -> impl Iterator<Item = &[Stage]> {
    stages.chunk_by(|one, next| (*one, *next) == (Stage::Package, Stage::Wasm))
}

/// Runs each stage in a thread of its own; what they found comes in the order of the stages.
fn beside_each_other(round: &[Stage], chosen: bool) -> Vec<(Stage, Outcome, Duration)> {
    let run = |stage: Stage| {
        let begun = Instant::now();
        let outcome =
            stage.run(chosen).unwrap_or_else(|error| Outcome::single(false, error.to_string()));
        (stage, outcome.or_nothing_checked(), begun.elapsed())
    };
    thread::scope(|scope| {
        let running: Vec<_> = round.iter().map(|stage| scope.spawn(move || run(*stage))).collect();
        running.into_iter().map(|it| it.join().expect("a stage returns its errors")).collect()
    })
}

/// Gets what a stage needs while no other stage does so: they install the same things.
fn prepare<T>(what: impl FnOnce() -> T) -> T {
    static PREPARING: Mutex<()> = Mutex::new(());
    let _alone = PREPARING.lock().unwrap_or_else(PoisonError::into_inner);
    what()
}

/// The output without cargo's many lines of progress, so that what failed is seen.
fn without_progress(text: &str) -> String {
    const PROGRESS: &[&str] = &["Checking", "Compiling", "Downloaded", "Blocking", "Updating"];
    let progress = |line: &&str| {
        // Cargo sets its verbs off from the margin; a diagnostic begins at the margin.
        let word = line.split_whitespace().next().unwrap_or_default();
        line.starts_with("  ") && PROGRESS.contains(&word)
    };
    text.lines().filter(|line| !progress(line)).fold(String::new(), |kept, line| kept + line + "\n")
}

fn stage_line(stage: Stage, count: Count, took: Duration) -> String {
    let name = stage.to_possible_value().expect("no stage is hidden");
    format!("{:<8} {count} ({})", name.get_name(), spoken(took))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::ValueEnum as _;

    use super::{Count, Outcome, Stage, rounds, stage_line, without_progress};

    #[test]
    fn keeps_what_is_no_progress() {
        let text = "    Checking a v1\nerror: no\n  --> a.rs\n   Compiling b v2\n";
        assert_eq!(without_progress(text), "error: no\n  --> a.rs\n");
    }

    #[test]
    fn a_stage_without_a_check_has_failed() {
        let nothing = Outcome { count: Count::default(), output: String::new() };
        assert_eq!(nothing.or_nothing_checked().count, Count { passed: 0, failed: 1 });
        let passed = Outcome::single(true, String::new());
        assert_eq!(passed.or_nothing_checked().count, Count { passed: 1, failed: 0 });
    }

    #[test]
    fn what_is_chosen_runs_once_and_in_order() {
        use Stage::{Browser, Package, Wasm};
        let all: Vec<&[Stage]> = rounds(Stage::value_variants()).collect();
        assert_eq!(all.concat(), Stage::value_variants());
        let crowded: Vec<_> = all.into_iter().filter(|round| round.len() > 1).collect();
        assert_eq!(crowded, [[Package, Wasm]]);
        assert_eq!(rounds(&[Wasm, Browser]).count(), 2);
    }

    #[test]
    fn a_stage_is_told_in_one_line() {
        let count = Count { passed: 12, failed: 1 };
        let line = stage_line(Stage::Wasm, count, Duration::from_millis(1500));
        assert_eq!(line, "wasm     12 passed, 1 failed (1.5 s)");
    }
}
