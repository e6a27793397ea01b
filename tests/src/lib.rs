//! The harness of the whole-system tests.

pub mod dialog;
pub mod fuzz;
pub mod hosts;
pub mod scenario;
pub mod soak;
