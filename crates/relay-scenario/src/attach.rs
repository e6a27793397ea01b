//! What a scenario gets from outside its file: message files, and another end of the run.

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::content::canonical_lines;

use super::mistake::{Attached, Run};
use super::model::{MessageFile, MessageSource, Rounds};
use super::text::{Duration, Kind as _, Raw};
use super::{Diagnostic, Scenario, limit};

impl Scenario {
    /// Ends the run at another moment: an offset from the start such as `6d`, as in the file.
    pub fn set_until(&mut self, text: &str) -> Result<(), Diagnostic> {
        let read = Duration::read(&Raw::Text(text.to_owned()));
        let span = read.map_err(|mistake| Diagnostic::error(0..0, mistake))?;
        if span.is_zero() {
            return Err(Diagnostic::error(0..0, Run::NoTime));
        }
        let until = SimTime::START + span;
        let sum = |counts: &mut dyn Iterator<Item = u64>| counts.fold(0, u64::saturating_add);
        let count = |rounds: &Rounds| rounds.ending(until).count();
        let too_many = [
            (
                sum(&mut self.collects.iter().map(|collect| count(&collect.rounds))),
                limit::COLLECT_ROUNDS,
                Attached::CollectedTooOften,
            ),
            (
                sum(&mut self.queue_runs.iter().map(|run| count(&run.rounds))),
                limit::QUEUE_RUN_ROUNDS,
                Attached::RunTooOften,
            ),
            (
                sum(&mut self.dial_ups.iter().map(|dial_up| count(&dial_up.rounds))),
                limit::DIAL_UP_WINDOWS,
                Attached::OnlineTooOften,
            ),
        ];
        for (rounds, max, mistake) in too_many {
            if rounds > max {
                return Err(Diagnostic::error(0..0, mistake));
            }
        }
        let rounds = self.collects.iter_mut().map(|collect| &mut collect.rounds);
        let rounds = rounds.chain(self.queue_runs.iter_mut().map(|run| &mut run.rounds));
        for rounds in rounds.chain(self.dial_ups.iter_mut().map(|dial_up| &mut dial_up.rounds)) {
            *rounds = rounds.ending(until);
        }
        self.until = until;
        Ok(())
    }

    /// The message files that are not attached yet, each name once.
    pub fn missing_files(&self) -> Vec<&MessageFile> {
        let mut files: Vec<&MessageFile> = Vec::new();
        for send in &self.sends {
            if let MessageSource::File(file) = &send.message
                && file.octets.is_none()
                && files.iter().all(|known| known.name != file.name)
            {
                files.push(file);
            }
        }
        files
    }

    /// Says for each message file that is not attached that it is not there.
    pub fn missing_file_diagnostics(&self) -> Vec<Diagnostic> {
        let missing = |file: &MessageFile| {
            Diagnostic::error(file.span.clone(), Attached::NotHere { name: file.name.clone() })
        };
        self.missing_files().into_iter().map(missing).collect()
    }

    /// Gives the content of the message file `name` to every `[[send]]` that names it. Line ends
    /// become CRLF, nothing else changes.
    pub fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let octets = message_octets(name, bytes)?;
        let mut found = false;
        for send in &mut self.sends {
            if let MessageSource::File(file) = &mut send.message
                && file.name == name
            {
                file.octets = Some(Arc::clone(&octets));
                found = true;
            }
        }
        if found {
            return Ok(());
        }
        Err(Diagnostic::error(0..0, Attached::NotNamed { name: name.to_owned() }))
    }

    /// Sends the message file `bytes` in place of the content of the `[[send]]` with that index;
    /// its envelope stays. `name` is for messages to people.
    pub fn replace_message(
        &mut self,
        index: usize,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), Diagnostic> {
        let octets = message_octets(name, bytes)?;
        let count = self.sends.len();
        let Some(send) = self.sends.get_mut(index) else {
            let none = Attached::NoSend { name: name.to_owned(), sends: count };
            return Err(Diagnostic::error(0..0, none));
        };
        send.message = MessageSource::Octets(octets);
        Ok(())
    }
}

/// The lines of a message file.
fn message_octets(name: &str, bytes: &[u8]) -> Result<Arc<[u8]>, Diagnostic> {
    let name = || name.to_owned();
    if bytes.is_empty() {
        return Err(Diagnostic::error(0..0, Attached::Empty { name: name() }));
    }
    if bytes.len() > limit::MESSAGE {
        let too_large = Attached::TooLarge { name: name(), octets: bytes.len() };
        return Err(Diagnostic::error(0..0, too_large));
    }
    Ok(Arc::from(canonical_lines(bytes)))
}
