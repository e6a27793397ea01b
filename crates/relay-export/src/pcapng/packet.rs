//! IPv4 and TCP headers around octets.

use core::net::Ipv4Addr;

use etherparse::{IpNumber, Ipv4Header, TcpHeader, TcpOptionElement};

/// How many octets a segment carries at most; each end says so in its SYN (RFC 9293 §3.7.1).
pub(super) const SEGMENT_MAX: u16 = 1460;

/// A window of 64 KiB, which the simulator's hosts have, is half that much with a scale of 1
/// (RFC 7323 §2.2).
const WINDOW_SCALE: u8 = 1;
const WINDOW: u16 = 0x8000;
/// In a SYN the scale does not count yet.
const WINDOW_OF_SYN: u16 = u16::MAX;

/// Routers that the packet may still pass: as it leaves its host (RFC 1122 §3.2.1.7).
const TIME_TO_LIVE: u8 = 64;

/// Where packets of one direction of a connection come from and go to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) from: (Ipv4Addr, u16),
    pub(super) to: (Ipv4Addr, u16),
}

/// What a segment says, but for its octets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Segment {
    pub(super) seq: u32,
    /// `None` in the first segment of all, which acknowledges nothing.
    pub(super) ack: Option<u32>,
    pub(super) syn: bool,
    pub(super) fin: bool,
    pub(super) rst: bool,
    pub(super) psh: bool,
}

/// The packet, from its IP header on, with both checksums.
pub(super) fn packet(way: Way, segment: Segment, payload: &[u8]) -> Vec<u8> {
    let window = match segment {
        Segment { syn: true, .. } => WINDOW_OF_SYN,
        Segment { rst: true, .. } => 0,
        _ => WINDOW,
    };
    let mut tcp = TcpHeader::new(way.from.1, way.to.1, segment.seq, window);
    (tcp.syn, tcp.fin, tcp.rst, tcp.psh) = (segment.syn, segment.fin, segment.rst, segment.psh);
    (tcp.ack, tcp.acknowledgment_number) = (segment.ack.is_some(), segment.ack.unwrap_or(0));
    if segment.syn {
        let options = [
            TcpOptionElement::MaximumSegmentSize(SEGMENT_MAX),
            TcpOptionElement::Noop,
            TcpOptionElement::WindowScale(WINDOW_SCALE),
        ];
        tcp.set_options(&options).expect("eight octets of options fit");
    }
    let len = tcp.header_len() + payload.len();
    let len = u16::try_from(len).expect("a segment is far below 64 KiB");
    let (from, to) = (way.from.0.octets(), way.to.0.octets());
    let mut ip =
        Ipv4Header::new(len, TIME_TO_LIVE, IpNumber::TCP, from, to).expect("the length fits");
    // Never to be cut in pieces, so that it needs no number (RFC 6864 §4).
    ip.dont_fragment = true;
    ip.header_checksum = ip.calc_header_checksum();
    tcp.checksum = tcp.calc_checksum_ipv4(&ip, payload).expect("the length fits");
    [&ip.to_bytes()[..], &tcp.to_bytes()[..], payload].concat()
}

#[cfg(test)]
mod tests {
    use etherparse::{Ipv4HeaderSlice, TcpSlice};

    use super::*;

    #[test]
    fn headers_say_what_they_should_and_checksums_verify() {
        let way = Way {
            from: (Ipv4Addr::new(192, 0, 2, 1), 49152),
            to: (Ipv4Addr::new(192, 0, 2, 2), 25),
        };
        let syn = Segment { seq: u32::MAX, syn: true, ..Segment::default() };
        let data = Segment { seq: 7, ack: Some(9), psh: true, ..Segment::default() };
        for (segment, payload) in [(syn, &b""[..]), (data, b"QUIT\r\n"), (data, &[255; 1459])] {
            let packet = packet(way, segment, payload);
            let ip = Ipv4HeaderSlice::from_slice(&packet).expect("an IPv4 header");
            assert_eq!(usize::from(ip.total_len()), packet.len());
            assert_eq!(ip.header_checksum(), ip.to_header().calc_header_checksum());
            let tcp = TcpSlice::from_slice(&packet[ip.slice().len()..]).expect("a TCP segment");
            let sum = tcp.calc_checksum_ipv4(ip.source(), ip.destination()).expect("a short one");
            assert_eq!(tcp.checksum(), sum);
            assert_eq!(tcp.payload(), payload);
            assert_eq!((tcp.source_port(), tcp.destination_port()), (49152, 25));
            assert_eq!((tcp.sequence_number(), tcp.syn()), (segment.seq, segment.syn));
            assert_eq!(tcp.ack().then_some(tcp.acknowledgment_number()), segment.ack);
        }
    }
}
