//! `[[queue_run]]`

use relay_kernel::SimTime;

use super::Reader;
use crate::scenario::Diagnostic;
use crate::scenario::file::QueueRunTable;
use crate::scenario::model::{Host, QueueRun};
use crate::scenario::text::Item;

impl Reader<'_> {
    pub(super) fn queue_runs(
        &mut self,
        tables: &[Item<QueueRunTable>],
        hosts: &[Host],
    ) -> Vec<QueueRun> {
        tables.iter().filter_map(|table| self.one_queue_run(table, hosts)).collect()
    }

    fn one_queue_run(&mut self, table: &Item<QueueRunTable>, hosts: &[Host]) -> Option<QueueRun> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let on = self.host(&table.on);
        let domain = self.maybe(table.domain.as_ref());
        let Some(text) = &table.asked_by else {
            if let Some(text) = &table.domain {
                let message = "`domain` has no effect without `asked_by`";
                let hint = "somebody who runs a queue by hand runs all of it";
                self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
            }
            return Some(QueueRun { at, on: on?, asked: None });
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
        Some(QueueRun { at, on, asked: Some((by, domain)) })
    }
}
