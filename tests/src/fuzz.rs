//! Fuzz targets: what must hold for any octets, as ordinary functions.
//!
//! `cargo xtask fuzz` drives them with coverage feedback through `tests/fuzz/`; the suite runs each
//! of them on its seeds (`tests/fuzz/seeds/<target>/`) and on a few hundred generated inputs. A
//! function panics when something does not hold, and returns otherwise.
//!
//! A session's input begins with a few octets that choose settings and what the host decides; the
//! rest is what the peer says. Each session runs whole, octet by octet and in random pieces, and
//! must come to the same. That is held against a plain model (`maildrop`, `collection`,
//! `transactions`), which reads what went both ways and knows nothing of the machine.

use core::fmt::Debug;

use relay_kernel::{Rng, Stream};

use crate::dialog::Arrival;

mod address;
mod collection;
mod header;
mod line;
mod maildrop;
mod pop3_client;
mod pop3_server;
mod smtp_client;
mod smtp_server;
mod transactions;

/// One target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: of the program, of the folder of its seeds, of its corpus.
    pub name: &'static str,
    /// Runs it on one input.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 7] = [
    Target { name: "smtp_server", run: smtp_server::run },
    Target { name: "smtp_client", run: smtp_client::run },
    Target { name: "pop3_server", run: pop3_server::run },
    Target { name: "pop3_client", run: pop3_client::run },
    Target { name: "line", run: line::run },
    Target { name: "address", run: address::run },
    Target { name: "header", run: header::run },
];

/// Inputs beyond this are cut: machines give up peers that talk too far ahead, and how far that is
/// depends on how the octets arrive.
const INPUT_MAX: usize = 64 * 1024;

/// Runs the target called `name` on `input`.
///
/// # Panics
/// When there is no such target, or something does not hold.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("no target {name}")).run)(
        &input[..input.len().min(INPUT_MAX)],
    );
}

/// The first `N` octets of an input, zero where it is shorter, and the rest.
fn choices<const N: usize>(input: &[u8]) -> ([u8; N], &[u8]) {
    let (first, rest) = input.split_at(input.len().min(N));
    let mut choices = [0; N];
    choices[..first.len()].copy_from_slice(first);
    (choices, rest)
}

/// Runs `session` with the octets arriving in every way, holds the outcomes against each other, and
/// gives the one that all come to.
fn in_every_way<T: Debug + PartialEq>(octets: &[u8], session: impl Fn(Arrival) -> T) -> T {
    let whole = session(Arrival::Whole);
    let seed = octets.iter().fold(0, |hash: u64, &octet| hash.wrapping_mul(31) + u64::from(octet));
    for arrival in [Arrival::Octets, Arrival::Split { seed }, Arrival::Split { seed: !seed }] {
        assert_eq!(
            whole,
            session(arrival),
            "{arrival:?} comes to something else than in one piece"
        );
    }
    whole
}

/// The numbers that a host or a user decides by.
fn decisions(seed: u8) -> Rng {
    Rng::new(seed.into(), Stream(0))
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[usize::try_from(rng.below(from.len() as u64)).expect("an index of a slice")]
}

/// How many lines can have ended in `octets`.
fn line_ends(octets: &[u8]) -> usize {
    octets.split(|octet| *octet == b'\n').count() - 1
}

/// Where `needle` begins in `octets`: the slow and plain way, to hold the quick ones against.
fn find(octets: &[u8], needle: &[u8]) -> Option<usize> {
    octets.windows(needle.len()).position(|window| window == needle)
}

/// A dot-stuffed text as RFC 5321 §4.5.2 and RFC 1939 §3 describe it, read line by line: the text,
/// and how many octets it took with its end. `None` when its end is not there.
fn reference_text(stream: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut text, mut rest) = (Vec::new(), stream);
    loop {
        let end = find(rest, b"\r\n")?;
        let line = &rest[..end];
        rest = &rest[end + 2..];
        if line == b"." {
            return Some((text, stream.len() - rest.len()));
        }
        text.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        text.extend_from_slice(b"\r\n");
    }
}

/// The same the other way round: a text on the wire, its last line completed.
fn reference_wire(text: &[u8]) -> Vec<u8> {
    let (mut wire, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let end = find(rest, b"\r\n").unwrap_or(rest.len());
        if rest[0] == b'.' {
            wire.push(b'.');
        }
        wire.extend_from_slice(&rest[..end]);
        wire.extend_from_slice(b"\r\n");
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    wire.extend_from_slice(b".\r\n");
    wire
}

/// Holds octets that were sent as one line against what a line is: one CRLF, at its end, and no
/// more than `max` octets.
fn check_line(line: &[u8], max: usize) {
    let text = line.strip_suffix(b"\r\n").unwrap_or_else(|| panic!("{} does not end", show(line)));
    assert!(!text.iter().any(|octet| matches!(octet, b'\r' | b'\n')), "{} is two", show(line));
    assert!(line.len() <= max, "{} is longer than {max}", show(line));
}

fn show(octets: &[u8]) -> impl core::fmt::Display {
    octets.escape_ascii().to_string()
}
