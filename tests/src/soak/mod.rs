//! Random worlds: built from a seed, run until they are quiet, and held against every promise.
//!
//! A world is a scenario *text*. What fails is made smaller while it still fails, and what is left
//! can be run by anybody: `relayscope run FILE`. World `n` of a soak has the seed `seed + n`, so
//! every world can be had alone.
//!
//! * [`generate`]: a seed becomes a [`Draft`].
//! * [`run`](mod@run): a text is run, and the [`Violation`] is told.
//! * [`audit`]: what a finished trace must show of hand-overs from host to host.
//! * [`shrink`]: a failing draft becomes a small one.

pub mod audit;
mod draft;
pub mod generate;
pub mod run;
mod shrink;

use core::fmt;

pub use draft::{Block, Draft};
pub use run::{Promise, Summary, Violation};
pub use shrink::shrink;

/// A world that broke a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The seed of the world.
    pub seed: u64,
    /// What happened in the world as it was built.
    pub violation: Violation,
    /// A small scenario that breaks the same promise.
    pub smallest: String,
    /// What happens in the small one.
    pub remains: Violation,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, violation, smallest, remains } = self;
        writeln!(f, "the world of seed {seed}: {violation}")?;
        writeln!(f, "once more: cargo xtask soak --worlds 1 --seed {seed}")?;
        writeln!(f, "a smaller one with the same trouble: {remains}\n\n{smallest}")
    }
}

/// Builds and runs the worlds of `seed`, `seed + 1` and so on. `progress` hears of each one that
/// kept its promises. The first that did not ends the soak.
///
/// # Errors
/// What was found, made small.
pub fn soak(
    worlds: u64,
    seed: u64,
    promise: Promise<'_>,
    mut progress: impl FnMut(u64, &Summary),
) -> Result<Summary, Box<Finding>> {
    let mut total = Summary::default();
    for nth in 0..worlds {
        let seed = seed.wrapping_add(nth);
        let draft = generate::draft(seed);
        match run::run(&draft.text(), promise) {
            Ok(summary) => {
                total += summary;
                progress(nth + 1, &total);
            }
            Err(violation) => {
                let (small, remains) = shrink(draft, violation.clone(), promise);
                let smallest = small.text();
                return Err(Box::new(Finding { seed, violation, smallest, remains }));
            }
        }
    }
    Ok(total)
}
