//! The application as Trunk leaves it, a module with names and its script, becomes what is sent: the
//! Wasm in two files ([`split`]), and a script that brings them together. What was before stays in
//! `target/page`: the npm package is made of it.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    error::{Error, Result},
    files::{read, read_octets, remove, remove_folder, replaced_once, write},
    split::{self, Later, Watched},
    stamp::files_below,
    workspace::target_dir,
};

/// Where a script of wasm-bindgen lists what its module imports.
const IMPORTS: &str = "    const import0 = {\n        __proto__: null,\n";

/// Where it starts its module.
const START: &str = "    wasm.__wbindgen_start();\n";

/// Where the whole application lies: `application.js` and `application.wasm`, without names.
pub(crate) fn whole_dir() -> PathBuf {
    target_dir().join("page")
}

/// Where Trunk's module is kept, with the names of its functions.
fn named_file() -> PathBuf {
    whole_dir().join("named.wasm")
}

/// Whether [`finish`] left all that is made of it later.
pub(crate) fn is_kept() -> bool {
    named_file().is_file()
        && ["application.js", "application.wasm"].iter().all(|it| whole_dir().join(it).is_file())
}

/// Takes the Wasm in `dist` apart.
pub(crate) fn finish(dist: &Path) -> Result<()> {
    let later = Later::read(&read(&Later::file())?)?;
    let Built { script, wasm } = Built::in_folder(dist)?;
    let named = read_octets(&wasm)?;
    let parts = split::split(&named, &later)?;
    let text = read(&script)?;
    write(&named_file(), &named)?;
    write(&whole_dir().join("application.js"), &text)?;
    write(&whole_dir().join("application.wasm"), &parts.whole)?;
    let sum = format!(
        "{:016x}",
        xxh3_64(&[parts.first.as_slice(), &parts.rest, text.as_bytes()].concat())
    );
    let name = format!("relay-web-{sum}");
    write(&dist.join(format!("{name}_bg.wasm")), &parts.first)?;
    let rest = format!("{name}_rest.wasm");
    write(&dist.join(&rest), &parts.rest)?;
    write(&dist.join(format!("{name}.js")), in_two_files(&text, &rest)?.as_bytes())?;
    rename_in_pages(dist, &script, &name)?;
    remove(&script)?;
    remove(&wasm)
}

/// Trunk's names tell what it made. What is made of that differs with the list as well, and parts of
/// two builds must never meet in a visitor's cache.
fn rename_in_pages(dist: &Path, script: &Path, name: &str) -> Result<()> {
    let old = script.file_stem().unwrap_or_default().to_string_lossy();
    for page in ["index.html", "embed.html"].map(|it| dist.join(it)) {
        let text = read(&page)?;
        if !text.contains(&*old) {
            return Err(Error::new(format!("it does not name {old}")).at(page.display()));
        }
        write(&page, text.replace(&*old, name).as_bytes())?;
    }
    Ok(())
}

/// A page like the one in `dist` whose functions tell when they are called, made in `folder`; the
/// functions by their numbers.
pub(crate) fn mark(dist: &Path, folder: &Path) -> Result<Vec<Watched>> {
    let (marked, watched) = split::marked(&read_octets(&named_file())?)?;
    remove_folder(folder)?;
    for file in files_below(dist)? {
        let copy = folder.join(file.strip_prefix(dist).expect("it was found below"));
        write(&copy, &read_octets(&file)?)?;
    }
    let Built { script, wasm } = Built::in_folder(folder)?;
    write(&wasm, &marked)?;
    let mark = format!(
        "{IMPORTS}        {}: (it) => (globalThis.relayscopeCalled ??= new Set()).add(it),\n",
        split::MARK
    );
    let text = replaced(&read(&whole_dir().join("application.js"))?, IMPORTS, &mark)?;
    write(&script, text.as_bytes())?;
    Ok(watched)
}

/// The script for a Wasm in two files, of which the second one has this name.
fn in_two_files(script: &str, rest: &str) -> Result<String> {
    let imports = format!("{IMPORTS}        {}: wanted,\n", split::WANTED);
    let start = format!("    follow(wasm, new URL('{rest}', import.meta.url));\n{START}");
    let script = replaced(&replaced(script, IMPORTS, &imports)?, START, &start)?;
    Ok(format!("import {{ follow, wanted }} from './rest.js';\n\n{script}"))
}

/// What Trunk makes of the crate.
struct Built {
    script: PathBuf,
    wasm: PathBuf,
}

impl Built {
    fn in_folder(folder: &Path) -> Result<Self> {
        let files = files_below(folder)?;
        let one = |ending: &str| {
            let is_it = |file: &&PathBuf| {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with("relay-web-") && name.ends_with(ending)
            };
            let mut found = files.iter().filter(is_it);
            match (found.next(), found.next()) {
                (Some(file), None) => Ok(file.clone()),
                _ => Err(Error::new(format!("not one relay-web-…{ending}, as Trunk makes"))
                    .at(folder.display())
                    .mend("remove the folder and build again")),
            }
        };
        Ok(Self { script: one(".js")?, wasm: one("_bg.wasm")? })
    }
}

/// The script, with more at a place that it holds once.
fn replaced(script: &str, from: &str, to: &str) -> Result<String> {
    let mend = "see what wasm-bindgen writes now, and change crates/xtask/src/application.rs";
    replaced_once(script, (from, to), "the script of wasm-bindgen", mend)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_asks_for_the_rest() {
        let script = format!("{IMPORTS}}};\nfunction go() {{\n{START}}}\n");
        let two = in_two_files(&script, "it_rest.wasm").expect("a script of wasm-bindgen");
        assert!(two.starts_with("import { follow, wanted } from './rest.js';"));
        assert!(two.contains("relayscope_rest: wanted,"));
        let (before, after) =
            two.split_once("follow(wasm, new URL('it_rest.wasm'").expect("it is there");
        assert!(before.contains("import0") && after.contains(START), "before the module starts");
    }

    #[test]
    fn another_script_is_refused() {
        let error = in_two_files("nothing of this", "it_rest.wasm").expect_err("no script");
        assert!(error.to_string().contains("__proto__: null"), "{error}");
    }
}
