//! Where two runs of one world part.

use relay_kernel::{RecordId, SimTime};
use relayscope::trace::{Kind, Trace};

use crate::cast::Cast;
use crate::sentence::sentence;
use crate::{clock, plain};

/// The first records that two runs do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// When it is, on the clock that all hosts share: the earlier of the two.
    pub at: String,
    /// What comes next in the first run; `None` where nothing more is known of it.
    pub first: Option<Next>,
    /// What comes next in the second.
    pub second: Option<Next>,
}

/// What comes next in one of two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its record.
    pub id: RecordId,
    /// What it is, in a sentence.
    pub text: String,
    /// What is said, where it is a line of a session, the first of several: the sentences of two lines
    /// may be one.
    pub line: Option<String>,
}

/// Where two runs part; `None` where all that is known of them is the same.
pub fn parting(cast: &Cast, first: &Trace, second: &Trace) -> Option<Parting> {
    let both = first.records().iter().zip(second.records());
    let shared =
        both.take_while(|(one, other)| one == other && is_same(first, second, &one.kind)).count();
    let next = |trace: &Trace| {
        let record = trace.records().get(shared)?;
        let line = match record.kind {
            Kind::Line { start, len, .. } => plain::lines(trace.octets(start, len), 1).0.pop(),
            _ => None,
        };
        let id = RecordId::from_index(shared);
        Some((record.at, Next { id, text: sentence(cast, trace, id).text, line }))
    };
    let (first, second) = (next(first), next(second));
    let moments = [&first, &second].into_iter().flatten().map(|(at, _)| *at);
    let at = clock::dated(cast.clock(), moments.min()?, SimTime::START);
    Some(Parting { at, first: first.map(|it| it.1), second: second.map(|it| it.1) })
}

/// Whether what a record refers to is the same in both runs, where all before it is. Two runs part with
/// a command, or with what was typed: whatever else a record refers to follows from those before it.
fn is_same(first: &Trace, second: &Trace, kind: &Kind) -> bool {
    match *kind {
        Kind::Command(id) => first.command(id) == second.command(id),
        Kind::Line { start, len, .. } | Kind::Block { start, len, .. } => {
            first.octets(start, len) == second.octets(start, len)
        }
        _ => true,
    }
}
