//! The network driven by an event queue: every behaviour, to the microsecond.

mod dial;
mod driver;
mod ending;
mod fault;
mod link;
mod names;
mod power;
mod random;
mod stream;
