//! A module that tells which of its functions are called.

use walrus::{Module, ir::Value};

use super::{MARK, Watched, home_of_imports, plan::locals};
use crate::error::{Error, Result};

/// Lets every function tell its number when it is called; all of them, in the order of the numbers.
pub(super) fn set(module: &mut Module) -> Result<Vec<Watched>> {
    let home = home_of_imports(module)?;
    let ids = locals(module);
    let number = module.types.add(&[walrus::ValType::I32], &[]);
    let (mark, _) = module.add_import_func(&home, MARK, number);
    let mut watched = Vec::with_capacity(ids.len());
    for (at, id) in ids.into_iter().enumerate() {
        let at = i32::try_from(at).map_err(|_| Error::new("too many functions"))?;
        let function = module.funcs.get_mut(id);
        let name = function.name.clone().unwrap_or_default();
        let function = function.kind.unwrap_local_mut();
        let size = function.original_range.as_ref().map_or(0, std::ops::Range::len);
        watched.push(Watched { name, size, is_called: false });
        let body = function.builder_mut();
        body.func_body().const_at(0, Value::I32(at)).call_at(1, mark);
    }
    Ok(watched)
}
