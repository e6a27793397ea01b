//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian.

use core::net::Ipv4Addr;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const ENHANCED_PACKET: u32 = 6;

/// Tells readers the order of the octets.
const BYTE_ORDER: u32 = 0x1a2b_3c4d;
/// A section of a length that is not told.
const LENGTH_UNKNOWN: u64 = u64::MAX;
/// Each packet begins with its IP header (`LINKTYPE_RAW`).
const LINK_TYPE_RAW: u16 = 101;

// Options: of every block, of a section, of an interface.
const END_OF_OPTIONS: u16 = 0;
const APPLICATION: u16 = 4;
const INTERFACE_NAME: u16 = 2;
const TIME_RESOLUTION: u16 = 9;
/// Records of names.
const END_OF_NAMES: u16 = 0;
const IPV4_NAME: u16 = 1;

/// Microseconds, as a power of ten.
const MICROS: u8 = 6;

/// The header of the only section.
pub(super) fn section(out: &mut Vec<u8>) {
    let mut body = Vec::new();
    body.extend(BYTE_ORDER.to_le_bytes());
    body.extend(1_u16.to_le_bytes());
    body.extend(0_u16.to_le_bytes());
    body.extend(LENGTH_UNKNOWN.to_le_bytes());
    item(APPLICATION, concat!("relayscope ", env!("CARGO_PKG_VERSION")).as_bytes(), &mut body);
    item(END_OF_OPTIONS, &[], &mut body);
    block(SECTION_HEADER, &body, out);
}

/// The only interface.
pub(super) fn interface(out: &mut Vec<u8>) {
    let mut body = Vec::new();
    body.extend(LINK_TYPE_RAW.to_le_bytes());
    body.extend([0; 2]);
    // No limit to what is kept of a packet.
    body.extend([0; 4]);
    item(INTERFACE_NAME, b"simulated network", &mut body);
    item(TIME_RESOLUTION, &[MICROS], &mut body);
    item(END_OF_OPTIONS, &[], &mut body);
    block(INTERFACE, &body, out);
}

/// The names of addresses.
pub(super) fn names<'a>(names: impl Iterator<Item = (Ipv4Addr, &'a str)>, out: &mut Vec<u8>) {
    let mut body = Vec::new();
    for (address, name) in names {
        let value = [&address.octets()[..], name.as_bytes(), &[0]].concat();
        item(IPV4_NAME, &value, &mut body);
    }
    item(END_OF_NAMES, &[], &mut body);
    block(NAMES, &body, out);
}

/// A packet, captured whole, so many microseconds after the start of 1970.
pub(super) fn packet(micros: u64, octets: &[u8], out: &mut Vec<u8>) {
    let len = u32::try_from(octets.len()).expect("a packet has at most 65535 octets");
    let mut body = Vec::with_capacity(octets.len() + 24);
    body.extend(0_u32.to_le_bytes());
    let [low, high] = [micros & u64::from(u32::MAX), micros >> 32];
    for half in [high, low] {
        body.extend(u32::try_from(half).expect("half of 64 bits").to_le_bytes());
    }
    body.extend(len.to_le_bytes());
    body.extend(len.to_le_bytes());
    body.extend(octets);
    pad(&mut body);
    block(ENHANCED_PACKET, &body, out);
}

/// An option, or a record of a name.
fn item(kind: u16, value: &[u8], body: &mut Vec<u8>) {
    let len = u16::try_from(value.len()).expect("names of hosts and programs are short");
    body.extend(kind.to_le_bytes());
    body.extend(len.to_le_bytes());
    body.extend(value);
    pad(body);
}

/// Fills up to a multiple of four octets. All that stands before in a block is such a multiple.
fn pad(body: &mut Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
}

fn block(kind: u32, body: &[u8], out: &mut Vec<u8>) {
    let len = u32::try_from(body.len() + 12).expect("a block is small").to_le_bytes();
    out.extend(kind.to_le_bytes());
    out.extend(len);
    out.extend(body);
    out.extend(len);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_padded_and_its_length_told_twice() {
        let mut out = Vec::new();
        // Times are written with their upper half first.
        packet(0x1_0000_0002, b"abcde", &mut out);
        let want = [
            &[6, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0][..],
            &[1, 0, 0, 0, 2, 0, 0, 0],
            &[5, 0, 0, 0, 5, 0, 0, 0],
            b"abcde\0\0\0",
            &[40, 0, 0, 0],
        ];
        assert_eq!(out, want.concat());
    }

    #[test]
    fn every_block_is_a_multiple_of_four_octets() {
        let mut out = Vec::new();
        section(&mut out);
        interface(&mut out);
        for len in 0..9 {
            names([(Ipv4Addr::LOCALHOST, &"longname."[..len])].into_iter(), &mut out);
            packet(0, &b"nine more"[..len], &mut out);
        }
        let mut rest = &out[..];
        let number = |octets: &[u8]| u32::from_le_bytes(octets.try_into().expect("four octets"));
        while !rest.is_empty() {
            let len = number(&rest[4..8]) as usize;
            assert_eq!(len % 4, 0);
            assert_eq!(number(&rest[len - 4..len]) as usize, len);
            rest = &rest[len..];
        }
    }
}
