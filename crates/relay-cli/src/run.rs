//! `relayscope run`

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use relay_export::{jsonl, pcapng};
use relay_kernel::RecordId;
use relayscope::lesson::{Finder, Flaw, Played};
use relayscope::scenario::{Diagnostic, Event, Scenario, limit};
use relayscope::trace::{Trace, Writer};
use relayscope::{World, expect};

use crate::Outcome;
use crate::input::{Input, read_file};
use crate::output::{Complaint, after_write_error, bad_input, diagnose};

/// Runs a scenario and prints everything that happens, each line with its reason.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The scenario file.
    file: PathBuf,
    /// Ends the run so long after its start, such as 6d or "1h 30min". Default: as the file says.
    #[arg(long)]
    until: Option<String>,
    /// The seed of everything that is random. Default: as the file says.
    #[arg(long)]
    seed: Option<u64>,
    /// How the trace is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Sends this message (RFC 5322) with the envelope of the first [[send]]; given again, with
    /// that of the second, and so on.
    #[arg(long, value_name = "FILE.eml")]
    message: Vec<PathBuf>,
    /// Writes what went over the network into this file, too, for Wireshark (pcapng).
    #[arg(long, value_name = "FILE")]
    pcap: Option<PathBuf>,
}

/// How a trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for people.
    Text,
    /// The same, each line behind the event by which a lesson waits for it.
    Events,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// Whether it is for people, with titles and what the lesson asks.
    fn is_text(self) -> bool {
        self != Self::Jsonl
    }
}

/// Columns that the names of events take.
const EVENT_WIDTH: usize = 17;

impl Run {
    /// Runs the scenario, prints its trace, and tells which expectations failed.
    pub(crate) fn execute(&self) -> Outcome {
        let input = match self.input() {
            Ok(input) => input,
            Err(outcome) => return outcome,
        };
        let scenario = Arc::new(input.scenario.clone());
        let mut trace = Trace::new();
        let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
        let mut printed = self.print(&scenario, &mut trace, &mut out);
        let mut failed = Vec::new();
        if let Some(lesson) = &input.scenario.lesson {
            let played = Played::new(&input.scenario, lesson);
            failed = played.failures();
            if self.format.is_text() {
                printed = printed.and_then(|()| out.write_all(played.text().as_bytes()));
            }
        }
        let printed = printed.and_then(|()| out.flush());
        if let Err(error) = printed {
            // What is left in the buffer goes nowhere either.
            let _ = out.into_parts();
            return after_write_error(&error);
        }
        if let Some(file) = &self.pcap
            && let Err(error) = fs::write(file, pcapng::pcapng(&trace, &scenario))
        {
            return bad_input(&format!("--pcap: {}: {error}", file.display()));
        }
        judge(&input, &trace, failed)
    }

    /// The scenario as the arguments want it.
    fn input(&self) -> Result<Input, Outcome> {
        let mut input = Input::read(&self.file)?;
        let scenario = &mut input.scenario;
        if let Some(seed) = self.seed {
            scenario.seed = seed;
        }
        if let Some(until) = &self.until {
            scenario.set_until(until).map_err(|problem| argument("--until", &problem))?;
        }
        for (index, file) in self.message.iter().enumerate() {
            let octets = read_file(file, limit::MESSAGE)?;
            let name = file.display().to_string();
            let replaced = scenario.replace_message(index, &name, &octets);
            replaced.map_err(|problem| argument("--message", &problem))?;
        }
        Ok(input)
    }

    /// Runs to the end and prints each record as it is made, so that a reader need not wait.
    fn print(
        &self,
        scenario: &Arc<Scenario>,
        trace: &mut Trace,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut world = World::new(Arc::clone(scenario), trace);
        let mut printed = 0;
        let mut text = String::new();
        if self.format.is_text() {
            let mut titles = String::new();
            Writer::new(trace, scenario).titles(&mut titles).expect("a string takes text");
            self.columns(Some("event"), &titles, &mut text);
        }
        loop {
            for record in printed..trace.mark().records() {
                self.write(trace, scenario, RecordId::from_index(record), &mut text);
            }
            printed = trace.mark().records();
            out.write_all(text.as_bytes())?;
            text.clear();
            if world.next_at().is_none_or(|at| at > scenario.until) {
                return Ok(());
            }
            world.step(trace);
        }
    }

    /// The lines of a record, the first of them behind its event where that is wanted.
    fn columns(&self, event: Option<&str>, lines: &str, text: &mut String) {
        for (nth, line) in lines.split_inclusive('\n').enumerate() {
            if self.format == Format::Events {
                let event = event.filter(|_| nth == 0).unwrap_or_default();
                write!(text, "{event:<EVENT_WIDTH$}").expect("a string takes text");
            }
            text.push_str(line);
        }
    }

    fn write(&self, trace: &Trace, scenario: &Scenario, record: RecordId, text: &mut String) {
        match self.format {
            Format::Text | Format::Events => {
                let mut line = String::new();
                Writer::new(trace, scenario).line(record, &mut line).expect("a string takes text");
                let event = Finder::new(trace, scenario).event(record);
                self.columns(event.map(Event::name), &line, text);
            }
            Format::Jsonl => {
                text.push_str(&jsonl::line(trace, scenario, record));
                text.push('\n');
            }
        }
    }
}

/// Complains about an argument.
fn argument(name: &str, problem: &Diagnostic) -> Outcome {
    bad_input(&format!("{name}: {}", Complaint::from(problem).in_a_line()))
}

/// Tells which expectations failed, those included that the run did not reach, and what is wrong
/// with the lesson.
fn judge(input: &Input, trace: &Trace, lesson: Vec<Flaw>) -> Outcome {
    let Input { path, source, scenario } = input;
    let late =
        scenario.expectations.iter().filter(|one| one.at.is_some_and(|at| at > scenario.until));
    let mut failed: Vec<Complaint> = late
        .map(|one| Complaint::error(one.span.clone(), "the run ended before this moment"))
        .collect();
    failed.extend(lesson.into_iter().map(Complaint::from));
    for unmet in expect::unmet(trace, scenario) {
        if failed.iter().all(|known| known.span != unmet.span) {
            failed.push(unmet.into());
        }
    }
    failed.sort_by_key(|complaint| complaint.span.start);
    for complaint in &failed {
        diagnose(path, source, complaint);
    }
    if failed.is_empty() { Outcome::Fine } else { Outcome::Unmet }
}
