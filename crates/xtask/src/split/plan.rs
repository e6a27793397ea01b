//! Who goes where, before anything is changed.

use std::collections::{BTreeMap, BTreeSet};

use walrus::{
    ConstExpr, ElementItems, ExportItem, FunctionId, FunctionKind, GlobalKind, LocalFunction,
    Module,
    ir::{Visitor, dfs_in_order},
};

use super::{APART, Later};
use crate::error::{Error, Result};

/// A function by its place among all of the module, which is the same whenever that is parsed.
type Place = usize;

/// What moves into the rest, and how the two parts reach each other.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The functions that move.
    moved: BTreeSet<Place>,
    /// Those of them that the first part calls or names, in the order of the table.
    pub(super) entrances: Vec<Place>,
    /// What stays, and is called by what moves: the name under which it is exported.
    pub(super) shared: BTreeMap<Place, String>,
}

impl Plan {
    /// Moves what is known to be needed later.
    pub(super) fn of(module: &Module, later: &Later) -> Result<Self> {
        let moves = |id: FunctionId| {
            let name = module.funcs.get(id).name.as_deref();
            Some(id) != module.start && name.is_some_and(|name| later.has(name))
        };
        let locals = || module.funcs.iter_local();
        let moved: BTreeSet<Place> =
            locals().filter(|(id, _)| moves(*id)).map(|(id, _)| id.index()).collect();
        let mut entrances = named_outside_functions(module)?;
        let mut shared = BTreeSet::new();
        for (id, function) in locals() {
            let called = called_by(function);
            if moved.contains(&id.index()) {
                shared.extend(called.into_iter().filter(|it| !moved.contains(it)));
            } else {
                entrances.extend(called);
            }
        }
        entrances.retain(|it| moved.contains(it));
        let names = shared.into_iter().enumerate().map(|(at, it)| (it, format!("_{at}")));
        Ok(Self { moved, entrances: entrances.into_iter().collect(), shared: names.collect() })
    }

    /// Whether a function moves.
    pub(super) fn moves(&self, id: FunctionId) -> bool {
        self.moved.contains(&id.index())
    }
}

/// The functions of a module by their places.
pub(super) fn places(module: &Module) -> BTreeMap<Place, FunctionId> {
    module.funcs.iter().map(|it| (it.id().index(), it.id())).collect()
}

/// Those that tables, exports and globals name.
fn named_outside_functions(module: &Module) -> Result<BTreeSet<Place>> {
    let mut named = BTreeSet::new();
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(ids) => named.extend(ids.iter().copied().map(place)),
            ElementItems::Expressions(_, items) => {
                named.extend(items.iter().filter_map(function_in));
            }
        }
    }
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            named.insert(id.index());
        }
    }
    for global in module.globals.iter() {
        match &global.kind {
            GlobalKind::Local(value) => named.extend(function_in(value)),
            GlobalKind::Import(_) => {
                return Err(Error::new("the compiled page imports a global").mend(APART));
            }
        }
    }
    Ok(named)
}

fn place(id: FunctionId) -> Place {
    id.index()
}

fn function_in(value: &ConstExpr) -> Option<Place> {
    match value {
        ConstExpr::RefFunc(id) => Some(id.index()),
        _ => None,
    }
}

/// Those that a function calls or names.
fn called_by(function: &LocalFunction) -> BTreeSet<Place> {
    struct Called(BTreeSet<Place>);
    impl Visitor<'_> for Called {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.insert(id.index());
        }
    }
    let mut called = Called(BTreeSet::new());
    dfs_in_order(&mut called, function, function.entry_block());
    called.0
}

/// The functions that the module makes itself, with their identities.
pub(super) fn locals(module: &Module) -> Vec<FunctionId> {
    let is_local = |kind: &FunctionKind| matches!(kind, FunctionKind::Local(_));
    module.funcs.iter().filter(|it| is_local(&it.kind)).map(walrus::Function::id).collect()
}
