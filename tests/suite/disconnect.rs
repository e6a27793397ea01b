//! A connection that breaks behind any octet: of an SMTP transaction it leaves nothing or the whole
//! message, of a POP3 session it deletes nothing.

use std::sync::Arc;

use relay_host::{AccountConfig, CollectConfig, Condition, Fact, HostConfig, Input, MailboxConfig};
use relay_mail::{Domain, Mailbox, ReversePath};
use relay_pop3::client::ClientConfig as PopClient;
use relay_pop3::server::ServerConfig as PopServer;
use relay_smtp::server::ServerConfig as SmtpServer;
use relay_tests::hosts::{Cut, Hosts, config};

const SENDER: usize = 0;
const RECEIVER: usize = 1;

const MESSAGE: &[u8] = b"Subject: cut me\r\nDate: x\r\nMessage-ID: <1@a.example>\r\n\r\n\
    .\r\n..\r\nA line, and a bare dot above it.\r\n\r\nThe end.\r\n";

fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).expect("a mailbox")
}

fn receiver() -> HostConfig {
    let name = Domain::parse("b.example").expect("a domain");
    HostConfig {
        mailboxes: vec![MailboxConfig {
            name: "bob".into(),
            password: "secret".into(),
            addresses: vec![mailbox("bob@b.example")],
            quota: None,
            condition: Condition::Good,
        }],
        smtp: Some(Arc::new(SmtpServer::relay(name.clone()))),
        pop3: Some(Arc::new(PopServer::new(name))),
        ..config("b.example", [192, 0, 2, 2])
    }
}

fn submit(hosts: &mut Hosts, at: usize) {
    let from = ReversePath::Mailbox(mailbox("ann@a.example"));
    hosts.submit(at, from, &["bob@b.example"], MESSAGE);
}

/// What lies in the receiver's maildrop; every message of it is whole.
fn delivered(hosts: &Hosts) -> usize {
    let items = hosts.hosts[RECEIVER].maildrops()[0].items();
    for item in items {
        assert!(item.content.to_vec().ends_with(MESSAGE), "the whole message: {:?}", item.content);
    }
    items.len()
}

fn count(hosts: &Hosts, host: usize, such: fn(&Fact) -> bool) -> usize {
    hosts.book.facts.iter().filter(|(at, fact)| *at == host && such(fact)).count()
}

/// What became of a session that was to be cut.
struct Outcome {
    /// It was, before its end.
    cut: bool,
    /// The octets that were carried until then.
    carried: usize,
    /// Copies of the message in the end.
    copies: usize,
}

/// The SMTP session is cut behind `octets` octets.
fn cut_smtp(octets: usize, how: Cut, adjust: fn(&mut HostConfig, &mut HostConfig)) -> Outcome {
    let (mut sender, mut receiver) = (config("a.example", [192, 0, 2, 1]), receiver());
    adjust(&mut sender, &mut receiver);
    let mut hosts = Hosts::new(vec![sender, receiver]);
    hosts.cut_after(octets, how);
    submit(&mut hosts, SENDER);
    let (cut, carried) = (hosts.carry(), hosts.carried);
    let accepted = count(&hosts, RECEIVER, |fact| matches!(fact, Fact::Accepted { .. }));
    let relayed = count(&hosts, SENDER, |fact| matches!(fact, Fact::Relayed { .. }));
    assert!(accepted <= 1 && relayed <= accepted, "no 250 without responsibility");
    assert_eq!(delivered(&hosts), accepted, "octet {octets}: nothing, or one whole message");
    assert!(hosts.hosts[RECEIVER].queue().is_empty());
    let waits = hosts.hosts[SENDER].queue().len();
    assert_eq!(waits, 1 - relayed, "octet {octets}: who has no 250 keeps the message");
    hosts.settle();
    assert!(hosts.hosts[SENDER].queue().is_empty(), "octet {octets}: it is tried again");
    // RFC 1047: a second copy exists when the first 250 was lost, and only then.
    let copies = delivered(&hosts);
    assert_eq!(copies, 1 + accepted - relayed, "octet {octets}");
    Outcome { cut, carried, copies }
}

/// Cuts a session behind each of its octets; gives how many of the cuts left two copies.
fn at_every_octet(session: impl Fn(usize) -> Outcome) -> usize {
    let mut twice = 0;
    for octets in 0.. {
        let outcome = session(octets);
        twice += usize::from(outcome.copies == 2);
        if !outcome.cut {
            assert_eq!(octets, outcome.carried + 1, "every octet had its turn");
            break;
        }
    }
    twice
}

/// `last` is the reply to the message: while it is on its way the message is there, and its sender
/// does not know.
fn cut_everywhere(last: &str, adjust: fn(&mut HostConfig, &mut HostConfig)) {
    for how in Cut::ALL {
        let twice = at_every_octet(|octets| cut_smtp(octets, how, adjust));
        assert_eq!(twice, last.len() + 2, "{how:?}");
    }
}

#[test]
fn an_smtp_session_in_groups() {
    cut_everywhere("250 2.6.0 Queued as 4A000", |_, _| {});
}

#[test]
fn an_smtp_session_without_extensions() {
    cut_everywhere("250 Queued as 4A000", |_, receiver| {
        let server = receiver.smtp.as_mut().map(Arc::make_mut).expect("it has one");
        (server.esmtp, server.extensions) = (false, relay_smtp::Extensions::NONE);
    });
}

#[test]
fn an_smtp_session_with_chunks() {
    cut_everywhere("250 2.6.0 Queued as 4A000", |sender, _| {
        Arc::make_mut(&mut sender.smtp_client).chunking = true;
    });
}

/// Three messages wait; the POP3 session that collects them is cut behind `octets` octets.
fn cut_pop3(octets: usize, how: Cut, adjust: fn(&mut PopClient)) -> Outcome {
    let mut client = PopClient::new("bob", "secret");
    adjust(&mut client);
    let collector = HostConfig {
        accounts: vec![AccountConfig {
            address: mailbox("bob@b.example"),
            collect: Some(CollectConfig {
                server: Domain::parse("b.example").expect("a domain"),
                port: 110,
                client: Arc::new(client),
            }),
        }],
        ..config("c.example", [192, 0, 2, 3])
    };
    let mut hosts = Hosts::new(vec![collector, receiver()]);
    (0..3).for_each(|_| submit(&mut hosts, RECEIVER));
    assert_eq!(delivered(&hosts), 3);
    hosts.cut_after(octets, how);
    hosts.feed(SENDER, Input::Collect { account: 0 });
    let (cut, carried) = (hosts.carry(), hosts.carried);
    let maildrop = &hosts.hosts[RECEIVER].maildrops()[0];
    assert!(!maildrop.is_locked(), "octet {octets}: the lock goes with the session");
    let updated = count(&hosts, RECEIVER, |fact| matches!(fact, Fact::Deleted { .. }));
    assert!(updated == 0 || updated == 3, "octet {octets}: UPDATE happens as a whole");
    assert_eq!(delivered(&hosts), 3 - updated);
    let inbox = hosts.hosts[SENDER].accounts()[0].inbox();
    assert!(updated == 0 || inbox.len() == 3, "octet {octets}: deleted only what was stored");
    hosts.feed(SENDER, Input::Collect { account: 0 });
    hosts.settle();
    assert_eq!(delivered(&hosts), 0, "octet {octets}: the next session collects the rest");
    let inbox = hosts.hosts[SENDER].accounts()[0].inbox();
    assert_eq!(inbox.len(), 3, "octet {octets}: unique-ids tell what was collected before");
    assert!(inbox.iter().all(|message| message.content.to_vec().ends_with(MESSAGE)));
    Outcome { cut, carried, copies: 1 }
}

#[test]
fn a_pop3_session_sent_ahead() {
    for how in Cut::ALL {
        at_every_octet(|octets| cut_pop3(octets, how, |_| {}));
    }
}

#[test]
fn a_pop3_session_one_by_one() {
    for how in Cut::ALL {
        at_every_octet(|octets| cut_pop3(octets, how, |client| client.pipelining = false));
    }
}
