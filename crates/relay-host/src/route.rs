//! Where a recipient's mail goes next (RFC 5321 §3.6, §5.1).

use core::net::Ipv4Addr;

use relay_kernel::Rng;
use relay_mail::{Domain, EnhancedCode, ForwardPath, HostPart, Mailbox};
use smol_str::{SmolStr, format_smolstr};

use crate::bounce::DoubleBounce;
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
    /// Nowhere, and nobody is told: the sender of this host's reports about reports
    /// ([`is_discarded`]).
    Discard,
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
/// The local-part of Postfix's reports about reports (`double_bounce_sender`).
pub(crate) const DOUBLE_BOUNCE: &str = "double-bounce";

/// Whether mail to an address is taken and dropped: what other hosts report of this host's reports
/// about reports would otherwise fail or be sent on, and a loop could come of it (Postfix
/// `double_bounce_sender`: "all mail to this address is discarded").
pub fn is_discarded(config: &HostConfig, mailbox: &Mailbox) -> bool {
    config.bounces.double == DoubleBounce::Postmaster
        && mailbox.local.as_str() == DOUBLE_BOUNCE
        && mailbox.host.domain() == Some(&config.name)
}

/// Whether `mailbox` is one of a host's own `addresses`. Beside the addresses themselves these are
/// the same names at the host's address literal (RFC 5321 §4.1.3), and the postmaster of the host's
/// own name, who is the postmaster of its domains (§4.5.1).
pub fn is_one_of(config: &HostConfig, addresses: &[Mailbox], mailbox: &Mailbox) -> bool {
    if addresses.iter().any(|own| same_address(own, mailbox)) {
        return true;
    }
    let of_any_domain = match &mailbox.host {
        HostPart::Ipv4(addr) => *addr == config.addr,
        HostPart::Domain(domain) => *domain == config.name && is_postmaster(mailbox),
        HostPart::Ipv6(_) | HostPart::General(_) => false,
    };
    of_any_domain
        && addresses.iter().any(|own| {
            own.local.as_str().eq_ignore_ascii_case(mailbox.local.as_str())
                && own.host.domain().is_some_and(|domain| config.is_local(domain))
        })
}

fn is_postmaster(mailbox: &Mailbox) -> bool {
    mailbox.local.as_str().eq_ignore_ascii_case(POSTMASTER)
}

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
        return own(config, maildrops, &config.own_mailbox(POSTMASTER));
    };
    match &mailbox.host {
        HostPart::Domain(domain) if config.is_local(domain) => own(config, maildrops, mailbox),
        HostPart::Ipv4(addr) if *addr == config.addr => {
            match find_maildrop(maildrops, mailbox.local.as_str()) {
                Some(place) => Route::Local(place),
                None => own(config, maildrops, mailbox),
            }
        }
        host => remote(config, host),
    }
}

/// Where mail goes to an address of this host.
fn own(config: &HostConfig, maildrops: &[Maildrop], mailbox: &Mailbox) -> Route {
    if is_discarded(config, mailbox) {
        return Route::Discard;
    }
    let named = |drop: &Maildrop| is_one_of(config, &drop.config().addresses, mailbox);
    match maildrops.iter().position(named) {
        Some(place) => Route::Local(place),
        None => no_mailbox(config, maildrops, mailbox),
    }
}

/// Where mail goes to an address at a local domain that is no mailbox.
fn no_mailbox(config: &HostConfig, maildrops: &[Maildrop], mailbox: &Mailbox) -> Route {
    let is = |addresses: &[Mailbox]| is_one_of(config, addresses, mailbox);
    if let Some(list) = config.lists.iter().position(|list| is(&list.addresses)) {
        return Route::List(list);
    }
    if let Some(moved) = config.moved.iter().find(|moved| is(&moved.addresses)) {
        return Route::Nowhere(Why::Local {
            status: EnhancedCode::new(5, 1, 6),
            text: format_smolstr!("the user is not here; try <{}>", moved.to),
        });
    }
    if is_postmaster(mailbox) {
        return local(maildrops, POSTMASTER);
    }
    match &config.catch_all {
        Some(name) if mailbox.host.domain().is_some() => local(maildrops, name),
        _ => unknown(),
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
/// first, equal ones in random order; this host itself by its name, and all that are not better
/// than it, are dropped. Its other names are found by their addresses, later. No MX at all means
/// the domain itself, with preference 0.
pub fn candidates(
    config: &HostConfig,
    domain: &Domain,
    exchangers: Exchangers,
    rng: &mut Rng,
) -> Result<Vec<(u16, Domain)>, DnsFailure> {
    let mut found = match exchangers {
        Exchangers::Found(found) => found,
        Exchangers::None => return Ok(vec![(0, domain.clone())]),
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
    let named =
        found.iter().filter_map(|(preference, name)| Some((*preference, Domain::parse(name)?)));
    Ok(named.collect())
}

/// Levels of aliases that stand for aliases.
const ALIAS_DEPTH: usize = 10;

/// Where mail for an address goes, and the aliases on the way, the first one first.
pub type Expanded = (ForwardPath, Vec<Mailbox>);

/// Replaces aliases by what they stand for (RFC 5321 §3.9.1); nobody is named twice. An alias that
/// is in `stops` is left as it is, and so is one for an address whose mail is dropped. `None` when aliases stand for each other in a circle.
pub fn expand(config: &HostConfig, path: &ForwardPath, stops: &[Mailbox]) -> Option<Vec<Expanded>> {
    let mut open = vec![(path.clone(), Vec::new())];
    let mut done: Vec<Expanded> = Vec::new();
    while let Some((path, through)) = open.pop() {
        let mailbox = match &path {
            ForwardPath::Mailbox(mailbox) => mailbox.clone(),
            ForwardPath::Postmaster => config.own_mailbox(POSTMASTER),
        };
        let is_left =
            is_discarded(config, &mailbox) || stops.iter().any(|stop| same_address(stop, &mailbox));
        match alias_of(config, &mailbox).filter(|_| !is_left) {
            Some(_) if through.len() >= ALIAS_DEPTH => return None,
            Some(targets) => {
                let through: Vec<_> = through.into_iter().chain([mailbox]).collect();
                let targets = targets.iter().rev().cloned();
                open.extend(targets.map(|to| (ForwardPath::Mailbox(to), through.clone())));
            }
            None if done.iter().any(|(known, _)| *known == path) => {}
            None => done.push((path, through)),
        }
    }
    Some(done)
}

/// What an address stands for, if it is an alias. The address itself goes before the same name at
/// the host's literal or the postmaster of its name.
fn alias_of<'a>(config: &'a HostConfig, mailbox: &Mailbox) -> Option<&'a [Mailbox]> {
    let exact = |(addresses, _): &&(Vec<Mailbox>, Vec<Mailbox>)| {
        addresses.iter().any(|own| same_address(own, mailbox))
    };
    let by_name = |(addresses, targets): &&(Vec<Mailbox>, Vec<Mailbox>)| {
        // A postmaster who is sent on to the postmaster of the host's name is at home there.
        is_one_of(config, addresses, mailbox)
            && !targets.iter().any(|target| same_address(target, mailbox))
    };
    let aliases = config.aliases.iter();
    let found = aliases.clone().find(exact).or_else(|| aliases.clone().find(by_name))?;
    Some(&found.1)
}
