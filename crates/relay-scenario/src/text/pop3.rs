//! Values that only POP3 has.

use super::{Kind, Problem, Raw, shorten};
use crate::limit;
use crate::model::Expire;

/// A number of days, or `"never"`.
#[derive(Clone, Debug)]
pub(crate) struct ExpireDays;

impl Kind for ExpireDays {
    type Value = Expire;
    const EXPECTED: &'static str = "a number of days or \"never\"";
    fn read(raw: &Raw) -> Result<Expire, Problem> {
        match raw {
            Raw::Text(text) if text.eq_ignore_ascii_case("never") => Ok(Expire::Never),
            Raw::Integer(days) => {
                let inside = u32::try_from(*days).ok().filter(|days| *days <= limit::EXPIRE_DAYS);
                inside.map(Expire::Days).ok_or_else(|| {
                    let hint = format!("write a number from 0 to {}", limit::EXPIRE_DAYS);
                    let size = if *days < 0 { "small" } else { "large" };
                    Problem::new(format!("{days} is too {size}")).hint(hint)
                })
            }
            other => Err(other.unexpected(Self::EXPECTED)),
        }
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": limit::EXPIRE_DAYS },
            { "type": "string", "enum": ["never"] },
        ] })
    }
}

/// The name of a header field (RFC 5322 §3.6.8).
#[derive(Clone, Debug)]
pub(crate) struct FieldName;

impl Kind for FieldName {
    type Value = String;
    const EXPECTED: &'static str = "the name of a header field";
    fn read(raw: &Raw) -> Result<String, Problem> {
        let text = raw.text::<Self>()?;
        let ftext = |octet: u8| octet.is_ascii_graphic() && octet != b':';
        let fits = (1..=limit::FIELD_NAME).contains(&text.len());
        if fits && text.bytes().all(ftext) {
            return Ok(text.to_owned());
        }
        let message = format!("`{}` is no name of a header field", shorten(text));
        Err(Problem::new(message).hint("write it without the colon, such as \"Subject\""))
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": "^[!-9;-~]+$", "maxLength": limit::FIELD_NAME,
        })
    }
}
