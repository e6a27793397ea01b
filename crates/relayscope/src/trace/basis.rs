//! Why a record may be what it is: the section of the RFC that says so, or the setting.

use relay_host::{Action, DnsFailure, Fact, Origin, Unreachable, Untold, Why};
use relay_kernel::ConnNo;

use super::Trace;
use super::record::{HostId, Kind, Record, ResetKind, Side};

/// POP3's port; all other connections here speak SMTP.
const POP3_PORT: u16 = 110;

/// The rule behind a record, for people.
pub fn basis(trace: &Trace, record: &Record) -> &'static str {
    match &record.kind {
        Kind::Started => "scenario",
        Kind::Command(_) => "command",
        Kind::Dialed { .. } | Kind::Connected { .. } => "RFC 9293 §3.5",
        Kind::DialFailed { how, .. } => match how {
            // Nobody listens on the port: its connection is CLOSED.
            Unreachable::Refused => "RFC 9293 §3.10.7.1",
            // Nothing came back, however often it was tried.
            Unreachable::TimedOut => "RFC 9293 §3.10.8",
            // The network says so.
            Unreachable::NoRoute => "RFC 9293 §3.9.2.2",
        },
        Kind::Closed { .. } => "RFC 9293 §3.6",
        Kind::Reset { how, .. } => match how {
            ResetKind::Received => "RFC 9293 §3.5.3",
            ResetKind::TimedOut => "RFC 9293 §3.8.3",
            ResetKind::Sent => "RFC 9293 §3.10.5",
        },
        Kind::Lookup { .. } => "RFC 1035 §4.1",
        Kind::Data { .. } if chunk(trace, record).is_some() => "RFC 3030 §2",
        Kind::Data { .. } => "RFC 5321 §4.5.2",
        Kind::Block { from: Side::Server, .. } => "RFC 1939 §3",
        Kind::Block { from: Side::Client, .. } => "RFC 5321 §4.1.1.4",
        Kind::Line { conn, from, start, len, .. } => {
            let line = trace.octets(*start, *len);
            match (trace.conn(*conn).port == POP3_PORT, from) {
                (true, Side::Client) => pop3_command(line),
                (true, Side::Server) => pop3_reply(trace, record, *conn),
                (false, Side::Client) => smtp_command(line),
                (false, Side::Server) => smtp_reply(trace, record, *conn, line),
            }
        }
        Kind::Host(fact) => fact_basis(trace, record.host, fact),
    }
}

fn verb(line: &[u8]) -> [u8; 4] {
    let mut verb = [b' '; 4];
    for (to, from) in verb.iter_mut().zip(line) {
        *to = from.to_ascii_uppercase();
    }
    verb
}

fn smtp_command(line: &[u8]) -> &'static str {
    match &verb(line) {
        b"EHLO" | b"HELO" => "RFC 5321 §4.1.1.1",
        b"MAIL" => "RFC 5321 §4.1.1.2",
        b"RCPT" => "RFC 5321 §4.1.1.3",
        b"DATA" => "RFC 5321 §4.1.1.4",
        b"RSET" => "RFC 5321 §4.1.1.5",
        b"VRFY" => "RFC 5321 §4.1.1.6",
        b"EXPN" => "RFC 5321 §4.1.1.7",
        b"HELP" => "RFC 5321 §4.1.1.8",
        b"NOOP" => "RFC 5321 §4.1.1.9",
        b"QUIT" => "RFC 5321 §4.1.1.10",
        b"AUTH" => "RFC 4954 §4",
        b"BDAT" => "RFC 3030 §2",
        b"ETRN" => "RFC 1985 §5",
        _ => "RFC 5321 §4.1.1",
    }
}

/// What gives a reply its place: the command that it answers, where that came with an extension.
fn smtp_reply(trace: &Trace, reply: &Record, no: ConnNo, said: &[u8]) -> &'static str {
    match said {
        // Whatever was asked.
        [b'4', b'2', b'1', ..] => return "RFC 5321 §3.8",
        [b'5', b'0', b'2', ..] => return "RFC 5321 §4.2.4",
        _ => {}
    }
    match asked(trace, reply, no) {
        Some(line) if !is_of_the_base(verb(line)) => smtp_command(line),
        _ => "RFC 5321 §4.3.2",
    }
}

/// The same of POP3.
fn pop3_reply(trace: &Trace, reply: &Record, no: ConnNo) -> &'static str {
    match asked(trace, reply, no) {
        Some(line) if matches!(&verb(line), b"CAPA" | b"AUTH" | b"UTF8" | b"LANG") => {
            pop3_command(line)
        }
        _ => "RFC 1939 §3",
    }
}

/// Whether RFC 5321 itself tells which replies a command may have.
fn is_of_the_base(verb: [u8; 4]) -> bool {
    !matches!(&verb, b"AUTH" | b"BDAT" | b"ETRN")
}

/// The command that led to a reply. Content and the turns of AUTH are part of theirs.
fn asked<'a>(trace: &'a Trace, reply: &Record, no: ConnNo) -> Option<&'a [u8]> {
    let before = |record: &Record| trace.record(record.cause);
    let mut record = before(reply);
    // What a host decided in between, and content, lead further; a chain never runs in a circle.
    loop {
        match record.kind {
            Kind::Line { conn, from: Side::Client, start, len, .. } if conn == no => {
                let prompt = match before(record).kind {
                    Kind::Line { conn, from: Side::Server, start, len, .. } if conn == no => {
                        trace.octets(start, len)
                    }
                    _ => b"",
                };
                if !prompt.starts_with(b"334") && !prompt.starts_with(b"+ ") {
                    return Some(trace.octets(start, len));
                }
                record = before(before(record));
            }
            Kind::Data { .. } if let Some(line) = chunk(trace, record) => return Some(line),
            Kind::Host(_) | Kind::Data { .. } | Kind::Block { .. } => {
                let cause = before(record);
                if core::ptr::eq(cause, record) {
                    return None;
                }
                record = cause;
            }
            _ => return None,
        }
    }
}

/// The BDAT before a block of content. It leaves at the same moment and for the same reason as the
/// first block, and each further one when there is room again behind the one before.
fn chunk<'a>(trace: &'a Trace, mut block: &'a Record) -> Option<&'a [u8]> {
    loop {
        let Kind::Data { conn: no, start, .. } = block.kind else { return None };
        if start == 0 {
            let behind = trace.records().iter().skip(block.cause.index() + 1);
            let mut until = behind.take_while(|record| record.at <= block.at);
            return until.find_map(|record| match record.kind {
                Kind::Line { conn, from: Side::Client, start, len, .. }
                    if conn == no && record.cause == block.cause =>
                {
                    Some(trace.octets(start, len)).filter(|line| &verb(line) == b"BDAT")
                }
                _ => None,
            });
        }
        block = trace.record(block.cause);
    }
}

fn pop3_command(line: &[u8]) -> &'static str {
    match &verb(line) {
        b"USER" | b"PASS" | b"APOP" | b"TOP " | b"UIDL" => "RFC 1939 §7",
        b"QUIT" => "RFC 1939 §6",
        b"CAPA" => "RFC 2449 §5",
        b"AUTH" => "RFC 5034 §4",
        b"UTF8" => "RFC 6856 §2.1",
        b"LANG" => "RFC 6856 §3.2",
        _ => "RFC 1939 §5",
    }
}

fn fact_basis(trace: &Trace, host: HostId, fact: &Fact) -> &'static str {
    match fact {
        Fact::Accepted { mail } => match trace.mail(*mail).1.origin {
            Origin::Written => "RFC 6409 §8",
            Origin::Received { .. } => "RFC 5321 §4.2.5",
            Origin::Report { .. } | Origin::DoubleBounce { .. } => "RFC 5321 §6.1",
            Origin::List { .. } => "RFC 5321 §3.9.2",
        },
        Fact::Attempt { nth: 1, .. } => "RFC 5321 §5.1",
        Fact::Attempt { .. } | Fact::Deferred { .. } => "RFC 5321 §4.5.4.1, retry schedule",
        Fact::Sending { .. } => "RFC 5321 §3.3",
        Fact::Relayed { .. } => "RFC 5321 §6.1",
        Fact::InDoubt { .. } | Fact::Duplicate { .. } => "RFC 1047",
        Fact::Delivered { .. } => "RFC 5321 §4.4",
        Fact::Distributed { .. } => "RFC 5321 §3.9.2",
        Fact::Failed { why, .. } => failure_basis(why),
        Fact::Reported { .. } => "RFC 5321 §6.1, RFC 3464",
        Fact::Notified { report, .. } => match trace.mail(*report).1.origin {
            Origin::Report { action: Action::Delayed, .. } => "RFC 3461 §5.2.5",
            Origin::Report { action: Action::Delivered, .. } => "RFC 3461 §5.2.3",
            Origin::Report { action: Action::Relayed, .. } => "RFC 3461 §5.2.2",
            Origin::Report { action: Action::Expanded, .. } => "RFC 3461 §5.2.7.3",
            _ => "RFC 3461 §5.2",
        },
        Fact::Discarded { why: Untold::NotAsked, .. } => "RFC 3461 §5.2.6",
        Fact::Discarded { .. } | Fact::Frozen { .. } => "RFC 5321 §4.5.5, §6.1",
        Fact::NullPathRuleBroken { .. } => "against RFC 5321 §4.5.5: setting",
        Fact::ShownToUser { .. } => "RFC 6409 §3",
        Fact::MaildropOpened { .. } => "RFC 1939 §4",
        Fact::Retrieved { .. } => "RFC 1939 §5",
        Fact::Deleted { .. } | Fact::CollectDone { .. } => "RFC 1939 §6",
        Fact::Expired { .. } => "RFC 2449 §6.7",
        Fact::Collecting { .. } | Fact::Collected { .. } | Fact::CollectFailed { .. } => {
            "RFC 1939 §2"
        }
        Fact::Violation { breach, .. } => breach.section,
        Fact::TimedOut { conn, .. } if trace.conn(*conn).port == POP3_PORT => "RFC 1939 §3",
        Fact::TimedOut { conn, .. } if trace.conn(*conn).server == host => "RFC 5321 §4.5.3.2.7",
        Fact::TimedOut { .. } => "RFC 5321 §4.5.3.2",
    }
}

/// Why a recipient is given up.
fn failure_basis(why: &Why) -> &'static str {
    match why {
        Why::Reply { .. } => "RFC 5321 §4.2.1",
        Why::Dns { failure: DnsFailure::NullMx, .. } => "RFC 7505 §3",
        Why::Dns { .. } => "RFC 5321 §5.1",
        Why::Local { status, .. } if (status.subject, status.detail) == (4, 6) => "RFC 5321 §6.3",
        Why::Local { .. } => "RFC 5321 §6.1",
        Why::Pop3 { .. } => "RFC 1939 §3",
        Why::Expired { .. }
        | Why::Unreachable { .. }
        | Why::Lost { .. }
        | Why::Suspended { .. } => "RFC 5321 §4.5.4.1, retry schedule",
    }
}
