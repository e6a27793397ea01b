//! `[[host]]`

use std::collections::BTreeMap;

use super::Pop3Table;
use crate::decode::keys;
use crate::limit;
use crate::text::{
    Address, AuthMechanismName, ConditionName, ContentFaultName, DomainName, DoubleBounceName,
    Duration, ExtensionName, FullMailboxName, Ip, Item, Line, MailboxName, MovingName, Number,
    OneOrMore, ProfileName, RelayName, RetryRuleText, RoleName, ServerPort, ServiceName, ShortOr,
    Size, StrangersName, SubmissionAuthName, Text, UnknownUsersName,
};

/// A host on the network.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Host"))]
pub(crate) struct HostTable {
    /// The host's name, a domain name of at most 255 octets; no other host has it.
    pub(crate) name: Text<DomainName>,
    /// The host's IPv4 address; no other host has it. Default: the first free one of 192.0.2.1-254,
    /// 198.51.100.1-254 and 203.0.113.1-254 (RFC 5737), in the order of the file.
    pub(crate) address: Option<Text<Ip>>,
    /// `server` runs a mail server; `client` is where somebody reads and writes mail. Default:
    /// `client` when an account is `on` this host and it has no domains, mailboxes, `relay_for`,
    /// `smart_host` or `services`; else `server`.
    pub(crate) role: Option<Text<RoleName>>,
    /// The domains that the host is final for, at most 100; its own name is always one more.
    /// Default: the domains that its mailboxes name.
    pub(crate) domains: Option<OneOrMore<DomainName>>,
    /// The mailboxes on the host: at most 1000. `"bob"` is in each of the `domains`,
    /// `"bob@example.net"` in one; a table says more. Default: none, and every server with domains
    /// has a `postmaster`.
    pub(crate) mailboxes: Option<Vec<MailboxEntry>>,
    /// Addresses that stand for others: at most 1000, each for at most 1000. The key is written
    /// like a mailbox. The return path stays as it is (RFC 5321 section 3.9.1). Default: none.
    pub(crate) aliases: Option<BTreeMap<String, OneOrMore<Address>>>,
    /// Mailing lists: at most 1000. The key is written like a mailbox. The members get the mail
    /// with the list's owner as return path and the header as it came (RFC 5321 section 3.9.2).
    /// Default: none.
    pub(crate) lists: Option<BTreeMap<String, Item<ListTable>>>,
    /// Users who are elsewhere now: at most 1000. The key is written like a mailbox; the value is
    /// the new address, and a table says more. Default: none.
    pub(crate) moved: Option<BTreeMap<String, ShortOr<Address, MovedTable>>>,
    /// The mailbox of the host that gets what is for nobody at its domains, written as in
    /// `mailboxes`. Default: none; such mail is refused.
    pub(crate) catch_all: Option<Text<MailboxName>>,
    /// Whose mail to foreign domains the host accepts: networks such as `192.0.2.0/24`, names of
    /// hosts, or `any`; at most 1000. What is written on the host itself is always accepted.
    /// Default: the hosts of the accounts that submit here and the hosts whose `smart_host` this is.
    pub(crate) relay_for: Option<OneOrMore<RelayName>>,
    /// The foreign domains whose mail the host accepts from everybody and sends on, as a backup MX
    /// does; at most 100. They may ask for their mail with ETRN (RFC 1985). Default: none.
    pub(crate) relay_to: Option<OneOrMore<DomainName>>,
    /// The hosts that get the mail for some domains, before `smart_host` and MX: at most 1000. The
    /// key is a domain, or `.example.net` for all domains below it; the value is written like
    /// `smart_host`. Default: none.
    pub(crate) routes: Option<BTreeMap<String, Text<ServerPort>>>,
    /// The host that gets all mail this host is not final for, with `:587` for another port than
    /// 25. Default: none; mail goes to the MX hosts of its domain.
    pub(crate) smart_host: Option<Text<ServerPort>>,
    /// Whose retry schedule, limits and habits the host has: `postfix`, `exim`, `qmail`, or `rfc`
    /// for what RFC 5321 recommends. Default: `postfix`.
    pub(crate) profile: Option<Text<ProfileName>>,
    /// What replaces the profile's schedule. Default: nothing.
    pub(crate) retry: Option<Item<RetryTable>>,
    /// What the host listens for: `smtp` (port 25), `submission` (587), `pop3` (110). Default: a
    /// server has `smtp`, `pop3` when it has mailboxes, and `submission` when something in this
    /// file uses its port 587; a client has none.
    pub(crate) services: Option<OneOrMore<ServiceName>>,
    /// Who has to say AUTH before MAIL on port 587, with the user and the password of a mailbox:
    /// `required` for everybody (RFC 6409 section 4.3), `optional` for those whom the host does not
    /// `relay_for`; with `none`, AUTH is not offered. AUTH gives the right to send anywhere.
    /// Default: `none` without mailboxes, `optional` when the port is the `smart_host` of another
    /// host, else `required`.
    pub(crate) submission_auth: Option<Text<SubmissionAuthName>>,
    /// The mechanisms of AUTH where it is offered: `plain` and `login`. Default: both.
    pub(crate) auth_mechanisms: Option<OneOrMore<AuthMechanismName>>,
    /// Whether the host knows EHLO. Without it, EHLO gets 502, and clients fall back to HELO and go
    /// without any extension (RFC 5321 section 3.2). Default: yes.
    pub(crate) esmtp: Option<bool>,
    /// The SMTP extensions that the host offers: `8bitmime`, `chunking`, `dsn`,
    /// `enhancedstatuscodes`, `etrn`, `help`, `pipelining`, `size`, `smtputf8`. Default: all of
    /// them, but a qmail host has no `dsn`, and a host without `relay_to` no `etrn`.
    pub(crate) extensions: Option<OneOrMore<ExtensionName>>,
    /// Whether the host sends messages in chunks, with BDAT, to servers that offer CHUNKING
    /// (RFC 3030). Default: no.
    pub(crate) chunking: Option<bool>,
    /// Whether the host sends 8-bit messages to servers without 8BITMIME as they are, which
    /// RFC 6152 section 3 forbids and most hosts do; else such a message fails. Default: yes.
    pub(crate) eight_bit_anyway: Option<bool>,
    /// The largest message that the host takes, in octets or with a unit, at most 1 TiB. Default:
    /// what the profile says.
    pub(crate) size_max: Option<Text<Size>>,
    /// The most recipients of one transaction: 1 to 10000. Default: what the profile says.
    pub(crate) recipients_max:
        Option<Text<Number<1, { relay_mail::limit::RECIPIENTS_CEILING as u64 }>>>,
    /// Whether strangers are asked to come again later: those that the host does not relay for.
    /// Default: no.
    pub(crate) greylisting: Option<Item<GreylistingTable>>,
    /// What else the host takes, from whom, and how often. Default: every value has its own.
    pub(crate) policy: Option<Item<PolicyTable>>,
    /// The sessions that the host has with one next hop at once: 1 to 10000. Default: what the
    /// profile says.
    pub(crate) concurrency_max: Option<Text<Number<1, { limit::CONCURRENCY as u64 }>>>,
    /// How many Received fields a message may have before the host takes it to be in a loop, by the
    /// product's own count: 2 to 1000. Default: postfix 50 (`hopcount_limit`), exim 30
    /// (`received_headers_max`), qmail 100, rfc 100.
    pub(crate) hop_count_max: Option<Text<Number<2, { limit::HOPS }>>>,
    /// Whether the host writes Delivered-To below Return-Path when it delivers, and on top of what it
    /// sends on for an alias, a list or a user who moved; mail to an address that has that address's
    /// own field already is in a loop and bounces (5.4.6). qmail hosts write one for each alias on the
    /// way, all others one for the address that the envelope named (Postfix: `frozen_delivered_to`).
    /// Default: true for postfix and qmail, false for exim and rfc.
    pub(crate) delivered_to: Option<bool>,
    /// How the host tells of failures and delays, where it differs from its profile. Default: as the
    /// profile says.
    pub(crate) bounces: Option<Item<BouncesTable>>,
    /// How far the host's clock is ahead of the true time: a duration of at most 3660 days. It shows
    /// in the dates that the host writes. Default: 0s.
    pub(crate) clock_ahead: Option<Text<Duration>>,
    /// How far the host's clock is behind the true time: a duration of at most 3660 days. Default:
    /// 0s.
    pub(crate) clock_behind: Option<Text<Duration>>,
    /// How the host's POP3 service differs from the usual one. Default: it does not.
    pub(crate) pop3: Option<Item<Pop3Table>>,
    /// The recipients that the host names in one transaction; more get a copy each so many: 1 to
    /// 10000. Default: postfix 50, exim 100, qmail 1, rfc 100.
    pub(crate) recipients_per_delivery_max:
        Option<Text<Number<1, { relay_mail::limit::RECIPIENTS_CEILING as u64 }>>>,
    /// The messages that one session of the host carries, one after another: 1 to 100000. Default:
    /// postfix 100, exim 500, qmail 1, rfc 100.
    pub(crate) messages_per_session_max: Option<Text<Number<1, { limit::MESSAGES_PER_SESSION }>>>,
    /// The addresses that one attempt to deliver tries: 1 to 1000. Default: postfix 5
    /// (`smtp_mx_address_limit`), exim 5 (`hosts_max_try`), qmail and rfc all.
    pub(crate) addresses_max: Option<Text<Number<1, { limit::ADDRESSES_TRIED }>>>,
    /// How long the host waits for others when it sends mail. Default: every value has its own.
    pub(crate) timeouts: Option<Item<TimeoutsTable>>,
    /// Where the host stands on the map. Default: where the layout puts it.
    pub(crate) position: Option<Item<PositionTable>>,
}

keys!(HostTable {
    name,
    address,
    role,
    domains,
    mailboxes,
    aliases,
    lists,
    moved,
    catch_all,
    relay_for,
    relay_to,
    routes,
    smart_host,
    profile,
    retry,
    services,
    submission_auth,
    auth_mechanisms,
    esmtp,
    extensions,
    chunking,
    eight_bit_anyway,
    size_max,
    recipients_max,
    greylisting,
    policy,
    concurrency_max,
    hop_count_max,
    delivered_to,
    bounces,
    clock_ahead,
    clock_behind,
    pop3,
    recipients_per_delivery_max,
    messages_per_session_max,
    addresses_max,
    timeouts,
    position,
});

/// A mailbox by its name alone, or with more.
pub(crate) type MailboxEntry = ShortOr<MailboxName, MailboxTable>;

/// A mailbox.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Mailbox"))]
pub(crate) struct MailboxTable {
    /// The mailbox's name: `bob` is in each of the host's `domains`, `bob@example.net` in one.
    pub(crate) name: Text<MailboxName>,
    /// The name for USER and AUTH, at most 900 characters; no other mailbox of the host has it. Default:
    /// what stands left of the @.
    pub(crate) user: Option<Text<Line>>,
    /// The password for PASS and for AUTH on port 587, at most 900 characters. Default: `secret`.
    pub(crate) password: Option<Text<Line>>,
    /// What the mailbox holds, in octets or with a unit, at most 1 TiB. Default: no limit.
    pub(crate) quota: Option<Text<Size>>,
    /// `disabled`: it exists and takes no mail, and RCPT gets 550 5.2.1 (RFC 3463 section 3.3); what
    /// is in it can be collected. `damaged`: it cannot be read or written; mail for it is taken and
    /// waits (4.2.0), and POP3 says `-ERR [SYS/PERM]` (RFC 3206 section 4). Default: `good`.
    pub(crate) condition: Option<Text<ConditionName>>,
}

keys!(MailboxTable { name, user, password, quota, condition });

/// A mailing list.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "List"))]
pub(crate) struct ListTable {
    /// Who gets the list's mail: 1 to 1000 addresses.
    pub(crate) members: OneOrMore<Address>,
    /// The address that gets the reports about it.
    pub(crate) owner: Text<Address>,
}

keys!(ListTable { members, owner });

/// A user who is elsewhere now.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Moved"))]
pub(crate) struct MovedTable {
    /// The new address.
    pub(crate) to: Text<Address>,
    /// `forward` sends mail on and answers 251; `refuse` answers 551 with the new address (RFC 5321
    /// section 3.4). Default: `forward`.
    pub(crate) how: Option<Text<MovingName>>,
}

keys!(MovedTable { to, how });

/// What a host takes, from whom, and how often. A stranger is a host that it does not relay for.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Policy"))]
pub(crate) struct PolicyTable {
    /// What strangers get who want to send through the host: `refuse` answers 550, `dismiss`
    /// answers 421 and closes. Default: `refuse`.
    pub(crate) strangers: Option<Text<StrangersName>>,
    /// What becomes of mail to mailboxes that do not exist: `refuse` answers 550, `bounce` accepts
    /// it and writes a bounce. Default: `refuse`; qmail `bounce`.
    pub(crate) unknown_users: Option<Text<UnknownUsersName>>,
    /// What becomes of mail to full mailboxes: `defer` answers 452 4.2.2, `busy` answers 450 4.2.1
    /// and does not say why, `refuse` answers 552 5.2.2. Default: `defer`.
    pub(crate) full_mailbox: Option<Text<FullMailboxName>>,
    /// What makes the host refuse a message after its end, with 550 5.6.0 or 5.6.1: `bare-line-end`
    /// (a CR or a LF without the other, RFC 5321 section 2.3.8), `nul`, `long-line` (beyond 1000
    /// octets, section 4.5.3.1.6), `eight-bit` (octets above 127 without BODY=8BITMIME). What is not
    /// refused is taken as it is; nothing but CRLF, dot, CRLF ever ends a message. Default:
    /// `bare-line-end`; an empty list refuses nothing.
    pub(crate) refuse_content: Option<OneOrMore<ContentFaultName>>,
    /// Whether a stranger's sender domain must exist and take mail (RFC 7505 section 4.2). Default:
    /// false.
    pub(crate) check_sender: Option<bool>,
    /// Whether a recipient's domain must exist and take mail, as far as the host is not final for
    /// it (RFC 7505 section 4.1). Default: false.
    pub(crate) check_recipient: Option<bool>,
    /// Whether VRFY and EXPN are answered with what is true: 250 with the address or the members of
    /// the list, 251 or 551 for who has moved, else 550 (RFC 5321 section 3.5). Default: false; VRFY
    /// gets 252 and EXPN 502 (section 7.3).
    pub(crate) verify: Option<bool>,
    /// Whether everybody on port 25 is greeted with 554: no mail is taken there (RFC 5321 section
    /// 3.1). Exim and `rfc` hosts believe that and fail the mail; Postfix and qmail hosts try again.
    /// Default: false.
    pub(crate) no_service: Option<bool>,
    /// What queue and mailboxes hold together, in octets or with a unit, at most 1 TiB: what does
    /// not fit gets 452 4.3.1. Default: no limit.
    pub(crate) storage_max: Option<Text<Size>>,
    /// SMTP sessions with the host at once: 1 to 1000000; more get 421. Default: no limit.
    pub(crate) connections_max: Option<Text<Number<1, { limit::ALLOWED }>>>,
    /// SMTP sessions of one stranger at once: 1 to 1000000; more get 421. Default: no limit.
    pub(crate) connections_per_client: Option<Text<Number<1, { limit::ALLOWED }>>>,
    /// New SMTP connections of one stranger within a minute: 1 to 1000000; more get 421. Default:
    /// no limit.
    pub(crate) connections_per_minute: Option<Text<Number<1, { limit::ALLOWED }>>>,
    /// Messages of one stranger within a minute: 1 to 1000000; more get 451. Default: no limit.
    pub(crate) messages_per_minute: Option<Text<Number<1, { limit::ALLOWED }>>>,
}

keys!(PolicyTable {
    strangers,
    verify,
    no_service,
    unknown_users,
    full_mailbox,
    refuse_content,
    check_sender,
    check_recipient,
    storage_max,
    connections_max,
    connections_per_client,
    connections_per_minute,
    messages_per_minute,
});

/// What a host does otherwise than its profile when a delivery fails. Each duration is at most 3660
/// days.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Retry"))]
pub(crate) struct RetryTable {
    /// How long a message is tried before it bounces. Default: postfix 5d,
    /// qmail 7d, rfc 5d; exim has none, because its rules end by themselves after 4d.
    pub(crate) lifetime: Option<Text<Duration>>,
    /// How long a message with the null reverse-path is tried; postfix only. Default: 5d, and never
    /// more than `lifetime`.
    pub(crate) bounce_lifetime: Option<Text<Duration>>,
    /// The shortest pause between two tries, at least 1s; postfix only. Default: 300s.
    pub(crate) delay_min: Option<Text<Duration>>,
    /// The longest pause between two tries, at least 1s; postfix only. Default: 4000s.
    pub(crate) delay_max: Option<Text<Duration>>,
    /// The interval at which the queue is scanned, at least 1s, counted from the start of the
    /// scenario: what is due waits for the next scan; postfix and exim only. Default: postfix 300s;
    /// exim has a queue runner that is always on time.
    pub(crate) queue_run: Option<Text<Duration>>,
    /// The retry rules as Exim writes them, at most 20, by ascending cutoffs; exim only. Default:
    /// `["F,2h,15m", "G,16h,1h,1.5", "F,4d,6h"]`.
    pub(crate) rules: Option<OneOrMore<RetryRuleText>>,
    /// The longest pause between two tries, whatever the rules say, at least 1s; exim only.
    /// Default: 24h.
    pub(crate) interval_max: Option<Text<Duration>>,
    /// By how much the square root of the message's age in seconds grows from one try to the next,
    /// for other hosts: 1 to 1000; qmail only. Default: 20.
    pub(crate) skip_remote: Option<Text<Number<1, { limit::SKIP }>>>,
    /// The same for the host's own mailboxes: 1 to 1000; qmail only. Default: 10.
    pub(crate) skip_local: Option<Text<Number<1, { limit::SKIP }>>>,
    /// The pause between the first tries, at least 1s; rfc only. Default: 30min.
    pub(crate) first_gap: Option<Text<Duration>>,
    /// For how long that pause is used; rfc only. Default: 1h.
    pub(crate) first_span: Option<Text<Duration>>,
    /// The pause between all later tries, at least 1s; rfc only. Default: 2h.
    pub(crate) later_gap: Option<Text<Duration>>,
    /// After how many failures in a row to reach a host (postfix: a destination; qmail: after how
    /// many timeouts) it is left alone for a while: 0 to 1000, 0 is never; not for exim, whose
    /// rules do that. Default: postfix 4, qmail 2, rfc 1.
    pub(crate) unreachable_after: Option<Text<Number<0, { limit::FAILURES }>>>,
    /// For how long it is left alone; not for exim. Default: postfix `delay_min`, qmail 3840s, rfc
    /// `first_gap`.
    pub(crate) unreachable_for: Option<Text<Duration>>,
    /// How far apart two timeouts must be to count as two; qmail only. Default: 120s.
    pub(crate) unreachable_apart: Option<Text<Duration>>,
    /// How long after the last try a host's failures are still held against it
    /// (`retry_data_expire`), at least 1s; exim only. Default: 7d.
    pub(crate) data_expire: Option<Text<Duration>>,
}

keys!(RetryTable {
    lifetime,
    bounce_lifetime,
    delay_min,
    delay_max,
    queue_run,
    rules,
    interval_max,
    skip_remote,
    skip_local,
    first_gap,
    first_span,
    later_gap,
    unreachable_after,
    unreachable_for,
    unreachable_apart,
    data_expire,
});

/// How long a host waits for others when it sends mail (RFC 5321 section 4.5.3.2). Each is a duration
/// of 1s to 3660 days. A qmail host has 1200s for everything but `connect` (`timeoutremote`).
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Timeouts"))]
pub(crate) struct TimeoutsTable {
    /// For a connection to come about. Default: postfix 30s, exim 5min, qmail 60s, rfc 3min (RFC
    /// 9293 section 3.8.3); a client 30s.
    pub(crate) connect: Option<Text<Duration>>,
    /// For the greeting. Default: 5min.
    pub(crate) greeting: Option<Text<Duration>>,
    /// For the reply to EHLO or HELO. Default: 5min.
    pub(crate) hello: Option<Text<Duration>>,
    /// For each step of AUTH. Default: 5min.
    pub(crate) auth: Option<Text<Duration>>,
    /// For the reply to MAIL. Default: 5min.
    pub(crate) mail: Option<Text<Duration>>,
    /// For the reply to each RCPT. Default: 5min.
    pub(crate) rcpt: Option<Text<Duration>>,
    /// For the reply to DATA. Default: 2min, exim 5min.
    pub(crate) data_start: Option<Text<Duration>>,
    /// For the network to take a block of the content. Default: 3min, exim 5min.
    pub(crate) data_block: Option<Text<Duration>>,
    /// For the reply to the end of the content. Default: 10min.
    pub(crate) data_end: Option<Text<Duration>>,
    /// For the reply to RSET or ETRN. Default: postfix 20s (`smtp_rset_timeout`), else 5min.
    pub(crate) reset: Option<Text<Duration>>,
    /// For the reply to QUIT. Default: 5min.
    pub(crate) quit: Option<Text<Duration>>,
}

keys!(TimeoutsTable {
    connect,
    greeting,
    hello,
    auth,
    mail,
    rcpt,
    data_start,
    data_block,
    data_end,
    reset,
    quit,
});

/// How a host tells of failures and delays, where it differs from its profile.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Bounces"))]
pub(crate) struct BouncesTable {
    /// How old a message is when its sender is warned of the delay, after the next try that fails; a
    /// duration of at most 3660 days, `0s` for never. Default: exim 24h, others never.
    pub(crate) delay_warning: Option<Text<Duration>>,
    /// Whether the sender is warned again after each such span. Default: exim true, others false.
    pub(crate) delay_warning_repeats: Option<bool>,
    /// The largest message that a bounce returns whole, in octets or with a unit, at most 1 TiB; of
    /// a larger one it returns the header. Default: postfix and rfc 50000, exim 102400, qmail no
    /// limit.
    pub(crate) return_max: Option<Text<Size>>,
    /// What becomes of a bounce that fails itself: `discard` drops it, `postmaster` shows it to the
    /// host's own postmaster, `freeze` keeps it in the queue for a while. Default: postfix and rfc
    /// `discard`, exim `freeze`, qmail `postmaster`.
    pub(crate) double: Option<Text<DoubleBounceName>>,
    /// How old a frozen bounce is when it is tried once more and then dropped, with `freeze` only: a
    /// duration of at most 3660 days. Default: 2d.
    pub(crate) frozen_for: Option<Text<Duration>>,
    /// Whether the host breaks the null-path rule (RFC 5321 section 4.5.5): its bounces get the
    /// return path `MAILER-DAEMON@` the host, so that they can bounce. It stops after 30 of them.
    /// Default: false.
    pub(crate) break_null_path_rule: Option<bool>,
}

keys!(BouncesTable {
    delay_warning,
    delay_warning_repeats,
    return_max,
    double,
    frozen_for,
    break_null_path_rule,
});

/// The first try of a stranger gets 451, a later one passes.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Greylisting"))]
pub(crate) struct GreylistingTable {
    /// How long a stranger must wait before another try passes, counted in whole seconds as servers
    /// do: a duration of at most 3660 days. Default: 5min.
    pub(crate) delay: Option<Text<Duration>>,
}

keys!(GreylistingTable { delay });

/// A place on the map, from the top left corner.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Position"))]
pub(crate) struct PositionTable {
    /// To the right, in thousandths of the map's width: 0 to 1000.
    pub(crate) x: Text<Number<0, { limit::POSITION as u64 }>>,
    /// Down, in thousandths of the map's height: 0 to 1000.
    pub(crate) y: Text<Number<0, { limit::POSITION as u64 }>>,
}

keys!(PositionTable { x, y });
