//! Replies there and back.

use relay_mail::line::LineReader;

use super::*;

fn written(reply: &Reply, enhanced: bool) -> String {
    let mut out = Vec::new();
    reply.write(Style { enhanced, utf8: false }, &mut out);
    String::from_utf8(out).expect("replies are text")
}

fn read(wire: &[u8]) -> Result<Option<Reply>, BadReply> {
    let (mut lines, mut reader) = (LineReader::new(), ReplyReader::new());
    lines.push(wire);
    while let Some(line) = lines.next_line(limit::REPLY_LINE_READ) {
        if reader.push(line)? {
            return Ok(Some(reader.reply()));
        }
    }
    Ok(None)
}

#[test]
fn one_line_and_many() {
    assert_eq!(written(&noop_ok(), false), "250 OK\r\n");
    assert_eq!(written(&noop_ok(), true), "250 2.0.0 OK\r\n");
    assert_eq!(written(&Reply::fixed(250, (0, 0, 0), ""), true), "250 \r\n");
    let mut reply = null_mx();
    reply.more = vec!["second".into(), "third".into()];
    assert_eq!(
        written(&reply, true),
        "556-5.1.10 Recipient domain accepts no mail\r\n556-5.1.10 second\r\n556 5.1.10 third\r\n"
    );
    assert_eq!(read(written(&reply, true).as_bytes()), Ok(Some(reply)));
}

#[test]
fn no_text_ends_a_line_and_no_line_is_too_long() {
    let reply = policy().with_text("a\r\n250 b\u{e9}\0");
    assert_eq!(written(&reply, false), "550 a  250 b? \r\n");
    let mut out = Vec::new();
    reply.write(Style { enhanced: false, utf8: true }, &mut out);
    assert_eq!(out, "550 a  250 b\u{e9} \r\n".as_bytes());
    let long = policy().with_text("é".repeat(600));
    for line in written(&long, true).split_inclusive("\r\n") {
        assert!(line.len() <= limit::REPLY_LINE && line.starts_with("550"), "{line}");
    }
    let exact = policy().with_text("x".repeat(512 - 6));
    assert_eq!(written(&exact, false).len(), 512);
}

#[test]
fn the_catalogue_is_consistent() {
    for (name, make) in ALL {
        let reply = make();
        if let Some(enhanced) = reply.enhanced {
            assert_eq!(u16::from(enhanced.class), reply.code.get() / 100, "{name}");
        }
        assert_eq!(read(written(&reply, true).as_bytes()), Ok(Some(reply)), "{name}");
    }
}

#[test]
fn octets_of_the_catalogue_are_those_that_are_written() {
    assert_eq!(wire::ALL.len(), ALL.len());
    for ((name, make), wire) in ALL.iter().zip(wire::ALL) {
        for enhanced in [false, true] {
            let octets = wire().octets(Style { enhanced, utf8: false });
            assert_eq!(octets, written(&make(), enhanced).as_bytes(), "{name}");
        }
    }
}

#[test]
fn what_real_servers_send() {
    let code = |wire: &[u8]| read(wire).map(|reply| reply.map(|reply| reply.code.get()));
    assert_eq!(code(b"250\r\n"), Ok(Some(250)));
    assert_eq!(code(b"250 \r\n"), Ok(Some(250)));
    assert_eq!(code(b"250-a\r\n250-\r\n250\r\n"), Ok(Some(250)));
    assert_eq!(code(b"250-a\r\n550 b\r\n"), Ok(Some(550)));
    assert_eq!(code(b"599 odd\r\n"), Err(BadReply::NoCode));
    assert_eq!(code(b"25\r\n"), Err(BadReply::NoCode));
    assert_eq!(code(b"250OK\r\n"), Err(BadReply::NoCode));
    assert_eq!(code(b"\xff\xfe250\r\n"), Err(BadReply::NoCode));
    assert_eq!(code(&[b'2'; 5000]), Ok(None));
    assert_eq!(code(&b"250-x\r\n".repeat(257)), Err(BadReply::TooManyLines));
    let reply = read(b"550 2.1.1 not its class\r\n").expect("a reply").expect("complete");
    assert_eq!((reply.enhanced, reply.text.as_str()), (None, "2.1.1 not its class"));
}

#[test]
fn recipients_over_the_limit_are_put_off() {
    let bare = Reply::fixed(552, (0, 0, 0), "too many recipients");
    assert_eq!(bare.recipient_severity(), Severity::Transient);
    let coded = Reply::fixed(552, (5, 5, 3), "too many recipients");
    assert_eq!(coded.recipient_severity(), Severity::Transient);
    assert_eq!(quota_exceeded().recipient_severity(), Severity::Permanent, "it says why");
    assert_eq!(size_exceeded().severity(), Severity::Permanent);
    assert_eq!(mailbox_unknown().recipient_severity(), Severity::Permanent);
}

#[test]
fn replies_that_are_written_in_pieces_are_those_of_the_catalogue() {
    let long = "x".repeat(600);
    for enhanced in [false, true] {
        let style = Style { enhanced, utf8: false };
        for (name, banner) in [("mx.example", "ESMTP"), ("mx.example", ""), ("ü", &long)] {
            let mut pieces = Vec::new();
            write_ready(name, banner, &mut pieces);
            write_closing(name, enhanced, &mut pieces);
            let mut whole = Vec::new();
            ready(name, banner).write(Style::default(), &mut whole);
            closing(name).write(style, &mut whole);
            assert_eq!(String::from_utf8_lossy(&pieces), String::from_utf8_lossy(&whole));
        }
    }
}
