//! The built page in Firefox, as the distribution or Mozilla ships it: the specs of the browser stage
//! again, but for what nobody can ask of it.

use super::{Memory, Outcome, browser};
use crate::{error::Result, tools};

/// Runs every spec in Firefox, unless they have passed with these very ones: that takes as long as all
/// else together.
pub(super) fn run(memory: &Memory) -> Result<Outcome> {
    browser::build()?;
    tools::install_browser_tests()?;
    let firefox = tools::firefox()?;
    memory.unless_passed(&browser::inputs(&firefox), || {
        let specs = |project| browser::specs(project, (tools::FIREFOX, &firefox));
        // One after the other: neither may be without a test.
        let mut outcome = specs("firefox")?.or_nothing_checked();
        let wishes = specs("firefox-wishes")?.or_nothing_checked();
        outcome.count += wishes.count;
        outcome.output += &wishes.output;
        Ok(outcome)
    })
}
