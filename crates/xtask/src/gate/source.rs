//! Which files hold the tests of a stage. A rule of the tree compares what they name with what the stage
//! depends on, so that nobody forgets it.

use std::path::Path;

use super::{Inputs, browser, clients, native, package, wasm};

/// The tests of a stage.
#[derive(Debug)]
pub(crate) struct Source {
    /// The stage.
    pub(crate) stage: &'static str,
    /// Whether a file, named from the top of the tree, is one of them.
    pub(crate) holds: fn(&str) -> bool,
    /// On what the stage depends.
    pub(crate) inputs: Inputs,
}

/// Of every stage that is not always run; what Firefox and the sites depend on is more than what the
/// browser stage does.
pub(crate) fn sources() -> Vec<Source> {
    let any = Path::new("any");
    vec![
        Source {
            stage: "native",
            // xtask names for its commands what its tests do not read.
            holds: |file| {
                let ours = ["crates/", "tests/"].iter().any(|top| file.starts_with(top));
                ours && !file.starts_with("crates/xtask/") && has_ending(file, "rs")
            },
            inputs: native::inputs(),
        },
        Source {
            stage: "clients",
            holds: |file| file.starts_with("tests/clients/"),
            inputs: clients::inputs("any"),
        },
        Source {
            stage: "package",
            holds: |file| file.starts_with("web/package/tests/"),
            inputs: package::inputs(),
        },
        Source {
            stage: "wasm",
            holds: |file| wasm::SCRIPTS.iter().any(|it| file == format!("tests/browser/{it}")),
            inputs: wasm::inputs(&[], any, any),
        },
        Source {
            stage: "browser",
            holds: |file| file.starts_with("tests/browser/") && has_ending(file, "mjs"),
            inputs: browser::inputs(any),
        },
    ]
}

fn has_ending(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|it| it == ending)
}
