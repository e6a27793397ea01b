//! The retry schedules of the profiles: those of hosts, and timetables for people.

use core::fmt::{self, Write};

use relay_host::Patience;
use relay_host::retry::{EximRule, plan};
use relay_kernel::SimDuration;

pub use relay_host::retry::{Channel, Schedule, Timetable};

use crate::scenario::{Host, Profile, RetryOverrides, RetryRule, Role};

/// The schedule of a profile as its product is delivered.
pub fn of(profile: Profile) -> Schedule {
    match profile {
        Profile::Postfix => Schedule::postfix(),
        Profile::Exim => Schedule::exim(),
        Profile::Qmail => Schedule::qmail(),
        Profile::Rfc => Schedule::rfc(),
    }
}

/// The schedule of a host: its profile's, with what the host does otherwise.
pub fn of_host(host: &Host) -> Schedule {
    if host.role == Role::Client {
        return Schedule::outbox();
    }
    let mut schedule = of(host.profile);
    adjust(&mut schedule, &host.retry);
    schedule
}

fn adjust(schedule: &mut Schedule, own: &RetryOverrides) {
    let set = |value: &mut SimDuration, own: Option<SimDuration>| *value = own.unwrap_or(*value);
    match schedule {
        Schedule::Postfix(rules) => {
            set(&mut rules.delay_min, own.delay_min);
            set(&mut rules.delay_max, own.delay_max);
            set(&mut rules.queue_run, own.queue_run);
            set(&mut rules.lifetime, own.lifetime);
            set(&mut rules.bounce_lifetime, own.bounce_lifetime);
        }
        Schedule::Exim(rules) => {
            set(&mut rules.queue_run, own.queue_run);
            set(&mut rules.interval_max, own.interval_max);
            set(&mut rules.data_expire, own.data_expire);
            if let Some(own) = &own.rules {
                rules.rules = own.iter().map(rule).collect();
            }
        }
        Schedule::Qmail(rules) => {
            set(&mut rules.lifetime, own.lifetime);
            rules.skip_remote = own.skip_remote.unwrap_or(rules.skip_remote);
            rules.skip_local = own.skip_local.unwrap_or(rules.skip_local);
        }
        Schedule::Rfc(rules) => {
            set(&mut rules.first_gap, own.first_gap);
            set(&mut rules.first_span, own.first_span);
            set(&mut rules.later_gap, own.later_gap);
            set(&mut rules.lifetime, own.lifetime);
        }
    }
}

fn rule(rule: &RetryRule) -> EximRule {
    let RetryRule { cutoff, interval, growth_per_mille } = *rule;
    EximRule { cutoff, interval, growth_per_mille }
}

/// When a host leaves others alone that it cannot reach.
pub(crate) fn patience(host: &Host) -> Patience {
    if host.role == Role::Client {
        return Patience::NONE;
    }
    let usual = usual_patience(&of_host(host));
    Patience {
        failures: host.retry.unreachable_after.unwrap_or(usual.failures),
        span: host.retry.unreachable_for.unwrap_or(usual.span),
        apart: host.retry.unreachable_apart.unwrap_or(usual.apart),
    }
}

/// The same for a host that does what its product does.
pub(crate) fn usual_patience(schedule: &Schedule) -> Patience {
    match schedule {
        Schedule::Postfix(rules) => Patience { span: rules.delay_min, ..Patience::POSTFIX },
        Schedule::Exim(_) => Patience::NONE,
        Schedule::Qmail(_) => Patience::QMAIL,
        Schedule::Rfc(rules) => Patience { span: rules.first_gap, ..Patience::RFC },
    }
}

/// The attempts of a profile for one destination that never works, and the moment of the bounce.
pub fn timetable(profile: Profile, channel: Channel) -> Timetable {
    plan(&of(profile), channel)
}

/// Writes a timetable in columns: attempt, time, gap, rule.
pub fn write(timetable: &Timetable, out: &mut impl Write) -> fmt::Result {
    writeln!(out, "{:>7}  {:>8}  {:<15}  {:<12}  rule", "attempt", "at (s)", "time", "gap")?;
    for (n, attempt) in (1..).zip(&timetable.attempts) {
        let (secs, clock) = (attempt.at.as_secs(), Clock(attempt.at.as_secs()).to_string());
        let gap = if n == 1 { "—".to_owned() } else { attempt.gap.to_string() };
        writeln!(out, "{n:>7}  {secs:>8}  {clock:<15}  {gap:<12}  {}", attempt.rule)?;
    }
    let secs = timetable.bounce_at.as_secs();
    let (clock, rule) = (Clock(secs).to_string(), timetable.bounce_rule);
    writeln!(
        out,
        "{:>7}  {secs:>8}  {clock:<15}  {:<12}  {rule}, and the last attempt failed",
        "bounce", "—"
    )
}

/// `3 d 04:00:00`
struct Clock(u64);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, rest) = (self.0 / 86_400, self.0 % 86_400);
        write!(f, "{days} d {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timetable_reads_well() {
        let mut text = String::new();
        let timetable = timetable(Profile::Postfix, Channel::Remote);
        write(&timetable, &mut text).expect("a string takes text");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "attempt    at (s)  time             gap           rule");
        assert_eq!(lines[1], "      1         0  0 d 00:00:00     —             at once");
        assert_eq!(
            lines[3],
            "      3       600  0 d 00:10:00     5 min         back-off = message age 300 s"
        );
        assert_eq!(
            lines[7],
            "      7      9000  0 d 02:30:00     1 h 10 min    maximal back-off 4000 s, found by \
             the scan every 300 s"
        );
        let last = lines.last().copied().unwrap_or_default();
        assert!(last.starts_with(" bounce    433"), "{last}");
        assert!(last.ends_with("tried for 5 d, and the last attempt failed"), "{last}");
    }
}
