//! A run as a capture that Wireshark and tshark read: one pcapng file with one section and one
//! interface.
//!
//! The interface is a point of view that no real machine has: of every host, what leaves it, all in
//! one file. So each packet has the moment at which its host sent it, in microseconds, counted from
//! the date on which the scenario starts. Only an answer to a SYN and a reset have the moment at
//! which they arrive, because the trace tells that one and not the other.
//!
//! The link type is raw IP: the simulated network has addresses of IPv4 and no frames below them.
//!
//! What the trace does not know is not in the file:
//!
//! * segments that were sent again, SYNs among them: the trace has the delay that comes of it;
//! * acknowledgements of octets that the network held back, until later octets of the same end
//!   arrive; and acknowledgements of a FIN;
//! * the FIN of an end that goes along with its peer's without a word of its own;
//! * DNS: the trace has each question and its answer, but neither the server's address nor the TTL
//!   that a packet needs;
//! * a router's word that no way leads to a host.

mod block;
mod packet;
mod stream;

use relay_kernel::SimTime;
use relayscope::scenario::Scenario;
use relayscope::trace::Trace;

/// The whole run as a pcapng file.
pub fn pcapng(trace: &Trace, scenario: &Scenario) -> Vec<u8> {
    let start = scenario.start.calendar().at(SimTime::START).unix_timestamp();
    let start = u64::try_from(start).expect("scenarios start in 1970 or later") * 1_000_000;
    let mut out = Vec::new();
    block::section(&mut out);
    block::interface(&mut out);
    let names = scenario.hosts.iter().map(|host| (host.address, host.name.as_str()));
    block::names(names, &mut out);
    for packet in stream::packets(trace, scenario) {
        block::packet(start.saturating_add(packet.at.as_micros()), &packet.octets, &mut out);
    }
    out
}
