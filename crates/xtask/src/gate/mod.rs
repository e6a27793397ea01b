//! `cargo xtask test`: the whole gate, stage after stage, and one line of figures at the end.

mod browser;
mod clients;
mod count;
mod firefox;
mod inputs;
mod lint;
mod memory;
mod native;
mod outcome;
mod package;
mod sites;
mod source;
mod variables;
mod wasm;

use std::{
    env,
    process::ExitCode,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};

pub(crate) use browser::mounts;
pub(crate) use count::Count;
pub(crate) use inputs::Inputs;
pub(crate) use outcome::Outcome;
pub(crate) use source::sources;

use memory::Memory;

use crate::{
    error::Result,
    progress::{Progress, note, spoken},
    tidy,
};

/// Options of `cargo xtask test`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only these stages, for local work, and each whatever has passed
    #[arg(long, value_delimiter = ',', value_name = "STAGE,…")]
    only: Vec<Stage>,
    /// Also what has already passed on these very inputs, as where the variable CI is set
    #[arg(long)]
    again: bool,
}

impl Options {
    /// Whether each stage that is chosen is run, whatever has passed; `ci`: the variable CI is set.
    fn always(&self, ci: bool) -> bool {
        ci || self.again || !self.only.is_empty()
    }
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

    /// Its name on the command line.
    fn name(self) -> String {
        self.to_possible_value().expect("no stage is hidden").get_name().to_owned()
    }

    /// `always`: it is run whatever has passed. Those that take some seconds only are run always.
    fn run(self, always: bool) -> Result<Outcome> {
        let memory = Memory::new(&self.name(), always);
        match self {
            Self::Fmt => lint::fmt(),
            Self::Tidy => tidy::stage(),
            Self::Clippy => lint::clippy(),
            Self::Native => native::run(&memory),
            Self::Clients => clients::run(&memory),
            Self::Wasm => wasm::run(&memory),
            Self::Package => package::run(&memory),
            Self::Browser => browser::run(&memory),
            Self::Firefox => firefox::run(&memory),
            Self::Sites => sites::run(&memory),
        }
    }
}

/// Runs the stages. The figures are the last line; the exit status says whether all passed.
pub(crate) fn command(options: &Options) -> ExitCode {
    let begun = Instant::now();
    inputs::read_own_program();
    let always = options.always(env::var_os("CI").is_some());
    let chosen = |stage: &Stage| options.only.is_empty() || options.only.contains(stage);
    let stages: Vec<Stage> = Stage::value_variants().iter().copied().filter(chosen).collect();
    let mut progress = Progress::new(stages.len());
    let mut total = Count::default();
    let mut summary = Vec::new();
    for round in rounds(&stages) {
        for stage in round {
            progress.step(stage.title());
        }
        for (stage, outcome, took) in beside_each_other(round, always) {
            outcome.notes.iter().for_each(|told| note(told));
            let line = stage_line(stage, &outcome, took);
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
fn beside_each_other(round: &[Stage], always: bool) -> Vec<(Stage, Outcome, Duration)> {
    let run = |stage: Stage| {
        let begun = Instant::now();
        let outcome =
            stage.run(always).unwrap_or_else(|error| Outcome::single(false, error.to_string()));
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

/// What came of a stage: how long it took, or that it is known from an earlier run.
fn stage_line(stage: Stage, outcome: &Outcome, took: Duration) -> String {
    let how = if outcome.as_before {
        "as before; nothing it depends on has changed".to_owned()
    } else {
        spoken(took)
    };
    format!("{:<8} {} ({how})", stage.name(), outcome.count)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clap::ValueEnum as _;

    use super::{Count, Options, Outcome, Stage, rounds, stage_line, without_progress};

    #[test]
    fn keeps_what_is_no_progress() {
        let text = "    Checking a v1\nerror: no\n  --> a.rs\n   Compiling b v2\n";
        assert_eq!(without_progress(text), "error: no\n  --> a.rs\n");
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
        let mut outcome = Outcome::new(Count { passed: 12, failed: 1 }, String::new());
        let line =
            |outcome: &Outcome| stage_line(Stage::Wasm, outcome, Duration::from_millis(1500));
        assert_eq!(line(&outcome), "wasm     12 passed, 1 failed (1.5 s)");
        outcome.count.failed = 0;
        outcome.as_before = true;
        let told = "wasm     12 passed, 0 failed (as before; nothing it depends on has changed)";
        assert_eq!(line(&outcome), told);
    }

    #[test]
    fn what_has_passed_is_run_again_where_somebody_says_so() {
        let options = |only: &[Stage], again| Options { only: only.to_vec(), again };
        assert!(!options(&[], false).always(false));
        assert!(options(&[], false).always(true), "CI is set");
        assert!(options(&[], true).always(false), "--again");
        assert!(options(&[Stage::Clients], false).always(false), "--only");
    }
}
