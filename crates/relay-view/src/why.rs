//! Why something happened: the chain of causes of a record, down to a command or the scenario, and
//! what somebody broke that it went wrong.

mod fault;
mod state;

use relay_host::Fact;
use relay_kernel::{RecordId, SimTime};
use relayscope::trace::{Kind, Record, Side, Trace};

use crate::cast::Cast;
use crate::sentence::{Sentence, sentence};
use crate::{clock, transcript};

pub(crate) use fault::standing;
pub use state::{closed_link, host_state};

/// Links of a chain that are shown at most; beyond it those in the middle are left out.
pub const LINKS_MAX: usize = 12;

/// Links among them that tell what somebody broke.
const FAULTS_MAX: usize = 3;

/// One link of a chain of causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The record.
    pub id: RecordId,
    /// When it happened.
    pub at: String,
    /// What it was.
    pub text: String,
    /// The rule that it follows.
    pub rule: String,
}

/// The same with the record itself in front: what it was, and what led to it.
pub fn whole_chain(cast: &Cast, trace: &Trace, id: RecordId) -> (Vec<Link>, usize) {
    let (mut links, left_out) = chain(cast, trace, id);
    links.insert(0, link(cast, trace, id, trace.record(id).at));
    (links, left_out)
}

/// What led to the record `id`, and how many links are left out before the last. If it tells that
/// something went wrong, what stood in the way comes first, the newest before the others; then its
/// direct cause. Further back, lines of a dialogue that only lead to each other are passed over; what a
/// server refused is not.
pub fn chain(cast: &Cast, trace: &Trace, id: RecordId) -> (Vec<Link>, usize) {
    let causes: Vec<RecordId> = trace.causes(id).skip(1).collect();
    let mut faults = fault::faults(cast, trace, id);
    faults.retain(|fault| !causes.contains(fault));
    faults.truncate(FAULTS_MAX);
    let last = causes.last().copied();
    let (direct, further) = causes.split_at(causes.len().min(1));
    let telling = further
        .iter()
        .filter(|cause| Some(**cause) == last || is_telling(trace, trace.record(**cause)));
    let shown = faults.iter().chain(direct).chain(telling);
    let today = trace.record(id).at;
    let mut links: Vec<Link> = shown.map(|&cause| link(cast, trace, cause, today)).collect();
    let left_out = links.len().saturating_sub(LINKS_MAX);
    if left_out > 0 {
        let end = links.len() - 1;
        links.drain(end - left_out..end);
    }
    (links, left_out)
}

/// Times of another day than `today` are told with it.
fn link(cast: &Cast, trace: &Trace, id: RecordId, today: SimTime) -> Link {
    let Sentence { text, rule, .. } = sentence(cast, trace, id);
    Link { id, at: clock::dated(cast.clock(), trace.record(id).at, today), text, rule }
}

/// Whether a record explains something by itself.
fn is_telling(trace: &Trace, record: &Record) -> bool {
    match &record.kind {
        Kind::Line { from: Side::Server, start, len, .. } => {
            let tone = transcript::tone_of(trace.octets(*start, *len));
            matches!(tone, transcript::Tone::NotNow | transcript::Tone::No)
        }
        Kind::Line { .. } | Kind::Block { .. } | Kind::Connected { .. } | Kind::Dialed { .. } => {
            false
        }
        // Who calls is looked up beside the dialogue: the name is for the trace line.
        Kind::Lookup { question, .. } => !trace.name(*question).starts_with("PTR "),
        Kind::Host(fact) => !matches!(fact, Fact::Sending { .. } | Fact::Retrieved { .. }),
        _ => true,
    }
}
