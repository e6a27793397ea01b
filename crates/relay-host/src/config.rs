//! What a host is set to: values, so that hosts of one world differ.

use core::net::Ipv4Addr;
use std::sync::Arc;

use relay_kernel::SimDuration;
use relay_mail::{Calendar, Domain, LocalPart, Mailbox};
use smol_str::SmolStr;

use crate::bounce::{Bounces, HopLimit};
use crate::delivered_to::DeliveredTo;
use crate::memory::Patience;
use crate::policy::Policy;
use crate::retry::Schedule;

/// What a host is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A mail server: it relays, delivers and writes reports.
    Server,
    /// A person's computer: it sends through a server, and tells its user what fails.
    Client,
}

/// One host.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// Its name, in EHLO, greetings and trace lines.
    pub name: Domain,
    /// Its address.
    pub addr: Ipv4Addr,
    /// What it is there for.
    pub role: Role,
    /// The domains that it is the final destination of.
    pub local_domains: Vec<Domain>,
    /// Its mailboxes.
    pub mailboxes: Vec<MailboxConfig>,
    /// Addresses that stand for others, with those others; the return path stays as it is
    /// (RFC 5321 §3.9.1).
    pub aliases: Vec<(Vec<Mailbox>, Vec<Mailbox>)>,
    /// Mailing lists.
    pub lists: Vec<ListConfig>,
    /// Users who are elsewhere now.
    pub moved: Vec<MovedConfig>,
    /// The name of the mailbox that gets what is for nobody at the local domains.
    pub catch_all: Option<SmolStr>,
    /// From where it takes mail for other domains (RFC 5321 §3.6.2).
    pub relay_for: Vec<Network>,
    /// The domains of others for which it takes mail from everybody: it is a backup for them.
    pub relay_to: Vec<Domain>,
    /// The hosts that get the mail for some domains, instead of their mail exchangers.
    pub routes: Vec<StaticRoute>,
    /// The host to which it hands all mail that is not its own.
    pub smart_host: Option<SmartHost>,
    /// When it tries again.
    pub schedule: Schedule,
    /// When it leaves hosts alone that it cannot reach.
    pub patience: Patience,
    /// Its SMTP server on port 25, if it runs one.
    pub smtp: Option<Arc<relay_smtp::server::ServerConfig>>,
    /// Its submission server on port 587, if it runs one.
    pub submission: Option<Arc<relay_smtp::server::ServerConfig>>,
    /// Its POP3 server on port 110, if it runs one.
    pub pop3: Option<Arc<relay_pop3::server::ServerConfig>>,
    /// How it behaves as an SMTP client.
    pub smtp_client: Arc<relay_smtp::client::ClientConfig>,
    /// How long it waits for a connection to come about.
    pub connect_timeout: SimDuration,
    /// Addresses that one attempt tries; the others have to wait for the next one.
    pub addresses_max: usize,
    /// Sessions to one next hop at the same time.
    pub concurrency_max: u32,
    /// Recipients of one transaction that it opens; 1 sends a copy for each.
    pub recipients_per_delivery_max: usize,
    /// Messages that one of its sessions carries, one after another.
    pub messages_per_session_max: u32,
    /// When an arriving message is taken to be in a loop.
    pub hop_limit: HopLimit,
    /// What it writes into Delivered-To at final delivery and when it forwards; whoever writes it takes
    /// a message that has its own such field for one in a loop.
    pub delivered_to: DeliveredTo,
    /// What it takes, from whom, and how often.
    pub policy: Policy,
    /// What it does about messages that it cannot deliver, or not yet.
    pub bounces: Bounces,
    /// The mail accounts of its user.
    pub accounts: Vec<AccountConfig>,
    /// Its clock.
    pub calendar: Calendar,
}

/// A setting that is changed while the host runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingChange {
    /// When it tries again, and when it leaves hosts alone. What waits keeps its appointment; the
    /// next failure goes by the new rules.
    Retry(Schedule, Patience),
    /// For how long it puts off those whom it does not know; `None` is not at all.
    Greylisting(Option<SimDuration>),
    /// Octets of the largest message that it takes (RFC 1870); `None` is no bound of its own.
    /// Sessions that are open keep the old one.
    MessageSizeMax(Option<u64>),
}

impl HostConfig {
    /// Octets of the largest message that it takes; `None` where it has no bound of its own, or
    /// takes no mail.
    pub fn message_size_max(&self) -> Option<u64> {
        self.smtp.as_ref().or(self.submission.as_ref())?.size_max
    }

    /// Whether a change would leave everything as it is.
    pub fn has(&self, change: &SettingChange) -> bool {
        match change {
            SettingChange::Retry(schedule, patience) => {
                (&self.schedule, &self.patience) == (schedule, patience)
            }
            SettingChange::Greylisting(delay) => self.policy.greylisting == *delay,
            SettingChange::MessageSizeMax(max) => {
                [&self.smtp, &self.submission].into_iter().flatten().all(|it| it.size_max == *max)
            }
        }
    }

    /// Changes a setting.
    pub(crate) fn change(&mut self, change: SettingChange) {
        match change {
            SettingChange::Retry(schedule, patience) => {
                (self.schedule, self.patience) = (schedule, patience);
            }
            SettingChange::Greylisting(delay) => self.policy.greylisting = delay,
            SettingChange::MessageSizeMax(max) => {
                for server in [&mut self.smtp, &mut self.submission].into_iter().flatten() {
                    Arc::make_mut(server).size_max = max;
                }
            }
        }
    }
}

/// A mailbox at a host's local domains.
#[derive(Clone, Debug)]
pub struct MailboxConfig {
    /// The name for USER (RFC 1939 §7).
    pub name: SmolStr,
    /// The password for POP3 and for AUTH; empty for a mailbox that nobody can open.
    pub password: SmolStr,
    /// The addresses whose mail ends here; local-parts are compared without regard to case.
    pub addresses: Vec<Mailbox>,
    /// Octets that it holds; `None` for no bound but memory.
    pub quota: Option<u64>,
    /// How it is, beside full or not.
    pub condition: Condition,
}

/// How a mailbox is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// It works.
    #[default]
    Good,
    /// It exists and takes no mail: 550 5.2.1 (RFC 3463 §3.3). What is in it can be collected.
    Disabled,
    /// Its maildrop cannot be read or written until somebody mends it: delivery is put off with
    /// 4.2.0, and POP3 says `[SYS/PERM]` (RFC 3206 §4).
    Damaged,
}

/// A mailing list: its members get the mail with the list's owner as return path, and with the
/// header as it came (RFC 5321 §3.9.2).
#[derive(Clone, Debug)]
pub struct ListConfig {
    /// The addresses of the list.
    pub addresses: Vec<Mailbox>,
    /// Who gets its mail.
    pub members: Vec<Mailbox>,
    /// Who gets the reports about it.
    pub owner: Mailbox,
}

/// A user who is elsewhere now (RFC 5321 §3.4). Mail for one whom the host forwards goes the way of
/// an alias, which stands in [`HostConfig::aliases`].
#[derive(Clone, Debug)]
pub struct MovedConfig {
    /// The old addresses.
    pub addresses: Vec<Mailbox>,
    /// The new one.
    pub to: Mailbox,
    /// The host forwards, and says 251; otherwise it refuses, and says 551.
    pub forwards: bool,
}

/// The way to some domains.
#[derive(Clone, Debug)]
pub struct StaticRoute {
    /// The domain.
    pub domain: Domain,
    /// The domains below it are meant, and not itself.
    pub below: bool,
    /// The host that gets the mail.
    pub host: SmartHost,
}

impl StaticRoute {
    fn is_for(&self, domain: &Domain) -> bool {
        if !self.below {
            return self.domain == *domain;
        }
        is_below(domain, &self.domain)
    }
}

/// Whether `domain` is a subdomain of `upper`.
pub(crate) fn is_below(domain: &Domain, upper: &Domain) -> bool {
    let (domain, upper) = (domain.as_str(), upper.as_str());
    let Some(cut) = domain.len().checked_sub(upper.len() + 1) else { return false };
    domain.is_char_boundary(cut)
        && domain[cut..].starts_with('.')
        && domain[cut + 1..].eq_ignore_ascii_case(upper)
}

/// A host that takes all outgoing mail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SmartHost {
    /// Its name; looked up by address, not by MX.
    pub name: Domain,
    /// Its port: 25, or 587 for submission.
    pub port: u16,
    /// Who to be there, where AUTH is offered (RFC 4954).
    pub login: Option<Arc<Login>>,
}

/// A name and its password.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Login {
    /// The name.
    pub user: SmolStr,
    /// The password.
    pub password: SmolStr,
}

/// A person's mail account, on the person's own host.
#[derive(Clone, Debug)]
pub struct AccountConfig {
    /// The address that mail is sent from.
    pub address: Mailbox,
    /// Where to collect mail; `None` for an account that only sends.
    pub collect: Option<CollectConfig>,
}

/// Where and how an account collects mail.
#[derive(Clone, Debug)]
pub struct CollectConfig {
    /// The POP3 server.
    pub server: Domain,
    /// Its port.
    pub port: u16,
    /// How to behave there.
    pub client: Arc<relay_pop3::client::ClientConfig>,
}

/// A range of addresses in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its first address.
    pub addr: Ipv4Addr,
    /// How many leading bits count, 0 to 32.
    pub prefix: u8,
}

impl Network {
    /// Every address.
    pub const ANY: Self = Self { addr: Ipv4Addr::UNSPECIFIED, prefix: 0 };

    /// Whether `addr` lies in it.
    pub fn contains(self, addr: Ipv4Addr) -> bool {
        let mask = u32::MAX.checked_shl(32 - u32::from(self.prefix.min(32))).unwrap_or(0);
        self.addr.to_bits() & mask == addr.to_bits() & mask
    }
}

impl HostConfig {
    /// Whether `domain` is one that the host is final for, its own name included (RFC 5321 §2.3.5
    /// leaves that to the host; every product does it).
    pub fn is_local(&self, domain: &Domain) -> bool {
        *domain == self.name || self.local_domains.contains(domain)
    }

    /// A mailbox at the host's own name; `local` is an atom.
    pub(crate) fn own_mailbox(&self, local: &str) -> Mailbox {
        let local = LocalPart::parse(local).expect("the names of our own mailboxes are atoms");
        Mailbox::new(local, self.name.clone())
    }

    /// The host that the settings name for `domain`; of several, the first.
    pub fn static_route(&self, domain: &Domain) -> Option<&SmartHost> {
        self.routes.iter().find(|route| route.is_for(domain)).map(|route| &route.host)
    }

    /// Whether a client at `addr` may send to other domains through the host.
    pub fn relays_for(&self, addr: Ipv4Addr) -> bool {
        self.relay_for.iter().any(|network| network.contains(addr))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains() {
        let below = |domain, upper| {
            is_below(&Domain::parse(domain).unwrap(), &Domain::parse(upper).unwrap())
        };
        assert!(below("a.b.Example.NET", "example.net"));
        assert!(!below("example.net", "example.net"));
        assert!(!below("badexample.net", "example.net"));
        assert!(!below("net", "example.net"));
    }

    #[test]
    fn networks() {
        let net = Network { addr: Ipv4Addr::new(192, 0, 2, 0), prefix: 24 };
        assert!(net.contains(Ipv4Addr::new(192, 0, 2, 255)));
        assert!(!net.contains(Ipv4Addr::new(192, 0, 3, 0)));
        assert!(Network::ANY.contains(Ipv4Addr::new(203, 0, 113, 9)));
        let one = Network { addr: Ipv4Addr::new(192, 0, 2, 7), prefix: 32 };
        assert!(!one.contains(Ipv4Addr::new(192, 0, 2, 6)));
    }
}
