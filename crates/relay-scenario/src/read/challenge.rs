//! Tasks of a lesson.

use super::{Names, Reader};
use crate::file::{ChallengeTable, FaultTable, MoveTable};
use crate::mistake::{Account, Lesson, Many};
use crate::model::{Challenge, Deed, FaultKind, Move, Tool};
use crate::text::Item;
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn challenge(
        &mut self,
        table: &Item<ChallengeTable>,
        names: &Names<'_>,
    ) -> Option<Challenge> {
        let goal = self.read(&table.goal);
        let tools = self.all(table.tools.as_ref(), Tool::ALL.len(), Many::Tools);
        let tools: Vec<Tool> = tools.into_iter().map(|(tool, _)| tool).collect();
        let hint = table.hint.as_ref().and_then(|text| self.prose(text));
        self.bounded(table.expect.len(), limit::GOALS, Many::Expectations, &table.span);
        let expectations = self.expectations(&table.expect, names.accounts);
        if table.expect.is_empty() {
            self.report(Diagnostic::error(table.span.clone(), Lesson::NothingExpected));
        }
        self.bounded(table.solution.len(), limit::MOVES, Many::Moves, &table.span);
        if table.solution.is_empty() {
            self.report(Diagnostic::error(table.span.clone(), Lesson::NoSolution));
        }
        let moves = table.solution.iter().take(limit::MOVES);
        let solution: Vec<Move> = moves.filter_map(|table| self.one_move(table, names)).collect();
        for one in &solution {
            let tool = one.deed.tool();
            if !tools.is_empty() && !tools.contains(&tool) {
                let forbidden = Lesson::ToolForbidden { tool: tool.name() };
                self.report(Diagnostic::error(one.span.clone(), forbidden));
            }
        }
        let span = table.span.clone();
        Some(Challenge { goal: goal?, tools, hint, expectations, solution, span })
    }

    fn one_move(&mut self, table: &Item<MoveTable>, names: &Names<'_>) -> Option<Move> {
        let at = self.moment_in_run(table.at.as_ref());
        let said = [
            table.send.is_some(),
            table.collect.is_some(),
            table.run_queue.is_some(),
            table.typing.is_some(),
            table.begin.is_some(),
            table.mend.is_some(),
        ];
        if said.into_iter().filter(|said| *said).count() != 1 {
            self.report(Diagnostic::error(table.span.clone(), Lesson::NotOneMove));
        }
        let deed = if let Some(table) = &table.send {
            if let Some(file) = &table.file {
                self.report(Diagnostic::error(file.span.clone(), Lesson::MoveWithFile));
            }
            self.one_send(table, names.hosts, names.accounts).map(|send| Deed::Send(Box::new(send)))
        } else if let Some(text) = &table.collect {
            let no = self.account(text)?;
            if names.accounts.get(no.index()).is_some_and(|account| account.collection.is_none()) {
                let cannot = Account::CannotCollect { advised: false };
                self.report_reference(Diagnostic::error(text.span.clone(), cannot));
            }
            Some(Deed::Collect(no))
        } else if let Some(text) = &table.run_queue {
            self.host(text).map(Deed::RunQueue)
        } else if let Some(table) = &table.typing {
            if let Some(at) = &table.at {
                self.report(Diagnostic::error(at.span.clone(), Lesson::TypedAt));
            }
            self.typing(table).map(Deed::Type)
        } else if let Some(fault) = &table.begin {
            self.fault_alone(fault, names).map(Deed::Break)
        } else {
            self.fault_alone(table.mend.as_ref()?, names).map(Deed::Mend)
        };
        Some(Move { at, deed: deed?, span: table.span.clone() })
    }

    /// What a fault does; when it does it, the move says.
    fn fault_alone(&mut self, table: &Item<FaultTable>, names: &Names<'_>) -> Option<FaultKind> {
        let times =
            [table.at.as_ref().map(|text| &text.span), table.lasts.as_ref().map(|text| &text.span)];
        for span in times.into_iter().flatten() {
            self.report(Diagnostic::error(span.clone(), Lesson::FaultAt));
        }
        let before = self.error_count();
        let mut found = self.faults(core::slice::from_ref(table), names.network, names.links);
        found.pop().map(|fault| fault.kind).filter(|_| self.error_count() == before)
    }
}
