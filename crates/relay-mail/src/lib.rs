//! Mail nouns and framing that SMTP and POP3 share.
//!
//! | module | what it holds |
//! |---|---|
//! | [`domain`], [`address`], [`path`] | names that cannot hold an invalid value (RFC 5321 §4.1.2) |
//! | [`content`] | a message's octets, with bodies shared between copies |
//! | [`header`] | reading header fields, writing trace fields (RFC 5321 §4.4, RFC 5322) |
//! | [`status`] | reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) |
//! | [`line`](mod@line), [`dot`] | framing: CRLF lines with limits, dot-stuffing both ways |
//! | [`octet`] | what an octet may stand in |
//! | [`date`] | the simulated clock as RFC 5322 text |
//! | [`language`] | the languages of those who look on, and texts in all of them |
//! | [`limit`] | every bound of the protocols, in one table |

pub mod address;
pub mod content;
pub mod date;
pub mod domain;
pub mod dot;
pub mod faults;
mod head;
pub mod header;
mod idn;
pub mod language;
pub mod limit;
pub mod line;
pub mod octet;
pub mod path;
pub mod status;

pub use address::{LocalPart, Mailbox};
pub use content::{Bodies, Content};
pub use date::{Calendar, Dates};
pub use domain::{Domain, HostPart};
pub use language::{Language, Words};
pub use path::{ForwardPath, ReversePath};
pub use status::{EnhancedCode, ReplyCode, Severity};
