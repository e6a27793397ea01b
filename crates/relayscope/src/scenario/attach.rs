//! Message files: named in a scenario, brought by whoever can read files.

use std::sync::Arc;

use relay_mail::content::canonical_lines;

use super::model::{MessageFile, MessageSource};
use super::{Diagnostic, Scenario, limit};

impl Scenario {
    /// The names of the message files that are not attached yet, each once.
    pub fn missing_files(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.open_files().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Says for each message file that is not attached that it is not there.
    pub fn missing_file_diagnostics(&self) -> Vec<Diagnostic> {
        let hint = "give the file along, or write the message into the scenario: message = '''…'''";
        let missing = |file: &MessageFile| {
            let message = format!("the message file `{}` is not here", file.name);
            Diagnostic::error(file.span.clone(), message).hint(hint)
        };
        self.open_files().map(missing).collect()
    }

    fn open_files(&self) -> impl Iterator<Item = &MessageFile> {
        self.sends.iter().filter_map(|send| match &send.message {
            MessageSource::File(file) if file.octets.is_none() => Some(file),
            _ => None,
        })
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
