//! One host's mail system: where sessions meet the queue.
//!
//! * [`Host`]: the machine; what goes in is an [`Input`], what comes out an [`Output`].
//! * [`HostConfig`]: what a host is set to.
//! * [`Fact`], [`Log`]: what it tells the trace, each fact with its cause.
//! * [`queue`], [`retry`]: what waits, until when, and why.
//! * [`mailbox`], [`account`]: maildrops on servers, collected mail on clients.
//! * [`route`]: where a recipient's mail goes next.
//! * [`limit`]: every bound.
//!
//! The crate knows other hosts by name and address and never sees a network.

pub mod account;
mod asked;
mod attempt;
pub mod bounce;
mod change;
mod config;
mod deliver;
mod delivered_to;
mod directory;
pub mod dsn;
mod exchanger;
mod expire;
mod fact;
mod hop;
mod host;
mod input;
pub mod limit;
mod list;
mod local;
pub mod mailbox;
mod memory;
mod output;
mod policy;
mod pop_in;
mod pop_out;
mod qsbmf;
pub mod queue;
mod reception;
mod report;
pub mod retry;
pub mod route;
mod service;
mod session;
mod setback;
mod shutdown;
mod smtp_in;
mod smtp_out;
mod turn;
mod why;

pub use account::Account;
pub use asked::Asked;
pub use bounce::{Bounces, HopLimit};
pub use change::Change;
pub use config::{
    AccountConfig, CollectConfig, Condition, HostConfig, ListConfig, Login, MailboxConfig,
    MovedConfig, Network, Role, SettingChange, SmartHost, StaticRoute,
};
pub use deliver::DeliveryId;
pub use delivered_to::DeliveredTo;
pub use dsn::Action;
pub use fact::{
    Breach, ContentId, DnsFailure, Fact, Log, MailId, MailRecord, NameId, Origin, QUEUE_NUMBERS,
    Unreachable, Untold, Why, queue_id,
};
pub use host::Host;
pub use input::{Answer, Input};
pub use mailbox::Maildrop;
pub use memory::Patience;
pub use output::{Asker, Output, Question};
pub use policy::{ClientLimits, FullMailbox, Policy, Strangers, UnknownUsers};
pub use pop_in::OpenMaildrop;
pub use queue::{Entry, News, Queue, Recipient, RecipientState};
pub use retry::Schedule;
pub use route::Exchangers;
pub use service::Service;
pub use session::SessionId;
