//! Where a recipient's mail goes next (RFC 5321 §3.6, §5.1).

use core::net::Ipv4Addr;

use relay_kernel::Rng;
use relay_mail::{Domain, EnhancedCode, ForwardPath, HostPart, Mailbox};
use smol_str::{SmolStr, format_smolstr};

use crate::config::{HostConfig, SmartHost};
use crate::fact::{DnsFailure, Why};
use crate::mailbox::Maildrop;

/// What a recipient's address means to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A maildrop of this host, by its place.
    Local(usize),
    /// A mailing list of this host, by its place.
    List(usize),
    /// Another host.
    Remote(NextHop),
    /// Nowhere.
    Nowhere(Why),
}

/// Where to deliver to. Recipients with equal next hops share a transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextHop {
    /// A domain: its mail exchangers.
    Domain(Domain),
    /// A host that is named in the settings: its address alone counts.
    SmartHost(SmartHost),
    /// An address literal.
    Literal(Ipv4Addr),
}

/// The port of SMTP between hosts.
pub const SMTP_PORT: u16 = 25;

impl NextHop {
    /// The port to dial.
    pub fn port(&self) -> u16 {
        if let Self::SmartHost(host) = self { host.port } else { SMTP_PORT }
    }

    /// Its name as it is written.
    pub(crate) fn name(&self) -> SmolStr {
        match self {
            Self::Domain(domain) => domain.text().clone(),
            Self::SmartHost(host) => host.name.text().clone(),
            Self::Literal(addr) => format_smolstr!("[{addr}]"),
        }
    }
}

impl core::fmt::Display for NextHop {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.name())
    }
}

/// The maildrop of that name, in any case.
pub fn find_maildrop(maildrops: &[Maildrop], name: &str) -> Option<usize> {
    maildrops.iter().position(|drop| drop.config().name.eq_ignore_ascii_case(name))
}

/// Whether two addresses are one for a host that is final for them.
pub fn same_address(a: &Mailbox, b: &Mailbox) -> bool {
    a.host == b.host && a.local.as_str().eq_ignore_ascii_case(b.local.as_str())
}

/// The local-part that every domain has (RFC 5321 §4.5.1).
pub const POSTMASTER: &str = "postmaster";

/// Where mail for `path` goes; `via` is the server that a mail client's account names, to which
/// everything goes.
pub fn route(
    config: &HostConfig,
    maildrops: &[Maildrop],
    via: Option<&SmartHost>,
    path: &ForwardPath,
) -> Route {
    if let Some(via) = via {
        return Route::Remote(NextHop::SmartHost(via.clone()));
    }
    let ForwardPath::Mailbox(mailbox) = path else {
        return local(maildrops, POSTMASTER);
    };
    match &mailbox.host {
        HostPart::Domain(domain) if config.is_local(domain) => {
            let named = |drop: &Maildrop| {
                drop.config().addresses.iter().any(|address| same_address(address, mailbox))
            };
            match maildrops.iter().position(named) {
                Some(place) => Route::Local(place),
                None => no_mailbox(config, maildrops, mailbox),
            }
        }
        HostPart::Ipv4(addr) if *addr == config.addr => local(maildrops, mailbox.local.as_str()),
        host => remote(config, host),
    }
}

/// Where mail goes to an address at a local domain that is no mailbox.
fn no_mailbox(config: &HostConfig, maildrops: &[Maildrop], mailbox: &Mailbox) -> Route {
    let is = |addresses: &[Mailbox]| addresses.iter().any(|own| same_address(own, mailbox));
    if let Some(list) = config.lists.iter().position(|list| is(&list.addresses)) {
        return Route::List(list);
    }
    if let Some(moved) = config.moved.iter().find(|moved| is(&moved.addresses)) {
        return Route::Nowhere(Why::Local {
            status: EnhancedCode::new(5, 1, 6),
            text: format_smolstr!("the user is not here; try <{}>", moved.to),
        });
    }
    if mailbox.local.as_str().eq_ignore_ascii_case(POSTMASTER) {
        return local(maildrops, POSTMASTER);
    }
    match &config.catch_all {
        Some(name) => local(maildrops, name),
        None => unknown(),
    }
}

fn local(maildrops: &[Maildrop], name: &str) -> Route {
    find_maildrop(maildrops, name).map_or_else(unknown, Route::Local)
}

fn unknown() -> Route {
    Route::Nowhere(Why::Local {
        status: EnhancedCode::new(5, 1, 1),
        text: SmolStr::new_static("no such mailbox here"),
    })
}

fn remote(config: &HostConfig, host: &HostPart) -> Route {
    if let Some(host) = host.domain().and_then(|domain| config.static_route(domain)) {
        return Route::Remote(NextHop::SmartHost(host.clone()));
    }
    if let Some(smart_host) = &config.smart_host {
        return Route::Remote(NextHop::SmartHost(smart_host.clone()));
    }
    match host {
        HostPart::Domain(domain) => Route::Remote(NextHop::Domain(domain.clone())),
        HostPart::Ipv4(addr) => Route::Remote(NextHop::Literal(*addr)),
        HostPart::Ipv6(_) | HostPart::General(_) => Route::Nowhere(Why::Local {
            status: EnhancedCode::new(5, 4, 4),
            text: SmolStr::new_static("this network has no such addresses"),
        }),
    }
}

/// What the domain system said about a name's mail exchangers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchangers {
    /// Preference and name of each, in the zone's order; an empty name is the root (RFC 7505).
    Found(Vec<(u16, SmolStr)>),
    /// The name exists, and has no MX.
    None,
    /// No answer that could be used.
    Failed(DnsFailure),
}

/// Brings exchangers into the order in which to try them (RFC 5321 §5.1): lowest preference
/// first, equal ones in random order; this host itself and all that are not better than it are
/// dropped. No MX at all means the domain itself.
pub fn candidates(
    config: &HostConfig,
    domain: &Domain,
    exchangers: Exchangers,
    rng: &mut Rng,
) -> Result<Vec<Domain>, DnsFailure> {
    let mut found = match exchangers {
        Exchangers::Found(found) => found,
        Exchangers::None => return Ok(vec![domain.clone()]),
        Exchangers::Failed(failure) => return Err(failure),
    };
    if found.iter().all(|(_, name)| name.is_empty()) {
        return Err(DnsFailure::NullMx);
    }
    let own = |name: &str| name.eq_ignore_ascii_case(config.name.as_str());
    let own_preference = found.iter().filter(|(_, n)| own(n)).map(|(p, _)| *p).min();
    found.retain(|(preference, _)| own_preference.is_none_or(|own| *preference < own));
    if found.is_empty() {
        return Err(DnsFailure::OnlySelf);
    }
    rng.shuffle(&mut found);
    found.sort_by_key(|(preference, _)| *preference);
    Ok(found.iter().filter_map(|(_, name)| Domain::parse(name)).collect())
}

/// Levels of aliases that stand for aliases.
const ALIAS_DEPTH: usize = 10;

/// Where mail for an address goes, and the aliases on the way, the first one first.
pub type Expanded = (ForwardPath, Vec<Mailbox>);

/// Replaces aliases by what they stand for (RFC 5321 §3.9.1); nobody is named twice. An alias that
/// is in `stops` is left as it is. `None` when aliases stand for each other in a circle.
pub fn expand(config: &HostConfig, path: &ForwardPath, stops: &[Mailbox]) -> Option<Vec<Expanded>> {
    let mut open = vec![(path.clone(), Vec::new())];
    let mut done: Vec<Expanded> = Vec::new();
    while let Some((path, through)) = open.pop() {
        let stands_for = path.mailbox().and_then(|mailbox| {
            if stops.iter().any(|stop| same_address(stop, mailbox)) {
                return None;
            }
            let known = |(addresses, _): &&(Vec<Mailbox>, Vec<Mailbox>)| {
                addresses.iter().any(|address| same_address(address, mailbox))
            };
            config.aliases.iter().find(known)
        });
        match stands_for {
            Some(_) if through.len() >= ALIAS_DEPTH => return None,
            Some((_, targets)) => {
                let through: Vec<_> = through.into_iter().chain(path.mailbox().cloned()).collect();
                let targets = targets.iter().rev().cloned();
                open.extend(targets.map(|to| (ForwardPath::Mailbox(to), through.clone())));
            }
            None if done.iter().any(|(known, _)| *known == path) => {}
            None => done.push((path, through)),
        }
    }
    Some(done)
}
