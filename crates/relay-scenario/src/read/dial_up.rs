//! `[[dial_up]]`

use std::collections::BTreeMap;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::Domain;

use super::Reader;
use crate::file::DialUpTable;
use crate::model::{DialUp, Host, HostNo};
use crate::text::Item;
use crate::{Diagnostic, limit};

/// The shortest window.
const WINDOW_MIN: SimDuration = SimDuration::from_secs(1);

impl Reader<'_> {
    pub(super) fn dial_ups(&mut self, tables: &[Item<DialUpTable>], hosts: &[Host]) -> Vec<DialUp> {
        let (mut dial_ups, mut seen) = (Vec::new(), BTreeMap::new());
        let mut rounds: u64 = 0;
        for table in tables {
            let Some(dial_up) = self.one_dial_up(table, hosts) else { continue };
            if let Some(first) = seen.insert(dial_up.host, &table.host.span) {
                let first = self.line_of(first);
                let message = "this host has windows already";
                let diagnostic = Diagnostic::error(table.host.span.clone(), message);
                self.report(diagnostic.hint(format!("the others are in line {first}")));
            }
            let before = rounds;
            rounds = rounds.saturating_add(dial_up.rounds());
            if (before..rounds).contains(&limit::DIAL_UP_WINDOWS) {
                let message = "hosts would go online too many times";
                let hint = format!("at most {} times in the whole run", limit::DIAL_UP_WINDOWS);
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                self.report(Diagnostic::error(span.clone(), message).hint(hint));
            }
            dial_ups.push(dial_up);
        }
        dial_ups
    }

    fn one_dial_up(&mut self, table: &Item<DialUpTable>, hosts: &[Host]) -> Option<DialUp> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let lasts = self.read(&table.lasts)?;
        if lasts < WINDOW_MIN {
            let diagnostic = Diagnostic::error(table.lasts.span.clone(), "that is no time at all");
            self.report(diagnostic.hint(format!("a window lasts at least {WINDOW_MIN}")));
        }
        let every = self.maybe(table.every.as_ref());
        if let (Some(text), Some(every)) = (&table.every, every)
            && every <= lasts
        {
            let message = "the host would never be offline";
            let hint = format!("write a pause that is longer than `lasts`, {lasts}");
            self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
        }
        let until = table.until.as_ref().and_then(|text| self.moment(text)).unwrap_or(self.until);
        let host = self.host(&table.host)?;
        let asks = self.whom_it_asks(table, host, hosts);
        Some(DialUp { host, at, lasts, every, until, asks })
    }

    fn whom_it_asks(
        &mut self,
        table: &DialUpTable,
        host: HostNo,
        hosts: &[Host],
    ) -> Option<(HostNo, Domain)> {
        let domain = self.maybe(table.domain.as_ref());
        let Some(text) = &table.asks else {
            if let Some(text) = &table.domain {
                let message = "`domain` has no effect without `asks`";
                let hint = "name the host that keeps the mail with `asks`";
                self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
            }
            return None;
        };
        let server = self.host(text)?;
        if server == host {
            let message = "a host does not ask itself for mail";
            self.report(Diagnostic::error(text.span.clone(), message));
        }
        let own = hosts.get(host.index()).and_then(|host| host.domains.first().cloned());
        let Some(domain) = domain.or(own) else {
            let message = "this host is final for no domain whose mail it could ask for";
            let hint = "add `domain`, or `domains` to the host";
            self.report_reference(Diagnostic::error(text.span.clone(), message).hint(hint));
            return None;
        };
        Some((server, domain))
    }
}
