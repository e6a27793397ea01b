//! Every wait of a client has its time (RFC 5321 §4.5.3.2), and what it was for fails with it.

use std::sync::Arc;

use relay_kernel::{SimDuration, SimTime};
use relay_mail::{Bodies, Content, ForwardPath, ReversePath};
use relay_smtp::client::{Client, ClientConfig, Event, Input, Lost, Output, Phase, Transaction};
use relay_smtp::sasl::Credentials;
use relay_smtp::{DeadlineReason, MailParams, RcptParams};

use crate::pair::client_config;

/// What the host says when the client is ready.
#[derive(Clone, Copy)]
enum Want {
    Small,
    Large,
    Turn,
    Quit,
}

/// Goes through what a server says, a minute each, up to the wait that is looked at.
fn wait_behind(replies: &[&str], wants: &[Want]) -> (Client, SimTime) {
    let credentials = Some(Credentials::new("tim", "tanstaaf"));
    let config = ClientConfig { credentials, ..client_config() };
    let (mut now, mut wants) = (SimTime::START, wants.iter());
    let mut client = Client::new(Arc::new(config), now);
    for reply in replies {
        now += SimDuration::from_mins(1);
        client.handle(now, Input::Bytes(format!("{reply}\r\n").as_bytes()));
        loop {
            let mut ready = false;
            while let Some(output) = client.poll() {
                // The network takes one block of content and no more.
                if matches!(output, Output::TransmitData { .. }) {
                    break;
                }
                ready |= matches!(output, Output::Event(Event::Ready(_)));
            }
            if !ready {
                break;
            }
            let Some(want) = wants.next() else { break };
            client.handle(
                now,
                match want {
                    Want::Small => Input::Transaction(transaction(10)),
                    Want::Large => Input::Transaction(transaction(100_000)),
                    Want::Turn => Input::Turn("c.example".into()),
                    Want::Quit => Input::Quit,
                },
            );
        }
    }
    (client, now)
}

fn transaction(size: usize) -> Transaction {
    let path = |text| ForwardPath::parse(text).expect("a path");
    Transaction {
        reverse_path: ReversePath::Null,
        params: MailParams::default(),
        recipients: vec![
            (path("<b@mx.example>"), RcptParams::default()),
            (path("<d@mx.example>"), RcptParams::default()),
        ],
        content: Content::new(&vec![b'x'; size], &mut Bodies::new()),
    }
}

/// What the server said, what the host wanted; then the reason, the minutes, and what fails.
type Wait = (&'static [&'static str], &'static [Want], DeadlineReason, u64, Option<Phase>);

#[test]
fn every_wait() {
    use DeadlineReason as Why;
    const SMALL: &[Want] = &[Want::Small, Want::Small];
    let all: [Wait; 12] = [
        (&[], &[], Why::Greeting, 5, Some(Phase::Greeting)),
        (&["220 x"], &[], Why::Hello, 5, Some(Phase::Hello)),
        (&["220 x", "500 x"], &[], Why::Hello, 5, Some(Phase::Hello)),
        (
            &["220 x", "250-x\r\n250 AUTH PLAIN"],
            &[],
            Why::Authentication,
            5,
            Some(Phase::Authentication),
        ),
        (&["220 x", "250 x"], SMALL, Why::Mail, 5, Some(Phase::Mail)),
        (&["220 x", "250 x", "250 m"], SMALL, Why::Recipient, 5, Some(Phase::Recipients)),
        (
            &["220 x", "250-x\r\n250 PIPELINING", "250 m", "250 r"],
            SMALL,
            Why::Recipient,
            5,
            Some(Phase::Recipients),
        ),
        (
            &["220 x", "250 x", "250 m", "250 r", "250 r"],
            SMALL,
            Why::DataStart,
            2,
            Some(Phase::Data),
        ),
        (
            &["220 x", "250 x", "250 m", "250 r", "250 r", "354 d"],
            &[Want::Large],
            Why::DataBlock,
            3,
            Some(Phase::Message),
        ),
        (&["220 x", "250 x", "250 m", "550 r", "550 r"], SMALL, Why::Reset, 5, Some(Phase::Reset)),
        (&["220 x", "250-x\r\n250 ETRN"], &[Want::Turn], Why::Reset, 5, Some(Phase::Idle)),
        (&["220 x", "250 x"], &[Want::Quit], Why::Quit, 5, None),
    ];
    for (replies, wants, reason, minutes, phase) in all {
        let (mut client, since) = wait_behind(replies, wants);
        let deadline = client.deadline().expect("it waits");
        assert_eq!(deadline.reason, reason, "{replies:?}");
        assert_eq!(deadline.at, since + SimDuration::from_mins(minutes), "{reason:?}");
        assert!(reason.section().starts_with("RFC 5321 §4.5.3.2"), "{reason:?}");
        // One moment before, nothing happens.
        let before = SimTime::from_micros(deadline.at.as_micros() - 1);
        client.handle(before, Input::Timeout);
        assert!(!client.is_closed() && client.deadline() == Some(deadline), "{reason:?}");
        client.handle(deadline.at, Input::Timeout);
        let mut lost = None;
        while let Some(output) = client.poll() {
            if let Output::Event(Event::Lost { phase, why: Lost::TimedOut }) = output {
                lost = Some(phase);
            }
        }
        assert_eq!(lost, phase, "{reason:?}");
        assert!(client.is_closed());
    }
}

#[test]
fn the_end_of_data_has_ten_minutes_from_the_last_octet() {
    let replies = ["220 x", "250 x", "250 m", "250 r", "250 r", "354 d"];
    let (mut client, since) = wait_behind(&replies, &[Want::Small]);
    while client.poll().is_some() {}
    let at = |client: &Client| client.deadline().map(|deadline| (deadline.reason, deadline.at));
    let ten = SimDuration::from_mins(10);
    assert_eq!(at(&client), Some((DeadlineReason::DataEnd, since + ten)));
    // The network was slow to take it.
    let later = since + SimDuration::from_mins(2);
    client.handle(later, Input::Writable);
    assert_eq!(at(&client), Some((DeadlineReason::DataEnd, later + ten)));
}

#[test]
fn each_block_has_three_minutes() {
    let replies = ["220 x", "250 x", "250 m", "250 r", "250 r", "354 d"];
    let (mut client, since) = wait_behind(&replies, &[Want::Large]);
    let later = since + SimDuration::from_mins(2);
    client.handle(later, Input::Writable);
    assert!(matches!(client.poll(), Some(Output::TransmitData { .. })));
    let deadline = client.deadline().expect("more is to be sent");
    assert_eq!(deadline.reason, DeadlineReason::DataBlock);
    assert_eq!(deadline.at, later + SimDuration::from_mins(3));
}
