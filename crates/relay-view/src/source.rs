//! The lines of a message: as they read, and as SMTP sends them behind DATA.

use relay_host::ContentId;
use relayscope::trace::Trace;

use crate::plain;

/// A line as it goes over the wire (RFC 5321 §4.5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireLine {
    /// Whether the client puts a dot in front of it, which the server takes away again.
    pub stuffed: bool,
    /// The line without its end.
    pub text: String,
    /// The names of the octets that end it: `CRLF`, or what stands there instead; empty where the
    /// content stops in the middle of a line.
    pub end: &'static str,
}

/// The lines of a content for reading, at most `lines_max`, and how many there are more.
pub fn source(trace: &Trace, content: ContentId, lines_max: usize) -> (Vec<String>, usize) {
    plain::lines(&trace.content(content).to_vec(), lines_max)
}

/// The same as DATA sends them; the line with the dot alone, which ends them, is not among them.
pub fn wire(trace: &Trace, content: ContentId, lines_max: usize) -> (Vec<WireLine>, usize) {
    lines(&trace.content(content).to_vec(), lines_max)
}

fn lines(octets: &[u8], lines_max: usize) -> (Vec<WireLine>, usize) {
    let mut all = octets.split_inclusive(|&octet| octet == b'\n');
    let line = |line: &[u8]| {
        let end = match line {
            [.., b'\r', b'\n'] => "CRLF",
            [.., b'\n'] => "LF",
            _ => "",
        };
        WireLine { stuffed: line.first() == Some(&b'.'), text: plain::line(line), end }
    };
    (all.by_ref().take(lines_max).map(line).collect(), all.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_ends_are_seen() {
        let octets = b"a\r\n.b\r\n..\r\nlone\nend";
        let (all, more) = lines(octets, 9);
        let told =
            |it: &WireLine| format!("{}{} {}", if it.stuffed { "." } else { "" }, it.text, it.end);
        let told: Vec<_> = all.iter().map(told).collect();
        assert_eq!(told, ["a CRLF", "..b CRLF", "... CRLF", "lone LF", "end "]);
        assert_eq!(more, 0);
        assert_eq!(lines(octets, 2).1, 3);
    }
}
