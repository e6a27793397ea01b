//! POP3: what a host offers, and how an account fetches.

use relay_kernel::SimDuration;

use super::Reader;
use crate::Diagnostic;
use crate::file::{AccountTable, FilterTable, Pop3Table};
use crate::mistake::{Account, Many, Server};
use crate::model::{Filter, Pop3Service};
use crate::text::{Duration, Item, Text};

/// The shortest patience of a server (RFC 1939 §3).
const AUTOLOGOUT_MIN: SimDuration = SimDuration::from_mins(10);

impl Reader<'_> {
    pub(super) fn pop3(&mut self, table: Option<&Item<Pop3Table>>) -> Pop3Service {
        let Some(table) = table else { return Pop3Service::default() };
        let capabilities = table.capabilities.as_ref().map(|list| {
            let found = self.all(Some(list), 20, Many::Capabilities);
            let mut found: Vec<_> = found.into_iter().map(|(capability, _)| capability).collect();
            found.sort_unstable();
            found.dedup();
            found
        });
        Pop3Service {
            capabilities,
            apop: table.apop.unwrap_or(false),
            login_delay: self.at_least(table.login_delay.as_ref(), SimDuration::from_secs(1)),
            expire: self.maybe(table.expire.as_ref()),
            autologout: self.at_least(table.autologout.as_ref(), AUTOLOGOUT_MIN),
        }
    }

    /// A duration that may not be shorter than `min`.
    fn at_least(&mut self, text: Option<&Text<Duration>>, min: SimDuration) -> Option<SimDuration> {
        let (text, value) = (text?, self.maybe(text)?);
        if value < min {
            let too_short = Server::TooShort { span: value, min };
            self.report(Diagnostic::error(text.span.clone(), too_short));
        }
        Some(value)
    }

    pub(super) fn filter(&mut self, table: &FilterTable) -> Option<Filter> {
        let (field, contains) = (self.read(&table.field), self.read(&table.contains));
        let fetch = table.fetch.unwrap_or(true);
        Some(Filter { field: field?, contains: contains?, fetch })
    }

    /// A message cannot stay and go at once.
    pub(super) fn stays_or_goes(&mut self, table: &AccountTable) {
        if let (Some(_), Some(after)) = (table.leave_on_server, &table.delete_after) {
            self.report(Diagnostic::error(after.span.clone(), Account::StaysAndGoes));
        }
    }
}
