//! Whether a run came to what its scenario expects.
//!
//! Everything is read from the trace, so an expectation about a moment in the middle needs no
//! world of that moment.

use core::ops::Range;

use relay_host::dsn::action_of;
use relay_host::{Action, Fact, MailId, Untold};
use relay_kernel::SimTime;
use relay_mail::{EnhancedCode, ForwardPath, Mailbox, ReplyCode};

use crate::check::{Fate, Ledger};
use crate::scenario::{Expectation, HostNo, Outcome, Scenario};
use crate::trace::{HostId, Kind, Record, Side, Trace};

/// The port of POP3, whose responses have no reply codes.
const POP3_PORT: u16 = 110;

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Where the scenario states it, in bytes of its file.
    pub span: Range<usize>,
    /// What was expected and what happened, in words.
    pub message: String,
}

/// Holds a finished run against the expectations of its scenario.
pub fn unmet(trace: &Trace, scenario: &Scenario) -> Vec<Unmet> {
    unmet_of(&scenario.expectations, trace, scenario)
}

/// Holds a finished run of a scenario against these expectations.
pub fn unmet_of(expectations: &[Expectation], trace: &Trace, scenario: &Scenario) -> Vec<Unmet> {
    let failed = |expectation: &Expectation| {
        let records = until(trace, expectation.at);
        let tally = Tally { trace, scenario, records };
        let (found, wanted, what) = tally.count(&expectation.outcome);
        (!wanted.admits(found)).then(|| Unmet {
            span: expectation.span.clone(),
            message: format!("expected {wanted} {what}, found {found}"),
        })
    };
    expectations.iter().filter_map(failed).collect()
}

/// The records up to a moment, that moment included.
fn until(trace: &Trace, at: Option<SimTime>) -> &[Record] {
    let records = trace.records();
    at.map_or(records, |at| &records[..records.partition_point(|record| record.at <= at)])
}

/// The records that count.
struct Tally<'a> {
    trace: &'a Trace,
    scenario: &'a Scenario,
    records: &'a [Record],
}

impl Tally<'_> {
    /// How many there are, how many there should be, and of what.
    fn count(&self, outcome: &Outcome) -> (u64, crate::scenario::Count, String) {
        match outcome {
            Outcome::Delivered { to, on, copies } => {
                let found = self.delivered((to, *on), |notification| !notification.0);
                (found, *copies, format!("messages delivered to {to}{}", self.place(*on)))
            }
            Outcome::Bounced { to, kind, notifications } => {
                let found = self
                    .delivered((to, None), |(is, told)| is && (kind.is_none() || told == *kind));
                let kind = kind.map(|kind| format!("{} ", kind.name())).unwrap_or_default();
                (found, *notifications, format!("{kind}notifications delivered to {to}"))
            }
            Outcome::Collected { by, messages } => {
                let address = &self.scenario.account(*by).address;
                let name = address.to_string();
                let found = self.facts(|_, fact| match fact {
                    Fact::Collected { account, .. } => self.trace.name(*account) == name,
                    _ => false,
                });
                (found, *messages, format!("messages collected by {address}"))
            }
            Outcome::Queued { on, to, messages } => {
                let whom = to.as_ref().map(|to| format!(" for {to}")).unwrap_or_default();
                let found = self.queued(*on, to.as_ref());
                (found, *messages, format!("messages queued{whom}{}", self.place(*on)))
            }
            Outcome::Attempts { on, to, count } => {
                let whom = to.as_ref().map(|to| format!(" for {to}")).unwrap_or_default();
                let what = format!("attempts{whom}{}", self.place(Some(*on)));
                (self.attempts(*on, to.as_ref()), *count, what)
            }
            Outcome::Connections { from, to, count } => {
                let whence = from.map(|from| format!(" from {}", self.scenario.host(from).name));
                let whence = whence.unwrap_or_default();
                let what = format!("connections{whence} to {}", self.scenario.host(*to).name);
                (self.connections(*from, *to), *count, what)
            }
            Outcome::Setbacks { failed, on, to, status, containing, count } => {
                let found = self.facts(|host, fact| {
                    let (mail, recipient, why) = match fact {
                        Fact::Deferred { mail, recipient, why, .. } if !failed => {
                            (mail, recipient, why)
                        }
                        Fact::Failed { mail, recipient, why, .. } if *failed => {
                            (mail, recipient, why)
                        }
                        _ => return false,
                    };
                    let path = &self.trace.mail(*mail).1.recipients[usize::from(*recipient)];
                    is_on(host, *on)
                        && to.as_ref().is_none_or(|to| path.mailbox() == Some(to))
                        && status.is_none_or(|status| why.status() == status)
                        && containing.as_deref().is_none_or(|part| holds(&why.to_string(), part))
                });
                let how = if *failed { "failures" } else { "deferrals" };
                (found, *count, format!("such {how}{}", self.place(*on)))
            }
            Outcome::Replies { from, code, enhanced, pop3, containing, count } => {
                let codes = (*code, *enhanced);
                let found = self.replies(*from, codes, pop3.as_deref(), containing.as_deref());
                (found, *count, format!("such replies of {}", self.scenario.host(*from).name))
            }
            Outcome::Discarded { on, messages } => {
                let found = self
                    .facts(|host, fact| matches!(fact, Fact::Discarded { .. }) && is_on(host, *on));
                (found, *messages, format!("recipients discarded{}", self.place(*on)))
            }
        }
    }

    fn place(&self, on: Option<HostNo>) -> String {
        on.map(|no| format!(" at {}", self.scenario.host(no).name)).unwrap_or_default()
    }

    fn facts(&self, such: impl Fn(HostId, &Fact) -> bool) -> u64 {
        let count = self.records.iter().filter(|record| match &record.kind {
            Kind::Host(fact) => such(record.host, fact),
            _ => false,
        });
        count.count() as u64
    }

    /// Copies put into the mailbox that has this address. `such` is told of each whether it is a
    /// notification, and what it says.
    fn delivered(
        &self,
        (to, on): (&Mailbox, Option<HostNo>),
        such: impl Fn((bool, Option<Action>)) -> bool,
    ) -> u64 {
        let same_drop = |host: HostId, path: &ForwardPath, name: &str| {
            let host = self.scenario.host(HostNo(host.0));
            let here = to.host.domain().is_some_and(|domain| host.is_final_for(domain));
            let named = to.local.as_str().eq_ignore_ascii_case(name);
            path.mailbox() == Some(to) || (here && named)
        };
        self.facts(|host, fact| match fact {
            Fact::Delivered { mail, recipient, mailbox, content } => {
                let record = self.trace.mail(*mail).1;
                let path = &record.recipients[usize::from(*recipient)];
                is_on(host, on) && same_drop(host, path, self.trace.name(*mailbox)) && {
                    let action = action_of(self.trace.content(*content));
                    such((record.reverse_path.is_null() || action.is_some(), action))
                }
            }
            _ => false,
        })
    }

    /// Messages of which somebody still waits, or this recipient does.
    fn queued(&self, on: Option<HostNo>, to: Option<&Mailbox>) -> u64 {
        let mut ledger = Ledger::default();
        let mut held = Vec::new();
        for record in self.records {
            let Kind::Host(fact) = &record.kind else { continue };
            if let Fact::Accepted { mail } = fact {
                ledger.open(*mail, record.host, self.trace.mail(*mail).1.recipients.len());
                held.push((record.host, *mail));
            }
            ledger.note(fact);
        }
        let waits = |mail: MailId| {
            let recipients = &self.trace.mail(mail).1.recipients;
            ledger.fates(mail).iter().zip(recipients).any(|(fate, path)| {
                matches!(fate, Fate::Queued | Fate::Failed)
                    && to.is_none_or(|to| path.mailbox() == Some(to))
            })
        };
        held.iter().filter(|(host, mail)| is_on(*host, on) && waits(*mail)).count() as u64
    }

    /// Attempts that came to an end, whatever it was, for each recipient. What was only put off or
    /// given up, as nothing was tried, is none.
    fn attempts(&self, on: HostNo, to: Option<&Mailbox>) -> u64 {
        self.facts(|host, fact| match fact {
            Fact::Relayed { mail, recipient, .. }
            | Fact::Delivered { mail, recipient, .. }
            | Fact::Distributed { mail, recipient, .. }
            | Fact::Deferred { mail, recipient, tried: true, .. }
            | Fact::Failed { mail, recipient, tried: true, .. }
            | Fact::Discarded { mail, recipient, why: Untold::DoubleBounceSender } => {
                let path = &self.trace.mail(*mail).1.recipients[usize::from(*recipient)];
                is_on(host, Some(on)) && to.is_none_or(|to| path.mailbox() == Some(to))
            }
            _ => false,
        })
    }

    fn connections(&self, from: Option<HostNo>, to: HostNo) -> u64 {
        let found = self.records.iter().filter(|record| match record.kind {
            Kind::Dialed { conn } => {
                let conn = self.trace.conn(conn);
                is_on(conn.client, from) && is_on(conn.server, Some(to))
            }
            _ => false,
        });
        found.count() as u64
    }

    fn replies(
        &self,
        from: HostNo,
        (code, enhanced): (Option<ReplyCode>, Option<EnhancedCode>),
        pop3: Option<&str>,
        containing: Option<&str>,
    ) -> u64 {
        let such = |text: &str| {
            if let Some(start) = pop3 {
                return text.starts_with(start) && containing.is_none_or(|part| holds(text, part));
            }
            let (digits, rest) = text.split_at_checked(3).unwrap_or((text, ""));
            let words = rest.get(1..).unwrap_or_default();
            code.is_none_or(|code| digits.parse() == Ok(code.get()))
                && enhanced.is_none_or(|e| EnhancedCode::parse_prefix(words) == Some(e))
                && containing.is_none_or(|part| holds(text, part))
        };
        let found = self.records.iter().filter(|record| match record.kind {
            Kind::Line { conn, from: Side::Server, start, len, .. } => {
                is_on(record.host, Some(from))
                    && (self.trace.conn(conn).port == POP3_PORT) == pop3.is_some()
                    && such(&String::from_utf8_lossy(self.trace.octets(start, len)))
            }
            _ => false,
        });
        found.count() as u64
    }
}

/// Whether a part stands in a text, in any case.
fn holds(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

fn is_on(host: HostId, on: Option<HostNo>) -> bool {
    on.is_none_or(|on| on.0 == host.0)
}
