//! What a POP3 client may delete, worked out a second time from the octets that went both ways and
//! from nothing else: RFC 1939 §5 and §7, RFC 2449 §6.6.

use std::collections::BTreeMap;

use relay_mail::limit;

use super::{find, reference_text, show};

/// The client reads lines four times as long as RFC 2449 §4 allows; longer ones it passes over.
const LINE_READ_MAX: usize = 4 * limit::POP3_RESPONSE_LINE;

/// A session, seen from outside.
pub(super) struct Seen<'a> {
    /// What the server said.
    pub(super) server: &'a [u8],
    /// What the client said.
    pub(super) client: &'a [u8],
    /// The messages that it handed out.
    pub(super) collected: &'a BTreeMap<u32, Vec<u8>>,
    /// The unique-id of a message that it had collected before and may delete now.
    pub(super) known: Option<&'a str>,
    /// It may delete what it collects now.
    pub(super) deletes: bool,
    /// Octets beyond which it keeps no message.
    pub(super) content_max: usize,
}

/// Holds a session against the model: responses come in the order of commands, and DELE is for
/// what the client has, whole and as the server sent it.
pub(super) fn check(seen: &Seen<'_>) {
    let mut model = Model { server: seen.server, ids: BTreeMap::new(), fetched: BTreeMap::new() };
    if model.status().is_none() {
        return;
    }
    for line in seen.client.split_inclusive(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r\n").expect("commands are lines");
        let text = String::from_utf8_lossy(line).into_owned();
        let mut words = text.split(' ');
        let verb = words.next().unwrap_or_default();
        let number: Option<u32> = words.next().and_then(|word| word.parse().ok());
        if let ("DELE", Some(number)) = (verb, number) {
            let has = seen.deletes
                && model.fetched.get(&number).is_some_and(|it| it.len() <= seen.content_max);
            let had =
                seen.known.is_some() && model.ids.get(&number).map(String::as_str) == seen.known;
            assert!(has || had, "{} and has it not", show(line));
        }
        if model.answer(verb, number).is_none() {
            return;
        }
    }
    for (number, text) in seen.collected {
        assert_eq!(model.fetched.get(number), Some(text), "message {number} as it was sent");
    }
}

struct Model<'a> {
    /// What the server said and was not looked at.
    server: &'a [u8],
    /// What UIDL told.
    ids: BTreeMap<u32, String>,
    /// Messages that came whole.
    fetched: BTreeMap<u32, Vec<u8>>,
}

impl<'a> Model<'a> {
    /// Reads the response to a command; nothing when it is not here, or none.
    fn answer(&mut self, verb: &str, number: Option<u32>) -> Option<()> {
        if !self.status()? {
            return Some(());
        }
        match verb {
            "CAPA" | "LIST" => while self.line()? != b"." {},
            "UIDL" => loop {
                let line = self.line()?;
                if line == b"." {
                    break;
                }
                if line.len() + 2 <= LINE_READ_MAX {
                    self.unique_id(line.strip_prefix(b".").unwrap_or(line));
                }
            },
            "RETR" | "TOP" => {
                let (text, used) = reference_text(self.server)?;
                self.server = &self.server[used..];
                if verb == "RETR" {
                    self.fetched.insert(number?, text);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn unique_id(&mut self, line: &[u8]) -> Option<()> {
        let line = core::str::from_utf8(line).ok()?;
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let number = words.next()?.parse().ok()?;
        let id = words.next().filter(|_| words.next().is_none())?;
        // RFC 1939 §7: what is none is passed over, and of others the first counts.
        if !(1..=70).contains(&id.len()) || !id.bytes().all(|octet| octet.is_ascii_graphic()) {
            return None;
        }
        self.ids.entry(number).or_insert_with(|| id.to_owned());
        Some(())
    }

    /// Whether the next response is positive; nothing when it is no response.
    fn status(&mut self) -> Option<bool> {
        let line = self.line()?;
        let word = line.split(|octet| *octet == b' ').next()?.to_ascii_uppercase();
        match word.as_slice() {
            b"+OK" => Some(true),
            b"-ERR" | b"+" => Some(false),
            _ => None,
        }
    }

    fn line(&mut self) -> Option<&'a [u8]> {
        let end = find(self.server, b"\r\n")?;
        let line = &self.server[..end];
        self.server = &self.server[end + 2..];
        Some(line)
    }
}
