//! The Wasm in two files: what the first sight needs comes first, and the rest while it is looked at.
//!
//! Both share one memory and one function table. A function of the rest that the first part calls is
//! there as well, as an entrance: it passes its arguments on through a table that the rest fills when
//! it is there, and asks for it when it is not. So nothing in the source knows of the two, and
//! nothing that is missing can be called. What belongs to the rest was seen in a browser and is kept
//! as a list ([`later`]).

mod first;
mod later;
mod marks;
mod plan;
mod rest;

use walrus::{Module, ModuleConfig};

pub(crate) use self::later::{Later, Watched};
use self::plan::Plan;
use crate::error::{Error, Result};

/// How the entrances ask for the rest: an import of the first part, from where it has all others.
pub(crate) const WANTED: &str = "relayscope_rest";

/// How a marked module tells that one of its functions is called: an import with its number.
pub(crate) const MARK: &str = "relayscope_mark";

/// The table through which the first part reaches the rest, as it is exported.
const DOOR: &str = "_door";

/// What says that the rest is there, as it is exported.
const READY: &str = "_ready";

/// The name under which the rest imports what the first part exports.
const FIRST: &str = "first";

/// What to do about a module that holds what none of ours did.
const APART: &str =
    "the two parts share no such thing: teach crates/xtask/src/split, or compile as before";

/// The compiled application in the forms in which it is sent.
#[derive(Debug)]
pub(crate) struct Parts {
    /// All of it, for those who take it as one file.
    pub(crate) whole: Vec<u8>,
    /// What the first sight needs.
    pub(crate) first: Vec<u8>,
    /// What is missing in that.
    pub(crate) rest: Vec<u8>,
}

/// Takes a module with names apart; none of the parts has any.
pub(crate) fn split(named: &[u8], later: &Later) -> Result<Parts> {
    let mut module = parse(named)?;
    let plan = Plan::of(&module, later)?;
    let whole = parse(named)?.emit_wasm();
    first::keep(&mut module, &plan)?;
    let mut other = parse(named)?;
    rest::keep(&mut other, &plan)?;
    Ok(Parts { whole, first: module.emit_wasm(), rest: other.emit_wasm() })
}

/// A module that tells which of its functions are called, and what they are; none was called yet.
pub(crate) fn marked(named: &[u8]) -> Result<(Vec<u8>, Vec<Watched>)> {
    let mut module = parse(named)?;
    let watched = marks::set(&mut module)?;
    Ok((module.emit_wasm(), watched))
}

fn parse(wasm: &[u8]) -> Result<Module> {
    let mut how = ModuleConfig::new();
    how.generate_name_section(false).generate_producers_section(false);
    how.parse(wasm)
        .map_err(|error| Error::new(format!("the compiled page cannot be read: {error:#}")))
}

/// From where the module has what it imports.
fn home_of_imports(module: &Module) -> Result<String> {
    let import = module.imports.iter().next();
    Ok(import.ok_or_else(|| Error::new("the compiled page imports nothing"))?.module.clone())
}

#[cfg(test)]
mod tests;
