//! `relayscope schedule`

use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::{Args, ValueEnum};
use relayscope::scenario::Profile;
use relayscope::schedule::{self, Channel, Timetable};

use crate::Outcome;
use crate::output::after_write_error;

/// Prints when a server tries again to deliver to one destination that never works, and when it
/// gives up.
#[derive(Debug, Args)]
pub(crate) struct Schedule {
    /// Whose retry schedule.
    #[arg(long, value_enum)]
    profile: ProfileName,
    /// Where the mail goes to: to another host, or into a mailbox of the server itself.
    #[arg(long, value_enum, default_value_t = Destination::Remote)]
    destination: Destination,
    /// How the times are written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// The profiles of scenario files.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProfileName {
    Postfix,
    Exim,
    Qmail,
    /// What RFC 5321 section 4.5.4.1 recommends.
    Rfc,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Destination {
    Remote,
    Local,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Columns for people.
    Text,
    /// One JSON object a line; times are seconds after the first attempt.
    Jsonl,
}

impl Schedule {
    /// Prints the timetable.
    pub(crate) fn execute(&self) -> Outcome {
        let profile = match self.profile {
            ProfileName::Postfix => Profile::Postfix,
            ProfileName::Exim => Profile::Exim,
            ProfileName::Qmail => Profile::Qmail,
            ProfileName::Rfc => Profile::Rfc,
        };
        let channel = match self.destination {
            Destination::Remote => Channel::Remote,
            Destination::Local => Channel::Local,
        };
        let timetable = schedule::timetable(profile, channel);
        let mut text = String::new();
        let written = match self.format {
            Format::Text => schedule::write(&timetable, &mut text),
            Format::Jsonl => write_jsonl(&timetable, &mut text),
        };
        written.expect("a string takes text");
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Outcome::Fine,
            Err(error) => after_write_error(&error),
        }
    }
}

fn write_jsonl(timetable: &Timetable, text: &mut String) -> std::fmt::Result {
    for (n, attempt) in (1..).zip(&timetable.attempts) {
        let (n, at): (u32, u64) = (n, attempt.at.as_secs());
        writeln!(text, "{{\"attempt\":{n},\"at_s\":{at}}}")?;
    }
    writeln!(text, "{{\"bounce\":true,\"at_s\":{}}}", timetable.bounce_at.as_secs())
}
