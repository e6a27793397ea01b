//! What a scenario means: plain data, every name resolved and every default filled in.

mod bounce;
mod content;
mod expect;
mod fault;
mod host;
mod lesson;
mod network;
mod pop3;
mod rounds;
mod smtp;
mod timeouts;
mod traffic;
mod translation;

pub use bounce::{BounceOverrides, ClockSkew, DoubleBounce, DsnRequest};
pub use content::{ContentFault, RefusedContent};
pub use expect::{Count, Expectation, Outcome};
pub use fault::{Break, DialoguePoint, DnsFailure, Fault, FaultKind};
pub use host::{
    Alias, Condition, FullMailbox, Greylisting, Host, List, MailboxSetup, Moved, Moving, Policy,
    Position, Profile, RelayFor, RetryOverrides, RetryRule, Role, Route, Services, SmartHost,
    Strangers, SubmissionAuth, UnknownUsers,
};
pub use lesson::{
    Answer, Ask, Challenge, CodePattern, Deed, Event, Fate, Highlight, Lesson, MessageKind, Move,
    Panel, Pattern, Prediction, Step, Tool,
};
pub use network::{LinkQuality, LinkSetup, Network, Record, RecordData};
pub use pop3::{Expire, Filter, Pop3Capability, Pop3Login, Pop3Service};
pub use rounds::Rounds;
pub use smtp::{Extension, SmtpSetup};
pub use timeouts::TimeoutOverrides;
pub use traffic::{
    Account, Collect, Collection, Composed, DialUp, Login, MessageFile, MessageSource, Origin,
    QueueRun, Send, Submission, Typing, TypingEnd,
};
pub use translation::{StepWords, Translation};

use relay_kernel::SimTime;
use relay_mail::Calendar;

use super::Diagnostic;

relay_kernel::define_id! {
    /// Which host of the scenario: its index in [`Scenario::hosts`].
    pub struct HostNo
}

relay_kernel::define_id! {
    /// Which account of the scenario: its index in [`Scenario::accounts`].
    pub struct AccountNo
}

/// A whole scenario, valid in itself: every [`HostNo`] and [`AccountNo`] in it exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// One line for menus; empty when the file has none.
    pub title: String,
    /// A paragraph for people; empty when the file has none.
    pub about: String,
    /// The seed of everything that is random.
    pub seed: u64,
    /// The moment at which the clock of the scenario starts.
    pub start: Start,
    /// Where a run ends in which nobody acts; nothing that is planned begins later.
    pub until: SimTime,
    /// What holds for every link and every resolver.
    pub network: Network,
    /// The hosts, in the order of the file.
    pub hosts: Vec<Host>,
    /// The mail clients' accounts, in the order of the file.
    pub accounts: Vec<Account>,
    /// Links that differ from [`Network::link`]; at most one for each pair of hosts.
    pub links: Vec<LinkSetup>,
    /// The whole DNS: what the file says, and what follows from the hosts where it says nothing.
    pub records: Vec<Record>,
    /// The messages, in the order of the file.
    pub sends: Vec<Send>,
    /// When mail is collected.
    pub collects: Vec<Collect>,
    /// When queues are run outside their schedules.
    pub queue_runs: Vec<QueueRun>,
    /// What somebody types to servers.
    pub typings: Vec<Typing>,
    /// Hosts that are online only in windows; none stands here twice.
    pub dial_ups: Vec<DialUp>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// What must be true.
    pub expectations: Vec<Expectation>,
    /// What a reader is told and asked on the way.
    pub lesson: Option<Lesson>,
    /// Its words in other languages; at most one for each.
    pub translations: Vec<Translation>,
    /// What is allowed but probably not meant.
    pub warnings: Vec<Diagnostic>,
}

/// The moment at which a scenario starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Seconds since 1970-01-01T00:00:00Z, in [`Calendar::START_RANGE`].
    pub unix_secs: i64,
    /// The time zone in which all hosts write dates, in minutes east of UTC; −1439 to 1439.
    pub offset_mins: i16,
}

impl Start {
    /// 2026-03-02T09:00:00Z, a Monday.
    pub const DEFAULT: Self = Self { unix_secs: 1_772_442_000, offset_mins: 0 };

    /// The calendar that all hosts share.
    pub fn calendar(self) -> Calendar {
        Calendar::new(self.unix_secs, self.offset_mins)
    }
}

impl Scenario {
    /// The host of that number.
    pub fn host(&self, no: HostNo) -> &Host {
        &self.hosts[no.index()]
    }

    /// How the link between two hosts treats packets while nothing is wrong with it.
    pub fn link_between(&self, a: HostNo, b: HostNo) -> LinkQuality {
        let pair = [a.min(b), a.max(b)];
        let own = self.links.iter().find(|link| link.between == pair);
        own.map_or(self.network.link, |link| link.quality)
    }

    /// The account of that number.
    pub fn account(&self, no: AccountNo) -> &Account {
        &self.accounts[no.index()]
    }
}
