//! `bounces` and the clock of a `[[host]]`, and what a `[[send]]` asks to be told.

use relay_kernel::SimDuration;
use relay_smtp::{Notify, NotifyOn, Orcpt};

use super::Reader;
use crate::Diagnostic;
use crate::file::{BouncesTable, HostTable, SendTable};
use crate::mistake::{Many, Report, Server};
use crate::model::{BounceOverrides, ClockSkew, DoubleBounce, DsnRequest, Profile};
use crate::text::{Item, NotifyName, Occasion, OneOrMore, OrcptName};

impl Reader<'_> {
    pub(super) fn bounces(
        &mut self,
        table: Option<&Item<BouncesTable>>,
        profile: Profile,
    ) -> BounceOverrides {
        let Some(table) = table else { return BounceOverrides::default() };
        let bounces = BounceOverrides {
            delay_warning: self.maybe(table.delay_warning.as_ref()),
            delay_warning_repeats: table.delay_warning_repeats,
            return_max: self.maybe(table.return_max.as_ref()),
            double: self.maybe(table.double.as_ref()),
            frozen_for: self.maybe(table.frozen_for.as_ref()),
            break_null_path_rule: table.break_null_path_rule.unwrap_or(false),
        };
        let freezes = match bounces.double {
            Some(double) => double == DoubleBounce::Freeze,
            None => profile == Profile::Exim,
        };
        if let Some(text) = table.frozen_for.as_ref().filter(|_| !freezes) {
            self.report(Diagnostic::error(text.span.clone(), Server::FreezesNothing));
        }
        bounces
    }

    pub(super) fn clock(&mut self, table: &HostTable) -> ClockSkew {
        let ahead = self.maybe(table.clock_ahead.as_ref());
        let behind = self.maybe(table.clock_behind.as_ref());
        if let (Some(_), Some(text)) = (&table.clock_ahead, &table.clock_behind) {
            self.report(Diagnostic::error(text.span.clone(), Server::TwoSkews));
        }
        let span = behind.or(ahead).unwrap_or(SimDuration::ZERO);
        ClockSkew { span, behind: behind.is_some() }
    }

    pub(super) fn dsn_request(&mut self, table: &SendTable, recipients: usize) -> DsnRequest {
        DsnRequest {
            notify: table.notify.as_ref().and_then(|list| self.notify(list)),
            ret: self.maybe(table.ret.as_ref()),
            envid: self.maybe(table.envid.as_ref()).map(Into::into),
            orcpt: table
                .orcpt
                .as_ref()
                .map(|list| self.orcpt(list, recipients))
                .unwrap_or_default(),
        }
    }

    /// `NEVER` alone, or a list of occasions (RFC 3461 §4.1).
    fn notify(&mut self, list: &OneOrMore<NotifyName>) -> Option<Notify> {
        let occasions = self.all(Some(list), 4, Many::Occasions);
        let mut on = NotifyOn::default();
        let mut never = false;
        for (occasion, _) in &occasions {
            match occasion {
                Occasion::Never => never = true,
                Occasion::Success => on.success = true,
                Occasion::Failure => on.failure = true,
                Occasion::Delay => on.delay = true,
            }
        }
        if list.items.is_empty() {
            self.report(Diagnostic::error(list.span.clone(), Report::NoOccasion));
        } else if never && on != NotifyOn::default() {
            self.report(Diagnostic::error(list.span.clone(), Report::NeverAlone));
        }
        let any = !occasions.is_empty();
        any.then_some(if never { Notify::Never } else { Notify::On(on) })
    }

    /// One original recipient for each recipient.
    fn orcpt(&mut self, list: &OneOrMore<OrcptName>, recipients: usize) -> Vec<Orcpt> {
        let found: Vec<Orcpt> = self
            .all(Some(list), recipients, Many::OriginalRecipients)
            .into_iter()
            .map(|it| it.0)
            .collect();
        if list.items.len() < recipients {
            let too_few = Report::TooFewRecipients { count: list.items.len(), recipients };
            self.report(Diagnostic::error(list.span.clone(), too_few));
        }
        found
    }
}
