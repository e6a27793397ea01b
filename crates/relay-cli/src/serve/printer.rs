//! Standard output, written by a thread of its own: a reader who pauses (a pager, a program that
//! looks at the addresses only) must not bring the world to a halt.
//!
//! What is not printed yet stays in the trace, so nothing is lost and nothing is held twice.

use std::io::{self, Write as _};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};

/// How long the end waits for a reader who does not read.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread, and whether it is at work.
#[derive(Debug)]
pub(super) struct Printer {
    texts: Sender<String>,
    done: Receiver<io::Result<()>>,
    is_busy: bool,
}

impl Printer {
    /// Starts the thread.
    pub(super) fn start() -> Self {
        let (texts, to_print) = mpsc::channel(1);
        let (report, done) = mpsc::channel(1);
        thread::spawn(move || work(to_print, &report));
        Self { texts, done, is_busy: false }
    }

    /// Whether the last text is still being written.
    pub(super) fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Writes a text; not to be called while it is busy.
    pub(super) fn print(&mut self, text: String) {
        debug_assert!(!self.is_busy, "one text after the other");
        self.is_busy = self.texts.try_send(text).is_ok();
    }

    /// Resolves when the last text has been written; never when it is not busy. A call that is
    /// given up loses nothing.
    pub(super) async fn freed(&mut self) -> io::Result<()> {
        if !self.is_busy {
            std::future::pending::<()>().await;
        }
        let done = self.done.recv().await;
        self.is_busy = false;
        done.unwrap_or_else(|| Err(io::ErrorKind::BrokenPipe.into()))
    }

    /// As [`freed`](Self::freed), at once when it is not busy; false when nobody reads.
    pub(super) async fn finish(&mut self) -> io::Result<bool> {
        if !self.is_busy {
            return Ok(true);
        }
        match tokio::time::timeout(PATIENCE, self.freed()).await {
            Ok(done) => done.map(|()| true),
            Err(_) => Ok(false),
        }
    }
}

fn work(mut texts: Receiver<String>, report: &Sender<io::Result<()>>) {
    while let Some(text) = texts.blocking_recv() {
        if report.blocking_send(write(&text)).is_err() {
            return;
        }
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
