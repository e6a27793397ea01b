//! What was typed at a console, out of the journal: so that it need not be kept a second time.

use relayscope::JournalEntry;
use relayscope::command::Command;

/// The last lines that were typed, `max` at most, the latest at the end.
pub fn lines(journal: &[JournalEntry], max: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in journal.iter().rev() {
        let Command::Type { octets, .. } = &entry.command else { continue };
        let text = String::from_utf8_lossy(octets);
        // Each line ends with CRLF, the last one too.
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let typed = text.rsplit('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        lines.extend(typed.map(str::to_owned).take(max - lines.len()));
        if lines.len() == max {
            break;
        }
    }
    lines.reverse();
    lines
}

/// Whether anybody has dialled by hand.
pub fn has_dialled(journal: &[JournalEntry]) -> bool {
    journal.iter().any(|entry| matches!(entry.command, Command::Dial { .. }))
}

#[cfg(test)]
mod tests {
    use relay_kernel::{ConnNo, SimTime};
    use relayscope::command::Reading;
    use relayscope::scenario::HostNo;

    use super::*;

    fn entry(command: Command) -> JournalEntry {
        JournalEntry { after: 0, at: SimTime::START, command }
    }

    fn typed(text: &str) -> JournalEntry {
        entry(Command::Type { conn: ConnNo(3), octets: Command::lines(text) })
    }

    #[test]
    fn lines_come_back_as_they_were_typed() {
        let off = entry(Command::HostDown(HostNo(0)));
        let journal =
            [typed("EHLO me.example"), off, typed("DATA\nHällo\n\n."), typed(""), typed("QUIT")];
        let all = ["EHLO me.example", "DATA", "Hällo", "", ".", "", "QUIT"];
        assert_eq!(lines(&journal, 100), all);
        for max in 0..=all.len() {
            assert_eq!(lines(&journal, max), all[all.len() - max..], "{max}");
        }
        // Others may have made a link of any octets.
        let octets = (*b"\xff\n\nhalf").into();
        let odd = [entry(Command::Type { conn: ConnNo(9), octets })];
        assert_eq!(lines(&odd, 9), ["\u{fffd}", "", "half"]);
        assert!(lines(&[], 9).is_empty());
    }

    #[test]
    fn only_who_dials_has_dialled() {
        assert!(!has_dialled(&[typed("QUIT")]));
        let (from, to) = (HostNo(0), HostNo(1));
        let dial = Command::Dial { from, to, port: 25, reading: Reading::AtOnce };
        assert!(has_dialled(&[typed("QUIT"), entry(dial)]));
    }
}
