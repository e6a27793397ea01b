//! What holds for all octets, all splits and all hosts.

use std::sync::Arc;

use proptest::prelude::*;
use relay_kernel::SimTime;
use relay_mail::{Bodies, Content, ForwardPath, ReversePath, limit};
use relay_smtp::client::{self, Client, Transaction};
use relay_smtp::server::{self, Answer, Server, ServerConfig};
use relay_smtp::{Extensions, MailParams, RcptParams};

use crate::pair::{Outcome, Pair, client_config, server_config};

fn transaction(recipients: usize, content: &[u8]) -> Transaction {
    let recipient = |nth| {
        let path = ForwardPath::parse(&format!("<user{nth}@mx.example>")).expect("a path");
        (path, RcptParams::default())
    };
    Transaction {
        reverse_path: ReversePath::parse("<a@c.example>").expect("a path"),
        params: MailParams::default(),
        recipients: (0..recipients).map(recipient).collect(),
        content: Content::new(content, &mut Bodies::new()),
    }
}

/// All that a server transmits for `octets` that arrive in pieces of the given sizes, and the
/// messages that its host took.
fn replies(octets: &[u8], sizes: &[usize]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let config = ServerConfig { extensions: Extensions::ALL, ..server_config() };
    let mut server = Server::new(Arc::new(config), SimTime::START);
    let (mut said, mut messages) = (Vec::new(), Vec::new());
    drain(&mut server, &mut said, &mut messages);
    let mut rest = octets;
    let mut sizes = sizes.iter().copied().cycle();
    while !rest.is_empty() {
        let size = sizes.next().unwrap_or(1).clamp(1, rest.len());
        let (piece, after) = rest.split_at(size);
        server.handle(SimTime::START, server::Input::Bytes(piece));
        drain(&mut server, &mut said, &mut messages);
        rest = after;
    }
    (said, messages)
}

fn drain(server: &mut Server, said: &mut Vec<u8>, messages: &mut Vec<Vec<u8>>) {
    loop {
        let mut asked = false;
        while let Some(output) = server.poll() {
            match output {
                server::Output::Transmit(octets) => {
                    assert!(octets.ends_with(b"\r\n"), "a whole reply");
                    let lines = octets.split_inclusive(|&byte| byte == b'\n');
                    lines.for_each(|line| assert!(line.len() <= limit::REPLY_LINE));
                    said.extend_from_slice(octets);
                }
                server::Output::Ask(question) => {
                    if let server::Question::Message { data, .. } = question {
                        messages.push(data.to_vec());
                    }
                    asked = true;
                }
                _ => {}
            }
        }
        if !asked {
            return;
        }
        server.handle(SimTime::START, server::Input::Answer(Answer::Accept));
    }
}

/// Pieces of which dialogues, good and bad, are made.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "EHLO c.example\r\n",
        "HELO c.example\r\n",
        "MAIL FROM:<a@c.example>\r\n",
        "MAIL FROM:<a@c.example> SIZE=10 BODY=8BITMIME\r\n",
        "RCPT TO:<b@mx.example>\r\n",
        "RCPT TO:<b@mx.example> NOTIFY=NEVER\r\n",
        "DATA\r\n",
        ".\r\n",
        "..\r\n",
        "\r\n.\r\n",
        "\n.\n",
        "\n.\r\n",
        "\r.\r\n",
        "BDAT 5\r\nab\r\nc",
        "BDAT 2 LAST\r\n\r\n",
        "BDAT 7\r\n",
        "RSET\r\n",
        "NOOP\r\n",
        "VRFY x\r\n",
        "EXPN x\r\n",
        "HELP\r\n",
        "ETRN c.example\r\n",
        "AUTH PLAIN AHRpbQB0aW0=\r\n",
        "AUTH LOGIN\r\n",
        "dGlt\r\n",
        "*\r\n",
        "\r\n",
        "\r",
        "\n",
        "text\r\n",
    ]);
    prop_oneof![
        12 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..30),
        1 => (500_usize..2000).prop_map(|size| vec![b'x'; size]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_split_gives_the_same_replies(
        fragments in prop::collection::vec(fragment(), 0..40),
        sizes in prop::collection::vec(1_usize..50, 1..20),
    ) {
        let octets = fragments.concat();
        let whole = replies(&octets, &[usize::MAX]);
        prop_assert_eq!(&whole, &replies(&octets, &[1]));
        prop_assert_eq!(&whole, &replies(&octets, &sizes));
    }

    #[test]
    fn octets_never_harm_a_server(octets in prop::collection::vec(any::<u8>(), 0..4000)) {
        replies(&octets, &[7]);
    }

    #[test]
    fn octets_never_harm_a_client(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..40),
                prop::sample::select(vec![
                    "220 x\r\n", "250 x\r\n", "250-x\r\n", "250 PIPELINING\r\n", "354 x\r\n",
                    "421 x\r\n", "451 x\r\n", "550 x\r\n", "552 x\r\n", "500 x\r\n", "250\r\n",
                ]).prop_map(|text| text.as_bytes().to_vec()),
            ],
            0..60,
        ),
    ) {
        let mut client = Client::new(Arc::new(client_config()), SimTime::START);
        let mut ended = 0;
        for piece in pieces {
            client.handle(SimTime::START, client::Input::Bytes(&piece));
            loop {
                let mut ready = false;
                while let Some(output) = client.poll() {
                    match output {
                        client::Output::Event(client::Event::Ready(_)) => ready = true,
                        client::Output::Event(client::Event::Ended) => ended += 1,
                        _ => prop_assert_eq!(ended, 0, "nothing follows the end"),
                    }
                }
                if !ready {
                    break;
                }
                let next = client::Input::Transaction(transaction(3, b".a\r\n"));
                client.handle(SimTime::START, next);
            }
        }
        client.handle(SimTime::START, client::Input::Closed);
        while let Some(output) = client.poll() {
            ended += i32::from(output == client::Output::Event(client::Event::Ended));
        }
        prop_assert_eq!(ended, 1);
        prop_assert!(client.is_closed() && client.deadline().is_none());
    }

    /// Whatever the hosts decide: each message ends in one way, and the two ends agree on it.
    #[test]
    fn client_and_server_agree(
        seed in any::<u64>(),
        refusals in prop::sample::select(vec![0_u64, 20, 80]),
        pipelining in any::<bool>(),
        chunking in any::<bool>(),
        contents in prop::collection::vec(
            prop::collection::vec(prop::sample::select(b"a.\r\n".to_vec()), 0..60), 1..4),
        recipients in 1_usize..5,
    ) {
        let wants: Vec<Transaction> = contents
            .iter()
            .map(|content| transaction(recipients, &relay_mail::content::canonical_lines(content)))
            .collect();
        let config = client::ClientConfig { pipelining, chunking, ..client_config() };
        let mut pair = Pair::new(seed, server_config(), config, wants.clone()).refusing(refusals);
        let broke = pair.run();
        prop_assert!(!broke && pair.ended, "{:?}", pair.outcomes);
        let accepted: Vec<&Outcome> =
            pair.outcomes.iter().filter(|o| matches!(o, Outcome::Accepted { .. })).collect();
        prop_assert_eq!(accepted.len(), pair.taken.len());
        for (outcome, (recipients, _)) in accepted.iter().zip(&pair.taken) {
            prop_assert_eq!(*outcome, &Outcome::Accepted { recipients: *recipients });
        }
        if refusals == 0 {
            prop_assert_eq!(pair.outcomes.len(), wants.len());
            let contents: Vec<Vec<u8>> = wants.iter().map(|want| want.content.to_vec()).collect();
            let taken: Vec<Vec<u8>> = pair.taken.iter().map(|(_, data)| data.clone()).collect();
            prop_assert_eq!(taken, contents);
        }
    }
}

/// A connection that breaks at any octet leaves nothing or exactly one message, never a part of
/// one; and the client takes for lost what it has no word about (RFC 1047).
#[test]
fn a_break_at_every_octet() {
    let content = b"Subject: x\r\n\r\n.dot\r\ntext\r\n";
    for (pipelining, chunking) in [(false, false), (true, false), (true, true)] {
        let mut finished = false;
        for octets in 0.. {
            let config = client::ClientConfig { pipelining, chunking, ..client_config() };
            let wants = vec![transaction(2, content)];
            let mut pair = Pair::new(7, server_config(), config, wants).breaking_after(octets);
            let broke = pair.run();
            assert!(pair.ended && pair.taken.len() <= 1, "at {octets}");
            for (recipients, data) in &pair.taken {
                assert_eq!((*recipients, data.as_slice()), (2, content.as_slice()), "at {octets}");
            }
            match pair.outcomes.as_slice() {
                [] => assert!(pair.taken.is_empty(), "before the transaction, at {octets}"),
                [Outcome::Accepted { recipients: 2 }] => assert_eq!(pair.taken.len(), 1),
                [Outcome::Lost] => {}
                other => panic!("{other:?} at {octets}"),
            }
            if !broke {
                finished = true;
                break;
            }
        }
        assert!(finished);
    }
}
