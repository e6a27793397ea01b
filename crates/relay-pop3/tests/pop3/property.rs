//! What must hold for any bytes, any split and any maildrop.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use relay_kernel::SimTime;
use relay_pop3::client::{self, Client};
use relay_pop3::command::Command;
use relay_pop3::server::Input;

use crate::desk::{Desk, config, content, example_maildrop};
use crate::pair::{Pair, client_config};

/// Bytes that look like a client now and then.
fn client_bytes() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just(b"USER mrose\r\n".to_vec()),
        Just(b"PASS tanstaaf\r\n".to_vec()),
        Just(b"AUTH PLAIN\r\n".to_vec()),
        Just(b"RETR 1\r\n".to_vec()),
        Just(b"LIST\r\n".to_vec()),
        Just(b"UIDL\r\n".to_vec()),
        Just(b"DELE 2\r\n".to_vec()),
        Just(b"RSET\r\n".to_vec()),
        Just(b"TOP 2 1\r\n".to_vec()),
        Just(b"CAPA\r\n".to_vec()),
        "[A-Z]{3,4} [ -~]{0,20}\r\n".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40),
        vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'.'), Just(b' ')], 0..6),
    ];
    vec(line, 0..30).prop_map(|lines| lines.concat())
}

/// Bytes that look like a server now and then.
fn server_bytes() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        8 => Just(b"+OK\r\n".to_vec()),
        1 => Just(b"-ERR [IN-USE] no\r\n".to_vec()),
        1 => Just(b"+OK 2 320\r\n".to_vec()),
        2 => Just(b"1 120\r\n2 200\r\n.\r\n".to_vec()),
        1 => Just(b"1 a\r\n2 b\r\n.\r\n".to_vec()),
        1 => Just(b"UIDL\r\nPIPELINING\r\n.\r\n".to_vec()),
        1 => Just(b"A: b\r\n\r\n..x\r\n.\r\n".to_vec()),
        1 => Just(b"+ \r\n".to_vec()),
        1 => "[ -~]{0,20}\r\n".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 0..40),
    ];
    vec(line, 0..40).prop_map(|lines| lines.concat())
}

/// The pieces of `bytes` between the places `cuts`.
fn pieces<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

/// Everything that a client does when it hears these pieces.
fn client_log(pieces: &[&[u8]]) -> Vec<String> {
    let config = std::sync::Arc::new(client_config());
    let mut client = Client::new(config, BTreeMap::new(), SimTime::START);
    let mut log = Vec::new();
    for piece in pieces {
        client.handle(SimTime::START, client::Input::Bytes(piece));
        while let Some(output) = client.poll() {
            let line = format!("{output:?}");
            // How often bytes come after the end depends on the pieces.
            if !line.contains("Unsolicited") {
                log.push(line);
            }
        }
    }
    log
}

proptest! {
    #[test]
    fn any_split_gives_the_same_responses(
        bytes in client_bytes(),
        cuts in vec(any::<usize>(), 0..20),
    ) {
        let mut whole = Desk::new(config(), example_maildrop());
        whole.bytes(&bytes);
        let mut split = Desk::new(config(), example_maildrop());
        for piece in pieces(&bytes, &cuts) {
            split.bytes(piece);
        }
        prop_assert_eq!(&whole.wire, &split.wire);
        prop_assert_eq!(&whole.events, &split.events);
        prop_assert_eq!(&whole.violations, &split.violations);
        prop_assert_eq!(whole.left(), split.left());
        whole.handle(Input::Closed);
        prop_assert!(!whole.locked);
        for line in whole.wire.split_inclusive(|&b| b == b'\n') {
            prop_assert!(line.len() <= 512 && line.ends_with(b"\r\n"));
        }
    }

    #[test]
    fn a_client_hears_the_same_in_any_split(
        bytes in server_bytes(),
        cuts in vec(any::<usize>(), 0..20),
    ) {
        prop_assert_eq!(client_log(&[&bytes]), client_log(&pieces(&bytes, &cuts)));
    }

    #[test]
    fn any_maildrop_is_collected_octet_by_octet(
        messages in vec(vec(prop_oneof![Just(b'.'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..80), 0..6),
        sizes in vec(1_usize..60, 1..50),
        pipelining in any::<bool>(),
    ) {
        // A maildrop holds lines that end in CRLF (RFC 5321 §4.1.1.4).
        let messages: Vec<_> = messages.into_iter().map(|mut octets| {
            octets.extend_from_slice(b"\r\n");
            octets
        }).collect();
        let maildrop = messages.iter().map(|octets| content(octets)).collect();
        let mut server = config();
        server.capabilities.pipelining = pipelining;
        let mut sizes = sizes.into_iter().cycle();
        let known = BTreeMap::new();
        let pair = Pair::new(server, maildrop, client_config(), known, SimTime::START)
            .run(|| sizes.next().expect("endless"));
        let got: Vec<_> = pair.outcome.collected.into_iter().map(|(_, _, data)| data).collect();
        prop_assert_eq!(got, messages);
        prop_assert!(pair.outcome.done);
        prop_assert_eq!(pair.outcome.violations, []);
        prop_assert_eq!(pair.desk.left(), 0);
    }

    #[test]
    fn a_command_is_read_as_it_was_written(line in "[ -~]{0,60}") {
        if let Ok(command) = Command::parse(line.as_bytes(), false).command {
            let mut wire = Vec::new();
            command.write(&mut wire);
            let bare = wire.strip_suffix(b"\r\n").expect("ends in CRLF");
            prop_assert_eq!(Command::parse(bare, false).command, Ok(command));
        }
    }
}
