//! Messages as one mbox file (RFC 4155), in the variant mboxrd: lines that begin with `From `, with
//! or without `>` before it, get one more `>`, so that nothing is lost. Lines end with LF, as
//! programs that read mbox expect; every other octet stays as it is.

use relay_kernel::SimTime;
use relayscope::scenario::Scenario;

/// What stands for the null reverse-path: no address is empty there.
const NOBODY: &str = "MAILER-DAEMON";

/// A message that was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The reverse-path; empty for the null reverse-path.
    pub reverse_path: String,
    /// When it was delivered.
    pub at: SimTime,
    /// Its octets, with CRLF at the ends of lines.
    pub octets: Vec<u8>,
}

/// All of them in one file, in the order in which they come.
pub fn mbox(scenario: &Scenario, letters: &[Letter]) -> Vec<u8> {
    let mut out = Vec::new();
    for letter in letters {
        let date = scenario.start.calendar().at(letter.at);
        // Spaces would end the address early; only quoted local parts hold any.
        let from = letter.reverse_path.replace(' ', "_");
        let from = if from.is_empty() { NOBODY } else { &from };
        let (weekday, month) = (date.weekday().to_string(), date.month().to_string());
        let day = date.day();
        let (hour, minute, second) = date.to_hms();
        let line = format!(
            "From {from} {} {} {day:2} {hour:02}:{minute:02}:{second:02} {}\n",
            &weekday[..3],
            &month[..3],
            date.year(),
        );
        out.extend_from_slice(line.as_bytes());
        for line in letter.octets.split_inclusive(|&octet| octet == b'\n') {
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            let quotes = text.iter().take_while(|&&octet| octet == b'>').count();
            if text[quotes..].starts_with(b"From ") {
                out.push(b'>');
            }
            out.extend_from_slice(text);
            out.push(b'\n');
        }
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str =
        "format = 1\nstart = 2026-03-03T09:00:00Z\n[[host]]\nname = \"a.example\"\n";

    #[test]
    fn letters_are_parted_and_their_own_from_lines_quoted() {
        let scenario = Scenario::parse(SOURCE).expect("a good scenario");
        let letter = |from: &str, text: &[u8]| Letter {
            reverse_path: from.into(),
            at: SimTime::from_micros(61_000_000),
            octets: text.to_vec(),
        };
        let letters = [
            letter("bob@example.net", b"Subject: a\r\n\r\nFrom here\r\n>From there\r\nFromage"),
            letter("", b"Subject: b\r\n\r\n\xff\r\n"),
        ];
        let file = mbox(&scenario, &letters);
        let want = b"From bob@example.net Tue Mar  3 09:01:01 2026\nSubject: a\n\n>From here\n\
            >>From there\nFromage\n\nFrom MAILER-DAEMON Tue Mar  3 09:01:01 2026\nSubject: b\n\n\xff\n\n";
        assert_eq!(String::from_utf8_lossy(&file), String::from_utf8_lossy(want));
        assert!(mbox(&scenario, &[]).is_empty());
    }
}
