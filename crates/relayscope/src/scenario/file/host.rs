//! `[[host]]`

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pop3Table;
use crate::scenario::limit;
use crate::scenario::text::{
    Address, DomainName, DoubleBounceName, Duration, ExtensionName, Ip, Item, Line, MailboxName,
    Number, OneOrMore, ProfileName, RelayName, RoleName, ServerPort, ServiceName, ShortOr, Size,
    SubmissionAuthName, Text,
};

/// A host on the network.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Host"))]
pub(in crate::scenario) struct HostTable {
    /// The host's name, a domain name of at most 255 octets; no other host has it.
    pub(in crate::scenario) name: Text<DomainName>,
    /// The host's IPv4 address; no other host has it. Default: the first free one of 192.0.2.1-254,
    /// 198.51.100.1-254 and 203.0.113.1-254 (RFC 5737), in the order of the file.
    pub(in crate::scenario) address: Option<Text<Ip>>,
    /// `server` runs a mail server; `client` is where somebody reads and writes mail. Default:
    /// `client` when an account is `on` this host and it has no domains, mailboxes, `relay_for`,
    /// `smart_host` or `services`; else `server`.
    pub(in crate::scenario) role: Option<Text<RoleName>>,
    /// The domains that the host is final for, at most 100; its own name is always one more.
    /// Default: the domains that its mailboxes name.
    pub(in crate::scenario) domains: Option<OneOrMore<DomainName>>,
    /// The mailboxes on the host: at most 1000. `"bob"` is in each of the `domains`,
    /// `"bob@example.net"` in one; a table says more. Default: none, and every server with domains
    /// has a `postmaster`.
    pub(in crate::scenario) mailboxes: Option<Vec<MailboxEntry>>,
    /// Addresses that stand for others: at most 1000, each for at most 1000. The key is written
    /// like a mailbox. The return path stays as it is (RFC 5321 section 3.9.1). Default: none.
    pub(in crate::scenario) aliases: Option<BTreeMap<String, OneOrMore<Address>>>,
    /// Whose mail to foreign domains the host accepts: networks such as `192.0.2.0/24`, names of
    /// hosts, or `any`; at most 1000. What is written on the host itself is always accepted.
    /// Default: the hosts of the accounts that submit here and the hosts whose `smart_host` this is.
    pub(in crate::scenario) relay_for: Option<OneOrMore<RelayName>>,
    /// The host that gets all mail this host is not final for, with `:587` for another port than
    /// 25. Default: none; mail goes to the MX hosts of its domain.
    pub(in crate::scenario) smart_host: Option<Text<ServerPort>>,
    /// Whose retry schedule, limits and habits the host has: `postfix`, `exim`, `qmail`, or `rfc`
    /// for what RFC 5321 recommends. Default: `postfix`.
    pub(in crate::scenario) profile: Option<Text<ProfileName>>,
    /// What replaces the profile's schedule. Default: nothing.
    pub(in crate::scenario) retry: Option<Item<RetryTable>>,
    /// What the host listens for: `smtp` (port 25), `submission` (587), `pop3` (110). Default: a
    /// server has `smtp`, `pop3` when it has mailboxes, and `submission` when something in this
    /// file uses its port 587; a client has none.
    pub(in crate::scenario) services: Option<OneOrMore<ServiceName>>,
    /// Who has to say AUTH before MAIL on port 587, with the user and the password of a mailbox:
    /// `required` for everybody (RFC 6409 section 4.3), `optional` for those whom the host does not
    /// `relay_for`; with `none`, AUTH is not offered. AUTH gives the right to send anywhere.
    /// Default: `none` without mailboxes, `optional` when the port is the `smart_host` of another
    /// host, else `required`.
    pub(in crate::scenario) submission_auth: Option<Text<SubmissionAuthName>>,
    /// The SMTP extensions that the host offers: `8bitmime`, `chunking`, `dsn`,
    /// `enhancedstatuscodes`, `help`, `pipelining`, `size`, `smtputf8`. Default: all of them, but a
    /// qmail host has no `dsn`.
    pub(in crate::scenario) extensions: Option<OneOrMore<ExtensionName>>,
    /// The largest message that the host takes, in octets or with a unit, at most 1 TiB. Default:
    /// what the profile says.
    pub(in crate::scenario) size_max: Option<Text<Size>>,
    /// The most recipients of one transaction: 1 to 10000. Default: what the profile says.
    pub(in crate::scenario) recipients_max:
        Option<Text<Number<1, { relay_mail::limit::RECIPIENTS_CEILING as u64 }>>>,
    /// Whether strangers are asked to come again later: those that the host does not relay for.
    /// Default: no.
    pub(in crate::scenario) greylisting: Option<Item<GreylistingTable>>,
    /// The sessions that the host has with one next hop at once: 1 to 10000. Default: what the
    /// profile says.
    pub(in crate::scenario) concurrency_max: Option<Text<Number<1, { limit::CONCURRENCY as u64 }>>>,
    /// How the host tells of failures and delays, where it differs from its profile. Default: as the
    /// profile says.
    pub(in crate::scenario) bounces: Option<Item<BouncesTable>>,
    /// How far the host's clock is ahead of the true time: a duration of at most 3660 days. It shows
    /// in the dates that the host writes. Default: 0s.
    pub(in crate::scenario) clock_ahead: Option<Text<Duration>>,
    /// How far the host's clock is behind the true time: a duration of at most 3660 days. Default:
    /// 0s.
    pub(in crate::scenario) clock_behind: Option<Text<Duration>>,
    /// How the host's POP3 service differs from the usual one. Default: it does not.
    pub(in crate::scenario) pop3: Option<Item<Pop3Table>>,
    /// Where the host stands on the map. Default: where the layout puts it.
    pub(in crate::scenario) position: Option<Item<PositionTable>>,
}

/// A mailbox by its name alone, or with more.
pub(in crate::scenario) type MailboxEntry = ShortOr<MailboxName, MailboxTable>;

/// A mailbox.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Mailbox"))]
pub(in crate::scenario) struct MailboxTable {
    /// The mailbox's name: `bob` is in each of the host's `domains`, `bob@example.net` in one.
    pub(in crate::scenario) name: Text<MailboxName>,
    /// The name for USER and AUTH, at most 900 characters; no other mailbox of the host has it. Default:
    /// what stands left of the @.
    pub(in crate::scenario) user: Option<Text<Line>>,
    /// The password for PASS and for AUTH on port 587, at most 900 characters. Default: `secret`.
    pub(in crate::scenario) password: Option<Text<Line>>,
    /// What the mailbox holds, in octets or with a unit, at most 1 TiB. Default: no limit.
    pub(in crate::scenario) quota: Option<Text<Size>>,
}

/// What a host does otherwise than its profile. Each value is a duration of at most 3660 days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Retry"))]
pub(in crate::scenario) struct RetryTable {
    /// How long a message is tried before it bounces. Default: postfix 5d,
    /// qmail 7d, rfc 5d; exim has none, because its rules end by themselves after 4d.
    pub(in crate::scenario) lifetime: Option<Text<Duration>>,
    /// How long a message with the null reverse-path is tried; postfix only. Default: 5d, and never
    /// more than `lifetime`.
    pub(in crate::scenario) bounce_lifetime: Option<Text<Duration>>,
    /// The shortest pause between two tries; postfix only. Default: 300s.
    pub(in crate::scenario) delay_min: Option<Text<Duration>>,
    /// The longest pause between two tries; postfix only. Default: 4000s.
    pub(in crate::scenario) delay_max: Option<Text<Duration>>,
    /// The interval at which the queue is scanned; postfix and exim only. Default: postfix 300s,
    /// exim 30min.
    pub(in crate::scenario) queue_run: Option<Text<Duration>>,
}

/// How a host tells of failures and delays, where it differs from its profile.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Bounces"))]
pub(in crate::scenario) struct BouncesTable {
    /// How old a message is when its sender is warned of the delay, after the next try that fails; a
    /// duration of at most 3660 days, `0s` for never. An exim host warns again after each such span.
    /// Default: exim 24h, others never.
    pub(in crate::scenario) delay_warning: Option<Text<Duration>>,
    /// The largest message that a bounce returns whole, in octets or with a unit, at most 1 TiB; of
    /// a larger one it returns the header. Default: postfix and rfc 50000, exim 102400, qmail no
    /// limit.
    pub(in crate::scenario) return_max: Option<Text<Size>>,
    /// What becomes of a bounce that fails itself: `discard` drops it, `postmaster` shows it to the
    /// host's own postmaster, `freeze` keeps it in the queue for a while. Default: postfix and rfc
    /// `discard`, exim `freeze`, qmail `postmaster`.
    pub(in crate::scenario) double: Option<Text<DoubleBounceName>>,
    /// How old a frozen bounce is when it is tried once more and then dropped, with `freeze` only: a
    /// duration of at most 3660 days. Default: 2d.
    pub(in crate::scenario) frozen_for: Option<Text<Duration>>,
    /// Whether the host breaks the null-path rule (RFC 5321 section 4.5.5): its bounces get the
    /// return path `MAILER-DAEMON@` the host, so that they can bounce. It stops after 30 of them.
    /// Default: false.
    pub(in crate::scenario) break_null_path_rule: Option<bool>,
}

/// The first try of a stranger gets 451, a later one passes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Greylisting"))]
pub(in crate::scenario) struct GreylistingTable {
    /// How long a stranger must wait before another try passes: a duration of at most 3660 days.
    /// Default: 5min.
    pub(in crate::scenario) delay: Option<Text<Duration>>,
}

/// A place on the map, from the top left corner.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Position"))]
pub(in crate::scenario) struct PositionTable {
    /// To the right, in thousandths of the map's width: 0 to 1000.
    pub(in crate::scenario) x: Text<Number<0, { limit::POSITION as u64 }>>,
    /// Down, in thousandths of the map's height: 0 to 1000.
    pub(in crate::scenario) y: Text<Number<0, { limit::POSITION as u64 }>>,
}
