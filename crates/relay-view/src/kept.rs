//! What a page keeps over a reload, as text: lines `name=value`, an empty line, and the scenario
//! file where it is the visitor's own. A message file is a line, in base64 (RFC 4648 §4).
//!
//! Whatever comes back is taken for what it may be: text that somebody else wrote, or half of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use relayscope::scenario::Position;

use crate::MessageFile;

/// The first line; another one is of another version, and is not read.
const FIRST: &str = "relayscope 1";

/// Octets of a scenario file that is kept; browsers allow a few million for all of a site.
pub const SOURCE_MAX: usize = 1 << 20;

/// Octets of a message file that is kept: the storage of a tab takes hardly more.
pub const MESSAGE_MAX: usize = 4 << 20;

/// The names of what is kept of a message file.
const MESSAGE: &str = "message";
const MESSAGE_NAME: &str = "message_name";

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Single values by name, none of them with a line end.
    pub values: BTreeMap<String, String>,
    /// Where hosts were put.
    pub moved: BTreeMap<u32, Position>,
    /// The visitor's own scenario file; `None` where the page's own is shown.
    pub source: Option<String>,
    /// The visitor's message file that is sent in place of the scenario's message.
    pub message: Option<MessageFile>,
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

    /// Values that are numbers, parted by spaces; empty where there is none, or another value.
    pub fn numbers(&self, name: &str) -> Vec<i32> {
        let words = self.get(name).unwrap_or_default().split(' ');
        words.map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
    }

    /// All of it as text. A source or a message that is too large is left out.
    pub fn write(&self) -> String {
        let mut text = format!("{FIRST}\n");
        let mut put = |name: &str, value: &str| {
            writeln!(text, "{name}={value}").expect("writing to a String cannot fail");
        };
        self.values.iter().for_each(|(name, value)| put(name, value));
        for (id, at) in &self.moved {
            put(&format!("host.{id}"), &format!("{} {}", at.x, at.y));
        }
        if let Some(file) = self.message.as_ref().filter(|file| file.octets.len() <= MESSAGE_MAX) {
            put(MESSAGE_NAME, &file.name.replace(['\n', '\r'], " "));
            put(MESSAGE, &STANDARD.encode(&file.octets));
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
        let (mut octets, mut named) = (None, String::new());
        for (name, value) in head.lines().filter_map(|line| line.split_once('=')) {
            match (name, name.strip_prefix("host.")) {
                (MESSAGE, _) => octets = STANDARD.decode(value).ok(),
                (MESSAGE_NAME, _) => value.clone_into(&mut named),
                (_, Some(id)) => kept.moved.extend(moved(id, value)),
                _ => kept.set(name, value),
            }
        }
        let octets = octets.filter(|octets| octets.len() <= MESSAGE_MAX);
        kept.message = octets.map(|octets| MessageFile { name: named, octets });
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
    fn a_message_comes_back_octet_by_octet() {
        // Line ends of every kind, what is no UTF-8, and what separates lines here.
        let octets = [&b"A: b=c\r\n\n\r=\0\n\nhost.1=1 1\n"[..], &[0x80, 0xff, b'\r']].concat();
        for len in 0..=octets.len() {
            let octets = octets[..len].to_vec();
            let message = Some(MessageFile { name: "a = b.eml".to_owned(), octets });
            let kept = Kept { message, source: Some("x\n\ny".to_owned()), ..Kept::default() };
            assert_eq!(Kept::read(&kept.write()), Some(kept));
        }
        let name = "two\nmessage=AAAA".to_owned();
        let message = Some(MessageFile { name, octets: b"x".to_vec() });
        let kept = Kept::read(&Kept { message, ..Kept::default() }.write()).expect("its own");
        let file = kept.message.expect("it is small");
        assert_eq!((file.name.as_str(), &file.octets[..]), ("two message=AAAA", &b"x"[..]));
        for (octets, is_kept) in [(MESSAGE_MAX, true), (MESSAGE_MAX + 1, false)] {
            let message = Some(MessageFile { name: String::new(), octets: vec![b'x'; octets] });
            let text = Kept { message, ..Kept::default() }.write();
            assert_eq!((text.len() > octets, text.len() < 100), (is_kept, !is_kept));
            // What somebody else has written is not believed to have kept to it.
            let text = format!("relayscope 1\nmessage={}\n", STANDARD.encode(vec![b'x'; octets]));
            let kept = Kept::read(&text).expect("its first line is right");
            assert_eq!(kept.message.is_some(), is_kept);
        }
        for odd in ["message=*", "message", "message_name=x", "message=AAA"] {
            let kept = Kept::read(&format!("relayscope 1\n{odd}\nposition=3\n")).expect("ours");
            assert_eq!((kept.message.is_none(), kept.number("position")), (true, Some(3)), "{odd}");
        }
    }

    #[test]
    fn numbers_are_all_numbers() {
        let mut kept = Kept::default();
        for (value, numbers) in
            [("1 -2 3", &[1, -2, 3][..]), ("", &[]), ("1 x", &[]), ("99999999999", &[])]
        {
            kept.set("them", value);
            assert_eq!(kept.numbers("them"), numbers, "{value}");
        }
        assert!(kept.numbers("others").is_empty());
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
