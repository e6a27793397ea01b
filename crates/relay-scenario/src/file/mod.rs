//! The file as it is written, one struct for each table; the doc comments are the reference that
//! authors read, in their editors and on the reference page.

mod expect;
mod fault;
mod host;
mod lesson;
mod network;
mod pop3;
mod traffic;
mod translation;

pub(super) use expect::{
    AttemptsTable, ConnectionsTable, CountNumber, CountOrRange, DeliveredTable, DiscardedTable,
    ExpectTable, QueuedTable, RepliesTable, SetbackTable,
};
pub(super) use fault::{
    ClockFaultTable, FaultTable, LinkFaultTable, ResetTable, ServiceFaultTable, SlowTable,
};
pub(super) use host::{
    BouncesTable, GreylistingTable, HostTable, MailboxTable, PolicyTable, PositionTable,
    RetryTable, TimeoutsTable,
};
pub(super) use lesson::{
    ChallengeTable, HighlightTable, LessonTable, MoveTable, PatternTable, PredictTable, StepTable,
};
pub(super) use network::{DnsTable, LinkTable, NetworkTable};
pub(super) use pop3::{FilterTable, Pop3Table};
pub(super) use traffic::{
    AccountTable, CollectTable, DialUpTable, QueueRunTable, SendTable, TypeTable,
};
pub(super) use translation::{StepWordsTable, TranslationTable};

#[cfg(feature = "schema")]
use super::limit;
use super::text::{About, Item, Moment, Number, StartTime, Text, Title, Version};

/// A scenario for relayscope: hosts that exchange mail, what is sent, what goes wrong, and what
/// must come out.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Scenario"))]
pub(super) struct ScenarioFile {
    /// The version of the format: 1. Required.
    #[cfg_attr(feature = "schema", schemars(required))]
    pub(super) format: Option<Text<Version>>,
    /// A title for menus, at most 200 characters. Default: empty.
    pub(super) title: Option<Text<Title>>,
    /// What the scenario shows, for people; at most 10000 characters. Default: empty.
    pub(super) about: Option<Text<About>>,
    /// The seed of everything that is random: 0 to 18446744073709551615. Default: 1.
    pub(super) seed: Option<Text<Number<0, { u64::MAX }>>>,
    /// The date at which the clock starts, with the time zone in which the hosts write dates; a
    /// whole second in the years 1970 to 2199. Default: 2026-03-02T09:00:00Z.
    pub(super) start: Option<Text<StartTime>>,
    /// How long a run lasts: an offset from the start or a date, at most 3660 days from the start. Where
    /// somebody acts in the page, it goes on for up to 10 days behind the last deed if that is later; of what
    /// the file plans, only dial-up windows and collections go on there. Default: 10d.
    pub(super) until: Option<Text<Moment>>,
    /// What holds for the whole network. Default: every value has its own.
    pub(super) network: Option<Item<NetworkTable>>,
    /// The hosts: 1 to 200.
    #[cfg_attr(feature = "schema", schemars(required, length(min = 1, max = limit::HOSTS)))]
    pub(super) host: Vec<Item<HostTable>>,
    /// The accounts of mail clients: at most 1000. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::ACCOUNTS)))]
    pub(super) account: Vec<Item<AccountTable>>,
    /// Links that differ from `[network]`: at most 10000. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::LINKS)))]
    pub(super) link: Vec<Item<LinkTable>>,
    /// DNS records: at most 10000. Where they are silent, every host has an address record and a
    /// reverse record, and every domain has an MX record of preference 10 for each host that is
    /// final for it. A written A or CNAME record of a name, MX record of a domain, or PTR record of
    /// an address replaces the one that would follow from the hosts. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::RECORDS)))]
    pub(super) dns: Vec<Item<DnsTable>>,
    /// Messages: at most 100000, repetitions counted. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::SENDS)))]
    pub(super) send: Vec<Item<SendTable>>,
    /// When mail is collected: at most 10000 entries. Default: never.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::COLLECTS)))]
    pub(super) collect: Vec<Item<CollectTable>>,
    /// When queues are run outside their schedules: at most 10000 entries. Default: never.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::QUEUE_RUNS)))]
    pub(super) queue_run: Vec<Item<QueueRunTable>>,
    /// What somebody types to servers: at most 1000 entries. Default: nothing.
    #[cfg_attr(feature = "schema", schemars(rename = "type", default, length(max = limit::TYPINGS)))]
    pub(super) typing: Vec<Item<TypeTable>>,
    /// Hosts that are online only in windows: at most one entry for each host. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::HOSTS)))]
    pub(super) dial_up: Vec<Item<DialUpTable>>,
    /// What goes wrong: at most 1000 entries. Default: nothing.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::FAULTS)))]
    pub(super) fault: Vec<Item<FaultTable>>,
    /// What must be true: at most 1000 entries. Default: nothing.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::EXPECTATIONS)))]
    pub(super) expect: Vec<Item<ExpectTable>>,
    /// What a reader is told and asked on the way. Default: nothing.
    pub(super) lesson: Option<Item<LessonTable>>,
    /// The words of the file in other languages: at most one entry for each. Default: none.
    #[cfg_attr(feature = "schema", schemars(default, length(max = limit::TRANSLATIONS)))]
    pub(super) translation: Vec<Item<TranslationTable>>,
}
