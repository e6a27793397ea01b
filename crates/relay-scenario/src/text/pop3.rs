//! Values that only POP3 has.

use super::quantity::beyond;
use super::{Kind, Raw, shorten};
use crate::limit;
use crate::mistake::{self, Expected, Mistake};
use crate::model::Expire;

/// A number of days, or `"never"`.
#[derive(Clone, Debug)]
pub(crate) struct ExpireDays;

impl Kind for ExpireDays {
    type Value = Expire;
    const EXPECTED: Expected = Expected::Days;
    fn read(raw: &Raw) -> Result<Expire, Mistake> {
        match raw {
            Raw::Text(text) if text.eq_ignore_ascii_case("never") => Ok(Expire::Never),
            Raw::Integer(days) => {
                let inside = u32::try_from(*days).ok().filter(|days| *days <= limit::EXPIRE_DAYS);
                let range = [0, limit::EXPIRE_DAYS.into()];
                inside.map(Expire::Days).ok_or_else(|| beyond(*days, range))
            }
            other => Err(other.unexpected(Self::EXPECTED).into()),
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
    const EXPECTED: Expected = Expected::FieldName;
    fn read(raw: &Raw) -> Result<String, Mistake> {
        let text = raw.text::<Self>()?;
        let ftext = |octet: u8| octet.is_ascii_graphic() && octet != b':';
        let fits = (1..=limit::FIELD_NAME).contains(&text.len());
        if fits && text.bytes().all(ftext) {
            return Ok(text.to_owned());
        }
        Err(mistake::Text::FieldName { text: shorten(text) }.into())
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": "^[!-9;-~]+$", "maxLength": limit::FIELD_NAME,
        })
    }
}
