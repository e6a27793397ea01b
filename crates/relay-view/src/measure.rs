//! How many octets of a message a record carries, counted in one way wherever they are told: those of
//! the message, without the dots that are put before others and the one that ends it (RFC 5321 §4.5.2,
//! RFC 1939 §3). What BDAT carries has none of them (RFC 3030 §2).

use relay_kernel::{ConnNo, RecordId};
use relay_mail::Content;
use relayscope::trace::{Kind, Side, Trace};

/// Octets of a message in the record `id`; 0 where it carries none.
pub fn octets(trace: &Trace, id: RecordId) -> u64 {
    match trace.record(id).kind {
        Kind::Data { conn, content, start, len, .. } => {
            let (start, len) = (u64::from(start), u64::from(len));
            if chunk(trace, conn, id).is_some() {
                return len;
            }
            let content = trace.content(content);
            before(content, start + len) - before(content, start)
        }
        Kind::Block { conn, from, len, .. } => {
            if from == Side::Client && chunk(trace, conn, id).is_some() {
                return u64::from(len);
            }
            of_block(trace, (conn, from), id)
        }
        _ => 0,
    }
}

/// Whether the record `id` carries the end of its message.
pub fn is_last(trace: &Trace, id: RecordId) -> bool {
    let Kind::Data { content, start, len, .. } = trace.record(id).kind else { return false };
    let content = trace.content(content);
    before(content, u64::from(start) + u64::from(len)) >= content.len() as u64
}

/// Octets of a chunk that the server of a connection still waits for after `records` records; `None`
/// when it waits for none.
pub fn chunk_left(trace: &Trace, conn: ConnNo, records: usize) -> Option<u64> {
    let announced = chunk(trace, conn, RecordId::from_index(records))?;
    let mut said = 0;
    for record in trace.records()[..records].iter().rev() {
        match record.kind {
            Kind::Block { conn: no, from: Side::Client, len, .. } if no == conn => {
                said += u64::from(len);
            }
            Kind::Line { conn: no, from: Side::Client, .. } if no == conn => break,
            _ => {}
        }
    }
    announced.checked_sub(said).filter(|left| *left > 0)
}

/// The octets that BDAT announced, when it is what the client of a connection said last before the
/// record `id`, content aside.
fn chunk(trace: &Trace, conn: ConnNo, id: RecordId) -> Option<u64> {
    let said = trace.records()[..id.index()].iter().rev().find_map(|record| match record.kind {
        Kind::Line { conn: no, from: Side::Client, start, len, .. } if no == conn => {
            Some(trace.octets(start, len))
        }
        _ => None,
    })?;
    let mut words = core::str::from_utf8(said).ok()?.split_ascii_whitespace();
    words.next().filter(|verb| verb.eq_ignore_ascii_case("BDAT"))?;
    words.next()?.parse().ok()
}

/// Octets of a content among the first `wire` octets that DATA makes of it.
fn before(content: &Content, wire: u64) -> u64 {
    let all = content.len() as u64;
    let (head, body) = (content.head(), content.body());
    let is_plain = !content.body_has_line_dot() && !head.windows(2).any(|pair| pair == b"\n.");
    if is_plain && head.first() != Some(&b'.') {
        return wire.min(all);
    }
    let (mut sent, mut told, mut last) = (0, 0, b'\n');
    for &octet in head.iter().chain(body) {
        sent += 1 + u64::from(last == b'\n' && octet == b'.');
        if sent > wire {
            break;
        }
        told += 1;
        last = octet;
    }
    told
}

/// The same for a block of octets as they were on the wire, which goes on where those before it ended.
fn of_block(trace: &Trace, (conn, from): (ConnNo, Side), id: RecordId) -> u64 {
    let mut pieces = Vec::new();
    for record in trace.records()[..=id.index()].iter().rev() {
        match record.kind {
            Kind::Block { conn: no, from: side, start, len, .. } if (no, side) == (conn, from) => {
                pieces.push(trace.octets(start, len));
            }
            Kind::Line { conn: no, from: side, .. } if (no, side) == (conn, from) => break,
            _ => {}
        }
    }
    let mut text = Text::default();
    pieces.iter().rev().map(|piece| text.take(piece)).last().unwrap_or(0)
}

/// Where somebody is who reads a text from the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    LineStart,
    /// Behind a dot at the start of a line, which is none of the text.
    Dot,
    /// Behind that and a CR.
    DotCr,
    Within,
    /// Behind a CR.
    Cr,
    Over,
}

#[derive(Default)]
struct Text {
    place: Place,
}

impl Text {
    /// Reads on; how many octets of the text those are.
    fn take(&mut self, octets: &[u8]) -> u64 {
        let mut told = 0;
        for &octet in octets {
            self.place = match (self.place, octet) {
                (Place::LineStart, b'.') => Place::Dot,
                (Place::Dot, b'\r') => Place::DotCr,
                (Place::DotCr, b'\n') | (Place::Over, _) => Place::Over,
                (Place::Cr, b'\n') => {
                    told += 1;
                    Place::LineStart
                }
                (place, octet) => {
                    // What seemed to be the end was none: its CR counts.
                    told += 1 + u64::from(place == Place::DotCr);
                    if octet == b'\r' { Place::Cr } else { Place::Within }
                }
            };
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use relay_mail::Bodies;

    use super::*;

    #[test]
    fn dots_of_the_wire_are_none_of_the_text() {
        for (wire, told) in [
            (&b"Subject: x\r\n\r\nx\r\n.\r\n"[..], 17),
            (b"..\r\n.x\r\n.\r\n", 6),
            (b".\r\n", 0),
            (b".\rx\r\n", 4),
            (b"no end", 6),
        ] {
            assert_eq!(Text::default().take(wire), told, "{wire:?}");
            let mut text = Text::default();
            let by_one: u64 = wire.chunks(1).map(|piece| text.take(piece)).sum();
            assert_eq!(by_one, told, "{wire:?}");
        }
    }

    #[test]
    fn a_content_is_counted_as_it_lies() {
        let mut bodies = Bodies::default();
        let plain = Content::new(b"Subject: x\r\n\r\nx\r\n", &mut bodies);
        assert_eq!([0, 5, 17, 20].map(|wire| before(&plain, wire)), [0, 5, 17, 17]);
        let dotted = Content::new(b"A: x\r\n\r\n.\r\n..\r\n", &mut bodies);
        let wire = b"A: x\r\n\r\n..\r\n...\r\n.\r\n";
        for len in 0..=wire.len() {
            let (start, end) = wire.split_at(len);
            let mut text = Text::default();
            let told = text.take(start);
            assert_eq!(before(&dotted, len as u64), told, "of {len}, {end:?} left");
        }
    }
}
