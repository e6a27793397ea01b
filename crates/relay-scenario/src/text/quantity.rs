//! Numbers with units.

use super::{Kind, Problem, Raw, WHOLE_NUMBER};
use crate::limit;

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Debug)]
pub(crate) struct Number<const MIN: u64, const MAX: u64>;

impl<const MIN: u64, const MAX: u64> Kind for Number<MIN, MAX> {
    type Value = u64;
    const EXPECTED: &'static str = WHOLE_NUMBER;
    fn read(raw: &Raw) -> Result<u64, Problem> {
        let Raw::Integer(number) = raw else { return Err(raw.unexpected(Self::EXPECTED)) };
        let inside = u64::try_from(*number).ok().filter(|number| (MIN..=MAX).contains(number));
        inside.ok_or_else(|| {
            let bound = if *number < i128::from(MIN) { "too small" } else { "too large" };
            let hint = format!("write a number from {MIN} to {MAX}");
            Problem::new(format!("{number} is {bound}")).hint(hint)
        })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}

/// The version of the format; any number can be read, so that a newer version is told from a slip.
#[derive(Clone, Debug)]
pub(crate) struct Version;

impl Kind for Version {
    type Value = u64;
    const EXPECTED: &'static str = WHOLE_NUMBER;
    fn read(raw: &Raw) -> Result<u64, Problem> {
        Number::<0, { u64::MAX }>::read(raw)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "const": crate::FORMAT })
    }
}

/// Splits `12.5 MB` into the number in units of `10^-scale` and the unit.
fn split(text: &str, scale: u32) -> Option<(u128, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || number.ends_with('.') || number.len() > 20 {
        return None;
    }
    if fraction.len() > usize::try_from(scale).ok()? {
        return None;
    }
    let mut value: u128 = whole.parse().ok()?;
    for nth in 0..usize::try_from(scale).ok()? {
        let digit = fraction.as_bytes().get(nth).map_or(0, |digit| digit - b'0');
        value = value * 10 + u128::from(digit);
    }
    Some((value, unit.trim()))
}

/// A number of octets: `10240000`, `"10 MB"`.
#[derive(Clone, Debug)]
pub(crate) struct Size;

const SIZE_UNITS: [(&str, u128); 10] = [
    ("B", 1),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

impl Kind for Size {
    type Value = u64;
    const EXPECTED: &'static str = "a size such as \"10 MB\"";
    fn read(raw: &Raw) -> Result<u64, Problem> {
        let octets = match raw {
            Raw::Integer(number) => u128::try_from(*number).ok(),
            raw => split(raw.text::<Self>()?, 3).and_then(|(thousandths, unit)| {
                let (_, octets) = SIZE_UNITS.into_iter().find(|(name, _)| *name == unit)?;
                Some(thousandths * octets / 1000)
            }),
        };
        let octets = octets.ok_or_else(|| {
            let hint = "write octets as a number, or text with a unit: B, kB, MB, GB, TB, KiB, MiB, \
                        GiB, TiB";
            raw.unexpected(Self::EXPECTED).hint(hint)
        })?;
        u64::try_from(octets).ok().filter(|octets| *octets <= limit::SIZE).ok_or_else(|| {
            Problem::new(format!("{octets} octets are too many"))
                .hint(format!("at most {} octets are allowed here", limit::SIZE))
        })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": limit::SIZE },
            { "type": "string", "pattern": r"^ *\d+(\.\d{1,3})? *(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB) *$",
              "examples": ["10 MB", "64 KiB"] },
        ]})
    }
}

/// Bits per second, read as bytes per second: `"56 kbit/s"`; 0 is no limit.
#[derive(Clone, Debug)]
pub(crate) struct Rate;

const RATE_UNITS: [(&str, u128); 4] =
    [("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000)];

impl Kind for Rate {
    type Value = u64;
    const EXPECTED: &'static str = "a rate such as \"56 kbit/s\"";
    fn read(raw: &Raw) -> Result<u64, Problem> {
        if matches!(raw, Raw::Integer(0)) {
            return Ok(0);
        }
        let hint = "write a number with bit/s, kbit/s, Mbit/s or Gbit/s; 0 is no limit";
        let text = raw.text::<Self>().map_err(|problem| problem.hint(hint))?;
        if text.trim() == "0" {
            return Ok(0);
        }
        let bits = split(text, 3).and_then(|(thousandths, unit)| {
            let (_, bits) = RATE_UNITS.into_iter().find(|(name, _)| *name == unit)?;
            Some((thousandths, thousandths * bits / 1000))
        });
        let (given, bits) = bits.ok_or_else(|| raw.unexpected(Self::EXPECTED).hint(hint))?;
        if given > 0 && bits < 8 {
            return Err(Problem::new("less than 8 bit/s is too slow").hint("0 is no limit"));
        }
        let bytes = u64::try_from(bits / 8).unwrap_or(u64::MAX);
        if bytes > limit::RATE_BYTES_PER_SECOND {
            return Err(Problem::new("such a fast link is not possible here")
                .hint("at most 1000 Gbit/s; 0 is no limit"));
        }
        Ok(bytes)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [
            { "type": "integer", "const": 0 },
            { "type": "string", "pattern": r"^ *(0|\d+(\.\d{1,3})? *[kMG]?bit/s) *$",
              "examples": ["56 kbit/s", "10 Mbit/s"] },
        ]})
    }
}

/// A share of packets, read as parts per million: `"0.5%"`.
#[derive(Clone, Debug)]
pub(crate) struct Loss;

impl Kind for Loss {
    type Value = u32;
    const EXPECTED: &'static str = "a percentage such as \"0.5%\"";
    fn read(raw: &Raw) -> Result<u32, Problem> {
        let hint = "write a percentage with at most four digits behind the point, such as \"0.5%\"";
        let text = raw.text::<Self>().map_err(|problem| problem.hint(hint))?;
        let parts = split(text, 4).filter(|(_, unit)| *unit == "%").map(|(parts, _)| parts);
        let parts = parts.ok_or_else(|| raw.unexpected(Self::EXPECTED).hint(hint))?;
        let inside = u32::try_from(parts).ok().filter(|parts| *parts <= limit::LOSS_PER_MILLION);
        inside.ok_or_else(|| {
            Problem::new(format!("a loss of {} is too much", text.trim()))
                .hint("at most 90%; to stop everything, write a [[fault]] with `link_cut`")
        })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": r"^ *\d+(\.\d{1,4})? *% *$", "examples": ["0.5%"],
        })
    }
}
