//! One link in full: how it treats what passes, who talks over it, and what can be done to it.

use relay_kernel::{ConnNo, RecordId, SimTime};
use relayscope::scenario::HostNo;
use relayscope::trace::HostId;

use crate::deeds::{self, Deed, Place};
use crate::map::WireState;
use crate::transcript::Service;
use crate::why::closed_link;
use crate::{clock, phrase};

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkSheet {
    /// The hosts at its ends.
    pub ends: [HostId; 2],
    /// Their names, in the order in which the map and the table name them: as mail goes.
    pub names: [String; 2],
    /// Its state.
    pub state: WireState,
    /// The record that says why nothing gets through, where that is so.
    pub because: Option<RecordId>,
    /// How it treats what passes: what it has, in words.
    pub quality: String,
    /// What it has in the scenario, where a command has changed that.
    pub planned: Option<String>,
    /// The connections over it, in the order in which they were asked for.
    pub talks: Vec<Talk>,
    /// What can be done to it.
    pub deeds: Vec<Deed>,
}

/// A connection over a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Talk {
    /// Which one.
    pub conn: ConnNo,
    /// Who dialled.
    pub client: String,
    /// Who was dialled.
    pub server: String,
    /// What for.
    pub service: Service,
    /// The port that was dialled.
    pub port: u16,
    /// Whether it has come about.
    pub is_open: bool,
    /// When it was asked for.
    pub since: String,
}

impl LinkSheet {
    /// The link between two hosts of a place; `None` where one of them is no host, or both are one.
    pub(crate) fn new(place: Place<'_>, ends: [HostId; 2]) -> Option<Self> {
        let Place { cast, trace, holdings, world, ties } = place;
        let [a, b] = ends;
        if a == b || cast.host(a).is_none() || cast.host(b).is_none() {
            return None;
        }
        let mut as_mail_goes = ties.iter().map(|tie| [tie.from, tie.to]);
        let named = as_mail_goes.find(|it| *it == ends || *it == [b, a]);
        let names = named.unwrap_or(ends).map(|id| cast.name(id).to_owned());
        let talk = |(conn, open): (ConnNo, &crate::holdings::Open)| {
            let ends = trace.conn(conn);
            Talk {
                conn,
                client: cast.name(ends.client).to_owned(),
                server: cast.name(ends.server).to_owned(),
                service: Service::of(ends.port),
                port: ends.port,
                is_open: open.connected,
                since: clock::dated(cast.clock(), open.since, SimTime::START),
            }
        };
        let state = WireState::of(trace, holdings, ends);
        let planned = world.scenario().link_between(HostNo(a.0), HostNo(b.0));
        let changed = holdings.changed_link(a, b).copied();
        let words = |quality| phrase::quality(cast.language, quality);
        Some(Self {
            ends,
            names,
            state,
            because: closed_link(trace, holdings.records(), ends, state),
            quality: words(&changed.unwrap_or(planned)),
            planned: changed.map(|_| words(&planned)),
            talks: holdings.conns_between(trace, ends).map(talk).collect(),
            deeds: deeds::link::deeds(place, ends),
        })
    }
}
