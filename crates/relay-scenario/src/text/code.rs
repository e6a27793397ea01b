//! Reply codes, and families of them.

use relay_mail::ReplyCode;

use super::{Kind, Raw, shorten};
use crate::mistake::{Code, Expected, Mistake, Value};
use crate::model::CodePattern;

/// `250`, `"4yz"`, `"+OK"` or `"-ERR"`.
#[derive(Clone, Debug)]
pub(crate) struct CodeName;

impl Kind for CodeName {
    type Value = CodePattern;
    const EXPECTED: Expected = Expected::Code;
    fn read(raw: &Raw) -> Result<CodePattern, Mistake> {
        let text = match raw {
            Raw::Integer(number) => {
                let code = u16::try_from(*number).ok().and_then(ReplyCode::new);
                return code.map(CodePattern::Exactly).ok_or_else(|| wrong(number.to_string()));
            }
            raw => raw.text::<Self>()?,
        };
        match text.to_ascii_lowercase().as_str() {
            "2yz" => Ok(CodePattern::Family(2)),
            "3yz" => Ok(CodePattern::Family(3)),
            "4yz" => Ok(CodePattern::Family(4)),
            "5yz" => Ok(CodePattern::Family(5)),
            "+ok" => Ok(CodePattern::Pop3(true)),
            "-err" => Ok(CodePattern::Pop3(false)),
            _ => Err(wrong(shorten(text))),
        }
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 200, "maximum": 559 },
            { "type": "string", "enum": ["2yz", "3yz", "4yz", "5yz", "+OK", "-ERR"] },
        ]})
    }
}

fn wrong(text: String) -> Mistake {
    Value::NoCode { text, of: Code::Pattern }.into()
}
