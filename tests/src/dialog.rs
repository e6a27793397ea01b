//! Dialogues as files: what a peer says, and what a machine must say to it.
//!
//! A dialogue file (`tests/dialog/<protocol>/*.dlg`) has a header and a dialogue, parted by a line
//! `---`. A line that begins with `#` is a comment, an empty line nothing.
//!
//! Header lines are `key: value`; what they mean is the [`Machine`]'s affair. Three keys belong to
//! the harness: `about` (required: what the dialogue shows, with the section), `test` (`server`,
//! the default, or `client`: who is the machine) and `together` (`no` when the peer really waits
//! for replies, so that its lines must not be sent all at once).
//!
//! | line | meaning |
//! |---|---|
//! | `C: text`, `S: text` | a line of the client or the server; CRLF is added |
//! | `C~ text`, `S~ text` | the same without CRLF |
//! | `! text` | a violation or another fact that the machine states; all facts are compared once there is one such line |
//! | `CLOSE` | the machine closes the connection |
//! | `GONE` | the peer closes the connection, without a word |
//! | `BROKEN` | the connection breaks |
//! | `TIMEOUT` | time passes until the machine's deadline |
//! | `SHUTDOWN` | the machine's host goes down politely |
//!
//! In texts, `\r`, `\n`, `\t`, `\0`, `\\`, `\xNN` stand for octets, and `\*N:` in front of a text
//! repeats what follows it N times.
//!
//! Every dialogue runs in all these ways, with identical results: each group of lines whole, octet
//! by octet, split at seeded random points, and (for servers) all lines of the peer at once.

use relay_kernel::{Rng, Stream};

mod file;
mod run;

pub use file::{Dialog, Header, Side};
pub use run::{check_file, check_text, files};

/// What a machine said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Octets for the peer.
    Octets(Vec<u8>),
    /// A fact. It must not depend on how the peer's octets arrive.
    Fact(String),
    /// The connection is to be closed.
    Close,
}

/// What happens to a machine beside octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The peer closed the connection.
    Gone,
    /// The connection broke.
    Broken,
    /// The machine's deadline has come.
    Timeout,
    /// The machine's host goes down.
    Shutdown,
}

/// A machine with a host around it that decides as the header says.
pub trait Machine: Sized {
    /// A session at its start, set as `header` says. A bad header is a message.
    fn start(header: &Header) -> Result<Self, String>;

    /// Takes octets of the peer, which are never none.
    fn feed(&mut self, octets: &[u8]);

    /// Takes a signal.
    fn signal(&mut self, signal: Signal);

    /// All that was said since the last call, the start included.
    fn said(&mut self) -> Vec<Said>;
}

/// How the peer's octets reach the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Each group of lines between two replies in one piece.
    Whole,
    /// One octet after the other.
    Octets,
    /// In pieces that the seed decides.
    Split {
        /// The seed.
        seed: u64,
    },
    /// All that the peer says between two signals in one piece, without waiting for replies.
    Together,
}

/// Seeds of the random splits that every dialogue goes through.
pub const SPLITS: u64 = 20;

impl Arrival {
    /// `octets` in the pieces in which they arrive.
    pub fn pieces(self, octets: &[u8]) -> Vec<&[u8]> {
        match self {
            Self::Whole | Self::Together => vec![octets],
            Self::Octets => octets.chunks(1).collect(),
            Self::Split { seed } => {
                let mut rng = Rng::new(seed, Stream(octets.len() as u64));
                let mut rest = octets;
                let mut pieces = Vec::new();
                while !rest.is_empty() {
                    let longest = rest.len().min(40) as u64;
                    let size = usize::try_from(1 + rng.below(longest)).expect("at most 40");
                    let (piece, after) = rest.split_at(size);
                    pieces.push(piece);
                    rest = after;
                }
                pieces
            }
        }
    }
}
