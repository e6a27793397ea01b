//! Which rule gave the time of an attempt, in words.

use core::fmt;

use relay_kernel::SimDuration;

use super::EximRule;

/// The rule behind a time. Where a product looks at its queue only now and then and that moved the
/// time, the interval of looking goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The message has just come.
    AtOnce,
    /// Postfix: the message is younger than this.
    MinimalBackoff(SimDuration, Option<SimDuration>),
    /// Postfix: the message's age.
    AgeBackoff(SimDuration, Option<SimDuration>),
    /// Postfix: the message is older than this.
    MaximalBackoff(SimDuration, Option<SimDuration>),
    /// Exim: the retry rule.
    Exim(EximRule, Option<SimDuration>),
    /// qmail: the square root of the age in seconds, rounded down, and what is added to it.
    Quadratic {
        /// The root.
        root: u64,
        /// What is added.
        skip: u64,
    },
    /// RFC 5321: the gap, and whether it is that of the first hour.
    Interval(SimDuration, bool),
    /// The message has been tried for so long.
    Lifetime(SimDuration),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtOnce => f.write_str("at once"),
            Self::MinimalBackoff(delay, scan) => {
                write!(f, "minimal back-off {} s{}", delay.as_secs(), Scan(*scan))
            }
            Self::AgeBackoff(age, scan) => {
                write!(f, "back-off = message age {} s{}", age.as_secs(), Scan(*scan))
            }
            Self::MaximalBackoff(delay, scan) => {
                write!(f, "maximal back-off {} s{}", delay.as_secs(), Scan(*scan))
            }
            Self::Exim(rule, tick) => write!(f, "{rule}{}", Scan(*tick)),
            Self::Quadratic { root, skip } => {
                write!(f, "({root} + {skip})² s after arrival")
            }
            Self::Interval(gap, true) => write!(f, "every {gap} in the first hour"),
            Self::Interval(gap, false) => write!(f, "every {gap} later"),
            Self::Lifetime(lifetime) => write!(f, "tried for {lifetime}"),
        }
    }
}

/// What a scan adds to a rule.
struct Scan(Option<SimDuration>);

impl fmt::Display for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(every) => write!(f, ", found by the scan every {} s", every.as_secs()),
            None => Ok(()),
        }
    }
}

/// As Exim's configuration writes it: `F,2h,15m`, `G,16h,1h,1.5`.
impl fmt::Display for EximRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.growth_per_mille.is_some() { 'G' } else { 'F' };
        write!(f, "{letter},{},{}", Short(self.cutoff), Short(self.interval))?;
        let Some(per_mille) = self.growth_per_mille else { return Ok(()) };
        let tail = format!("{:03}", per_mille % 1000);
        let tail = tail.trim_end_matches('0');
        write!(f, ",{}{}{tail}", per_mille / 1000, if tail.is_empty() { "" } else { "." })
    }
}

/// A span in the largest unit that fits it.
struct Short(SimDuration);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.0.as_secs();
        let units = [(604_800, 'w'), (86_400, 'd'), (3600, 'h'), (60, 'm')];
        let fits = |(size, _): &&(u64, char)| secs > 0 && secs.is_multiple_of(*size);
        match units.iter().find(fits) {
            Some((size, letter)) => write!(f, "{}{letter}", secs / size),
            None => write!(f, "{secs}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_as_exim_writes_them() {
        let rule = |cutoff, interval, growth_per_mille| {
            let span = SimDuration::from_secs;
            EximRule { cutoff: span(cutoff), interval: span(interval), growth_per_mille }
                .to_string()
        };
        assert_eq!(rule(7200, 900, None), "F,2h,15m");
        assert_eq!(rule(57_600, 3600, Some(1500)), "G,16h,1h,1.5");
        assert_eq!(rule(345_600, 61, Some(2000)), "G,4d,61s,2");
        assert_eq!(rule(604_800, 0, Some(1050)), "G,1w,0s,1.05");
    }
}
