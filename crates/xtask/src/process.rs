//! Child processes: run one, keep what it says, and show a sign of life while it works.

use std::{
    ffi::{OsStr, OsString},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

/// After this long without a line of ours, a running step shows its last line of output.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);

/// A finished child: whether it succeeded, and all that it wrote, in the order written.
#[derive(Debug)]
pub(crate) struct Finished {
    /// The exit status was zero.
    pub(crate) ok: bool,
    /// Standard output and standard error, as they came.
    pub(crate) text: String,
}

/// A command to run; the builder of one child process.
#[derive(Debug)]
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// Runs `program`, found on PATH or given by its path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let shown = Path::new(program.as_ref())
            .file_name()
            .unwrap_or(program.as_ref())
            .to_string_lossy()
            .into_owned();
        let mut command = Command::new(program.as_ref());
        command.stdin(Stdio::null());
        Self { command, shown }
    }

    /// The cargo that runs us, so that one toolchain builds everything.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
    }

    /// npm, which is a batch file on Windows.
    pub(crate) fn npm() -> Self {
        Self::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    /// Adds arguments in order.
    pub(crate) fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable in the child's environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of the child's environment.
    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// The directory the child starts in.
    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs to the end and keeps the output; a failing exit is not an error here.
    pub(crate) fn finish(self) -> Result<Finished> {
        self.watch(&mut |_| {})
    }

    /// Like `finish`, and prints the child's last line now and then, so that nobody thinks it hangs.
    pub(crate) fn finish_slowly(self) -> Result<Finished> {
        let begun = Instant::now();
        let mut printed = begun;
        self.watch(&mut |last| {
            if printed.elapsed() >= SIGN_OF_LIFE && !last.is_empty() {
                printed = Instant::now();
                let shown: String = last.chars().take(80).collect();
                println!("      … {} s: {shown}", begun.elapsed().as_secs());
            }
        })
    }

    /// Runs to the end with signs of life; a failing exit is an error that holds the output.
    pub(crate) fn succeed_slowly(self, what: &str) -> Result<String> {
        let shown = self.shown.clone();
        let finished = self.finish_slowly()?;
        if finished.ok {
            return Ok(finished.text);
        }
        Err(Error::new(format!("{what} failed; its output:\n{}", finished.text.trim_end()))
            .at(shown))
    }

    /// Standard output alone, of a command that must succeed; its diagnostics go to ours.
    pub(crate) fn stdout(mut self) -> Result<String> {
        let shown = self.shown.clone();
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| Error::new(format!("cannot start it: {error}")).at(&shown))?;
        if !output.status.success() {
            return Err(Error::new("it failed").at(&shown));
        }
        String::from_utf8(output.stdout)
            .map_err(|_| Error::new("it printed something that is not UTF-8").at(shown))
    }

    /// Standard output alone, whatever the exit status and without diagnostics, in which may be times and
    /// numbers of processes.
    pub(crate) fn answer(mut self) -> Result<String> {
        let output = self.command.stderr(Stdio::null()).output();
        let output = output
            .map_err(|error| Error::new(format!("cannot start it: {error}")).at(&self.shown))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Spawns, reads both streams through one pipe, and calls `tick` with the latest line.
    fn watch(mut self, tick: &mut dyn FnMut(&str)) -> Result<Finished> {
        let cannot = |error: std::io::Error| {
            Error::new(format!("cannot start it: {error}"))
                .at(&self.shown)
                .mend("install it, or look at PATH")
        };
        let (reader, writer) = std::io::pipe().map_err(cannot)?;
        let both = writer.try_clone().map_err(cannot)?;
        self.command.stdout(writer).stderr(both);
        let mut child = self.command.spawn().map_err(cannot)?;
        // Our copies of the pipe's writing end live in the command; without this, reading never ends.
        drop(self.command);
        let (send, lines) = mpsc::channel::<String>();
        let reading = thread::spawn(move || read_lines(BufReader::new(reader), &send));
        let mut text = String::new();
        let mut last = String::new();
        loop {
            match lines.recv_timeout(Duration::from_secs(1)) {
                Ok(line) => {
                    text.push_str(&line);
                    // Messages that cargo writes for programs say nothing to a person.
                    if !line.trim().is_empty() && !line.starts_with('{') {
                        line.trim().clone_into(&mut last);
                    }
                }
                Err(RecvTimeoutError::Timeout) => tick(&last),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            tick(&last);
        }
        reading.join().map_err(|_| Error::new("reading its output failed").at(&self.shown))?;
        let status = child.wait().map_err(|error| {
            Error::new(format!("waiting for it failed: {error}")).at(&self.shown)
        })?;
        Ok(Finished { ok: status.success(), text })
    }
}

/// Sends line after line, with its end of line, until the stream ends or nobody listens.
fn read_lines(mut from: impl BufRead, to: &mpsc::Sender<String>) {
    let mut bytes = Vec::new();
    while from.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
        if to.send(String::from_utf8_lossy(&bytes).into_owned()).is_err() {
            return;
        }
        bytes.clear();
    }
}

/// The first program of these names on PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| dirs.iter().find_map(|dir| executable_in(dir, name)))
}

/// The program `name` in `dir`, by whatever ending this platform gives to programs.
pub(crate) fn executable_in(dir: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| dir.join(format!("{name}{ending}"))).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Run, on_path};

    #[test]
    fn keeps_both_streams_and_the_exit_status() {
        let finished = Run::cargo().arg("no-such-command-at-all").finish().expect("cargo starts");
        assert!(!finished.ok);
        assert!(finished.text.contains("no-such-command-at-all"), "{}", finished.text);
    }

    #[test]
    fn takes_standard_output_alone() {
        let text = Run::cargo().arg("--version").stdout().expect("cargo tells its version");
        assert!(text.starts_with("cargo "), "{text}");
    }

    #[test]
    fn an_answer_is_what_is_meant_to_be_one() {
        let answer = Run::cargo().arg("no-such-command-at-all").answer().expect("cargo starts");
        assert_eq!(answer, "");
        let answer = Run::cargo().arg("--version").answer().expect("cargo tells its version");
        assert!(answer.starts_with("cargo "), "{answer}");
        assert!(Run::new("no-such-program-at-all").answer().is_err());
    }

    #[test]
    fn says_what_cannot_be_started() {
        let error = Run::new("no-such-program-at-all").finish().expect_err("nothing to start");
        assert!(error.to_string().contains("no-such-program-at-all"), "{error}");
    }

    #[test]
    fn finds_programs_on_path() {
        assert!(on_path(&["no-such-program-at-all", "cargo"]).is_some());
        assert!(on_path(&["no-such-program-at-all"]).is_none());
    }
}
