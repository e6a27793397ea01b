//! Sans-IO POP3 (RFC 1939, 2449, 3206, 5034, 6856): the server and the client.
//!
//! | module | what it holds |
//! |---|---|
//! | [`command`] | typed commands, the only parser and writer of command lines |
//! | [`reply`] | everything that the server says, and the reader of what any server says |
//! | [`capability`] | what a server offers, as values (CAPA) |
//! | [`knowledge`] | what every response means, as data |
//! | [`violation`] | what a peer did wrong, as facts |
//! | [`server`] | one connection as the server sees it |
//! | [`client`] | one connection as a mail client sees it |
//! | [`apop`] | the digest of APOP |
//!
//! Nothing here knows a network, a clock or a disk. Not supported: TLS (STLS), since the simulated
//! wire stays readable; `SASLprep`, so names and passwords in UTF-8 are compared octet by octet.

pub mod apop;
pub mod capability;
pub mod client;
pub mod command;
pub mod knowledge;
pub mod reply;
pub mod server;
mod uidl;
pub mod violation;

pub use capability::Capabilities;
pub use uidl::Uidl;
pub use violation::Violation;
