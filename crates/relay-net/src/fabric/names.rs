//! Name resolution for the hosts of the network.

use relay_kernel::SimTime;

use super::Fabric;
use crate::dns::{Answer, Answered, Dns, Failure, FailureScope, Name, QueryId, RecordType};
use crate::{Happening, NetEvent, NetHostId, Outbox};

impl Fabric {
    /// The zones of the world and the resolvers of the hosts.
    pub fn dns(&self) -> &Dns {
        &self.dns
    }

    /// The zones of the world and the resolvers of the hosts, to be changed.
    pub fn dns_mut(&mut self) -> &mut Dns {
        &mut self.dns
    }

    /// Asks the resolver of `host`. A cached answer is there at once; any other comes with
    /// [`Happening::Resolved`].
    pub fn query(
        &mut self,
        now: SimTime,
        host: NetHostId,
        name: &Name,
        rtype: RecordType,
        out: &mut Outbox,
    ) -> Answered {
        let state = &self.hosts[host.index()];
        let online = state.up && state.plugged;
        let (answered, at) = self.dns.query(now, host, name, rtype, online);
        if let Answered::Later(query) = answered {
            out.at(at, NetEvent::Resolved(query));
        }
        answered
    }

    /// Makes questions fail, or ends that, from this moment on: those under way too.
    pub fn fail_names(
        &mut self,
        now: SimTime,
        scope: FailureScope,
        failure: Option<Failure>,
        out: &mut Outbox,
    ) {
        for (query, at) in self.dns.fail(now, scope, failure) {
            out.at(at, NetEvent::Resolved(query));
        }
    }

    /// The answer that [`Happening::Resolved`] told of; `None` when it was taken before or its
    /// host has gone down since it asked.
    pub fn take_answer(&mut self, query: QueryId) -> Option<Answer> {
        self.dns.take_answer(query)
    }

    pub(super) fn on_resolved(&mut self, now: SimTime, query: QueryId) -> Happening {
        match self.dns.arrive(now, query) {
            Some(host) => Happening::Resolved { query, host },
            None => Happening::Nothing,
        }
    }
}
