//! Names and addresses.

use core::net::Ipv4Addr;

use relay_mail::{Domain, LocalPart, Mailbox, ReversePath};

use crate::limit;

use super::{Kind, Problem, Raw, shorten};

/// A domain name.
#[derive(Clone, Debug)]
pub(crate) struct DomainName;

impl Kind for DomainName {
    type Value = Domain;
    const EXPECTED: &'static str = "a domain name such as \"example.net\"";
    fn read(raw: &Raw) -> Result<Domain, Problem> {
        domain(raw.text::<Self>()?)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 1, "maxLength": limit::NAME, "examples": ["mx.example.net"],
        })
    }
}

fn domain(text: &str) -> Result<Domain, Problem> {
    Domain::parse(text).filter(|_| text.len() <= limit::NAME).ok_or_else(|| {
        let hint = if text.contains('@') {
            "only the part behind the @ belongs here"
        } else if text.ends_with('.') {
            "leave out the dot at the end"
        } else if text.len() > limit::NAME {
            "a name has at most 253 octets (RFC 1035 section 2.3.4)"
        } else {
            "labels of letters, digits and inner hyphens, joined by dots"
        };
        Problem::new(format!("`{}` is not a domain name", shorten(text))).hint(hint)
    })
}

/// The name of a host of this file.
#[derive(Clone, Debug)]
pub(crate) struct ServerName;

impl Kind for ServerName {
    type Value = String;
    const EXPECTED: &'static str = "the name of a host";
    fn read(raw: &Raw) -> Result<String, Problem> {
        raw.text::<Self>().map(str::to_ascii_lowercase)
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
    const EXPECTED: &'static str = "the name of a host, with or without :25 or :587";
    fn read(raw: &Raw) -> Result<Self::Value, Problem> {
        let text = raw.text::<Self>()?;
        let Some((name, port)) = text.split_once(':') else {
            return Ok((text.to_ascii_lowercase(), None));
        };
        let port = match port {
            "25" => 25,
            "587" => 587,
            _ => {
                let message = format!("mail is not handed in at port `{}`", shorten(port));
                return Err(Problem::new(message).hint("the port is 25 or 587"));
            }
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
    const EXPECTED: &'static str = "an address such as \"bob@example.net\"";
    fn read(raw: &Raw) -> Result<Mailbox, Problem> {
        address(raw.text::<Self>()?)
    }
    #[cfg(feature = "schema")]
    fn schema() -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "minLength": 3, "maxLength": 254, "examples": ["bob@example.net"],
        })
    }
}

fn address(text: &str) -> Result<Mailbox, Problem> {
    Mailbox::parse(text).ok_or_else(|| {
        let hint = if text.contains(['<', '>']) {
            "leave out the angle brackets, and a name before them"
        } else if !text.contains('@') {
            "an address is written local-part@domain"
        } else if text.contains("..") {
            "two dots do not follow each other"
        } else {
            "an address is written local-part@domain, without spaces (RFC 5321 section 4.1.2)"
        };
        Problem::new(format!("`{}` is not an address", shorten(text))).hint(hint)
    })
}

/// The null path `<>`, or an address.
#[derive(Clone, Debug)]
pub(crate) struct ReversePathName;

impl Kind for ReversePathName {
    type Value = ReversePath;
    const EXPECTED: &'static str = "an address, or \"<>\" for the null path";
    fn read(raw: &Raw) -> Result<ReversePath, Problem> {
        match raw.text::<Self>()? {
            "<>" => Ok(ReversePath::Null),
            "" => {
                Err(Problem::new("an empty text is not an address").hint("the null path is \"<>\""))
            }
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
    const EXPECTED: &'static str = "a mailbox such as \"bob\" or \"bob@example.net\"";
    fn read(raw: &Raw) -> Result<MailboxRef, Problem> {
        let text = raw.text::<Self>()?;
        if let Some(local) = LocalPart::parse(text) {
            return Ok(MailboxRef::Local(local));
        }
        address(text).map(MailboxRef::Full).map_err(|problem| {
            let message = format!("`{}` is not the name of a mailbox", shorten(text));
            Problem { message, ..problem }
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
    const EXPECTED: &'static str = "an IPv4 address such as \"192.0.2.1\"";
    fn read(raw: &Raw) -> Result<Ipv4Addr, Problem> {
        let text = raw.text::<Self>()?;
        let hint = "addresses for examples are 192.0.2.1-254, 198.51.100.1-254 and 203.0.113.1-254";
        let parsed: Result<Ipv4Addr, _> = text.parse();
        let bad = format!("`{}` is not an IPv4 address", shorten(text));
        let address = parsed.map_err(|_| Problem::new(bad).hint(hint))?;
        let unusable = address.is_unspecified()
            || address.is_loopback()
            || address.is_multicast()
            || address.octets()[0] >= 240;
        if unusable {
            let message = format!("no host on a network can have the address {address}");
            return Err(Problem::new(message).hint(hint));
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
    const EXPECTED: &'static str =
        "a network such as \"192.0.2.0/24\", the name of a host, or \"any\"";
    fn read(raw: &Raw) -> Result<RelayRef, Problem> {
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
        let bad = || {
            Problem::new(format!("`{}` is not a network", shorten(text)))
                .hint("a network is written as address/bits, such as 192.0.2.0/24")
        };
        let address: Ipv4Addr = address.parse().map_err(|_| bad())?;
        let prefix: u8 = prefix.parse().ok().filter(|bits| *bits <= 32).ok_or_else(bad)?;
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
        let masked = Ipv4Addr::from_bits(address.to_bits() & mask);
        if masked != address {
            let hint = format!("write {masked}/{prefix}");
            return Err(Problem::new(format!("{text} has bits behind its prefix")).hint(hint));
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
