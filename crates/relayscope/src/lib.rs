//! The world: many hosts on one network, stepped, sought, traced and checked.

pub mod scenario;
