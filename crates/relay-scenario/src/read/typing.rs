//! `[[type]]`

use relay_kernel::{SimDuration, SimTime};

use super::Reader;
use crate::file::TypeTable;
use crate::mistake::{Many, Typed};
use crate::model::{Typing, TypingEnd};
use crate::text::{Item, Service};
use crate::{Diagnostic, limit};

/// How long somebody takes for a line.
const EVERY: SimDuration = SimDuration::from_secs(2);

impl Reader<'_> {
    pub(super) fn typing(&mut self, table: &Item<TypeTable>) -> Option<Typing> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let (from, to) = (self.host(&table.from), self.host(&table.to));
        let lines = self.all(Some(&table.lines), limit::TYPED_LINES, Many::Lines);
        if table.lines.items.is_empty() {
            self.report(Diagnostic::error(table.lines.span.clone(), Typed::Nothing));
        }
        let every = self.maybe(table.every.as_ref()).unwrap_or(EVERY);
        if let (Some(text), true) = (&table.every, every.is_zero()) {
            self.report(Diagnostic::error(text.span.clone(), Typed::NoTime));
        }
        let port = match self.maybe(table.service.as_ref()) {
            None | Some(Service::Smtp) => 25,
            Some(Service::Submission) => 587,
            Some(Service::Pop3) => 110,
        };
        let lines = lines.into_iter().map(|(line, _)| line).collect();
        let end = self.maybe(table.end.as_ref()).unwrap_or(TypingEnd::Close);
        Some(Typing { at, from: from?, to: to?, port, lines, every, end })
    }
}
