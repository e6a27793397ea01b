//! Reading a dialogue file.

use super::Signal;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// The settings of a dialogue.
#[derive(Clone, Debug, Default)]
pub struct Header {
    entries: Vec<(String, String)>,
}

impl Header {
    /// All values of `key`, in order.
    pub fn all<'a, 'k>(&'a self, key: &'k str) -> impl Iterator<Item = &'a str> + use<'a, 'k> {
        self.entries.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The last value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.all(key).last()
    }

    /// All entries in order, without those of the harness.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = |key: &str| matches!(key, "about" | "test" | "together");
        self.entries
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(move |(key, _)| !own(key))
    }

    /// Who is the machine.
    pub fn machine(&self) -> Side {
        if self.get("test") == Some("client") { Side::Client } else { Side::Server }
    }
}

/// One step of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The peer says this.
    Peer(Vec<u8>),
    /// The machine must say this.
    Machine(Vec<u8>),
    /// The machine must state this.
    Fact(String),
    /// The machine must close.
    Close,
    /// This happens.
    Signal(Signal),
}

/// A dialogue.
#[derive(Clone, Debug)]
pub struct Dialog {
    pub(super) header: Header,
    /// Each step with the number of its line.
    pub(super) steps: Vec<(usize, Step)>,
}

impl Dialog {
    /// Reads a dialogue file; the message of a mistake names the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut header = Header::default();
        let mut steps = Vec::new();
        let mut in_header = true;
        for (number, line) in (1..).zip(text.lines()) {
            let at = |what: &str| format!("line {number}: {what}: {line}");
            if line.is_empty() || line.starts_with('#') {
            } else if line == "---" {
                in_header = false;
            } else if in_header {
                let (key, value) = line.split_once(':').ok_or_else(|| at("no `key: value`"))?;
                let value = value.strip_prefix(' ').unwrap_or(value);
                header.entries.push((key.to_owned(), value.to_owned()));
            } else {
                let machine = header.machine();
                steps.push((number, step(line, machine).ok_or_else(|| at("not understood"))?));
            }
        }
        if header.get("about").is_none() || steps.is_empty() {
            return Err("a dialogue has an `about:` line and at least one step".into());
        }
        Ok(Self { header, steps })
    }
}

impl Dialog {
    /// The settings.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What is said, in order, and by whom.
    pub fn said(&self) -> impl Iterator<Item = (Side, &[u8])> {
        let machine = self.header.machine();
        let peer = match machine {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        };
        self.steps.iter().filter_map(move |(_, step)| match step {
            Step::Machine(octets) => Some((machine, octets.as_slice())),
            Step::Peer(octets) => Some((peer, octets.as_slice())),
            Step::Fact(_) | Step::Close | Step::Signal(_) => None,
        })
    }
}

fn step(line: &str, machine: Side) -> Option<Step> {
    let signal = match line {
        "CLOSE" => return Some(Step::Close),
        "GONE" => Some(Signal::Gone),
        "BROKEN" => Some(Signal::Broken),
        "TIMEOUT" => Some(Signal::Timeout),
        "SHUTDOWN" => Some(Signal::Shutdown),
        _ => None,
    };
    if let Some(signal) = signal {
        return Some(Step::Signal(signal));
    }
    if let Some(fact) = line.strip_prefix("! ") {
        return Some(Step::Fact(fact.to_owned()));
    }
    let (mark, text) = line.split_at_checked(2)?;
    let mut octets = unescape(text.strip_prefix(' ').unwrap_or(text))?;
    if mark.ends_with(':') {
        octets.extend_from_slice(b"\r\n");
    }
    let side = match mark {
        "C:" | "C~" => Side::Client,
        "S:" | "S~" => Side::Server,
        _ => return None,
    };
    Some(if side == machine { Step::Machine(octets) } else { Step::Peer(octets) })
}

fn unescape(text: &str) -> Option<Vec<u8>> {
    if let Some(rest) = text.strip_prefix("\\*") {
        let (times, what) = rest.split_once(':')?;
        return Some(unescape(what)?.repeat(times.parse().ok()?));
    }
    let mut octets = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        octets.push(match byte {
            b'\\' => match bytes.next()? {
                b'r' => b'\r',
                b'n' => b'\n',
                b't' => b'\t',
                b'0' => 0,
                b'\\' => b'\\',
                b'x' => {
                    let digits = [bytes.next()?, bytes.next()?];
                    u8::from_str_radix(core::str::from_utf8(&digits).ok()?, 16).ok()?
                }
                _ => return None,
            },
            _ => byte,
        });
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read() {
        let dialog = Dialog::parse("about: x\n# no\na: 1\n---\nC: a\\x00\nS~ \\*3:ab\nCLOSE\n");
        let dialog = dialog.expect("a good file");
        assert_eq!(dialog.header.entries().collect::<Vec<_>>(), [("a", "1")]);
        let steps: Vec<Step> = dialog.steps.into_iter().map(|(_, step)| step).collect();
        assert_eq!(
            steps,
            [Step::Peer(b"a\0\r\n".to_vec()), Step::Machine(b"ababab".to_vec()), Step::Close]
        );
    }

    #[test]
    fn mistakes_name_their_line() {
        let error = Dialog::parse("about: x\n---\nC: a\nX: b\n").expect_err("a bad line");
        assert_eq!(error, "line 4: not understood: X: b");
        assert!(Dialog::parse("---\nC: a\n").is_err());
    }
}
