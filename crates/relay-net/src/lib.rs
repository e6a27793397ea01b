//! Byte streams between simulated hosts, links, faults and DNS.
//!
//! * [`Fabric`]: hosts, listeners, connections; see there how a connection lives and dies.
//! * [`LinkProfile`]: latency, jitter, rate and loss between two hosts.
//! * [`Rule`]: an ordered chain of faults.
//! * [`dns`]: zones, failures, and a caching resolver on every host.
//! * [`limit`]: every bound.
//!
//! The crate is sans-IO: it reads no clock and owns no event queue. Calls leave [`NetEvent`]s in an
//! [`Outbox`]; the caller schedules them and gives them back. It never looks into the bytes that it
//! carries. Everything is `Clone`: a copy goes on exactly as the original would.
//!
//! ```
//! use relay_kernel::{EventQueue, Rng, SimDuration, SimTime, Stream};
//! use relay_net::{End, Endpoint, Fabric, Happening, LinkProfile, Outbox};
//!
//! let link = LinkProfile::with_latency(SimDuration::from_millis(10));
//! let mut fabric = Fabric::new(Rng::new(1, Stream(1)), link);
//! let a = fabric.add_host(&["192.0.2.1".parse()?]);
//! let b = fabric.add_host(&["192.0.2.2".parse()?]);
//! fabric.listen(b, 7);
//!
//! let mut out = Outbox::new();
//! let mut queue = EventQueue::new();
//! let to = Endpoint::new("192.0.2.2".parse()?, 7);
//! let patience = SimDuration::from_secs(30);
//! let conn = fabric.dial(SimTime::START, a, to, patience, &mut out);
//! let mut heard = Vec::new();
//! loop {
//!     for (at, event) in out.events.drain(..) {
//!         queue.schedule(at, event);
//!     }
//!     let Some((now, event)) = queue.pop() else { break };
//!     match fabric.handle(now, event, &mut out) {
//!         Happening::Connected { conn, .. } => {
//!             let sent = fabric.send(now, conn, End::Dialer, b"hello", &mut out);
//!             assert_eq!(sent.accepted, 5);
//!         }
//!         Happening::Bytes { conn, to, .. } => {
//!             heard.extend_from_slice(fabric.received(conn, to));
//!             fabric.consume(now, conn, to, 5, &mut out);
//!             assert_eq!(now, SimTime::from_micros(30_000));
//!         }
//!         _ => {}
//!     }
//! }
//! assert_eq!(heard, b"hello");
//! # Ok::<(), core::net::AddrParseError>(())
//! ```

mod connection;
pub mod dns;
mod endpoint;
mod event;
mod fabric;
mod flow;
pub mod limit;
mod link;
mod rule;

pub use connection::{ConnectionView, EndState};
pub use endpoint::{ConnId, End, Endpoint, NetHostId};
pub use event::{DialError, Fact, Fate, Happening, NetEvent, Outbox, ResetCause, Sent};
pub use fabric::{Fabric, Power};
pub use link::LinkProfile;
pub use rule::{After, Hosts, InstalledRule, Rule, RuleId, Stage, Verdict};
