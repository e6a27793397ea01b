//! Tearing connections that are open, or about to be.

use relay_kernel::{ConnNo, SimTime};
use relay_mail::language::words;
use relay_mail::{Language, say};
use relayscope::command::Command;
use relayscope::trace::{Conn, Trace};

use super::{Deed, Place};
use crate::clock;
use crate::holdings::{Book, Holdings, Open};

/// Tears the session that is shown; `None` when it is over, or nobody would hear of it.
pub(crate) fn shown(
    language: Language,
    trace: &Trace,
    holdings: &Holdings,
    conn: ConnNo,
) -> Option<Deed> {
    if holdings.conn(conn)?.is_torn || !is_heard(holdings, trace.conn(conn)) {
        return None;
    }
    Some(Deed::one(
        words("Drop the connection here", "Verbindung hier abreißen").in_(language),
        Command::ResetConnection(conn),
    ))
}

/// Whether a reset reaches both ends: not over a way on which nothing gets through, nor at a host that is
/// switched off.
fn is_heard(holdings: &Holdings, conn: Conn) -> bool {
    let is_up = |id| holdings.host(id).is_none_or(Book::is_up);
    !holdings.is_closed(conn.client, conn.server) && is_up(conn.client) && is_up(conn.server)
}

impl Place<'_> {
    /// Tears each of some connections, those that a reset reaches. `label` says it of one; those of which it says the same are told
    /// apart by when they were asked for.
    pub(super) fn tear_each<'a>(
        &self,
        conns: impl Iterator<Item = (ConnNo, &'a Open)>,
        label: impl Fn(Conn) -> String,
    ) -> Vec<Deed> {
        let heard = conns.filter(|(conn, open)| {
            !open.is_torn && is_heard(self.holdings, self.trace.conn(*conn))
        });
        let all: Vec<_> =
            heard.map(|(conn, open)| (conn, open.since, label(self.trace.conn(conn)))).collect();
        let is_alone = |label: &str| all.iter().filter(|(.., other)| other == label).count() == 1;
        let deed = |(conn, since, label): &(ConnNo, SimTime, String)| {
            let label = if is_alone(label) {
                label.clone()
            } else {
                let since = clock::dated(self.cast.clock(), *since, SimTime::START);
                say!(self.cast.language, "{label}, since {since}", "{label}, seit {since}")
            };
            Deed::one(label, Command::ResetConnection(*conn))
        };
        all.iter().map(deed).collect()
    }
}
