//! Captures of the lessons, read back by a parser that is not ours.

#![expect(clippy::disallowed_methods, reason = "the lessons are files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use etherparse::{Ipv4HeaderSlice, TcpSlice};
use relay_export::pcapng::pcapng;
use relay_kernel::ConnNo;
use relayscope::Timeline;
use relayscope::scenario::Scenario;
use relayscope::trace::{Kind, Side, Trace};

/// Address and port of the sender and of the receiver, and how often they had been used before.
type Stream = ([u8; 4], u16, [u8; 4], u16);

/// A direction of a connection: the number behind its SYN, and its octets.
type Said = (u32, Vec<u8>);

/// The packets of a capture with their times.
fn packets(file: &[u8]) -> Vec<(u64, &[u8])> {
    let number = |octets: &[u8]| u32::from_le_bytes(octets.try_into().expect("four octets"));
    let mut rest = file;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (kind, len) = (number(&rest[..4]), number(&rest[4..8]) as usize);
        assert_eq!((len % 4, number(&rest[len - 4..len]) as usize), (0, len));
        if kind == 6 {
            let time = u64::from(number(&rest[12..16])) << 32 | u64::from(number(&rest[16..20]));
            let size = number(&rest[20..24]) as usize;
            found.push((time, &rest[28..28 + size]));
        }
        rest = &rest[len..];
    }
    found
}

/// Every direction of every connection, put together by its sequence numbers.
fn streams(file: &[u8]) -> BTreeMap<Stream, Said> {
    let mut streams: BTreeMap<Stream, Said> = BTreeMap::new();
    let mut last = 0;
    for (time, packet) in packets(file) {
        assert!(time >= last, "packets are in the order of time");
        last = time;
        let ip = Ipv4HeaderSlice::from_slice(packet).expect("an IPv4 header");
        assert_eq!(usize::from(ip.total_len()), packet.len());
        assert_eq!(ip.header_checksum(), ip.to_header().calc_header_checksum());
        let tcp = TcpSlice::from_slice(&packet[ip.slice().len()..]).expect("a TCP segment");
        let sum = tcp.calc_checksum_ipv4(ip.source(), ip.destination()).expect("a short one");
        assert_eq!(tcp.checksum(), sum);
        let key = (ip.source(), tcp.source_port(), ip.destination(), tcp.destination_port());
        if tcp.syn() {
            let begun = streams.insert(key, (tcp.sequence_number().wrapping_add(1), Vec::new()));
            assert!(begun.is_none(), "no ports are used twice here");
        } else if !tcp.rst() {
            let back = (key.2, key.3, key.0, key.1);
            let (peer, heard) = &streams[&back];
            let acknowledged = tcp.acknowledgment_number().wrapping_sub(*peer) as usize;
            assert!(acknowledged <= heard.len(), "only what was sent is acknowledged");
            let (first, octets) = streams.get_mut(&key).expect("a SYN comes first");
            let at = tcp.sequence_number().wrapping_sub(*first) as usize;
            assert_eq!(at, octets.len(), "segments follow each other");
            octets.extend_from_slice(tcp.payload());
            assert!(tcp.payload().len() <= 1460);
        }
    }
    streams
}

/// What one side of a connection said, as RFC 5321 §4.5.2 has it and without our stuffer.
fn said(trace: &Trace, no: ConnNo, side: Side) -> Vec<u8> {
    let mut octets = Vec::new();
    for record in trace.records() {
        match record.kind {
            Kind::Line { conn, from, start, len, .. }
            | Kind::Block { conn, from, start, len, .. }
                if (conn, from) == (no, side) =>
            {
                octets.extend_from_slice(trace.octets(start, len));
            }
            Kind::Data { conn, content, start: 0, .. } if (conn, Side::Client) == (no, side) => {
                let text = trace.content(content).to_vec();
                for line in text.split_inclusive(|&octet| octet == b'\n') {
                    octets.extend(line.starts_with(b".").then_some(b'.'));
                    octets.extend_from_slice(line);
                }
                octets.extend_from_slice(b".\r\n");
            }
            _ => {}
        }
    }
    octets
}

/// Runs a scenario and compares its capture with its trace; how many octets that was.
fn check(scenario: &Scenario) -> usize {
    let mut timeline = Timeline::new(scenario.clone());
    timeline.run_to_end();
    let trace = timeline.trace();
    let file = pcapng(trace, scenario);
    assert_eq!(file, pcapng(trace, scenario));
    let streams = streams(&file);
    let mut ports = BTreeMap::new();
    let mut compared = 0;
    for no in (0..trace.conn_count()).map(ConnNo::from_index) {
        let conn = trace.conn(no);
        let port = ports.entry(conn.client).or_insert(49_152_u16);
        let client = scenario.hosts[conn.client.index()].address.octets();
        let server = conn.addr.octets();
        let keys = [(client, *port, server, conn.port), (server, conn.port, client, *port)];
        *port += 1;
        for (key, side) in keys.into_iter().zip([Side::Client, Side::Server]) {
            let found = streams.get(&key).map_or(&[][..], |(_, octets)| octets);
            let (found, want) = (String::from_utf8_lossy(found), said(trace, no, side));
            assert_eq!(found, String::from_utf8_lossy(&want), "{no} {side:?}");
            compared += want.len();
        }
    }
    compared
}

#[test]
fn every_stream_of_every_lesson_is_what_its_ends_said() {
    let lessons = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/lessons");
    let mut files: Vec<_> = fs::read_dir(lessons)
        .expect("the lessons are there")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 6);
    for file in files {
        let source = fs::read_to_string(&file).expect("a lesson can be read");
        let scenario = Scenario::parse(&source).expect("a lesson is right");
        let octets = check(&scenario);
        assert!(octets > 200, "{}: {octets} octets", file.display());
    }
}

#[test]
fn who_refuses_and_who_does_not_answer() {
    let source = r#"
        format = 1
        [[host]]
        name = "mail.example.com"
        mailboxes = ["alice@example.com"]
        [[host]]
        name = "mx.example.net"
        mailboxes = ["bob@example.net"]
        [[send]]
        from = "alice@example.com"
        to = "bob@example.net"
        [[fault]]
        FAULT
    "#;
    for (fault, want) in [
        (r#"service_stopped = { host = "mx.example.net", service = "smtp" }"#, "S R"),
        (r#"host_down = "mx.example.net""#, "S"),
    ] {
        let source = source.replace("FAULT", fault);
        let scenario = Scenario::parse(&source).expect("the scenario is right");
        let mut timeline = Timeline::new(scenario.clone());
        timeline.run_to_end();
        let file = pcapng(timeline.trace(), &scenario);
        let flags: Vec<_> = packets(&file)
            .into_iter()
            .filter_map(|(_, packet)| {
                let tcp = TcpSlice::from_slice(&packet[20..]).expect("a TCP segment");
                let port = tcp.source_port().max(tcp.destination_port());
                let flag = if tcp.rst() {
                    "R"
                } else if tcp.syn() {
                    "S"
                } else {
                    "?"
                };
                (port == 49_152).then_some(flag)
            })
            .collect();
        assert_eq!(flags.join(" "), want, "{fault}");
    }
}
