//! Tests of both machines from outside.

mod pair;
mod property;
mod table;
mod timeout;
