//! Which command a reply answers, and at which point of the dialogue that is.

use std::collections::VecDeque;

use relay_kernel::ConnNo;

use super::Trace;
use super::record::{Kind, Record, Side};
use crate::scenario::DialoguePoint;

/// POP3's port; all other connections speak SMTP.
pub(super) const POP3_PORT: u16 = 110;

/// What waits for a reply on one connection. Commands may run ahead of their replies (RFC 2920),
/// but those come in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    no: ConnNo,
    is_pop3: bool,
    /// Verbs as [`Asked::hear`] returns them, the first to be answered first.
    waiting: VecDeque<[u8; 4]>,
}

impl Asked {
    /// Of a connection at its start: its greeting is waited for.
    pub fn new(trace: &Trace, no: ConnNo) -> Self {
        let is_pop3 = trace.conn(no).port == POP3_PORT;
        Self { no, is_pop3, waiting: VecDeque::from([*b"    "]) }
    }

    /// Takes note of the next record. When it is a reply, what it answers: the first four letters
    /// of the line, in upper case; blank for the greeting, a dot for a message.
    pub fn hear(&mut self, trace: &Trace, kind: &Kind) -> Option<[u8; 4]> {
        match *kind {
            Kind::Line { conn, from: Side::Client, start, len, .. } if conn == self.no => {
                self.waiting.push_back(verb(trace.octets(start, len)));
                None
            }
            // Lists of a POP3 server follow their response as a record of their own.
            Kind::Line { conn, from: Side::Server, start, len, .. }
                if conn == self.no && (!self.is_pop3 || is_response(trace.octets(start, len))) =>
            {
                self.waiting.pop_front()
            }
            // What follows BDAT is part of the command (RFC 3030 §2).
            Kind::Data { conn, start: 0, .. }
                if conn == self.no && self.waiting.back() != Some(b"BDAT") =>
            {
                self.waiting.push_back(*b".   ");
                None
            }
            _ => None,
        }
    }
}

/// The point of an SMTP dialogue at which `said` is said behind `records`; `None` where no fault
/// waits.
pub fn point_of(trace: &Trace, records: &[Record], said: &Kind) -> Option<DialoguePoint> {
    match *said {
        Kind::Data { .. } => Some(DialoguePoint::Content),
        Kind::Line { conn, from: Side::Server, .. } => match &answered(trace, records, conn)? {
            b"    " => Some(DialoguePoint::Greeting),
            b"EHLO" | b"HELO" => Some(DialoguePoint::Hello),
            b"MAIL" => Some(DialoguePoint::Mail),
            b"RCPT" => Some(DialoguePoint::Recipient),
            b"DATA" => Some(DialoguePoint::Data),
            b".   " => Some(DialoguePoint::FinalReply),
            b"QUIT" => Some(DialoguePoint::Quit),
            _ => None,
        },
        _ => None,
    }
}

/// What the server's next reply on a connection answers, behind `records`, as [`Asked::hear`]
/// says it. `None` when nothing waits for a reply.
pub fn answered(trace: &Trace, records: &[Record], no: ConnNo) -> Option<[u8; 4]> {
    let dialled = |kind: &Kind| matches!(kind, Kind::Dialed { conn } if *conn == no);
    let start = records.iter().rposition(|record| dialled(&record.kind))?;
    let mut asked = Asked::new(trace, no);
    for record in &records[start..] {
        asked.hear(trace, &record.kind);
    }
    asked.waiting.pop_front()
}

/// Whether a line is a response: within AUTH a lone `+` is one, and the client's next line is
/// answered anew (RFC 5034 §4).
fn is_response(line: &[u8]) -> bool {
    line.starts_with(b"+") || line.starts_with(b"-ERR")
}

/// The first four letters of a line in upper case, filled up with blanks.
pub(crate) fn verb(line: &[u8]) -> [u8; 4] {
    let mut verb = [b' '; 4];
    for (to, from) in verb.iter_mut().zip(line.trim_ascii_end()) {
        *to = from.to_ascii_uppercase();
    }
    verb
}
