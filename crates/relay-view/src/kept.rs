//! What a page keeps over a reload, as text: lines `name=value`, an empty line, and the scenario
//! file where it is the visitor's own.
//!
//! Whatever comes back is taken for what it may be: text that somebody else wrote, or half of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use relayscope::scenario::Position;

/// The first line; another one is of another version, and is not read.
const FIRST: &str = "relayscope 1";

/// Octets of a scenario file that is kept; browsers allow a few million for all of a site.
pub const SOURCE_MAX: usize = 1 << 20;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Single values by name, none of them with a line end.
    pub values: BTreeMap<String, String>,
    /// Where hosts were put.
    pub moved: BTreeMap<u32, Position>,
    /// The visitor's own scenario file; `None` where the page's own is shown.
    pub source: Option<String>,
}

impl Kept {
    /// Sets a value; its line ends become spaces.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into().replace(['\n', '\r'], " ");
        self.values.insert(name.to_owned(), value);
    }

    /// A value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A value that is a number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }

    /// All of it as text. A source that is too large is left out.
    pub fn write(&self) -> String {
        let mut text = format!("{FIRST}\n");
        let mut put = |name: &str, value: &str| {
            writeln!(text, "{name}={value}").expect("writing to a String cannot fail");
        };
        self.values.iter().for_each(|(name, value)| put(name, value));
        for (id, at) in &self.moved {
            put(&format!("host.{id}"), &format!("{} {}", at.x, at.y));
        }
        if let Some(source) = self.source.as_ref().filter(|source| source.len() <= SOURCE_MAX) {
            text.push('\n');
            text.push_str(source);
        }
        text
    }

    /// Reads what [`write`](Self::write) wrote; lines that are none of its own are passed over.
    /// `None` for a text of another kind.
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(FIRST)?.strip_prefix('\n')?;
        let (head, source) = match rest.strip_prefix('\n') {
            Some(source) => ("", Some(source)),
            None => match rest.split_once("\n\n") {
                Some((head, source)) => (head, Some(source)),
                None => (rest, None),
            },
        };
        let mut kept = Self { source: source.map(str::to_owned), ..Self::default() };
        for (name, value) in head.lines().filter_map(|line| line.split_once('=')) {
            match name.strip_prefix("host.") {
                Some(id) => kept.moved.extend(moved(id, value)),
                None => kept.set(name, value),
            }
        }
        Some(kept)
    }
}

fn moved(id: &str, value: &str) -> Option<(u32, Position)> {
    let (x, y) = value.split_once(' ')?;
    Some((id.parse().ok()?, Position { x: x.parse().ok()?, y: y.parse().ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let mut kept = Kept::default();
        assert_eq!(Kept::read(&kept.write()), Some(kept.clone()));
        kept.set("position", "17");
        kept.set("file", "a=b\nc.toml");
        kept.moved.insert(3, Position { x: 10, y: 1000 });
        assert_eq!(Kept::read(&kept.write()), Some(kept.clone()));
        assert_eq!((kept.number("position"), kept.get("file")), (Some(17), Some("a=b c.toml")));
        kept.source = Some("format = 1\n\n[[host]]\n".to_owned());
        assert_eq!(Kept::read(&kept.write()), Some(kept.clone()));
        kept.source = Some("x".repeat(SOURCE_MAX + 1));
        assert_eq!(Kept::read(&kept.write()).and_then(|it| it.source), None);
    }

    #[test]
    fn whatever_comes_is_no_panic() {
        for text in ["", "relayscope 2\n", "relayscope 1", "{}", "relayscope 1\nhost.x=1\n=\n==\n"]
        {
            let _ = Kept::read(text);
        }
        let odd = Kept::read("relayscope 1\nhost.1=9\nhost.-1=1 1\nno\nposition=-3\n\n");
        let odd = odd.expect("its first line is right");
        assert!(odd.moved.is_empty() && odd.number("position").is_none());
        assert_eq!(odd.source.as_deref(), Some(""));
    }
}
