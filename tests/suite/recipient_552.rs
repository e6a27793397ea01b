//! 552 to RCPT is an old server's "too many recipients": the client tries again later, as after 452
//! (RFC 5321 §4.5.3.1.10). To anything else it is final.

use relay_host::Fact;
use relay_mail::{Domain, ReversePath};
use relay_tests::hosts::{Hosts, Stranger, config};

/// A message for two goes to a server that says these things to MAIL, and to the second RCPT of a
/// transaction; gives what the sending host recorded of its fate.
fn fate(mail: &'static str, second: &'static str) -> Vec<&'static str> {
    let mut hosts = Hosts::new(vec![config("a.example", [192, 0, 2, 1])]);
    let (mut recipients, mut in_content) = (0, false);
    hosts.strangers.push(Stranger {
        name: Domain::parse("old.example").expect("a domain"),
        addr: [192, 0, 2, 9].into(),
        says: Box::new(move |line| {
            let word = line.split(' ').next().unwrap_or_default();
            let reply = match word {
                "." => "250 taken",
                _ if in_content => return String::new(),
                "" => "220 old.example",
                "EHLO" => "250 old.example",
                "MAIL" => mail,
                "RCPT" if recipients == 1 => second,
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 OK",
            };
            recipients = if word == "RCPT" { recipients + 1 } else { 0 };
            in_content = word == "DATA";
            format!("{reply}\r\n")
        }),
    });
    let to = ["one@old.example", "two@old.example"];
    hosts.submit(0, ReversePath::Null, &to, b"Subject: x\r\n\r\nHello\r\n");
    hosts.settle();
    assert!(hosts.hosts[0].queue().is_empty());
    let facts = hosts.book.facts.iter().filter_map(|(_, fact)| match fact {
        Fact::Relayed { recipient: 0, .. } => Some("one relayed"),
        Fact::Relayed { .. } => Some("two relayed"),
        Fact::Deferred { recipient: 0, .. } => Some("one deferred"),
        Fact::Deferred { .. } => Some("two deferred"),
        Fact::Failed { recipient: 0, .. } => Some("one failed"),
        Fact::Failed { .. } => Some("two failed"),
        _ => None,
    });
    facts.collect()
}

#[test]
fn to_rcpt_it_is_temporary() {
    // The second try has one recipient, and the server takes it.
    assert_eq!(
        fate("250 OK", "552 too many recipients"),
        ["two deferred", "one relayed", "two relayed"]
    );
    assert_eq!(
        fate("250 OK", "452 too many recipients"),
        ["two deferred", "one relayed", "two relayed"]
    );
    assert_eq!(fate("250 OK", "550 no such user"), ["two failed", "one relayed"]);
}

#[test]
fn to_mail_it_is_final() {
    assert_eq!(fate("552 too large", "250 OK"), ["one failed", "two failed"]);
}
