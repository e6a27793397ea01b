//! A small module is taken apart, and both parts are read again.

use std::collections::BTreeSet;

use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, ImportKind, Module,
    ModuleConfig, RefType, ValType,
    ir::{Value, Visitor, dfs_in_order},
};

use super::*;

/// What it holds: `start` calls `early` and `late`; `late` calls `later` and `early`; `later` calls the
/// import `say`; `in_table` is named by the function table alone; `alone` is called by `later` alone.
fn small() -> Vec<u8> {
    let mut module = Module::with_config(ModuleConfig::new());
    let nothing = module.types.add(&[], &[]);
    let (say, _) = module.add_import_func("./page.js", "say", nothing);
    let memory = module.memories.add_local(false, false, 1, None, None);
    module.exports.add("memory", memory);
    module.data.add(
        walrus::DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(8)) },
        b"words".to_vec(),
    );
    let alone = calling(&mut module, "alone", &[]);
    let early = calling(&mut module, "early", &[]);
    let later = calling(&mut module, "later", &[say, alone]);
    let late = calling(&mut module, "late", &[later, early]);
    let in_table = calling_nobody(&mut module, "in_table");
    let start = calling(&mut module, "start", &[early, late]);
    module.exports.add("start", start);
    let table = module.tables.add_local(false, 2, Some(2), RefType::FUNCREF);
    let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
    let element = module.elements.add(kind, ElementItems::Functions(vec![in_table]));
    module.tables.get_mut(table).elem_segments.insert(element);
    module.emit_wasm()
}

/// A function that takes two numbers and gives one, after it called others that take nothing or two.
fn calling(module: &mut Module, name: &str, others: &[FunctionId]) -> FunctionId {
    let takes = [ValType::I32, ValType::I64];
    let arguments = takes.map(|it| module.locals.add(it));
    let needs: Vec<usize> =
        others.iter().map(|it| module.types.params(module.funcs.get(*it).ty()).len()).collect();
    let mut function = FunctionBuilder::new(&mut module.types, &takes, &[ValType::I32]);
    let mut body = function.func_body();
    for (other, needs) in others.iter().zip(needs) {
        if needs > 0 {
            body.local_get(arguments[0]).local_get(arguments[1]).call(*other).drop();
        } else {
            body.call(*other);
        }
    }
    body.local_get(arguments[0]);
    let id = function.finish(arguments.to_vec(), &mut module.funcs);
    module.funcs.get_mut(id).name = Some(name.to_owned());
    id
}

/// A function of another kind: it takes and gives nothing.
fn calling_nobody(module: &mut Module, name: &str) -> FunctionId {
    let function = FunctionBuilder::new(&mut module.types, &[], &[]);
    let id = function.finish(Vec::new(), &mut module.funcs);
    module.funcs.get_mut(id).name = Some(name.to_owned());
    id
}

/// The place in the door at which an entrance looks, and what it expects there.
#[derive(Default)]
struct Look {
    at: Option<i32>,
    kind: Option<walrus::TypeId>,
}

impl Visitor<'_> for Look {
    fn visit_const(&mut self, it: &walrus::ir::Const) {
        if let Value::I32(at) = it.value {
            self.at = Some(at);
        }
    }

    fn visit_call_indirect(&mut self, it: &walrus::ir::CallIndirect) {
        self.kind = Some(it.ty);
    }
}

fn parts() -> (Module, Module) {
    let later = ["late", "later", "alone", "in_table"].map(|name| Watched {
        name: name.to_owned(),
        size: 100,
        is_called: false,
    });
    let later = Later::of(&later);
    let parts = split(&small(), &later).expect("it can be taken apart");
    (parse(&parts.first).expect("Wasm"), parse(&parts.rest).expect("Wasm"))
}

#[test]
fn what_moved_is_in_the_rest_alone() {
    let (first, rest) = parts();
    // `start`, `early`, two entrances, and who asks for the rest.
    assert_eq!(first.funcs.iter_local().count(), 5);
    // `late`, `later`, `alone`, `in_table`, and who says that they are there.
    assert_eq!(rest.funcs.iter_local().count(), 5);
    let imports: BTreeSet<&str> = first.imports.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(imports, BTreeSet::from(["say", WANTED]));
    assert_eq!((first.data.iter().count(), rest.data.iter().count()), (1, 0));
}

#[test]
fn whatever_the_rest_imports_is_exported_by_the_first_part_as_the_same_kind() {
    let (first, rest) = parts();
    assert!(rest.imports.iter().count() > 0);
    for import in rest.imports.iter() {
        assert_eq!(import.module, FIRST);
        let export =
            first.exports.iter().find(|it| it.name == import.name).expect("it is exported");
        let is_same = match (&import.kind, &export.item) {
            (ImportKind::Function(one), walrus::ExportItem::Function(other)) => {
                let (one, other) = (rest.funcs.get(*one).ty(), first.funcs.get(*other).ty());
                rest.types.params(one) == first.types.params(other)
                    && rest.types.results(one) == first.types.results(other)
            }
            (ImportKind::Table(_), walrus::ExportItem::Table(_))
            | (ImportKind::Memory(_), walrus::ExportItem::Memory(_))
            | (ImportKind::Global(_), walrus::ExportItem::Global(_)) => true,
            _ => false,
        };
        assert!(is_same, "{}", import.name);
    }
}

#[test]
fn each_entrance_has_its_place_in_the_table() {
    let (first, rest) = parts();
    let door = first.exports.iter().find(|it| it.name == DOOR).expect("it is exported");
    let walrus::ExportItem::Table(door) = door.item else { panic!("it is a table") };
    assert_eq!(first.tables.get(door).initial, 2, "`late` and `in_table` are reached from outside");
    let filled = rest.elements.iter().next().expect("the rest fills it");
    let ElementItems::Functions(moved) = &filled.items else { panic!("with functions") };
    let mut looked_at = BTreeSet::new();
    for (_, function) in first.funcs.iter_local() {
        let mut look = Look::default();
        dfs_in_order(&mut look, function, function.entry_block());
        let Some(kind) = look.kind else { continue };
        let at = usize::try_from(look.at.expect("it says where")).expect("a place");
        let there = rest.funcs.get(moved[at]).ty();
        assert_eq!(first.types.params(kind), rest.types.params(there));
        assert_eq!(first.types.results(kind), rest.types.results(there));
        looked_at.insert(at);
    }
    assert_eq!(looked_at.len(), moved.len());
    assert!(rest.start.is_some(), "it says that it is there");
}

#[test]
fn a_marked_module_names_its_functions_in_their_order() {
    let (wasm, watched) = marked(&small()).expect("it can be marked");
    assert_eq!(watched.len(), 6);
    assert!(watched.iter().any(|it| it.name == "in_table" && it.size > 0 && !it.is_called));
    let module = parse(&wasm).expect("Wasm");
    assert!(module.imports.find("./page.js", MARK).is_some());
}
