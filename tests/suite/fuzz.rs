//! The fuzz targets on their seeds and on a few hundred inputs each; `cargo xtask fuzz` runs them
//! for as long as one likes.

#![allow(clippy::disallowed_methods, reason = "seeds are files")]

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use relay_tests::dialog;
use relay_tests::fuzz::{TARGETS, run};
use relay_tests::scenario::root;

#[test]
fn every_seed_passes() {
    let seeds = root().join("tests/fuzz/seeds");
    let folders: BTreeSet<String> = fs::read_dir(&seeds)
        .expect("the folder of the seeds is there")
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(folders.iter().map(String::as_str).eq({
        let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
        names
    }));
    for target in TARGETS {
        let files = fs::read_dir(seeds.join(target.name)).expect("a folder of seeds");
        let mut count = 0;
        for file in files {
            let path = file.expect("a readable folder").path();
            println!("{}", path.display());
            run(target.name, &fs::read(path).expect("a readable seed"));
            count += 1;
        }
        assert!(count > 0, "{} has seeds", target.name);
    }
}

/// What the peers of all dialogues say, with different settings in front.
#[test]
fn dialogues_pass_in_all_settings() {
    for (protocol, server, client, head) in
        [("smtp", "smtp_server", "smtp_client", 4), ("pop3", "pop3_server", "pop3_client", 3)]
    {
        for path in dialog::files(protocol) {
            println!("{}", path.display());
            let text = fs::read_to_string(path).expect("a readable file");
            let (target, mark, head) = if text.contains("\ntest: client") {
                (client, "S: ", head - 1)
            } else {
                (server, "C: ", head)
            };
            let mut said = Vec::new();
            for line in text.lines().filter_map(|line| line.strip_prefix(mark)) {
                said.extend_from_slice(line.as_bytes());
                said.extend_from_slice(b"\r\n");
            }
            for settings in [0_u8, 0x01, 0x0a, 0x35, 0x5c, 0x80, 0xc3, 0xff] {
                run(target, &[vec![settings; head], said.clone()].concat());
            }
        }
    }
}

/// What SMTP clients say.
const SMTP_COMMANDS: &[&str] = &[
    "EHLO c.example\r\n",
    "HELO c.example\r\n",
    "MAIL FROM:<a@c.example>\r\n",
    "MAIL FROM:<> SIZE=20 BODY=8BITMIME\r\n",
    "RCPT TO:<b@mx.example>\r\n",
    "RCPT TO:<@a.example:b@mx.example> NOTIFY=NEVER\r\n",
    "DATA\r\n",
    "BDAT 5\r\nab\r\nc",
    "BDAT 2 LAST\r\n\r\n",
    "RSET\r\n",
    "NOOP\r\n",
    "VRFY x\r\n",
    "EXPN \u{e9} SMTPUTF8\r\n",
    "ETRN c.example\r\n",
    "AUTH PLAIN AHUAcA==\r\n",
    "AUTH LOGIN\r\n",
    "AUTH PLAIN\r\n",
    "dQ==\r\n",
    "*\r\n",
    "QUIT\r\n",
];

/// What SMTP servers say.
const SMTP_REPLIES: &[&str] = &[
    "220 mx.example\r\n",
    "250 OK\r\n",
    "250-mx.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250 SIZE 99999\r\n",
    "250-mx.example\r\n250 AUTH LOGIN PLAIN\r\n",
    "334 VXNlcm5hbWU6\r\n",
    "235 yes\r\n",
    "354 go on\r\n",
    "452 full\r\n",
    "550 no\r\n",
    "552 too much\r\n",
    "421 bye\r\n",
];

/// What POP3 clients say.
const POP3_COMMANDS: &[&str] = &[
    "USER u\r\n",
    "PASS p\r\n",
    "CAPA\r\n",
    "STAT\r\n",
    "LIST\r\n",
    "UIDL 1\r\n",
    "RETR 1\r\n",
    "RETR 4\r\n",
    "TOP 1 1\r\n",
    "TOP 4 0\r\n",
    "DELE 1\r\n",
    "DELE 3\r\n",
    "RSET\r\n",
    "NOOP\r\n",
    "QUIT\r\n",
    "AUTH PLAIN AHUAcA==\r\n",
    "AUTH PLAIN\r\n",
    "UTF8\r\n",
];

/// What POP3 servers say.
const POP3_RESPONSES: &[&str] = &[
    "+OK\r\n",
    "+OK <1@pop.example>\r\n",
    "+OK\r\nUSER\r\nPIPELINING\r\nTOP\r\nUIDL\r\n.\r\n",
    "+OK 2 90\r\n",
    "+OK\r\n1 known\r\n2 new\r\n.\r\n",
    "+OK\r\n1 40\r\n2 50\r\n.\r\n",
    "+OK\r\nSubject: one\r\n\r\n..\r\n.\r\n",
    // Longer than what the client of the target keeps.
    "+OK\r\nSubject: long\r\n\r\n123456789012345678901234567890123456789012345678901234567890\r\n\
     123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n\
     123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n\
     .\r\n",
    "-ERR no\r\n",
    "+ \r\n",
];

/// What stands in messages and addresses, and what ends lines, or seems to.
const TEXT: &[&str] = &[
    "Received: a\r\n\tby b\r\n",
    "Subject: x\r\n",
    "<@a,@b:",
    "\"a b\\\"\"@",
    "[IPv6:2001:db8::1]",
    "a.b@c.example",
    ">",
    ".\r\n",
    "..\r\n",
    "\r\n.\r\n",
    "\n.\n",
    "\n.\r\n",
    "\r.\r\n",
    "\r\n",
    "\r",
    "\n",
    "text\r\n",
];

/// A peer that speaks one language, with its opening and its pieces.
const PEERS: [(&str, &[&str]); 5] = [
    ("EHLO c.example\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<b@mx.example>\r\n", SMTP_COMMANDS),
    ("220 x\r\n250-x\r\n250-PIPELINING\r\n250 CHUNKING\r\n", SMTP_REPLIES),
    ("USER u\r\nPASS p\r\n", POP3_COMMANDS),
    ("+OK\r\n+OK\r\nPIPELINING\r\nTOP\r\nUIDL\r\n.\r\n+OK\r\n+OK\r\n", POP3_RESPONSES),
    ("", TEXT),
];

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let text = |from: &'static [&'static str]| {
        prop::sample::select(from).prop_map(|text| text.as_bytes().to_vec())
    };
    let said = prop::sample::select(&PEERS[..]).prop_flat_map(move |(opening, pieces)| {
        let piece = prop_oneof![
            12 => text(pieces),
            4 => text(TEXT),
            2 => prop::collection::vec(any::<u8>(), 0..30),
            1 => prop::sample::select(vec![255_usize, 512, 1000, 2048])
                .prop_flat_map(|near| (near - 20..near + 20).prop_map(|size| vec![b'x'; size])),
        ];
        let opening = prop_oneof![3 => Just(opening.as_bytes()), 1 => Just(&[][..])];
        (opening, prop::collection::vec(piece, 0..40))
    });
    (prop::collection::vec(any::<u8>(), 4), said)
        .prop_map(|(head, (opening, pieces))| [head.as_slice(), opening, &pieces.concat()].concat())
}

/// A session of a client that knows its protocol: an opening, and any commands of the kind that a
/// transaction or a maildrop is about. Blind pieces seldom come so far.
fn session(
    opening: &'static str,
    steps: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let step = prop::sample::select(steps).prop_map(|step| {
        if step == ANY_MESSAGE { any_message().boxed() } else { Just(step.to_owned()).boxed() }
    });
    let steps = prop::collection::vec(step.prop_flat_map(|step| step), 0..16);
    (prop::collection::vec(any::<u8>(), 4), steps).prop_map(move |(head, steps)| {
        [head.as_slice(), opening.as_bytes(), steps.concat().as_bytes()].concat()
    })
}

/// What a client does with a maildrop of five messages.
const MAILDROP_STEPS: &[&str] = &[
    "DELE 1\r\n",
    "DELE 2\r\n",
    "DELE 5\r\n",
    "DELE 6\r\n",
    "RETR 1\r\n",
    "RETR 2\r\n",
    "RETR 4\r\n",
    "TOP 1 1\r\n",
    "LIST\r\n",
    "LIST 1\r\n",
    "UIDL\r\n",
    "UIDL 2\r\n",
    "STAT\r\n",
    "RSET\r\n",
    "NOOP\r\n",
];

/// What a server has said when its client has logged in and knows what there is: three messages, of
/// which it knows one.
const LISTED: &str = "+OK\r\n+OK\r\nUSER\r\nTOP\r\nUIDL\r\n.\r\n+OK\r\n+OK\r\n+OK 3 490\r\n\
    +OK\r\n1 known\r\n2 b\r\n3 c\r\n.\r\n+OK\r\n1 40\r\n2 50\r\n3 400\r\n.\r\n";

/// What it says then.
const MAILDROP_ANSWERS: &[&str] = &[
    "+OK\r\n",
    "+OK\r\nSubject: one\r\n\r\n..\r\n.\r\n",
    "+OK\r\nSubject: two\r\n\r\n.\r\n",
    POP3_RESPONSES[7],
    "-ERR no\r\n",
    "+OK\r\nhalf",
];

/// The place of a message whose lines end, or seem to end, in all ways.
const ANY_MESSAGE: &str = "any message";

fn any_message() -> impl Strategy<Value = String> {
    let pieces = ["x", ".", "..", "\r\n", "\n", "\r", "\r\n.", "\n.", "\r.", ".\n", ".\r"];
    let text = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12);
    text.prop_map(|text| format!("DATA\r\n{}\r\n.\r\n", text.concat()))
}

/// What a client does with transactions.
const TRANSACTION_STEPS: &[&str] = &[
    "MAIL FROM:<a@c.example>\r\n",
    "MAIL FROM:<>\r\n",
    "RCPT TO:<b@mx.example>\r\n",
    "RCPT TO:<d@mx.example>\r\n",
    "RCPT TO:<no\r\n",
    "DATA\r\nx\r\n..\r\n.\r\n",
    ANY_MESSAGE,
    ANY_MESSAGE,
    "BDAT 3\r\n.\r\n",
    "BDAT 2 LAST\r\n\r\n",
    "RSET\r\n",
    "EHLO c.example\r\n",
    "HELO c.example\r\n",
    "NOOP\r\n",
    "VRFY x\r\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_inputs_pass(input in pieces()) {
        for target in TARGETS {
            // Each target takes its own count of octets in front.
            for skip in 0..3 {
                run(target.name, &input[skip..]);
            }
        }
    }

    #[test]
    fn maildrops_are_what_their_model_says(
        input in session("USER u\r\nPASS p\r\n", MAILDROP_STEPS)
    ) {
        // The four octets in front are one too many here.
        run("pop3_server", &input[1..]);
    }

    #[test]
    fn collections_are_what_their_model_says(
        input in session(LISTED, MAILDROP_ANSWERS)
    ) {
        run("pop3_client", &input[2..]);
    }

    #[test]
    fn transactions_are_what_their_model_says(
        input in session("EHLO c.example\r\n", TRANSACTION_STEPS)
    ) {
        run("smtp_server", &input);
    }
}
