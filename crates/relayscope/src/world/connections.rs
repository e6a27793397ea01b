//! Which session of which host speaks over which connection.

use relay_host::SessionId;
use relay_kernel::ConnNo;
use relay_net::{ConnId, End};

use crate::trace::{HostId, Side};

/// One end of a connection.
#[derive(Clone, Debug)]
pub(super) struct Half {
    pub(super) host: HostId,
    /// Who speaks; `None` when the host has let go of its end.
    pub(super) session: Option<SessionId>,
    /// What the network would not take yet.
    pub(super) backlog: Vec<u8>,
    /// The session has said its last word, and the backlog is not empty yet.
    pub(super) closing: bool,
    /// The session waits for the network to take content again.
    pub(super) holds: bool,
}

/// A connection.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub(super) id: ConnId,
    pub(super) no: ConnNo,
    pub(super) halves: [Half; 2],
}

impl Half {
    pub(super) fn new(host: HostId, session: Option<SessionId>) -> Self {
        Self { host, session, backlog: Vec::new(), closing: false, holds: false }
    }
}

/// All connections, found from either side without a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    by_slot: Vec<Option<Connection>>,
    /// For each host, by the place of the session.
    by_session: Vec<Vec<Option<(SessionId, ConnId, End)>>>,
}

impl Connections {
    pub(super) fn for_hosts(count: usize) -> Self {
        Self { by_slot: Vec::new(), by_session: vec![Vec::new(); count] }
    }

    pub(super) fn open(&mut self, id: ConnId, no: ConnNo, halves: [Half; 2]) {
        if self.by_slot.len() <= id.slot() {
            self.by_slot.resize_with(id.slot() + 1, || None);
        }
        self.by_slot[id.slot()] = Some(Connection { id, no, halves });
    }

    pub(super) fn get_mut(&mut self, id: ConnId) -> Option<&mut Connection> {
        self.by_slot.get_mut(id.slot())?.as_mut().filter(|connection| connection.id == id)
    }

    pub(super) fn get(&self, id: ConnId) -> Option<&Connection> {
        self.by_slot.get(id.slot())?.as_ref().filter(|connection| connection.id == id)
    }

    /// The connection with this number in the trace, which may be over.
    pub(super) fn numbered(&self, no: ConnNo) -> Option<ConnId> {
        let mut all = self.by_slot.iter().flatten();
        all.find(|connection| connection.no == no).map(|connection| connection.id)
    }

    /// Lets `session` of `host` speak at one end.
    pub(super) fn attach(&mut self, host: HostId, session: SessionId, id: ConnId, end: End) {
        if let Some(connection) = self.get_mut(id) {
            let half = &mut connection.halves[end.index()];
            (half.host, half.session) = (host, Some(session));
        }
        let places = &mut self.by_session[host.index()];
        if places.len() <= session.place() {
            places.resize(session.place() + 1, None);
        }
        places[session.place()] = Some((session, id, end));
    }

    /// The connection of a session.
    pub(super) fn of(&self, host: HostId, session: SessionId) -> Option<(ConnId, End)> {
        let found = self.by_session[host.index()].get(session.place())?.as_ref()?;
        (found.0 == session).then_some((found.1, found.2))
    }

    /// The session at one end.
    pub(super) fn session(&mut self, id: ConnId, end: End) -> Option<(HostId, SessionId)> {
        let half = &self.get_mut(id)?.halves[end.index()];
        Some((half.host, half.session?))
    }

    /// Ends the bond of a session and its connection.
    pub(super) fn detach(&mut self, id: ConnId, end: End) {
        let Some((host, session)) = self.session(id, end) else { return };
        self.by_session[host.index()][session.place()] = None;
        if let Some(connection) = self.get_mut(id) {
            connection.halves[end.index()].session = None;
        }
    }

    /// Forgets all sessions of a host that went down.
    pub(super) fn forget_host(&mut self, host: HostId) {
        for (_, id, end) in
            core::mem::take(&mut self.by_session[host.index()]).into_iter().flatten()
        {
            if let Some(connection) = self.get_mut(id) {
                connection.halves[end.index()] = Half::new(host, None);
            }
        }
    }
}

/// The same side in the trace's words.
pub(super) fn side(end: End) -> Side {
    match end {
        End::Dialer => Side::Client,
        End::Listener => Side::Server,
    }
}
