//! The command relayscope.
fn main() {}
