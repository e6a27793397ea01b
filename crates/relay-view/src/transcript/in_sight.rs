//! Which session is shown. While it plays fast, sessions beside each other take turns many times a second, and none of
//! them could be read: one is kept for a while.

use std::ops::Range;

use relay_kernel::ConnNo;
use relayscope::trace::{Kind, Trace};

use super::conn_under_way;

/// The session that is shown at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InSight {
    /// Its connection.
    pub conn: ConnNo,
    /// The position at which it was under way first, of those since another was shown.
    since: usize,
    /// How many records have happened.
    records: usize,
}

impl InSight {
    /// The one at `position`, after `records` records, where `before` was shown: the session under way, unless
    /// another one has not been shown for `patience` beats yet. One that is over makes room for one that begins.
    /// None before the first session.
    pub fn next(
        before: Option<Self>,
        trace: &Trace,
        (position, records): (usize, usize),
        patience: usize,
    ) -> Option<Self> {
        let conn = conn_under_way(trace, records)?;
        let kept = before.filter(|it| {
            // Nothing has happened since: who pauses goes on reading what was shown.
            it.records == records
                || it.conn == conn
                || (it.records < records
                    && position < it.since + patience
                    && !(is_over(trace, records, it.conn)
                        && begins(trace, it.records..records, conn)))
        });
        Some(kept.map_or(Self { conn, since: position, records }, |it| Self { records, ..it }))
    }
}

/// Whether a connection is asked for in these records.
fn begins(trace: &Trace, records: Range<usize>, no: ConnNo) -> bool {
    let is_it = |kind: &Kind| matches!(kind, Kind::Dialed { conn } if *conn == no);
    trace.records()[records].iter().any(|record| is_it(&record.kind))
}

/// Whether nothing more comes over a connection.
fn is_over(trace: &Trace, records: usize, no: ConnNo) -> bool {
    let mut its = trace.records()[..records].iter().rev();
    let last = its.find(|record| record.kind.conn() == Some(no));
    matches!(
        last.map(|record| &record.kind),
        Some(Kind::Closed { .. } | Kind::DialFailed { .. } | Kind::Reset { .. })
    )
}
