//! Which command a reply answers.

use std::collections::VecDeque;

use relay_kernel::ConnNo;

use super::Trace;
use super::record::{Kind, Record, Side};

/// POP3's port; all other connections speak SMTP.
const POP3_PORT: u16 = 110;

/// The first four letters, in upper case, of what the server's next reply on a connection answers, behind `records`: blank for the greeting, a dot for a message. Commands may run ahead of
/// their replies (RFC 2920), but those come in order. `None` when nothing waits for a reply.
pub fn answered(trace: &Trace, records: &[Record], no: ConnNo) -> Option<[u8; 4]> {
    let dialled = |kind: &Kind| matches!(kind, Kind::Dialed { conn } if *conn == no);
    let start = records.iter().rposition(|record| dialled(&record.kind))?;
    let is_pop3 = trace.conn(no).port == POP3_PORT;
    let mut asked = VecDeque::from([*b"    "]);
    for record in &records[start..] {
        match record.kind {
            Kind::Line { conn, from: Side::Client, start, len, .. } if conn == no => {
                asked.push_back(verb(trace.octets(start, len)));
            }
            // Lists of a POP3 server follow their response as a record of their own.
            Kind::Line { conn, from: Side::Server, start, len, .. }
                if conn == no && (!is_pop3 || is_response(trace.octets(start, len))) =>
            {
                asked.pop_front();
            }
            Kind::Data { conn, start: 0, .. } if conn == no => asked.push_back(*b".   "),
            _ => {}
        }
    }
    asked.pop_front()
}

fn is_response(line: &[u8]) -> bool {
    line.starts_with(b"+OK") || line.starts_with(b"-ERR")
}

/// The first four letters of a line in upper case, filled up with blanks.
pub(crate) fn verb(line: &[u8]) -> [u8; 4] {
    let mut verb = [b' '; 4];
    for (to, from) in verb.iter_mut().zip(line.trim_ascii_end()) {
        *to = from.to_ascii_uppercase();
    }
    verb
}
