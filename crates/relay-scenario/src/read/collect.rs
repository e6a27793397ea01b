//! `[[collect]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::CollectTable;
use crate::model::{Account, Collect};
use crate::text::Item;
use crate::{Diagnostic, limit};

/// The shortest pause between two collections.
const PAUSE_MIN: SimDuration = SimDuration::from_secs(1);

impl Reader<'_> {
    pub(super) fn collects(
        &mut self,
        tables: &[Item<CollectTable>],
        accounts: &[Account],
    ) -> Vec<Collect> {
        let mut collects = Vec::new();
        let mut rounds: u64 = 0;
        for table in tables {
            let Some(collect) = self.one_collect(table, accounts) else { continue };
            let before = rounds;
            rounds = rounds.saturating_add(collect.rounds());
            if (before..rounds).contains(&limit::COLLECT_ROUNDS) {
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                let message = "mail would be collected too many times";
                let hint = format!("at most {} times in the whole run", limit::COLLECT_ROUNDS);
                self.report(Diagnostic::error(span.clone(), message).hint(hint));
            }
            collects.push(collect);
        }
        collects
    }

    fn one_collect(&mut self, table: &Item<CollectTable>, accounts: &[Account]) -> Option<Collect> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let every = self.pause(table);
        let until = table.until.as_ref().and_then(|text| self.moment(text));
        let until = until.unwrap_or(self.until);
        if table.every.is_none() && table.until.is_some() {
            let message = "`until` has no effect without `every`";
            self.report(Diagnostic::error(table.span.clone(), message));
        }
        let account = self.account(&table.account)?;
        if accounts.get(account.index()).is_some_and(|account| account.collection.is_none()) {
            let message = "the account with this address cannot collect";
            let hint = "add `collect` with the name of a POP3 server to the account";
            let diagnostic = Diagnostic::error(table.account.span.clone(), message);
            self.report_reference(diagnostic.hint(hint));
        }
        Some(Collect { at, account, every, until, open_ended: table.until.is_none() })
    }

    fn pause(&mut self, table: &CollectTable) -> Option<SimDuration> {
        let text = table.every.as_ref()?;
        let every = self.read(text)?;
        if every >= PAUSE_MIN {
            return Some(every);
        }
        let diagnostic = Diagnostic::error(text.span.clone(), "mail is not collected so often");
        self.report(diagnostic.hint(format!("the pause is at least {PAUSE_MIN}")));
        None
    }
}
