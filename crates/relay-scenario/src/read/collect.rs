//! `[[collect]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::CollectTable;
use crate::mistake::{self, Repeated};
use crate::model::{Account, Collect, Rounds};
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
            rounds = rounds.saturating_add(collect.rounds.count());
            if (before..rounds).contains(&limit::COLLECT_ROUNDS) {
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                self.report(Diagnostic::error(span.clone(), Repeated::TooManyCollects));
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
            self.report(Diagnostic::error(table.span.clone(), Repeated::UntilWithoutEvery));
        }
        let account = self.account(&table.account)?;
        if accounts.get(account.index()).is_some_and(|account| account.collection.is_none()) {
            let cannot = mistake::Account::CannotCollect { advised: true };
            self.report_reference(Diagnostic::error(table.account.span.clone(), cannot));
        }
        let rounds = Rounds { at, every, until, open_ended: table.until.is_none() };
        Some(Collect { rounds, account })
    }

    fn pause(&mut self, table: &CollectTable) -> Option<SimDuration> {
        let text = table.every.as_ref()?;
        let every = self.read(text)?;
        if every >= PAUSE_MIN {
            return Some(every);
        }
        let too_often = Repeated::CollectsTooOften { pause: PAUSE_MIN };
        self.report(Diagnostic::error(text.span.clone(), too_often));
        None
    }
}
