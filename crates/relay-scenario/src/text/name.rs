//! Names and addresses.

use core::net::Ipv4Addr;

use relay_mail::{Domain, LocalPart, Mailbox, ReversePath};

use super::{Kind, Raw, shorten};
use crate::limit;
use crate::mistake::{self, BadDomain, BadMailbox, Expected, Mistake};

/// A domain name.
#[derive(Clone, Debug)]
pub(crate) struct DomainName;

impl Kind for DomainName {
    type Value = Domain;
    const EXPECTED: Expected = Expected::Domain;
    fn read(raw: &Raw) -> Result<Domain, Mistake> {
        domain(raw.text::<Self>()?)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": limit::NAME, "examples": ["mx.example.net"],
        })
    }
}

fn domain(text: &str) -> Result<Domain, Mistake> {
    Domain::parse(text).filter(|_| text.len() <= limit::NAME).ok_or_else(|| {
        let why = if text.contains('@') {
            BadDomain::At
        } else if text.ends_with('.') {
            BadDomain::LastDot
        } else if text.len() > limit::NAME {
            BadDomain::TooLong
        } else {
            BadDomain::Labels
        };
        mistake::Address::NoDomain { text: shorten(text), why }.into()
    })
}

/// The name of a host of this file.
#[derive(Clone, Debug)]
pub(crate) struct ServerName;

impl Kind for ServerName {
    type Value = String;
    const EXPECTED: Expected = Expected::Host;
    fn read(raw: &Raw) -> Result<String, Mistake> {
        Ok(raw.text::<Self>()?.to_ascii_lowercase())
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        DomainName::schema()
    }
}

/// The name of a host of this file, and a port if it is not the usual one.
#[derive(Clone, Debug)]
pub(crate) struct ServerPort;

impl Kind for ServerPort {
    type Value = (String, Option<u16>);
    const EXPECTED: Expected = Expected::HostAndPort;
    fn read(raw: &Raw) -> Result<Self::Value, Mistake> {
        let text = raw.text::<Self>()?;
        let Some((name, port)) = text.split_once(':') else {
            return Ok((text.to_ascii_lowercase(), None));
        };
        let port = match port {
            "25" => 25,
            "587" => 587,
            _ => return Err(mistake::Address::Port { port: shorten(port) }.into()),
        };
        Ok((name.to_ascii_lowercase(), Some(port)))
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": 259, "pattern": "^[^:]+(:(25|587))?$",
            "examples": ["smtp.example.com", "smtp.example.com:587"],
        })
    }
}

/// An address: `bob@example.net`.
#[derive(Clone, Debug)]
pub(crate) struct Address;

impl Kind for Address {
    type Value = Mailbox;
    const EXPECTED: Expected = Expected::Address;
    fn read(raw: &Raw) -> Result<Mailbox, Mistake> {
        address(raw.text::<Self>()?)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 3, "maxLength": 254, "examples": ["bob@example.net"],
        })
    }
}

fn address(text: &str) -> Result<Mailbox, Mistake> {
    Mailbox::parse(text).ok_or_else(|| {
        mistake::Address::Malformed { text: shorten(text), why: why_no_mailbox(text) }.into()
    })
}

fn why_no_mailbox(text: &str) -> BadMailbox {
    if text.contains(['<', '>']) {
        BadMailbox::Brackets
    } else if !text.contains('@') {
        BadMailbox::NoAt
    } else if text.contains("..") {
        BadMailbox::Dots
    } else {
        BadMailbox::Syntax
    }
}

/// The null path `<>`, or an address.
#[derive(Clone, Debug)]
pub(crate) struct ReversePathName;

impl Kind for ReversePathName {
    type Value = ReversePath;
    const EXPECTED: Expected = Expected::ReversePath;
    fn read(raw: &Raw) -> Result<ReversePath, Mistake> {
        match raw.text::<Self>()? {
            "<>" => Ok(ReversePath::Null),
            "" => Err(mistake::Address::EmptyPath.into()),
            text => address(text).map(ReversePath::Mailbox),
        }
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 2, "maxLength": 254, "examples": ["<>", "bob@example.net"],
        })
    }
}

/// A local-part for all domains of a host, or a whole address.
#[derive(Clone, Debug)]
pub(crate) struct MailboxName;

/// A mailbox as a host names it.
#[derive(Clone, Debug)]
pub(crate) enum MailboxRef {
    /// In every domain of the host.
    Local(LocalPart),
    /// In one domain.
    Full(Mailbox),
}

impl Kind for MailboxName {
    type Value = MailboxRef;
    const EXPECTED: Expected = Expected::Mailbox;
    fn read(raw: &Raw) -> Result<MailboxRef, Mistake> {
        let text = raw.text::<Self>()?;
        if let Some(local) = LocalPart::parse(text) {
            return Ok(MailboxRef::Local(local));
        }
        Mailbox::parse(text).map(MailboxRef::Full).ok_or_else(|| {
            let why = why_no_mailbox(text);
            mistake::Address::NoMailboxName { text: shorten(text), why }.into()
        })
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": 254,
            "examples": ["bob", "bob@example.net"],
        })
    }
}

/// An IPv4 address that a host can have.
#[derive(Clone, Debug)]
pub(crate) struct Ip;

impl Kind for Ip {
    type Value = Ipv4Addr;
    const EXPECTED: Expected = Expected::Ip;
    fn read(raw: &Raw) -> Result<Ipv4Addr, Mistake> {
        let text = raw.text::<Self>()?;
        let parsed: Result<Ipv4Addr, _> = text.parse();
        let address = parsed.map_err(|_| mistake::Address::NoIp { text: shorten(text) })?;
        let unusable = address.is_unspecified()
            || address.is_loopback()
            || address.is_multicast()
            || address.octets()[0] >= 240;
        if unusable {
            return Err(mistake::Address::NoHostIp { address: address.to_string() }.into());
        }
        Ok(address)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "ipv4", "examples": ["192.0.2.1"] })
    }
}

/// Somebody for whom a host relays.
#[derive(Clone, Debug)]
pub(crate) struct RelayName;

/// Somebody for whom a host relays, as it is written.
#[derive(Clone, Debug)]
pub(crate) enum RelayRef {
    /// `any`
    Any,
    /// `192.0.2.0/24`, `192.0.2.1`
    Net(Ipv4Addr, u8),
    /// A host, in lower case.
    Host(String),
}

impl Kind for RelayName {
    type Value = RelayRef;
    const EXPECTED: Expected = Expected::Network;
    fn read(raw: &Raw) -> Result<RelayRef, Mistake> {
        let text = raw.text::<Self>()?;
        if text == "any" {
            return Ok(RelayRef::Any);
        }
        if let Ok(address) = text.parse() {
            return Ok(RelayRef::Net(address, 32));
        }
        let Some((address, prefix)) = text.split_once('/') else {
            return Ok(RelayRef::Host(text.to_ascii_lowercase()));
        };
        let bad = || mistake::Address::NoNetwork { text: shorten(text) };
        let address: Ipv4Addr = address.parse().map_err(|_| bad())?;
        let prefix: u8 = prefix.parse().ok().filter(|bits| *bits <= 32).ok_or_else(bad)?;
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
        let masked = Ipv4Addr::from_bits(address.to_bits() & mask);
        if masked != address {
            let (text, network) = (text.to_owned(), format!("{masked}/{prefix}"));
            return Err(mistake::Address::BitsBehindPrefix { text, network }.into());
        }
        Ok(RelayRef::Net(address, prefix))
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": 255,
            "examples": ["192.0.2.0/24", "laptop.example.com", "any"],
        })
    }
}
