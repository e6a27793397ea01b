//! What a scenario gets from outside its file: message files, and another end of the run.

use std::sync::Arc;

use relay_kernel::SimTime;
use relay_mail::content::canonical_lines;

use super::model::{MessageFile, MessageSource};
use super::text::{Duration, Kind as _, Raw};
use super::{Diagnostic, Scenario, limit};

impl Scenario {
    /// Ends the run at another moment: an offset from the start such as `6d`, as in the file.
    pub fn set_until(&mut self, text: &str) -> Result<(), Diagnostic> {
        let read = Duration::read(&Raw::Text(text.to_owned()));
        let span = read.map_err(|problem| {
            let diagnostic = Diagnostic::error(0..0, problem.message);
            Diagnostic { hint: problem.hint, ..diagnostic }
        })?;
        if span.is_zero() {
            return Err(Diagnostic::error(0..0, "a run of no time at all shows nothing"));
        }
        let until = SimTime::START + span;
        let mut collects = self.collects.clone();
        for collect in collects.iter_mut().filter(|collect| collect.open_ended) {
            collect.until = until;
        }
        let rounds = collects.iter().fold(0, |sum: u64, one| sum.saturating_add(one.rounds()));
        if rounds > limit::COLLECT_ROUNDS {
            let message = "mail would be collected too many times in such a long run";
            let hint = format!("at most {} times", limit::COLLECT_ROUNDS);
            return Err(Diagnostic::error(0..0, message).hint(hint));
        }
        let mut queue_runs = self.queue_runs.clone();
        for run in queue_runs.iter_mut().filter(|run| run.open_ended) {
            run.until = until;
        }
        let rounds = queue_runs.iter().fold(0, |sum: u64, one| sum.saturating_add(one.rounds()));
        if rounds > limit::QUEUE_RUN_ROUNDS {
            let message = "queues would be run too many times in such a long run";
            let hint = format!("at most {} times", limit::QUEUE_RUN_ROUNDS);
            return Err(Diagnostic::error(0..0, message).hint(hint));
        }
        (self.until, self.collects, self.queue_runs) = (until, collects, queue_runs);
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
        let hint = "give the file along, or write the message into the scenario: message = '''…'''";
        let missing = |file: &MessageFile| {
            let message = format!("the message file `{}` is not here", file.name);
            Diagnostic::error(file.span.clone(), message).hint(hint)
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
        Err(Diagnostic::error(0..0, format!("no [[send]] names the file `{name}`")))
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
            let message = format!("there is no [[send]] for the message file `{name}`");
            let hint = format!("the scenario sends {count} messages, counted by [[send]]");
            return Err(Diagnostic::error(0..0, message).hint(hint));
        };
        send.message = MessageSource::Octets(octets);
        Ok(())
    }
}

/// The lines of a message file.
fn message_octets(name: &str, bytes: &[u8]) -> Result<Arc<[u8]>, Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::error(0..0, format!("the message file `{name}` is empty")));
    }
    if bytes.len() > limit::MESSAGE {
        let message = format!("the message file `{name}` has {} octets", bytes.len());
        let hint = format!("at most {} are allowed", limit::MESSAGE);
        return Err(Diagnostic::error(0..0, message).hint(hint));
    }
    Ok(Arc::from(canonical_lines(bytes)))
}
