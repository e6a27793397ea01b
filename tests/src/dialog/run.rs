//! Running a dialogue in every way in which octets can arrive.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::file::Step;
use super::{Arrival, Dialog, Machine, SPLITS, Said, Side, Signal};

/// The dialogue files of a protocol, sorted by name.
pub fn files(protocol: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialog").join(protocol);
    let entries = std::fs::read_dir(&folder).expect("the folder of the dialogues is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "dlg"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} has dialogues", folder.display());
    files
}

/// Runs one file; true when its machine is on `side` (others are left to another call).
///
/// # Panics
/// When the file is not a dialogue, or the machine says something else.
pub fn check_file<M: Machine>(path: &Path, side: Side) -> bool {
    #[expect(clippy::disallowed_methods, reason = "test data are files")]
    let text = std::fs::read_to_string(path).expect("a readable file");
    let name = path.file_name().expect("a file has a name").to_string_lossy();
    let dialog = Dialog::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let ours = dialog.header.machine() == side;
    if ours && let Err(error) = check::<M>(&dialog) {
        panic!("{name}: {error}");
    }
    ours
}

/// Runs a dialogue that stands in the source; the message says what differs.
pub fn check_text<M: Machine>(text: &str) -> Result<(), String> {
    check::<M>(&Dialog::parse(text)?)
}

fn check<M: Machine>(dialog: &Dialog) -> Result<(), String> {
    let mut arrivals = vec![Arrival::Whole, Arrival::Octets];
    arrivals.extend((0..SPLITS).map(|seed| Arrival::Split { seed }));
    let waits = dialog.header.get("together") == Some("no");
    if dialog.header.machine() == Side::Server && !waits {
        arrivals.push(Arrival::Together);
    }
    let mut whole: Option<Vec<String>> = None;
    for arrival in arrivals {
        let at = |error: String| format!("{arrival:?}: {error}");
        let facts = run::<M>(dialog, arrival).map_err(at)?;
        // Also where the dialogue names none: a fact does not depend on how octets arrive.
        let whole = whole.get_or_insert_with(|| facts.clone());
        differ(
            "facts and those of the run in whole lines",
            1,
            &whole.join("\n"),
            &facts.join("\n"),
        )
        .map_err(at)?;
    }
    Ok(())
}

/// What must be said until the next thing happens, and from which line on.
#[derive(Default)]
struct Turn {
    line: usize,
    octets: Vec<u8>,
    facts: Vec<String>,
    closes: bool,
}

/// What the peer does before a turn of the machine.
enum Cause {
    Start,
    Octets(Vec<u8>),
    Signal(Signal),
}

/// The dialogue as causes, each with the turn that follows it.
fn turns(dialog: &Dialog, together: bool) -> Vec<(Cause, Turn)> {
    let mut turns = vec![(Cause::Start, Turn::default())];
    let mut said = false;
    for (line, step) in &dialog.steps {
        let (cause, turn) = turns.last_mut().expect("the start is there");
        if turn.line == 0 {
            turn.line = *line;
        }
        match step {
            Step::Machine(octets) => turn.octets.extend_from_slice(octets),
            Step::Fact(fact) => turn.facts.push(fact.clone()),
            Step::Close => turn.closes = true,
            Step::Signal(signal) => {
                turns.push((Cause::Signal(*signal), Turn { line: *line, ..Turn::default() }));
            }
            Step::Peer(octets) => match cause {
                Cause::Octets(before) if together || !said => before.extend_from_slice(octets),
                _ => {
                    let turn = Turn { line: *line, ..Turn::default() };
                    turns.push((Cause::Octets(octets.clone()), turn));
                }
            },
        }
        said = !matches!(step, Step::Peer(_));
    }
    turns
}

/// Runs a dialogue in one way; all facts that the machine stated.
fn run<M: Machine>(dialog: &Dialog, arrival: Arrival) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    let compare_facts = dialog.steps.iter().any(|(_, step)| matches!(step, Step::Fact(_)));
    let mut machine = M::start(&dialog.header)?;
    for (cause, expected) in turns(dialog, arrival == Arrival::Together) {
        let mut actual = Turn::default();
        match cause {
            Cause::Start => actual.add(machine.said()),
            Cause::Signal(signal) => {
                machine.signal(signal);
                actual.add(machine.said());
            }
            Cause::Octets(octets) => {
                for piece in arrival.pieces(&octets) {
                    machine.feed(piece);
                    actual.add(machine.said());
                }
            }
        }
        let line = expected.line;
        differ("octets", line, &show(&expected.octets), &show(&actual.octets))?;
        differ("close", line, &expected.closes.to_string(), &actual.closes.to_string())?;
        if compare_facts {
            differ("facts", line, &expected.facts.join("\n"), &actual.facts.join("\n"))?;
        }
        all.append(&mut actual.facts);
    }
    Ok(all)
}

impl Turn {
    fn add(&mut self, said: Vec<Said>) {
        for said in said {
            match said {
                Said::Octets(octets) => self.octets.extend(octets),
                Said::Fact(fact) => self.facts.push(fact),
                Said::Close => self.closes = true,
            }
        }
    }
}

fn differ(what: &str, line: usize, expected: &str, actual: &str) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    let mut message = format!("{what} differ in the turn at line {line}\n");
    let _ = writeln!(message, "--- expected\n{expected}\n--- actual\n{actual}\n---");
    Err(message)
}

/// Octets as lines; what is not printable, as escapes.
fn show(octets: &[u8]) -> String {
    octets.escape_ascii().to_string().replace("\\r\\n", "\n")
}
