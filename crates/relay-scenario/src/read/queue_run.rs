//! `[[queue_run]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::QueueRunTable;
use crate::model::{Host, QueueRun};
use crate::text::Item;
use crate::{Diagnostic, limit};

/// The shortest pause between two runs.
const PAUSE_MIN: SimDuration = SimDuration::from_secs(1);

impl Reader<'_> {
    pub(super) fn queue_runs(
        &mut self,
        tables: &[Item<QueueRunTable>],
        hosts: &[Host],
    ) -> Vec<QueueRun> {
        let mut runs = Vec::new();
        let mut rounds: u64 = 0;
        for table in tables {
            let Some(run) = self.one_queue_run(table, hosts) else { continue };
            let before = rounds;
            rounds = rounds.saturating_add(run.rounds());
            if (before..rounds).contains(&limit::QUEUE_RUN_ROUNDS) {
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                let message = "queues would be run too many times";
                let hint = format!("at most {} times in the whole run", limit::QUEUE_RUN_ROUNDS);
                self.report(Diagnostic::error(span.clone(), message).hint(hint));
            }
            runs.push(run);
        }
        runs
    }

    /// The pause between two runs, and the last moment of one.
    fn run_interval(&mut self, table: &Item<QueueRunTable>) -> (Option<SimDuration>, SimTime) {
        let until = table.until.as_ref().and_then(|text| self.moment(text));
        let until = until.unwrap_or(self.until);
        let Some(text) = &table.every else {
            if table.until.is_some() {
                let message = "`until` has no effect without `every`";
                self.report(Diagnostic::error(table.span.clone(), message));
            }
            return (None, until);
        };
        let every = self.read(text).filter(|every| {
            let is_pause = *every >= PAUSE_MIN;
            if !is_pause {
                let message = "a queue is not run so often";
                let diagnostic = Diagnostic::error(text.span.clone(), message);
                self.report(diagnostic.hint(format!("the pause is at least {PAUSE_MIN}")));
            }
            is_pause
        });
        (every, until)
    }

    fn one_queue_run(&mut self, table: &Item<QueueRunTable>, hosts: &[Host]) -> Option<QueueRun> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let ((every, until), open_ended) = (self.run_interval(table), table.until.is_none());
        let on = self.host(&table.on);
        let domain = self.maybe(table.domain.as_ref());
        let Some(text) = &table.asked_by else {
            if let Some(text) = &table.domain {
                let message = "`domain` has no effect without `asked_by`";
                let hint = "somebody who runs a queue by hand runs all of it";
                self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
            }
            return Some(QueueRun { at, every, until, open_ended, on: on?, asked: None });
        };
        let (on, by) = (on?, self.host(text)?);
        if on == by {
            let message = "a host does not ask itself for mail";
            self.report(Diagnostic::error(text.span.clone(), message));
        }
        let own = hosts.get(by.index()).and_then(|host| host.domains.first().cloned());
        let Some(domain) = domain.or(own) else {
            let message = "this host is final for no domain whose mail it could ask for";
            let hint = "add `domain`, or `domains` to the host";
            self.report_reference(Diagnostic::error(text.span.clone(), message).hint(hint));
            return None;
        };
        Some(QueueRun { at, every, until, open_ended, on, asked: Some((by, domain)) })
    }
}
