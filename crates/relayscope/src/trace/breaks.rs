//! Breaks that wait for a point of a dialogue.

use super::answered::POP3_PORT;
use super::{Kind, Record, Trace, point_of};
use crate::scenario::{Break, HostNo};

/// Whether one of `breaks` waits for what is said behind `records`. If so, that was one of its times.
pub fn strike(breaks: &mut Vec<Break>, trace: &Trace, records: &[Record], said: &Kind) -> bool {
    let Some(conn) = said.conn().map(|no| trace.conn(no)) else { return false };
    if conn.port == POP3_PORT {
        return false;
    }
    let [client, server] = [conn.client, conn.server].map(|id| HostNo(id.0));
    if !breaks.iter().any(|held| held.is_between(client, server)) {
        return false;
    }
    let Some(point) = point_of(trace, records, said) else { return false };
    let is_struck = |held: &Break| held.at == point && held.is_between(client, server);
    let Some(place) = breaks.iter().position(is_struck) else { return false };
    breaks[place].times -= 1;
    breaks.retain(|held| held.times > 0);
    true
}
