//! `[[queue_run]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::QueueRunTable;
use crate::mistake::Repeated;
use crate::model::{Host, QueueRun, Rounds};
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
            rounds = rounds.saturating_add(run.rounds.count());
            if (before..rounds).contains(&limit::QUEUE_RUN_ROUNDS) {
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                self.report(Diagnostic::error(span.clone(), Repeated::TooManyQueueRuns));
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
                self.report(Diagnostic::error(table.span.clone(), Repeated::UntilWithoutEvery));
            }
            return (None, until);
        };
        let every = self.read(text).filter(|every| {
            let is_pause = *every >= PAUSE_MIN;
            if !is_pause {
                let too_often = Repeated::QueueRunsTooOften { pause: PAUSE_MIN };
                self.report(Diagnostic::error(text.span.clone(), too_often));
            }
            is_pause
        });
        (every, until)
    }

    fn one_queue_run(&mut self, table: &Item<QueueRunTable>, hosts: &[Host]) -> Option<QueueRun> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let (every, until) = self.run_interval(table);
        let rounds = Rounds { at, every, until, open_ended: table.until.is_none() };
        let on = self.host(&table.on);
        let domain = self.maybe(table.domain.as_ref());
        let Some(text) = &table.asked_by else {
            if let Some(text) = &table.domain {
                self.report(Diagnostic::error(text.span.clone(), Repeated::DomainWithoutAsker));
            }
            return Some(QueueRun { rounds, on: on?, asked: None });
        };
        let (on, by) = (on?, self.host(text)?);
        if on == by {
            self.report(Diagnostic::error(text.span.clone(), Repeated::AsksItself));
        }
        let own = hosts.get(by.index()).and_then(|host| host.domains.first().cloned());
        let Some(domain) = domain.or(own) else {
            let none = Repeated::FinalForNothing;
            self.report_reference(Diagnostic::error(text.span.clone(), none));
            return None;
        };
        Some(QueueRun { rounds, on, asked: Some((by, domain)) })
    }
}
