//! Hosts, listeners and the links between them.

use core::net::Ipv4Addr;

use relay_kernel::SimTime;

use super::{Fabric, Host};
use crate::connection::Route;
use crate::limit::EPHEMERAL_PORT_MIN;
use crate::link::Link;
use crate::{ConnId, End, Endpoint, LinkProfile, NetHostId, Outbox};

/// Whether a host runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// It runs.
    Up,
    /// It does not: what reaches it vanishes, and it forgets its connections and cached names.
    Down,
}

impl Fabric {
    /// Adds a host, up and plugged in. It dials from its first address.
    ///
    /// An address that another host has already stays with that host.
    pub fn add_host(&mut self, addrs: &[Ipv4Addr]) -> NetHostId {
        let id = NetHostId::from_index(self.hosts.len());
        self.hosts.push(Host {
            addrs: addrs.to_vec(),
            up: true,
            plugged: true,
            side: 0,
            listeners: Vec::new(),
            next_port: EPHEMERAL_PORT_MIN,
        });
        for addr in addrs {
            self.by_addr.entry(*addr).or_insert(id);
        }
        self.dns.add_host();
        id
    }

    /// How many hosts there are.
    pub fn host_count(&self) -> usize {
        self.hosts.len()
    }

    /// The host that has `addr`.
    pub fn host_of(&self, addr: Ipv4Addr) -> Option<NetHostId> {
        self.by_addr.get(&addr).copied()
    }

    /// The addresses of a host.
    pub fn addrs(&self, host: NetHostId) -> &[Ipv4Addr] {
        &self.hosts[host.index()].addrs
    }

    /// Whether a host runs.
    pub fn power(&self, host: NetHostId) -> Power {
        if self.hosts[host.index()].up { Power::Up } else { Power::Down }
    }

    /// Switches a host on or off.
    ///
    /// A host that goes down forgets its connections, cached names and questions under way, and
    /// says nothing to anybody: its peers hear of it by their timers, or by a reset when they send
    /// after it is up again. Its listeners stay as they are. What it had sent before still arrives.
    pub fn set_power(&mut self, now: SimTime, host: NetHostId, power: Power, out: &mut Outbox) {
        let up = power == Power::Up;
        let was_up = core::mem::replace(&mut self.hosts[host.index()].up, up);
        self.survey();
        if !was_up || up {
            return;
        }
        self.dns.forget(host);
        for slot in 0..self.slots.len() {
            let held = &self.slots[slot];
            if held.serial == 0 {
                continue;
            }
            let slot = u32::try_from(slot).expect("slots are counted in a u32");
            let conn = ConnId { serial: held.serial, slot };
            for end in End::BOTH {
                if self.live(conn).is_some_and(|held| held.host(end) == host) {
                    self.vanish(now, conn, end, out);
                }
            }
        }
    }

    /// Whether a host's cable is plugged in.
    pub fn is_plugged(&self, host: NetHostId) -> bool {
        self.hosts[host.index()].plugged
    }

    /// Plugs a host's cable in or pulls it out. Without it the host runs on and remembers its
    /// connections, but nothing gets in or out, and names that it has not cached time out: a
    /// dial-up host that is offline.
    pub fn set_plugged(&mut self, host: NetHostId, plugged: bool) {
        self.hosts[host.index()].plugged = plugged;
        self.survey();
    }

    /// Accepts connections to `port` on all addresses of `host` from now on.
    pub fn listen(&mut self, host: NetHostId, port: u16) {
        let listeners = &mut self.hosts[host.index()].listeners;
        if let Err(at) = listeners.binary_search(&port) {
            listeners.insert(at, port);
        }
    }

    /// Refuses connections to `port` from now on, also those that are just opening. Open ones stay.
    pub fn unlisten(&mut self, host: NetHostId, port: u16) {
        self.hosts[host.index()].listeners.retain(|held| *held != port);
    }

    /// Whether `host` accepts connections to `port`.
    pub fn is_listening(&self, host: NetHostId, port: u16) -> bool {
        self.hosts[host.index()].listeners.binary_search(&port).is_ok()
    }

    /// Gives the link between two hosts its own profile. What is under way keeps its time.
    pub fn set_link(&mut self, a: NetHostId, b: NetHostId, profile: LinkProfile) {
        let link = self.link_index(a, b);
        self.links[link as usize].set_profile(profile);
    }

    /// How the link between two hosts treats packets.
    pub fn link(&self, a: NetHostId, b: NetHostId) -> LinkProfile {
        self.link_of(a, b).map_or_else(|| self.profile_unset(a, b), |link| link.profile)
    }

    /// Pairs of hosts whose link was set, cut or used, the lower id first, in order.
    pub fn links(&self) -> impl Iterator<Item = (NetHostId, NetHostId)> {
        self.by_pair.keys().copied()
    }

    /// Cuts the link between two hosts: nothing gets through. What would arrive during the cut is
    /// sent again later.
    pub fn cut(&mut self, a: NetHostId, b: NetHostId) {
        let link = self.link_index(a, b);
        self.links[link as usize].cut = true;
        self.survey();
    }

    /// Mends what [`Fabric::cut`] has cut.
    pub fn mend(&mut self, a: NetHostId, b: NetHostId) {
        let link = self.link_index(a, b);
        self.links[link as usize].cut = false;
        self.survey();
    }

    /// Whether the link between two hosts is cut.
    pub fn is_cut(&self, a: NetHostId, b: NetHostId) -> bool {
        self.link_of(a, b).is_some_and(|link| link.cut)
    }

    /// Splits the network: hosts of one set reach each other only. Hosts in no set are together on
    /// a side of their own. It replaces an earlier partition; no sets at all end it.
    pub fn partition(&mut self, sets: &[&[NetHostId]]) {
        for host in &mut self.hosts {
            host.side = 0;
        }
        for (side, set) in (1..).zip(sets) {
            for host in *set {
                self.hosts[host.index()].side = side;
            }
        }
        self.survey();
    }

    /// Whether a host is in one of the sets of the last [`Fabric::partition`].
    pub fn is_set_apart(&self, host: NetHostId) -> bool {
        self.hosts[host.index()].side != 0
    }

    /// Whether packets get from one host to the other at present, rules aside.
    pub fn is_reachable(&self, from: NetHostId, to: NetHostId) -> bool {
        self.hosts[from.index()].up && self.hosts[to.index()].up && self.has_way(from, to)
    }

    /// Looks whether anything is in the way anywhere.
    fn survey(&mut self) {
        self.obstructed = self.links.iter().any(|link| link.cut)
            || self.hosts.iter().any(|host| !host.up || !host.plugged || host.side != 0);
    }

    pub(super) fn link_of(&self, a: NetHostId, b: NetHostId) -> Option<&Link> {
        self.by_pair.get(&(a.min(b), a.max(b))).map(|link| &self.links[*link as usize])
    }

    fn profile_unset(&self, a: NetHostId, b: NetHostId) -> LinkProfile {
        if a == b { LinkProfile::LOOPBACK } else { self.default_link }
    }

    fn link_index(&mut self, a: NetHostId, b: NetHostId) -> u32 {
        let pair = (a.min(b), a.max(b));
        if let Some(link) = self.by_pair.get(&pair) {
            return *link;
        }
        let link = u32::try_from(self.links.len()).expect("links are counted in a u32");
        self.links.push(Link::new(self.profile_unset(a, b)));
        self.by_pair.insert(pair, link);
        link
    }

    pub(super) fn route(&mut self, from: NetHostId, to: Ipv4Addr) -> Option<Route> {
        let listener = self.host_of(to)?;
        let link = self.link_index(from, listener);
        Some(Route { listener, link, flipped: from > listener })
    }

    pub(super) fn local_endpoint(&mut self, host: NetHostId) -> Endpoint {
        let host = &mut self.hosts[host.index()];
        let port = host.next_port;
        host.next_port = port.checked_add(1).unwrap_or(EPHEMERAL_PORT_MIN);
        Endpoint::new(host.addrs.first().copied().unwrap_or(Ipv4Addr::UNSPECIFIED), port)
    }
}
