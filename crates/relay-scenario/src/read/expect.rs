//! `[[expect]]`

use core::ops::Range;

use relay_mail::{EnhancedCode, Mailbox, ReplyCode};

use super::Reader;
use crate::Diagnostic;
use crate::file::{
    AttemptsTable, ConnectionsTable, CountNumber, CountOrRange, DeliveredTable, DiscardedTable,
    ExpectTable, QueuedTable, RepliesTable, SetbackTable,
};
use crate::mistake::{self, Code, Expect, Value};
use crate::model::{Account, Count, Expectation, HostNo, Outcome};
use crate::text::{ActionName, Address, Item, Line, ServerName, ShortOr, Text};

const ONE: Count = Count::exactly(1);

impl Reader<'_> {
    pub(super) fn expectations(
        &mut self,
        tables: &[Item<ExpectTable>],
        accounts: &[Account],
    ) -> Vec<Expectation> {
        let mut expectations = Vec::new();
        for table in tables {
            let at = self.moment_in_run(table.at.as_ref());
            let before = self.found.len();
            let outcomes = self.outcomes(table, accounts);
            if outcomes.is_empty() && self.found.len() == before {
                self.report(Diagnostic::error(table.span.clone(), Expect::SaysNothing));
            }
            expectations.extend(outcomes.into_iter().map(|(outcome, span)| Expectation {
                at,
                outcome,
                span,
            }));
        }
        expectations
    }

    fn outcomes(
        &mut self,
        table: &ExpectTable,
        accounts: &[Account],
    ) -> Vec<(Outcome, Range<usize>)> {
        let delivered = table.delivered.as_ref().and_then(|entry| self.delivered(entry));
        let collected = table.collected.as_ref().and_then(|entry| match entry {
            ShortOr::Short(by) => self.collected(by, None, accounts, &by.span),
            ShortOr::Full(table) => {
                self.collected(&table.by, table.messages.as_ref(), accounts, &table.span)
            }
        });
        let bounced = table.bounced.as_ref().and_then(|entry| match entry {
            ShortOr::Short(to) => self.bounced(to, None, None, &to.span),
            ShortOr::Full(table) => {
                let (kind, count) = (table.kind.as_ref(), table.notifications.as_ref());
                self.bounced(&table.to, kind, count, &table.span)
            }
        });
        let queued = table.queued.as_ref().and_then(|entry| self.queued(entry));
        let attempts = table.attempts.as_ref().and_then(|table| self.attempts(table));
        let replies = table.replies.as_ref().and_then(|table| self.replies(table));
        let discarded = table.discarded.as_ref().and_then(|entry| self.discarded(entry));
        let connections = table.connections.as_ref().and_then(|table| self.connections(table));
        let deferred = table.deferred.as_ref().and_then(|table| self.setbacks(table, false));
        let failed = table.failed.as_ref().and_then(|table| self.setbacks(table, true));
        let mail = [delivered, collected, bounced, queued, attempts, replies, discarded];
        mail.into_iter().chain([connections, deferred, failed]).flatten().collect()
    }

    /// The address, when it has a mailbox somewhere.
    fn mailbox_address(&mut self, text: &Text<Address>) -> Option<Mailbox> {
        let address = self.read(text)?;
        if self.mailbox_host(&address).is_some() {
            return Some(address);
        }
        let none = Expect::NoMailbox { address: address.to_string() };
        self.report_reference(Diagnostic::error(text.span.clone(), none));
        None
    }

    /// The same, or the postmaster that every mail server has (RFC 5321 §4.5.1).
    fn notified_address(&mut self, text: &Text<Address>) -> Option<Mailbox> {
        let address = self.read(text)?;
        let is_postmaster = address.local.as_str().eq_ignore_ascii_case("postmaster");
        let host = address.host.domain().map(|domain| domain.as_str().to_ascii_lowercase());
        if is_postmaster && host.is_some_and(|host| self.hosts.contains_key(&host)) {
            return Some(address);
        }
        self.mailbox_address(text)
    }

    fn delivered(
        &mut self,
        entry: &ShortOr<Address, DeliveredTable>,
    ) -> Option<(Outcome, Range<usize>)> {
        match entry {
            ShortOr::Short(text) => {
                let to = self.mailbox_address(text)?;
                Some((Outcome::Delivered { to, on: None, copies: ONE }, text.span.clone()))
            }
            ShortOr::Full(table) => {
                let on = self.maybe_host(table.on.as_ref());
                let to = self.mailbox_address(&table.to);
                let copies = self.count_or(table.copies.as_ref(), ONE);
                let outcome = Outcome::Delivered { to: to?, on: on?, copies: copies? };
                Some((outcome, table.span.clone()))
            }
        }
    }

    fn bounced(
        &mut self,
        to: &Text<Address>,
        kind: Option<&Text<ActionName>>,
        notifications: Option<&CountOrRange>,
        span: &Range<usize>,
    ) -> Option<(Outcome, Range<usize>)> {
        let (to, notifications) = (self.notified_address(to), self.count_or(notifications, ONE));
        let kind = self.maybe(kind);
        Some((Outcome::Bounced { to: to?, kind, notifications: notifications? }, span.clone()))
    }

    fn collected(
        &mut self,
        by: &Text<Address>,
        messages: Option<&CountOrRange>,
        accounts: &[Account],
        span: &Range<usize>,
    ) -> Option<(Outcome, Range<usize>)> {
        let (no, messages) = (self.account(by), self.count_or(messages, ONE));
        let no = no?;
        if accounts.get(no.index()).is_some_and(|account| account.collection.is_none()) {
            let cannot = mistake::Account::CannotCollect { advised: false };
            self.report_reference(Diagnostic::error(by.span.clone(), cannot));
        }
        Some((Outcome::Collected { by: no, messages: messages? }, span.clone()))
    }

    fn queued(
        &mut self,
        entry: &ShortOr<CountNumber, QueuedTable>,
    ) -> Option<(Outcome, Range<usize>)> {
        match entry {
            ShortOr::Short(number) => {
                let messages = Count::exactly(self.read(number)?);
                Some((Outcome::Queued { on: None, to: None, messages }, number.span.clone()))
            }
            ShortOr::Full(table) => {
                let (on, to) = (self.maybe_host(table.on.as_ref()), self.maybe(table.to.as_ref()));
                let messages = self.count(&table.messages)?;
                Some((Outcome::Queued { on: on?, to, messages }, table.span.clone()))
            }
        }
    }

    fn discarded(
        &mut self,
        entry: &ShortOr<CountNumber, DiscardedTable>,
    ) -> Option<(Outcome, Range<usize>)> {
        match entry {
            ShortOr::Short(number) => {
                let messages = Count::exactly(self.read(number)?);
                Some((Outcome::Discarded { on: None, messages }, number.span.clone()))
            }
            ShortOr::Full(table) => {
                let on = self.maybe_host(table.on.as_ref());
                let messages = self.count_or(table.messages.as_ref(), ONE);
                Some((Outcome::Discarded { on: on?, messages: messages? }, table.span.clone()))
            }
        }
    }

    fn attempts(&mut self, table: &Item<AttemptsTable>) -> Option<(Outcome, Range<usize>)> {
        let (on, count) = (self.host(&table.on), self.count(&table.count));
        let to = self.maybe(table.to.as_ref());
        Some((Outcome::Attempts { on: on?, to, count: count? }, table.span.clone()))
    }

    fn connections(&mut self, table: &Item<ConnectionsTable>) -> Option<(Outcome, Range<usize>)> {
        let (from, to) = (self.maybe_host(table.from.as_ref()), self.host(&table.to));
        let count = self.count_or(table.count.as_ref(), ONE);
        let outcome = Outcome::Connections { from: from?, to: to?, count: count? };
        Some((outcome, table.span.clone()))
    }

    fn setbacks(
        &mut self,
        table: &Item<SetbackTable>,
        failed: bool,
    ) -> Option<(Outcome, Range<usize>)> {
        let (on, to) = (self.maybe_host(table.on.as_ref()), self.maybe(table.to.as_ref()));
        let status = self.status_code(table.status.as_ref());
        let containing = self.maybe(table.containing.as_ref());
        let count = self.count_or(table.count.as_ref(), ONE)?;
        let outcome = Outcome::Setbacks { failed, on: on?, to, status, containing, count };
        Some((outcome, table.span.clone()))
    }

    pub(super) fn status_code(&mut self, text: Option<&Text<Line>>) -> Option<EnhancedCode> {
        let text = text?;
        let written = self.read(text)?;
        let code = EnhancedCode::parse_prefix(&written).filter(|code| code.to_string() == written);
        if code.is_none() {
            let none = Value::NoCode { text: written, of: Code::Status };
            self.report(Diagnostic::error(text.span.clone(), none));
        }
        code
    }

    fn replies(&mut self, table: &Item<RepliesTable>) -> Option<(Outcome, Range<usize>)> {
        let from = self.host(&table.from);
        let code = table.code.as_ref().and_then(|text| {
            let number = self.read(text)?;
            let code = u16::try_from(number).ok().and_then(ReplyCode::new);
            if code.is_none() {
                let none = Value::NoCode { text: number.to_string(), of: Code::Reply };
                self.report(Diagnostic::error(text.span.clone(), none));
            }
            code
        });
        let enhanced = self.status_code(table.enhanced.as_ref());
        let pop3 = self.response(table);
        let containing = self.maybe(table.containing.as_ref());
        let count = self.count_or(table.count.as_ref(), Count::at_least(1));
        let (from, count) = (from?, count?);
        let outcome = Outcome::Replies { from, code, enhanced, pop3, containing, count };
        Some((outcome, table.span.clone()))
    }

    /// How a response of POP3 begins (RFC 1939 §3).
    fn response(&mut self, table: &RepliesTable) -> Option<String> {
        let text = table.pop3.as_ref()?;
        let written = self.read(text)?;
        let is_response = ["+OK", "-ERR"].iter().any(|status| {
            written
                .strip_prefix(status)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        if !is_response {
            let none = Expect::NoResponse { text: written.clone() };
            self.report(Diagnostic::error(text.span.clone(), none));
        } else if table.code.is_some() || table.enhanced.is_some() {
            self.report(Diagnostic::error(text.span.clone(), Expect::ResponseWithCode));
        }
        Some(written)
    }

    /// `None` when a host is named that does not exist, `Some(None)` when none is named.
    #[allow(clippy::option_option)]
    fn maybe_host(&mut self, text: Option<&Text<ServerName>>) -> Option<Option<HostNo>> {
        text.map_or(Some(None), |text| self.host(text).map(Some))
    }

    fn count_or(&mut self, entry: Option<&CountOrRange>, usual: Count) -> Option<Count> {
        entry.map_or(Some(usual), |entry| self.count(entry))
    }

    fn count(&mut self, entry: &CountOrRange) -> Option<Count> {
        let table = match entry {
            ShortOr::Short(number) => return self.read(number).map(Count::exactly),
            ShortOr::Full(table) => table,
        };
        let (min, max) = (self.maybe(table.min.as_ref()), self.maybe(table.max.as_ref()));
        if max.is_some_and(|max| min.unwrap_or(0) > max)
            || (table.min.is_none() && table.max.is_none())
        {
            self.report(Diagnostic::error(table.span.clone(), Expect::AllOrNothing));
        }
        Some(Count { min: min.unwrap_or(0), max })
    }
}
