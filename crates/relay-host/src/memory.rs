//! What a host remembers of those that it could not reach (RFC 5321 §4.5.4.1): whom to leave alone
//! for a while instead of trying every message anew.
//!
//! Only contact counts: no connection, no greeting, no answer to EHLO. What a server says to MAIL
//! is never kept; §4.5.4.1 forbids that for 5yz.

use core::net::Ipv4Addr;
use std::collections::{BTreeMap, BTreeSet};

use relay_kernel::{SimDuration, SimTime};
use relay_mail::ForwardPath;
use smol_str::SmolStr;

use crate::fact::{MailId, Unreachable, Why};
use crate::limit;
use crate::retry::{Exim, Failed, History, Next, Schedule, whole};
use crate::route::NextHop;

/// When a host that fails is left alone, and for how long. Exim has its retry rules for that, and
/// no such bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Failures in a row that make a host unreachable; 0 for no memory at all.
    pub failures: u32,
    /// How long nothing is sent to it then.
    pub span: SimDuration,
    /// Failures that are closer together count as one.
    pub apart: SimDuration,
}

impl Patience {
    /// No memory: every message tries its host.
    pub const NONE: Self = Self { failures: 0, span: SimDuration::ZERO, apart: SimDuration::ZERO };
    /// Postfix declares a destination dead for `minimal_backoff_time`. Its window of five sessions
    /// closes by one with each failure and loses its last chance when the sum of 1/5, 1/4, 1/3 and
    /// 1/2 exceeds `default_destination_concurrency_failed_cohort_limit`, which is 1: the fourth.
    pub const POSTFIX: Self = Self { failures: 4, span: SimDuration::from_secs(300), ..Self::NONE };
    /// qmail leaves an address alone after two timeouts (`tcpto.c`: at least 60 · 64 s); two within
    /// 120 s count as one.
    pub const QMAIL: Self = Self {
        failures: 2,
        span: SimDuration::from_secs(3840),
        apart: SimDuration::from_secs(120),
    };
    /// RFC 5321 §4.5.4.1 asks for a delay of at least 30 minutes for a host that failed.
    pub const RFC: Self = Self { failures: 1, span: SimDuration::from_mins(30), ..Self::NONE };
}

/// What a history is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// A server at one of its addresses.
    Host(SmolStr, Ipv4Addr),
    /// A domain that could not be looked up.
    Domain(SmolStr),
    /// A recipient that was put off.
    Recipient(ForwardPath),
    /// A message that a server put off.
    Message(SmolStr, Ipv4Addr, MailId),
}

/// An address that did not answer.
#[derive(Clone, Debug)]
struct Silent {
    failures: u32,
    last_at: SimTime,
    until: SimTime,
    why: Why,
}

/// A host that is not tried at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// Until when.
    pub(crate) until: SimTime,
    /// Whether it has failed for longer than its last rule holds.
    pub(crate) expired: bool,
    /// What went wrong when it was tried.
    pub(crate) why: Why,
}

/// What a host remembers of others. It is kept on disk, as Exim's hints and qmail's table are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    histories: BTreeMap<Subject, (History, Why)>,
    silent: BTreeMap<Ipv4Addr, Silent>,
    /// Next hops whose last contact failed: one delivery at a time finds out whether they are back.
    suspects: BTreeSet<NextHop>,
}

impl Memory {
    /// Whether the server at `addr` is to be left alone now.
    pub(crate) fn holds(
        &self,
        schedule: &Schedule,
        host: &SmolStr,
        addr: Ipv4Addr,
        now: SimTime,
    ) -> Option<Held> {
        if let Schedule::Exim(rules) = schedule {
            if self.histories.is_empty() {
                return None;
            }
            let known = self.histories.get(&Subject::Host(host.clone(), addr));
            let (history, why) = known.filter(|(history, _)| is_fresh(rules, history, now))?;
            let held = Held { until: history.next_try, expired: history.expired, why: why.clone() };
            return (whole(now) < history.next_try).then_some(held);
        }
        let silent = self.silent.get(&addr).filter(|silent| whole(now) < silent.until)?;
        Some(Held { until: silent.until, expired: false, why: silent.why.clone() })
    }

    /// Contact with a server failed; for a schedule that goes by hosts, what that means.
    pub(crate) fn failed(
        &mut self,
        (schedule, patience): (&Schedule, Patience),
        (host, addr): (&SmolStr, Ipv4Addr),
        failed: &Failed,
        why: &Why,
    ) -> Option<Next> {
        match schedule {
            Schedule::Exim(rules) => {
                let subject = Subject::Host(host.clone(), addr);
                return Some(self.note(rules, subject, failed, why));
            }
            // Postfix goes by destinations; see `Hop`.
            Schedule::Postfix(_) => {}
            Schedule::Qmail(_) => {
                let timed_out = matches!(why, Why::Unreachable { how: Unreachable::TimedOut, .. });
                if timed_out {
                    self.fell_silent(addr, patience, failed.now, why);
                }
            }
            Schedule::Rfc(_) => {
                self.fell_silent(addr, patience, failed.now, why);
            }
        }
        None
    }

    fn fell_silent(&mut self, addr: Ipv4Addr, patience: Patience, now: SimTime, why: &Why) {
        if patience.failures == 0 {
            return;
        }
        if self.silent.len() >= limit::HOSTS_REMEMBERED {
            self.silent.pop_first();
        }
        let fresh = || Silent { failures: 0, last_at: now, until: now, why: why.clone() };
        let silent = self.silent.entry(addr).or_insert_with(fresh);
        if silent.failures > 0 && now.since(silent.last_at) < patience.apart {
            return;
        }
        silent.failures = silent.failures.saturating_add(1);
        (silent.last_at, silent.why) = (now, why.clone());
        if silent.failures >= patience.failures {
            silent.until = whole(now) + patience.span;
        }
    }

    /// Something failed that Exim's rules keep a history of.
    pub(crate) fn note(
        &mut self,
        rules: &Exim,
        subject: Subject,
        failed: &Failed,
        why: &Why,
    ) -> Next {
        if self.histories.len() >= limit::HOSTS_REMEMBERED {
            self.histories.pop_first();
        }
        let known = self.histories.get(&subject).map(|(history, _)| *history);
        let mut history = known.filter(|history| is_fresh(rules, history, failed.now));
        let (next, _) = rules.next(failed, &mut history);
        if let Some(history) = history {
            self.histories.insert(subject, (history, why.clone()));
        }
        next
    }

    /// Something works again.
    pub(crate) fn forget(&mut self, subject: &Subject) {
        self.histories.remove(subject);
    }

    /// Whether there is nothing that [`forget`](Self::forget) could forget.
    pub(crate) fn has_no_history(&self) -> bool {
        self.histories.is_empty()
    }

    /// A server answered: it may be tried at any time.
    pub(crate) fn reached(&mut self, hop: &NextHop, host: &SmolStr, addr: Ipv4Addr) {
        if !self.silent.is_empty() {
            self.silent.remove(&addr);
        }
        if !self.histories.is_empty() {
            self.forget(&Subject::Host(host.clone(), addr));
        }
        if !self.suspects.is_empty() {
            self.suspects.remove(hop);
        }
    }

    /// No server of a next hop could be reached.
    pub(crate) fn suspect(&mut self, hop: &NextHop) {
        if self.suspects.len() < limit::HOSTS_REMEMBERED {
            self.suspects.insert(hop.clone());
        }
    }

    /// Whether the last contact with a next hop failed.
    pub(crate) fn is_suspect(&self, hop: &NextHop) -> bool {
        !self.suspects.is_empty() && self.suspects.contains(hop)
    }
}

/// Whether a history is recent enough to go by: after a week without a try the failures begin anew
/// (`src/retry.c`, functions `retry_check_address` and `retry_update`).
fn is_fresh(rules: &Exim, history: &History, now: SimTime) -> bool {
    now.since(history.last_try) <= rules.data_expire
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retry::Channel;

    const ADDR: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

    fn at(secs: u64) -> SimTime {
        SimTime::START + SimDuration::from_secs(secs)
    }

    fn down(how: Unreachable) -> Why {
        Why::Unreachable { host: "mx.example.net".into(), addr: ADDR, how }
    }

    /// Fails at each of `times` and says until when the address is held after the last.
    fn held(schedule: &Schedule, patience: Patience, how: Unreachable, times: &[u64]) -> u64 {
        let (mut memory, host) = (Memory::default(), SmolStr::new_static("mx.example.net"));
        for secs in times {
            // Each time it is another message.
            let failed = Failed {
                born: at(*secs),
                began: at(*secs),
                now: at(*secs),
                null_sender: false,
                channel: Channel::Remote,
                is_host_error: true,
            };
            memory.failed((schedule, patience), (&host, ADDR), &failed, &down(how));
        }
        let last = at(*times.last().expect("there is a time"));
        memory.holds(schedule, &host, ADDR, last).map_or(0, |held| held.until.as_secs())
    }

    #[test]
    fn each_product_has_its_own_patience() {
        let (refused, silent) = (Unreachable::Refused, Unreachable::TimedOut);
        let rfc = Schedule::rfc();
        assert_eq!(held(&rfc, Patience::RFC, refused, &[5]), 1805);
        assert_eq!(held(&rfc, Patience::NONE, refused, &[5]), 0);
        let qmail = Schedule::qmail();
        assert_eq!(held(&qmail, Patience::QMAIL, refused, &[0, 400]), 0);
        assert_eq!(held(&qmail, Patience::QMAIL, silent, &[0, 60]), 0);
        assert_eq!(held(&qmail, Patience::QMAIL, silent, &[0, 400]), 4240);
        assert_eq!(held(&Schedule::exim(), Patience::NONE, refused, &[0]), 900);
        assert_eq!(held(&Schedule::exim(), Patience::NONE, refused, &[0, 900]), 1800);
        // The last rule, and a week later the first one again.
        let (day, week) = (86_400, 7 * 86_400);
        let last = held(&Schedule::exim(), Patience::NONE, refused, &[0, day, week]);
        assert_eq!(last, week + 6 * 3600);
        let late = day + week + 1;
        let anew = held(&Schedule::exim(), Patience::NONE, refused, &[0, day, late]);
        assert_eq!(anew, late + 900);
    }

    #[test]
    fn who_answers_is_no_longer_held() {
        let (mut memory, host) = (Memory::default(), SmolStr::new_static("mx.example.net"));
        let hop = NextHop::Literal(ADDR);
        let failed = Failed {
            born: at(0),
            began: at(0),
            now: at(0),
            null_sender: false,
            channel: Channel::Remote,
            is_host_error: true,
        };
        for schedule in [Schedule::exim(), Schedule::rfc()] {
            let why = down(Unreachable::Refused);
            memory.failed((&schedule, Patience::RFC), (&host, ADDR), &failed, &why);
            memory.suspect(&hop);
            assert!(memory.holds(&schedule, &host, ADDR, at(1)).is_some());
            assert!(memory.is_suspect(&hop));
            memory.reached(&hop, &host, ADDR);
            assert_eq!(memory.holds(&schedule, &host, ADDR, at(1)), None);
            assert!(!memory.is_suspect(&hop));
        }
    }
}
