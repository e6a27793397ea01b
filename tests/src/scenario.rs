//! Scenarios as tests: a folder with `scenario.toml` and the trace that it must give.

#![allow(clippy::disallowed_methods, reason = "a test harness reads its scenarios")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use relay_host::Fact;
use relayscope::check::Watch;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Writer};
use relayscope::{Timeline, World, check, expect, trace::Trace};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the root").to_owned()
}

/// Every scenario that the repository holds, with its name: the page's and the tests' own.
///
/// # Panics
/// When one cannot be read or has a mistake.
pub fn all() -> Vec<(String, Scenario)> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in list(&root().join("web/lessons")) {
        if entry.extension().is_some_and(|extension| extension == "toml") {
            files.push(entry);
        }
    }
    files.extend(folders().into_iter().map(|folder| folder.join("scenario.toml")));
    assert!(!files.is_empty(), "the repository holds scenarios");
    files.into_iter().map(|file| (file.display().to_string(), read(&file))).collect()
}

/// The folders of `tests/scenario`.
pub fn folders() -> Vec<PathBuf> {
    list(&root().join("tests/scenario")).into_iter().filter(|entry| entry.is_dir()).collect()
}

/// The folders of `tests/lesson`.
pub fn lessons() -> Vec<PathBuf> {
    list(&root().join("tests/lesson")).into_iter().filter(|entry| entry.is_dir()).collect()
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|e| e.expect("a readable entry").path()).collect();
    paths.sort();
    paths
}

/// Reads a scenario file with the message files beside it.
///
/// # Panics
/// When it cannot be read or has a mistake.
pub fn read(file: &Path) -> Scenario {
    let source = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    Scenario::parse(&source).unwrap_or_else(|mistakes| panic!("{}: {mistakes:#?}", file.display()))
}

/// What [`run`] does, for the text trace alone.
///
/// # Panics
/// When an invariant or an expectation does not hold.
pub fn run_checked(name: &str, scenario: Scenario) -> String {
    run(name, scenario).text
}

/// A run to the end of a scenario.
pub struct Run {
    /// Everything that happened.
    pub trace: Trace,
    /// The same as text.
    pub text: String,
    /// What happened in it.
    pub scenario: Arc<Scenario>,
}

impl Run {
    /// The messages that were put into maildrops, in order: each behind a line that says where and
    /// when, its lines ended by LF.
    pub fn delivered(&self) -> String {
        let writer = Writer::new(&self.trace, &self.scenario);
        let mut text = String::new();
        for record in self.trace.records() {
            let Kind::Host(Fact::Delivered { content, mailbox, .. }) = record.kind else {
                continue;
            };
            let (mailbox, at) = (self.trace.name(mailbox), writer.time(record.at));
            let host = writer.host(record.host);
            writeln!(text, "======== {mailbox} at {host}, {at}").expect("a string takes text");
            let octets = self.trace.content(content).to_vec();
            for line in String::from_utf8_lossy(&octets).lines() {
                writeln!(text, "{line}").expect("a string takes text");
            }
        }
        text
    }
}

/// Runs a scenario, verifies the invariants after every event, and holds the run against its
/// expectations.
///
/// # Panics
/// When an invariant or an expectation does not hold.
pub fn run(name: &str, scenario: Scenario) -> Run {
    let scenario = Arc::new(scenario);
    let mut trace = Trace::new();
    let mut world = World::new(Arc::clone(&scenario), &mut trace);
    let until = world.scenario().until;
    let mut watch = Watch::new(&mut world).unwrap_or_else(|broken| panic!("{name}: {broken}"));
    while world.next_at().is_some_and(|at| at <= until) {
        world.step(&mut trace);
        if let Err(broken) = watch.check(&mut world) {
            panic!("{name}: after event {}: {broken}", world.steps());
        }
    }
    if let Err(broken) = watch.finish(&mut world) {
        panic!("{name}: at the end: {broken}");
    }
    if let Err(broken) = check::trace(&trace) {
        panic!("{name}: {broken}");
    }
    let unmet = expect::unmet(&trace, world.scenario());
    let text = Writer::new(&trace, world.scenario()).all();
    assert!(unmet.is_empty(), "{name}: {unmet:#?}\n{text}");
    Run { trace, text, scenario }
}

/// The run of a scenario, computed to its end, with the cursor at its start.
pub fn timeline(scenario: Scenario) -> Timeline {
    let mut timeline = Timeline::new(scenario);
    timeline.run_to_end();
    timeline
}
