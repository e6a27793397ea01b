//! Real mail clients against `relayscope serve`, and tshark against its captures.

use std::env;

use super::{Count, Inputs, Memory, Outcome, browser::relayscope, without_progress};
use crate::{
    error::Result,
    process::Run,
    tools,
    workspace::{client_tests_dir, root},
};

/// Where clients look for the settings of whoever runs them, which not every test keeps them from.
const SETTINGS: &[&str] = &[
    ".config/curlrc",
    ".config/msmtp/config",
    ".config/wireshark/decode_as_entries",
    ".config/wireshark/disabled_protos",
    ".config/wireshark/preferences",
    ".curlrc",
    ".mpoprc",
    ".msmtprc",
    ".netrc",
    ".swaksrc",
];

/// What Python is asked: the one on PATH may do no more than lead to another, as pyenv's does.
const WHICH_PYTHON: &str = "import sys; print(sys.executable, sys.version)";

/// Builds the command and lets every client talk to it, unless these very ones have done so.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    let python = tools::python()?;
    tools::mail_clients()?;
    let built =
        Run::cargo().args(["build", "--package", "relay-cli"]).dir(root()).finish_slowly()?;
    if !built.ok {
        return Ok(Outcome::single(false, without_progress(&built.text)));
    }
    memory.unless_passed(&inputs(python), || talk(python))
}

/// The command, in which is whatever the compiler has read; the tests, the lessons that are captured, and
/// who runs them; and each client, or that it is missing: its tests are skipped then.
pub(super) fn inputs(python: &str) -> Inputs {
    let mut inputs = Inputs::of_every_stage()
        .file(relayscope())
        .folder(client_tests_dir())
        .folder(root().join("web").join("lessons"))
        .program(python, &["-c", WHICH_PYTHON]);
    for client in tools::CLIENTS {
        inputs = inputs.program(client, &["--version"]);
    }
    let home = env::home_dir().unwrap_or_default();
    SETTINGS.iter().fold(inputs, |inputs, name| inputs.file(home.join(name)))
}

fn talk(python: &str) -> Result<Outcome> {
    let done = Run::new(python)
        .arg("run.py")
        .env("RELAYSCOPE", relayscope())
        .dir(client_tests_dir())
        .finish_slowly()?;
    let skipped = done.text.lines().filter(|line| line.starts_with("skipped: "));
    let notes = skipped.map(str::to_owned).collect();
    let count = Count::of_harness(&done.text, done.ok);
    Ok(Outcome { notes, ..Outcome::new(count, done.text) })
}

#[cfg(test)]
mod tests {
    use super::{inputs, relayscope};
    use crate::workspace::{client_tests_dir, root};

    #[test]
    fn the_command_counts_and_who_talks_to_it() {
        let inputs = inputs("python3");
        let lesson = root().join("web/lessons/relay.toml");
        for file in [relayscope(), client_tests_dir().join("test_curl.py"), lesson] {
            assert!(inputs.covers(&file), "{}", file.display());
        }
        for program in ["curl", "swaks", "tshark", "python3"] {
            assert!(inputs.asks(program), "{program}");
        }
    }
}
