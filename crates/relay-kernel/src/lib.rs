//! Determinism primitives of the simulator; they know no domain words.
//!
//! * [`SimTime`] and [`SimDuration`]: integer virtual time in microseconds.
//! * [`EventQueue`]: what happens next; FIFO among equals, cancellable.
//! * [`Series`]: items numbered in the order in which they come.
//! * [`Journal`]: what changed since somebody last looked.
//! * [`Rng`]: seeded randomness, one independent stream per subsystem.
//! * [`RecordId`], [`ConnNo`] and the [`define_id!`] macro: small typed numbers.
//!
//! Nothing here reads a clock, the operating system or the environment.

mod id;
mod journal;
mod queue;
mod rng;
mod series;
mod time;

pub use id::{ConnNo, RecordId};
pub use journal::Journal;
pub use queue::{EventKey, EventQueue};
pub use rng::{Rng, Stream};
pub use series::Series;
pub use time::{SimDuration, SimTime};
