//! The part that comes later: what moved, with all else imported from the first part.

use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, GlobalId,
    GlobalKind, ImportedFunction, Module, RefType, ValType, ir::Value, passes::gc,
};

use super::{
    APART, DOOR, FIRST, READY,
    plan::{Plan, locals, places},
};
use crate::error::{Error, Result};

/// Makes the whole module the rest.
pub(super) fn keep(module: &mut Module, plan: &Plan) -> Result<()> {
    drop_what_the_first_part_has(module)?;
    import_functions(module, plan);
    import_stores(module);
    fill_the_door(module, plan);
    gc::run(module);
    Ok(())
}

/// What is done once, when the first part starts: tables are filled, memory is written.
fn drop_what_the_first_part_has(module: &mut Module) -> Result<()> {
    for export in module.exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(export);
    }
    for element in module.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
        if !matches!(module.elements.get(element).kind, ElementKind::Active { .. }) {
            return Err(Error::new("the compiled page fills a table later").mend(APART));
        }
        module.elements.delete(element);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for data in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        if module.data.get(data).is_passive() {
            return Err(Error::new("the compiled page writes memory later").mend(APART));
        }
        module.data.delete(data);
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
    Ok(())
}

/// Has all functions but those that moved from the first part, be they its own or imported by it.
fn import_functions(module: &mut Module, plan: &Plan) {
    let places = places(module);
    let old: Vec<_> = module.imports.iter().map(walrus::Import::id).collect();
    for (place, name) in &plan.shared {
        let id = places[place];
        let import = module.imports.add(FIRST, name, id);
        let ty = module.funcs.get(id).ty();
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for import in old {
        module.imports.delete(import);
    }
    // What is not shared is not called by anything that moved; without an import or a body it goes.
    for id in locals(module) {
        if !plan.moves(id) {
            module.funcs.delete(id);
        }
    }
    module.start = None;
}

/// Memories, tables and globals are those of the first part.
fn import_stores(module: &mut Module) {
    for id in module.memories.iter().map(walrus::Memory::id).collect::<Vec<_>>() {
        let import = module.imports.add(FIRST, &format!("_m{}", id.index()), id);
        module.memories.get_mut(id).import = Some(import);
    }
    for id in module.tables.iter().map(walrus::Table::id).collect::<Vec<_>>() {
        let import = module.imports.add(FIRST, &format!("_t{}", id.index()), id);
        module.tables.get_mut(id).import = Some(import);
    }
    for id in module.globals.iter().map(walrus::Global::id).collect::<Vec<_>>() {
        let import = module.imports.add(FIRST, &format!("_g{}", id.index()), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}

/// Puts what moved where the entrances look for it, and then says so.
fn fill_the_door(module: &mut Module, plan: &Plan) {
    let places = places(module);
    let size = u64::try_from(plan.entrances.len()).expect("a table has fewer than 2^32 places");
    let (door, _) = module.add_import_table(FIRST, DOOR, false, size, Some(size), RefType::FUNCREF);
    let moved: Vec<FunctionId> = plan.entrances.iter().map(|place| places[place]).collect();
    let kind = ElementKind::Active { table: door, offset: ConstExpr::Value(Value::I32(0)) };
    let element = module.elements.add(kind, ElementItems::Functions(moved));
    module.tables.get_mut(door).elem_segments.insert(element);
    let (ready, _) = module.add_import_global(FIRST, READY, ValType::I32, true, false);
    module.start = Some(opening(module, ready));
}

fn opening(module: &mut Module, ready: GlobalId) -> FunctionId {
    let mut opening = FunctionBuilder::new(&mut module.types, &[], &[]);
    opening.func_body().i32_const(1).global_set(ready);
    opening.finish(Vec::new(), &mut module.funcs)
}
