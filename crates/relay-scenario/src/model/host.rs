//! Hosts.

use core::fmt;
use core::net::Ipv4Addr;

use relay_kernel::SimDuration;
use relay_mail::{Domain, Mailbox};

use super::smtp::SmtpSetup;
use super::{BounceOverrides, ClockSkew, HostNo, Pop3Service, RefusedContent, TimeoutOverrides};

/// One host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name, which it also gives in greetings and after EHLO.
    pub name: Domain,
    /// Its address; no other host has it.
    pub address: Ipv4Addr,
    /// What it is for.
    pub role: Role,
    /// The domains that it is final for: mail to them ends here.
    pub domains: Vec<Domain>,
    /// Its mailboxes.
    pub mailboxes: Vec<MailboxSetup>,
    /// Addresses that stand for others.
    pub aliases: Vec<Alias>,
    /// Its mailing lists.
    pub lists: Vec<List>,
    /// Users who are elsewhere now.
    pub moved: Vec<Moved>,
    /// The user whose mailbox gets what is for nobody.
    pub catch_all: Option<String>,
    /// For whom it takes mail that it is not final for.
    pub relay_for: Vec<RelayFor>,
    /// The domains that it is not final for and takes mail for from everybody.
    pub relay_to: Vec<Domain>,
    /// The hosts that get the mail for some domains, instead of their MX hosts.
    pub routes: Vec<Route>,
    /// The host that gets everything it is not final for, instead of the MX hosts.
    pub smart_host: Option<SmartHost>,
    /// Whose habits it has.
    pub profile: Profile,
    /// What it does otherwise than its profile.
    pub retry: RetryOverrides,
    /// What it listens for.
    pub services: Services,
    /// Who has to say AUTH on port 587.
    pub submission_auth: SubmissionAuth,
    /// What its SMTP servers offer, and how it sends.
    pub smtp: SmtpSetup,
    /// The largest message that it takes, in octets; `None` is what its profile says.
    pub size_max: Option<u64>,
    /// The most recipients that it takes in one transaction; `None` is what its profile says.
    pub recipients_max: Option<u32>,
    /// Whether strangers must try twice.
    pub greylisting: Option<Greylisting>,
    /// What else it takes, from whom, and how often.
    pub policy: Policy,
    /// Sessions that it has with one next hop at once; `None` is what its profile says.
    pub concurrency_max: Option<u32>,
    /// Received fields at which it sees a loop, as its product counts them; `None` is what its
    /// profile says.
    pub hop_count_max: Option<u32>,
    /// Whether it writes Delivered-To and looks for its own; `None` is the profile's habit.
    pub delivered_to: Option<bool>,
    /// How it tells of failures otherwise than its profile.
    pub bounces: BounceOverrides,
    /// How far its clock is from the true time.
    pub clock: ClockSkew,
    /// How its POP3 service differs from the usual one.
    pub pop3: Pop3Service,
    /// Recipients of one transaction that it opens; `None` is what its profile says.
    pub recipients_per_delivery_max: Option<u32>,
    /// Messages that one of its sessions carries; `None` is what its profile says.
    pub messages_per_session_max: Option<u32>,
    /// Addresses that one attempt tries; `None` is what its profile says.
    pub addresses_max: Option<u32>,
    /// How long it waits for others otherwise than its profile.
    pub timeouts: TimeoutOverrides,
    /// Where it stands on the map; `None` leaves that to the layout.
    pub position: Option<Position>,
}

impl Host {
    /// Whether mail to `domain` ends here; its own name counts.
    pub fn is_final_for(&self, domain: &Domain) -> bool {
        *domain == self.name || self.domains.contains(domain)
    }

    /// The mailbox in which mail to `address` ends; local-parts are compared without regard to
    /// case.
    pub fn mailbox(&self, address: &Mailbox) -> Option<&MailboxSetup> {
        self.mailboxes.iter().find(|mailbox| mailbox.has(address))
    }
}

/// What a host is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It runs a mail server.
    Server,
    /// Somebody reads and writes mail on it; it serves nobody.
    Client,
}

/// A mailbox and its maildrop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxSetup {
    /// The name for USER (RFC 1939 §7); no other mailbox of the host has it.
    pub user: String,
    /// The secret for PASS and AUTH.
    pub password: String,
    /// The addresses whose mail ends in it: one in each domain of the host, or just one.
    pub addresses: Vec<Mailbox>,
    /// Octets that it holds; `None` is no limit.
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
    /// It takes no mail.
    Disabled,
    /// It can be neither read nor written.
    Damaged,
}

impl Condition {
    /// All conditions with their names in the file.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Good, "good"), (Self::Disabled, "disabled"), (Self::Damaged, "damaged")];
}

impl MailboxSetup {
    /// Whether mail to `address` ends in it.
    pub fn has(&self, address: &Mailbox) -> bool {
        self.addresses.iter().any(|own| same(own, address))
    }
}

/// Whether a host takes two addresses for one.
fn same(one: &Mailbox, other: &Mailbox) -> bool {
    one.host == other.host && one.local.as_str().eq_ignore_ascii_case(other.local.as_str())
}

/// An address that stands for others; the return path stays as it is (RFC 5321 §3.9.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The addresses that mail may come to: one in each domain of the host, or just one.
    pub addresses: Vec<Mailbox>,
    /// Where it goes instead; at least one.
    pub targets: Vec<Mailbox>,
}

/// A mailing list (RFC 5321 §3.9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its addresses: one in each domain of the host, or just one.
    pub addresses: Vec<Mailbox>,
    /// Who gets its mail; at least one.
    pub members: Vec<Mailbox>,
    /// Who gets the reports about its mail.
    pub owner: Mailbox,
}

/// A user who is elsewhere now (RFC 5321 §3.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The old addresses: one in each domain of the host, or just one.
    pub addresses: Vec<Mailbox>,
    /// The new address.
    pub to: Mailbox,
    /// What senders are told.
    pub how: Moving,
}

/// How a host deals with mail for a user who is elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moving {
    /// It forwards the mail and says so: 251.
    #[default]
    Forward,
    /// It refuses the mail and tells the new address: 551.
    Refuse,
}

impl Moving {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 2] = [(Self::Forward, "forward"), (Self::Refuse, "refuse")];
}

/// The way to some domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The domain.
    pub domain: Domain,
    /// The domains below it are meant, and not itself.
    pub below: bool,
    /// The host that gets the mail.
    pub to: SmartHost,
}

/// What a host takes, from whom, and how often; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// What strangers get who want to send through the host.
    pub strangers: Strangers,
    /// What becomes of mail to mailboxes that do not exist.
    pub unknown_users: UnknownUsers,
    /// What becomes of mail to full mailboxes.
    pub full_mailbox: FullMailbox,
    /// What is refused in messages.
    pub refused_content: RefusedContent,
    /// Whether strangers' sender domains must exist and take mail.
    pub check_sender: bool,
    /// Whether recipients' domains must exist and take mail.
    pub check_recipient: bool,
    /// Whether VRFY and EXPN are answered with what is true.
    pub verify: bool,
    /// Whether everybody on port 25 is greeted with 554.
    pub no_service: bool,
    /// Octets that queue and mailboxes hold together.
    pub storage_max: Option<u64>,
    /// SMTP sessions with the host at once.
    pub connections_max: Option<u32>,
    /// Sessions of one stranger at once.
    pub connections_per_client: Option<u32>,
    /// New connections of one stranger within a minute.
    pub connections_per_minute: Option<u32>,
    /// Messages of one stranger within a minute.
    pub messages_per_minute: Option<u32>,
}

/// What strangers get who want to send through a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strangers {
    /// 550.
    #[default]
    Refuse,
    /// 421, and the connection is closed.
    Dismiss,
}

impl Strangers {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 2] = [(Self::Refuse, "refuse"), (Self::Dismiss, "dismiss")];
}

/// What becomes of mail to mailboxes that do not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownUsers {
    /// 550.
    #[default]
    Refuse,
    /// It is accepted, and bounces.
    Bounce,
}

impl UnknownUsers {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 2] = [(Self::Refuse, "refuse"), (Self::Bounce, "bounce")];
}

/// What becomes of mail to full mailboxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FullMailbox {
    /// 452: it may be tried again.
    #[default]
    Defer,
    /// 450: it may be tried again, and nobody says why.
    Busy,
    /// 552: it fails.
    Refuse,
}

impl FullMailbox {
    /// All ways with their names in the file.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Defer, "defer"), (Self::Busy, "busy"), (Self::Refuse, "refuse")];
}

/// Somebody whose mail a host relays, told by the address of the connecting host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayFor {
    /// Everybody: an open relay.
    Any,
    /// One host of the scenario.
    Host(HostNo),
    /// The addresses that share the first `prefix` bits with `address`.
    Net {
        /// The network's address, its other bits zero.
        address: Ipv4Addr,
        /// How many bits count: 0 to 32.
        prefix: u8,
    },
}

/// A next hop that is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmartHost {
    /// The host.
    pub host: HostNo,
    /// The port: 25 or 587.
    pub port: u16,
}

/// Whose habits a host has: schedule, limits, wording of bounces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Postfix.
    #[default]
    Postfix,
    /// Exim.
    Exim,
    /// qmail.
    Qmail,
    /// What RFC 5321 recommends, and nothing else.
    Rfc,
}

impl Profile {
    /// All profiles with their names in the file.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Postfix, "postfix"),
        (Self::Exim, "exim"),
        (Self::Qmail, "qmail"),
        (Self::Rfc, "rfc"),
    ];

    /// The profile of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(profile, _)| *profile)
    }

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postfix => "postfix",
            Self::Exim => "exim",
            Self::Qmail => "qmail",
            Self::Rfc => "rfc",
        }
    }
}

/// What replaces the constants of a profile; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetryOverrides {
    /// How long a message is tried before it bounces (all but Exim).
    pub lifetime: Option<SimDuration>,
    /// How long a message with the null reverse-path is tried (Postfix).
    pub bounce_lifetime: Option<SimDuration>,
    /// The shortest pause between two tries (Postfix).
    pub delay_min: Option<SimDuration>,
    /// The longest pause between two tries (Postfix).
    pub delay_max: Option<SimDuration>,
    /// The interval at which the queue is scanned (Postfix, Exim).
    pub queue_run: Option<SimDuration>,
    /// The retry rules, in order of their cutoffs; at least one (Exim).
    pub rules: Option<Vec<RetryRule>>,
    /// The longest gap, whatever the rules say (Exim).
    pub interval_max: Option<SimDuration>,
    /// By how much the square root of the age in seconds grows, to other hosts (qmail).
    pub skip_remote: Option<u64>,
    /// The same for mailboxes of the host (qmail).
    pub skip_local: Option<u64>,
    /// The gap of the first attempts (RFC).
    pub first_gap: Option<SimDuration>,
    /// How long the first gap is used (RFC).
    pub first_span: Option<SimDuration>,
    /// The gap of all later attempts (RFC).
    pub later_gap: Option<SimDuration>,
    /// Failures in a row after which a host or destination is left alone; 0 is never (all but
    /// Exim).
    pub unreachable_after: Option<u32>,
    /// How long it is left alone (all but Exim).
    pub unreachable_for: Option<SimDuration>,
    /// How far apart two timeouts must be to count as two (qmail).
    pub unreachable_apart: Option<SimDuration>,
    /// How long after the last try failures count (Exim).
    pub data_expire: Option<SimDuration>,
}

/// A retry rule of Exim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryRule {
    /// The rule holds while the failure is not older than this.
    pub cutoff: SimDuration,
    /// The gap, or the least gap of a growing rule.
    pub interval: SimDuration,
    /// For a growing rule, by how many thousandths the last gap grows; `None` for a fixed gap.
    pub growth_per_mille: Option<u64>,
}

/// What a host listens for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// SMTP on port 25 (RFC 5321).
    pub smtp: bool,
    /// Message submission on port 587 (RFC 6409).
    pub submission: bool,
    /// POP3 on port 110 (RFC 1939).
    pub pop3: bool,
}

/// `SMTP and POP3`
impl fmt::Display for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [(self.smtp, "SMTP"), (self.submission, "submission"), (self.pop3, "POP3")];
        let names: Vec<&str> =
            names.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
        match &names[..] {
            [] => f.write_str("no service"),
            [one] => f.write_str(one),
            [first @ .., last] => write!(f, "{} and {last}", first.join(", ")),
        }
    }
}

/// Who has to say AUTH (RFC 4954) before MAIL on port 587.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubmissionAuth {
    /// Everybody (RFC 6409 §4.3).
    #[default]
    Required,
    /// Whom the host does not relay for; it knows the others by their addresses.
    Optional,
    /// Nobody: AUTH is not offered.
    None,
}

impl SubmissionAuth {
    /// All of them with their names in the file.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Required, "required"), (Self::Optional, "optional"), (Self::None, "none")];
}

/// The first try of a stranger gets 451, a later one passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Greylisting {
    /// How long a stranger has to wait before another try passes.
    pub delay: SimDuration,
}

/// A place on the map, in thousandths of its width and height, from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// To the right.
    pub x: u16,
    /// Down.
    pub y: u16,
}
