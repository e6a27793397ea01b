//! Numbers with units.

use super::{Kind, Raw};
use crate::limit;
use crate::mistake::{self, Expected, Mend, Mistake};

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Debug)]
pub(crate) struct Number<const MIN: u64, const MAX: u64>;

impl<const MIN: u64, const MAX: u64> Kind for Number<MIN, MAX> {
    type Value = u64;
    const EXPECTED: Expected = Expected::WholeNumber;
    fn read(raw: &Raw) -> Result<u64, Mistake> {
        let Raw::Integer(number) = raw else {
            return Err(raw.unexpected(Self::EXPECTED).into());
        };
        let inside = u64::try_from(*number).ok().filter(|number| (MIN..=MAX).contains(number));
        inside.ok_or_else(|| beyond(*number, [MIN, MAX]))
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}

/// The complaint that a number is not in its range.
pub(super) fn beyond(number: i128, range: [u64; 2]) -> Mistake {
    if number < i128::from(range[0]) {
        return mistake::Number::TooSmall { number, range }.into();
    }
    mistake::Number::TooLarge { number, range }.into()
}

/// The version of the format; any number can be read, so that a newer version is told from a slip.
#[derive(Clone, Debug)]
pub(crate) struct Version;

impl Kind for Version {
    type Value = u64;
    const EXPECTED: Expected = Expected::WholeNumber;
    fn read(raw: &Raw) -> Result<u64, Mistake> {
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
    const EXPECTED: Expected = Expected::Size;
    fn read(raw: &Raw) -> Result<u64, Mistake> {
        let octets = match raw {
            Raw::Integer(number) => u128::try_from(*number).ok(),
            raw => split(raw.text::<Self>()?, 3).and_then(|(thousandths, unit)| {
                let (_, octets) = SIZE_UNITS.into_iter().find(|(name, _)| *name == unit)?;
                Some(thousandths * octets / 1000)
            }),
        };
        let octets = octets.ok_or_else(|| raw.unexpected(Self::EXPECTED).mend(Mend::Size))?;
        let inside = u64::try_from(octets).ok().filter(|octets| *octets <= limit::SIZE);
        inside.ok_or_else(|| mistake::Number::TooManyOctets { octets }.into())
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
    const EXPECTED: Expected = Expected::Rate;
    fn read(raw: &Raw) -> Result<u64, Mistake> {
        if matches!(raw, Raw::Integer(0)) {
            return Ok(0);
        }
        let text = raw.text::<Self>().map_err(|it| it.mend(Mend::Rate))?;
        if text.trim() == "0" {
            return Ok(0);
        }
        let bits = split(text, 3).and_then(|(thousandths, unit)| {
            let (_, bits) = RATE_UNITS.into_iter().find(|(name, _)| *name == unit)?;
            Some((thousandths, thousandths * bits / 1000))
        });
        let (given, bits) = bits.ok_or_else(|| raw.unexpected(Self::EXPECTED).mend(Mend::Rate))?;
        if given > 0 && bits < 8 {
            return Err(mistake::Number::TooSlow.into());
        }
        let bytes = u64::try_from(bits / 8).unwrap_or(u64::MAX);
        if bytes > limit::RATE_BYTES_PER_SECOND {
            return Err(mistake::Number::TooFast.into());
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
    const EXPECTED: Expected = Expected::Loss;
    fn read(raw: &Raw) -> Result<u32, Mistake> {
        let text = raw.text::<Self>().map_err(|it| it.mend(Mend::Loss))?;
        let parts = split(text, 4).filter(|(_, unit)| *unit == "%").map(|(parts, _)| parts);
        let parts = parts.ok_or_else(|| raw.unexpected(Self::EXPECTED).mend(Mend::Loss))?;
        let inside = u32::try_from(parts).ok().filter(|parts| *parts <= limit::LOSS_PER_MILLION);
        let loss = || text.trim().to_owned();
        inside.ok_or_else(|| mistake::Number::TooMuchLoss { loss: loss() }.into())
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": r"^ *\d+(\.\d{1,4})? *% *$", "examples": ["0.5%"],
        })
    }
}
