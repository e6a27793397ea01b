//! The line reader, and dots before lines: `relay_mail::line`, `relay_mail::dot`.
//!
//! The first octet chooses the limit of a line.

use relay_mail::dot::{Stuffer, Unstuffer};
use relay_mail::faults::{Faults, Scanner};
use relay_mail::limit;
use relay_mail::line::{Line, LineReader};

use super::{choices, find, in_every_way, reference_text, reference_wire};
use crate::dialog::Arrival;

pub(super) fn run(input: &[u8]) {
    let ([max], octets) = choices::<1>(input);
    let max = usize::from(max).max(2);
    in_every_way(octets, |arrival| {
        let lines = read(octets, arrival, max);
        assert!(lines == reference_lines(octets, max), "CRLF ends a line, and nothing else does");
        (lines, stuffed(octets, arrival), unstuffed(octets, arrival), scanned(octets, arrival))
    });
    let wire = stuffed(octets, Arrival::Whole);
    assert!(wire == reference_wire(octets), "a dot goes before each dot that begins a line");
    let (text, used, faults) = unstuffed(&wire, Arrival::Whole);
    assert_eq!(used, Some(wire.len()), "a stuffed text ends at its end");
    assert!(text.starts_with(octets) && matches!(&text[octets.len()..], b"" | b"\r\n"));
    if text == octets {
        assert_eq!(faults, scanned(octets, Arrival::Whole), "counted and stuffed texts are alike");
    }
    let whole = reference_text(octets);
    let (text, used, _) = unstuffed(octets, Arrival::Whole);
    assert_eq!(used, whole.as_ref().map(|(_, used)| *used), "CRLF . CRLF ends a text alone");
    assert!(whole.is_none_or(|(whole, _)| whole == text));
}

/// What a reader gives: lines, and nothing for those that are too long.
fn read(octets: &[u8], arrival: Arrival, max: usize) -> Vec<Option<Vec<u8>>> {
    let mut reader = LineReader::new();
    // What another stream has left behind is gone with it.
    reader.push(octets);
    while reader.next_line(2).is_some() {}
    reader.renew();
    // Another reader is as good, wherever one is empty.
    let mut spare = reader.clone();
    let mut lines = Vec::new();
    for piece in arrival.pieces(octets) {
        if reader.is_empty() {
            core::mem::swap(&mut reader, &mut spare);
        }
        reader.push(piece);
        while let Some(line) = reader.next_line(max) {
            lines.push(match line {
                Line::Whole(line) => Some(line.to_vec()),
                Line::TooLong => None,
            });
        }
        assert!(reader.pending().len() <= max, "an endless line costs its limit");
    }
    lines
}

fn reference_lines(octets: &[u8], max: usize) -> Vec<Option<Vec<u8>>> {
    let (mut lines, mut rest) = (Vec::new(), octets);
    while let Some(end) = find(rest, b"\r\n") {
        lines.push((end + 2 <= max).then(|| rest[..end].to_vec()));
        rest = &rest[end + 2..];
    }
    lines
}

fn stuffed(text: &[u8], arrival: Arrival) -> Vec<u8> {
    let (mut stuffer, mut wire) = (Stuffer::new(), Vec::new());
    arrival.pieces(text).into_iter().for_each(|piece| stuffer.push(piece, &mut wire));
    stuffer.finish(&mut wire);
    wire
}

/// The text, how many octets it took if its end is there, and its faults.
fn unstuffed(wire: &[u8], arrival: Arrival) -> (Vec<u8>, Option<usize>, Faults) {
    let (mut unstuffer, mut text, mut used) = (Unstuffer::new(), Vec::new(), 0);
    let (mut short, mut kept) = (Unstuffer::new(), Vec::new());
    for piece in arrival.pieces(wire) {
        let progress = unstuffer.push(piece, usize::MAX, &mut text);
        assert_eq!(progress, short.push(piece, 20, &mut kept), "a limit changes no end");
        assert_eq!((unstuffer.size(), short.size()), (text.len(), text.len()));
        assert!(kept.len() <= 20 && text.starts_with(&kept));
        used += progress.consumed;
        if progress.ended {
            return (text, Some(used), unstuffer.faults());
        }
        assert_eq!(progress.consumed, piece.len());
    }
    (text, None, unstuffer.faults())
}

/// The faults of a counted text, held against a plain look at it.
fn scanned(text: &[u8], arrival: Arrival) -> Faults {
    let mut scanner = Scanner::new();
    arrival.pieces(text).into_iter().for_each(|piece| scanner.push(piece));
    assert_eq!(scanner.size(), text.len());
    let faults = scanner.faults();
    let bare = |octet, other, step: isize| {
        (0..text.len()).any(|at| {
            let beside = at.checked_add_signed(step).and_then(|beside| text.get(beside));
            text[at] == octet && beside != Some(&other)
        })
    };
    assert_eq!(faults.bare_cr, bare(b'\r', b'\n', 1));
    assert_eq!(faults.bare_lf, bare(b'\n', b'\r', -1));
    assert_eq!((faults.nul, faults.eight_bit), (text.contains(&0), !text.is_ascii()));
    let long = reference_lines(text, limit::TEXT_LINE).contains(&None);
    assert_eq!(faults.long_line, long);
    faults
}
