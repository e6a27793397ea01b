//! Dialogues of the client with a scripted server.

use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Bodies, Content, ForwardPath, HostPart, ReversePath};

use super::*;
use crate::params::{MailParams, RcptParams};
use crate::timer::DeadlineReason;

const EHLO: &str = "250-mx.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n";

fn client(adjust: impl FnOnce(&mut ClientConfig)) -> Client {
    let mut config = ClientConfig::new(HostPart::parse("c.example").expect("a domain"));
    adjust(&mut config);
    Client::new(Arc::new(config), SimTime::START)
}

fn transaction(recipients: &[&str], content: &[u8]) -> Transaction {
    let recipient =
        |text: &&str| (ForwardPath::parse(text).expect("a path"), RcptParams::default());
    Transaction {
        reverse_path: ReversePath::parse("<a@c.example>").expect("a path"),
        params: MailParams::default(),
        recipients: recipients.iter().map(recipient).collect(),
        content: Content::new(content, &mut Bodies::new()),
    }
}

/// All that the client says to one input; events in short form.
fn feed(client: &mut Client, input: Input<'_>) -> Vec<String> {
    client.handle(SimTime::START, input);
    let mut said = Vec::new();
    while let Some(output) = client.poll() {
        said.push(match output {
            Output::Transmit(octets) => String::from_utf8_lossy(octets).trim_end().to_owned(),
            Output::TransmitData { bytes, from } => {
                format!("{from}: {}", String::from_utf8_lossy(bytes))
            }
            Output::Violation(violation) => format!("! {violation}"),
            Output::Close => "* Close".into(),
            Output::Event(event) => match event {
                Event::Ready(_) => "* Ready".into(),
                Event::Sender(reply) => format!("* Sender {reply}"),
                Event::Recipient { index, reply } => format!("* Recipient {index} {reply}"),
                Event::Accepted(reply) => format!("* Accepted {reply}"),
                Event::Refused { phase, reply } => format!("* Refused {phase:?} {reply}"),
                Event::Dismissed(reply) => format!("* Dismissed {reply}"),
                other => format!("* {other:?}"),
            },
        });
    }
    said
}

fn hear(client: &mut Client, text: &str) -> Vec<String> {
    feed(client, Input::Bytes(text.as_bytes()))
}

fn ready(ehlo: &str) -> Client {
    let mut client = client(|_| ());
    assert_eq!(hear(&mut client, "220 mx.example\r\n"), ["* Greeted", "EHLO c.example"]);
    assert_eq!(hear(&mut client, ehlo), ["* Ready"]);
    client
}

#[test]
fn a_group_and_its_replies() {
    let mut client = ready(EHLO);
    let message = transaction(&["<b@mx.example>", "<no@mx.example>"], b"Subject: x\r\n\r\n.\r\n");
    assert_eq!(
        feed(&mut client, Input::Transaction(message)),
        [
            "MAIL FROM:<a@c.example> SIZE=17",
            "RCPT TO:<b@mx.example>",
            "RCPT TO:<no@mx.example>",
            "DATA"
        ]
    );
    assert_eq!(
        hear(&mut client, "250 2.1.0 ok\r\n250 ok\r\n552 too many\r\n354 go\r\n"),
        [
            "* Sender 250 2.1.0 ok",
            "* Recipient 0 250 ok",
            "* Recipient 1 552 too many",
            "0: Subject: x\r\n\r\n..\r\n.\r\n"
        ]
    );
    assert_eq!(client.deadline().expect("waits").reason, DeadlineReason::DataEnd);
    assert_eq!(hear(&mut client, "250 got it\r\n"), ["* Accepted 250 got it", "* Ready"]);
    assert_eq!(feed(&mut client, Input::Quit), ["QUIT"]);
    assert_eq!(hear(&mut client, "221 bye\r\n"), ["* Close", "* Ended"]);
}

#[test]
fn one_by_one_without_pipelining() {
    let mut client = ready("250 mx.example\r\n");
    let message = transaction(&["<b@mx.example>", "<c@mx.example>"], b"x");
    assert_eq!(feed(&mut client, Input::Transaction(message)), ["MAIL FROM:<a@c.example>"]);
    assert_eq!(hear(&mut client, "250 ok\r\n"), ["* Sender 250 ok", "RCPT TO:<b@mx.example>"]);
    assert_eq!(hear(&mut client, "550 no\r\n"), ["* Recipient 0 550 no", "RCPT TO:<c@mx.example>"]);
    assert_eq!(
        hear(&mut client, "551 no\r\n"),
        ["* Recipient 1 551 no", "* Refused AllRecipients 551 no", "* Ready"]
    );
    let message = transaction(&["<d@mx.example>"], b"x");
    assert_eq!(feed(&mut client, Input::Transaction(message)), ["RSET"]);
    assert_eq!(hear(&mut client, "250 ok\r\n"), ["MAIL FROM:<a@c.example>"]);
    assert_eq!(
        hear(&mut client, "451 later\r\n"),
        ["* Sender 451 later", "* Refused Mail 451 later", "* Ready"]
    );
}

#[test]
fn a_354_for_nobody_gets_a_lone_dot() {
    let mut client = ready(EHLO);
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
    assert_eq!(
        hear(&mut client, "250 ok\r\n550 no\r\n354 go\r\n"),
        ["* Sender 250 ok", "* Recipient 0 550 no", "* Refused AllRecipients 550 no", "0: .\r\n"]
    );
    assert_eq!(hear(&mut client, "554 nobody\r\n"), ["* Ready"]);
}

#[test]
fn a_refused_sender_settles_the_group() {
    let mut client = ready(EHLO);
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
    assert_eq!(
        hear(&mut client, "550 go away\r\n503 a\r\n503 b\r\n"),
        ["* Sender 550 go away", "* Refused Mail 550 go away", "* Ready"]
    );
}

#[test]
fn old_servers_get_helo() {
    let mut client = client(|_| ());
    hear(&mut client, "220 mx.example\r\n");
    assert_eq!(hear(&mut client, "502 what?\r\n"), ["HELO c.example"]);
    assert_eq!(hear(&mut client, "250 mx.example\r\n"), ["* Ready"]);
    assert_eq!(*client.offered(), Offered::default());
}

#[test]
fn refused_sessions_end_with_quit() {
    let mut greeted = client(|_| ());
    assert_eq!(
        hear(&mut greeted, "554-no\r\n554 service\r\n"),
        ["* Refused Greeting 554 no", "QUIT"]
    );
    let mut hello = client(|_| ());
    hear(&mut hello, "220 mx\r\n");
    assert_eq!(hear(&mut hello, "550 no\r\n"), ["* Refused Hello 550 no", "QUIT"]);
    let mut away = ready(EHLO);
    assert_eq!(hear(&mut away, "421 bye\r\n"), ["* Dismissed 421 bye", "* Close", "* Ended"]);
}

/// The server may say it at any time (§3.8). The message under way, if there is one, has the fate of
/// a 4yz, once; the client closes without another word.
#[test]
fn at_421_a_client_leaves_wherever_it_is() {
    const DOWN: &str = "421 down\r\n";
    let message = || Input::Transaction(transaction(&["<b@mx.example>"], b"x"));
    // What the server has said; what the client says to 421 then, and its message to it.
    let points: [(&[&str], &str); 7] = [
        (&[], "* Refused Greeting 421 down"),
        (&["220 mx\r\n"], "* Refused Hello 421 down"),
        (&["220 mx\r\n", "250 mx\r\n"], "* Refused Mail 421 down"),
        (&["220 mx\r\n", "250 mx\r\n", "250 a\r\n"], "* Refused Recipients 421 down"),
        (&["220 mx\r\n", "250 mx\r\n", "250 a\r\n", "250 b\r\n"], "* Refused Data 421 down"),
        (
            &["220 mx\r\n", "250 mx\r\n", "250 a\r\n", "250 b\r\n", "354 c\r\n"],
            "* Refused Message 421 down",
        ),
        (
            &["220 mx\r\n", "250 mx\r\n", "250 a\r\n", "250 b\r\n", "354 c\r\n", "250 d\r\n"],
            "* Dismissed 421 down",
        ),
    ];
    for (so_far, told) in points {
        let mut client = client(|_| ());
        let mut given = false;
        for reply in so_far {
            let said = hear(&mut client, reply);
            if said.ends_with(&["* Ready".into()]) && !given {
                given = true;
                feed(&mut client, message());
            }
        }
        assert_eq!(hear(&mut client, DOWN), [told, "* Close", "* Ended"], "{so_far:?}");
        assert!(client.is_closed() && !client.is_in_doubt(), "{so_far:?}");
    }
    let mut leaving = ready(EHLO);
    assert_eq!(feed(&mut leaving, Input::Quit), ["QUIT"]);
    assert_eq!(hear(&mut leaving, DOWN), ["* Close", "* Ended"]);
}

/// The verdict is not about the next message, and the session is of no more use.
#[test]
fn a_server_that_refuses_to_reset_is_left() {
    let message = || Input::Transaction(transaction(&["<b@mx.example>"], b"x\r\n"));
    let mut client = ready("250 mx\r\n");
    feed(&mut client, message());
    hear(&mut client, "250 sender\r\n");
    let said = hear(&mut client, "550 nobody\r\n");
    assert_eq!(said.last().map(String::as_str), Some("* Ready"));
    assert_eq!(feed(&mut client, message()), ["RSET"]);
    assert_eq!(hear(&mut client, "502 never\r\n"), ["* Refused Reset 502 never", "QUIT"]);

    // In a group the server may take the rest of it for the transaction before: it gets no content.
    let mut client = ready(EHLO);
    feed(&mut client, message());
    let said = hear(&mut client, "250 sender\r\n550 nobody\r\n503 no\r\n");
    assert_eq!(said.last().map(String::as_str), Some("* Ready"));
    feed(&mut client, message());
    hear(&mut client, "502 never\r\n503 one is open\r\n250 one more\r\n");
    assert_eq!(hear(&mut client, "354 go on\r\n"), ["* Close", "* Ended"]);
}

/// The same while the content goes out: no more of it follows, so no part of it is taken for whole.
#[test]
fn at_421_a_client_stops_amid_the_content() {
    let mut client = ready("250 mx\r\n");
    let long = "0123456789\r\n".repeat(limit::DATA_BLOCK / 4);
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], long.as_bytes())));
    hear(&mut client, "250 a\r\n");
    hear(&mut client, "250 b\r\n");
    client.handle(SimTime::START, Input::Bytes(b"354 c\r\n"));
    assert!(matches!(client.poll(), Some(Output::TransmitData { from: 0, .. })));
    let said = hear(&mut client, "421 down\r\n");
    assert_eq!(said, ["* Refused Message 421 down", "* Close", "* Ended"]);
    assert!(!client.is_in_doubt(), "the end was never sent");
}

#[test]
fn what_breaks_a_session_is_named() {
    for (ending, expected) in [
        ("421 down\r\n", ["* Refused Message 421 down", "* Close", "* Ended"]),
        ("354 again\r\n", ["* Lost { phase: Message, why: OutOfStep }", "* Close", "* Ended"]),
        ("hello\r\n", ["* Lost { phase: Message, why: OutOfStep }", "* Close", "* Ended"]),
    ] {
        let mut client = ready(EHLO);
        feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
        hear(&mut client, "250 a\r\n250 b\r\n354 c\r\n");
        let mut said = hear(&mut client, ending);
        said.retain(|line| !line.starts_with('!'));
        assert_eq!(said, expected);
        assert_eq!(hear(&mut client, "250 late\r\n"), [""; 0]);
    }
    let mut client = ready(EHLO);
    assert_eq!(
        hear(&mut client, "250 unasked\r\n"),
        ["! a reply that nothing asked for", "* Close", "* Ended"]
    );
}

/// RFC 1047: between the final dot and its reply, and after a loss in that moment.
#[test]
fn a_message_without_a_reply_is_in_doubt() {
    for lost in [true, false] {
        let mut client = ready(EHLO);
        feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
        hear(&mut client, "250 a\r\n250 b\r\n");
        assert!(!client.is_in_doubt(), "nothing has left");
        hear(&mut client, "354 c\r\n");
        assert!(client.is_in_doubt());
        if lost {
            feed(&mut client, Input::Closed);
        } else {
            hear(&mut client, "250 d\r\n");
        }
        assert_eq!(client.is_in_doubt(), lost);
    }
    let mut early = ready(EHLO);
    feed(&mut early, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
    feed(&mut early, Input::Closed);
    assert!(!early.is_in_doubt(), "the message had not left");
}

#[test]
fn every_wait_has_its_timeout() {
    let mut client = client(|_| ());
    let minutes = |client: &Client| {
        client.deadline().map(|deadline| deadline.at.since(SimTime::START).as_secs() / 60)
    };
    assert_eq!(minutes(&client), Some(5));
    hear(&mut client, "220 mx\r\n");
    hear(&mut client, "250 mx\r\n");
    assert_eq!(minutes(&client), None);
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b"x")));
    assert_eq!(minutes(&client), Some(5));
    hear(&mut client, "250 a\r\n");
    hear(&mut client, "250 b\r\n");
    assert_eq!(minutes(&client), Some(2));
    hear(&mut client, "354 c\r\n");
    assert_eq!(minutes(&client), Some(10));
    assert_eq!(feed(&mut client, Input::Timeout), [""; 0], "stale");
    client.handle(SimTime::START + SimDuration::from_mins(10), Input::Timeout);
    let lost = Event::Lost { phase: Phase::Message, why: Lost::TimedOut };
    assert_eq!(client.poll(), Some(Output::Event(lost)));
}

#[test]
fn what_does_not_fit_is_not_sent() {
    let mut client = ready(EHLO);
    let big = transaction(&["<b@mx.example>"], &[b'x'; 1001]);
    assert_eq!(
        feed(&mut client, Input::Transaction(big)),
        ["* Refused Offer 552 5.3.4 Message size exceeds fixed maximum", "* Ready"]
    );
    let utf8 = transaction(&["<b\u{fc}@mx.example>"], b"x");
    assert_eq!(
        feed(&mut client, Input::Transaction(utf8)),
        ["* Refused Offer 553 5.6.7 Non-ASCII address needs SMTPUTF8", "* Ready"]
    );
}

#[test]
fn blocks_are_bounded_and_add_up() {
    let content: Vec<u8> = b".\r\n".repeat(50_000);
    let mut client = ready("250 mx\r\n");
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], &content)));
    hear(&mut client, "250 a\r\n");
    hear(&mut client, "250 b\r\n");
    client.handle(SimTime::START, Input::Bytes(b"354 c\r\n"));
    let mut stream = Vec::new();
    while let Some(output) = client.poll() {
        let Output::TransmitData { bytes, from } = output else { panic!("{output:?}") };
        assert!(bytes.len() <= limit::DATA_BLOCK && from == stream.len());
        stream.extend_from_slice(bytes);
        client.handle(SimTime::START, Input::Writable);
    }
    assert_eq!(stream.len(), 200_000 + 3);
}

#[test]
fn authentication_and_chunks_where_offered() {
    let mut client = client(|config| {
        config.chunking = true;
        config.credentials = Some(crate::sasl::Credentials::new("tim", "tanstaaftanstaaf"));
    });
    hear(&mut client, "220 mx\r\n");
    assert_eq!(hear(&mut client, "250-mx\r\n250-AUTH LOGIN\r\n250 CHUNKING\r\n"), ["AUTH LOGIN"]);
    assert_eq!(hear(&mut client, "334 VXNlcm5hbWU6\r\n"), ["dGlt"]);
    assert_eq!(hear(&mut client, "334 UGFzc3dvcmQ6\r\n"), ["dGFuc3RhYWZ0YW5zdGFhZg=="]);
    assert_eq!(hear(&mut client, "235 ok\r\n"), ["* Authenticated", "* Ready"]);
    feed(&mut client, Input::Transaction(transaction(&["<b@mx.example>"], b".\r\n")));
    hear(&mut client, "250 a\r\n");
    assert_eq!(hear(&mut client, "250 b\r\n"), ["* Recipient 0 250 b", "BDAT 3 LAST", "0: .\r\n"]);
    assert_eq!(hear(&mut client, "250 c\r\n"), ["* Accepted 250 c", "* Ready"]);
}
