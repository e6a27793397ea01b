//! Sans-IO SMTP (RFC 5321): the server and the client.
//!
//! Both machines have one shape: [`handle`](server::Server::handle) takes one input with the time
//! at which it came, `poll` hands out what follows from it until it returns `None`, and `deadline`
//! says when a timeout is to be fed. Neither knows a network or a clock. A peer's bytes never
//! panic and are never a Rust error: they become replies and [`Violation`] facts.
//!
//! | module | what it holds |
//! |---|---|
//! | [`command`] | typed commands: the only place that reads and writes command bytes |
//! | [`reply`] | typed replies, the catalogue, the reader: the only place of reply bytes |
//! | [`extension`] | what an EHLO reply offers, as values |
//! | [`params`] | the parameters of MAIL and RCPT |
//! | [`sasl`] | what AUTH carries (RFC 4954) |
//! | [`violation`] | what a peer did wrong, with the section |
//! | [`knowledge`] | what each reply means, for people |
//! | [`timer`] | deadlines and their reasons (RFC 5321 §4.5.3.2) |
//! | [`server`], [`client`] | the machines |

pub mod client;
pub mod command;
pub mod extension;
pub mod knowledge;
mod lent;
mod outbox;
pub mod params;
mod recent;
pub mod reply;
pub mod sasl;
pub mod server;
pub mod timer;
pub mod violation;

pub use client::Client;
pub use command::{Command, CommandError, Verb};
pub use extension::{Extensions, Mechanisms, Offered};
pub use params::{Body, MailParams, Notify, NotifyOn, Orcpt, RcptParams, Ret};
pub use reply::Reply;
pub use server::Server;
pub use timer::{Deadline, DeadlineReason};
pub use violation::Violation;
