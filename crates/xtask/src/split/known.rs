//! Which functions the first sight needs: a list that a browser made, by the sums of their names.

use std::{collections::BTreeSet, fmt::Write, path::PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    error::{Error, Result},
    workspace::root,
};

/// What stands above the list.
const HEAD: &str = "\
# Functions that the first sight of the page calls, by sums of their names; the rest of the Wasm is
# fetched after it. Made by `cargo xtask shots --first`. Another compiler makes other functions of the
# same source: what is new in them comes with the rest.
";

/// Before the name of the compiler.
const COMPILER: &str = "# Compiled by ";

/// The functions that are known to be needed at first.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeSet<u32>);

impl Known {
    /// Where the list lies.
    pub(crate) fn file() -> PathBuf {
        root().join("web/first-functions.txt")
    }

    /// Those that have these names.
    pub(crate) fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(sum).collect())
    }

    /// Reads the list.
    pub(crate) fn read(list: &str) -> Result<Self> {
        let lines = list.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let sums = lines.map(|(at, line)| {
            u32::from_str_radix(line, 16).map_err(|_| {
                Error::new(format!("line {} is no sum of a name", at + 1))
                    .at(Self::file().display())
                    .mend("make the list anew: cargo xtask shots --first")
            })
        });
        Ok(Self(sums.collect::<Result<_>>()?))
    }

    /// The list as it is kept, for what this compiler makes.
    pub(crate) fn written(&self, compiler: &str) -> String {
        let mut list = format!("{HEAD}{COMPILER}{compiler}\n");
        for sum in &self.0 {
            let _ = writeln!(list, "{sum:08x}");
        }
        list
    }

    /// Whether a function of this name is one of them.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(&sum(name))
    }
}

/// The sum of a name, such as `<relay_web[1f3a…]::map::Map>::new::{closure#2}`, without what changes
/// from build to build: sums of crates, and how many closures stand before this one.
fn sum(name: &str) -> u32 {
    let mut kept = String::with_capacity(name.len());
    let mut left = name;
    while let Some(at) = left.find(['[', '#']) {
        kept.push_str(&left[..at]);
        let (sign, after) = left[at..].split_at(1);
        let end = after.find(|it: char| !it.is_ascii_hexdigit()).unwrap_or(after.len());
        let is_counted = sign == "#" && end > 0;
        let is_crate = sign == "[" && end > 8 && after[end..].starts_with(']');
        if !(is_counted || is_crate) {
            kept.push_str(sign);
        }
        left = match (is_counted, is_crate) {
            (true, _) => &after[end..],
            (_, true) => &after[end + 1..],
            _ => after,
        };
    }
    kept.push_str(left);
    u32::try_from(xxh3_64(kept.as_bytes()) >> 32).expect("the upper half has 32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_another_build() {
        let known = Known::named(["<tachys[9a997d04ea553773]::Any as x[1]>::new::{closure#3}"]);
        assert!(known.has("<tachys[0123456789abcdef]::Any as x[1]>::new::{closure#12}"));
        assert!(!known.has("<tachys[9a997d04ea553773]::Any as x[2]>::new::{closure#3}"));
        assert!(!known.has("<tachys[9a997d04ea553773]::Any as x[1]>::new"));
    }

    #[test]
    fn the_list_is_read_as_it_is_written() {
        let known = Known::named(["a", "b", "c"]);
        assert_eq!(Known::read(&known.written("rustc 1.2.3")).expect("our own list").0, known.0);
        assert!(Known::read("# head\n1234abcd\nno sum\n").is_err());
    }
}
