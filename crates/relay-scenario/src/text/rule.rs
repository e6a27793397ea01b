//! Retry rules in the notation of Exim.

use relay_kernel::SimDuration;

use super::{Kind, Raw, shorten};
use crate::limit;
use crate::mistake::{self, Expected, Mistake};
use crate::model::RetryRule;

/// A retry rule: `F,2h,15m`, `G,16h,1h,1.5`.
#[derive(Clone, Debug)]
pub(crate) struct RetryRuleText;

/// Seconds in the units that Exim has.
const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

impl Kind for RetryRuleText {
    type Value = RetryRule;
    const EXPECTED: Expected = Expected::RetryRule;
    fn read(raw: &Raw) -> Result<RetryRule, Mistake> {
        let text = raw.text::<Self>()?;
        rule(text).ok_or_else(|| mistake::Text::RetryRule { text: shorten(text) }.into())
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^ *(F *, *(\d+[wdhms])+ *, *(\d+[wdhms])+|G *, *(\d+[wdhms])+ *, *(\d+[wdhms])+ *, *\d+(\.\d{1,3})?) *$",
            "examples": ["F,2h,15m", "G,16h,1h,1.5"],
        })
    }
}

fn rule(text: &str) -> Option<RetryRule> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let (cutoff, interval, growth_per_mille) = match parts[..] {
        ["F", cutoff, gap] => (span(cutoff)?, span(gap)?, None),
        ["G", cutoff, gap, factor] => (span(cutoff)?, span(gap)?, Some(per_mille(factor)?)),
        _ => return None,
    };
    Some(RetryRule { cutoff, interval, growth_per_mille })
}

/// `1d12h`
fn span(text: &str) -> Option<SimDuration> {
    let (mut secs, mut rest) = (0u64, text);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let unit = rest[digits..].chars().next()?;
        let (_, size) = UNITS.into_iter().find(|(letter, _)| *letter == unit)?;
        let count: u64 = rest[..digits].parse().ok()?;
        secs = secs.checked_add(count.checked_mul(size)?)?;
        rest = &rest[digits + 1..];
    }
    (1..=limit::DURATION.as_secs()).contains(&secs).then(|| SimDuration::from_secs(secs))
}

/// `1.5` in thousandths.
fn per_mille(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 3 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<3}").parse().ok()?;
    let value = whole.checked_mul(1000)?.checked_add(part)?;
    (1000..=10_000).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_as_exim_writes_them() {
        let read = |text: &str| {
            let rule = rule(text)?;
            Some((rule.cutoff.as_secs(), rule.interval.as_secs(), rule.growth_per_mille))
        };
        assert_eq!(read("F,2h,15m"), Some((7200, 900, None)));
        assert_eq!(read(" G, 1d12h , 1h, 1.5"), Some((129_600, 3600, Some(1500))));
        assert_eq!(read("G,16h,90s,2"), Some((57_600, 90, Some(2000))));
        for bad in ["", "F,2h", "F,2h,15m,1.5", "G,2h,15m", "H,2h,1h,1.5", "F,2,15", "F,0h,1m"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for bad in ["0.5", "11", "1.", ".5", "1.2345", "-1", "99999999999999999999"] {
            assert_eq!(per_mille(bad), None, "{bad}");
        }
        assert_eq!(span("99999999999999999999w"), None);
    }
}
