//! `[[dial_up]]`

use std::collections::BTreeMap;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::Domain;

use super::Reader;
use crate::file::DialUpTable;
use crate::mistake::Repeated;
use crate::model::{DialUp, Host, HostNo, Rounds};
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
                let twice = Repeated::WindowsTwice { line: self.line_of(first) };
                self.report(Diagnostic::error(table.host.span.clone(), twice));
            }
            let before = rounds;
            rounds = rounds.saturating_add(dial_up.rounds.count());
            if (before..rounds).contains(&limit::DIAL_UP_WINDOWS) {
                let span = table.every.as_ref().map_or(&table.span, |text| &text.span);
                self.report(Diagnostic::error(span.clone(), Repeated::TooManyWindows));
            }
            dial_ups.push(dial_up);
        }
        dial_ups
    }

    fn one_dial_up(&mut self, table: &Item<DialUpTable>, hosts: &[Host]) -> Option<DialUp> {
        let at = self.moment_in_run(table.at.as_ref()).unwrap_or(SimTime::START);
        let lasts = self.read(&table.lasts)?;
        if lasts < WINDOW_MIN {
            let none = Repeated::NoWindow { min: WINDOW_MIN };
            self.report(Diagnostic::error(table.lasts.span.clone(), none));
        }
        let every = self.maybe(table.every.as_ref());
        if let (Some(text), Some(every)) = (&table.every, every)
            && every <= lasts
        {
            self.report(Diagnostic::error(text.span.clone(), Repeated::NeverOffline { lasts }));
        }
        let until = table.until.as_ref().and_then(|text| self.moment(text)).unwrap_or(self.until);
        let rounds = Rounds { at, every, until, open_ended: table.until.is_none() };
        let host = self.host(&table.host)?;
        let asks = self.whom_it_asks(table, host, hosts);
        Some(DialUp { host, rounds, lasts, asks })
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
                self.report(Diagnostic::error(text.span.clone(), Repeated::DomainWithoutAsked));
            }
            return None;
        };
        let server = self.host(text)?;
        if server == host {
            self.report(Diagnostic::error(text.span.clone(), Repeated::AsksItself));
        }
        let own = hosts.get(host.index()).and_then(|host| host.domains.first().cloned());
        let Some(domain) = domain.or(own) else {
            let none = Repeated::FinalForNothing;
            self.report_reference(Diagnostic::error(text.span.clone(), none));
            return None;
        };
        Some((server, domain))
    }
}
