//! Tasks of a lesson.

use super::{Names, Reader};
use crate::file::{ChallengeTable, FaultTable, MoveTable};
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
        let tools = self.all(table.tools.as_ref(), Tool::ALL.len(), "tools");
        let tools: Vec<Tool> = tools.into_iter().map(|(tool, _)| tool).collect();
        let hint = table.hint.as_ref().and_then(|text| self.prose(text));
        self.bounded(table.expect.len(), limit::GOALS, "expectations", &table.span);
        let expectations = self.expectations(&table.expect, names.accounts);
        if table.expect.is_empty() {
            let message = "this challenge cannot be fulfilled: nothing is expected";
            let hint = "say what must be true under `[[lesson.step.challenge.expect]]`";
            self.report(Diagnostic::error(table.span.clone(), message).hint(hint));
        }
        self.bounded(table.solution.len(), limit::MOVES, "moves", &table.span);
        if table.solution.is_empty() {
            let message = "this challenge has no solution";
            let hint = "show one way to fulfil it under `[[lesson.step.challenge.solution]]`";
            self.report(Diagnostic::error(table.span.clone(), message).hint(hint));
        }
        let moves = table.solution.iter().take(limit::MOVES);
        let solution: Vec<Move> = moves.filter_map(|table| self.one_move(table, names)).collect();
        for one in &solution {
            let tool = one.deed.tool();
            if !tools.is_empty() && !tools.contains(&tool) {
                let message = format!("the reader may not use `{}` for that", tool.name());
                let hint = "add it to `tools`, or solve it in another way";
                self.report(Diagnostic::error(one.span.clone(), message).hint(hint));
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
            let message = "a move says one thing that is done";
            let hint = "write one of `send`, `collect`, `run_queue`, `type`, `break` and \
                        `mend`";
            self.report(Diagnostic::error(table.span.clone(), message).hint(hint));
        }
        let deed = if let Some(table) = &table.send {
            if let Some(file) = &table.file {
                let message = "a move sends no message file";
                let hint = "write the whole message under `message`";
                self.report(Diagnostic::error(file.span.clone(), message).hint(hint));
            }
            self.one_send(table, names.hosts, names.accounts).map(|send| Deed::Send(Box::new(send)))
        } else if let Some(text) = &table.collect {
            let no = self.account(text)?;
            if names.accounts.get(no.index()).is_some_and(|account| account.collection.is_none()) {
                let message = "the account with this address cannot collect";
                self.report_reference(Diagnostic::error(text.span.clone(), message));
            }
            Some(Deed::Collect(no))
        } else if let Some(text) = &table.run_queue {
            self.host(text).map(Deed::RunQueue)
        } else if let Some(table) = &table.typing {
            if let Some(at) = &table.at {
                let message = "what is typed in a move has no time of its own";
                self.report(
                    Diagnostic::error(at.span.clone(), message).hint("write `at` beside it"),
                );
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
            let message = "a fault of a move has no times of its own";
            let hint = "write `at` beside it, and another move to end it";
            self.report(Diagnostic::error(span.clone(), message).hint(hint));
        }
        let before = self.error_count();
        let mut found = self.faults(core::slice::from_ref(table), names.network, names.links);
        found.pop().map(|fault| fault.kind).filter(|_| self.error_count() == before)
    }
}
