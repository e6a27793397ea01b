//! What a sender asks reports to give back (RFC 3461 §4).

use relay_mail::Mailbox;
use relay_smtp::Orcpt;
use relay_smtp::params::{ENVID_MAX, ORCPT_MAX, xtext};

use super::{Kind, Raw, shorten};
use crate::mistake::{self, Expected, Mistake};

/// The octets of `text` as xtext; none for what xtext cannot say.
fn encoded(text: &str) -> Result<usize, Mistake> {
    let mut octets = Vec::new();
    xtext::encode(text, &mut octets);
    let written = String::from_utf8_lossy(&octets);
    if text.is_empty() || xtext::decode(&written).is_none() {
        return Err(mistake::Text::NoXtext { text: shorten(text) }.into());
    }
    Ok(octets.len())
}

/// Complains when there are too many octets.
fn bounded(octets: usize, max: usize) -> Result<(), Mistake> {
    if octets <= max {
        return Ok(());
    }
    Err(mistake::Text::TooMuchXtext { characters: octets, max }.into())
}

/// The name of an envelope.
#[derive(Clone, Debug)]
pub(crate) struct Envid;

impl Kind for Envid {
    type Value = String;
    const EXPECTED: Expected = Expected::Envid;
    fn read(raw: &Raw) -> Result<String, Mistake> {
        let text = raw.text::<Self>()?;
        bounded(encoded(text)?, ENVID_MAX)?;
        Ok(text.to_owned())
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": ENVID_MAX, "examples": ["QQ314159"],
        })
    }
}

/// An original recipient.
#[derive(Clone, Debug)]
pub(crate) struct OrcptName;

impl Kind for OrcptName {
    type Value = Orcpt;
    const EXPECTED: Expected = Expected::Orcpt;
    fn read(raw: &Raw) -> Result<Orcpt, Mistake> {
        let text = raw.text::<Self>()?;
        let (addr_type, address) = match text.split_once(';') {
            Some((addr_type, address)) => (addr_type.trim(), address.trim()),
            None if Mailbox::parse(text).is_some() => ("rfc822", text),
            None => return Err(raw.unexpected(Self::EXPECTED).into()),
        };
        let is_atom = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !is_atom(addr_type) {
            return Err(mistake::Text::AddressType { text: shorten(addr_type) }.into());
        }
        bounded(addr_type.len() + 1 + encoded(address)?, ORCPT_MAX)?;
        Ok(Orcpt { addr_type: addr_type.into(), address: address.into() })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 3, "maxLength": ORCPT_MAX,
            "examples": ["bob@example.net", "rfc822;bob@example.net"],
        })
    }
}
