//! The part that comes first: what moved leaves an entrance, where one is needed.

use walrus::{
    ConstExpr, FunctionBuilder, FunctionId, FunctionKind, GlobalId, Module, RefType, TableId,
    ValType, ir::Value, passes::gc,
};

use super::{
    DOOR, READY, WANTED, home_of_imports,
    plan::{Plan, places},
};
use crate::error::Result;

/// Makes the whole module the first part.
pub(super) fn keep(module: &mut Module, plan: &Plan) -> Result<()> {
    let places = places(module);
    let size = u64::try_from(plan.entrances.len()).expect("a table has fewer than 2^32 places");
    let door = module.tables.add_local(false, size, Some(size), RefType::FUNCREF);
    let ready =
        module.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
    let knock = knock(module, ready)?;
    for (at, place) in plan.entrances.iter().enumerate() {
        put_entrance(module, places[place], Entrance { at, door, knock });
    }
    share(module, plan);
    module.exports.add(DOOR, door);
    module.exports.add(READY, ready);
    gc::run(module);
    Ok(())
}

/// How an entrance reaches what moved.
#[derive(Debug, Clone, Copy)]
struct Entrance {
    at: usize,
    door: TableId,
    knock: FunctionId,
}

/// A function that comes back when the rest is there.
fn knock(module: &mut Module, ready: GlobalId) -> Result<FunctionId> {
    let home = home_of_imports(module)?;
    let nothing = module.types.add(&[], &[]);
    let (wanted, _) = module.add_import_func(&home, WANTED, nothing);
    let mut knock = FunctionBuilder::new(&mut module.types, &[], &[]);
    knock.func_body().global_get(ready).if_else(
        None,
        |_| {},
        |missing| {
            missing.call(wanted);
        },
    );
    Ok(knock.finish(Vec::new(), &mut module.funcs))
}

/// Replaces what a function does: it passes everything on.
fn put_entrance(module: &mut Module, id: FunctionId, Entrance { at, door, knock }: Entrance) {
    let kind = module.funcs.get(id).ty();
    let (takes, gives) = (module.types.params(kind).to_vec(), module.types.results(kind).to_vec());
    let arguments: Vec<_> = takes.iter().map(|it| module.locals.add(*it)).collect();
    let mut entrance = FunctionBuilder::new(&mut module.types, &takes, &gives);
    let mut body = entrance.func_body();
    body.call(knock);
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(i32::try_from(at).expect("a table has fewer than 2^31 places"));
    body.call_indirect(kind, door);
    module.funcs.get_mut(id).kind = FunctionKind::Local(entrance.local_func(arguments));
}

/// Exports what the rest needs: functions, and by their numbers memories, tables and globals.
fn share(module: &mut Module, plan: &Plan) {
    let places = places(module);
    for (place, name) in &plan.shared {
        module.exports.add(name, places[place]);
    }
    for memory in module.memories.iter().map(walrus::Memory::id).collect::<Vec<_>>() {
        module.exports.add(&format!("_m{}", memory.index()), memory);
    }
    for table in module.tables.iter().map(walrus::Table::id).collect::<Vec<_>>() {
        module.exports.add(&format!("_t{}", table.index()), table);
    }
    for global in module.globals.iter().map(walrus::Global::id).collect::<Vec<_>>() {
        module.exports.add(&format!("_g{}", global.index()), global);
    }
}
