//! A message file goes through the world and comes back as the same octets below trace headers.

use proptest::prelude::*;
use relay_mail::content::canonical_lines;
use relay_tests::scenario::{read, root, timeline};

/// What Bob collects when this file is sent through the provider's relay.
fn collected(file: &[u8]) -> Vec<u8> {
    let mut scenario = read(&root().join("web/lessons/relay.toml"));
    scenario.replace_message(0, "letter.eml", file).expect("it is a message");
    let mut run = timeline(scenario);
    run.seek(run.len());
    let inboxes: Vec<_> = run.world().hosts().flat_map(|(_, host)| host.accounts()).collect();
    let mut messages = inboxes.iter().flat_map(|account| account.inbox());
    let message = messages.next().expect("it was collected");
    assert!(messages.next().is_none(), "it was collected once");
    message.content.to_vec()
}

/// Holds what was collected against what was sent; returns the lines on top.
fn check(file: &[u8]) -> String {
    let (sent, got) = (canonical_lines(file), collected(file));
    assert!(got.ends_with(&sent), "{}", String::from_utf8_lossy(&got));
    let trace = &got[..got.len() - sent.len()];
    String::from_utf8(trace.to_vec()).expect("trace lines are ASCII")
}

#[test]
fn trace_lines_are_all_that_is_added() {
    let file = b"From: <alice@isp.example>\nTo: <bob@example.net>\nSubject: x\n\
        Date: Mon, 02 Mar 2026 09:00:00 +0000\nMessage-ID: <1@isp.example>\n\nHello\n";
    let trace = check(file);
    let mut fields = trace.lines().filter(|line| !line.starts_with('\t'));
    assert_eq!(fields.next(), Some("Return-Path: <alice@isp.example>"));
    // A Postfix host says to which of its addresses (the field is in no RFC).
    assert_eq!(fields.next(), Some("Delivered-To: bob@example.net"));
    let hosts = ["smtp.isp.example", "laptop.isp.example"];
    for host in hosts {
        let line = fields.next().expect("a line for each hop");
        assert!(line.starts_with(&format!("Received: from {host} ({host} [")), "{line}");
    }
    assert_eq!(fields.next(), None);
}

#[test]
fn dots_long_lines_and_eight_bits_stay_as_they_are() {
    let long = "x".repeat(5000);
    let body = format!("..\r\n.\r\n.hidden\r\n{long}\r\n\r\nGrüße\r\n...\r\n");
    let mut file = b"Subject: odd\r\nDate: x\r\nMessage-ID: <2@isp.example>\r\n\r\n".to_vec();
    file.extend_from_slice(body.as_bytes());
    file.extend_from_slice(b"latin-1: \xfc\xe9\x80\r\nno end");
    check(&file);
}

#[test]
fn an_attachment_of_a_megabyte() {
    let mut file = b"Subject: big\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=\"=_b\"\n\n--=_b\n\
        Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        .to_vec();
    for _ in 0..14_000 {
        file.extend_from_slice(&[b'Q'; 76]);
        file.push(b'\n');
    }
    file.extend_from_slice(b"\n--=_b--\n");
    check(&file);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_body_comes_back(lines in prop::collection::vec("[.a-z\u{e9} ]{0,90}", 0..60)) {
        let file = format!("Subject: any\n\n{}", lines.join("\n"));
        check(file.as_bytes());
    }
}
