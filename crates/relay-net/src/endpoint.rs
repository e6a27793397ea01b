//! Who talks to whom: hosts, connections, ends and addresses.

use core::fmt;
use core::net::Ipv4Addr;

relay_kernel::define_id! {
    /// Which host of the network: its index in the order of [`Fabric::add_host`](crate::Fabric::add_host).
    pub struct NetHostId
}

/// A connection, in whatever state.
///
/// An id outlives its connection and is harmless then: every call with a stale one does nothing
/// and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId {
    pub(crate) serial: u32,
    pub(crate) slot: u32,
}

impl ConnId {
    /// The number of this connection in the run, from 1 up in the order of dialling. No other
    /// connection of the run has it.
    pub const fn serial(self) -> u32 {
        self.serial
    }

    /// The index of the connection in a table of open connections. A later connection gets the
    /// same one when this one is gone, so a table indexed by it must compare the whole id.
    pub const fn slot(self) -> usize {
        self.slot as usize
    }
}

/// `#17`, by the number in the run.
impl fmt::Display for ConnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.serial)
    }
}

/// Which side of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The side that dialled (RFC 9293: active open).
    Dialer,
    /// The side that listened (RFC 9293: passive open).
    Listener,
}

impl End {
    /// Both ends, the dialer first.
    pub const BOTH: [Self; 2] = [Self::Dialer, Self::Listener];

    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Dialer => Self::Listener,
            Self::Listener => Self::Dialer,
        }
    }

    /// 0 for the dialer and 1 for the listener.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// An address and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// The IPv4 address.
    pub addr: Ipv4Addr,
    /// The port.
    pub port: u16,
}

impl Endpoint {
    /// `port` at `addr`.
    pub const fn new(addr: Ipv4Addr, port: u16) -> Self {
        Self { addr, port }
    }
}

/// `192.0.2.1:25`.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.addr, self.port)
    }
}
