//! Which functions the first sight does not need: a list that a browser made, by the sums of their names.

use std::{collections::BTreeSet, fmt::Write, path::PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    error::{Error, Result},
    workspace::root,
};

/// What stands above the list.
const HEAD: &str = "\
# Functions that the first sight of the page does not call, by sums of their names: they are fetched
# after it. What is new in the source comes first, until the list is made anew by
# `cargo xtask shots --first`. Another compiler makes other functions of the same source.
";

/// Before the name of the compiler.
const COMPILER: &str = "# Compiled by ";

/// Octets of code below which a function stays in the first part: an entrance is hardly smaller.
const SMALL: usize = 40;

/// A function of a page that was watched.
#[derive(Debug)]
pub(crate) struct Watched {
    /// Its name, as the compiler wrote it.
    pub(crate) name: String,
    /// The octets of its code.
    pub(crate) size: usize,
    /// Whether the first sight called it.
    pub(crate) is_called: bool,
}

/// The functions that are known to be needed later.
#[derive(Debug, Default)]
pub(crate) struct Later(BTreeSet<u32>);

impl Later {
    /// Where the list lies.
    pub(crate) fn file() -> PathBuf {
        root().join("web/rest-functions.txt")
    }

    /// Those that were not called, and are worth it.
    pub(crate) fn of(watched: &[Watched]) -> Self {
        let sums = |is_it: fn(&Watched) -> bool| -> BTreeSet<u32> {
            watched.iter().filter(|it| is_it(it)).map(|it| sum(&it.name)).collect()
        };
        let needed = sums(|it| it.is_called);
        let mut later = sums(|it| !it.is_called && it.size >= SMALL);
        later.retain(|sum| !needed.contains(sum));
        Self(later)
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

    fn watched(name: &str, size: usize, is_called: bool) -> Watched {
        Watched { name: name.to_owned(), size, is_called }
    }

    #[test]
    fn a_name_is_the_same_in_another_build() {
        let name = "<tachys[9a997d04ea553773]::Any as x[1]>::new::{closure#3}";
        let later = Later::of(&[watched(name, 100, false)]);
        assert!(later.has("<tachys[0123456789abcdef]::Any as x[1]>::new::{closure#12}"));
        assert!(!later.has("<tachys[9a997d04ea553773]::Any as x[2]>::new::{closure#3}"));
        assert!(!later.has("<tachys[9a997d04ea553773]::Any as x[1]>::new"));
    }

    #[test]
    fn what_is_called_small_or_new_comes_first() {
        let later = Later::of(&[
            watched("called", 500, true),
            watched("small", SMALL - 1, false),
            watched("f::{closure#0}", 500, true),
            watched("f::{closure#1}", 500, false),
            watched("unneeded", SMALL, false),
        ]);
        assert!(later.has("unneeded"));
        assert!(!["called", "small", "f::{closure#1}", "new"].iter().any(|it| later.has(it)));
    }

    #[test]
    fn the_list_is_read_as_it_is_written() {
        let later = Later::of(&["a", "b", "c"].map(|it| watched(it, 100, false)));
        assert_eq!(Later::read(&later.written("rustc 1.2.3")).expect("our own list").0, later.0);
        assert!(Later::read("# head\n1234abcd\nno sum\n").is_err());
    }
}
