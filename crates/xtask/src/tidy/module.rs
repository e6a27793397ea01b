//! Modules: every file is compiled, and every name says what is inside.

use std::collections::BTreeSet;

use super::{
    Finding, Rule,
    source::Kind,
    tree::{Tree, has_ending},
};

/// Names that say nothing.
const SAY_NOTHING: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

pub(super) const NAMES: Rule = Rule {
    name: "module names",
    why: "a module is named after what it does; a drawer for odds and ends only ever grows",
    check: names,
};

pub(super) const REACHED: Rule = Rule {
    name: "dead files",
    why: "a Rust file that no `mod` names is never compiled, so nobody would see it rot",
    check: reached,
};

fn names(tree: &Tree) -> Vec<Finding> {
    let code = |path: &&String| {
        ["rs", "js", "mjs", "ts", "css"].iter().any(|ending| has_ending(path, ending))
    };
    let drawer = |path: &&String| {
        path.split('/')
            .any(|part| SAY_NOTHING.contains(&part.split('.').next().unwrap_or_default()))
    };
    tree.files
        .keys()
        .filter(code)
        .filter(drawer)
        .map(|path| Finding::new(path, "has a name that says nothing; name it after what it does"))
        .collect()
}

fn reached(tree: &Tree) -> Vec<Finding> {
    let others = other_roots(tree);
    let own = tree.packages.iter().flat_map(|it| &it.roots).chain(&others);
    let roots: BTreeSet<&str> = own.map(String::as_str).collect();
    let mut known: BTreeSet<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let mut to_do: Vec<String> = known.iter().cloned().collect();
    while let Some(path) = to_do.pop() {
        let Some(source) = tree.sources.iter().find(|source| source.path == path) else { continue };
        let is_root = roots.contains(path.as_str());
        let modules = source.modules.iter().flat_map(|module| module.places(&path, is_root));
        for place in modules.chain(included(tree, &path)) {
            if tree.files.contains_key(&place) && known.insert(place.clone()) {
                to_do.push(place);
            }
        }
    }
    let rust = tree.files.keys().filter(|path| has_ending(path, "rs"));
    rust.filter(|path| !known.contains(*path))
        .map(|path| Finding::new(path, "is not reached by any `mod`; declare it or delete it"))
        .collect()
}

/// The programs of packages that are no members of the workspace, by their manifests.
fn other_roots(tree: &Tree) -> Vec<String> {
    let folders = tree.files.keys().filter_map(|path| path.strip_suffix("/Cargo.toml"));
    let others = folders.filter(|folder| tree.packages.iter().all(|it| it.folder != **folder));
    let programs = others.flat_map(|folder| {
        let text = tree.files.get(&format!("{folder}/Cargo.toml"));
        let manifest = text.and_then(|text| text.parse::<toml::Table>().ok()).unwrap_or_default();
        let programs = manifest.get("bin").and_then(toml::Value::as_array).cloned();
        let path = move |it: toml::Value| Some(format!("{folder}/{}", it.get("path")?.as_str()?));
        programs.unwrap_or_default().into_iter().filter_map(path)
    });
    programs.collect()
}

/// Files that `include!("…")` brings in.
fn included(tree: &Tree, path: &str) -> Vec<String> {
    let Some(source) = tree.sources.iter().find(|source| source.path == path) else {
        return Vec::new();
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let windows = source.tokens.windows(4);
    windows
        .filter(|window| window[0].text == "include" && window[1].text == "!")
        .filter(|window| window[3].kind == Kind::Literal)
        .map(|window| format!("{folder}/{}", window[3].text.trim_matches('"')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Tree, names, reached};

    #[test]
    fn catches_a_drawer() {
        let tree = Tree::of(&[
            ("crates/a/src/utils.rs", ""),
            ("crates/a/src/common/mod.rs", ""),
            ("crates/a/src/commonly.rs", ""),
            ("crates/a/utils.toml", ""),
        ]);
        let found: Vec<String> = names(&tree).into_iter().map(|it| it.place).collect();
        assert_eq!(found, ["crates/a/src/common/mod.rs", "crates/a/src/utils.rs"]);
    }

    #[test]
    fn catches_a_file_that_is_never_compiled() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "mod b; mod c; include!(\"f.rs\");"),
            ("crates/a/src/b.rs", "mod d;"),
            ("crates/a/src/b/d.rs", ""),
            ("crates/a/src/c/mod.rs", "mod e;"),
            ("crates/a/src/c/e.rs", ""),
            ("crates/a/src/d.rs", ""),
            ("crates/a/src/f.rs", ""),
            ("tests/fuzz/Cargo.toml", "[[bin]]\nname = \"g\"\npath = \"g.rs\"\n"),
            ("tests/fuzz/g.rs", ""),
        ])
        .with_package("a", "crates/a", &[]);
        let found: Vec<String> = reached(&tree).into_iter().map(|it| it.place).collect();
        assert_eq!(found, ["crates/a/src/d.rs"]);
    }
}
