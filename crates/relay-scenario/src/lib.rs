//! Scenario files: TOML in, a [`Scenario`] or the author's mistakes out.
//!
//! | type | what it is |
//! |---|---|
//! | [`Scenario`] | everything: [`Scenario::parse`], [`Scenario::attach`], [`Scenario::replace_message`] |
//! | [`Start`], [`Network`], [`LinkQuality`], [`LinkSetup`], [`Record`] | the clock, the links, the DNS |
//! | [`Host`], [`MailboxSetup`], [`Alias`], [`List`], [`Moved`], [`RelayFor`], [`Route`] | one host |
//! | [`Policy`] | what it takes, from whom, and how often |
//! | [`RetryOverrides`], [`BounceOverrides`], [`ClockSkew`] | where it differs from its profile |
//! | [`Account`], [`Submission`], [`Collection`] | a mail client |
//! | [`Send`], [`MessageSource`], [`DsnRequest`], [`Collect`], [`QueueRun`], [`Typing`], [`DialUp`], [`Fault`] | what happens |
//! | [`Expectation`], [`Outcome`], [`Count`] | what must be true |
//! | [`Lesson`], [`Step`], [`Highlight`] | what a reader is told and shown |
//! | [`Pattern`], [`Event`], [`CodePattern`], [`MessageKind`] | what a lesson waits for |
//! | [`Prediction`], [`Ask`], [`Answer`], [`Fate`] | what a reader is asked |
//! | [`Translation`], [`StepWords`] | the same words in another language |
//! | [`Challenge`], [`Tool`], [`Move`], [`Deed`] | what a reader shall bring about |
//! | [`HostNo`], [`AccountNo`] | indices into [`Scenario::hosts`] and [`Scenario::accounts`] |
//! | [`Diagnostic`], [`Place`], [`Told`] | a mistake, where it is, and what to say about it |
//! | [`prose`] | the Markdown of lessons as a small typed tree |
//! | [`limit`] | every bound |
//!
//! Reading is pure: a message file that a scenario names is attached by whoever can read files.
//! The inner modules are `file` (the tables as written, with the words of the reference), `text`
//! (values that are texts), `read` (from the one to the other), `model` (what it means), `mistake` (what
//! can be wrong) and `words` (that in every language).

mod attach;
mod decode;
mod diagnostic;
mod file;
pub mod limit;
mod mistake;
mod model;
mod outside;
pub mod prose;
mod read;
#[cfg(feature = "schema")]
mod reference;
#[cfg(feature = "schema")]
mod schema;
mod similar;
mod text;
mod words;

pub use diagnostic::{Diagnostic, Place, Severity};
pub use model::{
    Account, AccountNo, Alias, Answer, Ask, BounceOverrides, Break, Challenge, ClockSkew,
    CodePattern, Collect, Collection, Composed, Condition, ContentFault, Count, Deed, DialUp,
    DialoguePoint, DnsFailure, DoubleBounce, DsnRequest, Event, Expectation, Expire, Extension,
    Fate, Fault, FaultKind, Filter, FullMailbox, Greylisting, Highlight, Host, HostNo, Lesson,
    LinkQuality, LinkSetup, List, Login, MailboxSetup, MessageFile, MessageKind, MessageSource,
    Move, Moved, Moving, Network, Origin, Outcome, Panel, Pattern, Policy, Pop3Capability,
    Pop3Login, Pop3Service, Position, Prediction, Profile, QueueRun, Record, RecordData,
    RefusedContent, RelayFor, RetryOverrides, RetryRule, Role, Rounds, Route, Scenario, Send,
    Services, SmartHost, SmtpSetup, Start, Step, StepWords, Strangers, Submission, SubmissionAuth,
    TimeoutOverrides, Tool, Translation, Typing, TypingEnd, UnknownUsers,
};
#[cfg(feature = "schema")]
pub use reference::reference;
#[cfg(feature = "schema")]
pub use schema::schema;
pub use words::Told;

/// The version of the format that this program reads.
pub const FORMAT: u64 = 1;

impl Scenario {
    /// The scenario that `source` is, or all mistakes that were found, in the order of the file.
    pub fn parse(source: &str) -> Result<Self, Vec<Diagnostic>> {
        read::scenario(source)
    }
}
