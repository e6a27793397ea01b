//! What our servers answer to a command is what RFC 5321 §4.3.2 and the extensions have for it.

use std::collections::{BTreeMap, VecDeque};

use relay_tests::dialog::{self, Dialog, Side};
use relay_tests::scenario::{all, run};
use relayscope::trace::{Asked, Kind};

/// SMTP's ports.
const SMTP_PORTS: [u16; 2] = [25, 587];

/// Codes that may answer any command: the service goes away (§3.8), and what §4.2.4 and §4.3.2
/// have for bad lines, commands that are not implemented, and a bad sequence.
const ANY: [u16; 6] = [421, 500, 501, 502, 503, 504];

/// Codes that may answer a command beside [`ANY`]; by the first four letters of its line, blank for
/// the greeting and a dot for the end of a message. None where it is no command.
fn answers(command: [u8; 4]) -> Option<&'static [u16]> {
    Some(match &command {
        b"    " => &[220, 554],
        b"EHLO" | b"HELO" => &[250, 550],
        // 530: RFC 4954 §6.
        b"MAIL" => &[250, 451, 452, 455, 530, 550, 552, 553, 555],
        // 556: RFC 7505 §4.1.
        b"RCPT" => &[250, 251, 450, 451, 452, 455, 550, 551, 552, 553, 555, 556],
        b"DATA" => &[354, 450, 451, 452, 550, 552, 554],
        // BDAT answers as the end of a message does (RFC 3030 §2).
        b".   " | b"BDAT" => &[250, 450, 451, 452, 550, 552, 554],
        b"RSET" | b"NOOP" => &[250],
        b"VRFY" => &[250, 251, 252, 550, 551, 553],
        b"EXPN" => &[250, 252, 550],
        b"HELP" => &[211, 214],
        b"QUIT" => &[221],
        // RFC 4954 §4 and §6.
        b"AUTH" => &[235, 334, 432, 454, 534, 535, 538],
        // RFC 1985 §5.3.
        b"ETRN" => &[250, 251, 252, 253, 458, 459],
        b"SEND" | b"SOML" | b"SAML" | b"TURN" | b"STAR" => &[],
        _ => return None,
    })
}

/// Why a reply does not belong to a command, if so.
fn fault(command: [u8; 4], code: u16) -> Option<String> {
    let fits = ANY.contains(&code) || answers(command).is_some_and(|it| it.contains(&code));
    (!fits).then(|| format!("{code} to {}", command.escape_ascii()))
}

/// What the client of a dialogue has said, read as a server reads it.
#[derive(Default)]
struct Reading {
    /// What is not read yet.
    rest: VecDeque<u8>,
    mode: Mode,
    /// What waits for a reply.
    asked: VecDeque<[u8; 4]>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Mode {
    #[default]
    Commands,
    /// The reply decides what follows.
    Waits,
    Content,
    Response,
}

impl Reading {
    fn hear(&mut self, octets: &[u8], has_chunks: bool) {
        self.rest.extend(octets);
        while self.mode != Mode::Waits {
            let text = self.rest.make_contiguous();
            let Some(end) = text.windows(2).position(|it| it == b"\r\n") else { return };
            let line: Vec<u8> = self.rest.drain(..end + 2).take(end).collect();
            match self.mode {
                Mode::Content if line == b"." => {
                    self.asked.push_back(*b".   ");
                    self.mode = Mode::Commands;
                }
                Mode::Content => {}
                Mode::Response => self.ask(*b"AUTH", Mode::Waits),
                Mode::Commands | Mode::Waits => self.command(&line, has_chunks),
            }
        }
    }

    fn command(&mut self, line: &[u8], has_chunks: bool) {
        let mut verb = [b' '; 4];
        for (to, from) in verb.iter_mut().zip(line) {
            *to = from.to_ascii_uppercase();
        }
        let size = String::from_utf8_lossy(line.get(5..).unwrap_or_default()).into_owned();
        let size = size.split(' ').next().and_then(|size| size.parse::<usize>().ok());
        match &verb {
            b"DATA" | b"AUTH" => self.ask(verb, Mode::Waits),
            b"BDAT" if has_chunks => {
                self.ask(verb, Mode::Commands);
                let size = size.unwrap_or(0).min(self.rest.len());
                self.rest.drain(..size);
            }
            _ => self.ask(verb, Mode::Commands),
        }
    }

    fn ask(&mut self, verb: [u8; 4], mode: Mode) {
        self.asked.push_back(verb);
        self.mode = mode;
    }

    /// The server replied: what to.
    fn answered(&mut self, code: u16) -> Option<[u8; 4]> {
        let command = self.asked.pop_front();
        if self.mode == Mode::Waits && self.asked.is_empty() {
            self.mode = match code {
                354 => Mode::Content,
                334 => Mode::Response,
                _ => Mode::Commands,
            };
        }
        command
    }
}

/// Replies of a dialogue that do not belong to their commands, and how many replies there are.
fn faults(dialog: &Dialog) -> (Vec<String>, usize) {
    let mut reading = Reading { asked: VecDeque::from([*b"    "]), ..Reading::default() };
    let extensions = dialog.header().get("extensions").unwrap_or("all");
    let has_chunks = ["all", "relay", "submission", "CHUNKING"];
    let has_chunks = extensions.split(' ').any(|it| has_chunks.contains(&it));
    let (mut faults, mut count) = (Vec::new(), 0);
    // A chunk may come in several steps, so all that the client says at once is heard at once.
    let mut said = Vec::new();
    for (side, octets) in dialog.said() {
        if side == Side::Client {
            said.extend_from_slice(octets);
            continue;
        }
        reading.hear(&core::mem::take(&mut said), has_chunks);
        let line = String::from_utf8_lossy(octets);
        let Some(code) = line.get(..3).and_then(|code| code.parse::<u16>().ok()) else { continue };
        if line.as_bytes().get(3) == Some(&b'-') {
            continue;
        }
        count += 1;
        match reading.answered(code) {
            Some(command) => faults.extend(fault(command, code)),
            // Nothing was asked: the server goes away.
            None if code == 421 => {}
            None => faults.push(format!("{code} to nothing")),
        }
        reading.hear(b"", has_chunks);
    }
    (faults, count)
}

#[test]
fn in_dialogues_a_reply_belongs_to_its_command() {
    let mut count = 0;
    for path in dialog::files("smtp") {
        #[expect(clippy::disallowed_methods, reason = "test data are files")]
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let dialog = Dialog::parse(&text).expect("a dialogue");
        if dialog.header().machine() == Side::Server {
            let (faults, replies) = faults(&dialog);
            assert_eq!(faults, [""; 0], "{}", path.display());
            count += replies;
        }
    }
    assert!(count > 300, "{count} replies");
}

#[test]
fn in_scenarios_a_reply_belongs_to_its_command() {
    let mut count = 0;
    for (name, scenario) in all() {
        let trace = run(&name, scenario).trace;
        let mut sessions = BTreeMap::new();
        for record in trace.records() {
            let (Kind::Line { conn, .. } | Kind::Data { conn, .. }) = record.kind else {
                continue;
            };
            if !SMTP_PORTS.contains(&trace.conn(conn).port) {
                continue;
            }
            let asked = sessions.entry(conn).or_insert_with(|| Asked::new(&trace, conn));
            let Some(command) = asked.hear(&trace, &record.kind) else { continue };
            let Kind::Line { start, len, .. } = record.kind else { continue };
            let line = String::from_utf8_lossy(trace.octets(start, len));
            let code = line.get(..3).and_then(|code| code.parse::<u16>().ok());
            let code = code.expect("a server of ours says replies");
            // Between a challenge and its end a line is a response of AUTH.
            let is_response = matches!(code, 235 | 334 | 535) && answers(command).is_none();
            assert_eq!(fault(command, code).filter(|_| !is_response), None, "{name}");
            count += 1;
        }
    }
    assert!(count > 1000, "{count} replies");
}

#[test]
fn the_check_can_fail() {
    assert_eq!(fault(*b"MAIL", 450), Some("450 to MAIL".into()));
    assert_eq!(fault(*b"RCPT", 554), Some("554 to RCPT".into()));
    let text = "about: x\n---\nS: 220 x\nC: MAIL FROM:<>\nC: DATA\nS: 250 x\nS: 354 x\n\
        C: DATA\nC: .\nC: NOOP\nS: 250 x\nS: 251 x\n";
    let dialog = Dialog::parse(text).expect("a dialogue");
    assert_eq!(faults(&dialog), (vec!["251 to NOOP".into()], 5));
}
