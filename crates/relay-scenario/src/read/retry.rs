//! What a host does otherwise than its profile when it tries again.

use core::ops::Range;

use relay_kernel::SimDuration;

use super::Reader;
use crate::file::{RetryTable, TimeoutsTable};
use crate::mistake::{Many, Retry};
use crate::model::{Profile, RetryOverrides, RetryRule, TimeoutOverrides};
use crate::text::{Duration, Item, Text};
use crate::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn retry(
        &mut self,
        table: Option<&Item<RetryTable>>,
        profile: Profile,
    ) -> RetryOverrides {
        let Some(table) = table else { return RetryOverrides::default() };
        for (key, span, _) in keys(table).into_iter().filter(|(.., who)| !who.contains(&profile)) {
            let Some(span) = span else { continue };
            let not_there = Retry::NotInProfile { profile: profile.name(), key };
            self.report(Diagnostic::error(span, not_there));
        }
        let retry = RetryOverrides {
            lifetime: self.maybe(table.lifetime.as_ref()),
            bounce_lifetime: self.maybe(table.bounce_lifetime.as_ref()),
            delay_min: self.gap("delay_min", table.delay_min.as_ref()),
            delay_max: self.gap("delay_max", table.delay_max.as_ref()),
            queue_run: self.gap("queue_run", table.queue_run.as_ref()),
            rules: self.retry_rules(table),
            interval_max: self.gap("interval_max", table.interval_max.as_ref()),
            skip_remote: self.maybe(table.skip_remote.as_ref()),
            skip_local: self.maybe(table.skip_local.as_ref()),
            first_gap: self.gap("first_gap", table.first_gap.as_ref()),
            first_span: self.maybe(table.first_span.as_ref()),
            later_gap: self.gap("later_gap", table.later_gap.as_ref()),
            unreachable_after: self
                .maybe(table.unreachable_after.as_ref())
                .map(super::host::to_u32),
            unreachable_for: self.maybe(table.unreachable_for.as_ref()),
            unreachable_apart: self.maybe(table.unreachable_apart.as_ref()),
            data_expire: self.gap("data_expire", table.data_expire.as_ref()),
        };
        if let (Some(min), Some(max)) = (retry.delay_min, retry.delay_max)
            && min > max
        {
            self.report(Diagnostic::error(table.span.clone(), Retry::MinBeyondMax));
        }
        retry
    }

    pub(super) fn timeouts(&mut self, table: Option<&Item<TimeoutsTable>>) -> TimeoutOverrides {
        let Some(table) = table else { return TimeoutOverrides::default() };
        TimeoutOverrides {
            connect: self.gap("connect", table.connect.as_ref()),
            greeting: self.gap("greeting", table.greeting.as_ref()),
            hello: self.gap("hello", table.hello.as_ref()),
            auth: self.gap("auth", table.auth.as_ref()),
            mail: self.gap("mail", table.mail.as_ref()),
            rcpt: self.gap("rcpt", table.rcpt.as_ref()),
            data_start: self.gap("data_start", table.data_start.as_ref()),
            data_block: self.gap("data_block", table.data_block.as_ref()),
            data_end: self.gap("data_end", table.data_end.as_ref()),
            reset: self.gap("reset", table.reset.as_ref()),
            quit: self.gap("quit", table.quit.as_ref()),
        }
    }

    /// A pause between two tries: without any, a message would be tried for ever at one moment.
    fn gap(&mut self, key: &'static str, text: Option<&Text<Duration>>) -> Option<SimDuration> {
        let text = text?;
        let value = self.read(text)?;
        if value.as_secs() == 0 {
            self.report(Diagnostic::error(text.span.clone(), Retry::NoGap { key }));
        }
        Some(value)
    }

    fn retry_rules(&mut self, table: &RetryTable) -> Option<Vec<RetryRule>> {
        let list = table.rules.as_ref()?;
        let rules = self.all(Some(list), limit::RETRY_RULES, Many::RetryRules);
        if list.items.is_empty() {
            self.report(Diagnostic::error(list.span.clone(), Retry::NoRules));
        }
        for pair in rules.windows(2) {
            let [(before, _), (rule, span)] = pair else { continue };
            if rule.cutoff <= before.cutoff {
                self.report(Diagnostic::error(span.clone(), Retry::NeverHolds));
            }
        }
        Some(rules.into_iter().map(|(rule, _)| rule).collect())
    }
}

/// A key, its place in the file if it is there, and the profiles that have it.
type Key = (&'static str, Option<Range<usize>>, &'static [Profile]);

/// Every key with its place in the file.
fn keys(table: &RetryTable) -> Vec<Key> {
    use Profile::{Exim, Postfix, Qmail, Rfc};
    fn place<K>(text: Option<&Text<K>>) -> Option<Range<usize>> {
        text.map(|text| text.span.clone())
    }
    vec![
        ("lifetime", place(table.lifetime.as_ref()), &[Postfix, Qmail, Rfc]),
        ("bounce_lifetime", place(table.bounce_lifetime.as_ref()), &[Postfix]),
        ("delay_min", place(table.delay_min.as_ref()), &[Postfix]),
        ("delay_max", place(table.delay_max.as_ref()), &[Postfix]),
        ("queue_run", place(table.queue_run.as_ref()), &[Postfix, Exim]),
        ("rules", table.rules.as_ref().map(|list| list.span.clone()), &[Exim]),
        ("interval_max", place(table.interval_max.as_ref()), &[Exim]),
        ("skip_remote", place(table.skip_remote.as_ref()), &[Qmail]),
        ("skip_local", place(table.skip_local.as_ref()), &[Qmail]),
        ("first_gap", place(table.first_gap.as_ref()), &[Rfc]),
        ("first_span", place(table.first_span.as_ref()), &[Rfc]),
        ("later_gap", place(table.later_gap.as_ref()), &[Rfc]),
        ("unreachable_after", place(table.unreachable_after.as_ref()), &[Postfix, Qmail, Rfc]),
        ("unreachable_for", place(table.unreachable_for.as_ref()), &[Postfix, Qmail, Rfc]),
        ("unreachable_apart", place(table.unreachable_apart.as_ref()), &[Qmail]),
        ("data_expire", place(table.data_expire.as_ref()), &[Exim]),
    ]
}
